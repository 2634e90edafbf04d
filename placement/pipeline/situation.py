"""`Situation`: all that is known before the choice, from the surface to the coverage."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
from attrs import evolve, field, frozen

from placement import sites as places
from placement.cameras.model import CameraModel
from placement.cameras.projection import DetailLevel, detail_levels
from placement.config import PlanConfig
from placement.crs import systems
from placement.demand import Demand
from placement.errors import InfeasibleError, Problem
from placement.pipeline import existing_cameras, size
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.demand_points import demand_of
from placement.pipeline.existing_cameras import Standing
from placement.pipeline.progress import Progress, silent
from placement.pipeline.surface import surface_of
from placement.pipeline.what_if_inputs import supposed
from placement.sites import Sites
from placement.units import Floats, Integers
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.sights import (
    Candidates,
    Sights,
    Targets,
    coverage_matrix,
    exact_poses,
    poses,
    sights,
)
from placement.visibility.surface import Surface

WALL_STAND_OFF_M = 0.5
"""A camera on a façade hangs this far before the wall. [m]"""


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
    standing: Standing
    """Cameras that exist, in service or not."""
    sites: Sites
    """Existing points first, in the order of `standing.points`."""
    targets: Targets
    sights: Sights
    candidates: Candidates
    coverage: CoverageMatrix
    site_cost_czk: Floats = field()
    """(S,) cost of a new point on each site; 0 where one exists. [Kč]"""
    assumptions: tuple[str, ...] = ()
    """Keys below `assumption.` in the catalogues."""
    in_steps: int | None = None
    """So many candidates, the first ones, look in steps; the rest stand for all directions."""
    given: Inputs | None = None
    """The inputs as read, where a what-if question changed existing cameras."""

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
        return {name: source.provenance for name, source in self.config.inputs.given().items()}

    @property
    def credits(self) -> dict[str, str]:
        """Who is to be named for each input, by the input's key in the plan file."""
        return {name: source.credit for name, source in self.config.inputs.given().items()}

    @property
    def synthetic(self) -> bool:
        """Whether any input is made up."""
        return "synthetic" in self.provenance.values()

    @property
    def required_density_px_m(self) -> float:
        """Pixel density at which a demand point counts as covered. [px/m]"""
        return self.config.viewshed.required_density_px_m

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
        return range(int(self.standing.in_service.sum()))

    @property
    def point(self) -> Integers:
        """(S,) the first site of the point each site is at: lenses of one point may be several."""
        point = np.arange(len(self.sites))
        first: dict[str, int] = {}
        for site, name in enumerate(self.standing.points.ids):
            point[site] = first.setdefault(str(name), site)
        return point

    def with_demand_weight(self, weight: Floats) -> "Situation":
        """Return the same situation with other weights of its demand points (I,).

        What is covered stays, and so does the azimuth that was found for cameras of unknown
        direction by the demand of this situation.
        """
        demand = self.demand
        return evolve(
            self,
            demand=evolve(demand, weight=weight, lixels=demand.lixels.assign(expected=weight)),
            targets=evolve(self.targets, weight=weight),
            coverage=evolve(self.coverage, weight=weight),
        )


def prepare(
    config: PlanConfig,
    inputs: Inputs,
    *,
    progress: Progress = silent,
) -> Situation:
    """Return the situation of a case: all that is known before the choice.

    Raises
    ------
    InputError
        If the inputs do not fit together (no street in the area, no incident near a street …).
    InfeasibleError
        If there is no site where a camera could hang.
    """
    given, inputs = inputs, supposed(config, inputs)
    progress.stage("demand")
    demand, assumptions = demand_of(config, inputs)
    progress.stage("surface")
    ground = surface_of(config, inputs)
    progress.stage("sites")
    middle = inputs.area.centroid
    models = models_at(config, x_m=middle.x, y_m=middle.y, crs=inputs.grid.crs)
    today = existing_cameras.cameras(config, inputs)
    sites = _sites(config, inputs, today)
    size.refuse_many_candidates(config, sites=len(sites))
    progress.stage("visibility")
    look_at = config.viewshed
    targets = Targets(
        demand.x_m,
        demand.y_m,
        demand.weight,
        look_at.target_height_m,
        demand.density_px_m,
        look_at.person,
    )
    reach_m = max(model.range_m for model in models)
    size.refuse_many_pairs(sites, targets, range_m=reach_m)
    seen = sights(ground, sites, targets, range_m=reach_m)
    progress.stage("coverage")
    asked = config.viewshed.required_density_px_m
    today = existing_cameras.aimed(
        today, seen, targets, config=config, models=models, required_density_px_m=asked
    )
    new, in_steps = _to_buy(config, len(sites), seen=seen, targets=targets, models=models)
    candidates = existing_cameras.together(today.candidates(), new)
    coverage = coverage_matrix(
        candidates, seen, targets, models=models, required_density_px_m=asked
    )
    useful = np.diff(coverage.covers.indptr) > 0
    useful[: int(today.in_service.sum())] = True
    return Situation(
        config=config,
        inputs=inputs,
        surface=ground,
        demand=demand,
        models=models,
        standing=today,
        sites=sites,
        targets=targets,
        sights=seen,
        candidates=candidates.take(useful),
        coverage=CoverageMatrix(coverage.covers[useful], demand.weight),
        site_cost_czk=_site_cost(config, sites, len(today.points)),
        assumptions=(*assumptions, *_assumptions(config, inputs, today)),
        in_steps=int(useful[: int(today.in_service.sum()) + in_steps].sum()),
        given=None if given is inputs else given,
    )


def models_at(config: PlanConfig, *, x_m: float, y_m: float, crs: str) -> tuple[CameraModel, ...]:
    """Return the camera models as they see at the time asked, lanes counted from grid north.

    Grid north is that of the place given, in the working system. [m]
    """
    found = []
    for camera in config.camera_models:
        model = camera.model()
        if config.viewshed.time == "night":
            model = model.by_night()
        if model.lane_azimuth_deg is not None:
            lane = systems.grid_azimuth_deg([model.lane_azimuth_deg], [x_m], [y_m], crs=crs)
            model = evolve(model, lane_azimuth_deg=float(lane[0]))
        found.append(model)
    return tuple(found)


def _sites(config: PlanConfig, inputs: Inputs, today: Standing) -> Sites:
    asked = config.sites
    size.refuse_many_places(config, length_m=float(inputs.streets.length.sum()))
    made: dict[str, Callable[[], Sites | None]] = {
        "carriers": lambda: _on_carriers(config, inputs.carriers),
        "crossings": lambda: places.at_crossings(
            inputs.streets, offset_m=asked.offset_m, height_m=asked.mount_height_m
        ),
        "corners": lambda: _on_corners(config, inputs),
        "streets": lambda: places.along_streets(
            inputs.streets,
            spacing_m=asked.spacing_m,
            offset_m=asked.offset_m,
            height_m=asked.mount_height_m,
        ),
    }
    parts = [part for kind in made if kind in asked.kinds and (part := made[kind]()) is not None]
    if parts:
        new = places.together(parts)
        allowed = places.usable(
            new, area=inputs.area, buildings=inputs.buildings, no_mount=inputs.no_mount
        )
        parts = [new.take(np.flatnonzero(allowed))]
    sites = places.together([today.points, *parts])
    if not len(sites):
        raise InfeasibleError(Problem("no_sites", column="sites"))
    return places.thinned(sites, spacing_m=asked.spacing_m, keep=len(today.points))


def _on_carriers(config: PlanConfig, carriers: gpd.GeoDataFrame | None) -> Sites | None:
    if carriers is None:
        return None
    return places.at_points(
        carriers,
        id_column="carrier_id",
        carrier=None,
        default_height_m=config.sites.mount_height_m,
    )


def _on_corners(config: PlanConfig, inputs: Inputs) -> Sites | None:
    if inputs.buildings is None:
        return None
    return places.on_corners(
        inputs.buildings,
        streets=inputs.streets,
        street_within_m=config.sites.spacing_m / 2,
        stand_off_m=WALL_STAND_OFF_M,
        height_m=config.sites.mount_height_m,
    )


def _to_buy(
    config: PlanConfig,
    site_count: int,
    *,
    seen: Sights,
    targets: Targets,
    models: tuple[CameraModel, ...],
) -> tuple[Candidates, int]:
    """Return every model that may be bought, in every pose, at every site; and how many in steps.

    Poses in steps come first, then, where asked for, those that stand for all directions.
    """
    bought = np.flatnonzero([camera.buy for camera in config.camera_models])
    chosen = [models[number] for number in bought]
    new = poses(site_count, chosen, azimuth_step_deg=config.sites.azimuth_step_deg)
    in_steps = len(new)
    if config.optimise.exact_azimuth:
        exact = exact_poses(
            seen,
            targets,
            models=chosen,
            required_density_px_m=config.viewshed.required_density_px_m,
        )
        new = existing_cameras.together(new, exact)
    return evolve(new, model=bought[new.model]), in_steps


def _site_cost(config: PlanConfig, sites: Sites, existing_points: int) -> Floats:
    prices = config.sites.point_cost_czk
    default = prices.get("default", 0.0)
    cost = np.array([prices.get(str(carrier), default) for carrier in sites.carrier])
    cost[:existing_points] = 0.0
    return cost


def _obstacles(inputs: Inputs) -> list[str]:
    """Return what is assumed of houses: that there are none, or how high they are."""
    if inputs.buildings is None and inputs.surface is None:
        others = (inputs.terrain, inputs.trees, inputs.canopy)
        return ["no_obstacles" if all(each is None for each in others) else "no_buildings"]
    if inputs.buildings is None or not (inputs.buildings["height_source"] == "default").any():
        return []
    return ["default_heights" if inputs.surface is None else "default_heights_measured"]


def _assumptions(config: PlanConfig, inputs: Inputs, today: Standing) -> list[str]:
    found = []
    measured = config.inputs.surface
    if inputs.terrain is None:
        from_sea = measured is not None and measured.above == "sea"
        found.append("ground_of_surface" if from_sea else "flat")
    found.extend(_obstacles(inputs))
    if inputs.trees is not None or inputs.canopy is not None:
        found.append(f"trees_{config.viewshed.season.replace('-', '_')}")
    if today.azimuth_assumed.any():
        found.append("azimuths")
    if any(config.sites.point_cost_czk.values()) or any(m.cost_czk for m in config.camera_models):
        found.append("prices")
    return found
