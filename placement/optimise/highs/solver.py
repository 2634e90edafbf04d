"""The HiGHS solver: made silent, filled from rows, run with interruption, checked afterwards."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import highspy
import numpy as np
from attrs import define, frozen

from placement.optimise.kernels.tables import Floats, Ints

TOLERANCE = 1e-7
"""A proven bound this close to the plan is taken for equal: the solver's own tolerance. [-]"""
SHORTEST_S = 0.1
"""No run is given less time. [s]"""
OPTIMAL = highspy.HighsModelStatus.kOptimal
SETTINGS = (("output_flag", False), ("threads", 1), ("parallel", "off"))
FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)
STANDARD_OUTPUT = 1
_FIRST = threading.Lock()


@frozen(eq=False)
class ConstraintRows:
    """Rows of a sparse matrix with their limits and names."""

    names: list[str]
    indices: list[Ints]
    values: list[Floats]
    upper: list[float]

    def add(self, name: str, indices: Ints, values: Floats, upper: float) -> None:
        """Add a row."""
        self.names.append(name)
        self.indices.append(indices)
        self.values.append(values)
        self.upper.append(upper)


def new_solver() -> highspy.Highs:
    """Return a solver of one thread that writes nothing, its banner included.

    From HiGHS 1.16 on the first solver of a process writes a banner to the descriptor of standard
    output while it is made, when no option can be set yet.
    """
    _swallow_banner()
    solver = highspy.Highs()
    for option, value in SETTINGS:
        solver.setOptionValue(option, value)
    return solver


def values_of(solver: highspy.Highs) -> Floats | None:
    """Return the values of the columns, None if the solver has none that fit."""
    if solver.getInfo().primal_solution_status != FEASIBLE:
        return None
    return np.array(solver.getSolution().col_value, dtype=np.float64)


def misreports_objective(solver: highspy.Highs) -> bool:
    """Return whether the objective the solver reports differs from that of its values.

    HiGHS 1.16 may count a start at more than it is worth once its presolve has reduced the
    programme. Such a run rules out every plan between the two figures, so what it ends with is no
    optimum, whatever its status says; nothing but the sum over its own columns tells.
    """
    values = values_of(solver)
    if values is None:
        return False
    claimed = solver.getInfo().objective_function_value
    worth = float(np.dot(np.array(solver.getLp().col_cost_), values))
    return abs(claimed - worth) > TOLERANCE * max(abs(claimed), abs(worth), 1.0)


@cache
def _swallow_banner() -> None:
    """Make the first solver of the process while standard output is muted."""
    with _FIRST, _muted_output():  # one at a time, or one would keep the other's nowhere
        highspy.Highs()


@contextmanager
def _muted_output() -> Iterator[None]:
    """Discard what is written to the descriptor of standard output meanwhile."""
    try:
        saved = os.dup(STANDARD_OUTPUT)
    except OSError:  # it is closed, so nobody hears anyway
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STANDARD_OUTPUT)
        yield
    finally:
        os.dup2(saved, STANDARD_OUTPUT)
        os.close(nowhere)
        os.close(saved)


def run(solver: highspy.Highs, stop: Callable[[], bool] | None) -> None:
    """Solve, calling `stop` on the way if there is one; that changes no step of the solver."""
    if stop is None:
        solver.run()
        return
    asking = _Interrupt(stop)
    for place in (solver.cbMipInterrupt, solver.cbSimplexInterrupt):
        place.subscribe(asking)
    solver.run()
    for place in (solver.cbMipInterrupt, solver.cbSimplexInterrupt):
        place.unsubscribe(asking)
    if asking.raised is not None:
        raise asking.raised


@define(eq=False)
class _Interrupt:
    """Callback that interrupts the solver; an exception is kept until the solver has ended."""

    stop: Callable[[], bool]
    raised: BaseException | None = None

    def __call__(self, event: highspy.highs.HighsCallbackEvent) -> None:
        try:
            ended = self.stop()
        except BaseException as error:  # none may pass through the solver's own frames
            self.raised, ended = error, True
        if ended and event.data_in is not None:
            event.data_in.user_interrupt = True


FAILED = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
    highspy.HighsModelStatus.kModelError,
    highspy.HighsModelStatus.kSolveError,
)


def matrix(rows: ConstraintRows, columns: int) -> highspy.HighsLp:
    """Return a programme of these rows whose columns go from 0 to 1."""
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
