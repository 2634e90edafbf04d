"""Programs with rules against enumeration: value, bound, feasibility, phases, messages."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from placement.errors import InfeasibleError, InputError, SolverError
from placement.optimise import (
    Floor,
    Limit,
    PhaseLimit,
    Program,
    Requirement,
    Rules,
    maximal_covering,
    plan_phases,
    solve,
)
from placement.optimise.program import with_whole_views
from placement.optimise.removal import staying_as_choice
from placement.optimise.side_constraints.bound import (
    ConstrainedIncumbent,
    constrained_bound,
    initial_multipliers,
)
from placement.optimise.side_constraints.reduction import reduce_constrained
from placement.optimise.side_constraints.search import Searcher
from tests.optimise.constrained_programs import constrained_programs, feasible

EXAMPLES = settings().max_examples
THOROUGH = settings(
    max_examples=5 * EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@THOROUGH
@given(program=constrained_programs())
def test_equals_enumeration(program):
    """With every kind of rule the plan is the enumerated optimum, or refused if there is none."""
    choices = list(feasible(program))

    if not choices:
        with pytest.raises(InfeasibleError) as caught:
            solve(program, gap=0.0)
        assert caught.value.render("cs") != caught.value.render("en")
        return
    best = max(value for _, value in choices)
    solution = solve(program, gap=0.0)

    assert set(solution.chosen) in [chosen for chosen, _ in choices]
    assert program.check(solution.chosen)
    assert solution.objective == pytest.approx(best, abs=1e-9)
    assert solution.bound >= best - 1e-9
    assert solution.proven


@settings(parent=THOROUGH, max_examples=EXAMPLES)
@given(program=constrained_programs())
def test_check_and_value_agree_with_plain_loops(program):
    """`check` accepts exactly the enumerated choices, and `value` is theirs."""
    allowed = {frozenset(chosen): value for chosen, value in feasible(program)}
    rng = np.random.default_rng(program.n_candidates)

    for _ in range(10):
        drawn = set(np.flatnonzero(rng.random(program.n_candidates) < 0.5).tolist())
        drawn |= set(program.existing)
        assert program.check(drawn) == (frozenset(drawn) in allowed)
    for chosen, value in allowed.items():
        assert program.objective(chosen) == pytest.approx(value, abs=1e-9)


@settings(parent=THOROUGH, max_examples=EXAMPLES)
@given(program=constrained_programs())
def test_copies_have_the_same_values(program):
    """Splitting partial views changes neither what is allowed nor what it is worth."""
    whole = with_whole_views(program)

    for chosen, value in feasible(program):
        assert whole.check(chosen)
        assert whole.objective(chosen) == pytest.approx(value, abs=1e-9)


@settings(parent=THOROUGH, max_examples=EXAMPLES)
@given(program=constrained_programs(), seed=st.integers(0, 1000))
def test_every_price_gives_a_valid_bound(program, seed):
    """The relaxation alone, without the exact solver, never falls below the optimum."""
    choices = list(feasible(program))
    rest = reduce_constrained(with_whole_views(staying_as_choice(program)))
    if not choices or rest.residual.m == 0 or rest.residual.count == 0:
        return
    best = max(value for _, value in choices)
    plan = Searcher(rest, np.arange(rest.residual.m)).greedy_plan()
    if not rest.met(plan):
        return

    start = ConstrainedIncumbent(
        rest.worth, plan, np.arange(rest.residual.m), initial_multipliers(rest, plan)
    )
    found = constrained_bound(
        start,
        rest,
        steps=1 + seed % 60,
        gap=0.0,
        step_length=1.0,
        late=lambda: False,
        report=lambda *_: None,
    )

    assert rest.met(found.plan)
    assert rest.residual.base + found.bound >= best - 1e-9 * max(best, 1.0)


@settings(parent=THOROUGH, max_examples=EXAMPLES)
@given(program=constrained_programs(), early=st.booleans())
def test_phases_nest_and_the_last_keeps_the_rules(program, early):
    """Each phase keeps what was built, its bound holds, and the target meets every rule."""
    existing = min(program.counted(program.existing), program.count)
    counts = (existing + (program.count - existing) // 2, program.count)
    budgets = (None, None) if program.budget is None else (program.budget, program.budget)
    phases = [PhaseLimit(count, budget) for count, budget in zip(counts, budgets, strict=True)]
    money = None if program.budget is None else 2 * program.budget
    target = evolve(program, budget=money)
    choices = list(feasible(target))

    try:
        found = plan_phases(program, phases, priority="early" if early else "target", gap=0.0)
    except InfeasibleError:
        assert not choices
        return
    except SolverError:
        assert program.budget is not None
        return

    before, after, standing = set(found[0].chosen), set(found[1].chosen), set(program.existing)
    assert before - standing <= after - standing
    assert after & standing <= before & standing
    assert target.check(found[1].chosen)
    assert found[1].bound >= max(value for _, value in choices) - 1e-9
    assert all(one.bound >= one.objective for one in found)


def test_without_rules_nothing_changes(town):
    """Empty rules go the plain way: the same plan, bit for bit."""
    assert solve(evolve(town, rules=Rules())) == solve(town)


def test_a_town_with_all_rules(town):
    """Eight groups, required places, near sites and second views: met, with a small gap."""
    groups = np.array_split(np.arange(town.n_demand), 4)
    free = town.covered(solve(town).chosen)
    floors = [
        Floor(f"quarter {n}", group, 1.02 * town.weight[group][free[group]].sum())
        for n, group in enumerate(groups[:1])
    ]
    seen = np.flatnonzero(np.asarray(town.covers.sum(axis=0)).ravel() > 20)[[5, 500]]
    rules = Rules(
        floors=floors,
        required=[Requirement(f"school {i}", demand=[i]) for i in seen],
        apart=[(s, s + 1) for s in range(0, town.n_sites - 1, 3)],
        backup=0.2,
    )

    program = evolve(town, rules=rules)
    solution = solve(program, gap=0.02, time_limit_s=30)

    assert program.check(solution.chosen)
    assert solution.gap <= 0.02
    assert program.value(solution.chosen) == solution.objective


def eye(**changes) -> Program:
    """Return four cameras at their own points, each of which sees its own demand point."""
    given_ = {
        "covers": sparse.csr_array(np.eye(4)),
        "weight": [8.0, 4.0, 2.0, 1.0],
        "site": [0, 1, 2, 3],
        "count": 2,
    }
    return Program(**(given_ | changes))


def kinds_of(program: Program) -> list[str]:
    """Return the kinds of the problems with which a program is refused, said in both languages."""
    with pytest.raises(InfeasibleError) as caught:
        solve(program)
    assert caught.value.render("cs") != caught.value.render("en")
    return [problem.kind for problem in caught.value.problems]


def test_a_floor_sends_a_camera_to_the_poor_quarter():
    """The least of a group is met although elsewhere more could be covered."""
    solution = solve(eye(rules=Rules(floors=[Floor("poor", [2, 3], 1.0)])), gap=0.0)

    assert solution.chosen == (0, 2)


def test_a_second_view_adds_its_part():
    """Two cameras of one place are worth 1 + the share; the optimum weighs that against others."""
    covers = np.array([[1, 0], [1, 0], [0, 1]])
    rules = Rules(backup=0.5)
    solution = maximal_covering(covers, [10.0, 4.0], count=2, rules=rules, gap=0.0)

    assert solution.chosen == (0, 1)
    assert solution.objective == 15.0


def test_the_best_of_partial_views_counts():
    """Two half views are a half; a whole view beside a half is whole."""
    rules = Rules(partial=sparse.csr_array([[0.5, 0.0], [0.5, 0.0], [0.0, 0.0]]))
    program = Program(
        covers=[[0, 1], [0, 0], [1, 0]], weight=[10.0, 1.0], site=[0, 1, 2], count=3, rules=rules
    )

    assert program.value([0, 1]) == 6.0
    assert program.value([0, 1, 2]) == 11.0


def test_a_place_nobody_sees_is_named():
    """A required place without any candidate is refused by its name."""
    program = eye(
        covers=np.eye(4)[:, [0, 1, 2, 2]], rules=Rules(required=[Requirement("school", [3])])
    )
    blank = evolve(program, covers=sparse.csr_array(np.diag([1, 1, 1, 0])))

    assert kinds_of(blank) == ["required_unseen"]
    with pytest.raises(InfeasibleError, match="school is required, but no possible camera"):
        solve(blank)


def test_a_place_whose_cameras_are_all_banned_says_why():
    """The message counts why none of the cameras may be chosen."""
    rules = Rules(required=[Requirement("school", [3])], banned=[3])

    with pytest.raises(InfeasibleError, match=r"none of the 1 cameras.*1 forbidden"):
        solve(eye(rules=rules))


def test_a_floor_beyond_all_cameras_says_how_much_there_is():
    """What all cameras together would cover is named."""
    with pytest.raises(InfeasibleError, match="all possible cameras together cover 3"):
        solve(eye(rules=Rules(floors=[Floor("poor", [2, 3], 3.5)])))


def test_more_places_than_cameras_name_count_and_places():
    """Three required places fight two cameras: all four and nothing else are named."""
    required = [Requirement(f"school {i}", [i]) for i in (1, 2, 3)]
    floors = [Floor("rich", [0, 1, 2, 3], 1.0)]

    kinds = kinds_of(eye(rules=Rules(required=required, floors=floors)))

    assert kinds == ["rules_fight", "rule_count", "rule_need", "rule_need", "rule_need"]


def test_a_floor_and_a_place_fight_over_one_camera():
    """With one camera the floor of one quarter and a place in another cannot both be had."""
    rules = Rules(required=[Requirement("school", [3])], floors=[Floor("rich", [0], 8.0)])

    assert sorted(kinds_of(eye(count=1, rules=rules))) == [
        "rule_count",
        "rule_floor",
        "rule_need",
        "rules_fight",
    ]


def test_a_floor_fights_the_budget():
    """Money for one camera is not enough for a floor that takes two."""
    program = eye(
        camera_cost=[5.0] * 4,
        budget=9.0,
        count=4,
        rules=Rules(floors=[Floor("poor", [2, 3], 3.0)]),
    )

    assert kinds_of(program) == ["rules_fight", "rule_budget", "rule_floor"]


def test_near_points_fight_required_places():
    """Two required places that only two near points see cannot both be had."""
    required = [Requirement("a", [0]), Requirement("b", [1])]

    kinds = kinds_of(eye(rules=Rules(required=required, apart=[(0, 1)])))

    assert kinds == ["rules_fight", "rule_need", "rule_need", "rule_apart"]


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        (Rules(floors=[Floor("f", [9], 1.0)]), "covering_index"),
        (Rules(floors=[Floor("f", [0], -1.0)]), "floor_least"),
        (Rules(backup=1.5), "covering_share"),
        (Rules(partial=sparse.csr_array([[2.0]])), "covering_length"),
        (Rules(partial=sparse.csr_array(2 * np.eye(4))), "covering_share"),
        (Rules(apart=[(0, 9)]), "covering_index"),
    ],
)
def test_refuses_wrong_rules(rules, kind):
    """Each kind of wrong number is named."""
    with pytest.raises(InputError) as caught:
        eye(rules=rules)

    assert kind in {problem.kind for problem in caught.value.problems}


@pytest.mark.parametrize("site", [[0, 0, 1, 3, 0], [0, 0, 0, 3, 0]])
def test_parts_of_whole_amounts_add_up(site):
    """A third and two thirds make a whole: a least amount is met though floats fall short."""
    least = Limit(
        name="l", amount=[0, 0, 0, 0, -1], opening=[0, -1, -3, -2], most=-3, bound="least"
    )
    program = eye(
        covers=sparse.csr_array((5, 5)),
        weight=np.zeros(5),
        site=site,
        site_cost=np.zeros(4),
        rules=Rules(limits=[least]),
    )

    assert set(solve(program, gap=0.0).chosen) == {3, 4}
