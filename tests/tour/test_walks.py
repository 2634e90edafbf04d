"""Walks past points of a plan: along streets, by district, from the first number."""

import geopandas as gpd
import pytest
import shapely
from attrs import evolve

from placement.plan import PlannedCamera
from placement.tour.walks import walks
from tests.centre.small_town import town

CAMERA = town().cameras[0]


def streets(*lines: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    """Return a table of streets, all on the ground."""
    shapes = [shapely.LineString(line) for line in lines]
    decks = [0] * len(shapes)
    return gpd.GeoDataFrame(
        {"deck_from": decks, "deck_to": decks}, geometry=shapes, crs="EPSG:5514"
    )


def cameras_at(*places_m: tuple[float, float]) -> list[PlannedCamera]:
    """Return a camera for each place, K1 first, each at its own point."""
    return [
        evolve(CAMERA, camera_id=f"K{n}", point_id=f"B{n}", x_m=x_m, y_m=y_m, district="")
        for n, (x_m, y_m) in enumerate(places_m, start=1)
    ]


def test_a_walk_goes_around_by_streets_and_not_through_houses() -> None:
    """Two ends of a street bent like a U are 210 m apart on foot, 10 m as the crow flies."""
    bent = streets([(0.0, 0.0), (0.0, 100.0), (10.0, 100.0), (10.0, 0.0)])
    (walk,) = walks(cameras_at((0.0, 0.0), (10.0, 0.0)), bent)

    assert walk.legs_m == pytest.approx((210.0, 210.0))
    assert (walk.round.length_m, walk.straight) == (pytest.approx(420.0), 0)


def test_points_that_no_street_joins_are_joined_straight_and_counted() -> None:
    """Two streets 50 m apart: both legs between them are as the crow flies."""
    apart = streets([(0.0, 0.0), (10.0, 0.0)], [(0.0, 50.0), (10.0, 50.0)])
    (walk,) = walks(cameras_at((5.0, 0.0), (5.0, 50.0)), apart)

    assert (walk.legs_m, walk.straight) == (pytest.approx((50.0, 50.0)), 2)


def test_each_district_has_its_walk_and_cameras_of_one_point_share_a_stop() -> None:
    """In the order of their first cameras; a lone stop has no legs."""
    first, other, second = cameras_at((0.0, 0.0), (100.0, 0.0), (0.0, 0.0))
    cameras = [
        evolve(first, district="B"),
        evolve(other, district="A"),
        evolve(second, district="B", point_id=first.point_id),
    ]
    north, south = walks(cameras, streets([(0.0, 0.0), (100.0, 0.0)]))

    assert (north.district, south.district) == ("B", "A")
    assert [camera.camera_id for camera in north.stops[0].cameras] == ["K1", "K3"]
    assert (len(north.stops), north.legs_m, north.round.length_m) == (1, (), 0.0)
