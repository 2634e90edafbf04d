"""`Situation`: all that is known before the choice, from the surface to the coverage."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
from attrs import evolve, field, frozen

from placement.cameras.model import CameraModel
from placement.cameras.projection import DetailLevel, detail_levels
from placement.config.sections import PlanConfig
from placement.demand.demand import Demand
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.existing_cameras import ExistingCameras
from placement.pipeline.night_view import NightView
from placement.sites import Sites
from placement.units import Booleans, Floats, Integers
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.observation import Target
from placement.visibility.sights import Candidates, Sights, Targets
from placement.visibility.surface import Surface

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.masks.of_camera import CameraMasks
    from placement.privacy.exposure import Exposure, Views

FindMasks = Callable[["Situation", Sequence[int]], Mapping[int, "CameraMasks"]]
"""Situation and candidates → the masks of each."""
DRAWN_PX_M = (20.0, 250.0)
"""Detail levels within this range of density are drawn unless the plan file names others. [px/m]"""


@frozen
class RobustnessSettings:
    """How many times, and on what other inputs, a plan is made again."""

    bootstraps: int
    """Samples of the incidents. [-]"""
    towns: int
    """Towns of other heights, and as many of other mounting heights. [-]"""
    building_error_m: float
    """Standard deviation of the height of each house. [m]"""
    terrain_error_m: float
    """Standard deviation of the ground with all on it, alike within about 30 m. [m]"""
    mount_error_m: float
    """Standard deviation of the height of each camera. [m]"""


@frozen(eq=False)
class Situation:
    """What the choice is made from; candidates 0 to E-1 are the cameras in service today."""

    config: PlanConfig
    inputs: Inputs
    surface: Surface
    demand: Demand
    """Only what lies in the planned area; its lixels also carry `district`."""
    models: tuple[CameraModel, ...]
    existing_cameras: ExistingCameras
    """Cameras that exist, in service or not."""
    sites: Sites
    """Existing points first, in the order of `existing_cameras.points`."""
    targets: Targets
    sights: Sights
    candidates: Candidates
    coverage: CoverageMatrix
    """Its columns are the demand points; with `night` those by day, then the same by night."""
    site_cost_czk: Floats = field()
    """(S,) cost of a new point on each site; 0 where one exists. [Kč]"""
    assumptions: tuple[str, ...] = ()
    """Keys below `assumption.` in the catalogues."""
    stepped_candidates: int | None = None
    """So many candidates, the first ones, look in steps; the rest stand for all directions."""
    night: NightView | None = None
    """By what light one sees in a plan for day and night; None in any other."""
    views_of_homes: "Callable[[Situation], Views | None] | None" = None
    """What finds homes in the picture of candidates: a `home_exposure.HomeFinder`, or nothing."""
    hosts: Mapping[int, int] = field(factory=dict)
    """Site of a camera asked for at another site's point → that site."""
    find_masks: "FindMasks | None" = None
    """What finds masks of candidates: `device_masks.find_masks`, or nothing."""
    masks: Mapping[int, "CameraMasks"] = field(factory=dict)
    """Candidate → its masks, as its device offers them; `coverage` is then with them."""
    decided_cameras: ExistingCameras | None = None
    """Cameras that the town's register has decided on, which every plan has; None without any."""
    lost_to_masks: Mapping[int, Integers] = field(factory=dict)
    """Candidate with masks → the columns of the coverage that it would have without any."""

    @cached_property
    def exposure(self) -> "Exposure | None":
        """What of homes each candidate has in its picture; None where the plan file does not ask.

        Worked out when it is first asked for: a plan without a price or limit of it never asks.
        """
        views = None if self.views_of_homes is None else self.views_of_homes(self)
        return None if views is None else views.exposure()

    @property
    def case(self) -> str:
        """Name of the case."""
        return self.config.case.name

    @property
    def seed(self) -> int:
        """Seed of every random choice."""
        return self.config.optimise.seed

    @property
    def provenance(self) -> dict[str, str]:
        """Where the data of each input come from, by the input's key in the plan file."""
        return {name: source.provenance for name, source in self.config.inputs.sources().items()}

    @property
    def credits(self) -> dict[str, str]:
        """Who is to be named for each input, by the input's key in the plan file."""
        return {name: source.credit for name, source in self.config.inputs.sources().items()}

    @property
    def synthetic(self) -> bool:
        """Whether any input is made up."""
        return "synthetic" in self.provenance.values()

    @property
    def unpriced_models(self) -> tuple[str, ...]:
        """Models that may be bought and whose price the plan file does not have, in its order."""
        return tuple(m.name for m in self.config.camera_models if m.buy and not m.cost_czk)

    @property
    def unpriced_carriers(self) -> tuple[str, ...]:
        """Carriers of all possible new points whose price the plan file does not have."""
        return self.unpriced_carriers_of(range(len(self.sites)))

    def unpriced_carriers_of(self, sites: Iterable[int]) -> tuple[str, ...]:
        """Return the carriers of the new points among sites that have no price."""
        first_new = len(self.existing_cameras.points)
        carriers = {str(self.sites.carrier[site]) for site in sites if site >= first_new}
        has_price = self.config.sites.has_point_price
        return tuple(sorted(name for name in carriers if not has_price(name)))

    @property
    def required_density_px_m(self) -> float:
        """Pixel density at which a demand point counts as covered. [px/m]"""
        return self.config.viewshed.required_density_px_m

    @property
    def required_level(self) -> tuple[str, float]:
        """Name and pixel density of the level at which a demand point counts as covered. [px/m]"""
        return self.config.viewshed.detail_level, self.required_density_px_m

    @property
    def target(self) -> Target:
        """What must be visible of whoever stands at a place."""
        viewshed = self.config.viewshed
        return Target(height_m=viewshed.target_height_m, person=viewshed.person)

    @property
    def snap_distance_m(self) -> float:
        """Incidents farther than this from every street are left out. [m]"""
        return self.config.demand.snap_m

    @property
    def detail_levels(self) -> tuple[DetailLevel, ...]:
        """Detail levels of the plan file's edition of EN 62676-4, coarsest first."""
        return detail_levels(self.config.viewshed.edition)

    @property
    def drawn_levels(self) -> tuple[DetailLevel, ...]:
        """Detail levels whose views are drawn: those the plan file names, else the usual ones."""
        names, (lowest_px_m, highest_px_m) = self.config.output.views, DRAWN_PX_M
        return tuple(
            level
            for level in self.detail_levels
            if (level.name in names if names else lowest_px_m <= level.density_px_m <= highest_px_m)
        )

    @property
    def robustness(self) -> RobustnessSettings | None:
        """On what other inputs the plan is to be made again; None: on none."""
        study = self.config.study
        if study is None or not study.some:
            return None
        return RobustnessSettings(
            bootstraps=study.bootstraps,
            towns=study.towns,
            building_error_m=study.building_error_m,
            terrain_error_m=study.terrain_error_m,
            mount_error_m=study.mount_error_m,
        )

    @property
    def existing(self) -> range:
        """Candidates that are today's cameras in service."""
        return range(int(self.existing_cameras.in_service.sum()))

    @property
    def decided(self) -> range:
        """Candidates that the town's register has decided on: the first ones that are new."""
        cameras, first = self.decided_cameras, len(self.existing)
        return range(first, first + (0 if cameras is None else len(cameras.table)))

    @property
    def removable_ids(self) -> frozenset[str]:
        """Identifiers of the cameras in service that the plan file lets go."""
        allowed, ids = self.config.existing.replace, self.existing_cameras.table["camera_id"]
        in_service = frozenset(str(ids.iloc[candidate]) for candidate in self.existing)
        if isinstance(allowed, bool):
            return in_service if allowed else frozenset()
        return in_service.intersection(allowed)

    @property
    def point(self) -> Integers:
        """(S,) the first site of the point each site is at: lenses of one point may be several."""
        point = np.arange(len(self.sites))
        first: dict[str, int] = {}
        for site, name in enumerate(self.existing_cameras.points.ids):
            point[site] = first.setdefault(str(name), site)
        for site, host in self.hosts.items():
            point[site] = point[host]
        return point

    def sites_named(self, name: str) -> Integers:
        """Return the sites that have an id, normally one or none."""
        return np.flatnonzero(np.asarray(self.sites.ids, dtype=str) == name)

    def with_demand_weight(self, weight: Floats) -> Self:
        """Return the same situation with other weights of the columns of its coverage.

        What is covered stays, and so does the azimuth that was found for cameras of unknown
        direction by the demand of this situation.
        """
        demand, night = self.demand, self.night
        of_point = weight if night is None else np.add(*np.split(weight, 2))
        return evolve(
            self,
            demand=evolve(demand, weight=of_point, lixels=demand.lixels.assign(expected=of_point)),
            targets=evolve(self.targets, weight=of_point),
            coverage=evolve(self.coverage, weight=weight),
            night=None if night is None else evolve(night, weight=weight),
        )

    @property
    def unweighted(self) -> Floats | None:
        """Weight of each column of the coverage if every recorded event counted once, or None."""
        whole, by_night = self.demand.unweighted, self.demand.unweighted_night
        if self.night is None or whole is None or by_night is None:
            return whole
        return np.concatenate([whole - by_night, by_night])

    def columns(self, points: Integers) -> Integers:
        """Return the columns of the coverage that some demand points have."""
        if self.night is None:
            return points
        return np.concatenate([points, points + len(self.demand.ids)])

    def part_covered(self, covered: Booleans) -> Floats:
        """Return the part (I,) of each demand point's weight in some columns of the coverage."""
        return covered.astype(np.float64) if self.night is None else self.night.part(covered)
