"""`Canopy`: trees known only as a raster of their heights, and how much of a view they leave.

Each cell is an upright box of leaves from the base of the crowns to their top; below the base one
looks through. The farther a line runs through leaves, the less of the view is left: so many metres
as one crown is wide take as much as one of `Crowns` does (the law of Beer and Lambert, for which
the grid's cells may have any size).
"""

import math

import numpy as np
from attrs import field, frozen
from numpy.typing import ArrayLike, NDArray

from placement.grid import Grid
from placement.units import Floats, Integers, read_only
from placement.visibility.kernels.r3 import compiled, parallel, prange
from placement.visibility.obstacles.trees import PERMEABILITY, Season

Heights = NDArray[np.float32]

CROWN_BASE_M = 2.5
CROWN_WIDTH_M = 5.0
"""Of one street tree; assumed, as for single trees of which nothing is known. [m]"""
TRIMMED_M = 2.5
"""Leaves this close to a lens are cut. [m]"""


@frozen(eq=False)
class Canopy:
    """Leaves on the cells of a grid; layers are (rows, columns), above the terrain's zero. [m]"""

    grid: Grid
    base_m: Heights = field(converter=read_only)
    top_m: Heights = field(converter=read_only)
    """Equal to the base where nothing grows."""
    crown_width_m: float
    """So many metres of leaves are one crown. [m]"""
    permeability: float
    """Share of the view that one crown leaves. [-]"""

    def __attrs_post_init__(self) -> None:
        for layer in (self.base_m, self.top_m):
            if layer.shape != self.grid.shape:
                raise ValueError(f"layer {layer.shape} on a grid of {self.grid.shape}")

    def leaves_m(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Floats:
        """Return how far each line runs through leaves. [m]

        Parameters
        ----------
        lenses : (S, 3) array
            x, y and height of each lens. [m]
        targets : (I, 3) array
            The same of what is looked at. [m]
        lens, target : (P,) arrays
            Index of either end of each line.

        Returns
        -------
        length : (P,) array
            Along the line; leaves closer to the lens than `TRIMMED_M`, along the ground, are not
            counted. [m]
        """
        return np.asarray(
            _leaves_m(
                self.base_m,
                self.top_m,
                np.array([self.grid.x_min, self.grid.y_max, self.grid.cell_m]),
                np.ascontiguousarray(lenses, dtype=np.float64),
                np.ascontiguousarray(targets, dtype=np.float64),
                np.asarray(lens, dtype=np.int64),
                np.asarray(target, dtype=np.int64),
            )
        )

    def view_share(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Floats:
        """Return the share of the view that leaves let through, (P,); as in `leaves_m`."""
        through_m = self.leaves_m(lenses, targets, lens=lens, target=target)
        return np.asarray(self.permeability ** (through_m / self.crown_width_m))


def build(
    grid: Grid,
    height_m: Heights,
    ground_m: Heights,
    *,
    crown_base_m: float = CROWN_BASE_M,
    crown_width_m: float = CROWN_WIDTH_M,
    season: Season = "leaf-on",
) -> Canopy:
    """Return the canopy of a raster of tree heights above the ground. [m]

    Parameters
    ----------
    grid
        Frame of both layers.
    height_m : (rows, columns) array
        Of the trees; 0 or NaN where none grows. [m]
    ground_m : (rows, columns) array
        Height of the ground. [m]
    crown_base_m
        Where crowns begin; never above half the height. [m]
    crown_width_m
        So many metres of leaves hide as much as one single tree. [m]
    season
        Whether trees are in leaf.
    """
    tall = np.maximum(np.nan_to_num(height_m, nan=0.0), 0.0)
    base = ground_m + np.where(tall > 0, np.minimum(crown_base_m, tall / 2), 0.0)
    top = ground_m + tall
    return Canopy(
        grid,
        base.astype(np.float32),
        top.astype(np.float32),
        crown_width_m,
        PERMEABILITY[season],
    )


@compiled
def share_within(one: float, other: float, low: float, high: float) -> float:
    """Return which share of the way from one height to another lies between two heights. [-]"""
    if one == other:
        return 1.0 if low < one < high else 0.0
    inside = min(max(one, other), high) - max(min(one, other), low)
    return max(inside, 0.0) / abs(other - one)


@compiled
def _first_crossing(at: float, way: float) -> float:
    """Return where a line first leaves its cell along one axis, as a share of its way."""
    if way == 0.0:
        return np.inf
    edge = math.floor(at) + 1.0 if way > 0.0 else math.ceil(at) - 1.0
    return (edge - at) / way


@compiled
def _one_line(base: Heights, top: Heights, frame: Floats, lens: Floats, target: Floats) -> float:
    """Return how far one line runs through leaves, cell by cell along its track. [m]"""
    rows, columns = base.shape
    across, down = (target[0] - lens[0]) / frame[2], (lens[1] - target[1]) / frame[2]
    level_m = math.hypot(target[0] - lens[0], target[1] - lens[1])
    rise_m = target[2] - lens[2]
    if level_m <= TRIMMED_M:
        return 0.0
    column, row = (lens[0] - frame[0]) / frame[2], (frame[1] - lens[1]) / frame[2]
    next_column, next_row = _first_crossing(column, across), _first_crossing(row, down)
    trimmed, here, total = TRIMMED_M / level_m, 0.0, 0.0
    while here < 1.0:
        there = min(next_column, next_row, 1.0)
        start = max(here, trimmed)
        if there > start:
            middle = (start + there) / 2.0
            i, j = math.floor(row + middle * down), math.floor(column + middle * across)
            if 0 <= i < rows and 0 <= j < columns and top[i, j] > base[i, j]:
                one, other = lens[2] + start * rise_m, lens[2] + there * rise_m
                total += (there - start) * share_within(one, other, base[i, j], top[i, j])
        if next_column <= there:
            next_column += 1.0 / abs(across)
        if next_row <= there:
            next_row += 1.0 / abs(down)
        here = there
    return total * math.hypot(level_m, rise_m)


@parallel
def _leaves_m(
    base: Heights,
    top: Heights,
    frame: Floats,
    lenses: Floats,
    targets: Floats,
    of: Integers,
    to: Integers,
) -> Floats:
    """Return how far each line runs through leaves; `frame` is west, north and cell. [m]"""
    length = np.zeros(of.size)
    for p in prange(of.size):
        length[p] = _one_line(base, top, frame, lenses[of[p]], targets[to[p]])
    return length
