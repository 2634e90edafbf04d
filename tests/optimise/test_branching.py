"""Branching on sums: its bound holds wherever it ends, and is the optimum where it ends at last."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from placement.optimise import Limit, Program, Rules
from placement.optimise.highs.branching import branched_bound
from placement.optimise.program import with_whole_views
from placement.optimise.removal import staying_as_choice
from placement.optimise.side_constraints.formulation import camera_sums, formulate
from placement.optimise.side_constraints.reduction import reduce_constrained
from tests.optimise.constrained_programs import constrained_programs, feasible

TOLERANCE = 1e-6


def bound_and_best(program: Program, *, nodes: int, time_limit_s: float) -> tuple[float, float]:
    """Return the bound of a program by branching, and its best value by trying every choice."""
    rest = reduce_constrained(with_whole_views(staying_as_choice(program)))
    everyone, best = np.arange(rest.residual.m), -np.inf

    def rounded(values: np.ndarray) -> float:
        nonlocal best
        plan = everyone[values[: len(everyone)] > 1 - TOLERANCE]
        whole = len(plan) == np.count_nonzero(values[: len(everyone)] > TOLERANCE)
        if whole and rest.met(plan):
            best = max(best, rest.value(plan))
        return best

    bound = branched_bound(
        formulate(rest, everyone),
        camera_sums(rest, everyone),
        rounded,
        gap_weight=0.0,
        nodes=nodes,
        time_limit_s=time_limit_s,
    )
    return rest.residual.base + bound, max(value for _, value in feasible(program))


def is_asked(program: Program) -> bool:
    """Return whether there are plans, and something to decide."""
    plans = any(True for _ in feasible(program))
    rest = reduce_constrained(with_whole_views(staying_as_choice(program))) if plans else None
    return rest is not None and rest.residual.m > 0


@settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(program=constrained_programs())
def test_branching_to_the_end_finds_the_best_value(program):
    """Whatever the rules: the bound comes down to what trying every choice finds."""
    if not is_asked(program):
        return
    bound, best = bound_and_best(program, nodes=10_000, time_limit_s=60.0)

    assert bound == pytest.approx(best, abs=TOLERANCE * max(best, 1.0))


@pytest.mark.parametrize(("nodes", "time_limit_s"), [(0, 60.0), (3, 60.0), (10_000, 0.0)])
@settings(deadline=None, derandomize=True, max_examples=30, suppress_health_check=[*HealthCheck])
@given(program=constrained_programs())
def test_a_bound_that_ended_early_still_holds(program, nodes, time_limit_s):
    """Without nodes, after a few, and without time."""
    if not is_asked(program):
        return
    bound, best = bound_and_best(program, nodes=nodes, time_limit_s=time_limit_s)

    assert bound >= best - TOLERANCE * max(best, 1.0)


def test_lumps_of_money_are_told_by_the_number_of_cameras():
    """Ten alike at 3 crowns each, 10 crowns: the relaxation buys 3 1/3, two nodes know 3."""
    program = Program(
        covers=np.eye(10), weight=np.ones(10), site=np.arange(10), count=10,
        camera_cost=np.full(10, 3.0), budget=10.0,
    )  # fmt: skip

    assert bound_and_best(program, nodes=0, time_limit_s=60.0)[0] == pytest.approx(10 / 3)
    assert bound_and_best(program, nodes=2, time_limit_s=60.0) == pytest.approx((3.0, 3.0))


@pytest.mark.parametrize(("asked", "left"), [(1.0, [0, 2]), (None, [0])])
def test_who_shows_more_of_homes_and_sees_no_more_is_replaced(asked, left):
    """Of three at one point the second sees and shows as the first, the third less of both."""
    amount = np.array([1.0, 2.0, 0.5])
    limits = [] if asked is None else [Limit(name="homes", amount=amount, most=asked)]
    program = Program(
        covers=np.array([[1, 1], [1, 1], [1, 0]]), weight=np.ones(2), site=[0, 0, 0], count=1,
        rules=Rules(limits=limits),
    )  # fmt: skip

    assert reduce_constrained(program).residual.candidate.tolist() == left
