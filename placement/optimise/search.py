"""Plans by greedy choice, by swaps, and by iterated local search."""

from collections.abc import Callable

import numpy as np

from placement.optimise.kernels.bounds import fitting_candidates
from placement.optimise.kernels.local_search import WalkLimits, all_doubtful, improve_nearby, wander
from placement.optimise.kernels.moves import MOST, PER_MONEY, grow, improve, plan_state
from placement.optimise.kernels.sums import total
from placement.optimise.kernels.tables import Ints, State
from placement.optimise.residual import Residual

RUIN_MOST = 8
"""Most cameras taken out at once: beyond that a repair rarely comes back."""
REPAIR_MOVES = 200
NOISE = (0.9, 1.1)
"""Range of the factor on each gain in a repair. [-]"""
RETURN = 0.85
"""Factor on the gain of a camera just taken out. [-]"""
NOISE_SPARE = 1024
"""So many more factors than candidates are drawn once; each repair takes a stretch of them."""
TOLERATED = 0.05
"""How much worse than the best plan one to go on from may usually be. [-]"""
ROUND = 50
"""Iterations between two questions whether to stop."""


NOTHING = np.empty(0, dtype=np.int64)


def greedy_plan(residual: Residual) -> Ints:
    """Return the best of the greedy plans.

    Without a budget, the candidate that adds the most enters next, which reaches at least 1 - 1/e
    of the optimum for a count alone (Nemhauser, Wolsey and Fisher 1978, doi:10.1007/BF01588971).
    With a budget also the one that adds the most per money, and each beside the best single
    candidate, which that rule may miss (Khuller, Moss and Naor 1999,
    doi:10.1016/S0020-0190(99)00031-9).

    Returns
    -------
    plan : (k,) array
        Local candidates in order of entry.
    """
    plans = [greedy_extension(residual, NOTHING)]
    if np.isfinite(residual.budget):
        plans += [
            greedy_extension(residual, NOTHING, rule=PER_MONEY),
            greedy_extension(residual, plans[0][:1], rule=PER_MONEY),
        ]
    return max(plans, key=residual.value)


def greedy_extension(residual: Residual, plan: Ints, *, rule: int = MOST) -> Ints:
    """Return a plan with more candidates added greedily while they fit and gain."""
    t = residual.tables
    state = plan_state(t, plan, max(residual.count, len(plan)))
    grow(t, state, residual.limit, rule, np.ones(residual.m), residual.least)
    return state.chosen[: state.size[0]].copy()


def local_optimum(residual: Residual, plan: Ints, *, moves: int = 1000) -> Ints:
    """Return a plan that no addition and no swap of one camera improves, or where `moves` ended."""
    state, t = state_of(residual, plan), residual.tables
    if np.isfinite(residual.budget):
        improve(t, state, residual.limit, moves, residual.least)
    else:
        improve_nearby(t, state, all_doubtful(t), moves, residual.least)
    return plan_of(state)


def iterated_local_search(
    residual: Residual,
    plan: Ints,
    *,
    iterations: int,
    seed: int,
    tolerated: float = TOLERATED,
    stop: Callable[[], bool] | None = None,
) -> Ints:
    """Return the best plan of an iterated local search; never worse than the one given.

    Lourenço, Martin and Stützle (2003), "Iterated local search" (doi:10.1007/0-306-48056-5_11). The
    perturbation takes out cameras that look at the same neighbourhood and repairs greedily with
    noise. The next round begins at a plan that is not worse, or hardly worse than the best: by up
    to `tolerated`, drawn anew each time.

    Parameters
    ----------
    residual
        Problem.
    plan : (k,) array
        Where to begin, local candidates.
    iterations
        So many ruins and repairs.
    seed
        Of the perturbation.
    tolerated
        How much worse than the best a plan may be to go on from, in parts of a mean camera. [-]
    stop
        Asked now and then; once it says yes, the search ends.
    """
    plan = local_optimum(residual, plan)
    if not plan.size:
        return plan
    rng = np.random.default_rng(seed)
    states = (state_of(residual, plan), state_of(residual, plan), state_of(residual, plan))
    t, doubts = residual.tables, all_doubtful(residual.tables)
    doubts.doubtful[:] = 0
    slack = tolerated * residual.value(plan) / len(plan)
    noise = rng.uniform(*NOISE, size=residual.m + NOISE_SPARE)
    limits = WalkLimits(residual.limit, residual.least, slack, RUIN_MOST, RETURN, REPAIR_MOVES)
    for done in range(0, iterations, ROUND):
        if stop is not None and stop():
            break
        dice = rng.random((min(ROUND, iterations - done), residual.count + 2))
        wander(t, *states, doubts, noise, limits, dice)
    return plan_of(states[2])


def state_of(residual: Residual, plan: Ints) -> State:
    """Return the state of a plan of local candidates."""
    return plan_state(residual.tables, plan, max(residual.count, len(plan)))


def plan_of(state: State) -> Ints:
    """Return the candidates in the plan of a state."""
    return state.chosen[: state.size[0]].copy()


def repaired_plan(residual: Residual, preferred: Ints) -> Ints:
    """Return a plan of the preferred candidates as far as they fit, extended and swapped."""
    plan = fitting_candidates(residual.tables, preferred, residual.count, residual.limit)
    return local_optimum(residual, greedy_extension(residual, plan), moves=REPAIR_MOVES)


def is_feasible(residual: Residual, plan: Ints) -> bool:
    """Return whether a plan of local candidates keeps count, sites and budget."""
    t = residual.tables
    used = np.bincount(t.site[plan], minlength=len(t.room))
    money = total(t.price[plan]) + total(t.opening[used > 0])
    fits = int(t.cameras[plan].sum()) <= residual.count and money <= residual.limit
    return fits and bool((used <= t.room).all())
