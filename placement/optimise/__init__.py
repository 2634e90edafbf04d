"""Choose cameras: maximal covering with locked cameras, sites, counts, budgets and phases."""

from placement.optimise.engine import maximal_covering, solve
from placement.optimise.nesting import PhaseLimit
from placement.optimise.phasing import Order, build_order, check_phases, plan_phases
from placement.optimise.program import Program
from placement.optimise.rules import Floor, Required, Rules
from placement.optimise.solution import Solution

__all__ = [
    "Floor",
    "Order",
    "PhaseLimit",
    "Program",
    "Required",
    "Rules",
    "Solution",
    "build_order",
    "check_phases",
    "maximal_covering",
    "plan_phases",
    "solve",
]
