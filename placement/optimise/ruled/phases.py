"""Phases under rules: floors and required places are met by the last phase, all else in each."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from attrs import evolve

from placement.errors import InfeasibleError, Problem, SolverError
from placement.optimise.effort import Run
from placement.optimise.engine import best_ruled
from placement.optimise.program import Program, within
from placement.optimise.ruled.engine import Best

Chosen = frozenset[int]
Step = Callable[[Chosen, int], Chosen]
"""What stands and the number of a phase → what stands at its end."""


def nested(
    program: Program,
    counts: Sequence[int],
    budgets: Sequence[float | None],
    run: Run,
    *,
    early: bool,
) -> tuple[list[Chosen], list[float]]:
    """Return nested choices, one a phase, and for each the bound of any plan of its own.

    As `phasing.plan_phases`. If planning the first phases first leaves no plan that keeps the rules
    at the end, the target is planned first after all.

    Raises
    ------
    InfeasibleError
        If no plan of the last phase keeps the rules, nested or not.
    SolverError
        If none was found that can be built within the phases' budgets.
    """
    goals = _goals(program, counts, budgets)
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
    for way in ways[::-1] if early else ways:
        try:
            found = way()
        except (InfeasibleError, SolverError):
            continue
        if goals[-1].check(found[-1]) and _affordable(program, budgets, found):
            return found, bounds
    raise SolverError(Problem("rules_no_nesting"))


def _goals(
    program: Program, counts: Sequence[int], budgets: Sequence[float | None]
) -> list[Program]:
    """Return for each phase the program of its count and of all money up to then."""
    goals, money = [], 0.0
    for number, (count, budget) in enumerate(zip(counts, budgets, strict=True), start=1):
        money += math.inf if budget is None else budget
        rules = program.rules if number == len(counts) else program.rules.before_the_end()
        limit = None if math.isinf(money) else money
        goals.append(evolve(program, count=count, budget=limit, rules=rules))
    return goals


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


def _affordable(program: Program, budgets: Sequence[float | None], found: Sequence[Chosen]) -> bool:
    """Return whether what each phase adds keeps its own budget."""
    costs = [0.0, *(program.cost(chosen) for chosen in found)]
    steps = zip(costs[:-1], costs[1:], budgets, strict=True)
    return all(within(after - before, budget) for before, after, budget in steps)
