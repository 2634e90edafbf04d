"""Ruin and repair, and swaps sought nearby: the swaps that a search of all pairs finds."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise.kernels import local_search, moves
from placement.optimise.reduction import reduce
from placement.optimise.search import greedy_plan, plan_of, state_of
from tests.examples import up_to

OFTEN = settings(
    max_examples=up_to(60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


LIMITS = local_search.WalkLimits(np.inf, 1e-9, 0.0, 3, 0.85, 100)


@pytest.fixture
def residual(town):
    """Return the town's problem."""
    return reduce(town)


def test_ruin_and_repair_fill_the_plan_again(residual):
    """Taking candidates out and growing back gives a full plan again, and the noise as it was."""
    t = residual.tables
    plan = np.arange(residual.count)
    s, d, noise = state_of(residual, plan), local_search.all_doubtful(t), np.ones(residual.m)

    local_search.ruin.py_func(t, s, d, plan[:2])
    assert sorted(plan_of(s)) == plan[2:].tolist()
    local_search.repair.py_func(t, s, d, plan[:2], noise, LIMITS)

    assert s.size[0] == residual.count
    assert (noise == 1).all()


@pytest.mark.parametrize("compiled", [True, False])
def test_a_round_keeps_the_best(residual, compiled):
    """The best plan never gets worse, and where the search stands is what it keeps."""
    t = residual.tables
    states = [state_of(residual, np.arange(residual.count)) for _ in range(3)]
    d = local_search.all_doubtful(t)
    for s in states:
        local_search.improve_nearby(t, s, d, 100, 1e-9)
    d.doubtful[:] = 0
    before = local_search.covered_weight(t, states[2])
    rng = np.random.default_rng(1)
    wander = local_search.wander if compiled else local_search.wander.py_func

    wander(t, *states, d, rng.uniform(0.9, 1.1, residual.m + 5), LIMITS, rng.random((4, 99)))

    assert local_search.covered_weight(t, states[2]) >= before
    assert plan_of(states[0]).tolist() == plan_of(states[1]).tolist()
    assert residual.value(plan_of(states[2])) == pytest.approx(
        local_search.covered_weight(t, states[2])
    )


def test_neighbours_could_share_demand(residual):
    """The first leaver is drawn; the others cover demand within two steps of it."""
    t = residual.tables
    s = state_of(residual, np.arange(residual.count))
    leavers = local_search.neighbours.py_func(t, s, 4, np.linspace(0, 0.99, 99))
    demand = np.zeros(residual.n, dtype=np.uint8)
    moves.mark_reach(t, leavers[0], demand)

    assert len(set(leavers.tolist())) == len(leavers) <= 4
    assert all(demand[t.idx[t.ptr[j] : t.ptr[j + 1]]].any() for j in leavers)


@OFTEN
@given(data=st.data())
def test_the_same_plan_as_all_pairs(data, tiny_programs):
    """From any plan, swaps nearby end where the search of all pairs ends."""
    residual = reduce(data.draw(tiny_programs)).with_limits(count=4, budget=None)
    plan = np.array(sorted(data.draw(st.sets(st.integers(0, max(residual.m - 1, 0))))), np.int64)
    plan = plan[: residual.count] if residual.m else plan[:0]
    used = np.bincount(residual.tables.site[plan], minlength=len(residual.tables.room))
    if (used > residual.tables.room).any():
        plan = plan[:0]
    t = residual.tables
    one, other = state_of(residual, plan), state_of(residual, plan)
    moves.improve(t, one, np.inf, 100, residual.least)
    local_search.improve_nearby(t, other, local_search.all_doubtful(t), 100, residual.least)

    assert plan_of(one).tolist() == plan_of(other).tolist()


@pytest.mark.parametrize("compiled", [True, False])
def test_no_doubt_is_missed_after_a_move(town, compiled):
    """After each forced move, looking only where there are doubts finds the best swap there is."""
    residual = reduce(town)
    t, rng = residual.tables, np.random.default_rng(3)
    s, d = state_of(residual, greedy_plan(residual)), local_search.all_doubtful(t)
    extra, touched = np.zeros(residual.m), np.empty(residual.m, np.int64)
    look = local_search.best_swap_nearby if compiled else local_search.best_swap_nearby.py_func
    for _ in range(20 if compiled else 3):
        found = look(t, s, d, residual.least)

        assert found == moves.best_swap(t, s, np.inf, residual.least, extra, touched)
        leaver = s.chosen[rng.integers(s.size[0])]
        moves.leave(t, s, int(np.flatnonzero(s.chosen[: s.size[0]] == leaver)[0]))
        local_search.mark_move(t, s, d, leaver)
        free = np.flatnonzero((s.inside == 0) & (s.used[t.site] < t.room[t.site]))
        entry = rng.choice(free)
        moves.enter(t, s, entry)
        local_search.mark_move(t, s, d, entry)
