"""Problems and notes of several rows: their number, the first of them, and their cells."""

from collections.abc import Iterable

import pandas as pd

from placement.errors import FIRST_ROWS, Problem


def first_few(values: Iterable[object]) -> str:
    """Return the first few different values, and a mark if there are more."""
    different = list(dict.fromkeys(str(value) for value in values))
    more = ", …" if len(different) > FIRST_ROWS else ""
    return ", ".join(different[:FIRST_ROWS]) + more


def row_problem(
    kind: str,
    rows: Iterable[object],
    *,
    file: str,
    column: str = "",
    cells: Iterable[object] = (),
    **values: object,
) -> Problem:
    """Return the problem of some rows.

    Parameters
    ----------
    kind
        Key below `problem.` in the catalogues; its texts may use `n`, `rows` and `cells`.
    rows
        Rows of the file it is about, counted from 1.
    cells
        Contents of these rows, for the message.
    """
    row_numbers = list(rows)
    first = int(str(row_numbers[0])) if row_numbers else None
    counts = {"n": len(row_numbers), "rows": first_few(row_numbers), "found": first_few(cells)}
    return Problem(kind, file, first, column, counts | values)


def masked_rows_problem(
    kind: str,
    table: pd.DataFrame,
    mask: pd.Series,
    *,
    file: str,
    column: str = "",
    **values: object,
) -> Problem:
    """Return the problem of the rows for which `mask` is true, with what `column` holds there."""
    cells = table.loc[mask, column] if column in table.columns else ()
    rows = table.loc[mask, "source_row"]
    return row_problem(kind, rows, file=file, column=column, cells=cells, **values)
