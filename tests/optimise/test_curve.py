"""The curve of gains: rising, bounded, and its knee where the chord is farthest."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from placement.optimise import area_curve, gain_curve, money_curve, solve
from placement.optimise.curve import knee
from tests.optimise.constrained_programs import constrained_programs, feasible


def test_points_rise_and_are_within_their_bounds(town):
    """Each count is at most half a percent below its bound; the last is what `solve` finds."""
    curve = gain_curve(town, most=25)

    assert curve.count == tuple(range(10, 26))
    assert (np.diff(curve.value) >= 0).all()
    assert (curve.value <= curve.bound).all()
    assert ((curve.bound - curve.value) / curve.bound <= 0.005 + 1e-9).all()
    assert curve.bound[-1] >= solve(town, gap=0.0).objective - 1e-9
    assert curve.value[0] == town.value(town.existing)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(constrained_programs(removal=False))
def test_no_bound_is_below_the_optimum(program):
    """Under rules too, floors and required places apart, each bound holds for its count."""
    free = evolve(program, budget=None, rules=program.rules.without_demands())
    most = program.counted(program.existing) + 3
    assume(evolve(free, count=most).check(program.existing))  # else there is no plan at all

    curve = gain_curve(program, most=most)

    for count, value, bound in zip(curve.count, curve.value, curve.bound, strict=True):
        optimum = max(worth for _, worth in feasible(evolve(free, count=count)))
        assert value <= optimum + 1e-9
        assert bound >= optimum - 1e-9


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_each_budget_is_between_its_optimum_and_its_bound(data, tiny_programs, optimum):
    """Values and costs rise, no plan costs more than its budget, no bound is below the optimum."""
    program = data.draw(tiny_programs)
    cheapest = program.cheapest() or 0.0
    budgets = [cheapest / 2, cheapest, cheapest + 4, cheapest + 12]

    curve = money_curve(program, budgets=budgets)

    assert (np.diff(curve.budget) > 0).all()
    assert (np.diff(curve.value) >= 0).all()
    assert (curve.cost <= curve.budget * (1 + 1e-9)).all()
    assert curve.value[0] == program.value(program.existing)
    points = zip(curve.budget[1:], curve.value[1:], curve.bound[1:], strict=True)
    for budget, value, bound in points:
        best = program.value(program.existing)
        if budget >= cheapest and program.cheapest() is not None:
            best = optimum(evolve(program, budget=float(budget)))
        assert value <= best + 1e-9
        assert bound >= best - 1e-9


def test_more_money_buys_what_solve_finds(town):
    """The last point of the money curve is the plan of that budget, and what it costs."""
    sites = int(town.site.max()) + 1
    prices = evolve(
        town, camera_cost=np.full(town.n_candidates, 45.0), site_cost=np.full(sites, 95.0)
    )

    curve = money_curve(prices, budgets=[1400.0, 300.0, 800.0])

    assert curve.budget.tolist() == [0.0, 300.0, 800.0, 1400.0]
    assert curve.cost.tolist() == [0.0, 280.0, 700.0, 1400.0]
    assert curve.count == (10, 12, 15, 20)
    assert ((curve.bound - curve.value) / curve.bound <= 0.005 + 1e-9).all()
    assert curve.bound[-1] >= solve(evolve(prices, budget=1400.0), gap=0.0).objective - 1e-9
    assert curve.knee in curve.budget.tolist()


def test_a_stopped_money_curve_ends_early(town):
    """Once somebody asks to stop, only what stands today is given."""
    assert money_curve(town, budgets=[1.0], stop=lambda: True).count == (10,)


def test_a_stopped_curve_ends_early(town):
    """Once somebody asks to stop, the points so far are given."""
    assert gain_curve(town, most=25, stop=lambda: True).count == (10,)


@pytest.mark.parametrize("bend", [2, 5, 9])
def test_the_knee_is_where_two_lines_meet(bend):
    """Steep up to the bend, flat from there on: the knee is the bend."""
    counts = list(range(3, 15))
    values = np.array([min(k, bend) * 5.0 + max(k - bend, 0) for k in range(12)])

    assert knee(counts, values) == bend


def test_straight_and_level_lines_have_no_knee():
    """Where nothing bends there is none."""
    assert knee([1, 2, 3, 4], np.array([1.0, 2.0, 3.0, 4.0])) is None
    assert knee([1, 2, 3], np.array([7.0, 7.0, 7.0])) is None
    assert knee([1, 2], np.array([0.0, 1.0])) is None


@settings(max_examples=30, deadline=None)
@given(program=constrained_programs(removal=False), data=st.data())
def test_every_area_equals_enumeration(program, data):
    """Each point is the best value that no more area in view allows, with its bound."""
    sizes = st.lists(
        st.sampled_from([0.0, 0.1, 1 / 3, 2.0]),
        min_size=program.n_candidates,
        max_size=program.n_candidates,
    )
    area = np.array(data.draw(sizes))
    rules = program.rules.without_demands()
    free = evolve(program, rules=rules, disutility=None)
    choices = [(area[sorted(chosen)].sum(), value) for chosen, value in feasible(free)]
    assume(any(chosen == set(program.existing) for chosen, _ in feasible(free)))
    curve = area_curve(program, area, steps=4)

    for most, used, value, bound in zip(
        curve.most, curve.area, curve.value, curve.bound, strict=True
    ):
        best = max(worth for m2, worth in choices if m2 <= most * (1 + 1e-9))
        assert used <= most * (1 + 1e-9)
        assert value <= best + 1e-9
        assert bound >= best - 1e-9
        assert value >= (1 - 0.005) * best - 1e-9
    assert curve.knee is None or curve.knee in curve.most
