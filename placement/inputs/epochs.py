"""Times that are written as a count: days of a spreadsheet, seconds of a computer, Julian days."""

from typing import Literal

import numpy as np
import pandas as pd

from placement.inputs.moments import PARTS

Count = Literal["excel", "julian", "unix_s", "unix_ms", "unix_us", "unix_ns"]
DAY_S = 86_400.0
COUNTS: dict[Count, tuple[str, float, float]] = {
    "excel": (r"\d{5}(?:[.,]\d+)?", DAY_S, -25_569 * DAY_S),
    "julian": (r"\d{7}(?:[.,]\d+)?", DAY_S, -2_440_587.5 * DAY_S),
    "unix_s": (r"\d{9,10}(?:[.,]\d+)?", 1.0, 0.0),
    "unix_ms": (r"\d{12,13}(?:[.,]\d+)?", 1e-3, 0.0),
    "unix_us": (r"\d{15,16}", 1e-6, 0.0),
    "unix_ns": (r"\d{18,19}", 1e-9, 0.0),
}
"""Count → how it is written, its unit [s], and its first moment from that of Unix. [s]"""


def counted(text: pd.Series) -> pd.DataFrame:
    """Return the parts of times written as counts, and as which `count` each was read.

    Spreadsheets count local time; the others count from a moment of UTC, `offset` 0. A whole day of
    a spreadsheet whose other cells are whole too is a date.
    """
    found = pd.DataFrame(np.nan, index=text.index, columns=[*PARTS, "offset"])
    found["count"] = ""
    for count, (pattern, unit_s, first_s) in COUNTS.items():
        mask = text.str.fullmatch(pattern, na=False).astype(bool)
        if not mask.any():
            continue
        number = text[mask].str.replace(",", ".", regex=False).astype("float64")
        moment = _moments(number * unit_s + first_s)
        columns = {name: getattr(moment.dt, name).astype("float64") for name in PARTS}
        hit = pd.DataFrame(columns)
        if count == "excel" and bool((number % 1 == 0).all()):
            hit[["hour", "minute", "second"]] = np.nan
        found.loc[mask, list(PARTS)] = hit
        found.loc[mask, "offset"] = np.nan if count == "excel" else 0.0
        found.loc[mask, "count"] = count
    return found


def _moments(seconds: pd.Series) -> pd.Series:
    """Return moments to the second, none beyond the calendar of a computer."""
    possible = seconds.where(seconds.abs() < 9e9)
    return pd.Series(pd.to_datetime(possible.round(), unit="s"), index=seconds.index)
