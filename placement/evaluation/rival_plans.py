"""The plan of each method: same sites, models, numbers, budget and engine, another demand."""

import math
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np

from placement.evaluation import baselines
from placement.evaluation.incident_positions import LocatedIncidents, street_length_m
from placement.evaluation.results import (
    COUNTS,
    EVEN,
    METHODS,
    ORACLE,
    OURS,
    PLANAR,
    RANDOM,
    TODAY,
    MethodPlan,
    PlanLimits,
)
from placement.pipeline.program import choose, phase_limits, program_of
from placement.pipeline.situation import Situation
from placement.units import Floats

RANDOM_PLANS = 20


def plan_limits(situation: Situation, new_cameras: int | None) -> PlanLimits:
    """Return the limits of every method: a number of cameras, else all phases of the plan file."""
    if new_cameras is not None:
        return PlanLimits(new_cameras, None)
    phases = phase_limits(situation, program_of(situation))
    budgets_czk = [phase.budget for phase in phases if phase.budget is not None]
    return PlanLimits(
        phases[-1].count - len(situation.existing),
        math.fsum(budgets_czk) if len(budgets_czk) == len(phases) else None,
    )


def demand_by_method(
    situation: Situation,
    incidents: gpd.GeoDataFrame,
    *,
    earlier: LocatedIncidents,
    later: LocatedIncidents,
) -> dict[str, Floats]:
    """Return the weight of each demand point (I,) by the method that estimates it so.

    Only the oracle is given the later incidents.
    """
    size = situation.demand.weight.size
    flat = {
        method: baselines.planar_kernel(incidents, situation, radius_m=radius_m)
        for method, radius_m in PLANAR.items()
    }
    return {
        OURS: situation.demand.weight,
        COUNTS: baselines.recorded_counts(earlier, size),
        **flat,
        EVEN: street_length_m(situation),
        ORACLE: baselines.recorded_counts(later, size),
    }


def plans_by_method(
    situation: Situation, demand_weights: Mapping[str, Floats], *, limit: PlanLimits, seed: int
) -> dict[str, MethodPlan]:
    """Return the plan of each method, in the order of `METHODS`.

    Raises
    ------
    InfeasibleError
        If fewer cameras are asked for than stand, or the money buys none.
    """
    plans = {
        method: best_plan(situation, weight, limit=limit)
        for method, weight in demand_weights.items()
    }
    random_sets = [
        baselines.random_candidates(
            situation,
            new_cameras=limit.new_cameras,
            budget_czk=limit.budget_czk,
            seed=seed + number,
        )
        for number in range(RANDOM_PLANS)
    ]
    plans[RANDOM] = _method_plan(situation, random_sets)
    plans[TODAY] = _method_plan(situation, [tuple(situation.existing)])
    return {method: plans[method] for method in METHODS if method in plans}


def best_plan(situation: Situation, weight: Floats, *, limit: PlanLimits) -> MethodPlan:
    """Return the optimal plan for a weight of each demand point, (I,)."""
    solution = choose(
        situation.with_demand_weight(weight),
        new_cameras=limit.new_cameras,
        budget_czk=limit.budget_czk,
    )
    return _method_plan(situation, [solution.chosen])


def new_cameras_of(situation: Situation, plan: MethodPlan) -> list[dict[str, object]]:
    """Return site, place, model and direction of the new cameras of a plan (its first set)."""
    existing = set(situation.existing)
    candidates, sites = situation.candidates, situation.sites
    return [
        {
            "site_id": str(sites.ids[candidates.site[j]]),
            "x_m": float(sites.x_m[candidates.site[j]]),
            "y_m": float(sites.y_m[candidates.site[j]]),
            "model": situation.models[candidates.model[j]].name,
            "grid_azimuth_deg": float(candidates.azimuth_deg[j]),
        }
        for j in plan.sets[0]
        if j not in existing
    ]


def _method_plan(situation: Situation, sets: Sequence[tuple[int, ...]]) -> MethodPlan:
    covered = [situation.coverage.covered(chosen) for chosen in sets]
    program = program_of(situation)
    costs_czk = [program.cost(chosen) for chosen in sets]
    return MethodPlan(
        np.column_stack(covered).astype(np.float64),
        tuple(sets),
        math.fsum(costs_czk) / len(costs_czk),
    )
