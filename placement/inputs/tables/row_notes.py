"""Which rows a problem is about: how many, the first of them, and what stands there."""

from collections.abc import Iterable

import pandas as pd

from placement.errors import Problem
from placement.schema import FIRST_ROWS


def listed(values: Iterable[object]) -> str:
    """Return the first few different values, and a mark if there are more."""
    different = list(dict.fromkeys(str(value) for value in values))
    more = ", …" if len(different) > FIRST_ROWS else ""
    return ", ".join(different[:FIRST_ROWS]) + more


def about(
    kind: str,
    rows: Iterable[object],
    *,
    file: str,
    column: str = "",
    found: Iterable[object] = (),
    **values: object,
) -> Problem:
    """Return the problem of some rows.

    Parameters
    ----------
    kind
        Key below `problem.` in the catalogues; its texts may use `n`, `rows` and `found`.
    rows
        Rows of the file it is about, counted from 1.
    found
        What stands in them.
    """
    known = list(rows)
    first = int(str(known[0])) if known else None
    told = {"n": len(known), "rows": listed(known), "found": listed(found), **values}
    return Problem(kind, file, first, column, told)


def about_rows(
    kind: str,
    table: pd.DataFrame,
    wrong: pd.Series,
    *,
    file: str,
    column: str = "",
    **values: object,
) -> Problem:
    """Return the problem of the rows for which `wrong` is true, with what `column` holds there."""
    found = table.loc[wrong, column] if column in table.columns else ()
    rows = table.loc[wrong, "source_row"]
    return about(kind, rows, file=file, column=column, found=found, **values)
