"""`PrivateGround`: gardens and yards as cells of ground, as a layer has them or assumed.

Assumed is that a family house has the ground within some metres of it that is neither a house, nor
street, nor public space, nor public green, water, woods or railway.
"""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import shapely
from attrs import field, frozen
from rasterio import features
from rasterio.transform import Affine

from placement.units import Booleans, Floats, read_only

CELL_M = 5.0
"""Side of a cell of private ground, which is in the picture as a whole or not. [m]"""
STREET_M = 4.0
"""So far to each side of its axis the ground is street, where private ground is assumed. [m]"""
MOST_CELLS = 20_000_000
"""A layer over more cells than this is looked at in larger ones. [-]"""


@frozen(eq=False)
class PrivateGround:
    """N cells of private ground; arrays are (N,), read only."""

    x_m: Floats = field(converter=read_only)
    """Middle of each. [m]"""
    y_m: Floats = field(converter=read_only)
    area_m2: Floats = field(converter=read_only)
    assumed: bool
    """Whether it follows from family houses, not from a layer."""

    def __len__(self) -> int:
        return int(self.x_m.size)


def of_layer(private: gpd.GeoDataFrame, *, buildings: gpd.GeoDataFrame | None) -> PrivateGround:
    """Return the ground of a layer of polygons, each place once, without houses on it."""
    return _cells(private.geometry.to_numpy(), _shapes(buildings), assumed=False)


@frozen(eq=False)
class Gardens:
    """Ground assumed to belong to family houses: what is near them, and what of it is none."""

    near: np.ndarray = field(converter=read_only)
    """Polygons around the houses."""
    public: np.ndarray = field(converter=read_only)
    """Houses, streets and areas of other layers."""

    def cells(self) -> PrivateGround:
        """Return the cells of it, by which areas in the picture are counted."""
        return _cells(self.near, self.public, assumed=True)

    def outlines(self) -> np.ndarray:
        """Return the polygons of it, which masks cover."""
        tree = shapely.STRtree(self.public)
        blocks = shapely.get_parts(shapely.unary_union(self.near))
        gardens = [
            shapely.difference(block, shapely.unary_union(tree.geometries[tree.query(block)]))
            for block in blocks
        ]
        parts = shapely.get_parts(np.array(gardens, dtype=object))
        return np.asarray(parts[shapely.area(parts) > 0])


def around_houses(
    houses: np.ndarray,
    *,
    garden_m: float,
    buildings: gpd.GeoDataFrame,
    streets: gpd.GeoDataFrame,
    public: Iterable[gpd.GeoDataFrame | None],
) -> Gardens:
    """Return the ground assumed to belong to family houses.

    Parameters
    ----------
    houses
        Outlines of family houses, polygons.
    garden_m
        How far around each. [m]
    buildings, streets, public
        What is no garden: houses, `STREET_M` beside axes of streets, and areas of other layers.
    """
    axes = shapely.buffer(streets.geometry.to_numpy(), STREET_M, quad_segs=2, cap_style="flat")
    others = [_shapes(layer) for layer in public]
    return Gardens(
        shapely.buffer(houses, garden_m, quad_segs=4),
        np.concatenate([_shapes(buildings), axes, *others]),
    )


def nothing() -> PrivateGround:
    """Return no private ground, where no layer has any and no garden may be assumed."""
    return PrivateGround(np.zeros(0), np.zeros(0), np.zeros(0), assumed=False)


def _shapes(layer: gpd.GeoDataFrame | None) -> np.ndarray:
    return np.zeros(0, dtype=object) if layer is None else layer.geometry.to_numpy()


def _cells(ground: np.ndarray, without: np.ndarray, *, assumed: bool) -> PrivateGround:
    """Return the cells whose middle some shapes hold and no others do."""
    ground = ground[~(shapely.is_missing(ground) | shapely.is_empty(ground))]
    if not ground.size:
        return PrivateGround(np.zeros(0), np.zeros(0), np.zeros(0), assumed)
    west, south, east, north = shapely.total_bounds(ground)
    cell_m = max(CELL_M, float(np.sqrt((east - west) * (north - south) / MOST_CELLS)))
    shape = (int((north - south) // cell_m) + 1, int((east - west) // cell_m) + 1)
    frame = Affine(cell_m, 0.0, west, 0.0, -cell_m, north)
    private = _burned(ground, shape, frame) & ~_burned(without, shape, frame)
    row, column = np.nonzero(private)
    return PrivateGround(
        west + (column + 0.5) * cell_m,
        north - (row + 0.5) * cell_m,
        np.full(row.size, cell_m**2),
        assumed,
    )


def _burned(shapes: np.ndarray, shape: tuple[int, int], frame: Affine) -> Booleans:
    """Return the cells whose middle some of the shapes hold."""
    solid = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not solid.size:
        return np.zeros(shape, dtype=np.bool_)
    pairs = [(each, 1) for each in solid]
    burned = features.rasterize(pairs, out_shape=shape, transform=frame, dtype="uint8")
    return np.asarray(burned, dtype=np.bool_)
