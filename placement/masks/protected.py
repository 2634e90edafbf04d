"""`Protected`: homes above their sills and private ground, which masks are to cover.

The seam to the room `privacy`, which says what is a home and where ground is private: this room
takes outlines, heights and polygons and asks no more.
"""

from collections.abc import Iterator

import numpy as np
import shapely
from attrs import field, frozen
from numpy.typing import ArrayLike, NDArray

from placement.units import Booleans, Floats, Integers, read_only
from placement.visibility.surface import Surface

INSIDE_M = 0.02
"""The outline of a home holds what lies this far inside its wall. [m]"""
ON_OUTLINE_M = 1e-3
"""A wall so near to an outline is on it. [m]"""


@frozen(eq=False)
class Protected:
    """What no picture may show at `density_px_m` or more."""

    homes: NDArray[np.object_] = field(converter=read_only)
    """(H,) outlines of houses where people live, shapely polygons."""
    ground: NDArray[np.object_] = field(converter=read_only)
    """Private ground: polygons."""
    surface: Surface
    """Whose ground houses stand on."""
    sill_m: float
    """Windows begin this high above the ground before their wall. [m]"""
    density_px_m: float
    """From this pixel density on a person is known. [px/m]"""
    _homes_tree: shapely.STRtree = field(init=False, repr=False)
    _ground_tree: shapely.STRtree = field(init=False, repr=False)

    @_homes_tree.default
    def _of_homes(self) -> shapely.STRtree:
        return shapely.STRtree(self.homes)

    @_ground_tree.default
    def _of_ground(self) -> shapely.STRtree:
        return shapely.STRtree(self.ground)

    def sills_m(self, edges: Floats) -> Floats:
        """Return the height from which walls are protected, (E,): inf of what is no home. [m]

        `edges` (E, 4) run from x, y to x, y with the house on their left.
        """
        start, way = edges[:, :2], edges[:, 2:] - edges[:, :2]
        length = np.maximum(np.hypot(*way.T), 1e-9)[:, None]
        inward = np.column_stack([-way[:, 1], way[:, 0]]) / length
        middle = start + way / 2
        is_home = np.zeros(len(edges), dtype=np.bool_)
        for home, at in _inside(self._homes_tree, middle + inward * INSIDE_M):
            wall = shapely.distance(self.homes[home].boundary, shapely.points(middle[at]))
            is_home[at[wall < ON_OUTLINE_M]] = (
                True  # where houses overlap, a wall is that of its own
            )
        return np.where(is_home, self._ground_m(middle) + self.sill_m, np.inf)

    def holds(self, x_m: ArrayLike, y_m: ArrayLike, height_m: ArrayLike) -> Booleans:
        """Return which points of a surface are protected: private ground, and homes above sills.

        A measured surface has houses in it; what stands in a home's outline above its sill is then
        wall or roof, and both are covered.
        """
        points = np.column_stack([np.ravel(x_m), np.ravel(y_m)])
        held = np.ravel(height_m) >= self._ground_m(points) + self.sill_m
        held[held] = self._in_homes(points[held])
        for _, at in _inside(self._ground_tree, points):
            held[at] = True
        return np.asarray(held)

    def _in_homes(self, points: Floats) -> Booleans:
        """Return which points (N, 2) are in outlines of homes."""
        held = np.zeros(len(points), dtype=np.bool_)
        for _, at in _inside(self._homes_tree, points):
            held[at] = True
        return held

    def _ground_m(self, points: Floats) -> Floats:
        """Return the height of the ground at points (N, 2), of the nearest cell outside. [m]"""
        grid = self.surface.grid
        x = np.clip(points[:, 0], grid.x_min, grid.x_min + (grid.columns - 0.5) * grid.cell_m)
        y = np.clip(points[:, 1], grid.y_max - (grid.rows - 0.5) * grid.cell_m, grid.y_max)
        return self.surface.ground_at(x, y)


def _inside(tree: shapely.STRtree, points: Floats) -> Iterator[tuple[int, Integers]]:
    """Yield the polygons near points (N, 2), each with the points that it holds."""
    if not len(points):
        return
    order = np.argsort(points[:, 0], kind="stable")
    east, north = points[order].T
    around = shapely.box(east[0], north.min(), east[-1], north.max())
    for number in np.sort(tree.query(around)):
        shape = tree.geometries[number]
        west, south, far_east, far_north = shape.bounds
        some = order[np.searchsorted(east, west) : np.searchsorted(east, far_east, "right")]
        some = some[(points[some, 1] >= south) & (points[some, 1] <= far_north)]
        shapely.prepare(shape)
        inside = some[shapely.intersects_xy(shape, *points[some].T)]
        if inside.size:
            yield int(number), inside
