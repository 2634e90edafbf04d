"""Kernels for lines of sight over a raster: arrays in, arrays out.

The rule is R3 of Franklin and Ray ("Higher isn't necessarily better", 1994): the line from lens to
target is tested at every crossing with a row line or column line of cell centres, where the
obstacle's height is linear between the two neighbours. Own cells never block; a touching line sees.
"""

import math

import numba
import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from placement.units import Booleans, Floats, Integers

Heights = NDArray[np.floating]
Ring = NDArray[np.int16]

NOTHING_M = -1e9
"""Height of what is not there: outside the raster, or without data. [m]"""
TOUCH_M = 1e-9
"""A line this little below an obstacle still touches it. [m]"""
NO_CELL = -32768


def use_cores(count: int) -> None:
    """Let the parallel kernels use at most so many processor cores."""
    numba.set_num_threads(min(count, numba.get_num_threads()))


@njit(cache=True, inline="always")
def _blocks_along(
    obstacles: Heights,
    row: int,
    column: int,
    lens_m: float,
    target_m: float,
    steps: int,
    drift: int,
    row_major: bool,
    sign: int,
) -> bool:
    """Return whether an obstacle stands above the line at its crossings in one direction."""
    rise = (target_m - lens_m) / steps
    slope = drift / steps
    for step in range(steps - 1, 0, -1):
        across = slope * step
        low = math.floor(across + 1e-12)
        share = across - low
        if row_major:
            r, c = row + sign * step, column + low
            near = float(obstacles[r, c])
            far = float(obstacles[r, c + 1]) if share > 1e-12 else near
        else:
            r, c = row + low, column + sign * step
            near = float(obstacles[r, c])
            far = float(obstacles[r + 1, c]) if share > 1e-12 else near
        if near + share * (far - near) > lens_m + rise * step + TOUCH_M:
            return True
    return False


@njit(cache=True)
def free(
    obstacles: Heights,
    row: int,
    column: int,
    lens_m: float,
    to_row: int,
    to_column: int,
    target_m: float,
) -> bool:
    """Return whether the line between two cell centres is free of obstacles, by plain R3."""
    down, right = to_row - row, to_column - column
    if abs(down) > 1 and _blocks_along(
        obstacles, row, column, lens_m, target_m, abs(down), right, True, 1 if down > 0 else -1
    ):
        return False
    return not (
        abs(right) > 1
        and _blocks_along(
            obstacles,
            row,
            column,
            lens_m,
            target_m,
            abs(right),
            down,
            False,
            1 if right > 0 else -1,
        )
    )


@njit(cache=True, parallel=True)
def free_pairs(
    obstacles: Heights,
    start: Integers,
    row: Integers,
    column: Integers,
    lens_m: Floats,
    to_row: Integers,
    to_column: Integers,
    target_m: Floats,
) -> Booleans:
    """Return for every (site, target) pair whether the line between them is free.

    `start` (S+1,) cuts the pairs of `to_row`, `to_column`, `target_m` (P,) by site, as in CSR.
    """
    seen = np.zeros(to_row.size, dtype=np.bool_)
    for s in prange(row.size):
        for p in range(start[s], start[s + 1]):
            seen[p] = free(
                obstacles, row[s], column[s], lens_m[s], to_row[p], to_column[p], target_m[p]
            )
    return seen


@njit(cache=True)
def bin_tables(reach: int) -> tuple[Ring, Ring, Ring]:
    """Return, per angular bin and ring, the cells that bracket the bin and the one cell it decides.

    A bin is one cell wide at the rim of the square of `reach` cells; four sides have 2·reach bins
    each. Offsets run along the ring from its middle.
    """
    bins = 2 * reach
    low = np.empty((bins, reach + 1), np.int16)
    high = np.empty((bins, reach + 1), np.int16)
    decides = np.full((bins, reach + 1), NO_CELL, np.int16)
    for b in range(bins):
        for ring in range(1, reach + 1):
            low[b, ring] = (b * ring) // reach - ring
            high[b, ring] = -((-(b + 1) * ring) // reach) - ring
            first = -((-b * ring) // reach)
            if first * reach < (b + 1) * ring:
                decides[b, ring] = first - ring
    return low, high, decides


@njit(cache=True, inline="always")
def _cell(row: int, column: int, side: int, ring: int, along: int) -> tuple[int, int]:
    """Return the cell on a ring of one side (north, south, west, east), `along` from the middle."""
    if side == 0:
        return row - ring, column + along
    if side == 1:
        return row + ring, column - along
    if side == 2:
        return row - along, column - ring
    return row + along, column + ring


@njit(cache=True, inline="always")
def _height(heights: Heights, row: int, column: int) -> float:
    if 0 <= row < heights.shape[0] and 0 <= column < heights.shape[1]:
        return float(heights[row, column])
    return NOTHING_M


@njit(cache=True)
def visible(
    obstacles: Heights,
    targets: Heights,
    row: int,
    column: int,
    lens_m: float,
    reach_cells2: float,
    tables: tuple[Ring, Ring, Ring],
) -> Booleans:
    """Return which cells around an observer are seen, (2n+1, 2n+1) with the observer in the middle.

    Exactly R3, but most cells are decided by bounds: along an angular bin keep the running maximum
    of the steepest bracketing cell (at or above it: surely visible) and the running maximum of the
    lesser one (below it: surely hidden); only what lies between gets the plain scan.
    """
    low, high, decides = tables
    bins, reach = low.shape[0], low.shape[1] - 1
    seen = np.zeros((2 * reach + 1, 2 * reach + 1), dtype=np.bool_)
    seen[reach, reach] = _height(targets, row, column) > NOTHING_M / 2
    for side in range(4):
        for b in range(bins):
            steepest, lesser = -np.inf, -np.inf
            for ring in range(1, reach + 1):
                along = decides[b, ring]
                if along != NO_CELL and ring * ring + along * along <= reach_cells2:
                    r, c = _cell(row, column, side, ring, along)
                    target_m = _height(targets, r, c)
                    if target_m > NOTHING_M / 2:
                        slope = (target_m - lens_m) / ring
                        if slope >= steepest:
                            seen[reach + r - row, reach + c - column] = True
                        elif slope >= lesser - 1e-8:
                            seen[reach + r - row, reach + c - column] = free(
                                obstacles, row, column, lens_m, r, c, target_m
                            )
                most, least = -np.inf, np.inf
                for a in range(low[b, ring], high[b, ring] + 1):
                    r, c = _cell(row, column, side, ring, a)
                    h = _height(obstacles, r, c)
                    most, least = max(most, h), min(least, h)
                steepest = max(steepest, (most - lens_m) / ring)
                lesser = max(lesser, (least - lens_m) / ring)
    return seen
