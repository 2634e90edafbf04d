"""Noding: lines split where they meet, with the decks of both ends of each piece."""

from collections.abc import Sequence

import numpy as np
import shapely
from attrs import evolve, frozen
from numpy.typing import NDArray

from placement.inputs.streets import decks
from placement.inputs.streets.decks import SAME_VERTEX_M
from placement.units import Booleans, Floats, Integers

TOUCH_M = 0.05
"""A line that ends this near another's interior joins it. [m]"""
SAME_DECK = 0
__all__ = ["SAME_VERTEX_M", "TOUCH_M", "NodedLines", "node_lines"]


@frozen(eq=False)
class NodedLines:
    """M pieces of lines, in the order of the lines, along each line."""

    pieces: NDArray[np.object_]
    """(M,) LineStrings, flat."""
    line: Integers
    """(M,) index of the line each comes from. [-]"""
    deck: Integers
    """(M, 2) on which deck each begins and ends; ends at one place meet only on one deck. [-]"""
    stacked: int
    """Places where vertices lie above one another and do not meet. [-]"""


@frozen(eq=False)
class _Vertices:
    """V vertices of lines, in the order of the lines."""

    xy: Floats
    height_m: Floats
    deck: Integers
    owner: Integers

    @property
    def shapes(self) -> NDArray[np.object_]:
        return np.asarray(shapely.linestrings(self.xy, indices=self.owner), dtype=object)

    def take(self, index: Integers | Booleans) -> "_Vertices":
        return _Vertices(self.xy[index], self.height_m[index], self.deck[index], self.owner[index])


def node_lines(
    lines: Sequence[shapely.LineString] | NDArray[np.object_],
    *,
    storey: Integers | None = None,
    heights: Sequence[Floats] | None = None,
) -> NodedLines:
    """Return lines split where they meet.

    A line is split at an interior vertex that another line, or it itself, has too on the same deck
    (see `decks`), and where another line ends within `TOUCH_M` of it without a vertex; there it
    gets that end as a vertex, so that the pieces share it exactly. Lines that only cross, or pass
    above one another, such as a bridge, stay whole.

    Parameters
    ----------
    lines : (N,) sequence
        Lines of a metric system.
    storey : (N,) array, optional
        0 on the ground, above it on bridges; all on the ground if not known. [-]
    heights : N arrays, optional
        Height of each vertex, NaN or 0 where unknown; unknown if there are none. [m]
    """
    shapes = np.asarray(lines, dtype=object)
    levels = np.zeros(len(shapes), dtype=np.int64) if storey is None else np.asarray(storey)
    vertices = _vertices(shapes, levels, heights)
    stacked_places = np.unique(decks.place_numbers(vertices.xy[vertices.deck > SAME_DECK]))
    line = np.arange(len(shapes))
    while True:
        finer, of_piece = _split_once(vertices, levels[line])
        line = line[of_piece]
        if len(of_piece) == int(vertices.owner[-1]) + 1:
            break  # a line that turns back may meet its own pieces
        vertices = finer
    first, last = _ends(finer.owner)
    deck = np.column_stack([finer.deck[first], finer.deck[last]])
    return NodedLines(finer.shapes, line, deck, len(stacked_places))


def _vertices(
    shapes: NDArray[np.object_], storey: Integers, heights: Sequence[Floats] | None
) -> _Vertices:
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    height_m = np.full(len(xy), np.nan) if heights is None else np.concatenate(list(heights))
    vertices = _Vertices(xy, height_m, np.zeros(len(xy), dtype=np.int64), owner)
    vertices = _without_repeats(vertices)
    end = np.zeros(len(vertices.xy), dtype=bool)
    end[np.concatenate(_ends(vertices.owner))] = True
    height_m = decks.without_empty_heights(vertices.height_m, vertices.xy, vertices.owner, end)
    deck = decks.deck_numbers(vertices.xy, height_m, storey[vertices.owner], end)
    return evolve(vertices, height_m=height_m, deck=deck)


def _split_once(vertices: _Vertices, storey: Integers) -> tuple[_Vertices, Integers]:
    meeting = _is_shared(vertices)
    vertices, meeting = _with_touching_ends(vertices, meeting, storey)
    return _split(vertices, meeting)


def _without_repeats(vertices: _Vertices) -> _Vertices:
    """Return vertices without those that repeat the one before them."""
    xy, owner = vertices.xy, vertices.owner
    repeats = np.zeros(len(xy), dtype=bool)
    repeats[1:] = (owner[1:] == owner[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    return vertices.take(~repeats)


def _is_shared(vertices: _Vertices) -> Booleans:
    """Return which vertices occur more than once on one deck, in any line."""
    keys = np.column_stack([decks.place_numbers(vertices.xy), vertices.deck])
    _, inverse, times = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(times[inverse.ravel()] > 1)


def _with_touching_ends(
    vertices: _Vertices, meeting: Booleans, storey: Integers
) -> tuple[_Vertices, Booleans]:
    """Return the vertices with loose ends put into the lines they touch."""
    xy, owner, shapes = vertices.xy, vertices.owner, vertices.shapes
    first, last = _ends(owner)
    loose = np.concatenate([first, last])
    loose = loose[~meeting[loose]]
    ends = shapely.points(xy[loose])
    which, target = shapely.STRtree(shapes).query(ends, predicate="dwithin", distance=TOUCH_M)
    other = target != owner[loose[which]]
    which, target = which[other], target[other]
    along_m = shapely.line_locate_point(shapes[target], ends[which])
    inside = (along_m > TOUCH_M) & (along_m < shapely.length(shapes[target]) - TOUCH_M)
    position_m = _position_m(xy, owner)
    over_m = _height_along(vertices, position_m, target, along_m)
    inside &= np.array(
        [
            decks.may_touch(height, over, int(storey[own]), int(storey[of]))
            for height, over, own, of in zip(
                vertices.height_m[loose[which]], over_m, owner[loose[which]], target, strict=True
            )
        ],
        dtype=bool,
    )
    which, target, along_m = which[inside], target[inside], along_m[inside]
    index = np.concatenate([np.arange(len(xy)), loose[which]])
    all_owners = np.concatenate([owner, target])
    order = np.lexsort((np.concatenate([position_m, along_m]), all_owners))
    joined = evolve(vertices.take(index), owner=all_owners).take(order)
    all_meeting = np.concatenate([meeting, np.ones(len(which), dtype=bool)])
    return joined, all_meeting[order]


def _height_along(
    vertices: _Vertices, position_m: Floats, target: Integers, along_m: Floats
) -> Floats:
    """Return the height of lines at places along them, NaN where it is unknown. [m]"""
    first, last = _ends(vertices.owner)
    return np.array(
        [
            np.interp(
                at_m,
                position_m[first[line] : last[line] + 1],
                vertices.height_m[first[line] : last[line] + 1],
            )
            for line, at_m in zip(target, along_m, strict=True)
        ],
        dtype=np.float64,
    )


def _split(vertices: _Vertices, meeting: Booleans) -> tuple[_Vertices, Integers]:
    """Return the pieces between meeting vertices; an inner one ends a piece and starts the next."""
    owner = vertices.owner
    first, last = _ends(owner)
    inner = meeting.copy()
    inner[first] = inner[last] = False
    vertex = np.repeat(np.arange(len(owner)), np.where(inner, 2, 1))
    starts = np.zeros(len(vertex), dtype=bool)
    starts[1:] = (vertex[1:] == vertex[:-1]) | (owner[vertex[1:]] != owner[vertex[:-1]])
    line = owner[vertex[np.r_[True, starts[1:]]]]
    return evolve(vertices.take(vertex), owner=np.cumsum(starts)), line


def _ends(owner: Integers) -> tuple[Integers, Integers]:
    """Return the first and the last vertex of every line."""
    change = np.flatnonzero(np.diff(owner)) + 1
    return np.r_[0, change], np.r_[change, len(owner)] - 1


def _position_m(xy: Floats, owner: Integers) -> Floats:
    """Return how far along its line every vertex is. [m]"""
    step_m = np.r_[0.0, np.hypot(*np.diff(xy, axis=0).T)]
    total_m = np.cumsum(step_m)
    first, last = _ends(owner)
    return np.asarray(total_m - np.repeat(total_m[first], last - first + 1))
