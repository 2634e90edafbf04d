"""`Chains`: lines of one street joined at pseudo-nodes, where they meet and no other street does.

A street drawn in many short lines would give as many short lixels: of raw OpenStreetMap lines a
third are shorter than a lixel. Joined, they are cut into lixels of nearly equal length.
"""

from collections.abc import Iterator
from typing import cast

import numpy as np
import shapely
from attrs import field, frozen
from numpy.typing import ArrayLike

from placement.demand.arguments import Geometries
from placement.demand.lixels import Lixels, read_only_copy, street_nodes
from placement.units import Floats, Integers

NONE = -1


@frozen(eq=False)
class Chains:
    """M chains of L lines; a line that is joined to no other is a chain of its own."""

    lines: Geometries = field(converter=read_only_copy)
    """(M,) LineStrings, in the order and with the direction of the first line of each."""
    member: Integers = field(converter=read_only_copy)
    """(L,) index of each line, chain by chain and along each chain."""
    chain: Integers = field(converter=read_only_copy)
    """(L,) index of the chain of each member."""
    length_m: Floats = field(converter=read_only_copy)
    """(L,) of each member. [m]"""
    decks: Integers = field(converter=read_only_copy)
    """(M, 2) deck of the first and last end of each (see `lixels.divide_lines`). [-]"""

    def line_of(self, lixels: Lixels) -> Integers:
        """Return the index of the line that the middle of each lixel of the chains is on, (I,)."""
        end_m = np.cumsum(self.length_m)
        last = np.append(np.flatnonzero(np.diff(self.chain)), self.chain.size - 1)
        first = np.append(0, last[:-1] + 1)
        start_m = end_m[first] - self.length_m[first]
        middle_m = start_m[lixels.line] + (lixels.order + 0.5) * lixels.length_m
        position = np.searchsorted(end_m, middle_m)
        in_chain = np.clip(position, first[lixels.line], last[lixels.line])
        return np.asarray(self.member[in_chain], dtype=np.int64)


def join_at_pseudo_nodes(
    lines: Geometries, street_key: ArrayLike, decks: Integers | None = None
) -> Chains:
    """Return lines joined where exactly two with the same street key meet.

    Parameters
    ----------
    lines : (L,) array
        LineStrings longer than zero, in a metric system; a height is dropped.
    street_key : (L,) array
        What two lines must have in common to be one street, such as name and class.
    decks : (L, 2) array, optional
        Deck of each line's ends; ends on different decks do not meet. All on one if not given. [-]

    Returns
    -------
    Chains
        With all vertices of the lines unmoved. A ring without a crossing begins at its westernmost,
        then southernmost node, whichever of its lines comes first.
    """
    flat = np.asarray(shapely.force_2d(lines), dtype=object)
    xy, owner = shapely.get_coordinates(flat, return_index=True)
    first = np.searchsorted(owner, np.arange(flat.size))
    last = np.append(first[1:], owner.size) - 1
    ends = np.stack([xy[first], xy[last]], axis=1)
    deck = np.zeros((flat.size, 2), dtype=np.int64) if decks is None else np.asarray(decks)
    key_number = np.unique(street_key, return_inverse=True)[1].ravel()
    next_end = _continuations(street_nodes(ends, deck), key_number)
    walks = sorted(_walks(next_end, ends), key=lambda walk: min(end // 2 for end in walk))
    walks = [_in_direction_of_first(walk) for walk in walks]
    member = np.array([end // 2 for walk in walks for end in walk], dtype=np.int64)
    return Chains(
        lines=np.array([_join(flat, walk) for walk in walks], dtype=object),
        member=member,
        chain=np.repeat(np.arange(len(walks)), [len(walk) for walk in walks]),
        length_m=shapely.length(flat)[member],
        decks=np.array([_end_decks(deck.ravel(), walk) for walk in walks]).reshape(-1, 2),
    )


def _continuations(node: Integers, key_number: Integers) -> Integers:
    """Return for each end of a line the end of another line it continues in, or -1.

    The ends of a line have the numbers 2 · line (first vertex) and 2 · line + 1 (last vertex).
    """
    ends = node.ravel()
    order = np.argsort(ends, kind="stable")
    _, start, count = np.unique(ends[order], return_index=True, return_counts=True)
    one, other = order[start[count == 2]], order[start[count == 2] + 1]
    joins = (one // 2 != other // 2) & (key_number[one // 2] == key_number[other // 2])
    next_end = np.full(ends.size, NONE, dtype=np.int64)
    next_end[one[joins]], next_end[other[joins]] = other[joins], one[joins]
    return next_end


def _walks(next_end: Integers, ends: Floats) -> Iterator[list[int]]:
    """Yield each chain as the ends at which a walk along it enters its lines."""
    visited = np.zeros(next_end.size // 2, dtype=bool)
    xy = ends.reshape(-1, 2)
    # open ends first; the chains then remaining are rings, from their westernmost node
    rank = np.lexsort((np.arange(next_end.size), xy[:, 1], xy[:, 0], next_end != NONE))
    for start in rank:
        if visited[start // 2]:
            continue
        walk, end = [], int(start)
        while end != NONE and not visited[end // 2]:
            visited[end // 2] = True
            walk.append(end)
            end = int(next_end[end ^ 1])
        yield walk


def _in_direction_of_first(walk: list[int]) -> list[int]:
    """Return a walk, reversed if need be so that its first line in the file keeps its direction."""
    enters_at_last_vertex = min(walk) % 2
    return [end ^ 1 for end in reversed(walk)] if enters_at_last_vertex else walk


def _end_decks(deck: Integers, walk: list[int]) -> tuple[int, int]:
    """Return the decks at the two ends of a walk: where it enters, and where it leaves."""
    return int(deck[walk[0]]), int(deck[walk[-1] ^ 1])


def _join(lines: Geometries, walk: list[int]) -> shapely.LineString:
    """Return the lines of a walk as one, without repeated vertices where they meet."""
    if len(walk) == 1:
        return cast("shapely.LineString", lines[walk[0] // 2])
    parts = [shapely.get_coordinates(lines[end // 2])[:: -1 if end % 2 else 1] for end in walk]
    xy = np.concatenate(parts)
    repeated = np.zeros(len(xy), dtype=bool)
    joints = np.cumsum([len(part) for part in parts[:-1]])
    repeated[joints] = (xy[joints] == xy[joints - 1]).all(axis=1)
    return shapely.LineString(xy[~repeated])
