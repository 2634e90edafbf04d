"""`Crowns`: trees as what they are to a line of sight: a crown above a trunk, thin in winter.

A crown is an upright cylinder from its base to its top. A line passes it where its horizontal
track crosses the disc and its height there is between base and top; below the base one looks
through. Bartie et al. 2011 (IJGIS 25, 851-868) ask for base, permeability and season: solid
columns end lines of sight that people have. Each crown lets a share of the view through; a target
counts as seen while at least `SEEN_SHARE` of the view is left.
"""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

import math
from typing import Literal

import geopandas as gpd
import numpy as np
from attrs import field, frozen
from numba import njit, prange

from placement.units import Floats, Integers

Season = Literal["leaf-on", "leaf-off"]
PERMEABILITY: dict[Season, float] = {"leaf-on": 0.1, "leaf-off": 0.6}
"""Share of the view that one crown leaves; assumed, not measured on Czech street trees. [-]"""
SEEN_SHARE = 0.5
CELL_M = 25.0


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

    def __len__(self) -> int:
        return int(self.x_m.size)


def crowns(trees: gpd.GeoDataFrame, ground_m: Floats) -> Crowns:
    """Return the crowns of a table `TREES` whose trunks stand on the ground given. [m]"""
    x, y = (np.asarray(c, dtype=np.float64) for c in (trees.geometry.x, trees.geometry.y))
    corner = (float(x.min(initial=0.0)), float(y.min(initial=0.0))) if x.size else (0.0, 0.0)
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
    )


_SIZES = ("height_m", "crown_radius_m", "crown_base_m")


def view_left(
    of: Crowns, lens: Floats, start: Integers, target: Floats, *, permeability: float
) -> Floats:
    """Return the share of the view that crowns leave on each line.

    Parameters
    ----------
    of
        The crowns.
    lens : (S, 3) array
        x, y and height of each lens. [m]
    start : (S + 1,) array
        Where each lens's targets begin.
    target : (P, 3) array
        x, y and height of each target. [m]
    permeability
        Share that one crown leaves. [-]

    Returns
    -------
    share : (P,) array
        1 where no crown is in the way. A crown that holds the lens is trimmed: it hides nothing.
    """
    if not len(of) or not target.shape[0]:
        return np.ones(target.shape[0])
    passed = _passed(
        of.x_m,
        of.y_m,
        of.radius_m,
        of.base_m,
        of.top_m,
        of.start,
        np.array(of.corner),
        of.shape[0],
        of.shape[1],
        float(of.radius_m.max()),
        lens,
        start,
        target,
    )
    return np.asarray(permeability**passed)


@njit(cache=True)
def passes(
    lens: Floats, target: Floats, x: float, y: float, radius: float, base: float, top: float
) -> bool:
    """Return whether a line goes through a crown; touching its surface does not count."""
    east, north = target[0] - lens[0], target[1] - lens[1]
    to_x, to_y = x - lens[0], y - lens[1]
    if to_x * to_x + to_y * to_y < radius * radius:
        return False  # the lens hangs in it: it is trimmed
    length2 = east * east + north * north
    if length2 == 0.0:
        return False
    nearest = (to_x * east + to_y * north) / length2
    off2 = to_x * to_x + to_y * to_y - nearest * nearest * length2
    if off2 >= radius * radius:
        return False
    half = math.sqrt((radius * radius - off2) / length2)
    first, last = max(nearest - half, 0.0), min(nearest + half, 1.0)
    if first >= last:
        return False
    rise = target[2] - lens[2]
    one, other = lens[2] + first * rise, lens[2] + last * rise
    return bool(min(one, other) < top and max(one, other) > base)


@njit(cache=True, parallel=True)
def _passed(
    x: Floats,
    y: Floats,
    radius: Floats,
    base: Floats,
    top: Floats,
    cell_start: Integers,
    corner: Floats,
    rows: int,
    columns: int,
    widest: float,
    lens: Floats,
    start: Integers,
    target: Floats,
) -> Integers:
    """Return how many crowns each line passes; cells near its track are searched row by row."""
    count = np.zeros(target.shape[0], dtype=np.int64)
    for s in prange(lens.shape[0]):
        for p in range(start[s], start[s + 1]):
            west, east = min(lens[s, 0], target[p, 0]), max(lens[s, 0], target[p, 0])
            south, north = min(lens[s, 1], target[p, 1]), max(lens[s, 1], target[p, 1])
            low = max(int((south - widest - corner[1]) // CELL_M), 0)
            high = min(int((north + widest - corner[1]) // CELL_M), rows - 1)
            for row in range(low, high + 1):
                left, right = west, east
                if north - south > 1e-9:  # the stretch of track within reach of this row
                    near = corner[1] + row * CELL_M - widest
                    far = near + CELL_M + 2.0 * widest
                    slope = (target[p, 0] - lens[s, 0]) / (target[p, 1] - lens[s, 1])
                    one = lens[s, 0] + (max(near, south) - lens[s, 1]) * slope
                    other = lens[s, 0] + (min(far, north) - lens[s, 1]) * slope
                    left, right = min(one, other), max(one, other)
                first = max(int((left - widest - corner[0]) // CELL_M), 0)
                last = min(int((right + widest - corner[0]) // CELL_M), columns - 1)
                if first > last:
                    continue
                for t in range(
                    cell_start[row * columns + first], cell_start[row * columns + last + 1]
                ):
                    if passes(lens[s], target[p], x[t], y[t], radius[t], base[t], top[t]):
                        count[p] += 1
    return count
