"""Kernels compiled or loaded before any clock runs.

On a fresh machine numba takes half a minute to compile them, which would come off the time of the
first solve, so that it ended elsewhere than the next one.
"""

import math
from functools import cache

import numpy as np
from scipy import sparse

from placement.optimise.cuts import broken_cuts
from placement.optimise.greedy import greedy
from placement.optimise.lagrangian import loose, tightened
from placement.optimise.program import Program
from placement.optimise.reduce import reduce, restrict
from placement.optimise.ruled.engine import best_choice
from placement.optimise.rules import Floor, Rules
from placement.optimise.search import improved, wandered
from placement.optimise.search_limits import Effort, Run

SITES = 8
"""Of the made-up town: enough that every kernel has something to do."""
EFFORT = Effort(bound_steps=40, polish_rounds=1, polish_iterations=4, exact_candidates=0)


@cache
def ready(*, rules: bool = False) -> None:
    """Run every kernel once in this process, on a town of eight sites; again it costs nothing.

    Nothing here asks for the time: the first call may be as slow as it needs to be.

    Parameters
    ----------
    rules
        Whether those of programs with rules are needed too.
    """
    residual = reduce(_program())
    free = residual.limited(count=residual.count, budget=None)  # without money other swaps
    improved(free, greedy(free))
    plan = wandered(residual, improved(residual, greedy(residual)), iterations=4, seed=0)
    # a worse plan than the best leaves the bound something to do
    bound = tightened(
        loose(residual, plan[:1]),
        steps=40,
        gap=0.0,
        step_length=1.0,
        late=lambda: False,
        report=lambda _value, _bound: None,
    )
    restrict(bound.residual, np.arange(bound.residual.m))
    broken_cuts(free, np.full(free.m, 0.5), np.ones(free.n))
    if rules:
        endless = Run(gap=0.0, deadline=math.inf, seed=0, effort=EFFORT)
        for asked in (Rules(floors=[Floor("", range(6), 1.0)]), Rules(backup=0.5)):
            best_choice(_program(asked), endless)


def _program(rules: Rules | None = None) -> Program:
    """Return two candidates a site that see three neighbouring places of twenty-four each."""
    seen = (np.arange(2 * SITES)[:, np.newaxis] + np.array([0, 1, 2, 4])) % 24
    covers = np.zeros((2 * SITES, 24))
    np.put_along_axis(covers, seen, 1, axis=1)
    return Program(
        covers=sparse.csr_array(covers),
        weight=1.0 + np.arange(24) % 5,
        site=np.arange(2 * SITES) // 2,
        count=5,
        existing=(0,),
        camera_cost=np.ones(2 * SITES),
        site_cost=np.ones(SITES),
        budget=7.0,
        rules=rules or Rules(),
    )
