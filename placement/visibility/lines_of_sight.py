"""Lines of sight over a whole surface, pair by pair: past houses, over the raster of obstacles."""

import numpy as np

from placement.units import Booleans, Floats, Integers
from placement.visibility.kernels import r3
from placement.visibility.surface import Surface


def over_obstacles(
    surface: Surface, lenses: Floats, heads: Floats, *, lens: Integers, target: Integers
) -> Booleans:
    """Return which pairs the raster of obstacles does not hide, by exact R3 between cell centres.

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
    seen = r3.free_pairs(
        surface.obstacles,
        np.concatenate([[0], np.cumsum(counts)]),
        rows,
        columns,
        np.ascontiguousarray(lenses[:, 2]),
        to_rows[target],
        to_columns[target],
        heads[target, 2],
    )
    return np.asarray(seen)


def past_houses(
    surface: Surface, lenses: Floats, heads: Floats, *, lens: Integers, target: Integers
) -> Booleans:
    """Return which pairs no house kept as a prism hides; arguments as in `over_obstacles`."""
    if surface.prisms is None:
        return np.ones(lens.size, dtype=np.bool_)
    return surface.prisms.free(lenses, heads, lens=lens, target=target)


def past_standing(
    surface: Surface, lenses: Floats, heads: Floats, *, lens: Integers, target: Integers
) -> Booleans:
    """Return which pairs nothing hides that stands on the ground, trees aside."""
    seen = past_houses(surface, lenses, heads, lens=lens, target=target)
    asked = np.flatnonzero(seen)
    seen[asked] = over_obstacles(surface, lenses, heads, lens=lens[asked], target=target[asked])
    return seen
