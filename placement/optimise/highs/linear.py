"""The linear programme in HiGHS, kept warm while cuts are added."""

from collections.abc import Callable

import highspy
import numpy as np
from attrs import define, frozen

from placement.optimise.cuts import Cuts
from placement.optimise.highs.covering import add_cuts, formulate
from placement.optimise.highs.solver import run
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.reduce import Residual


@frozen(eq=False)
class Point:
    """A solution of the linear programme and its prices."""

    cameras: Floats
    """(m,) share of each candidate."""
    demand: Floats
    """(n,) covered share of each demand point."""
    prices: Floats
    """(n,) of covering each demand point, not negative. [weight]"""
    cut_prices: Floats
    """(C,) of each cut, not negative. [weight]"""


@define(eq=False)
class Linear:
    """A solver that holds the linear programme: it changes as cuts are added."""

    residual: Residual
    solver: highspy.Highs
    scale: float
    rows: int
    """Of the programme without cuts."""

    @classmethod
    def of(cls, residual: Residual) -> "Linear":
        """Return the programme without cuts."""
        solver, scale = formulate(residual)
        solver.setOptionValue("solve_relaxation", True)  # noqa: FBT003 - the solver's own call
        return cls(residual, solver, scale, solver.getNumRow())

    def solved(self, late: Callable[[], bool]) -> Point | None:
        """Return the solution, None if it is late or the solver failed."""
        run(self.solver, late)
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        m, n, found = self.residual.m, self.residual.n, self.solver.getSolution()
        shares = np.clip(np.array(found.col_value), 0.0, 1.0)
        prices = np.abs(np.array(found.row_dual)) / self.scale
        return Point(shares[:m], shares[m : m + n], prices[:n], prices[self.rows :])

    def add(self, cuts: Cuts) -> None:
        """Add cuts."""
        add_cuts(self.solver, self.residual, cuts)

    def close(self, gone: Ints) -> None:
        """Let candidates go that no better plan has."""
        where = gone.astype(np.int32)
        self.solver.changeColsBounds(len(where), where, np.zeros(len(where)), np.zeros(len(where)))
