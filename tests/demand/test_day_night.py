"""Demand by day and by night: what each event counts then, and the weights of a plan for both."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.demand import Demand, build, day_night
from placement.demand.day_night import DayNightEvents
from placement.demand.layers import Layer
from placement.demand.night import night_shares
from tests.demand.one_street import recorded, street
from tests.demand.test_events import events_of, layers, school

NIGHT = (22, 6)
SHARE = st.floats(0, 1)


def timed(*hours: int | None) -> gpd.GeoDataFrame:
    """Return an incident at each of some hours, None for one of which only the day is known."""
    table = recorded(*(100.0 + 10 * number for number in range(len(hours))))
    when = [f"2024-05-{number % 28 + 1:02d} {h or 0:02d}:30" for number, h in enumerate(hours)]
    return table.assign(
        when=pd.to_datetime(when).astype("datetime64[s]"),
        until=pd.Series(pd.NaT, index=table.index, dtype="datetime64[s]"),
        precision=["date" if hour is None else "time" for hour in hours],
    )


def demand(**changed: object) -> Demand:
    """Return the demand by day and night of crimes, accidents, fear, a school and an even share."""
    arguments = {"bandwidth_m": 40.0, "lixel_m": 10.0, "snap_m": 50.0, "even_share": 0.1}
    arguments |= {"more": layers(), "places": school(), "night_hours": NIGHT}
    return build(street(), None, **(arguments | changed))


def by_share(built: Demand, share: float) -> DayNightEvents:
    """Return the events of a demand by day and night; a third of the day is night."""
    return DayNightEvents.of(events_of(built), share=share, night_length=1 / 3)


@cache
def usual() -> Demand:
    """Return that demand with decay, built once."""
    return demand(half_life_years=3.0)


@settings(max_examples=10)
@given(SHARE)
def test_each_event_once_gives_the_weights(share: float) -> None:
    """Events, fear, places and the even share add up to what the lixels expect by day and night."""
    built = usual()
    lixels = built.lixels
    events = by_share(built, share)
    once = events.resampled_demand(np.ones((6, 1)))[:, 0]

    wanted = day_night.weights(
        lixels["expected_day"].to_numpy(), lixels["expected_night"].to_numpy(), share=share
    )
    np.testing.assert_allclose(once, wanted, rtol=1e-9, atol=1e-12)
    assert (events.demand_without_events() <= once + 1e-12).all()


def test_at_one_half_every_incident_counts_once() -> None:
    """The events by day and night weigh together what they weigh without hours."""
    built = usual()

    np.testing.assert_allclose(by_share(built, 0.5).mass, events_of(built).mass, rtol=1e-12)


def test_an_event_is_covered_as_its_time_is() -> None:
    """Covered by night only, an event counts by how likely it was at night: 1, 0 or a third."""
    built = build(
        street(),
        None,
        more=[Layer("incidents", timed(23, 12, None), 40.0, years=1.0)],
        bandwidth_m=40.0,
        lixel_m=10.0,
        snap_m=50.0,
        night_hours=NIGHT,
    )
    points = len(built.ids)
    by_night = np.repeat([False, True], points)[:, np.newaxis]
    likelihood = by_share(built, 0.5).likelihood_covered(by_night)[:, 0]

    np.testing.assert_allclose(likelihood, [1.0, 0.0, 1 / 3])
    assert built.lixels["expected_night"].sum() == pytest.approx(4 / 3)


def test_unknown_hours_are_split_as_the_known_ones_are() -> None:
    """Of 40 known hours 30 are at night, so each of ten unknown ones is by three quarters."""
    shares = night_shares(timed(*[23] * 30, *[12] * 10, *[None] * 10), night_hours=NIGHT)

    np.testing.assert_allclose(shares[40:], 0.75)


def test_few_known_hours_tell_nothing_of_unknown_ones() -> None:
    """With 29 of them the length of the night counts: 8 of 24 hours."""
    shares = night_shares(timed(*[23] * 29, None), night_hours=NIGHT)

    assert shares[29] == pytest.approx(1 / 3)


def test_without_incidents_the_night_has_its_length() -> None:
    """A metre of street counts by night as the night is long."""
    built = demand(more=[], places=None)
    parts = built.lixels["expected_night"] / built.lixels["expected"]

    np.testing.assert_allclose(parts, 1 / 3)


def test_events_counted_once_have_their_night_too() -> None:
    """Where weights differ from one, what every event once gives by night is known as well."""
    layer = Layer("incidents", timed(23, 12).assign(weight=[5.0, 1.0]), 40.0, years=1.0)
    built = demand(more=[layer], places=None, even_share=0.0)

    assert built.unweighted is not None
    assert built.unweighted_night is not None
    assert built.unweighted.sum() == pytest.approx(2.0)
    assert built.unweighted_night.sum() == pytest.approx(1.0)
    assert built.lixels["expected_night"].sum() == pytest.approx(5.0)
