"""Windows: the lixels within a walking distance of each lixel along the network."""

from typing import Any

import numpy as np
import scipy.sparse as sp
import shapely

from placement.demand.arguments import Geometries
from placement.demand.lixels import NODE_DIGITS
from placement.units import Booleans, Floats, Integers


def end_nodes(geometry: Geometries) -> Integers:
    """Return the nodes at both ends of lines (I, 2): ends equal to the millimetre share a node.

    A ring has the same node twice.
    """
    first, last = (shapely.get_point(geometry, end) for end in (0, -1))
    ends = np.stack([shapely.get_coordinates(first), shapely.get_coordinates(last)], axis=1)
    _, node = np.unique(ends.reshape(-1, 2).round(NODE_DIGITS), axis=0, return_inverse=True)
    return np.asarray(node, dtype=np.int64).reshape(-1, 2)


def adjacency(nodes: Integers) -> sp.csr_array:
    """Return the matrix of lixels that share a node (I, I), without the diagonal."""
    count = nodes.shape[0]
    lixel = np.repeat(np.arange(count), 2)
    shape = (count, int(nodes.max(initial=-1)) + 1)
    touches = sp.coo_array((np.ones(2 * count), (lixel, nodes.ravel())), shape=shape).tocsr()
    shared = (touches @ touches.T).tocoo()
    apart = shared.row != shared.col
    pairs = (shared.row[apart], shared.col[apart])
    return sp.coo_array((np.ones(int(apart.sum())), pairs), shape=(count, count)).tocsr()


def windows(nodes: Integers, length_m: Floats, *, radius_m: float) -> sp.csr_array:
    """Return the matrix of lixels in the window of each (I, I), itself included.

    Parameters
    ----------
    nodes : (I, 2) array
        Nodes at the ends of each lixel.
    length_m : (I,) array
        Of each lixel. [m]
    radius_m
        Longest walk from the middle of a lixel to that of another in its window. [m]

    Notes
    -----
    All walks are lengthened together by one lixel in each round (Bellman and Ford), so the cost
    grows with the size of the windows, not with the square of the network.
    """
    near = adjacency(nodes)
    count = length_m.size
    shortest_key = np.arange(count, dtype=np.int64) * (count + 1)
    shortest_m = np.zeros(count)
    front_key, front_m = shortest_key, shortest_m
    while front_key.size:
        key, walked_m = _lengthen(front_key, front_m, near, length_m)
        within = walked_m <= radius_m
        key, walked_m = _shortest(key[within], walked_m[within])
        better = _improves(key, walked_m, shortest_key, shortest_m)
        front_key, front_m = key[better], walked_m[better]
        shortest_key, shortest_m = _shortest(
            np.concatenate([shortest_key, front_key]), np.concatenate([shortest_m, front_m])
        )
    pairs: Any = np.divmod(shortest_key, count)
    return sp.coo_array((np.ones(shortest_key.size), pairs), shape=(count, count)).tocsr()


def _lengthen(
    key: Integers, walked_m: Floats, near: sp.csr_array, length_m: Floats
) -> tuple[Integers, Floats]:
    """Return walks (key start * I + end, length) lengthened to every neighbour of their end."""
    start, end = np.divmod(key, length_m.size)
    degree = np.diff(near.indptr)[end]
    walk = np.repeat(np.arange(key.size), degree)
    number = np.arange(walk.size) - np.repeat(np.cumsum(degree) - degree, degree)
    neighbour = near.indices[near.indptr[end][walk] + number]
    step_m = (length_m[end[walk]] + length_m[neighbour]) / 2
    return start[walk] * length_m.size + neighbour, walked_m[walk] + step_m


def _shortest(key: Integers, walked_m: Floats) -> tuple[Integers, Floats]:
    """Return the keys once each, sorted, with the shortest walk of each."""
    order = np.lexsort((walked_m, key))
    key, walked_m = key[order], walked_m[order]
    first = np.append(True, np.diff(key) > 0)[: key.size]
    return key[first], walked_m[first]


def _improves(
    key: Integers, walked_m: Floats, shortest_key: Integers, shortest_m: Floats
) -> Booleans:
    """Return which walks are new or shorter than the shortest ones so far."""
    index = np.minimum(np.searchsorted(shortest_key, key), shortest_key.size - 1)
    return np.asarray((shortest_key[index] != key) | (walked_m < shortest_m[index]))
