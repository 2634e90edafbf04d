"""Plain covering in HiGHS: the exact programme, and its linear relaxation with cuts and prices."""

import time
from collections.abc import Callable, Mapping

import highspy
import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from placement.optimise.arguments import MONEY_TOLERANCE
from placement.optimise.highs.solver import (
    FAILED,
    OPTIMAL,
    SHORTEST_S,
    TOLERANCE,
    ConstraintRows,
    matrix,
    misreports_objective,
    new_solver,
    run,
    values_of,
)
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.residual import Cuts, Portions, Residual


@frozen(eq=False)
class ExactResult:
    """Plan and bound of an exact solution."""

    plan: Ints | None
    """Local candidates; None if it found none better than the start."""
    bound: float


def solve_exactly(
    residual: Residual,
    *,
    start: Ints,
    gap_weight: float,
    nodes: int,
    restarts: bool = True,
    cuts: Cuts | None = None,
    portions: Portions | None = None,
    time_limit_s: float,
    stop: Callable[[], bool] | None = None,
) -> ExactResult:
    """Return the best plan and bound the solver reaches on one thread, so reproducibly.

    Parameters
    ----------
    residual
        Problem, already small.
    start : (k,) array
        Plan to start from, local candidates.
    gap_weight
        Stop once bound and value differ by no more.
    nodes
        Most nodes of the search tree; the reproducible limit.
    restarts
        Whether to begin again once much is ruled out: better bounds from few nodes, slower proofs.
    cuts
        Rows that every plan keeps: a tighter programme.
    portions
        What the phases may pay for; the start has to be empty then.
    time_limit_s
        Outer net; a run that meets it may differ from the next. [s]
    stop
        Asked now and then whether to end with the best so far.
    """
    deadline = time.perf_counter() + time_limit_s
    solver, scale = formulate(residual, portions)
    options = {
        "mip_rel_gap": 0.0,
        "mip_abs_gap": max(gap_weight * scale, 1e-6),
        "mip_max_nodes": nodes,
        "mip_allow_restart": restarts,
    }
    _prepare(solver, residual, cuts, {**options, "time_limit": float(time_limit_s)})
    solver.setSolution(_start_values(residual, start, solver.getNumCol()))
    run(solver, stop)
    if misreports_objective(solver):  # it was led astray by the start
        solver, _ = formulate(residual, portions)
        left_s = max(deadline - time.perf_counter(), SHORTEST_S)
        _prepare(solver, residual, cuts, {**options, "time_limit": left_s})
        run(solver, stop)
    return _result(solver, residual, start, scale=scale, gap_weight=gap_weight)


def _prepare(
    solver: highspy.Highs, residual: Residual, cuts: Cuts | None, options: Mapping[str, float]
) -> None:
    """Add cuts and set options."""
    if cuts is not None:
        add_cuts(solver, residual, cuts)
    for option, value in options.items():
        solver.setOptionValue(option, value)


def _result(
    solver: highspy.Highs, residual: Residual, start: Ints, *, scale: float, gap_weight: float
) -> ExactResult:
    """Return the result of a run, computed from its choice and not from its objective."""
    status, dual = solver.getModelStatus(), solver.getInfo().mip_dual_bound
    if status in FAILED or not np.isfinite(dual):
        return ExactResult(plan=None, bound=residual.total)
    values = values_of(solver)
    plan = None if values is None else np.flatnonzero(values[: residual.m] > 0.5)
    best = max(residual.value(start), 0.0 if plan is None else residual.value(plan))
    bound = min(dual / scale, residual.total)
    if status == OPTIMAL and plan is not None and not misreports_objective(solver):
        bound = min(bound, best + gap_weight)  # what a solved programme means, however it is told
    return ExactResult(plan=plan, bound=best if bound - best <= TOLERANCE * best else bound)


def formulate(residual: Residual, portions: Portions | None = None) -> tuple[highspy.Highs, float]:
    """Return a solver that holds the programme of `Program`, and the scale of its objective.

    Columns: y of each candidate (binary), z of each demand point (continuous), and where opening
    costs money o of each site (binary). They carry the numbers of the program's candidates and of
    the residual problem's demand points and sites.
    """
    t = residual.tables
    opens = np.flatnonzero(t.opening > 0) if np.isfinite(residual.budget) else np.empty(0, np.int64)
    rows = ConstraintRows([], [], [], [])
    _cover_rows(rows, residual)
    _site_rows(rows, residual, opens)
    everyone = np.arange(residual.m)
    rows.add("count", everyone, t.cameras.astype(np.float64), float(residual.count))
    if np.isfinite(residual.budget):
        _budget_row(rows, residual, opens)
    scale = 1.0 if 1e2 <= residual.total <= 1e7 else 1e5 / max(residual.total, 1e-300)
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp = matrix(rows, residual.m + residual.n + len(opens))
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate((np.zeros(residual.m), t.weight * scale, np.zeros(len(opens))))
    lp.integrality_ = [whole] * residual.m + [part] * residual.n + [whole] * len(opens)
    lp.col_names_ = [
        *(f"y_{j}" for j in residual.candidate),
        *(f"z_{i}" for i in range(residual.n)),
        *(f"o_{s}" for s in opens),
    ]
    solver = new_solver()
    solver.passModel(lp)
    if portions is not None:
        _add_portions(solver, residual, portions)
    return solver, scale


def _add_portions(solver: highspy.Highs, residual: Residual, portions: Portions) -> None:
    """Add how many candidates are paid for in each way, and what binds these numbers."""
    ways = solver.getNumCol() + np.arange(len(portions.paid))
    for column in ways:
        solver.addVar(0.0, float(residual.count))
        solver.changeColIntegrality(int(column), highspy.HighsVarType.kInteger)

    def add(columns: Ints, values: Floats, upper: float) -> None:
        used = values != 0
        where = columns[used].astype(np.int32)
        solver.addRow(-highspy.kHighsInf, upper, len(where), where, values[used])

    for kind in np.unique(portions.kind):
        members, of_kind = np.flatnonzero(portions.kind == kind), ways[portions.paid == kind]
        signs = np.concatenate((np.ones(len(members)), np.full(len(of_kind), -1.0)))
        add(np.concatenate((members, of_kind)), signs, 0.0)
    unit = max(float(portions.money.max(initial=0.0)), 1e-300)
    for phase, (budget, count) in enumerate(zip(portions.budgets, portions.counts, strict=True)):
        if np.isfinite(budget):
            add(ways, portions.money[:, phase] / unit, budget * (1 + MONEY_TOLERANCE) / unit)
        until = portions.cameras[:, : phase + 1].sum(axis=1).astype(np.float64)
        add(ways, until, float(count))


def add_cuts(solver: highspy.Highs, residual: Residual, cuts: Cuts) -> None:
    """Add the rows of cuts to a programme that `formulate` stated."""
    for c in range(cuts.number):
        points, cameras = cuts.demand[[c]], cuts.candidates[[c]]
        columns = np.concatenate((residual.m + points.indices, cameras.indices))
        values = np.concatenate((points.data, -cameras.data))
        solver.addRow(
            -highspy.kHighsInf, float(cuts.limit[c]), len(columns), columns.astype(np.int32), values
        )


def _cover_rows(rows: ConstraintRows, residual: Residual) -> None:
    """z_i - sum_j a_ij y_j <= 0."""
    t = residual.tables
    for i in range(residual.n):
        near = t.tidx[t.tptr[i] : t.tptr[i + 1]]
        values = np.concatenate(([1.0], np.full(len(near), -1.0)))
        rows.add(f"cover_{i}", np.concatenate(([residual.m + i], near)), values, 0.0)


def _site_rows(rows: ConstraintRows, residual: Residual, opens: Ints) -> None:
    """sum_j y_j <= q_s, and y_j <= o_s where opening costs money."""
    t = residual.tables
    first = np.searchsorted(t.site, np.arange(len(t.room) + 1))
    for s in np.flatnonzero(np.diff(first) > t.room):
        here = np.arange(first[s], first[s + 1])
        rows.add(f"site_{s}", here, np.ones(len(here)), float(t.room[s]))
    for place, s in enumerate(opens):
        column = residual.m + residual.n + place
        for j in range(first[s], first[s + 1]):
            pair = np.array([j, column])
            rows.add(f"open_{residual.candidate[j]}", pair, np.array([1.0, -1.0]), 0.0)


def _budget_row(rows: ConstraintRows, residual: Residual, opens: Ints) -> None:
    """sum_j c_j y_j + sum_s f_s o_s <= b, in units of the dearest item."""
    t = residual.tables
    columns = np.concatenate(
        (np.arange(residual.m), residual.m + residual.n + np.arange(len(opens)))
    )
    cost = np.concatenate((t.price, t.opening[opens]))
    unit = max(float(cost.max(initial=0.0)), 1e-300)
    paid = cost > 0
    rows.add("budget", columns[paid], cost[paid] / unit, residual.limit / unit)


def _start_values(residual: Residual, plan: Ints, columns: int) -> highspy.HighsSolution:
    """Return a plan as the solver's start: cameras, what they cover, sites they open."""
    t = residual.tables
    values: NDArray[np.float64] = np.zeros(columns)
    values[plan] = 1.0
    for j in plan:
        values[residual.m + t.idx[t.ptr[j] : t.ptr[j + 1]]] = 1.0
    opens = np.flatnonzero(t.opening > 0)
    opened = np.isin(opens, t.site[plan])
    if columns > residual.m + residual.n:
        values[residual.m + residual.n :][: len(opens)] = opened
    start = highspy.HighsSolution()
    start.col_value = list(values)
    return start


@frozen(eq=False)
class LinearSolution:
    """A solution of the linear relaxation and its dual prices."""

    cameras: Floats
    """(m,) share of each candidate."""
    demand: Floats
    """(n,) covered share of each demand point."""
    prices: Floats
    """(n,) of covering each demand point, not negative. [weight]"""
    cut_prices: Floats
    """(C,) of each cut, not negative. [weight]"""


@define(eq=False)
class LinearRelaxation:
    """A solver that holds the linear relaxation; its state changes as cuts are added."""

    residual: Residual
    solver: highspy.Highs
    scale: float
    rows: int
    """Of the programme without cuts."""

    @classmethod
    def of(cls, residual: Residual) -> "LinearRelaxation":
        """Return the relaxation of a residual problem, without cuts."""
        solver, scale = formulate(residual)
        solver.setOptionValue("solve_relaxation", True)  # noqa: FBT003 - the solver's own call
        return cls(residual, solver, scale, solver.getNumRow())

    def solve(self, late: Callable[[], bool]) -> LinearSolution | None:
        """Solve and return the solution; None if it is late or the solver failed."""
        run(self.solver, late)
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        m, n, solution = self.residual.m, self.residual.n, self.solver.getSolution()
        shares = np.clip(np.array(solution.col_value), 0.0, 1.0)
        prices = np.abs(np.array(solution.row_dual)) / self.scale
        return LinearSolution(shares[:m], shares[m : m + n], prices[:n], prices[self.rows :])

    def add(self, cuts: Cuts) -> None:
        """Add cuts."""
        add_cuts(self.solver, self.residual, cuts)

    def fix_to_zero(self, candidates: Ints) -> None:
        """Fix candidates to zero that no better plan has."""
        where = candidates.astype(np.int32)
        self.solver.changeColsBounds(len(where), where, np.zeros(len(where)), np.zeros(len(where)))


def dual_prices(
    residual: Residual, *, time_limit_s: float, stop: Callable[[], bool] | None = None
) -> Floats | None:
    """Return multipliers at which the Lagrangian bound is as good as the linear programme's.

    An interior point method without crossover: its duals lie inside the face of optimal ones and
    rule out more candidates than a vertex does. They need not be exact, as any multipliers within
    0 and the weight give a valid bound.

    Parameters
    ----------
    residual
        Problem, not too large.
    time_limit_s
        Outer net. [s]
    stop
        Asked now and then whether to end.

    Returns
    -------
    multiplier : (n,) array or None
        One for each demand point; None if the solver ended with none.
    """
    solver, scale = formulate(residual)
    for option, value in (("solve_relaxation", True), ("solver", "ipm"), ("run_crossover", "off")):
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", float(time_limit_s))
    run(solver, stop)
    duals = np.array(solver.getSolution().row_dual)[: residual.n]
    if len(duals) < residual.n or not np.isfinite(duals).all():
        return None
    prices: Floats = np.clip(np.abs(duals) / scale, 0.0, residual.tables.weight)
    return prices
