"""Figures of a phase of a plan, and prices of cameras, from what is chosen or given."""

import math
from collections.abc import Sequence

import numpy as np

from placement.config.sections import PhaseSection
from placement.pipeline.coverage_by_time import reachable_by_time
from placement.pipeline.description import ChosenCandidate, standing_in
from placement.pipeline.situation import Situation
from placement.plan import TODAY, PhaseResult


def priced(
    situation: Situation, candidate: int, phase: int, *, opens_point: bool
) -> ChosenCandidate:
    """Return a candidate built in a phase with its price, and that of the point it opens."""
    site = int(situation.point[situation.candidates.site[candidate]])
    model = situation.models[situation.candidates.model[candidate]]
    cost, has_price = model.cost_czk, model.has_price
    if opens_point:
        cost += float(situation.site_cost_czk[site])
        has_price &= _has_point_price(situation, site)
    return ChosenCandidate(candidate, phase, cost, cost_unknown=not has_price)


def removed(situation: Situation, candidate: int, phase: int) -> ChosenCandidate:
    """Return a standing camera that is taken down in a phase, with the price of that."""
    price_czk = situation.config.existing.removal_czk
    return ChosenCandidate(
        candidate, TODAY, price_czk or 0.0, cost_unknown=price_czk is None, removed_in=phase
    )


def phase_result(
    situation: Situation,
    choices: Sequence[ChosenCandidate],
    number: int,
    *,
    name: str,
    budget_czk: float | None,
    bound: float,
    alone: float | None = None,
) -> PhaseResult:
    """Return the figures of a phase: cameras, points, money and what is covered at its end."""
    candidates = standing_in(choices, number)
    paid = [choice for choice in choices if choice.paid_in == number and number > TODAY]
    new = [choice for choice in paid if choice.phase == number]
    point = situation.point[situation.candidates.site]
    by_day, by_night = _seen_by_time(situation, candidates)
    section = _section(situation, number, name)
    return PhaseResult(
        phase=number,
        name=name,
        name_en="" if section is None else section.name_en or "",
        year=None if section is None else section.year,
        last_year=None if section is None else section.last_year,
        cameras=len(candidates),
        new_cameras=len(new),
        points=len({int(point[candidate]) for candidate in candidates}),
        cost_czk=math.fsum(choice.cost_czk for choice in paid),
        budget_czk=budget_czk,
        value=situation.coverage.value(candidates),
        bound=bound,
        reachable=_reachable(situation, candidates),
        value_alike=_unweighted_value(situation, candidates),
        unpriced=sum(choice.cost_unknown for choice in paid),
        alone=alone,
        value_day=by_day,
        value_night=by_night,
        removed_cameras=len(paid) - len(new),
    )


def _section(situation: Situation, number: int, name: str) -> PhaseSection | None:
    """Return what the plan file says of a phase, None of today and of one it does not have."""
    phases = situation.config.phases
    is_own = TODAY < number <= len(phases) and phases[number - 1].name == name
    return phases[number - 1] if is_own else None


def _has_point_price(situation: Situation, site: int) -> bool:
    """Return whether it is known what opening a site costs: nothing where a point stands."""
    has_point = site < len(situation.existing_cameras.points)
    return has_point or situation.config.sites.has_point_price(str(situation.sites.carrier[site]))


def _unweighted_value(situation: Situation, chosen: list[int]) -> float | None:
    """Return what is covered if every recorded event counts once; None if it does."""
    unweighted = situation.unweighted
    if unweighted is None:
        return None
    return math.fsum(unweighted[situation.coverage.covered(chosen)])


def _seen_by_time(
    situation: Situation, chosen: list[int]
) -> tuple[float, float] | tuple[None, None]:
    """Return what is covered by day and by night, every incident once; None in other plans."""
    if situation.night is None:
        return None, None
    return situation.night.seen(situation.coverage.covered(chosen))


def _reachable(situation: Situation, chosen: list[int]) -> float:
    """Return the demand that is not always seen, but within reach of a turning camera."""
    reached = reachable_by_time(
        situation.candidates.take(np.array(chosen, dtype=np.int64)),
        situation.sights,
        situation.targets,
        models=situation.models,
        required_density_px_m=situation.config.viewshed.required_density_px_m,
        night=situation.night,
    )
    weight = situation.coverage.weight
    return math.fsum(weight[reached & ~situation.coverage.covered(chosen)])
