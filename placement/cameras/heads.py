"""`Head` and `Preset`: where the parts of a camera look, relative to the camera's azimuth."""

import numpy as np
from attrs import field, frozen, validators
from numpy.typing import ArrayLike

from placement.cameras.lenses import Lens
from placement.cameras.projection import density_px_m
from placement.units import Floats, turn_deg


@frozen
class Head:
    """A lens of a camera, and where it looks: several make a panoramic camera."""

    lens: Lens
    tilt_deg: float
    """Angle of its optical axis below the horizon. [°]"""
    azimuth_offset_deg: float = 0.0
    """Clockwise from the camera's azimuth. [°]"""

    def sees(
        self,
        *,
        camera_azimuth_deg: ArrayLike,
        target_azimuth_deg: ArrayLike,
        depression_deg: ArrayLike,
        distance_m: ArrayLike,
    ) -> Floats:
        """Return its pixel density on targets in free sight, 0 outside its picture. [px/m]"""
        off = turn_deg(camera_azimuth_deg, target_azimuth_deg)
        if self.azimuth_offset_deg:
            off = turn_deg(self.azimuth_offset_deg, off)
        return density_px_m(
            self.lens,
            off_axis_deg=off,
            depression_deg=depression_deg,
            tilt_deg=self.tilt_deg,
            distance_m=distance_m,
        )


@frozen
class Preset:
    """A pose that a turning camera takes up again and again."""

    azimuth_offset_deg: float
    """Clockwise from the camera's azimuth. [°]"""
    tilt_deg: float
    zoom: float = field(default=1.0, validator=validators.ge(1))
    """How many times its focal length is the shortest. [-]"""
    dwell_s: float = field(default=10.0, validator=validators.gt(0))
    """How long it stays. [s]"""

    def head(self, lens: Lens) -> Head:
        """Return where it looks, with the camera's lens zoomed in."""
        return Head(lens.zoomed(self.zoom), self.tilt_deg, self.azimuth_offset_deg)


def dwell_shares(presets: tuple[Preset, ...], *, travel_s: float) -> Floats:
    """Return the share of a round spent in each preset, (K,). [-]

    Parameters
    ----------
    presets
        In one round each is taken up once.
    travel_s
        Time of a round spent moving, when nothing counts as watched. [s]
    """
    dwell = np.array([preset.dwell_s for preset in presets], dtype=np.float64)
    return np.asarray(dwell / (dwell.sum() + travel_s))
