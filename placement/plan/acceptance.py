"""The test of cameras after they are built: places to stand at, what was measured, the verdict.

A *place* is where somebody holds a board of known width, square to the camera, at the height that
the plan asks of a target. EN 62676-4 asks a pixel density; across the board that is density times
width, which anybody can count in the picture.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Literal

from attrs import field, frozen, validators

from placement.units import turn_deg

Reason = Literal["nearest", "farthest", "left", "right", "busiest"]
"""Why a place is tested: the lower edge of the picture, the end of a detail level, an edge beside,
or that the camera hangs for it."""
Outcome = Literal["passed", "failed", "untested"]
Verdict = Literal["passed", "failed", "unfinished", "untested"]
VERDICTS: tuple[Verdict, ...] = ("passed", "failed", "unfinished", "untested")


@frozen(kw_only=True)
class AcceptanceTerms:
    """The board and how far measurements may be off; all of it assumptions, none is of EN 62676-4.

    Raises
    ------
    ValueError
        If a width is not above 0 or a tolerance is below it.
    """

    target_width_m: float = field(default=0.5, validator=validators.gt(0))
    """Width of the board. [m]"""
    pixel_tolerance: float = field(default=0.05, validator=[validators.ge(0), validators.lt(1)])
    """Share of the required pixels that may be missing: reading of edges, board held askew. [-]"""
    scale_tolerance: float = field(default=0.15, validator=[validators.ge(0), validators.lt(1)])
    """Measured pixels that differ by more from those expected point to another lens or zoom. [-]"""
    azimuth_tolerance_deg: float = field(default=3.0, validator=validators.ge(0))
    height_tolerance_m: float = field(default=0.2, validator=validators.ge(0))


@frozen
class TargetPlace:
    """Where to stand with the board, and what the picture must then show."""

    place_id: str
    """Of the camera and the number of the place."""
    reasons: tuple[Reason, ...]
    street: str
    x_m: float
    y_m: float
    """In the working system. [m]"""
    lon_deg: float
    lat_deg: float
    distance_m: float
    """From the foot of the camera along the ground. [m]"""
    azimuth_deg: float
    """From the camera, clockwise from true north. [°]"""
    picture: int
    """Number of the head or preset in whose picture it is densest, from 1."""
    across: float
    down: float
    """Where in that picture, in shares of its width and height from the upper left corner. [-]"""
    density_px_m: float
    """As the plan reckons it. [px/m]"""
    level: str
    """Detail level to prove."""
    level_px_m: float
    expected_px: int
    """Pixels across the board as the plan reckons them."""
    required_px: int
    """Fewest pixels across the board that prove the level, tolerance taken off."""


@frozen
class CameraTest:
    """One camera with its places."""

    camera_id: str
    name: str
    street: str
    phase: int
    model: str
    x_m: float
    y_m: float
    """In the working system. [m]"""
    lon_deg: float
    lat_deg: float
    height_m: float
    azimuth_deg: float
    """From true north. [°]"""
    grid_azimuth_deg: float
    tilt_deg: float
    places: tuple[TargetPlace, ...]
    """Nearest first."""
    looks_one_way: bool = True
    """Whether its azimuth matters: it shows only a part of the circle, or its heads differ."""


@frozen
class PlaceReading:
    """What was read at one place; None where nothing was."""

    place_id: str
    in_sight: bool | None = None
    measured_px: float | None = None
    note: str = ""


@frozen
class CameraReading:
    """What was measured of one camera as it was built."""

    camera_id: str
    places: Mapping[str, PlaceReading]
    height_m: float | None = None
    azimuth_deg: float | None = None


@frozen
class PlaceResult:
    """One place with what was read there."""

    place: TargetPlace
    reading: PlaceReading | None

    @property
    def outcome(self) -> Outcome:
        """Whether the board was seen with enough pixels."""
        read = self.reading
        if read is None or (read.in_sight is None and read.measured_px is None):
            return "untested"
        if read.in_sight is False:
            return "failed"
        if read.measured_px is None:
            return "untested"  # that it is seen proves no detail level
        return "passed" if read.measured_px >= self.place.required_px else "failed"


@frozen
class CameraResult:
    """One camera as planned and as measured."""

    test: CameraTest
    terms: AcceptanceTerms
    places: tuple[PlaceResult, ...]
    measured_height_m: float | None = None
    measured_azimuth_deg: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Failed with any place that failed; passed only with every place."""
        outcomes = [each.outcome for each in self.places]
        if "failed" in outcomes:
            return "failed"
        if outcomes and all(outcome == "passed" for outcome in outcomes):
            return "passed"
        return "unfinished" if "passed" in outcomes else "untested"

    @property
    def raise_m(self) -> float | None:
        """By how much to raise it to hang as planned; None within the tolerance. [m]"""
        if self.measured_height_m is None:
            return None
        off = self.test.height_m - self.measured_height_m
        return off if abs(off) > self.terms.height_tolerance_m + ROUNDING else None

    @property
    def turn_deg(self) -> float | None:
        """By how much to turn it clockwise to look as planned; None within the tolerance. [°]

        Nor is one turned that sees all around alike.
        """
        if self.measured_azimuth_deg is None or not self.test.looks_one_way:
            return None
        off = float(turn_deg(self.measured_azimuth_deg, self.test.azimuth_deg))
        return off if abs(off) > self.terms.azimuth_tolerance_deg + ROUNDING else None

    @property
    def scale(self) -> float | None:
        """Measured pixels over those expected, the middle place; None within the tolerance. [-]"""
        ratios = [
            each.reading.measured_px / each.place.expected_px
            for each in self.places
            if each.reading is not None and each.reading.measured_px and each.place.expected_px
        ]
        if not ratios:
            return None
        middle = median(ratios)
        return middle if abs(middle - 1.0) > self.terms.scale_tolerance + ROUNDING else None

    @property
    def missing(self) -> tuple[PlaceResult, ...]:
        """Places at which the board was not seen at all."""
        return tuple(
            each
            for each in self.places
            if each.reading is not None and each.reading.in_sight is False
        )

    @property
    def to_correct(self) -> bool:
        """Whether anything of it is to be put right."""
        off = (self.raise_m, self.turn_deg, self.scale)
        return self.verdict == "failed" or any(each is not None for each in off)


ROUNDING = 1e-9


def pixels_expected(density_px_m: float, width_m: float) -> int:
    """Return the pixels across a board at a density, as one counts them: whole ones.

    >>> pixels_expected(125.0, 0.5)
    63
    """
    return math.floor(density_px_m * width_m + 0.5)


def pixels_required(level_px_m: float, terms: AcceptanceTerms) -> int:
    """Return the fewest whole pixels across the board that prove a detail level.

    >>> pixels_required(125.0, AcceptanceTerms(target_width_m=1.0))
    119
    """
    fewest = level_px_m * terms.target_width_m * (1.0 - terms.pixel_tolerance)
    return max(math.ceil(fewest - ROUNDING), 1)


def results(
    tests: Sequence[CameraTest], readings: Sequence[CameraReading], terms: AcceptanceTerms
) -> tuple[CameraResult, ...]:
    """Return each tested camera with what was measured of it, in the order of the tests."""
    by_id = {each.camera_id: each for each in readings}
    judged = []
    for test in tests:
        reading = by_id.get(test.camera_id)
        places = tuple(
            PlaceResult(place, None if reading is None else reading.places.get(place.place_id))
            for place in test.places
        )
        height_m = None if reading is None else reading.height_m
        azimuth_deg = None if reading is None else reading.azimuth_deg
        judged.append(CameraResult(test, terms, places, height_m, azimuth_deg))
    return tuple(judged)
