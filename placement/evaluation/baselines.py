"""What a plan is compared with: other pictures of demand on the same streets, and chance."""

import geopandas as gpd
import numpy as np
from scipy.spatial import KDTree

from placement.evaluation.incident_positions import Located
from placement.pipeline.program import program_of
from placement.pipeline.situation import Situation
from placement.units import Floats, Integers

BLOCK_INCIDENTS = 2000
"""Incidents whose surroundings are looked at together, to spare memory. [-]"""


def counts(found: Located, size: int) -> Floats:
    """Return the recorded incidents themselves on each of I demand points (weight), (I,)."""
    return np.asarray(np.bincount(found.point, weights=found.weight, minlength=size))


def planar(incidents: gpd.GeoDataFrame, situation: Situation, *, radius_m: float) -> Floats:
    """Return the demand a hot-spot map in the plane gives each demand point, (I,).

    The quartic kernel (1 - (d/r)²)² of the density at the middle of the piece of street, as QGIS
    and ArcGIS draw it, times the length of the piece; its scale does not matter to a choice.
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
    return np.asarray(density * evenly(situation))


def evenly(situation: Situation) -> Floats:
    """Return the length of each piece of street: every metre counts the same, (I,). [m]"""
    return np.asarray(situation.demand.lixels["length_m"], dtype=np.float64)


def at_random(
    situation: Situation, *, new_cameras: int, budget_czk: float | None, seed: int
) -> tuple[int, ...]:
    """Return candidates drawn by chance beside those in service.

    One site after the other in a random order, each time a random model in a random direction,
    while number and money last; sites get a further camera only once all have one.
    """
    draw = np.random.default_rng(seed)
    program = program_of(situation)
    existing = list(situation.existing)
    site, model = situation.candidates.site, situation.candidates.model
    camera_cost, site_cost = _zero(program.camera_cost, site), _zero(program.site_cost, site)
    hung = np.bincount(site[existing], minlength=len(situation.sites))
    chosen, spent = list(existing), 0.0
    left = float("inf") if budget_czk is None else budget_czk
    for _ in range(program.per_site):
        for place in draw.permutation(np.unique(site)):
            if len(chosen) - len(existing) >= new_cameras:
                return tuple(sorted(chosen))
            here = np.setdiff1d(np.flatnonzero(site == place), chosen)
            if not here.size or hung[place] >= program.per_site:
                continue
            pick = int(draw.choice(here[model[here] == draw.choice(np.unique(model[here]))]))
            cost = camera_cost[pick] + (0.0 if hung[place] else site_cost[place])
            if spent + cost <= left:
                chosen.append(pick)
                hung[place] += 1
                spent += float(cost)
    return tuple(sorted(chosen))


def _zero(cost: Floats | None, site: Integers) -> Floats:
    return np.zeros(max(site.size, int(site.max(initial=0)) + 1)) if cost is None else cost
