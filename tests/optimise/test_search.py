"""Greedy plans as good as promised; local search feasible, never worse, better where swaps end."""

import math

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise import Program
from placement.optimise.reduction import reduce
from placement.optimise.search import (
    greedy_extension,
    greedy_plan,
    is_feasible,
    iterated_local_search,
    local_optimum,
)
from tests.examples import up_to

OFTEN = settings(
    max_examples=up_to(200),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@OFTEN
@given(data=st.data())
def test_each_stage_is_feasible_and_not_worse(data, tiny_programs, optimum):
    """Greedy, swaps, and ruin and repair keep every constraint and never lose value."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    first = greedy_plan(residual)
    second = local_optimum(residual, first)
    third = iterated_local_search(residual, second, iterations=10, seed=1)
    values = [residual.value(plan) for plan in (first, second, third)]

    assert all(is_feasible(residual, plan) for plan in (first, second, third))
    assert values == sorted(values)
    assert residual.base + values[-1] <= optimum(program) + 1e-9


def test_ruin_and_repair_leaves_a_local_optimum(town):
    """Where no swap helps, ruin and repair finds a better plan, the same each time."""
    residual = reduce(evolve(town, count=20))
    stuck = local_optimum(residual, np.array([0]))

    better = iterated_local_search(residual, stuck, iterations=60, seed=5)

    assert residual.value(better) > residual.value(stuck)
    assert better.tolist() == iterated_local_search(residual, stuck, iterations=60, seed=5).tolist()


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_moves_are_counted(town, moves):
    """A plan changes by at most as many cameras as moves were allowed."""
    residual = reduce(town)
    plan = greedy_extension(residual, np.arange(3))

    assert (
        len(set(plan.tolist()) - set(local_optimum(residual, plan, moves=moves).tolist())) <= moves
    )


@OFTEN
@given(data=st.data())
def test_greedy_promise_for_a_count_alone(data, tiny_programs, optimum):
    """For a count alone greedy reaches 1 - 1/e of what can be added."""
    program = data.draw(tiny_programs)
    alone = evolve(
        program, site=np.arange(program.n_candidates), site_cost=None, camera_cost=None, budget=None
    )
    residual = reduce(alone)

    promised = (1 - 1 / math.e) * (optimum(alone) - residual.base)

    assert residual.value(greedy_plan(residual)) >= promised - 1e-9


def test_greedy_takes_the_best_single_over_many_cheap():
    """One dear camera that sees more than all the cheap ones together is found."""
    program = Program(
        covers=np.eye(3),
        weight=[2.0, 2.0, 50.0],
        site=[0, 1, 2],
        count=3,
        camera_cost=[1.0, 1.0, 100.0],
        budget=100.0,
    )

    assert greedy_plan(reduce(program)).tolist() == [2]


def test_grown_keeps_what_is_there():
    """A plan to grow from stays in the plan."""
    residual = reduce(Program(covers=np.eye(4), weight=[1, 2, 3, 4], site=range(4), count=2))

    assert greedy_extension(residual, np.array([0])).tolist() == [0, 3]
