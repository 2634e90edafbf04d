"""Headings: the words of a column's name, and the unit written beside them."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from attrs import frozen

from placement.texts import LANGUAGES, catalogue, plain

HEADER_KEY = "header"
"""Key of the header that a frame carries in its `attrs`."""
FOOT_M = 0.3048
GON_DEG = 0.9
RADIAN_DEG = 57.29577951308232
LENGTHS_M = {
    "m": 1.0, "metr": 1.0, "metry": 1.0, "metru": 1.0, "metrech": 1.0, "meter": 1.0, "meters": 1.0,
    "metre": 1.0, "metres": 1.0, "mm": 0.001, "cm": 0.01, "centimetry": 0.01, "centimetrech": 0.01,
    "dm": 0.1, "km": 1000.0, "ft": FOOT_M, "feet": FOOT_M, "foot": FOOT_M, "stop": FOOT_M,
    "stopy": FOOT_M, "in": FOOT_M / 12, "inch": FOOT_M / 12,
}  # fmt: skip
ANGLES_DEG = {
    "deg": 1.0, "degree": 1.0, "degrees": 1.0, "st": 1.0, "stupne": 1.0, "stupen": 1.0,
    "stupnu": 1.0, "stupnich": 1.0, "gon": GON_DEG, "grad": GON_DEG, "rad": RADIAN_DEG,
    "radiany": RADIAN_DEG, "radians": RADIAN_DEG,
}  # fmt: skip
SHORT_NAME_BYTES = 10
"""A Shapefile cuts the names of its columns to so many; fewer, if that would halve a letter. [-]"""
UNITS = {"m": LENGTHS_M, "deg": ANGLES_DEG}
"""Last word of our column → unit of a heading → factor to the unit of ours."""
RESERVED = ("source_row", "geometry", "placed_by_address")
"""Names of columns that only readers write: a file must not set the row number of a feature."""
ASIDE = "{name} (file)"
"""Name of the file's own column of a reserved name, from then on."""
_BRACKET = re.compile(r"[\[({<]\s*([^\[\](){}<>]*?)\s*[\])}>]\s*$")


@frozen
class Heading:
    """A column's name taken apart."""

    words: tuple[str, ...]
    """In lower case and without diacritics, without the unit."""
    unit: str = ""
    """As written, plain; empty where there is none. A lone `°` is `deg`."""


@lru_cache(maxsize=4096)
def heading(name: str) -> Heading:
    """Return the words and the unit of a column's name.

    >>> heading("Výška [cm]")
    Heading(words=('vyska',), unit='cm')
    >>> heading("height_ft")
    Heading(words=('height',), unit='ft')
    """
    match = _BRACKET.search(name)
    if match and match.start() > 0:
        return Heading(tuple(plain(name[: match.start()]).split()), _unit(match[1]))
    words = tuple(plain(name).split())
    if "°" in name:
        return Heading(words, "deg")
    if len(words) > 1 and (words[-1] in LENGTHS_M or words[-1] in ANGLES_DEG):
        rest = words[:-2] if len(words) > 2 and words[-2] in ("v", "in") else words[:-1]
        return Heading(rest, words[-1])
    return Heading(words)


def columns_named(header: Iterable[str], names: Sequence[str]) -> list[str]:
    """Return the columns whose headings match one of some names, the best first.

    By name, then unit aside, then as a Shapefile cuts them: to ten bytes.
    """
    columns = [str(column) for column in header]
    bare = [(column, plain(column)) for column in columns]
    plain_names = [plain(name) for name in names]
    exact = [
        column for name in plain_names for column, plain_column in bare if plain_column == name
    ]
    loose = [column for name in names for column in columns if is_same_heading(column, name)]
    short = [column for name in plain_names for column in columns if _is_shortened(column, name)]
    return list(dict.fromkeys((*exact, *loose, *short)))


def is_same_heading(name: str, usual: str) -> bool:
    """Return whether a heading is a usual one, units aside, with no unit or one of ours."""
    mine, theirs = heading(name), heading(usual)
    return mine.words == theirs.words and (
        not mine.unit or mine.unit in LENGTHS_M or mine.unit in ANGLES_DEG
    )


def _is_shortened(column: str, full_name: str) -> bool:
    """Return whether a column's name is what a Shapefile leaves of a longer one."""
    plain_column = plain(column)
    full = len(column.encode()) in (SHORT_NAME_BYTES, SHORT_NAME_BYTES - 1)
    return full and len(plain_column) < len(full_name) and full_name.startswith(plain_column)


def is_own_heading(name: str) -> bool:
    """Return whether a column is called as one of our lists, which may follow from others."""
    return heading(name).words in _own_headings()


@cache
def _own_headings() -> frozenset[tuple[str, ...]]:
    own = "lists.column."
    return frozenset(
        heading(words).words
        for language in LANGUAGES
        for key, title in catalogue(language).items()
        if key.startswith(own)
        for words in (key.removeprefix(own), title)
    )


def factor(name: str, *, ours: str) -> float:
    """Return by what a column's numbers are multiplied to be in the unit of our column. [-]

    >>> factor("výška (cm)", ours="mount_height_m")
    0.01
    """
    return UNITS.get(ours.rpartition("_")[2], {}).get(heading(name).unit, 1.0)


def _unit(text: str) -> str:
    return "deg" if "°" in text else plain(text)


def set_aside(names: Iterable[str]) -> dict[str, str]:
    """Return the reserved names among those of a file's columns → the names they get instead."""
    return {name: ASIDE.format(name=name) for name in names if name.strip().casefold() in RESERVED}
