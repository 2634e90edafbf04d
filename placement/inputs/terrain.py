"""Terrain: heights of a raster, whatever its system, resolution and turn, on the run's grid."""

import warnings
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT
from rasterio.warp import Resampling

from placement.errors import CrsError, InputError, Problem
from placement.grid import Grid
from placement.inputs.account import Account
from placement.inputs.georeference import known_crs, placed, short_name
from placement.inputs.source import source_of, unreadable

Heights = NDArray[np.float32]
RASTER_SUFFIXES = (".tif", ".tiff", ".asc", ".img", ".vrt", ".xyz")
LOWEST_M, HIGHEST_M = -500.0, 9000.0
"""Below the shore of the Dead Sea and above Everest there is no ground. [m]"""
NO_DATA = -np.float32(3.0e38)
"""Mark of cells without a height while warping; NaN cannot be told from a broken value there."""
WARP_MEMORY_MB = 128
UNSTRETCHED = {"XSCALE": "1", "YSCALE": "1"}
"""Keeps GDAL from widening the bilinear kernel unevenly where cells are nearly of one size."""
FINER = 0.9
"""Rasters whose cells are smaller than this share of the grid's are averaged. [-]"""


def read(
    path: Path, *, grid: Grid, source_crs: str | None = None, name: str = "terrain"
) -> tuple[Heights, Account]:
    """Return heights at the cells of a grid: bilinear from coarser rasters, means of finer ones.

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

    Returns
    -------
    height_m : (rows, columns) float32 array
        NaN where the raster has no height. [m]
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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(source) as raster:
                system = _system(raster, path, source_crs, name)
                notes = _notes(raster, path, source_crs)
                height_m = _on_grid(raster, system, grid)
    except (RasterioError, OSError) as error:
        raise InputError(unreadable(path, error.__cause__ or error)) from error
    empty = int(np.isnan(height_m).sum())
    _refuse_impossible(height_m, empty, path)
    if empty:
        share = round(100 * empty / height_m.size, 1)
        values: dict[str, object] = {"n": empty, "share": max(share, 0.1)}
        notes = (*notes, Problem("terrain_incomplete", path.name, values=values))
    height_m.setflags(write=False)
    kept = height_m.size - empty
    dropped = {"no_elevation": empty} if empty else {}
    return height_m, Account(name, path.name, height_m.size, kept, dropped, notes=notes)


def _system(raster: DatasetReader, path: Path, source_crs: str | None, name: str) -> CRS:
    """Return the system of a raster; the plan file's word wins."""
    column = f"inputs.{name}.crs"
    if raster.transform.is_identity and not raster.gcps[0]:
        raise CrsError(Problem("raster_without_position", path.name))
    if source_crs is not None:
        return known_crs(source_crs, file=path.name, column=column)
    own = _own(raster)
    if own is None:
        values = {"input": name}
        raise CrsError(Problem("crs_missing", path.name, column=column, values=values))
    return own


def _own(raster: DatasetReader) -> CRS | None:
    crs = raster.crs or raster.gcps[1]
    return placed(CRS.from_wkt(crs.to_wkt())) if crs else None


def _notes(raster: DatasetReader, path: Path, source_crs: str | None) -> tuple[Problem, ...]:
    notes = []
    if raster.count > 1:
        notes.append(Problem("raster_bands", path.name, values={"n": raster.count}))
    own = _own(raster)
    if (
        source_crs
        and own
        and not own.equals(CRS.from_user_input(source_crs), ignore_axis_order=True)
    ):
        values = {"own": short_name(own), "stated": source_crs}
        notes.append(Problem("crs_overridden", path.name, values=values))
    return tuple(notes)


def _on_grid(raster: DatasetReader, system: CRS, grid: Grid) -> Heights:
    """Return the first band on the grid, a block at a time, NaN where it has nothing."""
    resampling = _resampling(raster, system, grid)
    with WarpedVRT(
        raster,
        src_crs=system.to_wkt(),
        src_nodata=raster.nodata,
        crs=CRS.from_user_input(grid.crs).to_wkt(),
        transform=grid.transform,
        width=grid.columns,
        height=grid.rows,
        nodata=NO_DATA,
        dtype="float32",
        resampling=resampling,
        **(UNSTRETCHED if resampling is Resampling.bilinear else {}),
        warp_mem_limit=WARP_MEMORY_MB,
    ) as warped:
        height_m = np.asarray(warped.read(1), dtype=np.float32)
    return np.where(height_m == NO_DATA, np.float32(np.nan), height_m)


def _resampling(raster: DatasetReader, system: CRS, grid: Grid) -> Resampling:
    """Return how to resample: means where the raster is finer than the grid."""
    west, south, east, north = grid.bounds
    there = Transformer.from_crs(CRS.from_user_input(grid.crs), system, always_xy=True)
    x, y = there.transform((west + east) / 2, (south + north) / 2)
    step = raster.transform
    xs = np.array([x, x + step.a, x + step.b])
    ys = np.array([y, y + step.d, y + step.e])
    back_x, back_y = there.transform(xs, ys, direction="INVERSE")
    (ax, bx), (ay, by) = np.diff(back_x), np.diff(back_y)
    pixel_m2 = abs(ax * (ay + by) - (ax + bx) * ay)
    return Resampling.average if pixel_m2 < (FINER * grid.cell_m) ** 2 else Resampling.bilinear


def _refuse_impossible(height_m: Heights, empty: int, path: Path) -> None:
    if empty == height_m.size:
        raise InputError(Problem("raster_outside", path.name))
    wrong = (height_m < LOWEST_M) | (height_m > HIGHEST_M)
    if wrong.any():
        found = float(height_m[wrong][0])
        values = {"n": int(wrong.sum()), "found": f"{found:.6g}"}
        values |= {"low": LOWEST_M, "high": HIGHEST_M}
        raise InputError(Problem("elevation_impossible", path.name, values=values))
