"""Cells of coordinates that cannot be read, in rows that an address can place instead."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from placement.errors import Problem
from placement.inputs.coordinates.degrees import angle, pair, resembles
from placement.inputs.tables.header import header_of
from placement.inputs.tables.numerals import NOTHING, numbers
from placement.inputs.tables.row_notes import about_rows


def _is_number(text: str) -> bool:
    value, _ = numbers(pd.Series([text]), rows=pd.Series([1]), file="")
    return bool(np.isfinite(value.iloc[0])) or angle(text) is not None


READS: Mapping[str, Callable[[str], bool]] = {
    "pair_unreadable": lambda text: pair(text) is not None,
    "value_not_number": _is_number,
    "excel_ruined": _is_number,
}
"""Problems of single cells → whether a cell is free of them."""


def wiped(
    table: pd.DataFrame, problems: Iterable[Problem], *, texts: Sequence[str], file: str
) -> tuple[pd.DataFrame, tuple[Problem, ...]] | None:
    """Return a table with its unreadable cells empty, and a note on them.

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
        if problem.kind not in READS or problem.column not in table.columns:
            return None
        cells = table[problem.column]
        read = READS[problem.kind]
        wrong = ~cells.str.upper().isin(NOTHING) & np.array([not read(text) for text in cells])
        wrong &= np.array([bool(text) for text in texts])
        if not wrong.any():
            return None
        notes.append(about_rows("address_instead", table, wrong, file=file, column=problem.column))
        table = table.assign(**{problem.column: cells.mask(wrong, "")})
    return table, tuple(notes)


def overlooked(table: pd.DataFrame, *, file: str) -> list[Problem]:
    """Return a note on each column that no reader took and whose cells look like coordinates.

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
        alike = table[column].map(resembles).astype(bool)
        if alike.any():
            notes.append(
                about_rows("coordinates_overlooked", table, alike, file=file, column=column)
            )
    return notes
