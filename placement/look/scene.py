"""`Scene`: all that may be in the picture of a lens, in exact outlines, around its place."""

import geopandas as gpd
import numpy as np
import shapely
from attrs import field, frozen
from numpy.typing import NDArray

from placement.look.ground_cover import GroundCover, ground_cover
from placement.units import Booleans, Floats, Integers, read_only
from placement.visibility.observation import Observer
from placement.visibility.obstacles.prism_intersections import ON_WALL_M
from placement.visibility.obstacles.prisms import Prisms
from placement.visibility.surface import Surface

FAR_M = 400.0
"""Houses, trees and the shape of the ground are drawn out to here; beyond it the ground is flat."""
EYE_INSIDE_M = 0.05
"""A crown that holds the lens, or reaches it so closely, is trimmed. [m]"""


@frozen(eq=False)
class Solids:
    """Upright solids with flat roofs: edges (E, 4) of their outlines, the solid on the left."""

    edges: Floats = field(converter=read_only)
    """From x, y to x, y. [m]"""
    owner: Integers = field(converter=read_only)
    """(E,) solid of each edge."""
    base_m: Floats = field(converter=read_only)
    """(N,) height of the underside; -inf of a house that stands on the ground. [m]"""
    top_m: Floats = field(converter=read_only)
    """(N,) height of the roof. [m]"""


@frozen(eq=False)
class Scene:
    """What lies around a lens; heights count from the zero of the terrain. [m]"""

    eye: tuple[float, float, float]
    """The lens: x, y and height. [m]"""
    observer: Observer
    surface: Surface
    """Its `obstacles` are the shape of the ground, with what is measured on it."""
    houses: Solids
    """Those that stand on the ground."""
    raised: Solids
    """Those with free sight below them."""
    crowns: Floats = field(converter=read_only)
    """(T, 6): x, y, radius, base, top and the height of the ground under it. [m]"""
    permeability: float
    """Share of the view that one crown leaves. [-]"""
    cover: GroundCover

    def ground_m(self, x_m: Floats, y_m: Floats) -> Floats:
        """Return the height of the ground, with what is measured on it, between cell centres."""
        grid, heights = self.surface.grid, self.surface.obstacles
        column = np.clip((x_m - grid.x_min) / grid.cell_m - 0.5, 0.0, grid.columns - 1.0)
        row = np.clip((grid.y_max - y_m) / grid.cell_m - 0.5, 0.0, grid.rows - 1.0)
        west_column = np.minimum(column.astype(np.int64), max(grid.columns - 2, 0))
        top = np.minimum(row.astype(np.int64), max(grid.rows - 2, 0))
        right, below = min(1, grid.columns - 1), min(1, grid.rows - 1)
        across, down = column - west_column, row - top
        upper = (
            heights[top, west_column] * (1 - across) + heights[top, west_column + right] * across
        )
        lower = heights[top + below, west_column] * (1 - across)
        lower = lower + heights[top + below, west_column + right] * across
        return np.asarray(upper * (1 - down) + lower * down)


def scene_around(
    observer: Observer,
    surface: Surface,
    *,
    streets: gpd.GeoDataFrame,
    spaces: gpd.GeoDataFrame | None = None,
    backdrop: gpd.GeoDataFrame | None = None,
) -> Scene:
    """Return what lies within `FAR_M` of a lens.

    Parameters
    ----------
    observer
        The lens.
    surface
        Of the case; its houses are drawn in their outlines where it keeps them.
    streets, spaces, backdrop
        Tables of the case: what the ground is covered with.
    """
    x, y = observer.x_m, observer.y_m
    foot = float(surface.ground_at(np.array([x]), np.array([y]))[0])
    around = shapely.Point(x, y).buffer(FAR_M)
    raised = surface.raised
    return Scene(
        (x, y, foot + observer.height_m),
        observer,
        surface,
        _solids(surface.prisms, around),
        _solids(None, around) if raised is None else _solids(raised.solids, around, raised.base_m),
        _crowns(surface, x, y),
        1.0 if surface.crowns is None else surface.crowns.permeability,
        ground_cover(x, y, streets=streets, spaces=spaces, backdrop=backdrop),
    )


def _solids(prisms: Prisms | None, around: shapely.Polygon, base_m: Floats | None = None) -> Solids:
    """Return the solids that an area touches."""
    if prisms is None or not len(prisms):
        nothing = np.zeros(0)
        return Solids(np.zeros((0, 4)), np.zeros(0, np.int64), nothing, nothing)
    near = np.sort(prisms.tree.query(around, predicate="intersects"))
    number = np.full(len(prisms), -1, dtype=np.int64)
    number[near] = np.arange(near.size)
    owner = number[prisms.owner]
    drawn = owner >= 0
    base = np.full(near.size, -np.inf) if base_m is None else base_m[near]
    return Solids(prisms.edges[drawn], owner[drawn], base, prisms.top_m[near])


def _crowns(surface: Surface, x_m: float, y_m: float) -> Floats:
    """Return the crowns near a lens, but for one that holds it."""
    crowns = surface.crowns
    if crowns is None:
        return np.zeros((0, 6))
    away_m = np.hypot(crowns.x_m - x_m, crowns.y_m - y_m)
    near = (away_m < FAR_M) & (away_m > crowns.radius_m + EYE_INSIDE_M)
    table = np.column_stack([crowns.x_m, crowns.y_m, crowns.radius_m, crowns.base_m, crowns.top_m])[
        near
    ]
    cell = surface.grid.cell_of(table[:, 0], table[:, 1])
    return np.column_stack([table, surface.ground[cell].astype(np.float64)])


def on_own_wall(edges: Floats, x_m: float, y_m: float) -> Booleans:
    """Return which edges a lens hangs on."""
    start, way = edges[:, :2], edges[:, 2:] - edges[:, :2]
    to_eye = np.array([x_m, y_m]) - start
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    along = np.clip((to_eye * way).sum(axis=1) / length, 0.0, 1.0)
    away: NDArray[np.float64] = np.hypot(*(to_eye - along[:, None] * way).T)
    return np.asarray(away <= ON_WALL_M)
