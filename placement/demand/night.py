"""Night incidents: how likely each incident happened in each hour of the day.

An offence noticed in the morning happened some time since the evening: its weight is shared over
the hours between (aoristic analysis: Ratcliffe, "Aoristic signatures and the spatio-temporal
analysis of high volume crime patterns", Journal of Quantitative Criminology 18 (2002) 23-43).
"""

import geopandas as gpd
import numpy as np
import pandas as pd

from placement.units import Booleans, Floats

HOURS = 24
HOUR_S = 3600.0
DAY_S = HOURS * HOUR_S
FEWEST_KNOWN = 30
"""So many incidents of known hours tell how those of unknown ones are split; fewer do not. [-]"""


def hour_shares(incidents: gpd.GeoDataFrame) -> Floats:
    """Return how likely each incident happened in each hour of the day, (N, 24).

    Parameters
    ----------
    incidents : (N,) table
        `when`, `until` and `precision` as in `schema.INCIDENTS`.

    Returns
    -------
    shares : (N, 24) array
        Rows sum to 1. A time is its hour; an interval is shared over its hours by their length; of
        a date, a month or nothing every hour is as likely (an assumption).
    """
    shares = np.full((len(incidents), HOURS), 1 / HOURS)
    precision = incidents["precision"].to_numpy()
    exact, interval = precision == "time", precision == "interval"
    hour = incidents["when"].dt.hour.to_numpy()[exact].astype(np.int64)
    shares[exact] = np.eye(HOURS)[hour]
    if interval.any():
        begin_s, end_s = (seconds(incidents.loc[interval, name]) for name in ("when", "until"))
        by_hour_s = elapsed_by_hour(end_s) - elapsed_by_hour(begin_s)
        shares[interval] = by_hour_s / (end_s - begin_s)[:, np.newaxis]
    return shares


def night_shares(incidents: gpd.GeoDataFrame, *, night_hours: tuple[int, int]) -> Floats:
    """Return how likely each incident happened at night, (N,).

    Night is from the first to the last hour, each 0 to 24: `(22, 6)` is from 22:00 to 6:00. Those
    of unknown hours are split as those of known hours are on average (an assumption); where these
    are under 30, by the length of the night.
    """
    first, last = night_hours
    length = (last - first) % HOURS or HOURS
    hours = (first + np.arange(length)) % HOURS
    shares = np.asarray(hour_shares(incidents)[:, hours].sum(axis=1), dtype=np.float64)
    has_hour = hours_known(incidents)
    if has_hour.sum() >= FEWEST_KNOWN:
        shares[~has_hour] = shares[has_hour].mean()
    return shares


def hours_known(incidents: gpd.GeoDataFrame) -> Booleans:
    """Return of which incidents the hours are known, as a time or an interval, (N,)."""
    return np.asarray(incidents["precision"].isin(["time", "interval"]), dtype=np.bool_)


def night_length(night_hours: tuple[int, int]) -> float:
    """Return the share of the day that is night. [-]"""
    return ((night_hours[1] - night_hours[0]) % HOURS or HOURS) / HOURS


def seconds(times: pd.Series) -> Floats:
    """Return times as seconds since 1970. [s]"""
    return times.to_numpy(dtype="datetime64[s]").astype(np.int64).astype(np.float64)


def elapsed_by_hour(moment_s: Floats, *, hours: int = HOURS) -> Floats:
    """Return how long each hour of a cycle has lasted since time 0, (N, hours). [s]

    A cycle is a day of 24 hours, or a week of 168; the first one begins at time 0.
    """
    cycle_s = hours * HOUR_S
    cycles, of_cycle_s = np.divmod(moment_s, cycle_s)
    since_hour_s = of_cycle_s[:, np.newaxis] - HOUR_S * np.arange(hours)
    return np.asarray(cycles[:, np.newaxis] * HOUR_S + np.clip(since_hour_s, 0.0, HOUR_S))
