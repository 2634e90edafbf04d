"""Tail probabilities, false discoveries and bursts, against their closed forms."""

import math

import numpy as np
import pandas as pd
import pytest

from placement.demand.excess import dispersion, excess_p, false_discoveries


def test_none_recorded_proves_nothing() -> None:
    """Without an incident p is 1, also where none is expected."""
    np.testing.assert_array_equal(excess_p(np.array([0, 0]), np.array([0.0, 3.0])), [1.0, 1.0])


def test_one_or_more_is_the_complement_of_none() -> None:
    """P(X ≥ 1) is 1 − e^−μ for Poisson and 1 − φ^(−μ/(φ−1)) for bursts."""
    one, mean = np.array([1]), np.array([0.7])

    assert excess_p(one, mean)[0] == pytest.approx(1 - math.exp(-0.7))
    assert excess_p(one, mean, dispersion=3.0)[0] == pytest.approx(1 - 3.0 ** (-0.7 / 2))


def test_bursts_make_large_counts_less_surprising() -> None:
    """Ten where two are expected prove less where incidents come in bursts."""
    ten, two = np.array([10]), np.array([2.0])
    p = [excess_p(ten, two, dispersion=d)[0] for d in (1.0, 1.5, 3.0)]

    assert p == sorted(p)
    fewer = sum(2**k * math.exp(-2) / math.factorial(k) for k in range(10))
    assert p[0] == pytest.approx(1 - fewer)
    assert p[0] == pytest.approx(
        1 - sum(2**k * math.exp(-2) / math.factorial(k) for k in range(10))
    )


def test_a_slight_dispersion_is_nearly_poisson() -> None:
    """The negative binomial law tends to Poisson's."""
    count, mean = np.arange(1, 30), np.full(29, 6.0)

    np.testing.assert_allclose(
        excess_p(count, mean, dispersion=1 + 1e-7), excess_p(count, mean), rtol=1e-3
    )


def test_false_discoveries_are_those_of_the_papers() -> None:
    """Four p by hand: p·m/rank made monotone, times 1 + 1/2 + 1/3 + 1/4 under dependence."""
    p = np.array([0.04, 0.01, 0.5, 0.02])
    by_hand = np.array([0.04 * 4 / 3, 0.04, 0.5, 0.04])

    np.testing.assert_allclose(false_discoveries(p, method="bh"), by_hand)
    dependent = np.minimum(1, by_hand * (1 + 1 / 2 + 1 / 3 + 1 / 4))
    np.testing.assert_allclose(false_discoveries(p, method="by"), dependent)
    assert false_discoveries(np.zeros(0), method="by").size == 0


def test_independent_incidents_have_no_bursts() -> None:
    """Poisson counts of streets by years have a dispersion of about 1."""
    dice = np.random.default_rng(3)
    when = pd.Series(pd.to_datetime([f"{y}-06-01" for y in dice.integers(2020, 2025, 20_000)]))
    estimate = dispersion(dice.integers(0, 500, 20_000), when)

    assert estimate == pytest.approx(1.0, abs=0.1)


def test_incidents_that_come_in_fives_show() -> None:
    """Each incident recorded five times at once: variance over mean is 5."""
    dice = np.random.default_rng(4)
    years = np.repeat(dice.integers(2020, 2025, 4_000), 5)
    when = pd.Series(pd.to_datetime([f"{y}-06-01" for y in years]))
    estimate = dispersion(np.repeat(dice.integers(0, 400, 4_000), 5), when)

    assert estimate == pytest.approx(5.0, rel=0.1)


@pytest.mark.parametrize("days", [[None, None, None], ["2024-01-01", "2024-05-05", None]])
def test_one_year_tells_nothing_of_bursts(days: list[str | None]) -> None:
    """Without two calendar years the dispersion is unknown."""
    when = pd.Series(pd.to_datetime(pd.Series(days, dtype="str")))

    assert dispersion(np.array([0, 1, 2]), when) is None
