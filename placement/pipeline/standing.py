"""Cameras that stand today: their points, models and directions, with what has to be assumed."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import evolve, field, frozen

from placement import crs as systems
from placement.cameras import CameraModel
from placement.config import PlanConfig
from placement.errors import InputError, Problem
from placement.pipeline.reading import Inputs
from placement.sites import Sites
from placement.units import Booleans, Floats, Integers
from placement.visibility import Candidates, Sights, Targets, coverage_matrix

IN_SERVICE = "in service"


@frozen(eq=False)
class Standing:
    """Today's cameras, those in service first; arrays are (E,)."""

    table: gpd.GeoDataFrame = field()
    """Table `CAMERAS`, in the order of the arrays."""
    points: Sites = field()
    """The points they hang on."""
    point: Integers
    """Index of each camera's point."""
    model: Integers
    azimuth_deg: Floats
    """Clockwise from grid north; NaN where unknown. [°]"""
    azimuth_assumed: Booleans
    tilt_deg: Floats

    @property
    def in_service(self) -> Booleans:
        """(E,) which cameras work."""
        return np.asarray(self.table["status"] == IN_SERVICE, dtype=np.bool_)

    def candidates(self) -> Candidates:
        """Return the cameras in service as candidates, in their order."""
        works = self.in_service
        return Candidates(
            self.point[works], self.model[works], self.azimuth_deg[works], self.tilt_deg[works]
        )


def cameras(config: PlanConfig, inputs: Inputs) -> Standing:
    """Return the cameras that stand today, directions still unknown where the source gives none.

    Raises
    ------
    InputError
        If a camera is of a model the plan file does not have.
    """
    table = _sorted(inputs.cameras)
    models = [camera.name for camera in config.camera_models]
    default = config.existing.default_model or models[0]
    named = [name or default for name in table["model"]]
    _refuse_unknown(named, models, table["camera_id"], config)
    model = np.array([models.index(name) for name in named], dtype=np.int64)
    tilt = table["tilt_deg"].to_numpy(dtype=np.float64)
    usual = np.array([camera.tilt_deg for camera in config.camera_models])
    points, point = _points(table, config.sites.mount_height_m)
    whole = np.array([camera.model().whole_circle for camera in config.camera_models])[model]
    azimuth = _grid_azimuth(table, inputs.grid.crs)
    return Standing(
        table,
        points,
        point,
        model,
        np.where(whole & np.isnan(azimuth), 0.0, azimuth),
        np.isnan(azimuth) & ~whole,
        np.where(np.isnan(tilt), usual[model] if len(table) else tilt, tilt),
    )


def _refuse_unknown(
    named: Sequence[str], models: Sequence[str], ids: Sequence[str], config: PlanConfig
) -> None:
    wrong = {str(name): str(i) for i, name in zip(ids, named, strict=True) if name not in models}
    source = config.inputs.cameras
    if wrong and source is not None:
        found = ", ".join(f"{name} ({first})" for name, first in sorted(wrong.items()))
        values = {"found": found, "choices": ", ".join(models)}
        problem = Problem("camera_model_unknown", source.path.name, column="model", values=values)
        raise InputError(problem)


def aimed(
    today: Standing,
    sights: Sights,
    targets: Targets,
    *,
    config: PlanConfig,
    models: Sequence[CameraModel],
    required_density_px_m: float,
) -> Standing:
    """Return the cameras with a direction each: where none is known, the one that sees most demand.

    With `existing.unknown_azimuth = "none"` such a camera is aimed to the sky and sees nothing.
    """
    unknown = np.flatnonzero(today.azimuth_assumed & today.in_service)
    azimuth, tilt = today.azimuth_deg.copy(), today.tilt_deg.copy()
    azimuth[np.isnan(azimuth)] = 0.0
    if config.existing.unknown_azimuth == "none":
        tilt[unknown] = -90.0
        return evolve(today, azimuth_deg=azimuth, tilt_deg=tilt)
    steps = np.arange(0.0, 360.0 - 1e-9, config.sites.azimuth_step_deg)
    who = np.repeat(unknown, steps.size)
    tries = Candidates(today.point[who], today.model[who], np.tile(steps, unknown.size), tilt[who])
    coverage = coverage_matrix(
        tries, sights, targets, models=models, required_density_px_m=required_density_px_m
    )
    seen = (coverage.covers @ targets.weight).reshape(unknown.size, steps.size)
    azimuth[unknown] = steps[seen.argmax(axis=1)] if unknown.size else 0.0
    return evolve(today, azimuth_deg=azimuth)


def together(first: Candidates, second: Candidates) -> Candidates:
    """Return two sets of candidates as one, in that order."""
    return Candidates(
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("site", "model", "azimuth_deg", "tilt_deg")
        )
    )


def _sorted(table: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
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
    """Return one site per `point_id`, where its first camera hangs, and each camera's site."""
    ids = table["point_id"].to_numpy(dtype=object)
    unique = list(dict.fromkeys(ids))
    point = np.array([unique.index(name) for name in ids], dtype=np.int64)
    first = np.array(
        [int(np.flatnonzero(point == p)[0]) for p in range(len(unique))], dtype=np.int64
    )
    height = table["mount_height_m"].to_numpy(dtype=np.float64)[first]
    places = table.geometry.iloc[first]
    return (
        Sites(
            np.asarray(unique, dtype=object),
            _millimetres(places.x),
            _millimetres(places.y),
            np.where(np.isnan(height), default_height_m, height),
            np.asarray(["existing"] * len(unique), dtype=object),
            np.full(len(unique), np.nan),
        ),
        point,
    )


def _millimetres(lengths_m: pd.Series) -> Floats:
    return np.asarray(np.asarray(lengths_m, dtype=np.float64).round(3), dtype=np.float64)


def _grid_azimuth(table: gpd.GeoDataFrame, crs: str) -> Floats:
    true = np.array(table["azimuth_deg"], dtype=np.float64)
    known = ~np.isnan(true)
    if known.any():
        x, y = table.geometry.x.to_numpy()[known], table.geometry.y.to_numpy()[known]
        true[known] = systems.grid_azimuth_deg(true[known], x, y, crs=crs)
    return true
