"""Phases under rules: floors and required places are met by the last phase, all else in each."""

from collections.abc import Callable, Sequence

import numpy as np
from attrs import evolve, frozen

from placement.errors import InfeasibleError, Problem, SolverError
from placement.optimise.engine import best_ruled
from placement.optimise.nested_phases import Chosen, keeps
from placement.optimise.program import Program, within
from placement.optimise.ruled.engine import Best
from placement.optimise.search_limits import Run

Step = Callable[[Chosen, int], Chosen]
"""What stands and the number of a phase → what stands at its end."""


@frozen(eq=False)
class Nestings:
    """Ways to build phase after phase, and what each phase could be by itself."""

    ways: tuple[list[Chosen], ...]
    """Nested choices, the preferred way first."""
    alone: tuple[Chosen, ...]
    """Best choice found for each phase by itself."""
    bounds: tuple[float, ...]


def nested(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    run: Run,
    *,
    early: bool,
    every: bool = False,
) -> Nestings:
    """Return nested choices, the first way that keeps the rules or every such way.

    As `phasing.plan_phases`. If planning the first phases first leaves no plan that keeps the rules
    at the end, the target is planned first after all.

    Raises
    ------
    InfeasibleError
        If no plan of the last phase keeps the rules, nested or not.
    SolverError
        If none was found that can be built within the phases' budgets.
    """
    program = goals[-1]
    alone = _alone(goals, run)
    bounds = [best.bound for best in alone]
    last = len(goals) if not (program.rules.floors or program.rules.required) else len(goals) - 1
    bounds[:last] = np.minimum.accumulate(bounds[:last][::-1])[::-1].tolist()
    quick = run.quicker()
    target = _chosen(alone[-1])
    ways: list[Callable[[], list[Chosen]]] = [
        lambda: _toward(goals, quick, target),
        lambda: _forward(goals, budgets, quick, among=target),
        lambda: _forward(goals, budgets, quick, first=_chosen(alone[0])),
    ]
    kept: list[list[Chosen]] = []
    for way in ways[::-1] if early else ways:
        try:
            found = way()
        except (InfeasibleError, SolverError):
            continue
        if keeps(goals, budgets, found):
            kept.append(found)
            if not every:
                break
    if not kept:
        raise SolverError(Problem("rules_no_nesting"))
    return Nestings(tuple(kept), tuple(map(_chosen, alone)), tuple(bounds))


def _alone(goals: Sequence[Program], run: Run) -> list[Best]:
    """Return the best plan of each goal by itself, the last one first, each with its time."""
    found: list[Best] = []
    for left, goal in enumerate(goals[::-1]):
        share = run.left_s() / (len(goals) - left + 1)
        found.append(best_ruled(goal, evolve(run, deadline=run.deadline - run.left_s() + share)))
    return found[::-1]


def _chosen(best: Best) -> Chosen:
    return frozenset(best.chosen.tolist())


def _toward(goals: Sequence[Program], run: Run, target: Chosen) -> list[Chosen]:
    """Return the best parts of the target for the phases before it."""
    found = [target]
    for goal in goals[-2::-1]:
        part = best_ruled(goal, run, among=found[0] - set(goal.existing))
        found.insert(0, _chosen(part))
    return found


def _forward(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    run: Run,
    *,
    first: Chosen | None = None,
    among: Chosen | None = None,
) -> list[Chosen]:
    """Freeze each phase and add the best of the next; the last may go beyond `among`."""
    found: list[Chosen] = [] if first is None else [first]
    for number in range(len(found), len(goals)):
        standing = found[-1] if found else frozenset(goals[number].existing)
        allowed = None if number == len(goals) - 1 else among
        found.append(_extended(goals[number], standing, budgets[number], run, among=allowed))
    return found


def _extended(
    goal: Program, standing: Chosen, budget: float | None, run: Run, *, among: Chosen | None
) -> Chosen:
    """Return the standing cameras with the best that one phase may add."""
    step = evolve(goal, existing=standing, count=max(goal.count, len(standing)), budget=None)
    cheapest = step.cheapest()
    if cheapest is None or not within(cheapest, budget):
        return standing
    built = np.unique(goal.site[sorted(standing - set(goal.existing))])
    apart = goal.rules.apart
    near = [*apart[np.isin(apart[:, 0], built), 1], *apart[np.isin(apart[:, 1], built), 0]]
    banned = {*goal.rules.banned, *np.flatnonzero(np.isin(goal.site, near)).tolist()}
    step = evolve(step, budget=budget, rules=evolve(goal.rules, banned=banned))
    return _chosen(best_ruled(step, run, among=among))
