"""The bound closes in, the problem shrinks, and both stay true."""

import numpy as np
import pytest
from attrs import evolve

from placement.optimise import Program, solve
from placement.optimise.lagrangian import subgradient_bound
from placement.optimise.reduction import reduce
from placement.optimise.relaxation import Incumbent, trivial_incumbent
from placement.optimise.search import greedy_plan


def run(given: Incumbent, *, steps: int = 200, gap: float = 0.0) -> Incumbent:
    """Return what the steps come to, with no clock and no report."""
    return subgradient_bound(
        given,
        steps=steps,
        gap=gap,
        step_length=1.0,
        late=lambda: False,
        report=lambda _value, _bound: None,
    )


def priced(town: Program) -> Program:
    """Return the town with prices of cameras and points, two cameras a point and a budget."""
    return evolve(
        town,
        per_site=2,
        camera_cost=60.0 + 20.0 * (np.arange(town.n_candidates) % 3),
        site_cost=30.0 * (1 + np.arange(town.n_sites) % 4),
        budget=1_200.0,
    )


@pytest.mark.parametrize("money", [False, True])
def test_bound_and_plan_enclose_the_optimum(town, money):
    """The bound stays above the proven optimum, the plan below, and they are close."""
    program = priced(town) if money else town
    residual = reduce(program)
    best = solve(program, gap=0.0)

    found = run(trivial_incumbent(residual, greedy_plan(residual)))

    assert best.proven
    assert found.value <= best.objective - residual.base + 1e-6
    assert found.bound >= best.objective - residual.base - 1e-6
    assert found.bound - found.value <= (0.04 if money else 0.02) * found.bound


def test_narrower_problem_holds_the_optimum(town):
    """What is left has far fewer candidates, and still the optimal plan."""
    residual = reduce(town)
    best = solve(town, gap=0.0)

    found = run(trivial_incumbent(residual, greedy_plan(residual)))
    left = set(found.residual.candidate.tolist()) | set(town.existing)

    assert found.residual.m < 0.5 * residual.m
    assert town.value(left & set(best.chosen)) <= best.objective
    again = solve(evolve(town, count=town.count), gap=0.0)
    among = reduce(town, among=left - set(town.existing))
    assert (
        among.base + run(trivial_incumbent(among, greedy_plan(among))).bound
        >= again.objective - 1e-6
    )


def test_stops_at_the_gap(town):
    """A coarse gap needs fewer steps than a fine one and is met."""
    residual = reduce(town)
    given = trivial_incumbent(residual, greedy_plan(residual))

    coarse = run(given, gap=0.1)

    assert residual.gap_closed(coarse.value, coarse.bound, 0.1)
    assert coarse.bound >= run(given).bound


def test_better_plan_and_bound_are_taken_worse_are_not(town):
    """A plan or bound from elsewhere counts only if it is better."""
    residual = reduce(town)
    poor = trivial_incumbent(residual, np.array([0]))
    good = greedy_plan(residual)

    assert poor.with_plan(good).value == residual.value(good)
    assert poor.with_plan(good).with_plan(np.array([0])).value == residual.value(good)
    assert poor.with_bound(2 * residual.total).bound == residual.total
    assert poor.with_bound(0.0).bound == poor.value
    assert poor.proven_optimal().bound == poor.value
