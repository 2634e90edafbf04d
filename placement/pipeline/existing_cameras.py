"""Existing cameras: their points, models and directions, and which of these are assumed."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import evolve, field, frozen

from placement.cameras.model import CameraModel
from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.pipeline import equipment
from placement.pipeline.case_inputs import Inputs
from placement.sites import Sites, concatenate
from placement.units import Booleans, Floats, Integers, listed, listed_deg
from placement.visibility.sights import (
    Candidates,
    Sights,
    Targets,
    coverage_matrix,
    front_deg,
)

IN_SERVICE = "in service"


@frozen(eq=False)
class ExistingCameras:
    """The existing cameras, those in service first; arrays are (E,)."""

    table: gpd.GeoDataFrame = field()
    """Table `CAMERAS`, in the order of the arrays."""
    points: Sites = field()
    """The places of their lenses; those of one point bear its identifier."""
    point: Integers
    """Index of each camera's place."""
    model: Integers
    azimuth_deg: Floats = field(converter=listed_deg)
    """Clockwise from grid north; NaN where unknown. [°]"""
    azimuth_assumed: Booleans
    tilt_deg: Floats = field(converter=listed)
    model_assumed: Booleans
    """The source names no model of the plan file."""
    kind_assumed: Booleans
    """Nor does it say whether the camera is fixed, turns, or sees the whole circle."""
    height_assumed: Booleans
    tilt_assumed: Booleans

    @property
    def in_service(self) -> Booleans:
        """(E,) which cameras work."""
        return np.asarray(self.table["status"] == IN_SERVICE, dtype=np.bool_)

    @property
    def azimuth_unsaid(self) -> Booleans:
        """(E,) whose direction the source does not give and who may well have one."""
        unsaid = np.isnan(equipment.column(self.table, "azimuth_deg"))
        return np.asarray(self.azimuth_assumed | (unsaid & self.kind_assumed), dtype=np.bool_)

    def of_source(self, index: int | np.integer[Any]) -> dict[str, Any]:
        """Return what the source says of a camera's width, and what is assumed for want of it.

        By the plan's field names.
        """
        width_deg = float(equipment.column(self.table, "width_deg")[index])
        return {
            "width_deg": None if np.isnan(width_deg) else width_deg,
            "azimuth_assumed": bool(self.azimuth_unsaid[index]),
            "model_assumed": bool(self.model_assumed[index]),
            "kind_assumed": bool(self.kind_assumed[index]),
            "height_assumed": bool(self.height_assumed[index]),
            "tilt_assumed": bool(self.tilt_assumed[index]),
        }

    def candidates(self) -> Candidates:
        """Return the cameras in service as candidates, in their order."""
        works = self.in_service
        return Candidates(
            self.point[works], self.model[works], self.azimuth_deg[works], self.tilt_deg[works]
        )


def existing_cameras_of(config: PlanConfig, inputs: Inputs) -> ExistingCameras:
    """Return the existing cameras; directions stay unknown where the source gives none.

    Raises
    ------
    InputError
        If a camera is of a model the plan file does not have.
    """
    table = table_of(inputs.cameras)
    model, model_assumed, kind_assumed = equipment.models_of(table, config)
    tilt = table["tilt_deg"].to_numpy(dtype=np.float64)
    usual = np.array([camera.tilt_deg for camera in config.camera_models])
    points, point = _points(table, config.sites.mount_height_m)
    whole = np.array([camera.model().whole_circle for camera in config.camera_models])[model]
    azimuth = _grid_azimuth(table, inputs.grid.crs)
    return ExistingCameras(
        table,
        points,
        point,
        model,
        np.where(whole & np.isnan(azimuth), front_deg(points.facing_deg[point]), azimuth),
        np.isnan(azimuth) & ~whole,
        np.where(np.isnan(tilt), usual[model] if len(table) else tilt, tilt),
        model_assumed,
        kind_assumed,
        equipment.flag(table, "height_assumed")
        | np.isnan(table["mount_height_m"].to_numpy(dtype=np.float64)),
        equipment.flag(table, "tilt_assumed") | np.isnan(tilt),
    )


def with_azimuths(
    today: ExistingCameras,
    sights: Sights,
    targets: Targets,
    *,
    config: PlanConfig,
    models: Sequence[CameraModel],
    required_density_px_m: float,
) -> ExistingCameras:
    """Return the cameras, those without a direction turned to where they cover most demand.

    With `existing.unknown_azimuth = "none"` such a camera is tilted to the sky and covers nothing.
    """
    unknown = np.flatnonzero(today.azimuth_assumed & today.in_service)
    azimuth, tilt = today.azimuth_deg.copy(), today.tilt_deg.copy()
    azimuth[np.isnan(azimuth)] = 0.0
    if config.existing.unknown_azimuth == "none":
        tilt[unknown] = -90.0
        return evolve(today, azimuth_deg=azimuth, tilt_deg=tilt)
    steps = np.arange(0.0, 360.0 - 1e-9, config.sites.azimuth_step_deg)
    camera = np.repeat(unknown, steps.size)
    poses_tried = Candidates(
        today.point[camera], today.model[camera], np.tile(steps, unknown.size), tilt[camera]
    )
    coverage = coverage_matrix(
        poses_tried, sights, targets, models=models, required_density_px_m=required_density_px_m
    )
    covered_weight = (coverage.covers @ targets.weight).reshape(unknown.size, steps.size)
    azimuth[unknown] = steps[covered_weight.argmax(axis=1)] if unknown.size else 0.0
    return evolve(today, azimuth_deg=azimuth)


def join(first: Candidates, second: Candidates) -> Candidates:
    """Join two sets of candidates, in that order."""
    return Candidates(
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("site", "model", "azimuth_deg", "tilt_deg")
        )
    )


def join_points(
    standing: Sites, proposed: ExistingCameras, table: gpd.GeoDataFrame
) -> tuple[Sites, Integers]:
    """Return the places of all lenses, and where each of the proposed is among them.

    A proposed camera at the place of a standing one hangs on that point. `table` has the carriers
    of the proposed ones.
    """
    points = proposed.points
    first = [int(np.flatnonzero(proposed.point == at)[0]) for at in range(len(points))]
    carrier = table["carrier"].to_numpy(dtype=object)[np.array(first, dtype=np.int64)]
    points = evolve(points, carrier=np.asarray(carrier, dtype=object))
    at = {key: number for number, key in enumerate(zip(*_keys(standing), strict=True))}
    keys = list(zip(*_keys(points), strict=True))
    new = np.array([n for n, key in enumerate(keys) if key not in at], dtype=np.int64)
    at |= {keys[n]: len(standing) + k for k, n in enumerate(new)}
    place = np.array([at[key] for key in keys], dtype=np.int64)
    return concatenate([standing, points.take(new)]), place


def _keys(sites: Sites) -> tuple[list[object], ...]:
    facing = np.nan_to_num(sites.facing_deg, nan=-1.0)
    columns = (sites.ids, sites.x_m, sites.y_m, sites.height_m, facing)
    return tuple(np.asarray(column).tolist() for column in columns)


def table_of(table: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Return a table of cameras, empty where a case has none; those in service first."""
    if table is None:
        columns = ("camera_id", "point_id", "name", "status", "model", "provenance")
        numbers = ("mount_height_m", "azimuth_deg", "tilt_deg")
        empty = {name: np.zeros(0, dtype=object) for name in columns}
        empty |= {name: np.zeros(0) for name in numbers}
        return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([]))
    broken = table["status"] != IN_SERVICE
    return (
        table.assign(_broken=broken)
        .sort_values(["_broken"], kind="stable")
        .drop(columns="_broken")
        .reset_index(drop=True)
    )


def _points(table: gpd.GeoDataFrame, default_height_m: float) -> tuple[Sites, Integers]:
    """Return one site per place of a lens (point, position, height), and each camera's site."""
    height = table["mount_height_m"].to_numpy(dtype=np.float64)
    height = np.where(np.isnan(height), default_height_m, height)
    facing = equipment.column(table, "facing_deg")
    x, y = _millimetres(table.geometry.x), _millimetres(table.geometry.y)
    lens = list(zip(table["point_id"], x, y, height, np.nan_to_num(facing, nan=-1.0), strict=True))
    order = {place: number for number, place in enumerate(dict.fromkeys(lens))}
    point = np.array([order[place] for place in lens], dtype=np.int64)
    first = np.array([lens.index(place) for place in order], dtype=np.int64)
    return (
        Sites(
            table["point_id"].to_numpy(dtype=object)[first],
            x[first],
            y[first],
            height[first],
            np.asarray(["existing"] * len(first), dtype=object),
            facing[first],
        ),
        point,
    )


def _millimetres(lengths_m: pd.Series) -> Floats:
    return np.asarray(np.asarray(lengths_m, dtype=np.float64).round(3), dtype=np.float64)


def _grid_azimuth(table: gpd.GeoDataFrame, crs: str) -> Floats:
    azimuth = np.array(table["azimuth_deg"], dtype=np.float64)
    has_azimuth = ~np.isnan(azimuth)
    if has_azimuth.any():
        x, y = table.geometry.x.to_numpy()[has_azimuth], table.geometry.y.to_numpy()[has_azimuth]
        azimuth[has_azimuth] = systems.grid_azimuth_deg(azimuth[has_azimuth], x, y, crs=crs)
    return azimuth
