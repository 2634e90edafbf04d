"""Which pixels of a picture show a home above its sill or private ground, densely enough to know.

Trees are looked through: leaves fall, and a mask stays. The density is that of the lens in the
middle of its picture at the slant distance of what is met, across the line of sight: never less
than what the picture has there.
"""

from typing import TYPE_CHECKING

import numpy as np

from placement.look.profiles import Kind
from placement.masks.protected import Protected
from placement.units import Booleans, Floats

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.look.picture import Picture


def protected_pixels(picture: "Picture", protected: Protected, *, zoom: float = 1.0) -> Booleans:
    """Return the pixels that a mask must cover, (rows, columns).

    Parameters
    ----------
    picture
        Filled.
    protected
        Homes and private ground.
    zoom
        By how much the lens can narrow its view further: what is far is then known as well.
    """
    hits = picture.hits
    dense = density_px_m(picture) * zoom >= protected.density_px_m
    with np.errstate(invalid="ignore"):
        height = picture.scene.eye[2] + hits.distance_m * np.tan(np.radians(picture.above_deg))
    shown = np.zeros(dense.shape, dtype=np.bool_)
    edges = np.vstack([picture.scene.houses.edges, picture.scene.raised.edges])
    wall = dense & (hits.kind == Kind.WALL)
    if wall.any():
        shown[wall] = height[wall] >= protected.sills_m(edges)[hits.edge[wall]]
    ground = dense & (hits.kind == Kind.GROUND)
    shown[ground] = protected.holds(picture.x_m[ground], picture.y_m[ground], height[ground])
    return shown


def density_px_m(picture: "Picture") -> Floats:
    """Return the camera's own pixel density on what each pixel meets; 0 in the sky. [px/m]"""
    frame = picture.frame
    with np.errstate(divide="ignore", invalid="ignore"):
        slant_m = picture.hits.distance_m / np.cos(np.radians(picture.above_deg))
        density = frame.head.lens.axis_px_rad / frame.scale / slant_m
    return np.where(picture.lit & np.isfinite(slant_m), density, 0.0)
