"""Swaps without a budget, sought only where the last moves may have opened one."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

from typing import NamedTuple

import numpy as np
from numba import njit

from placement.optimise.kernels.moves import MOST, enter, leave, pick, release
from placement.optimise.kernels.tables import Flags, Floats, Ints, State, Tables


class Doubts(NamedTuple):
    """What is known of the swaps of a plan, and room to work in.

    A camera has a new swap only if a candidate with a new gain is at its site or shares with it
    demand that no other camera covers.
    """

    stale: Flags
    """(m,) candidates with a new gain or a new place since the last look."""
    doubtful: Flags
    """(m,) cameras that may have a swap that gains; the others have none."""
    reached: Flags
    """(n,) demand points of stale candidates."""
    sites: Flags
    """(S,) sites of stale candidates."""
    extra: Floats
    """(m,) zero between two looks."""
    touched: Ints
    bias: Floats
    """(m,) ones."""


@njit(cache=True)
def doubts(t: Tables) -> Doubts:
    """Return that nothing is known."""
    m, n = t.site.shape[0], t.weight.shape[0]
    return Doubts(
        np.zeros(m, np.uint8),
        np.ones(m, np.uint8),
        np.zeros(n, np.uint8),
        np.zeros(t.room.shape[0], np.uint8),
        np.zeros(m),
        np.empty(m, np.int64),
        np.ones(m),
    )


@njit(cache=True)
def moved(t: Tables, s: State, d: Doubts, j: int) -> None:
    """Note that candidate j has just entered or left."""
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        if s.covered[i] <= 2:
            for q in range(t.tptr[i], t.tptr[i + 1]):
                d.stale[t.tidx[q]] = 1
    here = t.site[j]
    first, end = mates(t, j)
    for other in range(first, end):
        d.stale[other] = 1
    d.sites[here] = 1


@njit(cache=True)
def mates(t: Tables, j: int) -> tuple[int, int]:
    """Return the first candidate of j's site and the one after its last."""
    first, end = j, j + 1
    while first > 0 and t.site[first - 1] == t.site[j]:
        first -= 1
    while end < t.site.shape[0] and t.site[end] == t.site[j]:
        end += 1
    return first, end


@njit(cache=True)
def spread(t: Tables, d: Doubts) -> None:
    """Write which demand points and sites stale candidates have; none is stale afterwards."""
    d.reached[:] = 0
    d.sites[:] = 0
    for j in range(t.site.shape[0]):
        if d.stale[j] == 1:
            d.stale[j] = 0
            d.sites[t.site[j]] = 1
            for k in range(t.ptr[j], t.ptr[j + 1]):
                d.reached[t.idx[k]] = 1


@njit(cache=True)
def roomiest(t: Tables, s: State) -> int:
    """Return the candidate of the largest gain at a site with room, -1 if there is none."""
    best, best_j = -1.0, -1
    for j in range(t.site.shape[0]):
        if s.gain[j] > best and s.inside[j] == 0 and s.used[t.site[j]] < t.room[t.site[j]]:
            best, best_j = s.gain[j], j
    return best_j


@njit(cache=True)
def loses(t: Tables, s: State, d: Doubts, r: int) -> float:
    """Return what the plan would lose without r; note a doubt if its own demand was reached."""
    loss = 0.0
    for k in range(t.ptr[r], t.ptr[r + 1]):
        i = t.idx[k]
        if s.covered[i] == 1:
            loss += t.weight[i]
            if d.reached[i] == 1:
                d.doubtful[r] = 1
    if d.sites[t.site[r]] == 1:
        d.doubtful[r] = 1
    return loss


@njit(cache=True)
def replacement(t: Tables, s: State, d: Doubts, r: int) -> tuple[float, int]:
    """Return the best gain of putting another where r is, of those r's leaving changes, and it."""
    loss, n = release(t, s, r, d.extra, d.touched)
    best, into = -np.inf, -1
    here = t.site[r]
    for k in range(n):
        j = d.touched[k]
        there = t.site[j]
        delta = s.gain[j] + d.extra[j] - loss
        if delta < best or (delta == best and j > into) or s.inside[j] == 1:
            continue
        if there == here or s.used[there] < t.room[there]:
            best, into = delta, j
    first, end = mates(t, r)
    for j in range(first, end):
        delta = s.gain[j] + d.extra[j] - loss
        if s.inside[j] == 0 and (delta > best or (delta == best and j < into)):
            best, into = delta, j
    for k in range(n):
        d.extra[d.touched[k]] = 0.0
    return best, into


@njit(cache=True)
def swap_nearby(t: Tables, s: State, d: Doubts, least: float) -> tuple[int, int]:
    """Return the swap `best_swap` returns without a budget; looks where there are doubts."""
    spread(t, d)
    free = roomiest(t, s)
    best, out, into = least, -1, -1
    for place in range(s.size[0]):
        r = s.chosen[place]
        loss = loses(t, s, d, r)
        gain, j = (s.gain[free] - loss, free) if free >= 0 else (-np.inf, -1)
        if d.doubtful[r] == 1:
            near, other = replacement(t, s, d, r)
            if near > gain or (near == gain and other < j):
                gain, j = near, other
            if gain <= least:
                d.doubtful[r] = 0
        if gain > best:
            best, out, into = gain, place, j
    return out, into


@njit(cache=True)
def improve_nearby(t: Tables, s: State, d: Doubts, moves: int, least: float) -> None:
    """Do as `improve` does without a budget."""
    for _ in range(moves):
        j = pick(t, s, np.inf, MOST, d.bias, least)
        if j >= 0:
            enter(t, s, j)
            moved(t, s, d, j)
            continue
        out, into = swap_nearby(t, s, d, least)
        if out < 0:
            return
        r = s.chosen[out]
        leave(t, s, out)
        moved(t, s, d, r)
        enter(t, s, into)
        moved(t, s, d, into)
