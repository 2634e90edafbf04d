"""Ruin and repair: what leaves, what comes back, and what a round keeps."""

import numpy as np
import pytest

from placement.optimise.kernels import local_search, moves, nearby
from placement.optimise.reduce import reduce
from placement.optimise.search import begun, taken

LIMITS = local_search.Limits(np.inf, 1e-9, 0.0, 3, 0.85, 100)


@pytest.fixture
def residual(town):
    """Return the town's problem."""
    return reduce(town)


def test_ruin_and_repair_fill_the_plan_again(residual):
    """Taking candidates out and growing back gives a full plan again, and the noise as it was."""
    t = residual.tables
    plan = np.arange(residual.count)
    s, d, noise = begun(residual, plan), nearby.doubts(t), np.ones(residual.m)

    local_search.ruin.py_func(t, s, d, plan[:2])
    assert sorted(taken(s)) == plan[2:].tolist()
    local_search.repair.py_func(t, s, d, plan[:2], noise, LIMITS)

    assert s.size[0] == residual.count
    assert (noise == 1).all()


@pytest.mark.parametrize("compiled", [True, False])
def test_a_round_keeps_the_best(residual, compiled):
    """The best plan never gets worse, and where the search stands is what it keeps."""
    t = residual.tables
    states = [begun(residual, np.arange(residual.count)) for _ in range(3)]
    d = nearby.doubts(t)
    for s in states:
        nearby.improve_nearby(t, s, d, 100, 1e-9)
    d.doubtful[:] = 0
    before = local_search.worth(t, states[2])
    rng = np.random.default_rng(1)
    wander = local_search.wander if compiled else local_search.wander.py_func

    wander(t, *states, d, rng.uniform(0.9, 1.1, residual.m + 5), LIMITS, rng.random((4, 99)))

    assert local_search.worth(t, states[2]) >= before
    assert taken(states[0]).tolist() == taken(states[1]).tolist()
    assert residual.value(taken(states[2])) == pytest.approx(local_search.worth(t, states[2]))


def test_neighbours_could_share_demand(residual):
    """The first leaver is drawn; the others cover demand within two steps of it."""
    t = residual.tables
    s = begun(residual, np.arange(residual.count))
    leavers = local_search.neighbours.py_func(t, s, 4, np.linspace(0, 0.99, 99))
    demand = np.zeros(residual.n, dtype=np.uint8)
    moves.reach(t, leavers[0], demand)

    assert len(set(leavers.tolist())) == len(leavers) <= 4
    assert all(demand[t.idx[t.ptr[j] : t.ptr[j + 1]]].any() for j in leavers)
