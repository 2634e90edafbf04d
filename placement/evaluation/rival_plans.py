"""The plan of each method: the same sites, models, numbers, money and engine, another demand."""

import math
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
from attrs import field, frozen

from placement.evaluation import baselines
from placement.evaluation.incident_positions import Located
from placement.evaluation.results import (
    COUNTS,
    EVEN,
    METHODS,
    ORACLE,
    OURS,
    PLANAR,
    RANDOM,
    TODAY,
    PlanLimits,
)
from placement.pipeline.program import choose, phase_limits, program_of
from placement.pipeline.situation import Situation
from placement.units import Floats

RANDOM_PLANS = 20


@frozen(eq=False)
class MethodPlan:
    """Cameras that one method chose; several sets where chance has a part in it."""

    covered: Floats = field()
    """(I, P) 1 where a demand point is seen by each of P sets. [-]"""
    sets: tuple[tuple[int, ...], ...]
    """Candidates of each set, those in service included."""
    cost_czk: float
    """Of new cameras and points, mean over the sets. [Kč]"""


def limits(situation: Situation, new_cameras: int | None) -> PlanLimits:
    """Return the limits of every method: a number of cameras, else all phases of the plan file."""
    if new_cameras is not None:
        return PlanLimits(new_cameras, None)
    phases = phase_limits(situation, program_of(situation))
    budgets_czk = [phase.budget for phase in phases if phase.budget is not None]
    return PlanLimits(
        phases[-1].count - len(situation.existing),
        math.fsum(budgets_czk) if len(budgets_czk) == len(phases) else None,
    )


def pictures(
    situation: Situation, incidents: gpd.GeoDataFrame, *, earlier: Located, later: Located
) -> dict[str, Floats]:
    """Return the weight of each demand point (I,) as every planning method sees it.

    Only that of the oracle knows the later incidents.
    """
    size = situation.demand.weight.size
    flat = {
        method: baselines.planar(incidents, situation, radius_m=radius_m)
        for method, radius_m in PLANAR.items()
    }
    return {
        OURS: situation.demand.weight,
        COUNTS: baselines.counts(earlier, size),
        **flat,
        EVEN: baselines.evenly(situation),
        ORACLE: baselines.counts(later, size),
    }


def choices(
    situation: Situation, seen_as: Mapping[str, Floats], *, limit: PlanLimits, seed: int
) -> dict[str, MethodPlan]:
    """Return what each method chooses, in the order of `METHODS`.

    Raises
    ------
    InfeasibleError
        If fewer cameras are asked for than stand, or the money buys none.
    """
    made = {method: planned(situation, weight, limit=limit) for method, weight in seen_as.items()}
    chance = [
        baselines.at_random(
            situation,
            new_cameras=limit.new_cameras,
            budget_czk=limit.budget_czk,
            seed=seed + number,
        )
        for number in range(RANDOM_PLANS)
    ]
    made[RANDOM] = _choice(situation, chance)
    made[TODAY] = _choice(situation, [tuple(situation.existing)])
    return {method: made[method] for method in METHODS if method in made}


def planned(situation: Situation, weight: Floats, *, limit: PlanLimits) -> MethodPlan:
    """Return what the optimiser chooses where demand points weigh so much, (I,)."""
    found = choose(
        situation.with_demand_weight(weight),
        new_cameras=limit.new_cameras,
        budget_czk=limit.budget_czk,
    )
    return _choice(situation, [found.chosen])


def listed(situation: Situation, choice: MethodPlan) -> list[dict[str, object]]:
    """Return the new cameras of a choice (its first set) as plain values."""
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
        for j in choice.sets[0]
        if j not in existing
    ]


def _choice(situation: Situation, sets: Sequence[tuple[int, ...]]) -> MethodPlan:
    seen = [situation.coverage.covered(chosen) for chosen in sets]
    program = program_of(situation)
    cost = [program.cost(chosen) for chosen in sets]
    return MethodPlan(
        np.column_stack(seen).astype(np.float64), tuple(sets), math.fsum(cost) / len(cost)
    )
