"""Which columns of a table hold the two coordinates, or the one that holds both of them."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
from attrs import frozen

from placement.errors import Problem, SchemaError
from placement.inputs.coordinates.degrees import angle, pair
from placement.inputs.tables.columns import plain
from placement.inputs.tables.header import header_of
from placement.inputs.tables.numerals import NOTHING, numbers
from placement.inputs.tables.row_notes import about_rows

WORDS = (
    ("lon", "lat"),
    ("lng", "lat"),
    ("long", "lat"),
    ("longitude", "latitude"),
    ("delka", "sirka"),
    ("x", "y"),
    ("xcoord", "ycoord"),
    ("coordx", "coordy"),
    ("pointx", "pointy"),
    ("easting", "northing"),
    ("east", "north"),
    ("d", "e"),
    ("e", "n"),
)
"""Words of a header for eastward and northward; `d`, `e` are those of the accident statistics."""
LIKELY = {
    "lon": ("lon", "longitude", "delka", "zemepisna delka", "gps delka"),
    "lat": ("lat", "latitude", "sirka", "zemepisna sirka", "gps sirka"),
    "wkt": ("wkt", "gps", "souradnice", "coordinates", "poloha gps"),
}
"""Names by which a column that may hold coordinates is offered where none were read."""
DEGREE_WORDS = frozenset({"lon", "lng", "long", "longitude", "delka"})
GIVEN_PAIRS = (("lon", "lat"), ("x", "y"))
NUMBER = r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
POINT = rf"\s*(?:SRID=\d+;)?\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*{NUMBER}\s+{NUMBER}(?:\s+\S+)*\s*\)\s*"
SAMPLE = 200
"""Filled cells of a column that are looked at to tell whether it has coordinates."""


@frozen(eq=False)
class Axes:
    """The two coordinates of every row, as the file gives them."""

    first: pd.Series
    """The eastward one by its name, NaN where empty. [° or m]"""
    second: pd.Series
    columns: str
    """Names of the columns, for messages."""
    problems: tuple[Problem, ...]


def read_axes(table: pd.DataFrame, *, given: Mapping[str, str] | None, file: str) -> Axes:
    """Return the coordinates of a table of strings.

    Parameters
    ----------
    table
        As `delimited_text.read_table` gives it.
    given
        From the plan file: `lon` and `lat`, `x` and `y`, or `wkt` → a column of the file.

    Raises
    ------
    SchemaError
        If no columns with coordinates are found, or those given are not there.
    """
    header = [column for column in table.columns if column != "source_row"]
    book = header_of(table)
    stated = _given_pair(given or {}, header, file)
    named = stated or next(_pairs(header), None)
    empty = named is not None and table[[*named]].isin(["", "-", "0"]).all(axis=None)
    wkt = (given or {}).get("wkt")
    free = wkt is None and (named is None or (empty and stated is None))
    wkt = wkt or (_column_of(_is_point, table, header) if free else None)
    if wkt is not None and not (given and _column_of(_is_pair, table, [wkt])):
        book.take(wkt, "wkt")
        return _from_wkt(table, wkt, file)
    both = wkt or (_column_of(_is_pair, table, header) if free else None)
    if both is not None:
        book.take(both, "lat")
        book.take(both, "lon")
        return _from_pair(table, both, file)
    if named is None:
        for ours, names in LIKELY.items():
            book.seek(ours, names)
        values = {"found": ", ".join(header)}
        raise SchemaError(Problem("coordinates_not_found", file, values=values))
    for ours, column in zip(_axes_of(given or {}, named), named, strict=True):
        book.take(column, ours)
    first, problems_first = _numbers(table, named[0], "lon", file)
    second, problems_second = _numbers(table, named[1], "lat", file)
    return Axes(first, second, f"{named[0]}, {named[1]}", (*problems_first, *problems_second))


def _axes_of(given: Mapping[str, str], pair: tuple[str, str]) -> tuple[str, str]:
    """Return what the plan file calls two columns, or degrees by their words, else x and y."""
    for names in GIVEN_PAIRS:
        if given.keys() & set(names):
            return names
    in_degrees = DEGREE_WORDS & set(plain(pair[0]).split())
    return GIVEN_PAIRS[0] if in_degrees else GIVEN_PAIRS[1]


def _given_pair(
    given: Mapping[str, str], header: Sequence[str], file: str
) -> tuple[str, str] | None:
    wanted = [pair for pair in GIVEN_PAIRS if given.keys() & set(pair)]
    if "wkt" not in given and not wanted:
        return None
    names: Sequence[str] = ("wkt",) if "wkt" in given else wanted[0]
    missing = [given.get(name, name) for name in names if given.get(name) not in header]
    if missing:
        found = ", ".join(header)
        raise SchemaError(
            Problem("column_missing", file, column=name, values={"column": name, "found": found})
            for name in missing
        )
    return None if "wkt" in given else (given[names[0]], given[names[1]])


def _pairs(header: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of columns whose names differ in nothing but the word for the axis."""
    by_words = sorted(((plain(column).split(), column) for column in header), key=_length)
    for eastward, northward in WORDS:
        second = {_frame(words, northward): column for words, column in reversed(by_words)}
        for words, column in by_words:
            frame = _frame(words, eastward)
            if frame is not None and frame in second:
                yield column, second[frame]


def _length(entry: tuple[list[str], str]) -> int:
    return len(entry[0])


def _frame(words: Sequence[str], axis: str) -> tuple[str, ...] | None:
    if axis not in words:
        return None
    return tuple("*" if word == axis else word for word in words)


def _column_of(
    like: Callable[[str], bool], table: pd.DataFrame, header: Sequence[str]
) -> str | None:
    """Return the first column whose first filled cell, or half of them, looks like coordinates."""
    for column in header:
        filled = table.loc[table[column] != "", column]
        sample = filled.iloc[:SAMPLE]
        if len(sample) and (like(sample.iloc[0]) or sum(map(like, sample)) * 2 >= len(sample)):
            return column
    return None


def _is_point(text: str) -> bool:
    return re.fullmatch(POINT, text.upper()) is not None


def _is_pair(text: str) -> bool:
    return pair(text) is not None


def _from_wkt(table: pd.DataFrame, column: str, file: str) -> Axes:
    text = table[column].str.upper()
    parts = text.str.extract(f"^{POINT}$").astype("float64")
    wrong = parts[0].isna() & (text != "") & ~text.str.contains("EMPTY", regex=False)
    problems: tuple[Problem, ...] = ()
    if wrong.any():
        problems = (about_rows("wkt_not_a_point", table, wrong, file=file, column=column),)
    return Axes(parts[0], parts[1], column, problems)


def _from_pair(table: pd.DataFrame, column: str, file: str) -> Axes:
    found = [pair(text) for text in table[column]]
    wrong = pd.Series([each is None for each in found], index=table.index)
    wrong &= ~table[column].str.upper().isin(NOTHING)
    problems: tuple[Problem, ...] = ()
    if wrong.any():
        problems = (about_rows("pair_unreadable", table, wrong, file=file, column=column),)
    lat, lon = (
        pd.Series([each[at] if each else math.nan for each in found], table.index, dtype="float64")
        for at in (0, 1)
    )
    return Axes(lon, lat, column, problems)


def _numbers(
    table: pd.DataFrame, column: str, ours: str, file: str
) -> tuple[pd.Series, tuple[Problem, ...]]:
    """Return a column of numbers, or of degrees, minutes and seconds."""
    angles = [angle(text) for text in table[column]]
    marked = pd.Series([each is not None and each.degrees for each in angles], index=table.index)
    values, problems = numbers(
        table[column].mask(marked, ""), rows=table["source_row"], file=file, column=column
    )
    letters = {each.letter for each in angles if each is not None and each.letter}
    backward = {"W", "Z"} if ours in ("lon", "x") else {"J"} if letters & {"J"} else {"S"}
    written_deg = [
        math.nan if each is None else -each.value_deg if each.letter in backward else each.value_deg
        for each in angles
    ]
    return values.mask(marked, pd.Series(written_deg, table.index, dtype="float64")), problems
