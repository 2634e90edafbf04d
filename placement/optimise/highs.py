"""The exact programme in HiGHS, only here (Huangfu and Hall 2018, 10.1007/s12532-017-0130-5)."""

from collections.abc import Callable

import highspy
import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.reduce import Residual
from placement.optimise.ruled.model import Model

TOLERANCE = 1e-7
"""A proven bound this close to the plan is taken for equal: the solver's own tolerance. [-]"""
SETTINGS = (("output_flag", False), ("threads", 1), ("parallel", "off"))


@frozen(eq=False)
class Exact:
    """What the solver ended with."""

    plan: Ints | None
    """Local candidates; None if it found none better than the start."""
    bound: float


@frozen(eq=False)
class _Rows:
    """Rows of a sparse matrix with their limits and names."""

    names: list[str]
    indices: list[Ints]
    values: list[Floats]
    upper: list[float]

    def add(self, name: str, indices: Ints, values: Floats, upper: float) -> None:
        self.names.append(name)
        self.indices.append(indices)
        self.values.append(values)
        self.upper.append(upper)


def solve_exactly(
    residual: Residual,
    *,
    start: Ints,
    gap_weight: float,
    nodes: int,
    restarts: bool = True,
    time_limit_s: float,
    stop: Callable[[], bool] | None = None,
) -> Exact:
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
    time_limit_s
        Outer net; a run that meets it may differ from the next. [s]
    stop
        Asked now and then whether to end with the best so far.
    """
    solver, scale = formulate(residual)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", max(gap_weight * scale, 1e-6))
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.setOptionValue("mip_allow_restart", restarts)
    solver.setOptionValue("time_limit", float(time_limit_s))
    solver.setSolution(_as_solution(residual, start, solver.getNumCol()))
    run(solver, stop)
    info = solver.getInfo()
    if solver.getModelStatus() in _FAILED or not np.isfinite(info.mip_dual_bound):
        return Exact(plan=None, bound=residual.total)
    chosen = np.array(solver.getSolution().col_value)[: residual.m] > 0.5
    plan = np.flatnonzero(chosen) if info.primal_solution_status == 2 else None
    bound = info.mip_dual_bound / scale
    best = max(residual.value(start), 0.0 if plan is None else residual.value(plan))
    if abs(bound - best) <= TOLERANCE * best:
        bound = best
    return Exact(plan=plan, bound=bound)


def run(solver: highspy.Highs, stop: Callable[[], bool] | None) -> None:
    """Solve, and ask on the way whether to stop; nobody asked changes no step of the solver."""
    if stop is None:
        solver.run()
        return
    asking = _Asking(stop)
    for place in (solver.cbMipInterrupt, solver.cbSimplexInterrupt):
        place.subscribe(asking)
    solver.run()
    if asking.raised is not None:
        raise asking.raised


@define(eq=False)
class _Asking:
    """The solver's question whether to go on; an exception waits until the solver has ended."""

    stop: Callable[[], bool]
    raised: BaseException | None = None

    def __call__(self, event: highspy.highs.HighsCallbackEvent) -> None:
        try:
            ended = self.stop()
        except BaseException as error:  # none may pass through the solver's own frames
            self.raised, ended = error, True
        if ended and event.data_in is not None:
            event.data_in.user_interrupt = True


_FAILED = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
    highspy.HighsModelStatus.kModelError,
    highspy.HighsModelStatus.kSolveError,
)


def formulate(residual: Residual) -> tuple[highspy.Highs, float]:
    """Return a solver that holds the programme of `Program`, and the scale of its objective.

    Columns: y of each candidate (binary), z of each demand point (continuous), and where opening
    costs money o of each site (binary). They carry the numbers of the program's candidates and of
    the residual problem's demand points and sites.
    """
    t = residual.tables
    opens = np.flatnonzero(t.opening > 0) if np.isfinite(residual.budget) else np.empty(0, np.int64)
    rows = _Rows([], [], [], [])
    _cover_rows(rows, residual)
    _site_rows(rows, residual, opens)
    everyone = np.arange(residual.m)
    rows.add("count", everyone, np.ones(residual.m), float(residual.count))
    if np.isfinite(residual.budget):
        _budget_row(rows, residual, opens)
    scale = 1.0 if 1e2 <= residual.total <= 1e7 else 1e5 / max(residual.total, 1e-300)
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp = _matrix(rows, residual.m + residual.n + len(opens))
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate((np.zeros(residual.m), t.weight * scale, np.zeros(len(opens))))
    lp.integrality_ = [whole] * residual.m + [part] * residual.n + [whole] * len(opens)
    lp.col_names_ = [
        *(f"y_{j}" for j in residual.candidate),
        *(f"z_{i}" for i in range(residual.n)),
        *(f"o_{s}" for s in opens),
    ]
    solver = highspy.Highs()
    for option, value in SETTINGS:
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    return solver, scale


def _cover_rows(rows: _Rows, residual: Residual) -> None:
    """z_i - sum_j a_ij y_j <= 0."""
    t = residual.tables
    for i in range(residual.n):
        near = t.tidx[t.tptr[i] : t.tptr[i + 1]]
        values = np.concatenate(([1.0], np.full(len(near), -1.0)))
        rows.add(f"cover_{i}", np.concatenate(([residual.m + i], near)), values, 0.0)


def _site_rows(rows: _Rows, residual: Residual, opens: Ints) -> None:
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


def _budget_row(rows: _Rows, residual: Residual, opens: Ints) -> None:
    """sum_j c_j y_j + sum_s f_s o_s <= b, in units of the dearest item."""
    t = residual.tables
    columns = np.concatenate(
        (np.arange(residual.m), residual.m + residual.n + np.arange(len(opens)))
    )
    cost = np.concatenate((t.price, t.opening[opens]))
    unit = max(float(cost.max(initial=0.0)), 1e-300)
    paid = cost > 0
    rows.add("budget", columns[paid], cost[paid] / unit, residual.limit / unit)


def _matrix(rows: _Rows, columns: int) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(rows.names)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_ = np.full(len(rows.names), -highspy.kHighsInf)
    lp.row_upper_ = np.array(rows.upper)
    lp.row_names_ = rows.names
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = columns, len(rows.names)
    lengths = [len(indices) for indices in rows.indices]
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate(rows.indices).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate(rows.values)
    return lp


def _as_solution(residual: Residual, plan: Ints, columns: int) -> highspy.HighsSolution:
    """Return a plan as the solver's start: cameras, what they cover, sites they open."""
    t = residual.tables
    values: NDArray[np.float64] = np.zeros(columns)
    values[plan] = 1.0
    for j in plan:
        values[residual.m + t.idx[t.ptr[j] : t.ptr[j + 1]]] = 1.0
    opens = np.flatnonzero(t.opening > 0)
    opened = np.isin(opens, t.site[plan])
    if columns > residual.m + residual.n:
        values[residual.m + residual.n :] = opened
    start = highspy.HighsSolution()
    start.col_value = list(values)
    return start


@frozen(eq=False)
class Ran:
    """How a run of a `Model` ended."""

    values: Floats | None
    """Of the columns; None if none was found."""
    bound: float
    """Of the objective; infinite if none was found."""
    impossible: bool
    """Whether it is proven that no values fit."""


def run_model(
    model: Model,
    *,
    start: Floats | None = None,
    gap_weight: float = 0.0,
    nodes: int = 10_000,
    time_limit_s: float,
    stop: Callable[[], bool] | None = None,
) -> Ran:
    """Return what the solver makes of a programme with rules, on one thread.

    Parameters
    ----------
    model
        Rows and columns.
    start
        Values of the columns to start from.
    gap_weight, nodes, time_limit_s, stop
        As for `solve_exactly`. [weight], [-], [s]
    """
    solver, scale = stated(model)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", max(gap_weight * scale, 1e-6))
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.setOptionValue("time_limit", float(time_limit_s))
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = list(start)
        solver.setSolution(given)
    run(solver, stop)
    info, status = solver.getInfo(), solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Ran(None, np.inf, impossible=True)
    if status in _FAILED:
        return Ran(None, np.inf, impossible=False)
    values = np.array(solver.getSolution().col_value) if info.primal_solution_status == 2 else None
    bound = info.mip_dual_bound / scale if np.isfinite(info.mip_dual_bound) else np.inf
    return Ran(values, bound, impossible=False)


def stated(model: Model) -> tuple[highspy.Highs, float]:
    """Return a solver that holds a programme with rules, and the scale of its objective."""
    rows = _Rows(list(model.names), list(model.indices), list(model.values), list(model.upper))
    lp = _matrix(rows, len(model.columns))
    worth = float(model.worth.sum())
    scale = 1.0 if worth == 0 or 1e2 <= worth <= 1e7 else 1e5 / worth
    lp.row_lower_ = model.lower
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = model.worth * scale
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole if integer else part for integer in model.whole]
    lp.col_names_ = list(model.columns)
    solver = highspy.Highs()
    for option, value in SETTINGS:
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    return solver, scale
