"""`Crowns`: single trees as upright cylinders of leaves above their trunks, thin in winter.

A crown is an upright cylinder from its base to its top. A line passes it where its horizontal
track crosses the disc and its height there is between base and top; below the base one looks
through. Bartie et al. 2011 (IJGIS 25, 851-868) ask for base, permeability and season: solid
columns end lines of sight that people have. Each crown lets a share of the view through; a target
is visible while at least `SEEN_SHARE` of the view is left.
"""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

import math
from typing import Literal

import geopandas as gpd
import numpy as np
from attrs import field, frozen
from numba import njit, prange
from numpy.typing import ArrayLike

from placement.units import Booleans, Floats, Integers

Season = Literal["leaf-on", "leaf-off"]
PERMEABILITY: dict[Season, float] = {"leaf-on": 0.1, "leaf-off": 0.6}
"""Share of the view that one crown leaves; assumed, not measured on Czech street trees. [-]"""
SEEN_SHARE = 0.5
"""A target is visible while at least this share of the view is left. [-]"""
CELL_M = 25.0

Columns = tuple[Floats, Integers, Floats, int, int]
"""Crowns (T, 5) of x, y, radius, base and top; by cell: start; corner, rows and columns."""


@frozen(eq=False)
class Crowns:
    """T crowns with absolute heights, sorted into square cells by their trunks."""

    x_m: Floats = field()
    y_m: Floats = field()
    radius_m: Floats = field()
    base_m: Floats = field()
    top_m: Floats = field()
    """(T,) in the order of the cells; base and top above the terrain's zero. [m]"""
    start: Integers = field()
    """(cells + 1,) where each cell's crowns begin; cells row by row from the south-west."""
    corner: tuple[float, float]
    """West and south edge of the cells. [m]"""
    shape: tuple[int, int]
    """Rows and columns of cells."""
    permeability: float
    """Share of the view that one crown leaves. [-]"""

    def __len__(self) -> int:
        return int(self.x_m.size)

    @property
    def columns(self) -> "Columns":
        """The crowns in the arrays that kernels take."""
        table = np.column_stack([self.x_m, self.y_m, self.radius_m, self.base_m, self.top_m])
        return table, self.start, np.array(self.corner), *self.shape

    @property
    def max_crowns(self) -> int:
        """The most crowns a line may pass and still keep `SEEN_SHARE` of the view."""
        most = 0
        while most < len(self) and self.permeability ** (most + 1) >= SEEN_SHARE:
            most += 1
        return most

    def view_share(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Floats:
        """Return the share of the view that crowns leave on each line.

        Parameters
        ----------
        lenses : (S, 3) array
            x, y and height of each lens. [m]
        targets : (I, 3) array
            The same of what is looked at. [m]
        lens, target : (P,) arrays
            Index of either end of each line.

        Returns
        -------
        share : (P,) array
            1 where no crown is in the way. A crown that holds the lens is trimmed: it never
            hides.
        """
        of, to = (np.asarray(index, dtype=np.int64) for index in (lens, target))
        if not len(self) or not of.size:
            return np.ones(of.size)
        passed = _passed(
            *self.columns,
            np.ascontiguousarray(lenses, dtype=np.float64),
            np.ascontiguousarray(targets, dtype=np.float64),
            of,
            to,
        )
        return np.asarray(self.permeability**passed)

    def free(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Booleans:
        """Return which lines keep enough of the view; arguments as in `view_share`."""
        share = self.view_share(lenses, targets, lens=lens, target=target)
        return np.asarray(share >= SEEN_SHARE)


def build(trees: gpd.GeoDataFrame, ground_m: Floats, *, season: Season = "leaf-on") -> Crowns:
    """Return the crowns of a table `TREES` over the heights of the ground under its trunks. [m]"""
    x, y = (np.asarray(c, dtype=np.float64) for c in (trees.geometry.x, trees.geometry.y))
    corner = (float(x.min()), float(y.min())) if x.size else (0.0, 0.0)
    column = ((x - corner[0]) // CELL_M).astype(np.int64)
    row = ((y - corner[1]) // CELL_M).astype(np.int64)
    shape = (int(row.max(initial=0)) + 1, int(column.max(initial=0)) + 1)
    cell = row * shape[1] + column
    order = np.argsort(cell, kind="stable")
    counts = np.bincount(cell, minlength=shape[0] * shape[1])
    sizes = {name: np.asarray(trees[name], dtype=np.float64)[order] for name in _SIZES}
    foot = ground_m[order]
    return Crowns(
        x[order],
        y[order],
        sizes["crown_radius_m"],
        foot + np.minimum(sizes["crown_base_m"], sizes["height_m"]),
        foot + sizes["height_m"],
        np.concatenate([[0], np.cumsum(counts)]),
        corner,
        shape,
        PERMEABILITY[season],
    )


_SIZES = ("height_m", "crown_radius_m", "crown_base_m")


@njit(cache=True)
def inside(lens: Floats, target: Floats, x: float, y: float, radius: float) -> tuple[float, float]:
    """Return the shares of a line between which it runs over a disc; (0, 0) where it misses it."""
    east, north = target[0] - lens[0], target[1] - lens[1]
    to_x, to_y = x - lens[0], y - lens[1]
    if to_x * to_x + to_y * to_y < radius * radius:
        return 0.0, 0.0  # the lens hangs in it: it is trimmed
    length2 = east * east + north * north
    if length2 == 0.0:
        return 0.0, 0.0
    nearest = (to_x * east + to_y * north) / length2
    off2 = to_x * to_x + to_y * to_y - nearest * nearest * length2
    if off2 >= radius * radius:
        return 0.0, 0.0
    half = math.sqrt((radius * radius - off2) / length2)
    first, last = max(nearest - half, 0.0), min(nearest + half, 1.0)
    return (first, last) if first < last else (0.0, 0.0)


@njit(cache=True)
def passes(
    lens: Floats, target: Floats, x: float, y: float, radius: float, base: float, top: float
) -> bool:
    """Return whether a line goes through a crown; touching its surface does not count."""
    first, last = inside(lens, target, x, y, radius)
    if first >= last:
        return False
    rise = target[2] - lens[2]
    one, other = lens[2] + first * rise, lens[2] + last * rise
    return bool(min(one, other) < top and max(one, other) > base)


@njit(cache=True)
def rows_along(
    lens: Floats, target: Floats, widest: float, corner: Floats, rows: int
) -> tuple[int, int]:
    """Return the first and the last row of cells with crowns that a line may pass."""
    south, north = min(lens[1], target[1]), max(lens[1], target[1])
    low = max(int((south - widest - corner[1]) // CELL_M), 0)
    return low, min(int((north + widest - corner[1]) // CELL_M), rows - 1)


@njit(cache=True)
def columns_along(
    lens: Floats, target: Floats, row: int, widest: float, corner: Floats, columns: int
) -> tuple[int, int]:
    """Return the first and the last cell of a row with crowns that a line may pass."""
    west, east = min(lens[0], target[0]), max(lens[0], target[0])
    south, north = min(lens[1], target[1]), max(lens[1], target[1])
    if north - south > 1e-9:  # the stretch of track within reach of this row
        near = corner[1] + row * CELL_M - widest
        slope = (target[0] - lens[0]) / (target[1] - lens[1])
        one = lens[0] + (max(near, south) - lens[1]) * slope
        other = lens[0] + (min(near + CELL_M + 2.0 * widest, north) - lens[1]) * slope
        west, east = min(one, other), max(one, other)
    first = max(int((west - widest - corner[0]) // CELL_M), 0)
    return first, min(int((east + widest - corner[0]) // CELL_M), columns - 1)


@njit(cache=True, parallel=True)
def _passed(
    crown: Floats,
    cell_start: Integers,
    corner: Floats,
    rows: int,
    columns: int,
    lenses: Floats,
    targets: Floats,
    of: Integers,
    to: Integers,
) -> Integers:
    """Return how many crowns each line passes; cells near its track are searched row by row."""
    widest = crown[:, 2].max()
    count = np.zeros(of.size, dtype=np.int64)
    for p in prange(of.size):
        lens, target = lenses[of[p]], targets[to[p]]
        low, high = rows_along(lens, target, widest, corner, rows)
        for row in range(low, high + 1):
            first, last = columns_along(lens, target, row, widest, corner, columns)
            if first > last:
                continue
            for t in range(cell_start[row * columns + first], cell_start[row * columns + last + 1]):
                x, y, radius, base, top = crown[t]
                if passes(lens, target, x, y, radius, base, top):
                    count[p] += 1
    return count
