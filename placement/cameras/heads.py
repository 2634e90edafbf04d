"""`Head` and `Preset`: a camera's lenses and programmed poses, relative to its azimuth."""

from attrs import field, frozen, validators
from numpy.typing import ArrayLike

from placement.cameras.lenses import Lens
from placement.cameras.projection import density_px_m
from placement.units import HALF_CIRCLE_DEG, Floats, turn_deg

SEAM_DEG = 1e-6
"""Angles this close are equal. [°]"""


@frozen
class Head:
    """A lens of a camera and the direction of its axis: several make a panoramic camera."""

    lens: Lens
    tilt_deg: float
    """Angle of its optical axis below the horizon. [°]"""
    azimuth_offset_deg: float = 0.0
    """Clockwise from the camera's azimuth. [°]"""

    def density_px_m(
        self,
        *,
        camera_azimuth_deg: ArrayLike,
        target_azimuth_deg: ArrayLike,
        depression_deg: ArrayLike,
        distance_m: ArrayLike,
    ) -> Floats:
        """Return the pixel density on targets in free sight, 0 outside its picture. [px/m]"""
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

    def looks_past_wall(self, *, camera_azimuth_deg: float, facing_deg: float | None) -> bool:
        """Return whether any of its picture lies before the wall that the camera hangs on.

        The wall faces `facing_deg` and leaves the half circle around that; None: no wall. Both
        azimuths count from the same north. [°]
        """
        if facing_deg is None:
            return True
        off_deg = abs(float(turn_deg(facing_deg, camera_azimuth_deg + self.azimuth_offset_deg)))
        return off_deg < HALF_CIRCLE_DEG + self.lens.hfov_deg / 2 - SEAM_DEG


@frozen
class Preset:
    """A programmed pose of a turning camera, taken up once in each round."""

    azimuth_offset_deg: float
    """Clockwise from the camera's azimuth. [°]"""
    tilt_deg: float
    zoom: float = field(default=1.0, validator=validators.ge(1))
    """How many times its focal length is the shortest. [-]"""
    dwell_s: float = field(default=10.0, validator=validators.gt(0))
    """How long it stays. [s]"""

    def head(self, lens: Lens) -> Head:
        """Return the head that the camera's lens makes in this pose, zoomed in."""
        return Head(lens.at_zoom(self.zoom), self.tilt_deg, self.azimuth_offset_deg)
