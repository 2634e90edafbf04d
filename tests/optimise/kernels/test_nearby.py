"""Swaps sought nearby are the swaps that a search of all pairs finds."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise.greedy import greedy
from placement.optimise.kernels import moves, nearby
from placement.optimise.reduce import reduce
from placement.optimise.search import begun, taken

OFTEN = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@OFTEN
@given(data=st.data())
def test_the_same_plan_as_all_pairs(data, tiny_programs):
    """From any plan, swaps nearby end where the search of all pairs ends."""
    residual = reduce(data.draw(tiny_programs)).limited(count=4, budget=None)
    plan = np.array(sorted(data.draw(st.sets(st.integers(0, max(residual.m - 1, 0))))), np.int64)
    plan = plan[: residual.count] if residual.m else plan[:0]
    used = np.bincount(residual.tables.site[plan], minlength=len(residual.tables.room))
    if (used > residual.tables.room).any():
        plan = plan[:0]
    t = residual.tables
    one, other = begun(residual, plan), begun(residual, plan)
    moves.improve(t, one, np.inf, 100, residual.least)
    nearby.improve_nearby(t, other, nearby.doubts(t), 100, residual.least)

    assert taken(one).tolist() == taken(other).tolist()


@pytest.mark.parametrize("compiled", [True, False])
def test_no_doubt_is_missed_after_a_move(town, compiled):
    """After each forced move, looking only where there are doubts finds the best swap there is."""
    residual = reduce(town)
    t, rng = residual.tables, np.random.default_rng(3)
    s, d = begun(residual, greedy(residual)), nearby.doubts(t)
    extra, touched = np.zeros(residual.m), np.empty(residual.m, np.int64)
    look = nearby.swap_nearby if compiled else nearby.swap_nearby.py_func
    for _ in range(20 if compiled else 3):
        found = look(t, s, d, residual.least)

        assert found == moves.best_swap(t, s, np.inf, residual.least, extra, touched)
        leaver = s.chosen[rng.integers(s.size[0])]
        moves.leave(t, s, int(np.flatnonzero(s.chosen[: s.size[0]] == leaver)[0]))
        nearby.moved(t, s, d, leaver)
        free = np.flatnonzero((s.inside == 0) & (s.used[t.site] < t.room[t.site]))
        entry = rng.choice(free)
        moves.enter(t, s, entry)
        nearby.moved(t, s, d, entry)
