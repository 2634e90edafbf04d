"""Stopped at any moment, a search ends with a valid plan and a valid bound."""

import threading
import time
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise import PhaseLimit, maximal_covering, plan_phases, solve
from placement.optimise import search_limits as efforts
from placement.optimise.highs.covering import solve_exactly
from placement.optimise.reduction import reduce
from placement.optimise.search import greedy_plan
from placement.optimise.search_limits import Latch, new_run
from tests.examples import up_to


def after(asks: int):
    """Return a wish to stop that comes with so many asks, and is not repeated."""
    asked = count()
    return lambda: next(asked) == asks


@settings(
    max_examples=up_to(150),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data(), asks=st.integers(0, 40))
def test_a_stopped_search_is_valid(data, asks, tiny_programs, optimum):
    """Whenever the wish comes, the plan keeps all limits and the optimum is below the bound."""
    program = data.draw(tiny_programs)

    found = solve(program, gap=0.0, stop=after(asks))

    best = optimum(program)
    program.check(found.chosen)
    assert set(program.existing) <= set(found.chosen)
    assert found.objective <= best + 1e-9
    assert found.bound >= best - 1e-9


@pytest.mark.parametrize("asks", [0, 1, 30, 300])
@pytest.mark.parametrize("priority", ["target", "early"])
def test_stopped_phases_nest(town, asks, priority):
    """All phases are there, each keeps the one before and states a bound not below its value."""
    limits = [PhaseLimit(15), PhaseLimit(20), PhaseLimit(25)]

    stopped = plan_phases(town, limits, priority=priority, gap=0.0, stop=after(asks))

    whole = plan_phases(town, limits, priority=priority, gap=0.001)
    before = set(town.existing)
    for limit, found, known in zip(limits, stopped, whole, strict=True):
        assert before <= set(found.chosen)
        assert len(found.chosen) <= limit.count
        assert found.objective <= known.bound * (1 + 1e-9)
        assert found.bound >= known.objective * (1 - 1e-9)
        assert found.gap < 0.1
        before = set(found.chosen)


def test_without_a_wish_nothing_changes(town):
    """A search that is asked now and then, and never stopped, is the search that nobody asks."""
    limits = [PhaseLimit(15), PhaseLimit(25)]

    asked = plan_phases(town, limits, gap=0.0, stop=lambda: False)

    assert asked == plan_phases(town, limits, gap=0.0)


def test_an_event_stops_a_search(town):
    """The method of an event is a wish; set before, it leaves a first plan."""
    event = threading.Event()
    event.set()

    found = maximal_covering(
        town.covers, town.weight, count=25, existing=town.existing, site=town.site, gap=0.0,
        stop=event.is_set,
    )  # fmt: skip

    assert len(found.chosen) == 25
    assert found.bound >= found.objective


def hard(town):
    """Return a problem that keeps the solver busy for seconds, and its start."""
    residual = reduce(town)
    return residual, greedy_plan(residual)


@pytest.mark.parametrize("asks", [0, 5, 100])
def test_the_solver_stops_when_asked(town, asks):
    """The exact solver ends soon after the wish, with a bound that holds."""
    residual, start = hard(town)
    best = solve(town, gap=0.0)
    began = time.perf_counter()

    exact = solve_exactly(
        residual, start=start, gap_weight=0.0, nodes=10_000, time_limit_s=60, stop=after(asks)
    )

    assert time.perf_counter() - began < 20
    assert residual.base + exact.bound >= best.objective * (1 - 1e-9)
    if exact.plan is not None:
        assert residual.value(exact.plan) <= exact.bound * (1 + 1e-9)


def test_what_the_wish_raises_passes_the_solver(town):
    """A second Ctrl-C comes up from the wish; it ends the solver and is raised after it."""
    residual, start = hard(town)

    def raising() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve_exactly(
            residual, start=start, gap_weight=0.0, nodes=10_000, time_limit_s=60, stop=raising
        )


def test_a_wish_stays():
    """Once the answer was yes it stays yes, whatever the caller says later."""
    latch = Latch(after(2))

    assert [latch() for _ in range(5)] == [False, False, True, True, True]


def test_a_stopped_run_has_a_grace_for_its_bounds(monkeypatch):
    """Late at once; closing only when the grace is over, or the time."""
    run = new_run(gap=0.0, time_limit_s=60, seed=0, stop=after(0))
    assert (run.late(), run.closing()) == (True, False)

    monkeypatch.setattr(efforts, "GRACE_S", 0.0)

    assert run.closing()
    assert new_run(gap=0.0, time_limit_s=0, seed=0, stop=lambda: False).closing()
    assert not new_run(gap=0.0, time_limit_s=60, seed=0, stop=lambda: False).closing()
    assert np.isfinite(efforts.GRACE_S)
