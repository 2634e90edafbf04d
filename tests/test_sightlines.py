"""Kernels: compiled and as plain Python, they say the same as the rule written out."""

import numpy as np
import pytest

from placement import sightlines
from placement.sightlines import NOTHING_M
from tests import oracle_r3

HEIGHTS = np.random.default_rng(7).integers(0, 9, (9, 9)).astype(float)
PLAIN = {
    name: getattr(sightlines, name).py_func
    for name in ("_blocks_along", "_cell", "_height", "free", "free_pairs", "bin_tables", "visible")
}


@pytest.fixture
def plain(monkeypatch):
    """Replace the compiled kernels by the Python they were made from."""
    for name, function in PLAIN.items():
        monkeypatch.setattr(sightlines, name, function)


def expected(row: int, column: int) -> np.ndarray:
    """Return what the oracle sees with a lens 3 m and a target 1 m above ground."""
    return oracle_r3.seen_from(
        HEIGHTS,
        HEIGHTS,
        (row, column),
        observer_height_m=3.0,
        target_height_m=1.0,
        range_m=4.0,
        cell_m=1.0,
    )


def window_from(row: int, column: int) -> np.ndarray:
    """Return what the bounded kernel sees within 4 cells of a place of the raster."""
    return sightlines.visible(
        HEIGHTS,
        HEIGHTS + 1.0,
        row,
        column,
        HEIGHTS[row, column] + 3.0,
        16.0,
        sightlines.bin_tables(4),
    )


def free_from(row: int, column: int) -> np.ndarray:
    """Return which cells of the whole raster have a free line, pair by pair."""
    rows, columns = (index.ravel() for index in np.indices(HEIGHTS.shape))
    pairs = sightlines.free_pairs(
        HEIGHTS,
        np.array([0, rows.size]),
        np.array([row]),
        np.array([column]),
        np.array([HEIGHTS[row, column] + 3.0]),
        rows,
        columns,
        HEIGHTS.ravel() + 1.0,
    )
    return pairs.reshape(HEIGHTS.shape)


@pytest.mark.parametrize("place", [(4, 4), (0, 0), (8, 3)])
def test_the_compiled_kernels_follow_the_rule(place):
    """Bounded, by pairs and by the oracle, the same cells are seen."""
    check(place)


@pytest.mark.parametrize("place", [(4, 4), (0, 0), (8, 3)])
@pytest.mark.usefixtures("plain")
def test_the_python_of_the_kernels_follows_the_rule(place):
    """What numba compiles is right as Python too, where coverage can see it."""
    check(place)


def check(place: tuple[int, int]) -> None:
    """Compare both ways with the oracle within the range."""
    row, column = place
    full = expected(row, column)
    rows, columns = np.indices(HEIGHTS.shape)
    near = (rows - row) ** 2 + (columns - column) ** 2 <= 16

    window = np.zeros((17, 17), dtype=bool)
    window[row : row + 9, column : column + 9] = window_from(row, column)

    assert np.array_equal(window[4:13, 4:13], full)
    assert window.sum() == full.sum()
    assert np.array_equal(free_from(row, column) & near, full)


@pytest.mark.parametrize("reach", [1, 2, 7, 40])
def test_every_cell_of_a_ring_is_decided_once(reach):
    """Bins of the four sides share out each ring's 8·r cells; each lies between its brackets."""
    low, high, decides = sightlines.bin_tables(reach)

    for ring in range(1, reach + 1):
        along = decides[:, ring]
        bins = np.flatnonzero(along != sightlines.NO_CELL)
        assert sorted(along[bins]) == list(range(-ring, ring))
        assert (low[bins, ring] <= along[bins]).all()
        assert (along[bins] <= high[bins, ring]).all()


def test_four_sides_make_a_whole_ring():
    """The cells `along` four sides of a ring are all its cells, none twice."""
    cells = [PLAIN["_cell"](0, 0, side, 3, along) for side in range(4) for along in range(-3, 3)]

    assert len(set(cells)) == 24
    assert all(max(abs(row), abs(column)) == 3 for row, column in cells)


def test_outside_the_raster_there_is_nothing():
    """A height beyond any edge is that of what is not there."""
    height = PLAIN["_height"]

    assert [height(HEIGHTS, *place) for place in ((-1, 0), (9, 0), (0, -1), (0, 9))] == [
        NOTHING_M
    ] * 4
    assert height(HEIGHTS, 2, 3) == HEIGHTS[2, 3]


def test_neighbours_always_see_each_other():
    """With no crossing between two cells nothing can block, however deep the target lies."""
    pit = np.array([[9.0, 9.0], [9.0, -99.0]])

    assert sightlines.free(pit, 0, 0, 9.5, 1, 1, -98.0)


def test_heights_in_single_precision_touch_as_in_double():
    """A line along a slope of single-precision heights touches it and sees."""
    slope = (np.arange(40, dtype=np.float32) * np.float32(0.1)).reshape(1, -1).repeat(3, axis=0)
    exact = slope.astype(np.float64)

    both = [
        [sightlines.free(layer, 1, 0, 0.3, 0, to, exact[1, to] + 0.3) for to in range(1, 40)]
        for layer in (slope, exact)
    ]

    assert both[0] == both[1]


def test_cores_are_never_more_than_there_are():
    """Asking for a thousand cores takes those there are."""
    before = sightlines.numba.get_num_threads()

    sightlines.use_cores(1000)

    assert sightlines.numba.get_num_threads() == before
