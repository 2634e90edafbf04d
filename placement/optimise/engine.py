"""The whole way: reduce, plan, bound, improve, and prove what is left."""

import time
from collections.abc import Callable, Iterable

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike
from scipy import sparse

from placement.errors import InputError, Problem
from placement.optimise.greedy import greedy
from placement.optimise.highs import solve_exactly
from placement.optimise.kernels.tables import Ints
from placement.optimise.lagrangian import Tightened, loose, tightened
from placement.optimise.program import Program
from placement.optimise.reduce import Residual, reduce
from placement.optimise.search import improved, wandered
from placement.optimise.solution import Solution, solution

Progress = Callable[[float, float], None]
"""Called now and then with the objective of the best plan and the best bound."""


@frozen
class Effort:
    """How much work each stage may do, counted so that the result does not depend on the clock."""

    bound_steps: int = 600
    polish_rounds: int = 3
    """Rounds of ruin and repair, each followed by the bound again."""
    polish_iterations: int = 250
    polish_steps: int = 200
    exact_candidates: int = 6_000
    """Largest problem that goes to the exact solver."""
    exact_covers: int = 60_000
    """Most entries of its coverage matrix; above that the solver seldom gets anywhere."""
    exact_nodes: int = 400


PROOF = Effort(exact_covers=400_000)
PROOF_GAP = 1e-4
"""Who asks for a smaller gap asks for a proof, and waits for it. [-]"""
QUICK = Effort(exact_covers=20_000, exact_nodes=50)
"""For plans whose bound nobody asks for."""


@frozen(eq=False)
class Run:
    """What one solve has to keep to."""

    gap: float
    deadline: float
    """On the clock of `time.perf_counter`. [s]"""
    seed: int
    progress: Progress | None = None
    effort: Effort = Effort()

    def late(self) -> bool:
        """Return whether the time is over."""
        return self.left_s() <= 0

    def left_s(self) -> float:
        """Return the time left. [s]"""
        return self.deadline - time.perf_counter()

    def report(self, residual: Residual, value: float, bound: float) -> None:
        """Tell how far the plan and the bound are, existing cameras included."""
        if self.progress is not None:
            self.progress(residual.base + value, residual.base + bound)


def new_run(
    *, gap: float, time_limit_s: float, seed: int, on_progress: Progress | None = None
) -> Run:
    """Return what a solve has to keep to, from now on.

    Raises
    ------
    InputError
        If the gap is negative or the time is not positive.
    """
    problems = [
        Problem("covering_limit", values={"name": name, "found": found, "least": 0})
        for name, found in (("gap", gap), ("time_limit_s", time_limit_s))
        if not found >= 0
    ]
    if problems:
        raise InputError(problems)
    return Run(
        gap=gap,
        deadline=time.perf_counter() + time_limit_s,
        seed=seed,
        progress=on_progress,
        effort=PROOF if gap < PROOF_GAP else Effort(),
    )


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
    seed: int = 0,
) -> Solution:
    """Choose candidates that cover the most weight; see `Program` for the formula.

    Parameters
    ----------
    covers : (J, I) sparse matrix
        Which candidate covers which demand point.
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
        Outer net; the work is limited by steps, so that a result does not depend on the clock. [s]
    gap
        Good enough: (bound - objective) / bound. [-]
    per_site
        Most candidates at one site, existing ones included.
    site_cost : (S,) array
        Once for each site without an existing candidate. [money]
    seed
        Of the local search.

    Returns
    -------
    solution
        Chosen indices with existing ones, objective, bound and gap.

    Raises
    ------
    InputError, InfeasibleError
        As `Program` does.
    """
    program = Program(
        covers=covers,
        weight=weight,
        site=np.arange(covers.shape[0]) if site is None else site,
        count=count,
        per_site=per_site,
        existing=existing,
        camera_cost=cost,
        site_cost=site_cost,
        budget=budget,
    )
    return solve(program, gap=gap, time_limit_s=time_limit_s, seed=seed)


def solve(
    program: Program,
    *,
    gap: float = 0.001,
    time_limit_s: float = 60,
    seed: int = 0,
    on_progress: Progress | None = None,
) -> Solution:
    """Return a good plan with a bound; see `maximal_covering` for the parameters."""
    run = new_run(gap=gap, time_limit_s=time_limit_s, seed=seed, on_progress=on_progress)
    residual = reduce(program)
    found = best_plan(residual, run)
    return solution(program, whole_plan(program, found), residual.base + found.bound)


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
    for round_ in range(run.effort.polish_rounds):
        if _done(found, run):
            return found
        found = _polished(found, run, seed=run.seed + round_)
    if not _done(found, run):
        found = _proven(found, run)
    run.report(residual, found.value, found.bound)
    return found


def _done(found: Tightened, run: Run) -> bool:
    return run.late() or found.residual.closed(found.value, found.bound, run.gap)


def _tighter(found: Tightened, run: Run, *, steps: int, step_length: float) -> Tightened:
    return tightened(
        found,
        steps=steps,
        gap=run.gap,
        step_length=step_length,
        late=run.late,
        report=lambda value, bound: run.report(found.residual, value, bound),
    )


def _polished(found: Tightened, run: Run, *, seed: int) -> Tightened:
    """Ruin and repair what is left; a better plan rules out more, so bound it again."""
    iterations = run.effort.polish_iterations
    plan = wandered(found.residual, found.plan, iterations=iterations, seed=seed)
    better = found.with_plan(plan)
    if better.value == found.value:
        return found
    return _tighter(better, run, steps=run.effort.polish_steps, step_length=0.05)


def _proven(found: Tightened, run: Run) -> Tightened:
    """Give what is left to the exact solver if it is small enough."""
    residual, effort = found.residual, run.effort
    if residual.m > effort.exact_candidates or len(residual.tables.idx) > effort.exact_covers:
        return found
    exact = solve_exactly(
        residual,
        start=found.plan,
        gap_weight=run.gap * (residual.base + found.bound) / 2,
        nodes=effort.exact_nodes,
        time_limit_s=max(run.left_s(), 0.1),
    )
    if exact.plan is not None and fits(residual, exact.plan):
        found = found.with_plan(exact.plan)
    return found.with_bound(exact.bound)


def fits(residual: Residual, plan: Ints) -> bool:
    """Return whether a plan of local candidates keeps count, sites and budget."""
    t = residual.tables
    used = np.bincount(t.site[plan], minlength=len(t.room))
    money = float(t.price[plan].sum() + t.opening[used > 0].sum())
    return len(plan) <= residual.count and bool((used <= t.room).all()) and money <= residual.limit
