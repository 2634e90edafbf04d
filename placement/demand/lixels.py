"""`Lixels`: streets divided into pieces of nearly equal length, and the nodes where they meet."""

from typing import Any

import numpy as np
import scipy.sparse as sp
import shapely
from attrs import field, frozen
from numpy.typing import ArrayLike, NDArray

from placement.demand.arguments import Geometries
from placement.units import Booleans, Floats, Integers

NODE_DIGITS = 3
"""End vertices that are equal to this many decimals of a metre are one node. [-]"""
NO_NODE = -1
CUT_TOLERANCE_M = 1e-9
"""A vertex this near to a cut takes its place. [m]"""
COUNT_TOLERANCE = 1e-9
"""A line this much longer than ten lixels is still divided into ten. [-]"""


def read_only_copy(values: ArrayLike) -> NDArray[Any]:
    """Return a copy that cannot be written to."""
    copy = np.array(values)
    copy.setflags(write=False)
    return copy


@frozen(eq=False)
class Joints:
    """J connections of a node and the middle of a lixel, beside those at the ends of streets."""

    node: Integers = field(converter=read_only_copy)
    lixel: Integers = field(converter=read_only_copy)
    conductance_1_m: Floats = field(converter=read_only_copy)
    """(J,) flow at a difference of one incident a metre. [1/m]"""


NO_JOINTS = Joints(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))


@frozen(eq=False)
class Lixels:
    """I pieces of L lines, in the order of the lines and along each from its first vertex.

    Pieces of areas may follow those of the lines (see `spaces`).
    """

    geometry: Geometries = field(converter=read_only_copy)
    """(I,) LineStrings; Polygons where a piece is of an area."""
    line: Integers = field(converter=read_only_copy)
    """(I,) index of the line; areas are numbered after the lines."""
    order: Integers = field(converter=read_only_copy)
    """(I,) number within the line, from 0."""
    length_m: Floats = field(converter=read_only_copy)
    """(I,) along the line, equal within a line; of a piece of area the length it counts as. [m]"""
    x_m: Floats = field(converter=read_only_copy)
    y_m: Floats = field(converter=read_only_copy)
    """(I,) the middle, on the line. [m]"""
    nodes: Integers = field(converter=read_only_copy)
    """(I, 2) nodes at the first and last vertex: ends of streets, or cuts within one.

    -1 for a piece of area: it has joints only.
    """
    joints: Joints = NO_JOINTS
    """Connections of pieces of areas with each other and with the streets."""

    @property
    def on_street(self) -> Booleans:
        """(I,) whether each is a piece of a line."""
        return np.asarray(self.nodes[:, 0] != NO_NODE)

    @property
    def stars(self) -> sp.csr_array:
        """(nodes, I) conductance from a node to the middles of the lixels that end there. [1/m]"""
        lixel = np.repeat(np.flatnonzero(self.on_street), 2)
        joints = self.joints
        node = np.concatenate([self.nodes[self.on_street].ravel(), joints.node])
        conductance = np.concatenate([(2 / self.length_m)[lixel], joints.conductance_1_m])
        where = (node, np.concatenate([lixel, joints.lixel]))
        shape = (int(node.max()) + 1, self.length_m.size)
        return sp.coo_array((conductance, where), shape=shape).tocsr()


def divide_lines(lines: Geometries, *, lixel_m: float, decks: Integers | None = None) -> Lixels:
    """Return the lixels of lines, each line divided equally into pieces of at most `lixel_m`.

    Parameters
    ----------
    lines : (L,) array
        LineStrings longer than zero, in a metric system; a height is dropped.
    lixel_m
        Longest lixel. [m]
    decks : (L, 2) array, optional
        Deck of each line's ends: of ends at one place, as on a bridge and below it, only those on
        the same deck share a node. [-]

    Returns
    -------
    Lixels
        A line shorter than `lixel_m` is one lixel. The pieces of a line have all its vertices,
        unmoved.
    """
    lines = shapely.force_2d(lines)
    xy, line_of = shapely.get_coordinates(lines, return_index=True)
    step_m = np.append(0.0, np.hypot(*np.diff(xy, axis=0).T))
    starts_line = np.append(True, np.diff(line_of) > 0)
    # One axis for all lines, a metre between two of them, so that positions increase throughout.
    position = np.cumsum(np.where(starts_line, 1.0, step_m))
    first_vertex = np.flatnonzero(starts_line)
    last_vertex = np.append(first_vertex[1:], position.size) - 1
    begin, end = position[first_vertex], position[last_vertex]

    # not end - begin: its rounding depends on the lines before, and must not change the count
    length_m = shapely.length(lines)
    count = np.maximum(1, np.ceil(length_m / lixel_m - COUNT_TOLERANCE)).astype(np.int64)
    line = np.repeat(np.arange(count.size), count)
    order = np.arange(line.size) - np.repeat(np.cumsum(count) - count, count)
    low = begin[line] + order * ((end - begin) / count)[line]
    high = np.where(order + 1 == count[line], end[line], np.roll(low, -1))
    middle = _at((low + high) / 2, position, xy)
    ends = street_nodes(np.stack([xy[first_vertex], xy[last_vertex]], axis=1), decks)
    return Lixels(
        geometry=_pieces(low, high, position, xy),
        line=line,
        order=order,
        length_m=(length_m / count)[line],
        x_m=middle[:, 0],
        y_m=middle[:, 1],
        nodes=_lixel_nodes(ends, line, order, count),
    )


def _at(where: Floats, position: Floats, xy: Floats) -> Floats:
    """Return the coordinates at positions along the common axis, (N, 2). [m]"""
    return np.column_stack([np.interp(where, position, axis) for axis in xy.T])


def _pieces(low: Floats, high: Floats, position: Floats, xy: Floats) -> Geometries:
    """Return the LineStrings between `low` and `high`, with the vertices that lie inside."""
    piece = np.searchsorted(low, position, side="right") - 1
    inside = (position > low[piece] + CUT_TOLERANCE_M) & (position < high[piece] - CUT_TOLERANCE_M)
    pieces = np.arange(low.size)
    owner = np.concatenate([pieces, piece[inside], pieces])
    where = np.concatenate([low, position[inside], high])
    corners = np.concatenate([_at(low, position, xy), xy[inside], _at(high, position, xy)])
    sequence = np.lexsort((where, owner))  # stable: vertices at one place keep their order
    return np.asarray(shapely.linestrings(corners[sequence], indices=owner[sequence]), dtype=object)


def street_nodes(ends: Floats, decks: Integers | None = None) -> Integers:
    """Return the node of each line's ends (L, 2): ends that are equal to the millimetre share one.

    Of `ends` (L, 2, 2) the axes are line, first or last, and x or y. [m] Ends on different `decks`
    (L, 2) share none.
    """
    places = ends.reshape(-1, 2).round(NODE_DIGITS)
    deck = np.zeros(len(places)) if decks is None else np.asarray(decks).ravel()
    keys = np.column_stack([places, deck])
    _, node = np.unique(keys, axis=0, return_inverse=True)
    return np.asarray(node, dtype=np.int64).reshape(-1, 2)


def _lixel_nodes(street: Integers, line: Integers, order: Integers, count: Integers) -> Integers:
    """Return the node of each lixel's ends (I, 2): nodes of streets first, then cuts."""
    cut = street.max() + 1 + np.arange(line.size)
    start = np.where(order == 0, street[line, 0], np.roll(cut, 1))
    end = np.where(order == count[line] - 1, street[line, 1], cut)
    # a cut has the number of the lixel before it, so the last lixel of a street leaves one unused
    _, node = np.unique(np.column_stack([start, end]), return_inverse=True)
    return np.asarray(node, dtype=np.int64).reshape(-1, 2)
