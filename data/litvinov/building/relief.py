"""Terrain: a smooth surface through the spot heights."""

import numpy as np
from scipy.interpolate import RBFInterpolator

from building import tables

WEST, SOUTH, EAST, NORTH = -798_600.0, -984_900.0, -789_300.0, -975_300.0
CELL_M = 10.0
COARSE_M = 50.0
SMOOTHING = 0.001
"""Smoothing of the thin-plate spline, in its own unit (heights in m, places in km)."""


def _axis(start: float, stop: float, step: float) -> np.ndarray:
    return np.arange(start + step / 2, stop, step)


def heights() -> np.ndarray:
    """Return the heights of the ground, rows from the north. [m]

    A thin-plate spline through the spot heights (Wahba, Spline Models for Observational Data,
    SIAM 1990) on 50 m, then bilinear to 10 m, to 0.1 m.
    """
    spots = np.array(
        [[float(row[key]) for key in ("x", "y", "height_m")] for row in tables.rows("spot_heights")]
    )
    centre = np.array([(WEST + EAST) / 2, (SOUTH + NORTH) / 2])
    spline = RBFInterpolator(
        (spots[:, :2] - centre) / 1000,
        spots[:, 2],
        kernel="thin_plate_spline",
        smoothing=SMOOTHING,
    )
    xs = np.arange(WEST, EAST + COARSE_M, COARSE_M)
    ys = np.arange(NORTH, SOUTH - COARSE_M, -COARSE_M)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    coarse = spline((grid - centre) / 1000).reshape(len(ys), len(xs))
    return _bilinear(coarse, xs, ys).round(1)


def _bilinear(coarse: np.ndarray, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    x = _axis(WEST, EAST, CELL_M)
    y = _axis(SOUTH, NORTH, CELL_M)[::-1]
    across = np.stack([np.interp(x, xs, line) for line in coarse])
    return np.stack([np.interp(-y, -ys, column) for column in across.T]).T


def at(surface: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the height of the cell each place lies in. [m]"""
    rows = ((NORTH - y) / CELL_M).astype(int)
    columns = ((x - WEST) / CELL_M).astype(int)
    return surface[rows, columns]
