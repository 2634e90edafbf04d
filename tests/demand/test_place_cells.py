"""The mass of few common places: by street length inside their cells, all of it, none beyond."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from placement import demand as demands
from placement.demand.demand import Demand
from placement.demand.events import Events
from placement.demand.layers import FIRST, Layer
from placement.demand.lixels import divide_lines
from placement.demand.place_cells import mass_in_cells
from placement.demand.snapping import UNSNAPPED, nearest_lixel
from tests.examples import up_to
from tests.strategies import numbers

CRS = "EPSG:5514"
REACH_M = 150.0
NO_TIME = pd.Timestamp("2024-06-01")


def streets(*lines: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    """Return streets of the schema."""
    return gpd.GeoDataFrame(
        {
            "street_id": [f"s{number}" for number in range(len(lines))],
            "name": "",
            "street_class": "",
        },
        geometry=[LineString(line) for line in lines],
        crs=CRS,
    )


def demand_of(
    lines: gpd.GeoDataFrame, places: list[tuple[float, float]], counts: list[int], *, snap_m=30.0
) -> Demand:
    """Return the demand of events on common places, spread over cells."""
    xy = np.repeat(np.asarray(places, dtype=float), counts, axis=0)
    table = gpd.GeoDataFrame(
        {"incident_id": [str(n) for n in range(len(xy))], "weight": 1.0, "when": NO_TIME},
        geometry=shapely.points(xy),
        crs=CRS,
    )
    layer = Layer(FIRST, table, 75.0, years=1.0, anonymised=True, reach_m=REACH_M)
    return demands.build(
        lines, None, more=[layer], bandwidth_m=75.0, lixel_m=10.0, snap_m=snap_m, years=1.0
    )


def density(demand: Demand) -> np.ndarray:
    """Return the demand of each lixel a metre."""
    return demand.weight / demand.lixels["length_m"].to_numpy()


def test_every_metre_of_a_cell_weighs_the_same_and_what_is_beyond_nothing():
    """A street of 1 km through one place: 300 m around it have all, the rest has none."""
    demand = demand_of(streets([(0, 0), (1000, 0)]), [(500.0, 5.0)], [60])
    within = np.abs(demand.x_m - 500) < np.sqrt(REACH_M**2 - 5.0**2)

    assert demand.total == pytest.approx(60.0, abs=1e-9)
    assert density(demand)[within] == pytest.approx(60 / (within.sum() * 10.0))
    assert (demand.weight[~within] == 0).all()


def test_a_stub_150_m_from_the_nearest_point_weighs_nothing():
    """The kernel gave it more than the street before it, for a dead end reflects."""
    lines = streets([(0, 0), (150, 0)], [(150, 0), (400, 0)], [(150, 0), (150, 40)])
    places = [(0.0, 0.0), (400.0, 0.0)]
    demand = demand_of(lines, places, [400, 140])
    stub = demand.lixels["street_id"].to_numpy() == "s2"
    kernel = demands.network_heat(
        lines.geometry,
        shapely.points(places),
        np.array([400.0, 140.0]),
        bandwidth_m=110.0,
        lixel_m=10.0,
    )

    assert demand.weight[stub].sum() == 0
    assert kernel["expected"].to_numpy()[-4:].sum() > 1
    assert demand.total == pytest.approx(540.0, abs=1e-9)


def test_two_places_part_the_street_in_the_middle_between_them():
    """Each keeps its own events: 300 west of the middle, 100 east of it."""
    demand = demand_of(streets([(0, 0), (200, 0)]), [(40.0, 0.0), (160.0, 0.0)], [300, 100])
    west = demand.x_m < 100

    assert demand.weight[west].sum() == pytest.approx(300.0)
    assert density(demand)[west] == pytest.approx(3.0)
    assert density(demand)[~west] == pytest.approx(1.0)


def test_a_place_without_a_street_in_its_cell_keeps_its_mass_where_it_is_snapped():
    """It lies 20 m from the street, and another place is nearer to all of that."""
    demand = demand_of(streets([(0, 0), (40, 0)]), [(20.0, 25.0), (20.0, 1.0)], [8, 40])

    assert demand.total == pytest.approx(48.0)
    assert demand.weight.max() == pytest.approx(8 + 10.0)


def test_events_without_a_street_near_bring_nothing():
    """Farther than `snap_m` from every street they are left out, as with the kernel."""
    demand = demand_of(streets([(0, 0), (100, 0)]), [(50.0, 0.0), (50.0, 90.0)], [30, 9])

    assert (demand.total, demand.unsnapped) == (pytest.approx(30.0), 9)


@given(
    st.lists(st.tuples(numbers(0, 300), numbers(0, 300)), min_size=1, max_size=6),
    st.lists(st.integers(0, 5), min_size=12, max_size=12),
    numbers(20, 400),
)
@settings(deadline=None, max_examples=up_to(60))
def test_all_mass_is_kept_in_the_cells_of_a_plain_loop(places, of_events, reach_m):
    """Lixel by lixel: the nearest place, if near enough, shares its weight by length."""
    lines = streets([(0, 0), (300, 0)], [(0, 0), (0, 300)], [(150, 0), (150, 220)])
    lixels = divide_lines(lines.geometry.to_numpy(), lixel_m=20.0)
    xy = np.unique(np.round(np.asarray(places, dtype=float), 3), axis=0)
    place = np.asarray(of_events) % len(xy)
    lixel = nearest_lixel(shapely.points(xy), lixels, snap_m=100.0)[place]
    weights = 1.0 + np.arange(12.0)[:, None] * [[1.0, 0.5]]

    found = mass_in_cells(lixels, xy, place=place, lixel=lixel, weights=weights, reach_m=reach_m)

    away = np.hypot(lixels.x_m[:, None] - xy[:, 0], lixels.y_m[:, None] - xy[:, 1])
    apart = np.diff(np.sort(np.column_stack([away, np.full(len(away), reach_m)]), axis=1), axis=1)
    assume((apart > 1e-6).all())  # a middle as near to two places may go to either
    nearest = np.where(away.min(axis=1) < reach_m, away.argmin(axis=1), -1)
    expected = np.zeros_like(found)
    for event in np.flatnonzero(lixel != UNSNAPPED):
        cell = nearest == place[event]
        if cell.any():
            share = lixels.length_m[cell] / lixels.length_m[cell].sum()
            expected[cell] += share[:, None] * weights[event]
        else:
            expected[lixel[event]] += weights[event]
    assert found == pytest.approx(expected, abs=1e-9)
    assert found.sum(axis=0) == pytest.approx(weights[lixel != UNSNAPPED].sum(axis=0))


def test_a_sample_of_the_events_is_spread_like_all_of_them():
    """Ones give the demand; twice the events of one place, twice the mass of its cell."""
    demand = demand_of(streets([(0, 0), (200, 0)]), [(40.0, 0.0), (160.0, 0.0)], [30, 10])
    events = demand.events
    assert isinstance(events, Events)
    doubled = np.where(np.arange(40) < 30, 2.0, 1.0)

    same, more = events.resampled_demand(np.column_stack([np.ones(40), doubled])).T

    assert same == pytest.approx(demand.weight)
    assert more[demand.x_m < 100] == pytest.approx(2 * demand.weight[demand.x_m < 100])
    assert events.with_bandwidths(0.5).layers[0].reach_m == REACH_M / 2


@pytest.mark.parametrize(
    ("places", "reach_m"), [(1, REACH_M), (2, REACH_M), (29, REACH_M), (30, None)]
)
def test_only_few_anonymised_places_have_cells(places, reach_m):
    """From 30 places on the kernel between them tells more; exact positions have none."""
    xy = np.repeat(np.column_stack([np.arange(places) * 250.0, np.zeros(places)]), 20, axis=0)
    moved = demands.anonymisation(gpd.GeoSeries(shapely.points(xy), crs=CRS))
    exact = demands.anonymisation(
        gpd.GeoSeries(shapely.points(np.arange(200.0), np.zeros(200)), crs=CRS)
    )

    assert demands.default_reach_m(moved) == reach_m
    assert demands.default_reach_m(exact) is None
