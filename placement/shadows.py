"""Shadows of houses on the ground, as polygons: what a lens there does not see of it.

As a lamp would, the lens throws the shadow of each prism on the plane of the targets. Measured from
the lens, a point p of a roof edge falls on the plane at ``p · h / (r(p) + d)``: h is the height of
the lens over the plane under it, d its height over the roof, r(p) what the plane rises up to p. A
divisor of 0 or less is a shadow without end. The projection takes straight edges to straight lines,
so the shadow is the footprint and a strip behind each edge by which the line of sight leaves it.
From below the plane, a roof hides what is farther than where its edge falls.

On uneven ground each edge is looked at along rays. From its distance r(e) on it hides every place p
with ``D(p) / r(p) > d / r(e)``, D being how far the place lies below the lens: the line of sight
passes the edge below the roof. There may be several such stretches along a ray.
"""

import numpy as np
import shapely
from attrs import evolve, field, frozen

from placement.crossings import ON_WALL_M
from placement.pictures import Ground, Plane, Relief
from placement.prisms import Prisms
from placement.units import Booleans, Floats, Integers

TURN_DEG = 30.0
"""A strip without end spans no more, seen from the lens. [°]"""
CHAIN_DEG = 120.0
"""Strips that follow each other become one polygon up to about this angle. [°]"""
RAY_DEG = 1.0
"""Between the rays on uneven ground, at most. [°]"""
BLOCK = 2_000
"""Strips whose rays are looked along together. [-]"""


@frozen(eq=False)
class _Strips:
    """Pieces of edges, seen from the lens, in their order along the outlines; arrays are (K, …)."""

    start: Floats = field()
    """(K, 2) x and y from the lens. [m]"""
    end: Floats
    over_m: Floats
    """Height of the lens above the roof. [m]"""
    endless: Floats
    """Divisor from which on the shadow ends beyond the range. [m]"""
    ring: Integers

    def take(self, index: Integers | Booleans) -> "_Strips":
        return _Strips(
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


def cast(
    prisms: Prisms, *, x_m: float, y_m: float, lens_m: float, ground: Ground, range_m: float
) -> list[shapely.Geometry]:
    """Return footprints and shadows of the houses within range; they overlap.

    Parameters
    ----------
    prisms
        Houses; a wall the lens is on does not hide what it looks away to.
    x_m, y_m, lens_m
        Place of the lens and its height above the datum. [m]
    ground
        Where the targets are, relative to the lens.
    range_m
        How far shadows matter. [m]
    """
    houses = np.sort(prisms.tree.query(shapely.Point(x_m, y_m), "dwithin", range_m))
    beyond_m = range_m / np.cos(np.radians(TURN_DEG / 2)) * 1.01
    drop_m = ground.drop_m if isinstance(ground, Plane) else 0.0
    strips = _strips(prisms, houses, x_m, y_m, lens_m=lens_m, height_m=drop_m, far_m=beyond_m)
    if isinstance(ground, Relief):
        shades = _on_relief(strips, ground, beyond_m)
    elif drop_m > 0:
        shades = _from_above(strips, ground, beyond_m)
    else:
        shades = _from_below(strips, ground, beyond_m)
    moved = shapely.transform(shades, lambda xy: xy + np.array([x_m, y_m]))
    return [*prisms.footprints[houses], *moved]


def _strips(
    prisms: Prisms,
    houses: Integers,
    x_m: float,
    y_m: float,
    *,
    lens_m: float,
    height_m: float,
    far_m: float,
) -> _Strips:
    """Return the edges of houses but those the lens is on, looking away."""
    first, last = (np.searchsorted(prisms.owner, houses, side) for side in ("left", "right"))
    count = last - first
    edge = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    start, end = np.split(prisms.edges[edge] - np.array([x_m, y_m, x_m, y_m]), 2, axis=1)
    way = end - start
    along = np.clip(-(start * way).sum(axis=1) / (way * way).sum(axis=1), 0.0, 1.0)
    away_m = np.hypot(*(start + along[:, None] * way).T)
    strips = _Strips(
        start,
        end,
        lens_m - prisms.top_m[prisms.owner[edge]],
        abs(height_m) * away_m / far_m,
        prisms.ring[edge],
    )
    turn = strips.turn_deg
    return strips.take((turn != 0) & ~((turn > 0) & (away_m <= ON_WALL_M)))


def _from_above(strips: _Strips, plane: Plane, far_m: float) -> list[shapely.Geometry]:
    """Return shadows on a plane below the lens: from the house to where its edge falls."""
    # Of a roof above the lens the front edge may fall farther, where the plane rises behind it.
    rises = np.maximum(strips.divisor(strips.start, plane), strips.divisor(strips.end, plane)) > 0
    strips = strips.take((strips.turn_deg > 0) | ((strips.over_m < 0) & rises))
    strips = _cut(strips, plane, strips.endless)
    strips = _cut(strips, plane, np.full(len(strips.ring), plane.drop_m))
    strips = strips.take(strips.middle(plane) < plane.drop_m)
    endless = strips.middle(plane) < strips.endless
    strips, whole = _slim(strips, np.where(endless, TURN_DEG, CHAIN_DEG))
    falls = []
    for at in (strips.start, strips.end):
        with np.errstate(divide="ignore"):
            factor = np.maximum(plane.drop_m / strips.divisor(at, plane), 1.0)
        fall = at * factor[:, None]
        falls.append(np.where(endless[whole, None], _beyond(at, far_m), fall))
    return _polygons(strips, (strips.start, strips.end), (falls[0], falls[1]))


def _from_below(strips: _Strips, plane: Plane, far_m: float) -> list[shapely.Geometry]:
    """Return shadows on a plane above the lens: from where an edge falls to beyond the range."""
    strips = _cut(strips, plane, -strips.endless)
    strips = _cut(strips, plane, np.full(len(strips.ring), plane.drop_m))
    strips = strips.take(strips.middle(plane) < -strips.endless)
    strips, _ = _slim(strips, np.full(len(strips.ring), TURN_DEG))
    falls = []
    for at in (strips.start, strips.end):
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.fmax(plane.drop_m / strips.divisor(at, plane), 1.0)
        falls.append(at * factor[:, None])
    beyond = [_beyond(fall, far_m) for fall in falls]
    return _polygons(strips, (falls[0], falls[1]), (beyond[0], beyond[1]))


def _on_relief(strips: _Strips, relief: Relief, far_m: float) -> list[shapely.Geometry]:
    """Return shadows on uneven ground: along each ray from where an edge hides to where it stops.

    Between rays with as many stretches these are joined; others are held halfway.
    """
    strips = strips.take((strips.turn_deg > 0) | (strips.over_m < 0))
    strips, _ = _slim(strips, np.full(len(strips.ring), RAY_DEG))
    blocks = np.split(np.arange(len(strips.ring)), range(BLOCK, len(strips.ring), BLOCK))
    shades = [shade for block in blocks for shade in _along_rays(strips.take(block), relief, far_m)]
    return list(shapely.make_valid(np.array(shades, dtype=object)))  # stretches may begin as points


def _along_rays(strips: _Strips, relief: Relief, far_m: float) -> list[shapely.Geometry]:
    """Return the shadows of some strips that each lie between two rays; see `_on_relief`."""
    rays = (_stretches(at, strips.over_m, relief, far_m) for at in (strips.start, strips.end))
    start, end = _alike(*rays)
    unlike = (np.isnan(start) != np.isnan(end)).any(axis=(1, 2))
    middle = (strips.start + strips.end) / 2
    parts = (
        (strips.take(~unlike), start[~unlike], end[~unlike]),
        (evolve(strips, end=middle).take(unlike), start[unlike], start[unlike]),
        (evolve(strips, start=middle).take(unlike), end[unlike], end[unlike]),
    )
    shades = []
    for part, here, there in parts:
        for number in range(here.shape[1]):
            has = ~np.isnan(here[:, number, 0])
            ends = here[has, number], there[has, number]
            piece = part.take(has)
            near, far = (
                (piece.start * ends[0][:, [side]], piece.end * ends[1][:, [side]])
                for side in (0, 1)
            )
            shades += _polygons(piece, near, far)
    return shades


def _stretches(at: Floats, over_m: Floats, relief: Relief, far_m: float) -> Floats:
    """Return from where to where edges at some places (N, 2) hide, in their distance, (N, K, 2).

    NaN beyond the last stretch of a ray.
    """
    away_m = np.maximum(np.hypot(*at.T), ON_WALL_M / 2)
    count = int(np.ceil(far_m / relief.cell_m)) + 1
    radii = away_m[:, None] + np.maximum(far_m - away_m, 0.0)[:, None] * np.linspace(0, 1, count)
    share = radii / away_m[:, None]
    below_m = relief.below_m(at[:, :1] * share, at[:, 1:] * share)
    over = below_m - over_m[:, None] * share
    change = np.diff((over > 0).astype(np.int8), axis=1, prepend=0, append=0)
    (ray, first), last = np.nonzero(change == 1), np.nonzero(change == -1)[1] - 1
    number = np.arange(ray.size) - np.searchsorted(ray, ray)
    ends = np.full((len(at), int(number.max(initial=-1)) + 1, 2), np.nan)
    for side, (inside, outside) in enumerate(((first, first - 1), (last, last + 1))):
        beside = np.clip(outside, 0, count - 1)
        rise = over[ray, inside] - over[ray, beside]
        part = np.where(rise > 0, over[ray, inside] / np.where(rise > 0, rise, 1.0), 0.0)
        ends[ray, number, side] = share[ray, inside] + part * (
            share[ray, beside] - share[ray, inside]
        )
    return ends


def _alike(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return stretches with room for as many along either ray."""
    most = max(one.shape[1], other.shape[1])
    padded = (
        np.pad(ends, ((0, 0), (0, most - ends.shape[1]), (0, 0)), constant_values=np.nan)
        for ends in (one, other)
    )
    return next(padded), next(padded)


def _beyond(at: Floats, far_m: float) -> Floats:
    """Return places behind those given, seen from the lens, and beyond the range."""
    return np.asarray(at * (2 * np.maximum(far_m / np.hypot(*at.T), 1.0))[:, None])


def _cut(strips: _Strips, plane: Plane, limit: Floats) -> _Strips:
    """Return the strips, those cut in two on which the divisor passes a limit."""
    start, end = (strips.divisor(at, plane) - limit for at in (strips.start, strips.end))
    passes = np.flatnonzero(start * end < 0)
    share = (start / np.where(start == end, 1.0, start - end))[passes, None]
    middle = strips.start[passes] + share * (strips.end - strips.start)[passes]
    parts = np.ones(len(strips.ring), dtype=np.int64)
    parts[passes] = 2
    cut = strips.take(np.repeat(np.arange(parts.size), parts))
    second = (np.cumsum(parts) - 1)[passes]
    from_here, to_here = cut.start.copy(), cut.end.copy()
    from_here[second], to_here[second - 1] = middle, middle
    return evolve(cut, start=from_here, end=to_here)


def _slim(strips: _Strips, most_deg: Floats) -> tuple[_Strips, Integers]:
    """Return the strips cut so that none spans more than asked, and which strip each was."""
    turn = np.radians(strips.turn_deg)
    parts = np.maximum(np.ceil(np.abs(strips.turn_deg) / most_deg), 1).astype(np.int64)
    whole = np.repeat(np.arange(parts.size), parts)
    number = np.arange(whole.size) - np.repeat(np.cumsum(parts) - parts, parts)
    slim = strips.take(whole)
    far, other = np.hypot(*slim.start.T), np.hypot(*slim.end.T)

    def at(share: Floats) -> Floats:
        """Return the place on each edge that lies at a share of its angle; ends stay exact."""
        one, two = far * np.sin(turn[whole] * share), other * np.sin(turn[whole] * (1 - share))
        along = np.where(share == 1, 1.0, one / (one + two))[:, None]
        return np.where(along == 1, slim.end, slim.start + along * (slim.end - slim.start))

    count = parts[whole]
    return evolve(slim, start=at(number / count), end=at((number + 1) / count)), whole


def _polygons(
    strips: _Strips, near: tuple[Floats, Floats], far: tuple[Floats, Floats]
) -> list[shapely.Geometry]:
    """Return the strips between near and far lines, those that follow each other as one."""
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
