"""`Plan`: what is proposed, phase by phase, and how good it is.

A plan holds everything needed to recompute its value from the inputs: positions in the working
system, poses, models, the height of the target and the pixel density asked. Numbers are never
rounded here.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from placement.cameras.masks import Mask
from placement.cameras.model import CameraModel
from placement.plan.alternatives import Sensitivity
from placement.plan.confidence import CrossFittedShare, Scenario
from placement.plan.controller import Controller
from placement.plan.evaluated import Evaluated
from placement.plan.night import NightFacts
from placement.plan.numbering import numbers
from placement.plan.privacy import CameraPrivacy, PlanPrivacy
from placement.plan.privacy_choice import PrivacyChoice
from placement.plan.term import stands_in
from placement.plan.walk import PlannedWalk
from placement.plan.what_if import WhatIf
from placement.texts import Language
from placement.visibility.observation import Person

TODAY = 0
"""The phase of cameras that stand already."""

Status = Literal["existing", "new", "out of service", "to be removed", "to be replaced"]
"""What a camera is in a plan; one to be replaced has a new one on its point at the end."""
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
    ground_m: float | None
    """Height of the ground above the sea, as in the terrain; None where none is given. [m]"""
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
    """This camera and, if it opens a new point, the point, or its removal; what is known. [Kč]"""
    seen: float
    """Demand it covers alone. [incidents/year]"""
    gain: float
    """Demand it adds, once it is built, to what stands before it in rank. [incidents/year]"""
    street: str
    district: str
    top_places: tuple[str, ...]
    """Streets it sees most demand on, most first."""
    provenance: str
    facing_deg: float | None = None
    """On a wall: where it faces, clockwise from grid north; it sees only that half circle. [°]"""
    azimuth_assumed: bool = False
    """The source gives no direction; the busiest one was assumed."""
    model_assumed: bool = False
    """The source names no model; the plan file's default, or one of its kind, was assumed."""
    kind_assumed: bool = False
    """Nor does it say whether the camera is fixed, turns or sees the whole circle."""
    height_assumed: bool = False
    """The source gives no height; the plan file's was assumed."""
    tilt_assumed: bool = False
    """The source gives no tilt; the model's was assumed."""
    width_deg: float | None = None
    """How wide its source says it looks, a range of directions or an angle of view; 360: all
    around; None: it does not say. The view is computed by the model's. [°]"""
    beyond_data: float = 0.0
    """Share of the ground in its picture of which no street, house or height is known. [-]"""
    cost_unknown: bool = False
    """The plan file has no price of it or of the point it opens: `cost_czk` is a lower bound."""
    chosen_again: float | None = None
    """Share of the repeated plans that choose it; None where none were made. [-]"""
    alike_again: float | None = None
    """Share of them with it or a near camera that sees half of its demand. [-]"""
    seen_day: float | None = None
    """In a plan for day and night: what it sees by day, every incident once. [incidents/year]"""
    seen_night: float | None = None
    """The same by night. [incidents/year]"""
    removed_in: int | None = None
    """Phase in which one that stands today is taken down; None: it stays."""
    masks: tuple[Mask, ...] = ()
    """What its pictures do not show, where the plan has masks; a turning one's at home."""
    masked: float = 0.0
    """Demand it would cover without them; `seen` is with them. [incidents/year]"""
    masked_places: tuple[str, ...] = ()
    """Streets on which that lies, most first."""

    state: str = ""
    """State in the town's register, of `register.states`; empty where the case has none."""

    def works_in(self, phase: int) -> bool:
        """Return whether it stands and works at the end of a phase."""
        is_there = stands_in(phase, since=self.phase, removed_in=self.removed_in)
        return is_there and self.status != "out of service"

    @property
    def paid_in(self) -> int:
        """Phase in which its price is paid: of its removal, if it goes."""
        return self.phase if self.removed_in is None else self.removed_in


@frozen
class PhaseResult:
    """Cameras, cost, covered demand and its bound at the end of a phase; phase 0 is today."""

    phase: int
    name: str
    cameras: int
    """Cameras in service at its end, existing included."""
    new_cameras: int
    """Cameras built in it."""
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
    honest: CrossFittedShare | None = None
    """Cross-fitted share; None where there are too few incidents to tell."""
    unpriced: int = 0
    """New cameras whose price is not wholly known: with any, `cost_czk` is a lower bound."""
    alone: float | None = None
    """Value and extra of the best plan found for this phase alone. [incidents/year]"""
    value_day: float | None = None
    """In a plan for day and night: what is covered by day, every incident once. [incidents/year]"""
    value_night: float | None = None
    """The same by night. [incidents/year]"""
    name_en: str = ""
    """Name in English; empty where the plan file gives none."""
    year: int | None = None
    """Year in which it is built, or begins to be; None if the plan file does not say."""
    last_year: int | None = None
    """Last year of a phase that takes several."""
    removed_cameras: int = 0
    """Standing cameras taken down in it."""

    def name_in(self, language: Language) -> str:
        """Return its name in a language, as far as the plan file has it."""
        return self.name_en if language == "en" and self.name_en else self.name

    @property
    def years(self) -> str:
        """Year or years in which it is built, such as `2027–2028`; empty if not known."""
        last = self.last_year if self.last_year != self.year else None
        return "–".join(str(year) for year in (self.year, last) if year is not None)

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
    """Demand of a district and what is covered of it; without a name: what lies in no district."""

    name: str
    expected: float
    """Demand in the district. [incidents/year]"""
    seen_today: float
    seen_at_target: float
    name_en: str = ""
    """Name in English; empty where the layer of districts has none."""

    def name_in(self, language: Language) -> str:
        """Return its name in a language, as far as the layer of districts has it."""
        return self.name_en if language == "en" and self.name_en else self.name


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
    count_as: Mapping[str, int] = field(factory=dict)
    """Model → as how many cameras one counts in phases and limits, where not as one."""
    repetitions: int = 0
    """Plans made again on other demand and heights, from which the cameras' shares are."""
    scenarios: tuple[Scenario, ...] = ()
    """This plan on other demand and heights, where that was asked for."""
    evaluated: Evaluated | None = None
    """That these cameras were given to be evaluated; None for cameras that were chosen. Bounds say
    nothing of them then: all of the demand stands there."""
    what_if: WhatIf | None = None
    """The question this plan answers; None for the plan of the case itself."""
    street_classes_m: Mapping[str, float] = field(factory=dict)
    """Without incidents: class of street or space → length that was planned for. [m]"""
    unpriced_carriers: tuple[str, ...] = ()
    """Carriers of new points whose price the plan file does not have."""
    azimuth_step_deg: float | None = None
    """Directions of new cameras are in steps of this; 0: all directions; None: not told. [°]"""
    night: NightFacts | None = None
    """When it is night and by what light one sees, in a plan for day and night; None in others."""
    privacy: PlanPrivacy | None = None
    """What of homes is in the picture; None where the plan file does not ask for it."""
    privacy_choice: PrivacyChoice | None = None
    """What price and limits of homes in view did to the choice; None where nothing is asked."""
    sensitivity: Sensitivity = field(factory=Sensitivity)
    """What may be swapped and what depends on what."""
    controller: Controller | None = None
    """Who decides about the recordings; None where the plan file does not say."""
    week: tuple[float, ...] = ()
    """Share of events in each hour of the week (168), Monday 0:00 first; empty where too few
    incidents tell their hour. [-]"""

    walks: tuple[PlannedWalk, ...] = field(factory=tuple, converter=tuple[PlannedWalk, ...])
    """Past the new cameras and past those of each phase, by district; none in a plan of old."""
    states: Mapping[str, int] = field(factory=dict)
    """State → how many cameras of the town's register are in it; empty where the case has none."""

    @property
    def synthetic(self) -> bool:
        """Whether any input is made up, which every page must say."""
        return "synthetic" in self.provenance.values()

    @property
    def unpriced_models(self) -> tuple[str, ...]:
        """Models of new cameras whose price the plan file does not have, in its order."""
        new = {camera.model for camera in self.cameras if camera.status == "new"}
        return tuple(m.name for m in self.models if m.name in new and not m.has_price)

    @property
    def districts_en(self) -> dict[str, str]:
        """English names of districts by their own, of those that have one."""
        return {each.name: each.name_en for each in self.districts if each.name_en}

    @property
    def final(self) -> PhaseResult:
        """The last phase: the target."""
        return self.phases[-1]

    def share_alike(self, phase: PhaseResult) -> float | None:
        """Return the share a phase covers if every recorded event counts once; None if it does."""
        if phase.value_alike is None or self.total_alike is None:
            return None
        return phase.value_alike / self.total_alike if self.total_alike else 0.0

    def shares_by_time(self, phase: PhaseResult) -> tuple[float, float] | None:
        """Return what a phase covers by day and by night, in parts of what is expected then."""
        night, by_day, by_night = self.night, phase.value_day, phase.value_night
        if night is None or by_day is None or by_night is None:
            return None
        return (
            by_day / night.expected_day if night.expected_day else 0.0,
            by_night / night.expected_night if night.expected_night else 0.0,
        )

    def counted(self, phase: int) -> int:
        """Return as how many cameras those that work at the end of a phase count."""
        return sum(self.count_as.get(camera.model, 1) for camera in self.standing(phase))

    def standing(self, phase: int) -> tuple[PlannedCamera, ...]:
        """Return the cameras that work at the end of a phase."""
        return tuple(camera for camera in self.cameras if camera.works_in(phase))

    def model(self, name: str) -> CameraModel:
        """Return a camera model by its name."""
        return next(model for model in self.models if model.name == name)

    def sees_whole_circle(self, camera: PlannedCamera) -> bool:
        """Return whether a camera sees all around: its model does and no wall is behind it."""
        return camera.facing_deg is None and self.model(camera.model).whole_circle

    def has_direction(self, camera: PlannedCamera) -> bool:
        """Return whether a camera looks one way: all do but those known to see the whole circle.

        On a wall such a camera looks away from it.
        """
        model = self.model(camera.model)
        if not self.sees_whole_circle(camera):
            return True
        return not camera.azimuth_assumed and (camera.kind_assumed or model.turning)


@frozen(eq=False)
class PlanContext:
    """A plan with the tables that columns look values up in, made once for all cameras."""

    plan: Plan
    view_areas_m2: Mapping[str, Mapping[str, float]] | None = None
    """Kind of view (continuous, reachable) → camera → its size; None where none is drawn. [m²]"""
    lost: Mapping[str, float] = field(init=False)
    """Camera → demand lost if it fails, where that was worked out. [incidents/year]"""

    numbers: Mapping[str, int] = field(init=False)
    """Camera → its number on map, paper and lists."""
    privacy: Mapping[str, CameraPrivacy] = field(init=False)
    """Camera in service → what of homes is in its picture, where that was worked out."""

    @privacy.default
    def _privacy(self) -> dict[str, CameraPrivacy]:
        figures = self.plan.privacy
        return {} if figures is None else {each.camera_id: each for each in figures.cameras}

    @numbers.default
    def _numbers(self) -> dict[str, int]:
        return numbers(self.plan.cameras)

    @lost.default
    def _lost(self) -> dict[str, float]:
        return {failure.camera_id: failure.lost for failure in self.plan.sensitivity.failures}

    def model(self, camera: PlannedCamera) -> CameraModel:
        """Return the model of a camera."""
        return self.plan.model(camera.model)
