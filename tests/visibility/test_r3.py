"""The rule for a single line: compiled and as plain Python, it is the rule written out."""

import numpy as np
import pytest

from placement.visibility.kernels import r3
from tests import oracle_r3

HEIGHTS = np.random.default_rng(7).integers(0, 9, (9, 9)).astype(float)
PLAIN = {name: getattr(r3, name).py_func for name in ("blocking", "_free", "free", "free_pairs")}
PLACES = [(4, 4), (0, 0), (8, 3)]


@pytest.fixture
def plain(monkeypatch):
    """Replace the compiled kernels by the Python they were made from."""
    for name, function in PLAIN.items():
        monkeypatch.setattr(r3, name, function)


def free_from(heights: np.ndarray, row: int, column: int) -> np.ndarray:
    """Return which cells of a raster have a free line from 3 m to 1 m above it, pair by pair."""
    rows, columns = (index.ravel() for index in np.indices(heights.shape))
    pairs = r3.free_pairs(
        heights,
        np.array([0, rows.size]),
        np.array([row]),
        np.array([column]),
        np.array([heights[row, column] + 3.0]),
        rows,
        columns,
        heights.ravel() + 1.0,
    )
    return pairs.reshape(heights.shape)


def check(place: tuple[int, int]) -> None:
    """Compare pairs and single lines from a place with the oracle."""
    row, column = place
    eye = {"observer_height_m": 3.0, "target_height_m": 1.0, "range_m": 99.0, "cell_m": 1.0}
    expected = oracle_r3.seen_from(HEIGHTS, HEIGHTS, place, **eye)
    lens_m = HEIGHTS[place] + 3.0

    pairs = free_from(HEIGHTS, row, column)

    single = [
        r3.free(HEIGHTS, row, column, lens_m, *cell, HEIGHTS[cell] + 1.0)
        for cell in np.ndindex(*HEIGHTS.shape)
    ]
    assert np.array_equal(pairs, expected)
    assert single == expected.ravel().tolist()
    assert 20 < expected.sum() < 81


@pytest.mark.parametrize("place", PLACES)
def test_the_compiled_kernels_follow_the_rule(place):
    """By pairs, one by one and by the oracle, the same cells are seen."""
    check(place)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("plain")
def test_the_python_of_the_kernels_follows_the_rule(place):
    """What numba compiles is right as Python too, where coverage can see it."""
    check(place)


@pytest.mark.parametrize(("clear", "step"), [(0, 3), (2, 3), (3, 0), (9, 0)])
def test_steps_known_to_be_free_are_not_asked(clear, step):
    """A wall at the third step is found, unless the first three are said to be free."""
    lane = np.zeros(10)
    lane[3] = 9.0

    assert r3.blocking(lane, 0, 1, 1, 2.0, 1.0, 9, 0, clear) == step


def test_the_farthest_of_two_walls_is_named():
    """Where two walls stand in the way, it is the one nearer to the target."""
    lane = np.zeros(10)
    lane[[3, 6]] = 9.0

    assert r3.blocking(lane, 0, 1, 1, 2.0, 1.0, 9, 0, 0) == 6


def test_a_line_through_a_cell_does_not_ask_its_neighbour():
    """Where a line meets a cell centre exactly, a cliff beside it or no data there is nothing."""
    heights = np.zeros((3, 7))
    heights[2, 3] = np.nan
    heights[0, 3] = 99.0

    assert r3.free(heights, 0, 0, 1.0, 2, 6, 1.0)


def test_neighbours_always_see_each_other():
    """With no crossing between two cells nothing can block, however deep the target lies."""
    pit = np.array([[9.0, 9.0], [9.0, -99.0]])

    assert r3.free(pit, 0, 0, 9.5, 1, 1, -98.0)


def test_heights_in_single_precision_touch_as_in_double():
    """A line along a slope of single-precision heights touches it and sees."""
    slope = (np.arange(40, dtype=np.float32) * np.float32(0.1)).reshape(1, -1).repeat(3, axis=0)
    exact = slope.astype(np.float64)

    both = [
        [r3.free(layer, 1, 0, 0.3, 0, to, exact[1, to] + 0.3) for to in range(1, 40)]
        for layer in (slope, exact)
    ]

    assert both[0] == both[1]


def test_cores_are_never_more_than_there_are():
    """Asking for a thousand cores takes those there are."""
    before = r3.numba.get_num_threads()

    r3.use_cores(1000)

    assert r3.numba.get_num_threads() == before
