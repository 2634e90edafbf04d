"""Local search: feasible, never worse, and better where swaps end."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise.engine import fits
from placement.optimise.greedy import greedy, grown
from placement.optimise.reduce import reduce
from placement.optimise.search import improved, wandered

OFTEN = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@OFTEN
@given(data=st.data())
def test_each_stage_is_feasible_and_not_worse(data, tiny_programs, optimum):
    """Greedy, swaps, and ruin and repair keep every constraint and never lose value."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    first = greedy(residual)
    second = improved(residual, first)
    third = wandered(residual, second, iterations=10, seed=1)
    values = [residual.value(plan) for plan in (first, second, third)]

    assert all(fits(residual, plan) for plan in (first, second, third))
    assert values == sorted(values)
    assert residual.base + values[-1] <= optimum(program) + 1e-9


def test_ruin_and_repair_leaves_a_local_optimum(town):
    """Where no swap helps, ruin and repair finds a better plan, the same each time."""
    residual = reduce(evolve(town, count=20))
    stuck = improved(residual, np.array([0]))

    better = wandered(residual, stuck, iterations=60, seed=5)

    assert residual.value(better) > residual.value(stuck)
    assert better.tolist() == wandered(residual, stuck, iterations=60, seed=5).tolist()


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_moves_are_counted(town, moves):
    """A plan changes by at most as many cameras as moves were allowed."""
    residual = reduce(town)
    plan = grown(residual, np.arange(3))

    assert len(set(plan.tolist()) - set(improved(residual, plan, moves=moves).tolist())) <= moves
