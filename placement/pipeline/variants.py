"""The minimal and the maximal variant of a plan, planned from the same prepared situation."""

import math
from collections.abc import Iterator

import numpy as np
from attrs import evolve

from placement.config.feasibility import FeasibilitySection
from placement.config.sections import PhaseSection
from placement.errors import ConfigError, InfeasibleError, SolverError
from placement.optimise import Program
from placement.optimise.marginal_gain import CoverageValue
from placement.pipeline.decision import decide_on
from placement.pipeline.program import program_of
from placement.pipeline.situation import Situation
from placement.plan import Plan

SAME_DEMAND = 1e-6
"""Demand of a situation and a plan of it differ by no more, in parts of it. [-]"""
HALF = 0.5
"""Part of the new cameras in the minimal variant of a plan of one phase. [-]"""


def same_demand(situation: Situation, plan: Plan) -> bool:
    """Return whether a plan may be of a situation: as much demand, as much of it seen today."""
    today = program_of(situation).value(situation.existing)
    return math.isclose(situation.demand.total, plan.demand_total, rel_tol=SAME_DEMAND) and (
        math.isclose(today, plan.phases[0].value, rel_tol=SAME_DEMAND, abs_tol=SAME_DEMAND)
    )


def minimal_plan(situation: Situation, plan: Plan) -> Plan | None:
    """Return the best plan of the minimal variant; None where there is none below the plan.

    It is the first phase planned for itself, or the part of cameras and money that `[feasibility]`
    names; half of them where there is one phase.
    """
    section = situation.config.feasibility or FeasibilitySection()
    share = section.minimal_share
    if share is None and len(situation.config.phases) > 1:
        return _planned(situation, situation.config.phases[0])
    part = HALF if share is None else share
    today, final = plan.phases[0], plan.final
    new = math.floor(part * (final.cameras - today.cameras))
    if new < 1:
        return None
    money_czk = part * math.fsum(phase.cost_czk for phase in plan.phases)
    priced = not any(phase.unpriced for phase in plan.phases)
    budget_czk = money_czk if priced and money_czk else None
    name = situation.config.phases[0].name
    phase = PhaseSection(name=name, cameras=today.cameras + new, budget_czk=budget_czk)
    return _planned(situation, phase)


def maximal_plan(situation: Situation, plan: Plan) -> Plan | None:
    """Return the best plan of the maximal variant, money left aside; None if it is no larger.

    It has as many cameras as `[feasibility]` names, or as many as can be added, each time the one
    that adds most, before the next would add too little.
    """
    section = situation.config.feasibility or FeasibilitySection()
    cameras = section.maximal_cameras
    if cameras is None:
        new = sum(phase.new_cameras for phase in plan.phases)
        gain = plan.final.value - plan.phases[0].value
        least = section.least_gain_share * gain / new if new else 0.0
        steps = gains_in_order(program_of(situation))
        cameras = len(situation.existing)
        for step in steps:
            if step < least or step <= 0:
                break
            cameras += 1
    if cameras <= plan.final.cameras:
        return None
    return _planned(situation, PhaseSection(name=plan.final.name, cameras=cameras))


def gains_in_order(program: Program) -> Iterator[float]:
    """Yield what camera after camera adds to those that stand, each time the one that adds most."""
    worth = CoverageValue.of(program)
    times = worth.times(program.existing)
    hung = np.bincount(program.site[list(program.existing)], minlength=program.site.max() + 1)
    open_candidates = np.ones(program.n_candidates, dtype=bool)
    open_candidates[[*program.existing, *program.rules.banned]] = False
    open_candidates &= hung[program.site] < program.per_site
    while open_candidates.any():
        gains = np.where(open_candidates, worth.gains(times), -np.inf)
        best = int(np.argmax(gains))
        yield float(gains[best])
        times[worth.demand_of(best)] += 1
        open_candidates[best] = False
        hung[program.site[best]] += 1
        if hung[program.site[best]] >= program.per_site:
            open_candidates &= program.site != program.site[best]


def _planned(situation: Situation, phase: PhaseSection) -> Plan | None:
    """Return the plan of one phase; None where the rules of the plan file allow none."""
    config = situation.config
    section = config.feasibility or FeasibilitySection()
    optimise = config.optimise.model_copy(
        update={
            "phase_weights": None,
            "priority": "target",
            "other_plans": 0,
            "curve": False,
            "time_limit_s": min(config.optimise.time_limit_s, section.variant_limit_s),
        }
    )
    one_phase = config.model_copy(update={"phases": (phase,), "optimise": optimise})
    reduced = evolve(situation, config=one_phase)
    try:
        return decide_on(reduced, program_of(reduced), brief=True).plan
    except (ConfigError, InfeasibleError, SolverError):
        return None
