"""Periods: the end of a week, month or year given as a date, and the span of a record."""

import geopandas as gpd
import pandas as pd

DAYS_PER_YEAR = 365.25
SHORTEST_RECORD_YEARS = 1 / 12


def ends(when: pd.Series, precision: pd.Series) -> pd.Series:
    """Return the ends of dates that are known to the week, month or year; others unchanged.

    Parameters
    ----------
    when, precision : (N,) series
        As in `schema.INCIDENTS`.
    """
    end = when.astype("datetime64[s]")
    for name, length in (
        ("week", pd.DateOffset(weeks=1)),
        ("month", pd.DateOffset(months=1)),
        ("year", pd.DateOffset(years=1)),
    ):
        mask = (precision == name) & when.notna()
        if mask.any():
            end = end.mask(mask, (when[mask] + length).astype("datetime64[s]"))
    return end


def recorded_years(incidents: gpd.GeoDataFrame) -> float | None:
    """Return the time from the first to the last event, or None if no event has a date. [year]

    A last event known to the week, month or year counts to the end of it.
    """
    first = incidents["when"].min()
    if pd.isna(first):
        return None
    exact = pd.Series("time", index=incidents.index)
    last = ends(incidents["when"], incidents.get("precision", exact)).max()
    days = float((last - first) / pd.Timedelta(days=1))
    return max(days / DAYS_PER_YEAR, SHORTEST_RECORD_YEARS)
