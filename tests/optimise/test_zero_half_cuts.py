"""Cuts: every plan keeps them, and the solution they were made for does not."""

from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from placement.optimise import Program
from placement.optimise.highs.covering import LinearRelaxation
from placement.optimise.reduction import reduce
from placement.optimise.residual import Cuts, Residual, no_cuts, restrict
from placement.optimise.zero_half_cuts import violated_cuts


def overlapping(seed: int, *, candidates: int = 12, points: int = 18, count: int = 4) -> Residual:
    """Return a problem whose candidates overlap much."""
    rng = np.random.default_rng(seed)
    covers = sparse.csr_array(rng.random((candidates, points)) < 0.3)
    weight = rng.integers(1, 9, points)
    return reduce(Program(covers=covers, weight=weight, site=np.arange(candidates), count=count))


def covered(residual: Residual, plan: tuple[int, ...]) -> np.ndarray:
    """Return (n,) which demand points a plan covers."""
    t, z = residual.tables, np.zeros(residual.n)
    for j in plan:
        z[t.idx[t.ptr[j] : t.ptr[j + 1]]] = 1.0
    return z


def excess(cuts: Cuts, cameras: np.ndarray, demand: np.ndarray) -> np.ndarray:
    """Return (C,) by how much a solution breaks each cut."""
    return cuts.demand @ demand - cuts.candidates @ cameras - cuts.limit


def all_cuts(residual: Residual) -> Cuts:
    """Return the cuts of three rounds; each round's are broken by the solution before it."""
    programme, cuts = LinearRelaxation.of(residual), no_cuts(residual)
    for _ in range(3):
        point = programme.solve(lambda: False)
        new = violated_cuts(residual, point.cameras, point.demand)
        assert (excess(new, point.cameras, point.demand) > 0).all()
        programme.add(new)
        cuts = cuts.with_cuts(new)
    return cuts


@pytest.mark.parametrize("seed", range(12))
def test_every_plan_keeps_every_cut(seed: int) -> None:
    """Enumeration of all plans, of any size: none breaks a cut."""
    residual = overlapping(seed)
    cuts = all_cuts(residual)

    for size in range(6):
        for plan in combinations(range(residual.m), size):
            y = np.bincount(np.array(plan, dtype=int), minlength=residual.m)
            assert (excess(cuts, y, covered(residual, plan)) <= 1e-9).all()


def test_there_are_cuts_to_speak_of() -> None:
    """The instances of these tests give some, or the test above would say nothing."""
    assert sum(all_cuts(overlapping(seed)).number for seed in range(12)) > 20


def test_cuts_stay_right_where_the_problem_is_narrowed() -> None:
    """Demand points that become one keep what they count, and plans of the rest keep the cuts."""
    for seed in range(12):
        residual = overlapping(seed)
        kept = np.arange(0, residual.m, 2)
        narrow, label = restrict(residual, kept)
        cuts = all_cuts(residual).restricted(kept, label, narrow.n)

        for plan in combinations(range(narrow.m), 3):
            y = np.bincount(plan, minlength=narrow.m)
            wide = covered(residual, tuple(kept[list(plan)]))
            assert (excess(cuts, y, covered(narrow, plan)) <= 1e-9).all()
            assert wide.sum() >= covered(narrow, plan).sum()


def test_a_whole_solution_breaks_nothing() -> None:
    """Where nothing is fractional there is nothing to cut."""
    residual = overlapping(0)

    cuts = violated_cuts(residual, np.eye(residual.m)[0], covered(residual, (0,)))

    assert cuts.number == 0
    assert no_cuts(residual).with_cuts(cuts).number == 0
