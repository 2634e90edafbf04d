"""The curve of gains: rising, bounded, and its knee where the chord is farthest."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from placement.optimise import gain_curve, solve
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
@given(constrained_programs())
def test_no_bound_is_below_the_optimum(program):
    """Under rules too, floors and required places apart, each bound holds for its count."""
    free = evolve(program, budget=None, rules=program.rules.without_demands())
    most = program.counted(program.existing) + 3

    curve = gain_curve(program, most=most)

    for count, value, bound in zip(curve.count, curve.value, curve.bound, strict=True):
        optimum = max(worth for _, worth in feasible(evolve(free, count=count)))
        assert value <= optimum + 1e-9
        assert bound >= optimum - 1e-9


def test_a_stopped_curve_ends_early(town):
    """Once somebody asks to stop, the points so far are given."""
    assert gain_curve(town, most=25, stop=lambda: True).count == (10,)


@pytest.mark.parametrize("bend", [2, 5, 9])
def test_the_knee_is_where_two_lines_meet(bend):
    """Steep up to the bend, flat from there on: the knee is the bend."""
    counts = list(range(3, 15))
    values = np.array([min(k, bend) * 5.0 + max(k - bend, 0) for k in range(12)])

    assert knee(counts, values) == counts[bend]


def test_straight_and_level_lines_have_no_knee():
    """Where nothing bends there is none."""
    assert knee([1, 2, 3, 4], np.array([1.0, 2.0, 3.0, 4.0])) is None
    assert knee([1, 2, 3], np.array([7.0, 7.0, 7.0])) is None
    assert knee([1, 2], np.array([0.0, 1.0])) is None
