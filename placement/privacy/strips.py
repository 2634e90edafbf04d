"""`Strips`: façades cut into upright strips, narrow enough for one line of sight each."""

import numpy as np
from attrs import field, frozen

from placement.privacy.facades import Facades
from placement.units import Floats, Integers, read_only

STAND_OFF_M = 0.005
"""Lines aim so far before the wall, on it for the houses of `visibility`. [m]"""


@frozen(eq=False)
class Strips:
    """N upright strips of walls; arrays are (N, …), read only."""

    facades: Facades
    wall: Integers = field(converter=read_only)
    """Wall that each is part of, ascending."""
    x_m: Floats = field(converter=read_only)
    """Just before the middle of the strip. [m]"""
    y_m: Floats = field(converter=read_only)
    width_m: Floats = field(converter=read_only)
    normal: Floats = field(converter=read_only)
    """(N, 2) unit vector away from the house."""
    low_m: Floats = field(converter=read_only)
    """Heights above the datum between which the strip counts. [m]"""
    high_m: Floats = field(converter=read_only)

    def __len__(self) -> int:
        return int(self.wall.size)


def cut(facades: Facades, *, most_m: float, stand_off_m: float = STAND_OFF_M) -> Strips:
    """Return walls cut into strips of equal width, none wider than `most_m`. [m]"""
    length_m = facades.length_m
    parts = np.maximum(np.ceil(length_m / most_m), 1).astype(np.int64)
    wall = np.repeat(np.arange(parts.size), parts)
    number = np.arange(wall.size) - np.repeat(np.cumsum(parts) - parts, parts)
    share = (number + 0.5) / parts[wall]
    normal = facades.normal[wall]
    middle = facades.start[wall] + share[:, None] * (facades.end - facades.start)[wall]
    x_m, y_m = (middle + stand_off_m * normal).T
    return Strips(
        facades,
        wall,
        np.ascontiguousarray(x_m),
        np.ascontiguousarray(y_m),
        (length_m / parts)[wall],
        normal,
        facades.bottom_m[wall],
        facades.top_m[wall],
    )
