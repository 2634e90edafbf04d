"""The columns of a camera list: one table for every file format and for the documentation.

Headers and meanings are in the catalogues, below `lists.column.<name>` and `lists.meaning.<name>`.
"""

import math
from collections.abc import Callable
from typing import Literal

from attrs import frozen

from placement.cameras import CameraModel
from placement.output.wording import named, printable
from placement.plan import Plan, PlannedCamera
from placement.texts import Language

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
        in_demand = self.unit == DEMAND
        unit = named("demand_unit", plan.demand_unit, language) if in_demand else self.unit
        return f"{title} [{unit}]" if unit else title

    def cell(self, plan: Plan, camera: PlannedCamera) -> Cell:
        """Return a camera's value, rounded to the column's decimals; text is made printable."""
        value = self.value(plan, camera)
        if isinstance(value, str):
            return printable(value)
        if self.kind != "number" or value is None:
            return value
        if not math.isfinite(value):
            return None
        return round(float(value), self.decimals) + 0.0  # + 0.0: no negative zero


def columns(plan: Plan) -> tuple[ListColumn, ...]:
    """Return the columns of a plan's list; on made-up data the first one says so.

    A public edition has no columns that it withholds.
    """
    made_up = ListColumn("data", "word", lambda *_: "synthetic", words="lists.provenance")
    known = (*COLUMNS, *REPEATED) if plan.repetitions else COLUMNS
    shown = tuple(column for column in known if column.name not in plan.withheld)
    return (made_up, *shown) if plan.synthetic else shown


def _model(plan: Plan, camera: PlannedCamera) -> CameraModel:
    return plan.model(camera.model)


def kind_of(model: CameraModel) -> str:
    """Return which of `KINDS` a model is."""
    return "turning" if model.turning else "whole circle" if model.whole_circle else "fixed"


def _kind(plan: Plan, camera: PlannedCamera) -> str:
    return kind_of(_model(plan, camera))


def _share_pct(part: float, plan: Plan) -> float:
    return 100 * part / plan.demand_total if plan.demand_total else 0.0


def _of_model(name: str) -> Callable[[Plan, PlannedCamera], Cell]:
    def value(plan: Plan, camera: PlannedCamera) -> Cell:
        found: Cell = getattr(_model(plan, camera), name)
        return found

    return value


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
    ListColumn("kind", "word", _kind, words="lists.kind"),
    ListColumn("model", "text", _own("model")),
    ListColumn("width_px", "integer", _of_model("width_px"), "px"),
    ListColumn("hfov_deg", "number", _of_model("hfov_deg"), "°", 1),
    ListColumn("vfov_deg", "number", _of_model("vfov_deg"), "°", 1),
    ListColumn("azimuth_deg", "number", _own("azimuth_deg"), "°", 1),
    ListColumn("grid_azimuth_deg", "number", _own("grid_azimuth_deg"), "°", 1),
    ListColumn("azimuth_assumed", "flag", _own("azimuth_assumed")),
    ListColumn("tilt_deg", "number", _own("tilt_deg"), "°", 1),
    ListColumn("detail_level", "word", lambda p, _: p.detail_level, words="map.level"),
    ListColumn("density_px_m", "number", lambda p, _: p.required_density_px_m, "px/m", 1),
    ListColumn("range_m", "number", lambda p, c: _model(p, c).range_m, "m", 1),
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


def _pct(share: float | None) -> float | None:
    return None if share is None else 100 * share
