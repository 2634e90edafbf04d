"""Sheets of paper: which part of the town each shows, at which scale, with which cameras."""

import math

import shapely
from attrs import frozen

from placement.output.layers import Layers
from placement.output.map_decorations import Frame
from placement.output.wording import alphabetical
from placement.plan.public import AnyCamera, AnyPlan, in_order

STEPS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0)
"""Scales are one of these times a power of ten: 1:2 000, 1:7 500 … [-]"""
FINEST = 1000
"""No sheet is drawn at a larger scale than 1:1 000. [-]"""
AROUND_M = 90.0
"""Ground shown around the cameras of a district, at least. [m]"""


@frozen
class Paper:
    """A size of paper, on its side."""

    name: str
    width_mm: float
    height_mm: float
    side_mm: float
    """Width of the column beside the map. [mm]"""
    letter_pt: float
    """Size of ordinary text. [pt]"""
    margin_mm: float = 8.0
    head_mm: float = 16.0
    foot_mm: float = 11.0

    @property
    def map_mm(self) -> Frame:
        """Left, right, bottom and top of the map. [mm]"""
        right = self.width_mm - self.margin_mm - self.side_mm
        top = self.height_mm - self.margin_mm - self.head_mm
        return self.margin_mm, right, self.margin_mm + self.foot_mm, top


A3 = Paper("a3", 420.0, 297.0, 106.0, 7.5)
A4 = Paper("a4", 297.0, 210.0, 80.0, 6.0)


@frozen
class Sheet:
    """One page with a map."""

    district: str | None
    """Its district, empty for what lies in none; None on the overview."""
    frame: Frame
    """What the map shows, in the working system. [m]"""
    scale: int
    """Denominator of the scale. [-]"""
    cameras: tuple[AnyCamera, ...]
    """In order of building."""

    @property
    def metres_per_mm(self) -> float:
        """Length on the ground of a millimetre on the sheet. [m/mm]"""
        return self.scale / 1000

    def holds(self, x_m: float, y_m: float) -> bool:
        """Return whether the sheet shows a place."""
        west, east, south, north = self.frame
        return west < x_m < east and south < y_m < north

    def on_page(self, x_m: float, y_m: float, paper: Paper) -> tuple[float, float]:
        """Return where a place lies on the page. [mm]"""
        left, _, bottom, _ = paper.map_mm
        west, _, south, _ = self.frame
        return left + (x_m - west) / self.metres_per_mm, bottom + (y_m - south) / self.metres_per_mm


def sheets(plan: AnyPlan, layers: Layers, paper: Paper, *, by_district: bool) -> tuple[Sheet, ...]:
    """Return the overview and, if asked, a sheet for each district with cameras.

    Districts follow in the order of their first camera's name; what lies in no district comes last.
    Without any district there is only the overview.
    """
    ranked = tuple(in_order(plan))
    whole = layers.area.geometry if not layers.area.empty else layers.streets.geometry
    shapes = [*whole, *_places(ranked)] or [shapely.Point(0.0, 0.0)]
    overview = sheet_around(None, shapes, ranked, paper, around_m=0.0)
    names = _districts(ranked) if by_district else []
    if not any(names):
        return (overview,)
    parts = ((name, tuple(c for c in ranked if c.district == name)) for name in names)
    return (
        overview,
        *(
            sheet_around(name, _places(part), part, paper, around_m=AROUND_M)
            for name, part in parts
        ),
    )


def without_cameras(plan: AnyPlan, layers: Layers) -> tuple[str, ...]:
    """Return the districts in which no camera stands or is planned, in order of their names."""
    with_cameras = {camera.district for camera in plan.cameras}
    return tuple(
        sorted(
            (name for name in layers.districts["name"] if name and name not in with_cameras),
            key=alphabetical,
        )
    )


def round_scale(least: float) -> int:
    """Return the largest round scale whose denominator is at least this."""
    scale = max(least, FINEST)
    power = 10.0 ** math.floor(math.log10(scale) + 1e-12)
    return next(
        round(step * factor)
        for factor in (power, 10 * power)
        for step in STEPS
        if step * factor >= scale * (1 - 1e-9)
    )


def _districts(ranked: tuple[AnyCamera, ...]) -> list[str]:
    names = dict.fromkeys(camera.district for camera in ranked)
    named = sorted((name for name in names if name), key=alphabetical)
    return [*named, *([""] if "" in names else [])]


def _places(cameras: tuple[AnyCamera, ...]) -> list[shapely.Geometry]:
    return [shapely.Point(camera.x_m, camera.y_m) for camera in cameras]


def sheet_around(
    district: str | None,
    shapes: list[shapely.Geometry],
    cameras: tuple[AnyCamera, ...],
    paper: Paper,
    *,
    around_m: float,
) -> Sheet:
    """Return the sheet of the largest round scale that holds shapes and the ground around them."""
    left, right, bottom, top = paper.map_mm
    wide, high = right - left, top - bottom
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    width, height = east - west + 2 * around_m, north - south + 2 * around_m
    # a finger's breadth of air on each side
    scale = round_scale(1000 * 1.04 * max(width / wide, height / high))
    half_x, half_y = wide * scale / 2000, high * scale / 2000
    x, y = (west + east) / 2, (south + north) / 2
    return Sheet(district, (x - half_x, x + half_x, y - half_y, y + half_y), scale, cameras)
