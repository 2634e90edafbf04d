"""Prices of demand from the linear programme: a valid bound, as good as the programme's own."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise.highs.covering import dual_prices, formulate
from placement.optimise.reduction import reduce
from placement.optimise.relaxation import Relaxation
from tests.examples import up_to

OFTEN = settings(
    max_examples=up_to(60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def lagrangian_bound(residual):
    """Return the Lagrangian bound at the prices."""
    prices = dual_prices(residual, time_limit_s=10)
    everyone = np.arange(residual.m)
    return Relaxation(residual).at(prices, everyone, mu=0.0).value


@OFTEN
@given(data=st.data())
def test_the_bound_at_the_prices_is_valid(data, tiny_programs, optimum):
    """No plan covers more than the bound at the prices, money and sites included."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    if residual.m and residual.count:
        assert residual.base + lagrangian_bound(residual) >= optimum(program) - 1e-6


def test_the_bound_is_that_of_the_linear_programme(town):
    """At the prices, the Lagrangian bound is the value of the linear programme."""
    residual = reduce(town)
    solver, scale = formulate(residual)
    solver.setOptionValue("solve_relaxation", True)
    solver.run()

    assert lagrangian_bound(residual) == pytest.approx(
        solver.getInfo().objective_function_value / scale, rel=1e-6
    )


def test_prices_lie_within_the_weights(town):
    """A price is neither negative nor above the weight of its demand point."""
    residual = reduce(town)
    prices = dual_prices(residual, time_limit_s=10)

    assert (prices >= 0).all()
    assert (prices <= residual.tables.weight).all()


def test_a_solver_that_was_stopped_gives_none_or_prices(town):
    """Stopped at once, there is no error."""
    prices = dual_prices(reduce(town), time_limit_s=10, stop=lambda: True)

    assert prices is None or np.isfinite(prices).all()
