"""`DataSheet`: what a maker says of a camera, and the camera model that follows from it.

Sheets say angles in words ("35 to 96 horizontal, 20 to 51 vertical") and sensors by trade name. A
sheet becomes a model only with what it says: where width in pixels or angles are missing it is
refused with the reason. Sensor, focal length and angle are three witnesses of one lens; where no
projection makes them agree, the sheet's angle counts and the disagreement is told.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from attrs import frozen

from placement.cameras.lenses import (
    DISAGREEMENT_DEG,
    Projection,
    hfov_by_projection,
    sensors,
    zoom_of,
)

WHOLE_CIRCLE_DEG = 360.0
LABELS_PX: Mapping[str, tuple[int, int]] = {
    "1080p": (1920, 1080),
    "fhd": (1920, 1080),
    "qhd": (2560, 1440),
    "2k": (2560, 1440),
    "4k": (3840, 2160),
    "uhd": (3840, 2160),
    "720p": (1280, 720),
}
"""Pixels of the names of picture sizes that are fixed by a standard."""
PIXELS = re.compile(r"(\d{3,5})\s*[x×*]\s*(\d{3,5})")
NUMBER = r"(\d{1,3}(?:[.,]\d+)?)\s*°?"
RANGE = rf"{NUMBER}(?:\s*(?:-|–|~|to|až)\s*{NUMBER})?"
AXIS = r"(horizontal(?:ly)?|horizontální|vodorovně|vertical(?:ly)?|vertikální|svisle|h|v)"
ANGLE_FIRST = re.compile(rf"{RANGE}\s*\(?{AXIS}\b", re.IGNORECASE)
AXIS_FIRST = re.compile(rf"\b{AXIS}\)?\s*[:=]?\s*{RANGE}", re.IGNORECASE)
TRADE_NAME = re.compile(r"\b(\d(?:\.\d)?)\s*/\s*(\d(?:\.\d{1,2})?)|\b1(?=\s*[\"″])")
MILLIMETRES = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s*(?:-|–|~|to|až)\s*(\d+(?:[.,]\d+)?))?")
THERMAL_ANGLE = re.compile(r"[^,;(]*\(thermal\)", re.IGNORECASE)
COUNT = re.compile(r"\b(\d)\s*x\s*(?=\d)", re.IGNORECASE)

Angles = tuple[float, float]
"""Narrowest and widest; the same where the lens does not zoom. [°]"""
Lack = Literal["width", "angle", "upright", "fisheye", "thermal"]


@frozen
class DataSheet:
    """What a maker says of one camera; None or empty where nothing is said."""

    name: str
    """Brand and model."""
    kind: str = ""
    """Shape of the housing as the sheet has it: bullet, dome, ptz, panoramic, fisheye, …"""
    size_px: tuple[int, int] | None = None
    """Width and height of the picture, of one lens where it has several that are not joined."""
    sensor: str = ""
    """Trade name of the sensor, as in `data/sensors.csv`."""
    focal_mm: tuple[float, float] | None = None
    """Shortest and longest focal length. [mm]"""
    hfov_deg: Angles | None = None
    vfov_deg: Angles | None = None
    night_range_m: float | None = None
    """How far its own light reaches. [m]"""
    lenses: int = 1
    each_lens: bool = False
    """Whether angle and pixels are those of each lens, not of the joined picture."""
    thermal: bool = False
    source: str = ""

    @property
    def turning(self) -> bool:
        """Whether it turns and tilts by motor."""
        return self.kind == "ptz"

    @property
    def hfov_by_projection(self) -> dict[Projection, float]:
        """Widest horizontal angle by sensor and focal length; empty if one is not known. [°]"""
        sensor = sensors().get(self.sensor)
        if sensor is None or self.focal_mm is None:
            return {}
        return hfov_by_projection(sensor, focal_mm=self.focal_mm[0])

    @property
    def projection(self) -> Projection:
        """Projection that agrees best with the sheet's angle; f-theta where nothing tells."""
        if self.lenses > 1 and not self.each_lens:
            return "panoramic"
        angles_deg = self.hfov_by_projection
        if self.hfov_deg is None or not angles_deg or not self.agrees:
            return "f-theta"
        widest_deg = self.hfov_deg[1]
        return min(angles_deg, key=lambda each: abs(angles_deg[each] - widest_deg))

    @property
    def agrees(self) -> bool | None:
        """Whether some projection makes sensor, focal length and angle agree; None: not told."""
        angles_deg = self.hfov_by_projection
        if self.hfov_deg is None or not angles_deg or self.lenses > 1:
            return None
        widest_deg = self.hfov_deg[1]
        return min(abs(each - widest_deg) for each in angles_deg.values()) <= DISAGREEMENT_DEG

    @property
    def lacks(self) -> Lack | None:
        """What keeps the sheet from being a camera model; None if nothing does."""
        if self.thermal:
            return "thermal"
        if self.size_px is None:
            return "width"
        if self.hfov_deg is None:
            return "angle"
        if self.hfov_deg[1] >= WHOLE_CIRCLE_DEG and self.lenses == 1:
            return "fisheye"
        if self.vfov_deg is None and self.projection == "panoramic":
            return "upright"
        return None

    def section(self, *, hfov_deg: float | None = None) -> dict[str, Any]:
        """Return the keys of a `[[camera_models]]` section.

        Parameters
        ----------
        hfov_deg
            Angle that a lens with a range of angles is set to; its widest if not given. [°]

        Raises
        ------
        ValueError
            If something is lacking, or the angle is outside the lens's range; its text says which.
        """
        if self.lacks is not None or self.hfov_deg is None or self.size_px is None:
            raise ValueError(f"lacks {self.lacks}")
        narrow_deg, wide_deg = self.hfov_deg
        set_deg = wide_deg if hfov_deg is None else hfov_deg
        if not narrow_deg - 0.05 <= set_deg <= wide_deg + 0.05:
            raise ValueError(f"angle {set_deg} outside {narrow_deg} to {wide_deg}")
        width_px = self.size_px[0] * (self.lenses if self.each_lens else 1)
        keys: dict[str, Any] = {
            "name": self.name,
            "hfov_deg": set_deg,
            "vfov_deg": round(self._upright_deg(set_deg), 1),
            "width_px": self.size_px[0] if self.each_lens else width_px,
            "projection": self.projection,
        }
        if self.night_range_m:
            keys["night_range_m"] = self.night_range_m
        if self.turning:
            keys |= {"turning": True, "zoom": self._zoom()}
        if self.each_lens and self.lenses > 1:
            step_deg = min(set_deg, WHOLE_CIRCLE_DEG / self.lenses)
            first_deg = -step_deg * (self.lenses - 1) / 2
            offsets_deg = [round(first_deg + k * step_deg, 2) for k in range(self.lenses)]
            keys["heads"] = [{"azimuth_offset_deg": each} for each in offsets_deg]
        return keys

    @property
    def upright_is_worked_out(self) -> bool:
        """Whether the sheet has no upright angle, so that it follows from the picture's sides."""
        return self.vfov_deg is None

    def _upright_deg(self, set_deg: float) -> float:
        """Return the upright angle at a horizontal one: the sheet's, or by the picture's sides."""
        narrow_deg, wide_deg = self.hfov_deg or (set_deg, set_deg)
        if self.vfov_deg is None:
            width_px, height_px = self.size_px or (16, 9)
            return min(set_deg * height_px / width_px, 180.0)
        low_deg, high_deg = self.vfov_deg
        if wide_deg == narrow_deg:
            return high_deg
        share = (set_deg - narrow_deg) / (wide_deg - narrow_deg)
        return low_deg + share * (high_deg - low_deg)

    def _zoom(self) -> float:
        """Return the optical zoom: by focal lengths, else by angles. [-]"""
        if self.focal_mm is not None and self.focal_mm[1] > self.focal_mm[0]:
            return round(self.focal_mm[1] / self.focal_mm[0], 1)
        if self.hfov_deg is None or self.hfov_deg[0] >= self.hfov_deg[1]:
            return 1.0
        return round(zoom_of(self.hfov_deg[1], self.hfov_deg[0], projection="f-theta"), 1)


def angles_of(words: str) -> tuple[Angles | None, Angles | None]:
    """Return the horizontal and the vertical angle that a sheet says in words. [°]

    Parts about a thermal lens are passed over; of several lenses the first one that says an axis
    counts. A bare "360" is the whole circle.
    """
    optical = THERMAL_ANGLE.sub(" ", words)
    for part in re.split(r";|\bor\b", optical):
        clear = "" if "thermal" in part.lower() else part
        angles: dict[str, Angles] = {}
        for match in ANGLE_FIRST.finditer(clear):
            angles.setdefault(_axis(match[3]), _pair(match[1], match[2]))
        if not angles:
            for match in AXIS_FIRST.finditer(clear):
                angles.setdefault(_axis(match[1]), _pair(match[2], match[3]))
        if angles:
            return angles.get("h"), angles.get("v")
        if re.match(r"\s*360\b", clear):
            return (WHOLE_CIRCLE_DEG, WHOLE_CIRCLE_DEG), None
    return None, None


def focal_lengths_of(words: str) -> tuple[float, float] | None:
    """Return the shortest and longest focal length in words such as `4.3-129mm`. [mm]"""
    match = MILLIMETRES.search(words)
    return None if match is None else _pair(match[1], match[2])


def sensor_of(words: str) -> str:
    """Return the trade name of a sensor in words, as in `data/sensors.csv`; else empty."""
    match = TRADE_NAME.search(words)
    if match is None:
        return ""
    name = "1" if match[1] is None else f"{match[1]}/{match[2]}"
    return name if name in sensors() else ""


def lenses_of(words: str) -> int:
    """Return how many sensors words such as `4x 1/2.8"` say; 1 where they say no number."""
    match = COUNT.search(words)
    return int(match[1]) if match and int(match[1]) > 0 else 1


def size_of(words: str) -> tuple[int, int] | None:
    """Return width and height of a picture in words: `2592x1944`, or a name such as 4K. [px]"""
    match = PIXELS.search(words)
    if match is not None:
        return int(match[1]), int(match[2])
    names = re.findall(r"[a-z0-9]+", words.lower())
    return next((LABELS_PX[name] for name in names if name in LABELS_PX), None)


def _axis(word: str) -> str:
    return "h" if word.lower().startswith(("h", "vod")) else "v"


def _pair(first: str, second: str | None) -> Angles:
    """Return two numbers in ascending order; the first twice if there is no second."""
    numbers = [float(each.replace(",", ".")) for each in (first, second or first)]
    return min(numbers), max(numbers)
