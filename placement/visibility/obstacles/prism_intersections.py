"""Kernels for lines of sight against walls: plan edges of flat roofs, arrays in, arrays out.

The height of a line is linear, so over a footprint it is lowest where it crosses the outline: a
line is hidden if at some crossing it runs below the roof. It is tried a hair to its left and a hair
to its right, and sees if either is free: a line that only touches a corner or runs along a wall
sees, one between two houses that share the wall does not.
"""

import math

import numpy as np
from numba import njit, prange

from placement.units import Booleans, Floats, Integers

TOUCH_M = 1e-9
"""A line this little below a roof still touches it. [m]"""
ON_WALL_M = 0.01
"""What lies this close to a wall is on it. [m]"""
OVERLAP_M = 1e-3
"""Cells of the index hold edges this far outside them, so that no rounding loses one. [m]"""

Index = tuple[Floats, Integers, Integers, Integers, Floats]
"""Frame (west, south, cell side), shape (rows, columns), and by cell: start, edges, highest top."""


@njit(cache=True, inline="always")
def side(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> float:
    """Return a positive number left of the line from a to b, 0 on it, negative on its right."""
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax)


@njit(cache=True)
def is_on(x: float, y: float, edge: Floats) -> bool:
    """Return whether a point lies on a wall."""
    east, north = edge[2] - edge[0], edge[3] - edge[1]
    along = ((x - edge[0]) * east + (y - edge[1]) * north) / (east * east + north * north)
    along = min(max(along, 0.0), 1.0)
    return math.hypot(edge[0] + along * east - x, edge[1] + along * north - y) <= ON_WALL_M


@njit(cache=True)
def _cells_of(edge: Floats, frame: Floats, shape: Integers) -> Integers:
    """Return the numbers of the index cells an edge passes within `OVERLAP_M` of."""
    west, south, cell_m = frame[0], frame[1], frame[2]
    low_x, high_x = min(edge[0], edge[2]) - OVERLAP_M, max(edge[0], edge[2]) + OVERLAP_M
    low_y, high_y = min(edge[1], edge[3]) - OVERLAP_M, max(edge[1], edge[3]) + OVERLAP_M
    first_column = max(math.floor((low_x - west) / cell_m), 0)
    last_column = min(math.floor((high_x - west) / cell_m), shape[1] - 1)
    first_row = max(math.floor((low_y - south) / cell_m), 0)
    last_row = min(math.floor((high_y - south) / cell_m), shape[0] - 1)
    numbers = np.empty((last_row - first_row + 1) * (last_column - first_column + 1), np.int64)
    count = 0
    east, north = edge[2] - edge[0], edge[3] - edge[1]
    reach = (cell_m / 2 + OVERLAP_M) * (abs(east) + abs(north))
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            x, y = west + (column + 0.5) * cell_m, south + (row + 0.5) * cell_m
            if abs(side(edge[0], edge[1], edge[2], edge[3], x, y)) <= reach:
                numbers[count] = row * shape[1] + column
                count += 1
    return numbers[:count]


@njit(cache=True)
def index(edges: Floats, top_m: Floats, frame: Floats, shape: Integers) -> Index:
    """Return edges (E, 4) sorted into the cells of a frame, with each cell's highest top (E,)."""
    start = np.zeros(shape[0] * shape[1] + 1, np.int64)
    for number in range(len(edges)):
        for cell in _cells_of(edges[number], frame, shape):
            start[cell + 1] += 1
    start = np.cumsum(start)
    free_at = start[:-1].copy()
    edge_numbers = np.empty(start[-1], np.int64)
    highest_m = np.full(len(start) - 1, -np.inf)
    for number in range(len(edges)):
        for cell in _cells_of(edges[number], frame, shape):
            edge_numbers[free_at[cell]] = number
            free_at[cell] += 1
            highest_m[cell] = max(highest_m[cell], top_m[number])
    return frame, shape, start, edge_numbers, highest_m


@njit(cache=True, inline="always")
def meets(lens: Floats, target: Floats, edge: Floats) -> tuple[bool, bool, float, bool]:
    """Return whether the line a hair to the left, and to the right, crosses an edge, and where."""
    a = side(lens[0], lens[1], target[0], target[1], edge[0], edge[1])
    b = side(lens[0], lens[1], target[0], target[1], edge[2], edge[3])
    left_side, right_side = (a > 0) != (b > 0), (a >= 0) != (b >= 0)
    if not (left_side or right_side):
        return False, False, 0.0, False
    before = side(edge[0], edge[1], edge[2], edge[3], lens[0], lens[1])
    behind = side(edge[0], edge[1], edge[2], edge[3], target[0], target[1])
    if before == behind or (before > 0 and behind > 0) or (before < 0 and behind < 0):
        return False, False, 0.0, False
    return left_side, right_side, before / (before - behind), before > behind


@njit(cache=True, inline="always")
def _hides(lens: Floats, target: Floats, edge: Floats, top_m: float) -> tuple[bool, bool]:
    """Return whether the line a hair to the left, and to the right, is hidden at an edge."""
    left_side, right_side, share, leaves = meets(lens, target, edge)
    if not (left_side or right_side):
        return False, False
    if lens[2] + share * (target[2] - lens[2]) >= top_m - TOUCH_M:
        return False, False
    # Where it leaves the house, a lens on this very wall looks away; where it enters, a target.
    own = is_on(lens[0], lens[1], edge) if leaves else is_on(target[0], target[1], edge)
    return left_side and not own, right_side and not own


@njit(cache=True, inline="always")
def bands(
    lens: float, target: float, frame: float, cell_m: float, count: int
) -> tuple[int, int, int]:
    """Return the first and last band of cells on the way from target to lens, and the step."""
    first = math.floor((target - frame) / cell_m)
    last = math.floor((lens - frame) / cell_m)
    if lens > target:
        return max(first, 0), min(last, count - 1), 1
    return min(first, count - 1), max(last, 0), -1


@njit(cache=True, inline="always")
def stretch(lens: float, target: float, edge: float, cell_m: float) -> tuple[float, float]:
    """Return at which shares of the way from target to lens a band is entered and left."""
    run = lens - target
    one = min(max((edge - target) / run, 0.0), 1.0)
    two = min(max((edge + cell_m - target) / run, 0.0), 1.0)
    return one, two


@njit(cache=True, inline="always")
def beside(
    ends: tuple[float, float],
    shares: tuple[float, float],
    frame: float,
    cell_m: float,
    count: int,
) -> tuple[int, int]:
    """Return the first and last cell across that a line passes within a band."""
    lens, target = ends
    one = (target + shares[0] * (lens - target) - frame) / cell_m
    two = (target + shares[1] * (lens - target) - frame) / cell_m
    return max(math.floor(min(one, two)), 0), min(math.floor(max(one, two)), count - 1)


@njit(cache=True)
def free(lens: Floats, target: Floats, edges: Floats, top_m: Floats, cells: Index) -> bool:
    """Return whether the line between two points (x, y, height) is free of roofs.

    The cells along the line are walked from the target, where the line is low, towards the lens.
    """
    frame, shape, start, edge_numbers, highest_m = cells
    cell_m = frame[2]
    steep = abs(target[1] - lens[1]) > abs(target[0] - lens[0])
    main = 1 if steep else 0
    other = 1 - main
    run = lens[main] - target[main]
    if run == 0:
        return True
    first, last, step = bands(lens[main], target[main], frame[main], cell_m, shape[1 - main])
    hidden_left, hidden_right = False, False
    for band in range(first, last + step, step):
        one, two = stretch(lens[main], target[main], frame[main] + band * cell_m, cell_m)
        lowest_m = target[2] + min(one * (lens[2] - target[2]), two * (lens[2] - target[2]))
        ends = (lens[other], target[other])
        low, high = beside(ends, (one, two), frame[other], cell_m, shape[1 - other])
        for across in range(low, high + 1):
            cell = band * shape[1] + across if steep else across * shape[1] + band
            if highest_m[cell] < lowest_m - OVERLAP_M:
                continue
            for at in range(start[cell], start[cell + 1]):
                left_side, right_side = _hides(
                    lens, target, edges[edge_numbers[at]], top_m[edge_numbers[at]]
                )
                hidden_left |= left_side
                hidden_right |= right_side
                if hidden_left and hidden_right:
                    return False
    return True


@njit(cache=True, parallel=True)
def free_pairs(
    lenses: Floats,
    targets: Floats,
    lens: Integers,
    target: Integers,
    edges: Floats,
    top_m: Floats,
    cells: Index,
) -> Booleans:
    """Return for every pair (P,) whether the line from lens to target is free of roofs.

    `lenses` (S, 3) and `targets` (I, 3) are x, y and height; `lens` and `target` point into them.
    `edges` (E, 4) run from x, y to x, y with the house on their left, under roofs `top_m` (E,).
    """
    is_free = np.zeros(lens.size, dtype=np.bool_)
    for pair in prange(lens.size):
        is_free[pair] = free(lenses[lens[pair]], targets[target[pair]], edges, top_m, cells)
    return is_free


@njit(cache=True)
def _required_m(lens: Floats, target: Floats, edge: Floats, top_m: float) -> tuple[float, float]:
    """Return the lowest target heights with a free line a hair to the left, and to the right. [m]

    The target's own height is not read. Over a footprint the roof requires ``lens + (top - lens) /
    t`` at share t of the way: steadily less along the way where the roof is above the lens, more
    where it is below. So it requires most at one end of the stretch inside, on an outline.
    """
    left_side, right_side, share, leaves = meets(lens, target, edge)
    if not (left_side or right_side):
        return -math.inf, -math.inf
    if is_on(lens[0], lens[1], edge) if leaves else is_on(target[0], target[1], edge):
        return -math.inf, -math.inf
    over_m = top_m - lens[2]
    if share <= 0.0 and over_m <= TOUCH_M:
        return -math.inf, -math.inf
    required_m = lens[2] + over_m / share if share > 0.0 else math.inf
    return required_m if left_side else -math.inf, required_m if right_side else -math.inf


@njit(cache=True)
def _lowest(lens: Floats, target: Floats, edges: Floats, top_m: Floats, cells: Index) -> float:
    """Return the lowest height at which a target is free of roofs, -inf if it always is. [m]"""
    frame, shape, start, edge_numbers, _ = cells
    cell_m = frame[2]
    steep = abs(target[1] - lens[1]) > abs(target[0] - lens[0])
    main = 1 if steep else 0
    other = 1 - main
    left_m, right_m = -math.inf, -math.inf
    if lens[main] == target[main]:
        return left_m
    first, last, step = bands(lens[main], target[main], frame[main], cell_m, shape[1 - main])
    for band in range(first, last + step, step):
        one, two = stretch(lens[main], target[main], frame[main] + band * cell_m, cell_m)
        ends = (lens[other], target[other])
        low, high = beside(ends, (one, two), frame[other], cell_m, shape[1 - other])
        for across in range(low, high + 1):
            cell = band * shape[1] + across if steep else across * shape[1] + band
            for at in range(start[cell], start[cell + 1]):
                required_left_m, required_right_m = _required_m(
                    lens, target, edges[edge_numbers[at]], top_m[edge_numbers[at]]
                )
                left_m, right_m = max(left_m, required_left_m), max(right_m, required_right_m)
    return min(left_m, right_m)


@njit(cache=True, parallel=True)
def lowest_free(
    lenses: Floats,
    targets: Floats,
    lens: Integers,
    target: Integers,
    edges: Floats,
    top_m: Floats,
    cells: Index,
) -> Floats:
    """Return for every pair (P,) the lowest height at which the target is free of roofs; -inf: any.

    Arguments as in `free_pairs`; the heights of targets are not read.
    """
    lowest_m = np.empty(lens.size)
    for pair in prange(lens.size):
        lowest_m[pair] = _lowest(lenses[lens[pair]], targets[target[pair]], edges, top_m, cells)
    return lowest_m
