"""Hours of the week: when incidents happened, by hand and by counting minutes."""

from datetime import datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from placement.demand.week import FEWEST, MANY, WEEK_HOURS, week_shares
from tests.demand.test_night import events

MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 -- local time, as incidents have


def at(hour: float) -> str:
    """Return the time so many hours after a Monday's midnight."""
    return (MONDAY + timedelta(hours=hour)).isoformat(sep=" ")


def test_a_time_falls_into_its_hour_of_the_week() -> None:
    """Monday 0:00 is the first hour, Sunday 23:59 the last; dates alone say nothing."""
    rows = [(at(0), None, "time"), (at(167.98), None, "time"), (at(24 * 4 + 20.5), None, "time")]
    table = events(*rows * MANY, *[(at(50), None, "date")] * MANY)

    shares = week_shares([table])

    assert shares is not None
    assert {hour: round(share, 9) for hour, share in enumerate(shares) if share} == {
        0: round(1 / 3, 9),
        4 * 24 + 20: round(1 / 3, 9),
        167: round(1 / 3, 9),
    }


@given(begin=st.integers(0, 400), length_h=st.integers(1, 400))
def test_an_interval_is_shared_by_counting_its_hours(begin: int, length_h: int) -> None:
    """Whole hours, so counting them is exact, over the end of a week as well."""
    counted = np.bincount([(begin + n) % WEEK_HOURS for n in range(length_h)], minlength=WEEK_HOURS)

    shares = week_shares([events(*[(at(begin), at(begin + length_h), "interval")] * MANY)])

    assert shares is not None
    np.testing.assert_allclose(shares, counted / length_h, atol=1e-12)


def test_few_events_tell_days_and_hours_apart_and_fewer_nothing() -> None:
    """Half on Monday at 8, half on Tuesday at 20: single hours of so few are chance."""
    pair = [(at(8), None, "time"), (at(44), None, "time")]

    shares = week_shares([events(*pair * (FEWEST // 2))])

    assert shares is not None
    assert [shares[8], shares[20], shares[32], shares[44]] == [0.25] * 4
    assert week_shares([events(*pair * (FEWEST // 2 - 1))]) is None
    assert week_shares([]) is None
