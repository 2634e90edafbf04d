"""`Prisms`: houses as upright solids with flat roofs, in their exact outlines."""

import math

import numpy as np
import shapely
from attrs import evolve, field, frozen
from numpy.typing import ArrayLike, NDArray

from placement.units import Booleans, Floats, Integers, read_only
from placement.visibility.obstacles import prism_intersections
from placement.visibility.obstacles.prism_intersections import ON_WALL_M, TOUCH_M

EDGES_A_CELL = 2.0
"""Edges that lie in a cell of the index on average. [-]"""
LEAST_CELL_M = 2.0
MOST_CELLS = 4_000_000


@frozen(eq=False)
class Prisms:
    """Houses on a plan; arrays are (N,) by footprint or (E,) by edge of an outline or courtyard."""

    footprints: NDArray[np.object_] = field(converter=read_only)
    """shapely polygons, valid, without height; one house may be several."""
    top_m: Floats = field(converter=read_only)
    """Height of the roof above the sea or the datum of the ground. [m]"""
    edges: Floats = field(converter=read_only)
    """(E, 4) from x, y to x, y, house on the left, in the order of footprints and rings. [m]"""
    owner: Integers = field(converter=read_only)
    """Footprint of each edge, ascending."""
    ring: Integers = field(converter=read_only)
    """Ring of each edge, ascending: neighbours of one ring follow each other."""
    house: Integers = field(converter=read_only)
    """(N,) index of the house that each footprint is part of."""
    tree: shapely.STRtree = field(repr=False)
    cells: prism_intersections.Index = field(repr=False)

    def __len__(self) -> int:
        return int(self.top_m.size)

    def take(self, index: Integers) -> "Prisms":
        """Return some of the footprints, in the order of an index; houses keep their numbers."""
        return _from_polygons(self.footprints[index], self.top_m[index], self.house[index])

    def lift(self, by_m: Floats) -> "Prisms":
        """Return the houses with heights (N,) added to their roofs. [m]"""
        tops = self.top_m + by_m
        return evolve(self, top_m=tops, cells=index_of(self.edges, tops[self.owner]))

    def roof_over(self, x_m: ArrayLike, y_m: ArrayLike) -> Floats:
        """Return the highest roof over points inside a house, -inf over those outside. [m]

        A point less than `ON_WALL_M` inside a wall is on it, and outside the house.
        """
        points = np.asarray(shapely.points(np.atleast_1d(x_m), np.atleast_1d(y_m)))
        roof_m = np.full(points.size, -np.inf)
        if len(self):
            point, house = self.tree.query(points, predicate="within")
            walls = shapely.boundary(self.footprints[house])
            deep = shapely.distance(points[point], walls) > ON_WALL_M
            np.maximum.at(roof_m, point[deep], self.top_m[house[deep]])
        return roof_m

    def free(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Booleans:
        """Return which lines of sight run past or above all houses.

        Parameters
        ----------
        lenses : (S, 3) array
            x, y and height above the datum. [m]
        targets : (I, 3) array
            The same of what is looked at. [m]
        lens, target : (P,) arrays
            Index of either end of each line.

        Returns
        -------
        free : (P,) bool array

        Notes
        -----
        A line is hidden where it crosses an outline below the roof; one that touches sees. A wall
        does not hide an end that is on it and looks away from it. An end inside a house, under its
        roof, sees nothing.
        """
        start, end = (
            np.ascontiguousarray(points, dtype=np.float64) for points in (lenses, targets)
        )
        of, to = (np.asarray(index, dtype=np.int64) for index in (lens, target))
        if not len(self) or not of.size:
            return np.ones(of.size, dtype=np.bool_)
        is_free = prism_intersections.free_pairs(
            start, end, of, to, self.edges, self.top_m[self.owner], self.cells
        )
        return np.asarray(is_free & self._outside(start, of)[of] & self._outside(end, to)[to])

    def lowest_free_m(
        self, lenses: Floats, targets: Floats, *, lens: ArrayLike, target: ArrayLike
    ) -> Floats:
        """Return the lowest height at which each target is free of houses, (P,), as in `free`.

        Arguments as in `free`; the targets' own heights are not read. Above the datum; -inf where
        no house is in the way, inf where the lens is inside a house under its roof. [m]
        """
        start, end = (
            np.ascontiguousarray(points, dtype=np.float64) for points in (lenses, targets)
        )
        of, to = (np.asarray(index, dtype=np.int64) for index in (lens, target))
        if not len(self) or not of.size:
            return np.full(of.size, -np.inf)
        tops = self.top_m[self.owner]
        over_m = prism_intersections.lowest_free(start, end, of, to, self.edges, tops, self.cells)
        lowest_m = np.maximum(over_m, self._roofs(end, to)[to])
        return np.where(self._outside(start, of)[of], lowest_m, np.inf)

    def _outside(self, points: Floats, ends: Integers) -> Booleans:
        """Return which points (x, y, height) that are ends are not in a house under its roof."""
        return np.asarray(points[:, 2] >= self._roofs(points, ends) - TOUCH_M)

    def _roofs(self, points: Floats, ends: Integers) -> Floats:
        """Return the highest roof over those points that are ends of lines; -inf for the others.

        A few cameras reach few of the points of a town. [m]
        """
        is_end = np.zeros(len(points), dtype=np.bool_)
        is_end[ends] = True
        roof_m = np.full(len(points), -np.inf)
        roof_m[is_end] = self.roof_over(*points[is_end].T[:2])
        return roof_m


def build(footprints: ArrayLike, top_m: ArrayLike) -> Prisms:
    """Return the houses of footprints (polygons with courtyards, or several) and roof heights. [m]

    An outline that crosses itself is mended; what has no area is left out.
    """
    outlines = shapely.force_2d(np.asarray(footprints, dtype=object))
    valid = np.where(shapely.is_valid(outlines), outlines, shapely.make_valid(outlines))
    parts, house = shapely.get_parts(valid, return_index=True)
    parts, inner = shapely.get_parts(parts, return_index=True)  # of collections that mending made
    house = house[inner]
    solid = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > 0)
    polygons = np.asarray(parts[solid], dtype=object)
    tops = np.asarray(top_m, dtype=np.float64)[house[solid]]
    return _from_polygons(polygons, tops, house[solid].astype(np.int64))


def _from_polygons(polygons: NDArray[np.object_], tops: Floats, house: Integers) -> Prisms:
    edges, owner, ring = _edges(polygons)
    cells = index_of(edges, tops[owner])
    return Prisms(polygons, tops, edges, owner, ring, house, shapely.STRtree(polygons), cells)


def _edges(polygons: NDArray[np.object_]) -> tuple[Floats, Integers, Integers]:
    """Return edges (E, 4) with the polygon on their left, their polygon and their ring."""
    rings, owner = shapely.get_rings(polygons, return_index=True)
    outer = np.diff(owner, prepend=-1) > 0  # the first ring of each polygon
    turned = np.where(shapely.is_ccw(rings) == outer, rings, shapely.reverse(rings))
    xy, ring = shapely.get_coordinates(turned, return_index=True)
    same = ring[1:] == ring[:-1]
    moves = same & (xy[1:] != xy[:-1]).any(axis=1)
    edges = np.ascontiguousarray(np.hstack([xy[:-1], xy[1:]])[moves])
    ring = ring[:-1][moves].astype(np.int64)
    return edges, owner[ring].astype(np.int64), ring


def index_of(edges: Floats, top_m: Floats) -> prism_intersections.Index:
    """Return edges (E, 4) under roofs (E,), sorted into cells for the kernels. [m]"""
    if not len(edges):
        edges = np.zeros((0, 4))
    ends = edges.reshape(-1, 2)
    low = ends.min(axis=0, initial=np.inf) if len(ends) else np.zeros(2)
    size = ends.max(axis=0, initial=-np.inf) - low if len(ends) else np.zeros(2)
    area = float(np.prod(size))
    cell_m = max(
        LEAST_CELL_M,
        math.sqrt(EDGES_A_CELL * area / max(len(edges), 1)),
        math.sqrt(area / MOST_CELLS),
    )
    shape = np.floor(size[::-1] / cell_m).astype(np.int64) + 1
    frame = np.array([low[0], low[1], cell_m])
    cells: prism_intersections.Index = prism_intersections.index(
        edges, np.ascontiguousarray(top_m), frame, shape
    )
    return cells
