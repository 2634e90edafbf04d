"""Kernels for lines of sight against solids that float: arrays in, arrays out.

A line is cut to the stretch at whose heights the solid is, between underside and roof. It is hidden
if that stretch has a part inside the outline: where it crosses the outline, or lies inside as a
whole. As in `prism_intersections` it is tried a hair to its left and to its right, and is free if
either is.
"""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

import math

import numpy as np
from numba import njit, prange

from placement.units import Booleans, Floats, Integers
from placement.visibility.obstacles.prism_intersections import TOUCH_M, is_on, meets

HAIR_M = 1e-6
"""A line is tested this far to either side. [m]"""

Solids = tuple[Floats, Floats, Integers]
"""Boxes (N, 6) of west, south, east, north, underside and top; edges (E, 4); and where each
solid's edges begin, (N+1,)."""


@njit(cache=True)
def _stretch(lens_m: float, target_m: float, base_m: float, top_m: float) -> tuple[float, float]:
    """Return between which shares of the way a line is between two heights; none if not ascending.

    What only touches underside or roof is free.
    """
    low_m, high_m = base_m + TOUCH_M, top_m - TOUCH_M
    if max(lens_m, target_m) <= low_m or min(lens_m, target_m) >= high_m:
        return 1.0, 0.0
    if lens_m == target_m:
        return 0.0, 1.0
    one = (low_m - lens_m) / (target_m - lens_m)
    two = (high_m - lens_m) / (target_m - lens_m)
    return max(min(one, two), 0.0), min(max(one, two), 1.0)


@njit(cache=True)
def _holds(x: float, y: float, edges: Floats) -> bool:
    """Return whether a point is inside the outline of edges, and in no courtyard."""
    inside = False
    for edge in edges:
        if (edge[1] > y) != (edge[3] > y):
            across = edge[0] + (y - edge[1]) / (edge[3] - edge[1]) * (edge[2] - edge[0])
            if x < across:
                inside = not inside
    return inside


@njit(cache=True)
def _hidden(
    lens: Floats, target: Floats, edges: Floats, first: float, last: float
) -> tuple[bool, bool]:
    """Return whether a stretch of a line is inside edges, a hair to its left and to its right."""
    hidden_left, hidden_right, met_left, met_right = False, False, False, False
    for edge in edges:
        left_side, right_side, share, leaves = meets(lens, target, edge)
        if (left_side or right_side) and first < share < last:
            # Where it leaves, a lens on this very wall looks away; where it enters, a target.
            end = lens if leaves else target
            own = is_on(end[0], end[1], edge)
            met_left, met_right = met_left or left_side, met_right or right_side
            hidden_left, hidden_right = (
                hidden_left or (left_side and not own),
                hidden_right or (right_side and not own),
            )
    east, north = target[0] - lens[0], target[1] - lens[1]
    run = math.hypot(east, north)
    aside_x, aside_y = (-north / run * HAIR_M, east / run * HAIR_M) if run > 0 else (0.0, 0.0)
    middle = (first + last) / 2
    x, y = lens[0] + middle * east, lens[1] + middle * north
    if not met_left:
        hidden_left = _holds(x + aside_x, y + aside_y, edges)
    if not met_right:
        hidden_right = _holds(x - aside_x, y - aside_y, edges)
    return hidden_left, hidden_right


@njit(cache=True)
def _free(lens: Floats, target: Floats, solids: Solids, solid_numbers: Integers) -> bool:
    """Return whether the line between two points (x, y, height) is free of some of the solids."""
    boxes, edges, start = solids
    hidden_left, hidden_right = False, False
    for number in solid_numbers:
        west, south, east, north, base_m, top_m = boxes[number]
        first, last = _stretch(lens[2], target[2], base_m, top_m)
        if last <= first:
            continue
        one_x = lens[0] + first * (target[0] - lens[0])
        two_x = lens[0] + last * (target[0] - lens[0])
        one_y = lens[1] + first * (target[1] - lens[1])
        two_y = lens[1] + last * (target[1] - lens[1])
        if min(one_x, two_x) > east or max(one_x, two_x) < west:
            continue
        if min(one_y, two_y) > north or max(one_y, two_y) < south:
            continue
        left_side, right_side = _hidden(
            lens, target, edges[start[number] : start[number + 1]], first, last
        )
        hidden_left, hidden_right = hidden_left or left_side, hidden_right or right_side
        if hidden_left and hidden_right:
            return False
    return True


@njit(cache=True)
def _near(
    lenses: Floats, targets: Floats, lens: Integers, target: Integers, boxes: Floats
) -> tuple[Integers, Integers]:
    """Return which solids lie between each lens and its targets, cut by lens (S+1,)."""
    frames = np.empty((len(lenses), 4))
    frames[:, :2], frames[:, 2:] = lenses[:, :2], lenses[:, :2]
    for pair in range(lens.size):
        frame, end = frames[lens[pair]], targets[target[pair]]
        frame[0], frame[1] = min(frame[0], end[0]), min(frame[1], end[1])
        frame[2], frame[3] = max(frame[2], end[0]), max(frame[3], end[1])
    start = np.zeros(len(lenses) + 1, np.int64)
    numbers = [np.int64(0) for _ in range(0)]
    for number in range(len(lenses)):
        west, south, east, north = frames[number]
        for solid in range(len(boxes)):
            box = boxes[solid]
            if box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south:
                numbers.append(np.int64(solid))
        start[number + 1] = len(numbers)
    return start, np.array(numbers, dtype=np.int64)


@njit(cache=True, parallel=True)
def _free_of(
    lenses: Floats,
    targets: Floats,
    lens: Integers,
    target: Integers,
    solids: Solids,
    start: Integers,
    numbers: Integers,
) -> Booleans:
    """Return which lines are free of the solids near their lens, (P,); arrays as in `_near`."""
    is_free = np.ones(lens.size, dtype=np.bool_)
    for pair in prange(lens.size):
        of = lens[pair]
        near = numbers[start[of] : start[of + 1]]
        if near.size:
            is_free[pair] = _free(lenses[of], targets[target[pair]], solids, near)
    return is_free


def free_pairs(
    lenses: Floats, targets: Floats, lens: Integers, target: Integers, solids: Solids
) -> Booleans:
    """Return for every pair (P,) whether the line from lens to target is free of floating solids.

    `lenses` (S, 3) and `targets` (I, 3) are x, y and height; `lens` and `target` point into them.
    """
    start, numbers = _near(lenses, targets, lens, target, solids[0])
    return np.asarray(_free_of(lenses, targets, lens, target, solids, start, numbers))
