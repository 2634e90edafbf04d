"""Iterated local search: ruin a neighbourhood, repair it, accept or go back.

Swaps without a budget are sought only where the last moves may have opened one.
"""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False
from typing import NamedTuple

import numpy as np
from numba import njit

from placement.optimise.kernels.moves import MOST, enter, improve, leave, mark_reach, pick, release
from placement.optimise.kernels.tables import Flags, Floats, Ints, State, Tables


class SwapDoubts(NamedTuple):
    """Which cameras of a plan may have a swap that gains, and workspace.

    A camera has a new swap only if a candidate with a new gain is at its site or shares with it
    demand that no other camera covers.
    """

    stale: Flags
    """(m,) candidates with a new gain or a new place since the last evaluation."""
    doubtful: Flags
    """(m,) cameras that may have a swap that gains; the others have none."""
    reached: Flags
    """(n,) demand points of stale candidates."""
    sites: Flags
    """(S,) sites of stale candidates."""
    extra: Floats
    """(m,) zero between two evaluations."""
    touched: Ints
    bias: Floats
    """(m,) ones."""


@njit(cache=True)
def all_doubtful(t: Tables) -> SwapDoubts:
    """Return the doubts about a plan whose swaps were never evaluated: all cameras."""
    m, n = t.site.shape[0], t.weight.shape[0]
    return SwapDoubts(
        np.zeros(m, np.uint8),
        np.ones(m, np.uint8),
        np.zeros(n, np.uint8),
        np.zeros(t.room.shape[0], np.uint8),
        np.zeros(m),
        np.empty(m, np.int64),
        np.ones(m),
    )


@njit(cache=True)
def mark_move(t: Tables, s: State, d: SwapDoubts, j: int) -> None:
    """Mark whose gain or place changed because candidate j has just entered or left."""
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        if s.covered[i] <= 2:
            for q in range(t.tptr[i], t.tptr[i + 1]):
                d.stale[t.tidx[q]] = 1
    here = t.site[j]
    first, end = site_range(t, j)
    for other in range(first, end):
        d.stale[other] = 1
    d.sites[here] = 1


@njit(cache=True)
def site_range(t: Tables, j: int) -> tuple[int, int]:
    """Return the first candidate of j's site and the one after its last."""
    first, end = j, j + 1
    while first > 0 and t.site[first - 1] == t.site[j]:
        first -= 1
    while end < t.site.shape[0] and t.site[end] == t.site[j]:
        end += 1
    return first, end


@njit(cache=True)
def spread_staleness(t: Tables, d: SwapDoubts) -> None:
    """Mark the demand points and sites of stale candidates; none is stale afterwards."""
    d.reached[:] = 0
    d.sites[:] = 0
    for j in range(t.site.shape[0]):
        if d.stale[j] == 1:
            d.stale[j] = 0
            d.sites[t.site[j]] = 1
            for k in range(t.ptr[j], t.ptr[j + 1]):
                d.reached[t.idx[k]] = 1


@njit(cache=True)
def best_with_room(t: Tables, s: State) -> int:
    """Return the candidate of the largest gain at a site with room, -1 if there is none."""
    best, best_j = -1.0, -1
    for j in range(t.site.shape[0]):
        if s.gain[j] > best and s.inside[j] == 0 and s.used[t.site[j]] < t.room[t.site[j]]:
            best, best_j = s.gain[j], j
    return best_j


@njit(cache=True)
def removal_loss(t: Tables, s: State, d: SwapDoubts, r: int) -> float:
    """Return what the plan would lose without r; mark r doubtful if its own demand was reached."""
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
def replacement(t: Tables, s: State, d: SwapDoubts, r: int) -> tuple[float, int]:
    """Return gain and candidate of the best replacement of r among those its leaving changes."""
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
    first, end = site_range(t, r)
    for j in range(first, end):
        delta = s.gain[j] + d.extra[j] - loss
        if s.inside[j] == 0 and (delta > best or (delta == best and j < into)):
            best, into = delta, j
    for k in range(n):
        d.extra[d.touched[k]] = 0.0
    return best, into


@njit(cache=True)
def best_swap_nearby(t: Tables, s: State, d: SwapDoubts, least: float) -> tuple[int, int]:
    """Return the swap that `best_swap` returns without a budget; evaluate doubtful cameras only."""
    spread_staleness(t, d)
    free = best_with_room(t, s)
    best, out, into = least, -1, -1
    for place in range(s.size[0]):
        r = s.chosen[place]
        loss = removal_loss(t, s, d, r)
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
def improve_nearby(t: Tables, s: State, d: SwapDoubts, moves: int, least: float) -> None:
    """Add or swap as `improve` does without a budget, until no move gains more than `least`."""
    for _ in range(moves):
        j = pick(t, s, np.inf, MOST, d.bias, least)
        if j >= 0:
            enter(t, s, j)
            mark_move(t, s, d, j)
            continue
        out, into = best_swap_nearby(t, s, d, least)
        if out < 0:
            return
        r = s.chosen[out]
        leave(t, s, out)
        mark_move(t, s, d, r)
        enter(t, s, into)
        mark_move(t, s, d, into)


class WalkLimits(NamedTuple):
    """Limits of an iterated local search."""

    budget: float
    least: float
    """Smallest gain worth a move."""
    slack: float
    """How much worse than the best a plan may be to go on from, times a draw from 0 to 1."""
    most: int
    """Cameras taken out at once."""
    comeback: float
    """Factor on the gain of a camera just taken out. [-]"""
    moves: int
    """Most swaps after a repair."""


@njit(cache=True)
def copy(target: State, source: State) -> None:
    """Write one state over another of the same problem."""
    # in loops: numba compiles an array's assignment to another three times as long
    for k in range(source.chosen.shape[0]):
        target.chosen[k] = source.chosen[k]
    for i in range(source.covered.shape[0]):
        target.covered[i] = source.covered[i]
    for j in range(source.gain.shape[0]):
        target.gain[j], target.inside[j] = source.gain[j], source.inside[j]
    for s in range(source.used.shape[0]):
        target.used[s] = source.used[s]
    target.size[0], target.cameras[0] = source.size[0], source.cameras[0]
    target.spent[0] = source.spent[0]


@njit(cache=True)
def covered_weight(t: Tables, s: State) -> float:
    """Return the weight covered."""
    weight = 0.0
    for i in range(t.weight.shape[0]):
        if s.covered[i] > 0:
            weight += t.weight[i]
    return weight


@njit(cache=True)
def neighbours(t: Tables, s: State, most: int, dice: Floats) -> Ints:
    """Return a random camera and a few more that another camera could share demand with."""
    size = s.size[0]
    order = s.chosen[:size].copy()
    for k in range(size - 1, 0, -1):
        other = int(dice[k] * (k + 1))
        order[k], order[other] = order[other], order[k]
    demand = np.zeros(t.weight.shape[0], np.uint8)
    mark_reach(t, order[0], demand)
    number, n = 2 + int(dice[0] * (most - 1)), 1
    for a in range(1, size):
        if n == number:
            break
        j = order[a]
        for k in range(t.ptr[j], t.ptr[j + 1]):
            if demand[t.idx[k]] == 1:
                order[n], order[a] = order[a], order[n]
                n += 1
                break
    return order[:n]


@njit(cache=True)
def ruin(t: Tables, s: State, d: SwapDoubts, leavers: Ints) -> None:
    """Take some candidates out of the plan."""
    for j in leavers:
        for place in range(s.size[0]):
            if s.chosen[place] == j:
                leave(t, s, place)
                mark_move(t, s, d, j)
                break


@njit(cache=True)
def repair(
    t: Tables, s: State, d: SwapDoubts, leavers: Ints, bias: Floats, limits: WalkLimits
) -> None:
    """Enter the best candidates by biased gains where others left, then swap."""
    biases = np.empty(leavers.shape[0])
    for k, j in enumerate(leavers):
        biases[k], bias[j] = bias[j], limits.comeback
    j = pick(t, s, limits.budget, MOST, bias, limits.least)
    while j >= 0:
        enter(t, s, j)
        mark_move(t, s, d, j)
        j = pick(t, s, limits.budget, MOST, bias, limits.least)
    for k, j in enumerate(leavers):
        bias[j] = biases[k]
    if limits.budget == np.inf:
        improve_nearby(t, s, d, limits.moves, limits.least)
    else:
        improve(t, s, limits.budget, limits.moves, limits.least)


@njit(cache=True)
def wander(
    t: Tables,
    s: State,
    current: State,
    best: State,
    d: SwapDoubts,
    noise: Floats,
    limits: WalkLimits,
    dice: Floats,
) -> None:
    """Ruin and repair a plan many times.

    `s` is where the search stands and `current` the same, both without a swap that gains; `best` is
    the best so far. All three change. `noise` has more factors than there are candidates. Each row
    of `dice` has draws from 0 to 1 for one iteration: one for each camera, and two.
    """
    m = t.site.shape[0]
    value, best_value = covered_weight(t, current), covered_weight(t, best)
    for draws in dice:
        leavers = neighbours(t, s, limits.most, draws)
        first = int(draws[-1] * (noise.shape[0] - m + 1))
        ruin(t, s, d, leavers)
        repair(t, s, d, leavers, noise[first : first + m], limits)
        new = covered_weight(t, s)
        if new > best_value + limits.least:
            best_value = new
            copy(best, s)
        near = best_value - limits.slack * draws[-2]
        if new >= min(value - limits.least, near):
            value = new
            copy(current, s)
        else:
            copy(s, current)
            d.stale[:] = 0
            d.doubtful[:] = 0
