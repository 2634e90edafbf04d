"""Where a camera's picture lies: outlines of equal pixel density on a plane or on uneven ground."""

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from attrs import evolve, field, frozen
from scipy import ndimage

from placement.units import Floats, read_only

STEP_DEG = 1.0
"""Between the azimuths asked first; an arc of 100 m is then off by 4 mm at most. [°]"""
RADII = 97
"""Places asked along each azimuth before the ends of the dense stretches are searched. [-]"""
HALVINGS = 16
"""Of the step between two such places, until an end is known to 0.1 mm or so. [-]"""
REFINEMENTS = 3
PARTS = 8
"""Into how many an azimuth step is cut, at each refinement, where an outline jumps. [-]"""
JUMP = 0.05
"""An end that moves by more of the range from one azimuth to the next jumps. [-]"""

LEAST_M = 1e-3
"""No target is closer to the lens. [m]"""

Density = Callable[[Floats, Floats, Floats], Floats]
"""From azimuth, depression and slant distance of rays to the pixel density. [°, °, m → px/m]"""


@frozen
class Plane:
    """The plane on which targets are looked at, seen from a lens over the origin."""

    drop_m: float
    """From the lens straight down to it; negative if it lies above. [m]"""
    east: float = 0.0
    """How much it rises to the east. [m/m]"""
    north: float = 0.0

    def below_m(self, east_m: Floats, north_m: Floats) -> Floats:
        """Return how far below the lens the plane lies at offsets from it. [m]"""
        return np.asarray(self.drop_m - self.east * east_m - self.north * north_m)

    def lowered(self, by_m: float) -> "Plane":
        """Return the plane so much farther below the lens. [m]"""
        return evolve(self, drop_m=self.drop_m + by_m)


@frozen(eq=False)
class Relief:
    """Uneven ground on which targets are looked at, seen from a lens over the origin."""

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

    def lowered(self, by_m: float) -> "Relief":
        """Return the ground so much farther below the lens. [m]"""
        return evolve(self, drop_m=self.drop_m + by_m)


Ground = Plane | Relief


def outlines(
    density: Density, ground: Ground, *, range_m: float, levels: Sequence[float]
) -> list[shapely.Geometry]:
    """Return where on the ground the density is at least each level, the lens at the origin. [m]

    Along every azimuth the dense stretches of ground are found, and closer azimuths are asked where
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
    asked = np.asarray(levels, dtype=np.float64)
    azimuth = np.arange(0.0, 360.0, STEP_DEG)
    ends = _stretches(density, ground, azimuth, range_m=range_m, levels=asked)
    for _ in range(REFINEMENTS):
        more = _between_jumps(azimuth, ends, range_m)
        if not more.size:
            break
        new = _stretches(density, ground, more, range_m=range_m, levels=asked)
        most = max(ends.shape[2], new.shape[2])
        order = np.argsort(np.concatenate([azimuth, more]))
        azimuth = np.concatenate([azimuth, more])[order]
        ends = np.concatenate([_widened(ends, most), _widened(new, most)], axis=1)[:, order]
    return [_shape(azimuth, of_level) for of_level in ends]


def _at(density: Density, ground: Ground, azimuth_deg: Floats, radius_m: Floats) -> Floats:
    """Return the density on the ground at places given by azimuth and distance along the ground."""
    azimuth, radius = np.broadcast_arrays(azimuth_deg, radius_m)
    turned = np.radians(azimuth)
    drop = ground.below_m(radius * np.sin(turned), radius * np.cos(turned))
    slant = np.maximum(np.hypot(radius, drop), LEAST_M)
    return density(azimuth, np.degrees(np.arctan2(drop, radius)), slant)


def _stretches(
    density: Density, ground: Ground, azimuth_deg: Floats, *, range_m: float, levels: Floats
) -> Floats:
    """Return where dense ground begins and ends: (levels, azimuths, K, 2), NaN beyond the last."""
    radii = range_m * np.maximum(np.linspace(0.0, 1.0, RADII) ** 1.5, 1e-6)
    found = _at(density, ground, azimuth_deg[:, None], radii[None, :])
    dense = (found[None] >= levels[:, None, None]).astype(np.int8)
    change = np.diff(dense, axis=2, prepend=0, append=0)
    level, ray, first = np.nonzero(change == 1)
    last = np.nonzero(change == -1)[2] - 1
    inside = radii[np.concatenate([first, last])]
    outside = radii[np.concatenate([np.maximum(first - 1, 0), np.minimum(last + 1, RADII - 1)])]
    azimuth, least = np.tile(azimuth_deg[ray], 2), np.tile(levels[level], 2)
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        good = _at(density, ground, azimuth, middle) >= least
        inside, outside = np.where(good, middle, inside), np.where(good, outside, middle)
    near, far = np.split(inside, 2)
    owner = level * azimuth_deg.size + ray
    number = np.arange(owner.size) - np.searchsorted(owner, owner)  # within its ray
    shape = (levels.size, azimuth_deg.size, int(number.max(initial=0)) + 1, 2)
    ends = np.full(shape, np.nan)
    ends[level, ray, number, 0] = np.where(first == 0, 0.0, near)
    ends[level, ray, number, 1] = far
    return ends


def _widened(ends: Floats, most: int) -> Floats:
    """Return stretches with room for so many along each azimuth."""
    room = ((0, 0), (0, 0), (0, most - ends.shape[2]), (0, 0))
    return np.pad(ends, room, constant_values=np.nan)


def _between_jumps(azimuth_deg: Floats, ends: Floats, range_m: float) -> Floats:
    """Return azimuths to ask between those where a stretch begins, ends or jumps. [°]"""
    beside = np.roll(ends, -1, axis=1)
    apart = np.isnan(ends) != np.isnan(beside)
    with np.errstate(invalid="ignore"):
        apart |= np.abs(beside - ends) > JUMP * range_m
    jumps = apart.any(axis=(0, 2, 3))
    after = np.append(azimuth_deg[1:], azimuth_deg[0] + 360.0)
    parts = np.arange(1, PARTS) / PARTS
    between = azimuth_deg[jumps, None] + (after - azimuth_deg)[jumps, None] * parts
    return np.asarray(between.ravel())


def _shape(azimuth_deg: Floats, ends: Floats) -> shapely.Geometry:
    """Return the area of stretches (azimuths, K, 2): those of as many beside each other, joined."""
    count = (~np.isnan(ends[:, :, 1])).sum(axis=1)
    cuts = np.flatnonzero(np.diff(count)) + 1
    parts = []
    for run in np.split(np.arange(azimuth_deg.size), cuts):
        turned = np.radians(np.append(azimuth_deg[run], np.append(azimuth_deg, 360.0)[run[-1] + 1]))
        way = np.column_stack([np.sin(turned), np.cos(turned)])
        held = np.append(run, run[-1])  # to the next azimuth, so that runs meet
        if run[-1] == azimuth_deg.size - 1 and count[0] == count[-1]:
            held[-1] = 0
        for number in range(count[run[0]]):
            near, far = (ends[held, number, end, None] * way for end in (0, 1))
            parts.append(shapely.Polygon(np.vstack([far, near[::-1]])))
    return shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))
