"""Kernels for lines of sight over a raster: arrays in, arrays out.

The rule is R3 of Franklin and Ray ("Higher isn't necessarily better", 1994): the line from lens to
target is tested at every crossing with a row line or column line of cell centres, where the
obstacle's height is linear between the two neighbours. Own cells never block; a touching line sees.
Here it is computed line by line; `r3_sweep` gives the same answer for all cells around a lens.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from placement.units import Booleans, Floats, Integers

Heights = NDArray[np.floating]
Kernel = TypeVar("Kernel", bound=Callable[..., Any])

NOTHING_M = -1e9
"""Height that stands for no data: outside the raster, or NaN. [m]"""
TOUCH_M = 1e-9
"""A line this little below an obstacle still touches it. [m]"""

prange = numba.prange


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel for one core, where threads may run it; its Python stays at `.py_func`."""
    return cast("Kernel", numba.njit(cache=True, error_model="numpy", nogil=True)(kernel))


def parallel(kernel: Kernel) -> Kernel:
    """Compile a kernel whose `prange` shares the work out to the cores."""
    return cast("Kernel", numba.njit(cache=True, error_model="numpy", parallel=True)(kernel))


def use_cores(count: int) -> None:
    """Let the parallel kernels use at most so many processor cores."""
    numba.set_num_threads(min(count, numba.get_num_threads()))


def cores() -> int:
    """Return how many processor cores may be used."""
    return numba.get_num_threads()


@compiled
def blocking(
    heights: Heights,
    start: int,
    ahead: int,
    aside: int,
    lens_m: float,
    target_m: float,
    steps: int,
    drift: int,
    clear: int,
) -> int:
    """Return the last step at which an obstacle stands above a line, 0 if none does.

    The line runs over flat `heights` from the cell `start`, `steps` cells of stride `ahead`, while
    it drifts `drift` cells of stride `aside`; its first `clear` steps are already free. Whole
    numbers give exactly where it meets a cell: `low` cells aside and `rest` parts of `steps`.
    """
    rise = (target_m - lens_m) / steps
    cells, parts = drift // steps, drift % steps
    low, rest = drift, 0
    for step in range(steps - 1, clear, -1):
        low, rest = low - cells, rest - parts
        borrowed = rest < 0
        low, rest = low - borrowed, rest + borrowed * steps
        at = start + step * ahead + low * aside
        # Unsigned, so that the compiled kernel need not ask whether to count from the end.
        near = float(heights[np.uint64(at)])
        far = float(heights[np.uint64(at + (rest > 0) * aside)])
        if near + rest / steps * (far - near) > lens_m + rise * step + TOUCH_M:
            return step
    return 0


@compiled
def _free(
    heights: Heights,
    start: int,
    width: int,
    lens_m: float,
    target_m: float,
    down: int,
    right: int,
) -> bool:
    rows, columns = abs(down), abs(right)
    below, beside = width if down > 0 else -width, 1 if right > 0 else -1
    if rows > 1 and blocking(heights, start, below, 1, lens_m, target_m, rows, right, 0) > 0:
        return False
    return (
        columns < 2
        or blocking(heights, start, beside, width, lens_m, target_m, columns, down, 0) == 0
    )


@compiled
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
    width = obstacles.shape[1]
    start = row * width + column
    flat = obstacles.ravel()
    return _free(flat, start, width, lens_m, target_m, to_row - row, to_column - column)


@parallel
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
    is_free = np.zeros(to_row.size, dtype=np.bool_)
    flat, width = obstacles.ravel(), obstacles.shape[1]
    for s in prange(row.size):
        at = row[s] * width + column[s]
        for p in range(start[s], start[s + 1]):
            down, right = to_row[p] - row[s], to_column[p] - column[s]
            is_free[p] = _free(flat, at, width, lens_m[s], target_m[p], down, right)
    return is_free


@compiled
def _needed(
    heights: Heights, start: int, ahead: int, aside: int, lens_m: float, steps: int, drift: int
) -> float:
    """Return the lowest target height at which no crossing stands above the line to it. [m]

    Arguments as in `blocking`. At a step the line has gone ``step / steps`` of the way, so a height
    w there requires ``lens + (w - lens) · steps / step`` at the end.
    """
    most_m = -np.inf
    if steps < 2:
        return most_m
    cells, parts = drift // steps, drift % steps
    low, rest = drift, 0
    for step in range(steps - 1, 0, -1):
        low, rest = low - cells, rest - parts
        borrowed = rest < 0
        low, rest = low - borrowed, rest + borrowed * steps
        at = start + step * ahead + low * aside
        near = float(heights[np.uint64(at)])
        far = float(heights[np.uint64(at + (rest > 0) * aside)])
        needed_m = lens_m + (near + rest / steps * (far - near) - lens_m) * (steps / step)
        most_m = np.fmax(most_m, needed_m)  # which leaves NaN out
    return float(most_m)


@parallel
def lowest_free(
    obstacles: Heights,
    row: int,
    column: int,
    lens_m: float,
    to_row: Integers,
    to_column: Integers,
) -> Floats:
    """Return the lowest visible height of cells (P,) from one lens, by plain R3; -inf: any. [m]"""
    lowest_m = np.empty(to_row.size)
    flat, width = obstacles.ravel(), obstacles.shape[1]
    start = row * width + column
    for p in prange(to_row.size):
        down, right = to_row[p] - row, to_column[p] - column
        below, beside = width if down > 0 else -width, 1 if right > 0 else -1
        upright = _needed(flat, start, below, 1, lens_m, abs(down), right)
        across = _needed(flat, start, beside, width, lens_m, abs(right), down)
        lowest_m[p] = max(upright, across)
    return lowest_m
