"""How high above ground the lowest visible point of each cell is, seen from one lens.

In closed form: what stands a share t of the way from the lens e and is w high asks for
``e + (w - e) / t`` of the target; the most that any crossing asks is the lowest visible height.
Over a prism the most is asked where the line enters or leaves it (`crossings`). Everything above
that height is seen as well (`person`), but for trees: a crown may hide a stretch of it, and one may
look through below a crown. The height given is then the lowest that nothing standing hides and that
crowns leave enough of; higher up the same crowns may hide again. Leaves
known as a raster (`canopy`), and raised buildings, have no closed form here: there heights are
tried in steps of `STEP_M`.
"""

import numpy as np
from attrs import field, frozen
from rasterio.transform import Affine

from placement.units import HALF_CIRCLE_DEG, Floats, azimuth_deg, turn_deg
from placement.visibility import local_window, viewshed
from placement.visibility.kernels import r3
from placement.visibility.local_window import Window
from placement.visibility.obstacles import tree_gaps
from placement.visibility.obstacles.trees import SEEN_SHARE
from placement.visibility.surface import Surface

STEP_M, STEPS = 0.1, 100
"""Where trees are a raster, heights are tried in such steps, and no more of them. [m], [-]"""


@frozen(eq=False)
class Lowest:
    """The lowest visible height of the cells around a place, (2n+1, 2n+1)."""

    transform: Affine
    """Frame of the window: (column, row) to (x, y)."""
    height_m: Floats = field()
    """Above ground; 0 where the ground itself is seen, inf where nothing ever is; NaN beyond the
    range, on roofs, behind the lens's own wall and where the ground is unknown. [m]"""


def around(
    surface: Surface,
    *,
    x_m: float,
    y_m: float,
    height_m: float,
    range_m: float,
    facing_deg: float | None = None,
) -> Lowest:
    """Return the lowest visible height of every cell around a lens `height_m` above ground.

    Parameters
    ----------
    surface
        Ground and what hides.
    x_m, y_m
        Exact place of the lens; the raster is asked from the middle of its cell. [m]
    height_m
        Above ground. [m]
    range_m
        Along the ground, between the middles of cells. [m]
    facing_deg
        Azimuth to which the wall looks that the lens hangs on, from grid north. None: all around.
        [°]

    Raises
    ------
    InputError
        If the place lies outside the surface, or a height or the range is not usable.

    Notes
    -----
    Rule R3 of Franklin and Ray (1994), as in `viewshed.around`, solved for the target's height.
    """
    viewshed.check_numbers(surface.grid.cell_m, (height_m,), range_m)
    window = local_window.around(surface, x_m=x_m, y_m=y_m, range_m=range_m)
    known = window.ground_m > r3.NOTHING_M / 2
    asked = window.near & known & ~window.roofs
    if facing_deg is not None:
        azimuth = azimuth_deg(window.x_m - x_m, window.y_m - y_m)
        asked &= np.abs(turn_deg(facing_deg, azimuth)) <= HALF_CIRCLE_DEG
    lens = np.array([[x_m, y_m, window.middle_m + height_m]])
    found = np.full(asked.shape, np.nan)
    feet = window.feet(asked)
    rows, columns = np.nonzero(asked)
    lowest_m = _over_standing(surface, window, lens, feet, (rows, columns))
    found[asked] = _past_trees(surface, lens, feet, lowest_m) - feet[:, 2]
    return Lowest(window.transform, found)


def _over_standing(
    surface: Surface,
    window: Window,
    lens: Floats,
    feet: Floats,
    cells: tuple[np.ndarray, np.ndarray],
) -> Floats:
    """Return from which height on nothing hides that stands on the ground, (N,). [m]"""
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


def _past_trees(surface: Surface, lens: Floats, feet: Floats, lowest_m: Floats) -> Floats:
    """Return the lowest heights from those given on that crowns leave. [m]"""
    seen = np.flatnonzero(np.isfinite(lowest_m))
    clear_m = lowest_m.copy()
    if surface.canopy is not None or surface.raised is not None:
        clear_m[seen] = _sampled(surface, lens, feet[seen], lowest_m[seen])
        return clear_m
    if surface.crowns is None:
        return lowest_m
    places = np.column_stack([feet[seen, :2], lowest_m[seen]])
    every = np.arange(seen.size)
    clear_m[seen] = tree_gaps.lowest_clear_m(
        surface.crowns, lens, places, lens=np.zeros_like(every), target=every
    )
    return clear_m


def _sampled(surface: Surface, lens: Floats, feet: Floats, lowest_m: Floats) -> Floats:
    """Return the lowest heights that leaves known as a raster leave, step by step; else inf."""
    clear_m = np.full(lowest_m.size, np.inf)
    for step in range(STEPS + 1):
        asked = np.flatnonzero(np.isinf(clear_m))
        if not asked.size:
            break
        heights_m = lowest_m[asked] + step * STEP_M
        heads = np.column_stack([feet[asked, :2], heights_m])
        every = np.arange(asked.size)
        left = surface.leaves_left(lens, heads, lens=np.zeros_like(every), target=every)
        clear_m[asked[left >= SEEN_SHARE]] = heights_m[left >= SEEN_SHARE]
    return clear_m
