"""Mounting heights and tilts of cameras from lists: altitudes, units, tilts of either sign."""

import math
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from placement.errors import Problem
from placement.inputs.tables.headings import FOOT_M, heading
from placement.inputs.tables.numerals import numbers, without_unit
from placement.inputs.tables.row_notes import row_problem
from placement.texts import plain

HIGHEST_M = 40.0
"""Nobody is recognised from above this; what is more is an altitude, or not in metres. [m]"""
NO_VALUE_M = -99.0
"""Numbers this low, such as -9999, stand for no value. [m]"""
OF_MOUNTING = frozenset(
    {"mount height m", "mount height", "vyska instalace", "vyska umisteni", "montazni vyska",
     "vyska montaze", "vyska nad terenem", "vyska nad zemi", "mounting height", "vyska osazeni"}
)  # fmt: skip
"""Headings, plain, under which nothing but a height above the ground can stand."""
UNITS_M: Mapping[str, float] = {
    "mm": 0.001, "cm": 0.01, "dm": 0.1, "m": 1.0, "ft": FOOT_M, "feet": FOOT_M, "foot": FOOT_M,
    "'": FOOT_M, "′": FOOT_M, "metru": 1.0, "metry": 1.0, "metr": 1.0, "metres": 1.0,
    "meters": 1.0, "metre": 1.0, "meter": 1.0, "m n t": 1.0, "m n.t.": 1.0,
}  # fmt: skip
_WITH_UNIT = re.compile(
    r"\s*(?:cca|ca\.?|asi|~)?\s*([-+]?\d+(?:[.,]\d+)?)\s*([^\W\d_.]+|['′])\.?\s*", re.IGNORECASE
)


def heights_m(
    texts: pd.Series, *, rows: pd.Series, file: str, column: str
) -> tuple[pd.Series, list[Problem], list[Problem]]:
    """Return heights above the ground, what is no number, and notes on what was not used. [m]

    Parameters
    ----------
    texts : (N,) series of str
        Numbers, perhaps with a unit.
    rows : (N,) series
        Rows of the file, for messages.
    file, column
        Under a heading of `OF_MOUNTING` all heights are used; under others those above `HIGHEST_M`
        are left out, for they will be altitudes or in another unit.
    """
    with_unit = texts.map(_metres).astype("float64")
    bare = texts.mask(with_unit.notna(), "")  # a unit's own number needs no common decimal mark
    values, problems = numbers(bare, rows=rows, file=file, column=column or None)
    values = values.mask(with_unit.notna(), with_unit)
    notes = []
    is_nothing = (values == 0) | (values <= NO_VALUE_M)
    if is_nothing.any():
        cells = texts[is_nothing]
        notes.append(
            row_problem(
                "mount_height_none", rows[is_nothing], file=file, column=column, cells=cells
            )
        )
        values = values.mask(is_nothing)
    is_high = values > HIGHEST_M
    if is_high.any():
        heading_is_certain = bool({plain(column), " ".join(heading(column).words)} & OF_MOUNTING)
        kind = "mount_height_high" if heading_is_certain else "mount_height_not_used"
        cells = texts[is_high]
        note = row_problem(
            kind, rows[is_high], file=file, column=column, cells=cells, most=HIGHEST_M
        )
        notes.append(note)
        values = values if heading_is_certain else values.mask(is_high)
    return values, list(problems), notes


def widths_deg(
    texts: pd.Series, *, rows: pd.Series, file: str, column: str
) -> tuple[pd.Series, list[Problem], list[Problem]]:
    """Return how wide cameras look by their source, what is no number, and no notes. [°]"""
    degree_texts = texts.map(without_unit)
    values, problems = numbers(degree_texts, rows=rows, file=file, column=column or None)
    return values, list(problems), []


def _metres(text: str) -> float:
    """Return a length with a unit in metres; NaN for other texts. [m]"""
    match = _WITH_UNIT.fullmatch(text)
    factor = None if match is None else UNITS_M.get(match[2].casefold())
    if match is None or factor is None:
        return math.nan
    return float(f"{float(match[1].replace(',', '.')) * factor:.10g}")


def tilts_deg(
    texts: pd.Series, *, rows: pd.Series, file: str, column: str
) -> tuple[pd.Series, list[Problem], list[Problem]]:
    """Return tilts below the horizon, what is no number, and notes on how they were taken. [°]

    One convention for a column: where most tilts are negative, downwards is negative there; where
    all are 90 or more, they count from straight up. What then points upwards is noted.
    """
    degree_texts = texts.map(without_unit)
    values, problems = numbers(degree_texts, rows=rows, file=file, column=column or None)
    notes: list[Problem] = []

    def note(kind: str, which: pd.Series) -> None:
        cells = texts[which]
        notes.append(row_problem(kind, rows[which], file=file, column=column, cells=cells))

    is_number = values.notna()
    if is_number.any() and (values[is_number] >= 90.0).all() and (values[is_number] > 90.0).any():
        values = values - 90.0
        note("tilt_from_zenith", is_number)
    elif (values < 0).sum() > (values > 0).sum():
        note("tilt_negative_down", values < 0)
        values = -values + 0.0
    upwards = np.isfinite(values) & (values < 0)
    if upwards.any():
        note("tilt_upwards", upwards)
    return values, list(problems), notes
