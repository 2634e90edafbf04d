"""What may be swapped: against enumeration, and always within the constraints."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.errors import InfeasibleError, SolverError
from placement.optimise import (
    PhaseLimit,
    failures,
    goals_of,
    next_best,
    other_plans,
    plan_phases,
)
from placement.optimise.nested_phases import is_feasible_nesting
from tests.optimise.constrained_programs import constrained_programs

SOME = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def test_a_broken_camera_loses_what_no_other_covers(town):
    """The loss is the value with the camera less the value without it."""
    chosen = plan_phases(town, [PhaseLimit(25)])[0].chosen

    lost = failures(town, chosen)

    assert set(lost) == set(chosen)
    for camera, loss in lost.items():
        rest = town.value(set(chosen) - {camera})
        assert loss == pytest.approx(town.value(chosen) - rest)


@SOME
@given(constrained_programs(removal=False), st.integers(0, 2))
def test_the_next_best_is_the_best_of_all_swaps(program, more):
    """Whatever the rules, every candidate at another site was tried."""
    first = len(program.existing) + more
    limits = [PhaseLimit(first, program.budget), PhaseLimit(max(first, program.count), 9.0)]
    try:
        solved = plan_phases(program, limits, gap=0.0)
    except (InfeasibleError, SolverError):
        return
    goals, budgets = goals_of(program, limits), [limit.budget for limit in limits]
    nested = [frozenset(one.chosen) for one in solved]

    swaps = {swap.leaving: swap for swap in next_best(goals, budgets, nested)}

    for camera in nested[-1] - set(program.existing):
        losses = []
        for entering in set(range(program.n_candidates)) - nested[-1]:
            swapped = [
                (part - {camera}) | {entering} if camera in part else part for part in nested
            ]
            if program.site[entering] != program.site[camera] and is_feasible_nesting(
                goals, budgets, swapped
            ):
                losses.append(program.value(nested[-1]) - program.value(swapped[-1]))
        if losses:
            assert swaps[camera].loss == pytest.approx(min(losses), abs=1e-9)
        else:
            assert camera not in swaps


def test_other_plans_are_near_and_elsewhere(town):
    """Each keeps the constraints, loses at most the part, and uses sites of no plan before it."""
    limits = [PhaseLimit(15), PhaseLimit(25)]
    goals = goals_of(town, limits)
    nested = [frozenset(one.chosen) for one in plan_phases(town, limits)]

    found = other_plans(goals, [None, None], nested, number=2, part=0.02)

    used = set(town.site[sorted(nested[-1])].tolist())
    assert found
    for plan in found:
        sites = set(town.site[sorted(plan[-1])].tolist())
        assert is_feasible_nesting(goals, [None, None], plan)
        assert town.value(plan[-1]) >= 0.98 * town.value(nested[-1])
        assert sites - used
        used |= sites
    more = other_plans(goals, [None, None], nested, number=1, part=0.2)
    assert len(more[0][-1] - nested[-1]) >= len(found[0][-1] - nested[-1])


def test_no_other_plan_where_nothing_may_be_lost(town):
    """With a part of 0 only swaps at no loss are made."""
    limits = [PhaseLimit(25)]
    nested = [frozenset(plan_phases(town, limits)[0].chosen)]

    for plan in other_plans(goals_of(town, limits), [None], nested, number=1, part=0.0):
        assert town.value(plan[-1]) >= town.value(nested[-1]) * (1 - 1e-12)


def test_what_is_given_stays(town):
    """Choices and program are not changed."""
    limits = [PhaseLimit(12)]
    nested = [frozenset(plan_phases(town, limits)[0].chosen)]
    before = [set(part) for part in nested]

    other_plans(goals_of(town, limits), [None], nested, number=1, part=0.5)

    assert [set(part) for part in nested] == before
    assert not np.any(town.weight < 0)
