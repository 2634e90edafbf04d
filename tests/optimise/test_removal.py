"""Standing cameras that may go: when they do, what it costs, and that they stay away."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from placement.errors import InfeasibleError, InputError, SolverError
from placement.optimise import (
    Limit,
    PhaseLimit,
    Program,
    Rules,
    build_order,
    goals_of,
    plan_phases,
    solve,
)
from placement.optimise.nested_phases import is_feasible_nesting
from tests.examples import up_to

DEMAND = 6


def standing_two(**changes) -> Program:
    """Return two standing cameras, of which 0 sees little, and four more, each at its own point.

    Candidate 4 hangs on the point of camera 0.
    """
    values = {
        "covers": sparse.csr_array(np.eye(DEMAND)),
        "weight": [1.0, 9.0, 8.0, 6.0, 5.0, 2.0],
        "site": [0, 1, 2, 3, 0, 4],
        "count": 3,
        "existing": [0, 1],
        "removable": [0, 1],
        "removal_cost": [10.0, 10.0, 0.0, 0.0, 0.0, 0.0],
        "camera_cost": [50.0] * DEMAND,
        "site_cost": [100.0] * 5,
    }
    return Program(**(values | changes))


def test_the_useless_one_makes_way():
    """The count is full, so what sees least goes; the other stays."""
    solution = solve(standing_two(), gap=0.0)

    assert solution.chosen == (1, 2, 3)
    assert solution.objective == 23.0
    assert solution.proven


def test_nobody_goes_if_there_is_room():
    """A camera that is in nobody's way stays, though it may see nothing more."""
    program = standing_two(
        count=6,
        weight=[0.0, 9.0, 8.0, 6.0, 5.0, 2.0],
        site=[0, 1, 2, 3, 5, 4],
        site_cost=[100.0] * 6,
    )

    assert solve(program, gap=0.0).chosen == (0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("budget", "chosen"), [(310.0, (1, 2, 3)), (309.0, (1, 2, 4)), (159.0, (0, 1, 2))]
)
def test_removal_is_paid_for(budget, chosen):
    """Two points cost 300, the removal 10: with less its own pole must do, or it stays."""
    program = standing_two(budget=budget)
    solution = solve(program, gap=0.0)

    assert solution.chosen == chosen
    assert program.cost(solution.chosen) <= budget


def test_the_pole_stays():
    """A new camera on the point of one that goes opens nothing."""
    program = standing_two(count=2, budget=60.0)
    solution = solve(program, gap=0.0)

    assert solution.chosen == (1, 4)
    assert program.cost(solution.chosen) == 60.0


def test_removal_makes_room_at_a_full_point():
    """One camera a point: the new one comes if the old one goes, though the count has room."""
    program = standing_two(count=6, budget=60.0, weight=[1.0, 9.0, 0.0, 0.0, 5.0, 0.0])

    assert solve(program, gap=0.0).chosen == (1, 4)


def test_nothing_is_added_at_a_crowded_point():
    """Where more stand than may, nobody's going makes room for another."""
    program = standing_two(site=[0, 0, 2, 3, 0, 4], count=2, weight=[1.0, 1.0, 0, 0, 50.0, 0.0])

    assert solve(program, gap=0.0).chosen == (0, 1)
    assert not program.check([4])


def test_a_limit_that_today_breaks_is_kept_by_removing():
    """At most one of the kind of both standing ones: the better one stays."""
    limit = Limit(name="kind", amount=[1, 1, 0, 0, 0, 0], most=1)
    program = standing_two(count=6, rules=Rules(limits=[limit]))

    assert solve(program, gap=0.0).chosen == (1, 2, 3, 4, 5)
    with pytest.raises(InfeasibleError):
        solve(evolve(program, removable=()), gap=0.0)


@pytest.mark.parametrize("priority", ["target", "early", "joint"])
def test_who_is_gone_stays_away(priority):
    """Phases only remove and only build, each within its own money; the value never falls."""
    program = standing_two()
    phases = [PhaseLimit(2, 60.0), PhaseLimit(2, 160.0), PhaseLimit(4, 150.0)]

    solutions = plan_phases(program, phases, priority=priority, gap=0.0)

    parts = [set(one.chosen) for one in solutions]
    for before, after in pairwise(parts):
        assert before - {0, 1} <= after - {0, 1}
        assert after & {0, 1} <= before & {0, 1}
    costs = [0.0, *(program.cost(part) for part in parts)]
    spent = np.diff(costs)
    assert (spent <= [60.0, 160.0, 150.0]).all()
    assert [one.objective for one in solutions] == sorted(one.objective for one in solutions)
    assert all(one.bound >= one.objective for one in solutions)


def test_nobody_goes_before_removal_is_allowed():
    """In a first phase without removals both stand; a camera gone later pays in its own phase."""
    program = standing_two()
    phases = [PhaseLimit(3, 150.0, removals=False), PhaseLimit(3, 160.0)]

    first, second = plan_phases(program, phases, gap=0.0)

    assert first.chosen == (0, 1, 2)
    assert second.chosen == (1, 2, 3)
    assert program.cost(second.chosen) - program.cost(first.chosen) == 160.0


@pytest.mark.parametrize("priority", ["target", "early", "joint"])
def test_a_falling_count_takes_down_for_what_there_is(priority):
    """Money for one removal: the count falls, and the first phase keeps its own bound."""
    program = standing_two()
    phases = [PhaseLimit(2, 0.0, removals=False), PhaseLimit(1, 10.0)]

    first, second = plan_phases(program, phases, priority=priority, gap=0.0)

    assert (first.chosen, second.chosen) == ((0, 1), (1,))
    assert first.bound >= first.objective == 10.0
    assert second.objective == 9.0


def test_a_count_below_who_must_stay_is_refused():
    """In a phase without removals all that stand count."""
    with pytest.raises(InfeasibleError) as caught:
        plan_phases(standing_two(), [PhaseLimit(1, removals=False), PhaseLimit(1)])
    assert [problem.kind for problem in caught.value.problems] == ["phase_below_existing"]


@settings(deadline=None, derandomize=True, max_examples=up_to(60))
@given(data=st.data())
def test_phases_with_removals_keep_what_enumeration_finds(data):
    """Nested, each phase within its limits; bounds hold for every phase's own best and nesting."""
    weight = data.draw(st.lists(st.integers(0, 9), min_size=DEMAND, max_size=DEMAND))
    cells = st.lists(st.booleans(), min_size=DEMAND, max_size=DEMAND)
    covers = np.array([data.draw(cells) for _ in range(DEMAND)], dtype=float)
    program = standing_two(
        weight=[float(w) for w in weight],
        covers=sparse.csr_array(covers),
        removable=data.draw(st.sampled_from([[0], [1], [0, 1]])),
    )
    least = 2 - len(program.removable)
    phases = [
        PhaseLimit(data.draw(st.integers(2, 4)), data.draw(st.sampled_from([200.0, 320.0]))),
        PhaseLimit(data.draw(st.integers(least, 4)), data.draw(st.sampled_from([160.0, 320.0]))),
    ]
    phases[0] = evolve(phases[0], removals=data.draw(st.booleans()))
    goals, budgets = goals_of(program, phases), [phase.budget for phase in phases]
    everyone = range(program.n_candidates)
    subsets = [frozenset(c) for k in range(5) for c in combinations(everyone, k)]
    nestings = [
        (one, other)
        for one in subsets
        if goals[0].check(one)
        for other in subsets
        if is_feasible_nesting(goals, budgets, [one, other])
    ]
    try:
        found = plan_phases(program, phases, gap=0.0)
    except (InfeasibleError, SolverError):
        assert not nestings
        return

    assert tuple(frozenset(one.chosen) for one in found) in nestings
    for at, goal in enumerate(goals):
        assert found[at].bound >= max(goal.value(each[at]) for each in nestings) - 1e-9


def test_the_order_of_building_counts_without_who_goes():
    """The new one gains what it sees once the old one is gone."""
    program = standing_two(covers=np.vstack([np.eye(DEMAND)[:4], np.eye(DEMAND)[0], np.eye(6)[5]]))

    assert build_order(program, [1, 4]).gains == (1.0,)


def test_only_who_stands_may_go():
    """A new candidate is not removable."""
    with pytest.raises(InputError) as caught:
        standing_two(removable=[0, 5])

    assert [problem.kind for problem in caught.value.problems] == ["covering_not_standing"]
    assert caught.value.render("cs") != caught.value.render("en")


def test_more_stand_than_count_unless_they_may_go():
    """The count may fall below today's cameras if enough of them may go."""
    assert solve(standing_two(count=1), gap=0.0).chosen == (1,)
    with pytest.raises(InfeasibleError):
        standing_two(count=1, removable=())
