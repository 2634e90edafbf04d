"""The lowest visible height: how far above the ground of each cell an observer begins to see.

In closed form: an obstacle of height w at a share t of the way from the lens e requires
``e + (w - e) / t`` of the target; the greatest such height is the lowest visible one. Over a prism
it is greatest where the line enters or leaves it (`prism_intersections`). Every greater height is
visible as well (`person_visibility`), trees aside: a crown may hide an interval of heights, and one
looks through below it. The result is then the lowest height that no obstacle on the ground hides
and that crowns leave enough view of; higher up the same crowns may hide again. Leaves known as a
raster (`canopy`), and raised buildings, have no closed form here: heights are tried in steps of
`STEP_M`.
"""

import numpy as np
from attrs import field, frozen
from rasterio.transform import Affine

from placement.units import Floats, azimuth_deg
from placement.visibility import local_window
from placement.visibility.kernels import r3
from placement.visibility.local_window import Window
from placement.visibility.observation import Observer
from placement.visibility.obstacles import tree_gaps
from placement.visibility.obstacles.trees import SEEN_SHARE
from placement.visibility.surface import Surface

STEP_M, STEPS = 0.1, 100
"""Where trees are a raster, heights are tried in such steps, and no more of them. [m], [-]"""


@frozen(eq=False)
class LowestVisibleHeight:
    """The lowest visible height of the cells around an observer, (2n+1, 2n+1)."""

    transform: Affine
    """Frame of the window: (column, row) to (x, y)."""
    height_m: Floats = field()
    """Above ground; 0 where the ground itself is visible, inf where nothing ever is; NaN beyond the
    range, on roofs, behind the observer's own wall and where the ground is unknown. [m]"""


def around(surface: Surface, observer: Observer) -> LowestVisibleHeight:
    """Return the lowest visible height of every cell around an observer.

    Parameters
    ----------
    surface
        Ground and obstacles.
    observer
        The lens; rays to the raster start in the middle of its cell.

    Raises
    ------
    InputError
        If the observer lies outside the surface.

    Notes
    -----
    Rule R3 of Franklin and Ray (1994), as in `viewshed.around`, solved for the target's height.
    """
    window = local_window.around(surface, observer)
    has_ground = window.ground_m > r3.NOTHING_M / 2
    open_cells = window.near & has_ground & ~window.roofs
    if observer.facing_deg is not None:
        open_cells &= observer.faces(
            azimuth_deg(window.x_m - observer.x_m, window.y_m - observer.y_m)
        )
    lens = np.array([[observer.x_m, observer.y_m, window.middle_m + observer.height_m]])
    height_m = np.full(open_cells.shape, np.nan)
    feet = window.feet(open_cells)
    lowest_m = _free_of_grounded(surface, window, lens, feet, np.nonzero(open_cells))
    height_m[open_cells] = _free_of_floating(surface, lens, feet, lowest_m) - feet[:, 2]
    return LowestVisibleHeight(window.transform, height_m)


def _free_of_grounded(
    surface: Surface,
    window: Window,
    lens: Floats,
    feet: Floats,
    cells: tuple[np.ndarray, ...],
) -> Floats:
    """Return the lowest heights free of all that stands on the ground, (N,). [m]"""
    rows, columns = (index.astype(np.int64) for index in cells)
    lowest_m = r3.lowest_free(
        surface.obstacles,
        window.row,
        window.column,
        float(lens[0, 2]),
        rows + (window.row - window.reach),
        columns + (window.column - window.reach),
    )
    lowest_m = np.maximum(lowest_m, feet[:, 2])
    if surface.prisms is not None:
        every = np.arange(len(feet))
        of = np.zeros_like(every)
        over_m = surface.prisms.lowest_free_m(lens, feet, lens=of, target=every)
        lowest_m = np.maximum(lowest_m, over_m)
    return np.asarray(lowest_m)


def _free_of_floating(surface: Surface, lens: Floats, feet: Floats, lowest_m: Floats) -> Floats:
    """Return the lowest heights, from given ones up, that trees and raised buildings leave. [m]"""
    finite = np.flatnonzero(np.isfinite(lowest_m))
    clear_m = lowest_m.copy()
    if surface.canopy is not None or surface.raised is not None:
        clear_m[finite] = _by_steps(surface, lens, feet[finite], lowest_m[finite])
        return clear_m
    if surface.crowns is None:
        return lowest_m
    places = np.column_stack([feet[finite, :2], lowest_m[finite]])
    every = np.arange(finite.size)
    clear_m[finite] = tree_gaps.lowest_clear_m(
        surface.crowns, lens, places, lens=np.zeros_like(every), target=every
    )
    return clear_m


def _by_steps(surface: Surface, lens: Floats, feet: Floats, lowest_m: Floats) -> Floats:
    """Return the lowest heights that are left enough view, tried step by step; inf if none is."""
    clear_m = np.full(lowest_m.size, np.inf)
    for step in range(STEPS + 1):
        hidden = np.flatnonzero(np.isinf(clear_m))
        if not hidden.size:
            break
        heights_m = lowest_m[hidden] + step * STEP_M
        heads = np.column_stack([feet[hidden, :2], heights_m])
        every = np.arange(hidden.size)
        share = surface.view_share(lens, heads, lens=np.zeros_like(every), target=every)
        clear_m[hidden[share >= SEEN_SHARE]] = heights_m[share >= SEEN_SHARE]
    return clear_m
