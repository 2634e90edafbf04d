"""Outlines of cells: stairs become slopes, of the same area, less than half a cell away."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from placement.visibility import cell_outlines


def stair(run: int, steps: int) -> shapely.Polygon:
    """Return cells below a slope of one cell in `run`."""
    heights = [(run * k, k) for k in range(1, steps + 1)]
    upper = [(x + dx, y) for x, y in heights for dx in (0, run)]
    return shapely.Polygon([(run, 0), *upper, (run * (steps + 1), 0)])


@pytest.mark.parametrize("run", [1, 2, 5])
def test_a_stair_becomes_a_slope(run):
    """By hand: all points between the outermost steps lie on the line through their middles."""
    outline = cell_outlines.smooth(shapely.MultiPolygon([stair(run, 12)]), cell_m=1.0)

    x, y = shapely.get_coordinates(outline.exterior).T
    middle = (x > 2 * run) & (x < 11 * run) & (y > 0.6)
    assert middle.sum() >= 16
    assert y[middle] == pytest.approx(x[middle] / run - 0.5)


def test_a_rectangle_stays():
    """A single cell, and a wall of cells."""
    for shape in (shapely.box(3, 4, 4, 5), shapely.box(0, 0, 20, 2)):
        assert cell_outlines.smooth(shapely.MultiPolygon([shape]), cell_m=1.0).equals(shape)


@given(
    cells=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40),
    cell_m=st.sampled_from([0.5, 1.0, 2.0]),
)
def test_no_border_moves_by_half_a_cell(cells, cell_m):
    """Any cells: the old and the new outline lie within half a cell of one another."""
    squares = [
        shapely.box(*(cell_m * np.array([x, y, x + 1, y + 1]))) for x, y in dict.fromkeys(cells)
    ]
    whole = shapely.union_all(squares)
    parts = shapely.MultiPolygon(list(shapely.get_parts(whole)))

    outline = cell_outlines.smooth(parts, cell_m=cell_m)

    assert outline.is_valid
    assert shapely.hausdorff_distance(whole.boundary, outline.boundary, densify=0.1) <= cell_m / 2
