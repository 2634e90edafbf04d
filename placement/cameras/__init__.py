"""Cameras: lenses, projection to pixels, heads and presets, purposes, and their best azimuths."""

from placement.cameras.best_azimuth import BestAzimuth, best_azimuth
from placement.cameras.heads import Head, Preset
from placement.cameras.lenses import Lens, Sensor, from_sensor, sensors
from placement.cameras.model import CameraModel
from placement.cameras.projection import (
    DetailLevel,
    dead_zone_m,
    density_px_m,
    detail_levels,
    far_limit_m,
    range_m,
    ranges_m,
)
from placement.cameras.purposes import Purpose, PurposeRequirement, purpose_requirements

__all__ = [
    "BestAzimuth",
    "CameraModel",
    "DetailLevel",
    "Head",
    "Lens",
    "Preset",
    "Purpose",
    "PurposeRequirement",
    "Sensor",
    "best_azimuth",
    "dead_zone_m",
    "density_px_m",
    "detail_levels",
    "far_limit_m",
    "from_sensor",
    "purpose_requirements",
    "range_m",
    "ranges_m",
    "sensors",
]
