"""Several sources of incidents, places, decay: each weighed apart, with the unweighted beside."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point

from placement.demand import Demand, build
from placement.demand.layers import Layer
from placement.errors import InputError
from tests.demand.one_street import CRS, X, Y, recorded, street


def demand(*layers: Layer, **changed: object) -> Demand:
    """Return the demand of layers on the street."""
    arguments = {"bandwidth_m": 40.0, "lixel_m": 10.0, "snap_m": 50.0} | changed
    return build(street(), None, more=layers, **arguments)  # type: ignore[arg-type]


def test_layers_add_up_each_by_its_years_and_factor() -> None:
    """Two crimes in one year and three accidents in three, at half, are 2 + 0.5 a year."""
    crime = Layer("incidents", recorded(200, 300), 40.0, years=1.0)
    accidents = Layer(
        "more_incidents.0", recorded(700, 700, 700), 60.0, "accidents", factor=0.5, years=3.0
    )
    built = demand(crime, accidents)

    assert built.total == pytest.approx(2.5)
    assert built.unweighted is not None
    assert built.unweighted.sum() == pytest.approx(3.0)
    assert built.incidents == 5
    assert built.incident_lixel.size == 2


def test_nothing_weighted_has_no_second_column() -> None:
    """Where every event counts once, the unweighted demand is the demand."""
    built = demand(Layer("incidents", recorded(200, 300), 40.0, years=1.0))

    assert built.unweighted is None


def test_weight_zero_counts_only_unweighted() -> None:
    """An event of weight 0 is no demand, but a recorded event still."""
    table = pd.concat([recorded(200), recorded(800, weight=0.0)], ignore_index=True)
    built = demand(Layer("incidents", table, 40.0, years=1.0))
    east = built.x_m > X + 500

    assert built.weight[east].sum() < 1e-6
    assert built.unweighted[east].sum() == pytest.approx(1.0)
    assert (built.incidents, built.unsnapped) == (1, 0)


def test_fear_lies_on_the_streets_inside_its_polygon_alone() -> None:
    """A polygon's weight is shared by street length inside it, and counts nothing unweighted."""
    area = gpd.GeoDataFrame(
        {"name": ["a"], "weight": [3.0]},
        geometry=[shapely.box(X + 100, Y - 5, X + 200, Y + 5)],
        crs=CRS,
    )
    built = demand(
        Layer("incidents", recorded(800), 40.0, years=1.0),
        Layer("more_incidents.0", area, 60.0, "fear", factor=2.0),
    )
    inside = (built.x_m > X + 100) & (built.x_m < X + 200)

    np.testing.assert_allclose(built.weight[inside], 0.6, rtol=1e-3)
    assert built.total == pytest.approx(7.0)
    assert built.unweighted.sum() == pytest.approx(1.0)


def test_night_is_a_part_of_the_whole() -> None:
    """Day and night add up to what is expected; one event of two was at night."""
    table = pd.concat([recorded(200), recorded(800, when="2024-01-01 23:00")], ignore_index=True)
    lixels = demand(Layer("incidents", table, 40.0, years=1.0), night_hours=(22, 6)).lixels

    assert lixels["expected_night"].sum() == pytest.approx(1.0)
    np.testing.assert_allclose(
        lixels["expected_day"] + lixels["expected_night"], lixels["expected"], atol=1e-12
    )


def test_decay_keeps_a_steady_rate() -> None:
    """With as many events every month, what is expected a year hardly changes by forgetting."""
    months = pd.date_range("2014-01-01", "2023-12-31", freq="MS")
    table = pd.concat([recorded(500, when=str(month)) for month in months], ignore_index=True)
    built = demand(Layer("incidents", table, 40.0, years=10.0), half_life_years=2.0)

    assert built.total == pytest.approx(12.0, rel=0.03)
    assert built.unweighted.sum() == pytest.approx(12.0)


def test_decay_prefers_what_is_new() -> None:
    """Two years later counts twice."""
    table = pd.concat(
        [recorded(200, when="2020-01-01"), recorded(800, when="2022-01-01")], ignore_index=True
    )
    built = demand(Layer("incidents", table, 40.0, years=4.0), half_life_years=2.0)
    east = built.x_m > X + 500

    assert built.weight[east].sum() / built.weight[~east].sum() == pytest.approx(2.0, rel=0.01)


def test_fast_decay_and_wrong_hours_are_refused_together() -> None:
    """Below two years is too fast, 25 is no hour; both are told."""
    with pytest.raises(InputError) as caught:
        demand(Layer("incidents", recorded(1), 40.0), half_life_years=1.0, night_hours=(22, 25))

    assert [problem.kind for problem in caught.value.problems] == [
        "demand_half_life_short", "demand_hour_wrong"
    ]  # fmt: skip
    assert "{" not in caught.value.render("cs")


def test_places_add_exposure_and_ask_for_detail() -> None:
    """A school adds its worth around and asks for pixels there; elsewhere nothing changes."""
    places = gpd.GeoDataFrame(
        {"name": ["ZŠ"], "kind": ["school"], "radius_m": [50.0], "exposure": [2.0],
         "density_px_m": [125.0]},
        geometry=[Point(X + 100, Y + 20)],
        crs=CRS,
    )  # fmt: skip
    built = demand(Layer("incidents", recorded(800), 40.0, years=1.0), places=places)
    near = np.hypot(built.x_m - X - 100, built.y_m - Y - 20) <= 50

    assert built.density_px_m is not None
    assert set(built.density_px_m[near]) == {125.0}
    assert set(built.density_px_m[~near]) == {0.0}
    assert built.weight[near].sum() == pytest.approx(2.0)
    assert built.unweighted.sum() == pytest.approx(1.0)
