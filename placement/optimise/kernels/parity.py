"""Odd sets of demand points in which few fractional cameras cover an odd number."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

from typing import NamedTuple

import numpy as np
from numba import njit

from placement.optimise.kernels.tables import Flags, Floats, Ints

LONGEST = 9
"""Most demand points of one set."""


class Shares(NamedTuple):
    """Incidence of R demand points and the F candidates that a linear solution takes by a share."""

    ptr: Ints
    """(R + 1,) where the candidates of each demand point begin in `idx`."""
    idx: Ints
    tptr: Ints
    """(F + 1,) where the demand points of each candidate begin in `tidx`."""
    tidx: Ints
    share: Floats
    """(F,) of each candidate, 0 to 1."""
    slack: Floats
    """(R,) what each demand point lacks of being just covered in full."""


class Chain(NamedTuple):
    """A set of demand points that grows."""

    odd: Flags
    """(F,) candidates that cover an odd number of them."""
    look: Ints
    """(R,) the last extension for which each demand point was tried."""
    looks: Ints
    """(2,) number of extensions so far, and of demand points tried in them."""
    points: Ints
    """(LONGEST,) the set, in order of entry."""


@njit(cache=True)
def empty_set(p: Shares) -> Chain:
    """Return the empty set."""
    points, candidates = p.slack.shape[0], p.share.shape[0]
    return Chain(
        np.zeros(candidates, np.uint8),
        np.zeros(points, np.int64),
        np.zeros(2, np.int64),
        np.zeros(LONGEST, np.int64),
    )


@njit(cache=True)
def share_change(p: Shares, c: Chain, point: int) -> float:
    """Return by how much the shares of odd candidates grow if a demand point enters or leaves."""
    more = 0.0
    for k in range(p.ptr[point], p.ptr[point + 1]):
        j = p.idx[k]
        more += -p.share[j] if c.odd[j] == 1 else p.share[j]
    return more


@njit(cache=True)
def toggle(p: Shares, c: Chain, point: int) -> None:
    """Let a demand point enter or leave."""
    for k in range(p.ptr[point], p.ptr[point + 1]):
        c.odd[p.idx[k]] ^= 1


@njit(cache=True)
def contains(c: Chain, n: int, point: int) -> bool:
    """Return whether a demand point is among the first n of the set."""
    for k in range(n):  # noqa: SIM110 - numba compiles the loop, not any()
        if c.points[k] == point:
            return True
    return False


@njit(cache=True)
def cheapest_point(p: Shares, c: Chain, n: int) -> tuple[int, float]:
    """Return the demand point that costs least to add to a set of n, and what it costs.

    It shares a candidate with the last of the set that covers an odd number; -1 if there is none.
    """
    c.looks[0] += 1
    best, least, last = -1, np.inf, c.points[n - 1]
    for k in range(p.ptr[last], p.ptr[last + 1]):
        j = p.idx[k]
        if c.odd[j] == 0:
            continue
        for q in range(p.tptr[j], p.tptr[j + 1]):
            point = p.tidx[q]
            if c.look[point] == c.looks[0] or contains(c, n, point):
                continue
            c.look[point] = c.looks[0]
            c.looks[1] += 1
            cost = p.slack[point] + share_change(p, c, point)
            if cost < least:
                best, least = point, cost
    return best, least


@njit(cache=True)
def extend(p: Shares, c: Chain, cost: float, most: float) -> tuple[int, float]:
    """Extend a set of two until it is odd and costs at most `most`; return its size and cost.

    The size is 0 if that did not come about. The set is as before afterwards but for `points`.
    """
    n, odd_size = 2, 0
    while n < LONGEST and odd_size == 0:
        point, more = cheapest_point(p, c, n)
        if point < 0:
            break
        c.points[n] = point
        n += 1
        toggle(p, c, point)
        cost += more
        if n % 2 == 1 and cost <= most:
            odd_size = n
    for k in range(2, n):
        toggle(p, c, c.points[k])
    return odd_size, cost


@njit(cache=True)
def odd_sets(p: Shares, most: float, work: int, sets: Ints, size: Ints, cost: Floats) -> int:
    """Write odd sets that cost at most `most`, and return their number.

    What a set costs is the slack of its demand points and the shares of all candidates that cover
    an odd number of them. Every pair of demand points with a candidate in common begins one set,
    till `sets` is full or a demand point's part of the `work` is done: so many points tried.
    """
    c, n = empty_set(p), 0
    part = work / p.slack.shape[0]
    paired = np.full(p.slack.shape[0], -1)
    for a in range(p.slack.shape[0]):
        alone = p.slack[a] + share_change(p, c, a)
        toggle(p, c, a)
        c.points[0], paired[a] = a, a
        until = c.looks[1] + part
        for k in range(p.ptr[a], p.ptr[a + 1]):
            j = p.idx[k]
            for q in range(p.tptr[j], p.tptr[j + 1]):
                b = p.tidx[q]
                if b < a or paired[b] == a or n == sets.shape[0] or c.looks[1] > until:
                    continue
                paired[b] = a
                both = alone + p.slack[b] + share_change(p, c, b)
                toggle(p, c, b)
                c.points[1] = b
                size[n], cost[n] = extend(p, c, both, most)
                toggle(p, c, b)
                if size[n] > 0:
                    sets[n] = c.points
                    n += 1
        toggle(p, c, a)
    return n
