"""The sections of a plan file, frozen. They follow the street from the inputs to the output.

The sentence under a field is its documentation: it appears in messages about the field and in the
README's table. Units are in the names; a number is written without its unit.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from placement.config.cameras import CameraSection, ViewshedSection
from placement.config.centre import CentreSection
from placement.config.controller import ControllerSection
from placement.config.demand import DemandSection, IncidentsSection, PlacesSection
from placement.config.feasibility import FeasibilitySection
from placement.config.night import NightSection
from placement.config.output import OutputSection
from placement.config.privacy import PrivacySection
from placement.config.rules import (
    FloorSection,
    LimitSection,
    NotBothSection,
    RequiredSection,
    Share,
    WhatIfSection,
)
from placement.config.section import Metres, Money, Name, Section, Short
from placement.config.source import SourceSection
from placement.config.study import StudySection
from placement.sites import Kind
from placement.texts import Language
from placement.visibility.obstacles.canopy import CROWN_BASE_M, CROWN_WIDTH_M
from placement.visibility.surface import Above


class CaseSection(Section):
    """What is planned."""

    name: Name
    """Name of the town as it appears on maps and lists."""
    crs: str = "EPSG:5514"
    """Working coordinate system: projected, in metres."""
    language: Language = "cs"
    """Language the map opens in."""


class StreetsSection(SourceSection):
    """Street axes."""

    classes: tuple[str, ...] = ()
    """Classes of streets that are used, such as footway and steps; all if not given."""


class BuildingsSection(SourceSection):
    """Building footprints, with heights or floors where known."""

    storey_height_m: Short = 3.0
    """Height of one floor where only floors are known. [m]"""
    default_height_m: Short = 6.0
    """Height where nothing is known. [m]"""


class MeasuredSection(SourceSection):
    """A raster of what stands on the ground."""

    above: Above = "sea"
    """What heights count from: sea, with buildings and trees; or ground, of buildings alone."""


class LeavesSection(SourceSection):
    """A raster of the heights of trees above the ground."""

    crown_base_m: Annotated[float, Field(ge=0, le=50)] = CROWN_BASE_M
    """Crowns begin this high, never above half a tree's height; one sees under them. [m]"""
    crown_width_m: Annotated[float, Field(ge=0.1, le=1000)] = CROWN_WIDTH_M
    """So many metres of leaves hide as much as one single tree. [m]"""


class CamerasSection(SourceSection):
    """Cameras that stand, or the town's register of all of them."""

    as_register: bool = False
    """Whether the list is the town's register: states and consents are checked, and cameras that
    stand, are decided or are given up are planned with as their state asks (`docs/register.md`).
    """


class BackdropSection(SourceSection):
    """A layer that is only drawn under the map."""

    kind: Literal["water", "woods", "park", "railway"]
    """How it is drawn."""


class NetworkSection(SourceSection):
    """A layer of power or fibre that is there: points, lines or areas."""

    kind: Literal["power", "fibre", "both"] | None = None
    """What a layer is that has no column of kinds: power, fibre or both."""


class InputsSection(Section):
    """The files of a case; only the streets are indispensable."""

    streets: StreetsSection
    """Street axes."""
    spaces: SourceSection | None = None
    """Squares, car parks and parks: polygons whose ground counts like that of streets."""
    buildings: BuildingsSection | None = None
    """Building footprints."""
    trees: SourceSection | None = None
    """Trees as points with height and crown radius."""
    terrain: SourceSection | None = None
    """Raster of the bare ground; without it that of the surface, else flat."""
    surface: MeasuredSection | None = None
    """Raster of the ground with buildings and trees, or of buildings above the ground."""
    canopy: LeavesSection | None = None
    """Raster of trees above the ground, which hide like single trees."""
    incidents: IncidentsSection | None = None
    """Recorded incidents; without them every metre of street counts the same."""
    more_incidents: tuple[IncidentsSection, ...] = ()
    """Further incidents beside them: exact data of the town, road accidents, fear of crime."""
    places: tuple[PlacesSection, ...] = ()
    """Schools, playgrounds, stops, car parks, underpasses, squares."""
    cameras: CamerasSection | None = None
    """Existing cameras, or the town's register."""
    addresses: SourceSection | None = None
    """Addresses with coordinates: the map finds houses by them, cameras are placed by them."""
    carriers: SourceSection | None = None
    """Lamp posts, tram poles, masts."""
    area: SourceSection | None = None
    """The part of the town that is planned; all streets without it."""
    districts: SourceSection | None = None
    """Districts, for figures by district."""
    no_mount: SourceSection | None = None
    """Zones where nothing may hang."""
    private: SourceSection | None = None
    """Private ground: gardens and yards as polygons; assumed around family houses without it."""
    networks: tuple[NetworkSection, ...] = ()
    """Power and fibre that are there, which new camera points are joined to along streets."""
    backdrop: tuple[BackdropSection, ...] = ()
    """Layers drawn under the map."""

    def sources(self) -> dict[str, SourceSection]:
        """Return the inputs that the plan file names, by key."""
        sources: dict[str, SourceSection] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SourceSection):
                sources[name] = value
        for name in ("more_incidents", "places", "networks", "backdrop"):
            sources |= {f"{name}.{i}": source for i, source in enumerate(getattr(self, name))}
        return sources


class SitesSection(Section):
    """Where a camera point could be built."""

    kinds: tuple[Kind, ...] = ("carriers", "crossings", "streets")
    """Which places are looked at: carriers, crossings, corners (of buildings), streets."""
    spacing_m: Metres = 40.0
    """Sites closer together than this are thinned; also the spacing along streets. [m]"""
    offset_m: Short = 4.0
    """New poles stand this far from the street's axis. [m]"""
    mount_height_m: Annotated[float, Field(ge=2, le=100)] = 5.0
    """Height of a camera where the carrier does not say its own. [m]"""
    cameras_per_point: Annotated[int, Field(ge=1, le=16)] = 2
    """At most so many cameras on one point."""
    azimuth_step_deg: Annotated[float, Field(ge=0.1, le=360)] = 30.0
    """Directions are tried in steps of this. [°]"""
    point_cost_czk: dict[str, Money] = Field(default_factory=dict)
    """Carrier → cost of a new point there without its cameras; `default` for the rest. [Kč]"""

    def has_point_price(self, carrier: str) -> bool:
        """Return whether the price of a new point on a carrier is known; 0 is one."""
        return not self.point_cost_czk.keys().isdisjoint((carrier, "default"))


class ExistingSection(Section):
    """What is assumed of cameras that stand already."""

    default_model: str | None = None
    """Model of a camera whose model is not known; the first one if not given."""
    unknown_azimuth: Literal["busiest", "none"] = "busiest"
    """A camera of unknown direction looks where most demand is (an assumption), or sees nothing."""
    near_m: Metres | None = None
    """So near to one standing camera there may be few new ones: at most `near_at_most`. [m]"""
    near_at_most: Annotated[int, Field(ge=0, le=1000)] = 1
    """At most so many new cameras near one that stands, those of `near_unless_share` aside."""
    near_unless_share: Share | None = None
    """Not counted there: who alone adds at least this share of all demand to today's view. [-]"""
    replace: bool | tuple[Name, ...] = False
    """Which of them the plan may take down, with a new one there or without: all, or these ids."""
    replace_from: Annotated[int, Field(ge=1, le=100)] = 1
    """The first phase in which they may be taken down."""
    removal_czk: Money | None = None
    """Price of taking one down, out of the phase's budget; needed with `replace`. [Kč]"""

    given_up_m: Annotated[float, Field(ge=0, le=1000)] = 1.0
    """So near to a camera that the register gives up no new point is built. [m]"""

    def may_replace_in(self, phase: int) -> bool:
        """Return whether a standing camera may be gone at the end of a phase."""
        return bool(self.replace) and phase >= self.replace_from


Year = Annotated[int, Field(ge=1990, le=2200)]


class PhaseSection(Section):
    """A step of the growth."""

    name: Name
    """Name as the council uses it."""
    name_en: Name | None = None
    """Name in English maps and messages; the other one if not given."""
    year: Year | None = None
    """Year in which it is built, or begins to be; nothing is said of it if not given."""
    last_year: Year | None = None
    """Last year of a phase that takes several."""
    cameras: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """Cameras in service at its end, existing ones included."""
    budget_czk: Money | None = None
    """Money for this phase's new cameras and points. [Kč]"""

    @model_validator(mode="after")
    def _some_limit(self) -> Self:
        if self.cameras is None and self.budget_czk is None:
            raise ValueError("phase_without_limit")
        return self

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        if self.last_year is not None and (self.year is None or self.last_year < self.year):
            raise ValueError("phase_years")
        return self


class OptimiseSection(Section):
    """How long and how exactly to search."""

    gap: Annotated[float, Field(ge=0, lt=1)] = 0.001
    """Stop when the plan is this close to the best possible. [-]"""
    time_limit_s: Annotated[float, Field(gt=0, le=86_400)] = 60.0
    """Stop searching after this long at the latest; the honest share gets as long again. [s]"""
    priority: Literal["target", "early", "joint"] = "target"
    """What matters more: the last phase (target), the first (early), or all together (joint)."""
    phase_weights: tuple[Annotated[float, Field(ge=0, le=1e6)], ...] | None = None
    """With joint: what each phase's value counts; all alike if not given. [-]"""
    exact_azimuth: bool = False
    """Whether to try all directions, not only those in steps of `sites.azimuth_step_deg`."""
    other_plans: Annotated[int, Field(ge=0, le=9)] = 0
    """How many other plans at most 1 % worse that differ most to look for. [-]"""
    curve: bool = False
    """Whether to work out what any number of cameras from today's to 100 or the target gives."""
    seed: Annotated[int, Field(ge=0, le=2**31)] = 0
    """Seed of every random choice."""
    floor_share: Share | None = None
    """At least this share of every district's demand is covered by the last phase. [-]"""
    apart_m: Metres | None = None
    """New points are at least this far from each other. [m]"""
    backup_share: Share | None = None
    """What a second camera's view of a place is worth, in parts of the first one's. [-]"""
    reachable_share: Annotated[float, Field(gt=0, lt=1)] | None = None
    """What a place is worth that a turning camera could be turned to, not always seen. [-]"""


class PlanConfig(Section):
    """The whole plan file."""

    case: CaseSection
    """What is planned."""
    inputs: InputsSection
    """The files of the case."""
    demand: DemandSection = DemandSection()
    """How incidents become demand."""
    sites: SitesSection = SitesSection()
    """Where a point could be built."""
    existing: ExistingSection = ExistingSection()
    """What is assumed of existing cameras."""
    camera_models: Annotated[tuple[CameraSection, ...], Field(min_length=1, max_length=500)]
    """Models of cameras."""
    viewshed: ViewshedSection = ViewshedSection()
    """What counts as seen."""
    night: NightSection | None = None
    """A plan for day and night together; by day alone, or as `viewshed.time` says, without it."""
    privacy: PrivacySection | None = None
    """What of people's homes is in the picture; not worked out without it."""
    phases: Annotated[tuple[PhaseSection, ...], Field(min_length=1, max_length=100)]
    """Steps of the growth, in order."""
    optimise: OptimiseSection = OptimiseSection()
    """How long and how exactly to search."""
    floors: tuple[FloorSection, ...] | None = None
    """Districts with a share of their own, instead of `optimise.floor_share`."""
    limits: Annotated[tuple[LimitSection, ...], Field(max_length=1000)] | None = None
    """The most and the least of cameras, crowns or homes in view: by model, kind, district …"""
    required: tuple[RequiredSection, ...] | None = None
    """Places that some camera is to see by the last phase."""
    not_both: tuple[NotBothSection, ...] | None = None
    """Pairs of points of which not both may get new cameras."""
    what_if: WhatIfSection | None = None
    """A what-if question: cameras fixed, forbidden or moved, other values, other money."""
    study: StudySection | None = None
    """On what other inputs plans are made again to see how sure this one is."""
    centre: CentreSection | None = None
    """What a town knows of its operations centre, for `placement centre`; changes no plan."""
    feasibility: FeasibilitySection | None = None
    """Variants that `placement study` sets beside the plan; changes no plan."""
    controller: ControllerSection | None = None
    """Who decides about the recordings, and how long they are kept; it is published."""
    output: OutputSection = OutputSection()
    """What is written."""
