"""The Lagrangian bound by subgradient steps, with repaired plans and reduced-cost fixing."""

from collections.abc import Callable

import numpy as np
from attrs import define, evolve, field

from placement.optimise.kernels.sums import product
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.relaxation import Incumbent, Relaxation, RelaxedSolution
from placement.optimise.residual import Cuts, Residual, restrict
from placement.optimise.search import repaired_plan
from placement.optimise.search_limits import OnProgress

DEFLECTION = 0.7
"""Weight of the new subgradient in the direction; the rest is the old direction. [-]"""
PATIENCE = 12
"""Steps without progress after which the step length falls."""
SHORTER = 0.7
SHORTEST = 1e-4
LEAST_NORM = 1e-200
"""Directions so short have faded where nothing is left to gain; a step along one overflows."""
REPAIR_EVERY = 20
"""Steps between two repairs of the relaxed solution to a plan."""
REPAIRS_WITHOUT_PROGRESS = 5
"""Repairs after which the steps end if the gap did not shrink by `PROGRESS` between two of them."""
PROGRESS = 0.01
"""Part of the gap that counts as progress. [-]"""
SHRINK_BELOW = 0.7
"""Part of the candidates still active at which the problem is narrowed down to them. [-]"""


def subgradient_bound(
    incumbent: Incumbent,
    *,
    steps: int,
    gap: float,
    step_length: float,
    late: Callable[[], bool],
    report: OnProgress,
) -> Incumbent:
    """Return an incumbent with a better bound and plan in a smaller residual problem.

    Deflected subgradient steps of Polyak's length (Camerini, Fratta and Maffioli 1975,
    doi:10.1007/BFb0120697), with reduced-cost fixing after each better bound.

    Parameters
    ----------
    incumbent
        Where to start.
    steps
        Most steps.
    gap
        Stop once the gap, existing cameras included, is not larger. [-]
    step_length
        Of the first step, in parts of Polyak's; up to 2.
    late
        Whether to stop for lack of time.
    report
        Called with value and bound of the residual problem now and then.
    """
    descent = _Descent(incumbent, step_length)
    for step in range(1, steps + 1):
        relaxed = descent.evaluate()
        if step % REPAIR_EVERY == 0:
            descent.repair(relaxed)
            descent.shrink()
            descent.count_idle_repairs()
            report(descent.value, descent.bound)
        if descent.is_over(gap) or late():
            break
        if step % REPAIR_EVERY:
            descent.step(relaxed)
    descent.shrink(always=True)
    return descent.result()


def best_multipliers(incumbent: Incumbent, *, steps: int) -> Incumbent:
    """Return an incumbent with better multipliers of the same demand points, by steps as above.

    Nothing is repaired or narrowed down, so the plan stays.
    """
    descent = _Descent(incumbent, 1.0)
    for _ in range(steps):
        relaxed = descent.evaluate()
        if descent.is_over(0.0):
            break
        descent.step(relaxed)
    return descent.result()


@define(eq=False)
class _Descent:
    """State of the subgradient steps."""

    incumbent: Incumbent
    length: float
    residual: Residual = field(init=False)
    relaxation: Relaxation = field(init=False)
    plan: Ints = field(init=False)
    value: float = field(init=False)
    bound: float = field(init=False)
    lowest: float = field(init=False, default=np.inf)
    """Lowest value of the relaxation, which bounds the active candidates only."""
    multiplier: Floats = field(init=False)
    best: Floats = field(init=False)
    mu: float = field(init=False)
    direction: Floats = field(init=False)
    cuts: Cuts | None = field(init=False)
    active: Ints = field(init=False)
    stalled: int = field(init=False, default=0)
    idle: int = field(init=False, default=0)
    """Repairs in a row without progress."""
    open_gap: float = field(init=False, default=np.inf)

    def __attrs_post_init__(self) -> None:
        self.residual, self.plan = self.incumbent.residual, self.incumbent.plan
        self.value, self.bound, self.mu = (
            self.incumbent.value,
            self.incumbent.bound,
            self.incumbent.mu,
        )
        self.multiplier = self.best = self.incumbent.multiplier
        self.cuts = self.incumbent.cuts
        self._restart()

    def _restart(self) -> None:
        self.relaxation = Relaxation(self.residual)
        self.direction = np.zeros(self.residual.n)
        self.active = np.arange(self.residual.m)

    def evaluate(self) -> RelaxedSolution:
        """Evaluate the relaxation, keep it if it is the best and rule candidates out by it."""
        relaxed = self.relaxation.at(self.multiplier, self.active, mu=self.mu)
        if relaxed.value < self.lowest:
            if relaxed.value < self.lowest - 1e-4 * (self.lowest - self.value):
                self.stalled = -1
            self.lowest, self.best, self.mu = relaxed.value, self.multiplier, relaxed.mu
            self.bound = min(self.bound, max(self.residual.rounded(self.lowest), self.value))
            self.active = self.relaxation.survivors(relaxed, self.active, self.value)
            if not self.active.size:
                self.bound = self.value
        self.stalled += 1
        if self.stalled >= PATIENCE:
            self.length *= SHORTER
            self.stalled = 0
            self.multiplier = self.best
        return relaxed

    def step(self, relaxed: RelaxedSolution) -> None:
        """Step against the subgradient, inside 0 <= multiplier <= weight."""
        weight = self.residual.tables.weight
        slack = self.relaxation.slack(relaxed)
        slack[(self.multiplier <= 0) & (slack > 0)] = 0.0
        slack[(self.multiplier >= weight) & (slack < 0)] = 0.0
        self.direction = DEFLECTION * slack + (1 - DEFLECTION) * self.direction
        norm = product(self.direction, self.direction)
        if norm > LEAST_NORM:
            step = self.length * max(relaxed.value - self.value, 0.0) / norm
            self.multiplier = np.clip(self.multiplier - step * self.direction, 0.0, weight)

    def repair(self, relaxed: RelaxedSolution) -> None:
        """Make the relaxed solution a plan; keep it if it is the best."""
        if self.incumbent.only_bound:
            return
        residual = self.residual
        order = np.argsort(-relaxed.amounts, kind="stable")
        _, first = np.unique(relaxed.members[order], return_index=True)
        preferred = relaxed.members[order][np.sort(first)]
        plan = repaired_plan(residual, preferred)
        value = residual.value(plan)
        if value > self.value:
            self.plan, self.value = plan, value
            self.bound = max(self.bound, value)

    def shrink(self, *, always: bool = False) -> None:
        """Narrow the problem down to the active candidates and the plan, if that saves much."""
        if len(self.active) > SHRINK_BELOW * self.residual.m and not always:
            return
        remaining = np.union1d(self.active, self.plan)
        if len(remaining) == self.residual.m:
            return
        self.residual, label = restrict(self.residual, remaining)
        if self.cuts is not None:
            self.cuts = self.cuts.restricted(remaining, label, self.residual.n)
        self.plan = np.searchsorted(remaining, self.plan)
        self.multiplier = self._merge_multipliers(self.multiplier, label)
        self.best = self._merge_multipliers(self.best, label)
        self._restart()

    def _merge_multipliers(self, multiplier: Floats, label: Ints) -> Floats:
        """Add the multipliers of demand points that became one."""
        covered = label >= 0
        merged = np.bincount(label[covered], weights=multiplier[covered], minlength=self.residual.n)
        return np.minimum(merged, self.residual.tables.weight)

    def count_idle_repairs(self) -> None:
        """Count how long the gap has hardly shrunk."""
        gap = self.bound - self.value
        self.idle = self.idle + 1 if gap > (1 - PROGRESS) * self.open_gap else 0
        self.open_gap = gap

    def is_over(self, gap: float) -> bool:
        """Return whether there is nothing left to do."""
        closed = self.residual.gap_closed(self.value, self.bound, gap)
        hopeless = self.idle >= REPAIRS_WITHOUT_PROGRESS or self.length < SHORTEST
        return closed or hopeless or not self.active.size

    def result(self) -> Incumbent:
        """Return the incumbent that the steps reached."""
        return evolve(
            self.incumbent,
            residual=self.residual,
            plan=self.plan,
            value=self.value,
            bound=self.bound,
            multiplier=self.best,
            mu=self.mu,
            cuts=self.cuts,
        )
