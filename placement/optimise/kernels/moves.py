"""Moves of plain covering: enter, leave, greedy choice, best swap."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

import numpy as np
from numba import njit

from placement.optimise.kernels.tables import Flags, Floats, Ints, State, Tables

MOST, PER_MONEY = 0, 1
"""Rules of the greedy choice: the most weight, or the most weight per money."""


@njit(cache=True)
def enter(t: Tables, s: State, j: int) -> None:
    """Put a candidate into the plan; costs as much as the demand points that become covered."""
    here = t.site[j]
    s.spent[0] += t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    s.chosen[s.size[0]] = j
    s.size[0] += 1
    s.cameras[0] += t.cameras[j]
    s.used[here] += 1
    s.inside[j] = 1
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        if s.covered[i] == 0:
            for q in range(t.tptr[i], t.tptr[i + 1]):
                s.gain[t.tidx[q]] -= t.weight[i]
        s.covered[i] += 1


@njit(cache=True)
def leave(t: Tables, s: State, place: int) -> None:
    """Take the candidate at a place of `chosen` out of the plan."""
    j = s.chosen[place]
    here = t.site[j]
    s.size[0] -= 1
    s.cameras[0] -= t.cameras[j]
    s.chosen[place] = s.chosen[s.size[0]]
    s.used[here] -= 1
    s.inside[j] = 0
    s.spent[0] -= t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        s.covered[i] -= 1
        if s.covered[i] == 0:
            for q in range(t.tptr[i], t.tptr[i + 1]):
                s.gain[t.tidx[q]] += t.weight[i]


@njit(cache=True)
def plan_state(t: Tables, chosen: Ints, count: int) -> State:
    """Return the state of a plan that may grow to `count` cameras."""
    m, n = t.ptr.shape[0] - 1, t.weight.shape[0]
    gain = np.zeros(m)
    for j in range(m):
        for k in range(t.ptr[j], t.ptr[j + 1]):
            gain[j] += t.weight[t.idx[k]]
    s = State(
        np.empty(count, np.int64),
        np.zeros(1, np.int64),
        np.zeros(1, np.int64),
        np.zeros(n, np.int32),
        gain,
        np.zeros(t.room.shape[0], np.int32),
        np.zeros(m, np.uint8),
        np.zeros(1),
    )
    for j in chosen:
        enter(t, s, j)
    return s


@njit(cache=True)
def entry_cost(t: Tables, s: State, j: int) -> float:
    """Return what entering costs now: the camera, and the site if it is not open."""
    here = t.site[j]
    cost: float = t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    return cost


@njit(cache=True)
def pick(t: Tables, s: State, budget: float, rule: int, bias: Floats, least: float) -> int:
    """Return the candidate with the largest gain (per money), or -1 if none fits or gains."""
    room = s.chosen.shape[0] - s.cameras[0]
    if room <= 0:
        return -1
    best, best_j = 0.0, -1
    for j in range(t.site.shape[0]):
        if s.gain[j] <= least or s.inside[j] == 1 or s.used[t.site[j]] >= t.room[t.site[j]]:
            continue
        cost = entry_cost(t, s, j)
        key = s.gain[j] * bias[j]
        if rule == PER_MONEY:
            key /= max(cost, 1e-9)
        if key > best and s.spent[0] + cost <= budget and t.cameras[j] <= room:
            best, best_j = key, j
    return best_j


@njit(cache=True)
def grow(t: Tables, s: State, budget: float, rule: int, bias: Floats, least: float) -> None:
    """Enter the best candidate until none fits: the greedy rule."""
    j = pick(t, s, budget, rule, bias, least)
    while j >= 0:
        enter(t, s, j)
        j = pick(t, s, budget, rule, bias, least)


@njit(cache=True)
def release(t: Tables, s: State, r: int, extra: Floats, touched: Ints) -> tuple[float, int]:
    """Return what the plan would lose without r; write to `extra` what others gain by it."""
    loss, n = 0.0, 0
    for k in range(t.ptr[r], t.ptr[r + 1]):
        i = t.idx[k]
        if s.covered[i] != 1:
            continue
        loss += t.weight[i]
        for q in range(t.tptr[i], t.tptr[i + 1]):
            j = t.tidx[q]
            if extra[j] == 0.0:
                touched[n] = j
                n += 1
            extra[j] += t.weight[i]
    return loss, n


@njit(cache=True)
def fits_instead(t: Tables, s: State, r: int, j: int, budget: float) -> bool:
    """Return whether j may enter once r has left."""
    there, here = t.site[r], t.site[j]
    after = s.used[here] - (1 if here == there else 0)
    refund = t.price[r] + (t.opening[there] if s.used[there] == 1 else 0.0)
    cost = t.price[j] + (t.opening[here] if after == 0 else 0.0)
    spent: float = s.spent[0] - refund + cost
    cameras = s.cameras[0] - t.cameras[r] + t.cameras[j]
    return bool(after < t.room[here] and cameras <= s.chosen.shape[0]) and spent <= budget


@njit(cache=True)
def best_swap(
    t: Tables, s: State, budget: float, least: float, extra: Floats, touched: Ints
) -> tuple[int, int]:
    """Return the place that leaves and the candidate that enters, (-1, -1) if no swap gains."""
    best, out, into = least, -1, -1
    for place in range(s.size[0]):
        r = s.chosen[place]
        loss, n = release(t, s, r, extra, touched)
        for j in range(t.site.shape[0]):
            # a swap never gains more than its entry's gain and what the leaver frees
            delta = s.gain[j] + extra[j] - loss
            if delta > best and s.inside[j] == 0 and fits_instead(t, s, r, j, budget):
                best, out, into = delta, place, j
        for k in range(n):
            extra[touched[k]] = 0.0
    return out, into


@njit(cache=True)
def improve(t: Tables, s: State, budget: float, moves: int, least: float) -> None:
    """Add where there is room, else make the best swap, until no move gains more than `least`."""
    m = t.site.shape[0]
    extra, touched, bias = np.zeros(m), np.empty(m, np.int64), np.ones(m)
    for _ in range(moves):
        j = pick(t, s, budget, MOST, bias, least)
        if j >= 0:
            enter(t, s, j)
            continue
        out, into = best_swap(t, s, budget, least, extra, touched)
        if out < 0:
            return
        leave(t, s, out)
        enter(t, s, into)


@njit(cache=True)
def mark_reach(t: Tables, j: int, demand: Flags) -> None:
    """Mark the demand points of every candidate that shares demand with j."""
    visited = np.zeros(t.site.shape[0], np.uint8)
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        for q in range(t.tptr[i], t.tptr[i + 1]):
            other = t.tidx[q]
            if visited[other] == 0:
                visited[other] = 1
                for r in range(t.ptr[other], t.ptr[other + 1]):
                    demand[t.idx[r]] = 1
