"""Which lines of sight over a surface are free of obstacles that stand on the ground."""

import numpy as np

from placement.units import Booleans, Floats, Integers
from placement.visibility.kernels import r3
from placement.visibility.surface import Surface


def free_of_raster(
    surface: Surface, lenses: Floats, heads: Floats, *, lens: Integers, target: Integers
) -> Booleans:
    """Return which lines are free of the raster of obstacles, by R3 between cell centres, (P,).

    Parameters
    ----------
    surface
        Holds all places.
    lenses : (S, 3) array
        x, y and height above the datum. [m]
    heads : (I, 3) array
        The same of what is looked at. [m]
    lens, target : (P,) arrays
        Index of either end of each line, ascending by lens.
    """
    rows, columns = surface.grid.cell_of(lenses[:, 0], lenses[:, 1])
    to_rows, to_columns = surface.grid.cell_of(heads[:, 0], heads[:, 1])
    counts = np.bincount(lens, minlength=len(lenses))
    visible = r3.free_pairs(
        surface.obstacles,
        np.concatenate([[0], np.cumsum(counts)]),
        rows,
        columns,
        np.ascontiguousarray(lenses[:, 2]),
        to_rows[target],
        to_columns[target],
        heads[target, 2],
    )
    return np.asarray(visible)


def free_of_houses(
    surface: Surface, lenses: Floats, heads: Floats, *, lens: Integers, target: Integers
) -> Booleans:
    """Return which lines are free of houses kept as prisms, (P,); as in `free_of_raster`."""
    if surface.prisms is None:
        return np.ones(lens.size, dtype=np.bool_)
    return surface.prisms.free(lenses, heads, lens=lens, target=target)


def free_of_grounded(
    surface: Surface, lenses: Floats, heads: Floats, *, lens: Integers, target: Integers
) -> Booleans:
    """Return which lines are free of all that stands on the ground, (P,): houses and the raster.

    Trees and raised buildings are left aside; arguments as in `free_of_raster`.
    """
    visible = free_of_houses(surface, lenses, heads, lens=lens, target=target)
    line = np.flatnonzero(visible)
    visible[line] = free_of_raster(surface, lenses, heads, lens=lens[line], target=target[line])
    return visible


def lift(feet: Floats, height_m: float | Floats) -> Floats:
    """Return points (N, 3) of x, y and height moved up by a height. [m]"""
    heads = feet.copy()
    heads[:, 2] += height_m
    return heads
