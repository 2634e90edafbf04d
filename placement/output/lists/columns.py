"""The columns of a camera list: one table for every file format and for the documentation.

Headers and meanings are in the catalogues, below `lists.column.<name>` and `lists.meaning.<name>`.
"""

import math
from collections.abc import Callable
from typing import Literal

import geopandas as gpd
import pandas as pd
from attrs import frozen

from placement.cameras.model import CameraModel
from placement.cameras.projection import dead_zone_m, detail_levels, range_m
from placement.output.layers import Layers
from placement.output.wording import named, printable
from placement.plan import Plan, PlannedCamera
from placement.texts import Language
from placement.units import rounded_deg

Cell = str | int | float | bool | None
DEMAND = "demand"
"""Stands for the plan's unit of demand."""
Kind = Literal["text", "word", "integer", "number", "flag"]
KINDS = ("turning", "whole circle", "fixed")
"""Words for what a camera can look at; their texts are below `lists.kind.`."""


@frozen
class ListColumn:
    """A column of the camera list."""

    name: str
    kind: Kind
    """A *word* is one of a closed set and is translated; a *text* stays as the case has it."""
    value: Callable[[Plan, PlannedCamera], Cell]
    unit: str = ""
    decimals: int = 0
    words: str = ""
    """Where the texts of its values are: the key before `.<value>`; a value without stays."""

    def header(self, plan: Plan, language: Language) -> str:
        """Return the header a reader sees, with the unit; that of demand is the plan's."""
        title = named("lists.column", self.name, language)
        unit = self.unit_of(plan, language)
        return f"{title} [{unit}]" if unit else title

    def unit_of(self, plan: Plan, language: Language) -> str:
        """Return the unit a reader sees, empty if there is none."""
        in_demand = self.unit == DEMAND
        return named("demand_unit", plan.demand_unit, language) if in_demand else self.unit

    def cell(self, plan: Plan, camera: PlannedCamera) -> Cell:
        """Return a camera's value, rounded to the column's decimals; text is made printable."""
        value = self.value(plan, camera)
        if isinstance(value, str):
            return printable(value)
        if self.kind != "number" or value is None:
            return value
        if not math.isfinite(value):
            return None
        if self.name.endswith("azimuth_deg"):
            return rounded_deg(value, self.decimals)
        return round(float(value), self.decimals) + 0.0  # + 0.0: no negative zero


def columns(plan: Plan, layers: Layers | None = None) -> tuple[ListColumn, ...]:
    """Return the columns of a plan's list; on made-up data the first one says so.

    Sizes of views are there only where layers tell them, shares that others see too where the plan
    does. A public edition has no columns that it
    withholds.
    """
    made_up = ListColumn("data", "word", lambda *_: "synthetic", words="lists.provenance")
    known = (*COLUMNS, *REPEATED) if plan.repetitions else COLUMNS
    known += (_shared(plan),) if plan.freedom.failures else ()
    known += () if layers is None else _of_views(plan, layers)
    shown = tuple(column for column in known if column.name not in plan.withheld)
    return (made_up, *shown) if plan.synthetic else shown


def in_order(plan: Plan) -> list[PlannedCamera]:
    """Return the cameras in order of building, the order of every list."""
    return sorted(plan.cameras, key=lambda camera: (camera.rank, camera.camera_id))


def by_point(plan: Plan) -> list[list[PlannedCamera]]:
    """Return the cameras of each point, in order of building."""
    found: dict[str, list[PlannedCamera]] = {}
    for camera in in_order(plan):
        found.setdefault(camera.point_id, []).append(camera)
    return list(found.values())


def _model(plan: Plan, camera: PlannedCamera) -> CameraModel:
    return plan.model(camera.model)


def kind_of(model: CameraModel) -> str:
    """Return which of `KINDS` a model is."""
    return "turning" if model.turning else "whole circle" if model.whole_circle else "fixed"


def known_kind(plan: Plan, camera: PlannedCamera) -> str | None:
    """Return which of `KINDS` a camera is; None where nobody said so."""
    return None if camera.kind_assumed else kind_of(_model(plan, camera))


def _azimuth(name: str) -> Callable[[Plan, PlannedCamera], Cell]:
    def value(plan: Plan, camera: PlannedCamera) -> Cell:
        return float(getattr(camera, name)) if plan.has_direction(camera) else None

    return value


def _share_pct(part: float, plan: Plan) -> float:
    return 100 * part / plan.demand_total if plan.demand_total else 0.0


def _of_model(name: str) -> Callable[[Plan, PlannedCamera], Cell]:
    def value(plan: Plan, camera: PlannedCamera) -> Cell:
        found: Cell = getattr(_model(plan, camera), name)
        return found

    return value


def _range_at(level: str) -> Callable[[Plan, PlannedCamera], Cell]:
    """Return how far the densest picture has a level of 2014 in its middle, in range. [m]"""
    density = next(each.density_px_m for each in detail_levels("2014") if each.name == level)

    def value(plan: Plan, camera: PlannedCamera) -> Cell:
        model = _model(plan, camera)
        dense = max(range_m(view.lens, density) for view in model.imaging_heads(camera.tilt_deg))
        return min(dense, model.range_m)

    return value


def _near_m(plan: Plan, camera: PlannedCamera) -> Cell:
    """Return the ground distance below which no picture shows a target, on level ground. [m]"""
    return min(
        dead_zone_m(
            view.lens,
            height_m=camera.height_m,
            tilt_deg=view.tilt_deg,
            target_height_m=plan.target_height_m,
        )
        for view in _model(plan, camera).imaging_heads(camera.tilt_deg)
    )


def always_seen(plan: Plan, layers: Layers) -> gpd.GeoDataFrame:
    """Return the views that lists draw: always in view, in the detail asked, one row a camera."""
    views = layers.views
    return views[(views["level"] == plan.detail_level) & (views["kind"] == "continuous")]


def _of_views(plan: Plan, layers: Layers) -> tuple[ListColumn, ...]:
    """Return the sizes of the views in the detail asked; none if no such view is drawn."""
    drawn = layers.views[layers.views["level"] == plan.detail_level]
    return tuple(
        ListColumn(name, "number", _size(drawn[drawn["kind"] == kind]), "m²")
        for name, kind in zip(VIEWED, ("continuous", "reachable"), strict=True)
        if not drawn.empty
    )


def _size(drawn: pd.DataFrame) -> Callable[[Plan, PlannedCamera], Cell]:
    sizes = drawn.groupby("camera_id")["area_m2"].sum().to_dict()
    return lambda _, camera: float(sizes.get(camera.camera_id, 0.0))


def _shared(plan: Plan) -> ListColumn:
    """Return the share of what a camera sees that others see too at the target; None if broken."""
    lost = {failure.camera_id: failure.lost for failure in plan.freedom.failures}

    def value(_: Plan, camera: PlannedCamera) -> Cell:
        if camera.camera_id not in lost or not camera.seen > 0:
            return None
        return 100 * min(max(1 - lost[camera.camera_id] / camera.seen, 0.0), 1.0)

    return ListColumn(SHARED, "number", value, "%", 1)


def _own(name: str) -> Callable[[Plan, PlannedCamera], Cell]:
    def value(_: Plan, camera: PlannedCamera) -> Cell:
        found: Cell = getattr(camera, name)
        return found

    return value


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("rank", "integer", _own("rank")),
    ListColumn("point_id", "text", _own("point_id")),
    ListColumn("camera_id", "text", _own("camera_id")),
    ListColumn("name", "text", _own("name")),
    ListColumn("status", "word", _own("status"), words="lists.status"),
    ListColumn("phase", "integer", _own("phase")),
    ListColumn("street", "text", _own("street")),
    ListColumn("district", "text", _own("district")),
    ListColumn("carrier", "text", _own("carrier"), words="lists.carrier"),
    ListColumn("height_m", "number", _own("height_m"), "m", 2),
    ListColumn("height_assumed", "flag", _own("height_assumed")),
    ListColumn("kind", "word", known_kind, words="lists.kind"),
    ListColumn("model", "text", _own("model")),
    ListColumn("model_assumed", "flag", _own("model_assumed")),
    ListColumn("purpose", "word", _of_model("purpose"), words="lists.purpose"),
    ListColumn("width_px", "integer", _of_model("width_px"), "px"),
    ListColumn("hfov_deg", "number", _of_model("hfov_deg"), "°", 1),
    ListColumn("vfov_deg", "number", _of_model("vfov_deg"), "°", 1),
    ListColumn("azimuth_deg", "number", _azimuth("azimuth_deg"), "°", 1),
    ListColumn("grid_azimuth_deg", "number", _azimuth("grid_azimuth_deg"), "°", 1),
    ListColumn("azimuth_assumed", "flag", _own("azimuth_assumed")),
    ListColumn("tilt_deg", "number", _own("tilt_deg"), "°", 1),
    ListColumn("tilt_assumed", "flag", _own("tilt_assumed")),
    ListColumn("detail_level", "word", lambda p, _: p.detail_level, words="map.level"),
    ListColumn("density_px_m", "number", lambda p, _: p.required_density_px_m, "px/m", 1),
    ListColumn("range_m", "number", lambda p, c: _model(p, c).range_m, "m", 1),
    ListColumn("night_range_m", "number", _of_model("night_range_m"), "m", 1),
    ListColumn("near_m", "number", _near_m, "m", 1),
    ListColumn("detect_m", "number", _range_at("detect"), "m", 1),
    ListColumn("observe_m", "number", _range_at("observe"), "m", 1),
    ListColumn("recognise_m", "number", _range_at("recognise"), "m", 1),
    ListColumn("identify_m", "number", _range_at("identify"), "m", 1),
    ListColumn("top_places", "text", lambda _, c: "; ".join(c.top_places)),
    ListColumn("seen", "number", _own("seen"), DEMAND, 3),
    ListColumn("seen_pct", "number", lambda p, c: _share_pct(c.seen, p), "%", 3),
    ListColumn("gain", "number", _own("gain"), DEMAND, 3),
    ListColumn("gain_pct", "number", lambda p, c: _share_pct(c.gain, p), "%", 3),
    ListColumn("cost_czk", "number", _own("cost_czk"), "Kč"),
    ListColumn("lon_deg", "number", _own("lon_deg"), "°", 7),
    ListColumn("lat_deg", "number", _own("lat_deg"), "°", 7),
    ListColumn("x_m", "number", _own("x_m"), "m", 2),
    ListColumn("y_m", "number", _own("y_m"), "m", 2),
    ListColumn("crs", "text", lambda p, _: p.crs),
    ListColumn("ground_m", "number", _own("ground_m"), "m", 2),
    ListColumn("provenance", "word", _own("provenance"), words="lists.provenance"),
)
REPEATED: tuple[ListColumn, ...] = (
    ListColumn("chosen_again_pct", "number", lambda _, c: _pct(c.chosen_again), "%"),
    ListColumn("alike_again_pct", "number", lambda _, c: _pct(c.alike_again), "%"),
)
"""Only where the plan was made again on other demand."""
VIEWED = ("area_m2", "reachable_m2")
"""Only where views in the detail asked are drawn."""
SHARED = "shared_pct"
"""Only where it is known what each camera's failure costs."""
NAMES = (*(column.name for column in (*COLUMNS, *REPEATED)), SHARED, *VIEWED)
"""Every column there may be beside `data`."""


def _pct(share: float | None) -> float | None:
    return None if share is None else 100 * share
