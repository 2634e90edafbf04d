"""The engine for side constraints: reduce, plan, bound, search, prove; or explain infeasibility."""

from collections.abc import Iterable

import numpy as np
from attrs import evolve, frozen

from placement.errors import InfeasibleError, Problem, SolverError
from placement.optimise.engine import best_plan, program_choice
from placement.optimise.highs.model import run_model
from placement.optimise.kernels.tables import Ints
from placement.optimise.program import Program, with_whole_views
from placement.optimise.reduction import reduce
from placement.optimise.removal import staying_as_choice
from placement.optimise.search import NOTHING
from placement.optimise.search_limits import Run
from placement.optimise.side_constraints import conflicts
from placement.optimise.side_constraints.bound import (
    ConstrainedIncumbent,
    constrained_bound,
    initial_multipliers,
)
from placement.optimise.side_constraints.formulation import formulate
from placement.optimise.side_constraints.linear import LinearBound, linear_bound
from placement.optimise.side_constraints.proof import NEAREST, proven, searched
from placement.optimise.side_constraints.reduction import reduce_constrained
from placement.optimise.side_constraints.residual import Booleans, ConstrainedResidual
from placement.optimise.side_constraints.search import Searcher
from placement.optimise.side_constraints.site_cuts import CutPool

SEARCH_ROUNDS = 3
"""Rounds of ruin and repair for a plan that keeps the rules, before the solver is asked."""
FEASIBLE_NODES = 20_000
LESS_POLISH = 6
"""So many times fewer iterations of ruin and repair: each counts its gains anew."""
RULED_STEPS = 3
"""So many times more steps of the bound than without rules."""
LINEAR_COVERS = 400_000
"""Most entries of the coverage matrix whose linear programme is solved."""
LINEAR_PART = 3
"""It gets one of so many parts of the time."""


@frozen(eq=False)
class BestChoice:
    """The best choice of candidates, and a bound on the value of all."""

    chosen: Ints
    """Candidates of the program, existing ones included."""
    bound: float


def constrained_choice(program: Program, run: Run, *, among: Booleans | None = None) -> BestChoice:
    """Return the best plan and bound of a program with rules whose views are all whole.

    Search treats floors and required places as penalties; where it finds no plan that keeps them,
    the exact programme is asked for any. The bound relaxes them with prices, and candidates that no
    better plan contains are ruled out by it; the exact programme gets the rest if it is small
    enough. Value and bound are the best of all stages.

    Raises
    ------
    InfeasibleError
        If no plan keeps the rules, with those that fight.
    SolverError
        If none was found, but it is not proven that there is none.
    """
    rest = reduce_constrained(program, among=among)
    problems = conflicts.impossible_rules(program, rest)
    if problems:
        raise InfeasibleError(problems)
    cuts = CutPool(rest)
    linear = _linear_bound(rest, run, cuts)
    plan = _feasible_plan(program, rest, run, linear)
    incumbent = ConstrainedIncumbent(
        rest.worth, plan, np.arange(rest.residual.m), initial_multipliers(rest, plan), linear
    )
    if rest.residual.m and rest.residual.count:
        incumbent = _bound(
            incumbent, rest, run, steps=RULED_STEPS * run.effort.bound_steps, step_length=1.0
        )
        incumbent = _polish(incumbent, rest, run)
        if not _is_over(incumbent, rest, run):
            incumbent = proven(incumbent, rest, run, cuts)
    else:
        incumbent = evolve(incumbent, bound=rest.value(plan))
    _report(rest, run, rest.value(incumbent.plan), incumbent.bound)
    existing = np.array(program.existing, dtype=np.int64)
    chosen = np.concatenate((existing, rest.residual.candidate[incumbent.plan]))
    return BestChoice(chosen, rest.residual.base + incumbent.bound)


def _linear_bound(rest: ConstrainedResidual, run: Run, cuts: CutPool) -> LinearBound | None:
    """Return the bound of the linear programme, if it is not too large and soon solved."""
    if not rest.residual.count or not 0 < len(rest.residual.tables.idx) <= LINEAR_COVERS:
        return None
    return linear_bound(
        formulate(rest, np.arange(rest.residual.m)),
        time_limit_s=run.left_s() / LINEAR_PART,
        stop=run.stop,
        cuts=cuts.broken_rows if np.isfinite(rest.residual.budget) else None,
    )


def _feasible_plan(
    program: Program, rest: ConstrainedResidual, run: Run, linear: LinearBound | None
) -> Ints:
    """Return a plan that keeps the rules: rounded from the linear programme, or else searched."""
    if linear is not None:
        searcher = Searcher(rest, linear.nearest(NEAREST), late=run.late)
        plan = searcher.local_optimum(searcher.greedy_extension(linear.preferred()))
        if rest.met(plan):
            return plan
    searcher = Searcher(rest, np.arange(rest.residual.m), late=run.late)
    plan = searcher.greedy_plan() if rest.residual.m and rest.residual.count else NOTHING
    for round_ in range(SEARCH_ROUNDS):
        if rest.met(plan) or run.late():
            break
        plan = searcher.iterated_local_search(
            plan,
            iterations=run.effort.polish_iterations // LESS_POLISH,
            seed=round_,
        )
    if rest.met(plan):
        return plan
    active = np.arange(rest.residual.m)
    stated = formulate(rest, active, feasibility=True)
    ran = run_model(
        stated, nodes=FEASIBLE_NODES, time_limit_s=max(run.left_s(), 1.0), stop=run.stop
    )
    if ran.values is not None:
        plan = np.flatnonzero(ran.values[: stated.cameras] > 0.5)
        if rest.met(plan):
            return searcher.best(plan, searcher.local_optimum(plan))
    if ran.impossible:
        raise InfeasibleError(
            conflicts.conflicting_rules(program, time_limit_s=max(run.left_s(), 5.0))
        )
    raise SolverError(Problem("rules_no_plan"))


def _bound(
    incumbent: ConstrainedIncumbent,
    rest: ConstrainedResidual,
    run: Run,
    *,
    steps: int,
    step_length: float,
) -> ConstrainedIncumbent:
    """Return a better bound and fewer candidates: by the linear programme, or else by steps."""
    if incumbent.linear is not None:
        return incumbent.narrowed(rest)
    return constrained_bound(
        incumbent,
        rest,
        steps=steps,
        gap=run.gap,
        step_length=step_length,
        late=run.closing,
        report=lambda value, bound: _report(rest, run, value, bound),
    )


def _polish(
    incumbent: ConstrainedIncumbent, rest: ConstrainedResidual, run: Run
) -> ConstrainedIncumbent:
    """Search for better plans by ruin and repair, and tighten the bound after each."""
    effort, idle = run.effort, 0
    for round_ in range(effort.polish_rounds):
        if idle >= effort.polish_patience or _is_over(incumbent, rest, run):
            break
        searcher = Searcher(rest, searched(incumbent), late=run.late)
        plan = searcher.iterated_local_search(
            incumbent.plan,
            iterations=effort.polish_iterations // LESS_POLISH,
            seed=run.seed + round_,
        )
        better = incumbent.with_plan(rest, plan)
        if better is incumbent:
            idle += 1
        else:
            idle = 0
            incumbent = _bound(better, rest, run, steps=effort.polish_steps, step_length=0.05)
    return incumbent


def _is_over(incumbent: ConstrainedIncumbent, rest: ConstrainedResidual, run: Run) -> bool:
    return run.late() or rest.residual.gap_closed(
        rest.value(incumbent.plan), incumbent.bound, run.gap
    )


def _report(rest: ConstrainedResidual, run: Run, value: float, bound: float) -> None:
    run.report(rest.residual, value, bound)


def best_choice(program: Program, run: Run, *, among: Iterable[int] | None = None) -> BestChoice:
    """Return the best plan and bound of a program with rules; choose the engine for it.

    Partial views become copies of demand points, cameras that may go become candidates, and banned
    ones are left out; what is plain then goes the plain way. Disutility is known to the engine for
    rules only.
    """
    whole = with_whole_views(staying_as_choice(program))
    allowed = np.zeros(program.n_candidates, dtype=bool)
    allowed[slice(None) if among is None else [*among, *program.removable]] = True
    allowed[list(whole.rules.banned)] = False
    if whole.rules.binding or whole.charged:
        return constrained_choice(whole, run, among=allowed)
    residual = reduce(whole, among=np.flatnonzero(allowed))
    incumbent = best_plan(residual, run)
    return BestChoice(program_choice(whole, incumbent), residual.base + incumbent.bound)
