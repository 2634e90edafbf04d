"""`FrameLimits`: between which depressions a ray at an angle off the axis is in a lens's picture.

Upright strips of walls are lines of one azimuth, so what of a strip is in the picture is between
two depressions. They are worked out once per lens and tilt by the formulae of `cameras.projection`
at `NODES` angles off the axis, and are linear in between.
"""

from functools import lru_cache

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.cameras.heads import Head
from placement.cameras.projection import image_points
from placement.units import Booleans, Floats

NODES = 241
"""Angles off the axis at which limits are worked out, the widest in the picture the last. [-]"""
COARSE_DEG = 1.0
HALVINGS = 40
"""Bisections: from a degree to far below a rounding error of degrees. [-]"""


@frozen(eq=False)
class FrameLimits:
    """The limits of one head; arrays are (NODES,), ascending in `off_deg`."""

    off_deg: Floats
    """Angle off the axis, either side. [°]"""
    least_deg: Floats
    """Least depression in the picture. [°]"""
    most_deg: Floats

    @property
    def widest_deg(self) -> float:
        """Widest angle off the axis at which anything is in the picture. [°]"""
        return float(self.off_deg[-1])

    def at(self, off_deg: ArrayLike) -> tuple[Floats, Floats]:
        """Return least and most depression in the picture at angles off the axis. [°]

        Beyond the widest angle nothing is: the least is then above the most.
        """
        off = np.abs(np.asarray(off_deg, dtype=np.float64))
        inside = off <= self.widest_deg
        least = np.interp(off, self.off_deg, self.least_deg)
        most = np.interp(off, self.off_deg, self.most_deg)
        return np.where(inside, least, 90.0), np.where(inside, most, -90.0)


@lru_cache(maxsize=256)
def frame_limits(head: Head) -> FrameLimits:
    """Return between which depressions rays are in the picture of a head."""
    widest_deg = _widest_deg(head)
    off_deg = np.linspace(0.0, widest_deg, NODES)
    samples = np.arange(-90.0, 90.0 + COARSE_DEG / 2, COARSE_DEG)
    # of each node one depression that is in the picture, or as near to it as any
    margin = _margin(head, off_deg[:, None], samples[None, :])
    middle = samples[margin.argmax(axis=1)]
    return FrameLimits(
        off_deg, _edge(head, off_deg, middle, -90.0), _edge(head, off_deg, middle, 90.0)
    )


def _widest_deg(head: Head) -> float:
    """Return the widest angle off the axis at which some depression is in the picture. [°]"""
    offs = np.arange(0.0, 180.0 + COARSE_DEG / 2, COARSE_DEG)
    low = float(offs[_any(head, offs)].max(initial=0.0))
    high = min(low + COARSE_DEG, 180.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _any(head, np.array([middle]))[0] else (low, middle)
    return low


def _any(head: Head, off_deg: Floats) -> Booleans:
    samples = np.arange(-90.0, 90.0 + COARSE_DEG / 8, COARSE_DEG / 4)
    return np.asarray((_margin(head, off_deg[:, None], samples[None, :]) >= 0).any(axis=1))


def _edge(head: Head, off_deg: Floats, inner_deg: Floats, outer_deg: float) -> Floats:
    """Return the depression on the way from inside to outside at which the picture ends. [°]"""
    low, high = inner_deg, np.full(off_deg.size, outer_deg)
    all_inside = _margin(head, off_deg, high) >= 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        inside = _margin(head, off_deg, middle) >= 0
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return np.where(all_inside, outer_deg, low)


def _margin(head: Head, off_deg: Floats, depression_deg: Floats) -> Floats:
    image = image_points(
        head.lens, off_axis_deg=off_deg, depression_deg=depression_deg, tilt_deg=head.tilt_deg
    )
    return np.asarray(np.minimum(image.side_margin, image.top_margin))
