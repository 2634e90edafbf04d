"""`WallStrips`: pieces of house outlines relative to a lens that throw shadows; split, joined."""

import numpy as np
import shapely
from attrs import evolve, field, frozen

from placement.cameras.footprint import Plane
from placement.units import Booleans, Floats, Integers
from placement.visibility.obstacles.prism_intersections import ON_WALL_M
from placement.visibility.obstacles.prisms import Prisms

CHAIN_DEG = 120.0
"""WallStrips that follow each other become one polygon up to about this angle. [°]"""


@frozen(eq=False)
class WallStrips:
    """Pieces of edges relative to a lens, in their order along the outlines; arrays are (K, …)."""

    start: Floats = field()
    """(K, 2) x and y from the lens. [m]"""
    end: Floats
    over_m: Floats
    """Height of the lens above the roof. [m]"""
    endless_below_m: Floats
    """Below this divisor the shadow ends beyond the range. [m]"""
    ring: Integers

    def take(self, index: Integers | Booleans) -> "WallStrips":
        """Return some of the strips, in the order of an index."""
        return WallStrips(
            self.start[index],
            self.end[index],
            self.over_m[index],
            self.endless_below_m[index],
            self.ring[index],
        )

    @property
    def turn_deg(self) -> Floats:
        """Angle each spans from the lens; positive where the line of sight leaves the house. [°]"""
        (px, py), (qx, qy) = self.start.T, self.end.T
        return np.asarray(np.degrees(np.arctan2(px * qy - py * qx, px * qx + py * qy)))

    def divisor(self, at: Floats, plane: Plane) -> Floats:
        """Return the divisor r(p) + d of `shadows` at one place of each. [m]"""
        rise_m: Floats = plane.drop_m - plane.below_m(at[:, 0], at[:, 1])
        return np.asarray(self.over_m + rise_m)

    def middle_divisor(self, plane: Plane) -> Floats:
        """Return the divisor r(p) + d of `shadows` in the middle of each. [m]"""
        return self.divisor((self.start + self.end) / 2, plane)


def from_houses(
    prisms: Prisms, houses: Integers, lens: tuple[float, float, float], *, endless_over_m: float
) -> WallStrips:
    """Return the edges of houses as strips, without walls that the lens is on and looks away from.

    Parameters
    ----------
    prisms, houses
        The houses, and the ascending numbers of those to use.
    lens
        Its place and height above the datum. [m]
    endless_over_m
        Height of the lens above or below the plane over the distance at which shadows may end. [-]
    """
    x_m, y_m, lens_m = lens
    first, last = (np.searchsorted(prisms.owner, houses, side) for side in ("left", "right"))
    count = last - first
    edge = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    start, end = np.split(prisms.edges[edge] - np.array([x_m, y_m, x_m, y_m]), 2, axis=1)
    way = end - start
    along = np.clip(-(start * way).sum(axis=1) / (way * way).sum(axis=1), 0.0, 1.0)
    away_m = np.hypot(*(start + along[:, None] * way).T)
    strips = WallStrips(
        start,
        end,
        lens_m - prisms.top_m[prisms.owner[edge]],
        endless_over_m * away_m,
        prisms.ring[edge],
    )
    turn = strips.turn_deg
    return strips.take((turn != 0) & ~((turn > 0) & (away_m <= ON_WALL_M)))


def split_at_divisor(strips: WallStrips, plane: Plane, limit: Floats) -> WallStrips:
    """Return the strips, split in two where their divisor passes a limit, (K,). [m]"""
    start, end = (strips.divisor(at, plane) - limit for at in (strips.start, strips.end))
    passes = np.flatnonzero(start * end < 0)
    share = (start / np.where(start == end, 1.0, start - end))[passes, None]
    middle = strips.start[passes] + share * (strips.end - strips.start)[passes]
    parts = np.ones(len(strips.ring), dtype=np.int64)
    parts[passes] = 2
    pieces = strips.take(np.repeat(np.arange(parts.size), parts))
    second = (np.cumsum(parts) - 1)[passes]
    from_here, to_here = pieces.start.copy(), pieces.end.copy()
    from_here[second], to_here[second - 1] = middle, middle
    return evolve(pieces, start=from_here, end=to_here)


def split_by_angle(strips: WallStrips, most_deg: Floats) -> tuple[WallStrips, Integers]:
    """Return strips split to span no more than a limit, (K,), and the origin of each. [°]"""
    turn = np.radians(strips.turn_deg)
    parts = np.maximum(np.ceil(np.abs(strips.turn_deg) / most_deg), 1).astype(np.int64)
    whole = np.repeat(np.arange(parts.size), parts)
    number = np.arange(whole.size) - np.repeat(np.cumsum(parts) - parts, parts)
    pieces = strips.take(whole)
    start_m, end_m = np.hypot(*pieces.start.T), np.hypot(*pieces.end.T)

    def point_at(share: Floats) -> Floats:
        """Return the point on each edge at a share of its angle; ends stay exact."""
        one, two = start_m * np.sin(turn[whole] * share), end_m * np.sin(turn[whole] * (1 - share))
        along = np.where(share == 1, 1.0, one / (one + two))[:, None]
        return np.where(along == 1, pieces.end, pieces.start + along * (pieces.end - pieces.start))

    count = parts[whole]
    return evolve(pieces, start=point_at(number / count), end=point_at((number + 1) / count)), whole


def join_polygons(
    strips: WallStrips, near: tuple[Floats, Floats], far: tuple[Floats, Floats]
) -> list[shapely.Geometry]:
    """Return the areas between near and far lines of strips, joined where strips follow each other.

    Each line has the places at the start and at the end of every strip, (K, 2). [m]
    """
    if not len(strips.ring):
        return []
    turn = strips.turn_deg
    breaks = (
        (np.diff(strips.ring) != 0)
        | (strips.start[1:] != strips.end[:-1]).any(axis=1)
        | (np.diff(np.sign(turn)) != 0)
        | (np.diff(np.cumsum(np.abs(turn)) // CHAIN_DEG) != 0)
    )
    chain = np.concatenate([[0], np.cumsum(breaks)])
    number = np.arange(chain.size)
    corners = np.concatenate([near[0], near[1], far[1], far[0]])
    place = np.concatenate([2 * number, 2 * number + 1, -2 * number - 1, -2 * number])
    side = np.repeat([0, 1], 2 * number.size)
    ring = np.tile(chain, 4)
    order = np.lexsort((place, side, ring))
    outlines = shapely.linearrings(corners[order], indices=ring[order])
    return list(np.asarray(shapely.polygons(outlines)))
