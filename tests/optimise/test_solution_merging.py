"""Heuristic concentration: feasible, never worse, and the best of what its searches use."""

from itertools import combinations

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise import maximal_covering
from placement.optimise.covering import solve
from placement.optimise.reduction import reduce
from placement.optimise.residual import Residual
from placement.optimise.search import greedy_plan, is_feasible, iterated_local_search, local_optimum
from placement.optimise.solution_merging import merge_solutions
from tests.examples import up_to

SOME = settings(
    max_examples=up_to(60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def together(residual: Residual, plan: np.ndarray, *, walks: int = 3) -> np.ndarray:
    """Put a plan and some short searches together."""
    return merge_solutions(
        residual, plan, walks=walks, iterations=5, seed=7, time_limit_s=30.0, stop=lambda: False
    )


@SOME
@given(data=st.data())
def test_it_is_feasible_and_not_worse(data, tiny_programs, optimum):
    """Whatever the limits, it keeps them, loses nothing, and stays below the optimum."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    if not (residual.m and residual.count):
        return
    first = greedy_plan(residual)
    found = together(residual, first)

    assert is_feasible(residual, found)
    assert residual.value(found) >= residual.value(first)
    assert residual.base + residual.value(found) <= optimum(program) + 1e-9


def test_it_is_the_best_of_what_the_searches_use(town):
    """No other choice among their candidates covers more; enumeration tells."""
    residual = reduce(evolve(town, count=len(town.existing) + 4))
    first = local_optimum(residual, greedy_plan(residual))
    walked = [
        iterated_local_search(residual, greedy_plan(residual), iterations=5, seed=7 + walk)
        for walk in range(3)
    ]
    used = np.unique(np.concatenate([first, *walked]))
    plans = (np.array(plan) for plan in combinations(used, residual.count))
    best = max(residual.value(plan) for plan in plans if is_feasible(residual, plan))

    assert residual.value(together(residual, first)) == pytest.approx(best, rel=1e-9)


def test_stopped_at_once_it_keeps_the_plan(town):
    """With no time for a search there is nothing to put together but the plan given."""
    residual = reduce(town)
    plan = local_optimum(residual, greedy_plan(residual))
    found = merge_solutions(
        residual, plan, walks=4, iterations=5, seed=0, time_limit_s=10.0, stop=lambda: True
    )

    assert found.tolist() == sorted(plan.tolist()) or found.tolist() == plan.tolist()


def test_thorough_goes_on_while_the_gap_is_open(town):
    """Asked for a gap that the usual effort leaves open, the public call closes it."""
    usual = solve(town, gap=2e-4, time_limit_s=30)
    called = maximal_covering(
        town.covers,
        town.weight,
        count=town.count,
        site=town.site,
        existing=town.existing,
        gap=2e-4,
        time_limit_s=30,
    )

    assert called.gap <= max(2e-4, usual.gap)
    assert called.objective >= usual.objective * (1 - 2e-4)
