"""Matching of a file's columns to ours, by the plan file or by their headings."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from placement.errors import Problem, SchemaError
from placement.inputs.tables.attributes import take_column, texts
from placement.inputs.tables.header import NOT_OF_THE_FILE, header_of
from placement.inputs.tables.headings import columns_named
from placement.texts import LANGUAGES, catalogue, plain

__all__ = [
    "COORDINATES",
    "column_by_name",
    "columns_of",
    "headings_of",
    "match_columns",
    "text_column",
]

COORDINATES = ("lon", "lat", "x", "y", "wkt")
"""Names under `columns` for coordinates, which `coordinates.axes` reads."""

NAME_IN_LISTS = {"mount_height_m": "height_m"}
"""Our column → its name in the lists that this tool writes, where it is another."""


def column_by_name(header: Iterable[str], names: Sequence[str]) -> str | None:
    """Return the column whose heading is the first of some names that any heading is, or None."""
    return next(iter(columns_named(header, names)), None)


def match_columns(
    header: Sequence[str],
    *,
    by_plan: Mapping[str, str] | None,
    usual: Mapping[str, Sequence[str]],
    file: str,
) -> dict[str, str]:
    """Return our column name → the file's, for those the file has.

    Parameters
    ----------
    header
        Columns of the file.
    by_plan
        Our name → the file's, by the plan file; goes before any recognition.
    usual
        Our name → usual headings, plain (see `plain`), the best first.

    Raises
    ------
    SchemaError
        If a column that the plan file names is not there, or is to be none of ours.
    """
    by_plan = by_plan or {}
    ours_all = (*usual, *COORDINATES)
    headings = ", ".join(column for column in header if column != "source_row")
    problems = [
        Problem("column_missing", file, column=theirs, values={"column": theirs, "found": headings})
        for theirs in by_plan.values()
        if theirs not in header
    ]
    problems += [
        Problem("column_not_ours", file, column=ours, values={"known": ", ".join(ours_all)})
        for ours in by_plan
        if ours not in ours_all
    ]
    if problems:
        raise SchemaError(problems)
    used = set(by_plan.values())
    columns = {ours: theirs for ours, theirs in by_plan.items() if ours in usual}
    for ours, names in usual.items():
        if ours not in columns:
            theirs = column_by_name([column for column in header if column not in used], names)
            if theirs is not None:
                columns[ours] = theirs
                used.add(theirs)
    return columns


def columns_of(
    frame: pd.DataFrame,
    *,
    by_plan: Mapping[str, str] | None,
    usual: Mapping[str, Sequence[str]],
    file: str,
    not_of_file: Sequence[str] = (),
) -> dict[str, str]:
    """Return our column → the frame's, as `match_columns` does, and note the uses in its header.

    Columns `not_of_file` are not the file's own. Headings of the lists that this tool writes
    match in every language. One of ours without usual headings is matched by the plan file only.
    """
    usual = {
        ours: (*names, *_headings_in_lists(ours)) if names else () for ours, names in usual.items()
    }
    headings = [str(name) for name in frame.columns if name not in (*NOT_OF_THE_FILE, *not_of_file)]
    ours_all = match_columns(headings, by_plan=by_plan, usual=usual, file=file)
    header, plan_columns = header_of(frame), by_plan or {}
    others = set(ours_all.values())
    for ours, names in usual.items():
        header.seek(ours, (ours, *names))
        if ours in ours_all:
            best = ours_all[ours]
            more = [] if ours in plan_columns else columns_named(headings, names)
            take_column(frame, ours, [best, *(name for name in more if name not in others)])
    return ours_all


def headings_of(key: str) -> tuple[str, ...]:
    """Return the texts of a key of the catalogues in every language that has it, plain."""
    texts = (catalogue(language).get(key) for language in LANGUAGES)
    return tuple(plain(each) for each in texts if each is not None)


def _headings_in_lists(ours: str) -> tuple[str, ...]:
    """Return the headings of a column in our own lists, in every language and for programs."""
    name = NAME_IN_LISTS.get(ours, ours)
    return (*headings_of(f"lists.column.{name}"), name)


def text_column(rows: pd.DataFrame, column: str | None) -> pd.Series:
    """Return a column as strings, empty where there is no value or no such column."""
    return pd.Series(texts(rows, column), index=rows.index, dtype="str", name=column or "")
