"""`Pool`: the phases' joint problem over a few hundred candidates."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.marginal_gain import Counts, CoverageValue
from placement.optimise.nested_phases import CandidateSet, is_feasible_nesting
from placement.optimise.program import Program

NEIGHBOURS = 6
"""Candidates beside each camera of a plan that enter the pool."""


@frozen(eq=False)
class Pool:
    """The joint problem over a pool of candidates."""

    goals: tuple[Program, ...]
    """Each phase's own problem."""
    budgets: tuple[float | None, ...]
    """Of each phase alone. [money]"""
    importance: Floats
    """(T,) weight of each phase's value."""
    candidate: Ints
    """(m,) of the program."""
    worth: CoverageValue
    """Of the pool's candidates."""
    standing: Counts
    """How often existing cameras see each demand point."""
    first_cost: Floats
    """(m,) of each as the first at its site. [money]"""
    price: Floats
    """(m,) of the camera alone. [money]"""

    @property
    def program(self) -> Program:
        """Return the problem of the last phase."""
        return self.goals[-1]

    def nested(self, phase: Ints) -> list[CandidateSet]:
        """Return the choice at the end of each phase; `phase` is 0 for who is not built."""
        existing = self.program.existing
        return [
            frozenset((*existing, *self.candidate[(phase > 0) & (phase <= number)].tolist()))
            for number in range(1, len(self.goals) + 1)
        ]

    def is_feasible(self, phase: Ints) -> bool:
        """Return whether a plan keeps every constraint."""
        return is_feasible_nesting(self.goals, self.budgets, self.nested(phase))


def pool_of(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    importance: Floats,
    plans: Sequence[CandidateSet],
) -> Pool:
    """Return the joint problem over the candidates of some plans and their best replacements.

    Parameters
    ----------
    goals, budgets, importance
        As of the pool.
    plans
        Choices, each keeping the constraints of the last phase or of an earlier one.
    """
    program = goals[-1]
    worth = CoverageValue.of(program)
    existing = set(program.existing)
    free = program.room()[program.site] > 0
    free[list(program.rules.banned)] = False
    pooled: set[int] = set()
    for plan in plans:
        pooled |= plan - existing
        times = worth.times(plan)
        for camera in sorted(plan - existing):
            without = times.copy()
            without[worth.demand_of(camera)] -= 1
            gains = np.where(free, worth.gains(without), -1.0)
            gains[list(plan)] = -1.0
            pooled |= set(np.argsort(-gains, kind="stable")[:NEIGHBOURS].tolist())
    candidate = np.array(sorted(pooled - existing), dtype=np.int64)
    narrowed, standing = worth.restricted(candidate, program.existing)
    price = np.zeros(program.n_candidates) if program.camera_cost is None else program.camera_cost
    return Pool(
        tuple(goals),
        tuple(budgets),
        importance,
        candidate,
        narrowed,
        standing,
        program.first_cost()[candidate],
        price[candidate],
    )
