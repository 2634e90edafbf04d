"""`Observer` and `Target`: the two ends of a line of sight; `Person`: a body that must be visible.

What is asked of visibility is asked of these values, so every function means the same by them. A
number that is not usable is refused when the value is built.
"""

import math
from typing import Literal

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from placement.errors import InputError, Problem
from placement.units import HALF_CIRCLE_DEG, Booleans, turn_deg

Part = Literal["point", "segment", "share"]
"""What must be visible: one height, all of a body, or a share of it."""


@frozen
class Person:
    """An upright body from `low_m` to `high_m` above ground, visible if at least `share` of it is.

    Heights in metres, the share above 0 and at most 1.

    Raises
    ------
    InputError
        If the heights are not ``0 <= low < high``, or the share is not in (0, 1].
    """

    low_m: float = 0.0
    high_m: float = 1.8
    share: float = 1.0

    def __attrs_post_init__(self) -> None:
        usable = {
            "low_m": math.isfinite(self.low_m) and self.low_m >= 0,
            "high_m": math.isfinite(self.high_m) and self.high_m > self.low_m,
            "share": 0 < self.share <= 1,
        }
        bad = [f"{name} = {getattr(self, name):g}" for name, fits in usable.items() if not fits]
        if bad:
            raise InputError(Problem("person_numbers", values={"names": ", ".join(bad)}))

    @property
    def decisive_m(self) -> float:
        """Height above ground of the point that decides where no tree is in the way. [m]"""
        return self.low_m + (1.0 - self.share) * (self.high_m - self.low_m)


def person_of_part(
    part: Part, *, low_m: float = 0.0, high_m: float = 1.8, share: float = 0.5
) -> Person | None:
    """Return the body of which a part must be visible; None where a single point decides.

    Raises
    ------
    InputError
        If the heights are not ``0 <= low < high``, or the share is not in (0, 1].
    """
    if part == "point":
        return None
    return Person(low_m, high_m, share if part == "share" else 1.0)


@frozen(kw_only=True)
class Observer:
    """A lens: where it is, how far it looks, and the wall it may hang on.

    Raises
    ------
    InputError
        If the height or the range is not usable.
    """

    x_m: float
    y_m: float
    """Exact place in the working system. [m]"""
    height_m: float
    """Above the ground under it. [m]"""
    range_m: float
    """How far it looks along the ground, above 0. [m]"""
    facing_deg: float | None = None
    """Azimuth to which its wall faces, from grid north: it sees only that half circle. None: it
    hangs free and sees all around. [°]"""

    def __attrs_post_init__(self) -> None:
        usable = {
            "height_m": math.isfinite(self.height_m),
            "range_m": math.isfinite(self.range_m) and self.range_m > 0,
        }
        _refuse_unusable(usable)

    def faces(self, azimuth_deg: ArrayLike) -> Booleans:
        """Return which azimuths from grid north lie in the half circle before its wall. [°]"""
        if self.facing_deg is None:
            return np.ones(np.shape(azimuth_deg), dtype=np.bool_)
        return np.asarray(np.abs(turn_deg(self.facing_deg, azimuth_deg)) <= HALF_CIRCLE_DEG)


@frozen(kw_only=True)
class Target:
    """What must be visible at a place: the point at a height, or part of a person.

    Raises
    ------
    InputError
        If the height is not finite.
    """

    height_m: float
    """Above ground; rays aim there whatever part of a person must be visible. [m]"""
    person: Person | None = None
    """The body of which a part must be visible; None: the point at `height_m` alone."""

    def __attrs_post_init__(self) -> None:
        _refuse_unusable({"target_height_m": math.isfinite(self.height_m)})

    @property
    def decisive_m(self) -> float:
        """Height above ground of the point that decides where no tree is in the way. [m]"""
        return self.height_m if self.person is None else self.person.decisive_m


def _refuse_unusable(usable: dict[str, bool]) -> None:
    bad = [name for name, fits in usable.items() if not fits]
    if bad:
        raise InputError(Problem("sight_numbers", values={"names": ", ".join(bad)}))
