"""Outlines of equal pixel density on the ground: where a camera is at least so dense."""

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from attrs import evolve, field, frozen
from scipy import ndimage

from placement.units import Floats, read_only

STEP_DEG = 1.0
"""Between the azimuths sampled first; an arc of 100 m is then off by 4 mm at most. [°]"""
RADII = 97
"""Distances sampled along each azimuth before the ends of dense stretches are searched. [-]"""
HALVINGS = 16
"""Bisections of the step between two such distances, to about 0.1 mm. [-]"""
REFINEMENTS = 3
PARTS = 8
"""Into how many an azimuth step is cut, at each refinement, where an outline jumps. [-]"""
JUMP = 0.05
"""An end that moves by more of the range from one azimuth to the next jumps. [-]"""

LEAST_M = 1e-3
"""No target is closer to the lens. [m]"""

RayDensity = Callable[[Floats, Floats, Floats], Floats]
"""From azimuth, depression and slant distance of rays to the pixel density. [°, °, m → px/m]"""


@frozen
class Plane:
    """Even ground with the targets on it, relative to a lens over the origin."""

    drop_m: float
    """From the lens straight down to it; negative if it lies above. [m]"""
    east: float = 0.0
    """How much it rises to the east. [m/m]"""
    north: float = 0.0

    def below_m(self, east_m: Floats, north_m: Floats) -> Floats:
        """Return how far below the lens the plane lies at offsets from it. [m]"""
        return np.asarray(self.drop_m - self.east * east_m - self.north * north_m)

    def lower(self, by_m: float) -> "Plane":
        """Return the plane so much farther below the lens. [m]"""
        return evolve(self, drop_m=self.drop_m + by_m)


@frozen(eq=False)
class Relief:
    """Uneven ground with the targets on it, relative to a lens over the origin."""

    drop_m: Floats = field(converter=read_only)
    """From the lens down to the targets in the middles of cells, northern row first. [m]"""
    west_m: float
    """Middle of the north-western cell, from the lens. [m]"""
    north_m: float
    cell_m: float

    def below_m(self, east_m: Floats, north_m: Floats) -> Floats:
        """Return how far below the lens targets are, linear between the middles of cells. [m]"""
        rows, columns = (self.north_m - north_m) / self.cell_m, (east_m - self.west_m) / self.cell_m
        at = np.broadcast_arrays(rows, columns)
        return np.asarray(ndimage.map_coordinates(self.drop_m, at, order=1, mode="nearest"))

    def lower(self, by_m: float) -> "Relief":
        """Return the ground so much farther below the lens. [m]"""
        return evolve(self, drop_m=self.drop_m + by_m)


Ground = Plane | Relief


def density_outlines(
    density: RayDensity, ground: Ground, *, range_m: float, levels: Sequence[float]
) -> list[shapely.Geometry]:
    """Return where on the ground the density is at least each level, the lens at the origin. [m]

    Along every azimuth the dense stretches of ground are searched, at closer azimuths where
    stretches begin, end or jump; outlines join their ends.

    Parameters
    ----------
    density
        Of a camera in its pose, by ray.
    ground
        Where the targets are.
    range_m
        Farthest distance along the ground. [m]
    levels
        Least densities. [px/m]
    """
    least_px_m = np.asarray(levels, dtype=np.float64)
    azimuth = np.arange(0.0, 360.0, STEP_DEG)
    ends = _dense_stretches(density, ground, azimuth, range_m=range_m, levels=least_px_m)
    for _ in range(REFINEMENTS):
        finer = _between_jumps(azimuth, ends, range_m)
        if not finer.size:
            break
        finer_ends = _dense_stretches(density, ground, finer, range_m=range_m, levels=least_px_m)
        most = max(ends.shape[2], finer_ends.shape[2])
        order = np.argsort(np.concatenate([azimuth, finer]))
        azimuth = np.concatenate([azimuth, finer])[order]
        padded = [_pad_stretches(ends, most), _pad_stretches(finer_ends, most)]
        ends = np.concatenate(padded, axis=1)[:, order]
    return [_outline(azimuth, of_level) for of_level in ends]


def _density_on_ground(
    density: RayDensity, ground: Ground, azimuth_deg: Floats, radius_m: Floats
) -> Floats:
    """Return the density at places on the ground, by azimuth and distance along it. [px/m]"""
    azimuth, radius = np.broadcast_arrays(azimuth_deg, radius_m)
    angle = np.radians(azimuth)
    drop = ground.below_m(radius * np.sin(angle), radius * np.cos(angle))
    slant = np.maximum(np.hypot(radius, drop), LEAST_M)
    return density(azimuth, np.degrees(np.arctan2(drop, radius)), slant)


def _dense_stretches(
    density: RayDensity, ground: Ground, azimuth_deg: Floats, *, range_m: float, levels: Floats
) -> Floats:
    """Return where dense ground begins and ends: (levels, azimuths, K, 2), NaN beyond the last."""
    radii = range_m * np.maximum(np.linspace(0.0, 1.0, RADII) ** 1.5, 1e-6)
    density_px_m = _density_on_ground(density, ground, azimuth_deg[:, None], radii[None, :])
    dense = (density_px_m[None] >= levels[:, None, None]).astype(np.int8)
    change = np.diff(dense, axis=2, prepend=0, append=0)
    level, ray, first = np.nonzero(change == 1)
    last = np.nonzero(change == -1)[2] - 1
    inside = radii[np.concatenate([first, last])]
    outside = radii[np.concatenate([np.maximum(first - 1, 0), np.minimum(last + 1, RADII - 1)])]
    azimuth, least = np.tile(azimuth_deg[ray], 2), np.tile(levels[level], 2)
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        good = _density_on_ground(density, ground, azimuth, middle) >= least
        inside, outside = np.where(good, middle, inside), np.where(good, outside, middle)
    near, far = np.split(inside, 2)
    owner = level * azimuth_deg.size + ray
    number = np.arange(owner.size) - np.searchsorted(owner, owner)  # within its ray
    shape = (levels.size, azimuth_deg.size, int(number.max(initial=0)) + 1, 2)
    ends = np.full(shape, np.nan)
    ends[level, ray, number, 0] = np.where(first == 0, 0.0, near)
    ends[level, ray, number, 1] = far
    return ends


def _pad_stretches(ends: Floats, most: int) -> Floats:
    """Return stretches padded with NaN to so many along each azimuth."""
    room = ((0, 0), (0, 0), (0, most - ends.shape[2]), (0, 0))
    return np.pad(ends, room, constant_values=np.nan)


def _between_jumps(azimuth_deg: Floats, ends: Floats, range_m: float) -> Floats:
    """Return finer azimuths between neighbours where a stretch begins, ends or jumps. [°]"""
    beside = np.roll(ends, -1, axis=1)
    apart = np.isnan(ends) != np.isnan(beside)
    with np.errstate(invalid="ignore"):
        apart |= np.abs(beside - ends) > JUMP * range_m
    jumps = apart.any(axis=(0, 2, 3))
    after = np.append(azimuth_deg[1:], azimuth_deg[0] + 360.0)
    parts = np.arange(1, PARTS) / PARTS
    between = azimuth_deg[jumps, None] + (after - azimuth_deg)[jumps, None] * parts
    return np.asarray(between.ravel())


def _outline(azimuth_deg: Floats, ends: Floats) -> shapely.Geometry:
    """Return the area of stretches (azimuths, K, 2), joined between neighbours with as many."""
    count = (~np.isnan(ends[:, :, 1])).sum(axis=1)
    cuts = np.flatnonzero(np.diff(count)) + 1
    parts = []
    for run in np.split(np.arange(azimuth_deg.size), cuts):
        angle = np.radians(np.append(azimuth_deg[run], np.append(azimuth_deg, 360.0)[run[-1] + 1]))
        direction = np.column_stack([np.sin(angle), np.cos(angle)])
        ray = np.append(run, run[-1])  # to the next azimuth, so that runs meet
        if run[-1] == azimuth_deg.size - 1 and count[0] == count[-1]:
            ray[-1] = 0
        for number in range(count[run[0]]):
            near, far = (ends[ray, number, end, None] * direction for end in (0, 1))
            parts.append(shapely.Polygon(np.vstack([far, near[::-1]])))
    return shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))
