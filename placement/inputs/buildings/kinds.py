"""What a building's tags say of its walls: standing, under ground, on posts, gone or not yet there.

Words are those of OpenStreetMap, Overture and Geofabrik, and of Czech registers and town tables.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from attrs import field, frozen

from placement.inputs.tables.attributes import texts
from placement.inputs.tables.header import NOT_OF_THE_FILE
from placement.inputs.tables.headings import columns_named
from placement.inputs.tables.sizes import floors, lengths
from placement.texts import plain
from placement.units import Booleans

Fate = Literal["", "underground", "not_standing", "no_walls", "not_a_building"]
"""Why a shape has no walls; empty: it has."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "building": ("building",),
    "part": ("building:part", "building_part"),
    "kind": (
        "type",
        "class",
        "subtype",
        "typ",
        "druh",
        "kind",
        "typ budovy",
        "druh budovy",
        "typ stavby",
        "druh stavby",
        "typ objektu",
        "druh objektu",
        "zpusob vyuziti",
        "vyuziti",
        "popis",
    ),
    "location": ("location", "umisteni", "poloha"),
    "layer": ("layer",),
    "level": ("level", "podlazi umisteni"),
    "levels": (
        "building:levels",
        "levels",
        "num_floors",
        "nadzemni podlazi",
        "pocet nadzemnich podlazi",
        "pocet np",
    ),
    "floors_below": (
        "building:levels:underground",
        "num_floors_underground",
        "podzemni podlazi",
        "pocet podzemnich podlazi",
        "pocet pp",
    ),
    "roof_levels": ("roof:levels",),
    "height": ("height", "building:height", "est_height", "vyska"),
    "underground": (
        "is_underground",
        "underground",
        "podzemni",
        "pod zemi",
        "je podzemni",
        "podzemi",
    ),
    "parking": ("parking",),
    "tunnel": ("tunnel",),
    "wall": ("wall", "walls", "steny", "stena", "zdi"),
    "state": ("stav", "status", "state", "lifecycle", "stav objektu", "stav budovy", "stav stavby"),
}
"""What is looked at → headings it is known by."""
GONE_KEYS = (
    "demolished",
    "razed",
    "removed",
    "destroyed",
    "dismantled",
    "collapsed",
    "proposed",
    "planned",
)
"""Keys of OpenStreetMap, alone or before `:building`, of what does not stand."""
NOT_BUILDINGS = frozenset({"no", "entrance", "underpass entrance", "tree house", "none"})
GONE = frozenset({*GONE_KEYS, "demolition", "cancelled", "canceled", "future"})
GONE_STEMS = (
    "zboren",
    "zbouran",
    "demolic",
    "demolov",
    "zanikl",
    "odstranen",
    "neexist",
    "planovan",
    "navrzen",
    "navrhov",
    "projektovan",
    "budouci",
)
OPEN = frozenset(
    {
        "roof",
        "carport",
        "canopy",
        "gazebo",
        "tent",
        "marquee",
        "awning",
        "parasol",
        "pergola",
        "bandstand",
        "porch",
        "sun shade",
        "strecha na sloupech",
        "stan",
        "loubi",
        "kryte stani",
        "kryte parkovani",
        "kryte parkovaci stani",
    }
)
OPEN_STEMS = ("pristres", "altan", "pergol", "zastresen", "nastres", "markyz", "slunecnik")
BELOW_STEMS = ("podzem", "pod zemi", "pod povrch", "underground", "subterran", "podchod")
BELOW = frozenset({"subway", "underwater", "below ground", "basement"})
BRIDGES = frozenset(
    {"bridge", "skywalk", "skyway", "skybridge", "spojovaci krcek", "spojovaci most"}
)
NOT_YES = frozenset({"", "no", "0", "false", "f", "n", "ne", "none", "null", "nan"})
YES = frozenset({"yes", "1", "true", "t", "y", "ano", "a", "x"})


NUMBERS = ("level", "levels", "floors_below", "layer", "roof_levels")


@frozen
class BuildingRow:
    """What one building's columns say, by the names of `FIELDS`."""

    tags: Mapping[str, str]
    numbers: Mapping[str, float]
    """NaN where there is none."""

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Each tag that may say what it is, and its value."""
        named = [("building", self.tags["building"]), ("building:part", self.tags["part"])]
        return [*named, *(("type", kind) for kind in self.tags["kind"].split(";"))]

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a building, not its outline."""
        stated = plain(self.tags["part"]) not in NOT_YES
        outline = plain(self.tags["building"]) not in NOT_YES
        return (stated and not outline) or "building_part" in self.tags["kind"]

    @property
    def rises(self) -> bool:
        """Whether something of it is known to be above the ground."""
        return self.numbers["roof_levels"] > 0 or self.numbers["height"] > 0


@frozen(eq=False)
class Kinds:
    """What the tags of N rows say; arrays are (N,)."""

    fate: np.ndarray = field()
    """A `Fate` each."""
    part: Booleans = field()
    """Whether it is a part of a building, not its outline."""
    bridge: Booleans = field()
    """Whether it spans what is below it."""
    unsure: Booleans = field()
    """Whether it may lie under ground: below layer 0, but nothing else says so."""
    why: tuple[str, ...] = ()
    """The tag values that took walls away, with how many rows each, the most frequent first."""


def of(frame: pd.DataFrame) -> Kinds:
    """Return what the columns of buildings say of their walls."""
    fields = {name: _column(frame, name, usual) for name, usual in FIELDS.items()}
    below = [plain(value) for value in fields["underground"]]
    if not set(below) <= NOT_YES | YES:  # numbers of floors, or words
        below = ["yes" if v.startswith(BELOW_STEMS) else "" for v in below]
    fields["underground"] = below
    gone = _gone(frame)
    said = any(fields["building"])  # an empty column says nothing
    numbers = {name: floors(fields[name]).value for name in NUMBERS}
    numbers["height"] = lengths(fields["height"]).value
    rows = [
        BuildingRow(dict(zip(fields, tags, strict=True)), dict(zip(numbers, values, strict=True)))
        for tags, values in zip(
            zip(*fields.values(), strict=True), zip(*numbers.values(), strict=True), strict=True
        )
    ]
    known = [_fate(row, gone=why, said=said) for row, why in zip(rows, gone, strict=True)]
    why = Counter(tag for fate, tag in known if fate)
    return Kinds(
        np.array([fate for fate, _ in known], dtype=object),
        np.array([row.is_part for row in rows], dtype=np.bool_),
        np.array([_spans(row) for row in rows], dtype=np.bool_),
        np.array(
            [not fate and _unsure(row) for row, (fate, _) in zip(rows, known, strict=True)],
            dtype=np.bool_,
        ),
        tuple(f"{tag} ({n})" for tag, n in why.most_common()),
    )


def _column(frame: pd.DataFrame, name: str, usual: Sequence[str]) -> list[str]:
    result = [""] * len(frame)
    for column in columns_named(_header(frame), usual):
        for row, text in enumerate(texts(frame, column)):
            joined = name == "kind" and result[row] and text
            result[row] = f"{result[row]};{text}" if joined else result[row] or text
    return result


def _header(frame: pd.DataFrame) -> list[str]:
    return [str(column) for column in frame.columns if column not in NOT_OF_THE_FILE]


def _gone(frame: pd.DataFrame) -> list[str]:
    """Return the tag by which each row does not stand, empty where none says so."""
    result = [""] * len(frame)
    for key in GONE_KEYS:
        for column in columns_named(_header(frame), (key, f"{key}:building")):
            for row, text in enumerate(texts(frame, column)):
                if plain(text) not in NOT_YES and not result[row]:
                    result[row] = f"{column}={text}"
    return result


def _fate(row: BuildingRow, *, gone: str, said: bool) -> tuple[Fate, str]:
    """Return what became of one building, and the tag that says so."""
    building = row.tags["building"]
    nothing = plain(building) in NOT_BUILDINGS or (said and not building)
    reasons: tuple[tuple[Fate, str], ...] = (
        ("not_standing", _named(row, GONE, GONE_STEMS) or gone),
        ("not_a_building", f"building={building or '–'}" if nothing and not row.is_part else ""),
        ("underground", _below(row)),
        ("no_walls", _open(row)),
    )
    return next(((fate, tag) for fate, tag in reasons if tag), ("", ""))


def _named(row: BuildingRow, words: frozenset[str], stems: tuple[str, ...]) -> str:
    """Return the tag whose value is one of some words or begins like one, empty if none is."""
    for tag, value in (*row.kinds, ("state", row.tags["state"])):
        if plain(value) in words or plain(value).startswith(stems):
            return f"{tag}={value}"
    return ""


def _open(row: BuildingRow) -> str:
    """Return the tag by which a building has no walls, empty if it has."""
    wall = row.tags["wall"]
    return f"wall={wall}" if plain(wall) in NOT_YES - {""} else _named(row, OPEN, OPEN_STEMS)


def _below(row: BuildingRow) -> str:
    """Return the tag by which a building lies under ground, empty if none does."""
    tags, numbers = row.tags, row.numbers
    for tag, value in (("location", tags["location"]), ("parking", tags["parking"]), *row.kinds):
        word = plain(value)
        if word in BELOW or word.startswith(BELOW_STEMS):
            return f"{tag}={value}"
    if tags["underground"] in YES:
        return "underground=yes"
    if numbers["level"] < 0:
        return f"level={tags['level']}"
    if row.rises:
        return ""
    levels = numbers["levels"]
    if levels < 0 or (levels == 0 and numbers["floors_below"] > 0):
        return f"levels={tags['levels']}"
    beneath = levels == 0 or numbers["height"] <= 0 or plain(tags["tunnel"]) not in NOT_YES
    return f"layer={tags['layer']}" if numbers["layer"] < 0 and beneath else ""


def _unsure(row: BuildingRow) -> bool:
    known = row.numbers["levels"] > 0 or row.rises
    return row.numbers["layer"] < 0 and not known


def _spans(row: BuildingRow) -> bool:
    return any(plain(value) in BRIDGES for _, value in row.kinds)
