"""Heuristic concentration: the best plan over the candidates of several searches, exactly.

Searches that begin alike and wander by other seeds agree on most places and differ in a few; which
of those belong together is a small problem for the exact solver. Rosing and ReVelle (1997),
"Heuristic concentration: two stage solution construction", European Journal of Operational Research
97(1), 75-86. Here what they wander from is the greedy plan, and the best plan at hand takes part.
"""

from collections.abc import Callable

import numpy as np

from placement.optimise.highs.covering import solve_exactly
from placement.optimise.kernels.tables import Ints
from placement.optimise.residual import Residual, restrict
from placement.optimise.search import greedy_plan, iterated_local_search

NODES = 50
"""Of the exact solver's tree; what a few plans use is mostly solved without branching."""


def merge_solutions(
    residual: Residual,
    plan: Ints,
    *,
    walks: int,
    iterations: int,
    seed: int,
    time_limit_s: float,
    stop: Callable[[], bool],
) -> Ints:
    """Return the best plan among the candidates that some searches chose; never worse than given.

    Parameters
    ----------
    residual
        Problem.
    plan : (k,) array
        The best plan at hand, local candidates.
    walks, iterations
        So many searches of so many ruins and repairs each.
    seed
        Of the first search; the next ones count on from it.
    time_limit_s
        Of the exact solver; a run that meets it may differ from the next. [s]
    stop
        Asked now and then; once it says yes, what is there is put together.
    """
    begin, plans = greedy_plan(residual), [plan]
    for walk in range(walks):
        if stop():
            break
        plans.append(
            iterated_local_search(
                residual, begin, iterations=iterations, seed=seed + walk, stop=stop
            )
        )
    best = max(plans, key=residual.value)
    used = np.unique(np.concatenate(plans))
    with_budget, _ = restrict(residual, used)
    exact = solve_exactly(
        with_budget,
        start=np.searchsorted(used, np.sort(best)),
        gap_weight=residual.least,
        nodes=NODES,
        time_limit_s=time_limit_s,
    )
    return best if exact.plan is None else max(best, used[exact.plan], key=residual.value)
