"""Shares, intervals and the attainable share against what is known in closed form."""

import math

import numpy as np
import pytest

from placement.evaluation.measures import (
    attainable,
    estimate,
    resampled,
    share,
)


def test_a_share_counts_weights():
    """Of weights 1, 2, 3 the last is seen: a half; by the other choice the first: a sixth."""
    seen = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])

    found = share(seen, np.array([1.0, 2.0, 3.0]))

    assert found == pytest.approx([1 / 2, 1 / 6])


def test_resamples_spread_as_a_binomial_share():
    """Of 400 incidents a quarter is seen: the resamples have that mean and √(pq/n) for spread."""
    seen = (np.arange(400) < 100).astype(float)[:, None]

    draws = resampled(seen, np.ones(400), resamples=4000, seed=1)

    assert draws.mean() == pytest.approx(0.25, abs=0.002)
    assert draws.std() == pytest.approx(math.sqrt(0.25 * 0.75 / 400), rel=0.05)


def test_all_choices_are_judged_on_the_same_resamples():
    """Two choices that see the same differ in no draw; the same seed gives the same draws."""
    seen = np.repeat((np.arange(50) % 3 == 0).astype(float)[:, None], 2, axis=1)

    draws = resampled(seen, np.arange(1.0, 51.0), resamples=20, seed=3)

    assert (draws[:, 0] == draws[:, 1]).all()
    assert (draws == resampled(seen, np.arange(1.0, 51.0), resamples=20, seed=3)).all()


def test_an_interval_holds_the_middle_of_its_draws():
    """Of draws 0 to 1000 the interval leaves 2.5 % on each side; no number has no interval."""
    found = estimate(400.0, np.arange(1001.0))

    assert (found.value, found.low, found.high) == pytest.approx((400.0, 25.0, 975.0))
    assert math.isnan(estimate(math.nan, np.arange(3.0)).low)


def test_even_risk_gives_each_part_of_the_streets_its_share():
    """Where every metre is alike, a tenth of the streets holds a tenth; PAI can only be 1."""
    length_m = np.full(1000, 10.0)

    found = attainable(length_m, length_m, np.array([0.1, 1.0]), events=2000, draws=200, seed=0)

    assert found[0].value == pytest.approx(0.1, abs=0.002)
    assert found[0].low < 0.1 < found[0].high
    assert found[1].value == 1.0


def test_the_attainable_share_is_that_of_the_riskiest_metres():
    """A short street of three quarters of all risk: its length finds three quarters, not more."""
    rate, length_m = np.array([1.0, 3.0]), np.array([90.0, 10.0])

    found = attainable(rate, length_m, np.array([0.1, 0.55]), events=1000, draws=300, seed=0)

    assert found[0].value == pytest.approx(0.75, abs=0.01)
    assert found[1].value == pytest.approx(0.75 + 0.125, abs=0.01)


def test_draws_without_incidents_find_nothing():
    """One incident expected: some draws have none, and those are no division by zero."""
    (found,) = attainable(np.ones(4), np.ones(4), np.array([0.5]), events=1, draws=50, seed=0)

    assert 0.0 <= found.low <= found.value <= found.high <= 1.0
