"""Where an address is: looked up among the addresses of the town, never guessed in silence."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve, field, frozen

from placement.inputs.addresses.house_numbers import (
    Written,
    alike,
    foreign,
    readings,
    relation_of,
    spans,
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
class Answer:
    """What the directory says of one address."""

    outcome: Outcome
    point: shapely.Point | None = None
    """Where it is, in the working system; None unless a house was taken."""
    near: tuple[str, ...] = ()
    """The house that was taken; else the nearest names or numbers there are."""
    counts: str = ""
    """What the number counts if it is no house's: `house_numbers.foreign`."""


@frozen(eq=False)
class Directory:
    """The addresses of a town, to look others up in."""

    table: gpd.GeoDataFrame
    """Table `addresses.ADDRESSES`."""
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

    def find(self, text: str) -> Answer:
        """Return where an address is, such as `Hamerská 330` or `nám. Míru 12/3`.

        Letters' case, diacritics and words cut short do not matter. A name with a typing error is
        mended where only one is like it and has that number. A number that is č.p. of one house and
        č.o. of another is ambiguous. A corner of two streets is at neither's house.
        """
        relation = relation_of(text)
        own = f" {' '.join(words(text))} "
        if relation != "at" and any(
            relation_of(" ".join(name)) != "at" and f" {' '.join(name)} " in own
            for name in self.rows_of
        ):
            relation = "at"  # the word is part of a street's name, such as Mezi Vodami
        if relation == "corner":
            return Answer("corner")
        candidates = readings(text, relation=relation)
        if self._is_street(text):  # one may be called K Lampě, or like a mark of numbers
            candidates = (*candidates, *readings(text, relation=relation, every_number=True))
        if not candidates:
            kind = foreign(text)
            outcome: Outcome = "not_a_house" if kind else "missing"
            return Answer(outcome, near=self._suggested(words(text)), counts=kind)
        if relation in ("opposite", "between"):
            return Answer("opposite")
        answer = self._best(candidates)
        if answer.point is None or not (relation == "beside" or spans(text)):
            return answer
        return evolve(answer, outcome="beside" if relation == "beside" else "range")

    def _is_street(self, text: str) -> bool:
        """Return whether the words of a text, its numbers apart, are the name of a street."""
        return tuple(word for word in words(text) if not word.isdigit()) in self.rows_of

    def _best(self, candidates: tuple[Written, ...]) -> Answer:
        """Return the answer to the likeliest reading; ambiguous if they are of several houses."""
        answers = [self._of(written) for written in candidates]
        found = [each for each in answers if each.outcome == "found"]
        if found and _spread_m(np.array([each.point for each in found])) > SAME_HOUSE_M:
            return Answer("ambiguous", near=tuple(near for each in found for near in each.near))
        return next(iter([*found, *(a for a in answers if a.outcome == "mended"), *answers]))

    def _of(self, written: Written) -> Answer:
        known = self._known(written)
        for name in known or ([()] if not written.places else []):
            answer = self._in(name, written)
            if answer.outcome != "missing":
                return answer
        if known:
            return Answer("missing", near=self._numbers_near(known[0], written.number))
        return self._mended(written)

    def _after_others(self, name: Words) -> Words:
        """Return the longest street that a piece ends with, after the name of a school or such."""
        tails = (name[at:] for at in range(1, len(name)))
        return next((tail for tail in tails if tail in self.streets), ())

    def _known(self, written: Written) -> list[Words]:
        """Return the streets that are written; parts of the town where nothing else is."""
        exact = [name for name in written.places if name in self.rows_of]
        exact += [own for name in written.places for own in self.rows_of if alike(name, own)]
        streets = [name for name in dict.fromkeys(exact) if name in self.streets]
        streets = [
            name for name in streets if any(w == name or alike(w, name) for w in written.beside)
        ]
        return streets or (exact if set(written.places) <= set(exact) else [])

    def _mended(self, written: Written) -> Answer:
        found: dict[Words, Answer] = {}
        for name in written.beside:
            tail = self._after_others(name)
            whole = self._in(tail, written) if tail else None
            if whole is not None and names_institution(name[: len(name) - len(tail)]):
                return whole
            for close in dict.fromkeys([*([tail] if tail else []), *self._close(name, TYPO)]):
                answer = self._in(close, written)
                if answer.outcome == "found":
                    found.setdefault(close, answer)
        if len(found) == 1:
            answer = next(iter(found.values()))
            return Answer("mended", answer.point, answer.near)
        names = [*found] or [close for name in written.places for close in self._close(name, 0.5)]
        near = tuple(dict.fromkeys(self.names[name] for name in names))[:NEAREST]
        return Answer("ambiguous" if found else "missing", near=near)

    def _in(self, name: Words, written: Written) -> Answer:
        """Return the answer among the addresses of one name; of the whole town if there is none."""
        rows = np.array(self.rows_of[name] if name else range(len(self.table)), dtype=np.int64)
        matching = rows[self._matches(rows, written)]
        if not len(matching):
            return Answer("missing")
        matching = self._in_part(matching, written)
        points = np.asarray(self.table.geometry.array)[matching]
        if _spread_m(points) > SAME_HOUSE_M:
            return Answer("ambiguous", near=tuple(self._label(row) for row in matching[:NEAREST]))
        return Answer("found", points[0], (self._label(matching[0]),))

    def _in_part(self, rows: Integers, written: Written) -> Integers:
        """Return those rows in a part of the town that is written too; all if none is."""
        inside = [words(part) in written.places for part in self.table["part"].iloc[rows]]
        return rows[inside] if any(inside) else rows

    def _matches(self, rows: Integers, written: Written) -> Integers:
        house = self.table["house_number"].to_numpy()[rows]
        orientation = self.table["orientation_number"].to_numpy()[rows]
        hut = self.table["registration"].to_numpy(dtype=bool)[rows]
        letter = np.char.lower(self.table["letter"].to_numpy(dtype="str")[rows])
        along = (orientation == written.number) & (letter == written.letter)
        by_kind = {
            "house": (house == written.number) & ~hut,
            "registration": (house == written.number) & hut,
            "orientation": along,
            "bare": along if written.letter else along | ((house == written.number) & ~hut),
            "pair": _pair(house, orientation, letter, written),
        }
        return np.flatnonzero(by_kind[written.kind])

    def _label(self, row: int) -> str:
        address = self.table.iloc[row]
        house, along = address["house_number"], address["orientation_number"]
        kind = "č.ev." if address["registration"] else "č.p."
        numbers = [] if np.isnan(house) else [f"{kind} {int(house)}"]
        numbers += [] if np.isnan(along) else [f"č.o. {int(along)}{address['letter']}"]
        return f"{address['street'] or address['part']} {' / '.join(numbers)}".strip()

    def _numbers_near(self, name: Words, number: int) -> tuple[str, ...]:
        rows = self.rows_of[name]
        known = self.table.iloc[rows][["house_number", "orientation_number"]].to_numpy()
        far = np.nanmin(np.abs(known - number), axis=1)
        return tuple(self._label(rows[at]) for at in np.argsort(far, kind="stable")[:NEAREST])

    def _suggested(self, name: Words) -> tuple[str, ...]:
        return tuple(self.names[close] for close in self._close(name, 0.5))

    def _close(self, name: Words, cutoff: float) -> Iterable[Words]:
        known = {" ".join(own): own for own in self.rows_of}
        found = get_close_matches(" ".join(name), known, n=NEAREST, cutoff=cutoff)
        return [known[close] for close in found]


def _pair(house: Floats, orientation: Floats, letter: Floats, written: Written) -> Integers:
    """Return where both numbers fit; turned round if they fit so only."""
    straight = (house == written.number) & (orientation == written.second)
    turned = (house == written.second) & (orientation == written.number)
    fits = straight if straight.any() else turned
    return np.asarray(fits & ((letter == written.letter) | (written.letter == "")))


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
