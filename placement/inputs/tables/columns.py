"""Headers: which of a file's columns is which of ours, said by the plan file or by its name."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from placement.errors import Problem, SchemaError
from placement.inputs.tables.attributes import taken as taken_of
from placement.inputs.tables.attributes import texts
from placement.inputs.tables.header import NOT_OF_THE_FILE, header_of
from placement.inputs.tables.headings import fitting
from placement.texts import LANGUAGES, catalogue, plain

__all__ = [
    "COORDINATES",
    "chosen",
    "columns_of",
    "headings_of",
    "plain",
    "recognised",
    "text_column",
]

COORDINATES = ("lon", "lat", "x", "y", "wkt")
"""Names under `columns` for coordinates; `axes` looks after them."""

LISTED = {"mount_height_m": "height_m", "width_deg": "hfov_deg"}
"""Our column → its name in the lists that this tool writes, where it is another."""


def recognised(header: Iterable[str], names: Sequence[str]) -> str | None:
    """Return the column that bears the first of the names borne by any, or None."""
    return next(iter(fitting(header, names)), None)


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


def columns_of(
    frame: pd.DataFrame,
    *,
    given: Mapping[str, str] | None,
    known: Mapping[str, Sequence[str]],
    file: str,
    apart: Sequence[str] = (),
) -> dict[str, str]:
    """Return what `chosen` does for the columns of a frame, and note in its header what is taken.

    Columns `apart` are not the file's own. Names of the lists that this tool writes are known in
    every language. One of ours without any name is taken only where the plan file says so.
    """
    known = {ours: (*names, *_in_lists(ours)) if names else () for ours, names in known.items()}
    header = [str(name) for name in frame.columns if name not in (*NOT_OF_THE_FILE, *apart)]
    ours_all = chosen(header, given=given, known=known, file=file)
    book, words = header_of(frame), given or {}
    others = set(ours_all.values())
    for ours, names in known.items():
        book.seek(ours, (ours, *names))
        if ours in ours_all:
            best = ours_all[ours]
            more = [] if ours in words else fitting(header, names)
            taken_of(frame, ours, [best, *(name for name in more if name not in others)])
    return ours_all


def headings_of(key: str) -> tuple[str, ...]:
    """Return what a key of the catalogues says in every language that has it, plain."""
    said = (catalogue(language).get(key) for language in LANGUAGES)
    return tuple(plain(each) for each in said if each is not None)


def _in_lists(ours: str) -> tuple[str, ...]:
    """Return what our own lists call a column, in every language and as programs read it."""
    name = LISTED.get(ours, ours)
    return (*headings_of(f"lists.column.{name}"), name)


def text_column(rows: pd.DataFrame, column: str | None) -> pd.Series:
    """Return a column as strings, empty where there is no value or no such column."""
    return pd.Series(texts(rows, column), index=rows.index, dtype="str", name=column or "")
