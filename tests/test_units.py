"""Angles: wrapped, compared and taken from vectors."""

import numpy as np
import pytest
from hypothesis import given

from placement.units import azimuth_deg, read_only, turn_deg, wrap_deg
from tests.strategies import numbers

ANGLES = numbers(-1e4, 1e4)


@given(ANGLES)
def test_wrapping_keeps_the_direction(angle):
    """A wrapped angle lies in [0, 360) and points the same way."""
    wrapped = float(wrap_deg(angle))

    assert 0.0 <= wrapped < 360.0
    assert np.cos(np.radians(wrapped - angle)) == pytest.approx(1.0)


def test_a_tiny_negative_angle_wraps_to_north():
    """-1e-20° is 0°, never 360°."""
    assert wrap_deg([-1e-20, 360.0, 720.0, -90.0]).tolist() == [0.0, 0.0, 0.0, 270.0]


@given(ANGLES, ANGLES)
def test_a_turn_is_the_shortest_and_arrives(start, end):
    """Turning by it leads from one azimuth to the other, by at most half a circle."""
    turn = float(turn_deg(start, end))

    assert -180.0 <= turn < 180.0
    assert np.cos(np.radians(start + turn - end)) == pytest.approx(1.0)


@pytest.mark.parametrize(("start", "end", "turn"), [(350, 10, 20), (10, 350, -20), (0, 180, -180)])
def test_turns_cross_north(start, end, turn):
    """Clockwise is positive, also over north; half a circle is -180."""
    assert turn_deg(start, end) == turn


def test_azimuths_count_clockwise_from_north():
    """North, east, south and west are 0, 90, 180 and 270."""
    assert azimuth_deg([0, 1, 0, -1], [1, 0, -1, 0]).tolist() == [0.0, 90.0, 180.0, 270.0]


def test_a_read_only_view_leaves_its_array_writable():
    """The view refuses writing; the array given does not."""
    given_array = np.zeros(2)

    view = read_only(given_array)
    given_array[0] = 1.0

    assert view[0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 2.0
