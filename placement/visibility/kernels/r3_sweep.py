"""The viewshed of a lens by an outward sweep over rings of cells: exactly the rule of `r3`.

Bounds are swept outward. A *bin* is a thin wedge of directions; along it runs the steepest slope of
the obstacles that bracket it (a target at or above it is surely visible) and the steepest of the
lesser ones (a target below it is surely hidden), since every crossing of every line in the wedge
lies between bracketing cells. Only the rest, about one cell in twenty, is left to the rule itself.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from placement.units import Booleans, Floats, Integers
from placement.visibility.kernels.r3 import (
    NOTHING_M,
    TOUCH_M,
    Heights,
    blocking,
    compiled,
)

Ring = NDArray[np.uint16]

SURE = 1e-8
"""A slope this far below a bound is below it whatever the rounding. [-]"""
SIDES_DEG = (0.0, 180.0, 270.0, 90.0)
"""Where the sides of a window lie: north, south, west, east. [°]"""
NEXT = np.uint16(1)


class Side(NamedTuple):
    """One side of the square around a lens: flat square windows and the way over them."""

    walls: Heights
    floor: Heights
    ahead: int
    """Stride from ring to ring."""
    aside: int
    """Stride along a ring, clockwise; cells count from the ring's corner."""
    lens_m: float
    target_height_m: float


@compiled
def bin_tables(reach: int) -> tuple[Ring, Ring, Ring]:
    """Return, per ring, the cells that bracket each angular bin, and the bin of each cell.

    A bin is one cell wide at the rim of the square of `reach` cells; each of the four sides has
    2·reach of them. Arrays are (reach + 1, 2·reach): `low` and `high` by ring and bin, `bin_of` by
    ring and cell.
    """
    low, high, bin_of = np.zeros((3, reach + 1, 2 * reach), np.uint16)
    for ring in range(1, reach + 1):
        for b in range(2 * reach):
            low[ring, b] = b * ring // reach
            high[ring, b] = -(-(b + 1) * ring // reach)
        for cell in range(2 * ring):
            bin_of[ring, cell] = cell * reach // ring
    return low, high, bin_of


def sector_bins(reach: int, from_deg: float, to_deg: float) -> Integers:
    """Return the bins (4, 2), first and end per side, that hold a sector, clockwise. [°]

    Azimuths count from the rows' north. Where the sector enters a side twice, all bins between are
    included.
    """
    middle_deg = np.degrees(np.arctan((np.arange(2 * reach) + 0.5) / reach - 1))
    slack_deg = np.degrees(1 / max(reach, 1))
    width_deg = min(to_deg - from_deg, 360.0) if to_deg >= from_deg else (to_deg - from_deg) % 360
    bins = np.zeros((4, 2), np.int64)
    for side, towards_deg in enumerate(SIDES_DEG):
        beyond_deg = (middle_deg + towards_deg - from_deg + slack_deg) % 360
        inside = np.flatnonzero(beyond_deg <= width_deg + 2 * slack_deg)
        if inside.size:
            bins[side] = inside[0], inside[-1] + 1
    return bins


@compiled
def _window(heights: Heights, row: int, column: int, reach: int) -> Heights:
    """Return the square around a cell, flat, with `NOTHING_M` where there is no data."""
    width = 2 * reach + 1
    window = np.full(width * width, NOTHING_M, heights.dtype)
    north, west = row - reach, column - reach
    first, last = max(west, 0), min(west + width, heights.shape[1])
    for r in range(max(north, 0), min(north + width, heights.shape[0])):
        source = heights[r, first:last]
        row_cells = window[(r - north) * width + first - west :]
        for c in range(source.size):
            has_data = abs(source[c]) < -NOTHING_M
            row_cells[c] = source[c] if has_data else NOTHING_M
    return window


@compiled
def _decide(
    side: Side,
    ring: int,
    cells: tuple[int, int],
    bin_of: Ring,
    most: Floats,
    lesser: Floats,
    is_visible: Booleans,
    doubtful: Integers,
) -> int:
    """Mark the cells of a ring that the bounds show to be visible; list and count the doubtful."""
    corner = side.walls.size // 2 + ring * (side.ahead - side.aside)
    per_ring = 1.0 / ring  # a rounding off at most, which makes a cell doubtful, never wrong
    count = 0
    for cell in range(cells[0], cells[1]):
        b = bin_of[cell]
        floor_m = float(side.floor[corner + cell * side.aside])
        slope = (floor_m + side.target_height_m - side.lens_m) * per_ring
        has_ground = floor_m > NOTHING_M / 2
        is_visible[corner + cell * side.aside] = has_ground & (slope >= most[b])
        doubtful[count] = cell
        count += has_ground & (slope < most[b]) & (slope >= lesser[b] - SURE)
    return count


@compiled
def _hiding_ring(side: Side, ring: int, cell: int, most: Floats, hint: int) -> int:
    """Return what hides a doubtful cell: a ring, -1 for a crossing between rings, 0 for nothing.

    `most` (ring,) are the bounds of its bin, up to each ring; `hint` is a ring to be tested first.
    """
    middle = side.walls.size // 2
    along = cell - ring
    target_m = side.target_height_m + float(
        side.floor[middle + ring * side.ahead + along * side.aside]
    )
    line = (side.lens_m, target_m)
    if hint > 0:
        low, rest = along * hint // ring, along * hint % ring
        at = middle + hint * side.ahead + low * side.aside
        near, far = float(side.walls[at]), float(side.walls[at + (rest > 0) * side.aside])
        line_m = side.lens_m + (target_m - side.lens_m) / ring * hint
        if near + rest / ring * (far - near) > line_m + TOUCH_M:
            return hint
    clear = int(np.searchsorted(most, (target_m - side.lens_m) / ring, side="right")) - 1
    hiding_ring = blocking(side.walls, middle, side.ahead, side.aside, *line, ring, along, clear)
    across = abs(along)
    if hiding_ring > 0 or across < 2:
        return hiding_ring
    way = side.aside if along > 0 else -side.aside
    clear = clear * across // ring
    return -int(blocking(side.walls, middle, way, side.ahead, *line, across, ring, clear) > 0)


@compiled
def _steepen(
    slope: Floats, low: Ring, high: Ring, before: Floats, most: Floats, lesser: Floats
) -> None:
    """Raise the bounds of bins by the two or three cells of a ring that bracket each."""
    for b in range(low.size):
        low_slope, middle_slope, high_slope = slope[low[b]], slope[low[b] + NEXT], slope[high[b]]
        most[b] = max(before[b], low_slope, middle_slope, high_slope)
        lesser[b] = max(lesser[b], min(low_slope, middle_slope, high_slope))


@compiled
def _sweep(
    side: Side,
    bins: Integers,
    reach_cells2: float,
    tables: tuple[Ring, Ring, Ring],
    most: Floats,
    is_visible: Booleans,
) -> None:
    """Decide the cells in some bins of a side; `most` (reach + 1, 2·reach) is room to work in."""
    low, high, bin_of = tables
    reach = low.shape[0] - 1
    lesser, hint = np.full(2 * reach, -np.inf), np.zeros(2 * reach, np.int64)
    slope, doubtful = np.empty(2 * reach + 1), np.empty(2 * reach, np.int64)
    most[0] = -np.inf
    for ring in range(1, min(reach, int(math.sqrt(reach_cells2))) + 1):
        half = int(math.sqrt(max(reach_cells2 - ring * ring, 0.0)))
        begin = max(ring - half, -(-bins[0] * ring // reach))
        end = min(ring + half + 1, -(-bins[1] * ring // reach))
        corner = side.walls.size // 2 + ring * (side.ahead - side.aside)
        before = most[ring - 1]
        cells = (max(begin, 0), min(end, 2 * ring))
        count = _decide(side, ring, cells, bin_of[ring], before, lesser, is_visible, doubtful)
        for cell in doubtful[:count]:
            b = bin_of[ring, cell]
            hiding = _hiding_ring(side, ring, cell, most[:ring, b], hint[b])
            hint[b] = hiding if hiding > 0 else hint[b]
            is_visible[corner + cell * side.aside] = hiding == 0
        first = max(bins[0], (ring - half - 1) * reach // ring)
        last = min(bins[1], (ring + half + 1) * reach // ring + 1)
        if first < last:
            for cell in range(low[ring, first], high[ring, last - 1] + 1):
                height_m = float(side.walls[corner + cell * side.aside])
                slope[cell] = (height_m - side.lens_m) * (1.0 / ring)
        wedge = slice(first, last)
        _steepen(
            slope,
            low[ring, wedge],
            high[ring, wedge],
            before[wedge],
            most[ring, wedge],
            lesser[wedge],
        )


@compiled
def visible(
    obstacles: Heights,
    ground: Heights,
    row: int,
    column: int,
    lens_m: float,
    target_height_m: float,
    reach_cells2: float,
    tables: tuple[Ring, Ring, Ring],
    bins: Integers,
) -> Booleans:
    """Return which cells around a lens are visible, (2n+1, 2n+1) with the lens in the middle.

    Targets stand `target_height_m` above `ground`; a cell without ground is not visible. `bins`
    (4, 2) are the first and the end of the bins to decide on the north, south, west and east; cells
    of others are not visible.
    """
    reach = tables[0].shape[0] - 1
    width = 2 * reach + 1
    walls, floor = _window(obstacles, row, column, reach), _window(ground, row, column, reach)
    is_visible = np.zeros(walls.size, np.bool_)
    is_visible[is_visible.size // 2] = floor[is_visible.size // 2] > NOTHING_M / 2
    most = np.empty((reach + 1, 2 * reach))
    for number, (ahead, aside) in enumerate(((-width, 1), (width, -1), (-1, -width), (1, width))):
        if bins[number, 0] < bins[number, 1]:
            side = Side(walls, floor, ahead, aside, lens_m, target_height_m)
            _sweep(side, bins[number], reach_cells2, tables, most, is_visible)
    return is_visible.reshape((width, width))
