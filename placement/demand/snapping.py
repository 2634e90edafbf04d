"""Snapping of points to the nearest lixel, and the mass they bring to the lixels around."""

import numpy as np
import scipy.sparse as sp
import shapely
from scipy.spatial import KDTree

from placement.demand.arguments import Geometries
from placement.demand.lixels import NODE_DIGITS, Lixels
from placement.units import Floats, Integers

UNSNAPPED = -1
SLACK = 1e-9
"""Tolerance of a distance limit, so that rounding does not exclude the lixel at it. [-, m]"""
BLOCK_COLUMNS = 16
"""Columns of weights computed at once, so that 100 of 100 000 points fit in memory. [-]"""


def nearest_lixel(points: Geometries, lixels: Lixels, *, snap_m: float = np.inf) -> Integers:
    """Return the index of the nearest lixel of each point, -1 beyond `snap_m`.

    Parameters
    ----------
    points : (N,) array
        Points; an empty one has no nearest lixel.
    lixels
        Lixels in the same system.
    snap_m
        Largest distance, itself included. [m]

    Returns
    -------
    index : (N,) array
        Of several lixels equally near (a point on a junction) the one with the westernmost, then
        southernmost middle, so that the order and direction of the streets do not matter. A point
        inside an area belongs to the area, even if it is on a path through it.
    """
    index = np.full(points.size, UNSNAPPED, dtype=np.int64)
    placed = np.flatnonzero(~(shapely.is_missing(points) | shapely.is_empty(points)))
    if not placed.size:
        return index
    # the lixel of the nearest middle is hardly ever much farther than the nearest lixel: as a limit
    # of the search it halves the time
    middles = np.column_stack([lixels.x_m, lixels.y_m])
    _, of_nearest_middle = KDTree(middles).query(shapely.get_coordinates(points[placed]))
    upper_m = shapely.distance(points[placed], lixels.geometry[of_nearest_middle])
    limit_m = upper_m * (1 + SLACK) + SLACK
    tree = shapely.STRtree(lixels.geometry)
    place, lixel = tree.query(points[placed], predicate="dwithin", distance=limit_m)
    point = placed[place]
    distance_m = shapely.distance(points[point], lixels.geometry[lixel])
    within = distance_m <= snap_m
    point, lixel, distance_m = point[within], lixel[within], distance_m[within]
    x_m, y_m = lixels.x_m[lixel].round(NODE_DIGITS), lixels.y_m[lixel].round(NODE_DIGITS)
    preference = np.lexsort((lixel, y_m, x_m, lixels.on_street[lixel], distance_m, point))
    snapped_point, first = np.unique(point[preference], return_index=True)
    index[snapped_point] = lixel[preference][first]
    return index


def lixel_mass(lixels: Lixels, points: Geometries, index: Integers, weights: Floats) -> Floats:
    """Return the weight that points bring to each lixel; a point with index -1 brings none.

    Parameters
    ----------
    lixels, points, index
        I lixels, N points and the lixel of each, as `nearest_lixel` gives it.
    weights : (N,) or (N, K) array
        Of each point, in each of K sets.

    Returns
    -------
    mass : (I,) or (I, K) array
        Sums to the weights of the points that have a lixel.

    Notes
    -----
    A point at the share a of its lixel leaves 2 a (1 - a) there and gives (1 - a)² to the node at
    the start, a² to that at the end; a node passes on to its lixels as they conduct. On a street
    that is the quadratic B-spline over three lixels: the centre stays where the point is, and the
    variance is length² / 4 wherever it is, which is what it takes for a heat kernel on lixels, more
    peaked than the normal curve by length² / (8 bandwidth²), to come out as high as the curve.
    Moving points to the middle would be wrong by 8 % of the peak at a lixel of bandwidth / 4, and
    at a junction the result would depend on the order of the streets. A piece of area keeps all of
    the weight of its points.
    """
    near = np.flatnonzero(index != UNSNAPPED)
    columns = weights if weights.ndim > 1 else weights[:, np.newaxis]
    stars = lixels.stars
    conductance = stars.sum(axis=1)[:, np.newaxis]
    at_node, at_lixel = _shares(lixels, points[near], index[near], nodes=stars.shape[0])
    mass = np.empty((stars.shape[1], columns.shape[1]))
    for first in range(0, columns.shape[1], BLOCK_COLUMNS):
        block = slice(first, first + BLOCK_COLUMNS)
        weight = columns[near, block]
        mass[:, block] = at_lixel @ weight + stars.T @ ((at_node @ weight) / conductance)
    return mass.reshape(stars.shape[1], *weights.shape[1:])


def _shares(
    lixels: Lixels, points: Geometries, lixel: Integers, *, nodes: int
) -> tuple[sp.csr_array, sp.csr_array]:
    """Return the share of each point that nodes get (nodes, N), and that lixels keep (I, N)."""
    street = np.flatnonzero(lixels.on_street[lixel])
    lines = lixels.geometry[lixel[street]]
    along = shapely.line_locate_point(lines, points[street], normalized=True)
    lixel_share = np.ones(lixel.size)
    lixel_share[street] = 2 * along * (1 - along)
    ends = lixels.nodes[lixel[street]].T.ravel()
    node_share = np.concatenate([(1 - along) ** 2, along**2])
    at_node = sp.coo_array((node_share, (ends, np.tile(street, 2))), shape=(nodes, lixel.size))
    shape = (lixels.length_m.size, lixel.size)
    at_lixel = sp.coo_array((lixel_share, (lixel, np.arange(lixel.size))), shape=shape)
    return at_node.tocsr(), at_lixel.tocsr()
