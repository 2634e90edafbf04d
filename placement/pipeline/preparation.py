"""From the inputs of a case to a situation: surface, demand, sites, coverage."""

from collections.abc import Callable, Iterator

import geopandas as gpd
import numpy as np
from attrs import evolve

from placement import sites as places
from placement.cameras.model import CameraModel
from placement.config.sections import PlanConfig
from placement.errors import InfeasibleError, Problem
from placement.pipeline import decided_cameras, equipment, existing_cameras, size
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.coverage_by_time import coverage_by_time
from placement.pipeline.demand_points import demand_of
from placement.pipeline.existing_cameras import ExistingCameras
from placement.pipeline.home_exposure import HomeFinder
from placement.pipeline.masked_sights import masked_sights
from placement.pipeline.night_demand import night_view, weighed
from placement.pipeline.night_view import NightView
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.pipeline.surface import surface_of
from placement.pipeline.what_if_inputs import inputs_under_question
from placement.sites import Sites
from placement.units import Floats
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.observation import Target
from placement.visibility.sights import (
    Candidates,
    Sights,
    Targets,
    exact_poses,
    front_deg,
    poses,
)

WALL_STAND_OFF_M = 0.5
"""A camera on a façade hangs this far before the wall. [m]"""

ONLY_CHOICE = frozenset(
    {
        "phases",
        "optimise",
        "floors",
        "required",
        "not_both",
        "limits",
        "existing",
        "what_if",
        "study",
        "centre",
        "feasibility",
        "controller",
        "output",
    }
)
"""Sections of the plan file that change nothing of what a plan is chosen from …"""
ASSUMED_OF_EXISTING = ("default_model", "unknown_azimuth", "given_up_m")
"""… but for these keys of `existing`."""


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
    progress.stage("demand")
    demand, assumptions = demand_of(config, inputs)
    demand = weighed(config, demand)
    night = night_view(config, inputs, demand)
    progress.stage("surface")
    surface = surface_of(config, inputs)
    progress.stage("sites")
    middle = inputs.area.centroid
    models = equipment.models_at(config, x_m=middle.x, y_m=middle.y, crs=inputs.grid.crs)
    today = existing_cameras.existing_cameras_of(config, inputs)
    decided, staying = decided_cameras.decided_cameras_of(config, inputs, today)
    sites = _sites(config, inputs, staying)
    size.refuse_many_candidates(config, sites=len(sites))
    progress.stage("visibility")
    section = config.viewshed
    targets = Targets(
        demand.x_m,
        demand.y_m,
        demand.weight,
        Target(height_m=section.target_height_m, person=section.person),
        demand.density_px_m,
    )
    reach_m = max(model.range_m for model in models)
    size.refuse_many_pairs(sites, targets, range_m=reach_m)
    lines_of_sight = masked_sights(config, inputs, surface, sites, targets, range_m=reach_m)
    progress.stage("coverage")
    required_px_m = config.viewshed.required_density_px_m
    today, decided = (
        existing_cameras.with_azimuths(
            cameras,
            lines_of_sight,
            targets,
            config=config,
            models=models,
            required_density_px_m=required_px_m,
        )
        for cameras in (today, decided)
    )
    new, in_steps = _new_candidates(
        config,
        front_deg(sites.facing_deg),
        lines_of_sight=lines_of_sight,
        targets=targets,
        models=models,
    )
    old = existing_cameras.join(today.candidates(), decided.candidates())
    candidates = existing_cameras.join(old, new)
    coverage = coverage_by_time(
        candidates,
        lines_of_sight,
        targets,
        models=models,
        required_density_px_m=required_px_m,
        night=night,
    )
    useful = np.diff(coverage.covers.indptr) > 0
    useful[: len(old)] = True
    return Situation(
        config=config,
        inputs=inputs,
        surface=surface,
        demand=demand,
        models=models,
        existing_cameras=today,
        sites=sites,
        targets=targets,
        sights=lines_of_sight,
        candidates=candidates.take(useful),
        coverage=CoverageMatrix(coverage.covers[useful], coverage.weight),
        site_cost_czk=site_cost_czk(config, sites, len(today.points)),
        assumptions=(*assumptions, *assumptions_of(config, inputs, today, night)),
        stepped_candidates=int(useful[: len(old) + in_steps].sum()),
        night=night,
        views_of_homes=HomeFinder(),
        hosts=decided_cameras.hosts(staying, standing=len(today.points)),
        decided_cameras=decided,
    )


def situation_under_question(
    config: PlanConfig, inputs: Inputs, before: Situation, *, progress: Progress = silent
) -> Situation:
    """Return what the choice is made from under a question.

    Parameters
    ----------
    config
        Plan file with the keys, phases and money of the question.
    inputs
        As that plan file has them read.
    before
        The situation without the question; what the question leaves alone is taken from it.

    Raises
    ------
    ConfigError
        If the question means nothing, or asks for a camera where none can hang.
    """
    changed = inputs_under_question(config, inputs)
    if changed is before.inputs and choose_from_the_same(config, before.config):
        return evolve(before, config=config)
    return evolve(prepare(config, changed, progress=progress), find_masks=before.find_masks)


def choose_from_the_same(config: PlanConfig, other: PlanConfig) -> bool:
    """Return whether two plan files read the same inputs and have the same cameras to choose."""
    names = [name for name in type(config).model_fields if name not in ONLY_CHOICE]
    same = all(getattr(config, name) == getattr(other, name) for name in names)
    one, another = config.existing, other.existing
    same &= all(getattr(one, name) == getattr(another, name) for name in ASSUMED_OF_EXISTING)
    return same and config.optimise.exact_azimuth == other.optimise.exact_azimuth


def _sites(config: PlanConfig, inputs: Inputs, staying: Sites) -> Sites:
    section = config.sites
    size.refuse_many_places(config, length_m=float(inputs.streets.length.sum()))
    site_makers: dict[str, Callable[[], Sites | None]] = {
        "carriers": lambda: _on_carriers(config, inputs.carriers),
        "crossings": lambda: places.at_crossings(
            inputs.streets, offset_m=section.offset_m, height_m=section.mount_height_m
        ),
        "corners": lambda: _on_corners(config, inputs),
        "streets": lambda: places.along_streets(
            inputs.streets,
            spacing_m=section.spacing_m,
            offset_m=section.offset_m,
            height_m=section.mount_height_m,
        ),
    }
    site_sets = [
        part
        for kind in site_makers
        if kind in section.kinds and (part := site_makers[kind]()) is not None
    ]
    if site_sets:
        new_sites = places.concatenate(site_sets)
        allowed = places.usable(
            new_sites, area=inputs.area, buildings=inputs.buildings, no_mount=inputs.no_mount
        )
        allowed &= ~decided_cameras.near_given_up(new_sites, config, inputs)
        site_sets = [new_sites.take(np.flatnonzero(allowed))]
    sites = places.concatenate([staying, *site_sets])
    if not len(sites):
        raise InfeasibleError(Problem("no_sites", column="sites"))
    return places.thin(sites, spacing_m=section.spacing_m, keep=len(staying))


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


def _new_candidates(
    config: PlanConfig,
    fronts_deg: Floats,
    *,
    lines_of_sight: Sights,
    targets: Targets,
    models: tuple[CameraModel, ...],
) -> tuple[Candidates, int]:
    """Return every model that may be bought, in every pose, at every site; and how many in steps.

    Poses in steps come first, then, where asked for, those that stand for all directions.
    """
    for_sale = np.flatnonzero([camera.buy for camera in config.camera_models])
    chosen = [models[number] for number in for_sale]
    new = poses(fronts_deg, chosen, azimuth_step_deg=config.sites.azimuth_step_deg)
    in_steps = len(new)
    if config.optimise.exact_azimuth:
        exact = exact_poses(
            lines_of_sight,
            targets,
            models=chosen,
            fronts_deg=fronts_deg,
            required_density_px_m=config.viewshed.required_density_px_m,
        )
        new = existing_cameras.join(new, exact)
    return evolve(new, model=for_sale[new.model]), in_steps


def site_cost_czk(config: PlanConfig, sites: Sites, existing_points: int) -> Floats:
    """Return the price of a new point at each site; nothing at the first ones, which stand. [Kč]"""
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


def _night(config: PlanConfig, night: NightView | None) -> Iterator[str]:
    """Yield what is assumed of seeing by night: of light, of hours, and of models."""
    if night is not None:
        facts = night.facts
        yield "day_and_night"
        yield "lamps_light" if facts.lamps and facts.lit_radius_m else "no_lamps"
        if facts.unknown_hours:
            yield "hours_unknown"
    if night is None and config.viewshed.time != "night":
        return
    if any(camera.night_range_m is None for camera in config.camera_models):
        yield "night_range_unknown"


def assumptions_of(
    config: PlanConfig, inputs: Inputs, today: ExistingCameras, night: NightView | None
) -> list[str]:
    """Return the keys of what is assumed of ground, houses, trees, directions, prices, night."""
    assumptions = []
    surface_section = config.inputs.surface
    if inputs.terrain is None:
        from_sea = surface_section is not None and surface_section.above == "sea"
        assumptions.append("ground_of_surface" if from_sea else "flat")
    assumptions.extend(_obstacles(inputs))
    if inputs.trees is not None or inputs.canopy is not None:
        assumptions.append(f"trees_{config.viewshed.season.replace('-', '_')}")
    if today.azimuth_assumed.any():
        assumptions.append("azimuths")
    assumptions.extend(_night(config, night))
    if config.privacy is not None and inputs.buildings is not None:
        assumptions.append("homes_in_picture")
    if any(config.sites.point_cost_czk.values()) or any(m.cost_czk for m in config.camera_models):
        assumptions.append("prices")
    return assumptions
