"""Security analysis: counts as a few lines of pandas have them, intervals in closed form."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy import stats

from placement.demand.security import MOST_KINDS, security_analysis
from placement.demand.yearly import count_interval

CRS = "EPSG:5514"
DISTRICTS = gpd.GeoDataFrame(
    {"name": ["Západ", "Východ", "Prázdno"]},
    geometry=[shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(90, 0, 99, 9)],
    crs=CRS,
)


def record(
    count: int = 900, *, first: str = "2023-01-02", last: str = "2025-12-30"
) -> gpd.GeoDataFrame:
    """Return incidents of a seed, over three years, in two districts and beyond them."""
    rng = np.random.default_rng(4)
    span_s = int((pd.Timestamp(last) - pd.Timestamp(first)).total_seconds())
    at_s = np.sort(rng.integers(0, span_s + 1, count))
    at_s[[0, -1]] = 0, span_s
    when = pd.Series(pd.Timestamp(first) + pd.to_timedelta(at_s, unit="s")).astype("datetime64[s]")
    precision = np.where(rng.random(count) < 0.2, "date", "time")
    return gpd.GeoDataFrame(
        {
            "when": when,
            "until": pd.Series(pd.NaT, index=range(count), dtype="datetime64[s]"),
            "precision": precision,
            "kind": rng.choice([f"druh {k}" for k in range(MOST_KINDS + 3)], count),
        },
        geometry=shapely.points(rng.uniform(-3, 23, count), rng.uniform(1, 9, count)),
        crs=CRS,
    )


def test_counts_are_those_of_a_few_lines_of_pandas() -> None:
    """Of the last two years by district, kind, hour and month, recounted from the raw record."""
    incidents = record()
    found = security_analysis(incidents, DISTRICTS, inhabitants={})
    year, x = incidents["when"].dt.year, incidents.geometry.x

    assert found["years"] == [2024, 2025]
    west = (x > 0) & (x < 10)
    rows = {row["name"]: row for row in found["districts"]}
    assert rows["Západ"]["before"] == (west & (year == 2024)).sum()
    assert rows["Západ"]["after"] == (west & (year == 2025)).sum()
    assert rows[""]["after"] == (((x < 0) | (x > 20)) & (year == 2025)).sum()
    assert (rows["Prázdno"]["before"], rows["Prázdno"]["change_pct"]) == (0, None)
    both = incidents[year >= 2024]
    largest = both["kind"].value_counts()
    assert {row["name"] for row in found["kinds"]} == {*largest.index[:MOST_KINDS], ""}
    assert found["kinds"][-1]["name"] == ""
    assert sum(row["after"] for row in found["kinds"]) == (year == 2025).sum()
    timed = both[both["precision"] == "time"]["when"].dt.hour.value_counts()
    assert found["hours"] == pytest.approx([float(timed.get(hour, 0)) for hour in range(24)])
    assert found["with_hours"] == timed.sum()
    months = both["when"].dt.strftime("%Y-%m").value_counts()
    assert found["months"][1][10] == months["2025-11"]
    assert found["recorded"] == len(incidents)


def test_intervals_are_those_of_the_distributions() -> None:
    """Garwood's ends leave 2.5 % of Poisson beyond them; those of a change 2.5 % of a binomial."""
    low, high = count_interval(7)
    assert stats.poisson.sf(6, low) == pytest.approx(0.025)
    assert stats.poisson.cdf(7, high) == pytest.approx(0.025)
    assert count_interval(0) == (0.0, pytest.approx(-np.log(0.025)))

    total = security_analysis(record(), DISTRICTS, inhabitants={})["total"]
    before, after = total["before"], total["after"]
    assert total["change_pct"] == pytest.approx(100 * (after / before - 1))
    least, most = (1 + total[f"change_{end}_pct"] / 100 for end in ("low", "high"))
    both = before + after
    assert stats.binom.sf(after - 1, both, least / (1 + least)) == pytest.approx(0.025)
    assert stats.binom.cdf(after, both, most / (1 + most)) == pytest.approx(0.025)


def test_an_index_is_there_only_where_inhabitants_are() -> None:
    """Of a district, of a town whose districts all say it, and of a town that says it itself."""
    incidents = record()
    some = security_analysis(incidents, DISTRICTS, inhabitants={"Západ": 5_000.0})
    rows = {row["name"]: row for row in some["districts"]}
    assert rows["Západ"]["after_per_10_000"] == 2 * rows["Západ"]["after"]
    assert rows["Východ"]["after_per_10_000"] is None
    assert some["total"]["after_per_10_000"] is None

    people = {"Západ": 5_000.0, "Východ": 4_000.0, "Prázdno": 1_000.0}
    every = security_analysis(incidents, DISTRICTS, inhabitants=people)["total"]
    assert every["after_per_10_000"] == every["after"]
    told = security_analysis(incidents, DISTRICTS, inhabitants={}, in_town=20_000.0)["total"]
    assert told["after_high_per_10_000"] == pytest.approx(told["after_high"] / 2)


@pytest.mark.parametrize("last", ["2024-06-30", "2023-12-31"])
def test_less_than_two_whole_years_are_said_to_be_missing(last: str) -> None:
    """There is nothing to compare then; the whole record is counted by district, kind and hour."""
    incidents = record(50, last=last)
    analysis = security_analysis(incidents, DISTRICTS, inhabitants={})

    assert {key: analysis[key] for key in ("recorded", "undated", "years")} == {
        "recorded": 50,
        "undated": 0,
        "years": [],
    }
    kinds = {each["name"]: each["count"] for each in analysis["counted"]["kinds"] if each["name"]}
    counts = incidents["kind"].value_counts()
    assert kinds == {name: counts[name] for name in kinds}
    for groups in analysis["counted"].values():
        assert sum(each["count"] for each in groups) == 50
        sizes = [each["count"] for each in groups if each["name"]]
        assert sizes == sorted(sizes, reverse=True)
        assert all(each["count_low"] < each["count"] < each["count_high"] for each in groups)
    assert sum(analysis["hours"]) == pytest.approx(analysis["with_hours"])


def test_a_record_without_dates_or_incidents_has_no_years() -> None:
    """Neither is an error: it is said that they are missing."""
    undated = record(5)
    undated["when"] = pd.Series(pd.NaT, index=undated.index, dtype="datetime64[s]")

    assert security_analysis(undated, None, inhabitants={})["undated"] == 5
    assert security_analysis(undated[:0], DISTRICTS, inhabitants={})["years"] == []
