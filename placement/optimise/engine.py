"""The engine for plain covering: plan, bound, search, cut and prove, until the gap is closed."""

from collections.abc import Iterable

import numpy as np
from attrs import evolve

from placement.optimise.cutting_planes import cutting_plane_bound
from placement.optimise.highs.covering import dual_prices, solve_exactly
from placement.optimise.kernels.tables import Ints
from placement.optimise.lagrangian import subgradient_bound
from placement.optimise.layouts import with_layouts
from placement.optimise.program import Program
from placement.optimise.relaxation import Incumbent, trivial_incumbent
from placement.optimise.residual import Residual
from placement.optimise.search import (
    TOLERATED,
    greedy_plan,
    is_feasible,
    iterated_local_search,
    local_optimum,
)
from placement.optimise.search_limits import (
    PROOF,
    Effort,
    Run,
)
from placement.optimise.solution_merging import merge_solutions

FRESH = 1000
"""Seeds of searches that begin anew are so far from those that go on. [-]"""

LUMPS = 1000
"""With so few candidates a wide gap under a budget is money that comes in lumps, soon closed."""


def program_choice(program: Program, incumbent: Incumbent) -> Ints:
    """Return an incumbent's plan as candidates of the program, existing ones included."""
    new = incumbent.residual.cameras_of(incumbent.plan)
    return np.concatenate((np.array(program.existing, dtype=np.int64), new))


def best_plan(residual: Residual, run: Run) -> Incumbent:
    """Return the best plan and bound of all stages; stop at the first that closes the gap."""
    residual, _ = with_layouts(residual)
    if residual.count == 0 or residual.m == 0:
        nothing = trivial_incumbent(residual, np.empty(0, dtype=np.int64))
        return nothing.proven_optimal()
    incumbent = trivial_incumbent(residual, local_optimum(residual, greedy_plan(residual)))
    run.report(residual, incumbent.value, incumbent.bound)
    incumbent = _bound(incumbent, run, steps=run.effort.bound_steps, step_length=1.0)
    early = run.effort.early_rounds
    incumbent = _polish(incumbent, run, range(early))
    return _close_gap(incumbent, run, range(early, run.effort.polish_rounds))


def _close_gap(incumbent: Incumbent, run: Run, rounds: Iterable[int]) -> Incumbent:
    """Bound by linear programmes, search on, prove; stop at the first that closes the gap."""
    if not _is_over(incumbent, run):
        incumbent = _bound_by_cuts(_bound_by_duals(incumbent, run), run)
        incumbent = _polish(_merge(incumbent, run), run, rounds)
    if not _is_over(incumbent, run):
        incumbent = _prove(incumbent, run)
    run.report(incumbent.residual, incumbent.value, incumbent.bound)
    return incumbent


def _is_over(incumbent: Incumbent, run: Run) -> bool:
    return run.late() or incumbent.residual.gap_closed(incumbent.value, incumbent.bound, run.gap)


def _bound(incumbent: Incumbent, run: Run, *, steps: int, step_length: float) -> Incumbent:
    return subgradient_bound(
        incumbent,
        steps=steps,
        gap=run.gap,
        step_length=step_length,
        late=run.closing,
        report=lambda value, bound: run.report(incumbent.residual, value, bound),
    )


def _polish(incumbent: Incumbent, run: Run, rounds: Iterable[int]) -> Incumbent:
    """Search for better plans by ruin and repair, and tighten the bound after each."""
    effort, idle = run.effort, 0
    for round_ in rounds:
        if idle >= effort.polish_patience or _is_over(incumbent, run):
            break
        plan = iterated_local_search(
            incumbent.residual,
            incumbent.plan,
            iterations=(1 + idle) * _iterations(incumbent.residual, effort),
            seed=run.seed + round_,
            tolerated=(1 + idle) * TOLERATED,
            stop=run.late,
        )
        better = incumbent.with_plan(plan)
        if better.value > incumbent.value:
            incumbent, idle = _bound(better, run, steps=effort.polish_steps, step_length=0.05), 0
        else:
            idle += 1
    return incumbent


def _merge(incumbent: Incumbent, run: Run) -> Incumbent:
    """Combine the plans of several searches by the exact solver."""
    effort, residual = run.effort, incumbent.residual
    if effort.walks == 0 or _is_over(incumbent, run):
        return incumbent
    plan = merge_solutions(
        residual,
        incumbent.plan,
        walks=effort.walks,
        iterations=_iterations(residual, effort) // 2,
        seed=run.seed + FRESH,
        time_limit_s=max(run.left_s() / 4, 0.1),
        stop=run.late,
    )
    better = incumbent.with_plan(plan) if is_feasible(residual, plan) else incumbent
    if better.value <= incumbent.value:
        return incumbent
    return _bound(better, run, steps=effort.polish_steps, step_length=0.05)


def _iterations(residual: Residual, effort: Effort) -> int:
    """Return how often to ruin and repair, in proportion to the cameras of a large plan."""
    if np.isfinite(residual.budget):
        return effort.polish_iterations
    return max(effort.polish_iterations, effort.polish_per_camera * residual.count)


def _bound_by_duals(incumbent: Incumbent, run: Run) -> Incumbent:
    """Tighten the bound by dual prices of the linear relaxation, if that is small enough."""
    effort = run.effort
    if not effort.cut_covers < len(incumbent.residual.tables.idx) <= effort.price_covers:
        return incumbent
    prices = dual_prices(incumbent.residual, time_limit_s=max(run.left_s(), 0.1), stop=run.stop)
    if prices is None:
        return incumbent
    priced = _bound(
        evolve(incumbent, multiplier=prices), run, steps=run.effort.polish_steps, step_length=0.05
    )
    return min(priced, incumbent, key=lambda one: one.bound)


def _bound_by_cuts(incumbent: Incumbent, run: Run) -> Incumbent:
    """Tighten the bound by cutting planes, where the problem is neither too large nor too small."""
    effort, residual = run.effort, incumbent.residual
    small = len(residual.tables.idx) <= effort.cut_covers
    cut = incumbent.cuts is not None
    if cut or _is_over(incumbent, run) or not small or residual.m < effort.cut_candidates:
        return incumbent
    half = run.left_s() / 2
    return cutting_plane_bound(
        incumbent,
        rounds=effort.cut_rounds,
        gap=run.gap,
        late=lambda: run.late() or run.left_s() < half,
        report=lambda value, bound: run.report(residual, value, bound),
    )


def _prove(incumbent: Incumbent, run: Run) -> Incumbent:
    """Solve the residual problem exactly if it is small enough."""
    residual, effort = incumbent.residual, run.effort
    if not _is_promising(incumbent, effort):
        return incumbent
    exact = solve_exactly(
        residual,
        start=incumbent.plan,
        gap_weight=run.gap * (residual.base + incumbent.bound) / 2,
        nodes=effort.exact_nodes,
        restarts=effort.exact_restarts,
        cuts=incumbent.cuts,
        time_limit_s=max(run.left_s(), 0.1),
        stop=run.stop,
    )
    if exact.plan is not None and is_feasible(residual, exact.plan):
        incumbent = incumbent.with_plan(exact.plan)
    return incumbent.with_bound(exact.bound)


def _is_promising(incumbent: Incumbent, effort: Effort) -> bool:
    """Return whether the exact solver is likely to finish the residual problem."""
    residual = incumbent.residual
    small = residual.m <= effort.exact_candidates
    small &= len(residual.tables.idx) <= effort.exact_covers
    near = residual.gap_closed(incumbent.value, incumbent.bound, effort.exact_gap)
    few = effort.exact_always if np.isinf(residual.budget) else LUMPS
    return small and (near or residual.m <= few)


def prove_further(incumbent: Incumbent, run: Run) -> Incumbent:
    """Go on with the effort of a proof, and other seeds than before, unless the gap is closed."""
    if _is_over(incumbent, run):
        return incumbent
    rounds = range(run.effort.polish_rounds, run.effort.polish_rounds + PROOF.polish_rounds)
    return _close_gap(incumbent, evolve(run, effort=PROOF), rounds)
