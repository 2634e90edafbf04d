"""One camera at one place: what it sees of the case's surface, by detail level."""

import math

import shapely
from attrs import field, frozen

from placement import crs as systems
from placement import views, viewshed
from placement.cameras import CameraModel
from placement.config import PlanConfig
from placement.errors import ConfigError, InputError, Problem
from placement.optics import DetailLevel, dead_zone_m, detail_levels
from placement.pipeline.ground import surface_of
from placement.pipeline.reading import Inputs
from placement.pipeline.situation import models_at
from placement.surface import Surface
from placement.units import Floats, wrap_deg
from placement.viewshed import Viewshed

STEEPEST_DEG = 90.0
"""Straight down, or up. [°]"""


@frozen(eq=False)
class Look:
    """What one camera sees."""

    x_m: float
    y_m: float
    height_m: float
    azimuth_deg: float
    """Of the axis, from true north. [°]"""
    grid_azimuth_deg: float
    tilt_deg: float
    model: CameraModel
    """As it sees at the time asked, day or night."""
    surface: Surface
    levels: tuple[DetailLevel, ...]
    areas: tuple[shapely.MultiPolygon, ...] = field()
    """Where each level is reached at least."""
    around: Viewshed
    density_px_m: Floats
    """On the cells of `around`; 0 where nothing is seen. [px/m]"""
    dead_zone_m: float
    """On level ground, to a person's feet. [m]"""
    hidden_by_trees: float
    """Share of the ground in the picture without trees that trees hide. [-]"""


def look(
    config: PlanConfig,
    inputs: Inputs,
    *,
    lon_deg: float,
    lat_deg: float,
    height_m: float,
    azimuth_deg: float,
    model_name: str,
    tilt_deg: float | None = None,
) -> Look:
    """Return what a camera sees; its azimuth counts clockwise from true north. [°]

    Raises
    ------
    ConfigError
        If the plan file has no such model.
    InputError
        If the place lies outside the surface or where the terrain is unknown, or a number is not
        usable.
    """
    numbers = {"height_m": height_m, "azimuth_deg": azimuth_deg, "tilt_deg": tilt_deg or 0.0}
    _check_numbers(numbers)
    number = _number_of(config, model_name)
    surface = surface_of(config, inputs)
    crs = inputs.grid.crs
    x, y = (float(at[0]) for at in systems.from_lonlat([lon_deg], [lat_deg], crs=crs))
    _check_place(inputs, x, y)
    grid_azimuth = float(systems.grid_azimuth_deg([azimuth_deg], [x], [y], crs=crs)[0])
    model = models_at(config, x_m=x, y_m=y, crs=crs)[number]
    pose = Pose(grid_azimuth, model.tilt_deg if tilt_deg is None else tilt_deg)
    place = {"x_m": x, "y_m": y, "height_m": height_m}
    asked = {"target_height_m": config.viewshed.target_height_m, "range_m": model.range_m}
    levels = detail_levels(config.viewshed.edition)
    around = viewshed.around(surface, **place, **asked)
    density = _density(around, model, pose)
    least = [level.density_px_m for level in levels]
    if inputs.surface is not None and surface.prisms is None:  # cells are all that is known
        areas = around.polygons(density, least)
    else:
        areas = views.around(surface, **place, **asked).polygons(
            model, azimuth_deg=pose.grid_azimuth_deg, tilt_deg=pose.tilt_deg, levels=least
        )
    hidden = 0.0
    if surface.trees:
        bare = viewshed.around(surface.without_trees(), **place, **asked)
        hidden = _lost(density, _density(bare, model, pose))
    return Look(
        **place,
        azimuth_deg=float(wrap_deg(azimuth_deg)),
        grid_azimuth_deg=grid_azimuth,
        tilt_deg=pose.tilt_deg,
        model=model,
        surface=surface,
        levels=levels,
        areas=tuple(areas),
        around=around,
        density_px_m=density,
        dead_zone_m=min(
            dead_zone_m(head.lens, height_m=height_m, tilt_deg=head.tilt_deg, target_height_m=0.0)
            for head in model.heads_at(pose.tilt_deg)
        ),
        hidden_by_trees=hidden,
    )


@frozen
class Pose:
    """How a camera is turned."""

    grid_azimuth_deg: float
    tilt_deg: float


def _density(seen: Viewshed, model: CameraModel, pose: Pose) -> Floats:
    return seen.density_px_m(model, azimuth_deg=pose.grid_azimuth_deg, tilt_deg=pose.tilt_deg)


def _lost(density_px_m: Floats, bare_px_m: Floats) -> float:
    """Return the share of cells in the picture without trees that are not with them."""
    bare = int((bare_px_m > 0).sum())
    return 1.0 - int((density_px_m > 0).sum()) / bare if bare else 0.0


def _check_numbers(numbers: dict[str, float]) -> None:
    bad = [name for name, value in numbers.items() if not math.isfinite(value)]
    if numbers["height_m"] <= 0:
        bad.append("height_m")
    if abs(numbers["tilt_deg"]) > STEEPEST_DEG:
        bad.append("tilt_deg")
    if bad:
        told = ", ".join(f"{name} = {numbers[name]:g}" for name in dict.fromkeys(bad))
        raise InputError(Problem("sight_numbers", values={"names": told}))


def _check_place(inputs: Inputs, x: float, y: float) -> None:
    """Refuse a place outside the surface, and one whose ground would be a guess."""
    grid = inputs.grid
    if not (math.isfinite(x) and math.isfinite(y) and bool(grid.holds(x, y))):
        values = {"x": f"{x:.1f}", "y": f"{y:.1f}"}
        raise InputError(Problem("place_outside_surface", values=values))
    row, column = (int(index) for index in grid.cell_of(x, y))
    if inputs.terrain is not None and math.isnan(float(inputs.terrain[row, column])):
        values = {"row": str(row), "column": str(column)}
        raise InputError(Problem("place_without_data", values=values))


def _number_of(config: PlanConfig, name: str) -> int:
    names = [camera.name for camera in config.camera_models]
    if name in names:
        return names.index(name)
    values = {"name": name, "choices": tuple(names)}
    raise ConfigError(Problem("plan_unknown_model", column="camera_models", values=values))
