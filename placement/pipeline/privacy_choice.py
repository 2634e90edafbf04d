"""What price and limits of homes in view did to a plan: what that cost, and a curve of areas."""

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import evolve

from placement.config.rules import AREA_UNIT
from placement.errors import InfeasibleError
from placement.optimise import PhaseLimit, Program, Solution, area_curve, goals_of, solve
from placement.optimise.search_limits import Latch
from placement.pipeline import homes_in_view
from placement.pipeline.situation import Situation
from placement.plan.privacy_choice import AreaLimit, HomesCurve, HomesPoint, PrivacyChoice
from placement.units import Floats

CURVE_STEPS = 10
"""Points of the curve beyond the area of today. [-]"""


def privacy_choice(
    situation: Situation,
    program: Program,
    limits: Sequence[PhaseLimit],
    solutions: Sequence[Solution],
    *,
    brief: bool,
    stop: Latch | None,
) -> PrivacyChoice | None:
    """Return what homes in view did to a plan; None if the plan file asks nothing of the choice.

    Parameters
    ----------
    situation, program, limits, solutions
        What the plan was chosen from, its phases and their choices.
    brief
        Whether to leave out the plan without price and limits, and the curve.
    stop
        Asked now and then whether to end.
    """
    config, section = situation.config, situation.config.privacy
    if section is None or not (homes_in_view.asks_of_homes(config) or config.optimise.curve):
        return None
    exposure = situation.exposure
    if exposure is None:
        return None
    area_m2, standing = homes_in_view.home_area_m2(situation), list(situation.existing)
    chosen = [standing, *(list(one.chosen) for one in solutions)]
    too_much = homes_in_view.shows_too_much(situation)
    ids = situation.existing_cameras.table["camera_id"]
    choice = PrivacyChoice(
        density_px_m=exposure.thresholds_px_m[0],
        in_view=section.in_view,
        area_m2=tuple(float(area_m2[each].sum()) for each in chosen),
        price_per_m2=section.price_per_m2,
        limits=tuple(_limits(situation, program, solutions[-1].chosen)),
        left_out=int(too_much[len(standing) :].sum()),
        over=tuple(str(ids.iloc[j]) for j in standing if too_much[j]),
    )
    if brief:
        return choice
    free = goals_of(_without_homes(situation, program), limits)[-1]
    if homes_in_view.asks_of_homes(config):
        optimise = config.optimise
        best = solve(
            free,
            gap=optimise.gap,
            time_limit_s=optimise.time_limit_s,
            seed=optimise.seed,
            stop=stop,
        )
        choice = evolve(
            choice,
            free_value=best.objective,
            free_bound=best.bound,
            free_area_m2=float(area_m2[list(best.chosen)].sum()),
        )
    if config.optimise.curve:
        choice = evolve(choice, curve=_curve(free, area_m2, seed=config.optimise.seed, stop=stop))
    return choice


def _curve(
    program: Program, area_m2: Floats, *, seed: int, stop: Latch | None
) -> HomesCurve | None:
    """Return what plans of the target's cameras and money could see, by homes in view.

    None if the cameras of today alone break a rule.
    """
    omitted = program.rules.number_of_demands() + bool(program.removable)
    try:
        curve = area_curve(program, area_m2, steps=CURVE_STEPS, seed=seed, stop=stop)
    except InfeasibleError:
        return None
    columns = (curve.most, curve.area, curve.count, curve.value, curve.bound)
    rows = zip(*(np.asarray(column).tolist() for column in columns), strict=True)
    return HomesCurve(tuple(HomesPoint(*row) for row in rows), curve.knee, omitted)


def _limits(situation: Situation, program: Program, chosen: Sequence[int]) -> Iterator[AreaLimit]:
    """Yield the limits of homes in view, in the order of the plan file."""
    sections = [
        section
        for section in situation.config.limits or ()
        if section.unit == AREA_UNIT and section.at_most is not None
    ]
    rows = [one for one in program.rules.limits if one.unit == "area" and one.bound == "most"]
    for section, row in zip(sections, rows, strict=True):
        places = (section.name, section.district, section.owner, section.model, section.kind)
        name = next((place for place in places if place is not None), "")
        yield AreaLimit(name, row.asked, row.total(program, chosen))


def _without_homes(situation: Situation, program: Program) -> Program:
    """Return the program without price, limits and bans of homes in view."""
    rules = program.rules
    left_out = set(homes_in_view.banned(situation).tolist())
    return evolve(
        program,
        disutility=None,
        rules=evolve(
            rules,
            limits=[one for one in rules.limits if one.unit != "area"],
            banned=[j for j in rules.banned if j not in left_out],
        ),
    )
