"""`Directory`: the addresses of a town, in which the place of an address text is looked up."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve, field, frozen

from placement.inputs.addresses.house_numbers import (
    ParsedAddress,
    foreign_number_kind,
    names_agree,
    names_several_houses,
    readings,
    relation_of,
    words,
)
from placement.units import Floats, Integers

Words = tuple[str, ...]
Outcome = Literal[
    "found",
    "mended",
    "beside",
    "range",
    "ambiguous",
    "missing",
    "not_a_house",
    "opposite",
    "corner",
]
SAME_HOUSE_M = 40.0
"""Addresses this close together are entrances of one house. [m]"""
TYPO = 0.82
"""Names at least this alike (Ratcliff and Obershelp) may differ by a typing error. [-]"""
NEAREST = 3
INSTITUTION_STEMS = (
    "skol", "gymnaz", "jesl", "urad", "radnic", "kostel", "nemocnic", "poliklinik", "lekarn",
    "knihovn", "muzeum", "divadl", "kino", "hotel", "restaurac", "obchod", "prodejn", "market",
    "posta", "polic", "stanic", "hasic", "zbrojnic", "sokolovn", "hal", "stadion", "bazen",
    "koupalist", "domov", "dum", "domu", "centr", "bank", "penzion", "ubytovn", "vila", "zamek",
    "trafik", "kiosek", "parkovist", "garaz", "hrist", "firm", "area", "sidl", "magistrat",
)  # fmt: skip
INSTITUTION_ABBREVIATIONS = frozenset(
    {"zs", "ms", "ss", "sou", "sos", "zus", "oc", "nc", "dps", "mu", "ou", "dk", "kd", "mp", "pcr",
     "hzs", "bd", "rd", "ddm"}
)  # fmt: skip
"""Words before a street that name a house by what is in it: a school, an office, a shop."""


@frozen(eq=False)
class AddressMatch:
    """The house that an address text names, or why it names none for certain."""

    outcome: Outcome
    point: shapely.Point | None = None
    """Where it is, in the working system; None unless a house was taken."""
    near: tuple[str, ...] = ()
    """The house that was taken; else the nearest names or numbers there are."""
    counts: str = ""
    """What the number counts if it is no house's: `house_numbers.foreign_number_kind`."""


@frozen(eq=False)
class Directory:
    """Index of a town's addresses by the words of streets and parts of the town."""

    table: gpd.GeoDataFrame
    """Table `schema.ADDRESSES`."""
    rows_of: dict[Words, list[int]] = field(init=False)
    """Words of a street or part of the town → rows."""
    names: dict[Words, str] = field(init=False)
    streets: frozenset[Words] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Index the names; a part of the town counts where no street is called so."""
        rows: dict[Words, list[int]] = defaultdict(list)
        parts: dict[Words, list[int]] = defaultdict(list)
        names: dict[Words, str] = {}
        for index, (street, part) in enumerate(
            zip(self.table["street"], self.table["part"], strict=True)
        ):
            for name, into in ((street, rows), (part, parts)):
                if name:
                    into[words(name)].append(index)
                    names.setdefault(words(name), name)
        object.__setattr__(self, "rows_of", {**parts, **rows})
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "streets", frozenset(rows))

    def find(self, text: str) -> AddressMatch:
        """Return the match of an address text, such as `Hamerská 330` or `nám. Míru 12/3`.

        Letters' case, diacritics and words cut short do not matter. A name with a typing error is
        mended where only one is like it and has that number. A number that is č.p. of one house and
        č.o. of another is ambiguous. A corner of two streets is at neither's house.
        """
        relation = relation_of(text)
        own = f" {' '.join(words(text))} "
        if relation != "at" and (
            self._is_street(text)
            or any(
                relation_of(" ".join(name)) != "at" and f" {' '.join(name)} " in own
                for name in self.rows_of
            )
        ):
            relation = "at"  # the word is part of a street's name, such as Mezi Vodami
        if relation == "corner":
            return AddressMatch("corner")
        candidates = readings(text, relation=relation)
        if self._is_street(text):  # one may be called K Lampě, or like a mark of numbers
            candidates = (*candidates, *readings(text, relation=relation, every_number=True))
        if not candidates:
            kind = foreign_number_kind(text)
            outcome: Outcome = "not_a_house" if kind else "missing"
            return AddressMatch(outcome, near=self._similar_names(words(text)), counts=kind)
        if relation in ("opposite", "between"):
            return AddressMatch("opposite")
        answer = self._best_match(candidates)
        if answer.point is None or not (relation == "beside" or names_several_houses(text)):
            return answer
        return evolve(answer, outcome="beside" if relation == "beside" else "range")

    def _is_street(self, text: str) -> bool:
        """Return whether the words of a text, its numbers apart, are the name of a street."""
        return tuple(word for word in words(text) if not word.isdigit()) in self.rows_of

    def _best_match(self, candidates: tuple[ParsedAddress, ...]) -> AddressMatch:
        """Return the answer to the likeliest reading; ambiguous if they are of several houses."""
        answers = [self._match(candidate) for candidate in candidates]
        exact = [each for each in answers if each.outcome == "found"]
        if exact and _spread_m(np.array([each.point for each in exact])) > SAME_HOUSE_M:
            return AddressMatch(
                "ambiguous", near=tuple(near for each in exact for near in each.near)
            )
        return next(iter([*exact, *(a for a in answers if a.outcome == "mended"), *answers]))

    def _match(self, address: ParsedAddress) -> AddressMatch:
        streets = self._streets_in(address)
        for name in streets or ([()] if not address.places else []):
            answer = self._match_in_street(name, address)
            if answer.outcome != "missing":
                return answer
        if streets:
            return AddressMatch("missing", near=self._numbers_near(streets[0], address.number))
        return self._match_with_typing_error(address)

    def _street_at_end(self, name: Words) -> Words:
        """Return the longest street that a piece ends with, after the name of a school or such."""
        tails = (name[at:] for at in range(1, len(name)))
        return next((tail for tail in tails if tail in self.streets), ())

    def _streets_in(self, address: ParsedAddress) -> list[Words]:
        """Return the streets that an address names; parts of the town where it names no street."""
        exact = [name for name in address.places if name in self.rows_of]
        exact += [own for name in address.places for own in self.rows_of if names_agree(name, own)]
        streets = [name for name in dict.fromkeys(exact) if name in self.streets]
        streets = [
            name
            for name in streets
            if any(w == name or names_agree(w, name) for w in address.beside)
        ]
        return streets or (exact if set(address.places) <= set(exact) else [])

    def _match_with_typing_error(self, address: ParsedAddress) -> AddressMatch:
        matches: dict[Words, AddressMatch] = {}
        for name in address.beside:
            tail = self._street_at_end(name)
            whole = self._match_in_street(tail, address) if tail else None
            if whole is not None and names_institution(name[: len(name) - len(tail)]):
                return whole
            for close in dict.fromkeys(
                [*([tail] if tail else []), *self._similar_words(name, TYPO)]
            ):
                answer = self._match_in_street(close, address)
                if answer.outcome == "found":
                    matches.setdefault(close, answer)
        if len(matches) == 1:
            answer = next(iter(matches.values()))
            return AddressMatch("mended", answer.point, answer.near)
        names = [*matches] or [
            close for name in address.places for close in self._similar_words(name, 0.5)
        ]
        near = tuple(dict.fromkeys(self.names[name] for name in names))[:NEAREST]
        return AddressMatch("ambiguous" if matches else "missing", near=near)

    def _match_in_street(self, name: Words, address: ParsedAddress) -> AddressMatch:
        """Return the answer among the addresses of one name; of the whole town if there is none."""
        rows = np.array(self.rows_of[name] if name else range(len(self.table)), dtype=np.int64)
        matching = rows[self._rows_with_number(rows, address)]
        if not len(matching):
            return AddressMatch("missing")
        matching = self._in_part(matching, address)
        points = np.asarray(self.table.geometry.array)[matching]
        if _spread_m(points) > SAME_HOUSE_M:
            return AddressMatch(
                "ambiguous", near=tuple(self._label(row) for row in matching[:NEAREST])
            )
        return AddressMatch("found", points[0], (self._label(matching[0]),))

    def _in_part(self, rows: Integers, address: ParsedAddress) -> Integers:
        """Return those rows in a part of the town that the address names too; all if none is."""
        inside = [words(part) in address.places for part in self.table["part"].iloc[rows]]
        return rows[inside] if any(inside) else rows

    def _rows_with_number(self, rows: Integers, address: ParsedAddress) -> Integers:
        house = self.table["house_number"].to_numpy()[rows]
        orientation = self.table["orientation_number"].to_numpy()[rows]
        hut = self.table["registration"].to_numpy(dtype=bool)[rows]
        letter = np.char.lower(self.table["letter"].to_numpy(dtype="str")[rows])
        along = (orientation == address.number) & (letter == address.letter)
        by_kind = {
            "house": (house == address.number) & ~hut,
            "registration": (house == address.number) & hut,
            "orientation": along,
            "bare": along if address.letter else along | ((house == address.number) & ~hut),
            "pair": _pair_matches(house, orientation, letter, address),
        }
        return np.flatnonzero(by_kind[address.kind])

    def _label(self, row: int) -> str:
        address = self.table.iloc[row]
        house, along = address["house_number"], address["orientation_number"]
        kind = "č.ev." if address["registration"] else "č.p."
        numbers = [] if np.isnan(house) else [f"{kind} {int(house)}"]
        numbers += [] if np.isnan(along) else [f"č.o. {int(along)}{address['letter']}"]
        return f"{address['street'] or address['part']} {' / '.join(numbers)}".strip()

    def _numbers_near(self, name: Words, number: int) -> tuple[str, ...]:
        rows = self.rows_of[name]
        street_numbers = self.table.iloc[rows][["house_number", "orientation_number"]].to_numpy()
        distance = np.nanmin(np.abs(street_numbers - number), axis=1)
        return tuple(self._label(rows[at]) for at in np.argsort(distance, kind="stable")[:NEAREST])

    def _similar_names(self, name: Words) -> tuple[str, ...]:
        return tuple(self.names[close] for close in self._similar_words(name, 0.5))

    def _similar_words(self, name: Words, cutoff: float) -> Iterable[Words]:
        names = {" ".join(own): own for own in self.rows_of}
        similar = get_close_matches(" ".join(name), names, n=NEAREST, cutoff=cutoff)
        return [names[close] for close in similar]


def _pair_matches(
    house: Floats, orientation: Floats, letter: Floats, address: ParsedAddress
) -> Integers:
    """Return which houses have both numbers of an address; in reverse order if only so any has."""
    straight = (house == address.number) & (orientation == address.second)
    turned = (house == address.second) & (orientation == address.number)
    fits = straight if straight.any() else turned
    return np.asarray(fits & ((letter == address.letter) | (address.letter == "")))


def _spread_m(points: np.ndarray) -> float:
    xy = shapely.get_coordinates(points)
    return float(np.hypot(*np.ptp(xy, axis=0)))


def names_institution(before: tuple[str, ...]) -> bool:
    """Return whether words, plain and in lower case, name what is in a house.

    >>> names_institution(("zakladni", "skola")), names_institution(("nova",))
    (True, False)
    """
    return any(
        word in INSTITUTION_ABBREVIATIONS or word.startswith(INSTITUTION_STEMS) for word in before
    )
