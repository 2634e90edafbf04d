"""Compile or load the numba kernels of the optimiser before the clock of a search starts.

On a fresh machine numba takes half a minute to compile them, which would come off the time of the
first solve, so that it ended elsewhere than the next one.
"""

from functools import cache

import numpy as np
from scipy import sparse

from placement.optimise.lagrangian import subgradient_bound
from placement.optimise.layouts import with_layouts
from placement.optimise.limits import Limit
from placement.optimise.program import Program
from placement.optimise.reduction import reduce
from placement.optimise.relaxation import trivial_incumbent
from placement.optimise.residual import restrict
from placement.optimise.rules import Floor, Rules
from placement.optimise.search import greedy_plan, iterated_local_search, local_optimum
from placement.optimise.side_constraints.bound import (
    ConstrainedIncumbent,
    constrained_bound,
    initial_multipliers,
)
from placement.optimise.side_constraints.reduction import reduce_constrained
from placement.optimise.side_constraints.search import Searcher
from placement.optimise.zero_half_cuts import violated_cuts

SITES = 8
"""Of the made-up town: enough that every kernel has something to do."""
STEPS = 40
"""Of each bound: so many that a plan is repaired once."""


@cache
def compile_kernels(*, rules: bool = False) -> None:
    """Run every kernel once in this process, on a town of eight sites; later calls do nothing.

    Nothing here asks for the time: the first call may be as slow as it needs to be.

    Parameters
    ----------
    rules
        Whether those of programs with rules are needed too.
    """
    compile_search()
    compile_bounds()
    if rules:
        limit = Limit(name="", amount=np.ones(2 * SITES), most=4.0)
        for some in (Rules(floors=[Floor("", range(6), 1.0)], limits=[limit]), Rules(backup=0.5)):
            _run_with(some)


def compile_search() -> None:
    """Run the kernels that seek plans; about half of the work."""
    residual = reduce(_program())
    unlimited = residual.with_limits(count=residual.count, budget=None)  # without money other swaps
    local_optimum(unlimited, greedy_plan(unlimited))
    start = local_optimum(residual, greedy_plan(residual))
    iterated_local_search(residual, start, iterations=4, seed=0)


def compile_bounds() -> None:
    """Run the kernels of layouts, cuts and bounds; another process may run the others meanwhile."""
    residual, _ = with_layouts(reduce(_program()))
    unlimited = residual.with_limits(count=residual.count, budget=None)
    violated_cuts(unlimited, np.full(unlimited.m, 0.5), np.ones(unlimited.n))
    # a worse plan than the best leaves the bound something to do
    bound = subgradient_bound(
        trivial_incumbent(residual, np.zeros(1, dtype=np.int64)),
        steps=STEPS,
        gap=0.0,
        step_length=1.0,
        late=_never,
        report=_nobody,
    )
    restrict(bound.residual, np.arange(bound.residual.m))


def _run_with(rules: Rules) -> None:
    """Run the kernels that rules need."""
    rest = reduce_constrained(_program(rules))
    everyone = np.arange(rest.residual.m)
    searcher = Searcher(rest, everyone)
    plan = searcher.iterated_local_search(searcher.greedy_plan(), iterations=4, seed=0)
    constrained_bound(
        ConstrainedIncumbent(rest.worth, plan[:1], everyone, initial_multipliers(rest, plan[:1])),
        rest,
        steps=STEPS,
        gap=0.0,
        step_length=1.0,
        late=_never,
        report=_nobody,
    )


def _never() -> bool:
    return False


def _nobody(_value: float, _bound: float) -> None:
    """Report to nobody."""


def _program(rules: Rules | None = None) -> Program:
    """Return two candidates a site that cover three neighbouring places of twenty-four each."""
    covered = (np.arange(2 * SITES)[:, np.newaxis] + np.array([0, 1, 2, 4])) % 24
    covers = np.zeros((2 * SITES, 24))
    np.put_along_axis(covers, covered, 1, axis=1)
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
