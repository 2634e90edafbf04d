"""The bound of the linear programme with cuts: where prices alone leave a gap."""

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
    given: Incumbent, *, rounds: int, gap: float, late: Callable[[], bool], report: OnProgress
) -> Incumbent:
    """Return a better bound and plan, candidates ruled out by it, and the cuts that gave it.

    Solves the linear programme, adds the cuts its solution breaks, and so on. Its prices, those of
    the cuts included, give a Lagrangian bound that holds whatever the solver's tolerances are, and
    rule candidates out.

    Parameters
    ----------
    given
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
    work = _CuttingPlanes(given)
    for round_ in range(rounds + 1):
        point = work.programme.solved(late)
        if point is None:
            break
        work.look(point)
        report(work.found.value, work.found.bound)
        if work.ended(gap) or late() or round_ == rounds or not work.cut(point):
            break
    return work.result()


@define(eq=False)
class _CuttingPlanes:
    """Rounds of cuts under way: the one thing here that changes."""

    found: Incumbent
    programme: LinearRelaxation = field(init=False)
    relaxation: Relaxation = field(init=False)
    cuts: Cuts = field(init=False)
    worth: Floats = field(init=False)
    """(C,) price of each cut at the best bound."""
    active: Ints = field(init=False)
    lowest: float = field(init=False, default=np.inf)
    idle: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        residual = self.found.residual
        self.programme, self.relaxation = LinearRelaxation.of(residual), Relaxation(residual)
        self.cuts, self.worth = no_cuts(residual), np.empty(0)
        self.active = np.arange(residual.m)

    def look(self, point: LinearSolution) -> None:
        """Bound by the prices of a solution, round it to a plan, rule candidates out."""
        found, residual = self.found, self.found.residual
        found = found.with_plan(repaired_plan(residual, np.argsort(-point.cameras, kind="stable")))
        left = residual.tables.weight - point.prices - self.cuts.demand.T @ point.cut_prices
        rest = total(np.maximum(left, 0.0)) + product(self.cuts.limit, point.cut_prices)
        more = self.cuts.candidates.T @ point.cut_prices
        relaxed = self.relaxation.at(point.prices, self.active, mu=found.mu, rest=rest, more=more)
        before = found.bound - found.value
        if relaxed.value < self.lowest:
            self.lowest, self.worth = relaxed.value, point.cut_prices
            found = evolve(found.with_bound(relaxed.value), multiplier=point.prices, mu=relaxed.mu)
        self.active = self.relaxation.survivors(relaxed, self.active, found.value)
        self.found = found if self.active.size else found.proven_optimal()
        closed = before - (self.found.bound - self.found.value)
        self.idle = self.idle + 1 if closed < PROGRESS * before else 0

    def cut(self, point: LinearSolution) -> bool:
        """Add cuts that a solution breaks; return whether there were any."""
        new = violated_cuts(self.found.residual, point.cameras, point.demand)
        if new.number:
            self.programme.add(new)
            self.programme.close(np.setdiff1d(np.arange(self.found.residual.m), self.active))
            self.cuts = self.cuts.with_cuts(new)
        return bool(new.number)

    def ended(self, gap: float) -> bool:
        """Return whether there is nothing left to do."""
        found = self.found
        return self.idle >= PATIENCE or found.residual.gap_closed(found.value, found.bound, gap)

    def result(self) -> Incumbent:
        """Return what the rounds came to, narrowed down to what may still matter."""
        found = self.found
        cuts = self.cuts.chosen(np.flatnonzero(self.worth > 0))
        kept = np.union1d(self.active, found.plan)
        residual, label = restrict(found.residual, kept)
        seen = label >= 0
        prices = np.bincount(label[seen], weights=found.multiplier[seen], minlength=residual.n)
        return evolve(
            found,
            residual=residual,
            plan=np.searchsorted(kept, found.plan),
            multiplier=np.minimum(prices, residual.tables.weight),
            cuts=cuts.restricted(kept, label, residual.n),
        )
