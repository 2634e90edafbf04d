"""Headers: which of a file's columns is which of ours, said by the plan file or by its name."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from placement.errors import Problem, SchemaError
from placement.inputs.attributes import texts
from placement.texts import plain

__all__ = ["COORDINATES", "chosen", "plain", "recognised", "text_column"]

COORDINATES = ("lon", "lat", "x", "y", "wkt")
"""Names under `columns` for coordinates; `axes` looks after them."""


def recognised(header: Iterable[str], names: Sequence[str]) -> str | None:
    """Return the column that bears the first of the names borne by any, or None."""
    by_name = {plain(column): column for column in reversed(list(header))}
    return next((by_name[name] for name in names if name in by_name), None)


def chosen(
    header: Sequence[str],
    *,
    given: Mapping[str, str] | None,
    known: Mapping[str, Sequence[str]],
    file: str,
) -> dict[str, str]:
    """Return our column name → the file's, for those the file has.

    Parameters
    ----------
    header
        Columns of the file.
    given
        Our name → the file's, as the plan file says; goes before any recognition.
    known
        Our name → names it is known by, plain (see `plain`), the best first.

    Raises
    ------
    SchemaError
        If a column that the plan file names is not there, or is to be none of ours.
    """
    given = given or {}
    ours_all = (*known, *COORDINATES)
    found = ", ".join(column for column in header if column != "source_row")
    problems = [
        Problem("column_missing", file, column=theirs, values={"column": theirs, "found": found})
        for theirs in given.values()
        if theirs not in header
    ]
    problems += [
        Problem("column_not_ours", file, column=ours, values={"known": ", ".join(ours_all)})
        for ours in given
        if ours not in ours_all
    ]
    if problems:
        raise SchemaError(problems)
    taken = set(given.values())
    columns = {ours: theirs for ours, theirs in given.items() if ours in known}
    for ours, names in known.items():
        if ours not in columns:
            theirs = recognised([column for column in header if column not in taken], names)
            if theirs is not None:
                columns[ours] = theirs
                taken.add(theirs)
    return columns


def text_column(rows: pd.DataFrame, column: str | None) -> pd.Series:
    """Return a column as strings, empty where there is no value or no such column."""
    return pd.Series(texts(rows, column), index=rows.index, dtype="str", name=column or "")
