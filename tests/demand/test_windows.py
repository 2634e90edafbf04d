"""Windows along the network, against Dijkstra's shortest walks."""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString, linestrings

from placement.demand.windows import adjacency, end_nodes, windows
from tests.examples import up_to


def by_dijkstra(nodes: np.ndarray, length_m: np.ndarray, radius_m: float) -> np.ndarray:
    """Return which lixels lie in whose window, from all shortest walks."""
    near = adjacency(nodes).tocoo()
    step = (length_m[near.row] + length_m[near.col]) / 2
    count = length_m.size
    at = (near.row.astype(np.int32), near.col.astype(np.int32))  # older scipy knows no other
    walks = dijkstra(coo_array((step, at), shape=(count, count)).tocsr())
    return walks <= radius_m


def test_a_window_reaches_as_far_as_one_walks() -> None:
    """On a straight street of ten pieces of 10 m a walk of 20 m takes in two to either side."""
    pieces = linestrings([[(10.0 * k, 0), (10.0 * k + 10, 0)] for k in range(10)])
    near = windows(end_nodes(pieces), np.full(10, 10.0), radius_m=20.0)

    assert near[[5]].indices.tolist() == [3, 4, 5, 6, 7]
    assert near[[0]].indices.tolist() == [0, 1, 2]


def test_streets_that_do_not_meet_are_not_near() -> None:
    """Two parallel streets 1 m apart share no window: nobody walks through walls."""
    pieces = linestrings([[(0, y), (10, y)] for y in (0.0, 1.0)])

    assert windows(end_nodes(pieces), np.full(2, 10.0), radius_m=50.0).nnz == 2


def test_a_ring_is_its_own_window_only() -> None:
    """A street that ends where it begins has one node, and no neighbour."""
    ring = np.array([LineString([(0, 0), (5, 5), (10, 0), (0, 0)])])

    assert windows(end_nodes(ring), np.array([24.0]), radius_m=90.0).toarray().tolist() == [[1.0]]


@settings(max_examples=up_to(60), deadline=None)
@given(st.integers(0, 10**6), st.floats(0.0, 120.0))
def test_windows_are_all_shortest_walks(seed: int, radius_m: float) -> None:
    """On random networks, pieces of any length, the windows are those of Dijkstra."""
    dice = np.random.default_rng(seed)
    ends = dice.integers(0, 5, (30, 2, 2)).astype(float)
    lines = linestrings(ends[(ends[:, 0] != ends[:, 1]).any(axis=1)])
    nodes, length_m = end_nodes(lines), dice.uniform(1, 40, lines.size)

    within = windows(nodes, length_m, radius_m=radius_m).toarray() > 0

    np.testing.assert_array_equal(within, by_dijkstra(nodes, length_m, radius_m))


def test_ends_that_agree_to_the_millimetre_are_one_node() -> None:
    """Rounding in a file does not take streets apart."""
    lines = gpd.GeoSeries([LineString([(0, 0), (5, 0)]), LineString([(5.0001, 0), (9, 0)])])
    nodes = end_nodes(lines.to_numpy())

    assert nodes[0, 1] == nodes[1, 0]
    assert len(np.unique(nodes)) == 3


def test_no_lixels_have_no_windows() -> None:
    """Nothing comes of nothing."""
    empty = np.zeros((0, 2), dtype=np.int64)

    assert windows(empty, np.zeros(0), radius_m=10.0).shape == (0, 0)
    assert pytest.approx(adjacency(empty).nnz) == 0
