"""How a camera is mounted, as lists say it: heights that may be altitudes, tilts of either sign."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from placement.errors import Problem
from placement.inputs.tables.headings import FOOT_M, heading
from placement.inputs.tables.numerals import numbers
from placement.inputs.tables.row_notes import about
from placement.texts import plain

HIGHEST_M = 40.0
"""Nobody is recognised from above this; what is more is an altitude, or not in metres. [m]"""
NO_VALUE_M = -99.0
"""Numbers this low, -9999 and the like, stand for no value. [m]"""
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
_DEGREE = re.compile(r"\s*(?:°|\b(?:st|stupn[uůeě]|deg|degrees?)\b\.?)\s*$", re.IGNORECASE)


def heights_m(
    written: pd.Series, *, rows: pd.Series, file: str, column: str
) -> tuple[pd.Series, list[Problem], list[Problem]]:
    """Return heights above the ground, what is no number, and notes on what was not used. [m]

    Parameters
    ----------
    written : (N,) series of str
        Numbers, perhaps with a unit.
    rows : (N,) series
        Rows of the file, for messages.
    file, column
        The column's heading says how sure it is that heights of mounting are meant: elsewhere what
        is higher than `HIGHEST_M` is left out, for it will be an altitude or in another unit.
    """
    in_metres = written.map(_metres)
    values, problems = numbers(in_metres, rows=rows, file=file, column=column or None)
    notes = []
    none = (values == 0) | (values <= NO_VALUE_M)
    if none.any():
        found = written[none]
        notes.append(about("mount_height_none", rows[none], file=file, column=column, found=found))
        values = values.mask(none)
    high = values > HIGHEST_M
    if high.any():
        sure = bool({plain(column), " ".join(heading(column).words)} & OF_MOUNTING)
        kind = "mount_height_high" if sure else "mount_height_not_used"
        found = written[high]
        note = about(kind, rows[high], file=file, column=column, found=found, most=HIGHEST_M)
        notes.append(note)
        values = values if sure else values.mask(high)
    return values, list(problems), notes


def _metres(text: str) -> str:
    """Return a length with a unit as a number of metres; other texts as they are."""
    match = _WITH_UNIT.fullmatch(text)
    factor = None if match is None else UNITS_M.get(match[2].casefold())
    if match is None or factor is None:
        return text
    return f"{float(match[1].replace(',', '.')) * factor:.6g}"


def tilts_deg(
    written: pd.Series, *, rows: pd.Series, file: str, column: str
) -> tuple[pd.Series, list[Problem], list[Problem]]:
    """Return tilts below the horizon, what is no number, and notes on how they were taken. [°]

    One convention for a column: where most tilts are negative, downwards is negative there; where
    all are 90 or more, they count from straight up. What then looks at the sky is told.
    """
    bare = written.map(lambda text: _DEGREE.sub("", text))
    values, problems = numbers(bare, rows=rows, file=file, column=column or None)
    notes: list[Problem] = []

    def note(kind: str, of: pd.Series) -> None:
        found = written[of]
        notes.append(about(kind, rows[of], file=file, column=column, found=found))

    known = values.notna()
    if known.any() and (values[known] >= 90.0).all() and (values[known] > 90.0).any():
        values = values - 90.0
        note("tilt_from_zenith", known)
    elif (values < 0).sum() > (values > 0).sum():
        note("tilt_negative_down", values < 0)
        values = -values + 0.0
    upwards = np.isfinite(values) & (values < 0)
    if upwards.any():
        note("tilt_upwards", upwards)
    return values, list(problems), notes
