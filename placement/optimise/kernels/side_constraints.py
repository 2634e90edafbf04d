"""Moves under side constraints: floors, requirements and limits as penalties, views, pairs."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

from typing import NamedTuple

import numpy as np
from numba import njit

from placement.optimise.kernels.tables import Flags, Floats, Indices, Ints, Tables


class SideConstraints(NamedTuple):
    """Side constraints of a covering problem: m candidates, n demand points, S sites."""

    second: Floats
    """(n,) what a second new view of each demand point is worth."""
    floor_part: Floats
    """(n,) weight that a first new view adds to each floor of its demand point."""
    fptr: Ints
    """(n + 1,) where the floors of each demand point begin in `fidx`."""
    fidx: Indices
    least: Floats
    """(G,) what is still missing of each floor, > 0."""
    nptr: Ints
    """(m + 1,) where the requirements that each candidate satisfies begin in `nidx`."""
    nidx: Indices
    cptr: Ints
    """(m + 1,) where the candidates that one forbids begin in `cidx`."""
    cidx: Indices
    sptr: Ints
    """(S + 1,) where the sites too near to one begin in `sidx`."""
    sidx: Indices
    lptr: Ints
    """(m + 1,) where the limits that each candidate counts for begin in `lidx`."""
    lidx: Indices
    amount: Floats
    """What a candidate comes to in each of them."""
    first_amount: Floats
    """What the opening of its site comes to."""
    most: Floats
    """(L,) what the candidates chosen come to at most; below 0: so much must be taken off."""
    disutility: Floats
    """(m,) what the choice of each candidate takes off. [weight]"""
    requirements: int
    """Number of requirements: places to cover, cameras to choose one of."""


class ConstrainedState(NamedTuple):
    """State of a plan that the moves change."""

    inside: Flags
    """(m,)"""
    chosen: Ints
    """(count,) candidates in the plan; the first `size[0]` count."""
    size: Ints
    gain: Floats
    """(m,) weight that each candidate outside would add: first and second views less disutility, no
    penalties."""
    views: Indices
    """(n,) by how many chosen candidates each demand point is covered."""
    used: Indices
    """(S,) chosen candidates at each site."""
    conflicts: Indices
    """(m,) number of chosen candidates that exclude each one."""
    site_conflicts: Indices
    """(S,) number of chosen candidates at sites too near to each one."""
    answers: Indices
    """(R,) number of chosen candidates that satisfy each requirement."""
    floor_weight: Floats
    """(G,) weight covered for each floor."""
    load: Floats
    """(L,) what the chosen candidates come to in each limit."""
    spent: Floats
    penalty: float
    """Penalty of one unmet requirement, floor or limit: above any plan's worth."""


@njit(cache=True)
def empty_state(t: Tables, r: SideConstraints, count: int, penalty: float) -> ConstrainedState:
    """Return the state of the empty plan that may grow to `count` candidates."""
    m, n, sites = t.ptr.shape[0] - 1, t.weight.shape[0], t.room.shape[0]
    gain = np.zeros(m)
    for j in range(m):
        for k in range(t.ptr[j], t.ptr[j + 1]):
            gain[j] += t.weight[t.idx[k]]
        gain[j] -= r.disutility[j]
    return ConstrainedState(
        np.zeros(m, np.uint8),
        np.empty(count, np.int64),
        np.zeros(1, np.int64),
        gain,
        np.zeros(n, np.int32),
        np.zeros(sites, np.int32),
        np.zeros(m, np.int32),
        np.zeros(sites, np.int32),
        np.zeros(r.requirements, np.int32),
        np.zeros(r.least.shape[0]),
        np.zeros(r.most.shape[0]),
        np.zeros(1),
        penalty,
    )


@njit(cache=True)
def entry_amount(t: Tables, r: SideConstraints, s: ConstrainedState, j: int, k: int) -> float:
    """Return what entering comes to in the limit of an entry: the camera, and its site if shut."""
    amount: float = r.amount[k] + (r.first_amount[k] if s.used[t.site[j]] == 0 else 0.0)
    return amount


@njit(cache=True)
def limit_penalty(r: SideConstraints, s: ConstrainedState, row: int, more: float) -> float:
    """Return the penalty of a limit to which `more` is added."""
    excess = s.load[row] + more - r.most[row]
    if excess <= 0.0:
        return 0.0
    return float(s.penalty * (1.0 + excess / (1.0 + abs(r.most[row]))))


@njit(cache=True)
def within_limits(t: Tables, r: SideConstraints, s: ConstrainedState, j: int) -> bool:
    """Return whether a candidate takes no limit beyond what it may come to."""
    for k in range(r.lptr[j], r.lptr[j + 1]):
        more = entry_amount(t, r, s, j, k)
        if more > 0.0 and s.load[r.lidx[k]] + more > r.most[r.lidx[k]]:
            return False
    return True


@njit(cache=True)
def count_constraints(t: Tables, r: SideConstraints, s: ConstrainedState, j: int, by: int) -> None:
    """Add `by` (1: j enters, -1: j left) to the counts of answers, of conflicts and of limits.

    The site's own count is that without j.
    """
    here = t.site[j]
    for k in range(r.lptr[j], r.lptr[j + 1]):
        s.load[r.lidx[k]] += by * entry_amount(t, r, s, j, k)
    for k in range(r.nptr[j], r.nptr[j + 1]):
        s.answers[r.nidx[k]] += by
    for k in range(r.cptr[j], r.cptr[j + 1]):
        s.conflicts[r.cidx[k]] += by
    for k in range(r.sptr[here], r.sptr[here + 1]):
        s.site_conflicts[r.sidx[k]] += by


@njit(cache=True)
def change_gains(t: Tables, s: ConstrainedState, i: int, by: float) -> None:
    """Change what every candidate of a demand point would add there."""
    for k in range(t.tptr[i], t.tptr[i + 1]):
        s.gain[t.tidx[k]] += by


@njit(cache=True)
def enter(t: Tables, r: SideConstraints, s: ConstrainedState, j: int) -> None:
    """Put a candidate into the plan."""
    here = t.site[j]
    s.spent[0] += t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    s.chosen[s.size[0]] = j
    s.size[0] += 1
    s.inside[j] = 1
    count_constraints(t, r, s, j, 1)
    s.used[here] += 1
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        s.views[i] += 1
        if s.views[i] == 2:
            change_gains(t, s, i, -r.second[i])
        elif s.views[i] == 1:
            change_gains(t, s, i, r.second[i] - t.weight[i])
            for q in range(r.fptr[i], r.fptr[i + 1]):
                s.floor_weight[r.fidx[q]] += r.floor_part[i]


@njit(cache=True)
def leave(t: Tables, r: SideConstraints, s: ConstrainedState, place: int) -> None:
    """Take the candidate at a place of `chosen` out of the plan."""
    j = s.chosen[place]
    here = t.site[j]
    s.size[0] -= 1
    s.chosen[place] = s.chosen[s.size[0]]
    s.used[here] -= 1
    s.inside[j] = 0
    s.spent[0] -= t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    count_constraints(t, r, s, j, -1)
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        s.views[i] -= 1
        if s.views[i] == 1:
            change_gains(t, s, i, r.second[i])
        elif s.views[i] == 0:
            change_gains(t, s, i, t.weight[i] - r.second[i])
            for q in range(r.fptr[i], r.fptr[i + 1]):
                s.floor_weight[r.fidx[q]] -= r.floor_part[i]


@njit(cache=True)
def entry_cost(t: Tables, s: ConstrainedState, j: int) -> float:
    """Return what entering costs now: the camera, and the site if it is not open."""
    here = t.site[j]
    cost: float = t.price[j] + (t.opening[here] if s.used[here] == 0 else 0.0)
    return cost


@njit(cache=True)
def may_enter(t: Tables, r: SideConstraints, s: ConstrainedState, j: int, budget: float) -> bool:
    """Return whether a candidate fits beside the plan."""
    here = t.site[j]
    if s.inside[j] == 1 or s.size[0] >= s.chosen.shape[0] or s.used[here] >= t.room[here]:
        return False
    if s.conflicts[j] > 0 or s.site_conflicts[here] > 0:
        return False
    return bool(s.spent[0] + entry_cost(t, s, j) <= budget) and within_limits(t, r, s, j)


@njit(cache=True)
def total_penalty(r: SideConstraints, s: ConstrainedState) -> float:
    """Return the penalty of all unmet requirements, floors and limits, and of what they lack."""
    sum_ = 0.0
    for k in range(s.answers.shape[0]):
        if s.answers[k] == 0:
            sum_ += s.penalty
    for g in range(s.floor_weight.shape[0]):
        sum_ += floor_penalty(r, s, g, 0.0)
    for row in range(s.load.shape[0]):
        sum_ += limit_penalty(r, s, row, 0.0)
    return sum_


@njit(cache=True)
def floor_penalty(r: SideConstraints, s: ConstrainedState, g: int, more: float) -> float:
    """Return the penalty of a floor to which `more` weight is added."""
    lack = r.least[g] - s.floor_weight[g] - more
    if lack <= 1e-9 * r.least[g]:
        return 0.0
    return float(s.penalty * (1.0 + lack / r.least[g]))


@njit(cache=True)
def limit_gain(t: Tables, r: SideConstraints, s: ConstrainedState, j: int) -> float:
    """Return the penalties of broken limits that entering removes."""
    sum_ = 0.0
    for k in range(r.lptr[j], r.lptr[j + 1]):
        row = r.lidx[k]
        if s.load[row] > r.most[row]:
            more = entry_amount(t, r, s, j, k)
            sum_ += limit_penalty(r, s, row, 0.0) - limit_penalty(r, s, row, more)
    return sum_


@njit(cache=True)
def floor_gain(t: Tables, r: SideConstraints, s: ConstrainedState, j: int, extra: Floats) -> float:
    """Return the penalties of floors that entering removes; `extra` is (G,) of zeros."""
    for k in range(t.ptr[j], t.ptr[j + 1]):
        i = t.idx[k]
        if s.views[i] == 0:
            for q in range(r.fptr[i], r.fptr[i + 1]):
                extra[r.fidx[q]] += r.floor_part[i]
    sum_ = 0.0
    for g in range(extra.shape[0]):
        if extra[g] > 0.0:
            sum_ += floor_penalty(r, s, g, 0.0) - floor_penalty(r, s, g, extra[g])
            extra[g] = 0.0
    return sum_


@njit(cache=True)
def penalty_gain(
    t: Tables, r: SideConstraints, s: ConstrainedState, j: int, extra: Floats
) -> float:
    """Return the penalties that entering removes; `extra` is (G,) of zeros."""
    sum_ = limit_gain(t, r, s, j)
    for k in range(r.nptr[j], r.nptr[j + 1]):
        if s.answers[r.nidx[k]] == 0:
            sum_ += s.penalty
    if extra.shape[0] == 0:
        return sum_
    return sum_ + floor_gain(t, r, s, j, extra)


@njit(cache=True)
def pick(
    t: Tables,
    r: SideConstraints,
    s: ConstrainedState,
    active: Ints,
    bias: Floats,
    budget: float,
    least: float,
    per_money: bool,
) -> tuple[int, float]:
    """Return the candidate that adds the most (per money) and what it adds; -1 if none does."""
    extra = np.zeros(r.least.shape[0])
    is_feasible = total_penalty(r, s) == 0.0
    best, best_j, gain = 0.0, -1, 0.0
    for j in active:
        added = s.gain[j] if is_feasible else s.gain[j] + penalty_gain(t, r, s, j, extra)
        key = added * bias[j]
        if per_money:
            key /= max(entry_cost(t, s, j), 1e-9)
        if added > least and key > best and may_enter(t, r, s, j, budget):
            best, best_j, gain = key, j, added
    return best_j, gain


@njit(cache=True)
def grow(
    t: Tables,
    r: SideConstraints,
    s: ConstrainedState,
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
def removal_loss(t: Tables, r: SideConstraints, s: ConstrainedState, place: int) -> float:
    """Take the candidate at a place out of the plan and return what the plan lost."""
    j = s.chosen[place]
    before = total_penalty(r, s)
    leave(t, r, s, place)
    loss: float = s.gain[j] + total_penalty(r, s) - before
    return loss


@njit(cache=True)
def improve(
    t: Tables,
    r: SideConstraints,
    s: ConstrainedState,
    active: Ints,
    budget: float,
    least: float,
    progress: Ints,
    tries: int,
) -> bool:
    """Add where there is room, else swap one camera for the best other, until no move gains.

    A camera that is not worth its disutility leaves.

    `progress` holds how many cameras in a row were tried in vain, the place of the next one, and
    how many moves are left. Return whether it ended; if not, so many `tries` are over, and it goes
    on where it was when it is called again.
    """
    bias = np.ones(t.site.shape[0])
    if progress[0] == 0:
        grow(t, r, s, active, bias, budget, least, False)
    while progress[2] > 0 and s.size[0] > 0 and progress[0] < s.size[0]:
        if tries == 0:
            return False
        tries -= 1
        place = progress[1] % s.size[0]
        j = s.chosen[place]
        loss = removal_loss(t, r, s, place)
        other, gain = pick(t, r, s, active, bias, budget, least, False)
        if other >= 0 and gain > loss + least:
            enter(t, r, s, other)
            grow(t, r, s, active, bias, budget, least, False)
            progress[0], progress[2] = 0, progress[2] - 1
        elif r.disutility[j] > 0.0 and loss < -least:
            progress[0], progress[2] = 0, progress[2] - 1
            continue  # the last one is at its place now
        else:
            enter(t, r, s, j)
            progress[0] += 1
        last = s.size[0] - 1
        s.chosen[place], s.chosen[last] = s.chosen[last], s.chosen[place]
        progress[1] = place + 1
    return True


@njit(cache=True)
def enter_fitting(
    t: Tables, r: SideConstraints, s: ConstrainedState, candidates: Ints, budget: float
) -> None:
    """Enter the given candidates, in their order, as far as they fit together."""
    for j in candidates:
        if may_enter(t, r, s, j, budget):
            enter(t, r, s, j)


@njit(cache=True)
def enter_all(t: Tables, r: SideConstraints, s: ConstrainedState, plan: Ints) -> None:
    """Enter the candidates of a plan, whatever they come to on the way."""
    for j in plan:
        enter(t, r, s, j)
