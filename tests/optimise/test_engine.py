"""The whole optimiser against enumeration, published optima and made towns."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from placement.optimise import maximal_covering, solve
from tests.benchmarks import published_instances
from tests.benchmarks.published_instances import OPTIMAL
from tests.examples import up_to

THOROUGH = settings(
    max_examples=up_to(250),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@THOROUGH
@given(data=st.data())
def test_equals_enumeration(data, tiny_programs, optimum):
    """On tiny programs of every kind the plan is the enumerated optimum and its bound says so."""
    program = data.draw(tiny_programs)
    best = optimum(program)

    solution = solve(program, gap=0.0)

    assert program.check(solution.chosen)
    assert solution.objective == pytest.approx(best, abs=1e-9)
    assert solution.bound >= best - 1e-9
    assert solution.proven


@settings(parent=THOROUGH, max_examples=up_to(60))
@given(data=st.data())
def test_stops_within_the_gap_asked_for(data, tiny_programs, optimum):
    """A coarse gap still gives a feasible plan between its value and a valid bound."""
    program = data.draw(tiny_programs)
    best = optimum(program)

    solution = solve(program, gap=0.2)

    assert program.check(solution.chosen)
    assert solution.objective <= best + 1e-9
    assert solution.bound >= best - 1e-9
    assert solution.gap <= 0.2 + 1e-9


@settings(parent=THOROUGH, max_examples=up_to(60))
@given(data=st.data())
def test_order_of_input_does_not_matter(data, tiny_programs):
    """Candidates and demand points in another order have the same optimum."""
    program = data.draw(tiny_programs)
    rows = data.draw(st.permutations(range(program.n_candidates)))
    columns = data.draw(st.permutations(range(program.n_demand)))
    new_place = {j: place for place, j in enumerate(rows)}
    shuffled = evolve(
        program,
        covers=sparse.csr_array(program.covers.toarray()[rows][:, columns]),
        weight=program.weight[columns],
        site=program.site[rows],
        existing=[new_place[j] for j in program.existing],
        camera_cost=None if program.camera_cost is None else program.camera_cost[rows],
    )

    one, other = solve(program, gap=0.0), solve(shuffled, gap=0.0)

    assert one.objective == pytest.approx(other.objective, abs=1e-9)


@pytest.mark.town
@pytest.mark.parametrize(("name", "p"), [(name, p) for name in OPTIMAL for p in OPTIMAL[name]])
def test_published_optima_are_proven(shared_data, name, p):
    """The optima listed for São José dos Campos, r = 800 m, are met and proven."""
    made = published_instances.sao_jose(shared_data / "mclp" / f"{name}.txt")

    solution = maximal_covering(made.covers, made.weight, count=p, gap=0.0)

    assert solution.objective == OPTIMAL[name][p]
    assert solution.bound == OPTIMAL[name][p]


def test_made_town_within_a_thousandth(town):
    """The default gap is met on a made town; objective and bound speak of the original data."""
    solution = solve(town)
    covered = (town.covers.toarray()[list(solution.chosen)] > 0).any(axis=0)

    assert town.check(solution.chosen)
    assert len(solution.chosen) == town.count
    assert solution.gap <= 0.001
    assert solution.objective == pytest.approx(town.weight[covered].sum(), rel=1e-12)


def test_bound_covers_the_proven_optimum(town):
    """Any coarser run's bound is at least the proven optimum, and its plan no better."""
    best = solve(town, gap=0.0)

    rough = solve(town, gap=0.05)

    assert best.proven
    assert rough.bound >= best.objective >= rough.objective


def test_same_input_and_seed_same_plan(town):
    """Two runs agree bit for bit, with money too."""
    money = evolve(
        town,
        per_site=2,
        camera_cost=60_000 + 20_000 * (np.arange(town.n_candidates) % 3),
        site_cost=30_000 * (1 + np.arange(town.n_sites) % 4),
        budget=1_200_000.0,
    )

    for program in (town, money):
        assert solve(program, gap=0.0, seed=3) == solve(program, gap=0.0, seed=3)


def test_no_time_is_a_plan_with_a_gap_not_an_error(town):
    """With no time left there is still a feasible plan and a valid bound."""
    best = solve(town, gap=0.0)

    hurried = solve(town, gap=0.0, time_limit_s=0)

    assert town.check(hurried.chosen)
    assert hurried.bound >= best.objective
    assert 0 < hurried.gap < 1


def test_progress_closes_in(town):
    """Reported objectives never fall, bounds never rise, and both enclose the result."""
    reports = []

    solution = solve(town, gap=0.0, on_progress=lambda value, bound: reports.append((value, bound)))
    values, bounds = np.array(reports).T

    assert (np.diff(values) >= -1e-6).all()
    assert (np.diff(bounds) <= 1e-6).all()
    assert values[-1] == pytest.approx(solution.objective)
    assert bounds[-1] == pytest.approx(solution.bound)


def test_each_candidate_its_own_site_by_default():
    """Without sites only the count limits; the caller's matrix stays as it was."""
    covers = sparse.csr_matrix(np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]]))
    before = covers.copy()

    solution = maximal_covering(covers, [3.0, 1.0, 2.0, 2.5], count=2, existing=[1], gap=0.0)

    assert solution.chosen == (0, 1)
    assert solution.objective == solution.bound == 6.0
    assert (covers != before).nnz == 0
    assert covers.data.flags.writeable


def test_money_prefers_the_open_point():
    """A second camera at an existing point saves the cost of opening another."""
    solution = maximal_covering(
        sparse.csr_array(np.eye(3)),
        [1.0, 5.0, 4.0],
        count=3,
        existing=[0],
        site=[0, 1, 0],
        per_site=2,
        cost=[10.0, 10.0, 10.0],
        site_cost=[100.0, 100.0],
        budget=10.0,
    )

    assert solution.chosen == (0, 2)


@pytest.mark.parametrize(("weight", "count"), [([0.0, 0.0], 2), ([1.0, 1.0], 0)])
def test_nothing_to_gain(weight, count):
    """No weight or no camera is a plan of no gap."""
    solution = maximal_covering(sparse.csr_array(np.eye(2)), weight, count=count)

    assert solution.chosen == ()
    assert solution.gap == 0.0
