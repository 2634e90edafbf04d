"""The demand's map: classes of round numbers, whatever the demand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.output.demand.picture import CLASSES, breaks


def test_half_of_the_streets_are_in_the_lowest_class() -> None:
    """Each class above holds about half of what is left; bounds are round."""
    values = np.arange(1.0, 1001.0)
    bounds = breaks(values, np.ones(1000))

    assert bounds.tolist() == [500.0, 1000.0]
    assert breaks(values**2, np.ones(1000))[0] == pytest.approx(250_000)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.integers(1, 50))
def test_bounds_increase_and_are_few(values: list[float], length: int) -> None:
    """Never more bounds than colours have room for, none twice, none below the least."""
    found = breaks(np.array(values), np.full(len(values), float(length)))

    assert 1 <= found.size < CLASSES
    assert (np.diff(found) > 0).all()
    assert found[0] >= max(min(values) * (1 - 1e-9), 0.01)


def test_no_demand_has_one_bound() -> None:
    """Zero everywhere is one class, and so is the far tail of a kernel."""
    assert breaks(np.zeros(5), np.ones(5)).tolist() == [0.01]
    assert breaks(np.full(5, 5e-324), np.ones(5)).tolist() == [0.01]
