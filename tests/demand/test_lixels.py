"""Dividing streets into lixels and finding where they meet."""

from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from placement.demand.arguments import Geometries
from placement.demand.lixels import divide_lines

TOWN = np.array([-740_000.0, -1_040_000.0])
"""Coordinates as large as those of S-JTSK, where rounding bites. [m]"""
whole_metres = st.tuples(st.integers(0, 300), st.integers(0, 300))


def lines(*corners: list[tuple[float, float]]) -> Geometries:
    """Return lines of the town by corners counted from its own corner."""
    return np.array([LineString(TOWN + np.array(line)) for line in corners], dtype=object)


@settings(deadline=None)
@given(st.lists(whole_metres, min_size=2, max_size=6, unique=True), st.floats(0.5, 50))
def test_lixels_of_a_line_are_equal_and_short_enough(
    corners: list[tuple[int, int]], lixel_m: float
) -> None:
    """No lixel is longer than asked, none shorter than it need be, and all are alike."""
    line = lines(corners)
    lixels = divide_lines(line, lixel_m=lixel_m)
    count = lixels.length_m.size

    assert lixels.length_m.max() <= lixel_m * (1 + 1e-8)
    assert count == 1 or line[0].length / (count - 1) > lixel_m * (1 - 1e-8)
    np.testing.assert_allclose(shapely.length(lixels.geometry), lixels.length_m, atol=1e-8)


@settings(deadline=None)
@given(st.lists(whole_metres, min_size=2, max_size=6, unique=True), st.floats(0.5, 50))
def test_lixels_put_together_are_the_line(corners: list[tuple[int, int]], lixel_m: float) -> None:
    """Every piece begins where the one before ends, and no vertex of the line is lost or moved."""
    line = lines(corners)
    lixels = divide_lines(line, lixel_m=lixel_m)
    pieces = [shapely.get_coordinates(piece) for piece in lixels.geometry]
    joined = np.vstack(pieces)
    distance_m = np.hypot(*(shapely.get_coordinates(line[0])[:, None] - joined[None]).T)

    np.testing.assert_array_equal(pieces[0][0], shapely.get_coordinates(line[0])[0])
    np.testing.assert_array_equal(pieces[-1][-1], shapely.get_coordinates(line[0])[-1])
    assert all(np.array_equal(one[-1], two[0]) for one, two in pairwise(pieces))
    assert distance_m.min(axis=0).max() < 1e-8


def test_middle_lies_on_a_bent_street() -> None:
    """The middle is taken along the street, not between the ends of the lixel."""
    lixels = divide_lines(lines([(0, 0), (6, 0), (6, 4)]), lixel_m=10.0)

    np.testing.assert_allclose(lixels.x_m - TOWN[0], 5.0, atol=1e-9)
    np.testing.assert_allclose(lixels.y_m - TOWN[1], 0.0, atol=1e-9)


def test_streets_that_share_an_end_share_a_node() -> None:
    """A crossroads has one node of four lixels, each arm a dead end and cuts between its lixels."""
    arms = lines(*([(0, 0), end] for end in ((30, 0), (0, 30), (-30, 0), (0, -30))))
    lixels = divide_lines(arms, lixel_m=10.0)
    _, degree = np.unique(lixels.nodes, return_counts=True)

    assert sorted(degree) == [1] * 4 + [2] * 8 + [4]
    assert len(set(lixels.nodes[lixels.order == 0, 0])) == 1


def test_ends_a_hundredth_of_a_millimetre_apart_meet() -> None:
    """Rounding of a file's coordinates does not cut the network."""
    lixels = divide_lines(lines([(0, 0), (9, 0)], [(9.00001, 0), (20, 0)]), lixel_m=20.0)

    assert lixels.nodes[0, 1] == lixels.nodes[1, 0]


def test_ring_of_one_lixel_ends_where_it_begins() -> None:
    """A closed ring has one node."""
    lixels = divide_lines(lines([(0, 0), (5, 0), (5, 5), (0, 0)]), lixel_m=50.0)

    assert lixels.nodes[0, 0] == lixels.nodes[0, 1]


def test_streets_crossing_without_a_vertex_do_not_meet() -> None:
    """A bridge over a street is not joined to it."""
    lixels = divide_lines(lines([(-5, 0), (5, 0)], [(0, -5), (0, 5)]), lixel_m=20.0)

    assert np.unique(lixels.nodes).size == 4


def test_other_streets_do_not_change_the_lixels_of_a_street() -> None:
    """Lixels keep their identifiers and places when streets are added before them."""
    street = lines([(0, 0), (99.7, 41.3)])
    many = lines(*([(0, k), (90 + k / 7, k + 0.3)] for k in range(1, 400)))
    alone = divide_lines(street, lixel_m=10.0)
    among = divide_lines(np.concatenate([many, street]), lixel_m=10.0)
    mine = among.line == many.size

    np.testing.assert_array_equal(among.order[mine], alone.order)
    np.testing.assert_array_equal(among.length_m[mine], alone.length_m)
    np.testing.assert_allclose(among.x_m[mine], alone.x_m, rtol=0, atol=1e-7)


def test_heights_and_repeated_vertices_do_no_harm() -> None:
    """A line with heights and a vertex given twice is divided by its length on the map."""
    line = np.array(
        [LineString([(0, 0, 200), (3, 0, 210), (3, 0, 210), (8, 0, 230)])], dtype=object
    )
    lixels = divide_lines(line, lixel_m=4.0)

    np.testing.assert_allclose(lixels.length_m, [4.0, 4.0])
    assert not shapely.has_z(lixels.geometry).any()


def test_given_lines_and_own_arrays_stay_as_they_are() -> None:
    """Nothing changes what it was given, and nobody changes the lixels."""
    line = lines([(0, 0), (25, 0)])
    before = shapely.to_wkb(line)
    lixels = divide_lines(line, lixel_m=10.0)

    np.testing.assert_array_equal(shapely.to_wkb(line), before)
    with pytest.raises(ValueError, match="read-only"):
        lixels.length_m[0] = 1.0


def test_real_streets_of_zizkov_are_divided_without_loss(shared_data: Path) -> None:
    """All 64 lines keep their length."""
    streets = gpd.read_file(shared_data / "zizkov" / "zizkov.gpkg", layer="ulice")
    lixels = divide_lines(streets.geometry.to_numpy(), lixel_m=10.0)
    by_line_m = np.bincount(lixels.line, weights=shapely.length(lixels.geometry))

    np.testing.assert_allclose(by_line_m, streets.length, rtol=1e-9)
