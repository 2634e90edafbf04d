"""The Lagrangian bound under side constraints, by subgradient steps as for plain covering."""

from collections.abc import Callable

import numpy as np
from attrs import define, evolve, field, frozen
from scipy import sparse

from placement.optimise.kernels.bounds import profits
from placement.optimise.kernels.sums import product, total
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.lagrangian import DEFLECTION, SHORTEST
from placement.optimise.relaxation import Relaxation, RelaxedSolution, best_money_price
from placement.optimise.side_constraints.linear import LinearBound
from placement.optimise.side_constraints.residual import ConstrainedResidual
from placement.optimise.side_constraints.search import REPAIR_MOVES, Searcher

PATIENCE = 30
"""Steps without progress after which the step length falls: prices of rules settle slowly."""
SHORTER = 0.8
REPAIR_EVERY = 40
"""Steps between two repairs of the relaxed solution to a plan."""


@frozen(eq=False)
class Multipliers:
    """Prices of what is relaxed, none negative."""

    demand: Floats
    """(n,) of covering: z_i + t_i <= sum of cameras that cover i."""
    floors: Floats
    """(G,) of each floor, per part of it. [weight]"""
    sides: Floats
    """(R + P + Q + L,) of required places, forbidden pairs, sites apart and limits. [weight]"""

    def stepped(self, step: float, direction: "Multipliers") -> "Multipliers":
        """Return the prices a step against a direction, none below zero."""
        return Multipliers(
            *(
                np.maximum(here - step * direction, 0.0)
                for here, direction in zip(self.parts(), direction.parts(), strict=True)
            )
        )

    def mixed(self, other: "Multipliers", share: float) -> "Multipliers":
        """Return a share of these and the rest of the others."""
        return Multipliers(
            *(
                share * one + (1 - share) * two
                for one, two in zip(self.parts(), other.parts(), strict=True)
            )
        )

    def parts(self) -> tuple[Floats, Floats, Floats]:
        """Return the three arrays."""
        return self.demand, self.floors, self.sides

    @property
    def square(self) -> float:
        """The sum of squares."""
        return sum(product(part, part) for part in self.parts())


@frozen(eq=False)
class ConstrainedRelaxation:
    r"""Evaluate the relaxation under rules; `Relaxation` does the part that sites decide.

    .. math::

        L = \sum_i \big( (w_i + \textstyle\sum_{G \ni i} \phi_G f_i - \lambda_i)^+
            + (w'_i - \lambda_i)^+ \big) - \sum_G \phi_G F_G - \sum_R \rho_R
            + \sum_{(j, k)} \psi_{jk} + \sum_l \sigma_l h_l
            + \text{sites' part with } \pi_j = \sum_i a_{ij} \lambda_i - r_j
            + \sum_{R \ni j} \rho_R - \sum_{(j, k)} \psi_{jk} - \sum_l \sigma_l a_{lj}

    with :math:`w_i, w'_i` what a first and a second new view are worth, :math:`r_j` disutility and
    :math:`f_i` what the first counts for floors. Two sites apart count as
    :math:`\sum_{j \in s} y_j / q_s + \sum_{j \in t} y_j / q_t \le 1`, and what opening a site comes
    to in a limit is spread alike
    over its cameras. Every :math:`\lambda, \phi, \rho, \psi, \sigma \ge 0` gives a valid bound.
    """

    rest: ConstrainedResidual
    plain: Relaxation = field(init=False)
    sides: sparse.csr_array = field(init=False)
    """(m, R + P + Q + L) coefficient of each candidate in each side constraint, written as >=."""
    needed: Floats = field(init=False)
    """(R + P + Q + L,) right sides."""
    member: sparse.csr_array = field(init=False)
    """(G, n) part of each floor that each demand point gives."""

    def __attrs_post_init__(self) -> None:
        rest, m = self.rest, self.rest.residual.m
        t, terms = rest.residual.tables, rest.terms
        answers = sparse.csr_array(
            (np.ones(len(terms.nidx)), terms.nidx, terms.nptr), shape=(m, terms.requirements)
        )
        column = np.repeat(np.arange(len(rest.pairs)), 2)
        pairs = sparse.csr_array(
            (-np.ones(len(column)), (rest.pairs.ravel(), column)), shape=(m, len(rest.pairs))
        )
        column = np.repeat(np.arange(len(rest.apart)), 2)
        near = sparse.csr_array(
            (-1.0 / t.room[rest.apart.ravel()], (rest.apart.ravel(), column)),
            shape=(len(t.room), len(rest.apart)),
        )
        limits = -rest.limits.linear(t.room[t.site])
        sides = sparse.csr_array(sparse.hstack([answers, pairs, near[t.site], limits]))
        excluded = len(rest.pairs) + len(rest.apart)
        needed = np.concatenate((np.ones(terms.requirements), -np.ones(excluded), -terms.most))
        scale = sparse.diags_array(1.0 / terms.least) @ rest.membership()
        object.__setattr__(self, "plain", Relaxation(rest.residual))
        object.__setattr__(self, "sides", sides)
        object.__setattr__(self, "needed", needed)
        object.__setattr__(self, "member", sparse.csr_array(scale * terms.floor_part[None, :]))

    def at(
        self, prices: Multipliers, active: Ints, *, mu: float
    ) -> tuple[RelaxedSolution, Multipliers]:
        """Return the relaxed solution and its subgradient."""
        residual, terms = self.rest.residual, self.rest.terms
        first = residual.tables.weight + self.member.T @ prices.floors
        over = first - prices.demand, terms.second - prices.demand
        rest = total(np.maximum(over[0], 0.0)) + total(np.maximum(over[1], 0.0))
        rest -= total(prices.floors) + product(self.needed, prices.sides)
        profits(residual.tables, prices.demand, active, self.plain.profit)
        self.plain.profit[active] -= terms.disutility[active]
        if len(prices.sides):
            self.plain.profit[active] += (self.sides @ prices.sides)[active]
        if np.isfinite(residual.budget):
            relaxed = best_money_price(
                lambda price: self.plain.priced(rest, active, price), residual.budget, near=mu
            )
        else:
            relaxed = self.plain.priced(rest, active, 0.0)
        amount = np.bincount(relaxed.members, weights=relaxed.amounts, minlength=residual.m)
        slack = self.plain.slack(relaxed) + 1.0 - (over[0] > 0) - (over[1] > 0)
        slack[(prices.demand <= 0) & (slack > 0)] = 0.0
        floors = self.member @ (over[0] > 0).astype(np.float64) - 1.0
        return relaxed, Multipliers(slack, floors, self.sides.T @ amount - self.needed)


@frozen(eq=False)
class ConstrainedIncumbent:
    """The best plan so far, a bound, and the candidates that a better plan may have."""

    bound: float
    plan: Ints
    active: Ints
    prices: Multipliers
    linear: LinearBound | None = None
    """Where it is known it takes the place of further steps."""

    def with_plan(self, rest: ConstrainedResidual, plan: Ints) -> "ConstrainedIncumbent":
        """Return the same with a plan that keeps the rules, if it is better."""
        value = rest.value(plan)
        if value <= rest.value(self.plan):
            return self
        return evolve(self, plan=plan, bound=max(self.bound, value))

    def narrowed(self, rest: ConstrainedResidual) -> "ConstrainedIncumbent":
        """Return the same without the candidates that the linear bound rules out."""
        if self.linear is None:
            return self
        value = rest.value(self.plan)
        active = np.intersect1d(self.active, self.linear.survivors(value))
        bound = max(min(self.bound, self.linear.bound), value) if active.size else value
        return evolve(self, active=active, bound=bound)


def initial_multipliers(rest: ConstrainedResidual, plan: Ints) -> Multipliers:
    """Return prices near the weights, shared where the plan covers several times."""
    t = rest.residual.tables
    times = np.zeros(rest.residual.n)
    for j in plan:
        times[t.idx[t.ptr[j] : t.ptr[j + 1]]] += 1
    weight = np.where(
        times > 1, np.maximum(rest.terms.second, t.weight / np.maximum(times, 1)), t.weight
    )
    demand = weight * np.where(times > 0, 0.9, 0.98)
    sides = rest.terms.requirements + len(rest.pairs) + len(rest.apart) + len(rest.limits)
    return Multipliers(demand, np.zeros(len(rest.floors)), np.zeros(sides))


def constrained_bound(
    incumbent: ConstrainedIncumbent,
    rest: ConstrainedResidual,
    *,
    steps: int,
    gap: float,
    step_length: float,
    late: Callable[[], bool],
    report: Callable[[float, float], None],
) -> ConstrainedIncumbent:
    """Return a better bound and plan by the deflected steps of `lagrangian.subgradient_bound`.

    The plan given keeps the rules. Candidates that no better plan contains are ruled out.
    """
    descent = _Descent(incumbent, rest, step_length, late)
    for step in range(1, steps + 1):
        relaxed, slack = descent.evaluate()
        if step % REPAIR_EVERY == 0:
            descent.repair(relaxed)
            report(descent.value, descent.bound)
        if descent.is_over(gap) or late():
            break
        descent.step(relaxed, slack)
    return ConstrainedIncumbent(descent.bound, descent.plan, descent.active, descent.best)


@define(eq=False)
class _Descent:
    """State of the subgradient steps."""

    incumbent: ConstrainedIncumbent
    rest: ConstrainedResidual
    length: float
    late: Callable[[], bool]
    relaxation: ConstrainedRelaxation = field(init=False)
    plan: Ints = field(init=False)
    value: float = field(init=False)
    bound: float = field(init=False)
    lowest: float = field(init=False, default=np.inf)
    prices: Multipliers = field(init=False)
    best: Multipliers = field(init=False)
    direction: Multipliers | None = field(init=False, default=None)
    active: Ints = field(init=False)
    mu: float = field(init=False, default=0.0)
    stalled: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        self.relaxation = ConstrainedRelaxation(self.rest)
        self.plan, self.bound, self.active = (
            self.incumbent.plan,
            self.incumbent.bound,
            self.incumbent.active,
        )
        self.prices = self.best = self.incumbent.prices
        self.value = self.rest.value(self.plan)

    def evaluate(self) -> tuple[RelaxedSolution, Multipliers]:
        """Evaluate the relaxation; keep it if it is the best, and rule candidates out by it."""
        relaxed, slack = self.relaxation.at(self.prices, self.active, mu=self.mu)
        if relaxed.value < self.lowest:
            if relaxed.value < self.lowest - 1e-4 * (self.lowest - self.value):
                self.stalled = -1
            self.lowest, self.best, self.mu = relaxed.value, self.prices, relaxed.mu
            self.bound = min(self.bound, max(relaxed.value, self.value))
            self.active = self.relaxation.plain.survivors(relaxed, self.active, self.value)
            if not self.active.size:
                self.bound = self.value
        self.stalled += 1
        if self.stalled >= PATIENCE:
            self.length *= SHORTER
            self.stalled = 0
            self.prices = self.best
        return relaxed, slack

    def step(self, relaxed: RelaxedSolution, slack: Multipliers) -> None:
        """Step against the deflected subgradient."""
        self.direction = (
            slack if self.direction is None else slack.mixed(self.direction, DEFLECTION)
        )
        if (square := self.direction.square) > 0:
            step = self.length * max(relaxed.value - self.value, 0.0) / square
            self.prices = self.prices.stepped(step, self.direction)

    def repair(self, relaxed: RelaxedSolution) -> None:
        """Make the relaxed solution a plan; keep it if it keeps the rules and is the best."""
        searcher = Searcher(self.rest, np.union1d(self.active, self.plan), late=self.late)
        order = np.argsort(-relaxed.amounts, kind="stable")
        _, first = np.unique(relaxed.members[order], return_index=True)
        preferred = relaxed.members[order][np.sort(first)]
        plan = searcher.local_optimum(searcher.greedy_extension(preferred), most=REPAIR_MOVES)
        value = self.rest.value(plan)
        if value > self.value and self.rest.met(plan):
            self.plan, self.value = plan, value
            self.bound = max(self.bound, value)

    def is_over(self, gap: float) -> bool:
        """Return whether there is nothing left to do."""
        closed = self.rest.residual.gap_closed(self.value, self.bound, gap)
        return closed or self.length < SHORTEST or not self.active.size
