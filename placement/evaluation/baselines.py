"""What a plan is compared with: other estimates of demand on the same streets, and chance."""

import geopandas as gpd
import numpy as np
from scipy.spatial import KDTree

from placement.evaluation.incident_positions import LocatedIncidents, street_length_m
from placement.pipeline.program import program_of
from placement.pipeline.situation import Situation
from placement.units import Floats, Integers

BLOCK_INCIDENTS = 2000
"""Incidents whose surroundings are looked at together, to spare memory. [-]"""


def recorded_counts(incidents: LocatedIncidents, size: int) -> Floats:
    """Return the weight of the incidents recorded on each of I demand points, (I,)."""
    return np.asarray(np.bincount(incidents.point, weights=incidents.weight, minlength=size))


def planar_kernel(incidents: gpd.GeoDataFrame, situation: Situation, *, radius_m: float) -> Floats:
    """Return the demand of each demand point (I,) by a kernel density in the plane.

    As a usual hot-spot map of QGIS or ArcGIS: the quartic kernel (1 - (d/r)²)² at the middle of the
    piece of street, times the length of the piece; its scale does not matter to a choice.
    """
    demand = situation.demand
    streets = KDTree(np.column_stack([demand.x_m, demand.y_m]))
    places = np.column_stack([incidents.geometry.x, incidents.geometry.y])
    weight = incidents["weight"].to_numpy(dtype=np.float64)
    density = np.zeros(demand.x_m.size)
    for first in range(0, len(places), BLOCK_INCIDENTS):
        block = slice(first, first + BLOCK_INCIDENTS)
        near = KDTree(places[block]).sparse_distance_matrix(
            streets, radius_m, output_type="ndarray"
        )
        share = (1 - (near["v"] / radius_m) ** 2) ** 2 * weight[block][near["i"]]
        density += np.bincount(near["j"], weights=share, minlength=density.size)
    return np.asarray(density * street_length_m(situation))


def random_candidates(
    situation: Situation, *, new_cameras: int, budget_czk: float | None, seed: int
) -> tuple[int, ...]:
    """Return the candidates in service and others drawn at random.

    One site after the other in a random order, each time a random model in a random direction,
    until the number of cameras or the budget is used up; sites get a second camera only after all
    have one.
    """
    draw = np.random.default_rng(seed)
    program = program_of(situation)
    existing = list(situation.existing)
    site, model = situation.candidates.site, situation.candidates.model
    camera_cost, site_cost = (
        _costs_or_zeros(program.camera_cost, site),
        _costs_or_zeros(program.site_cost, site),
    )
    hung = np.bincount(site[existing], minlength=len(situation.sites))
    chosen, spent = list(existing), 0.0
    budget_left_czk = float("inf") if budget_czk is None else budget_czk
    for _ in range(program.per_site):
        for site_number in draw.permutation(np.unique(site)):
            if len(chosen) - len(existing) >= new_cameras:
                return tuple(sorted(chosen))
            candidates_here = np.setdiff1d(np.flatnonzero(site == site_number), chosen)
            if not candidates_here.size or hung[site_number] >= program.per_site:
                continue
            candidate = int(
                draw.choice(
                    candidates_here[
                        model[candidates_here] == draw.choice(np.unique(model[candidates_here]))
                    ]
                )
            )
            cost = camera_cost[candidate] + (0.0 if hung[site_number] else site_cost[site_number])
            if spent + cost <= budget_left_czk:
                chosen.append(candidate)
                hung[site_number] += 1
                spent += float(cost)
    return tuple(sorted(chosen))


def _costs_or_zeros(cost: Floats | None, site: Integers) -> Floats:
    return np.zeros(max(site.size, int(site.max(initial=0)) + 1)) if cost is None else cost
