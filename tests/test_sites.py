"""Sites: where poles and façades are, and where they may not be."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from placement import sites
from placement.sites import Sites
from tests import toy_town
from tests.strategies import numbers
from tests.toy_town import MIDDLE


def arms(*azimuths: float, length_m: float = 50.0) -> gpd.GeoDataFrame:
    """Return streets that leave the middle in given directions, half of them drawn inwards."""
    x, y = MIDDLE
    lines = []
    for number, azimuth in enumerate(np.radians(azimuths)):
        ends = [MIDDLE, (x + length_m * np.sin(azimuth), y + length_m * np.cos(azimuth))]
        lines.append(shapely.LineString(ends[:: -1 if number % 2 else 1]))
    return gpd.GeoDataFrame({"street_id": [f"s{i}" for i in range(len(lines))]}, geometry=lines)


def poles(x, y) -> Sites:
    """Return new poles at given places."""
    x = np.asarray(x, dtype=float)
    return Sites(
        np.array([f"p{i}" for i in range(x.size)], dtype=object),
        x,
        np.asarray(y, dtype=float),
        np.full(x.size, 5.0),
        np.full(x.size, "new pole", dtype=object),
        np.full(x.size, np.nan),
    )


def offset(found: Sites, index: int = 0) -> tuple[float, float]:
    """Return where a site is as seen from the middle: azimuth and distance."""
    east, north = found.x_m[index] - MIDDLE[0], found.y_m[index] - MIDDLE[1]
    return float(np.degrees(np.arctan2(east, north)) % 360), float(np.hypot(east, north))


@pytest.mark.parametrize(
    ("azimuths", "corner"),
    [((0, 90, 180), 270), ((10, 40, 300), 170), ((0, 120, 230), 295), ((350, 20, 90, 200), 275)],
)
def test_a_pole_stands_in_the_widest_corner_of_its_crossing(azimuths, corner):
    """In the middle of the widest angle between arms, also over north, 4 m from the crossing."""
    found = sites.at_crossings(arms(*azimuths), offset_m=4.0, height_m=6.0)

    azimuth, away = offset(found)

    assert len(found) == 1
    assert azimuth == pytest.approx(corner, abs=0.02)
    assert away == pytest.approx(4.0, abs=0.002)
    assert (found.height_m[0], found.carrier[0]) == (6.0, "new pole")
    assert np.isnan(found.facing_deg[0])


@pytest.mark.parametrize("azimuths", [(0,), (0, 180), (20, 70)])
def test_where_fewer_than_three_arms_meet_is_no_crossing(azimuths):
    """Ends and bends get no pole."""
    assert len(sites.at_crossings(arms(*azimuths), offset_m=4.0, height_m=6.0)) == 0


def test_the_toy_town_has_one_crossing():
    """Four ends and one crossroads; the pole stands between two arms, off both."""
    found = sites.at_crossings(toy_town.streets(), offset_m=4.0, height_m=5.0)

    assert len(found) == 1
    assert offset(found)[0] % 90 == pytest.approx(45.0)


@pytest.mark.parametrize(
    ("length_m", "count"), [(50.0, 1), (79.9, 1), (80.0, 2), (30.0, 1), (200, 5)]
)
def test_poles_along_a_street_are_evenly_spaced_on_both_sides(length_m, count):
    """One per spacing, at least one, on the right first and then in turn, all 4 m from the axis."""
    street = arms(0.0, length_m=length_m)

    found = sites.along_streets(street, spacing_m=40.0, offset_m=4.0, height_m=5.0)

    step = length_m / count
    assert found.y_m - MIDDLE[1] == pytest.approx((np.arange(count) + 0.5) * step, abs=0.001)
    assert found.x_m - MIDDLE[0] == pytest.approx([4.0, -4.0, 4.0, -4.0, 4.0][:count], abs=0.001)
    assert len(set(found.ids)) == count


def test_existing_points_keep_their_carrier_and_their_height():
    """What the table does not say comes from the plan file."""
    table = gpd.GeoDataFrame(
        {"carrier_id": ["a", "b"], "kind": ["lamp post", "mast"], "mount_height_m": [8.0, np.nan]},
        geometry=[shapely.Point(1, 2), shapely.Point(3, 4)],
    )

    own = sites.at_points(table, id_column="carrier_id", carrier=None, default_height_m=5.0)
    same = sites.at_points(table, id_column="carrier_id", carrier="pole", default_height_m=5.0)

    assert own.height_m.tolist() == [8.0, 5.0]
    assert own.carrier.tolist() == ["lamp post", "mast"]
    assert same.carrier.tolist() == ["pole", "pole"]
    assert list(zip(own.ids, own.x_m, own.y_m, strict=True)) == [("a", 1, 2), ("b", 3, 4)]


def corners(houses: gpd.GeoDataFrame, **more) -> Sites:
    """Return façade sites near the toy town's streets."""
    usual = {
        "streets": toy_town.streets(),
        "street_within_m": 16.0,
        "stand_off_m": 0.5,
        "height_m": 5.0,
    }
    return sites.on_corners(houses, **(usual | more))


def test_facade_sites_look_outward_and_hang_before_the_wall():
    """Each house's corner at the crossroads looks to the middle, half a metre off the corner."""
    found = corners(toy_town.buildings())
    facing = dict(zip(found.ids, found.facing_deg, strict=True))
    near = np.hypot(found.x_m - MIDDLE[0], found.y_m - MIDDLE[1]) < 16.0

    assert len(found) == 12
    assert sorted(found.facing_deg[near]) == pytest.approx([45.0, 135.0, 225.0, 315.0])
    assert facing[found.ids[near & (found.x_m > MIDDLE[0]) & (found.y_m > MIDDLE[1])][0]] == 225.0
    houses = toy_town.buildings().geometry.union_all()
    away = shapely.distance(houses, shapely.points(found.x_m, found.y_m))
    assert away == pytest.approx(0.5, abs=0.002)


def test_the_direction_of_a_footprints_outline_does_not_matter():
    """Drawn clockwise or not, with a vertex twice or in the middle of a wall: the same corners."""
    x, y = MIDDLE[0] + 10, MIDDLE[1] + 10
    ring = [(x, y), (x + 60, y), (x + 60, y + 60), (x, y + 60)]
    busy = [ring[0], ring[0], (x + 30, y), *ring[1:]]

    def seen(outline: list) -> set:
        table = gpd.GeoDataFrame(
            {"building_id": ["h"], "height_m": [9.0]}, geometry=[shapely.Polygon(outline)]
        )
        found = corners(table)
        return set(zip(found.x_m, found.y_m, np.round(found.facing_deg, 6), strict=True))

    assert seen(ring) == seen(ring[::-1]) == seen(busy)
    assert len(seen(ring)) == 3


def test_a_reentrant_corner_is_no_site():
    """In the inner corner of an L nothing is seen; its five outer corners count."""
    x, y = MIDDLE
    shape = [(0, 0), (20, 0), (20, 10), (10, 10), (10, 20), (0, 20)]
    table = gpd.GeoDataFrame(
        {"building_id": ["L"], "height_m": [9.0]},
        geometry=[shapely.Polygon([(x + a, y + b) for a, b in shape])],
    )

    found = corners(table, street_within_m=100.0)

    assert len(found) == 5
    inner = np.hypot(found.x_m - x - 10, found.y_m - y - 10)
    assert inner.min() > 5.0


@pytest.mark.parametrize(("height_m", "count"), [(5.9, 0), (6.0, 12)])
def test_a_facade_must_rise_above_its_camera(height_m, count):
    """A camera at 5 m needs a wall of 6 m."""
    assert len(corners(toy_town.buildings().assign(height_m=height_m))) == count


def test_corners_away_from_streets_are_no_sites():
    """Only the crossroads' own corners lie within 12 m of an axis on both sides."""
    found = corners(toy_town.buildings(), street_within_m=9.0)

    assert len(found) == 0


def test_nothing_may_stand_in_houses_zones_or_outside_the_area():
    """Each of the three rules alone removes its site; on a boundary counts as in it."""
    x, y = MIDDLE
    square = shapely.box(x - 50, y - 50, x + 50, y + 50)
    zone = gpd.GeoDataFrame(geometry=[shapely.box(x - 2, y + 20, x + 2, y + 30)])
    places = poles([x, x + 30, x, x + 60, x + 10], [y, y + 30, y + 25, y, y + 15])

    allowed = sites.usable(places, area=square, buildings=toy_town.buildings(), no_mount=zone)
    free = sites.usable(places, area=square, buildings=toy_town.buildings(), no_mount=None)

    assert allowed.tolist() == [True, False, False, False, False]
    assert free.tolist() == [True, False, True, False, False]


PLACES = st.lists(st.tuples(numbers(0, 100), numbers(0, 100)), max_size=12)


@given(PLACES, numbers(1, 60), st.integers(0, 3))
@settings(deadline=None)
def test_thinning_keeps_the_first_and_its_distance(places, spacing_m, keep):
    """Like walking down the list and refusing whoever stands too close to one accepted."""
    keep = min(keep, len(places))
    x, y = np.array(places).reshape(-1, 2).T

    found = sites.thin(poles(x, y), spacing_m=spacing_m, keep=keep)

    accepted: list[int] = []
    for number, place in enumerate(places):
        near = [np.hypot(*np.subtract(place, places[k])) for k in accepted]
        if number < keep or min(near, default=np.inf) >= spacing_m * (1 - 1e-9):
            accepted.append(number)
    assert found.ids.tolist() == [f"p{number}" for number in accepted]


def test_sites_exactly_at_the_spacing_both_stay():
    """40 m apart is not closer than 40 m."""
    found = sites.thin(poles([0, 40, 79.9], [0, 0, 0]), spacing_m=40.0)

    assert found.ids.tolist() == ["p0", "p1"]


def test_sets_of_sites_are_put_together_in_their_order():
    """All columns follow; taking some back gives those."""
    whole = sites.concatenate([poles([1, 2], [3, 4]), poles([5], [6])])

    assert whole.x_m.tolist() == [1, 2, 5]
    assert whole.take(np.array([2, 0])).y_m.tolist() == [6, 3]
    assert len(whole) == 3


def test_coordinates_are_whole_millimetres():
    """Lists for designers repeat to the byte."""
    found = sites.at_crossings(arms(10, 40, 300), offset_m=4.0, height_m=6.0)

    assert found.x_m[0] == round(found.x_m[0], 3)
