"""Figures for people: areas, streets, districts - against the naive way."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.plan.shares import (
    area_of,
    by_district,
    nearest_street,
    top_streets,
)
from tests.strategies import numbers
from tests.toy_town import MIDDLE, streets

SQUARES = gpd.GeoDataFrame(
    {"name": ["left", "right", "both"]},
    geometry=[shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(5, 2, 15, 8)],
)
POINT = st.tuples(numbers(-5, 25), numbers(-5, 15))
LIXELS = st.lists(
    st.tuples(st.sampled_from(["", "North", "South"]), st.integers(0, 9), st.booleans()),
    max_size=12,
)


@given(st.lists(POINT, min_size=1, max_size=6))
@settings(deadline=None)
def test_the_first_area_that_holds_a_point_names_it(points):
    """Like asking area after area for every point."""
    x, y = np.array(points).T

    naive = [
        next((n for n, g in zip(SQUARES["name"], SQUARES.geometry, strict=True)
              if g.intersects(shapely.Point(p))), "")
        for p in points
    ]  # fmt: skip

    assert area_of(x, y, areas=SQUARES).tolist() == naive


def test_without_areas_no_point_has_a_name():
    """No table, an empty one and no points at all are fine."""
    one = np.zeros(1)

    assert area_of(one, one, areas=None).tolist() == [""]
    assert area_of(one, one, areas=SQUARES.iloc[:0]).tolist() == [""]
    assert area_of(one[:0], one[:0], areas=SQUARES).tolist() == []


@given(st.lists(st.tuples(numbers(-90, 90), numbers(-90, 90)), min_size=1, max_size=5))
@settings(deadline=None)
def test_the_nearest_street_has_the_least_distance(offsets):
    """The street named is as near as any, by the distances themselves."""
    table = streets()
    points = np.array(MIDDLE) + np.array(offsets)

    for name, point in zip(nearest_street(*points.T, streets=table), points, strict=True):
        away = table.geometry.distance(shapely.Point(point))
        assert away[table["name"] == name].min() == pytest.approx(away.min(), abs=1e-9)


def test_a_street_without_a_name_names_nothing():
    """The next named one does, if there is any."""
    table = streets().assign(name=["", "Broad", "", "Broad"])
    x, y = np.array([MIDDLE[0]]), np.array([MIDDLE[1] + 80.0])

    assert nearest_street(x, y, streets=table).tolist() == ["Broad"]
    assert nearest_street(x, y, streets=table.assign(name="")).tolist() == [""]
    assert nearest_street(x[:0], y[:0], streets=table).tolist() == []


def lixels(rows: list) -> gpd.GeoDataFrame:
    """Return pieces of street in districts, with their demand."""
    return gpd.GeoDataFrame(
        {
            "district": [row[0] for row in rows],
            "street": [row[0] for row in rows],
            "expected": [float(row[1]) for row in rows],
        },
        geometry=[shapely.Point(0, 0)] * len(rows),
    )


@given(LIXELS)
@settings(deadline=None)
def test_districts_sum_up_their_lixels(rows):
    """Demand, covered demand and share of each district as counted by hand; nothing is lost."""
    table = by_district(lixels(rows), [row[2] for row in rows])

    for line in table.itertuples():
        mine = [row for row in rows if row[0] == line.district]
        covered = sum(row[1] for row in mine if row[2])
        whole = sum(row[1] for row in mine)
        assert (line.expected, line.covered) == (whole, covered)
        assert line.share == pytest.approx(covered / whole if whole else 0.0)
    assert table["expected"].sum() == sum(row[1] for row in rows)
    assert table["district"].tolist() == sorted({row[0] for row in rows})


@given(LIXELS, st.integers(1, 3))
@settings(deadline=None)
def test_top_streets_come_most_demand_first(rows, count):
    """Only named ones, by demand and then by name."""
    sums: dict[str, int] = {}
    for name, weight, _ in rows:
        sums[name] = sums.get(name, 0) + weight
    sums.pop("", None)

    found = top_streets(lixels(rows), np.arange(len(rows)), count=count)

    assert list(found) == sorted(sums, key=lambda name: (-sums[name], name))[:count]


def test_top_streets_look_at_the_lixels_asked_for():
    """A street with much demand elsewhere is not named."""
    table = lixels([("North", 9, True), ("South", 1, True)])

    assert top_streets(table, np.array([1])) == ("South",)
