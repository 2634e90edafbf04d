"""A situation asked again: the same streets, sites and sights with another demand or count."""

from attrs import evolve

from placement.optimise import Solution, solve
from placement.pipeline.decision import program_of
from placement.pipeline.situation import Situation
from placement.units import Floats


def reweighed(situation: Situation, weight: Floats) -> Situation:
    """Return a situation whose demand points (I,) weigh something else; what is seen stays.

    Cameras of unknown direction keep the one found by the demand of the given situation.
    """
    demand = situation.demand
    return evolve(
        situation,
        demand=evolve(demand, weight=weight, lixels=demand.lixels.assign(expected=weight)),
        targets=evolve(situation.targets, weight=weight),
        coverage=evolve(situation.coverage, weight=weight),
    )


def choose(situation: Situation, *, new_cameras: int, budget_czk: float | None = None) -> Solution:
    """Return the best cameras for a situation in one step, without the phases of the plan file.

    Parameters
    ----------
    situation
        Demand, sites and candidates; its plan file gives gap, time limit and seed.
    new_cameras
        Most cameras beside those in service. [-]
    budget_czk
        For new cameras and points together; None: no limit. [Kč]

    Returns
    -------
    Solution
        `chosen` are indices of `situation.candidates`, cameras in service included.

    Raises
    ------
    InfeasibleError
        If money is given that buys none.
    InputError
        If the number is negative.
    """
    asked = situation.config.optimise
    program = evolve(
        program_of(situation), count=len(situation.existing) + new_cameras, budget=budget_czk
    )
    return solve(program, gap=asked.gap, time_limit_s=asked.time_limit_s, seed=asked.seed)
