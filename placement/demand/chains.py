"""Chains: streets put together at false nodes, where nothing but the drawing of one street ends.

A street drawn in many short lines would give as many short lixels: of raw OpenStreetMap lines a
third are shorter than a lixel. Put together they are cut into lixels that are nearly equal.
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
    """M chains of L lines; a line that nothing was put to is a chain of its own, as it was."""

    lines: Geometries = field(converter=read_only_copy)
    """(M,) LineStrings, in the order of the first line of each, and in its direction."""
    member: Integers = field(converter=read_only_copy)
    """(L,) the lines, chain by chain and along each."""
    chain: Integers = field(converter=read_only_copy)
    """(L,) chain of each member."""
    length_m: Floats = field(converter=read_only_copy)
    """(L,) of each member. [m]"""
    decks: Integers = field(converter=read_only_copy)
    """(M, 2) deck on which each begins and ends (see `lixels.divide_lines`). [-]"""

    def line_of(self, lixels: Lixels) -> Integers:
        """Return the line (I,) on which the middle of each lixel of the chains lies."""
        end_m = np.cumsum(self.length_m)
        last = np.append(np.flatnonzero(np.diff(self.chain)), self.chain.size - 1)
        first = np.append(0, last[:-1] + 1)
        start_m = end_m[first] - self.length_m[first]
        middle_m = start_m[lixels.line] + (lixels.order + 0.5) * lixels.length_m
        place = np.searchsorted(end_m, middle_m)
        within = np.clip(place, first[lixels.line], last[lixels.line])
        return np.asarray(self.member[within], dtype=np.int64)


def join_at_pseudo_nodes(
    lines: Geometries, alike: ArrayLike, decks: Integers | None = None
) -> Chains:
    """Return lines put together where exactly two that are alike meet.

    Parameters
    ----------
    lines : (L,) array
        LineStrings longer than zero, in a metric system; a height is dropped.
    alike : (L,) array
        What two lines must share to be one street, such as name and class.
    decks : (L, 2) array, optional
        Deck of each line's ends; ends on different decks do not meet. All one if not given. [-]

    Returns
    -------
    Chains
        With every vertex of the lines where it was. A ring without a crossing is opened at its
        westernmost, then southernmost node, whichever of its lines comes first.
    """
    flat = np.asarray(shapely.force_2d(lines), dtype=object)
    xy, owner = shapely.get_coordinates(flat, return_index=True)
    first = np.searchsorted(owner, np.arange(flat.size))
    last = np.append(first[1:], owner.size) - 1
    ends = np.stack([xy[first], xy[last]], axis=1)
    deck = np.zeros((flat.size, 2), dtype=np.int64) if decks is None else np.asarray(decks)
    beyond = _partners(street_nodes(ends, deck), np.unique(alike, return_inverse=True)[1].ravel())
    walks = sorted(_walks(beyond, ends), key=lambda walk: min(half // 2 for half in walk))
    walks = [_forward(walk) for walk in walks]
    member = np.array([half // 2 for walk in walks for half in walk], dtype=np.int64)
    return Chains(
        lines=np.array([_joined(flat, walk) for walk in walks], dtype=object),
        member=member,
        chain=np.repeat(np.arange(len(walks)), [len(walk) for walk in walks]),
        length_m=shapely.length(flat)[member],
        decks=np.array([_outer(deck.ravel(), walk) for walk in walks]).reshape(-1, 2),
    )


def _partners(node: Integers, kind: Integers) -> Integers:
    """Return for each end of a line, 2 · line + 0 or 1, the end it continues in, or -1."""
    ends = node.ravel()
    order = np.argsort(ends, kind="stable")
    _, start, count = np.unique(ends[order], return_index=True, return_counts=True)
    one, other = order[start[count == 2]], order[start[count == 2] + 1]
    joins = (one // 2 != other // 2) & (kind[one // 2] == kind[other // 2])
    beyond = np.full(ends.size, NONE, dtype=np.int64)
    beyond[one[joins]], beyond[other[joins]] = other[joins], one[joins]
    return beyond


def _walks(beyond: Integers, ends: Floats) -> Iterator[list[int]]:
    """Yield the lines of each chain by the end each is entered at."""
    used = np.zeros(beyond.size // 2, dtype=bool)
    xy = ends.reshape(-1, 2)
    # open ends first; what is left then are rings, from their westernmost node
    rank = np.lexsort((np.arange(beyond.size), xy[:, 1], xy[:, 0], beyond != NONE))
    for start in rank:
        if used[start // 2]:
            continue
        walk, half = [], int(start)
        while half != NONE and not used[half // 2]:
            used[half // 2] = True
            walk.append(half)
            half = int(beyond[half ^ 1])
        yield walk


def _forward(walk: list[int]) -> list[int]:
    """Return the walk turned so that its first line in the file keeps its direction."""
    entered_at_its_end = min(walk) % 2
    return [half ^ 1 for half in reversed(walk)] if entered_at_its_end else walk


def _outer(deck: Integers, walk: list[int]) -> tuple[int, int]:
    """Return the decks at the two ends of a walk: it enters at one half and leaves at another."""
    return int(deck[walk[0]]), int(deck[walk[-1] ^ 1])


def _joined(lines: Geometries, walk: list[int]) -> shapely.LineString:
    if len(walk) == 1:
        return cast("shapely.LineString", lines[walk[0] // 2])
    parts = [shapely.get_coordinates(lines[half // 2])[:: -1 if half % 2 else 1] for half in walk]
    xy = np.concatenate(parts)
    again = np.zeros(len(xy), dtype=bool)
    joints = np.cumsum([len(part) for part in parts[:-1]])
    again[joints] = (xy[joints] == xy[joints - 1]).all(axis=1)
    return shapely.LineString(xy[~again])
