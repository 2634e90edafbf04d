"""Odd sets of demand points: what they cost, against plain sets."""

import numpy as np
import pytest
from scipy import sparse

from placement.optimise.kernels.parity import LONGEST, Shares, odd_sets


def shares(seen_by: np.ndarray, share: np.ndarray, slack: np.ndarray) -> Shares:
    """Return the arrays that the loops work on."""
    rows, columns = sparse.csr_array(seen_by), sparse.csc_array(seen_by)
    integers = (rows.indptr, rows.indices, columns.indptr, columns.indices)
    return Shares(*(part.astype(np.int64) for part in integers), share, slack)


def found(given: Shares, most: float, *, work: int = 100_000) -> list[tuple[list[int], float]]:
    """Return the sets and what they cost."""
    sets = np.zeros((500, LONGEST), dtype=np.int64)
    size, cost = np.zeros(500, dtype=np.int64), np.zeros(500)
    n = odd_sets(given, most, work, sets, size, cost)
    return [(sets[k, : size[k]].tolist(), float(cost[k])) for k in range(n)]


def test_a_triangle_of_halves_costs_nothing() -> None:
    """Three points, each pair seen by one half camera: the smallest odd cycle."""
    seen_by = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]])

    sets = found(shares(seen_by, np.full(3, 0.5), np.zeros(3)), 0.9)

    assert sets
    assert all(sorted(one) == [0, 1, 2] and cost == 0.0 for one, cost in sets)


def test_a_cycle_of_five_is_found_and_one_of_four_is_not() -> None:
    """Even cycles give no cut."""
    for n, some in ((5, True), (4, False)):
        ring = np.eye(n, dtype=int) + np.roll(np.eye(n, dtype=int), 1, axis=1)

        sets = found(shares(ring, np.full(n, 0.5), np.zeros(n)), 0.9)

        assert bool(sets) == some
        assert all(sorted(one) == list(range(n)) for one, _ in sets)


@pytest.mark.parametrize("seed", range(20))
def test_each_set_is_odd_and_costs_what_plain_sums_say(seed: int) -> None:
    """The cost is slack and the shares of candidates that see an odd number of the set."""
    rng = np.random.default_rng(seed)
    seen_by = (rng.random((14, 10)) < 0.3).astype(int)
    share, slack = rng.random(10), rng.random(14) * 0.2

    for one, cost in found(shares(seen_by, share, slack), 1.0):
        odd = seen_by[one].sum(axis=0) % 2 == 1
        assert len(one) % 2 == 1
        assert len(set(one)) == len(one)
        assert cost == pytest.approx(slack[one].sum() + share[odd].sum())
        assert cost <= 1.0


def test_the_work_is_limited() -> None:
    """Who may look only once finds no more than a set or two."""
    ring = np.eye(9, dtype=int) + np.roll(np.eye(9, dtype=int), 1, axis=1)
    given = shares(ring, np.full(9, 0.5), np.zeros(9))

    assert len(found(given, 0.9, work=0)) < len(found(given, 0.9))
