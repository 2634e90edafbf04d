"""The weighted displacement difference against published figures and by its own symmetry."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.evaluation import weighted_displacement_difference as wdd

COUNT = st.integers(0, 500).map(float)
COUNTS = st.tuples(COUNT, COUNT)
NORMAL_90 = 1.6448536269514722


def test_the_published_example_comes_out():
    """The example of the author's R package ptools: -10 with error 8.37, 90 % -23.8 to 3.8."""
    found = wdd((20, 10), (20, 20))

    assert found.estimate == pytest.approx(-10)
    assert found.standard_error == pytest.approx(8.366600, abs=1e-6)
    assert found.z == pytest.approx(-1.195229, abs=1e-6)
    assert found.interval(NORMAL_90) == pytest.approx((-23.761833, 3.761833), abs=1e-6)


def test_a_ring_adds_its_own_change_and_variance():
    """With a ring 30 to 20 and its control steady at 30: -20, variance 70 + 110."""
    found = wdd((20, 10), (20, 20), ring=(30, 20), ring_control=(30, 30))

    assert found.estimate == pytest.approx(-20)
    assert found.standard_error == pytest.approx(math.sqrt(180))


def test_times_of_different_length_are_compared_by_the_unit_of_time():
    """Two years before and one after: 20 are 10 a year, so nothing changed; variance 20/4 + 10."""
    found = wdd((20, 10), (40, 20), periods=(2, 1))

    assert found.estimate == pytest.approx(0)
    assert found.standard_error == pytest.approx(math.sqrt(20 / 4 + 10 + 40 / 4 + 20))


def test_a_larger_control_counts_by_its_size():
    """A control of twice the size that lost 10 says that 5 would have gone anyway."""
    found = wdd((20, 10), (40, 30), sizes=(1, 2, 1, 1))

    assert found.estimate == pytest.approx(-5)
    assert found.standard_error == pytest.approx(math.sqrt(30 + 70 / 4))


def test_nothing_anywhere_is_no_change():
    """Without incidents there is no change, no error and no division by zero."""
    found = wdd((0, 0), (0, 0))

    assert (found.estimate, found.standard_error, found.z) == (0, 0, 0)


@given(treated=COUNTS, control=COUNTS, ring=COUNTS, beside=COUNTS)
def test_time_turned_round_turns_the_sign(treated, control, ring, beside):
    """Before and after exchanged gives the same change the other way, equally uncertain."""
    there = wdd(treated, control, ring=ring, ring_control=beside)
    back = wdd(treated[::-1], control[::-1], ring=ring[::-1], ring_control=beside[::-1])

    assert back.estimate == pytest.approx(-there.estimate)
    assert back.standard_error == pytest.approx(there.standard_error)
    assert there.standard_error**2 == pytest.approx(sum((*treated, *control, *ring, *beside)))
