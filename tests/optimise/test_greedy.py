"""Greedy plans: as good as promised."""

import math

import numpy as np
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise import Program
from placement.optimise.greedy import greedy, grown
from placement.optimise.reduce import reduce


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_greedy_promise_for_a_count_alone(data, tiny_programs, optimum):
    """For a count alone greedy reaches 1 - 1/e of what can be added."""
    program = data.draw(tiny_programs)
    alone = evolve(
        program, site=np.arange(program.n_candidates), site_cost=None, camera_cost=None, budget=None
    )
    residual = reduce(alone)

    promised = (1 - 1 / math.e) * (optimum(alone) - residual.base)

    assert residual.value(greedy(residual)) >= promised - 1e-9


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

    assert greedy(reduce(program)).tolist() == [2]


def test_grown_keeps_what_is_there():
    """A plan to grow from stays in the plan."""
    residual = reduce(Program(covers=np.eye(4), weight=[1, 2, 3, 4], site=range(4), count=2))

    assert grown(residual, np.array([0])).tolist() == [0, 3]
