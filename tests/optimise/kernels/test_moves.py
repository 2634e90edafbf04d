"""The compiled moves, run compiled and as plain Python, against sums made afresh."""

import numpy as np
import pytest

from placement.optimise import Program
from placement.optimise.kernels import moves
from placement.optimise.reduction import reduce
from placement.optimise.residual import Residual

NO_LIMIT = np.inf


@pytest.fixture
def residual() -> Residual:
    """Return six candidates at three sites of two places each, with money."""
    rng = np.random.default_rng(4)
    return reduce(
        Program(
            covers=rng.random((6, 12)) < 0.35,
            weight=rng.integers(1, 9, 12),
            site=[0, 0, 1, 1, 2, 2],
            per_site=2,
            count=4,
            camera_cost=[3.0, 4.0, 5.0, 3.0, 4.0, 5.0],
            site_cost=[10.0, 20.0, 0.0],
            budget=40.0,
        )
    )


def fresh_gain(residual: Residual, inside: list[int], j: int) -> float:
    """Return what j adds to some candidates, from values alone."""
    with_j = residual.value(np.array([*inside, j]))
    return with_j - residual.value(np.array(inside, dtype=np.int64))


def state_of(residual: Residual, chosen: list[int]):
    """Return the state of some candidates with room for four."""
    return moves.plan_state.py_func(residual.tables, np.array(chosen, dtype=np.int64), 4)


@pytest.mark.parametrize("way", ["compiled", "plain"])
def test_gains_stay_true(residual, way):
    """After any entries and exits each gain, count and cost is what a fresh sum gives."""
    enter = moves.enter if way == "compiled" else moves.enter.py_func
    leave = moves.leave if way == "compiled" else moves.leave.py_func
    t, s = residual.tables, state_of(residual, [])
    for j in (0, 3, 5):
        enter(t, s, j)
    leave(t, s, 1)
    enter(t, s, 1)
    inside = sorted(s.chosen[: s.size[0]].tolist())

    assert inside == [0, 1, 5]
    assert s.spent[0] == sum(t.price[inside]) + t.opening[0] + t.opening[2]
    assert s.used.tolist() == [2, 0, 1]
    outside = [j for j in range(residual.m) if j not in inside]
    assert s.gain[outside] == pytest.approx([fresh_gain(residual, inside, j) for j in outside])


def test_start_is_entering_one_by_one(residual):
    """A state made with a plan equals one that entered it."""
    started = moves.plan_state(residual.tables, np.array([2, 4]), 4)
    entered = state_of(residual, [])
    for j in (2, 4):
        moves.enter(residual.tables, entered, j)

    for one, other in zip(started, entered, strict=True):
        assert one[:2].tolist() == other[:2].tolist()


@pytest.mark.parametrize("rule", [moves.MOST, moves.PER_MONEY])
def test_pick_is_the_best_that_fits(residual, rule):
    """The greedy choice has the largest gain, or gain per money, of those the money allows."""
    t, s = residual.tables, state_of(residual, [1])
    bias = np.ones(residual.m)
    for budget in (15.0, 20.0, NO_LIMIT):
        fitting = {
            j: fresh_gain(residual, [1], j) / (cost if rule == moves.PER_MONEY else 1.0)
            for j in range(residual.m)
            if j != 1 and s.spent[0] + (cost := moves.entry_cost.py_func(t, s, j)) <= budget
        }
        best = max(fitting.values(), default=0.0)

        for pick in (moves.pick, moves.pick.py_func):
            j = pick(t, s, budget, rule, bias, 0.0)

            assert (j == -1) if best == 0.0 else fitting[j] == pytest.approx(best)


@pytest.mark.parametrize("budget", [25.0, 33.0, NO_LIMIT])
def test_best_swap_is_the_best_of_all(residual, budget):
    """The swap found gains as much as the best of all swaps that fit."""
    t = residual.tables
    inside = [0, 4]
    best = 0.0
    for out in inside:
        for into in set(range(residual.m)) - set(inside):
            s = state_of(residual, [j for j in inside if j != out])
            if s.spent[0] + moves.entry_cost(t, s, into) <= budget:
                after = residual.value(np.array([*(set(inside) - {out}), into]))
                best = max(best, after - residual.value(np.array(inside)))
    for best_swap in (moves.best_swap, moves.best_swap.py_func):
        s = state_of(residual, inside)
        extra, touched = np.zeros(residual.m), np.empty(residual.m, np.int64)

        out, into = best_swap(t, s, budget, 1e-9, extra, touched)
        gained = 0.0
        if out >= 0:
            after = [*(set(inside) - {int(s.chosen[out])}), into]
            gained = residual.value(np.array(after)) - residual.value(np.array(inside))

        assert gained == pytest.approx(best)
        assert not extra.any()


def test_a_full_site_only_swaps_within(residual):
    """A candidate of a full site may enter only if one of that site leaves."""
    t = residual.tables
    s = moves.plan_state(t, np.array([0, 1, 4]), 4)

    for is_feasible in (moves.fits_instead, moves.fits_instead.py_func):
        assert not is_feasible(t, s, 4, 0, NO_LIMIT)
        assert is_feasible(t, s, 0, 2, NO_LIMIT)
        assert not is_feasible(t, s, 4, 2, float(s.spent[0]))
    assert moves.pick.py_func(t, s, NO_LIMIT, moves.MOST, np.ones(6), 0.0) not in (0, 1, 4)


def test_improve_ends_where_nothing_gains(residual):
    """Plain and compiled end in the same plan; no addition or swap is left."""
    t = residual.tables
    ends = []
    for improve in (moves.improve, moves.improve.py_func):
        s = state_of(residual, [1])
        improve(t, s, 40.0, 100, 1e-9)
        ends.append(s.chosen[: s.size[0]].tolist())
        extra, touched = np.zeros(residual.m), np.empty(residual.m, np.int64)

        assert s.spent[0] <= 40.0
        assert moves.best_swap(t, s, 40.0, 1e-9, extra, touched) == (-1, -1)
    assert ends[0] == ends[1]


def test_release_is_what_the_plan_loses(residual):
    """The loss without a camera is the fall in value, and who could make up for it is known."""
    extra, touched = np.zeros(residual.m), np.empty(residual.m, np.int64)
    s = state_of(residual, [0, 2, 4])

    loss, n = moves.release.py_func(residual.tables, s, 2, extra, touched)

    assert loss == residual.value(np.array([0, 2, 4])) - residual.value(np.array([0, 4]))
    assert extra[2] == loss
    assert set(touched[:n]) == set(np.flatnonzero(extra))


def test_reach_is_two_steps_of_shared_demand(residual):
    """Marked is the demand of every candidate that shares a demand point."""
    covers = np.zeros((residual.m, residual.n), dtype=int)
    t = residual.tables
    for j in range(residual.m):
        covers[j, t.idx[t.ptr[j] : t.ptr[j + 1]]] = 1
    expected = (covers[1] @ covers.T > 0) @ covers > 0
    for reach in (moves.mark_reach, moves.mark_reach.py_func):
        demand = np.zeros(residual.n, dtype=np.uint8)
        reach(t, 1, demand)

        assert (demand > 0).tolist() == expected.tolist()
