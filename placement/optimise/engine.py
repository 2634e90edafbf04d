"""The whole way: reduce, plan, bound, improve, and prove what is left."""

from collections.abc import Iterable

import numpy as np
from attrs import evolve

from placement.optimise.cutting_planes import sharpened
from placement.optimise.highs.covering import demand_prices, solve_exactly
from placement.optimise.kernels.sums import total
from placement.optimise.kernels.tables import Ints
from placement.optimise.lagrangian import tightened
from placement.optimise.program import Program
from placement.optimise.relaxation import Tightened, loose
from placement.optimise.residual import Residual
from placement.optimise.search import TOLERATED, greedy, improved, wandered
from placement.optimise.search_limits import (
    PROOF,
    Effort,
    Run,
)
from placement.optimise.solution_merging import concentrated

FRESH = 1000
"""Seeds of searches that begin anew are so far from those that go on. [-]"""


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


def gone_on(found: Tightened, run: Run) -> Tightened:
    """Go on with the effort of a proof, and other seeds than before, unless the gap is closed."""
    if _done(found, run):
        return found
    rounds = range(run.effort.polish_rounds, run.effort.polish_rounds + PROOF.polish_rounds)
    return _finished(found, evolve(run, effort=PROOF), rounds)
