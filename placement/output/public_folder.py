"""The public edition: a plan and layers that do not hold what may not be published.

Everything public is made by the same code as the internal files, from these reduced values. A
reduced value is built up from what may be published, never cut down from the whole: what is new in
a plan stays inside until `publication` says otherwise.
"""

from collections import Counter
from typing import Any

import geopandas as gpd
import numpy as np
from attrs import evolve, fields

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.crs import systems
from placement.output.layers import Layers
from placement.output.lists.columns import NAMES, kind_of
from placement.output.publication import OF_LAYERS, rule
from placement.output.publication import withheld as not_public
from placement.plan import PhaseResult, Plan, PlannedCamera
from placement.texts import plain

DEGREE_DECIMALS = 5
"""A metre on the ground."""
PLACE = ("x_m", "y_m", "lon_deg", "lat_deg")
BLANK: dict[str, Any] = {"str": "", "float": 0.0, "int": 0, "bool": False}
OF_PHASE = "phase_"
"""A column of phases is named so in the plan file's `withhold`."""


def plan_of(plan: Plan, *, withhold: tuple[str, ...] = ()) -> Plan:
    """Return what may be published of a plan.

    Parameters
    ----------
    plan
        The whole plan.
    withhold
        Columns to withhold beside those that never are published, as in the plan file.
    """
    names = [attribute.name for attribute in fields(Plan)]
    given = {name: getattr(plan, name) for name in names if rule("plan", name).public}
    given |= {"demand_points": 0, "seed": 0}
    given["cameras"] = _cameras(plan, withhold)
    given["models"] = tuple(
        CameraModel(
            kind,
            Lens(360.0 if kind == "whole circle" else 90.0, 60.0, 1),
            0.0,
            1.0,
            0.0,
            turning=kind == "turning",
        )
        for kind in sorted({camera.model for camera in given["cameras"]})
    )
    given["phases"] = tuple(_phase(phase, plan, withhold) for phase in plan.phases)
    columns = NAMES
    columns += tuple(field.name for field in fields(PlannedCamera) if field.name not in columns)
    hidden = {*not_public("camera", columns), *withhold}
    ordered = tuple(name for name in columns if name in hidden)
    return Plan(**given, withheld=(*ordered, *sorted(hidden - set(ordered))))


def layers_of(public: Plan, layers: Layers) -> Layers:
    """Return what may be published of the layers of a plan: its points, and the town as it is.

    Parameters
    ----------
    public
        What `plan_of` gave.
    layers
        The layers of the whole plan.
    """
    town = {
        name: _only(frame, OF_LAYERS[name])
        for name, frame in layers.frames().items()
        if name in OF_LAYERS and name not in ("cameras", "points")
    }
    return Layers.from_plan(public, **town)


def frames_of(public: Plan, layers: Layers) -> dict[str, gpd.GeoDataFrame]:
    """Return the tables of the public GeoPackage, each with the columns it may have."""
    hidden = frozenset(public.withheld)
    return {
        name: _only(frame, OF_LAYERS[name] - hidden)
        for name, frame in layers.frames().items()
        if name in OF_LAYERS
    }


def _only(frame: gpd.GeoDataFrame, columns: frozenset[str]) -> gpd.GeoDataFrame:
    return frame[[name for name in frame.columns if name in columns or name == "geometry"]]


def _cameras(plan: Plan, withhold: tuple[str, ...]) -> tuple[PlannedCamera, ...]:
    """Return the cameras in an order that says nothing but phase and name."""
    hidden = {
        field.name: _blank(field)
        for field in fields(PlannedCamera)
        if field.name in withhold or not rule("camera", field.name).public
    }
    x, y = (np.round([getattr(c, axis) for c in plan.cameras]) for axis in ("x_m", "y_m"))
    lon, lat = systems.to_lonlat(x, y, crs=plan.crs) if len(plan.cameras) else (x, y)
    places = np.column_stack([x, y, np.round(lon, DEGREE_DECIMALS), np.round(lat, DEGREE_DECIMALS)])
    kind = "kind" not in withhold
    shown = [
        _camera(camera, plan, hidden | dict(zip(PLACE, place, strict=True)), kind=kind)
        for camera, place in zip(plan.cameras, places.tolist(), strict=True)
    ]
    shown.sort(key=lambda c: (c.phase, plain(c.name), c.point_id, c.model))
    sharing, seen = Counter(c.point_id for c in shown), Counter[str]()
    numbered = []
    for rank, camera in enumerate(shown, start=1):
        point = camera.point_id
        seen[point] += 1
        name = f"{point}/{seen[point]}" if sharing[point] > 1 else point
        numbered.append(evolve(camera, rank=rank, camera_id=name))
    return tuple(numbered)


def _camera(
    camera: PlannedCamera, plan: Plan, hidden: dict[str, Any], *, kind: bool
) -> PlannedCamera:
    # whose kind is not known is of any one for the code, and of none for the reader
    shown = {
        "status": "new" if camera.status == "new" else "existing",
        "model": kind_of(plan.model(camera.model)) if kind and not camera.kind_assumed else "fixed",
    }
    return evolve(camera, **(hidden | shown))


def _blank(field: Any) -> Any:  # noqa: ANN401 - attrs' own type, and a value of any kind
    """Return what stands where a value is withheld."""
    written = getattr(field.type, "__name__", str(field.type))
    return () if written.startswith("tuple") else BLANK.get(written)


def _phase(phase: PhaseResult, plan: Plan, withhold: tuple[str, ...]) -> PhaseResult:
    names = [field.name for field in fields(PhaseResult)]
    given = {name: getattr(phase, name) for name in names if rule("phase", name).public}
    standing = [camera for camera in plan.cameras if camera.phase <= phase.phase]
    # the broken count as existing, so that the difference does not tell how many there are
    given["cameras"], given["points"] = len(standing), len({c.point_id for c in standing})
    for name in ("cost_czk", "budget_czk"):
        # the price of the only camera of a phase is that of a camera
        if OF_PHASE + name in withhold or (name == "cost_czk" and phase.new_cameras == 1):
            given[name] = float("nan") if name == "cost_czk" else None
    return PhaseResult(**given)
