"""The exact programme with rules in HiGHS."""

from collections.abc import Callable

import highspy
import numpy as np
from attrs import frozen

from placement.optimise.highs.solver import FAILED, SETTINGS, Rows, matrix, run
from placement.optimise.kernels.tables import Floats
from placement.optimise.ruled.model import Model


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
    if status in FAILED:
        return Ran(None, np.inf, impossible=False)
    values = np.array(solver.getSolution().col_value) if info.primal_solution_status == 2 else None
    bound = info.mip_dual_bound / scale if np.isfinite(info.mip_dual_bound) else np.inf
    return Ran(values, bound, impossible=False)


def stated(model: Model) -> tuple[highspy.Highs, float]:
    """Return a solver that holds a programme with rules, and the scale of its objective."""
    rows = Rows(list(model.names), list(model.indices), list(model.values), list(model.upper))
    lp = matrix(rows, len(model.columns))
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
