"""Parser of numbers: decimal point or comma, groups of thousands, words for no value."""

import re

import numpy as np
import pandas as pd

from placement.errors import Problem
from placement.inputs.tables.row_notes import row_problem

NOTHING = frozenset({"", "XX", "NULL", "NAN", "NA", "N/A", "<NA>", "NONE", "-", "–"})
BLANKS = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f](?=\d{3}(?!\d))")
BLANK_INSIDE = re.compile(r"\d\s+\d")
PLAIN = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?")
GROUPED_POINT = re.compile(r"[-+]?\d{1,3}(\.\d{3})+,\d+")
GROUPED_COMMA = re.compile(r"[-+]?\d{1,3}(,\d{3})+\.\d+")
UNIT_BEHIND = re.compile(
    r"(?<=\d)\s*(?:°|\b(?:st|stupn[uůeě]|deg|degrees?|px|pixel[uůs]?|bod[uůy]?)\b\.?)\s*$",
    re.IGNORECASE,
)
RUINED = re.compile(r"[-+]?\d+([.,]\d+){2,}")


def without_unit(text: str) -> str:
    """Return a number's text without the degrees or pixels that people write behind it.

    >>> without_unit("12,5°"), without_unit("63 px"), without_unit("asi pět")
    ('12,5', '63', 'asi pět')
    """
    return UNIT_BEHIND.sub("", text)


def numbers(
    values: pd.Series, *, rows: pd.Series, file: str, column: str | None = None
) -> tuple[pd.Series, tuple[Problem, ...]]:
    """Return a column of strings as numbers, and problems of cells that are none.

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
        Cells that are no numbers; one with two decimal marks was ruined by a spreadsheet
        (`excel_ruined`) and is never guessed.
    """
    column = str(values.name) if column is None else column
    directly = pd.to_numeric(values, errors="coerce").astype(np.float64)
    if (np.isfinite(directly) | (values == "")).all():
        return directly, ()
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
    with_points = _with_point(text, point_grouped, comma_grouped)
    is_number = filled & (plain | point_grouped | comma_grouped)
    parsed = pd.to_numeric(with_points.where(is_number), errors="coerce").astype(np.float64)
    is_number &= np.isfinite(parsed)
    problems = []
    for kind, wrong in (
        ("excel_ruined", ruined),
        ("value_not_number", filled & ~is_number & ~ruined),
        ("decimal_mixed", _rarer_decimal_mark(with_comma & is_number, with_point & is_number)),
    ):
        if wrong.any():
            cells = values[wrong]
            problems.append(row_problem(kind, rows[wrong], file=file, column=column, cells=cells))
    return parsed.where(is_number), tuple(problems)


def _with_point(text: pd.Series, point_grouped: pd.Series, comma_grouped: pd.Series) -> pd.Series:
    text = text.mask(point_grouped, text.str.replace(",", "", regex=False))
    text = text.mask(comma_grouped, text.str.replace(".", "", regex=False))
    return text.str.replace(",", ".", regex=False)


def _rarer_decimal_mark(with_comma: pd.Series, with_point: pd.Series) -> pd.Series:
    """Return the rows with the rarer decimal mark, if both occur."""
    if not (with_comma.any() and with_point.any()):
        return with_comma & False
    return with_comma if with_comma.sum() < with_point.sum() else with_point
