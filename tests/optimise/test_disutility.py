"""Disutility: what a camera takes off the objective, in choices, phases, curves and messages."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.errors import InputError
from placement.optimise import (
    PhaseLimit,
    Program,
    build_order,
    money_curve,
    next_best,
    plan_phases,
    solve,
)
from placement.optimise.nested_phases import goals_of


def eye(**changes) -> Program:
    """Return four cameras at their own points, each of which sees its own demand point."""
    own = {"covers": np.eye(4), "weight": [8.0, 4.0, 2.0, 1.0], "site": [0, 1, 2, 3], "count": 2}
    return Program(**(own | changes))


def test_a_camera_worth_less_than_its_disutility_is_left_out():
    """8 - 1 and 2 - 0.5 are taken, 4 - 5 is not, 1 - 0 is beyond the count."""
    plan = solve(eye(disutility=[1.0, 5.0, 0.5, 0.0]), gap=0.0)

    assert plan.chosen == (0, 2)
    assert (plan.value, plan.disutility, plan.objective) == (10.0, 1.5, 8.5)
    assert plan.proven


def test_nothing_is_built_where_nothing_is_worth_it():
    """Room for cameras need not be filled."""
    plan = solve(eye(disutility=[9.0, 9.0, 9.0, 9.0]), gap=0.0)

    assert (plan.chosen, plan.objective, plan.bound) == ((), 0.0, 0.0)


def test_a_standing_camera_takes_off_the_same_from_every_plan():
    """The objective may fall below zero; the gap is counted in what is seen."""
    plan = solve(eye(existing=[1], disutility=[1.0, 50.0, 1.0, 1.0]), gap=0.0)

    assert plan.chosen == (0, 1)
    assert (plan.value, plan.disutility, plan.objective) == (12.0, 51.0, -39.0)
    assert plan.proven
    assert evolve(plan, bound=-36.0).gap == pytest.approx(3 / 15)
    assert not evolve(plan, bound=-36.0).proven


def test_a_standing_camera_that_may_go_is_worth_its_disutility_or_goes():
    """Its removal saves what it takes off; one worth more stays."""
    disutility = [1.0, 5.0, 1.0, 1.0]
    plan = solve(eye(existing=[0, 1], removable=[0, 1], count=3, disutility=disutility), gap=0.0)

    assert set(plan.chosen) >= {0, 2}
    assert 1 not in plan.chosen


def test_of_two_that_see_the_same_the_one_of_less_disutility_is_taken():
    """Neither is dropped for a lower price alone; the other sees as much and shows less."""
    program = eye(
        covers=[[1, 1], [1, 0], [1, 1], [0, 1]],
        weight=[5.0, 5.0],
        site=[0, 0, 0, 1],
        count=1,
        camera_cost=[1.0, 1.0, 2.0, 1.0],
        budget=10.0,
        disutility=[9.0, 0.0, 1.0, 0.0],
    )

    assert solve(program, gap=0.0).chosen == (2,)


def test_no_disutility_is_no_rule():
    """Zeros go the plain way: the same plan, bit for bit."""
    program = eye(disutility=np.zeros(4))

    assert program.plain
    assert solve(program) == solve(eye())


@pytest.mark.parametrize("priority", ["target", "early", "joint"])
def test_phases_pay_for_as_long_as_a_camera_stands(priority):
    """What is not worth it is built in no phase, and each phase tells its own disutility."""
    program = eye(disutility=[1.0, 5.0, 0.5, 0.25])
    early, late = plan_phases(program, [PhaseLimit(1), PhaseLimit(4)], priority=priority, gap=0.0)

    assert early.chosen == (0,)
    assert late.chosen == (0, 2, 3)
    assert [early.disutility, late.disutility] == [1.0, 1.75]
    assert early.proven
    assert late.proven


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_joint_is_no_worse_than_either_order(data):
    """By its own weights of the phases, disutility taken off in each."""
    j, i = 6, 5
    covers = np.array(data.draw(st.lists(st.booleans(), min_size=j * i, max_size=j * i)))
    nuisance = st.lists(st.sampled_from([0.0, 0.5, 3.0]), min_size=j, max_size=j)
    program = Program(
        covers=covers.reshape(j, i),
        weight=[5.0, 4.0, 3.0, 2.0, 1.0],
        site=np.arange(j),
        count=4,
        existing=[0],
        disutility=data.draw(nuisance),
    )
    phases = [PhaseLimit(2), PhaseLimit(4)]

    def worth(priority: str) -> float:
        plans = plan_phases(program, phases, priority=priority, weights=None, gap=0.0)
        assert set(plans[0].chosen) <= set(plans[1].chosen)
        assert all(program.objective(one.chosen) == one.objective for one in plans)
        return sum(one.objective for one in plans)

    assert worth("joint") >= max(worth("target"), worth("early")) - 1e-9


def test_the_order_of_building_is_by_what_is_left_of_a_gain():
    """8 - 7 comes after 4 - 1; the gains told are of weight."""
    order = build_order(eye(disutility=[7.0, 1.0, 0.0, 0.0]), [0, 1])

    assert order.candidates == (1, 0)
    assert order.gains == (4.0, 8.0)


def test_the_next_best_is_by_the_objective():
    """In place of 8 - 1 the loss is 7 - (2 - 0) = 5 and not 8 - 4 = 4."""
    program = eye(count=1, disutility=[1.0, 4.0, 0.0, 0.0])
    goals = goals_of(program, [PhaseLimit(1)])

    (swap,) = next_best(goals, [None], [frozenset({0})])

    assert (swap.entering, swap.loss) == (2, 5.0)


def test_a_curve_counts_the_objective():
    """More money buys nothing that is not worth its disutility."""
    program = eye(camera_cost=[1.0] * 4, count=4, disutility=[1.0, 5.0, 0.5, 0.0])
    curve = money_curve(program, budgets=[1.0, 2.0, 3.0, 4.0])

    assert curve.value == pytest.approx([0.0, 7.0, 8.5, 9.5, 9.5])
    assert (curve.bound >= curve.value).all()


def test_wrong_disutility_is_named():
    """A negative number and a wrong length are refused in both languages."""
    for wrong, kind in (([1, -2, 0, 0], "covering_number"), ([1.0], "covering_length")):
        with pytest.raises(InputError) as caught:
            eye(disutility=wrong)
        assert [problem.kind for problem in caught.value.problems] == [kind]
        assert caught.value.render("cs") != caught.value.render("en")
