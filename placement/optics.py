"""From a lens and a sensor to pixels on a target: which rays are in the picture, and how dense.

Rays are given by their azimuth relative to the optical axis, clockwise, and their depression below
the horizon. Three projections: *rectilinear* (pinhole), *f-theta* (equidistant: a wide security
lens; within 4° of a vendor's chart from 2.8 to 16 mm where the pinhole is 21° off) and *panoramic*
(several heads side by side: azimuth is unlimited up to `hfov_deg`, the picture is a cylinder).

Detail levels are data (`data/detail_levels.csv`), both ladders of EN 62676-4; the code knows only
px/m.
"""

import csv
from functools import cache
from importlib import resources
from typing import Literal

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.units import Booleans, Floats, turn_deg

Projection = Literal["rectilinear", "f-theta", "panoramic"]
ROUNDING_DEG = 1e-9
"""A ray this close outside the frame is in it: azimuths went through degrees and back. [°]"""


@frozen
class DetailLevel:
    """A level of picture detail: what can be told about a person at that pixel density."""

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


@frozen
class Lens:
    """What of a camera shapes its picture."""

    hfov_deg: float
    """Full angle between the left and right edge of the picture. [°]"""
    vfov_deg: float
    """Full angle between its upper and lower edge. [°]"""
    width_px: int
    projection: Projection = "f-theta"


def density_px_m(
    lens: Lens,
    *,
    off_axis_deg: ArrayLike,
    depression_deg: ArrayLike,
    tilt_deg: float,
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
        In the broadcast shape of the three arrays. [px/m]

    Notes
    -----
    f-theta and panoramic: ``width / (hfov · D)`` with the angle in radians; rectilinear:
    ``width / (2 tan(hfov / 2) · Z)`` with the depth Z along the axis. Both are the density across
    the ray in the direction that is stretched least, so they never flatter.
    """
    off, depression, distance = np.broadcast_arrays(
        *(
            np.asarray(value, dtype=np.float64)
            for value in (off_axis_deg, depression_deg, distance_m)
        )
    )
    angular = lens.width_px / np.radians(lens.hfov_deg)
    if lens.projection == "panoramic":
        inside = _in_cylinder(lens, off, depression - tilt_deg)
        return np.where(inside, angular / distance, 0.0)
    right, down, depth = _camera_axes(np.radians(off), np.radians(depression), np.radians(tilt_deg))
    if lens.projection == "rectilinear":
        half_width = np.tan(np.radians(lens.hfov_deg) / 2)
        half_height = np.tan(np.radians(lens.vfov_deg) / 2)
        ahead = np.where(depth > 0, depth, np.nan)
        inside = (np.abs(right / ahead) <= half_width + 1e-12) & (
            np.abs(down / ahead) <= half_height + 1e-12
        )
        return np.where(inside, lens.width_px / (2 * half_width) / (distance * ahead), 0.0)
    across, up_down = _equidistant_deg(right, down, depth)
    inside = (np.abs(across) <= lens.hfov_deg / 2 + ROUNDING_DEG) & (
        np.abs(up_down) <= lens.vfov_deg / 2 + ROUNDING_DEG
    )
    return np.where(inside, angular / distance, 0.0)


def range_m(lens: Lens, density: float) -> float:
    """Return the slant distance at which the picture's centre still has a pixel density. [m]"""
    half = np.radians(lens.hfov_deg) / 2
    per_radian = (
        lens.width_px / (2 * np.tan(half))
        if lens.projection == "rectilinear"
        else lens.width_px / (2 * half)
    )
    return float(per_radian / density)


def dead_zone_m(lens: Lens, *, height_m: float, tilt_deg: float, target_height_m: float) -> float:
    """Return the ground distance below which a target is under the picture, on level ground. [m]"""
    lowest = np.radians(min(tilt_deg + lens.vfov_deg / 2, 90.0))
    return float(max(height_m - target_height_m, 0.0) / np.tan(lowest)) if lowest > 0 else np.inf


def _in_cylinder(lens: Lens, off: Floats, below_axis: Floats) -> Booleans:
    across = np.abs(turn_deg(0.0, off)) <= lens.hfov_deg / 2 + ROUNDING_DEG
    return np.asarray(across & (np.abs(below_axis) <= lens.vfov_deg / 2 + ROUNDING_DEG))


def _camera_axes(off: Floats, depression: Floats, tilt: float) -> tuple[Floats, Floats, Floats]:
    """Return unit rays in the camera's own axes: right, down, along the optical axis."""
    level, below = np.cos(depression), np.sin(depression)
    right, forward = level * np.sin(off), level * np.cos(off)
    return (
        right,
        below * np.cos(tilt) - forward * np.sin(tilt),
        forward * np.cos(tilt) + below * np.sin(tilt),
    )


def _equidistant_deg(right: Floats, down: Floats, depth: Floats) -> tuple[Floats, Floats]:
    """Return the angle from an f-theta lens's axis to rays, split across and down. [°]"""
    sideways = np.hypot(right, down)
    angle = np.degrees(np.arctan2(sideways, depth))
    scale = np.divide(angle, sideways, out=np.zeros_like(angle), where=sideways > 0)
    return right * scale, down * scale
