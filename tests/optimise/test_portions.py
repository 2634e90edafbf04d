"""Portions of money: targets that phases can pay for, with a bound on all such targets."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise import PhaseLimit, Program, plan_phases
from placement.optimise.nested_phases import goals_of, is_feasible_nesting
from placement.optimise.portions import portioned_target
from placement.optimise.search_limits import new_run
from placement.optimise.splitting import split_target
from tests.examples import up_to

OFTEN = settings(
    max_examples=up_to(100),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def nested_targets(goals, budgets, choices):
    """Return every choice of the last phase that can be built phase by phase, by plain search."""
    reached = {frozenset(goals[0].existing)}
    for goal, budget in zip(goals, budgets, strict=True):
        fitting = [frozenset(chosen) for chosen in choices(goal)]
        reached = {
            after
            for after in fitting
            for before in reached
            if before <= after
            and goal.cost(after) - goal.cost(before) <= (np.inf if budget is None else budget)
        }
    return reached


@st.composite
def phased(draw, programs):
    """Draw a program with prices, and phases whose own money is scarce."""
    program = draw(programs)
    price = st.integers(0, 9)
    prices = st.lists(price, min_size=program.n_candidates, max_size=program.n_candidates)
    program = evolve(
        program,
        camera_cost=draw(prices),
        site_cost=draw(st.lists(price, min_size=4, max_size=4)),
        budget=None,
    )
    phases, count = [], len(program.existing)
    cheapest = program.cheapest() or 0.0
    for _ in range(draw(st.integers(2, 3))):
        count += draw(st.integers(0, 3))
        phases.append(PhaseLimit(count, cheapest + draw(st.integers(0, 12))))
    return program, phases


@settings(parent=OFTEN, max_examples=up_to(200))
@given(data=st.data())
def test_no_target_that_can_be_built_exceeds_the_bound(data, tiny_programs, choices):
    """Enumerated, the best target built phase by phase lies between plan and bound."""
    program, phases = data.draw(phased(tiny_programs))
    goals, budgets = goals_of(program, phases), [phase.budget for phase in phases]
    best = max(map(program.value, nested_targets(goals, budgets, choices)))

    target = plan_phases(program, phases, gap=0.0)[-1]

    assert target.objective <= best + 1e-9
    assert best <= target.bound + 1e-9
    if target.proven:
        assert target.objective == pytest.approx(best, abs=1e-9)


@OFTEN
@given(data=st.data())
def test_bound_and_plan_of_the_portions_alone(data, tiny_programs, choices):
    """From no plan at all, what the portions give keeps every phase, and the bound holds."""
    program, phases = data.draw(phased(tiny_programs))
    goals, budgets = goals_of(program, phases), [phase.budget for phase in phases]
    best = max(map(program.value, nested_targets(goals, budgets, choices)))
    standing = program.value(program.existing)

    better = portioned_target(
        goals,
        budgets,
        value=standing,
        bound=data.draw(st.floats(best, max(best, float(program.weight.sum())))),
        run=new_run(gap=data.draw(st.sampled_from([0.0, 0.05, 0.3])), time_limit_s=60, seed=0),
    )

    assert better.bound >= best - 1e-9
    if better.nested is not None:
        assert is_feasible_nesting(goals, budgets, better.nested)
        assert standing < program.value(better.nested[-1]) <= best + 1e-9


@OFTEN
@given(data=st.data())
def test_a_target_is_split_exactly_where_it_can_be(data, tiny_programs, choices):
    """Every choice of the last phase is split, or not to be split by any order of building."""
    program, phases = data.draw(phased(tiny_programs))
    goals, budgets = goals_of(program, phases), [phase.budget for phase in phases]
    reached = nested_targets(goals, budgets, choices)
    targets = sorted(sorted(chosen) for chosen in choices(goals[-1]))
    target = frozenset(data.draw(st.sampled_from(targets)))

    nested = split_target(goals, budgets, target, new_run(gap=0.0, time_limit_s=60, seed=0))

    assert (nested is not None) == (target in reached)
    if nested is not None:
        assert nested[-1] == target
        assert is_feasible_nesting(goals, budgets, nested)


def test_a_split_leaves_the_last_phase_what_it_can_pay():
    """The better camera of two comes first, unless the other is too dear for the last phase."""
    program = Program(
        covers=np.eye(2),
        weight=[9.0, 3.0],
        site=[0, 1],
        count=2,
        camera_cost=[10.0, 15.0],
    )
    run = new_run(gap=0.0, time_limit_s=60, seed=0)
    for budgets, first in (([15.0, 15.0], {0}), ([15.0, 10.0], {1})):
        goals = goals_of(program, [PhaseLimit(1, budgets[0]), PhaseLimit(2, budgets[1])])

        assert split_target(goals, budgets, frozenset({0, 1}), run) == [first, {0, 1}]


def test_money_left_of_one_phase_does_not_open_a_site_for_another():
    """Three sites of 6 + 4 with 15 a phase: one each, though 30 buy all three."""
    program = Program(
        covers=np.eye(3),
        weight=[4.0, 3.0, 2.0],
        site=[0, 1, 2],
        count=3,
        camera_cost=[4.0, 4.0, 4.0],
        site_cost=[6.0, 6.0, 6.0],
    )
    solutions = plan_phases(program, [PhaseLimit(2, 15.0), PhaseLimit(3, 15.0)], gap=0.0)

    assert [s.chosen for s in solutions] == [(0,), (0, 1)]
    assert solutions[-1].proven


def test_a_useless_camera_may_open_a_site_sooner():
    """A cheap camera that sees nothing new opens a site so that a dear one suits the next phase.

    Opening costs 9, the cameras 1 and 9: 10 and 9 are paid for, 18 in one phase are not. No plan of
    the engine does so, but its bound may not deny it.
    """
    program = Program(
        covers=[[1, 0], [1, 1]],
        weight=[1.0, 5.0],
        site=[0, 0],
        per_site=2,
        count=2,
        camera_cost=[1.0, 9.0],
        site_cost=[9.0],
    )
    target = plan_phases(program, [PhaseLimit(1, 10.0), PhaseLimit(2, 9.0)], gap=0.0)[-1]

    assert target.bound >= 6.0
