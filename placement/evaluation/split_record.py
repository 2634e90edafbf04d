"""Splitting the record of incidents at a date, and the inputs as they were known before a day."""

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from attrs import evolve, field, fields, frozen

from placement.demand.periods import ends
from placement.errors import InputError, Problem
from placement.pipeline.case_inputs import Inputs

LEAST = 10
"""Fewer incidents than this on one side of the date say nothing. [-]"""
TIME, END, PRECISION = "when", "until", "precision"
NAME = "incidents"


@frozen(eq=False)
class Record:
    """Incidents before a date and from it on."""

    until: date
    earlier: gpd.GeoDataFrame = field()
    later: gpd.GeoDataFrame = field()
    undated: int
    """Incidents without a date, or that may lie on either side of it: on none. [-]"""


def split_at(inputs: Inputs, *, until: date) -> Record:
    """Return the incidents before a date and from it on.

    Raises
    ------
    InputError
        If there are no incidents, none has a date, the date lies outside the record, or one side
        has fewer than ten.
    """
    incidents = dated_incidents(inputs)
    earlier = incidents[_over_before(incidents, until)]
    later = incidents[incidents[TIME] >= pd.Timestamp(until)]
    undated = len(_weighted_incidents(inputs)) - len(earlier) - len(later)
    if earlier.empty or later.empty:
        first, last = incidents[TIME].min().date(), incidents[TIME].max().date()
        values = {"until": str(until), "first": str(first), "last": str(last)}
        raise InputError(Problem("study_date_outside", _file(inputs), values=values))
    refuse_few(len(earlier), len(later), inputs)
    return Record(
        until, earlier.reset_index(drop=True), later.reset_index(drop=True), undated=undated
    )


def dated_incidents(inputs: Inputs) -> gpd.GeoDataFrame:
    """Return the incidents that count (their weight is above 0) and have a date.

    Raises
    ------
    InputError
        If there are none.
    """
    weighted = _weighted_incidents(inputs)
    with_date = weighted[weighted[TIME].notna()]
    if with_date.empty:
        values = {"n": len(weighted)}
        raise InputError(Problem("study_no_dates", _file(inputs), values=values))
    return with_date


def _weighted_incidents(inputs: Inputs) -> gpd.GeoDataFrame:
    table = inputs.incidents
    if table is not None and TIME in table.columns:  # areas of fear have no time
        weighted = table[table["weight"] > 0]
        if not weighted.empty:
            return weighted
    raise InputError(Problem("study_no_incidents", column="inputs.incidents"))


def refuse_few(earlier: int, later: int, inputs: Inputs) -> None:
    """Raise if one side of the date has too few incidents to say anything.

    Raises
    ------
    InputError
        If one side has fewer than ten.
    """
    if min(earlier, later) < LEAST:
        values = {"earlier": earlier, "later": later, "least": LEAST}
        raise InputError(Problem("study_too_few", _file(inputs), values=values))


def inputs_before(inputs: Inputs, day: date) -> Inputs:
    """Return the inputs as they were before a day, without any later record in any table.

    Records without a date, or of a time that does not end before the day, go too.
    """
    return evolve(
        inputs,
        **{each.name: _rows_before(getattr(inputs, each.name), day) for each in fields(Inputs)},
    )


def _rows_before(value: Any, day: date) -> Any:  # noqa: ANN401 -- whatever inputs hold
    if isinstance(value, tuple):
        return tuple(_rows_before(each, day) for each in value)
    if isinstance(value, gpd.GeoDataFrame) and TIME in value.columns:
        return value[_over_before(value, day)].reset_index(drop=True)
    return value


def _over_before(table: gpd.GeoDataFrame, day: date) -> pd.Series:
    """Return which events were surely over before a day: intervals ended, months too."""
    end = table[TIME]
    if END in table.columns:
        end = table[END].fillna(end)
    if PRECISION in table.columns:
        vague = table[PRECISION].isin(["week", "month", "year"])
        last = ends(end, table[PRECISION]) - pd.Timedelta(days=1)
        end = end.mask(vague, last)
    over: pd.Series = (end < pd.Timestamp(day)) & table[TIME].notna()
    return over


def _file(inputs: Inputs) -> str:
    return next((account.file for account in inputs.accounts if account.name == NAME), "")
