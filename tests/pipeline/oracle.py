"""A slow second opinion: what the cameras of a written plan see, in plain Python.

Nothing of the package's optics, sightlines, visibility or coverage is used. A plan is the dict of
`plan.json`; heights are nested sequences of rows from north to south. Angles in degrees, metres.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import shapely
from attrs import frozen

from tests import oracle_prisms

Plain = Mapping[str, Any]
Vector = tuple[float, float, float]
TOUCH_M = 1e-9
ROUNDING_DEG = 1e-9
SEEN_SHARE = 0.5
"""Of the view that trees must leave."""
ASIDE_M = 0.05
"""Houses and crowns this close to a line are asked. [m]"""


@frozen(slots=False, eq=False)
class Town:
    """Heights on a raster, and the demand points that stand on its ground."""

    x_min: float
    y_max: float
    cell_m: float
    ground: Sequence[Sequence[float]]
    obstacles: Sequence[Sequence[float]]
    x_m: Sequence[float]
    y_m: Sequence[float]
    weight: Sequence[float]
    """Of the points; of a plan for day and night by day, then by night."""
    houses: Sequence[tuple[shapely.Polygon, float]] = ()
    """Footprints and the heights of their roofs, where they are not in `obstacles`. [m]"""
    trees: Sequence[tuple[float, float, float, float, float]] = ()
    """x, y and radius of crowns, the heights of their base and top. [m]"""
    permeability: float = 1.0
    """Share of the view that one crown leaves. [-]"""
    lamps: Sequence[tuple[float, float]] = ()
    """x and y of street lamps. [m]"""

    @cached_property
    def near(self) -> shapely.STRtree:
        """Where the houses are."""
        return shapely.STRtree([polygon for polygon, _ in self.houses])

    @cached_property
    def trunks(self) -> shapely.STRtree:
        """Where the trees are."""
        return shapely.STRtree([shapely.Point(x, y) for x, y, *_ in self.trees])

    @cached_property
    def widest_m(self) -> float:
        """Return the radius of the widest crown. [m]"""
        return max((radius for _, _, radius, _, _ in self.trees), default=0.0)

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of a place."""
        row = math.floor((self.y_max - y) / self.cell_m)
        return row, math.floor((x - self.x_min) / self.cell_m)

    def ground_at(self, x: float, y: float) -> float:
        """Return the height of the ground. [m]"""
        row, column = self.cell(x, y)
        return float(self.ground[row][column])


def covered(plan: Plain, camera: Plain, town: Town) -> set[int]:
    """Return the demand points one camera covers: near, free in sight, in the picture, dense."""
    if camera["status"] == "out of service":
        return set()
    model = next(m for m in plan["models"] if m["name"] == camera["model"])
    reach_m = model["range_m"]
    return {
        number
        for number, (x, y) in enumerate(zip(town.x_m, town.y_m, strict=True))
        if math.hypot(x - camera["x_m"], y - camera["y_m"]) <= reach_m
        and _density_px_m(plan, camera, model, town, x, y) >= plan["required_density_px_m"]
        and _free(plan, camera, town, x, y)
        and _past_houses_and_trees(plan, camera, town, x, y)
    }


def by_night(plan: Plain, camera: Plain, town: Town, seen: Iterable[int]) -> set[int]:
    """Return which demand points that a camera covers by day it covers by night as well.

    Those its own light reaches, in a straight line, and those that some lamp lights.
    """
    model = next(m for m in plan["models"] if m["name"] == camera["model"])
    own_m, lit_m = model.get("night_range_m", model["range_m"]), plan["night"]["lit_radius_m"]
    lens_m = (camera["ground_m"] or 0.0) + camera["height_m"]
    points = set()
    for number in seen:
        x, y = town.x_m[number], town.y_m[number]
        level = max(math.hypot(x - camera["x_m"], y - camera["y_m"]), town.cell_m / 4)
        drop = lens_m - town.ground_at(x, y) - plan["target_height_m"]
        if math.hypot(level, drop) <= own_m or any(
            math.hypot(x - lamp_x, y - lamp_y) <= lit_m for lamp_x, lamp_y in town.lamps
        ):
            points.add(number)
    return points


def value(points: Iterable[int], town: Town) -> float:
    """Return the demand on some points."""
    return math.fsum(town.weight[number] for number in sorted(points))


def _density_px_m(
    plan: Plain, camera: Plain, model: Plain, town: Town, x: float, y: float
) -> float:
    """Return pixels per metre on a target, 0 outside the picture, the half circle or the range."""
    east, north = x - camera["x_m"], y - camera["y_m"]
    level = max(math.hypot(east, north), town.cell_m / 4)
    drop = (
        (camera["ground_m"] or 0.0)
        + camera["height_m"]
        - town.ground_at(x, y)
        - plan["target_height_m"]
    )
    distance = math.hypot(level, drop)
    azimuth = math.degrees(math.atan2(east, north))
    facing = camera["facing_deg"]
    if facing is not None and abs(_turn(facing, azimuth)) > 90.0:
        return 0.0
    if distance > model["range_m"]:
        return 0.0
    off = _turn(camera["grid_azimuth_deg"], azimuth)
    depression = math.degrees(math.atan2(drop, level))
    return _in_picture(model["lens"], off, depression, camera["tilt_deg"], distance)


def _in_picture(lens: Plain, off: float, depression: float, tilt: float, distance: float) -> float:
    half_width, half_height = lens["hfov_deg"] / 2, lens["vfov_deg"] / 2
    per_radian = lens["width_px"] / math.radians(lens["hfov_deg"])
    if lens["projection"] == "panoramic":
        inside = (
            abs(off) <= half_width + ROUNDING_DEG
            and abs(depression - tilt) <= half_height + ROUNDING_DEG
        )
        return per_radian / distance if inside else 0.0
    ray, axis = _unit(off, depression), _unit(0.0, tilt)
    right, down = (1.0, 0.0, 0.0), _unit(0.0, tilt + 90.0)
    across, below, ahead = (_dot(ray, each) for each in (right, down, axis))
    if lens["projection"] == "rectilinear":
        wide, high = math.tan(math.radians(half_width)), math.tan(math.radians(half_height))
        inside = ahead > 0 and abs(across) <= wide * ahead and abs(below) <= high * ahead
        return lens["width_px"] / (2 * wide * ahead * distance) if inside else 0.0
    sideways = math.hypot(across, below)
    angle = math.degrees(math.atan2(sideways, ahead))  # f-theta: the picture's radius is the angle
    scale = angle / sideways if sideways else 0.0
    inside = (
        abs(across * scale) <= half_width + ROUNDING_DEG
        and abs(below * scale) <= half_height + ROUNDING_DEG
    )
    return per_radian / distance if inside else 0.0


def _unit(off: float, depression: float) -> Vector:
    """Return a unit ray: to the right, forward along the camera's azimuth, downward."""
    level = math.cos(math.radians(depression))
    return (
        level * math.sin(math.radians(off)),
        level * math.cos(math.radians(off)),
        math.sin(math.radians(depression)),
    )


def _dot(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _turn(from_deg: float, to_deg: float) -> float:
    return (to_deg - from_deg + 180.0) % 360.0 - 180.0


def _free(plan: Plain, camera: Plain, town: Town, x: float, y: float) -> bool:
    """Return whether no obstacle stands above the line: R3, its crossings as exact fractions."""
    row, column = town.cell(camera["x_m"], camera["y_m"])
    to_row, to_column = town.cell(x, y)
    lens_m = (camera["ground_m"] or 0.0) + camera["height_m"]
    target_m = town.ground_at(x, y) + plan["target_height_m"]
    rows, columns = to_row - row, to_column - column
    for along, across, by_row in ((rows, columns, True), (columns, rows, False)):
        steps = abs(along)
        for step in range(1, steps):
            before, rest = divmod(across * step, steps)
            forward = step if along > 0 else -step
            near, far = (
                (town.obstacles[row + forward][column + before + k])
                if by_row
                else (town.obstacles[row + before + k][column + forward])
                for k in (0, 1 if rest else 0)
            )
            height_m = near + (far - near) * rest / steps
            if height_m > lens_m + (target_m - lens_m) * step / steps + TOUCH_M:
                return False
    return True


def _past_houses_and_trees(plan: Plain, camera: Plain, town: Town, x: float, y: float) -> bool:
    """Return whether no house hides the line, and crowns leave half of the view."""
    lens = (camera["x_m"], camera["y_m"], (camera["ground_m"] or 0.0) + camera["height_m"])
    target = (x, y, town.ground_at(x, y) + plan["target_height_m"])
    track = shapely.LineString([lens[:2], target[:2]])
    near = [town.houses[k] for k in town.near.query(track, "dwithin", ASIDE_M)]
    if near and not oracle_prisms.sees(lens, target, near):
        return False
    beside = town.trunks.query(track, "dwithin", town.widest_m + ASIDE_M)
    crowns = sum(_through(lens, target, town.trees[k]) for k in beside)
    return town.permeability**crowns >= SEEN_SHARE


def _through(lens: Vector, target: Vector, tree: tuple[float, float, float, float, float]) -> bool:
    """Return whether a line passes a crown, its ends cut to the disc."""
    x, y, radius, base, top = tree
    if math.hypot(lens[0] - x, lens[1] - y) < radius:
        return False
    track = shapely.LineString([lens[:2], target[:2]])
    if track.distance(shapely.Point(x, y)) >= radius or not track.length:
        return False
    way = (target[0] - lens[0], target[1] - lens[1])
    middle = ((x - lens[0]) * way[0] + (y - lens[1]) * way[1]) / track.length**2
    foot = (lens[0] + middle * way[0], lens[1] + middle * way[1])
    half = math.sqrt(radius**2 - math.dist(foot, (x, y)) ** 2) / track.length
    ends = (max(middle - half, 0.0), min(middle + half, 1.0))
    heights = [lens[2] + share * (target[2] - lens[2]) for share in ends]
    return ends[0] < ends[1] and min(heights) < top and max(heights) > base
