"""What nested phases have to keep: counts, budgets and rules, phase after phase."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from attrs import evolve, frozen

from placement.errors import InputError, Problem
from placement.optimise.arguments import negative, not_whole, within_budget
from placement.optimise.program import Program
from placement.optimise.rules import Rules

CandidateSet = frozenset[int]
OnTarget = Callable[[CandidateSet], None]
"""Called with the best target as soon as there is one; the plan may end in another."""


@frozen
class PhaseLimit:
    """What one phase may build."""

    count: int
    """Most cameras at its end, existing ones and earlier phases included."""
    budget: float | None = None
    """For the cameras and sites of this phase; what is left does not carry over. [money]"""
    removals: bool = True
    """Whether standing cameras that may go at all may be gone at its end."""


def goals_of(program: Program, phases: Sequence[PhaseLimit]) -> list[Program]:
    """Return for each phase the program of its count and of all money up to then.

    Floors and required places are asked of the last one only, limits as `Rules.at_phase` says.
    """
    goals, money = [], 0.0
    for number, phase in enumerate(phases, start=1):
        money += math.inf if phase.budget is None else phase.budget
        budget = None if math.isinf(money) else money
        rules = program.rules.at_phase(number, last=len(phases))
        removable = program.removable if phase.removals else ()
        goals.append(
            evolve(program, count=phase.count, budget=budget, rules=rules, removable=removable)
        )
    return goals


def phase_importance(weights: Sequence[float] | None, phases: int) -> list[float]:
    """Return how much each phase's value counts; all alike if nothing is said.

    Raises
    ------
    InputError
        If there is not one number for each phase, from 0 up, or all are 0.
    """
    if weights is None:
        return [1.0] * phases
    importance = np.array(weights, dtype=np.float64)
    if importance.shape != (phases,):
        shape = " × ".join(str(n) for n in importance.shape)
        values = {"found": shape, "wanted": phases}
        raise InputError(Problem("phase_weights_count", values=values))
    problems = [*negative("weights", importance)]
    if not problems and phases and not importance.any():
        problems = [Problem("phase_weights_zero", values={"n": phases})]
    if problems:
        raise InputError(problems)
    return [float(weight) for weight in importance]


def affordable(
    program: Program, budgets: Iterable[float | None], nested: Sequence[Iterable[int]]
) -> bool:
    """Return whether what each phase adds keeps its own budget."""
    costs = [0.0, *(program.cost(chosen) for chosen in nested)]
    steps = zip(pairwise(costs), budgets, strict=True)
    return all(within_budget(after - before, budget) for (before, after), budget in steps)


def is_feasible_nesting(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    nested: Sequence[Iterable[int]],
) -> bool:
    """Return whether nested choices keep every constraint of every phase, given as `goals_of`."""
    parts = [frozenset(chosen) for chosen in nested]
    return (
        all(grows(goals[-1], one, other) for one, other in pairwise(parts))
        and all(goal.check(part) for goal, part in zip(goals, parts, strict=True))
        and affordable(goals[-1], budgets, parts)
    )


def grows(program: Program, before: CandidateSet, after: CandidateSet) -> bool:
    """Return whether nothing built is given up again, and no camera that is gone comes back."""
    standing = frozenset(program.existing)
    return before - standing <= after - standing and after & standing <= before & standing


def nobody_goes_in_vain(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    nested: Sequence[CandidateSet],
) -> list[CandidateSet]:
    """Return nested choices that keep each standing camera as long as nothing stands against it.

    Its disutility does where that is more than what the camera adds.

    Parameters
    ----------
    goals, budgets, nested
        As for `is_feasible_nesting`.
    """
    parts, program = list(nested), goals[-1]
    price = np.zeros(program.n_candidates) if program.removal_cost is None else program.removal_cost
    for camera in sorted(program.removable, key=lambda e: -price[e]):
        for until in range(len(parts), 0, -1):
            longer = [part | {camera} if t < until else part for t, part in enumerate(parts)]
            worse = program.charged and any(
                program.objective(more) < program.objective(part)
                for part, more in zip(parts, longer, strict=True)
            )
            if longer == parts or (not worse and is_feasible_nesting(goals, budgets, longer)):
                parts = longer
                break
    return parts


def phase_conflicts(program: Program, phases: Sequence[PhaseLimit]) -> Iterator[Problem]:
    """Yield what contradicts other phases, the existing cameras or its own budget."""
    if not phases:
        yield Problem("phases_missing")
    before = program.counted(program.existing)
    everyone = program.counted(range(program.n_candidates))
    cheapest = evolve(program, count=everyone, budget=None).cheapest()
    for number, phase in enumerate(phases, start=1):
        wrong = [*not_whole(f"count {number}", phase.count, least=0)]
        if wrong:
            yield from wrong
            continue
        values: dict[str, object] = {"phase": str(number), "count": phase.count}
        values["budget"] = phase.budget
        least = program.counted(program.fixed if phase.removals else program.existing)
        if phase.count < least:
            yield Problem("phase_below_existing", values=values | {"existing": least})
        elif phase.count < before and not program.removable:
            yield Problem("phase_count_falls", values=values | {"before": before})
        if phase.budget is not None and not 0 <= phase.budget < math.inf:
            yield Problem("phase_budget", values=values)
        elif (
            phase.count > before
            and cheapest is not None
            and not within_budget(cheapest, phase.budget)
        ):
            yield Problem("phase_buys_nothing", values=values | {"cheapest": cheapest})
        if phase.count > before:
            # once sites are open, a camera alone may do
            cheapest = _cheapest_camera(program)
        before = max(before, phase.count)


def _cheapest_camera(program: Program) -> float | None:
    alone = evolve(program, count=program.n_candidates, budget=None, site_cost=None, rules=Rules())
    return alone.cheapest()
