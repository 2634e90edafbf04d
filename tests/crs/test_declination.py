"""Declination: the values that the makers of the model publish, and where it does not hold."""

import pytest

from placement.crs.declination import declination_deg


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "year", "published_deg"),
    [
        (80.0, 0.0, 2025.0, 1.28),
        (0.0, 120.0, 2025.0, -0.16),
        (-80.0, 240.0, 2025.0, 68.78),
        (80.0, 0.0, 2027.5, 2.59),
        (0.0, 120.0, 2027.5, -0.24),
        (-80.0, 240.0, 2027.5, 68.49),
    ],
)
def test_declination_is_that_of_the_published_test_values(
    lat_deg: float, lon_deg: float, year: float, published_deg: float
) -> None:
    """NOAA's test values of WMM2025 at sea level, to the hundredth they are given to."""
    assert declination_deg(lon_deg, lat_deg, year=year) == pytest.approx(published_deg, abs=0.006)


def test_litvinov_is_where_another_program_has_it() -> None:
    """5.0027° east in the middle of 2026, as pygeomag 1.1.0 has it."""
    assert declination_deg(13.6154, 50.6004, year=2026.5) == pytest.approx(5.002669, abs=1e-6)


@pytest.mark.parametrize("year", [2024.9, 2030.0, 2100.0])
def test_no_value_is_given_for_years_the_model_does_not_hold(year: float) -> None:
    """Rather none than one that is extrapolated."""
    assert declination_deg(13.6, 50.6, year=year) is None
