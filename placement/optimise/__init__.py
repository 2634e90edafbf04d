"""Choose cameras: maximal covering with locked cameras, sites, counts, budgets and phases."""

from placement.optimise.alternatives import Swap, failures, next_best, other_plans
from placement.optimise.covering import maximal_covering, solve
from placement.optimise.curve import (
    AreaCurve,
    GainCurve,
    MoneyCurve,
    area_curve,
    gain_curve,
    money_curve,
)
from placement.optimise.limits import Limit
from placement.optimise.marginal_gain import BuildOrder, build_order
from placement.optimise.nested_phases import PhaseLimit, goals_of
from placement.optimise.phasing import check_phases, plan_phases
from placement.optimise.program import Program
from placement.optimise.rules import Floor, Requirement, Rules
from placement.optimise.solution import Solution

__all__ = [
    "AreaCurve",
    "BuildOrder",
    "Floor",
    "GainCurve",
    "Limit",
    "MoneyCurve",
    "PhaseLimit",
    "Program",
    "Requirement",
    "Rules",
    "Solution",
    "Swap",
    "area_curve",
    "build_order",
    "check_phases",
    "failures",
    "gain_curve",
    "goals_of",
    "maximal_covering",
    "money_curve",
    "next_best",
    "other_plans",
    "plan_phases",
    "solve",
]
