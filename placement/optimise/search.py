"""Local search: swaps, then ruin and repair."""

from collections.abc import Callable

import numpy as np

from placement.optimise.kernels.moves import MOST, evict, grow, improve, reach, start
from placement.optimise.kernels.sums import total
from placement.optimise.kernels.tables import Floats, Ints, State
from placement.optimise.reduce import Residual

RUIN_MOST = 8
"""Most cameras taken out at once: beyond that a repair rarely comes back."""
REPAIR_MOVES = 200
NOISE = (0.9, 1.1)
"""Range of the factor on each gain in a repair. [-]"""
RETURN = 0.85
"""Factor on the gain of a camera just taken out. [-]"""


def improved(residual: Residual, plan: Ints, *, moves: int = 1000) -> Ints:
    """Return a plan that no addition and no swap of one camera improves, or where `moves` ended."""
    state = begun(residual, plan)
    improve(residual.tables, state, residual.limit, moves, residual.least)
    return taken(state)


def wandered(
    residual: Residual,
    plan: Ints,
    *,
    iterations: int,
    seed: int,
    stop: Callable[[], bool] | None = None,
) -> Ints:
    """Return the best plan of an iterated local search; never worse than the one given.

    Lourenço, Martin and Stützle (2003), "Iterated local search" (doi:10.1007/0-306-48056-5_11). The
    perturbation takes out cameras that look at the same neighbourhood and repairs greedily with
    noise; a plan that is not worse is where the next round begins.
    """
    rng = np.random.default_rng(seed)
    state, kept = begun(residual, plan), begun(residual, plan)
    value = best_value = _covered(residual, state)
    best = plan
    for _ in range(iterations):
        if state.size[0] == 0 or (stop is not None and stop()):
            break
        _ruined_and_repaired(residual, state, rng)
        new = _covered(residual, state)
        if new > best_value + residual.least:
            best_value, best = new, taken(state)
        if new >= value - residual.least:
            value = new
            _copy(kept, state)
        else:
            _copy(state, kept)
    return best


def begun(residual: Residual, plan: Ints) -> State:
    """Return the state of a plan of local candidates."""
    return start(residual.tables, plan, max(residual.count, len(plan)))


def taken(state: State) -> Ints:
    """Return the candidates in the plan of a state."""
    return state.chosen[: state.size[0]].copy()


def _ruined_and_repaired(residual: Residual, state: State, rng: np.random.Generator) -> None:
    t = residual.tables
    leavers = _neighbours(residual, taken(state), rng)
    bias: Floats = rng.uniform(*NOISE, size=residual.m)
    bias[leavers] = RETURN
    evict(t, state, leavers)
    grow(t, state, residual.limit, MOST, bias, residual.least)
    improve(t, state, residual.limit, REPAIR_MOVES, residual.least)


def _neighbours(residual: Residual, chosen: Ints, rng: np.random.Generator) -> Ints:
    """Return a random camera and a few more that another camera could share demand with."""
    t = residual.tables
    first, *others = rng.permutation(chosen)
    demand = np.zeros(residual.n, dtype=np.uint8)
    reach(t, first, demand)
    near = [j for j in others if demand[t.idx[t.ptr[j] : t.ptr[j + 1]]].any()]
    return np.array([first, *near[: rng.integers(1, RUIN_MOST)]], dtype=np.int64)


def _covered(residual: Residual, state: State) -> float:
    return total(residual.tables.weight[state.covered > 0])


def _copy(target: State, source: State) -> None:
    for name in State._fields:
        np.copyto(getattr(target, name), getattr(source, name))
