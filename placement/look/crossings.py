"""Where rays around a lens enter and leave upright solids: `Crossings` of rays with outlines."""

import numpy as np
from attrs import field, frozen

from placement.look.scene import Solids, on_own_wall
from placement.units import Floats, Integers, azimuth_deg, read_only


@frozen
class Fan:
    """Rays from a lens at equal angles, clockwise: every `step_deg`, all around or a part of it."""

    first_deg: float
    """Azimuth of ray 0, from grid north. [°]"""
    count: int
    circle: int
    """Rays that a whole circle would have; at least `count`. [-]"""

    @property
    def step_deg(self) -> float:
        """Angle between neighbours. [°]"""
        return 360.0 / self.circle

    @property
    def azimuth_deg(self) -> Floats:
        """(count,) azimuths from grid north. [°]"""
        return np.asarray(self.first_deg + np.arange(self.count) * self.step_deg, np.float64)

    def place(self, azimuth_deg: Floats) -> Floats:
        """Return azimuths as numbers of rays, in [0, circle), with their fractions."""
        place = np.mod(azimuth_deg - self.first_deg, 360.0) / self.step_deg
        return np.where(place >= self.circle, 0.0, place)

    def nearest(self, azimuth_deg: Floats) -> Integers:
        """Return the ray nearest to azimuths inside the fan."""
        ray = np.rint(self.place(azimuth_deg)).astype(np.int64) % self.circle
        # a rounding before the first ray is a whole circle behind it
        return np.where(ray < self.count, ray, np.where(ray > self.circle - 2, 0, self.count - 1))


@frozen(eq=False)
class Crossings:
    """(C,) pieces of rays inside solids, by ray, solid and distance."""

    ray: Integers = field(converter=read_only)
    solid: Integers = field(converter=read_only)
    edge: Integers = field(converter=read_only)
    """By which the ray enters; -1 where it begins inside."""
    enter_m: Floats = field(converter=read_only)
    leave_m: Floats = field(converter=read_only)
    """Along the ground from the lens. [m]"""


def crossings(fan: Fan, solids: Solids, *, x_m: float, y_m: float) -> Crossings:
    """Return where the rays of a fan run through solids.

    A ray that meets a vertex counts for one of its two edges, so that every way in has a way out. A
    lens on a wall is inside for the rays that look into it.
    """
    free = np.flatnonzero(~on_own_wall(solids.edges, x_m, y_m))
    edges = solids.edges[free] - np.array([x_m, y_m, x_m, y_m])
    ray, of = _rays_of_edges(fan, edges)
    turned = np.radians(fan.azimuth_deg[ray])
    away_m = _distance_m(edges[of], np.sin(turned), np.cos(turned))
    solid = solids.owner[free[of]]
    order = np.lexsort((away_m, solid, ray))
    ray, of, away_m, solid = ray[order], free[of[order]], away_m[order], solid[order]
    return _paired(ray, solid, of, away_m)


def _rays_of_edges(fan: Fan, edges: Floats) -> tuple[Integers, Integers]:
    """Return the pairs of a ray and an edge that it crosses."""
    ends = np.column_stack(
        [
            fan.place(azimuth_deg(edges[:, 0], edges[:, 1])),
            fan.place(azimuth_deg(edges[:, 2], edges[:, 3])),
        ]
    )
    low, high = ends.min(axis=1), ends.max(axis=1)
    over = high - low > fan.circle / 2  # the short way leads across ray 0
    edge = np.concatenate([np.flatnonzero(~over), np.flatnonzero(over), np.flatnonzero(over)])
    first = np.concatenate([low[~over], np.zeros(int(over.sum())), high[over]])
    last = np.concatenate([high[~over], low[over], np.full(int(over.sum()), float(fan.circle))])
    start = np.minimum(np.ceil(first), fan.count).astype(np.int64)
    count = np.minimum(np.ceil(last), fan.count).astype(np.int64) - start
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(start, count) + within, np.repeat(edge, count)


def _distance_m(edges: Floats, sine: Floats, cosine: Floats) -> Floats:
    """Return how far rays of a direction run to the edges that they cross. [m]"""
    x, y = edges[:, 0], edges[:, 1]
    along_x, along_y = edges[:, 2] - x, edges[:, 3] - y
    across = sine * along_y - cosine * along_x
    with np.errstate(divide="ignore", invalid="ignore"):
        away = (x * along_y - y * along_x) / across
    # an edge seen end on: its nearer end
    ends = np.minimum(np.hypot(x, y), np.hypot(edges[:, 2], edges[:, 3]))
    return np.where(np.isfinite(away), np.maximum(away, 0.0), ends)


def _paired(ray: Integers, solid: Integers, edge: Integers, away_m: Floats) -> Crossings:
    """Return ways in with their ways out, of crossings sorted by ray, solid and distance."""
    if not ray.size:
        nothing = np.zeros(0, np.int64)
        return Crossings(nothing, nothing, nothing, np.zeros(0), np.zeros(0))
    begins = np.flatnonzero((np.diff(ray, prepend=-1) != 0) | (np.diff(solid, prepend=-1) != 0))
    size = np.diff(begins, append=ray.size)
    odd = begins[size % 2 == 1]
    if odd.size:  # the ray begins inside the solid
        ray, solid = np.insert(ray, odd, ray[odd]), np.insert(solid, odd, solid[odd])
        edge, away_m = np.insert(edge, odd, -1), np.insert(away_m, odd, 0.0)
    return Crossings(ray[::2], solid[::2], edge[::2], away_m[::2], away_m[1::2])
