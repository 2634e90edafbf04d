"""Moves under rules: second views, floors and required places as penalties, forbidden pairs."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

from typing import NamedTuple

import numpy as np
from numba import njit

from placement.optimise.kernels.tables import Flags, Floats, Indices, Ints, Tables


class Terms(NamedTuple):
    """The rules beside a covering problem's tables: m candidates, n demand points, S sites."""

    second: Floats
    """(n,) what a second new view of each demand point is worth."""
    fair: Floats
    """(n,) what a first new view counts for the floors it belongs to."""
    fptr: Ints
    """(n + 1,) where the floors of each demand point begin in `fidx`."""
    fidx: Indices
    least: Floats
    """(G,) what is still missing of each floor, > 0."""
    nptr: Ints
    """(m + 1,) where the required places of each candidate begin in `nidx`."""
    nidx: Indices
    cptr: Ints
    """(m + 1,) where the candidates that one forbids begin in `cidx`."""
    cidx: Indices
    sptr: Ints
    """(S + 1,) where the sites too near to one begin in `sidx`."""
    sidx: Indices
    needs: int
    """Required places."""


class Ruled(NamedTuple):
    """A plan in the making."""

    inside: Flags
    """(m,)"""
    chosen: Ints
    """(count,) candidates in the plan; the first `size[0]` count."""
    size: Ints
    views: Indices
    """(n,) by how many chosen candidates each demand point is covered."""
    used: Indices
    """(S,) chosen candidates at each site."""
    foes: Indices
    """(m,) chosen candidates that forbid one."""
    near: Indices
    """(S,) chosen candidates at sites too near to one."""
    met: Indices
    """(R,) chosen candidates that answer each requirement."""
    held: Floats
    """(G,) what the plan has of each floor."""
    spent: Floats
    fine: float
    """Penalty of one unmet requirement or floor: above any plan's worth."""


@njit(cache=True)
def blank(t: Tables, r: Terms, count: int, fine: float) -> Ruled:
    """Return the state of the empty plan that may grow to `count` candidates."""
    m, n, sites = t.ptr.shape[0] - 1, t.weight.shape[0], t.room.shape[0]
    return Ruled(
        np.zeros(m, np.uint8),
        np.empty(count, np.int64),
        np.zeros(1, np.int64),
        np.zeros(n, np.int32),
        np.zeros(sites, np.int32),
        np.zeros(m, np.int32),
        np.zeros(sites, np.int32),
        np.zeros(r.needs, np.int32),
        np.zeros(r.least.shape[0]),
        np.zeros(1),
        fine,
    )


@njit(cache=True)
def _count(t: Tables, r: Terms, s: Ruled, j: int, by: int) -> None:
    """Note that j came (by = 1) or went (by = -1), in all that only counts."""
    here = t.site[j]
    for k in range(r.nptr[j], r.nptr[j + 1]):
        s.met[r.nidx[k]] += by
    for k in range(r.cptr[j], r.cptr[j + 1]):
        s.foes[r.cidx[k]] += by
    for k in range(r.sptr[here], r.sptr[here + 1]):
        s.near[r.sidx[k]] += by


@njit(cache=True)
def enter(t: Tables, r: Terms, s: Ruled, j: int) -> None:
    """Put a candidate into the plan."""
    here = t.site[j]
    s.spent[0] += t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    s.chosen[s.size[0]] = j
    s.size[0] += 1
    s.used[here] += 1
    s.inside[j] = 1
    _count(t, r, s, j, 1)
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        s.views[i] += 1
        if s.views[i] == 1:
            for q in range(r.fptr[i], r.fptr[i + 1]):
                s.held[r.fidx[q]] += r.fair[i]


@njit(cache=True)
def leave(t: Tables, r: Terms, s: Ruled, place: int) -> None:
    """Take the candidate at a place of `chosen` out of the plan."""
    j = s.chosen[place]
    here = t.site[j]
    s.size[0] -= 1
    s.chosen[place] = s.chosen[s.size[0]]
    s.used[here] -= 1
    s.inside[j] = 0
    s.spent[0] -= t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    _count(t, r, s, j, -1)
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        s.views[i] -= 1
        if s.views[i] == 0:
            for q in range(r.fptr[i], r.fptr[i + 1]):
                s.held[r.fidx[q]] -= r.fair[i]


@njit(cache=True)
def charge(t: Tables, s: Ruled, j: int) -> float:
    """Return what entering costs now: the camera, and the site if it is not open."""
    here = t.site[j]
    cost: float = t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    return cost


@njit(cache=True)
def may_enter(t: Tables, s: Ruled, j: int, budget: float) -> bool:
    """Return whether a candidate fits beside the plan."""
    here = t.site[j]
    if s.inside[j] == 1 or s.size[0] >= s.chosen.shape[0] or s.used[here] >= t.room[here]:
        return False
    if s.foes[j] > 0 or s.near[here] > 0:
        return False
    return bool(s.spent[0] + charge(t, s, j) <= budget)


@njit(cache=True)
def fined(r: Terms, s: Ruled) -> float:
    """Return the penalty of what is not met: each as one, and a floor also by what it lacks."""
    sum_ = 0.0
    for k in range(s.met.shape[0]):
        if s.met[k] == 0:
            sum_ += s.fine
    for g in range(s.held.shape[0]):
        sum_ += floor_fine(r, s, g, 0.0)
    return sum_


@njit(cache=True)
def floor_fine(r: Terms, s: Ruled, g: int, more: float) -> float:
    """Return the penalty of a floor with so much more than it has."""
    lack = r.least[g] - s.held[g] - more
    if lack <= 1e-9 * r.least[g]:
        return 0.0
    return float(s.fine * (1.0 + lack / r.least[g]))


@njit(cache=True)
def worth(t: Tables, r: Terms, s: Ruled, j: int, extra: Floats) -> float:
    """Return what entering adds: views, and penalties it takes away; `extra` is (G,) of zeros."""
    sum_ = 0.0
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        if s.views[i] == 0:
            sum_ += t.weight[i]
            for q in range(r.fptr[i], r.fptr[i + 1]):
                extra[r.fidx[q]] += r.fair[i]
        elif s.views[i] == 1:
            sum_ += r.second[i]
    for k in range(r.nptr[j], r.nptr[j + 1]):
        if s.met[r.nidx[k]] == 0:
            sum_ += s.fine
    for g in range(extra.shape[0]):
        if extra[g] > 0.0:
            sum_ += floor_fine(r, s, g, 0.0) - floor_fine(r, s, g, extra[g])
            extra[g] = 0.0
    return sum_


@njit(cache=True)
def pick(
    t: Tables,
    r: Terms,
    s: Ruled,
    active: Ints,
    bias: Floats,
    budget: float,
    least: float,
    per_money: bool,
) -> tuple[int, float]:
    """Return the candidate that adds the most (per money) and what it adds; -1 if none does."""
    extra = np.zeros(r.least.shape[0])
    best, best_j, gain = 0.0, -1, 0.0
    for j in active:
        if not may_enter(t, s, j, budget):
            continue
        added = worth(t, r, s, j, extra)
        key = added * bias[j]
        if per_money:
            key /= max(charge(t, s, j), 1e-9)
        if added > least and key > best:
            best, best_j, gain = key, j, added
    return best_j, gain


@njit(cache=True)
def grow(
    t: Tables,
    r: Terms,
    s: Ruled,
    active: Ints,
    bias: Floats,
    budget: float,
    least: float,
    per_money: bool,
) -> None:
    """Enter the best candidate until none fits: the greedy rule."""
    j, _ = pick(t, r, s, active, bias, budget, least, per_money)
    while j >= 0:
        enter(t, r, s, j)
        j, _ = pick(t, r, s, active, bias, budget, least, per_money)


@njit(cache=True)
def lost(t: Tables, r: Terms, s: Ruled, place: int) -> float:
    """Take the candidate at a place out and return what the plan lost."""
    j = s.chosen[place]
    before = fined(r, s)
    sum_ = 0.0
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        if s.views[i] == 1:
            sum_ += t.weight[i]
        elif s.views[i] == 2:
            sum_ += r.second[i]
    leave(t, r, s, place)
    return sum_ + fined(r, s) - before


@njit(cache=True)
def improve(
    t: Tables, r: Terms, s: Ruled, active: Ints, budget: float, moves: int, least: float
) -> None:
    """Add where there is room, else swap one camera for the best other, until no move gains."""
    bias = np.ones(t.site.shape[0])
    grow(t, r, s, active, bias, budget, least, False)
    quiet, place = 0, 0
    while moves > 0 and s.size[0] > 0 and quiet < s.size[0]:
        place %= s.size[0]
        j = s.chosen[place]
        loss = lost(t, r, s, place)
        other, gain = pick(t, r, s, active, bias, budget, least, False)
        if other >= 0 and gain > loss + least:
            enter(t, r, s, other)
            grow(t, r, s, active, bias, budget, least, False)
            quiet, moves = 0, moves - 1
        else:
            enter(t, r, s, j)
            quiet += 1
        last = s.size[0] - 1
        s.chosen[place], s.chosen[last] = s.chosen[last], s.chosen[place]
        place += 1


@njit(cache=True)
def take(t: Tables, r: Terms, s: Ruled, wanted: Ints, budget: float) -> None:
    """Enter those of the wanted candidates, in their order, that fit together."""
    for j in wanted:
        if may_enter(t, s, j, budget):
            enter(t, r, s, j)


@njit(cache=True)
def evict(t: Tables, r: Terms, s: Ruled, leavers: Ints) -> None:
    """Take some candidates out of the plan."""
    for j in leavers:
        for place in range(s.size[0]):
            if s.chosen[place] == j:
                leave(t, r, s, place)
                break
