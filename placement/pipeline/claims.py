"""What share given cameras may claim: a plan's own is cross-fitted, others see what they see.

Cameras that were placed without knowing the recorded incidents see of these what they will see of
others, by chance more or less. Cameras chosen for them see more of them than of others. A list that
comes from a plan of this case is known by its own figures: what each camera sees and adds, by its
list, is what it sees and adds on this demand, so the list is unchanged and the incidents are the
same. Then the plan's own cross-fitting is done again, with the same folds, to the same figures.
"""

import math
from collections.abc import Callable, Sequence

import geopandas as gpd
import numpy as np
from attrs import evolve, frozen

from placement.config.sections import PlanConfig
from placement.optimise import Program
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.changed_share import as_many, counted
from placement.pipeline.cross_fitting import FEWEST_INCIDENTS, cross_fit, cross_fitted_shares
from placement.pipeline.description import ChosenCandidate, standing_in
from placement.pipeline.existing_cameras import ExistingCameras, existing_cameras_of
from placement.pipeline.preparation import prepare
from placement.pipeline.program import phase_limits, program_of
from placement.pipeline.situation import Situation
from placement.plan import TODAY, Plan
from placement.plan.confidence import CrossFittedShare
from placement.plan.evaluated import Basis

WRITTEN = 0.0005 + 1e-9
"""Lists write what a camera sees and adds to three decimals. [incidents/year]"""
SAME = 1e-5
"""Places and views of the same camera, once they are rounded as lists have them. [m or °]"""


CROWN = 1.0
"""Sums of prices are told apart from this on. [Kč]"""


@frozen(eq=False)
class Claims:
    """What given cameras may claim, phase by phase, and what that rests on."""

    shares: tuple[CrossFittedShare | None, ...]
    basis: Basis


def planned_situation(
    standing: gpd.GeoDataFrame,
    given_cameras: gpd.GeoDataFrame,
    config: PlanConfig,
    inputs: Inputs,
    situation: Callable[[], Situation],
) -> Situation | None:
    """Return the situation in which proposals of a plan's list were chosen; None if they are none.

    It is the case's own where the standing cameras are, else one with those of the list.
    """
    proposed = given_cameras[np.asarray(given_cameras["proposed"], dtype=np.bool_)]
    if proposed.empty or proposed[["rank", "seen", "gain"]].isna().any(axis=None):
        return None
    if same_cameras(standing, config, inputs):
        return situation()
    return prepare(config, evolve(inputs, cameras=standing))


def same_cameras(standing: gpd.GeoDataFrame, config: PlanConfig, inputs: Inputs) -> bool:
    """Return whether some cameras are those of a case: identifier, status, place, model, view."""
    one, other = (
        existing_cameras_of(config, evolve(inputs, cameras=table))
        for table in (standing, inputs.cameras)
    )
    if len(one.table) != len(other.table):
        return False
    first, second = (_comparable(each) for each in (one, other))
    return all(
        np.array_equal(first[name], second[name])
        if first[name].dtype == object
        else np.allclose(first[name], second[name], rtol=0.0, atol=SAME, equal_nan=True)
        for name in first
    )


def _comparable(cameras: ExistingCameras) -> dict[str, np.ndarray]:
    """Return what tells cameras apart, in the order of their identifiers."""
    order = np.argsort(cameras.table["camera_id"].to_numpy(dtype=str), kind="stable")
    points, point = cameras.points, cameras.point[order]
    columns = {
        "camera_id": cameras.table["camera_id"].to_numpy(dtype=object)[order],
        "status": cameras.table["status"].to_numpy(dtype=object)[order],
    }
    columns |= {
        name: getattr(cameras, name)[order] for name in ("model", "azimuth_deg", "tilt_deg")
    }
    return columns | {
        name: getattr(points, name)[point] for name in ("x_m", "y_m", "height_m", "facing_deg")
    }


def claims_of(
    here: Situation,
    choices: Sequence[ChosenCandidate],
    plan: Plan,
    proposed: gpd.GeoDataFrame,
    planned: Situation | None,
) -> Claims:
    """Return what the given cameras of a plan may claim at the end of each phase.

    Parameters
    ----------
    here
        Of the given cameras.
    choices
        These, in the order of building.
    plan
        As they are described.
    proposed
        Those proposed, with what their list says of them.
    planned
        In which they were chosen, if their list is one of a plan.
    """
    events = here.demand.events
    if events is None or np.count_nonzero(events.mass) < FEWEST_INCIDENTS:
        return Claims((None,) * len(plan.phases), "none")
    chosen = [standing_in(choices, phase.phase) for phase in plan.phases]
    covered = np.column_stack([here.coverage.covered(each) for each in chosen])
    cross_fitted = cross_fit(events, lambda _: covered, covered, seed=here.seed)
    if planned is None:
        return Claims(cross_fitted, "independent")
    program = program_of(planned)
    if _is_as_written(plan, proposed) and _keeps_limits(plan, planned, program):
        limits = phase_limits(planned, program)
        shares = cross_fitted_shares(planned, program, limits, covered)
        return Claims(shares, "plan")
    return Claims(as_many(plan, planned, program, covered, cross_fitted), "as many")


def _is_as_written(plan: Plan, proposed: gpd.GeoDataFrame) -> bool:
    """Return whether cameras see and add what their list says, with none missing in between."""
    list_rows = proposed.set_index("camera_id")
    new = [camera for camera in plan.cameras if camera.phase > TODAY]
    return all(
        camera.rank == list_rows.loc[camera.camera_id, "rank"]
        and math.isclose(camera.seen, list_rows.loc[camera.camera_id, "seen"], abs_tol=WRITTEN)
        and math.isclose(camera.gain, list_rows.loc[camera.camera_id, "gain"], abs_tol=WRITTEN)
        for camera in new
    )


def _keeps_limits(plan: Plan, planned: Situation, program: Program) -> bool:
    """Return whether cameras and money of the phases are as the plan file would have them.

    A phase may have fewer cameras than it may only where no money is left for another, or limits of
    models, districts and the like may have ended it.
    """
    phases, results = planned.config.phases, plan.phases[1:]
    if len(results) != len(phases):
        return False
    for phase, result in zip(phases, results, strict=True):
        left = math.inf if phase.budget_czk is None else phase.budget_czk - result.cost_czk
        cameras = math.inf if phase.cameras is None else phase.cameras
        more = cameras - counted(plan, result, planned)
        ended = more == 0 or left < _another_czk(planned) or bool(program.rules.limits)
        if left < -CROWN or more < 0 or not ended:
            return False
    return True


def _another_czk(planned: Situation) -> float:
    """Return what surely buys another camera: the cheapest one on the dearest point. [Kč]"""
    listed = zip(planned.models, planned.config.camera_models, strict=True)
    for_sale = [model.cost_czk for model, section in listed if section.buy]
    return min(for_sale, default=0.0) + float(planned.site_cost_czk.max(initial=0.0))
