"""Layouts: the same plans as over single cameras, and a tighter relaxation."""

from itertools import combinations

import highspy
import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise import Program, maximal_covering, solve
from placement.optimise import layouts as room
from placement.optimise.engine import best_plan
from placement.optimise.highs.covering import formulate, solve_exactly
from placement.optimise.kernels import layouts as kernels
from placement.optimise.layouts import with_layouts
from placement.optimise.reduction import reduce
from placement.optimise.search_limits import new_run
from tests.examples import up_to

MANY = settings(
    max_examples=up_to(250),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def program() -> Program:
    """Return six cameras at two sites with room for three each, where opening costs money."""
    rng = np.random.default_rng(3)
    return Program(
        covers=rng.random((6, 10)) < 0.4,
        weight=rng.integers(1, 9, 10),
        site=[0, 0, 0, 1, 1, 1],
        per_site=3,
        count=4,
        camera_cost=[3.0, 4.0, 5.0, 3.0, 4.0, 5.0],
        site_cost=[10.0, 0.0],
        budget=24.0,
    )


def cameras_at(residual, j):
    """Return the cameras of one candidate of a residual problem."""
    return frozenset(residual.cameras_of(np.array([j])).tolist())


def test_layouts_are_the_sets_of_cameras_of_a_site_that_costs_money(program):
    """Each stands for cameras of the first site, priced as a whole; no better one is left out."""
    before = reduce(program)
    after, _ = with_layouts(before)
    singles = {int(j) for j in before.candidate if program.site[j] == 0}
    first_site = [j for j in range(after.m) if cameras_at(after, j) <= {0, 1, 2}]

    assert after.tables.room[after.tables.site[first_site]].tolist() == [1] * len(first_site)
    assert not after.tables.opening.any()
    for j in first_site:
        assert after.tables.price[j] == program.cost(cameras_at(after, j))
        assert after.tables.cameras[j] == len(cameras_at(after, j))
        assert after.value(np.array([j])) == program.value(cameras_at(after, j))
    for k in (1, 2, 3):
        for chosen in combinations(singles, k):
            if program.cost(chosen) <= 24.0:
                assert any(
                    after.value(np.array([j])) >= program.value(chosen)
                    and after.tables.price[j] <= program.cost(chosen)
                    and after.tables.cameras[j] <= k
                    for j in first_site
                )


def test_sites_that_cost_nothing_keep_their_cameras_apart(program):
    """The second site still has room for all of its cameras, one by one."""
    after, _ = with_layouts(reduce(program))
    second_site = [j for j in range(after.m) if cameras_at(after, j) <= {3, 4, 5}]

    assert {len(cameras_at(after, j)) for j in second_site} == {1}
    assert (after.tables.room[after.tables.site[second_site]] > 1).all()


def test_nothing_is_put_together_without_a_budget(program):
    """Without money the problem is returned as it is."""
    before = reduce(evolve(program, budget=None))

    assert with_layouts(before)[0] is before


@pytest.mark.parametrize("limit", ["MOST_AT_SITE", "MOST_ENTRIES"])
def test_too_many_sets_stay_apart(program, limit, monkeypatch):
    """A site, or all of them, keep cameras and opening apart if there would be too many sets."""
    monkeypatch.setattr(room, limit, 3)
    before = reduce(program)
    after, _ = with_layouts(before)

    assert after.m == before.m
    assert after.tables.opening.tolist() == before.tables.opening.tolist()
    assert solve(program, gap=0.0).objective == _exact(before)


@MANY
@given(data=st.data())
def test_the_optimum_is_the_same(data, tiny_programs, optimum):
    """The exact solver finds the enumerated optimum over layouts, and the cameras are worth it."""
    program = data.draw(tiny_programs)
    residual, _ = with_layouts(reduce(program))
    exact = solve_exactly(
        residual,
        start=np.empty(0, dtype=np.int64),
        gap_weight=0.0,
        nodes=10_000,
        time_limit_s=60,
    )
    plan = exact.plan if exact.plan is not None else np.empty(0, dtype=np.int64)
    chosen = {*program.existing, *residual.cameras_of(plan).tolist()}

    assert program.check(chosen)
    assert program.value(chosen) == pytest.approx(optimum(program), abs=1e-9)


@pytest.mark.slow
@settings(parent=MANY, max_examples=500)
@given(data=st.data())
def test_budgets_with_opening_costs_equal_enumeration(data, tiny_programs, optimum):
    """Five hundred programs: the plan is the enumerated optimum, and its bound says so."""
    program = data.draw(tiny_programs)
    cost = st.integers(0, 9)
    priced = evolve(
        program,
        camera_cost=data.draw(
            st.lists(cost, min_size=program.n_candidates, max_size=program.n_candidates)
        ),
        site_cost=data.draw(st.lists(cost, min_size=4, max_size=4)),
        budget=None,
    )
    cheapest = priced.cheapest()
    if cheapest is not None:
        priced = evolve(priced, budget=cheapest + data.draw(st.integers(0, 25)))
    best = optimum(priced)

    solution = solve(priced, gap=0.0)

    assert priced.check(solution.chosen)
    assert solution.objective == pytest.approx(best, abs=1e-9)
    assert best - 1e-9 <= solution.bound
    assert solution.proven


@settings(parent=MANY, max_examples=up_to(60))
@given(data=st.data())
def test_the_relaxation_is_never_looser(data, tiny_programs, optimum):
    """The linear programme over layouts lies between the optimum and the one over cameras."""
    program = data.draw(tiny_programs)
    before = reduce(program)
    after, _ = with_layouts(before)

    assert _relaxed(after) <= _relaxed(before) + 1e-6
    assert before.base + _relaxed(after) >= optimum(program) - 1e-6


def test_a_half_open_site_sees_half():
    """Two cameras of one site see the same street: over layouts the relaxation is exact.

    The site costs 2, each camera 1, and there are 3: one camera. Three quarters of the site and of
    both cameras cost as much and see the common street whole, and three quarters of each other.
    """
    program = Program(
        covers=[[1, 1, 0], [1, 0, 1]],
        weight=[10.0, 1.0, 1.0],
        site=[0, 0],
        per_site=2,
        count=2,
        camera_cost=[1.0, 1.0],
        site_cost=[2.0],
        budget=3.0,
    )
    before = reduce(program)

    assert _relaxed(before) == pytest.approx(11.5)
    assert _relaxed(with_layouts(before)[0]) == pytest.approx(11.0)
    assert solve(program, gap=0.0).objective == 11.0


def test_kernel_counts_and_writes_alike(program):
    """Compiled and plain, the sets of a site are all that fit and of which each adds something."""
    residual = reduce(program)
    t = residual.tables
    together = np.ones(len(t.room), dtype=np.uint8)
    sets = []
    for layouts in (kernels.layouts, kernels.layouts.py_func):
        number, entries = layouts(t, together, 4, 24.0, room._tables_for(0, 0, 1), write=False)
        out = room._tables_for(number, entries, 3)

        assert layouts(t, together, 4, 24.0, out, write=True) == (number, entries)
        assert out.ptr[-1] == entries
        sets.append([tuple(part[part >= 0].tolist()) for part in out.parts])
    assert sets[0] == sets[1]
    assert len(set(sets[0])) == len(sets[0])


@pytest.mark.parametrize(("n", "most", "number"), [(5, 2, 15), (3, 9, 7), (1, 4, 1), (60, 6, 99)])
def test_sets_are_counted_up_to_a_limit(n, most, number):
    """Sets of one to `most` of n things, or the limit."""
    for combinations_of in (kernels.combinations_of, kernels.combinations_of.py_func):
        assert combinations_of(n, most, 99) == number


def test_public_call_with_costs_is_proven(town):
    """A made town with opening costs and two cameras a site is solved within the default gap."""
    some = np.flatnonzero(town.site < 120)
    solution = maximal_covering(
        town.covers[some],
        town.weight,
        site=town.site[some] // 2,
        per_site=2,
        count=12,
        cost=np.where(some % 3, 45.0, 60.0),
        site_cost=np.full(60, 95.0),
        budget=900.0,
    )

    assert solution.gap <= 0.001


def _exact(residual) -> float:
    """Return the optimum by the exact solver."""
    start = np.empty(0, dtype=np.int64)
    exact = solve_exactly(residual, start=start, gap_weight=0.0, nodes=10_000, time_limit_s=60)
    return residual.base + residual.value(exact.plan)


def _relaxed(residual) -> float:
    """Return the optimum of the linear relaxation, existing cameras apart."""
    if residual.m == 0:
        return 0.0
    solver, scale = formulate(residual)
    solver.setOptionValue("solve_relaxation", True)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return solver.getInfo().objective_function_value / scale


def test_a_phase_too_poor_for_any_site_builds_nothing(program):
    """Where the budget of a phase buys no candidate of the common reduction, there is no plan."""
    residual = reduce(program).with_limits(count=4, budget=2.0)
    incumbent = best_plan(residual, new_run(gap=0.0, time_limit_s=10, seed=0))

    assert (incumbent.plan.size, incumbent.value, incumbent.bound) == (0, 0.0, 0.0)
