"""The whole way: reduce, plan, bound, improve, and prove what is left."""

from collections.abc import Iterable

import numpy as np
from attrs import evolve
from numpy.typing import ArrayLike
from scipy import sparse

from placement.optimise.arguments import integers, pattern
from placement.optimise.cutting_planes import sharpened
from placement.optimise.dual_prices import demand_prices
from placement.optimise.greedy import greedy
from placement.optimise.highs.covering import solve_exactly
from placement.optimise.kernels.sums import total
from placement.optimise.kernels.tables import Ints
from placement.optimise.lagrangian import Tightened, loose, tightened
from placement.optimise.program import Program
from placement.optimise.reduce import Residual, reduce
from placement.optimise.ruled.copies import without_parts
from placement.optimise.ruled.engine import Best, best_choice
from placement.optimise.rules import Rules
from placement.optimise.search import TOLERATED, improved, wandered
from placement.optimise.search_limits import (
    PROOF,
    Effort,
    OnProgress,
    Run,
    Stop,
    new_run,
)
from placement.optimise.solution import Solution, solution
from placement.optimise.solution_merging import concentrated
from placement.optimise.warm_up import ready

FRESH = 1000
"""Seeds of searches that begin anew are so far from those that go on. [-]"""


def maximal_covering(
    covers: sparse.csr_array | sparse.csr_matrix,
    weight: ArrayLike,
    *,
    count: int,
    existing: Iterable[int] = (),
    site: ArrayLike | None = None,
    cost: ArrayLike | None = None,
    budget: float | None = None,
    time_limit_s: float = 60,
    gap: float = 0.001,
    per_site: int = 1,
    site_cost: ArrayLike | None = None,
    rules: Rules | None = None,
    seed: int = 0,
    stop: Stop | None = None,
) -> Solution:
    """Choose candidates that cover the most weight; see `Program` for the formula.

    Parameters
    ----------
    covers : (J, I) matrix, sparse or not
        Which candidate covers which demand point: anything but zero counts as yes.
    weight : (I,) array
        Of each demand point, not negative.
    count
        Most candidates in all, existing ones included.
    existing
        Candidates that are chosen whatever happens, at no cost.
    site : (J,) array
        Index of the site of each candidate; None: each its own.
    cost : (J,) array
        Of each new candidate. [money]
    budget
        For all new candidates and sites together. [money]
    time_limit_s
        Used up only while the gap is open. The search is counted in steps; what linear programmes
        and the exact solver add until the time is over depends on the machine. [s]
    gap
        Good enough: (bound - objective) / bound. [-]
    per_site
        Most candidates at one site, existing ones included.
    site_cost : (S,) array
        Once for each site without an existing candidate. [money]
    rules
        Floors, required places, forbidden pairs, second and partial views.
    seed
        Of the local search.
    stop
        Asked now and then; once it says yes, the search ends with the best so far and its bound.

    Returns
    -------
    solution
        Chosen indices with existing ones, objective, bound and gap.

    Raises
    ------
    InputError, InfeasibleError
        As `Program` does; and if no plan keeps the rules, with those that fight.
    SolverError
        If no plan that keeps the rules was found.
    """
    seen = pattern(covers)
    places = np.arange(seen.shape[0]) if site is None else integers("site", site)
    if site_cost is None and rules is None and places.size and places.min() >= 0:
        places = np.unique(places, return_inverse=True)[1]  # any numbers may name sites
    program = Program(
        covers=seen,
        weight=weight,
        site=places,
        count=count,
        per_site=per_site,
        existing=existing,
        camera_cost=cost,
        site_cost=site_cost,
        budget=budget,
        rules=rules or Rules(),
    )
    return solve(program, gap=gap, time_limit_s=time_limit_s, seed=seed, stop=stop, thorough=True)


def solve(
    program: Program,
    *,
    gap: float = 0.001,
    time_limit_s: float = 60,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
    thorough: bool = False,
) -> Solution:
    """Return a good plan with a bound; see `maximal_covering` for the parameters.

    `on_progress` is called with the objective and the bound at hand now and then. Who asks it to be
    `thorough` has all of the time used, with the effort of a proof, while the gap is open.
    """
    ready(rules=program.rules.some)
    run = new_run(gap=gap, time_limit_s=time_limit_s, seed=seed, on_progress=on_progress, stop=stop)
    if program.rules.some:
        best = best_ruled(program, run)
        return solution(program, best.chosen, best.bound)
    residual = reduce(program)
    found = best_plan(residual, run)
    if thorough and not _done(found, run):
        found = _gone_on(found, run)
    return solution(program, whole_plan(program, found), residual.base + found.bound)


def best_ruled(program: Program, run: Run, *, among: Iterable[int] | None = None) -> Best:
    """Return the best plan and bound of a program with rules; plain ones in disguise go fast.

    Partial views become copies of demand points and banned candidates are left out; what is plain
    then goes the plain way.
    """
    whole = without_parts(program)
    allowed = np.zeros(program.n_candidates, dtype=bool)
    allowed[slice(None) if among is None else list(among)] = True
    allowed[list(program.rules.banned)] = False
    if whole.rules.binding:
        return best_choice(whole, run, among=allowed)
    residual = reduce(whole, among=np.flatnonzero(allowed))
    found = best_plan(residual, run)
    return Best(whole_plan(whole, found), residual.base + found.bound)


def whole_plan(program: Program, found: Tightened) -> Ints:
    """Return the program's candidates that a plan of what was left stands for, and the existing."""
    new = found.residual.candidate[found.plan]
    return np.concatenate((np.array(program.existing, dtype=np.int64), new))


def best_plan(residual: Residual, run: Run) -> Tightened:
    """Return the best plan and bound of all stages; stop at the first that closes the gap."""
    if residual.count == 0 or residual.m == 0:
        nothing = loose(residual, np.empty(0, dtype=np.int64))
        return nothing.closed()
    found = loose(residual, improved(residual, greedy(residual)))
    run.report(residual, found.value, found.bound)
    found = _tighter(found, run, steps=run.effort.bound_steps, step_length=1.0)
    early = run.effort.early_rounds
    found = _polished(found, run, range(early))
    return _finished(found, run, range(early, run.effort.polish_rounds))


def _finished(found: Tightened, run: Run, rounds: Iterable[int]) -> Tightened:
    """Bound by linear programmes, search on, prove; stop at the first that closes the gap."""
    if not _done(found, run):
        found = _sharpened(_priced(found, run), run)
        found = _polished(_concentrated(found, run), run, rounds)
    if not _done(found, run):
        found = _proven(found, run)
    run.report(found.residual, found.value, found.bound)
    return found


def _gone_on(found: Tightened, run: Run) -> Tightened:
    """Go on from a plan with the effort of a proof; its search has other seeds than before."""
    rounds = range(run.effort.polish_rounds, run.effort.polish_rounds + PROOF.polish_rounds)
    return _finished(found, evolve(run, effort=PROOF), rounds)


def _done(found: Tightened, run: Run) -> bool:
    return run.late() or found.residual.closed(found.value, found.bound, run.gap)


def _tighter(found: Tightened, run: Run, *, steps: int, step_length: float) -> Tightened:
    return tightened(
        found,
        steps=steps,
        gap=run.gap,
        step_length=step_length,
        late=run.closing,
        report=lambda value, bound: run.report(found.residual, value, bound),
    )


def _polished(found: Tightened, run: Run, rounds: Iterable[int]) -> Tightened:
    """Ruin and repair what is left; a better plan rules out more, so bound it again."""
    effort, idle = run.effort, 0
    for round_ in rounds:
        if idle >= effort.polish_patience or _done(found, run):
            break
        plan = wandered(
            found.residual,
            found.plan,
            iterations=(1 + idle) * _iterations(found.residual, effort),
            seed=run.seed + round_,
            tolerated=(1 + idle) * TOLERATED,
            stop=run.late,
        )
        better = found.with_plan(plan)
        if better.value > found.value:
            found, idle = _tighter(better, run, steps=effort.polish_steps, step_length=0.05), 0
        else:
            idle += 1
    return found


def _concentrated(found: Tightened, run: Run) -> Tightened:
    """Let the exact solver put together what several searches found."""
    effort, residual = run.effort, found.residual
    if effort.walks == 0 or _done(found, run):
        return found
    plan = concentrated(
        residual,
        found.plan,
        walks=effort.walks,
        iterations=_iterations(residual, effort) // 2,
        seed=run.seed + FRESH,
        time_limit_s=max(run.left_s() / 4, 0.1),
        stop=run.late,
    )
    better = found.with_plan(plan) if fits(residual, plan) else found
    if better.value <= found.value:
        return found
    return _tighter(better, run, steps=effort.polish_steps, step_length=0.05)


def _iterations(residual: Residual, effort: Effort) -> int:
    """Return how often to ruin and repair: a place in a large plan is to come up as often."""
    if np.isfinite(residual.budget):
        return effort.polish_iterations
    return max(effort.polish_iterations, effort.polish_per_camera * residual.count)


def _priced(found: Tightened, run: Run) -> Tightened:
    """Let the linear programme price demand: a better bound than steps reach, if it is small."""
    effort = run.effort
    if not effort.cut_covers < len(found.residual.tables.idx) <= effort.price_covers:
        return found
    prices = demand_prices(found.residual, time_limit_s=max(run.left_s(), 0.1), stop=run.stop)
    if prices is None:
        return found
    priced = _tighter(
        evolve(found, multiplier=prices), run, steps=run.effort.polish_steps, step_length=0.05
    )
    return min(priced, found, key=lambda one: one.bound)


def _sharpened(found: Tightened, run: Run) -> Tightened:
    """Let cuts tighten the linear programme: where candidates overlap much, a far better bound."""
    effort, residual = run.effort, found.residual
    small = len(residual.tables.idx) <= effort.cut_covers
    cut = found.cuts is not None
    if cut or _done(found, run) or not small or residual.m < effort.cut_candidates:
        return found
    half = run.left_s() / 2
    return sharpened(
        found,
        rounds=effort.cut_rounds,
        gap=run.gap,
        late=lambda: run.late() or run.left_s() < half,
        report=lambda value, bound: run.report(residual, value, bound),
    )


def _proven(found: Tightened, run: Run) -> Tightened:
    """Give what is left to the exact solver if it is small enough."""
    residual, effort = found.residual, run.effort
    if not _promising(found, effort):
        return found
    exact = solve_exactly(
        residual,
        start=found.plan,
        gap_weight=run.gap * (residual.base + found.bound) / 2,
        nodes=effort.exact_nodes,
        restarts=effort.exact_restarts,
        cuts=found.cuts,
        time_limit_s=max(run.left_s(), 0.1),
        stop=run.stop,
    )
    if exact.plan is not None and fits(residual, exact.plan):
        found = found.with_plan(exact.plan)
    return found.with_bound(exact.bound)


def _promising(found: Tightened, effort: Effort) -> bool:
    """Return whether the exact solver is likely to end."""
    residual = found.residual
    small = residual.m <= effort.exact_candidates
    small &= len(residual.tables.idx) <= effort.exact_covers
    near = residual.closed(found.value, found.bound, effort.exact_gap)
    return small and (near or residual.m <= effort.exact_always)


def fits(residual: Residual, plan: Ints) -> bool:
    """Return whether a plan of local candidates keeps count, sites and budget."""
    t = residual.tables
    used = np.bincount(t.site[plan], minlength=len(t.room))
    money = total(t.price[plan]) + total(t.opening[used > 0])
    return len(plan) <= residual.count and bool((used <= t.room).all()) and money <= residual.limit
