"""The raster frame: cells, centres, bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasterio.transform import array_bounds, rowcol

from placement.errors import InputError
from placement.grid import MOST_CELLS, Grid, around
from tests.strategies import grids, numbers

SMALL = Grid("EPSG:5514", 100.0, 200.0, 2.0, 3, 4)


@given(grids(), st.data())
def test_a_cell_contains_its_centre(grid, data):
    """`cell_of` inverts `centre_of`, also outside the frame."""
    row, column = data.draw(st.integers(-600, 600)), data.draw(st.integers(-600, 600))

    found = grid.cell_of(*grid.centre_of(row, column))

    assert (int(found[0]), int(found[1])) == (row, column)


@given(grids(), st.data())
def test_cells_and_bounds_agree_with_rasterio(grid, data):
    """The same cell and the same bounds as rasterio reads from the transform."""
    row, column = data.draw(st.integers(0, grid.rows - 1)), data.draw(st.integers(0, grid.columns))
    x, y = grid.centre_of(row, column)

    assert tuple(int(i) for i in rowcol(grid.transform, x, y)) == (row, column)
    assert grid.bounds == pytest.approx(array_bounds(*grid.shape, grid.transform))


def test_row_0_is_in_the_north_and_column_0_in_the_west():
    """A small frame, by hand."""
    assert SMALL.shape == (3, 4)
    assert SMALL.bounds == (100.0, 194.0, 108.0, 200.0)
    assert [float(v) for v in SMALL.centre_of(0, 0)] == [101.0, 199.0]
    assert [int(v) for v in SMALL.cell_of(107.9, 194.1)] == [2, 3]


def test_a_frame_holds_its_western_and_northern_edge():
    """Each point belongs to one cell: the edge in the west and north, not the one opposite."""
    x = [100.0, 99.999, 108.0, 104.0, 104.0]
    y = [200.0, 199.0, 199.0, 200.001, 194.0]

    assert SMALL.holds(x, y).tolist() == [True, False, False, False, False]


@given(
    numbers(-900_000, -400_000),
    numbers(-1_200_000, -900_000),
    numbers(0, 3000),
    numbers(0, 3000),
    st.sampled_from([0.5, 1.0, 3.0]),
    numbers(1, 200),
)
def test_a_frame_around_bounds_holds_them_with_their_margin(west, south, wide, high, cell, margin):
    """Corners and margin lie inside; edges lie on whole cells, so that runs share their cells."""
    bounds = (west, south, west + wide, south + high)

    grid = around(bounds, crs="EPSG:5514", cell_m=cell, margin_m=margin)

    left, bottom, right, top = grid.bounds
    assert left <= west - margin + 1e-6
    assert bottom <= south - margin + 1e-6
    assert right >= west + wide + margin - 1e-6
    assert top >= south + high + margin - 1e-6
    assert grid.holds([west, west + wide], [south, south + high]).all()
    assert grid.x_min / cell == pytest.approx(round(grid.x_min / cell))
    assert wide + 2 * margin + 2 * cell >= grid.columns * cell


def test_a_frame_too_large_for_memory_is_refused_with_its_size():
    """40 km square at 1 m is 1.6 thousand million cells; the message counts them."""
    with pytest.raises(InputError) as caught:
        around((0.0, 0.0, 40_000.0, 40_000.0), crs="EPSG:5514", cell_m=1.0, margin_m=0.0)

    problem = caught.value.problems[0]
    assert problem.kind == "grid_too_large"
    assert problem.values["cells"] == 1_600_000_000 > MOST_CELLS


@pytest.mark.parametrize("wrong", [{"cell_m": 0.0}, {"rows": 0}, {"columns": -1}])
def test_a_frame_without_cells_cannot_be_made(wrong):
    """Cell size, rows and columns are above 0."""
    whole = {"crs": "EPSG:5514", "x_min": 0.0, "y_max": 0.0, "cell_m": 1.0, "rows": 1, "columns": 1}

    with pytest.raises(ValueError, match=next(iter(wrong))):
        Grid(**(whole | wrong))


def test_cells_of_arrays_are_integers():
    """Indices can be used as they come."""
    row, column = SMALL.cell_of(np.array([101.0, 103.0]), np.array([199.0, 197.0]))

    assert row.tolist() == [0, 1]
    assert np.arange(12).reshape(3, 4)[row, column].tolist() == [0, 5]
