"""What can be seen from one place: lines of sight over a raster, polygons of a camera's view."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import numpy as np
import shapely
from attrs import frozen
from numpy.typing import ArrayLike, NDArray
from rasterio import features
from rasterio.transform import Affine

from placement.cameras.model import CameraModel
from placement.errors import InputError, Problem
from placement.units import HALF_CIRCLE_DEG, Booleans, Floats, azimuth_deg, turn_deg
from placement.visibility import local_window
from placement.visibility import person as persons
from placement.visibility.kernels import r3_sweep
from placement.visibility.lines_of_sight import past_houses
from placement.visibility.local_window import ROUNDING
from placement.visibility.person import Person
from placement.visibility.surface import Surface


def line_of_sight(
    obstacles: ArrayLike,
    *,
    cell_m: float,
    observer: tuple[int, int],
    observer_height_m: float,
    target_height_m: float,
    range_m: float,
    ground: ArrayLike | None = None,
) -> Booleans:
    """Return which cells an observer sees, by exact R3.

    Parameters
    ----------
    obstacles : (I, J) array
        Heights of what hides, at cell centres; NaN hides nothing. [m]
    cell_m
        Side of the square cells. [m]
    observer
        Row and column of the observer's cell.
    observer_height_m, target_height_m
        Above the ground of their own cells. [m]
    range_m
        Cells farther than this, centre to centre, are False. [m]
    ground : (I, J) array, optional
        What observer and targets stand on, else `obstacles`; a target on NaN is not seen. [m]

    Returns
    -------
    visible : (I, J) bool array

    Raises
    ------
    InputError
        If the observer lies outside or on no data, or a height or the range is not usable.

    Notes
    -----
    Franklin and Ray (1994), rule R3: the line is tested at every crossing with a row or column line
    of cell centres, linear between the two neighbours; the two own cells never block; touching
    sees.
    """
    hiding = np.asarray(obstacles)
    standing = hiding if ground is None else np.asarray(ground)
    _check(hiding, standing, cell_m, observer, (observer_height_m, target_height_m), range_m)
    row, column = observer = whole_cell(observer)
    reach = min(math.floor(range_m / cell_m * (1 + ROUNDING)), max(hiding.shape))
    window = _visible(
        hiding,
        standing,
        observer,
        reach=reach,
        lens_m=float(standing[observer]) + observer_height_m,
        target_height_m=target_height_m,
        range_cells=range_m / cell_m,
    )
    seen = np.zeros(hiding.shape, dtype=np.bool_)
    top, left = max(row - reach, 0), max(column - reach, 0)
    part = seen[top : row + reach + 1, left : column + reach + 1]
    at_row, at_column = top - row + reach, left - column + reach
    part[:] = window[at_row : at_row + part.shape[0], at_column : at_column + part.shape[1]]
    return seen


@frozen(eq=False)
class Viewshed:
    """What is in free sight around a place, with the ray to every cell; arrays are (2n+1, 2n+1)."""

    transform: Affine
    """Frame of the window: (column, row) to (x, y)."""
    visible: Booleans
    azimuth_deg: Floats
    """From the place to the cell's centre, clockwise from grid north. [°]"""
    distance_m: Floats
    """Slant distance from lens to target. [m]"""
    depression_deg: Floats

    def density_px_m(self, model: CameraModel, *, azimuth_deg: float, tilt_deg: float) -> Floats:
        """Return the pixel density of a camera at this place; azimuth from grid north. [px/m]"""
        density = model.density_px_m(
            camera_azimuth_deg=azimuth_deg,
            target_azimuth_deg=self.azimuth_deg,
            depression_deg=self.depression_deg,
            distance_m=self.distance_m,
            tilt_deg=tilt_deg,
        )
        return np.where(self.visible, density, 0.0)

    def reach_px_m(self, model: CameraModel) -> Floats:
        """Return the density a turning camera has on each cell once it looks there. [px/m]"""
        density = model.ptz_density_px_m(
            distance_m=self.distance_m,
            depression_deg=self.depression_deg,
            target_azimuth_deg=self.azimuth_deg,
        )
        return np.where(self.visible, density, 0.0)

    def polygons(self, density_px_m: Floats, levels: Sequence[float]) -> list[shapely.MultiPolygon]:
        """Return, for each level, where the density is at least that. [px/m]"""
        return [_outline(density_px_m >= level, self.transform) for level in levels]


def around(
    surface: Surface,
    *,
    x_m: float,
    y_m: float,
    height_m: float,
    target_height_m: float,
    range_m: float,
    person: Person | None = None,
    facing_deg: float | None = None,
) -> Viewshed:
    """Return what is in free sight around a lens `height_m` above ground; roofs are no target.

    Parameters
    ----------
    surface
        Ground and what hides.
    x_m, y_m
        Exact place of the lens; the raster is asked from the middle of its cell. [m]
    height_m, target_height_m
        Above ground; rays aim at the target's height. [m]
    range_m
        Along the ground, between the middles of cells. [m]
    person
        Of whom some part must be in free sight; None: the point at the target's height.
    facing_deg
        Azimuth to which the wall looks that the lens hangs on, from grid north; it sees only that
        half circle. None: all around. [°]

    Raises
    ------
    InputError
        If the place lies outside the surface, or a height or the range is not usable.
    """
    grid = surface.grid
    check_numbers(grid.cell_m, (height_m, target_height_m), range_m)
    window = local_window.around(surface, x_m=x_m, y_m=y_m, range_m=range_m)
    lens_m = window.middle_m + height_m
    seen = _visible(
        surface.obstacles,
        surface.ground,
        (window.row, window.column),
        reach=window.reach,
        lens_m=lens_m,
        target_height_m=target_height_m if person is None else person.decisive_m,
        range_cells=range_m / grid.cell_m,
    )
    seen &= ~window.roofs
    east, north = window.x_m - x_m, window.y_m - y_m
    if facing_deg is not None:
        seen &= np.abs(turn_deg(facing_deg, azimuth_deg(east, north))) <= HALF_CIRCLE_DEG
    lens = (x_m, y_m, lens_m)
    seen[seen] = _past_solids(surface, lens, window.feet(seen), target_height_m, person)
    level = np.maximum(np.hypot(east, north), grid.cell_m / 4)
    drop = lens_m - (window.ground_m + target_height_m)
    return Viewshed(
        window.transform,
        seen,
        azimuth_deg(east, north),
        np.hypot(level, drop),
        np.degrees(np.arctan2(drop, level)),
    )


def _past_solids(
    surface: Surface,
    lens: tuple[float, float, float],
    feet: Floats,
    target_height_m: float,
    person: Person | None,
) -> Booleans:
    """Return which targets, on feet (N, 3), no house kept as a prism and no tree hides."""
    lenses, every = np.array([lens]), np.arange(len(feet))
    of = np.zeros_like(every)
    if person is None:
        heads = persons.raised(feet, target_height_m)
        return surface.past_solids(lenses, heads, lens=of, target=every)
    heads = persons.raised(feet, person.decisive_m)
    free = past_houses(surface, lenses, heads, lens=of, target=every)
    asked = np.flatnonzero(free)
    free[asked] = persons.past_trees(surface, lenses, feet, person, lens=of[asked], target=asked)
    return free


@lru_cache(maxsize=8)
def _tables(reach: int) -> tuple[r3_sweep.Ring, r3_sweep.Ring, r3_sweep.Ring]:
    low, high, bin_of = r3_sweep.bin_tables(reach)
    return low, high, bin_of


def _visible(
    obstacles: NDArray[np.generic],
    ground: NDArray[np.generic],
    place: tuple[int, int],
    *,
    reach: int,
    lens_m: float,
    target_height_m: float,
    range_cells: float,
    sector_deg: tuple[float, float] = (0.0, 360.0),
) -> Booleans:
    """Return what a lens at a cell of two layers sees, (2n+1, 2n+1), in a sector at least."""
    # Single precision stays as it is: the kernel reads it without loss and reckons in double.
    single = np.result_type(obstacles, ground, np.float32) == np.float32
    kind = np.float32 if single else np.float64
    return r3_sweep.visible(
        np.ascontiguousarray(obstacles, dtype=kind),
        np.ascontiguousarray(ground, dtype=kind),
        *place,
        lens_m,
        target_height_m,
        range_cells**2 * (1 + ROUNDING),
        _tables(reach),
        r3_sweep.sector_bins(reach, *sector_deg),
    )


def _check(
    hiding: NDArray[np.generic],
    standing: NDArray[np.generic],
    cell_m: float,
    observer: tuple[int, int],
    heights_m: tuple[float, float],
    range_m: float,
) -> None:
    row, column = whole_cell(observer)
    if hiding.ndim != 2 or hiding.shape != standing.shape:
        values = {"obstacles": str(hiding.shape), "ground": str(standing.shape)}
        raise InputError(Problem("layers_unlike", values=values))
    rows, columns = hiding.shape
    if not (0 <= row < rows and 0 <= column < columns):
        raise InputError(Problem("place_outside_surface", values={"x": str(column), "y": str(row)}))
    if not np.isfinite(standing[row, column]):
        values = {"row": str(row), "column": str(column)}
        raise InputError(Problem("place_without_data", values=values))
    check_numbers(cell_m, heights_m, range_m)


def whole_cell(observer: tuple[int, int]) -> tuple[int, int]:
    """Return row and column as whole numbers; raise if they are none."""
    try:
        row, column = (float(each) for each in observer)
    except (TypeError, ValueError):
        row = column = math.nan
    if not (row.is_integer() and column.is_integer()):
        raise InputError(Problem("observer_cell", values={"observer": str(observer)}))
    return int(row), int(column)


def check_numbers(cell_m: float, heights_m: tuple[float, ...], range_m: float) -> None:
    """Raise if a length or a height is none."""
    numbers = {"cell_m": cell_m, "range_m": range_m}
    bad = [name for name, value in numbers.items() if not (math.isfinite(value) and value > 0)]
    if bad or not all(map(math.isfinite, heights_m)):
        raise InputError(Problem("sight_numbers", values={"names": ", ".join(bad) or "height_m"}))


def _outline(mask: Booleans, transform: Affine) -> shapely.MultiPolygon:
    found = features.shapes(mask.astype(np.uint8), mask=mask, transform=transform)
    parts = [cast("shapely.Polygon", shapely.geometry.shape(outline)) for outline, _ in found]
    parts.sort(key=lambda part: part.bounds)
    return shapely.MultiPolygon(parts)
