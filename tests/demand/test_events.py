"""Events of a demand: built once, and counted any number of times."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Point

from placement.demand import Demand, build
from placement.demand.events import Events
from placement.demand.layers import Layer
from tests.demand.one_street import CRS, X, Y, recorded, street


def layers() -> list[Layer]:
    """Return crimes and accidents of one bandwidth over other years, and an area of fear."""
    fear = gpd.GeoDataFrame(
        {"name": ["a"], "weight": [3.0]},
        geometry=[shapely.box(X + 100, Y - 5, X + 200, Y + 5)],
        crs=CRS,
    )
    return [
        Layer("incidents", recorded(200, 300, 305, weight=2.0), 40.0, years=1.5),
        Layer("more_incidents.0", recorded(700, 720), 40.0, "accidents", factor=0.5, years=3.0),
        Layer("more_incidents.1", recorded(900), 60.0, years=2.0),
        Layer("more_incidents.2", fear, 60.0, "fear"),
    ]


def school() -> gpd.GeoDataFrame:
    """Return a place that counts as two incidents a year."""
    columns = {"name": ["ZŠ"], "kind": ["school"], "radius_m": [50.0], "exposure": [2.0]}
    return gpd.GeoDataFrame(
        columns | {"density_px_m": [125.0]}, geometry=[Point(X + 100, Y + 20)], crs=CRS
    )


def demand(**changed: object) -> Demand:
    """Return the demand of all layers with a school and an even share."""
    arguments = {"bandwidth_m": 40.0, "lixel_m": 10.0, "snap_m": 50.0, "even_share": 0.1}
    return build(street(), None, more=layers(), places=school(), **(arguments | changed))


def events_of(built: Demand) -> Events:
    """Return the events of a demand that has some."""
    assert built.events is not None
    return built.events


def test_each_event_once_gives_the_demand() -> None:
    """Layers, years, factors, decay, fear, places and the even share are all in the events."""
    for changed in ({}, {"half_life_years": 3.0}, {"night_hours": (22, 6)}):
        built = demand(**changed)
        once = events_of(built).resampled_demand(np.ones((6, 1)))

        np.testing.assert_allclose(once[:, 0], built.weight, rtol=1e-12, atol=1e-15)


def test_demand_is_linear_in_its_events() -> None:
    """Parts of the events add up, once what no event brings is counted once only."""
    events = events_of(demand(even_share=0.0))
    first = np.array([[1.0], [0], [1], [0], [0], [3]])
    sets = np.column_stack([first, 1 - first, np.ones((6, 1))])
    one, other, whole = events.resampled_demand(sets).T

    np.testing.assert_allclose(one + other - events.demand_without_events(), whole, atol=1e-12)


def test_what_no_event_brings_is_exposure_fear_and_the_even_share() -> None:
    """Of 2 + 3 incidents a year from the place and fear a tenth is spread with that of events."""
    built = demand()
    rest = events_of(built).demand_without_events()

    assert rest.sum() == pytest.approx(0.9 * 5.0 + 0.1 * built.total)
    assert (rest > 0).all()


def test_wider_kernels_move_demand_and_keep_its_total() -> None:
    """With twice the bandwidth the peak of the events is lower, and their total is the same."""
    events = events_of(demand())
    narrow, wide = (
        each.resampled_demand(np.ones((6, 1)))[:, 0] - each.demand_without_events()
        for each in (events, events.with_bandwidths(2.0))
    )

    assert wide.sum() == pytest.approx(narrow.sum())
    assert wide.max() < 0.7 * narrow.max()


def test_events_that_are_far_count_nothing() -> None:
    """Of two events one is beyond the snapping distance: its mass is 0 and its lixel none."""
    table = recorded(200, 800)
    table.loc[1, "geometry"] = Point(X + 800, Y + 60)
    built = build(
        street(),
        None,
        more=[Layer("incidents", table, 40.0, years=2.0)],
        bandwidth_m=40.0,
        lixel_m=10.0,
        snap_m=50.0,
    )
    events = events_of(built)

    assert events.mass.tolist() == [0.5, 0.0]
    assert built.incident_lixel.tolist() == [events.layers[0].lixel[0], -1]
    assert (events.used, events.unsnapped) == (1, 1)


def test_street_metres_have_no_events() -> None:
    """Without incidents there is nothing to draw anew."""
    built = build(street(), None, bandwidth_m=40.0, lixel_m=10.0, snap_m=50.0)

    assert built.events is None
