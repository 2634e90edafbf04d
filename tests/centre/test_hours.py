"""Operators by hour of the week, against a count that goes up one by one."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from placement.centre.hours import hours_of_week
from placement.centre.needs import centre_for
from placement.centre.parameters import packaged
from placement.centre.queueing import Queue, operators_needed
from tests.centre.small_town import town

EVENING = 24 * 4 + 20
"""Friday at 20."""


def week(peak: float) -> tuple[float, ...]:
    """Return shares of a week with so many times the mean on Friday at 20, the rest alike."""
    return tuple(peak / 168 if h == EVENING else (1 - peak / 168) / 167 for h in range(168))


def test_the_peak_of_the_towns_own_incidents_takes_the_place_of_the_assumption() -> None:
    """Friday evening has eight times the mean: four operators there, two in other hours."""
    plan = evolve(town(), week=week(8.0))
    needs = centre_for(plan, packaged()).phases[-1]
    load = 8 * 18_000 / 8760 * 0.2

    assert needs.hours.measured
    assert needs.hours.peak_hour == EVENING
    assert needs.peak_operators == operators_needed(load, most_waiting_share=0.1)
    assert needs.hours.operators[EVENING] == needs.peak_operators
    assert set(needs.hours.operators) == {2, needs.peak_operators}
    assert sum(needs.hours.events_h) == pytest.approx(168 * 18_000 / 8760)
    assert needs.hours.waiting_share[EVENING] == pytest.approx(needs.peak_waiting_share)


def test_without_times_each_hour_is_staffed_as_the_peak() -> None:
    """The mean is said, and the assumption's peak decides how many sit there."""
    needs = centre_for(town(), packaged()).phases[-1]

    assert not needs.hours.measured
    assert needs.hours.peak_hour is None
    assert set(needs.hours.operators) == {needs.peak_operators}
    assert set(needs.hours.events_h) == {needs.events_h}


@given(pictures=st.integers(0, 200), peak=st.floats(0.1, 100), events_h=st.floats(0.01, 20))
def test_each_hour_has_enough_operators_and_none_too_many(
    pictures: int, peak: float, events_h: float
) -> None:
    """One fewer would watch too many pictures or let too many wait; more pictures: never fewer."""
    numbers = packaged()
    hours = hours_of_week(week(peak), numbers, pictures=pictures, events_h=events_h)

    for hour in (0, EVENING):
        operators, load = hours.operators[hour], hours.events_h[hour] * 0.2
        assert hours.watched[hour] <= pictures
        assert hours.watched[hour] <= 16 * operators * (1 + 1e-9)
        assert Queue(operators, load, 0.2).waiting_share <= 0.1
        fewer = operators - 1
        assert (
            fewer == 0
            or hours.watched[hour] > 16 * fewer
            or Queue(fewer, load, 0.2).waiting_share > 0.1
        )


def test_one_more_operator_is_needed_just_beyond_the_next_number_of_events() -> None:
    """At so many times the events the limit is met, a thousandth more breaks it."""
    hours = hours_of_week(week(4.0), packaged(), pictures=10, events_h=2.0)
    load = 2.0 * 4.0 * 0.2

    def needed(times: float) -> int:
        return operators_needed(load * times, most_waiting_share=0.1)

    assert needed(hours.next_operator * 0.999) == needed(1.0)
    assert needed(hours.next_operator * 1.001) == needed(1.0) + 1
