"""Reader of rasters of heights in any system, resolution and turn, resampled to the run's grid.

Heights count from the sea, as those of terrain, or from the ground, as those of canopy.
"""

import math
import warnings
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from rasterio import features
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import DatasetReader
from rasterio.transform import Affine
from rasterio.warp import Resampling
from scipy import ndimage

from placement.crs.krovak import identify_crs, registered_crs
from placement.errors import CrsError, InputError, Problem
from placement.files import reading
from placement.grid import Grid
from placement.inputs.account import Account
from placement.inputs.gdal_source import source_of
from placement.inputs.layers.georeference import (
    georeferenced,
    known_crs,
    registered_system,
    short_name,
)
from placement.inputs.rasters.bands import band_of
from placement.inputs.rasters.undeclared_nodata import Gaps, undeclared_gaps
from placement.inputs.rasters.warping import Warp
from placement.inputs.tables.row_notes import first_few
from placement.visibility.surface import Above

Heights = NDArray[np.float32]
RASTER_SUFFIXES = (".tif", ".tiff", ".asc", ".img", ".vrt", ".xyz")
LOWEST_M, HIGHEST_M = -500.0, 9000.0
"""Heights of ground: below the shore of the Dead Sea and above Everest there is none. [m]"""
DEEPEST_M, TALLEST_M = -10.0, 400.0
"""Heights of objects on the ground; a little below it is noise of the measurement. [m]"""
SURELY_SEA_M = 5.0
"""Heights above the ground come this close to 0 somewhere. [m]"""
UNEVEN, TURNED_DEG = 1.001, 0.01
"""Cells whose sides differ by this factor, and rasters turned by this, are noted. [-], [°]"""


def read(
    path: Path,
    *,
    grid: Grid,
    source_crs: str | None = None,
    name: str = "terrain",
    above: Above = "sea",
    within: shapely.Geometry | None = None,
) -> tuple[Heights, Account]:
    """Return heights at the cells of a grid: bilinear from coarser rasters, means of finer ones.

    Heights above the ground end in walls, which stay upright: the nearest cell of coarser rasters,
    the median of finer ones.

    Parameters
    ----------
    path
        Raster in any system, resolution and turn that GDAL reads.
    grid
        Frame of the run.
    source_crs
        System of a raster that carries none.
    name
        Key of the input in the plan file.
    above
        What heights count from.
    within
        The planned area, whose share without heights is noted. The whole grid if not given.

    Returns
    -------
    height_m : (rows, columns) float32 array
        NaN where the raster has no height; none above the ground is below 0. [m]
    account
        Counts cells of the grid.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it cannot be read, has no height within the grid, or heights that no ground has.
    CrsError
        If it has no system and none is stated.
    """
    source = source_of(path, name=name, suffixes=RASTER_SUFFIXES)
    with warnings.catch_warnings(), ExitStack() as opened:
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with reading(path):
            raster = opened.enter_context(rasterio.open(source))
            system, step, system_notes = _georeference(
                raster, _system(raster, path, source_crs, name), path
            )
            band = band_of(raster, file=path.name, name=name)
            notes = (*band.notes, *_notes(raster, path, source_crs), *_cell_shape_notes(step, path))
            notes = (*notes, *system_notes)
            warp = Warp(path, source, raster, band, system, step, grid)
            off_grid = above == "ground" and _is_off_grid(raster, system, step, grid)
        missing = _gaps(warp, above)
        height_m = _heights(warp, above, missing)
    empty = int(np.isnan(height_m).sum())
    if off_grid or (above == "sea" and empty == height_m.size):
        raise InputError(Problem("raster_outside", path.name))
    _refuse_impossible(height_m, path, above)
    if above == "ground":
        _refuse_sea(height_m, path, name)
        height_m = np.maximum(height_m, np.float32(0))
    kind = "raster" if above == "ground" else "surface" if name == "surface" else "terrain"
    notes = (*notes, *_gap_notes(missing, path), *_empty_notes(height_m, path, grid, kind, within))
    height_m.setflags(write=False)
    filled = height_m.size - empty
    dropped = {"no_elevation": empty} if empty else {}
    account = Account(name, path.name, height_m.size, filled, dropped, notes=notes, of="cells")
    return height_m, account


def _system(raster: DatasetReader, path: Path, source_crs: str | None, name: str) -> CRS:
    """Return the system of a raster: that of the plan file, else its own."""
    column = f"inputs.{name}.crs"
    if raster.transform.is_identity and not raster.gcps[0]:
        raise CrsError(Problem("raster_without_position", path.name))
    if source_crs is not None:
        return known_crs(source_crs, file=path.name, column=column)
    own = _own_system(raster)
    if own is None:
        values = {"input": name}
        raise CrsError(Problem("crs_missing", path.name, column=column, values=values))
    return own


def _own_system(raster: DatasetReader) -> CRS | None:
    crs = raster.crs or raster.gcps[1]
    return georeferenced(CRS.from_wkt(crs.to_wkt())) if crs else None


def _georeference(
    raster: DatasetReader, system: CRS, path: Path
) -> tuple[CRS, Affine, tuple[Problem, ...]]:
    """Return the registered system, the transform from cells to it, and notes on it."""
    step = raster.transform
    columns, rows = np.array([0, 1, 0, 1]) * raster.width, np.array([0, 0, 1, 1]) * raster.height
    first = step.a * columns + step.b * rows + step.c
    second = step.d * columns + step.e * rows + step.f
    system, turn, notes = registered_system(system, first, second, file=path.name)
    if turn is not None:
        x, y = turn.to_east_north(step[:3], step[3:6])
        step = Affine(*x, *y)
    return system, step, notes


def _notes(raster: DatasetReader, path: Path, source_crs: str | None) -> tuple[Problem, ...]:
    notes = []
    own = _own_system(raster)
    if (
        source_crs
        and own
        and not identify_crs(own).equals(registered_crs(source_crs), ignore_axis_order=True)
    ):
        values = {"own": short_name(own), "stated": source_crs}
        notes.append(Problem("crs_overridden", path.name, values=values))
    return tuple(notes)


def _cell_shape_notes(step: Affine, path: Path) -> list[Problem]:
    """Return notes on cells that are not square, or are turned in their system."""
    notes = []
    wide, high = math.hypot(step.a, step.d), math.hypot(step.b, step.e)
    if max(wide, high) > UNEVEN * min(wide, high):
        values = {"wide": float(f"{wide:.6g}"), "high": float(f"{high:.6g}")}
        notes.append(Problem("raster_cells_uneven", path.name, values=values))
    turned_deg = math.degrees(math.atan2(step.d, step.a))
    if abs(turned_deg) > TURNED_DEG:
        values = {"angle": round(turned_deg, 2)}
        notes.append(Problem("raster_turned", path.name, values=values))
    return notes


def _is_off_grid(raster: DatasetReader, system: CRS, step: Affine, grid: Grid) -> bool:
    """Return whether no part of the raster lies on the grid."""
    back = Transformer.from_crs(registered_crs(grid.crs), system, always_xy=True)
    west, south, east, north = back.transform_bounds(*grid.bounds)
    column, row = np.array([0, 1, 0, 1]) * raster.width, np.array([0, 0, 1, 1]) * raster.height
    x, y = step.a * column + step.b * row + step.c, step.d * column + step.e * row + step.f
    return bool(x.min() >= east or x.max() <= west or y.min() >= north or y.max() <= south)


def _gaps(warp: Warp, above: Above) -> Gaps:
    """Return the undeclared gaps of a raster: numbers and cells that stand for no height."""
    finer = warp.finer
    kinds = (Resampling.min, Resampling.max) if finer else (Resampling.nearest,)
    return undeclared_gaps(
        tuple(warp.numbers(kind) for kind in kinds),
        warp.band,
        limits_m=_limits_m(above),
        cell_m=max(warp.grid.cell_m, warp.cell_m),
        zero_is_height=above == "ground",
        dtype=str(warp.raster.dtypes[warp.band.number - 1]),
    )


def _heights(warp: Warp, above: Above, missing: Gaps) -> Heights:
    """Return the heights of a band on the grid, NaN where it has none. [m]"""
    finer = warp.finer
    number = warp.numbers(_resampling(finer, above), missing=missing.marks)
    height_m = np.asarray(warp.band.heights_m(number), dtype=np.float32)
    height_m[warp.transparent_cells()] = np.nan
    if missing.cells is None:
        return height_m
    wide = math.ceil(warp.cell_m / warp.grid.cell_m)
    smeared = ndimage.binary_dilation(missing.cells, iterations=1 if finer else 1 + wide)
    return np.where(smeared, np.float32(np.nan), height_m)


def _gap_notes(missing: Gaps, path: Path) -> list[Problem]:
    """Return a note on numbers that are treated as gaps."""
    numbers = list(missing.marks)
    numbers += [] if missing.cells is None else [missing.number]
    if not numbers:
        return []
    numbers_text = first_few(f"{number:.6g}" for number in dict.fromkeys(numbers))
    return [Problem("raster_gap_numbers", path.name, values={"found": numbers_text})]


def _empty_notes(
    height_m: Heights, path: Path, grid: Grid, kind: str, within: shapely.Geometry | None
) -> list[Problem]:
    """Return a note on cells without a height, in the planned area or around it."""
    empty = np.isnan(height_m)
    if not empty.any():
        return []
    planned = np.ones(grid.shape, dtype=np.bool_)
    if within is not None:
        planned = features.geometry_mask(
            [within], out_shape=grid.shape, transform=grid.transform, all_touched=True, invert=True
        )
    share = 100 * float((empty & planned).sum()) / max(int(planned.sum()), 1)
    if share == 0:
        share_around = 100 * float(empty.sum()) / max(int((~planned).sum()), 1)
        values = {"share": max(round(share_around, 1), 0.1)}
        return [Problem("raster_short_around", path.name, values=values)]
    return [Problem(f"{kind}_incomplete", path.name, values={"share": max(round(share, 1), 0.1)})]


def _resampling(finer: bool, above: Above) -> Resampling:  # noqa: FBT001 -- of the raster
    """Return how to resample: means, or medians, where the raster is finer than the grid."""
    if above == "ground":
        return Resampling.med if finer else Resampling.nearest
    return Resampling.average if finer else Resampling.bilinear


def _limits_m(above: Above) -> tuple[float, float]:
    return (LOWEST_M, HIGHEST_M) if above == "sea" else (DEEPEST_M, TALLEST_M)


def _refuse_impossible(height_m: Heights, path: Path, above: Above) -> None:
    low, high = _limits_m(above)
    wrong = (height_m < low) | (height_m > high)
    if wrong.any():
        first = float(height_m[wrong][0])
        values = {"n": int(wrong.sum()), "found": f"{first:.6g}", "low": low, "high": high}
        raise InputError(Problem("elevation_impossible", path.name, values=values))


def _refuse_sea(height_m: Heights, path: Path, name: str) -> None:
    """Raise if heights that should count from the ground come nowhere near 0."""
    finite = height_m[np.isfinite(height_m)]
    if finite.size == height_m.size and finite.min() > SURELY_SEA_M:
        values = {"low": round(float(finite.min()), 1)}
        column = f"inputs.{name}"
        raise InputError(Problem("heights_from_sea", path.name, column=column, values=values))
