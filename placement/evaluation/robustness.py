"""A plan made over and over: how often each camera comes back, what is lost if things differ."""

import math
from collections.abc import Iterable, Mapping

import numpy as np
from attrs import evolve, field, frozen

from placement.errors import InfeasibleError, SolverError
from placement.evaluation.scenarios import Trial, trials
from placement.optimise.search_limits import Stop
from placement.pipeline.cross_fitting import again
from placement.pipeline.program import phase_limits, program_of
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import Situation
from placement.plan import Plan, PlannedCamera
from placement.plan.confidence import COUNTED, Scenario
from placement.units import Booleans, Integers, turn_deg

NEAR_M = 50.0
"""A camera farther than this is no substitute for another. [m]"""
ALIKE = 0.5
"""So much of a camera's demand a substitute has to see. [-]"""


@frozen(eq=False)
class TrialOutcome:
    """What came of planning again; arrays are (N,), one entry for each camera in service."""

    name: str
    share: float
    """What the plan covers there, of all demand. [-]"""
    best: float
    """What the plan made for it covers. [-]"""
    jaccard: float
    same: Booleans = field()
    """Which cameras it has as well."""
    alike: Booleans = field()
    """Of which it has one like them."""
    failed: bool = False
    """No plan keeps the rules there: nothing is known but the share."""


def repeated(
    situation: Situation, plan: Plan, *, progress: Progress = silent, stop: Stop | None = None
) -> Plan:
    """Return the plan with how often each of its new cameras is chosen again, and its regret.

    Parameters
    ----------
    situation, plan
        What the plan was made from, and the plan; `[study]` of its plan file says what is tried.
    stop
        Asked between trials; once it says yes, what was tried until then counts.

    Returns
    -------
    Plan
        Unchanged where nothing is asked for or can be tried, where the plan answers a what-if
        question, and where its search was interrupted. Shares of cameras are over all trials but
        those on the demand as planned and on the unweighted one.
    """
    settings = situation.robustness
    if settings is None or plan.what_if or plan.status != "finished":
        return plan
    progress.stage("honest")
    own = _candidates(situation, plan)
    found: list[TrialOutcome] = []
    for trial in trials(situation, settings):
        if stop is not None and stop():
            break
        found.append(_tried(situation, trial, own))
    counted = [one for one in found if one.name in COUNTED and not one.failed]
    if not counted:
        return plan
    working = [camera for camera in plan.cameras if camera.status != "out of service"]
    same = _shares(working, [one.same for one in counted])
    alike = _shares(working, [one.alike for one in counted])
    return evolve(
        plan,
        cameras=tuple(
            evolve(c, chosen_again=same.get(c.camera_id), alike_again=alike.get(c.camera_id))
            for c in plan.cameras
        ),
        repetitions=len(counted),
        scenarios=tuple(
            _scenario(name, [one for one in found if one.name == name], working)
            for name in dict.fromkeys(one.name for one in found)
        ),
    )


def _tried(situation: Situation, trial: Trial, own: Integers) -> TrialOutcome:
    """Return what comes of planning again for a trial."""
    there = trial.situation
    weight, covered = there.coverage.weight, there.coverage.covered
    whole = math.fsum(weight) or 1.0
    share = math.fsum(weight[covered(own.tolist())]) / whole
    try:
        program = program_of(there)
        last = again(there, program, phase_limits(there, program), weight)[-1]
    except (InfeasibleError, SolverError):
        none = np.zeros(own.size, dtype=np.bool_)
        return TrialOutcome(trial.name, share, share, 0.0, none, none, failed=True)
    other = np.array(last, dtype=np.int64)
    best = math.fsum(weight[covered(last)]) / whole
    return TrialOutcome(
        trial.name,
        share,
        max(best, share),
        _jaccard(situation, own, other),
        np.isin(own, other),
        _alike(situation, own, other),
    )


def _scenario(name: str, found: list[TrialOutcome], working: list[PlannedCamera]) -> Scenario:
    """Return the means of a scenario's trials, and the worst of them."""
    kept = [one for one in found if not one.failed]
    told = kept or found
    return Scenario(
        name,
        share=_mean(one.share for one in told),
        best=_mean(one.best for one in told),
        jaccard=_mean(one.jaccard for one in told),
        plans=len(kept),
        failed=len(found) - len(kept),
        worst=max(one.best - one.share for one in told),
        again=_shares(working, [one.alike for one in told]),
    )


def _mean(values: Iterable[float]) -> float:
    return float(np.mean([*values]))


def _shares(working: list[PlannedCamera], known: Iterable[Booleans]) -> Mapping[str, float]:
    """Return for each new camera in how many of some plans something is so. [-]"""
    shares = np.mean([*known], axis=0)
    return {
        camera.camera_id: float(share)
        for camera, share in zip(working, shares, strict=True)
        if camera.status == "new"
    }


def _jaccard(situation: Situation, own: Integers, other: Integers) -> float:
    """Return the new points that two plans share, in parts of those that either has."""
    sites, existing = situation.candidates.site, list(situation.existing)
    here, there = (set(sites[np.setdiff1d(chosen, existing)].tolist()) for chosen in (own, other))
    return len(here & there) / len(here | there) if here | there else 1.0


def _candidates(situation: Situation, plan: Plan) -> Integers:
    """Return the candidate of each working camera, in the plan's order: that nearest its pose."""
    candidates = situation.candidates
    sites = situation.sites
    models = {model.name: number for number, model in enumerate(situation.models)}
    standing = iter(situation.existing)
    found = []
    for camera in plan.cameras:
        if camera.status == "existing":
            found.append(next(standing))
        elif camera.status == "new":
            off_m = np.abs(sites.x_m - camera.x_m) + np.abs(sites.y_m - camera.y_m)
            off_m += np.abs(sites.height_m - camera.height_m)
            at_point = np.flatnonzero(sites.ids == camera.point_id)
            fits = candidates.site == at_point[np.argmin(off_m[at_point])]
            fits &= candidates.model == models[camera.model]
            fits[list(situation.existing)] = False
            poses = np.flatnonzero(fits)
            off_deg = np.abs(turn_deg(camera.grid_azimuth_deg, candidates.azimuth_deg[poses]))
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
