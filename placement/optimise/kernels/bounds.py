"""Loops of the Lagrangian bound: profits, the best steps of each site, reduced-cost fixing."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

from typing import NamedTuple

import numpy as np
from numba import njit

from placement.optimise.kernels.tables import Flags, Floats, Ints, Tables


@njit(cache=True)
def profits(t: Tables, multiplier: Floats, active: Ints, profit: Floats) -> None:
    """Write the sum of multipliers over the demand of each active candidate."""
    for j in active:
        total = 0.0
        for k in range(t.ptr[j], t.ptr[j + 1]):
            total += multiplier[t.idx[k]]
        profit[j] = total


@njit(cache=True)
def coverage(t: Tables, members: Ints, amounts: Floats, z: Floats) -> None:
    """Write to z the sum of the amounts of the cameras that cover each demand point."""
    z[:] = 0.0
    for a in range(members.shape[0]):
        j = members[a]
        for k in range(t.ptr[j], t.ptr[j + 1]):
            z[t.idx[k]] += amounts[a]


@njit(cache=True)
def rank_site(
    t: Tables, active: Ints, a: int, profit: Floats, mu: float, best: Ints, net: Floats
) -> tuple[int, int]:
    """Rank the candidates of the site that begins at active[a] by profit less mu times the price.

    Returns where the next site begins and how many of `best`, `net` are filled: at most the site's
    room, only gains above zero.
    """
    here = t.site[active[a]]
    n = 0
    while a < active.shape[0] and t.site[active[a]] == here:
        j = active[a]
        value = profit[j] - mu * t.price[j]
        a += 1
        if value <= 0.0 or (n == t.room[here] and value <= net[n - 1]):
            continue
        n = min(n + 1, t.room[here])
        k = n - 1
        while k > 0 and net[k - 1] < value:
            net[k], best[k] = net[k - 1], best[k - 1]
            k -= 1
        net[k], best[k] = value, j
    return a, n


class Offers(NamedTuple):
    """What sites offer, as steps; arrays are as long as there are candidates, or one longer."""

    members: Ints
    first: Ints
    """Step e holds the candidates members[first[e]:first[e + 1]]."""
    cameras: Ints
    """So many more cameras than without the step."""
    slope: Floats
    """Value of each of these."""
    money: Floats
    """What the step costs more."""
    instead: Flags
    """1 where a step's layout takes the place of the one of the step before."""


@njit(cache=True)
def layout_offers(
    t: Tables,
    active: Ints,
    a: int,
    profit: Floats,
    mu: float,
    best: Floats,
    who: Ints,
    out: Offers,
    e: int,
    filled: int,
) -> tuple[int, int, int]:
    """Write what a site offers that has room for one candidate: the hull of its best layouts.

    The site begins at active[a], its first step is e; returns where the next site begins and the
    new e and filled. In `best` and `who` is room for what each number of cameras is worth.
    """
    here = t.site[active[a]]
    most, b = 1, a
    while b < active.shape[0] and t.site[active[b]] == here:
        most = max(most, t.cameras[active[b]])
        b += 1
    best[: most + 1], who[: most + 1] = 0.0, -1
    for k in range(a, b):
        j = active[k]
        value = -mu * t.opening[here] + (profit[j] - mu * t.price[j])
        if value > best[t.cameras[j]]:
            best[t.cameras[j]], who[t.cameras[j]] = value, j
    held, paid = 0, 0.0
    while held < most:
        steepest, larger = 0.0, -1
        for k in range(held + 1, most + 1):
            slope = (best[k] - best[held]) / (k - held)
            if who[k] >= 0 and slope > 0.0 and slope >= steepest:
                steepest, larger = slope, k
        if larger < 0:
            break
        cost = t.opening[here] + t.price[who[larger]]
        out.members[filled], out.cameras[e] = who[larger], larger - held
        out.slope[e], out.money[e], out.instead[e] = steepest, cost - paid, 1 if held > 0 else 0
        filled, e, held, paid = filled + 1, e + 1, larger, cost
        out.first[e] = filled
    return b, e, filled


@njit(cache=True)
def site_offers(t: Tables, active: Ints, profit: Floats, mu: float, out: Offers) -> int:
    """Write what each site offers as steps of falling value per camera, and return their number.

    The opening of a site is part of its first step, which therefore takes as many cameras as pay
    best together: the concave hull of the site's value.
    """
    most, largest = t.room.max(), 1
    for j in active:
        largest = max(largest, t.cameras[j])
    best, net = np.empty(most, np.int64), np.empty(most)
    worth, who = np.empty(largest + 1), np.empty(largest + 1, np.int64)
    members, first, slope, money = out.members, out.first, out.slope, out.money
    a, e, filled = 0, 0, 0
    first[0] = 0
    while a < active.shape[0]:
        here = t.site[active[a]]
        if t.room[here] == 1:
            a, e, filled = layout_offers(t, active, a, profit, mu, worth, who, out, e, filled)
            continue
        a, n = rank_site(t, active, a, profit, mu, best, net)
        total, length, mean = -mu * t.opening[here], 0, 0.0
        for k in range(n):
            total += net[k]
            if total / (k + 1) > mean:
                mean, length = total / (k + 1), k + 1
        if length == 0:
            continue
        money[e] = t.opening[here]
        slope[e] = mean
        for k in range(n):
            if k >= length:
                slope[e], money[e] = net[k], 0.0
            members[filled] = best[k]
            money[e] += t.price[best[k]]
            filled += 1
            if k >= length - 1:
                out.cameras[e], out.instead[e] = filled - first[e], 0
                e += 1
                first[e] = filled
    return e


class Taken(NamedTuple):
    """Workspace for the candidates of the steps that are taken, as long as there are candidates."""

    members: Ints
    amounts: Floats
    steps: Floats
    """How much of each step, 0 of those not taken; all 0 between two calls."""


@njit(cache=True)
def take_steps(
    offers: Offers, order: Ints, count: int, out: Taken
) -> tuple[int, float, float, float]:
    """Take the steps in their order till the count is full, the last one in part.

    Returns how many candidates were written and the price of a camera, by how much the steps are
    worth more than their cameras at this price, and their money.
    """
    filled, n = 0.0, 0
    while n < order.shape[0] and filled < count:
        length = float(offers.cameras[order[n]])
        filled += length
        out.steps[order[n]] = min(max((count - filled + length) / length, 0.0), 1.0)
        n += 1
    nu = offers.slope[order[n - 1]] if n > 0 and filled >= count else 0.0
    value, money, k = 0.0, 0.0, 0
    for e in order[:n]:
        value += (offers.slope[e] - nu) * offers.cameras[e]
        money += out.steps[e] * offers.money[e]
        amount = out.steps[e]
        if e + 1 < out.steps.shape[0] and out.steps[e + 1] > 0.0 and offers.instead[e + 1] == 1:
            amount -= out.steps[e + 1]
        for place in range(offers.first[e], offers.first[e + 1]):
            out.members[k], out.amounts[k] = offers.members[place], amount
            k += 1
    for e in order[:n]:
        out.steps[e] = 0.0
    return k, nu, value, money


@njit(cache=True)
def forcing_changes(
    t: Tables, active: Ints, profit: Floats, mu: float, nu: float, change: Floats, best: Ints
) -> None:
    """Write by how much the relaxation changes if an active candidate must enter (0 or less).

    With prices mu on money and nu on cameras every site decides alone, so only its own part
    changes.
    """
    net = np.empty(best.shape[0])
    a = 0
    while a < active.shape[0]:
        begin, here = a, t.site[active[a]]
        total, rest, n = 0.0, 0.0, 0
        if t.room[here] == 1:
            while a < active.shape[0] and t.site[active[a]] == here:
                j = active[a]
                total = max(total, profit[j] - mu * t.price[j] - nu * t.cameras[j])
                a += 1
        else:
            a, n = rank_site(t, active, a, profit, mu, best, net)
        for k in range(n):
            gain = max(net[k] - nu, 0.0)
            total += gain
            if k < t.room[here] - 1:
                rest += gain
        opening = mu * t.opening[here]
        unforced = max(total - opening, 0.0)
        for b in range(begin, a):
            j = active[b]
            value = profit[j] - mu * t.price[j] - nu * t.cameras[j]
            change[j] = min(total, rest + value) - opening - unforced


@njit(cache=True)
def fitting_candidates(t: Tables, candidates: Ints, count: int, budget: float) -> Ints:
    """Return the given candidates, in their order, as far as they fit; `count` is of cameras."""
    used = np.zeros(t.room.shape[0], np.int32)
    plan = np.empty(candidates.shape[0], np.int64)
    n, cameras, spent = 0, 0, 0.0
    for j in candidates:
        here = t.site[j]
        cost = t.price[j] + (t.opening[here] if used[here] == 0 else 0.0)
        fits = cameras + t.cameras[j] <= count and spent + cost <= budget
        if fits and used[here] < t.room[here]:
            plan[n] = j
            n += 1
            cameras += t.cameras[j]
            used[here] += 1
            spent += cost
    return plan[:n]
