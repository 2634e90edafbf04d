"""Phases that nest: what to build first on the way to the target, and what nesting costs."""

import math
from collections.abc import Callable, Sequence
from typing import Literal, get_args

import numpy as np
from attrs import evolve, field, frozen

from placement.errors import InfeasibleError, InputError, Problem, SolverError
from placement.optimise.arguments import within_budget
from placement.optimise.engine import best_plan, program_choice
from placement.optimise.joint import joint
from placement.optimise.nested_phases import (
    CandidateSet,
    OnTarget,
    PhaseLimit,
    affordable,
    goals_of,
    is_feasible_nesting,
    nobody_goes_in_vain,
    phase_conflicts,
    phase_importance,
)
from placement.optimise.portions import portioned_target
from placement.optimise.program import Program
from placement.optimise.reduction import reduce
from placement.optimise.relaxation import Incumbent
from placement.optimise.removal import crowded_sites, with_open_sites
from placement.optimise.search_limits import (
    ROUGH,
    Effort,
    OnProgress,
    Run,
    Stop,
    new_run,
)
from placement.optimise.side_constraints.conflicts import refuse_impossible_rules
from placement.optimise.side_constraints.engine import BestChoice, best_choice
from placement.optimise.solution import Solution, solution
from placement.optimise.splitting import split_target
from placement.optimise.warm_up import compile_kernels

Priority = Literal["target", "early", "joint"]


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
    on_target: OnTarget | None = None,
) -> tuple[Solution, ...]:
    """Return one solution per phase, each keeping what the one before built.

    Parameters
    ----------
    program
        Problem; its own count and budget give way to those of the phases. A camera that is removed
        stays removed.
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
    on_target
        Called with the best choice of the last phase alone, long before the phases are there.

    Returns
    -------
    solutions
        The bound of each speaks of the best plan for its count and the money up to then, nested or
        not: its gap holds the price of nesting. If the best target of all money together cannot be
        split into the phases' own money, "target" and "joint" bound the targets that can.

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
    importance = phase_importance(weights, len(phases))
    check_phases(program, phases)
    if program.removable:
        program = with_open_sites(program)
    compile_kernels(rules=not program.plain)
    run = new_run(
        gap=gap,
        time_limit_s=time_limit_s,
        seed=seed,
        on_progress=on_progress,
        stop=stop,
        effort=effort,
    )
    goals, budgets = goals_of(program, phases), [phase.budget for phase in phases]
    nestings_of = _plain_nestings if program.plain else _constrained_nestings
    nestings = nestings_of(goals, budgets, run, priority, on_target)
    nested = nestings.nested[0]
    if program.removable:  # the joint search only builds
        nested = nobody_goes_in_vain(goals, budgets, _best(goals, nestings.nested, importance))
    elif priority == "joint":
        nested = joint(
            goals,
            budgets,
            importance=importance,
            starts=nestings.nested,
            others=[one for one in nestings.unnested if one is not None],
            seed=seed,
            late=run.late,
        )
    return tuple(map(solution, goals, nested, nestings.bounds, nestings.unnested))


def _best(
    goals: Sequence[Program], starts: Sequence[list[CandidateSet]], importance: Sequence[float]
) -> list[CandidateSet]:
    """Return the nested choices of the most weighted value, the first of equals."""

    def worth(nested: Sequence[CandidateSet]) -> float:
        values = [goal.objective(part) for goal, part in zip(goals, nested, strict=True)]
        return math.fsum(w * value for w, value in zip(importance, values, strict=True))

    return max(starts, key=worth)


def check_phases(program: Program, phases: Sequence[PhaseLimit]) -> None:
    """Raise if no plan can meet the phases; `plan_phases` does so before it searches.

    Raises
    ------
    InfeasibleError
        With every phase that contradicts the others, the existing cameras or its budget; or with
        every required place and floor that no plan could meet.
    """
    problems = [*phase_conflicts(program, phases)]
    if problems:
        raise InfeasibleError(problems)
    refuse_impossible_rules(goals_of(program, phases))


@frozen(eq=False)
class _Nestings:
    """Nested choices of all phases, and what each phase could be by itself."""

    nested: tuple[list[CandidateSet], ...]
    """One choice per phase in each, the preferred one first."""
    unnested: tuple[CandidateSet | None, ...]
    """Best choice found for each phase by itself; None where nobody asked for it."""
    bounds: tuple[float, ...]
    """On the value of each phase."""


def _plain_nestings(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    run: Run,
    priority: Priority,
    on_target: OnTarget | None,
) -> _Nestings:
    """Return nested choices of a program without rules; there always are some."""
    residuals = _unnested_plans(goals, run, on_target)
    unnested = [frozenset(program_choice(goals[-1], plan).tolist()) for plan in residuals]
    bounds = [plan.residual.base + plan.bound for plan in residuals]
    falling = np.minimum.accumulate(bounds[::-1])[::-1]
    nested = []
    if priority != "early":
        target, portioned = _toward_target(goals, budgets, run, unnested, bound=float(falling[-1]))
        if portioned < math.inf:
            falling[-1], unnested[-1] = min(falling[-1], portioned), target[-1]
        nested.append(target)
    if priority != "target":
        nested.append(_forward(goals, budgets, run.quicker(), first=unnested[0]))
    return _Nestings(tuple(nested), tuple(unnested), tuple(falling.tolist()))


def _unnested_plans(
    goals: Sequence[Program], run: Run, on_target: OnTarget | None
) -> list[Incumbent]:
    """Return the best plan of each goal by itself; the reduction is the same for all."""
    widest = reduce(goals[-1])
    plans: list[Incumbent] = []
    for solved, goal in enumerate(goals[::-1]):
        new = goal.count - len(goal.existing)
        share = run.shared(len(goals) - solved + 1)
        plans.append(best_plan(widest.with_limits(count=new, budget=goal.budget), share))
        if on_target is not None and solved == 0:
            on_target(frozenset(program_choice(goal, plans[0]).tolist()))
    return plans[::-1]


def _toward_target(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    run: Run,
    unnested: Sequence[CandidateSet],
    *,
    bound: float,
) -> tuple[list[CandidateSet], float]:
    """Return nested choices that end in the target, or in one that the portions of money pay for.

    Beside them a bound on all targets that can be built phase by phase, infinite where `bound` is
    good enough: it speaks of all targets that the money buys together.
    """
    program, target, quick = goals[-1], unnested[-1], run.quicker()
    nested = _backward(goals, quick, target)
    if affordable(program, budgets, nested):
        return nested, math.inf
    portions = [
        _forward(goals, budgets, quick, among=target),
        _forward(goals, budgets, quick, first=unnested[0]),
    ]
    nested = max(portions, key=lambda nested: program.value(nested[-1]))
    value = program.value(nested[-1])
    if run.effort.exact_candidates == 0 or run.late() or bound - value <= run.gap * bound:
        return nested, math.inf
    split = split_target(goals, budgets, target, run)
    if split is not None:
        return split, math.inf
    better = portioned_target(goals, budgets, value=value, bound=bound, run=run)
    return better.nested or nested, better.bound


def _constrained_nestings(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    run: Run,
    priority: Priority,
    on_target: OnTarget | None,
) -> _Nestings:
    """Return the first nested choices that keep the rules; with "joint" all that do.

    If planning the first phases first leaves no plan that keeps the rules at the end, the target is
    planned first after all.

    Raises
    ------
    InfeasibleError
        If no plan of the last phase keeps the rules, nested or not.
    SolverError
        If none was found that can be built within the phases' budgets.
    """
    rough = run.effort is ROUGH and priority != "joint"  # only plans are asked for
    rules, alone = goals[-1].rules, _ChoicesAlone(goals, run, few=rough)
    target = alone.chosen(len(goals) - 1)
    if on_target is not None:
        on_target(target)
    for phase in () if rough else range(len(goals))[::-1]:
        alone.chosen(phase)
    bounds = alone.bounds()
    counts = [goal.count for goal in goals]
    if counts == sorted(counts) and all(limit.rises for limit in rules.limits):
        # else a plan of one phase may break what a later one has to keep
        last = len(goals) - 1 if rules.floors or rules.required else len(goals)
        bounds[:last] = np.minimum.accumulate(bounds[:last][::-1])[::-1].tolist()
    quick = run.quicker()
    strategies: list[Callable[[], list[CandidateSet]]] = [
        lambda: _backward(goals, quick, target),
        lambda: _forward(goals, budgets, quick, among=target),
        lambda: _forward(goals, budgets, quick, first=alone.chosen(0)),
    ]
    feasible: list[list[CandidateSet]] = []
    for strategy in strategies[::-1] if priority == "early" else strategies:
        try:
            nested = strategy()
        except (InfeasibleError, SolverError):
            continue
        if is_feasible_nesting(goals, budgets, nested):
            feasible.append(nested)
            if priority != "joint":
                break
    if not feasible:
        raise SolverError(Problem("rules_no_nesting"))
    return _Nestings(tuple(feasible), alone.sets(), tuple(bounds))


@frozen(eq=False)
class _ChoicesAlone:
    """The best choice of each phase by itself, sought once it is asked for."""

    goals: Sequence[Program]
    run: Run
    few: bool
    """Whether not every phase is asked for, so that each may take all the time."""
    _best: dict[int, BestChoice] = field(factory=dict, init=False)

    def chosen(self, phase: int) -> CandidateSet:
        """Return the best choice of a phase; the later ones leave it a part of the time."""
        if phase not in self._best:
            parts = 1 if self.few else phase + 2
            self._best[phase] = best_choice(self.goals[phase], self.run.shared(parts))
        return frozenset(self._best[phase].chosen.tolist())

    def bounds(self) -> list[float]:
        """Return the bound of each phase, infinite where it was not asked for."""
        best = self._best
        return [best[k].bound if k in best else math.inf for k in range(len(self.goals))]

    def sets(self) -> tuple[CandidateSet | None, ...]:
        """Return the choice of each phase, None where it was not asked for."""
        return tuple(self.chosen(k) if k in self._best else None for k in range(len(self.goals)))


def _backward(goals: Sequence[Program], run: Run, target: CandidateSet) -> list[CandidateSet]:
    """Return the best parts of the target for the phases before it."""
    nested = [target]
    for goal in goals[-2::-1]:
        earlier = evolve(goal, removable=set(goal.removable) - nested[0])
        part = best_choice(earlier, run, among=nested[0] - set(goal.existing))
        nested.insert(0, frozenset(part.chosen.tolist()))
    return nested


def _forward(
    goals: Sequence[Program],
    budgets: Sequence[float | None],
    run: Run,
    *,
    first: CandidateSet | None = None,
    among: CandidateSet | None = None,
) -> list[CandidateSet]:
    """Freeze each phase and add the best of the next; the last may go beyond `among`."""
    nested: list[CandidateSet] = [] if first is None else [first]
    for number in range(len(nested), len(goals)):
        standing = nested[-1] if nested else frozenset(goals[number].existing)
        allowed = None if number == len(goals) - 1 else among
        nested.append(_extended(goals[number], standing, budgets[number], run, among=allowed))
    return nested


def _extended(
    goal: Program,
    standing: CandidateSet,
    budget: float | None,
    run: Run,
    *,
    among: CandidateSet | None,
) -> CandidateSet:
    """Return the standing cameras with the best that one phase may add."""
    limits = [limit.beside(goal, standing) for limit in goal.rules.limits]
    rules = evolve(goal.rules, limits=limits)
    gone, staying = set(goal.existing) - standing, set(goal.removable) & standing
    count = max(goal.count, goal.counted(standing - staying))
    step = evolve(goal, existing=standing, removable=staying, count=count, budget=None, rules=rules)
    cheapest = step.cheapest()
    if not staying and (cheapest is None or not within_budget(cheapest, budget)):
        return standing
    built = np.unique(goal.site[sorted(standing - set(goal.existing))])
    apart = goal.rules.apart
    near = [*apart[np.isin(apart[:, 0], built), 1], *apart[np.isin(apart[:, 1], built), 0]]
    shut = [*near, *(crowded_sites(goal) if goal.removable else ())]
    banned = {*goal.rules.banned, *gone, *np.flatnonzero(np.isin(goal.site, shut)).tolist()}
    step = evolve(step, budget=budget, rules=evolve(rules, banned=banned))
    return frozenset(best_choice(step, run, among=among).chosen.tolist())
