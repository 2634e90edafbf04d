"""One camera at one place: what it sees of the case's surface, by detail level."""

import math

import shapely
from attrs import field, frozen

from placement.cameras.model import CameraModel
from placement.cameras.projection import DetailLevel, dead_zone_m, detail_levels
from placement.config.sections import PlanConfig
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.mounted_camera import mounted_camera
from placement.pipeline.surface import surface_of
from placement.units import Floats
from placement.visibility import view_polygons, viewshed
from placement.visibility.observation import Observer, Person, Target
from placement.visibility.surface import Surface
from placement.visibility.viewshed import Viewshed


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
    camera = mounted_camera(
        config,
        inputs,
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        height_m=height_m,
        azimuth_deg=azimuth_deg,
        model_name=model_name,
        tilt_deg=tilt_deg,
        facing_deg=facing_deg,
    )
    observer, model = camera.observer, camera.model
    pose = Pose(camera.grid_azimuth_deg, camera.tilt_deg)
    surface = surface_of(config, inputs)
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
        azimuth_deg=camera.azimuth_deg,
        grid_azimuth_deg=pose.grid_azimuth_deg,
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
                    pose.tilt_deg, azimuth_deg=pose.grid_azimuth_deg, facing_deg=observer.facing_deg
                )
            ),
            default=math.inf,
        ),
        hidden_by_trees=hidden,
        moved_m=camera.moved_m,
        in_house=camera.in_house,
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
