"""Pieces of the outlines of houses, seen from a lens: what throws shadows, cut and joined."""

import numpy as np
import shapely
from attrs import evolve, field, frozen

from placement.cameras.footprint import Plane
from placement.units import Booleans, Floats, Integers
from placement.visibility.obstacles.prism_intersections import ON_WALL_M
from placement.visibility.obstacles.prisms import Prisms

CHAIN_DEG = 120.0
"""Strips that follow each other become one polygon up to about this angle. [°]"""


@frozen(eq=False)
class Strips:
    """Pieces of edges, seen from the lens, in their order along the outlines; arrays are (K, …)."""

    start: Floats = field()
    """(K, 2) x and y from the lens. [m]"""
    end: Floats
    over_m: Floats
    """Height of the lens above the roof. [m]"""
    endless: Floats
    """Divisor from which on the shadow ends beyond the range. [m]"""
    ring: Integers

    def take(self, index: Integers | Booleans) -> "Strips":
        """Return some of the strips, in the order asked."""
        return Strips(
            self.start[index],
            self.end[index],
            self.over_m[index],
            self.endless[index],
            self.ring[index],
        )

    @property
    def turn_deg(self) -> Floats:
        """Angle each spans, seen from the lens; positive where sight leaves the house. [°]"""
        (px, py), (qx, qy) = self.start.T, self.end.T
        return np.asarray(np.degrees(np.arctan2(px * qy - py * qx, px * qx + py * qy)))

    def divisor(self, at: Floats, plane: Plane) -> Floats:
        """Return r(p) + d at one place of each. [m]"""
        rise_m: Floats = plane.drop_m - plane.below_m(at[:, 0], at[:, 1])
        return np.asarray(self.over_m + rise_m)

    def middle(self, plane: Plane) -> Floats:
        """Return r(p) + d in the middle of each. [m]"""
        return self.divisor((self.start + self.end) / 2, plane)


def of_houses(
    prisms: Prisms, houses: Integers, lens: tuple[float, float, float], *, endless_over_m: float
) -> Strips:
    """Return the edges of houses but those the lens is on, looking away.

    Parameters
    ----------
    prisms, houses
        The houses, and the numbers of those asked, ascending.
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
    strips = Strips(
        start,
        end,
        lens_m - prisms.top_m[prisms.owner[edge]],
        endless_over_m * away_m,
        prisms.ring[edge],
    )
    turn = strips.turn_deg
    return strips.take((turn != 0) & ~((turn > 0) & (away_m <= ON_WALL_M)))


def cut(strips: Strips, plane: Plane, limit: Floats) -> Strips:
    """Return the strips, those cut in two on which the divisor passes a limit, (K,). [m]"""
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


def slim(strips: Strips, most_deg: Floats) -> tuple[Strips, Integers]:
    """Return the strips cut so that none spans more than asked, (K,), and which each was. [°]"""
    turn = np.radians(strips.turn_deg)
    parts = np.maximum(np.ceil(np.abs(strips.turn_deg) / most_deg), 1).astype(np.int64)
    whole = np.repeat(np.arange(parts.size), parts)
    number = np.arange(whole.size) - np.repeat(np.cumsum(parts) - parts, parts)
    pieces = strips.take(whole)
    far, other = np.hypot(*pieces.start.T), np.hypot(*pieces.end.T)

    def at(share: Floats) -> Floats:
        """Return the place on each edge that lies at a share of its angle; ends stay exact."""
        one, two = far * np.sin(turn[whole] * share), other * np.sin(turn[whole] * (1 - share))
        along = np.where(share == 1, 1.0, one / (one + two))[:, None]
        return np.where(along == 1, pieces.end, pieces.start + along * (pieces.end - pieces.start))

    count = parts[whole]
    return evolve(pieces, start=at(number / count), end=at((number + 1) / count)), whole


def polygons(
    strips: Strips, near: tuple[Floats, Floats], far: tuple[Floats, Floats]
) -> list[shapely.Geometry]:
    """Return the strips between near and far lines, those that follow each other as one.

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
