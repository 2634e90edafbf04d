"""`FrameLimits`: between which depressions a ray at an angle off the axis is in a lens's picture.

Upright strips of walls are lines of one azimuth, so what of a strip is in the picture is between
two depressions; beside the straight sides of an f-theta picture it is what lies above and below a
gap. Both are worked out once per lens and tilt by the formulae of `cameras.projection`, at `NODES`
angles off the axis, and are linear in between. The corners of a fisheye that is not turned to the
ground reach behind the camera in more ranges than two; what of them is there is told only in part.
"""

from functools import lru_cache

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.cameras.heads import Head
from placement.cameras.projection import image_points
from placement.units import Booleans, Floats, Integers

NODES = 361
"""Angles off the axis at which limits are worked out, the widest in the picture the last. [-]"""
STEP_DEG = 0.5
"""Between depressions that are tried; a narrower gap is none. [°]"""
SAMPLES_DEG = np.arange(-90.0, 90.0 + STEP_DEG / 2, STEP_DEG)
HALVINGS = 40
"""Bisections: from a degree to far below a rounding error of degrees. [-]"""


@frozen(eq=False)
class FrameLimits:
    """The limits of one head; arrays are (NODES,), ascending in `off_deg`. [°]"""

    off_deg: Floats
    """Angle off the axis, either side."""
    least_deg: Floats
    """Least depression in the picture."""
    gap_from_deg: Floats
    """From here to `gap_to_deg` nothing is; where there is no gap the two are one."""
    gap_to_deg: Floats
    most_deg: Floats
    """Greatest depression in the picture."""

    @property
    def widest_deg(self) -> float:
        """Widest angle off the axis at which anything is in the picture. [°]"""
        return float(self.off_deg[-1])

    def at(self, off_deg: ArrayLike) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
        """Return two ranges of depressions in the picture at angles up to the widest. [°]

        Without a gap they touch.
        """
        off = np.abs(np.asarray(off_deg, dtype=np.float64))
        least, gap_from, gap_to, most = (
            np.interp(off, self.off_deg, edge)
            for edge in (self.least_deg, self.gap_from_deg, self.gap_to_deg, self.most_deg)
        )
        return (least, gap_from), (gap_to, most)


@lru_cache(maxsize=256)
def frame_limits(head: Head) -> FrameLimits:
    """Return between which depressions rays are in the picture of a head."""
    off_deg = np.linspace(0.0, _widest_deg(head), NODES)
    margin = _margin(head, off_deg[:, None], SAMPLES_DEG[None, :])
    margin[np.arange(NODES), margin.argmax(axis=1)] = 0.0  # at the very corner none may be inside
    inside = margin >= 0
    first = inside.argmax(axis=1)
    last = SAMPLES_DEG.size - 1 - inside[:, ::-1].argmax(axis=1)
    sample = np.arange(SAMPLES_DEG.size)
    between = (sample >= first[:, None]) & (sample <= last[:, None])
    gap = between & ~inside
    has_gap = gap.any(axis=1)
    weakest = np.where(between, margin, np.inf).argmin(axis=1)
    before = np.where(has_gap, gap.argmax(axis=1) - 1, weakest)
    after = np.where(
        has_gap, np.minimum(SAMPLES_DEG.size - gap[:, ::-1].argmax(axis=1), last), weakest
    )
    middle = SAMPLES_DEG[weakest]
    return FrameLimits(
        off_deg,
        _edge(head, off_deg, first, np.maximum(first - 1, 0)),
        np.where(has_gap, _edge(head, off_deg, before, np.minimum(before + 1, last)), middle),
        np.where(has_gap, _edge(head, off_deg, after, np.maximum(after - 1, first)), middle),
        _edge(head, off_deg, last, np.minimum(last + 1, SAMPLES_DEG.size - 1)),
    )


def _widest_deg(head: Head) -> float:
    """Return the widest angle off the axis at which some depression is in the picture. [°]"""
    offs = np.arange(0.0, 180.0 + STEP_DEG / 2, STEP_DEG)
    low = float(offs[_any(head, offs)].max(initial=0.0))
    high = min(low + STEP_DEG, 180.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _any(head, np.array([middle]))[0] else (low, middle)
    return low


def _any(head: Head, off_deg: Floats) -> Booleans:
    return np.asarray((_margin(head, off_deg[:, None], SAMPLES_DEG[None, :]) >= 0).any(axis=1))


def _edge(head: Head, off_deg: Floats, inner: Integers, outer: Integers) -> Floats:
    """Return the depression between two neighbouring samples at which the picture ends. [°]"""
    low, high = SAMPLES_DEG[inner], SAMPLES_DEG[outer]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        inside = _margin(head, off_deg, middle) >= 0
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return np.asarray(low)


def _margin(head: Head, off_deg: Floats, depression_deg: Floats) -> Floats:
    image = image_points(
        head.lens, off_axis_deg=off_deg, depression_deg=depression_deg, tilt_deg=head.tilt_deg
    )
    return np.array(np.minimum(image.side_margin, image.top_margin))
