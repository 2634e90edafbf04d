"""Snapping of points to their nearest lixel."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point

from placement.demand.arguments import Geometries
from placement.demand.lixels import Lixels, divide_lines
from placement.demand.snapping import UNSNAPPED, lixel_mass, nearest_lixel

coordinate = st.floats(-50, 150)
ARMS = [[(0, 0), (40, 0)], [(0, 0), (0, 60)], [(0, 0), (-30, 10)]]


def lixels_of(corners: list[list[tuple[float, float]]], lixel_m: float = 10.0) -> Lixels:
    """Return the lixels of lines by their corners."""
    return divide_lines(
        np.array([LineString(line) for line in corners], dtype=object), lixel_m=lixel_m
    )


def points(*places: tuple[float, float]) -> Geometries:
    """Return points by their coordinates."""
    return np.array([Point(place) for place in places], dtype=object)


@given(st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=8))
def test_no_lixel_is_nearer_than_the_nearest(places: list[tuple[float, float]]) -> None:
    """The tree finds what trying all lixels finds."""
    lixels = lixels_of(ARMS)
    index = nearest_lixel(points(*places), lixels)
    distance_m = shapely.distance(points(*places)[:, None], lixels.geometry[None])

    np.testing.assert_array_equal(distance_m[np.arange(len(places)), index], distance_m.min(axis=1))


@pytest.mark.parametrize(("snap_m", "index"), [(4.999, UNSNAPPED), (5.0, 0), (5.001, 0)])
def test_limit_itself_still_counts(snap_m: float, index: int) -> None:
    """A point exactly `snap_m` away is snapped, one beyond is not."""
    lixels = lixels_of([[(0, 0), (10, 0)]])

    assert nearest_lixel(points((3, 5)), lixels, snap_m=snap_m)[0] == index


def test_empty_point_is_unsnapped() -> None:
    """A point without coordinates belongs nowhere and brings nothing."""
    lixels = lixels_of(ARMS)
    place = np.array([Point(), Point(1, 0)], dtype=object)
    index = nearest_lixel(place, lixels)

    assert index[0] == UNSNAPPED
    assert lixel_mass(lixels, place, index, np.array([7.0, 2.0])).sum() == pytest.approx(2.0)


def test_no_points_give_no_index() -> None:
    """Nothing snapped is an empty answer, not an error."""
    assert nearest_lixel(np.array([], dtype=object), lixels_of(ARMS)).size == 0


def test_point_on_a_junction_snaps_alike_in_any_order() -> None:
    """Of lixels equally near the choice follows from where they lie, not from their order."""
    one, other = lixels_of(ARMS), lixels_of(ARMS[::-1])
    chosen = [
        shapely.to_wkt(town.geometry[nearest_lixel(points((0, 0)), town)[0]])
        for town in (one, other)
    ]

    assert chosen[0] == chosen[1]


@given(st.floats(10, 90), st.floats(0, 9))
def test_place_within_the_lixel_is_kept(x: float, away: float) -> None:
    """The centre of gravity of what a point brings is the point's place along the street."""
    lixels = lixels_of([[(0, 0), (100, 0)]])
    place = points((x, away))
    mass = lixel_mass(lixels, place, nearest_lixel(place, lixels), np.array([3.0]))

    assert mass.sum() == pytest.approx(3.0, rel=1e-12)
    assert (mass * lixels.x_m).sum() / 3.0 == pytest.approx(x, abs=1e-9)


def test_point_on_a_junction_is_shared_by_its_streets() -> None:
    """Three streets of equal lixels get a third each."""
    lixels = lixels_of([[(0, 0), (40, 0)], [(0, 40), (0, 0)], [(0, 0), (-40, 0)]])
    place = points((0, 0))
    mass = lixel_mass(lixels, place, nearest_lixel(place, lixels), np.array([3.0]))

    np.testing.assert_allclose(np.bincount(lixels.line, weights=mass), 1.0)


def test_point_at_a_dead_end_stays_in_the_last_lixel() -> None:
    """There is nobody beyond to share with."""
    lixels = lixels_of([[(0, 0), (40, 0)]])
    place = points((-3, 0))

    np.testing.assert_allclose(
        lixel_mass(lixels, place, nearest_lixel(place, lixels), np.array([2.0])), [2, 0, 0, 0]
    )
