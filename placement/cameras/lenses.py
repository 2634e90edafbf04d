"""`Lens`: angles of view and pixels, from a vendor's sheet or from a sensor and a focal length.

How a lens projects the angle θ off its axis to a distance r on the sensor (Kannala and Brandt, IEEE
TPAMI 28(8), 2006, eq. 1, 3 and 4): *rectilinear* r = f tan θ, *f-theta* r = f θ, *equisolid*
r = 2 f sin(θ / 2). *panoramic* stands for several heads side by side: a cylinder without a focal
length. Sensor sizes are data (`data/sensors.csv`).
"""

import csv
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from attrs import evolve, frozen

Projection = Literal["rectilinear", "f-theta", "equisolid", "panoramic"]

DISAGREEMENT_DEG = 5.0
"""A vendor's angle and the one of sensor and focal length may differ by this. [°]"""


@frozen
class Sensor:
    """The light-sensitive rectangle behind a lens."""

    width_mm: float
    height_mm: float
    source: str = ""


@cache
def sensors() -> Mapping[str, Sensor]:
    """Return the sensors of `data/sensors.csv` by trade name (`1/2.8`, without the inch mark)."""
    file = resources.files("placement") / "data" / "sensors.csv"
    return {
        row["type"]: Sensor(float(row["width_mm"]), float(row["height_mm"]), row["source"])
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    }


@frozen
class Lens:
    """Angles of view, pixels and projection of a lens with its sensor."""

    hfov_deg: float
    """Full angle between the left and right edge of the picture. [°]"""
    vfov_deg: float
    """Full angle between its upper and lower edge. [°]"""
    width_px: int
    projection: Projection = "f-theta"

    @property
    def axis_px_rad(self) -> float:
        """Pixels per radian in the middle of the picture: the focal length in pixels. [px]"""
        return self.width_px / (2 * _on_sensor(math.radians(self.hfov_deg) / 2, self.projection))

    @property
    def height_px(self) -> float:
        """Pixels from the upper to the lower edge of the picture. [px]"""
        half = _on_sensor(math.radians(self.vfov_deg) / 2, self.projection)
        return 2 * half * self.axis_px_rad

    def at_zoom(self, factor: float) -> "Lens":
        """Return the lens with its focal length multiplied by a factor; the sensor stays. [-]"""
        across, down = (
            _full_angle_deg(
                _on_sensor(math.radians(angle) / 2, self.projection) / factor, self.projection
            )
            for angle in (self.hfov_deg, self.vfov_deg)
        )
        return self if factor == 1.0 else evolve(self, hfov_deg=across, vfov_deg=down)


def from_sensor(
    sensor: Sensor, *, focal_mm: float, width_px: int, projection: Projection = "f-theta"
) -> Lens:
    """Return the lens of a focal length before a sensor.

    Parameters
    ----------
    sensor
        Its width and height. [mm]
    focal_mm
        Focal length. [mm]
    width_px
        Pixels across the picture.
    projection
        Any but panoramic, which has no focal length.

    Returns
    -------
    lens
        With the angles between opposite edges, measured through the middle of the picture.

    Raises
    ------
    ValueError
        If the projection has no such picture: it is panoramic, or would see beyond 360°.
    """
    if projection == "panoramic":
        raise ValueError("a panoramic picture has no focal length")
    across, down = (
        _full_angle_deg(side / 2 / focal_mm, projection)
        for side in (sensor.width_mm, sensor.height_mm)
    )
    if not max(across, down) <= 360.0:
        raise ValueError(f"{projection} at {focal_mm} mm would see {max(across, down):.0f}°")
    return Lens(across, down, width_px, projection)


def hfov_by_projection(sensor: Sensor, *, focal_mm: float) -> dict[Projection, float]:
    """Return the horizontal angle of view that each projection gives a sensor and a focal length.

    Projections that would see beyond 360° are left out. For short lenses they lie far apart: 4 mm
    before 1/1.2" are 166° by f-theta and 111° by rectilinear; a data sheet's angle is the third
    witness. [°]
    """
    half = sensor.width_mm / 2 / focal_mm
    projections: tuple[Projection, ...] = ("rectilinear", "f-theta", "equisolid")
    angles_deg = {each: _full_angle_deg(half, each) for each in projections}
    return {each: angle_deg for each, angle_deg in angles_deg.items() if angle_deg <= 360}


def zoom_of(wide_deg: float, narrow_deg: float, *, projection: Projection) -> float:
    """Return how many times the focal length grows from the wide angle to the narrow one. [-]"""
    wide, narrow = (
        _on_sensor(math.radians(each) / 2, projection) for each in (wide_deg, narrow_deg)
    )
    return wide / narrow


def _on_sensor(angle: float, projection: Projection) -> float:
    """Return the distance from the sensor's middle to a ray's point, in focal lengths. [rad → -]"""
    match projection:
        case "rectilinear":
            return math.tan(angle)
        case "equisolid":
            return 2 * math.sin(angle / 2)
        case "f-theta" | "panoramic":
            return angle


def _full_angle_deg(half: float, projection: Projection) -> float:
    """Return the angle between two points at a distance either side of the middle, else inf. [°]"""
    match projection:
        case "rectilinear":
            return math.degrees(2 * math.atan(half))
        case "equisolid":
            return math.degrees(4 * math.asin(half / 2)) if half <= 2 else math.inf
        case "f-theta" | "panoramic":
            return math.degrees(2 * half)
