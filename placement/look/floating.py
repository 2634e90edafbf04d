"""What one can look through below: crowns of trees with their trunks, and raised buildings."""

import numpy as np
from attrs import field, frozen

from placement.look.crossings import crossings
from placement.look.profiles import Hits, Kind, Profiles
from placement.look.scene import Scene
from placement.units import Floats, Integers, read_only

TRUNK_RADIUS_M = 0.15
"""Of a drawn trunk; the plan counts none. [m]"""


@frozen(eq=False)
class Rays:
    """(P,) rays from the lens, of the pixels of a picture."""

    azimuth_deg: Floats = field(converter=read_only)
    """From grid north. [°]"""
    slope: Floats = field(converter=read_only)
    """Rise above the horizon a metre along the ground. [-]"""


@frozen(eq=False)
class Leaves:
    """Of which rays one crown or trunk takes a share, and where it meets them."""

    ray: Integers
    """Indices of rays."""
    distance_m: Floats
    kind: Kind
    crown: int


def with_raised(scene: Scene, profiles: Profiles, rays: Rays, hits: Hits) -> Hits:
    """Return the first hits where raised buildings stand in the way too."""
    solids = scene.raised
    if not solids.top_m.size:
        return hits
    inside = crossings(profiles.fan, solids, x_m=scene.eye[0], y_m=scene.eye[1])
    kind, distance, edge = hits.kind.copy(), hits.distance_m.copy(), hits.edge.copy()
    of_pixel = profiles.fan.nearest(rays.azimuth_deg)
    order = np.argsort(of_pixel, kind="stable")
    start = np.searchsorted(of_pixel[order], np.arange(profiles.fan.count + 1))
    count = (start[1:] - start[:-1])[inside.ray]
    piece = np.repeat(np.arange(inside.ray.size), count)
    within = np.arange(piece.size) - np.repeat(np.cumsum(count) - count, count)
    pixel = order[start[inside.ray[piece]] + within]
    solid = inside.solid[piece]
    met, is_side = _met(
        scene.eye[2],
        rays.slope[pixel],
        inside.enter_m[piece],
        inside.leave_m[piece],
        base_m=solids.base_m[solid],
        top_m=solids.top_m[solid],
    )
    # the nearest last, so that it stays
    nearest = np.argsort(-met, kind="stable")
    nearest = nearest[met[nearest] < distance[pixel[nearest]]]
    at = pixel[nearest]
    distance[at], edge[at] = met[nearest], scene.houses.owner.size + inside.edge[piece[nearest]]
    under = np.where(rays.slope[at] > 0, np.uint8(Kind.UNDERSIDE), np.uint8(Kind.ROOF))
    kind[at] = np.where(is_side[nearest], np.uint8(Kind.WALL), under)
    return Hits(kind, distance, edge)


def leaves_before(scene: Scene, rays: Rays, distance_m: Floats) -> list[Leaves]:
    """Return which rays run through crowns and trunks before they meet the rest; farthest first."""
    x, y, eye_m = scene.eye
    table = scene.crowns
    away_m = np.hypot(table[:, 0] - x, table[:, 1] - y)
    towards = np.degrees(np.arctan2(table[:, 0] - x, table[:, 1] - y))
    order = np.argsort(np.mod(rays.azimuth_deg, 360.0), kind="stable")
    rising = np.mod(rays.azimuth_deg, 360.0)[order]
    layers = []
    for crown in np.argsort(-away_m, kind="stable"):
        _, _, radius_m, base_m, top_m, foot_m = table[crown]
        for kind, wide_m, low_m, high_m in (
            (Kind.TRUNK, min(TRUNK_RADIUS_M, radius_m), foot_m, base_m),
            (Kind.CROWN, radius_m, base_m, top_m),
        ):
            half_deg = np.degrees(np.arcsin(min(wide_m / away_m[crown], 1.0)))
            ray = order[_between(rising, towards[crown] - half_deg, towards[crown] + half_deg)]
            off = np.radians(rays.azimuth_deg[ray] - towards[crown])
            half_chord = np.sqrt(np.maximum(wide_m**2 - (away_m[crown] * np.sin(off)) ** 2, 0.0))
            middle = away_m[crown] * np.cos(off)
            met, _ = _met(
                eye_m,
                rays.slope[ray],
                middle - half_chord,
                middle + half_chord,
                base_m=low_m,
                top_m=high_m,
            )
            before = met < distance_m[ray]
            if before.any():
                layers.append(Leaves(ray[before], met[before], kind, int(crown)))
    return layers


def _between(rising_deg: Floats, first_deg: float, last_deg: float) -> Integers:
    """Return the places in a rising row of azimuths that lie between two azimuths, clockwise."""
    first, last = first_deg % 360.0, last_deg % 360.0
    low, high = np.searchsorted(rising_deg, [first, last])
    if first <= last:
        return np.arange(low, high)
    return np.concatenate([np.arange(low, rising_deg.size), np.arange(high)])


def _met(
    eye_m: float,
    slope: Floats,
    enter_m: Floats,
    leave_m: Floats,
    *,
    base_m: Floats | float,
    top_m: Floats | float,
) -> tuple[Floats, np.ndarray]:
    """Return where lines first meet upright solids, inf if never, and whether on their sides. [m]

    The lines are over the solids between two distances along the ground.
    """
    height = eye_m + slope * enter_m
    is_side = (height >= base_m) & (height <= top_m)
    plane = np.where(height < base_m, base_m, top_m)
    with np.errstate(divide="ignore", invalid="ignore"):
        flat = (plane - eye_m) / slope
    reached = (flat >= enter_m) & (flat <= leave_m)
    return np.where(is_side, enter_m, np.where(reached, flat, np.inf)), is_side
