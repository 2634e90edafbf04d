"""Phases nest, keep their own money, and state the price of nesting."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.errors import InfeasibleError, InputError
from placement.optimise import PhaseLimit, Program, build_order, plan_phases, solve
from tests.examples import up_to

OFTEN = settings(
    max_examples=up_to(100),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def phases_for(data, program: Program) -> list[PhaseLimit]:
    """Draw two or three phases that are possible."""
    phases, count = [], len(program.existing)
    cheapest = program.cheapest() or 0.0
    for _ in range(data.draw(st.integers(2, 3))):
        count += data.draw(st.integers(0, 3))
        spare = data.draw(st.none() | st.integers(0, 15))
        phases.append(PhaseLimit(count, None if spare is None else cheapest + spare))
    return phases


@pytest.mark.parametrize("priority", ["target", "early"])
@OFTEN
@given(data=st.data())
def test_phases_nest_within_their_money(data, tiny_programs, optimum, priority):
    """Choices grow, each phase keeps its count and budget, and every bound is valid."""
    program = data.draw(tiny_programs)
    phases = phases_for(data, program)

    solutions = plan_phases(program, phases, priority=priority, gap=0.0)

    before, spent, money = set(program.existing), 0.0, 0.0
    for solution, phase in zip(solutions, phases, strict=True):
        chosen = set(solution.chosen)
        money += np.inf if phase.budget is None else phase.budget
        goal = evolve(program, count=phase.count, budget=None if np.isinf(money) else money)

        assert before <= chosen
        assert goal.check(chosen)
        assert program.cost(chosen) - spent <= (phase.budget or np.inf) + 1e-9
        assert solution.objective == pytest.approx(program.value(chosen))
        assert solution.bound >= optimum(goal) - 1e-9
        before, spent = chosen, program.cost(chosen)


def test_target_ends_at_the_optimum_early_begins_there(town):
    """Without money, one priority gives up nothing at the end, the other nothing at the start."""
    limits = [PhaseLimit(15), PhaseLimit(20), PhaseLimit(25)]

    target = plan_phases(town, limits, priority="target", gap=0.0)
    early = plan_phases(town, limits, priority="early", gap=0.0)

    assert target[-1].proven
    assert early[0].proven
    assert early[0].objective >= target[0].objective
    assert target[-1].objective >= early[-1].objective
    assert [s.bound for s in target] == [s.bound for s in early]


def test_one_phase_is_the_plan(town):
    """A single phase is what `solve` finds."""
    (only,) = plan_phases(town, [PhaseLimit(town.count)], gap=0.0)

    assert only.objective == solve(town, gap=0.0).objective


def test_same_phases_every_time(town):
    """Two runs agree bit for bit."""
    limits = [PhaseLimit(16), PhaseLimit(25)]

    assert plan_phases(town, limits) == plan_phases(town, limits)


def test_ill_portioned_money_drops_what_no_phase_can_pay():
    """Two budgets of 10 buy the camera of 15 never, though their sum would."""
    program = Program(
        covers=np.eye(3),
        weight=[9.0, 3.0, 2.0],
        site=[0, 1, 2],
        count=3,
        camera_cost=[15.0, 10.0, 10.0],
    )

    solutions = plan_phases(program, [PhaseLimit(1, 10.0), PhaseLimit(3, 10.0)], gap=0.0)

    assert [s.chosen for s in solutions] == [(1,), (1, 2)]
    assert solutions[1].bound == 5.0
    assert solutions[1].proven


def test_a_point_opened_earlier_costs_nothing_later():
    """The second camera fits the small budget because the first opened the point."""
    program = Program(
        covers=np.eye(2),
        weight=[2.0, 1.0],
        site=[0, 0],
        per_site=2,
        count=2,
        camera_cost=[10.0, 10.0],
        site_cost=[50.0],
    )

    solutions = plan_phases(program, [PhaseLimit(1, 60.0), PhaseLimit(2, 10.0)], gap=0.0)

    assert [s.chosen for s in solutions] == [(0,), (0, 1)]


def test_a_phase_may_stand_still():
    """A phase of no money and the same count adds nothing."""
    program = Program(
        covers=np.eye(2), weight=[2.0, 1.0], site=[0, 1], count=2, camera_cost=[5.0, 5.0]
    )
    limits = [PhaseLimit(1, 5.0), PhaseLimit(1, 0.0), PhaseLimit(2, 5.0)]

    solutions = plan_phases(program, limits, priority="early")

    assert [s.chosen for s in solutions] == [(0,), (0,), (0, 1)]


def test_impossible_phases_are_all_named():
    """Every impossible phase is in one error, in both languages."""
    program = Program(
        covers=np.eye(4),
        weight=np.ones(4),
        site=range(4),
        count=4,
        existing=[0, 1],
        camera_cost=np.full(4, 100.0),
    )
    limits = [PhaseLimit(1), PhaseLimit(4, 99.0), PhaseLimit(3), PhaseLimit(4, -1.0)]

    with pytest.raises(InfeasibleError) as caught:
        plan_phases(program, limits)

    assert [problem.kind for problem in caught.value.problems] == [
        "phase_below_existing",
        "phase_buys_nothing",
        "phase_count_falls",
        "phase_budget",
    ]
    assert "Etapa 3" in caught.value.render("cs")


def test_no_phase_is_refused():
    """A plan needs a phase."""
    program = Program(covers=np.eye(1), weight=[1.0], site=[0], count=1)

    with pytest.raises(InfeasibleError, match="no phase"):
        plan_phases(program, [])


def test_build_order_is_greedy_and_sums_up(town):
    """Each camera adds the most of those left, and the gains sum to what is added."""
    chosen = solve(town).chosen

    order = build_order(town, chosen)
    built = list(town.existing)
    for candidate, gain in zip(order.candidates, order.gains, strict=True):
        left = set(chosen) - set(built)
        best = max(town.value([*built, j]) for j in left)
        built.append(candidate)

        assert town.value(built) == pytest.approx(best)
        assert gain == pytest.approx(best - town.value(built[:-1]))
    assert set(order.candidates) == set(chosen) - set(town.existing)
    assert sum(order.gains) == pytest.approx(town.value(chosen) - town.value(town.existing))


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"priority": "joint", "weights": [1.0]}, "phase_weights_count"),
        ({"priority": "joint", "weights": [1.0, 1.0, 1.0]}, "phase_weights_count"),
        ({"priority": "joint", "weights": []}, "phase_weights_count"),
        ({"weights": [1.0]}, "phase_weights_count"),
        ({"priority": "joint", "weights": [-1.0, 1.0]}, "covering_number"),
        ({"priority": "joint", "weights": [np.nan, 1.0]}, "covering_number"),
        ({"priority": "joint", "weights": [np.inf, 1.0]}, "covering_number"),
        ({"priority": "joint", "weights": [0.0, 0.0]}, "phase_weights_zero"),
        ({"priority": "middle"}, "priority_unknown"),
        ({"seed": -1}, "covering_limit"),
        ({"seed": 1.5}, "covering_whole"),
        ({"gap": np.nan}, "covering_limit"),
    ],
)
def test_a_call_that_cannot_be_used_is_refused_in_words(asked, kind):
    """What, what was expected and what to do, in both languages; never a traceback."""
    tiny = Program(covers=np.eye(4), weight=np.ones(4), site=range(4), count=4)

    with pytest.raises(InputError) as caught:
        plan_phases(tiny, [PhaseLimit(1), PhaseLimit(2)], **asked)

    assert [problem.kind for problem in caught.value.problems] == [kind]
    assert caught.value.render("cs") != caught.value.render("en")


@pytest.mark.parametrize("count", [2.5, np.nan, np.inf, None])
def test_a_count_is_a_whole_number(count):
    """Of a phase as of a programme."""
    tiny = Program(covers=np.eye(4), weight=np.ones(4), site=range(4), count=4)

    with pytest.raises(InfeasibleError) as phased:
        plan_phases(tiny, [PhaseLimit(count)])
    with pytest.raises(InputError) as whole:
        evolve(tiny, count=count)

    assert phased.value.problems[0].kind == whole.value.problems[0].kind == "covering_whole"
