"""`Plan`: what is proposed, phase by phase, and how good it is; as a plain dict and back.

A plan holds everything needed to recompute its value from the inputs: positions in the working
system, poses, models, the height of the target and the pixel density asked. Numbers are never
rounded here.
"""

from collections.abc import Mapping
from typing import Any, Literal

from attrs import asdict, field, frozen

from placement.cameras import CameraModel
from placement.confidence import Honest, Scenario
from placement.freedom import Freedom
from placement.heads import Head, Preset
from placement.lenses import Lens
from placement.person import Person
from placement.question import WhatIf

FORMAT = 1
"""Raised when the meaning of a field changes."""
TODAY = 0
"""The phase of cameras that stand already."""

Status = Literal["existing", "new", "out of service"]
Search = Literal["finished", "interrupted"]


@frozen
class PlannedCamera:
    """One camera of the plan, standing or proposed."""

    camera_id: str
    point_id: str
    name: str
    status: Status
    phase: int
    """0 for what stands today, then 1, 2 …"""
    rank: int
    """Order of building, 1 first: existing, then each phase by marginal gain."""
    model: str
    x_m: float
    y_m: float
    """In the working system. [m]"""
    lon_deg: float
    lat_deg: float
    """WGS 84. [°]"""
    ground_m: float
    """Height of the ground above the sea, as in the terrain. [m]"""
    height_m: float
    """Height of the lens above ground. [m]"""
    carrier: str
    azimuth_deg: float
    """Clockwise from true north. [°]"""
    grid_azimuth_deg: float
    """Clockwise from the working system's grid north. [°]"""
    tilt_deg: float
    """Below the horizon. [°]"""
    cost_czk: float
    """This camera and, if it opens a new point, the point. [Kč]"""
    seen: float
    """Demand it covers alone. [incidents/year]"""
    gain: float
    """Demand it adds to what stands before it in rank. [incidents/year]"""
    street: str
    district: str
    top_places: tuple[str, ...]
    """Streets it sees most demand on, most first."""
    provenance: str
    facing_deg: float | None = None
    """On a wall: where it faces, clockwise from grid north; it sees only that half circle. [°]"""
    azimuth_assumed: bool = False
    """The source gives no direction; the busiest one was assumed."""
    chosen_again: float | None = None
    """Share of repeated plans on other demand that choose it; None where none were made. [-]"""
    alike_again: float | None = None
    """Share of them with it or a near camera that sees half of its demand. [-]"""


@frozen
class PhaseResult:
    """The state at the end of a phase; phase 0 is today."""

    phase: int
    name: str
    cameras: int
    """Cameras in service at its end, existing included."""
    new_cameras: int
    points: int
    cost_czk: float
    budget_czk: float | None
    value: float
    """Demand covered by at least one camera. [incidents/year]"""
    bound: float
    """No plan with as many cameras and as much money by then covers more. [incidents/year]"""
    reachable: float = 0.0
    """Demand beyond `value` that some turning camera could be turned to. [incidents/year]"""
    value_alike: float | None = None
    """What it covers if every recorded event counts once; None if it does. [incidents/year]"""
    extra: float = 0.0
    """What second and partial views add in the choice, where asked for. [incidents/year]"""
    honest: Honest | None = None
    """What it may claim; None where too few incidents tell."""
    alone: float | None = None
    """Value and extra of the best plan found for this phase alone. [incidents/year]"""

    @property
    def gap(self) -> float:
        """How far value and extra can be from the best possible, in parts of the bound. [-]"""
        worth = self.value + self.extra
        return (self.bound - worth) / self.bound if self.bound > 0 else 0.0

    @property
    def nesting(self) -> dict[str, float]:
        """What the other phases cost this one, and how sure that is; empty if it is not known.

        `price` is what its own best plan covers more [incidents/year], `price_share` the same in
        parts of that [-], `alone_gap` how far that plan can be from the best one of its own [-].
        """
        if self.alone is None:
            return {}
        price = self.alone - self.value - self.extra
        share = price / self.alone if self.alone > 0 else 0.0
        gap = (self.bound - self.alone) / self.bound if self.bound > 0 else 0.0
        return {"price": price, "price_share": share, "alone_gap": gap}


@frozen
class DistrictResult:
    """What a district gets; the district without a name is what lies in none."""

    name: str
    expected: float
    """Demand in the district. [incidents/year]"""
    seen_today: float
    seen_at_target: float


@frozen
class Plan:
    """A plan for a town's cameras, from today to the target."""

    case: str
    crs: str
    demand_total: float
    """Demand of the whole area. [incidents/year]"""
    demand_points: int
    demand_unit: str
    """Key below `demand_unit.` in the catalogues: what a unit of demand is."""
    required_density_px_m: float
    detail_level: str
    target_height_m: float
    models: tuple[CameraModel, ...]
    cameras: tuple[PlannedCamera, ...]
    phases: tuple[PhaseResult, ...]
    seed: int
    engine: str = "raster"
    """How houses hide: in the raster's cells, or (vector) in their exact outlines."""
    season: str = "leaf-on"
    """Whether trees are in leaf: leaf-on or leaf-off."""
    person: Person | None = None
    """Of whom some part must be seen; None: only the point at `target_height_m`."""
    districts: tuple[DistrictResult, ...] = ()
    provenance: Mapping[str, str] = field(factory=dict)
    """Input → surveyed, open data, assumed or synthetic."""
    sources: Mapping[str, str] = field(factory=dict)
    """Input → who to name, and the licence."""
    total_alike: float | None = None
    """Demand of the area if every recorded event counts once; None if it does. [incidents/year]"""
    assumptions: tuple[str, ...] = ()
    """Keys below `assumption.` in the catalogues, for what is not known."""
    status: Search = "finished"
    """Whether the search came to its end or was interrupted; its gaps hold either way."""
    repetitions: int = 0
    """Plans made again on other demand, from which the cameras' shares are."""
    scenarios: tuple[Scenario, ...] = ()
    """This plan on other demand, where that was asked for."""
    what_if: WhatIf | None = None
    """The question this plan answers; None for the plan of the case itself."""
    withheld: tuple[str, ...] = ()
    """Columns of cameras that this edition does not hold; empty in the whole plan."""
    azimuth_step_deg: float | None = None
    """Directions of new cameras are in steps of this; 0: all directions; None: not told. [°]"""
    freedom: Freedom = field(factory=Freedom)
    """What may be swapped and what depends on what."""

    @property
    def synthetic(self) -> bool:
        """Whether any input is made up, which every page must say."""
        return "synthetic" in self.provenance.values()

    @property
    def final(self) -> PhaseResult:
        """The last phase: the target."""
        return self.phases[-1]

    def share_alike(self, phase: PhaseResult) -> float | None:
        """Return the share a phase covers if every recorded event counts once; None if it does."""
        if phase.value_alike is None or self.total_alike is None:
            return None
        return phase.value_alike / self.total_alike if self.total_alike else 0.0

    def standing(self, phase: int) -> tuple[PlannedCamera, ...]:
        """Return the cameras that work at the end of a phase."""
        return tuple(c for c in self.cameras if c.phase <= phase and c.status != "out of service")

    def model(self, name: str) -> CameraModel:
        """Return a camera model by its name."""
        return next(model for model in self.models if model.name == name)

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as plain values, derived figures (gap, share) included for readers."""
        plain = asdict(self)
        plain["models"] = [_written(model) for model in self.models]
        if self.person is None:
            del plain["person"]
        for phase, written in zip(self.phases, plain["phases"], strict=True):
            written["gap"] = phase.gap
            written["share"] = phase.value / self.demand_total if self.demand_total else 0.0
            written.update(phase.nesting)
            if phase.alone is None:
                del written["alone"]
            if not phase.extra:  # the usual is not said
                del written["extra"]
            del written["honest"]
            written.update({} if phase.honest is None else phase.honest.as_dict())
            alike = self.share_alike(phase)
            if alike is None:
                del written["value_alike"]
            else:
                written["share_alike"] = alike
        if self.total_alike is None:
            del plain["total_alike"]
        self._write_repetitions(plain)
        if self.status == "finished":  # the usual is not said
            del plain["status"]
        if self.azimuth_step_deg is None:
            del plain["azimuth_step_deg"]
        del plain["what_if"], plain["freedom"]
        del plain["withheld"]  # a public plan is never written
        if self.what_if is not None:
            plain["what_if"] = self.what_if.as_dict()
        freedom = self.freedom.as_dict()
        return {"format": FORMAT, "synthetic": self.synthetic, **plain, **freedom}

    def _write_repetitions(self, plain: dict[str, Any]) -> None:
        """Add what is lost in each scenario; leave out what no repetition told."""
        for camera in plain["cameras"]:
            if camera["chosen_again"] is None:
                del camera["chosen_again"], camera["alike_again"]
        for scenario, written in zip(self.scenarios, plain["scenarios"], strict=True):
            written["regret"] = scenario.regret
        if not self.repetitions:
            del plain["repetitions"], plain["scenarios"]

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Plan":
        """Return the plan that `as_dict` wrote.

        Raises
        ------
        KeyError, TypeError, ValueError
            If the dict is not one that `as_dict` wrote; the file's reader makes a message of it.
        """
        if plain["format"] != FORMAT:
            raise ValueError(f"plan format {plain['format']}, this version reads {FORMAT}")
        plain = {**_UNSAID, "withheld": (), "repetitions": 0, "scenarios": (), **plain}
        given = {name: plain[name] for name in _names(cls) if name not in ("person", "freedom")}
        given["freedom"] = Freedom.from_dict(plain)
        given["person"] = Person(**plain["person"]) if plain.get("person") else None
        given["models"] = tuple(_model(model) for model in plain["models"])
        given["cameras"] = tuple(
            PlannedCamera(**{**camera, "top_places": tuple(camera["top_places"])})
            for camera in plain["cameras"]
        )
        given["phases"] = tuple(
            PhaseResult(**{name: phase[name] for name in _names(PhaseResult)})
            for phase in (
                {**_UNSAID_OF_PHASE, **each, "honest": Honest.from_dict(each)}
                for each in plain["phases"]
            )
        )
        given["districts"] = tuple(DistrictResult(**row) for row in plain["districts"])
        given["assumptions"] = tuple(plain["assumptions"])
        given["scenarios"] = tuple(
            Scenario(**{name: row[name] for name in _names(Scenario)}) for row in plain["scenarios"]
        )
        if plain["what_if"] is not None:
            given["what_if"] = WhatIf.from_dict(plain["what_if"])
        return cls(**given)


def _written(model: CameraModel) -> dict[str, Any]:
    """Return a camera model as plain values, without what only special cameras have."""
    usual = {name: getattr(_USUAL, name) for name in SPECIAL}
    return {
        name: value
        for name, value in asdict(model).items()
        if name not in usual or getattr(model, name) != usual[name]
    }


def _model(plain: Mapping[str, Any]) -> CameraModel:
    heads = tuple(Head(**{**head, "lens": Lens(**head["lens"])}) for head in plain.get("heads", ()))
    presets = tuple(Preset(**preset) for preset in plain.get("presets", ()))
    lens = Lens(**plain["lens"])
    return CameraModel(**{**plain, "lens": lens, "heads": heads, "presets": presets})


_UNSAID = {"status": "finished", "total_alike": None, "what_if": None, "azimuth_step_deg": None}
"""What a file leaves out if it is so."""
_UNSAID_OF_PHASE = {"value_alike": None, "extra": 0.0, "alone": None}
_USUAL = CameraModel("", Lens(90.0, 60.0, 1), 0.0, 1.0, 0.0)
SPECIAL = (
    "heads",
    "presets",
    "travel_s",
    "purpose",
    "lane_azimuth_deg",
    "night_range_m",
)


def _names(cls: type) -> list[str]:
    return [attribute.name for attribute in cls.__attrs_attrs__]  # type: ignore[attr-defined]
