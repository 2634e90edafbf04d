"""Numbers as people write them: decimal point or comma, groups of thousands, words for nothing."""

import re

import numpy as np
import pandas as pd

from placement.errors import Problem
from placement.inputs.tables.row_notes import about

NOTHING = frozenset({"", "XX", "NULL", "NAN", "NA", "N/A", "<NA>", "NONE", "-", "–"})
BLANKS = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f](?=\d{3}(?!\d))")
BLANK_INSIDE = re.compile(r"\d\s+\d")
PLAIN = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?")
GROUPED_POINT = re.compile(r"[-+]?\d{1,3}(\.\d{3})+,\d+")
GROUPED_COMMA = re.compile(r"[-+]?\d{1,3}(,\d{3})+\.\d+")
RUINED = re.compile(r"[-+]?\d+([.,]\d+){2,}")


def numbers(
    values: pd.Series, *, rows: pd.Series, file: str, column: str | None = None
) -> tuple[pd.Series, tuple[Problem, ...]]:
    """Return a column of strings as numbers, with whatever cannot be one.

    Parameters
    ----------
    values : (N,) series of str
        A decimal point or comma, one of them throughout; thousands may be set off by a blank, a
        no-break space, or the other mark. Empty, `XX`, `NULL` and the like mean no value.
    rows : (N,) series
        Rows of the file, for the messages.
    file, column
        Names for the messages; the column is the name of `values` unless given.

    Returns
    -------
    numbers : (N,) series of float
        NaN where there is no value or no number.
    problems
        What is no number; one with two decimal marks was ruined by a spreadsheet (`excel_ruined`)
        and is never guessed at.
    """
    column = str(values.name) if column is None else column
    usual = pd.to_numeric(values, errors="coerce").astype(np.float64)
    if (np.isfinite(usual) | (values == "")).all():
        return usual, ()
    text = (
        values.fillna("")
        .str.strip()
        .str.replace("\N{MINUS SIGN}", "-")
        .str.replace(BLANKS, "", regex=True)
    )
    text = text.mask(text.str.upper().isin(NOTHING), "")
    filled = text != ""
    point_grouped = text.str.fullmatch(GROUPED_COMMA)
    comma_grouped = text.str.fullmatch(GROUPED_POINT)
    with_comma = comma_grouped | (text.str.contains(",", regex=False) & ~point_grouped)
    with_point = point_grouped | (text.str.contains(".", regex=False) & ~comma_grouped)
    ruined = text.str.fullmatch(RUINED) & ~point_grouped & ~comma_grouped
    plain = text.str.fullmatch(PLAIN)
    written = _with_point(text, point_grouped, comma_grouped)
    good = filled & (plain | point_grouped | comma_grouped)
    parsed = pd.to_numeric(written.where(good), errors="coerce").astype(np.float64)
    good &= np.isfinite(parsed)
    problems = []
    for kind, wrong in (
        ("excel_ruined", ruined),
        ("value_not_number", filled & ~good & ~ruined),
        ("decimal_mixed", _mixed(with_comma & good, with_point & good)),
    ):
        if wrong.any():
            found = values[wrong]
            problems.append(about(kind, rows[wrong], file=file, column=column, found=found))
    return parsed.where(good), tuple(problems)


def _with_point(text: pd.Series, point_grouped: pd.Series, comma_grouped: pd.Series) -> pd.Series:
    text = text.mask(point_grouped, text.str.replace(",", "", regex=False))
    text = text.mask(comma_grouped, text.str.replace(".", "", regex=False))
    return text.str.replace(",", ".", regex=False)


def _mixed(with_comma: pd.Series, with_point: pd.Series) -> pd.Series:
    """Return the rows with the rarer decimal mark, if both occur."""
    if not (with_comma.any() and with_point.any()):
        return with_comma & False
    return with_comma if with_comma.sum() < with_point.sum() else with_point
