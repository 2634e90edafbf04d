"""Prices of demand bound every plan, with a camera that was no candidate too: by enumeration."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from placement.optimise.demand_prices import PARTS, demand_prices
from placement.optimise.program import Program

SITES = 4


@st.composite
def programs(draw: st.DrawFn) -> tuple[Program, list[int], int]:
    """Draw a small problem, what a camera of the reader's sees, and a number of others."""
    dice = np.random.default_rng(draw(st.integers(0, 10_000)))
    candidates, points = draw(st.integers(3, 8)), draw(st.integers(4, 12))
    program = Program(
        covers=sparse.csr_array(dice.random((candidates, points)) < 0.35),
        weight=dice.integers(0, 9, points) / 2,
        site=dice.integers(0, SITES, candidates),
        count=draw(st.integers(1, 4)) + 1,
        per_site=2,
        existing=(0,),
        camera_cost=dice.integers(1, 4, candidates) * 1000.0,
        site_cost=dice.integers(0, 4, SITES) * 1000.0,
        budget=draw(st.sampled_from([None, 9000.0, 14000.0])),
    )
    fixed = np.flatnonzero(dice.random(points) < 0.3).tolist()
    return program, fixed, draw(st.integers(0, 3))


def best_with(program: Program, fixed: list[int], cameras: int) -> float:
    """Return the best value of new candidates that keep all limits, beside what is fixed."""
    free = [j for j in range(program.n_candidates) if j not in program.existing]
    best = 0.0
    for number in range(cameras + 1):
        for chosen in combinations(free, number):
            whole = {*program.existing, *chosen}
            if program.budget is not None and program.cost(whole) > program.budget:
                continue
            if np.bincount(program.site[list(whole)]).max() > program.per_site:
                continue
            covered = program.covered(sorted(whole))
            covered[fixed] = True
            best = max(best, float(program.weight[covered].sum()))
    return best


@settings(deadline=None)
@given(programs())
def test_no_plan_is_above_the_bound(problem: tuple[Program, list[int], int]) -> None:
    """Whatever the reader's camera sees and however many others there are."""
    program, fixed, cameras = problem
    prices = demand_prices(program, value=program.value(program.existing), most_cameras=2)
    bound = prices.bound(
        program.weight,
        fixed=np.array(fixed, dtype=np.int64),
        cameras=cameras,
        budget=program.budget,
    )

    assert bound >= best_with(program, fixed, cameras) - 1e-9


def test_prices_are_parts_of_the_weight() -> None:
    """Nothing where a standing camera covers, all where no candidate sees, between elsewhere."""
    program = Program(
        covers=sparse.csr_array(np.array([[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0]], dtype=bool)),
        weight=np.array([4.0, 3.0, 2.0, 1.0]),
        site=np.array([0, 1, 2]),
        count=2,
        per_site=1,
        existing=(0,),
    )
    prices = demand_prices(program, value=9.0, most_cameras=2)

    assert prices.parts[[0, 3]].tolist() == [0, PARTS]
    assert ((prices.parts >= 0) & (prices.parts <= PARTS)).all()
    nothing = np.zeros(0, dtype=np.int64)
    assert prices.bound(program.weight, fixed=nothing, cameras=1) == pytest.approx(9.0, abs=0.1)
    assert prices.bound(program.weight, fixed=np.array([3]), cameras=1) == pytest.approx(
        10.0, abs=0.1
    )
