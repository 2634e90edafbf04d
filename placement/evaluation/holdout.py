"""Hold-out validation: plans made on incidents before a date, scored on those after it."""

import math
from datetime import date

import pandas as pd
from attrs import evolve

from placement.config.sections import PlanConfig
from placement.demand import Anonymisation, anonymisation
from placement.evaluation.incident_positions import locate
from placement.evaluation.results import TODAY, Validation
from placement.evaluation.rival_plans import (
    demand_by_method,
    new_cameras_of,
    plan_limits,
    plans_by_method,
)
from placement.evaluation.scores import RESAMPLES, score_plans
from placement.evaluation.split_record import (
    TIME,
    Record,
    inputs_before,
    refuse_few,
    split_at,
)
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.demand_points import demand_of
from placement.pipeline.night_demand import refuse_night
from placement.pipeline.preparation import prepare
from placement.pipeline.progress import Progress, silent
from placement.units import Floats

USUAL_ERROR_M = 30.0
"""Standard error of a position geocoded from an address, at its upper end. [m]"""


def hold_out(
    config: PlanConfig,
    inputs: Inputs,
    *,
    until: date,
    new_cameras: int | None = None,
    error_m: float | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
    progress: Progress = silent,
) -> Validation:
    """Score plans made on the incidents before a day by the incidents from that day on.

    Parameters
    ----------
    config, inputs
        The case. Nothing from `until` on reaches demand, bandwidth, sites or the choice.
    until
        Incidents before this day are known, those from it on are counted.
    new_cameras
        Beside those in service; None: as many as the last phase of the plan file has, within the
        money of all phases. With a number, money is no limit. [-]
    error_m
        Standard error of recorded positions; None: that of the anonymisation if the later incidents
        show one, else 30 m. [m]
    seed, resamples
        Of random plans, resamples and simulated draws.

    Returns
    -------
    Validation
        A score each for our plan; today's cameras alone; plans on raw counts, on hot-spot maps in
        the plane of 100 and 300 m and on street length; random ones; and the plan on the later
        incidents themselves, which nobody could have made. All have the same sites, models,
        numbers, money and engine; only the demand differs.

    Raises
    ------
    ConfigError
        If the plan file is for day and night: incidents are not counted by the hour here.
    InputError
        As `record.cut`, or if fewer than ten incidents of a side lie in the planned area.
    InfeasibleError
        If the plan file asks for fewer cameras than stand, or its money buys none.
    """
    refuse_night(config)
    record = split_at(inputs, until=until)
    situation = prepare(config, inputs_before(inputs, until), progress=progress)
    earlier, later = locate(record.earlier, situation), locate(record.later, situation)
    refuse_few(len(earlier), len(later), inputs)
    limits = plan_limits(situation, new_cameras)
    progress.stage("optimise")
    demand_weights = demand_by_method(situation, record.earlier, earlier=earlier, later=later)
    plans = plans_by_method(situation, demand_weights, limit=limits, seed=seed)
    progress.stage("describe")
    later_positions = anonymisation(record.later.geometry)
    error_m = _error_m(later_positions) if error_m is None else error_m
    plan_scores = score_plans(
        plans,
        situation,
        earlier=earlier,
        later=later,
        rate=_rate(config, inputs, record),
        error_m=error_m,
        seed=seed,
        resamples=resamples,
    )
    return Validation(
        case=situation.case,
        synthetic=situation.synthetic,
        until=until,
        first=_day(record.earlier[TIME].min()),
        last=_day(record.later[TIME].max()),
        earlier=len(earlier),
        later=len(later),
        undated=record.undated,
        left_out=earlier.left_out + later.left_out,
        anonymised=later_positions.detected,
        error_m=error_m,
        bandwidth_m=situation.demand.bandwidth_m,
        existing=len(situation.existing),
        limits=limits,
        seed=seed,
        resamples=resamples,
        scores=plan_scores,
        cameras={
            method: new_cameras_of(situation, choice)
            for method, choice in plans.items()
            if method != TODAY
        },
    )


def _rate(config: PlanConfig, inputs: Inputs, record: Record) -> Floats:
    """Return the demand that the whole record gives rise to: the best guess of the true rate."""
    both = pd.concat([record.earlier, record.later], ignore_index=True)
    demand, _ = demand_of(config, evolve(inputs, incidents=both))
    return demand.weight


def _error_m(positions: Anonymisation) -> float:
    is_measured = positions.detected and math.isfinite(positions.error_m)
    return positions.error_m if is_measured else USUAL_ERROR_M


def _day(moment: pd.Timestamp) -> date:
    return moment.date()
