"""Mixed-integer models in HiGHS, given as rows and columns."""

import time
from collections.abc import Callable, Mapping

import highspy
import numpy as np
from attrs import evolve, frozen
from scipy import sparse

from placement.optimise.highs.solver import (
    FAILED,
    OPTIMAL,
    SHORTEST_S,
    ConstraintRows,
    matrix,
    misreports_objective,
    new_solver,
    run,
    values_of,
)
from placement.optimise.kernels.tables import Floats, Ints

Tag = tuple[str, int]
"""What a row stands for: count, site, budget, pair, apart, or the floor or need of a number."""


@frozen(eq=False)
class ExtraRows:
    """Rows of sums that are at most 0, to add to a model."""

    names: tuple[str, ...]
    tag: Tag
    indices: tuple[Ints, ...]
    values: tuple[Floats, ...]


@frozen(eq=False)
class Model:
    """A mixed-integer model to maximise: columns from 0 to 1, the first `cameras` are cameras."""

    worth: Floats
    whole: tuple[bool, ...]
    columns: tuple[str, ...]
    cameras: int
    names: tuple[str, ...]
    tags: tuple[Tag, ...]
    indices: tuple[Ints, ...]
    values: tuple[Floats, ...]
    lower: Floats
    upper: Floats

    def without(self, tags: set[Tag]) -> "Model":
        """Return the same with the rows of some tags switched off."""
        off = np.array([tag in tags for tag in self.tags], dtype=bool)
        return evolve(
            self,
            lower=np.where(off, -np.inf, self.lower),
            upper=np.where(off, np.inf, self.upper),
        )

    def with_rows(self, rows: ExtraRows) -> "Model":
        """Return the same with more rows."""
        number = len(rows.names)
        return evolve(
            self,
            names=self.names + rows.names,
            tags=self.tags + (rows.tag,) * number,
            indices=self.indices + rows.indices,
            values=self.values + rows.values,
            lower=np.append(self.lower, np.full(number, -np.inf)),
            upper=np.append(self.upper, np.zeros(number)),
        )

    def matrix(self) -> sparse.csr_array:
        """Return (rows, columns) the coefficients."""
        ends = np.concatenate(([0], np.cumsum([len(where) for where in self.indices])))
        entries = (np.concatenate(self.values), np.concatenate(self.indices), ends)
        return sparse.csr_array(entries, shape=(len(self.names), len(self.columns)))


@frozen(eq=False)
class ModelResult:
    """Result of a run of a `Model`."""

    values: Floats | None
    """Of the columns; None if none was found."""
    bound: float
    """Of the objective; infinite if none was found."""
    impossible: bool
    """Whether it is proven that no values fit."""


@frozen(eq=False)
class RelaxedModel:
    """The solution of the linear relaxation of a `Model`."""

    values: Floats
    """Of the columns."""
    prices: Floats
    """Dual value of each row. [worth]"""
    model: Model
    """With the cuts that were added."""


def relax_model(
    model: Model,
    *,
    time_limit_s: float,
    stop: Callable[[], bool] | None = None,
    cuts: Callable[[Floats], ExtraRows] | None = None,
    rounds: int = 0,
) -> RelaxedModel | None:
    """Solve the linear relaxation of a model by simplex; None if it was not solved in time.

    If the time ends between two rounds of cuts, the solution is that of the last round.

    Parameters
    ----------
    model
        Rows and columns.
    time_limit_s, stop
        As for `solve_exactly`. [s]
    cuts
        Rows that values of the columns break and every plan keeps; None: none.
    rounds
        Times that such rows are added, and the relaxation solved again from where it was.
    """
    deadline = time.perf_counter() + time_limit_s
    solver, scale = build_solver(model)
    prepare(solver, {"solve_relaxation": True, "time_limit": max(time_limit_s, SHORTEST_S)})
    relaxed = None
    for round_ in range(rounds + 1):
        run(solver, stop)
        if solver.getModelStatus() != OPTIMAL:
            break
        solution = solver.getSolution()
        values = np.clip(np.array(solution.col_value), 0.0, 1.0)
        relaxed = RelaxedModel(values, np.array(solution.row_dual) / scale, model)
        if cuts is None or round_ == rounds or time.perf_counter() > deadline:
            break
        rows = cuts(values)
        if not rows.names:
            break
        model = model.with_rows(rows)
        for where, factors in zip(rows.indices, rows.values, strict=True):
            solver.addRow(-highspy.kHighsInf, 0.0, len(where), where.astype(np.int32), factors)
    return relaxed


def run_model(
    model: Model,
    *,
    start: Floats | None = None,
    gap_weight: float = 0.0,
    nodes: int = 10_000,
    time_limit_s: float,
    stop: Callable[[], bool] | None = None,
) -> ModelResult:
    """Solve a mixed-integer model on one thread and return values and bound.

    Parameters
    ----------
    model
        Rows and columns.
    start
        Values of the columns to start from.
    gap_weight, nodes, time_limit_s, stop
        As for `solve_exactly`. [weight], [-], [s]
    """
    deadline = time.perf_counter() + time_limit_s
    solver, scale = build_solver(model)
    options = {
        "mip_rel_gap": 0.0,
        "mip_abs_gap": max(gap_weight * scale, 1e-6),
        "mip_max_nodes": nodes,
    }
    prepare(solver, {**options, "time_limit": float(time_limit_s)})
    if start is not None:
        initial = highspy.HighsSolution()
        initial.col_value = list(start)
        solver.setSolution(initial)
    run(solver, stop)
    if start is not None and misreports_objective(solver):  # it was led astray by the start
        solver, _ = build_solver(model)
        prepare(solver, {**options, "time_limit": max(deadline - time.perf_counter(), SHORTEST_S)})
        run(solver, stop)
    return _result(solver, model, scale=scale, gap_weight=gap_weight)


def prepare(solver: highspy.Highs, options: Mapping[str, float]) -> None:
    """Set options of a solver."""
    for option, value in options.items():
        solver.setOptionValue(option, value)


def _result(solver: highspy.Highs, model: Model, *, scale: float, gap_weight: float) -> ModelResult:
    """Return the result of a run, computed from its values and not from its objective."""
    status, dual = solver.getModelStatus(), solver.getInfo().mip_dual_bound
    if status == highspy.HighsModelStatus.kInfeasible:
        return ModelResult(None, np.inf, impossible=True)
    if status in FAILED:
        return ModelResult(None, np.inf, impossible=False)
    values = values_of(solver)
    bound = dual / scale if np.isfinite(dual) else np.inf
    if status == OPTIMAL and values is not None and not misreports_objective(solver):
        # what a solved programme means, however it is told
        bound = min(bound, float(np.dot(model.worth, values)) + gap_weight)
    return ModelResult(values, bound, impossible=False)


def build_solver(model: Model) -> tuple[highspy.Highs, float]:
    """Return a solver that holds a model, and the scale of its objective."""
    rows = ConstraintRows(
        list(model.names), list(model.indices), list(model.values), list(model.upper)
    )
    lp = matrix(rows, len(model.columns))
    worth = float(np.abs(model.worth).sum())
    scale = 1.0 if worth == 0 or 1e2 <= worth <= 1e7 else 1e5 / worth
    lp.row_lower_ = model.lower
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = model.worth * scale
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole if integer else part for integer in model.whole]
    lp.col_names_ = list(model.columns)
    solver = new_solver()
    solver.passModel(lp)
    return solver, scale
