"""From a lens to pixels on a target: which rays are in the picture, and how dense.

Rays are given by their azimuth relative to the optical axis, clockwise, and their depression below
the horizon. Four projections (`lenses`): *rectilinear* (pinhole), *f-theta* (equidistant: a wide
security lens; within 4° of a vendor's chart from 2.8 to 16 mm where the pinhole is 21° off),
*equisolid* (fisheyes) and *panoramic* (several heads side by side: azimuth is unlimited up to
`hfov_deg`, the picture is a cylinder).

Detail levels are data (`data/detail_levels.csv`), both ladders of EN 62676-4; the code knows only
px/m.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import assert_never

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.cameras.lenses import Lens
from placement.units import Booleans, Floats, turn_deg

ROUNDING_DEG = 1e-9
"""A ray this close outside the frame is in it: azimuths went through degrees and back. [°]"""
ROUNDING = 1e-12
"""The same on a plane a focal length away. [-]"""


@frozen
class DetailLevel:
    """A level of picture detail of EN 62676-4: a name and the pixel density it needs."""

    edition: str
    """Year of EN 62676-4 that names it."""
    name: str
    density_px_m: float
    source: str


@cache
def detail_levels(edition: str) -> tuple[DetailLevel, ...]:
    """Return the ladder of one edition of EN 62676-4 (`2014` or `2025`), coarsest first."""
    file = resources.files("placement") / "data" / "detail_levels.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["edition"] == edition]
    return tuple(
        DetailLevel(edition, row["level"], float(row["density_px_m"]), row["source"])
        for row in rows
    )


@frozen(eq=False)
class ImagePoints:
    """Where rays lie in the picture of a lens; arrays that broadcast to one shape."""

    side_margin: Floats
    """Distance inside the nearer of left and right edge, below 0 outside; continuous."""
    top_margin: Floats
    """Distance inside the nearer of upper and lower edge."""
    shrinkage: Floats
    """Pixels per radian on the axis, divided by those across this ray. [-]"""

    @property
    def inside(self) -> Booleans:
        """Which rays are in the picture."""
        return np.asarray((self.side_margin >= 0) & (self.top_margin >= 0))


def image_points(
    lens: Lens, *, off_axis_deg: ArrayLike, depression_deg: ArrayLike, tilt_deg: ArrayLike
) -> ImagePoints:
    """Return where rays lie in the picture of a lens; a new projection gets its branch here.

    Parameters
    ----------
    lens
        Angles of view and projection.
    off_axis_deg
        Azimuth of the ray minus azimuth of the optical axis, clockwise. [°]
    depression_deg
        Angle of the ray below the horizon. [°]
    tilt_deg
        Angle of the optical axis below the horizon. [°]

    Returns
    -------
    image_points
        Arrays that broadcast to one shape.

    Notes
    -----
    Stretch across the ray, where the projection r(θ) is stretched least: f-theta and panoramic
    none, rectilinear 1 / cos θ (tangential), equisolid cos(θ / 2) (radial, dr/dθ of Kannala and
    Brandt 2006, eq. 4). So the density is never overstated.
    """
    off, depression = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (off_axis_deg, depression_deg))
    )
    tilt = np.asarray(tilt_deg, dtype=np.float64)
    half_across, half_down = lens.hfov_deg / 2, lens.vfov_deg / 2
    if lens.projection == "panoramic":
        return ImagePoints(
            half_across + ROUNDING_DEG - np.abs(turn_deg(0.0, off)),
            half_down + ROUNDING_DEG - np.abs(depression - tilt),
            np.ones_like(off),
        )
    right, down, depth = camera_axes(np.radians(off), np.radians(depression), np.radians(tilt))
    if lens.projection == "f-theta":
        across, up_down = equidistant_deg(right, down, depth)
        return ImagePoints(
            half_across + ROUNDING_DEG - np.abs(across),
            half_down + ROUNDING_DEG - np.abs(up_down),
            np.ones_like(off),
        )
    if lens.projection == "equisolid":
        half_cosine = np.sqrt(np.maximum((1 + depth) / 2, 1e-300))
        return ImagePoints(
            2 * np.sin(np.radians(half_across) / 2) + ROUNDING - np.abs(right / half_cosine),
            2 * np.sin(np.radians(half_down) / 2) + ROUNDING - np.abs(down / half_cosine),
            1 / half_cosine,
        )
    if lens.projection == "rectilinear":
        return ImagePoints(
            (np.tan(np.radians(half_across)) + ROUNDING) * depth - np.abs(right),
            (np.tan(np.radians(half_down)) + ROUNDING) * depth - np.abs(down),
            depth,
        )
    assert_never(lens.projection)


def density_px_m(
    lens: Lens,
    *,
    off_axis_deg: ArrayLike,
    depression_deg: ArrayLike,
    tilt_deg: ArrayLike,
    distance_m: ArrayLike,
) -> Floats:
    """Return pixels per metre on a target square to its ray; 0 where it is outside the picture.

    Parameters
    ----------
    lens
        Angles of view, pixels across and projection.
    off_axis_deg
        Azimuth of the ray minus azimuth of the optical axis, clockwise. [°]
    depression_deg
        Angle of the ray below the horizon. [°]
    tilt_deg
        Angle of the optical axis below the horizon. [°]
    distance_m
        Slant distance from lens to target, > 0. [m]

    Returns
    -------
    density_px_m
        In the broadcast shape of the arrays. [px/m]

    Notes
    -----
    ``f / (D · shrinkage)`` with the focal length f in pixels, the slant distance D and the
    shrinkage of `image_points`: for f-theta ``width / (hfov · D)``, for rectilinear
    ``width / (2 tan(hfov / 2) · Z)`` with the depth Z along the axis.
    """
    image = image_points(
        lens, off_axis_deg=off_axis_deg, depression_deg=depression_deg, tilt_deg=tilt_deg
    )
    distance = np.asarray(distance_m, dtype=np.float64)
    usable = image.inside & (image.shrinkage > 0)
    shrinkage = np.where(usable, image.shrinkage, np.inf)
    return np.asarray(lens.axis_px_rad / (distance * shrinkage))


def range_m(lens: Lens, density: float) -> float:
    """Return the slant distance at which the picture's centre still has a pixel density. [m]"""
    return float(lens.axis_px_rad / density)


def ranges_m(lens: Lens, *, edition: str) -> Mapping[str, float]:
    """Return, for each detail level of an edition, to where the picture's centre has it. [m]"""
    return {level.name: range_m(lens, level.density_px_m) for level in detail_levels(edition)}


def dead_zone_m(lens: Lens, *, height_m: float, tilt_deg: float, target_height_m: float) -> float:
    """Return the ground distance below which a target is under the picture, on level ground. [m]"""
    lowest = np.radians(min(tilt_deg + lens.vfov_deg / 2, 90.0))
    return float(max(height_m - target_height_m, 0.0) / np.tan(lowest)) if lowest > 0 else np.inf


def far_limit_m(lens: Lens, *, height_m: float, tilt_deg: float, target_height_m: float) -> float:
    """Return the ground distance beyond which a target is above the picture, on level ground. [m]

    Infinite where the upper edge reaches the horizon.
    """
    highest = np.radians(tilt_deg - lens.vfov_deg / 2)
    return float(max(height_m - target_height_m, 0.0) / np.tan(highest)) if highest > 0 else np.inf


def camera_axes(off: Floats, depression: Floats, tilt: Floats) -> tuple[Floats, Floats, Floats]:
    """Return unit rays in the camera's own axes: right, down, along the optical axis. [rad]"""
    level, below = np.cos(depression), np.sin(depression)
    right, forward = level * np.sin(off), level * np.cos(off)
    return (
        right,
        below * np.cos(tilt) - forward * np.sin(tilt),
        forward * np.cos(tilt) + below * np.sin(tilt),
    )


def equidistant_deg(right: Floats, down: Floats, depth: Floats) -> tuple[Floats, Floats]:
    """Return the angle from an f-theta lens's axis to rays, split across and down. [°]"""
    sideways = np.hypot(right, down)
    angle = np.degrees(np.arctan2(sideways, depth))
    scale = np.divide(angle, sideways, out=np.zeros_like(angle), where=sideways > 0)
    return right * scale, down * scale
