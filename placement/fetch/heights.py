"""Rasters of heights, downloaded and checked tile by tile, and joined to a mosaic."""

import math
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import rasterio
from attrs import frozen
from numpy.typing import NDArray
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.transform import Affine

from placement.errors import InputError, OutputError, Problem
from placement.fetch.cache import Cache, CachedAnswer
from placement.fetch.endpoints import Endpoint
from placement.files import reading

CRS = "EPSG:5514"
NO_DATA = -9999.0
LOWEST_M, HIGHEST_M = -100.0, 2000.0
"""Below every mine and above every mountain of Czechia with something on it. [m]"""
Heights = NDArray[np.float32]


@frozen
class Tile:
    """One tile of a raster, and its file."""

    row: int
    column: int
    rows: int
    columns: int
    path: Path


@frozen(eq=False)
class Mosaic:
    """Adjacent tiles in EPSG:5514; NaN where a model has no height."""

    west_m: float
    north_m: float
    cell_m: float
    rows: int
    columns: int
    tiles: tuple[Tile, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north. [m]"""
        south_m = self.north_m - self.rows * self.cell_m
        return self.west_m, south_m, self.west_m + self.columns * self.cell_m, self.north_m

    def heights_m(self) -> Heights:
        """Return the heights, NaN where there is none. [m]"""
        whole = np.full((self.rows, self.columns), np.nan, dtype=np.float32)
        for tile in self.tiles:
            part = _read(tile.path, rows=tile.rows, columns=tile.columns)
            there = (
                slice(tile.row, tile.row + tile.rows),
                slice(tile.column, tile.column + tile.columns),
            )
            whole[there] = part
        return whole


def fetch(
    bounds: tuple[float, float, float, float], *, cache: Cache, endpoint: Endpoint
) -> tuple[Mosaic, list[CachedAnswer]]:
    """Return the mosaic of a rectangle of EPSG:5514, and the answers of its tiles.

    Raises
    ------
    InputError
        If the rectangle takes too many tiles, or one of them cannot be downloaded; the others stay
        in the cache.
    """
    mosaic = _frame(bounds, endpoint)
    tiles = list(_tiles(mosaic, endpoint.tile_cells))
    if len(tiles) > endpoint.most_tiles:
        values = {"n": len(tiles), "most": endpoint.most_tiles}
        raise InputError(Problem("fetch_too_many_tiles", column=endpoint.key, values=values))
    answers = []
    for row, column, rows, columns in tiles:
        west_m = mosaic.west_m + column * mosaic.cell_m
        north_m = mosaic.north_m - row * mosaic.cell_m
        box = (
            west_m,
            north_m - rows * mosaic.cell_m,
            west_m + columns * mosaic.cell_m,
            north_m,
        )
        edges = ",".join(f"{edge:.3f}" for edge in box)
        request = endpoint.request(bbox=edges, rows=rows, columns=columns)
        answers.append(cache.get(request, check=_checker(box, rows, columns)))
    tiles_with_files = tuple(
        Tile(*tile, path=each.path) for tile, each in zip(tiles, answers, strict=True)
    )
    return Mosaic(
        mosaic.west_m, mosaic.north_m, mosaic.cell_m, mosaic.rows, mosaic.columns, tiles_with_files
    ), answers


def write(height_m: Heights, path: Path, *, west_m: float, north_m: float, cell_m: float) -> None:
    """Write heights as a GeoTIFF of EPSG:5514.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    filled = np.where(np.isfinite(height_m), height_m, np.float32(NO_DATA)).astype(np.float32)
    try:
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            width=filled.shape[1],
            height=filled.shape[0],
            count=1,
            dtype="float32",
            crs=CRS,
            transform=Affine(cell_m, 0.0, west_m, 0.0, -cell_m, north_m),
            nodata=NO_DATA,
            compress="deflate",
            predictor=3,
            tiled=True,
        ) as raster:
            raster.write(filled, 1)
    except (RasterioError, OSError) as error:
        values = {"folder": str(path.parent), "reason": str(error)}
        raise OutputError(Problem("output_failed", path.name, values=values)) from error


def _frame(bounds: tuple[float, float, float, float], endpoint: Endpoint) -> Mosaic:
    """Return the frame of whole cells around a rectangle."""
    cell_m = float(endpoint.cell_m)
    west, south = (math.floor(edge / cell_m) for edge in bounds[:2])
    east, north = (math.ceil(edge / cell_m) for edge in bounds[2:])
    return Mosaic(west * cell_m, north * cell_m, cell_m, north - south, east - west, ())


def _tiles(mosaic: Mosaic, most: int) -> Iterator[tuple[int, int, int, int]]:
    for row in range(0, mosaic.rows, most):
        for column in range(0, mosaic.columns, most):
            yield row, column, min(most, mosaic.rows - row), min(most, mosaic.columns - column)


def _checker(
    box: tuple[float, float, float, float], rows: int, columns: int
) -> Callable[[Path], None]:
    """Return a check that a file holds the heights of a box, and nothing else."""

    def check(path: Path) -> None:
        _read(path, rows=rows, columns=columns, box=box)

    return check


def _read(
    path: Path,
    *,
    rows: int,
    columns: int,
    box: tuple[float, float, float, float] | None = None,
) -> Heights:
    """Return the heights of a tile.

    Raises
    ------
    InputError
        If it is of another size or place, no raster of heights, or no GeoTIFF at all.
    """
    with warnings.catch_warnings(), reading(path, kind="fetch_unreadable"):
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path, driver="GTiff") as raster:
            description = f"{raster.width} × {raster.height} × {raster.count}, {raster.dtypes[0]}"
            shape_fits = (raster.width, raster.height, raster.count) == (columns, rows, 1)
            if not shape_fits or raster.dtypes[0] not in ("float32", "float64"):
                raise InputError(_unreadable(path, description))
            cell_m = (box[2] - box[0]) / columns if box else 0.0
            if box and not np.allclose(raster.bounds, box, rtol=0, atol=cell_m / 2):
                raise InputError(_unreadable(path, str(tuple(raster.bounds))))
            height_m: Heights = raster.read(1).astype(np.float32)
            if raster.nodata is not None:
                height_m[height_m == np.float32(raster.nodata)] = np.nan
    height_m[height_m == np.float32(NO_DATA)] = np.nan
    finite = height_m[np.isfinite(height_m)]
    if finite.size and (finite.min() < LOWEST_M or finite.max() > HIGHEST_M):
        raise InputError(_unreadable(path, f"{finite.min():.0f}–{finite.max():.0f} m"))
    return height_m


def _unreadable(path: Path, reason: str) -> Problem:
    reason = reason.replace(str(path.parent), "…")
    return Problem("fetch_unreadable", path.name, values={"reason": reason})
