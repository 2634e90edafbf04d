"""Shadows of houses on the ground, as polygons: the ground that a lens does not see.

As a lamp would, the lens throws the shadow of each prism on the plane of the targets. Measured from
the lens, a point p of a roof edge falls on the plane at ``p · h / (r(p) + d)``: h is the height of
the lens over the plane under it, d its height over the roof, r(p) what the plane rises up to p. A
divisor of 0 or less is a shadow without end. The projection takes straight edges to straight lines,
so the shadow is the footprint and a strip behind each edge by which the line of sight leaves it.
From below the plane, a roof hides what is farther than where its edge falls.

On uneven ground each edge is followed along rays. From its distance r(e) on it hides every place p
with ``D(p) / r(p) > d / r(e)``, D being how far the place lies below the lens: the line of sight
passes the edge below the roof. There may be several such stretches along a ray.
"""

import numpy as np
import shapely
from attrs import evolve

from placement.cameras.footprint import Ground, Plane, Relief
from placement.units import Floats
from placement.visibility.obstacles.prism_intersections import ON_WALL_M
from placement.visibility.obstacles.prisms import Prisms
from placement.visibility.wall_strips import (
    CHAIN_DEG,
    WallStrips,
    from_houses,
    join_polygons,
    split_at_divisor,
    split_by_angle,
)

TURN_DEG = 30.0
"""A strip without end spans no more, seen from the lens. [°]"""
RAY_DEG = 1.0
"""Between the rays on uneven ground, at most. [°]"""
BLOCK = 2_000
"""WallStrips whose rays are looked along together. [-]"""


def cast(
    prisms: Prisms, *, x_m: float, y_m: float, lens_m: float, ground: Ground, range_m: float
) -> list[shapely.Geometry]:
    """Return the footprints and shadows of the houses within range; they overlap.

    Parameters
    ----------
    prisms
        Houses; a wall that the lens is on hides nothing before it.
    x_m, y_m, lens_m
        Place of the lens and its height above the datum. [m]
    ground
        Where the targets are, relative to the lens.
    range_m
        How far shadows are drawn. [m]
    """
    houses = np.sort(prisms.tree.query(shapely.Point(x_m, y_m), "dwithin", range_m))
    beyond_m = range_m / np.cos(np.radians(TURN_DEG / 2)) * 1.01
    drop_m = ground.drop_m if isinstance(ground, Plane) else 0.0
    strips = from_houses(prisms, houses, (x_m, y_m, lens_m), endless_over_m=abs(drop_m) / beyond_m)
    if isinstance(ground, Relief):
        shades = _on_relief(strips, ground, beyond_m)
    elif drop_m > 0:
        shades = _from_above(strips, ground, beyond_m)
    else:
        shades = _from_below(strips, ground, beyond_m)
    shadows = shapely.transform(shades, lambda xy: xy + np.array([x_m, y_m]))
    return [*prisms.footprints[houses], *shadows]


def _from_above(strips: WallStrips, plane: Plane, far_m: float) -> list[shapely.Geometry]:
    """Return shadows on a plane below the lens: from the house to where its edge falls."""
    # Of a roof above the lens the front edge may fall farther, where the plane rises behind it.
    rises = np.maximum(strips.divisor(strips.start, plane), strips.divisor(strips.end, plane)) > 0
    strips = strips.take((strips.turn_deg > 0) | ((strips.over_m < 0) & rises))
    strips = split_at_divisor(strips, plane, strips.endless_below_m)
    strips = split_at_divisor(strips, plane, np.full(len(strips.ring), plane.drop_m))
    strips = strips.take(strips.middle_divisor(plane) < plane.drop_m)
    endless = strips.middle_divisor(plane) < strips.endless_below_m
    strips, whole = split_by_angle(strips, np.where(endless, TURN_DEG, CHAIN_DEG))
    falls = []
    for at in (strips.start, strips.end):
        with np.errstate(divide="ignore"):
            factor = np.maximum(plane.drop_m / strips.divisor(at, plane), 1.0)
        fall = at * factor[:, None]
        falls.append(np.where(endless[whole, None], _beyond(at, far_m), fall))
    return join_polygons(strips, (strips.start, strips.end), (falls[0], falls[1]))


def _from_below(strips: WallStrips, plane: Plane, far_m: float) -> list[shapely.Geometry]:
    """Return shadows on a plane above the lens: from where an edge falls to beyond the range."""
    strips = split_at_divisor(strips, plane, -strips.endless_below_m)
    strips = split_at_divisor(strips, plane, np.full(len(strips.ring), plane.drop_m))
    strips = strips.take(strips.middle_divisor(plane) < -strips.endless_below_m)
    strips, _ = split_by_angle(strips, np.full(len(strips.ring), TURN_DEG))
    falls = []
    for at in (strips.start, strips.end):
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.fmax(plane.drop_m / strips.divisor(at, plane), 1.0)
        falls.append(at * factor[:, None])
    beyond = [_beyond(fall, far_m) for fall in falls]
    return join_polygons(strips, (falls[0], falls[1]), (beyond[0], beyond[1]))


def _on_relief(strips: WallStrips, relief: Relief, far_m: float) -> list[shapely.Geometry]:
    """Return shadows on uneven ground: along each ray from where an edge hides to where it stops.

    Between rays with as many stretches these are joined; others are held halfway.
    """
    strips = strips.take((strips.turn_deg > 0) | (strips.over_m < 0))
    strips, _ = split_by_angle(strips, np.full(len(strips.ring), RAY_DEG))
    blocks = np.split(np.arange(len(strips.ring)), range(BLOCK, len(strips.ring), BLOCK))
    shades = [shade for block in blocks for shade in _along_rays(strips.take(block), relief, far_m)]
    return list(shapely.make_valid(np.array(shades, dtype=object)))  # stretches may begin as points


def _along_rays(strips: WallStrips, relief: Relief, far_m: float) -> list[shapely.Geometry]:
    """Return the shadows of some strips that each lie between two rays; see `_on_relief`."""
    rays = (
        _hiding_stretches(at, strips.over_m, relief, far_m) for at in (strips.start, strips.end)
    )
    start, end = _pad_alike(*rays)
    unlike = (np.isnan(start) != np.isnan(end)).any(axis=(1, 2))
    middle = (strips.start + strips.end) / 2
    parts = (
        (strips.take(~unlike), start[~unlike], end[~unlike]),
        (evolve(strips, end=middle).take(unlike), start[unlike], start[unlike]),
        (evolve(strips, start=middle).take(unlike), end[unlike], end[unlike]),
    )
    shades = []
    for part, at_start, at_end in parts:
        for number in range(at_start.shape[1]):
            hides = ~np.isnan(at_start[:, number, 0])
            ends = at_start[hides, number], at_end[hides, number]
            piece = part.take(hides)
            near, far = (
                (piece.start * ends[0][:, [side]], piece.end * ends[1][:, [side]])
                for side in (0, 1)
            )
            shades += join_polygons(piece, near, far)
    return shades


def _hiding_stretches(at: Floats, over_m: Floats, relief: Relief, far_m: float) -> Floats:
    """Return the stretches that edges at places (N, 2) hide, in units of their distance, (N, K, 2).

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


def _pad_alike(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return the stretches of two rays, padded with NaN to as many."""
    most = max(one.shape[1], other.shape[1])
    padded = (
        np.pad(ends, ((0, 0), (0, most - ends.shape[1]), (0, 0)), constant_values=np.nan)
        for ends in (one, other)
    )
    return next(padded), next(padded)


def _beyond(at: Floats, far_m: float) -> Floats:
    """Return points behind others, from the lens, and beyond the range."""
    return np.asarray(at * (2 * np.maximum(far_m / np.hypot(*at.T), 1.0))[:, None])
