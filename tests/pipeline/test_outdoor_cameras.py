"""Cameras that are said to stand inside a house: on its wall, on its roof, or named."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement.errors import Problem
from placement.pipeline import outdoor_cameras
from placement.texts import LANGUAGES

CRS = "EPSG:5514"
X, Y = -790000.0, -980000.0


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Return a house by its distances from the town's origin. [m]"""
    return shapely.box(X + west, Y + south, X + east, Y + north)


def town(*houses: shapely.Polygon, height_m: float = 9.0, base_m: float = 0.0) -> gpd.GeoDataFrame:
    """Return a table of buildings."""
    return gpd.GeoDataFrame(
        {"building_id": range(len(houses)), "height_m": height_m, "base_m": base_m},
        geometry=list(houses),
        crs=CRS,
    )


def cameras(
    *places: tuple[float, float],
    azimuth_deg: float = np.nan,
    height_m: float = np.nan,
    name: str = "",
    provenance: str = "surveyed",
) -> gpd.GeoDataFrame:
    """Return a table of cameras."""
    return gpd.GeoDataFrame(
        {
            "camera_id": [f"K{number}" for number in range(1, len(places) + 1)],
            "name": name,
            "mount_height_m": height_m,
            "azimuth_deg": azimuth_deg,
            "provenance": provenance,
        },
        geometry=[shapely.Point(X + x, Y + y) for x, y in places],
        crs=CRS,
    )


STREETS = gpd.GeoDataFrame(
    {"name": ["Hamerská", "Příčná"]},
    geometry=[
        shapely.LineString([(X - 200, Y), (X + 200, Y)]),
        shapely.LineString([(X + 40, Y - 200), (X + 40, Y + 200)]),
    ],
    crs=CRS,
)


def moved(
    table: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame
) -> tuple[list[tuple[float, float]], gpd.GeoDataFrame, tuple[Problem, ...]]:
    """Return the places after the move, from the origin, the table, and the notes in words."""
    after, notes = outdoor_cameras.cameras(
        table,
        buildings=buildings,
        streets=STREETS,
        default_height_m=5.0,
        crs=CRS,
        file="cameras.csv",
    )
    for language in LANGUAGES:
        assert all("{" not in note.render(language) for note in notes)
    places = [(round(p.x - X, 3), round(p.y - Y, 3)) for p in after.geometry]
    return places, after, notes


def test_an_address_point_goes_to_the_wall_on_its_street() -> None:
    """Half a metre before the south wall; it looks south, and the position is derived."""
    places, after, notes = moved(cameras((0, 10)), town(box(-6, 5, 6, 15)))

    assert places == [(0.0, 4.5)]
    assert after["facing_deg"].tolist() == [180.0]
    assert after["provenance"].tolist() == ["derived"]
    (note,) = notes
    assert (note.kind, note.values["camera"], note.values["moved"], note.values["street"]) == (
        "camera_out_of_house",
        "K1",
        5.5,
        "Hamerská",
    )


def test_a_terrace_is_one_block() -> None:
    """A party wall is no wall to hang on: the middle house of three goes to the street."""
    terrace = town(box(-18, 5, -6, 15), box(-6, 5, 6, 15), box(6, 5, 18, 15))
    places, _, _ = moved(cameras((-5, 9)), terrace)

    assert places == [(-5.0, 4.5)]


def test_the_street_in_the_name_comes_first() -> None:
    """On a corner, Příčná 3 hangs on the wall to Příčná although Hamerská is nearer."""
    places, _, notes = moved(cameras((27, 10), name="Příčná 3"), town(box(20, 5, 34, 15)))

    assert places == [(34.5, 10.0)]
    assert notes[0].values["street"] == "Příčná"


def test_a_wall_does_not_stand_in_the_way_of_a_known_direction() -> None:
    """A camera that looks north hangs on the north wall, not on that to the street."""
    places, after, _ = moved(cameras((0, 10), azimuth_deg=352.0), town(box(-6, 5, 6, 15)))

    assert places[0][1] == pytest.approx(15.5, abs=0.01)
    assert after["facing_deg"].tolist() == [0.0]
    assert after["azimuth_deg"].tolist() == [352.0]


def test_what_stands_above_or_below_the_walls_stays() -> None:
    """On the roof, under a bridge building, and beside the house nothing is moved or told."""
    house = box(-6, 5, 6, 15)
    for table, buildings in (
        (cameras((0, 10), height_m=11.0), town(house)),
        (cameras((0, 10)), town(house, base_m=6.0)),
        (cameras((0, 10)), town(house, height_m=3.0)),
        (cameras((0, 4.9), (0, 30)), town(house)),
    ):
        places, after, notes = moved(table, buildings)
        assert after is table
        assert notes == ()
        assert places


def test_what_cannot_be_moved_is_named() -> None:
    """In the middle of a hall of 100 m there is no telling on which wall a camera hangs."""
    places, after, notes = moved(
        cameras((0, 60), provenance="documented"), town(box(-50, 10, 50, 110))
    )

    assert places == [(0.0, 60.0)]
    assert after["provenance"].tolist() == ["documented"]
    assert [(note.kind, note.values["camera"]) for note in notes] == [("camera_in_house", "K1")]


def test_made_up_positions_stay_made_up() -> None:
    """A synthetic camera that is moved is not derived from facts."""
    _, after, _ = moved(cameras((0, 10), provenance="synthetic"), town(box(-6, 5, 6, 15)))

    assert after["provenance"].tolist() == ["synthetic"]


def lamps(*places: tuple[float, float], height_m: float = 6.0) -> gpd.GeoDataFrame:
    """Return a table of lamp posts."""
    return gpd.GeoDataFrame(
        {"carrier_id": [f"L{at}" for at in range(len(places))], "kind": "lamp post",
         "mount_height_m": height_m},
        geometry=[shapely.Point(X + x, Y + y) for x, y in places], crs=CRS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("base_m", "height_m", "named"), [(0.0, 6.0, "L0, L2"), (8.0, 6.0, ""), (0.0, np.nan, "L0, L2")]
)
def test_carriers_in_a_house_are_named(base_m: float, height_m: float, named: str) -> None:
    """Those in its outline are no sites; those below a raised house are."""
    houses = town(box(0, 0, 20, 20), height_m=12.0, base_m=base_m)
    posts = lamps((10, 10), (30, 10), (5, 5), height_m=height_m)

    notes = outdoor_cameras.carriers(posts, buildings=houses, default_height_m=5.0, file="l.csv")

    assert [note.values["found"] for note in notes] == ([named] if named else [])
    assert not outdoor_cameras.carriers(posts, buildings=None, default_height_m=5.0, file="l.csv")
    for note in notes:
        assert "2 z 3" in note.render("cs")
