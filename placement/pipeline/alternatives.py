"""Alternatives to a plan: failures of cameras, next best places, other plans, the gain curve."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve

from placement.optimise import (
    PhaseLimit,
    Program,
    Solution,
    failures,
    gain_curve,
    goals_of,
    money_curve,
    next_best,
    other_plans,
)
from placement.optimise.search_limits import Latch
from placement.pipeline.description import ChosenCandidate, Facts
from placement.pipeline.situation import Situation
from placement.plan import Plan
from placement.plan.alternatives import (
    HARDLY,
    Alternative,
    BudgetCurve,
    BudgetPoint,
    Curve,
    CurvePoint,
    Failure,
    OtherPlan,
    Placement,
    Sensitivity,
)

CURVE_TO = 100
"""The curve goes to so many cameras, or to the target if that is more. [-]"""
MONEY_STEPS = 10
"""The curve of money has about so many budgets. [-]"""
LARGEST_LOSS_SHARE = 0.01
"""Other plans are worth at most this share less. [-]"""


def with_alternatives(
    plan: Plan,
    situation: Situation,
    *,
    program: Program,
    limits: Sequence[PhaseLimit],
    solutions: Sequence[Solution],
    choices: Sequence[ChosenCandidate],
    stop: Latch | None,
) -> Plan:
    """Return a plan with the loss of each failure, next best places, other plans and the curve.

    Other plans and the curve are worked out only if the plan file asks for them.
    """
    names = {
        choice.candidate: camera.camera_id
        for choice, camera in zip(choices, plan.cameras, strict=False)
    }
    goals, budgets = goals_of(program, limits), [limit.budget for limit in limits]
    nested = [frozenset(solved.chosen) for solved in solutions]
    config = situation.config.optimise
    broken = failures_of(program, nested[-1], names)
    return evolve(
        plan,
        sensitivity=evolve(
            hardly_needed(program, nested[-1], broken, names),
            alternatives=_alternatives(situation, goals, budgets, nested, names),
            others=_others(
                situation, goals, budgets, nested, names, number=config.other_plans, stop=stop
            ),
            curve=_curve(program, goals[-1].count, stop, config.seed) if config.curve else None,
            money=_money_curve(program, goals[-1], nested[-1], stop, config.seed)
            if config.curve
            else None,
        ),
    )


def failures_of(
    program: Program, chosen: frozenset[int], names: Mapping[int, str]
) -> tuple[Failure, ...]:
    """Return what is lost if one of the chosen cameras fails, by its name; the most first."""
    losses = failures(program, chosen)
    ranked_failures = [Failure(names[j], loss) for j, loss in losses.items()]
    return tuple(sorted(ranked_failures, key=lambda failure: (-failure.lost, failure.camera_id)))


def hardly_needed(
    program: Program,
    chosen: frozenset[int],
    broken: tuple[Failure, ...],
    names: dict[int, str],
) -> Sensitivity:
    """Return the failures of chosen cameras, and which standing ones are hardly needed."""
    dispensable = _dispensable(program, chosen, broken, names)
    return Sensitivity(
        failures=broken,
        dispensable=dispensable,
        dispensable_lost=_lost_without(program, chosen, dispensable, names),
    )


def _dispensable(
    program: Program,
    chosen: frozenset[int],
    broken: Sequence[Failure],
    names: dict[int, str],
) -> tuple[Failure, ...]:
    """Return the failures of standing cameras that cost the plan almost nothing, least first."""
    standing = {names[j] for j in program.existing}
    most = HARDLY * math.fsum(program.weight[program.covered(chosen)])
    return tuple(
        failure
        for failure in broken[::-1]
        if failure.camera_id in standing and failure.lost <= most
    )


def _lost_without(
    program: Program,
    chosen: frozenset[int],
    dispensable: Sequence[Failure],
    names: dict[int, str],
) -> float:
    """Return what is covered only by some cameras together. [incidents/year]"""
    gone = {failure.camera_id for failure in dispensable}
    rest = program.covered(j for j in chosen if names[j] not in gone)
    return math.fsum(program.weight[program.covered(chosen) & ~rest])


def _alternatives(
    situation: Situation,
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    nested: Sequence[frozenset[int]],
    names: dict[int, str],
) -> tuple[Alternative, ...]:
    swaps = next_best(goals, budgets, nested)
    places = _placements(situation, [swap.entering for swap in swaps])
    order = list(names)
    ranked = sorted(zip(swaps, places, strict=True), key=lambda pair: order.index(pair[0].leaving))
    return tuple(
        Alternative(**place, camera_id=names[swap.leaving], loss=swap.loss)
        for swap, place in ranked
    )


def _others(
    situation: Situation,
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    nested: Sequence[frozenset[int]],
    names: dict[int, str],
    *,
    number: int,
    stop: Latch | None,
) -> tuple[OtherPlan, ...]:
    if not number:
        return ()
    is_late = bool if stop is None else stop
    others = []
    for plan in other_plans(
        goals, budgets, nested, number=number, part=LARGEST_LOSS_SHARE, late=is_late
    ):
        instead = sorted(plan[-1] - nested[-1])
        leaving = nested[-1] - plan[-1]
        without = tuple(name for j, name in names.items() if j in leaving)
        places = tuple(Placement(**place) for place in _placements(situation, instead))
        others.append(OtherPlan(goals[-1].value(plan[-1]), without, places))
    return tuple(others)


def _placements(situation: Situation, chosen: Sequence[int]) -> list[dict[str, Any]]:
    """Return where candidates are, as the fields of a `Placement`."""
    index = np.array(chosen, dtype=np.int64)
    candidates, sites = situation.candidates, situation.sites
    site = candidates.site[index]
    facts = Facts.of(situation, sites.x_m[site], sites.y_m[site], candidates.azimuth_deg[index])
    places = []
    for k, j in enumerate(index):
        place_facts = facts.at(k)
        fields = ("x_m", "y_m", "lon_deg", "lat_deg", "azimuth_deg", "grid_azimuth_deg", "street")
        places.append(
            {name: place_facts[name] for name in fields}
            | {
                "point_id": str(sites.ids[site[k]]),
                "carrier": str(sites.carrier[site[k]]),
                "height_m": float(sites.height_m[site[k]]),
                "model": situation.models[candidates.model[j]].name,
                "tilt_deg": float(candidates.tilt_deg[j]),
            }
        )
    return places


def _curve(program: Program, target: int, stop: Latch | None, seed: int) -> Curve:
    omitted, program = _omitted(program), evolve(program, removable=())
    room = len(program.existing) + int(program.room().sum())
    most_cameras = min(max(CURVE_TO, min(target, CURVE_TO * 2)), room)
    gains = gain_curve(program, most=most_cameras, seed=seed, stop=stop)
    rows = zip(gains.count, gains.value.tolist(), gains.bound.tolist(), strict=True)
    points = tuple(CurvePoint(*row) for row in rows)
    return Curve(points, gains.knee, omitted)


def _money_curve(
    program: Program, target: Program, chosen: frozenset[int], stop: Latch | None, seed: int
) -> BudgetCurve | None:
    """Return what round budgets up to that of the plan could buy; None if nothing costs money."""
    most_czk = program.cost(chosen) if target.budget is None else target.budget
    if most_czk <= 0:
        return None
    step_czk = _round_step(most_czk / MONEY_STEPS)
    steps = math.ceil(most_czk / step_czk * (1 - 1e-9))
    budgets_czk = [step_czk * number for number in range(1, steps + 1)]
    curve = money_curve(program, budgets=budgets_czk, seed=seed, stop=stop)
    columns = (curve.budget.tolist(), curve.cost.tolist(), curve.count)
    rows = zip(*columns, curve.value.tolist(), curve.bound.tolist(), strict=True)
    points = tuple(BudgetPoint(*row) for row in rows)
    return BudgetCurve(points, curve.knee, _omitted(program))


def _omitted(program: Program) -> int:
    """Return how many rules of a program its curves leave aside; that cameras may go is one."""
    return program.rules.number_of_demands() + bool(program.removable)


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(part * power for part in (1, 2, 5, 10) if part * power >= least * (1 - 1e-9))
