"""The bound with cuts: valid, lower than the linear programme's, and no optimum is ruled out."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from placement.optimise import Program, maximal_covering
from placement.optimise.cutting_planes import cutting_plane_bound
from placement.optimise.reduction import reduce
from placement.optimise.relaxation import Incumbent, trivial_incumbent
from placement.optimise.residual import Residual
from placement.optimise.search import greedy_plan
from tests.examples import up_to


def sharp(residual: Residual, *, rounds: int = 8) -> Incumbent:
    """Return what the rounds make of the greedy plan."""
    return cutting_plane_bound(
        trivial_incumbent(residual, greedy_plan(residual)),
        rounds=rounds,
        gap=0.0,
        late=lambda: False,
        report=lambda _value, _bound: None,
    )


def ring(n: int, count: int) -> Residual:
    """Return n points on a ring, each candidate covering two neighbours."""
    covers = np.eye(n, dtype=int) + np.roll(np.eye(n, dtype=int), 1, axis=1)
    return reduce(
        Program(covers=sparse.csr_array(covers), weight=np.ones(n), site=np.arange(n), count=count)
    )


def test_a_ring_of_five_needs_a_cut() -> None:
    """Two cameras cover four points; two and a half halves would cover five."""
    residual = ring(5, 2)

    assert sharp(residual).bound == 4.0


@settings(
    max_examples=up_to(60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_the_bound_holds_under_every_constraint(data, tiny_programs, optimum) -> None:
    """Sites, locked cameras, money: no choice is worth more than the bound says."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    if not (residual.m and residual.count):
        return

    found = sharp(residual)

    best = optimum(program)
    assert residual.base + found.bound >= best - 1e-6 * max(best, 1.0)
    assert found.bound >= found.value


@pytest.mark.parametrize("seed", range(10))
def test_no_better_plan_is_ruled_out(seed: int) -> None:
    """What is left holds an optimal plan, unless the one at hand is optimal."""
    rng = np.random.default_rng(seed)
    covers = sparse.csr_array(rng.random((14, 25)) < 0.25)
    program = Program(
        covers=covers, weight=rng.integers(1, 9, 25), site=np.arange(14) // 2, count=4
    )
    residual = reduce(program)
    plans = combinations(range(residual.m), 4)
    sites = residual.tables.site
    best = max(residual.value(np.array(plan)) for plan in plans if len(set(sites[list(plan)])) == 4)

    found = sharp(residual)
    exact = maximal_covering(covers, program.weight, site=program.site, count=4, gap=0.0)

    left = max(
        found.residual.value(np.array(plan))
        for plan in combinations(range(found.residual.m), min(4, found.residual.m))
    )
    assert best <= found.bound + 1e-9
    assert max(left, found.value) >= best
    assert exact.objective == best
    assert exact.proven


def test_more_rounds_bound_no_worse() -> None:
    """Each round adds cuts and keeps the best bound."""
    rng = np.random.default_rng(3)
    covers = sparse.csr_array(rng.random((60, 90)) < 0.08)
    residual = reduce(
        Program(covers=covers, weight=rng.integers(1, 30, 90), site=np.arange(60), count=8)
    )

    bounds = [sharp(residual, rounds=rounds).bound for rounds in (0, 1, 4)]

    assert bounds[0] >= bounds[1] >= bounds[2]
    assert bounds[0] > bounds[2]


def test_who_is_late_keeps_what_there_is() -> None:
    """Without time for the first linear programme the plan and its bound stay."""
    residual = ring(9, 3)
    given = trivial_incumbent(residual, greedy_plan(residual))

    found = cutting_plane_bound(
        given, rounds=8, gap=0.0, late=lambda: True, report=lambda _value, _bound: None
    )

    assert (found.value, found.bound) == (given.value, given.bound)
