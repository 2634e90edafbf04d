"""`Window`: the square of a surface's cells within range of an observer."""

import math

import numpy as np
import shapely
from attrs import evolve, field, frozen
from numpy.typing import NDArray
from rasterio.transform import Affine

from placement.errors import InputError, Problem
from placement.units import Booleans, Floats
from placement.visibility.kernels.r3 import NOTHING_M
from placement.visibility.observation import Observer
from placement.visibility.surface import Surface

ROUNDING = 1e-9
"""Relative slack for a cell exactly at the range. [-]"""

CellIndices = tuple[slice, slice]
"""Rows and columns of a grid."""


@frozen(eq=False)
class Window:
    """The cells around an observer; arrays are (2n+1, 2n+1), its own cell in the middle."""

    row: int
    column: int
    """Of the observer's cell, on the surface's grid."""
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
        """Height of the ground under the observer. [m]"""
        return float(self.ground_m[self.reach, self.reach])

    def feet(self, cells: Booleans) -> Floats:
        """Return x, y and height of the ground of some cells, (N, 3). [m]"""
        return np.column_stack([self.x_m[cells], self.y_m[cells], self.ground_m[cells]])


def around(surface: Surface, observer: Observer) -> Window:
    """Return the cells of a surface as far as an observer's range.

    Raises
    ------
    InputError
        If the observer lies outside the surface.
    """
    grid = surface.grid
    refuse_outside(surface, observer)
    row, column = (int(index) for index in grid.cell_of(observer.x_m, observer.y_m))
    range_cells = observer.range_m / grid.cell_m
    reach = math.floor(range_cells * (1 + ROUNDING))
    ground_m = _layer_window(surface.ground, row, column, reach)
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
        _layer_window(surface.roofs, row, column, reach) == 1.0,
        (rows - row) ** 2 + (columns - column) ** 2 <= range_cells**2 * (1 + ROUNDING),
    )


def refuse_outside(surface: Surface, observer: Observer) -> None:
    """Raise if an observer is not over a surface.

    Raises
    ------
    InputError
        With its place.
    """
    x_m, y_m = observer.x_m, observer.y_m
    if not (math.isfinite(x_m) and math.isfinite(y_m) and bool(surface.grid.holds(x_m, y_m))):
        values = {"x": f"{x_m:.1f}", "y": f"{y_m:.1f}"}
        raise InputError(Problem("place_outside_surface", values=values))


def clip(
    surface: Surface, *, x_m: float, y_m: float, reach_m: float
) -> tuple[Surface, CellIndices]:
    """Return the part of a surface around a place, and the cells of the whole that it has."""
    grid = surface.grid
    row, column = (int(index) for index in grid.cell_of(x_m, y_m))
    cells = math.ceil(reach_m / grid.cell_m)
    north_row, west_column = max(row - cells, 0), max(column - cells, 0)
    part_cells = slice(north_row, row + cells + 1), slice(west_column, column + cells + 1)
    ground = surface.ground[part_cells]
    frame = evolve(
        grid,
        x_min=grid.x_min + west_column * grid.cell_m,
        y_max=grid.y_max - north_row * grid.cell_m,
        rows=ground.shape[0],
        columns=ground.shape[1],
    )
    prisms = surface.prisms
    if prisms is not None:
        prisms = prisms.take(np.sort(prisms.tree.query(shapely.box(*frame.bounds))))
    layers = surface.obstacles[part_cells], surface.roofs[part_cells]
    raised = surface.raised
    if raised is not None:
        raised = raised.near(shapely.box(*frame.bounds))
    part = Surface(frame, ground, *layers, prisms, surface.crowns, surface.canopy, raised)
    return part, part_cells


def _layer_window(layer: NDArray[np.generic], row: int, column: int, reach: int) -> Floats:
    """Return the window of a layer around a cell, NaN beyond its edges."""
    window = np.full((2 * reach + 1, 2 * reach + 1), np.nan)
    north_row, west_column = max(row - reach, 0), max(column - reach, 0)
    part = layer[north_row : row + reach + 1, west_column : column + reach + 1]
    at_row, at_column = north_row - row + reach, west_column - column + reach
    window[at_row : at_row + part.shape[0], at_column : at_column + part.shape[1]] = part
    return window
