"""How long what a date names lasts, and how long a record of dates is."""

import geopandas as gpd
import pandas as pd

DAYS_PER_YEAR = 365.25
SHORTEST_RECORD_YEARS = 1 / 12


def ends(when: pd.Series, precision: pd.Series) -> pd.Series:
    """Return when weeks, months and years are over of which no more is known; others as they are.

    Parameters
    ----------
    when, precision : (N,) series
        As in `schema.INCIDENTS`.
    """
    found = when.astype("datetime64[s]")
    for name, length in (
        ("week", pd.DateOffset(weeks=1)),
        ("month", pd.DateOffset(months=1)),
        ("year", pd.DateOffset(years=1)),
    ):
        mask = (precision == name) & when.notna()
        if mask.any():
            found = found.mask(mask, (when[mask] + length).astype("datetime64[s]"))
    return found


def recorded_years(incidents: gpd.GeoDataFrame) -> float | None:
    """Return the time from the first to the last event, snapped to a street or not. [year]

    The last of months or years counts to its end. None if no event has a date.
    """
    first = incidents["when"].min()
    if pd.isna(first):
        return None
    exact = pd.Series("time", index=incidents.index)
    last = ends(incidents["when"], incidents.get("precision", exact)).max()
    days = float((last - first) / pd.Timedelta(days=1))
    return max(days / DAYS_PER_YEAR, SHORTEST_RECORD_YEARS)
