"""The public edition: a plan and layers that do not hold what may not be published.

Everything public is made by the same code as the internal files, from these reduced values. A
reduced value is built up from what may be published, never cut down from the whole: what is new in
a plan stays inside until its rule says otherwise.
"""

from collections import Counter
from collections.abc import Collection, Mapping

import geopandas as gpd
import numpy as np
from attrs import evolve, fields

from placement.crs import systems
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.plan import PhaseResult, Plan, PlannedCamera
from placement.plan.camera_columns import all_columns, stored_first
from placement.plan.column import CameraColumn
from placement.plan.column_values import known_kind
from placement.plan.plan import PlanContext
from placement.plan.public import PublicCamera, PublicPlan
from placement.plan.publication import (
    BLIND,
    CRIME,
    DEVICE,
    INFORM,
    INNER,
    OPEN,
    PHASE_RULES,
    PLAN_RULES,
    UNDECIDED,
    PublicationRule,
)
from placement.schema import ADDRESSES

DEGREE_DECIMALS = 5
"""A metre on the ground."""
OF_PHASE = "phase_"
"""A column of phases is named so in the plan file's `withhold`."""
TEXTS = ("point_id", "name", "street", "district", "provenance")
"""Texts of a camera that are published as they are, unless the town withholds them."""
BUILT = ("cameras", "phases", "columns", "withheld", "homes_assessed", "homes_masked")
"""Fields of a public plan that are built here; the others are those of the whole plan."""
LAYER_RULES: Mapping[str, PublicationRule] = {
    **dict.fromkeys(("cameras", "points"), INFORM),
    **dict.fromkeys(("streets", "buildings", "area", "districts", "backdrop", "addresses"), OPEN),
    **dict.fromkeys(("views", "alternatives", "other_plans", "facades", "masked"), BLIND),
    "networks": DEVICE,
    "demand": CRIME,
    "places": INNER,
}
"""Layer → whether it may be published."""
LAYER_COLUMNS: Mapping[str, frozenset[str]] = {
    "points": frozenset(("point_id", "name", "cameras", "phase", "status", "street", "district")),
    "streets": frozenset(("name", "street_class")),
    "buildings": frozenset(),
    "area": frozenset(("name",)),
    "districts": frozenset(("name", "name_en")),
    "backdrop": frozenset(("kind",)),
    "addresses": frozenset(column.name for column in ADDRESSES.columns),
}
"""Public layer → the columns it may have beside its geometry; cameras have their own rules."""


def plan_of(plan: Plan, *, withhold: tuple[str, ...] = ()) -> PublicPlan:
    """Return what may be published of a plan.

    Parameters
    ----------
    plan
        The whole plan.
    withhold
        Columns to withhold beside those that never are published, as in the plan file.
    """
    context = PlanContext(plan)
    columns = all_columns()
    public = tuple(c for c in columns if c.rule.public and c.name not in withhold)
    hidden = tuple(c.name for c in columns if c not in public and c.name != "data")
    names = [each.name for each in fields(PublicPlan) if each.name not in BUILT]
    return PublicPlan(
        **{name: getattr(plan, name) for name in names if PLAN_RULES[name].public},
        cameras=_cameras(context, public),
        homes_assessed=plan.privacy is not None,
        homes_masked=any(camera.masks for camera in plan.cameras),
        phases=tuple(_phase(phase, withhold) for phase in plan.phases),
        columns=tuple(c.name for c in public if "lists" in c.outputs and c.exists(context)),
        withheld=(*hidden, *sorted(set(withhold) - set(hidden))),
    )


def layers_of(public: PublicPlan, layers: Layers) -> Layers:
    """Return what may be published of the layers of a plan: its points, and the town as it is.

    Parameters
    ----------
    public
        What `plan_of` gave.
    layers
        The layers of the whole plan.
    """
    town = {
        name: _only(frame, LAYER_COLUMNS[name])
        for name, frame in layers.frames().items()
        if LAYER_RULES.get(name, UNDECIDED).public and name not in ("cameras", "points")
    }
    return plan_layers(public, **town)


def frames_of(public: PublicPlan, layers: Layers) -> dict[str, gpd.GeoDataFrame]:
    """Return the tables of the public GeoPackage, each with the columns it may have."""
    cameras = frozenset(c.name for c in stored_first("layer") if c.rule.public)
    columns = {"cameras": cameras, **LAYER_COLUMNS}
    return {
        name: _only(frame, columns[name] - frozenset(public.withheld))
        for name, frame in layers.frames().items()
        if LAYER_RULES.get(name, UNDECIDED).public
    }


def _only(frame: gpd.GeoDataFrame, columns: Collection[str]) -> gpd.GeoDataFrame:
    return frame[[name for name in frame.columns if name in columns or name == "geometry"]]


def _cameras(context: PlanContext, public: tuple[CameraColumn, ...]) -> tuple[PublicCamera, ...]:
    """Return the cameras by their numbers, which say nothing but phase and name."""
    plan, number = context.plan, context.numbers
    x, y = (np.round([getattr(c, axis) for c in plan.cameras]) for axis in ("x_m", "y_m"))
    lon, lat = systems.to_lonlat(x, y, crs=plan.crs) if len(plan.cameras) else (x, y)
    places = np.column_stack([x, y, np.round(lon, DEGREE_DECIMALS), np.round(lat, DEGREE_DECIMALS)])
    cameras = [
        _camera(camera, context, public, place, number=number[camera.camera_id])
        for camera, place in zip(plan.cameras, places.tolist(), strict=True)
    ]
    cameras.sort(key=lambda camera: camera.number)
    sharing, before = Counter(c.point_id for c in cameras), Counter[str]()
    identified = []
    for camera in cameras:
        point = camera.point_id
        before[point] += 1
        name = f"{point}/{before[point]}" if sharing[point] > 1 else point
        identified.append(evolve(camera, camera_id=name))
    return tuple(identified)


def _camera(
    camera: PlannedCamera,
    context: PlanContext,
    public: tuple[CameraColumn, ...],
    place: list[float],
    *,
    number: int,
) -> PublicCamera:
    """Return a camera that has no identifier yet: a text that is withheld is empty."""
    names = {column.name for column in public}
    own = {each.name for each in fields(PublicCamera)}
    x_m, y_m, lon_deg, lat_deg = place
    return PublicCamera(
        camera_id="",
        number=number,
        phase=camera.phase,
        status="existing" if camera.status == "out of service" else camera.status,
        removed_in=camera.removed_in if "removed_in" in names else None,
        kind=known_kind(context.plan, camera) if "kind" in names else None,
        x_m=x_m,
        y_m=y_m,
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        **{name: str(getattr(camera, name)) if name in names else "" for name in TEXTS},
        others={
            column.name: column.value(context, camera)
            for column in public
            if column.name not in own and column.exists(context)
        },
    )


def _phase(phase: PhaseResult, withhold: tuple[str, ...]) -> PhaseResult:
    """Return the figures of a phase that may be published."""
    names = [each.name for each in fields(PhaseResult)]
    public = {n: getattr(phase, n) for n in names if PHASE_RULES.get(n, UNDECIDED).public}
    for name in ("cost_czk", "budget_czk"):
        # the price of the only camera of a phase is that of a camera
        is_of_one = phase.new_cameras + phase.removed_cameras == 1
        if OF_PHASE + name in withhold or (name == "cost_czk" and is_of_one):
            public[name] = float("nan") if name == "cost_czk" else None
    return PhaseResult(**public)
