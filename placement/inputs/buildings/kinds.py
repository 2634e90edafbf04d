"""Kinds of buildings by their tags: with walls, under ground, on posts, gone or not built.

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
"""Attribute → headings it usually has."""
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
    """Attributes of one building, by the names of `FIELDS`."""

    tags: Mapping[str, str]
    numbers: Mapping[str, float]
    """NaN where there is none."""

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Tags that may name its kind, and their values."""
        building_tags = [("building", self.tags["building"]), ("building:part", self.tags["part"])]
        return [*building_tags, *(("type", kind) for kind in self.tags["kind"].split(";"))]

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
    """Kinds of N buildings; arrays are (N,)."""

    fate: np.ndarray = field()
    """A `Fate` each."""
    part: Booleans = field()
    """Whether it is a part of a building, not its outline."""
    bridge: Booleans = field()
    """Whether it spans what is below it."""
    unsure: Booleans = field()
    """Whether it may lie under ground: below layer 0, without another sign of it."""
    why: tuple[str, ...] = ()
    """Tag values for which buildings have no walls, with counts, the most frequent first."""


def building_kinds(frame: pd.DataFrame) -> Kinds:
    """Return the kinds of buildings by the columns of a frame."""
    fields = {name: texts_of(frame, usual) for name, usual in FIELDS.items()}
    underground_values = [plain(value) for value in fields["underground"]]
    if not set(underground_values) <= NOT_YES | YES:  # numbers of floors, or words
        underground_values = [
            "yes" if v.startswith(BELOW_STEMS) else "" for v in underground_values
        ]
    fields["underground"] = underground_values
    tags_of_absence = _tags_of_absence(frame)
    has_building_tags = any(fields["building"])  # an empty column does not count
    numbers = {name: floors(fields[name]).value for name in NUMBERS}
    numbers["height"] = lengths(fields["height"]).value
    rows = [
        BuildingRow(dict(zip(fields, tags, strict=True)), dict(zip(numbers, values, strict=True)))
        for tags, values in zip(
            zip(*fields.values(), strict=True), zip(*numbers.values(), strict=True), strict=True
        )
    ]
    fates = [
        _fate_of(row, tag_of_absence=why, has_building_tags=has_building_tags)
        for row, why in zip(rows, tags_of_absence, strict=True)
    ]
    why = Counter(tag for fate, tag in fates if fate)
    return Kinds(
        np.array([fate for fate, _ in fates], dtype=object),
        np.array([row.is_part for row in rows], dtype=np.bool_),
        np.array([_is_bridge_row(row) for row in rows], dtype=np.bool_),
        np.array(
            [
                not fate and _may_be_below_ground(row)
                for row, (fate, _) in zip(rows, fates, strict=True)
            ],
            dtype=np.bool_,
        ),
        tuple(f"{tag} ({n})" for tag, n in why.most_common()),
    )


def texts_of(frame: pd.DataFrame, usual: Sequence[str]) -> list[str]:
    """Return the texts under some usual headings: the first one's, but all of those of kinds."""
    result = [""] * len(frame)
    for column in columns_named(_columns_of_file(frame), usual):
        for row, text in enumerate(texts(frame, column)):
            joined = usual is FIELDS["kind"] and result[row] and text
            result[row] = f"{result[row]};{text}" if joined else result[row] or text
    return result


def _columns_of_file(frame: pd.DataFrame) -> list[str]:
    return [str(column) for column in frame.columns if column not in NOT_OF_THE_FILE]


def _tags_of_absence(frame: pd.DataFrame) -> list[str]:
    """Return the tag by which each building does not exist, empty where there is none."""
    result = [""] * len(frame)
    for key in GONE_KEYS:
        for column in columns_named(_columns_of_file(frame), (key, f"{key}:building")):
            for row, text in enumerate(texts(frame, column)):
                if plain(text) not in NOT_YES and not result[row]:
                    result[row] = f"{column}={text}"
    return result


def _fate_of(row: BuildingRow, *, tag_of_absence: str, has_building_tags: bool) -> tuple[Fate, str]:
    """Return why one building has no walls, and the tag for it; both empty if it has."""
    building = row.tags["building"]
    is_no_building = plain(building) in NOT_BUILDINGS or (has_building_tags and not building)
    reasons: tuple[tuple[Fate, str], ...] = (
        ("not_standing", _tag_with_word(row, GONE, GONE_STEMS) or tag_of_absence),
        (
            "not_a_building",
            f"building={building or '–'}" if is_no_building and not row.is_part else "",
        ),
        ("underground", _tag_below_ground(row)),
        ("no_walls", _tag_without_walls(row)),
    )
    return next(((fate, tag) for fate, tag in reasons if tag), ("", ""))


def _tag_with_word(row: BuildingRow, words: frozenset[str], stems: tuple[str, ...]) -> str:
    """Return the tag whose value is one of some words or begins like one, empty if none is."""
    for tag, value in (*row.kinds, ("state", row.tags["state"])):
        if plain(value) in words or plain(value).startswith(stems):
            return f"{tag}={value}"
    return ""


def _tag_without_walls(row: BuildingRow) -> str:
    """Return the tag by which a building has no walls, empty if it has."""
    wall = row.tags["wall"]
    return (
        f"wall={wall}" if plain(wall) in NOT_YES - {""} else _tag_with_word(row, OPEN, OPEN_STEMS)
    )


def _tag_below_ground(row: BuildingRow) -> str:
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


def _may_be_below_ground(row: BuildingRow) -> bool:
    rises = row.numbers["levels"] > 0 or row.rises
    return row.numbers["layer"] < 0 and not rises


def _is_bridge_row(row: BuildingRow) -> bool:
    return any(plain(value) in BRIDGES for _, value in row.kinds)
