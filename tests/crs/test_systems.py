"""Coordinate systems: the two norths, and ways that do not lose metres."""

import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.crs import systems
from placement.errors import CrsError
from tests.strategies import numbers

LITVINOV = (13.614, 50.604)
PLACE = (-792_000.0, -978_000.0)


def test_true_north_at_litvinov_is_8_45_degrees_of_the_grid():
    """The meridian there leans 8.45° clockwise from the grid north of EPSG:5514."""
    x, y = systems.from_lonlat(*LITVINOV, crs="EPSG:5514")

    assert systems.true_north_deg(x, y, crs="EPSG:5514") == pytest.approx(8.45, abs=0.01)


def test_true_north_on_a_central_meridian_is_grid_north():
    """On 15° E, UTM 33 and true north agree."""
    x, y = systems.from_lonlat(15.0, 50.0, crs="EPSG:32633")

    north = float(systems.true_north_deg(x, y, crs="EPSG:32633"))

    assert min(north, 360.0 - north) == pytest.approx(0.0, abs=1e-5)


@given(numbers(0, 359.9))
@settings(max_examples=30, deadline=None)
def test_azimuths_go_to_the_grid_and_back(azimuth):
    """An azimuth from true north survives the way to grid north and back."""
    grid = systems.grid_azimuth_deg(azimuth, *PLACE, crs="EPSG:5514")
    back = float(systems.true_azimuth_deg(grid, *PLACE, crs="EPSG:5514"))

    assert np.cos(np.radians(back - azimuth)) == pytest.approx(1.0)
    assert (float(grid) - azimuth) % 360.0 == pytest.approx(8.45, abs=0.05)


def test_a_step_to_the_true_east_gains_longitude_only():
    """100 m along the grid azimuth of true east leave the latitude as it was."""
    x, y = PLACE
    azimuth = np.radians(systems.grid_azimuth_deg(90.0, x, y, crs="EPSG:5514"))

    lon, lat = systems.to_lonlat(
        [x, x + 100 * np.sin(azimuth)], [y, y + 100 * np.cos(azimuth)], crs="EPSG:5514"
    )

    assert lat[1] - lat[0] == pytest.approx(0.0, abs=2e-8)
    assert lon[1] > lon[0]


@pytest.mark.parametrize("name", ["EPSG:5514", "EPSG:32633", "EPSG:3067"])
def test_positions_go_to_degrees_and_back(name):
    """A place is where it was, to 2 mm, after the way to WGS 84 and back."""
    x0, y0 = systems.from_lonlat(*LITVINOV, crs=name)

    x1, y1 = systems.from_lonlat(*systems.to_lonlat(x0, y0, crs=name), crs=name)

    assert np.hypot(x1 - x0, y1 - y0) < 2e-3


@pytest.mark.town
def test_bus_stops_lie_where_their_survey_says(shared_data):
    """Stops given in both systems agree within 1.5 m, so the coarse way (12.65 m) is not taken."""
    stops = pd.read_csv(shared_data / "litvinov" / "litvinov_mhd_stops.csv", encoding="utf-8")

    x, y = systems.from_lonlat(stops["lon"], stops["lat"], crs="EPSG:5514")
    off = np.hypot(x - stops["x_5514"], y - stops["y_5514"])

    assert len(stops) > 50
    assert off.max() < 1.5


@pytest.mark.town
def test_a_frame_goes_the_same_way_as_points(shared_data):
    """`to_crs` moves geometries exactly where `from_lonlat` moves coordinates."""
    stops = pd.read_csv(shared_data / "litvinov" / "litvinov_mhd_stops.csv", encoding="utf-8")
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(stops["lon"], stops["lat"]), crs=4326)

    moved = systems.to_crs(frame, "EPSG:5514")

    x, y = systems.from_lonlat(stops["lon"], stops["lat"], crs="EPSG:5514")

    assert moved.crs.to_epsg() == 5514
    assert frame.crs.to_epsg() == 4326
    np.testing.assert_allclose(np.column_stack([moved.geometry.x, moved.geometry.y]).T, [x, y])


def test_a_frame_in_the_working_system_is_copied():
    """Nothing moves, and the frame given is another one."""
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(*PLACE)], crs="EPSG:5514")

    same = systems.to_crs(frame, "EPSG:5514")

    assert same is not frame
    assert same.geometry.iloc[0] == frame.geometry.iloc[0]


def test_an_empty_frame_changes_its_system_only():
    """No rows, no area of interest, no error."""
    frame = gpd.GeoDataFrame({"a": []}, geometry=[], crs="EPSG:4326")

    assert systems.to_crs(frame, "EPSG:5514").crs.to_epsg() == 5514


def test_the_operation_is_named():
    """The manifest can say which way was taken; it is not the three-parameter one."""
    named = systems.operation_name("EPSG:5514", (13.0, 50.0, 14.0, 51.0))

    assert "S-JTSK" in named
    assert "Inverse of" in named or "to WGS 84" in named


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (-793_000.0, -983_000.0),
        (-983_000.0, -793_000.0),
        (793_000.0, 983_000.0),
        (983_000.0, 793_000.0),
        (-793_000.0, 983_000.0),
    ],
)
def test_s_jtsk_is_told_from_any_order_and_sign(first, second):
    """Y and X in either order and with any signs are the same place of EPSG:5514."""
    x, y = systems.s_jtsk_from_any([first, first], [second, second])

    assert (x[0], y[0]) == (-793_000.0, -983_000.0)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([], []),
        ([13.6], [50.6]),
        ([793_000.0, 983_000.0], [983_000.0, 793_000.0]),
        ([np.nan], [983_000.0]),
        ([400_000.0], [5_600_000.0]),
    ],
)
def test_what_is_not_s_jtsk_is_not_taken_for_it(first, second):
    """Nothing, degrees, UTM, gaps and files that mix the orders are refused."""
    assert systems.s_jtsk_from_any(first, second) is None


@given(numbers(431_000, 905_000), numbers(935_000, 1_228_000), st.booleans())
def test_order_never_changes_the_place(westing, southing, exchanged):
    """Whichever column comes first, the result is the same."""
    pair = ([southing], [westing]) if exchanged else ([westing], [southing])

    x, y = systems.s_jtsk_from_any(*pair)

    assert (x[0], y[0]) == (-westing, -southing)


def test_metric_systems_to_the_north_and_east_are_accepted():
    """EPSG:5514, UTM and the Finnish system may be worked in; axis order does not matter."""
    for name in ("EPSG:5514", "EPSG:32633", "EPSG:3067", "EPSG:2180"):
        assert systems.working_crs(name).is_projected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("EPSG:4326", "crs_not_metric"),
        ("EPSG:2263", "crs_not_metric"),
        ("EPSG:4978", "crs_not_metric"),
        ("EPSG:5513", "crs_axes"),
        ("EPSG:2065", "crs_axes"),
        ("EPSG:99999", "crs_unknown"),
        ("Krovak", "crs_unknown"),
        ("", "crs_unknown"),
    ],
)
def test_other_systems_are_refused(name, kind):
    """Degrees, feet, axes to the south and nonsense each get their own message."""
    with pytest.raises(CrsError) as caught:
        systems.working_crs(name)

    assert [problem.kind for problem in caught.value.problems] == [kind]
    assert caught.value.problems[0].column == "case.crs"
    assert caught.value.exit_code == 4


def test_coordinates_outside_their_system_are_refused():
    """Degrees taken for metres of S-JTSK lie nowhere; a message says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(CrsError) as caught:
            systems.lonlat_area([np.inf], [np.inf], "EPSG:5514")

    assert caught.value.problems[0].kind == "crs_outside"


def test_an_area_is_widened_to_whole_degrees():
    """Neighbouring data sets of a town share one area of interest."""
    assert systems.lonlat_area([13.2, 13.9], [50.1, 50.1], "EPSG:4326") == (13.0, 50.0, 14.0, 51.0)
    assert systems.lonlat_area([13.0], [50.0], "EPSG:4326") == (13.0, 50.0, 14.0, 51.0)
