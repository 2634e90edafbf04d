"""Shrinking changes the size of the problem, never its optimum."""

from itertools import combinations

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise import Program
from placement.optimise.kernels.merging import dominated, holds_all, leaders
from placement.optimise.reduction import reduce
from placement.optimise.residual import restrict
from placement.optimise.search import is_feasible
from tests.examples import up_to


def program(covers, **changes) -> Program:
    """Return a program of unit weights, every candidate at its own site, unless told otherwise."""
    matrix = np.array(covers)
    given_ = {
        "covers": matrix,
        "weight": np.ones(matrix.shape[1]),
        "site": np.arange(matrix.shape[0]),
        "count": 2,
    }
    return Program(**(given_ | changes))


def best_local(residual) -> float:
    """Return the best value of a reduced problem by enumeration."""
    plans = (
        np.array(plan, dtype=np.int64)
        for k in range(residual.count + 1)
        for plan in combinations(range(residual.m), k)
    )
    return max(residual.value(plan) for plan in plans if is_feasible(residual, plan))


@settings(
    max_examples=up_to(200),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_optimum_survives(data, tiny_programs, optimum):
    """What is left plus what existing cameras cover has the optimum of the program."""
    tiny = data.draw(tiny_programs)

    residual = reduce(tiny)

    assert residual.base + best_local(residual) == pytest.approx(optimum(tiny), abs=1e-9)


def test_equal_demand_becomes_one():
    """Demand points that the same candidates cover are merged, weights added."""
    residual = reduce(program([[1, 1, 0, 1], [0, 0, 1, 1]], weight=[1.0, 2.0, 4.0, 8.0]))

    assert sorted(residual.tables.weight) == [3.0, 4.0, 8.0]


def test_what_existing_cover_is_done():
    """Demand of existing cameras is gone, and so are full sites and candidates that add nothing."""
    residual = reduce(
        program([[1, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]], existing=[0], site=[0, 1, 0, 2])
    )

    assert residual.base == 2.0
    assert residual.candidate.tolist() == [3]
    assert residual.n == 1


def test_dominated_only_within_a_site():
    """A candidate goes if one of its own site sees as much; elsewhere it stays."""
    covers = [[1, 1, 0], [1, 0, 0], [1, 0, 0], [0, 1, 1]]
    same = reduce(program(covers, site=[0, 0, 1, 2]))

    assert same.candidate.tolist() == [0, 2, 3]


def test_dearer_one_does_not_dominate():
    """A candidate that sees less but costs less stays."""
    covers = [[1, 1], [1, 0], [0, 1]]
    priced = reduce(program(covers, site=[0, 0, 0], camera_cost=[9.0, 5.0, 9.0], budget=20.0))

    assert priced.candidate.tolist() == [0, 1]


def test_unaffordable_candidates_go():
    """A candidate that alone breaks the budget cannot be chosen."""
    dear = reduce(
        program(np.eye(3), camera_cost=[1.0, 9.0, 1.0], site_cost=[0.0, 0.0, 9.0], budget=5.0)
    )

    assert dear.candidate.tolist() == [0]


def test_among_allows_only_those():
    """Candidates outside `among` cannot enter."""
    assert reduce(program(np.eye(3)), among=[2]).candidate.tolist() == [2]


def test_restrict_keeps_values_and_says_where_demand_went():
    """A plan is worth the same in the narrower problem; demand nobody covers goes."""
    residual = reduce(program([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], weight=[1, 2, 4, 8]))

    narrow, label = restrict(residual, np.array([0, 1]))

    assert narrow.candidate.tolist() == [0, 1]
    assert narrow.value(np.array([0, 1])) == residual.value(np.array([0, 1])) == 7.0
    assert label.tolist().count(-1) == 1


def test_whole_weights_round_the_bound_down():
    """Whole weights make a bound of 2.7 mean 2; other weights leave it."""
    whole = reduce(program(np.eye(3)))
    parts = reduce(program(np.eye(3), weight=[0.5, 1.0, 2.0]))

    assert whole.rounded(2.7) == 2.0
    assert parts.rounded(2.7) == 2.7
    assert parts.rounded(99.0) == 3.5


def test_limits_may_change_later():
    """Another count and budget leave the tables alone."""
    residual = reduce(program(np.eye(3)))

    limited = residual.with_limits(count=9, budget=None)

    assert limited.count == 3
    assert np.isinf(limited.limit)
    assert limited.tables is residual.tables
    assert evolve(residual, budget=10.0).limit == pytest.approx(10.0)


@pytest.mark.parametrize("kernel", [leaders, leaders.py_func], ids=["compiled", "plain"])
def test_equal_keys_are_only_a_hint(kernel):
    """Lists of equal key but other content or length are not merged."""
    ptr, idx = np.array([0, 2, 4, 6, 7]), np.array([0, 1, 0, 2, 0, 1, 0], dtype=np.int32)
    order, key = np.array([0, 2, 1, 3]), np.zeros(4, dtype=np.uint64)

    assert kernel(ptr, idx, order, key).tolist() == [0, 1, 0, 3]


def test_dominated_kernel_keeps_the_first_of_equals():
    """Plain and compiled agree: of equal candidates the first stays, cheaper beats dearer."""
    ptr, idx = np.array([0, 1, 2, 3, 4]), np.zeros(4, dtype=np.int32)
    site = np.array([0, 0, 1, 1], dtype=np.int32)
    price = np.array([1.0, 1.0, 2.0, 1.0])

    for kernel in (dominated, dominated.py_func):
        alike = np.column_stack([price, np.ones(4)])
        assert kernel(ptr, idx, site, alike, 1).tolist() == [0, 1, 1, 0]
        fewer = np.column_stack([price, np.array([1.0, 2.0, 1.0, 2.0])])
        assert kernel(ptr, idx, site, fewer, 1).tolist() == [0, 1, 0, 0]
    assert holds_all.py_func(ptr, idx, 0, np.array([7]), 7)
    assert not holds_all.py_func(ptr, idx, 0, np.array([6]), 7)
