"""What nested phases have to keep: counts, budgets and rules, phase after phase."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from attrs import evolve, frozen

from placement.errors import InputError, Problem
from placement.optimise.program import Program, negative, within

Chosen = frozenset[int]


@frozen
class PhaseLimit:
    """What one phase may build."""

    count: int
    """Most cameras at its end, existing ones and earlier phases included."""
    budget: float | None = None
    """For the cameras and sites of this phase; what is left does not carry over. [money]"""


def goals_of(program: Program, phases: Sequence[PhaseLimit]) -> list[Program]:
    """Return for each phase the program of its count and of all money up to then.

    Floors and required places are asked of the last one only.
    """
    goals, money = [], 0.0
    for number, phase in enumerate(phases, start=1):
        money += math.inf if phase.budget is None else phase.budget
        budget = None if math.isinf(money) else money
        rules = program.rules if number == len(phases) else program.rules.before_the_end()
        goals.append(evolve(program, count=phase.count, budget=budget, rules=rules))
    return goals


def importance_of(weights: Sequence[float] | None, phases: int) -> list[float]:
    """Return how much each phase's value counts; all alike if nothing is said.

    Raises
    ------
    InputError
        If there is not one number for each phase, from 0 up, or all are 0.
    """
    if weights is None:
        return [1.0] * phases
    given = np.array(weights, dtype=np.float64)
    if given.shape != (phases,):
        found = " × ".join(str(n) for n in given.shape)
        values = {"found": found, "wanted": phases}
        raise InputError(Problem("phase_weights_count", values=values))
    problems = [*negative("weights", given)]
    if not problems and phases and not given.any():
        problems = [Problem("phase_weights_zero", values={"n": phases})]
    if problems:
        raise InputError(problems)
    return [float(weight) for weight in given]


def affordable(
    program: Program, budgets: Iterable[float | None], nested: Sequence[Iterable[int]]
) -> bool:
    """Return whether what each phase adds keeps its own budget."""
    costs = [0.0, *(program.cost(chosen) for chosen in nested)]
    steps = zip(pairwise(costs), budgets, strict=True)
    return all(within(after - before, budget) for (before, after), budget in steps)


def keeps(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    nested: Sequence[Iterable[int]],
) -> bool:
    """Return whether nested choices keep every constraint of every phase, given as `goals_of`."""
    parts = [frozenset(chosen) for chosen in nested]
    return (
        all(one <= other for one, other in pairwise(parts))
        and all(goal.check(part) for goal, part in zip(goals, parts, strict=True))
        and affordable(goals[-1], budgets, parts)
    )
