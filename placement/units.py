"""Angles: wrapping and differences. Every azimuth here is clockwise; which north is its caller's to say."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

HALF_CIRCLE_DEG = 90.0
"""A wall faces the half circle within this of its normal. [°]"""


def wrap_deg(angle_deg: ArrayLike) -> Floats:
    """Return angles in [0, 360). [°]"""
    wrapped = np.mod(np.asarray(angle_deg, dtype=np.float64), 360.0)
    return np.where(wrapped == 360.0, 0.0, wrapped)  # np.mod rounds a tiny negative up to 360


def turn_deg(from_deg: ArrayLike, to_deg: ArrayLike) -> Floats:
    """Return the shortest turn from one azimuth to another, in [-180, 180), positive clockwise. [°]"""
    difference = np.asarray(to_deg, dtype=np.float64) - np.asarray(from_deg, dtype=np.float64)
    return wrap_deg(difference + 180.0) - 180.0


def azimuth_deg(east_m: ArrayLike, north_m: ArrayLike) -> Floats:
    """Return the azimuth of a vector, clockwise from the north of its coordinates (grid north). [°]"""
    return wrap_deg(np.degrees(np.arctan2(np.asarray(east_m), np.asarray(north_m))))
