"""The Lagrangian bound by subgradient steps, which also repair plans and rule candidates out."""

from collections.abc import Callable

import numpy as np
from attrs import define, evolve, field, frozen

from placement.optimise.cuts import Cuts
from placement.optimise.greedy import grown
from placement.optimise.kernels.bounds import room_for
from placement.optimise.kernels.sums import product
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.reduce import Residual, restrict
from placement.optimise.relaxation import Relaxation, Relaxed
from placement.optimise.search import improved

DEFLECTION = 0.7
"""Weight of the new subgradient in the direction; the rest is the old direction. [-]"""
PATIENCE = 12
"""Steps without progress after which the step length falls."""
SHORTER = 0.7
SHORTEST = 1e-4
REPAIR_EVERY = 20
"""Steps between two repairs of the relaxed solution to a plan."""
REPAIR_MOVES = 60
REPAIRS_WITHOUT_PROGRESS = 5
"""Repairs after which the steps end if the gap did not shrink by `PROGRESS` between two of them."""
PROGRESS = 0.01
"""Part of the gap that counts as progress. [-]"""
SHRINK_BELOW = 0.7
"""Part of the candidates still active at which the problem is narrowed down to them. [-]"""

Report = Callable[[float, float], None]


@frozen(eq=False, kw_only=True)
class Tightened:
    """A narrower problem, the best plan in it and a bound for the problem it came from."""

    residual: Residual
    plan: Ints
    value: float
    bound: float
    """No plan of the problem given covers more."""
    multiplier: Floats
    """(n,) of the narrower problem's demand points, for a warm start."""
    mu: float
    """Price of money at the best bound."""
    cuts: Cuts | None = None
    """What the exact solver may use besides."""

    def with_plan(self, plan: Ints) -> "Tightened":
        """Return the same with a plan if it is better."""
        value = self.residual.value(plan)
        if value <= self.value:
            return self
        return evolve(self, plan=plan, value=value, bound=max(self.bound, value))

    def with_bound(self, bound: float) -> "Tightened":
        """Return the same with a bound on the plans of the narrower problem, if it is better."""
        best = min(self.bound, max(self.residual.rounded(bound), self.value))
        return evolve(self, bound=best)

    def closed(self) -> "Tightened":
        """Return the same where nothing better is possible."""
        return evolve(self, bound=self.value)


def loose(residual: Residual, plan: Ints) -> Tightened:
    """Return a plan with the trivial bound and multipliers near the weights.

    A multiplier equal to the weight bounds by the sum of the best single values; demand that the
    plan covers several times shares its weight.
    """
    t = residual.tables
    times = np.zeros(residual.n)
    for j in plan:
        times[t.idx[t.ptr[j] : t.ptr[j + 1]]] += 1
    multiplier = t.weight * np.where(times > 0, 0.9 / np.maximum(times, 1), 0.98)
    return Tightened(
        residual=residual,
        plan=plan,
        value=residual.value(plan),
        bound=residual.total,
        multiplier=multiplier,
        mu=0.0,
    )


def planned(residual: Residual, wanted: Ints) -> Ints:
    """Return a plan of the wanted candidates, in their order, as far as they fit, and swapped."""
    plan = room_for(residual.tables, wanted, residual.count, residual.limit)
    return improved(residual, grown(residual, plan), moves=REPAIR_MOVES)


def tightened(
    given: Tightened,
    *,
    steps: int,
    gap: float,
    step_length: float,
    late: Callable[[], bool],
    report: Report,
) -> Tightened:
    """Return a better bound and plan in a problem narrowed down to what may still matter.

    Deflected subgradient steps of Polyak's length (Camerini, Fratta and Maffioli 1975,
    doi:10.1007/BFb0120697), with reduced-cost fixing after each better bound.

    Parameters
    ----------
    given
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
    descent = _Descent(given, step_length)
    for step in range(1, steps + 1):
        relaxed = descent.look()
        if step % REPAIR_EVERY == 0:
            descent.repair(relaxed)
            descent.shrink()
            descent.note_progress()
            report(descent.value, descent.bound)
        if descent.ended(gap) or late():
            break
        if step % REPAIR_EVERY:
            descent.move(relaxed)
    descent.shrink(always=True)
    return descent.result()


@define(eq=False)
class _Descent:
    """Subgradient steps under way: the one thing here that changes."""

    given: Tightened
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
        self.residual, self.plan = self.given.residual, self.given.plan
        self.value, self.bound, self.mu = self.given.value, self.given.bound, self.given.mu
        self.multiplier = self.best = self.given.multiplier
        self.cuts = self.given.cuts
        self._fresh()

    def _fresh(self) -> None:
        self.relaxation = Relaxation(self.residual)
        self.direction = np.zeros(self.residual.n)
        self.active = np.arange(self.residual.m)

    def look(self) -> Relaxed:
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

    def move(self, relaxed: Relaxed) -> None:
        """Step against the subgradient, inside 0 <= multiplier <= weight."""
        weight = self.residual.tables.weight
        slack = self.relaxation.slack(relaxed)
        slack[(self.multiplier <= 0) & (slack > 0)] = 0.0
        slack[(self.multiplier >= weight) & (slack < 0)] = 0.0
        self.direction = DEFLECTION * slack + (1 - DEFLECTION) * self.direction
        norm = product(self.direction, self.direction)
        if norm > 0:
            step = self.length * max(relaxed.value - self.value, 0.0) / norm
            self.multiplier = np.clip(self.multiplier - step * self.direction, 0.0, weight)

    def repair(self, relaxed: Relaxed) -> None:
        """Make the relaxed solution a plan; keep it if it is the best."""
        residual = self.residual
        order = np.argsort(-relaxed.amounts, kind="stable")
        _, first = np.unique(relaxed.members[order], return_index=True)
        wanted = relaxed.members[order][np.sort(first)]
        plan = planned(residual, wanted)
        value = residual.value(plan)
        if value > self.value:
            self.plan, self.value = plan, value
            self.bound = max(self.bound, value)

    def shrink(self, *, always: bool = False) -> None:
        """Narrow the problem down to the active candidates and the plan, if that saves much."""
        if len(self.active) > SHRINK_BELOW * self.residual.m and not always:
            return
        kept = np.union1d(self.active, self.plan)
        if len(kept) == self.residual.m:
            return
        self.residual, label = restrict(self.residual, kept)
        if self.cuts is not None:
            self.cuts = self.cuts.narrowed(kept, label, self.residual.n)
        self.plan = np.searchsorted(kept, self.plan)
        self.multiplier = self._relabelled(self.multiplier, label)
        self.best = self._relabelled(self.best, label)
        self._fresh()

    def _relabelled(self, multiplier: Floats, label: Ints) -> Floats:
        """Add the multipliers of demand points that became one."""
        seen = label >= 0
        merged = np.bincount(label[seen], weights=multiplier[seen], minlength=self.residual.n)
        return np.minimum(merged, self.residual.tables.weight)

    def note_progress(self) -> None:
        """Count how long the gap has hardly shrunk."""
        gap = self.bound - self.value
        self.idle = self.idle + 1 if gap > (1 - PROGRESS) * self.open_gap else 0
        self.open_gap = gap

    def ended(self, gap: float) -> bool:
        """Return whether there is nothing left to do."""
        closed = self.residual.closed(self.value, self.bound, gap)
        hopeless = self.idle >= REPAIRS_WITHOUT_PROGRESS or self.length < SHORTEST
        return closed or hopeless or not self.active.size

    def result(self) -> Tightened:
        """Return what the steps came to."""
        return Tightened(
            residual=self.residual,
            plan=self.plan,
            value=self.value,
            bound=self.bound,
            multiplier=self.best,
            mu=self.mu,
            cuts=self.cuts,
        )
