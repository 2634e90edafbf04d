"""Where a camera's picture lies on the ground: outlines of equal pixel density on a plane."""

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from attrs import frozen

from placement.units import Booleans, Floats

STEP_DEG = 1.0
"""Between the azimuths asked first; an arc of 100 m is then off by 4 mm at most. [°]"""
RADII = 97
"""Places asked along each azimuth before its ends are searched. [-]"""
HALVINGS = 34
"""Of the step between two places, until an end is known. [-]"""
REFINEMENTS = 3
PARTS = 8
"""Into how many an azimuth step is cut, at each refinement, where the outline jumps. [-]"""
JUMP = 0.05
"""An end that moves by more of the range from one azimuth to the next jumps. [-]"""

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


def outlines(
    density: Density, plane: Plane, *, range_m: float, levels: Sequence[float]
) -> list[shapely.Geometry]:
    """Return where on a plane the density is at least each level, the lens at the origin. [m]

    Along an azimuth that is taken to be one stretch of ground, which holds for every lens here: its
    picture is convex and its density falls with the distance.

    Parameters
    ----------
    density
        Of a camera in its pose, by ray.
    plane
        Where the targets are.
    range_m
        Farthest distance along the ground. [m]
    levels
        Least densities. [px/m]
    """
    every = np.arange(0.0, 360.0, STEP_DEG)
    found = _along(density, plane, every, range_m)
    return [
        _outline(density, plane, every, found, range_m=range_m, level=level) for level in levels
    ]


def _radii(range_m: float) -> Floats:
    return range_m * np.maximum(np.linspace(0.0, 1.0, RADII) ** 1.5, 1e-6)


def _at(density: Density, plane: Plane, azimuth_deg: Floats, radius_m: Floats) -> Floats:
    """Return the density on the plane at places given by azimuth and distance along the ground."""
    azimuth, radius = np.broadcast_arrays(azimuth_deg, radius_m)
    turned = np.radians(azimuth)
    drop = plane.below_m(radius * np.sin(turned), radius * np.cos(turned))
    return density(azimuth, np.degrees(np.arctan2(drop, radius)), np.hypot(radius, drop))


def _along(density: Density, plane: Plane, azimuth_deg: Floats, range_m: float) -> Floats:
    """Return the density at the places asked along each azimuth (A, RADII). [px/m]"""
    return _at(density, plane, azimuth_deg[:, None], _radii(range_m)[None, :])


def _outline(
    density: Density,
    plane: Plane,
    azimuth_deg: Floats,
    found: Floats,
    *,
    range_m: float,
    level: float,
) -> shapely.Geometry:
    near, far = _stretch(density, plane, azimuth_deg, found, range_m=range_m, level=level)
    for _ in range(REFINEMENTS):
        more = _between_jumps(azimuth_deg, near, far, range_m)
        if not more.size:
            break
        dense = _along(density, plane, more, range_m)
        new = _stretch(density, plane, more, dense, range_m=range_m, level=level)
        order = np.argsort(np.concatenate([azimuth_deg, more]))
        azimuth_deg, near, far = (
            np.concatenate(pair)[order]
            for pair in ((azimuth_deg, more), (near, new[0]), (far, new[1]))
        )
    return _polygon(azimuth_deg, near, far)


def _stretch(
    density: Density,
    plane: Plane,
    azimuth_deg: Floats,
    found: Floats,
    *,
    range_m: float,
    level: float,
) -> tuple[Floats, Floats]:
    """Return where the dense ground begins and ends along azimuths, NaN where there is none. [m]"""
    radii, dense = _radii(range_m), found >= level
    first, last = dense.argmax(axis=1), RADII - 1 - dense[:, ::-1].argmax(axis=1)

    def searched(inside: Floats, outside: Floats) -> Floats:
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            good = _at(density, plane, azimuth_deg, middle) >= level
            inside, outside = np.where(good, middle, inside), np.where(good, outside, middle)
        return inside

    near = searched(radii[first], radii[np.maximum(first - 1, 0)])
    far = searched(radii[last], radii[np.minimum(last + 1, RADII - 1)])
    some = dense.any(axis=1)
    return (
        np.where(some, np.where(first == 0, 0.0, near), np.nan),
        np.where(some, far, np.nan),
    )


def _between_jumps(azimuth_deg: Floats, near: Floats, far: Floats, range_m: float) -> Floats:
    """Return azimuths to ask between those where the outline jumps, begins or ends. [°]"""
    after = np.append(azimuth_deg[1:], azimuth_deg[0] + 360.0)
    jumps = np.isnan(far) != np.isnan(np.roll(far, -1))
    for end in (near, far):
        jumps |= np.abs(np.roll(end, -1) - end) > JUMP * range_m
    parts = np.arange(1, PARTS) / PARTS
    between = azimuth_deg[jumps, None] + (after - azimuth_deg)[jumps, None] * parts
    return np.asarray(between.ravel())


def _polygon(azimuth_deg: Floats, near: Floats, far: Floats) -> shapely.Geometry:
    turned = np.radians(azimuth_deg)
    way = np.column_stack([np.sin(turned), np.cos(turned)])
    inner, outer = near[:, None] * way, far[:, None] * way
    some = ~np.isnan(far)
    if some.all():
        hole = [] if (near == 0).all() else [shapely.make_valid(shapely.Polygon(inner))]
        return shapely.difference(
            shapely.make_valid(shapely.Polygon(outer)), shapely.union_all(hole)
        )
    return shapely.union_all(
        [
            shapely.make_valid(shapely.Polygon(np.vstack([outer[run], inner[run[::-1]]])))
            for run in _runs(some)
            if run.size > 1
        ]
    )


def _runs(some: Booleans) -> list[np.ndarray]:
    """Return the stretches of neighbours on a circle that hold, as indices."""
    gap = int(np.flatnonzero(~some)[0])
    order = np.roll(np.arange(some.size), -gap)
    held = some[order]
    cuts = np.flatnonzero(held[1:] != held[:-1]) + 1
    return [order[part] for part in np.split(np.arange(some.size), cuts) if held[part[0]]]
