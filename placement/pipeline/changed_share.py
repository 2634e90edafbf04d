"""What cameras may claim that were chosen for the recorded incidents and then changed."""

from collections.abc import Sequence

import numpy as np

from placement.optimise import PhaseLimit, Program
from placement.pipeline.cross_fitting import FEWEST_INCIDENTS, cross_fit, cross_fitted_shares
from placement.pipeline.description import ChosenCandidate, standing_in
from placement.pipeline.program import program_of
from placement.pipeline.situation import Situation
from placement.plan import PhaseResult, Plan
from placement.plan.confidence import CrossFittedShare
from placement.units import Booleans


def shares_of_changed(
    here: Situation, choices: Sequence[ChosenCandidate], plan: Plan
) -> tuple[CrossFittedShare | None, ...]:
    """Return what cameras of a plan, some of them changed, may claim at the end of each phase.

    At most what as many cameras chosen anew in their situation may claim, as `claims` has it for a
    list that somebody changed.
    """
    events = here.demand.events
    if events is None or np.count_nonzero(events.mass) < FEWEST_INCIDENTS:
        return (None,) * len(plan.phases)
    chosen = [standing_in(choices, phase.phase) for phase in plan.phases]
    covered = np.column_stack([here.coverage.covered(each) for each in chosen])
    cross_fitted = cross_fit(events, lambda _: covered, covered, seed=here.seed)
    return as_many(plan, here, program_of(here), covered, cross_fitted)


def as_many(
    plan: Plan,
    planned: Situation,
    program: Program,
    covered: Booleans,
    cross_fitted: Sequence[CrossFittedShare],
) -> tuple[CrossFittedShare | None, ...]:
    """Return the lower of two shares: of the cameras, and of as many that are chosen anew."""
    counts = [min(counted(plan, result, planned), program.count) for result in plan.phases[1:]]
    may_replace_in = planned.config.existing.may_replace_in
    limits = [
        PhaseLimit(count, None, removals=may_replace_in(number))
        for number, count in enumerate(counts, start=1)
    ]
    shares = cross_fitted_shares(planned, program, limits, covered)
    return tuple(
        share if one is None or one.share > share.share else one
        for one, share in zip(shares, cross_fitted, strict=True)
    )


def counted(plan: Plan, result: PhaseResult, planned: Situation) -> int:
    """Return the cameras at the end of a phase as the plan file counts each model. [-]"""
    count_as = {section.name: section.count_as for section in planned.config.camera_models}
    return sum(count_as[camera.model] for camera in plan.standing(result.phase))
