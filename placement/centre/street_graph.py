"""Streets, camera points and an existing network as one graph for ways of new cable.

Streets meet at their common ends, on one deck only. A point joins the nearest street at its foot,
by its distance; so does each place of the network, where the way ends. A network nearer to a point
than its street is reached straight.
"""

import numpy as np
import shapely
from attrs import frozen

from placement.centre.steiner import Graph
from placement.demand.lixels import street_nodes
from placement.units import Floats, Integers

TAP_M = 5.0
"""A line of the network is reached at places so far apart at most: ways are right to half. [m]"""
MOST_TAPS = 50_000
"""Places of the network at most; a longer one is reached at places farther apart. [-]"""


@frozen(eq=False)
class StreetGraph:
    """A graph with a node for each of N camera points, and one for the whole network."""

    graph: Graph
    points: Integers
    """(N,) nodes of the camera points."""
    network: int
    """Node that stands for the network, wherever it is reached."""


def street_graph(
    streets: np.ndarray, points_m: Floats, network: np.ndarray, *, decks: Integers | None = None
) -> StreetGraph:
    """Return the graph of streets, points and network.

    Parameters
    ----------
    streets : (L,) array
        LineStrings that meet at their ends, at least one, in a metric system.
    points_m : (N, 2) array
        Camera points. [m]
    network : (M,) array
        Points and LineStrings of what power or fibre is there, at least one.
    decks : (L, 2) array, optional
        As in `lixels.divide_lines`.
    """
    streets = shapely.force_2d(streets)
    ends = np.stack(
        [shapely.get_coordinates(shapely.get_point(streets, end)) for end in (0, -1)], axis=1
    )
    corners = street_nodes(ends, decks)
    first = int(corners.max()) + 1
    points, taps = _points(points_m), _taps(network)
    joined = np.concatenate([points, taps])
    _, street = shapely.STRtree(streets).query_nearest(joined, all_matches=False)
    foot_m = shapely.line_locate_point(streets[street], joined)
    off_m = shapely.distance(streets[street], joined)
    feet = first + np.arange(joined.size)
    network_node = first + joined.size
    nodes = network_node + 1 + np.arange(points.size)
    along, along_m = _along(streets, corners, street, foot_m, feet)
    own = np.concatenate([nodes, np.full(taps.size, network_node)])
    straight, straight_m = _straight(points, network, off_m[: points.size])
    edges = np.concatenate(
        [
            along,
            np.column_stack([feet, own]),
            np.column_stack([nodes[straight], np.full(straight.size, network_node)]),
        ]
    )
    graph = Graph(
        network_node + 1 + points.size, edges, np.concatenate([along_m, off_m, straight_m])
    )
    return StreetGraph(graph, nodes, network_node)


def _taps(network: np.ndarray) -> np.ndarray:
    """Return the places at which a network may be reached."""
    flat = shapely.force_2d(network)
    step_m = max(TAP_M, float(shapely.length(flat).sum()) / MOST_TAPS)
    places_m = shapely.get_coordinates(shapely.segmentize(flat, step_m))
    return _points(np.unique(places_m, axis=0))


def _points(places_m: Floats) -> np.ndarray:
    """Return points at places (N, 2)."""
    return np.asarray(shapely.points(places_m), dtype=object)


def _along(
    streets: np.ndarray, corners: Integers, street: Integers, foot_m: Floats, feet: Integers
) -> tuple[Integers, Floats]:
    """Return the pieces of streets between their ends and the feet on them, and their lengths."""
    number, length_m = np.arange(streets.size), shapely.length(streets)
    line = np.concatenate([number, street, number])
    where_m = np.concatenate([np.zeros(streets.size), foot_m, length_m])
    node = np.concatenate([corners[:, 0], feet, corners[:, 1]])
    place = np.concatenate([np.zeros(streets.size), np.ones(feet.size), np.full(streets.size, 2)])
    by = np.lexsort((node, where_m, place == 2, line))
    line, where_m, node = line[by], where_m[by], node[by]
    same = np.diff(line) == 0
    pieces = np.column_stack([node[:-1], node[1:]])[same]
    return pieces, np.maximum(np.diff(where_m)[same], 0.0)


def _straight(points: np.ndarray, network: np.ndarray, off_m: Floats) -> tuple[Integers, Floats]:
    """Return which points have the network nearer than their street, and how far it is."""
    if not points.size:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    _, nearest = shapely.STRtree(network).query_nearest(points, all_matches=False)
    direct_m = shapely.distance(points, network[nearest])
    straight = np.flatnonzero(direct_m <= off_m)
    return straight, direct_m[straight]
