"""Day and night: hours in which incidents may have happened."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from placement.demand.night import hour_shares, night_length, night_shares


def events(*rows: tuple[str | None, str | None, str]) -> gpd.GeoDataFrame:
    """Return incidents by when, until and precision."""
    when, until, precision = zip(*rows, strict=True)
    return gpd.GeoDataFrame(
        {
            "when": pd.to_datetime(pd.Series(when)).astype("datetime64[s]"),
            "until": pd.to_datetime(pd.Series(until)).astype("datetime64[s]"),
            "precision": precision,
        },
        geometry=[Point(0, 0)] * len(rows),
    )


@pytest.mark.parametrize(
    ("row", "night"),
    [
        (("2024-05-03 23:10", None, "time"), 1.0),
        (("2024-05-03 06:00", None, "time"), 0.0),
        (("2024-05-03 05:59", None, "time"), 1.0),
        (("2024-05-03", None, "date"), 8 / 24),
        ((None, None, "none"), 8 / 24),
        (("2024-05-03 20:00", "2024-05-04 08:00", "interval"), 8 / 12),
        (("2024-05-03 21:30", "2024-05-03 22:30", "interval"), 0.5),
        (("2024-05-01 12:00", "2024-05-08 12:00", "interval"), 8 / 24),
    ],
)
def test_night_from_ten_to_six(row: tuple[str | None, str | None, str], night: float) -> None:
    """A time is its hour; an interval its part; where the hour is not known, the night's length."""
    assert night_shares(events(row), night_hours=(22, 6))[0] == pytest.approx(night)


def test_hours_of_an_event_sum_to_one() -> None:
    """However long it lasted, an event is one event."""
    shares = hour_shares(
        events(
            ("2024-05-03 20:17", "2024-05-06 08:03", "interval"),
            ("2024-05-03 20:17", "2024-05-03 20:18", "interval"),
            ("2024-05-03 20:17", None, "time"),
        )
    )

    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
    assert shares[1].argmax() == shares[2].argmax() == 20


def test_the_night_may_not_pass_midnight() -> None:
    """Hours 0 to 6 are a quarter of the day; equal hours are all of it."""
    assert night_length((0, 6)) == 0.25
    assert night_length((22, 6)) == pytest.approx(1 / 3)
    assert night_length((0, 24)) == 1.0
