"""Streets put together at false nodes."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components
from shapely import LineString

from placement.demand.arguments import Geometries
from placement.demand.chains import Chains, join_at_pseudo_nodes
from placement.demand.diffusion import diffuse, laplacian
from placement.demand.lixels import Lixels, divide_lines
from tests.examples import up_to

corner = st.tuples(st.integers(0, 3), st.integers(0, 3))
towns = st.lists(
    st.tuples(corner, corner, st.sampled_from("ab")).filter(lambda edge: edge[0] != edge[1]),
    min_size=1,
    max_size=14,
)


def lines(*corners: list[tuple[float, float]]) -> Geometries:
    """Return LineStrings by their corners."""
    return np.array([LineString(line) for line in corners], dtype=object)


def town_of(drawn: list) -> tuple[Geometries, list[str]]:
    """Return streets between crossings of a grid, bent by one vertex, and their names."""
    ends = 31.7 * np.array([[one, other] for one, other, _ in drawn], dtype=float)
    bend = ends.mean(axis=1, keepdims=True) + np.array([3.1, -2.3])
    return shapely.linestrings(np.concatenate([ends[:, :1], bend, ends[:, 1:]], axis=1)), [
        name for *_, name in drawn
    ]


def components(lixels: Lixels) -> int:
    """Return into how many parts the network falls."""
    return int(connected_components(laplacian(lixels), directed=False)[0])


def vertices(of: Geometries) -> set[tuple[float, float]]:
    """Return the vertices of lines."""
    return set(map(tuple, shapely.get_coordinates(of).tolist()))


@settings(max_examples=up_to(80), deadline=None)
@given(towns)
def test_nothing_but_false_nodes_goes(drawn: list) -> None:
    """Length, vertices and components stay; every line is a member once; less is left to cut."""
    streets, names = town_of(drawn)
    chains = join_at_pseudo_nodes(streets, names)
    before, after = (divide_lines(each, lixel_m=10.0) for each in (streets, chains.lines))

    assert sorted(chains.member) == list(range(len(streets)))
    assert shapely.length(chains.lines).sum() == pytest.approx(shapely.length(streets).sum())
    assert vertices(chains.lines) == vertices(streets)
    assert components(after) == components(before)
    assert after.length_m.size <= before.length_m.size
    np.testing.assert_allclose(
        shapely.length(shapely.intersection(chains.lines[chains.chain], streets[chains.member])),
        chains.length_m,
        atol=1e-6,
    )


@settings(max_examples=40, deadline=None)
@given(towns, st.integers(0, 2**32 - 1))
def test_mass_stays_and_lies_on_the_line_said(drawn: list, seed: int) -> None:
    """Each lixel's middle is on the line it is said to be of; diffusion loses nothing."""
    streets, names = town_of(drawn)
    chains = join_at_pseudo_nodes(streets, names)
    lixels = divide_lines(chains.lines, lixel_m=10.0)
    middle = shapely.points(lixels.x_m, lixels.y_m)
    mass = np.random.default_rng(seed).gamma(0.3, size=lixels.length_m.size)

    assert shapely.distance(streets[chains.line_of(lixels)], middle).max() < 1e-6
    assert diffuse(lixels, mass, bandwidth_m=40.0).sum() == pytest.approx(mass.sum(), rel=1e-9)


def merged(chains: Chains) -> list[list[int]]:
    """Return the members of each chain."""
    return [sorted(chains.member[chains.chain == k]) for k in range(chains.lines.size)]


def test_a_street_in_three_lines_is_one_whatever_their_direction() -> None:
    """The chain has the direction of the line that comes first in the file."""
    chains = join_at_pseudo_nodes(
        lines([(9, 0), (5, 0)], [(9, 0), (20, 0)], [(0, 0), (5, 0)]), ["a", "a", "a"]
    )

    assert [line.wkt for line in chains.lines] == ["LINESTRING (20 0, 9 0, 5 0, 0 0)"]
    assert chains.member.tolist() == [1, 0, 2]


@pytest.mark.parametrize(
    ("names", "third", "expected"),
    [
        (["a", "a"], None, [[0, 1]]),
        (["a", "b"], None, [[0], [1]]),
        (["a", "a", "a"], [(5, 0), (5, 9)], [[0], [1], [2]]),
        (["a", "a", "b"], [(10, 0), (20, 0)], [[0, 1], [2]]),
    ],
)
def test_only_two_alike_are_joined(names: list, third: list | None, expected: list) -> None:
    """Neither at a crossing nor where the street changes its name."""
    drawn = [[(0, 0), (5, 0)], [(5, 0), (10, 0)], *([third] if third else [])]

    assert merged(join_at_pseudo_nodes(lines(*drawn), names)) == expected


def test_untouched_lines_are_handed_back_as_they_are() -> None:
    """A town without false nodes is cut to the last bit as before."""
    cross = lines(*([(0, 0), end] for end in ((30.1, 0), (0, 30), (-30, 0), (0, -30))))
    chains = join_at_pseudo_nodes(cross, ["a"] * 4)

    np.testing.assert_array_equal(shapely.to_wkb(chains.lines), shapely.to_wkb(cross))


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
def test_a_ring_opens_at_one_place_in_any_order(order: list[int]) -> None:
    """A ring of three lines without a crossing is one line from its westernmost node."""
    ring = lines([(0, 0), (9, 0)], [(9, 0), (5, 9)], [(0, 0), (5, 9)])
    (line,) = join_at_pseudo_nodes(ring[order], ["a"] * 3).lines

    assert line.is_ring
    assert line.coords[0] == (0, 0)


def test_a_ring_on_a_street_stays_a_ring() -> None:
    """The turning place at the end of a street meets it in three ends, a crossing."""
    drawn = lines([(0, 0), (9, 0)], [(9, 0), (15, 5), (15, -5), (9, 0)])

    assert merged(join_at_pseudo_nodes(drawn, ["a", "a"])) == [[0], [1]]


def test_lixels_of_a_crumbled_street_come_out_even() -> None:
    """A street drawn in lines of 3 to 19 m is cut into pieces of 10 m."""
    x = np.append(0, np.cumsum(np.random.default_rng(0).uniform(3, 19, 60)))
    crumbs = lines(*([(a, 0), (b, 0)] for a, b in pairwise(x)))
    before = divide_lines(crumbs, lixel_m=10.0).length_m
    after = divide_lines(join_at_pseudo_nodes(crumbs, ["a"] * 60).lines, lixel_m=10.0).length_m

    assert before.std() / before.mean() > 0.2
    assert np.ptp(after) < 1e-9
    assert after[0] > 9.8
