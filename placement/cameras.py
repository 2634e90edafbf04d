"""`CameraModel`: a kind of device the town can buy; what it sees in one pose."""

import numpy as np
from attrs import field, frozen, validators
from numpy.typing import ArrayLike

from placement.optics import Lens, density_px_m, range_m
from placement.units import Floats, turn_deg


@frozen
class CameraModel:
    """A kind of camera, with the lens it is planned with."""

    name: str
    lens: Lens
    tilt_deg: float
    """Angle of the optical axis below the horizon as mounted. [°]"""
    range_m: float = field(validator=validators.gt(0))
    """Farthest slant distance that counts, whatever the pixels (night, weather). [m]"""
    cost_czk: float = field(validator=validators.ge(0))
    """Price of the camera with mounting, without the point's own costs. [Kč]"""
    turning: bool = False
    """A turning (PTZ) camera always sees its home pose; the rest is only *reachable*."""
    zoom: float = field(default=1.0, validator=validators.ge(1))
    """By how much the lens can narrow its view; a far place then has as many more pixels. [-]"""

    @property
    def whole_circle(self) -> bool:
        """Whether every azimuth is always in the picture, so that only one pose is worth asking."""
        return self.lens.projection == "panoramic" and self.lens.hfov_deg >= 360

    def sees(
        self,
        *,
        camera_azimuth_deg: ArrayLike,
        target_azimuth_deg: ArrayLike,
        depression_deg: ArrayLike,
        distance_m: ArrayLike,
        tilt_deg: float | None = None,
    ) -> Floats:
        """Return the pixel density on targets in free sight; 0 beyond the picture or the range.

        Azimuths count clockwise from the same north; arrays are broadcast. [°, m → px/m]
        """
        density = density_px_m(
            self.lens,
            off_axis_deg=turn_deg(camera_azimuth_deg, target_azimuth_deg),
            depression_deg=depression_deg,
            tilt_deg=self.tilt_deg if tilt_deg is None else tilt_deg,
            distance_m=distance_m,
        )
        return np.where(np.asarray(distance_m) <= self.range_m, density, 0.0)

    def reaches(self, *, distance_m: ArrayLike) -> Floats:
        """Return the pixel density a turning camera has on a target once it looks there.

        In the middle of the picture, zoomed in as far as the lens can. [m → px/m]
        """
        distance = np.asarray(distance_m, dtype=np.float64)
        density = self.zoom * range_m(self.lens, 1.0) / distance
        return np.where(distance <= self.range_m, density, 0.0)
