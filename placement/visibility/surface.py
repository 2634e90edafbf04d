"""`Surface`: the ground that targets stand on and the obstacles that hide them, kept apart.

A camera looks at people on the ground, past roofs and trees; so targets stand on `ground` and lines
of sight are tested against `obstacles`. Buildings are prisms with flat roofs, either burned into
the raster of obstacles or kept in their exact outlines; trees are crowns above their trunks, or a
raster of canopy.
"""

from typing import Literal

import geopandas as gpd
import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import ArrayLike, NDArray
from rasterio import features
from scipy import ndimage

from placement.grid import Grid
from placement.units import Booleans, Floats, read_only
from placement.visibility.obstacles import prisms as houses
from placement.visibility.obstacles import raised_solids
from placement.visibility.obstacles import trees as trees_as_crowns
from placement.visibility.obstacles.canopy import Canopy
from placement.visibility.obstacles.prisms import Prisms
from placement.visibility.obstacles.raised_solids import RaisedSolids
from placement.visibility.obstacles.trees import SEEN_SHARE, Crowns, Season

Heights = NDArray[np.float32]
Engine = Literal["raster", "vector"]
Above = Literal["sea", "ground"]
"""What the heights of a measured surface count from."""
LOWEST_ROOF_M = 2.0
"""A measured height above the ground from which a cell counts as a roof. [m]"""
LOWEST_BASE_M, THIN_M = 2.0, 1.0
"""Lower undersides are no passage: such a building stands on the ground, unless it is as thin as a
roof on posts. [m]"""


@frozen(eq=False)
class Surface:
    """Heights on the grid of a run; layers are (rows, columns), above the sea or a datum. [m]"""

    grid: Grid
    ground: Heights = field(converter=read_only)
    obstacles: Heights = field(converter=read_only)
    roofs: Booleans = field(converter=read_only)
    """Cells a building stands on: no targets there, and no poles."""
    prisms: Prisms | None = None
    """Houses that hide beside `obstacles`, which then has none; None where it has them all."""
    crowns: Crowns | None = None
    """Trees that hide beside `obstacles`, which never has them; None where there are none."""
    canopy: Canopy | None = None
    """Trees known as a raster, which hide likewise."""
    raised: RaisedSolids | None = None
    """Buildings with free sight below them, which hide beside `obstacles` with either engine."""

    def __attrs_post_init__(self) -> None:
        for layer in (self.ground, self.obstacles, self.roofs):
            if layer.shape != self.grid.shape:
                raise ValueError(f"layer {layer.shape} on a grid of {self.grid.shape}")

    @property
    def trees(self) -> tuple[Crowns | Canopy, ...]:
        """Single trees and canopy, those there are."""
        return tuple(tree for tree in (self.crowns, self.canopy) if tree is not None)

    @property
    def floating(self) -> tuple[RaisedSolids | Crowns | Canopy, ...]:
        """Obstacles that one can look through below: raised buildings, single trees and canopy."""
        return self.trees if self.raised is None else (self.raised, *self.trees)

    def without_floating(self) -> "Surface":
        """Return the surface without trees and raised buildings."""
        return evolve(self, crowns=None, canopy=None, raised=None)

    def without_trees(self) -> "Surface":
        """Return the surface without trees."""
        return evolve(self, crowns=None, canopy=None)

    def free_of_solids_and_trees(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Booleans:
        """Return which lines are free of solid houses and left enough view by trees, (P,).

        Arguments as in `Prisms.free`; the raster of obstacles is left aside.
        """
        of, to = (np.asarray(index, dtype=np.int64) for index in (lens, target))
        share = np.ones(of.size)
        if self.prisms is not None:
            share[~self.prisms.free(lenses, targets, lens=of, target=to)] = 0.0
        line = np.flatnonzero(share)
        share[line] = self.view_share(lenses, targets, lens=of[line], target=to[line])
        return np.asarray(share >= SEEN_SHARE)

    def view_share(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Floats:
        """Return the share of the view that trees and raised buildings leave on each line, (P,).

        Arguments as in `Prisms.free`; below `SEEN_SHARE` it may be less than said. [-]
        """
        of, to = (np.asarray(index, dtype=np.int64) for index in (lens, target))
        share = np.ones(of.size)
        for obstacle in self.floating:
            line = np.flatnonzero(share >= SEEN_SHARE)
            share[line] *= obstacle.view_share(lenses, targets, lens=of[line], target=to[line])
        return share

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
    surface_above: Above = "sea",
    engine: Engine = "raster",
    season: Season = "leaf-on",
) -> Surface:
    """Return the surface built from terrain, buildings, trees and a measured surface model.

    Parameters
    ----------
    grid
        Frame of all layers.
    ground : (rows, columns) array or None
        Terrain; NaN where unknown is filled from the nearest known cell. None: the measured
        surface beside the houses if its heights count from the sea, else flat at 0. [m]
    buildings
        Table `BUILDINGS`; a roof lies `height_m` above the ground at the building's inner point,
        an underside `base_m`, if the table has it.
    trees
        Table `TREES`.
    surface : (rows, columns) array or None
        A measured surface model, laid over the rest; NaN where nothing is known. [m]
    surface_above
        "sea": heights of buildings and trees as the terrain has them; "ground": heights of
        buildings alone above the ground, whose cells are roofs.
    engine
        "raster" burns the buildings into the obstacles; "vector" keeps them as prisms. Those with
        free sight below them are kept in their outlines by both.
    season
        Whether trees are in leaf.
    """
    measured = None if surface is None else surface.astype(np.float32)
    if ground is None and measured is not None and surface_above == "sea":
        ground = np.where(_footprints(buildings, grid), np.float32(np.nan), measured)
    terrain = read_only(np.zeros(grid.shape, np.float32) if ground is None else _filled(ground))
    obstacles = terrain  # the same array where nothing is laid over the ground
    roofs = np.zeros(grid.shape, dtype=np.bool_)
    prisms = None
    buildings, raised = _split_raised(buildings)
    if buildings is not None and not buildings.empty:
        tops = _tops(buildings, terrain, grid)
        roofs = ~np.isnan(tops)
        if engine == "vector":
            prisms = houses.build(*_flat_tops(buildings, terrain, grid))
        else:
            obstacles = np.fmax(obstacles, tops)
    if measured is not None and surface_above == "ground":
        roofs = roofs | (measured >= LOWEST_ROOF_M)
        measured = terrain + measured
    if measured is not None:
        obstacles = np.fmax(obstacles, measured)
    return Surface(
        grid,
        terrain,
        obstacles,
        roofs,
        prisms,
        _crowns(trees, terrain, grid, season),
        raised=_raised(raised, terrain, grid),
    )


def _split_raised(
    buildings: gpd.GeoDataFrame | None,
) -> tuple[gpd.GeoDataFrame | None, gpd.GeoDataFrame | None]:
    """Return the buildings that stand on the ground, and the raised ones."""
    if buildings is None or "base_m" not in buildings.columns:
        return buildings, None
    base_m, height_m = buildings["base_m"], buildings["height_m"]
    is_raised = (base_m >= LOWEST_BASE_M) | ((base_m > 0) & (height_m - base_m < THIN_M))
    return (buildings[~is_raised], buildings[is_raised]) if is_raised.any() else (buildings, None)


def _raised(
    buildings: gpd.GeoDataFrame | None, terrain: Heights, grid: Grid
) -> RaisedSolids | None:
    if buildings is None:
        return None
    shapes, top_m = _flat_tops(buildings, terrain, grid)
    under = buildings.assign(height_m=buildings["base_m"])
    return raised_solids.build(shapes, _flat_tops(under, terrain, grid)[1], top_m)


def _footprints(buildings: gpd.GeoDataFrame | None, grid: Grid) -> Booleans:
    """Return the cells whose centre a building holds."""
    if buildings is None or buildings.empty:
        return np.zeros(grid.shape, dtype=np.bool_)
    return ~np.isnan(_tops(buildings, np.zeros(grid.shape, np.float32), grid))


def _crowns(
    trees: gpd.GeoDataFrame | None, terrain: Heights, grid: Grid, season: Season
) -> Crowns | None:
    if trees is None or trees.empty:
        return None
    on_grid = trees[grid.holds(trees.geometry.x, trees.geometry.y)]
    foot = terrain[grid.cell_of(on_grid.geometry.x, on_grid.geometry.y)].astype(np.float64)
    return trees_as_crowns.build(on_grid, foot, season=season)


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
