"""A plan made over and over on other demand: how often each camera comes back, and what is lost.

Bootstrap samples of the incidents (Efron 1979, doi:10.1214/aos/1176344552), kernels of half and
twice the width, and every recorded event counting once. Sites, sights and candidates stay; only the
demand differs, so one repetition is a quick search.
"""

import math

import numpy as np
from attrs import evolve

from placement.confidence import Scenario
from placement.demand.events import Events
from placement.pipeline import Progress, Situation, silent
from placement.pipeline.crossfitting import again
from placement.pipeline.deciding import limits_of, program_of
from placement.pipeline.demanding import events_of
from placement.plan import Plan
from placement.units import HALF_CIRCLE_DEG, Booleans, Floats, Integers

NEAR_M = 50.0
"""A camera farther than this is no substitute for another. [m]"""
ALIKE = 0.5
"""So much of a camera's demand a substitute has to see. [-]"""
WIDTHS = {"sigma_half": 0.5, "sigma_double": 2.0}
BOOTSTRAP, AS_PLANNED, UNWEIGHTED = "bootstrap", "as_planned", "unweighted"


def repeated(
    situation: Situation, plan: Plan, *, samples: int, progress: Progress = silent
) -> Plan:
    """Return the plan with how often each of its new cameras is chosen again, and its regret.

    Parameters
    ----------
    situation, plan
        What the plan was made from, and the plan; one without a what-if question.
    samples
        Bootstrap samples of the incidents, at least 1; their seed is that of the plan file.

    Returns
    -------
    Plan
        Unchanged where demand is not made of incidents. Shares are over the bootstrap samples and
        the two other widths of the kernel.

    Raises
    ------
    InfeasibleError, SolverError
        If no plan on one of the demands keeps the rules.
    """
    events = events_of(situation.config, situation.inputs, situation.demand)
    if events is None:
        return plan
    progress.stage("honest")
    own = _candidates(situation, plan)
    demands = _demands(situation, events, samples)
    program = program_of(situation)
    limits = limits_of(situation.config, program)
    found = [
        (name, weight, np.array(again(situation, program, limits, weight)[-1]))
        for name, weight in demands
    ]
    counted = [other for name, _, other in found if name == BOOTSTRAP or name in WIDTHS]
    same = np.mean([np.isin(own, other) for other in counted], axis=0)
    alike = np.mean([_alike(situation, own, other) for other in counted], axis=0)
    shares = {int(j): (float(s), float(a)) for j, s, a in zip(own, same, alike, strict=True)}
    working = [camera for camera in plan.cameras if camera.status != "out of service"]
    known = {
        camera.camera_id: shares[int(j)]
        for camera, j in zip(working, own, strict=True)
        if camera.status == "new"
    }
    return evolve(
        plan,
        cameras=tuple(
            evolve(c, chosen_again=known[c.camera_id][0], alike_again=known[c.camera_id][1])
            if c.camera_id in known
            else c
            for c in plan.cameras
        ),
        repetitions=len(counted),
        scenarios=_scenarios(situation, own, found),
    )


def _demands(situation: Situation, events: Events, samples: int) -> list[tuple[str, Floats]]:
    """Return the weight of demand points (I,) in each repetition, by the name of its scenario."""
    draw = np.random.default_rng(situation.config.optimise.seed)
    count = events.mass.size
    times = np.empty((count, samples))
    for number in range(samples):
        times[:, number] = np.bincount(draw.integers(count, size=count), minlength=count)
    found = [(BOOTSTRAP, weight) for weight in events.drawn(times).T]
    once = np.ones((count, 1))
    for name, factor in WIDTHS.items():
        wider = [evolve(s, bandwidth_m=factor * s.bandwidth_m) for s in events.sources]
        found.append((name, evolve(events, sources=tuple(wider)).drawn(once)[:, 0]))
    found.append((AS_PLANNED, situation.demand.weight))
    if situation.demand.unweighted is not None:
        found.append((UNWEIGHTED, situation.demand.unweighted))
    return found


def _candidates(situation: Situation, plan: Plan) -> Integers:
    """Return the candidate of each working camera, in the plan's order: that nearest its pose."""
    candidates = situation.candidates
    site = {str(name): number for number, name in enumerate(situation.sites.ids)}
    models = {model.name: number for number, model in enumerate(situation.models)}
    standing = iter(situation.existing)
    found = []
    for camera in plan.cameras:
        if camera.status == "existing":
            found.append(next(standing))
        elif camera.status == "new":
            fits = candidates.site == site[camera.point_id]
            fits &= candidates.model == models[camera.model]
            fits[list(situation.existing)] = False
            poses = np.flatnonzero(fits)
            off_deg = np.abs(candidates.azimuth_deg[poses] - camera.grid_azimuth_deg)
            off_deg = np.minimum(off_deg, 2 * HALF_CIRCLE_DEG - off_deg)
            off_deg += np.abs(candidates.tilt_deg[poses] - camera.tilt_deg)
            found.append(int(poses[np.argmin(off_deg)]))
    return np.array(found, dtype=np.int64)


def _alike(situation: Situation, own: Integers, other: Integers) -> Booleans:
    """Return whether for each camera (N,) a near one of another plan sees half of its demand."""
    sites, site = situation.sites, situation.candidates.site
    xy = np.column_stack([sites.x_m, sites.y_m])
    away_m = np.linalg.norm(xy[site[own]][:, np.newaxis] - xy[site[other]], axis=2)
    weight, covered = situation.coverage.weight, situation.coverage.covered
    found = np.zeros(own.size, dtype=np.bool_)
    for number, camera in enumerate(own):
        seen = covered([int(camera)])
        whole = math.fsum(weight[seen])
        shared = [
            math.fsum(weight[seen & covered([int(other[k])])])
            for k in np.flatnonzero(away_m[number] <= NEAR_M)
        ]
        found[number] = whole > 0 and max(shared, default=0.0) >= ALIKE * whole
    return found


def _scenarios(
    situation: Situation, own: Integers, found: list[tuple[str, Floats, Integers]]
) -> tuple[Scenario, ...]:
    """Return this plan beside the best of each scenario; bootstrap samples as their mean."""
    rows: dict[str, list[list[float]]] = {}
    sites, existing = situation.candidates.site, list(situation.existing)
    mine = situation.coverage.covered(own.tolist())
    here = set(sites[np.setdiff1d(own, existing)].tolist())
    for name, weight, other in found:
        whole = math.fsum(weight)
        share = math.fsum(weight[mine]) / whole
        best = math.fsum(weight[situation.coverage.covered(other.tolist())]) / whole
        there = set(sites[np.setdiff1d(other, existing)].tolist())
        jaccard = len(here & there) / len(here | there) if here | there else 1.0
        rows.setdefault(name, []).append([share, max(best, share), jaccard])
    return tuple(
        Scenario(name, *(float(mean) for mean in np.mean(each, axis=0)))
        for name, each in rows.items()
    )
