"""One camera at one place: what it sees of the case's surface, by detail level."""

import math

import shapely
from attrs import field, frozen

from placement.cameras.model import CameraModel
from placement.cameras.projection import DetailLevel, dead_zone_m, detail_levels
from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.errors import ConfigError, InputError, Problem
from placement.pipeline import outdoor_cameras
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.equipment import models_at
from placement.pipeline.surface import surface_of
from placement.units import Floats, wrap_deg
from placement.visibility import view_polygons, viewshed
from placement.visibility.observation import Observer, Person, Target
from placement.visibility.surface import Surface
from placement.visibility.viewshed import Viewshed

HIGHEST_M = 1000.0
"""A lens higher above ground hangs on no mast. [m]"""
MOST_TURNS_DEG = 36_000.0
STEEPEST_DEG = 90.0
"""Straight down, or up. [°]"""


@frozen(eq=False)
class CameraView:
    """What one camera sees."""

    observer: Observer
    """The lens, with the model's range; moved out of a house it was to stand in."""
    target: Target
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
    moved_m: float = 0.0
    """How far it was brought out of the house it was said to stand in. [m]"""
    in_house: bool = False
    """It stands inside a house that nothing brings it out of, and sees nothing."""


def view_of_camera(
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
    person: Person | None = None,
) -> CameraView:
    """Return what a camera sees; azimuths count clockwise from true north. [°]

    Parameters
    ----------
    config, inputs
        Of the case.
    lon_deg, lat_deg
        Place of the lens, WGS 84. [°]
    height_m
        Of the lens above ground. [m]
    azimuth_deg, tilt_deg
        Its direction; the model's tilt if not given. [°]
    model_name
        One of the plan file.
    facing_deg
        Where the wall looks that it hangs on; None: all around. [°]
    person
        Of whom some part must be in free sight; None: the point at the plan file's height.

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
    surface = surface_of(config, inputs)
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
    pose = Pose(grid_azimuth, model.tilt_deg if tilt_deg is None else tilt_deg)
    observer = Observer(
        x_m=x,
        y_m=y,
        height_m=height_m,
        range_m=model.range_m,
        facing_deg=None if facing_deg is None else faces,
    )
    target = Target(height_m=config.viewshed.target_height_m, person=person)
    levels = detail_levels(config.viewshed.edition)
    around = viewshed.around(surface, observer, target)
    density = _density(around, model, pose)
    least = [level.density_px_m for level in levels]
    if inputs.surface is not None and surface.prisms is None:  # cells are all that is known
        areas = around.polygons(density, least)
    else:
        areas = view_polygons.around(surface, observer, target).polygons(
            model, azimuth_deg=pose.grid_azimuth_deg, tilt_deg=pose.tilt_deg, levels=least
        )
    hidden = 0.0
    if surface.trees:
        bare = viewshed.around(surface.without_trees(), observer, target)
        hidden = _lost(density, _density(bare, model, pose))
    return CameraView(
        observer=observer,
        target=target,
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
            (
                dead_zone_m(
                    head.lens, height_m=height_m, tilt_deg=head.tilt_deg, target_height_m=0.0
                )
                for head in model.free_heads(
                    pose.tilt_deg, azimuth_deg=grid_azimuth, facing_deg=observer.facing_deg
                )
            ),
            default=math.inf,
        ),
        hidden_by_trees=hidden,
        moved_m=0.0 if wall is None else wall.moved_m,
        in_house=is_inside and wall is None,
    )


@frozen
class Pose:
    """How a camera is turned."""

    grid_azimuth_deg: float
    tilt_deg: float


def _density(viewshed: Viewshed, model: CameraModel, pose: Pose) -> Floats:
    return viewshed.density_px_m(model, azimuth_deg=pose.grid_azimuth_deg, tilt_deg=pose.tilt_deg)


def _lost(density_px_m: Floats, bare_px_m: Floats) -> float:
    """Return the share of cells in the picture without trees that are not with them."""
    bare = int((bare_px_m > 0).sum())
    return 1.0 - int((density_px_m > 0).sum()) / bare if bare else 0.0


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
