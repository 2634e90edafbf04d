"""The heights of a place that crowns hide from a lens, and those they leave visible.

Raise a target from the ground and its line turns about the lens. It passes a crown while, over the
crown's disc, some of the line is above the base and some below the top; where the track runs over
the disc does not depend on the target's height, so one crown hides one open interval of heights,
known in closed form. A height is hidden where more than `Crowns.max_crowns` are in the way.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from placement.units import Floats, Integers
from placement.visibility.kernels.r3 import compiled, parallel, prange
from placement.visibility.obstacles.trees import (
    Columns,
    Crowns,
    columns_along,
    inside,
    rows_along,
)

HAIR_M = 1e-9
"""What crowns leave of a body may be this much less than required. [m]"""


@compiled
def hidden(
    lens: Floats, place: Floats, x: float, y: float, radius: float, base: float, top: float
) -> tuple[float, float]:
    """Return the interval of heights of a place that a crown hides; (inf, -inf) if it hides none.

    `place` is x, y and any height; heights count from the same zero as those of lens and crown.
    """
    first, last = inside(lens, place, x, y, radius)
    if first >= last:
        return math.inf, -math.inf
    under, over = base - lens[2], top - lens[2]
    low = under / last
    if under < 0.0:
        low = under / first if first > 0.0 else -math.inf
    high = over / last
    if over > 0.0:
        high = over / first if first > 0.0 else math.inf
    return lens[2] + low, lens[2] + high


@compiled
def _between(
    columns: Columns, lens: Floats, place: Floats, high_m: float, intervals: Floats
) -> int:
    """Write the intervals (K, 2) that crowns hide between a place and a height over it; count all.

    Intervals beyond the length of the array are only counted.
    """
    crown, start, corner, rows, cells = columns
    widest = crown[:, 2].max()
    count = 0
    low, high = rows_along(lens, place, widest, corner, rows)
    for row in range(low, high + 1):
        first, last = columns_along(lens, place, row, widest, corner, cells)
        if first > last:
            continue
        for t in range(start[row * cells + first], start[row * cells + last + 1]):
            x, y, radius, base, top = crown[t]
            above, below = hidden(lens, place, x, y, radius, base, top)
            if max(above, place[2]) < min(below, high_m):
                if count < len(intervals):
                    intervals[count] = above, below
                count += 1
    return count


@compiled
def _over(intervals: Floats, height_m: float) -> int:
    """Return how many open intervals hold a height."""
    count = 0
    for k in range(len(intervals)):
        count += intervals[k, 0] < height_m < intervals[k, 1]
    return count


@compiled
def _decisive(
    intervals: Floats, low_m: float, high_m: float, needed_m: float, max_crowns: int
) -> float:
    """Return the height above which crowns leave just so much of a body; NaN if too little."""
    cuts = np.empty(2 * len(intervals) + 2)
    cuts[0], cuts[1] = low_m, high_m
    for k in range(len(intervals)):
        cuts[2 * k + 2] = min(max(intervals[k, 0], low_m), high_m)
        cuts[2 * k + 3] = min(max(intervals[k, 1], low_m), high_m)
    cuts = np.sort(cuts)
    left_m = 0.0
    for k in range(len(cuts) - 1, 0, -1):
        piece_m = cuts[k] - cuts[k - 1]
        if piece_m > 0.0 and _over(intervals, (cuts[k] + cuts[k - 1]) / 2) <= max_crowns:
            if left_m + piece_m >= needed_m - HAIR_M:
                return float(max(cuts[k] - (needed_m - left_m), cuts[k - 1]))
            left_m += piece_m
    return math.nan


@compiled
def _lowest(intervals: Floats, from_m: float, max_crowns: int) -> float:
    """Return the lowest height, from a given one up, that crowns leave visible."""
    best_m = math.inf
    if _over(intervals, from_m) <= max_crowns:
        return from_m
    for k in range(len(intervals)):
        above = intervals[k, 1]
        if from_m < above < best_m and _over(intervals, above) <= max_crowns:
            best_m = above
    return best_m


@parallel
def _decide(
    columns: Columns,
    lenses: Floats,
    feet: Floats,
    of: Integers,
    to: Integers,
    body: tuple[float, float, float],
    max_crowns: int,
) -> Floats:
    """Return the decisive height of each body above its feet, (P,); arrays as in `decisive_m`."""
    low_m, high_m, needed_m = body
    decisive_m = np.empty(of.size)
    for p in prange(of.size):
        lens = lenses[of[p]]
        place = feet[to[p]].copy()
        foot_m = place[2]
        place[2] = foot_m + low_m
        top_m = foot_m + high_m
        decisive_m[p] = high_m - needed_m
        count = _between(columns, lens, place, top_m, np.empty((0, 2)))
        if count > max_crowns:
            intervals = np.empty((count, 2))
            _between(columns, lens, place, top_m, intervals)
            decisive = _decisive(intervals, place[2], top_m, needed_m, max_crowns)
            decisive_m[p] = decisive - foot_m
    return decisive_m


@parallel
def _clear(
    columns: Columns, lenses: Floats, places: Floats, of: Integers, to: Integers, max_crowns: int
) -> Floats:
    """Return the lowest clear height of each place, (P,); arrays as in `lowest_clear_m`."""
    lowest_m = np.empty(of.size)
    for p in prange(of.size):
        lens, place = lenses[of[p]], places[to[p]]
        count = _between(columns, lens, place, np.inf, np.empty((0, 2)))
        intervals = np.empty((count, 2))
        _between(columns, lens, place, np.inf, intervals)
        lowest_m[p] = _lowest(intervals, place[2], max_crowns)
    return lowest_m


def decisive_m(
    crowns: Crowns,
    lenses: Floats,
    feet: Floats,
    *,
    lens: ArrayLike,
    target: ArrayLike,
    low_m: float,
    high_m: float,
    share: float,
) -> Floats:
    """Return the height above which crowns leave just the required share of each body.

    Parameters
    ----------
    crowns
        Trees.
    lenses : (S, 3) array
        x, y and height above the datum. [m]
    feet : (I, 3) array
        The same of the ground below what is looked at. [m]
    lens, target : (P,) arrays
        Index of either end of each line.
    low_m, high_m
        The body, above its feet. [m]
    share
        How much of it must be left, above 0. [-]

    Returns
    -------
    decisive_m : (P,) array
        Above the feet; ``high - share · (high - low)`` where no crown hides any of it, lower where
        some do, NaN where they leave too little. [m]
    """
    of, to = (np.asarray(index, dtype=np.int64) for index in (lens, target))
    needed_m = share * (high_m - low_m)
    if not len(crowns) or not of.size:
        return np.full(of.size, high_m - needed_m)
    start, end = (np.ascontiguousarray(points, dtype=np.float64) for points in (lenses, feet))
    body = (low_m, high_m, needed_m)
    return np.asarray(_decide(crowns.columns, start, end, of, to, body, crowns.max_crowns))


def lowest_clear_m(
    crowns: Crowns, lenses: Floats, places: Floats, *, lens: ArrayLike, target: ArrayLike
) -> Floats:
    """Return the lowest height, from that of each place up, that crowns leave visible, (P,).

    Arguments as in `decisive_m`; heights above the datum. Above it, crowns may hide again; inf
    where they hide all that is higher. [m]
    """
    of, to = (np.asarray(index, dtype=np.int64) for index in (lens, target))
    start, end = (np.ascontiguousarray(points, dtype=np.float64) for points in (lenses, places))
    if not len(crowns) or not of.size:
        return np.asarray(end[to, 2])
    return np.asarray(_clear(crowns.columns, start, end, of, to, crowns.max_crowns))
