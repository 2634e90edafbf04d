"""`Surface`: the ground people stand on and the obstacles that hide them, kept apart.

A camera looks at people on the ground, past roofs and trees; so targets stand on `ground` and lines
of sight are tested against `obstacles`. Buildings are prisms with flat roofs, trees solid columns.
The houses are either burned into the raster of obstacles or kept in their exact outlines.
"""

from typing import Literal

import geopandas as gpd
import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray
from rasterio import features
from scipy import ndimage

from placement import prisms as solids
from placement.grid import Grid
from placement.prisms import Prisms
from placement.units import Booleans, Floats, read_only

Heights = NDArray[np.float32]
Engine = Literal["raster", "vector"]


@frozen(eq=False)
class Surface:
    """Heights on the grid of a run; layers are (rows, columns), above the sea or a datum. [m]"""

    grid: Grid
    ground: Heights = field(converter=read_only)
    obstacles: Heights = field(converter=read_only)
    roofs: Booleans = field(converter=read_only)
    """Cells a building stands on: nobody to watch there, and no pole either."""
    prisms: Prisms | None = None
    """Houses that hide beside `obstacles`, which then has none; None where it has them all."""

    def __attrs_post_init__(self) -> None:
        for layer in (self.ground, self.obstacles, self.roofs):
            if layer.shape != self.grid.shape:
                raise ValueError(f"layer {layer.shape} on a grid of {self.grid.shape}")

    def ground_at(self, x: Floats, y: Floats) -> Floats:
        """Return the height of the ground at points inside the grid. [m]"""
        return self.ground[self.grid.cell_of(x, y)].astype(np.float64)


def build(
    grid: Grid,
    *,
    ground: Heights | None,
    buildings: gpd.GeoDataFrame | None = None,
    trees: gpd.GeoDataFrame | None = None,
    surface: Heights | None = None,
    engine: Engine = "raster",
) -> Surface:
    """Return the surface of a town from what is known of it.

    Parameters
    ----------
    grid
        Frame of all layers.
    ground : (rows, columns) array or None
        Terrain; NaN where unknown is filled from the nearest known cell. None: flat at 0. [m]
    buildings
        Table `BUILDINGS`; a roof lies `height_m` above the ground at the building's inner point.
    trees
        Table `TREES`; a tree is a solid disc of its crown's radius up to its height.
    surface : (rows, columns) array or None
        A measured surface model with buildings and trees, laid over the rest. [m]
    engine
        "raster" burns the buildings into the obstacles; "vector" keeps them as prisms.
    """
    terrain = np.zeros(grid.shape, np.float32) if ground is None else _filled(ground)
    obstacles = terrain.copy()
    roofs = np.zeros(grid.shape, dtype=np.bool_)
    prisms = None
    if buildings is not None and not buildings.empty:
        tops = _tops(buildings, terrain, grid)
        roofs = ~np.isnan(tops)
        if engine == "vector":
            prisms = solids.build(*_flat_tops(buildings, terrain, grid))
        else:
            obstacles = np.fmax(obstacles, tops)
    if trees is not None and not trees.empty:
        crowns = trees.set_geometry(trees.geometry.buffer(trees["crown_radius_m"], quad_segs=4))
        obstacles = np.fmax(obstacles, _tops(crowns, terrain, grid))
    if surface is not None:
        obstacles = np.fmax(obstacles, surface.astype(np.float32))
    return Surface(grid, terrain, obstacles, roofs, prisms)


def _flat_tops(
    shapes: gpd.GeoDataFrame, terrain: Heights, grid: Grid
) -> tuple[NDArray[np.object_], Floats]:
    """Return the shapes that stand on the grid and the height of their flat tops. [m]"""
    inner = shapes.geometry.representative_point()
    inside = grid.holds(inner.x, inner.y)
    shapes, inner = shapes[inside], inner[inside]
    foot = terrain[grid.cell_of(inner.x, inner.y)].astype(np.float64)
    top = foot + shapes["height_m"].to_numpy(dtype=np.float64)
    return shapes.geometry.to_numpy(), top


def _tops(shapes: gpd.GeoDataFrame, terrain: Heights, grid: Grid) -> Heights:
    """Return the height of flat tops on the cells whose centre a shape holds, NaN elsewhere. [m]"""
    drawn, top = _flat_tops(shapes, terrain, grid)
    order = np.argsort(top, kind="stable")  # the highest is burned last and stays
    pairs = [(drawn[i], top[i]) for i in order]
    if not pairs:
        return np.full(grid.shape, np.nan, np.float32)
    burned = features.rasterize(
        pairs, out_shape=grid.shape, transform=grid.transform, fill=np.nan, dtype="float32"
    )
    return np.asarray(burned, dtype=np.float32)


def _filled(heights: Heights) -> Heights:
    unknown = np.isnan(heights)
    if not unknown.any():
        return heights.astype(np.float32)
    nearest = ndimage.distance_transform_edt(unknown, return_distances=False, return_indices=True)
    return np.asarray(heights[tuple(nearest)], dtype=np.float32)
