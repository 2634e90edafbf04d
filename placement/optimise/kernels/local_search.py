"""The loop of the iterated local search: ruin a neighbourhood, repair it, go on or go back."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

from typing import NamedTuple

import numpy as np
from numba import njit

from placement.optimise.kernels.moves import MOST, enter, improve, leave, pick, reach
from placement.optimise.kernels.nearby import Doubts, improve_nearby, moved
from placement.optimise.kernels.tables import Floats, Ints, State, Tables


class Limits(NamedTuple):
    """What the search keeps to."""

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
    target.size[0], target.spent[0] = source.size[0], source.spent[0]


@njit(cache=True)
def worth(t: Tables, s: State) -> float:
    """Return the weight covered."""
    found = 0.0
    for i in range(t.weight.shape[0]):
        if s.covered[i] > 0:
            found += t.weight[i]
    return found


@njit(cache=True)
def neighbours(t: Tables, s: State, most: int, dice: Floats) -> Ints:
    """Return a random camera and a few more that another camera could share demand with."""
    size = s.size[0]
    order = s.chosen[:size].copy()
    for k in range(size - 1, 0, -1):
        other = int(dice[k] * (k + 1))
        order[k], order[other] = order[other], order[k]
    demand = np.zeros(t.weight.shape[0], np.uint8)
    reach(t, order[0], demand)
    wanted, n = 2 + int(dice[0] * (most - 1)), 1
    for a in range(1, size):
        if n == wanted:
            break
        j = order[a]
        for k in range(t.ptr[j], t.ptr[j + 1]):
            if demand[t.idx[k]] == 1:
                order[n], order[a] = order[a], order[n]
                n += 1
                break
    return order[:n]


@njit(cache=True)
def ruin(t: Tables, s: State, d: Doubts, leavers: Ints) -> None:
    """Take some candidates out of the plan."""
    for j in leavers:
        for place in range(s.size[0]):
            if s.chosen[place] == j:
                leave(t, s, place)
                moved(t, s, d, j)
                break


@njit(cache=True)
def repair(t: Tables, s: State, d: Doubts, leavers: Ints, bias: Floats, limits: Limits) -> None:
    """Enter the best candidates by biased gains where others left, then swap."""
    held = np.empty(leavers.shape[0])
    for k, j in enumerate(leavers):
        held[k], bias[j] = bias[j], limits.comeback
    j = pick(t, s, limits.budget, MOST, bias, limits.least)
    while j >= 0:
        enter(t, s, j)
        moved(t, s, d, j)
        j = pick(t, s, limits.budget, MOST, bias, limits.least)
    for k, j in enumerate(leavers):
        bias[j] = held[k]
    if limits.budget == np.inf:
        improve_nearby(t, s, d, limits.moves, limits.least)
    else:
        improve(t, s, limits.budget, limits.moves, limits.least)


@njit(cache=True)
def wander(
    t: Tables,
    s: State,
    kept: State,
    best: State,
    d: Doubts,
    noise: Floats,
    limits: Limits,
    dice: Floats,
) -> None:
    """Ruin and repair a plan many times.

    `s` is where the search stands and `kept` the same, both without a swap that gains; `best` is
    the best so far. All three change. `noise` has more factors than there are candidates. Each row
    of `dice` has draws from 0 to 1 for one iteration: one for each camera, and two.
    """
    m = t.site.shape[0]
    value, best_value = worth(t, kept), worth(t, best)
    for draws in dice:
        leavers = neighbours(t, s, limits.most, draws)
        first = int(draws[-1] * (noise.shape[0] - m + 1))
        ruin(t, s, d, leavers)
        repair(t, s, d, leavers, noise[first : first + m], limits)
        new = worth(t, s)
        if new > best_value + limits.least:
            best_value = new
            copy(best, s)
        near = best_value - limits.slack * draws[-2]
        if new >= min(value - limits.least, near):
            value = new
            copy(kept, s)
        else:
            copy(s, kept)
            d.stale[:] = 0
            d.doubtful[:] = 0
