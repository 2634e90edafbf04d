"""Coordinate columns of a table: two columns of numbers, or one of WKT or of pairs."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
from attrs import evolve, frozen

from placement.errors import Problem, SchemaError
from placement.inputs.coordinates.degrees import angle, pair
from placement.inputs.tables.columns import headings_of
from placement.inputs.tables.header import header_of
from placement.inputs.tables.headings import heading
from placement.inputs.tables.numerals import NOTHING, numbers
from placement.inputs.tables.row_notes import masked_rows_problem
from placement.texts import plain

AXIS_WORDS = (
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
USUAL_HEADINGS = {
    "lon": ("lon", "longitude", "delka", "zemepisna delka", "gps delka"),
    "lat": ("lat", "latitude", "sirka", "zemepisna sirka", "gps sirka"),
    "wkt": ("wkt", "gps", "souradnice", "coordinates", "poloha gps"),
}
"""Names by which a column that may hold coordinates is offered where none were read."""
DIRECTIONS = frozenset({"vychodni", "severni", "easting", "northing", "eastern", "northern"})
"""Words that only say again what an `x` or `y` beside them says."""
DEGREE_WORDS = frozenset({"lon", "lng", "long", "longitude", "delka"})
OWN_PAIRS = (("lon_deg", "lat_deg"), ("x_m", "y_m"))
AXIS_PAIRS = (("lon", "lat"), ("x", "y"))
NUMBER = r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
POINT = rf"\s*(?:SRID=\d+;)?\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*{NUMBER}\s+{NUMBER}(?:\s+\S+)*\s*\)\s*"
SAMPLE = 200
"""Number of filled cells of a column that are tested for coordinates. [-]"""


@frozen(eq=False)
class Axes:
    """The two coordinates of every row, as the file gives them."""

    first: pd.Series
    """The eastward one by its name, NaN where empty. [° or m]"""
    second: pd.Series
    columns: str
    """Names of the columns, for messages."""
    problems: tuple[Problem, ...]

    @property
    def is_empty(self) -> pd.Series:
        """Which rows have no coordinates."""
        return self.first.isna() | self.second.isna()

    def filled_by(self, other: "Axes", table: pd.DataFrame) -> "Axes":
        """Return the same with another pair of columns where a row has none and that is whole."""
        use = self.is_empty & ~other.is_empty
        if not use.any() or other.problems:
            return self
        for column, ours in zip(other.columns.split(", "), ("x_m", "y_m"), strict=False):
            header_of(table).take(column, ours)
        return evolve(
            self,
            first=self.first.mask(use, other.first),
            second=self.second.mask(use, other.second),
        )


def read_axes(table: pd.DataFrame, *, columns: Mapping[str, str] | None, file: str) -> Axes:
    """Return the coordinates of a table of strings.

    Parameters
    ----------
    table
        As `delimited_text.read_table` gives it.
    columns
        From the plan file: `lon` and `lat`, `x` and `y`, or `wkt` → a column of the file.

    Raises
    ------
    SchemaError
        If no columns with coordinates are found, or those given are not there.
    """
    headings = [column for column in table.columns if column != "source_row"]
    header = header_of(table)
    pair_in_plan = _pair_in_plan(columns or {}, headings, file)
    column_pair = pair_in_plan or next(_pairs_of_headings(headings), None)
    empty = column_pair is not None and table[[*column_pair]].isin(["", "-", "0"]).all(axis=None)
    point_column = (columns or {}).get("wkt")
    may_search = point_column is None and (column_pair is None or (empty and pair_in_plan is None))
    point_column = point_column or (_column_of(_is_point, table, headings) if may_search else None)
    if point_column is not None and not (columns and _column_of(_is_pair, table, [point_column])):
        header.take(point_column, "wkt")
        return _from_wkt(table, point_column, file)
    pair_column = point_column or (_column_of(_is_pair, table, headings) if may_search else None)
    if pair_column is not None:
        header.take(pair_column, "lat")
        header.take(pair_column, "lon")
        return _from_pair(table, pair_column, file)
    if column_pair is None:
        for ours, names in USUAL_HEADINGS.items():
            header.seek(ours, names)
        values = {"found": ", ".join(headings)}
        raise SchemaError(Problem("coordinates_not_found", file, values=values))
    for ours, column in zip(_axis_names(columns or {}, column_pair), column_pair, strict=True):
        header.take(column, ours)
    axes = _of_pair(table, column_pair, file)
    if pair_in_plan is not None or not axes.is_empty.any():
        return axes
    for other in _pairs_of_headings(headings):
        if other != column_pair:
            axes = axes.filled_by(_of_pair(table, other, file), table)
    return axes


def _of_pair(table: pd.DataFrame, pair: tuple[str, str], file: str) -> Axes:
    first, problems_first = _numbers(table, pair[0], "lon", file)
    second, problems_second = _numbers(table, pair[1], "lat", file)
    return Axes(first, second, f"{pair[0]}, {pair[1]}", (*problems_first, *problems_second))


def _axis_names(columns: Mapping[str, str], pair: tuple[str, str]) -> tuple[str, str]:
    """Return `lon`, `lat` or `x`, `y`: by the plan file, else by the words of the headings."""
    for names in AXIS_PAIRS:
        if columns.keys() & set(names):
            return names
    in_degrees = DEGREE_WORDS & set(plain(pair[0]).split())
    return AXIS_PAIRS[0] if in_degrees else AXIS_PAIRS[1]


def _pair_in_plan(
    columns: Mapping[str, str], headings: Sequence[str], file: str
) -> tuple[str, str] | None:
    named_pairs = [pair for pair in AXIS_PAIRS if columns.keys() & set(pair)]
    if "wkt" not in columns and not named_pairs:
        return None
    names: Sequence[str] = ("wkt",) if "wkt" in columns else named_pairs[0]
    missing = [columns.get(name, name) for name in names if columns.get(name) not in headings]
    if missing:
        headings_text = ", ".join(headings)
        raise SchemaError(
            Problem(
                "column_missing", file, column=name, values={"column": name, "found": headings_text}
            )
            for name in missing
        )
    return None if "wkt" in columns else (columns[names[0]], columns[names[1]])


def _pairs_of_headings(header: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of columns whose names differ in nothing but the word for the axis.

    Those of our own lists come last, of which one may have been renamed to its other language.
    """
    by_words = sorted(((_axis_words(column), column) for column in header), key=_word_count)
    for eastward, northward in AXIS_WORDS:
        second = {_words_around(words, northward): column for words, column in reversed(by_words)}
        for words, column in by_words:
            frame = _words_around(words, eastward)
            if frame is not None and frame in second:
                yield column, second[frame]
    own = [tuple(_own_column(header, name) for name in pair) for pair in OWN_PAIRS]
    yield from ((one, other) for one, other in own if one is not None and other is not None)


def _own_column(header: Sequence[str], name: str) -> str | None:
    """Return the column that is called as one of our lists, in any language."""
    words = {heading(title).words for title in headings_of(f"lists.column.{name}")}
    return next((column for column in header if heading(column).words in words), None)


def _axis_words(column: str) -> list[str]:
    """Return the words of a heading; beside `x` or `y` without the direction these mean."""
    words = plain(column).split()
    if not {"x", "y"} & set(words):
        return words
    return [word for word in words if word not in DIRECTIONS]


def _word_count(entry: tuple[list[str], str]) -> int:
    return len(entry[0])


def _words_around(words: Sequence[str], axis: str) -> tuple[str, ...] | None:
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
        problems = (masked_rows_problem("wkt_not_a_point", table, wrong, file=file, column=column),)
    return Axes(parts[0], parts[1], column, problems)


def _from_pair(table: pd.DataFrame, column: str, file: str) -> Axes:
    pairs = [pair(text) for text in table[column]]
    is_unreadable = pd.Series([each is None for each in pairs], index=table.index)
    is_unreadable &= ~table[column].str.upper().isin(NOTHING)
    problems: tuple[Problem, ...] = ()
    if is_unreadable.any():
        problems = (
            masked_rows_problem("pair_unreadable", table, is_unreadable, file=file, column=column),
        )
    lat, lon = (
        pd.Series([each[at] if each else math.nan for each in pairs], table.index, dtype="float64")
        for at in (0, 1)
    )
    return Axes(lon, lat, column, problems)


def _numbers(
    table: pd.DataFrame, column: str, ours: str, file: str
) -> tuple[pd.Series, tuple[Problem, ...]]:
    """Return a column of numbers, or of degrees, minutes and seconds."""
    angles = [angle(text) for text in table[column]]
    has_degrees = pd.Series(
        [each is not None and each.degrees for each in angles], index=table.index
    )
    values, problems = numbers(
        table[column].mask(has_degrees, ""), rows=table["source_row"], file=file, column=column
    )
    letters = {each.letter for each in angles if each is not None and each.letter}
    backward = {"W", "Z"} if ours in ("lon", "x") else {"J"} if letters & {"J"} else {"S"}
    signed_deg = [
        math.nan if each is None else -each.value_deg if each.letter in backward else each.value_deg
        for each in angles
    ]
    return values.mask(has_degrees, pd.Series(signed_deg, table.index, dtype="float64")), problems
