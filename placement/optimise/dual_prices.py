"""What each demand point is worth at the margin: the duals of the linear programme."""

from collections.abc import Callable

import numpy as np

from placement.optimise.highs.covering import formulate
from placement.optimise.highs.solver import run
from placement.optimise.kernels.tables import Floats
from placement.optimise.reduce import Residual


def demand_prices(
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
