"""Lenses, heads and presets of a camera model in a plan file."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from placement.cameras.heads import Head, Preset
from placement.cameras.lenses import (
    DISAGREEMENT_DEG,
    Lens,
    Projection,
    Sensor,
    from_sensor,
    hfov_by_projection,
    sensors,
)
from placement.config.section import Degrees, Section

DOUBT_DEG = 30.0
"""Angles by different projections that lie this far apart want a data sheet's. [°]"""
ANGLES = frozenset({"hfov_deg", "vfov_deg"})
SIDES = frozenset({"sensor_width_mm", "sensor_height_mm"})
FOCAL = SIDES | {"sensor", "focal_mm"}

UprightDegrees = Annotated[float, Field(ge=0.01, le=180)]
Offset = Annotated[float, Field(ge=-360, le=360)]
Pixels = Annotated[int, Field(gt=0, le=100_000)]
Millimetres = Annotated[float, Field(ge=0.01, le=1000)]
Tilt = Annotated[float, Field(ge=-30, le=90)]
Zoom = Annotated[float, Field(ge=1, le=100)]


class OpticsSection(Section):
    """A lens: its angles of view, or sensor and focal length, or both if they agree."""

    hfov_deg: Degrees | None = None
    """Horizontal angle of view; with vfov_deg, or else sensor and focal_mm. [°]"""
    vfov_deg: UprightDegrees | None = None
    """Vertical angle of view. [°]"""
    sensor: str | None = None
    """Type of the sensor, such as 1/2.8; or else its width and height."""
    sensor_width_mm: Millimetres | None = None
    """Width of the sensor. [mm]"""
    sensor_height_mm: Millimetres | None = None
    """Height of the sensor. [mm]"""
    focal_mm: Millimetres | None = None
    """Focal length. [mm]"""
    width_px: Pixels
    """Pixels across the picture: of one head of several, of the whole ring of a panoramic one."""
    projection: Projection = "f-theta"
    """rectilinear, f-theta (wide security lenses), equisolid or panoramic (heads side by side)."""

    @model_validator(mode="after")
    def _one_lens(self) -> Self:
        _lens(_lens_keys(self))
        return self

    def lens(self) -> Lens:
        """Return the lens as the analysis takes it; a vendor's angles before computed ones."""
        return _lens(_lens_keys(self))

    @property
    def lens_doubt(self) -> str:
        """What each projection makes of sensor and focal length, where no angle tells which holds.

        Empty where an angle is stated, or where all agree to `DOUBT_DEG`.
        """
        lens_keys = _lens_keys(self)
        sensor = None if "hfov_deg" in lens_keys else _sensor(lens_keys)
        if sensor is None or self.focal_mm is None:
            return ""
        angles_deg = hfov_by_projection(sensor, focal_mm=self.focal_mm).values()
        return _projections(lens_keys) if max(angles_deg) - min(angles_deg) > DOUBT_DEG else ""


class HeadOpticsSection(Section):
    """A head of a camera with several: where it looks, and what of its lens is its own."""

    azimuth_offset_deg: Offset
    """Clockwise from the camera's azimuth. [°]"""
    tilt_deg: Tilt | None = None
    """Optical axis below the horizon, if not the camera's. [°]"""
    hfov_deg: Degrees | None = None
    """Horizontal angle of view, if not the camera's. [°]"""
    vfov_deg: UprightDegrees | None = None
    """Vertical angle of view, if not the camera's. [°]"""
    sensor: str | None = None
    """Type of the sensor, if not the camera's."""
    sensor_width_mm: Millimetres | None = None
    """Width of the sensor, if not the camera's. [mm]"""
    sensor_height_mm: Millimetres | None = None
    """Height of the sensor, if not the camera's. [mm]"""
    focal_mm: Millimetres | None = None
    """Focal length, if not the camera's. [mm]"""
    width_px: Pixels | None = None
    """Pixels across its picture, if not the camera's."""
    projection: Projection | None = None
    """Projection, if not the camera's."""

    def head(self, camera: OpticsSection, *, tilt_deg: float) -> Head:
        """Return the head as the analysis takes it; what it does not say, the camera says.

        Raises
        ------
        ValueError
            If the two together make no lens.
        """
        own, others = _lens_keys(self), _lens_keys(camera)
        dropped: set[str] = set()
        if own.keys() & ANGLES:
            dropped |= FOCAL
        if own.keys() & FOCAL:
            dropped |= ANGLES
        if "sensor" in own:
            dropped |= SIDES
        inherited = {key: value for key, value in others.items() if key not in dropped}
        tilt = tilt_deg if self.tilt_deg is None else self.tilt_deg
        return Head(_lens(inherited | own), tilt, self.azimuth_offset_deg)


class PresetPoseSection(Section):
    """A pose of a turning camera's round."""

    azimuth_offset_deg: Offset = 0.0
    """Clockwise from the camera's azimuth. [°]"""
    tilt_deg: Tilt
    """Optical axis below the horizon. [°]"""
    zoom: Zoom = 1.0
    """How many times the focal length is the shortest. [-]"""
    dwell_s: Annotated[float, Field(gt=0, le=86_400)] = 10.0
    """How long it stays. [s]"""

    def preset(self) -> Preset:
        """Return the preset as the analysis takes it."""
        return Preset(self.azimuth_offset_deg, self.tilt_deg, self.zoom, self.dwell_s)


def _lens_keys(section: OpticsSection | HeadOpticsSection) -> dict[str, Any]:
    lens_keys = {key: getattr(section, key) for key in OpticsSection.model_fields}
    return {key: value for key, value in lens_keys.items() if value is not None}


def _lens(lens_keys: Mapping[str, Any]) -> Lens:
    """Return the lens that keys of `Optics` describe.

    Raises
    ------
    ValueError
        If they describe none, or two different ones; its text or type names the problem.
    """
    if lens_keys["projection"] == "rectilinear" and lens_keys.get("hfov_deg", 0.0) >= 180:
        raise ValueError("rectilinear_too_wide")
    computed = _computed(lens_keys)
    if computed is None and not lens_keys.keys() >= ANGLES:
        raise ValueError("lens_missing")
    angles = {}
    for name in ("hfov_deg", "vfov_deg"):
        other = lens_keys[name] if computed is None else getattr(computed, name)
        angles[name] = lens_keys.get(name, other)
        if abs(angles[name] - other) > DISAGREEMENT_DEG:
            values = {
                "key": name,
                "found": lens_keys[name],
                "computed": round(other, 1),
                "projections": _projections(lens_keys),
            }
            raise PydanticCustomError("plan_lens_contradicts", "{key}", values)
    return Lens(**angles, width_px=lens_keys["width_px"], projection=lens_keys["projection"])


def _computed(lens_keys: Mapping[str, Any]) -> Lens | None:
    sensor = _sensor(lens_keys)
    if sensor is None or "focal_mm" not in lens_keys:
        return None
    width_px, projection = lens_keys["width_px"], lens_keys["projection"]
    try:
        return from_sensor(
            sensor, focal_mm=lens_keys["focal_mm"], width_px=width_px, projection=projection
        )
    except ValueError as error:
        values = {"projection": projection, "focal_mm": lens_keys["focal_mm"]}
        raise PydanticCustomError("plan_lens_impossible", "{projection}", values) from error


def _projections(lens_keys: Mapping[str, Any]) -> str:
    """Return the horizontal angle that each projection gives sensor and focal length. [°]"""
    sensor = _sensor(lens_keys)
    if sensor is None or "focal_mm" not in lens_keys:
        return "–"
    angles_deg = hfov_by_projection(sensor, focal_mm=lens_keys["focal_mm"])
    return ", ".join(f"{name} {angle_deg:.0f}°" for name, angle_deg in angles_deg.items())


def _sensor(lens_keys: Mapping[str, Any]) -> Sensor | None:
    if lens_keys.keys() >= SIDES:
        return Sensor(lens_keys["sensor_width_mm"], lens_keys["sensor_height_mm"])
    if "sensor" not in lens_keys:
        return None
    sensor = sensors().get(lens_keys["sensor"].rstrip("\"″”' "))
    if sensor is None:
        values = {"found": lens_keys["sensor"], "choices": ", ".join(sensors())}
        raise PydanticCustomError("plan_unknown_sensor", "{found}", values)
    return sensor
