"""What given cameras are worth on a case, described as a plan is: nothing is chosen.

The cameras stand, or are proposed in phases. What is assumed of them is as in a plan. What share
they may claim is in `claims`.
"""

from collections.abc import Callable, Iterable, Sequence

import geopandas as gpd
import numpy as np
from attrs import evolve, frozen

from placement.config.sections import PlanConfig
from placement.demand.demand import Demand
from placement.optimise import Program, build_order
from placement.pipeline import claims, equipment, existing_cameras
from placement.pipeline.alternatives import failures_of, hardly_needed
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.claims import Claims
from placement.pipeline.coverage_by_time import coverage_by_time
from placement.pipeline.demand_points import demand_of
from placement.pipeline.description import ChosenCandidate, describe, standing_in
from placement.pipeline.existing_cameras import ExistingCameras
from placement.pipeline.home_exposure import HomeFinder
from placement.pipeline.masked_coverage import with_device_masks
from placement.pipeline.masked_sights import masked_sights
from placement.pipeline.night_demand import night_view, weighed
from placement.pipeline.night_view import NightView
from placement.pipeline.phase_figures import phase_result, priced, removed
from placement.pipeline.plan_privacy import with_privacy
from placement.pipeline.preparation import assumptions_of, site_cost_czk
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import FindMasks, Situation
from placement.pipeline.surface import surface_of
from placement.plan import TODAY, PhaseResult, Plan
from placement.plan.alternatives import Sensitivity
from placement.plan.evaluated import Evaluated
from placement.units import Integers
from placement.visibility.observation import Target
from placement.visibility.sights import Targets
from placement.visibility.surface import Surface

FIRST = 1
"""Phase of a proposed camera whose list names none."""


@frozen(eq=False)
class GivenCameras:
    """The cameras of a list: those that stand, and those proposed, in the order of building."""

    standing: gpd.GeoDataFrame
    proposed: gpd.GeoDataFrame
    """With its `phase`."""

    @classmethod
    def of(cls, table: gpd.GeoDataFrame) -> "GivenCameras":
        """Return the cameras of a list; proposed ones by phase, then by rank, then as listed."""
        is_proposed = np.asarray(table["proposed"], dtype=np.bool_)
        proposed = table[is_proposed]
        phase = proposed["phase"].where(proposed["phase"] >= FIRST, FIRST)
        proposed = proposed.assign(phase=phase.fillna(FIRST).astype("int64"))
        return cls(
            table[~is_proposed].reset_index(drop=True),
            proposed.sort_values(["phase", "rank"], kind="stable").reset_index(drop=True),
        )

    @property
    def phase(self) -> Integers:
        """(N,) phases of the proposed ones."""
        return np.asarray(self.proposed["phase"], dtype=np.int64)

    @property
    def phases(self) -> int:
        """The last phase in which one is built or taken down; 0 if nothing is proposed."""
        return max([int(self.phase.max(initial=TODAY)), *self.removals.values()])

    @property
    def removals(self) -> dict[str, int]:
        """Standing camera → the phase in which it is taken down."""
        leaving = self.standing[self.standing["removed_in"].notna()]
        return {
            str(name): int(n)
            for name, n in zip(leaving["camera_id"], leaving["removed_in"], strict=True)
        }


def evaluate(
    config: PlanConfig,
    inputs: Inputs,
    given_cameras: gpd.GeoDataFrame,
    *,
    file: str,
    situation: Callable[[], Situation],
    find_masks: FindMasks | None = None,
    progress: Progress = silent,
) -> tuple[Plan, Situation]:
    """Return given cameras described as a plan, and the situation they are in.

    Parameters
    ----------
    config, inputs
        Of the case.
    given_cameras
        As `read_given_cameras` returns them.
    file
        Name of their list.
    situation
        Prepares the situation in which the case is planned; called only if the claim of the
        cameras asks for plans on parts of the incidents.
    find_masks
        As in `Situation`.
    progress
        Hears of each stage.

    Raises
    ------
    ConfigError
        If the plan file is for day and night.
    InputError
        If the inputs do not fit together, or a camera cannot be used.
    """
    cameras = GivenCameras.of(given_cameras)
    planned = claims.planned_situation(cameras.standing, given_cameras, config, inputs, situation)
    if planned is None:
        progress.stage("demand")
        demand, of_demand = demand_of(config, inputs)
        demand = weighed(config, demand)
        night = night_view(config, inputs, demand)
        progress.stage("surface")
        surface, of_demand = surface_of(config, inputs), tuple(of_demand)
    else:
        demand, surface, of_demand = planned.demand, planned.surface, ()
        night = planned.night
    progress.stage("visibility")
    if not claims.same_cameras(cameras.standing, config, inputs):
        inputs = evolve(inputs, cameras=cameras.standing)
    here, proposed = _situation(
        config, inputs, cameras, demand=demand, surface=surface, night=night, find_masks=find_masks
    )
    assumed = (*of_demand, *assumptions_of(config, inputs, here.existing_cameras, night))
    here = evolve(here, assumptions=assumed if planned is None else planned.assumptions)
    progress.stage("describe")
    choices = _choices(here, cameras)
    plan = describe(here, choices, _phases(here, cameras, choices))
    plan = _with_own_names(plan, cameras, proposed, order=_order(choices, here))
    plan = with_privacy(plan, here, choices)
    progress.stage("honest")
    claim = claims.claims_of(here, choices, plan, cameras.proposed, planned)
    plan = evolve(
        plan,
        phases=_claiming(plan.phases, claim, config),
        evaluated=Evaluated(file, claim.basis),
        azimuth_step_deg=None,
        sensitivity=_sensitivity(here, choices, plan),
    )
    return plan, here


def _situation(
    config: PlanConfig,
    inputs: Inputs,
    cameras: GivenCameras,
    *,
    demand: Demand,
    surface: Surface,
    night: NightView | None,
    find_masks: FindMasks | None,
) -> tuple[Situation, ExistingCameras]:
    """Return the situation of the given cameras, which alone are candidates; and those proposed."""
    middle = inputs.area.centroid
    models = equipment.models_at(config, x_m=middle.x, y_m=middle.y, crs=inputs.grid.crs)
    today = existing_cameras.existing_cameras_of(config, inputs)
    proposed = existing_cameras.existing_cameras_of(
        config, evolve(inputs, cameras=cameras.proposed)
    )
    sites, place = existing_cameras.join_points(today.points, proposed, cameras.proposed)
    proposed = evolve(proposed, point=place[proposed.point])
    viewed = config.viewshed
    targets = Targets(
        demand.x_m,
        demand.y_m,
        demand.weight,
        Target(height_m=viewed.target_height_m, person=viewed.person),
        demand.density_px_m,
    )
    free = masked_sights(
        config, inputs, surface, sites, targets, range_m=max(model.range_m for model in models)
    )
    density_px_m = viewed.required_density_px_m
    today, proposed = (
        existing_cameras.with_azimuths(
            some, free, targets, config=config, models=models, required_density_px_m=density_px_m
        )
        for some in (today, proposed)
    )
    candidates = existing_cameras.join(today.candidates(), proposed.candidates())
    coverage = coverage_by_time(
        candidates, free, targets, models=models, required_density_px_m=density_px_m, night=night
    )
    situation = Situation(
        config=config,
        inputs=inputs,
        surface=surface,
        demand=demand,
        models=models,
        existing_cameras=today,
        sites=sites,
        targets=targets,
        sights=free,
        candidates=candidates,
        coverage=coverage,
        site_cost_czk=site_cost_czk(config, sites, len(today.points)),
        night=night,
        views_of_homes=HomeFinder(),
        find_masks=find_masks,
    )
    return with_device_masks(situation, range(len(candidates))), proposed


def _choices(here: Situation, cameras: GivenCameras) -> list[ChosenCandidate]:
    """Return the given cameras in the order of building, with their prices.

    Without ranks in the list those of a phase are in the order of what they add.
    """
    standing, phase = list(here.existing), cameras.phase
    choices = _standing(here, cameras)
    candidates = len(standing) + np.arange(phase.size)
    ranks = cameras.proposed["rank"]
    if ranks.isna().any() or ranks.duplicated().any():
        candidates = _by_gain(here, candidates, phase, choices)
    point = here.point[here.candidates.site]
    names = [str(here.sites.ids[site]) for site in here.candidates.site]
    open_points = {names[candidate] for candidate in standing}
    open_points |= {str(name) for name in here.existing_cameras.points.ids}
    for candidate in candidates.tolist():
        opens = names[candidate] not in open_points and point[candidate] not in point[standing]
        number = int(phase[candidate - len(standing)])
        choices.append(priced(here, candidate, number, opens_point=opens))
        open_points.add(names[candidate])
    return choices


def _standing(here: Situation, cameras: GivenCameras) -> list[ChosenCandidate]:
    """Return the cameras that stand today, with when they are taken down."""
    removals, ids = cameras.removals, here.existing_cameras.table["camera_id"]
    phases = [removals.get(str(ids.iloc[candidate])) for candidate in here.existing]
    return [
        ChosenCandidate(candidate, TODAY, 0.0) if phase is None else removed(here, candidate, phase)
        for candidate, phase in zip(here.existing, phases, strict=True)
    ]


def _by_gain(
    here: Situation, candidates: Integers, phase: Integers, today: Sequence[ChosenCandidate]
) -> Integers:
    """Return the candidates phase by phase, each time the one that adds the most."""
    order = list[int]()
    for number in sorted(set(phase.tolist())):
        of_phase = candidates[phase == number].tolist()
        built = {*standing_in(today, number), *order}
        order += build_order(_program(here, built), [*built, *of_phase]).candidates
    return np.array(order, dtype=np.int64)


def _phases(
    here: Situation, cameras: GivenCameras, choices: Sequence[ChosenCandidate]
) -> tuple[PhaseResult, ...]:
    """Return the figures of today and of each phase; no bound is known but all of the demand."""
    phases = here.config.phases
    results = []
    for number in range(cameras.phases + 1):
        name = phases[number - 1].name if 0 < number <= len(phases) else str(number or "")
        results.append(
            phase_result(here, choices, number, name=name, budget_czk=None, bound=here.demand.total)
        )
    return tuple(results)


def _order(choices: Sequence[ChosenCandidate], here: Situation) -> list[int]:
    """Return the rows of the proposed cameras in the order of building."""
    first = len(here.existing)
    return [choice.candidate - first for choice in choices if choice.phase > TODAY]


def _with_own_names(
    plan: Plan, cameras: GivenCameras, proposed: ExistingCameras, *, order: Sequence[int]
) -> Plan:
    """Return the plan with identifiers, names and sources as the list has them."""
    new = [camera for camera in plan.cameras if camera.phase > TODAY]
    renamed = {}
    for camera, row in zip(new, order, strict=True):
        list_row = cameras.proposed.iloc[row]
        renamed[camera.camera_id] = evolve(
            camera,
            camera_id=str(list_row["camera_id"]),
            name=str(list_row["name"]) or camera.name,
            provenance=str(list_row["provenance"]),
            **proposed.of_source(row),
        )
    own = tuple(renamed.get(camera.camera_id, camera) for camera in plan.cameras)
    return evolve(plan, cameras=own)


def _claiming(
    phases: Sequence[PhaseResult], claim: Claims, config: PlanConfig
) -> tuple[PhaseResult, ...]:
    """Return the phases with what they may claim, and the money of the plan they are."""
    budgets = [None, *(phase.budget_czk for phase in config.phases)]
    own = claim.basis == "plan"
    return tuple(
        evolve(phase, honest=share, budget_czk=budgets[phase.phase] if own else None)
        for phase, share in zip(phases, claim.shares, strict=True)
    )


def _sensitivity(here: Situation, choices: Sequence[ChosenCandidate], plan: Plan) -> Sensitivity:
    """Return what is lost if a camera fails, and who is hardly needed; of better places nothing."""
    names = {
        choice.candidate: camera.camera_id
        for choice, camera in zip(choices, plan.cameras, strict=False)
    }
    chosen = frozenset(standing_in(choices, plan.final.phase))
    program = _program(here, chosen.intersection(here.existing))
    failures = failures_of(program, chosen, names)
    return hardly_needed(program, chosen, failures, names)


def _program(here: Situation, standing: Iterable[int]) -> Program:
    """Return the given cameras as a covering problem without limits."""
    return Program(
        covers=here.coverage.covers,
        weight=here.coverage.weight,
        site=here.candidates.site,
        count=len(here.candidates),
        per_site=len(here.candidates),
        existing=tuple(sorted(standing)),
    )
