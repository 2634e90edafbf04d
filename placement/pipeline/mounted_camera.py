"""`MountedCamera`: one camera at one place of a case, checked, as the plan would have it hang."""

import math

from attrs import frozen

from placement.cameras.model import CameraModel
from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.errors import ConfigError, InputError, Problem
from placement.pipeline import outdoor_cameras
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.equipment import models_at
from placement.plan import Plan, PlannedCamera
from placement.units import wrap_deg
from placement.visibility.observation import Observer

HIGHEST_M = 1000.0
"""A lens higher above ground hangs on no mast. [m]"""
MOST_TURNS_DEG = 36_000.0
STEEPEST_DEG = 90.0
"""Straight down, or up. [°]"""


@frozen(eq=False)
class MountedCamera:
    """A camera and how it hangs."""

    observer: Observer
    """The lens, with the model's range; moved out of a house it was to stand in."""
    model: CameraModel
    """As it sees at the time asked, day or night."""
    azimuth_deg: float
    """Of the axis, from true north. [°]"""
    grid_azimuth_deg: float
    tilt_deg: float
    moved_m: float = 0.0
    """How far it was brought out of the house it was said to stand in. [m]"""
    in_house: bool = False
    """It stands inside a house that nothing brings it out of, and sees nothing."""


def mounted_in_plan(plan: Plan, camera: PlannedCamera) -> MountedCamera:
    """Return a camera of a plan as it hangs there."""
    model = plan.model(camera.model)
    observer = Observer(
        x_m=camera.x_m,
        y_m=camera.y_m,
        height_m=camera.height_m,
        range_m=model.range_m,
        facing_deg=camera.facing_deg,
    )
    return MountedCamera(
        observer, model, camera.azimuth_deg, camera.grid_azimuth_deg, camera.tilt_deg
    )


def mounted_camera(
    config: PlanConfig,
    inputs: Inputs,
    *,
    lon_deg: float,
    lat_deg: float,
    height_m: float,
    azimuth_deg: float,
    model_name: str,
    tilt_deg: float | None = None,
    facing_deg: float | None = None,
) -> MountedCamera:
    """Return a camera of a case, at a place that can be; arguments as in `view_of_camera`.

    Raises
    ------
    ConfigError
        If the plan file has no such model.
    InputError
        If the place lies outside the surface or where the terrain is unknown, or a number is not
        usable.
    """
    number = check_camera(
        config,
        model_name=model_name,
        height_m=height_m,
        azimuth_deg=azimuth_deg,
        tilt_deg=tilt_deg or 0.0,
        facing_deg=facing_deg or 0.0,
    )
    crs = inputs.grid.crs
    x, y = (float(at[0]) for at in systems.from_lonlat([lon_deg], [lat_deg], crs=crs))
    _check_place(inputs, x, y, lonlat=(lon_deg, lat_deg))
    turned = [azimuth_deg, facing_deg or 0.0]
    grid_azimuth, faces = systems.grid_azimuth_deg(turned, [x] * 2, [y] * 2, crs=crs).tolist()
    is_inside, wall = outdoor_cameras.place(
        inputs.buildings, inputs.streets, x_m=x, y_m=y, height_m=height_m, looks_deg=grid_azimuth
    )
    if wall is not None:
        x, y = wall.x_m, wall.y_m
        facing_deg, faces = wall.facing_deg, wall.facing_deg
    model = models_at(config, x_m=x, y_m=y, crs=crs)[number]
    observer = Observer(
        x_m=x,
        y_m=y,
        height_m=height_m,
        range_m=model.range_m,
        facing_deg=None if facing_deg is None else faces,
    )
    return MountedCamera(
        observer,
        model,
        azimuth_deg=float(wrap_deg(azimuth_deg)),
        grid_azimuth_deg=grid_azimuth,
        tilt_deg=model.tilt_deg if tilt_deg is None else tilt_deg,
        moved_m=0.0 if wall is None else wall.moved_m,
        in_house=is_inside and wall is None,
    )


def check_camera(config: PlanConfig, *, model_name: str, **numbers: float) -> int:
    """Return the number of a camera model after checking all that needs no inputs.

    Parameters
    ----------
    config
        Of the case.
    model_name
        One of its models.
    **numbers
        `height_m` [m], `azimuth_deg`, `tilt_deg` and `facing_deg` [°] of the camera.

    Raises
    ------
    ConfigError
        If the plan file has no such model.
    InputError
        If a number is not usable.
    """
    bad = [name for name, value in numbers.items() if not math.isfinite(value)]
    if not 0 < numbers["height_m"] <= HIGHEST_M:
        bad.append("height_m")
    if abs(numbers["tilt_deg"]) > STEEPEST_DEG:
        bad.append("tilt_deg")
    bad += [name for name in ("azimuth_deg", "facing_deg") if abs(numbers[name]) > MOST_TURNS_DEG]
    if bad:
        unusable = ", ".join(f"{name} = {numbers[name]:g}" for name in dict.fromkeys(bad))
        raise InputError(Problem("camera_numbers", values={"names": unusable}))
    return _number_of(config, model_name)


def _check_place(inputs: Inputs, x: float, y: float, *, lonlat: tuple[float, float]) -> None:
    """Refuse a place outside the surface, and one whose ground would be a guess."""
    grid = inputs.grid
    place = dict(zip(("x", "y"), (f"{degrees:.6f}" for degrees in lonlat), strict=True))
    if not (math.isfinite(x) and math.isfinite(y) and bool(grid.holds(x, y))):
        raise InputError(Problem("place_outside_surface", values=place))
    row, column = (int(index) for index in grid.cell_of(x, y))
    if inputs.terrain is not None and math.isnan(float(inputs.terrain[row, column])):
        raise InputError(Problem("place_without_ground", values=place))


def _number_of(config: PlanConfig, name: str) -> int:
    names = [camera.name for camera in config.camera_models]
    if name in names:
        return names.index(name)
    values = {"name": name, "choices": tuple(names)}
    raise ConfigError(Problem("plan_unknown_model", column="camera_models", values=values))
