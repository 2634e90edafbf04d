"""`Profiles`: along every ray around a lens, what it meets first at each angle above the ground.

Ground and houses are a surface without overhangs. So the farther a thing is, the higher it must
reach to be seen over what stands before it: one running maximum of angles along a ray holds
everything that is seen there, and a search in it finds what an angle meets (the floating horizon:
Wright, IEEE Transactions on Computers 22(1), 1973, 28-33). It is exact for upright walls and flat
roofs, but for a roof above which another house rises; ground is straight between samples.
"""

from enum import IntEnum

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from placement.look.crossings import Crossings, Fan, crossings
from placement.look.scene import FAR_M, Scene
from placement.units import Floats, Integers, read_only

NEAREST_M = 0.25
"""Where the ground is first sampled. [m]"""
GROWTH = 0.015
"""Each step along the ground is longer by this share. [-]"""
HORIZON_M = 100_000.0
"""How far the flat ground beyond `FAR_M` reaches. [m]"""
APART_DEG = 1000.0
"""Between the angles of neighbouring rays, so that all rays are one rising row. [°]"""


class Kind(IntEnum):
    """What a ray meets."""

    SKY = 0
    GROUND = 1
    WALL = 2
    ROOF = 3
    OWN_WALL = 4
    CROWN = 5
    TRUNK = 6
    UNDERSIDE = 7


@frozen(eq=False)
class Hits:
    """What rays meet; arrays of one shape."""

    kind: NDArray[np.uint8] = field(converter=read_only)
    distance_m: Floats = field(converter=read_only)
    """Along the ground; inf in the sky. [m]"""
    edge: Integers = field(converter=read_only)
    """Of the wall that is met, or by which its roof was reached; -1 elsewhere."""


@frozen(eq=False)
class Profiles:
    """The vertices of all rays, ray by ray and by rising distance."""

    fan: Fan
    eye_m: float
    """Height of the lens. [m]"""
    ray: Integers
    kind: NDArray[np.uint8]
    edge: Integers
    near_m: Floats
    far_m: Floats
    """Where the piece that ends in the vertex begins and ends. [m]"""
    near_height_m: Floats
    far_height_m: Floats
    rising_deg: Floats
    """Highest angle above the horizon until each vertex, with `APART_DEG` for every ray. [°]"""

    def hits(self, azimuth_deg: Floats, above_deg: Floats) -> Hits:
        """Return what lines from the lens meet; azimuths from grid north, above the horizon. [°]"""
        ray = self.fan.nearest(azimuth_deg)
        vertex = np.searchsorted(self.rising_deg, ray * APART_DEG + above_deg)
        met = np.minimum(vertex, self.ray.size - 1)
        sky = (vertex == self.ray.size) | (self.ray[met] != ray)
        kind = np.where(sky, np.uint8(Kind.SKY), self.kind[met])
        distance = np.where(sky, np.inf, self._distance_m(met, np.tan(np.radians(above_deg))))
        return Hits(kind, distance, np.where(sky, -1, self.edge[met]))

    def _distance_m(self, vertex: Integers, slope: Floats) -> Floats:
        """Return where lines of a slope meet the pieces that end in vertices. [m]"""
        near, far = self.near_m[vertex], self.far_m[vertex]
        low, high = self.near_height_m[vertex] - self.eye_m, self.far_height_m[vertex] - self.eye_m
        fall = slope * (far - near) - (high - low)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(fall != 0, (low - slope * near) / fall, 1.0)
        along: Floats = near + np.clip(share, 0.0, 1.0) * (far - near)
        return np.where(self.kind[vertex] == Kind.WALL, near, along)


def profiles(scene: Scene, fan: Fan) -> Profiles:
    """Return what each ray of a fan meets on the ground and on the houses of a scene."""
    inside = crossings(fan, scene.houses, x_m=scene.eye[0], y_m=scene.eye[1])
    samples = _samples_m()
    rays = fan.count
    away_m = np.tile(samples, rays)
    ray = np.repeat(np.arange(rays), samples.size)
    # a way in has three vertices, after all that is as near: ground, wall and roof
    order = np.lexsort((inside.enter_m, inside.ray))
    inside = Crossings(
        *(
            values[order]
            for values in (inside.ray, inside.solid, inside.edge, inside.enter_m, inside.leave_m)
        )
    )
    at = inside.ray * samples.size + np.searchsorted(samples, inside.enter_m, side="right")
    at = np.repeat(at, 3)
    added = np.tile(np.array([Kind.GROUND, Kind.WALL, Kind.ROOF], np.uint8), inside.ray.size)
    ray = np.insert(ray, at, np.repeat(inside.ray, 3))
    kind = np.insert(np.full(away_m.size, Kind.GROUND, np.uint8), at, added)
    near_m = np.insert(away_m, at, np.repeat(inside.enter_m, 3))
    piece = np.insert(np.full(away_m.size, -1), at, np.repeat(np.arange(inside.ray.size), 3))
    return _with_heights(scene, fan, inside, ray, kind, near_m, piece)


def _samples_m() -> Floats:
    """Return the distances at which the ground is sampled, the last one at the horizon. [m]"""
    even = np.arange(NEAREST_M, NEAREST_M / GROWTH, NEAREST_M)
    count = int(np.ceil(np.log(FAR_M / even[-1]) / np.log1p(GROWTH)))
    growing = even[-1] * (1 + GROWTH) ** np.arange(1, count)
    return np.concatenate([even, growing, [FAR_M, HORIZON_M]])


def _with_heights(
    scene: Scene,
    fan: Fan,
    inside: Crossings,
    ray: Integers,
    kind: NDArray[np.uint8],
    near_m: Floats,
    piece: Integers,
) -> Profiles:
    """Return the profiles of vertices whose distances are known."""
    x, y, eye_m = scene.eye
    turned = np.radians(fan.azimuth_deg[ray])
    is_ground, is_roof = kind == Kind.GROUND, kind == Kind.ROOF
    reach = np.minimum(near_m, FAR_M)  # beyond it the ground is flat
    height = scene.ground_m(x + reach * np.sin(turned), y + reach * np.cos(turned))
    far_m, edge = near_m.copy(), np.full(ray.size, -1)
    on_house = np.flatnonzero(~is_ground)
    far_height = height.copy()
    far_height[on_house] = scene.houses.top_m[inside.solid[piece[on_house]]]
    edge[on_house] = inside.edge[piece[on_house]]
    far_m[is_roof] = inside.leave_m[piece[is_roof]]
    begin_m, begin_height = near_m.copy(), far_height.copy()
    ground = np.flatnonzero(is_ground)
    begin_m[ground[1:]], begin_height[ground[1:]] = near_m[ground[:-1]], height[ground[:-1]]
    first = ground[np.diff(ray[ground], prepend=-1) != 0]
    begin_m[first], begin_height[first] = 0.0, eye_m - scene.observer.height_m
    # of a roof above the lens nothing is seen but the upper edge of its wall
    end_m = np.where(is_roof & (far_height > eye_m), near_m, far_m)
    above_deg = np.degrees(np.arctan2(far_height - eye_m, end_m))
    rising_deg = np.maximum.accumulate(above_deg + APART_DEG * ray)
    return Profiles(
        fan, eye_m, ray, kind, edge, begin_m, far_m, begin_height, far_height, rising_deg
    )
