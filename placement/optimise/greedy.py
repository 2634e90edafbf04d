"""First plans: always the candidate that adds the most."""

import numpy as np

from placement.optimise.kernels.moves import MOST, PER_MONEY, grow, start
from placement.optimise.kernels.tables import Ints
from placement.optimise.reduce import Residual

NOTHING = np.empty(0, dtype=np.int64)


def greedy(residual: Residual) -> Ints:
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
    plans = [grown(residual, NOTHING)]
    if np.isfinite(residual.budget):
        plans += [
            grown(residual, NOTHING, rule=PER_MONEY),
            grown(residual, plans[0][:1], rule=PER_MONEY),
        ]
    return max(plans, key=residual.value)


def grown(residual: Residual, plan: Ints, *, rule: int = MOST) -> Ints:
    """Return a plan with more candidates added greedily while they fit and gain."""
    t = residual.tables
    state = start(t, plan, max(residual.count, len(plan)))
    grow(t, state, residual.limit, rule, np.ones(residual.m), residual.least)
    return state.chosen[: state.size[0]].copy()
