"""Declination: how far a compass points east of true north, by the World Magnetic Model 2025.

The coefficients in `data/magnetic_field.csv` are those of NOAA NCEI and the British Geological
Survey (WMM2025, 2024-11-13; public domain), which hold from 2025 to the end of 2029. Its authors
state an error below half a degree where no iron is near; close to a pole, a fence or a car a
compass is farther off.
"""

import csv
import math
from functools import lru_cache
from importlib.resources import files

import numpy as np

from placement.units import Floats

EPOCH, LAST = 2025.0, 2030.0
"""The model holds from one to the other. [year]"""
MEAN_RADIUS_M = 6_371_200.0
"""Of the Earth, as the model counts. [m]"""
SEMI_MAJOR_M, FLATTENING = 6_378_137.0, 1 / 298.257223563
"""WGS 84. [m, -]"""


def declination_deg(lon_deg: float, lat_deg: float, *, year: float) -> float | None:
    """Return by how much magnetic north lies clockwise of true north at sea level; None if unknown.

    Parameters
    ----------
    lon_deg, lat_deg
        WGS 84; not at a pole. [°]
    year
        With its fraction; none but of the years for which the model holds has a declination.
    """
    if not EPOCH <= year < LAST:
        return None
    latitude = math.radians(lat_deg)
    squared = FLATTENING * (2 - FLATTENING)
    normal_m = SEMI_MAJOR_M / math.sqrt(1 - squared * math.sin(latitude) ** 2)
    across_m = normal_m * math.cos(latitude)
    up_m = normal_m * (1 - squared) * math.sin(latitude)
    north, east, down = _field_nt(
        math.radians(lon_deg),
        math.atan2(up_m, across_m),
        MEAN_RADIUS_M / math.hypot(across_m, up_m),
        year - EPOCH,
    )
    turn = math.atan2(up_m, across_m) - latitude
    level = north * math.cos(turn) - down * math.sin(turn)
    return math.degrees(math.atan2(east, level))


def _field_nt(
    longitude: float, latitude: float, nearness: float, years: float
) -> tuple[float, float, float]:
    """Return the field to geocentric north, east and down from the sums of the harmonics. [nT]

    Parameters
    ----------
    longitude, latitude
        Geocentric. [rad]
    nearness
        Mean radius of the Earth in parts of the distance from its middle. [-]
    years
        Since the epoch.
    """
    g, h = (start + years * change for start, change in _coefficients())
    degrees = g.shape[0]
    p, slope = _legendre(math.sin(latitude), math.cos(latitude), degrees)
    n, m = np.indices((degrees, degrees))
    wave = g * np.cos(m * longitude) + h * np.sin(m * longitude)
    across = m * (g * np.sin(m * longitude) - h * np.cos(m * longitude))
    ratio = nearness ** (n + 2.0)
    north = -float(np.sum(ratio * wave * slope))
    east = float(np.sum(ratio * across * p)) / math.cos(latitude)
    down = -float(np.sum(ratio * (n + 1) * wave * p))
    return north, east, down


def _legendre(sine: float, cosine: float, degrees: int) -> tuple[Floats, Floats]:
    """Return Schmidt's half-normalised functions of the sine, and their slopes by latitude."""
    p, slope = np.zeros((degrees, degrees)), np.zeros((degrees, degrees))
    p[0, 0] = 1.0
    for n in range(1, degrees):
        scale = math.sqrt(1 - 1 / (2 * n)) if n > 1 else 1.0
        p[n, n] = scale * cosine * p[n - 1, n - 1]
        slope[n, n] = scale * (cosine * slope[n - 1, n - 1] - sine * p[n - 1, n - 1])
        for m in range(n):
            root = math.sqrt(n * n - m * m)
            before = math.sqrt((n - 1) ** 2 - m * m) if n > 1 else 0.0
            older = p[n - 2, m] if n > 1 else 0.0
            older_slope = slope[n - 2, m] if n > 1 else 0.0
            p[n, m] = ((2 * n - 1) * sine * p[n - 1, m] - before * older) / root
            rise = (2 * n - 1) * (sine * slope[n - 1, m] + cosine * p[n - 1, m])
            slope[n, m] = (rise - before * older_slope) / root
    return p, slope


@lru_cache(maxsize=1)
def _coefficients() -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return g and h at the epoch with their changes a year, by degree and order. [nT, nT/year]"""
    table = (files("placement") / "data" / "magnetic_field.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    side = 1 + max(int(row["degree"]) for row in rows)
    values = np.zeros((4, side, side))
    for row in rows:
        place = int(row["degree"]), int(row["order"])
        numbers = [row[name] for name in ("g_nt", "g_nt_year", "h_nt", "h_nt_year")]
        values[(slice(None), *place)] = [float(each) for each in numbers]
    return (values[0], values[1]), (values[2], values[3])
