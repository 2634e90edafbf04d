"""Robustness of a plan: how often each camera is chosen again, and the regret, on other data."""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import evolve, field, frozen

from placement.errors import InfeasibleError, SolverError
from placement.evaluation.scenarios import Trial, trials
from placement.optimise.search_limits import Stop
from placement.pipeline.cross_fitting import plan_again
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
    """A plan compared with one made for a trial; arrays are (N,), one entry per working camera."""

    name: str
    share: float
    """What the plan covers in the trial, of all demand. [-]"""
    best: float
    """What the plan made for it covers. [-]"""
    jaccard: float
    same: Booleans = field()
    """Which cameras the plan made for the trial has as well."""
    alike: Booleans = field()
    """For which it has one nearby that sees half of the same demand."""
    failed: bool = False
    """No plan keeps the rules in the trial: only the share is known."""


def with_robustness(
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
    own_candidates = _candidates(situation, plan)
    outcomes: list[TrialOutcome] = []
    for trial in trials(situation, settings):
        if stop is not None and stop():
            break
        outcomes.append(_replan(situation, trial, own_candidates))
    counted = [one for one in outcomes if one.name in COUNTED and not one.failed]
    if not counted:
        return plan
    working = plan.standing(plan.final.phase)
    same = _shares_of_plans(working, [one.same for one in counted])
    alike = _shares_of_plans(working, [one.alike for one in counted])
    return evolve(
        plan,
        cameras=tuple(
            evolve(c, chosen_again=same.get(c.camera_id), alike_again=alike.get(c.camera_id))
            for c in plan.cameras
        ),
        repetitions=len(counted),
        scenarios=tuple(
            _scenario(name, [one for one in outcomes if one.name == name], working)
            for name in dict.fromkeys(one.name for one in outcomes)
        ),
    )


def _replan(situation: Situation, trial: Trial, own: Integers) -> TrialOutcome:
    """Return what the plan, and one made anew, are worth in the situation of a trial."""
    situation_tried = trial.situation
    weight, covered = situation_tried.coverage.weight, situation_tried.coverage.covered
    whole = math.fsum(weight) or 1.0
    share = math.fsum(weight[covered(own.tolist())]) / whole
    try:
        program = program_of(situation_tried)
        limits = phase_limits(situation_tried, program)
        last = plan_again(situation_tried, program, limits, weight)[-1]
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


def _scenario(
    name: str, outcomes: list[TrialOutcome], working: Sequence[PlannedCamera]
) -> Scenario:
    """Return the means of a scenario's trials, and the worst of them."""
    feasible = [one for one in outcomes if not one.failed]
    judged = feasible or outcomes
    return Scenario(
        name,
        share=_mean(one.share for one in judged),
        best=_mean(one.best for one in judged),
        jaccard=_mean(one.jaccard for one in judged),
        plans=len(feasible),
        failed=len(outcomes) - len(feasible),
        worst=max(one.best - one.share for one in judged),
        again=_shares_of_plans(working, [one.alike for one in judged]),
    )


def _mean(values: Iterable[float]) -> float:
    return float(np.mean([*values]))


def _shares_of_plans(
    working: Sequence[PlannedCamera], flags: Iterable[Booleans]
) -> Mapping[str, float]:
    """Return for each new camera the share of plans in which a flag holds. [-]"""
    shares = np.mean([*flags], axis=0)
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
    """Return the candidate of each camera at the target, in the plan's order, nearest its pose."""
    candidates = situation.candidates
    sites = situation.sites
    models = {model.name: number for number, model in enumerate(situation.models)}
    table = situation.existing_cameras.table
    standing = {str(name): e for e, name in enumerate(table["camera_id"])}
    numbers = []
    for camera in plan.standing(plan.final.phase):
        if camera.status == "existing":
            numbers.append(standing[camera.camera_id])
        else:
            off_m = np.abs(sites.x_m - camera.x_m) + np.abs(sites.y_m - camera.y_m)
            off_m += np.abs(sites.height_m - camera.height_m)
            at_point = np.flatnonzero(sites.ids == camera.point_id)
            fits = candidates.site == at_point[np.argmin(off_m[at_point])]
            fits &= candidates.model == models[camera.model]
            fits[list(situation.existing)] = False
            poses = np.flatnonzero(fits)
            off_deg = np.abs(turn_deg(camera.grid_azimuth_deg, candidates.azimuth_deg[poses]))
            off_deg += np.abs(candidates.tilt_deg[poses] - camera.tilt_deg)
            numbers.append(int(poses[np.argmin(off_deg)]))
    return np.array(numbers, dtype=np.int64)


def _alike(situation: Situation, own: Integers, other: Integers) -> Booleans:
    """Return whether for each camera (N,) a near one of another plan sees half of its demand."""
    sites, site = situation.sites, situation.candidates.site
    xy = np.column_stack([sites.x_m, sites.y_m])
    away_m = np.linalg.norm(xy[site[own]][:, np.newaxis] - xy[site[other]], axis=2)
    weight, covered = situation.coverage.weight, situation.coverage.covered
    is_alike = np.zeros(own.size, dtype=np.bool_)
    for number, camera in enumerate(own):
        covered_alone = covered([int(camera)])
        whole = math.fsum(weight[covered_alone])
        shared = [
            math.fsum(weight[covered_alone & covered([int(other[k])])])
            for k in np.flatnonzero(away_m[number] <= NEAR_M)
        ]
        is_alike[number] = whole > 0 and max(shared, default=0.0) >= ALIKE * whole
    return is_alike
