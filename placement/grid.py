"""`Grid`: the raster frame of a run, north up. Row 0 is in the north, column 0 in the west."""

import math

import numpy as np
from attrs import field, frozen, validators
from numpy.typing import ArrayLike
from rasterio.transform import Affine

from placement.errors import InputError, Problem
from placement.units import Booleans, Floats, Integers

MOST_CELLS = 120_000_000
"""Two float32 layers of this size are 1 GB; a town of 40 km² at 1 m has 40 million. [-]"""


@frozen
class Grid:
    """A north-up raster frame of square cells in a projected, metric system."""

    crs: str
    x_min: float
    """Western edge of column 0. [m]"""
    y_max: float
    """Northern edge of row 0. [m]"""
    cell_m: float = field(validator=validators.gt(0))
    rows: int = field(validator=validators.gt(0))
    columns: int = field(validator=validators.gt(0))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, as numpy counts them."""
        return self.rows, self.columns

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north. [m]"""
        return (
            self.x_min,
            self.y_max - self.rows * self.cell_m,
            self.x_min + self.columns * self.cell_m,
            self.y_max,
        )

    @property
    def transform(self) -> Affine:
        """The same frame as an affine transform of (column, row) to (x, y)."""
        return Affine(self.cell_m, 0.0, self.x_min, 0.0, -self.cell_m, self.y_max)

    def cell_of(self, x: ArrayLike, y: ArrayLike) -> tuple[Integers, Integers]:
        """Return row and column of points; they may lie outside the frame."""
        column = np.floor((np.asarray(x, dtype=np.float64) - self.x_min) / self.cell_m)
        row = np.floor((self.y_max - np.asarray(y, dtype=np.float64)) / self.cell_m)
        return row.astype(np.int64), column.astype(np.int64)

    def centre_of(self, row: ArrayLike, column: ArrayLike) -> tuple[Floats, Floats]:
        """Return x and y of cell centres. [m]"""
        x = self.x_min + (np.asarray(column, dtype=np.float64) + 0.5) * self.cell_m
        y = self.y_max - (np.asarray(row, dtype=np.float64) + 0.5) * self.cell_m
        return x, y

    def holds(self, x: ArrayLike, y: ArrayLike) -> Booleans:
        """Return which points lie inside the frame."""
        row, column = self.cell_of(x, y)
        inside = (row >= 0) & (row < self.rows) & (column >= 0) & (column < self.columns)
        return np.asarray(inside)


def around(
    bounds: tuple[float, float, float, float], *, crs: str, cell_m: float, margin_m: float
) -> Grid:
    """Return the frame of bounds (west, south, east, north) with a margin, on whole cells. [m]

    Raises
    ------
    InputError
        If the frame would have more cells than memory allows.
    """
    west, south, east, north = bounds
    x_min = math.floor((west - margin_m) / cell_m) * cell_m
    y_max = math.ceil((north + margin_m) / cell_m) * cell_m
    columns = math.ceil((east + margin_m - x_min) / cell_m)
    rows = math.ceil((y_max - south + margin_m) / cell_m)
    if rows * columns > MOST_CELLS:
        values = {"cells": rows * columns, "most": MOST_CELLS, "cell_m": cell_m}
        raise InputError(Problem("grid_too_large", column="viewshed.cell_m", values=values))
    return Grid(crs, x_min, y_max, cell_m, rows, columns)
