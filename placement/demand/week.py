"""Hours of the week: when incidents happen, for how many operators are needed at which hour."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np

from placement.demand.night import HOUR_S, HOURS, elapsed_by_hour, hours_known, seconds
from placement.units import Floats

DAYS = 7
WEEK_HOURS = DAYS * HOURS
WEEK_S = WEEK_HOURS * HOUR_S
MONDAY_S = 3 * HOURS * HOUR_S
"""1 January 1970 was a Thursday: the Monday before it began so long earlier. [s]"""
FEWEST = 100
"""Fewer incidents of known hours say nothing of a week. [-]"""
MANY = 10 * WEEK_HOURS
"""So many are ten an hour of the week on average; fewer tell days and hours apart. [-]"""


def week_shares(incidents: Sequence[gpd.GeoDataFrame]) -> Floats | None:
    """Return which share of events happens in each hour of the week, Monday 0:00 first, (168,).

    Parameters
    ----------
    incidents
        Tables with `when`, `until` and `precision` as in `schema.INCIDENTS`; each event counts
        once, and one that lasted is shared over its hours by their length.

    Returns
    -------
    shares
        They sum to 1; None if fewer than 100 events have known hours. Of fewer than 1680, the share
        of the day of the week times that of the hour of the day, as if these did not depend on each
        other: single hours of so few events are chance.
    """
    tables = [each[hours_known(each)] for each in incidents]
    count = sum(map(len, tables))
    if count < FEWEST:
        return None
    shares = sum((_by_hour(each) for each in tables), np.zeros(WEEK_HOURS)) / count
    if count < MANY:
        by_day = shares.reshape(DAYS, HOURS)
        shares = np.outer(by_day.sum(axis=1), by_day.sum(axis=0)).ravel()
    return np.asarray(shares / shares.sum())


def _by_hour(incidents: gpd.GeoDataFrame) -> Floats:
    """Return how many events of known hours happened in each hour of the week, (168,). [-]"""
    is_interval = (incidents["precision"] == "interval").to_numpy()
    begin_s = seconds(incidents["when"]) + MONDAY_S
    hour = (begin_s[~is_interval] % WEEK_S // HOUR_S).astype(np.int64)
    events = np.bincount(hour, minlength=WEEK_HOURS).astype(np.float64)
    if is_interval.any():
        begin_s = begin_s[is_interval]
        end_s = seconds(incidents.loc[is_interval, "until"]) + MONDAY_S
        lasted_s = elapsed_by_hour(end_s, hours=WEEK_HOURS) - elapsed_by_hour(
            begin_s, hours=WEEK_HOURS
        )
        events += (lasted_s / (end_s - begin_s)[:, np.newaxis]).sum(axis=0)
    return events
