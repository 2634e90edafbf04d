"""Names of places: the same for the same place, whatever else is named with it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.place_codes import CELL_M, numbered, place_codes
from tests.strategies import numbers

places = st.lists(st.tuples(numbers(-9e5, 9e5), numbers(-1.2e6, 6e6)), max_size=12, unique=True)


@given(places, st.randoms())
def test_a_place_keeps_its_name_in_any_order(where, random):
    """Names do not depend on the order in which places are given, and no two are alike."""
    shuffled = random.sample(where, len(where))
    names = dict(zip(where, codes(where), strict=True))

    assert dict(zip(shuffled, codes(shuffled), strict=True)) == names
    assert len(set(names.values())) == len(where)


@given(places.filter(len))
def test_other_places_change_no_name(where):
    """A place alone is called as among others, unless it shares its square with one of them."""
    for name, one in zip(codes(where), where, strict=True):
        assert name.partition(".")[0] == codes([one])[0]


def test_a_step_inside_its_square_keeps_the_name():
    """2 m from the middle of a square of 5 m one is still in it; 5 m on one is not."""
    middle = np.array([-792_002.5, -978_002.5])
    steps = [(0, 0), (2, 0), (-2, 0), (0, 2), (0, -2), (2, -2)]
    names = {codes([tuple(middle + step)])[0] for step in steps}

    assert len(names) == 1
    assert codes([(middle[0] + CELL_M, middle[1])])[0] not in names


def test_a_code_is_said_in_syllables_and_lasts():
    """A place is called tomorrow as it is today: its name stands in papers."""
    assert codes([(-792_000.0, -978_000.0)]) == ["X-mijosop"]


@pytest.mark.parametrize(
    ("names", "order", "expected"),
    [
        (["a", "A", "a"], [0, 1, 2], ["a", "A.2", "a.3"]),
        (["a", "a"], [1, 0], ["a.2", "a"]),
        (["a", "a.2", "a"], [0, 1, 2], ["a", "a.2", "a.3"]),
        ([], [], []),
    ],
)
def test_alike_names_are_numbered(names, order, expected):
    """The first in the order stays; a number that is a name already is passed over."""
    assert numbered(names, order=order) == expected


def codes(where):
    """Return the names of places given as pairs."""
    xy = np.array(where, dtype=float).reshape(-1, 2)
    return place_codes(xy[:, 0], xy[:, 1], prefix="X")
