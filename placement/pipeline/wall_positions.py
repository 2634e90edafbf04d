"""What stands inside a house that hides it: moved before its wall towards the street, or named.

Address points lie inside buildings by definition (RÚIAN), and lists of cameras are placed by
address or drawn on the roof. A lens in there sees nothing, so it is taken to hang on the wall.
"""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve, frozen

from placement.texts import plain
from placement.units import HALF_CIRCLE_DEG, Booleans, Floats, azimuth_deg, turn_deg
from placement.visibility.obstacles.prism_intersections import ON_WALL_M

STAND_OFF_M = 0.5
"""A camera on a wall hangs this far before it. [m]"""
DEEPEST_M = 30.0
"""Who stands farther from the wall is not known to hang on it. [m]"""
STREET_WITHIN_M = 60.0
"""A street farther away is not the one a house stands on. [m]"""
ROOM_M = 2.0
"""Free ground there must be before a wall for a camera to look out on. [m]"""
JOINED_M = 0.05
"""Houses with a gap narrower than this share a wall. [m]"""
CARDS = 24
"""Directions in which a wall is looked for. [-]"""


@frozen
class Wall:
    """A place before a wall."""

    x_m: float
    y_m: float
    facing_deg: float
    """Where the wall looks, clockwise from grid north. [°]"""
    moved_m: float
    street: str = ""
    """Name of the street it looks to; empty if it has none."""


@frozen(eq=False)
class Houses:
    """The houses that have a wall at some height, and the streets they may look to."""

    outlines: np.ndarray
    base_m: Floats
    top_m: Floats
    tree: shapely.STRtree
    streets: np.ndarray
    names: Sequence[str]
    street_tree: shapely.STRtree

    @classmethod
    def of(cls, buildings: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> "Houses":
        """Return the houses of the tables `BUILDINGS` and `STREETS`."""
        outlines = shapely.force_2d(np.asarray(buildings.geometry.array, dtype=object))
        lines = np.asarray(streets.geometry.array, dtype=object)
        base = buildings.get("base_m", np.zeros(len(buildings)))
        return cls(
            shapely.make_valid(outlines),
            np.asarray(base, dtype=np.float64),
            np.asarray(buildings["height_m"], dtype=np.float64),
            shapely.STRtree(outlines),
            lines,
            [str(name) for name in streets["name"]],
            shapely.STRtree(lines),
        )

    def around(self, point: shapely.Point, height_m: float) -> shapely.Geometry | None:
        """Return the block of joined houses that hold a place at a height; None outside."""
        near = self._at(self.tree.query(point.buffer(DEEPEST_M + STREET_WITHIN_M)), height_m)
        own = near[shapely.covers(self.outlines[near], point)]
        walls = shapely.boundary(self.outlines[own])
        if not own.size or shapely.distance(walls, point).max() <= ON_WALL_M:
            return None
        union = shapely.union_all(shapely.buffer(self.outlines[near], JOINED_M, join_style="mitre"))
        joined = shapely.get_parts(shapely.buffer(union, -JOINED_M, join_style="mitre"))
        inside = joined[shapely.covers(joined, point)]
        return inside[0] if inside.size else shapely.union_all(self.outlines[own])

    def wall(
        self,
        point: shapely.Point,
        *,
        height_m: float,
        looks_deg: float = np.nan,
        street: str = "",
    ) -> Wall | None:
        """Return where a camera hangs that is said to be at a place inside a house.

        Parameters
        ----------
        point
            A place for which `around` gives a block.
        height_m
            Of the lens, above ground. [m]
        looks_deg
            Its direction from grid north: the wall must not stand in its way; NaN where unknown.
        street
            Text that may name the street it hangs on.

        Returns
        -------
        wall
            The nearest before which there is room, towards the street named, else the nearest one;
            None where there is none within `DEEPEST_M`: in a courtyard, or deep inside.
        """
        block = self.around(point, height_m)
        if block is None:
            return None
        near = self._at(self.tree.query(point.buffer(2 * STREET_WITHIN_M)), height_m)
        others = shapely.union_all(self.outlines[near])
        has_direction = not np.isnan(looks_deg)
        preferred = [self._towards_street(point, block, others, street)]
        preferred += (
            [self._along(point, block, others, looks_deg, in_sight=False)] if has_direction else []
        )
        rays = np.arange(CARDS) * (360.0 / CARDS)
        by_ray = [self._along(point, block, others, float(ray)) for ray in rays]
        near_first = sorted((w for w in by_ray if w is not None), key=lambda wall: wall.moved_m)
        walls = [*(wall for wall in preferred if wall is not None), *near_first]
        if has_direction:
            facing_walls = [
                w for w in walls if abs(turn_deg(w.facing_deg, looks_deg)) < HALF_CIRCLE_DEG
            ]
            walls = facing_walls or walls
        return walls[0] if walls else None

    def _at(self, near: np.ndarray, height_m: float) -> np.ndarray:
        """Return those of some houses that have a wall at a height."""
        at_height = (self.base_m[near] <= height_m) & (height_m < self.top_m[near])
        houses: np.ndarray = near[at_height]
        return houses

    def _towards_street(
        self,
        point: shapely.Point,
        block: shapely.Geometry,
        others: shapely.Geometry,
        street_text: str,
    ) -> Wall | None:
        near = self.street_tree.query(point.buffer(STREET_WITHIN_M), predicate="intersects")
        if not near.size:
            return None
        away = shapely.distance(self.streets[near], point)
        is_named = np.array([_names(street_text, self.names[k]) for k in near])
        pool = near[is_named] if is_named.any() else near
        away = away[is_named] if is_named.any() else away
        chosen = int(pool[np.argmin(away)])
        line = self.streets[chosen]
        goal = line.interpolate(line.project(point))
        wall = self._leaving(point, goal, block, others)
        if wall is None:
            return None
        place = shapely.Point(wall.x_m, wall.y_m)
        if shapely.intersects(others, shapely.LineString([place, goal])):
            return None  # another house stands between it and the street
        return evolve(wall, street=self.names[chosen])

    def _along(
        self,
        point: shapely.Point,
        block: shapely.Geometry,
        others: shapely.Geometry,
        ray_deg: float,
        *,
        in_sight: bool = True,
    ) -> Wall | None:
        """Return the place before the wall on a ray, if asked only where the street is in sight."""
        turned = np.radians(ray_deg)
        far = DEEPEST_M + ROOM_M
        goal = shapely.Point(point.x + far * np.sin(turned), point.y + far * np.cos(turned))
        wall = self._leaving(point, goal, block, others)
        if wall is None:
            return None
        place = shapely.Point(wall.x_m, wall.y_m)
        nearest = self.street_tree.query_nearest(place, max_distance=STREET_WITHIN_M)
        if not nearest.size:
            return None if in_sight else wall
        line = self.streets[nearest[0]]
        way = shapely.LineString([place, line.interpolate(line.project(place))])
        if in_sight and shapely.intersects(others, way):
            return None
        return evolve(wall, street=self.names[nearest[0]])

    def _leaving(
        self,
        point: shapely.Point,
        goal: shapely.Point,
        block: shapely.Geometry,
        others: shapely.Geometry,
    ) -> Wall | None:
        """Return the place before the wall through which the way to a goal leaves the block."""
        way = shapely.LineString([point, goal])
        cuts = shapely.get_coordinates(shapely.intersection(way, shapely.boundary(block)))
        if not len(cuts):
            return None
        last = cuts[np.argmax(np.hypot(*(cuts - [point.x, point.y]).T))]
        facing = _outwards(block, last)
        off = np.radians(facing)
        out = np.array([np.sin(off), np.cos(off)])
        place, room = last + STAND_OFF_M * out, last + ROOM_M * out
        moved = float(np.hypot(*(place - [point.x, point.y])))
        before = shapely.LineString([last + 2 * ON_WALL_M * out, room])
        if moved > DEEPEST_M or shapely.intersects(others, before):
            return None
        x, y = np.round(place, 3)
        return Wall(float(x), float(y), facing, moved)


def _names(text: str, street: str) -> bool:
    """Return whether a text names a street."""
    return bool(street) and f" {plain(street)} " in f" {plain(text)} "


def _outwards(block: shapely.Geometry, at: Floats) -> float:
    """Return where the wall of a block at a place on its boundary looks, from grid north. [°]"""
    edges = []
    for ring in shapely.get_rings(block):
        xy = shapely.get_coordinates(ring)
        edges.append(np.hstack([xy[:-1], xy[1:]]))
    from_to = np.vstack(edges)
    lines = np.atleast_1d(np.asarray(shapely.linestrings(from_to.reshape(-1, 2, 2)), dtype=object))
    x1, y1, x2, y2 = from_to[int(np.argmin(shapely.distance(lines, shapely.Point(at))))]
    along = float(azimuth_deg(x2 - x1, y2 - y1))
    turned = np.radians(along + 90.0)
    probe = shapely.Point(at[0] + 0.02 * np.sin(turned), at[1] + 0.02 * np.cos(turned))
    return float((along + (270.0 if shapely.contains(block, probe) else 90.0)) % 360.0)


def inside(houses: Houses, x_m: Floats, y_m: Floats, height_m: Floats) -> Booleans:
    """Return which places, at their heights, lie inside a house."""
    points = np.atleast_1d(np.asarray(shapely.points(x_m, y_m), dtype=object))
    place, house = houses.tree.query(points, predicate="within")
    at_height = (houses.base_m[house] <= height_m[place]) & (height_m[place] < houses.top_m[house])
    deep = shapely.distance(shapely.boundary(houses.outlines[house]), points[place]) > ON_WALL_M
    is_inside = np.zeros(len(points), dtype=np.bool_)
    is_inside[place[at_height & deep]] = True
    return is_inside
