"""Viewsheds of many observers over one raster, shared out over the processor cores.

The same rule and the same answers as `viewshed.line_of_sight`, for notebooks and measurements.
"""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placement.errors import InputError, Problem
from placement.units import Booleans, Floats, Integers
from placement.visibility.kernels import r3_sweep
from placement.visibility.kernels.r3 import cores

ROUNDING = 1e-9
"""Relative slack for a cell exactly at the range. [-]"""
ALL_AROUND_DEG = (0.0, 360.0)


def viewsheds(
    obstacles: ArrayLike,
    *,
    cell_m: float,
    observers: ArrayLike,
    observer_height_m: ArrayLike,
    target_height_m: float,
    range_m: float,
    ground: ArrayLike | None = None,
    sectors_deg: ArrayLike = ALL_AROUND_DEG,
) -> Booleans:
    """Return the cells around each of many observers that it sees, by exact R3.

    Parameters
    ----------
    obstacles : (I, J) array
        Heights of what hides, at cell centres; NaN hides nothing. [m]
    cell_m
        Side of the square cells. [m]
    observers : (K, 2) array
        Row and column of each observer's cell.
    observer_height_m : (K,) array or number
        Above the ground of their own cells. [m]
    target_height_m
        Above the ground of its own cell. [m]
    range_m
        Cells farther than this, centre to centre, are False. [m]
    ground : (I, J) array, optional
        What observers and targets stand on, else `obstacles`; a target on NaN is not seen. [m]
    sectors_deg : (K, 2) array or two numbers
        First and last azimuth of the sector that each observer looks into, clockwise from the
        rows' north. The cells of the sector are all decided; others may be False. [°]

    Returns
    -------
    visible : (K, 2n+1, 2n+1) bool array
        Windows with the observer in the middle, n whole cells within the range.

    Raises
    ------
    InputError
        If an observer lies outside or on no data, or a height, an azimuth or the range is not
        usable.

    Notes
    -----
    Shared out over observers, not within one: measured faster on every number of cores. The time
    of a sector is about its share of the circle.
    """
    obstacles_m = _heights(obstacles)
    ground_m = obstacles_m if ground is None else _heights(ground)
    places = np.asarray(observers, dtype=np.int64).reshape(-1, 2)
    height_m = np.broadcast_to(np.asarray(observer_height_m, np.float64), len(places))
    sectors = np.broadcast_to(np.asarray(sectors_deg, np.float64), (len(places), 2))
    _check_numbers(
        {"cell_m": cell_m, "range_m": range_m},
        np.concatenate([height_m, sectors.ravel(), [target_height_m]]),
    )
    _check_places(obstacles_m, ground_m, places)
    reach = min(math.floor(range_m / cell_m * (1 + ROUNDING)), max(obstacles_m.shape))
    tables = r3_sweep.bin_tables(reach)

    def visible_from(number: int) -> Booleans:
        cell = int(places[number, 0]), int(places[number, 1])
        return r3_sweep.visible(
            obstacles_m,
            ground_m,
            *cell,
            float(ground_m[cell]) + float(height_m[number]),
            target_height_m,
            (range_m / cell_m) ** 2 * (1 + ROUNDING),
            tables,
            r3_sweep.sector_bins(reach, *map(float, sectors[number])),
        )

    visible = np.zeros((len(places), 2 * reach + 1, 2 * reach + 1), np.bool_)
    with ThreadPoolExecutor(cores()) as pool:
        for number, window in enumerate(pool.map(visible_from, range(len(places)))):
            visible[number] = window
    return visible


def _heights(layer: ArrayLike) -> NDArray[np.floating]:
    """Return a layer as the kernels take it: single precision stays as it is."""
    heights = np.asarray(layer)
    kind = np.float32 if np.result_type(heights, np.float32) == np.float32 else np.float64
    return np.ascontiguousarray(heights, dtype=kind)


def _check_numbers(sizes: dict[str, float], numbers: Floats) -> None:
    bad = [name for name, value in sizes.items() if not (math.isfinite(value) and value > 0)]
    if not np.isfinite(numbers).all():
        bad.append("height_m, sectors_deg")
    if bad:
        raise InputError(Problem("sight_numbers", values={"names": ", ".join(bad)}))


def _check_places(
    obstacles_m: NDArray[np.floating], ground_m: NDArray[np.floating], places: Integers
) -> None:
    if obstacles_m.ndim != 2 or obstacles_m.shape != ground_m.shape:
        values = {"obstacles": str(obstacles_m.shape), "ground": str(ground_m.shape)}
        raise InputError(Problem("layers_unlike", values=values))
    outside = ((places < 0) | (places >= np.array(obstacles_m.shape))).any(axis=1)
    problems = [
        Problem("place_outside_surface", values={"x": str(column), "y": str(row)})
        for row, column in places[outside]
    ]
    problems += [
        Problem("place_without_data", values={"row": str(row), "column": str(column)})
        for row, column in places[~outside]
        if not np.isfinite(ground_m[row, column])
    ]
    if problems:
        raise InputError(problems)
