"""Layers: the schema of each table, and what is made of a plan."""

import geopandas as gpd
import pandas as pd
import pytest
from attrs import fields
from shapely.geometry import Point

from placement.output.layer_tables import layer_tables, layers_of
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.plan import Plan, PlannedCamera


def test_every_layer_has_the_columns_of_its_table(small_town: tuple[Plan, Layers]) -> None:
    """Columns come in the table's order, geometry last, in the working system."""
    plan, layers = small_town
    for name, frame in layers.frames().items():
        assert list(frame.columns) == layer_tables()[name].names
        assert frame.crs.to_string() == plan.crs


def test_cameras_carry_every_field_of_the_plan(small_town: tuple[Plan, Layers]) -> None:
    """A field added to the plan must be added to the layer, but for shapes; it has numbers too."""
    _, layers = small_town
    planned = {attribute.name for attribute in fields(PlannedCamera)} - {"masks"}

    assert planned == set(layers.cameras.columns) - {"geometry", "number"}


def test_points_gather_their_cameras(small_town: tuple[Plan, Layers]) -> None:
    """Counts and prices of the points add up to those of the cameras."""
    plan, layers = small_town

    assert layers.points["cameras"].sum() == len(plan.cameras)
    assert layers.points["cost_czk"].sum() == sum(c.cost_czk for c in plan.cameras)
    assert layers.points["point_id"].is_unique


def test_views_get_phase_and_area_from_plan_and_shape(small_town: tuple[Plan, Layers]) -> None:
    """The phase of a view is its camera's, its area the polygon's."""
    plan, layers = small_town
    phase = {camera.camera_id: camera.phase for camera in plan.cameras}

    assert (layers.views["phase"] == layers.views["camera_id"].map(phase)).all()
    assert layers.views["area_m2"].to_list() == layers.views.geometry.area.to_list()


def test_order_of_rows_given_does_not_matter(small_town: tuple[Plan, Layers]) -> None:
    """Shuffled tables make the same layers."""
    plan, layers = small_town
    shuffled = layers.demand.sample(frac=1.0, random_state=3)
    again = plan_layers(plan, demand=shuffled)

    pd.testing.assert_frame_equal(pd.DataFrame(again.demand), pd.DataFrame(layers.demand))


def test_what_is_given_is_not_changed(small_town: tuple[Plan, Layers]) -> None:
    """The frames handed over keep their rows and columns."""
    plan, layers = small_town
    given = layers.views.drop(columns=["phase", "area_m2"])
    before = given.copy(deep=True)
    plan_layers(plan, views=given)

    pd.testing.assert_frame_equal(pd.DataFrame(given), pd.DataFrame(before))


def test_rows_without_geometry_and_control_characters_go() -> None:
    """Empty shapes are left out; characters no format can hold become a mark."""
    frame = gpd.GeoDataFrame(
        {"name": ["a\x00b\ud800", "gone"]}, geometry=[Point(0, 0).buffer(1), None], crs="EPSG:5514"
    )
    layers = layers_of(crs="EPSG:5514", area=frame)

    assert layers.area["name"].to_list() == ["a\ufffdb\ufffd"]


def test_other_systems_are_transformed() -> None:
    """A table in WGS 84 comes out in the working system."""
    frame = gpd.GeoDataFrame(
        {"name": ["a"]}, geometry=[Point(13.614, 50.604).buffer(0.001)], crs="EPSG:4326"
    )
    layers = layers_of(crs="EPSG:5514", area=frame)

    assert layers.area.geometry.iloc[0].centroid.x < -700_000


def test_unknown_layer_is_refused() -> None:
    """A misspelt name is not silently dropped."""
    with pytest.raises(TypeError, match="roads"):
        layers_of(crs="EPSG:5514", roads=None)
