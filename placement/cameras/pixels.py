"""Where a ray lies in the picture of a lens, to the pixel, and which ray a pixel sees.

Columns and rows count from the upper left corner of the picture, so that its middle is half of its
width and height; the pixel in the corner has its centre at one half. The formulae are those by
which `projection` decides what is in the picture and how dense it is there.
"""

from typing import assert_never

import numpy as np
from numpy.typing import ArrayLike

from placement.cameras.lenses import Lens
from placement.cameras.projection import camera_axes, equidistant_deg
from placement.units import Floats, turn_deg

Pair = tuple[Floats, Floats]


def pixels_of_rays(
    lens: Lens, *, off_axis_deg: ArrayLike, depression_deg: ArrayLike, tilt_deg: float
) -> Pair:
    """Return column and row of rays; NaN where a lens draws nothing of a ray. [px]

    Arguments as in `projection.image_points`; what lies outside the picture has pixels too.
    """
    off, depression = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (off_axis_deg, depression_deg))
    )
    if lens.projection == "panoramic":
        across, down = np.radians(turn_deg(0.0, off)), np.radians(depression - tilt_deg)
    else:
        tilt = np.radians(np.asarray(tilt_deg, dtype=np.float64))
        across, down = _on_plane(lens, *camera_axes(np.radians(off), np.radians(depression), tilt))
    return lens.width_px / 2 + lens.axis_px_rad * across, (
        lens.height_px / 2 + lens.axis_px_rad * down
    )


def rays_of_pixels(lens: Lens, *, column: ArrayLike, row: ArrayLike, tilt_deg: float) -> Pair:
    """Return azimuth off the axis and depression of pixels; NaN where no ray falls. [°]

    The inverse of `pixels_of_rays`.
    """
    across = (np.asarray(column, dtype=np.float64) - lens.width_px / 2) / lens.axis_px_rad
    down = (np.asarray(row, dtype=np.float64) - lens.height_px / 2) / lens.axis_px_rad
    across, down = np.broadcast_arrays(across, down)
    if lens.projection == "panoramic":
        off, depression = np.degrees(across), tilt_deg + np.degrees(down)
        is_ray = (np.abs(off) <= 180.0) & (np.abs(depression) <= 90.0)
        return np.where(is_ray, off, np.nan), np.where(is_ray, depression, np.nan)
    right, below, depth = _off_plane(lens, across, down)
    tilt = np.radians(tilt_deg)
    forward = depth * np.cos(tilt) - below * np.sin(tilt)
    sunk = below * np.cos(tilt) + depth * np.sin(tilt)
    return np.degrees(np.arctan2(right, forward)), np.degrees(np.arcsin(np.clip(sunk, -1.0, 1.0)))


def _on_plane(lens: Lens, right: Floats, down: Floats, depth: Floats) -> Pair:
    """Return where unit rays in the camera's axes meet the picture, in focal lengths."""
    match lens.projection:
        case "f-theta":
            across_deg, down_deg = equidistant_deg(right, down, depth)
            return np.radians(across_deg), np.radians(down_deg)
        case "equisolid":
            half_cosine = np.sqrt(np.maximum((1 + depth) / 2, 1e-300))
            return right / half_cosine, down / half_cosine
        case "rectilinear":
            before = np.where(depth > 0, depth, np.nan)
            return right / before, down / before
        case "panoramic":
            raise ValueError("a panoramic picture has no plane")
        case _:
            assert_never(lens.projection)


def _off_plane(lens: Lens, across: Floats, down: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the unit ray in the camera's axes of a point of the picture, in focal lengths."""
    radius = np.hypot(across, down)
    match lens.projection:
        case "f-theta":
            angle = np.where(radius <= np.pi, radius, np.nan)
            scale = np.sinc(angle / np.pi)
            return across * scale, down * scale, np.cos(angle)
        case "equisolid":
            half_sine = np.where(radius <= 2.0, radius / 2, np.nan)
            half_cosine = np.sqrt(1 - half_sine**2)
            return across * half_cosine, down * half_cosine, 1 - 2 * half_sine**2
        case "rectilinear":
            length = np.sqrt(1 + radius**2)
            return across / length, down / length, 1 / length
        case "panoramic":
            raise ValueError("a panoramic picture has no plane")
        case _:
            assert_never(lens.projection)
