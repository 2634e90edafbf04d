"""`Zone`: ranges of pan and tilt in which a turning camera must show nothing, as devices have them.

What a camera could look at is one panorama around it; what is protected there, zoomed in as far as
it can, is covered with rectangles of pan and tilt. A zone is needed from some zoom on.
"""

import numpy as np
from attrs import frozen
from scipy import ndimage

from placement.cameras.heads import Head
from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.look.picture import Frame, picture_of
from placement.look.scene import Scene
from placement.masks.covering import MaskLimits, cover
from placement.masks.pixels import density_px_m, protected_pixels
from placement.masks.protected import Protected
from placement.units import Floats, wrap_deg

STEP_DEG = 0.5
"""Side of a pixel of the panorama. [°]"""
HIGHEST_DEG, LOWEST_DEG = -20.0, 90.0
"""Depressions that a turning camera can look at. [°]"""


@frozen
class Zone:
    """Where a turning camera shows nothing; azimuths from grid north, clockwise. [°]"""

    azimuth_from_deg: float
    azimuth_to_deg: float
    """Clockwise from the first; may pass north."""
    depression_from_deg: float
    depression_to_deg: float
    """Below the horizon; negative above it."""
    zoom_from: float
    """From this zoom on something protected in it is known. [-]"""


def zones_of(
    scene: Scene, model: CameraModel, protected: Protected, *, most: int
) -> tuple[Zone, ...]:
    """Return the zones of a turning camera, at most so many; of any other none."""
    if not model.turning:
        return ()
    tall = LOWEST_DEG - HIGHEST_DEG
    lens = Lens(360.0, tall, round(360.0 / STEP_DEG), "panoramic")
    head = Head(lens, (LOWEST_DEG + HIGHEST_DEG) / 2)
    rows = round(tall / STEP_DEG)
    frame = Frame(head, 180.0, 0, lens.width_px, rows, lens.axis_px_rad / model.lens.axis_px_rad)
    picture = picture_of(scene, frame)
    shown = protected_pixels(picture, protected, zoom=model.zoom)
    if not shown.any():
        return ()
    # azimuths begin where nothing is protected, so that no zone is cut there
    free = np.flatnonzero(~shown.any(axis=0))
    begin = int(free[0]) if free.size else 0
    wide = ndimage.maximum_filter(np.roll(shown, -begin, axis=1), 3)
    needed = np.where(
        shown, protected.density_px_m / np.maximum(density_px_m(picture), 1e-9), np.inf
    )
    needed = ndimage.minimum_filter(np.roll(needed, -begin, axis=1), 3)
    shapes = cover(wide, MaskLimits(most, "rectangle"))
    return tuple(_zone(shape, begin, needed) for shape in shapes)


def _zone(corners: Floats, begin: int, needed: Floats) -> Zone:
    (first, top), (last, below) = corners.min(axis=0), corners.max(axis=0)
    inside = needed[int(top) : int(np.ceil(below)), int(first) : int(np.ceil(last))]
    azimuths = wrap_deg((np.array([first, last]) + begin) * STEP_DEG)
    return Zone(
        float(azimuths[0]),
        float(azimuths[1]),
        HIGHEST_DEG + float(top) * STEP_DEG,
        HIGHEST_DEG + float(below) * STEP_DEG,
        max(1.0, round(float(inside.min()), 2)),
    )
