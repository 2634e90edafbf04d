"""`PurposeRequirement`: from where, and with how many pixels, a face or a plate is recognised.

A planner that checks only pixel density accepts cameras that see hats from above. The limits are
data (`data/gates.csv`), each with its source.
"""

import csv
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.units import Booleans, Floats, turn_deg

Purpose = Literal["people", "faces", "plates"]
"""What a camera is for; people have no requirement beside the pixel density of the plan."""


@frozen
class PurposeRequirement:
    """The angles and the pixel density at which a face or a number plate can be recognised."""

    purpose: str
    vertical_deg: float
    """Steepest ray, from above or below. [°]"""
    horizontal_deg: float
    """Most that a ray may differ from the direction the target faces, if that is known. [°]"""
    density_px_m: float
    """Least pixel density square to the target. [px/m]"""
    source: str

    def admits(self, *, depression_deg: ArrayLike, away_deg: ArrayLike = 0.0) -> Booleans:
        """Return which rays are within both angles; `away_deg` as `lane_angle_deg` gives it."""
        steep = np.abs(np.asarray(depression_deg)) > self.vertical_deg
        return np.asarray(~steep & ~(np.abs(np.asarray(away_deg)) > self.horizontal_deg))

    def required_px_m(self, *, away_deg: ArrayLike = 0.0) -> Floats:
        """Return the pixel density across the ray that a target at an angle requires. [px/m]

        A plate seen at an angle is narrower by its cosine, so it needs as many more pixels.
        """
        narrower = np.maximum(np.cos(np.radians(np.asarray(away_deg, dtype=np.float64))), 1e-9)
        return np.asarray(self.density_px_m / narrower)

    def near_m(self, *, height_m: float, target_height_m: float = 1.6) -> float:
        """Return the ground distance below which a lens looks too steeply, on level ground. [m]"""
        return abs(height_m - target_height_m) / math.tan(math.radians(self.vertical_deg))


@cache
def purpose_requirements() -> Mapping[str, PurposeRequirement]:
    """Return the requirements of `data/gates.csv` by purpose; people have none."""
    file = resources.files("placement") / "data" / "gates.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["purpose"]: _requirement(row) for row in rows}


def lane_angle_deg(lane_azimuth_deg: float | None, target_azimuth_deg: ArrayLike) -> Floats:
    """Return the angle between rays and a lane, 0 to 90; 0 where the lane is not known. [°]

    Both azimuths count from the same north. A plate at either end counts, so the lane has no sense.
    """
    if lane_azimuth_deg is None:
        return np.zeros(np.shape(target_azimuth_deg))
    angle = np.abs(turn_deg(lane_azimuth_deg, target_azimuth_deg))
    return np.minimum(angle, 180.0 - angle)


def _requirement(row: Mapping[str, str]) -> PurposeRequirement:
    pixels, width_m = float(row["target_px"] or 0.0), float(row["target_m"] or 1.0)
    horizontal = float(row["horizontal_deg"] or 180.0)
    return PurposeRequirement(
        row["purpose"], float(row["vertical_deg"]), horizontal, pixels / width_m, row["source"]
    )
