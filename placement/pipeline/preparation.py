"""From the inputs of a case to a situation: surface, demand, sites, coverage."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
from attrs import evolve

from placement import sites as places
from placement.cameras.model import CameraModel
from placement.config.sections import PlanConfig
from placement.errors import InfeasibleError, Problem
from placement.pipeline import equipment, existing_cameras, size
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.demand_points import demand_of
from placement.pipeline.existing_cameras import ExistingCameras
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.pipeline.surface import surface_of
from placement.pipeline.what_if_inputs import supposed
from placement.sites import Sites
from placement.units import Floats
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.observation import Target
from placement.visibility.sights import (
    Candidates,
    Sights,
    Targets,
    coverage_matrix,
    exact_poses,
    poses,
    sights,
)

WALL_STAND_OFF_M = 0.5
"""A camera on a façade hangs this far before the wall. [m]"""


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
    models = equipment.models_at(config, x_m=middle.x, y_m=middle.y, crs=inputs.grid.crs)
    today = existing_cameras.cameras(config, inputs)
    sites = _sites(config, inputs, today)
    size.refuse_many_candidates(config, sites=len(sites))
    progress.stage("visibility")
    look_at = config.viewshed
    targets = Targets(
        demand.x_m,
        demand.y_m,
        demand.weight,
        Target(height_m=look_at.target_height_m, person=look_at.person),
        demand.density_px_m,
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


def _sites(config: PlanConfig, inputs: Inputs, today: ExistingCameras) -> Sites:
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


def _assumptions(config: PlanConfig, inputs: Inputs, today: ExistingCameras) -> list[str]:
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
