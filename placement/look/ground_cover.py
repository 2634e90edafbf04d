"""`GroundCover`: what the ground around a lens is covered with, on small cells."""

from enum import IntEnum
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from attrs import field, frozen
from numpy.typing import NDArray
from rasterio import features
from rasterio.transform import Affine

from placement.inputs.streets.grades import grade
from placement.units import Floats, read_only

HALF_M, CELL_M = 200.0, 0.5
"""The cells reach so far from the lens, and are as large. [m]"""
OUTSIDE_M = -1.0
"""How deep in a street what lies farther from all of them is said to be. [m]"""
STREET_HALF_M = (5.0, 4.0, 3.0, 1.25)
"""Half of the drawn width of main roads, of the next, of other streets and of paths: the streets'
own widths are not among the data. [m]"""


class Cover(IntEnum):
    """What lies on the ground, what is drawn over the rest last."""

    OTHER = 0
    GREEN = 1
    WATER = 2
    SQUARE = 3
    STREET = 4


_OF_BACKDROP = {"park": Cover.GREEN, "woods": Cover.GREEN, "water": Cover.WATER}


@frozen(eq=False)
class GroundCover:
    """Covers on square cells around a lens, and the streets among them."""

    west_m: float
    north_m: float
    cells: NDArray[np.uint8] = field(converter=read_only)
    """(rows, columns) of `Cover` without streets, north up."""
    in_street_m: NDArray[np.float32] = field(converter=read_only)
    """How far inside a street each cell's centre lies, below 0 outside. [m]"""
    lines: tuple[Floats, ...]
    """(V, 2) vertices of the streets nearby. [m]"""
    names: tuple[str, ...]
    """Of each of them; empty where it has none."""

    def at(self, x_m: Floats, y_m: Floats) -> NDArray[np.uint8]:
        """Return the cover at points; `OTHER` beyond the cells. The edges of streets are smooth."""
        side = len(self.cells)
        row, column = (self.north_m - y_m) / CELL_M - 0.5, (x_m - self.west_m) / CELL_M - 0.5
        inside = (row >= 0) & (row < side - 1) & (column >= 0) & (column < side - 1)
        row, column = np.where(inside, row, 0.0), np.where(inside, column, 0.0)
        top, west_column = row.astype(np.int32), column.astype(np.int32)
        at = top * side + west_column
        down, across = (row - top).astype(np.float32), (column - west_column).astype(np.float32)
        deep = self.in_street_m.ravel()
        upper = deep[at] + across * (deep[at + 1] - deep[at])
        lower = deep[at + side] + across * (deep[at + side + 1] - deep[at + side])
        nearest = self.cells.ravel()[at + (down >= 0.5) * side + (across >= 0.5)]
        cover = np.where(upper + down * (lower - upper) > 0, np.uint8(Cover.STREET), nearest)
        return np.where(inside, cover, np.uint8(Cover.OTHER))


def ground_cover(
    x_m: float,
    y_m: float,
    *,
    streets: gpd.GeoDataFrame,
    spaces: gpd.GeoDataFrame | None,
    backdrop: gpd.GeoDataFrame | None,
) -> GroundCover:
    """Return the covers around a place, of the tables of a case."""
    west, north = x_m - HALF_M, y_m + HALF_M
    around = shapely.box(west, y_m - HALF_M, x_m + HALF_M, north)
    shapes: list[tuple[shapely.Geometry, int]] = []
    if backdrop is not None:
        near = backdrop[backdrop.intersects(around)]
        kinds = [_OF_BACKDROP.get(str(kind), Cover.OTHER) for kind in near["kind"]]
        shapes += list(zip(near.geometry, kinds, strict=True))
    if spaces is not None:
        shapes += [(area, Cover.SQUARE) for area in spaces.geometry[spaces.intersects(around)]]
    drawn = streets[streets.intersects(around)]
    half_m = [STREET_HALF_M[grade(str(kind))] for kind in drawn["street_class"]]
    side = int(2 * HALF_M / CELL_M)
    cells = np.zeros((side, side), np.uint8)
    if shapes:
        transform = Affine(CELL_M, 0.0, west, 0.0, -CELL_M, north)
        cells = features.rasterize(
            sorted(shapes, key=lambda each: each[1]),
            out_shape=cells.shape,
            transform=transform,
            dtype="uint8",
        )
    lines = tuple(shapely.get_coordinates(line) for line in drawn.geometry)
    return GroundCover(
        west,
        north,
        cells,
        _in_streets_m(west, north, side, lines, half_m),
        lines,
        tuple(str(name) for name in drawn["name"]),
    )


def _in_streets_m(
    west_m: float, north_m: float, side: int, lines: tuple[Floats, ...], half_m: list[float]
) -> NDArray[np.float32]:
    """Return how deep in the widest street around them the centres of cells lie. [m]"""
    deep = np.full((side, side), OUTSIDE_M, np.float32)
    for line, half in zip(lines, half_m, strict=True):
        local = (line - [west_m, north_m]) * [1, -1] / CELL_M - 0.5
        for start, end in pairwise(local):
            reach = (half - OUTSIDE_M) / CELL_M
            low = np.maximum(np.floor(np.minimum(start, end) - reach).astype(np.int64), 0)
            high = np.minimum(np.ceil(np.maximum(start, end) + reach).astype(np.int64) + 1, side)
            if (high <= low).any():
                continue
            x = np.arange(low[0], high[0], dtype=np.float64)[None, :] - start[0]
            y = np.arange(low[1], high[1], dtype=np.float64)[:, None] - start[1]
            way = end - start
            along = np.clip((x * way[0] + y * way[1]) / max(float(way @ way), 1e-12), 0.0, 1.0)
            away = np.hypot(x - along * way[0], y - along * way[1]) * CELL_M
            part = deep[low[1] : high[1], low[0] : high[0]]
            np.maximum(part, half - away, out=part, casting="unsafe")
    return deep
