"""Unreadable cells of coordinates, in rows that have an address to be placed by instead."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from placement.errors import Problem
from placement.inputs.coordinates.degrees import angle, looks_like_coordinates, pair
from placement.inputs.tables.header import header_of
from placement.inputs.tables.numerals import NOTHING, numbers
from placement.inputs.tables.row_notes import masked_rows_problem


def _is_number(text: str) -> bool:
    value, _ = numbers(pd.Series([text]), rows=pd.Series([1]), file="")
    return bool(np.isfinite(value.iloc[0])) or angle(text) is not None


IS_READABLE: Mapping[str, Callable[[str], bool]] = {
    "pair_unreadable": lambda text: pair(text) is not None,
    "value_not_number": _is_number,
    "excel_ruined": _is_number,
}
"""Problems of single cells → whether a cell is free of them."""


def without_unreadable_cells(
    table: pd.DataFrame, problems: Iterable[Problem], *, texts: Sequence[str], file: str
) -> tuple[pd.DataFrame, tuple[Problem, ...]] | None:
    """Return a table whose unreadable cells of coordinates are emptied, and notes on them.

    Parameters
    ----------
    table
        As `delimited_text.read_table` gives it.
    problems
        What is wrong with its coordinates.
    texts
        Address of every row; a cell beside none is left as it is.
    file
        Name of the file, for messages.

    Returns
    -------
    table, notes
        None if not every problem is of single cells, or no cell can be emptied.
    """
    notes = []
    for problem in problems:
        if problem.kind not in IS_READABLE or problem.column not in table.columns:
            return None
        cells = table[problem.column]
        is_readable = IS_READABLE[problem.kind]
        wrong = ~cells.str.upper().isin(NOTHING)
        wrong &= np.array([not is_readable(text) for text in cells])
        wrong &= np.array([bool(text) for text in texts])
        if not wrong.any():
            return None
        notes.append(
            masked_rows_problem("address_instead", table, wrong, file=file, column=problem.column)
        )
        table = table.assign(**{problem.column: cells.mask(wrong, "")})
    return table, tuple(notes)


def notes_on_unread_coordinates(table: pd.DataFrame, *, file: str) -> list[Problem]:
    """Return a note on each unused column whose cells look like coordinates.

    Parameters
    ----------
    table
        Rows that are placed by an address, for want of coordinates that can be read.
    file
        Name of the file, for messages.
    """
    notes = []
    for column in header_of(table).unused:
        if column not in table.columns:
            continue
        resembling = table[column].map(looks_like_coordinates).astype(bool)
        if resembling.any():
            notes.append(
                masked_rows_problem(
                    "coordinates_overlooked", table, resembling, file=file, column=column
                )
            )
    return notes
