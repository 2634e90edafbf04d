"""Cutting planes: the bound of the linear relaxation with zero-half cuts."""

from collections.abc import Callable

import numpy as np
from attrs import define, evolve, field

from placement.optimise.highs.covering import LinearRelaxation, LinearSolution
from placement.optimise.kernels.sums import product, total
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.relaxation import Incumbent, Relaxation
from placement.optimise.residual import Cuts, no_cuts, restrict
from placement.optimise.search import repaired_plan
from placement.optimise.search_limits import OnProgress
from placement.optimise.zero_half_cuts import violated_cuts

PROGRESS = 0.01
"""Part of the gap that a round has to close. [-]"""
PATIENCE = 2
"""Rounds in a row without progress after which it ends."""


def cutting_plane_bound(
    incumbent: Incumbent, *, rounds: int, gap: float, late: Callable[[], bool], report: OnProgress
) -> Incumbent:
    """Return an incumbent with a better bound, fewer candidates and the cuts that gave it.

    Solves the linear programme, adds the cuts its solution breaks, and so on. Its prices, those of
    the cuts included, give a Lagrangian bound that holds whatever the solver's tolerances are, and
    rule candidates out.

    Parameters
    ----------
    incumbent
        Where to start, not too large.
    rounds
        Most rounds of cuts.
    gap
        Stop once the gap, existing cameras included, is not larger. [-]
    late
        Whether to stop for lack of time.
    report
        Called with value and bound of the residual problem now and then.
    """
    work = _CuttingPlanes(incumbent)
    for round_ in range(rounds + 1):
        point = work.programme.solve(late)
        if point is None:
            break
        work.evaluate(point)
        report(work.incumbent.value, work.incumbent.bound)
        if work.is_over(gap) or late() or round_ == rounds or not work.add_cuts(point):
            break
    return work.result()


@define(eq=False)
class _CuttingPlanes:
    """State of the rounds of cuts."""

    incumbent: Incumbent
    programme: LinearRelaxation = field(init=False)
    relaxation: Relaxation = field(init=False)
    cuts: Cuts = field(init=False)
    cut_prices: Floats = field(init=False)
    """(C,) price of each cut at the best bound."""
    active: Ints = field(init=False)
    lowest: float = field(init=False, default=np.inf)
    idle: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        residual = self.incumbent.residual
        self.programme, self.relaxation = LinearRelaxation.of(residual), Relaxation(residual)
        self.cuts, self.cut_prices = no_cuts(residual), np.empty(0)
        self.active = np.arange(residual.m)

    def evaluate(self, point: LinearSolution) -> None:
        """Bound by the dual prices of a linear solution, round it to a plan, fix candidates."""
        incumbent, residual = self.incumbent, self.incumbent.residual
        incumbent = incumbent.with_plan(
            repaired_plan(residual, np.argsort(-point.cameras, kind="stable"))
        )
        uncovered_weight = (
            residual.tables.weight - point.prices - self.cuts.demand.T @ point.cut_prices
        )
        rest = total(np.maximum(uncovered_weight, 0.0)) + product(self.cuts.limit, point.cut_prices)
        more = self.cuts.candidates.T @ point.cut_prices
        relaxed = self.relaxation.at(
            point.prices, self.active, mu=incumbent.mu, rest=rest, more=more
        )
        before = incumbent.bound - incumbent.value
        if relaxed.value < self.lowest:
            self.lowest, self.cut_prices = relaxed.value, point.cut_prices
            incumbent = evolve(
                incumbent.with_bound(relaxed.value), multiplier=point.prices, mu=relaxed.mu
            )
        self.active = self.relaxation.survivors(relaxed, self.active, incumbent.value)
        self.incumbent = incumbent if self.active.size else incumbent.proven_optimal()
        closed = before - (self.incumbent.bound - self.incumbent.value)
        self.idle = self.idle + 1 if closed < PROGRESS * before else 0

    def add_cuts(self, point: LinearSolution) -> bool:
        """Add cuts that a solution breaks; return whether there were any."""
        new = violated_cuts(self.incumbent.residual, point.cameras, point.demand)
        if new.number:
            self.programme.add(new)
            self.programme.fix_to_zero(
                np.setdiff1d(np.arange(self.incumbent.residual.m), self.active)
            )
            self.cuts = self.cuts.with_cuts(new)
        return bool(new.number)

    def is_over(self, gap: float) -> bool:
        """Return whether there is nothing left to do."""
        incumbent = self.incumbent
        return self.idle >= PATIENCE or incumbent.residual.gap_closed(
            incumbent.value, incumbent.bound, gap
        )

    def result(self) -> Incumbent:
        """Return the incumbent, restricted to the candidates that a better plan may have."""
        incumbent = self.incumbent
        cuts = self.cuts.chosen(np.flatnonzero(self.cut_prices > 0))
        remaining = np.union1d(self.active, incumbent.plan)
        residual, label = restrict(incumbent.residual, remaining)
        covered = label >= 0
        prices = np.bincount(
            label[covered], weights=incumbent.multiplier[covered], minlength=residual.n
        )
        return evolve(
            incumbent,
            residual=residual,
            plan=np.searchsorted(remaining, incumbent.plan),
            multiplier=np.minimum(prices, residual.tables.weight),
            cuts=cuts.restricted(remaining, label, residual.n),
        )
