"""The recorded incidents of a town's last two whole years: by district, kind, hour and month.

What a security analysis has to state, as plain values. Each incident counts once. Intervals hold 95
of 100 times if incidents are independent of each other: of a count by Garwood, of a change by
Clopper and Pearson given both counts.
"""

from collections.abc import Mapping
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from placement.demand.night import hour_shares, hours_known
from placement.demand.yearly import PER, by_district_and_year, count_interval, whole_years

MOST_KINDS = 10
"""Kinds that have a row of their own; the rest are one. [-]"""
MONTHS = 12
OTHER = ""
"""District of an incident outside all, and kind of one of the rarer kinds."""


def security_analysis(
    incidents: gpd.GeoDataFrame,
    districts: gpd.GeoDataFrame | None,
    *,
    inhabitants: Mapping[str, float],
    in_town: float | None = None,
) -> dict[str, Any]:
    """Return what was recorded in the last two whole calendar years, and how it changed.

    Parameters
    ----------
    incidents
        As in `schema.INCIDENTS`, inside the planned area.
    districts
        Polygons with a `name`; None where there are none.
    inhabitants
        District → inhabitants; without those of which nobody knows.
    in_town
        Inhabitants of the whole town; those of its districts if not given and all are known.

    Returns
    -------
    analysis
        `recorded`, `undated`: incidents of all years. `years`: the two years, empty where the
        record does not hold two whole ones one after the other; then only `counted` follows
        (`districts` and `kinds` with their `count`, most first), `with_hours` and `hours`.
        `total`, `districts`, `kinds`: counts `before` and `after` with their intervals,
        `change_pct` with its interval, each count `per_10_000` where inhabitants are known.
        `hours`: expected number in each hour of the day, of incidents whose hours are known
        (`with_hours`); `months`: of both years.
    """
    when = incidents["when"]
    analysis: dict[str, Any] = {
        "recorded": len(incidents),
        "undated": int(when.isna().sum()),
        "years": [],
    }
    pair = _last_pair(when)
    if pair is None:
        return {**analysis, **_counted(incidents, districts)}
    chosen = incidents[when.dt.year.isin(pair)].reset_index(drop=True)
    district = district_of(chosen, districts)
    kind = _large_kinds(chosen)
    shares = hour_shares(chosen)[hours_known(chosen)]
    by_month = [
        [int(((chosen["when"].dt.year == year) & (chosen["when"].dt.month == month)).sum())
         for month in range(1, MONTHS + 1)]
        for year in pair
    ]  # fmt: skip
    all_names = [] if districts is None else [str(each) for each in districts["name"]]
    people_of = {each: inhabitants.get(each) for each in all_names}
    of_districts = _groups(district, chosen["when"], pair, people_of)
    with_name = [each for each in of_districts if each["name"]]
    is_whole = bool(with_name) and all(each["inhabitants"] for each in with_name)
    in_districts = sum(float(each["inhabitants"]) for each in with_name) if is_whole else None
    people = in_districts if in_town is None else in_town
    whole = pd.Series(OTHER, index=chosen.index, dtype=object)
    total = _groups(whole, chosen["when"], pair, {OTHER: people})
    return {
        **analysis,
        "years": list(pair),
        "total": total[0],
        "districts": of_districts if districts is not None else [],
        "kinds": _groups(kind, chosen["when"], pair, {}),
        "with_hours": int(hours_known(chosen).sum()),
        "hours": [float(each) for each in shares.sum(axis=0)],
        "months": by_month,
    }


def _large_kinds(incidents: gpd.GeoDataFrame) -> pd.Series:
    """Return the kind of each incident; the rarer ones are one."""
    kinds = incidents["kind"].astype(str)
    largest = kinds.value_counts(sort=True).index[:MOST_KINDS]
    kind: pd.Series = kinds.where(kinds.isin(largest), OTHER)
    return kind


def _counted(incidents: gpd.GeoDataFrame, districts: gpd.GeoDataFrame | None) -> dict[str, Any]:
    """Return how many incidents of a record there are by district, kind and hour."""
    timed = incidents[hours_known(incidents) & incidents["when"].notna().to_numpy()]
    groups = {"districts": district_of(incidents, districts), "kinds": _large_kinds(incidents)}
    if districts is None:
        del groups["districts"]
    return {
        "counted": {
            key: [
                {"name": str(name), **_count("count", int(count), None)}
                for name, count in sorted(
                    names.value_counts().items(), key=lambda each: (not each[0], -each[1], each[0])
                )
            ]
            for key, names in groups.items()
        },
        "with_hours": len(timed),
        "hours": [float(each) for each in hour_shares(timed).sum(axis=0)],
    }


def district_of(incidents: gpd.GeoDataFrame, districts: gpd.GeoDataFrame | None) -> pd.Series:
    """Return the district each incident lies in, the first of several; `OTHER` outside all."""
    name = pd.Series(OTHER, index=incidents.index, dtype=object)
    if districts is None or districts.empty or incidents.empty:
        return name
    event, polygon = districts.sindex.query(incidents.geometry.to_numpy(), predicate="intersects")
    first = pd.Series(polygon, index=event).groupby(level=0).min()
    name.iloc[first.index.to_numpy()] = districts["name"].to_numpy()[first.to_numpy()]
    return name


def _last_pair(when: pd.Series) -> tuple[int, int] | None:
    """Return the last two whole calendar years, one after the other."""
    whole = [year for year, complete in whole_years(when).items() if complete]
    pairs = [(year - 1, year) for year in whole if year - 1 in whole]
    return pairs[-1] if pairs else None


def _groups(
    name: pd.Series, when: pd.Series, pair: tuple[int, int], people_of: Mapping[str, float | None]
) -> list[dict[str, Any]]:
    """Return a row for each name, those with most incidents in both years first, others last."""
    of_names = {each: people_of.get(each) for each in sorted({*people_of, *name})}
    table = by_district_and_year(name, when, years=2.0, inhabitants=of_names)
    table = table[~table["whole_town"] & table["year"].notna()]
    rows = []
    for each, people in of_names.items():
        years = table[table["district"] == each].set_index("year")
        before, after = (int(years.at[year, "incidents"]) for year in pair)
        rows.append(
            {
                "name": each,
                "inhabitants": people,
                **_count("before", before, people),
                **_count("after", after, people),
                **{column: _number(years.at[pair[1], column]) for column in CHANGE},
            }
        )
    return sorted(rows, key=lambda row: (not row["name"], -row["before"] - row["after"]))


CHANGE = ("change_pct", "change_low_pct", "change_high_pct")


def _count(when: str, count: int, people: float | None) -> dict[str, float | None]:
    """Return a count with its interval, and both per 10 000 inhabitants."""
    low, high = count_interval(count)
    values = {when: count, f"{when}_low": low, f"{when}_high": high}
    scale = PER / people if people else None
    index = {
        f"{name}_per_10_000": None if scale is None else scale * value
        for name, value in values.items()
    }
    return {**values, **index}


def _number(value: Any) -> float | None:  # noqa: ANN401 -- a cell of pandas
    return None if value is None or np.isnan(value) else float(value)


def trend(change: Mapping[str, Any]) -> Literal["rise", "fall", "chance"]:
    """Return whether a change between years, with its interval, is more than chance would do."""
    low, high = change["change_low_pct"], change["change_high_pct"]
    return "rise" if low > 0 else "fall" if high < 0 else "chance"
