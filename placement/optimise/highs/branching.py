"""Branch and bound on sums of columns: how many cameras, how many of one price, how many points.

Where money comes in lumps, the relaxation errs in parts of few cameras: it has 29.6 panoramic ones
at 27.6 points. Which they are it knows nearly, so a whole number of them lowers the bound more than
a whole value of one column does, and the programme is solved again from its last basis within a
hundredth of a second. The solver's own search branches on single columns.
"""

import heapq
import time
from collections.abc import Callable, Mapping, Sequence

import highspy
import numpy as np
from attrs import define, field, frozen
from scipy import sparse

from placement.optimise.highs.model import Model, build_solver, prepare
from placement.optimise.highs.solver import OPTIMAL, SHORTEST_S, run
from placement.optimise.kernels.sums import product, total
from placement.optimise.kernels.tables import Floats, Ints

WHOLE = 1e-6
"""A value this close to a whole number is one: the solver's own tolerance. [-]"""
ROUND_EVERY = 5
"""Nodes between two plans made of relaxed values. [-]"""

Ends = Mapping[int, tuple[float, float]]
"""From where to where a column goes, or a sum by its number after all columns, if not anywhere."""
Rounded = Callable[[Floats], float]
"""Makes a plan of relaxed values of the columns; returns the worth of the best one so far."""


def branched_bound(
    model: Model,
    sums: Sequence[Ints],
    rounded: Rounded,
    *,
    gap_weight: float,
    nodes: int,
    time_limit_s: float,
    stop: Callable[[], bool] | None = None,
) -> float:
    """Return a bound on the worth of all plans, by branching until it is within a gap of the best.

    The bound of a node is added up from the solver's prices, so it holds whatever its tolerances
    are. Above the gap it is where nodes or time end.

    Parameters
    ----------
    model
        Rows and columns.
    sums
        Whole columns, the sum of which is branched on before any column is.
    rounded
        Asked of the root, of every few nodes, and of all whose values are whole.
    gap_weight, nodes, time_limit_s, stop
        As for `run_model`. [weight], [-], [s]
    """
    programme = _Programme(model, sums, time.perf_counter() + time_limit_s, stop)
    first = programme.solved({})
    if first is None:
        return np.inf
    value, solved, settled = rounded(first.values), 0, -np.inf
    waiting = [(-first.bound, solved, first)]
    while waiting and solved < nodes and -waiting[0][0] > value + gap_weight:
        node = heapq.heappop(waiting)[2]
        parts = programme.parts(node)
        if not parts:
            value, settled = rounded(node.values), max(settled, node.bound)
        for ends in parts:
            part = programme.solved(ends)
            if programme.late:
                return max(value, settled, node.bound)
            if part is not None:
                solved += 1
                heapq.heappush(waiting, (-part.bound, solved, part))
                value = rounded(part.values) if solved % ROUND_EVERY == 1 else value
    return max(value, settled, -waiting[0][0] if waiting else -np.inf)


@frozen(eq=False)
class _Node:
    """A part of all plans, and its relaxation."""

    bound: float
    values: Floats
    ends: Ends


@define(eq=False)
class _Programme:
    """The linear relaxation of a model, solved again and again within other ends."""

    model: Model
    sums: Sequence[Ints]
    deadline: float
    stop: Callable[[], bool] | None
    late: bool = field(init=False, default=False)
    """Whether the last run ended before its programme was solved."""
    solver: highspy.Highs = field(init=False)
    scale: float = field(init=False)
    matrix: sparse.csr_array = field(init=False)
    """Rows, then sums, over columns."""
    within: Ends = field(init=False, factory=dict)
    """Ends that the solver holds now."""

    def __attrs_post_init__(self) -> None:
        self.solver, self.scale = build_solver(self.model)
        prepare(self.solver, {"solve_relaxation": True})
        for some in self.sums:
            self.solver.addRow(
                0.0, float(len(some)), len(some), some.astype(np.int32), np.ones(len(some))
            )
        lengths = [len(some) for some in self.sums]
        entries = (np.ones(sum(lengths)), np.concatenate([*self.sums, np.empty(0, np.int64)]))
        ends = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        shape = (len(lengths), len(self.model.columns))
        added = sparse.csr_array((*entries, ends), shape=shape)
        self.matrix = sparse.csr_array(sparse.vstack([self.model.matrix(), added]))

    def solved(self, ends: Ends) -> _Node | None:
        """Return the relaxation within ends; None where no values fit, or it took too long."""
        self._move(ends)
        left_s = max(self.deadline - time.perf_counter(), SHORTEST_S)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + left_s)
        run(self.solver, self.stop)
        status = self.solver.getModelStatus()
        self.late = status not in (OPTIMAL, highspy.HighsModelStatus.kInfeasible)
        self.late = self.late or time.perf_counter() > self.deadline
        if status != OPTIMAL:
            return None
        solution = self.solver.getSolution()
        bound = self._bound(np.array(solution.row_dual) / self.scale)
        return _Node(bound, np.array(solution.col_value), ends)

    def parts(self, node: _Node) -> list[Ends]:
        """Return the ends of two halves of a node, none where its values are whole."""
        whole = np.array(self.model.whole)
        openings = np.flatnonzero(whole[self.model.cameras :]) + self.model.cameras
        columns = len(whole)
        amounts = np.array([node.values[some].sum() for some in self.sums])
        for first, values, places in (
            (columns, amounts, np.arange(len(amounts))),
            (0, node.values, openings),
            (0, node.values, np.arange(self.model.cameras)),
        ):
            distance = np.abs(values[places] - np.round(values[places]))
            if distance.max(initial=0.0) > WHOLE:
                place = int(places[distance.argmax()])
                low, high = node.ends.get(first + place, self._widest(first + place))
                below = float(np.floor(values[place]))
                return [
                    {**node.ends, first + place: (low, below)},
                    {**node.ends, first + place: (below + 1.0, high)},
                ]
        return []

    def _widest(self, place: int) -> tuple[float, float]:
        columns = len(self.model.columns)
        return (0.0, 1.0) if place < columns else (0.0, float(len(self.sums[place - columns])))

    def _move(self, ends: Ends) -> None:
        """Let the solver hold these ends in place of those before."""
        columns, rows = len(self.model.columns), len(self.model.names)
        for place in sorted({*self.within, *ends}):
            low, high = ends.get(place, self._widest(place))
            if self.within.get(place) == (low, high):
                continue
            if place < columns:
                self.solver.changeColBounds(place, low, high)
            else:
                self.solver.changeRowBounds(rows + place - columns, low, high)
        self.within = dict(ends)

    def _bound(self, prices: Floats) -> float:
        """Return the bound that prices of the rows give within the ends that the solver holds."""
        model, columns = self.model, len(self.model.columns)
        widest = np.array([float(len(some)) for some in self.sums])
        lower = np.concatenate((model.lower, np.zeros(len(widest))))
        upper = np.concatenate((model.upper, widest))
        least, most = np.zeros(columns), np.ones(columns)
        for place, (low, high) in self.within.items():
            if place < columns:
                least[place], most[place] = low, high
            else:
                at = len(model.names) + place - columns
                lower[at], upper[at] = low, high
        end = np.where(prices > 0, upper, lower)
        usable = np.isfinite(end) & (prices != 0)
        prices, end = np.where(usable, prices, 0.0), np.where(usable, end, 0.0)
        over = model.worth - self.matrix.T @ prices
        return product(prices, end) + total(np.maximum(over * least, over * most))
