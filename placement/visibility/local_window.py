"""`Window`: the square of cells around a place, and what a surface has there."""

import math

import numpy as np
import shapely
from attrs import evolve, field, frozen
from numpy.typing import NDArray
from rasterio.transform import Affine

from placement.errors import InputError, Problem
from placement.units import Booleans, Floats
from placement.visibility.kernels.r3 import NOTHING_M
from placement.visibility.surface import Surface

ROUNDING = 1e-9
"""Relative slack for a cell exactly at the range. [-]"""

CellIndices = tuple[slice, slice]
"""Rows and columns of a grid."""


@frozen(eq=False)
class Window:
    """The cells around a place; arrays are (2n+1, 2n+1), its own cell in the middle."""

    row: int
    column: int
    """Of the place's cell, on the surface's grid."""
    reach: int
    """Cells from the middle to the edge: n."""
    transform: Affine
    """Frame: (column, row) to (x, y)."""
    x_m: Floats = field()
    y_m: Floats = field()
    """Middles of the cells. [m]"""
    ground_m: Floats
    """`NOTHING_M` where there is none. [m]"""
    roofs: Booleans
    """Where a building stands."""
    near: Booleans
    """Within range, middle to middle."""

    @property
    def middle_m(self) -> float:
        """Height of the ground at the place. [m]"""
        return float(self.ground_m[self.reach, self.reach])

    def feet(self, cells: Booleans) -> Floats:
        """Return x, y and height of the ground of some cells, (N, 3). [m]"""
        return np.column_stack([self.x_m[cells], self.y_m[cells], self.ground_m[cells]])


def around(surface: Surface, *, x_m: float, y_m: float, range_m: float) -> Window:
    """Return the cells around a place as far as a range reaches.

    Raises
    ------
    InputError
        If the place lies outside the surface.
    """
    grid = surface.grid
    if not (math.isfinite(x_m) and math.isfinite(y_m) and bool(grid.holds(x_m, y_m))):
        values = {"x": f"{x_m:.1f}", "y": f"{y_m:.1f}"}
        raise InputError(Problem("place_outside_surface", values=values))
    row, column = (int(index) for index in grid.cell_of(x_m, y_m))
    range_cells = range_m / grid.cell_m
    reach = math.floor(range_cells * (1 + ROUNDING))
    ground_m = _cut(surface.ground, row, column, reach)
    rows = np.arange(row - reach, row + reach + 1)[:, None]
    columns = np.arange(column - reach, column + reach + 1)[None, :]
    west, north = grid.centre_of(row - reach - 0.5, column - reach - 0.5)
    x, y = np.broadcast_arrays(*grid.centre_of(rows, columns))
    return Window(
        row,
        column,
        reach,
        Affine(grid.cell_m, 0.0, float(west), 0.0, -grid.cell_m, float(north)),
        x,
        y,
        np.where(np.isfinite(ground_m), ground_m, NOTHING_M),
        _cut(surface.roofs, row, column, reach) == 1.0,
        (rows - row) ** 2 + (columns - column) ** 2 <= range_cells**2 * (1 + ROUNDING),
    )


def cut(surface: Surface, *, x_m: float, y_m: float, reach_m: float) -> tuple[Surface, CellIndices]:
    """Return the part of a surface around a place, and which cells of the whole it has."""
    grid = surface.grid
    row, column = (int(index) for index in grid.cell_of(x_m, y_m))
    cells = math.ceil(reach_m / grid.cell_m)
    top, left = max(row - cells, 0), max(column - cells, 0)
    kept = slice(top, row + cells + 1), slice(left, column + cells + 1)
    ground = surface.ground[kept]
    frame = evolve(
        grid,
        x_min=grid.x_min + left * grid.cell_m,
        y_max=grid.y_max - top * grid.cell_m,
        rows=ground.shape[0],
        columns=ground.shape[1],
    )
    prisms = surface.prisms
    if prisms is not None:
        prisms = prisms.take(np.sort(prisms.tree.query(shapely.box(*frame.bounds))))
    parts = surface.obstacles[kept], surface.roofs[kept]
    raised = surface.raised
    if raised is not None:
        raised = raised.near(shapely.box(*frame.bounds))
    part = Surface(frame, ground, *parts, prisms, surface.crowns, surface.canopy, raised)
    return part, kept


def _cut(layer: NDArray[np.generic], row: int, column: int, reach: int) -> Floats:
    """Return the window of a layer around a cell, NaN beyond its edges."""
    window = np.full((2 * reach + 1, 2 * reach + 1), np.nan)
    top, left = max(row - reach, 0), max(column - reach, 0)
    part = layer[top : row + reach + 1, left : column + reach + 1]
    at_row, at_column = top - row + reach, left - column + reach
    window[at_row : at_row + part.shape[0], at_column : at_column + part.shape[1]] = part
    return window
