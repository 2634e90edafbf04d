"""Kernel for what a line meets first behind a point on it: a wall of upright solids, or the ground.

As in `prism_intersections`; a line that leaves a solid below its roof came in through the roof.
"""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from placement.units import Floats, Integers
from placement.visibility.obstacles.prism_intersections import (
    ON_WALL_M,
    OVERLAP_M,
    Index,
    bands,
    beside,
    meets,
    stretch,
)

Heights = NDArray[np.float32]
NOTHING, GROUND, ROOF = -3, -2, -1
"""Instead of the number of an edge. [-]"""
GROWTH = 0.015
"""Each step along the ground is longer by this share, but at least a cell. [-]"""


@njit(cache=True, inline="always")
def _ground_m(heights: Heights, frame: Floats, x: float, y: float) -> float:
    """Return the height of the ground between cell centres; frame: west, north, cell side."""
    column = min(max((x - frame[0]) / frame[2] - 0.5, 0.0), heights.shape[1] - 1.0)
    row = min(max((frame[1] - y) / frame[2] - 0.5, 0.0), heights.shape[0] - 1.0)
    west, north = int(column), int(row)
    east, south = min(west + 1, heights.shape[1] - 1), min(north + 1, heights.shape[0] - 1)
    across, down = column - west, row - north
    upper = heights[north, west] * (1 - across) + heights[north, east] * across
    lower = heights[south, west] * (1 - across) + heights[south, east] * across
    return float(upper * (1 - down) + lower * down)


@njit(cache=True)
def _to_ground(
    lens: Floats, head: Floats, heights: Heights, frame: Floats, reach_m: float
) -> tuple[float, bool]:
    """Return where a line from lens through head meets the ground behind it, and whether it does.

    As a share of the way from lens to head; without ground, where the reach ends.
    """
    run = math.hypot(head[0] - lens[0], head[1] - lens[1])
    most = max(reach_m / max(run, 1e-9), 1.0)
    share = 1.0
    above = head[2] - _ground_m(heights, frame, head[0], head[1])
    while share < most:
        step = max(frame[2] / max(run, 1e-9), GROWTH * share)
        after = min(share + step, most)
        x = lens[0] + after * (head[0] - lens[0])
        y = lens[1] + after * (head[1] - lens[1])
        over = lens[2] + after * (head[2] - lens[2]) - _ground_m(heights, frame, x, y)
        if over <= 0:
            part = above / (above - over) if above > over else 0.0
            return share + min(max(part, 0.0), 1.0) * (after - share), True
        share, above = after, over
    return most, False


@njit(cache=True)
def _first_wall(
    start: Floats, end: Floats, edges: Floats, base_m: Floats, top_m: Floats, cells: Index
) -> tuple[float, int]:
    """Return where a line first meets a solid, as a share of its way, and the edge; 2 if never."""
    frame, shape, first_of, edge_numbers, highest_m = cells
    cell_m = frame[2]
    steep = abs(end[1] - start[1]) > abs(end[0] - start[0])
    main = 1 if steep else 0
    other = 1 - main
    nearest, which = 2.0, NOTHING
    run = start[main] - end[main]
    if run == 0:
        return nearest, which
    length_m = math.hypot(end[0] - start[0], end[1] - start[1])
    first, last, step = bands(start[main], end[main], frame[main], cell_m, shape[1 - main])
    for band in range(first, last + step, step):
        one, two = stretch(start[main], end[main], frame[main] + band * cell_m, cell_m)
        lowest_m = end[2] + min(one * (start[2] - end[2]), two * (start[2] - end[2]))
        ends = (start[other], end[other])
        low, high = beside(ends, (one, two), frame[other], cell_m, shape[1 - other])
        for across in range(low, high + 1):
            cell = band * shape[1] + across if steep else across * shape[1] + band
            if highest_m[cell] < lowest_m - OVERLAP_M:
                continue
            for at in range(first_of[cell], first_of[cell + 1]):
                edge = edge_numbers[at]
                a_side, b_side, share, leaves = meets(start, end, edges[edge])
                if not (a_side or b_side) or share >= nearest or share * length_m <= ON_WALL_M:
                    continue
                height_m = start[2] + share * (end[2] - start[2])
                if base_m[edge] <= height_m <= top_m[edge]:
                    nearest = share
                    which = ROOF if leaves else edge
    return nearest, which


@njit(cache=True, parallel=True)
def first_hits(
    lenses: Floats,
    heads: Floats,
    lens: Integers,
    head: Integers,
    edges: Floats,
    base_m: Floats,
    top_m: Floats,
    cells: Index,
    heights: Heights,
    frame: Floats,
    reach_m: float,
    first: float,
) -> tuple[Floats, Integers]:
    """Return for every line (P,) what it meets first behind its head.

    Parameters
    ----------
    lenses, heads
        (S, 3), (I, 3) x, y and height; `lens` and `head` point into them.
    edges, base_m, top_m, cells
        Walls of solids (E,): from x, y to x, y, their underside and roof, and their index.
    heights, frame
        Raster of the ground; its west, north and cell side.
    reach_m
        Nothing farther along the ground counts.
    first
        Walls count from this share of the way on: 0 from the lens, 1 from the head.

    Returns
    -------
    share, edge
        As a share of the way from lens to head, above 1 behind it, and the edge of the wall, or
        `NOTHING`, `GROUND`, `ROOF`.
    """
    shares = np.full(lens.size, np.inf)
    which = np.full(lens.size, NOTHING, np.int64)
    for pair in prange(lens.size):
        start, there = lenses[lens[pair]], heads[head[pair]]
        most, on_ground = _to_ground(start, there, heights, frame, reach_m)
        begin = start + first * (there - start)
        end = start + most * (there - start)
        part, edge = _first_wall(begin, end, edges, base_m, top_m, cells)
        if part <= 1.0:
            shares[pair], which[pair] = first + part * (most - first), edge
        elif on_ground:
            shares[pair], which[pair] = most, GROUND
    return shares, which
