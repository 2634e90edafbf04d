"""Phases that nest: what to build first on the way to the target, and what nesting costs."""

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

import numpy as np
from attrs import evolve, frozen

from placement.errors import InfeasibleError, InputError, Problem
from placement.optimise.engine import best_plan, whole_plan
from placement.optimise.joint import joint
from placement.optimise.lagrangian import Tightened
from placement.optimise.nested_phases import (
    Chosen,
    PhaseLimit,
    affordable,
    goals_of,
    importance_of,
)
from placement.optimise.program import Program, not_whole, within
from placement.optimise.reduce import reduce
from placement.optimise.ruled.conflicts import refuse_unanswerable
from placement.optimise.ruled.phases import Nestings
from placement.optimise.ruled.phases import nested as nested_under_rules
from placement.optimise.rules import Rules
from placement.optimise.search_limits import (
    Effort,
    OnProgress,
    Run,
    Stop,
    new_run,
)
from placement.optimise.solution import Solution, solution
from placement.optimise.warm_up import ready

Priority = Literal["target", "early", "joint"]


@frozen
class BuildOrder:
    """New cameras in the order in which each adds the most."""

    candidates: tuple[int, ...]
    gains: tuple[float, ...]
    """Weight that each covers and nothing before it does."""


def plan_phases(
    program: Program,
    phases: Sequence[PhaseLimit],
    *,
    priority: Priority = "target",
    weights: Sequence[float] | None = None,
    gap: float = 0.001,
    time_limit_s: float = 60,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
    effort: Effort | None = None,
) -> tuple[Solution, ...]:
    """Return one solution per phase, each keeping what the one before built.

    Parameters
    ----------
    program
        Problem; its own count and budget give way to those of the phases.
    phases
        In order of time.
    priority
        "target" plans the last phase first and then chooses what of it to build earlier; "early"
        plans the first phase first and adds to it; "joint" seeks the most weighted value of all
        phases, from both of these on, so it is no worse than either by its weights.
    weights
        With "joint", of each phase's value; None: all alike.
    gap, time_limit_s, seed, on_progress, stop
        As for `solve`; the time is for all phases together, progress is of one phase's own
        problem after another; a search that is stopped still ends with all phases, nested. [-], [s]
    effort
        Of each search; None: as the gap asks.

    Returns
    -------
    solutions
        The bound of each speaks of the best plan for its count and the money up to then, nested or
        not: its gap holds the price of nesting.

    Raises
    ------
    InputError
        If the priority is none of the three, there is not one weight from 0 up for each phase, or
        gap, time or seed cannot be used.
    InfeasibleError
        If there is no phase, a count falls or is below the existing cameras, or a phase is to add
        cameras and its budget buys none; if no plan keeps the rules. Floors and required places
        need to be met by the last phase only, all other rules hold in each.
    SolverError
        If no plan that keeps the rules was found.
    """
    if priority not in get_args(Priority):
        values = {"found": str(priority), "choices": get_args(Priority)}
        raise InputError(Problem("priority_unknown", values=values))
    importance = importance_of(weights, len(phases))
    check_phases(program, phases)
    ready(rules=program.rules.some)
    run = new_run(
        gap=gap,
        time_limit_s=time_limit_s,
        seed=seed,
        on_progress=on_progress,
        stop=stop,
        effort=effort,
    )
    goals = goals_of(program, phases)
    found = (_under_rules if program.rules.some else _plain)(goals, phases, run, priority)
    chosen = found.ways[0]
    if priority == "joint":
        chosen = joint(
            goals,
            [phase.budget for phase in phases],
            importance=importance,
            starts=found.ways,
            others=found.alone,
            seed=seed,
            late=run.late,
        )
    return tuple(map(solution, goals, chosen, found.bounds, found.alone))


def _under_rules(
    goals: Sequence[Program], phases: Sequence[PhaseLimit], run: Run, priority: Priority
) -> Nestings:
    budgets = [phase.budget for phase in phases]
    every = priority == "joint"
    return nested_under_rules(goals, budgets, run, early=priority == "early", every=every)


def _plain(
    goals: Sequence[Program], phases: Sequence[PhaseLimit], run: Run, priority: Priority
) -> Nestings:
    program = goals[-1]
    free = _unnested(goals, run)
    alone = [_chosen(program, one) for one in free]
    ways = []
    if priority != "early":
        ways.append(_toward(program, goals, phases, run, alone=alone))
    if priority != "target":
        ways.append(_forward(program, phases, run, first=alone[0]))
    bounds = [one.residual.base + one.bound for one in free]
    falling = np.minimum.accumulate(bounds[::-1])[::-1]
    return Nestings(tuple(ways), tuple(alone), tuple(falling.tolist()))


def check_phases(program: Program, phases: Sequence[PhaseLimit]) -> None:
    """Raise if no plan can meet the phases; `plan_phases` does so before it searches.

    Raises
    ------
    InfeasibleError
        With every phase that contradicts the others, the existing cameras or its budget; or with
        every required place and floor that no plan could meet.
    """
    problems = [*_conflicts(program, phases)]
    if problems:
        raise InfeasibleError(problems)
    refuse_unanswerable(goals_of(program, phases)[-1])


def build_order(program: Program, chosen: Iterable[int]) -> BuildOrder:
    """Return the new cameras of a choice, each time the one that adds the most to all before it.

    The lazy greedy rule of Minoux (1978, doi:10.1007/BFb0006528); existing cameras stand first. The
    gains sum to what the new cameras add together; of equal ones the lower index comes first.
    """
    covered = program.covered(program.existing)
    waiting = [(-math.inf, j) for j in sorted(set(chosen) - set(program.existing))]
    order: list[tuple[int, float]] = []
    while waiting:
        _, j = heapq.heappop(waiting)
        fresh = program.covered([j]) & ~covered
        gain = math.fsum(program.weight[fresh])
        if waiting and (-gain, j) > waiting[0]:
            heapq.heappush(waiting, (-gain, j))
        else:
            covered |= fresh
            order.append((j, gain))
    return BuildOrder(tuple(j for j, _ in order), tuple(gain for _, gain in order))


def _conflicts(program: Program, phases: Sequence[PhaseLimit]) -> Iterator[Problem]:
    if not phases:
        yield Problem("phases_missing")
    standing = before = len(program.existing)
    cheapest = evolve(program, count=program.n_candidates, budget=None).cheapest()
    for number, phase in enumerate(phases, start=1):
        wrong = [*not_whole(f"count {number}", phase.count, least=0)]
        if wrong:
            yield from wrong
            continue
        values: dict[str, object] = {"phase": str(number), "count": phase.count}
        values["budget"] = phase.budget
        if phase.count < standing:
            yield Problem("phase_below_existing", values=values | {"existing": standing})
        elif phase.count < before:
            yield Problem("phase_count_falls", values=values | {"before": before})
        if phase.budget is not None and not 0 <= phase.budget < math.inf:
            yield Problem("phase_budget", values=values)
        elif phase.count > before and cheapest is not None and not within(cheapest, phase.budget):
            yield Problem("phase_buys_nothing", values=values | {"cheapest": cheapest})
        if phase.count > before:
            # once sites are open, a camera alone may do
            cheapest = _cheapest_camera(program)
        before = max(before, phase.count)


def _cheapest_camera(program: Program) -> float | None:
    alone = evolve(program, count=program.n_candidates, budget=None, site_cost=None, rules=Rules())
    return alone.cheapest()


def _unnested(goals: Sequence[Program], run: Run) -> list[Tightened]:
    """Return the best plan of each goal by itself; the reduction is the same for all."""
    widest = reduce(goals[-1])
    found: list[Tightened] = []
    for left, goal in enumerate(goals[::-1]):
        new = goal.count - len(goal.existing)
        share = evolve(
            run, deadline=run.deadline - run.left_s() * (1 - 1 / (len(goals) - left + 1))
        )
        found.append(best_plan(widest.limited(count=new, budget=goal.budget), share))
    return found[::-1]


def _chosen(program: Program, found: Tightened) -> Chosen:
    return frozenset(whole_plan(program, found).tolist())


def _toward(
    program: Program,
    goals: Sequence[Program],
    phases: Sequence[PhaseLimit],
    run: Run,
    *,
    alone: Sequence[Chosen],
) -> list[Chosen]:
    """Return nested choices that end in the target, or near it if the money is ill portioned.

    `alone` are the best plans of each phase by itself; the last one is the target.
    """
    quick, target = run.quicker(), alone[-1]
    nested = [target]
    for goal in goals[-2::-1]:
        part = best_plan(reduce(goal, among=nested[0] - set(program.existing)), quick)
        nested.insert(0, _chosen(program, part))
    if affordable(program, [phase.budget for phase in phases], nested):
        return nested
    first = _extended(program, frozenset(program.existing), phases[0], run, among=target)
    portions = [
        _forward(program, phases, run, first=first, among=target),
        _forward(program, phases, run, first=alone[0]),
    ]
    return max(portions, key=lambda nested: program.value(nested[-1]))


def _forward(
    program: Program,
    phases: Sequence[PhaseLimit],
    run: Run,
    *,
    first: Chosen,
    among: Chosen | None = None,
) -> list[Chosen]:
    """Freeze each phase and add the best of the next; the last phase may go beyond `among`."""
    nested = [first]
    for number, phase in enumerate(phases[1:], start=2):
        allowed = None if number == len(phases) else among
        nested.append(_extended(program, nested[-1], phase, run, among=allowed))
    return nested


def _extended(
    program: Program, standing: Chosen, phase: PhaseLimit, run: Run, *, among: Chosen | None = None
) -> Chosen:
    """Return the standing cameras with the best that one phase may add."""
    count = max(phase.count, len(standing))
    step = evolve(program, existing=standing, count=count, budget=None)
    cheapest = step.cheapest()
    if cheapest is None or not within(cheapest, phase.budget):
        return standing
    step = evolve(step, budget=phase.budget)
    return _chosen(step, best_plan(reduce(step, among=among), run.quicker()))
