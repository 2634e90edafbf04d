"""The header of a table among its rows: below titles, above the data, and where it repeats."""

from collections.abc import Sequence

from attrs import frozen

from placement.errors import Problem
from placement.inputs.tables.numerals import PLAIN
from placement.inputs.tables.row_notes import row_problem

Row = tuple[int, list[str]]
"""Number of a row in the file, and its cells."""
SEARCHED = 50
"""Rows among which the header is looked for. [-]"""
MOST_OF_A_TITLE = 3
"""Filled cells that a row of titles may have. [-]"""
NARROWEST = 5
"""Columns of a table below titles; a narrower one has its header in the first row. [-]"""
WIDER = 2.0
"""A table has at least so many times as many columns as a title has filled cells. [-]"""


@frozen
class TableRows:
    """The rows of a table: its header, those below it, and notes on rows that are neither."""

    header: Row
    below: list[Row]
    notes: tuple[Problem, ...]


def rows_below_header(rows: Sequence[Row], *, file: str) -> TableRows:
    """Return a table without the titles above its header and without repetitions of the header.

    A title is a row with few filled cells above a row with many, as people write the name and the
    date of a list above it, merged or not. A header repeats where pages or lists were put together.

    Parameters
    ----------
    rows
        Rows that are not empty, at least one.
    file
        For the notes, which tell what was left out.
    """
    first = _header_at(rows)
    names = [cell.casefold() for cell in rows[first][1]]
    below, again = list[Row](), list[int]()
    for row in rows[first + 1 :]:
        if [cell.casefold() for cell in row[1]] == names:
            again.append(row[0])
        else:
            below.append(row)
    notes = []
    if first:
        titles = [next(cell for cell in cells if cell) for _, cells in rows[:first]]
        lines = [line for line, _ in rows[:first]]
        notes.append(row_problem("title_rows", lines, file=file, cells=titles))
    if again:
        notes.append(row_problem("header_again", again, file=file))
    return TableRows(rows[first], below, tuple(notes))


def _header_at(rows: Sequence[Row]) -> int:
    """Return which row is the header: the first one, or the first wide one below titles."""
    filled = [sum(bool(cell) for cell in cells) for _, cells in rows[:SEARCHED]]
    widest = max(filled)
    if widest < NARROWEST:
        return 0
    for at, count in enumerate(filled):
        if count > MOST_OF_A_TITLE or count * WIDER > widest:
            numbers = sum(bool(PLAIN.fullmatch(cell)) for cell in rows[at][1])
            return at if numbers * 2 <= count else 0
    return 0
