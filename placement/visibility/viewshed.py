"""What one observer sees: the cells of a raster in free sight, and a camera's density on them."""

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
from placement.units import Booleans, Floats, azimuth_deg
from placement.visibility import local_window, person_visibility
from placement.visibility.kernels import r3_sweep
from placement.visibility.lines_of_sight import free_of_houses, lift
from placement.visibility.local_window import ROUNDING
from placement.visibility.observation import Observer, Target
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

    Examples
    --------
    >>> import numpy, placement
    >>> wall = numpy.zeros((9, 9))
    >>> wall[4, :] = 5.0
    >>> visible = placement.line_of_sight(
    ...     wall,
    ...     cell_m=1.0,
    ...     observer=(1, 4),
    ...     observer_height_m=3.0,
    ...     target_height_m=1.6,
    ...     range_m=9.0,
    ... )
    >>> bool(visible[3, 4]), bool(visible[6, 4])
    (True, False)
    """
    obstacles_m = np.asarray(obstacles)
    ground_m = obstacles_m if ground is None else np.asarray(ground)
    _check(obstacles_m, ground_m, cell_m, observer, (observer_height_m, target_height_m), range_m)
    row, column = observer = _whole_cell(observer)
    reach = min(math.floor(range_m / cell_m * (1 + ROUNDING)), max(obstacles_m.shape))
    window = _visible(
        obstacles_m,
        ground_m,
        observer,
        reach=reach,
        lens_m=float(ground_m[observer]) + observer_height_m,
        target_height_m=target_height_m,
        range_cells=range_m / cell_m,
    )
    visible = np.zeros(obstacles_m.shape, dtype=np.bool_)
    north_row, west_column = max(row - reach, 0), max(column - reach, 0)
    part = visible[north_row : row + reach + 1, west_column : column + reach + 1]
    at_row, at_column = north_row - row + reach, west_column - column + reach
    part[:] = window[at_row : at_row + part.shape[0], at_column : at_column + part.shape[1]]
    return visible


@frozen(eq=False)
class Viewshed:
    """The cells in free sight of an observer, with the ray to each; arrays are (2n+1, 2n+1)."""

    transform: Affine
    """Frame of the window: (column, row) to (x, y)."""
    visible: Booleans
    azimuth_deg: Floats
    """From the observer to the cell's centre, clockwise from grid north. [°]"""
    distance_m: Floats
    """Slant distance from lens to target. [m]"""
    depression_deg: Floats

    def density_px_m(self, model: CameraModel, *, azimuth_deg: float, tilt_deg: float) -> Floats:
        """Return the pixel density of a camera here on each cell; from grid north. [°, px/m]"""
        density = model.density_px_m(
            camera_azimuth_deg=azimuth_deg,
            target_azimuth_deg=self.azimuth_deg,
            depression_deg=self.depression_deg,
            distance_m=self.distance_m,
            tilt_deg=tilt_deg,
        )
        return np.where(self.visible, density, 0.0)

    def polygons(self, density_px_m: Floats, levels: Sequence[float]) -> list[shapely.MultiPolygon]:
        """Return, for each level, where the density is at least that. [px/m]"""
        return [_outline(density_px_m >= level, self.transform) for level in levels]


def around(surface: Surface, observer: Observer, target: Target) -> Viewshed:
    """Return on which cells around an observer a target is in free sight; roofs are no target.

    Parameters
    ----------
    surface
        Ground and obstacles.
    observer
        The lens; rays to the raster start in the middle of its cell.
    target
        What must be visible on the ground of a cell.

    Raises
    ------
    InputError
        If the observer lies outside the surface.
    """
    grid = surface.grid
    window = local_window.around(surface, observer)
    lens_m = window.middle_m + observer.height_m
    visible = _visible(
        surface.obstacles,
        surface.ground,
        (window.row, window.column),
        reach=window.reach,
        lens_m=lens_m,
        target_height_m=target.decisive_m,
        range_cells=observer.range_m / grid.cell_m,
    )
    visible &= ~window.roofs
    east, north = window.x_m - observer.x_m, window.y_m - observer.y_m
    if observer.facing_deg is not None:
        visible &= observer.faces(azimuth_deg(east, north))
    lens = (observer.x_m, observer.y_m, lens_m)
    visible[visible] = _free_of_solids_and_trees(surface, lens, window.feet(visible), target)
    level = np.maximum(np.hypot(east, north), grid.cell_m / 4)
    drop = lens_m - (window.ground_m + target.height_m)
    return Viewshed(
        window.transform,
        visible,
        azimuth_deg(east, north),
        np.hypot(level, drop),
        np.degrees(np.arctan2(drop, level)),
    )


def _free_of_solids_and_trees(
    surface: Surface, lens: tuple[float, float, float], feet: Floats, target: Target
) -> Booleans:
    """Return which targets, on feet (N, 3), no house kept as a prism and no tree hides."""
    lenses, every = np.array([lens]), np.arange(len(feet))
    of = np.zeros_like(every)
    heads = lift(feet, target.decisive_m)
    if target.person is None:
        return surface.free_of_solids_and_trees(lenses, heads, lens=of, target=every)
    visible = free_of_houses(surface, lenses, heads, lens=of, target=every)
    line = np.flatnonzero(visible)
    visible[line] = person_visibility.free_of_floating(
        surface, lenses, feet, target.person, lens=of[line], target=line
    )
    return visible


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
) -> Booleans:
    """Return the cells that a lens at a cell of two layers sees, (2n+1, 2n+1)."""
    # Single precision stays as it is: the kernel reads it without loss and computes in double.
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
        r3_sweep.sector_bins(reach, 0.0, 360.0),
    )


def _check(
    obstacles_m: NDArray[np.generic],
    ground_m: NDArray[np.generic],
    cell_m: float,
    observer: tuple[int, int],
    heights_m: tuple[float, float],
    range_m: float,
) -> None:
    row, column = _whole_cell(observer)
    if obstacles_m.ndim != 2 or obstacles_m.shape != ground_m.shape:
        values = {"obstacles": str(obstacles_m.shape), "ground": str(ground_m.shape)}
        raise InputError(Problem("layers_unlike", values=values))
    rows, columns = obstacles_m.shape
    if not (0 <= row < rows and 0 <= column < columns):
        raise InputError(Problem("place_outside_surface", values={"x": str(column), "y": str(row)}))
    if not np.isfinite(ground_m[row, column]):
        values = {"row": str(row), "column": str(column)}
        raise InputError(Problem("place_without_data", values=values))
    _check_numbers(cell_m, heights_m, range_m)


def _whole_cell(observer: tuple[int, int]) -> tuple[int, int]:
    """Return row and column as whole numbers; raise if they are none."""
    try:
        row, column = (float(each) for each in observer)
    except (TypeError, ValueError):
        row = column = math.nan
    if not (row.is_integer() and column.is_integer()):
        raise InputError(Problem("observer_cell", values={"observer": str(observer)}))
    return int(row), int(column)


def _check_numbers(cell_m: float, heights_m: tuple[float, ...], range_m: float) -> None:
    """Raise if a length is not above 0, or a height is not finite."""
    numbers = {"cell_m": cell_m, "range_m": range_m}
    bad = [name for name, value in numbers.items() if not (math.isfinite(value) and value > 0)]
    if bad or not all(map(math.isfinite, heights_m)):
        raise InputError(Problem("sight_numbers", values={"names": ", ".join(bad) or "height_m"}))


def _outline(mask: Booleans, transform: Affine) -> shapely.MultiPolygon:
    shapes = features.shapes(mask.astype(np.uint8), mask=mask, transform=transform)
    parts = [cast("shapely.Polygon", shapely.geometry.shape(outline)) for outline, _ in shapes]
    parts.sort(key=lambda part: part.bounds)
    return shapely.MultiPolygon(parts)
