"""`Warp`: resampling of a band from a raster's cells to those of a run's grid."""

import math
from pathlib import Path

import numpy as np
import rasterio
from attrs import evolve, frozen
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from rasterio.io import DatasetReader
from rasterio.transform import Affine
from rasterio.vrt import WarpedVRT
from rasterio.warp import Resampling

from placement.crs.krovak import registered_crs
from placement.files import reading
from placement.grid import Grid
from placement.inputs.rasters.bands import NO_DATA, Band, masked_source
from placement.units import Booleans

Numbers = NDArray[np.float32]
WARP_MEMORY_MB = 128
UNSTRETCHED = {"XSCALE": "1", "YSCALE": "1"}
"""Keeps GDAL from widening the bilinear kernel unevenly where cells are nearly of one size."""
FINER = 0.9
"""Rasters whose cells are smaller than this share of the grid's are averaged. [-]"""


@frozen(eq=False)
class Warp:
    """A raster, its band and transform, and the grid to which it is resampled."""

    path: Path
    source: str
    """GDAL's name of the raster."""
    raster: DatasetReader
    band: Band
    system: CRS
    step: Affine
    """From columns and rows to the system."""
    grid: Grid

    @property
    def cell_m(self) -> float:
        """Width of the raster's cells in the middle of the grid. [m]"""
        west, south, east, north = self.grid.bounds
        with reading(self.path):  # not every system has a way to every other
            there = Transformer.from_crs(registered_crs(self.grid.crs), self.system, always_xy=True)
            x, y = there.transform((west + east) / 2, (south + north) / 2)
            xs = np.array([x, x + self.step.a, x + self.step.b])
            ys = np.array([y, y + self.step.d, y + self.step.e])
            back_x, back_y = there.transform(xs, ys, direction="INVERSE")
            if not np.isfinite([*back_x, *back_y]).all():
                raise ValueError(f"{self.system.name}: {x:.6g}, {y:.6g}")
        (ax, bx), (ay, by) = np.diff(back_x), np.diff(back_y)
        return math.sqrt(abs(ax * (ay + by) - (ax + bx) * ay))

    @property
    def finer(self) -> bool:
        """Whether several of the raster's cells lie in one of the grid's."""
        return self.cell_m < FINER * self.grid.cell_m

    def numbers(self, resampling: Resampling, *, missing: tuple[float, ...] = ()) -> Numbers:
        """Return the band's numbers on the grid, NaN where it has none, a block at a time.

        Parameters
        ----------
        missing
            Numbers that stand for none, beside those that the raster declares.
        """
        bare = bool(self.raster.gcps[0])  # a virtual raster would lose its points on the map
        source = self.source
        if not bare:
            source = masked_source(self.source, self.raster, self.band, self.step, missing)
        with (
            reading(self.path),
            rasterio.open(source) as single,
            WarpedVRT(
                single,
                src_crs=self.system.to_wkt(),
                src_nodata=single.nodata,
                crs=registered_crs(self.grid.crs).to_wkt(),
                transform=self.grid.transform,
                width=self.grid.columns,
                height=self.grid.rows,
                nodata=NO_DATA,
                dtype="float32",
                resampling=resampling,
                **(UNSTRETCHED if resampling is Resampling.bilinear else {}),
                warp_mem_limit=WARP_MEMORY_MB,
            ) as warped,
        ):
            number = np.asarray(warped.read(self.band.number if bare else 1), dtype=np.float32)
        return np.where(number == NO_DATA, np.float32(np.nan), number)

    def transparent_cells(self) -> Booleans:
        """Return the cells that a band of transparency hides, if only a part of them."""
        if self.band.alpha is None:
            return np.zeros(self.grid.shape, dtype=np.bool_)
        veil = evolve(self, band=Band(self.band.alpha))
        return np.asarray(veil.numbers(Resampling.min) == 0)
