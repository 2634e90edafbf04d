"""Angles, wrapped and compared, and types and read-only views of arrays.

Every azimuth is clockwise; from which north, its caller says.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

LISTED_DECIMALS = 6
"""Decimals of metres and degrees that lists of cameras keep where a number has them. [-]"""
ALL_ROUND_FROM_DEG = 355.0
"""A range of directions as wide as this leaves nothing out: 0-359. [°]"""
HALF_CIRCLE_DEG = 90.0
"""A wall faces the half circle within this of its normal. [°]"""


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view of an array that cannot be written to; the array itself stays writable.

    One that cannot be written to is returned as it is: who has it twice, copies it once.
    """
    if not array.flags.writeable:
        return array
    view = array.view()
    view.setflags(write=False)
    return view


def wrap_deg(angle_deg: ArrayLike) -> Floats:
    """Return angles in [0, 360). [°]"""
    wrapped = np.mod(np.asarray(angle_deg, dtype=np.float64), 360.0)
    return np.where(wrapped == 360.0, 0.0, wrapped)  # np.mod rounds a tiny negative up to 360


def rounded_deg(azimuth_deg: float, decimals: int = 0) -> float:
    """Return an azimuth rounded to decimals, in [0, 360): 359.97 is 0.0, not 360.0. [°]"""
    return round(float(azimuth_deg) % 360.0, decimals) % 360.0


def listed(values: ArrayLike) -> Floats:
    """Return numbers with the decimals that lists of cameras keep, so that a list holds them all.

    Cameras are computed with such numbers; what is read back from a list is then the same camera.
    """
    return np.asarray(np.round(np.asarray(values, dtype=np.float64), LISTED_DECIMALS) + 0.0)


def listed_deg(azimuths_deg: ArrayLike) -> Floats:
    """Return azimuths with the decimals that lists of cameras keep, in [0, 360). [°]"""
    return wrap_deg(listed(azimuths_deg))


def turn_deg(from_deg: ArrayLike, to_deg: ArrayLike) -> Floats:
    """Return the shortest turn between two azimuths, in [-180, 180), positive clockwise. [°]"""
    difference = np.asarray(to_deg, dtype=np.float64) - np.asarray(from_deg, dtype=np.float64)
    return wrap_deg(difference + 180.0) - 180.0


def azimuth_deg(east_m: ArrayLike, north_m: ArrayLike) -> Floats:
    """Return the azimuth of a vector, clockwise from the north of its coordinates. [°]"""
    return wrap_deg(np.degrees(np.arctan2(np.asarray(east_m), np.asarray(north_m))))
