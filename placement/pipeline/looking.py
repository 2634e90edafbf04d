"""One camera at one place: what it sees of the case's surface, by detail level."""

from collections.abc import Sequence

import numpy as np
import shapely
from attrs import evolve, field, frozen

from placement import crs as systems
from placement import views, viewshed
from placement.cameras import CameraModel
from placement.config import PlanConfig
from placement.errors import ConfigError, Problem
from placement.optics import DetailLevel, dead_zone_m, detail_levels
from placement.pipeline.ground import surface_of
from placement.pipeline.reading import Inputs
from placement.surface import Surface
from placement.units import Floats
from placement.viewshed import Viewshed


@frozen(eq=False)
class Look:
    """What one camera sees."""

    x_m: float
    y_m: float
    height_m: float
    grid_azimuth_deg: float
    model: CameraModel
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
    """Share of the ground seen without trees that trees hide. [-]"""


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
    file: str = "",
) -> Look:
    """Return what a camera sees; its azimuth counts clockwise from true north. [°]

    Raises
    ------
    ConfigError
        If the plan file has no such model.
    InputError
        If the place lies outside the surface, or a number is not usable.
    """
    model = _model(config, model_name, file)
    if tilt_deg is not None:
        model = evolve(model, tilt_deg=tilt_deg)
    surface = surface_of(config, inputs)
    crs = inputs.grid.crs
    x, y = systems.from_lonlat([lon_deg], [lat_deg], crs=crs)
    grid_azimuth = float(systems.grid_azimuth_deg([azimuth_deg], x, y, crs=crs)[0])
    place = {"x_m": float(x[0]), "y_m": float(y[0]), "height_m": height_m}
    asked = {"target_height_m": config.viewshed.target_height_m, "range_m": model.range_m}
    levels = detail_levels(config.viewshed.edition)
    seen = views.around(surface, **place, **asked)
    areas = seen.polygons(
        model,
        azimuth_deg=grid_azimuth,
        tilt_deg=model.tilt_deg,
        levels=[level.density_px_m for level in levels],
    )
    around = viewshed.around(surface, **place, **asked)
    density = around.density_px_m(model, azimuth_deg=grid_azimuth, tilt_deg=model.tilt_deg)
    return Look(
        **place,
        grid_azimuth_deg=grid_azimuth,
        model=model,
        surface=surface,
        levels=levels,
        areas=tuple(areas),
        around=around,
        density_px_m=density,
        dead_zone_m=dead_zone_m(
            model.lens, height_m=height_m, tilt_deg=model.tilt_deg, target_height_m=0.0
        ),
        hidden_by_trees=_hidden(surface, around, place, asked),
    )


def areas_m2(shapes: Sequence[shapely.MultiPolygon]) -> list[float]:
    """Return the size of shapes. [m²]"""
    return [float(shape.area) for shape in shapes]


def _hidden(
    surface: Surface, around: Viewshed, place: dict[str, float], asked: dict[str, float]
) -> float:
    if surface.crowns is None:
        return 0.0
    bare = viewshed.around(evolve(surface, crowns=None), **place, **asked)
    seen = int(bare.visible.sum())
    return 1.0 - int(around.visible.sum()) / seen if seen else 0.0


def _model(config: PlanConfig, name: str, file: str) -> CameraModel:
    for camera in config.camera_models:
        if camera.name == name:
            return camera.model()
    values = {"name": name, "choices": ", ".join(camera.name for camera in config.camera_models)}
    raise ConfigError(Problem("plan_unknown_model", file, column="camera_models", values=values))


def finite(density_px_m: Floats) -> Floats:
    """Return densities for a raster: NaN where nothing is seen. [px/m]"""
    return np.where(density_px_m > 0, density_px_m, np.nan)
