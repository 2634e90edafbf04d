"""The Lagrangian relaxation: its value at multipliers, reduced-cost fixing, and incumbents."""

from collections.abc import Callable

import numpy as np
from attrs import evolve, field, frozen

from placement.optimise.kernels.bounds import (
    Offers,
    Taken,
    coverage,
    forcing_changes,
    profits,
    site_offers,
    take_steps,
)
from placement.optimise.kernels.sums import total
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.residual import Cuts, Residual

PRICE_STEPS = 7
"""Halvings in the search for the price of money; every price gives a valid bound."""
SMALLEST_PRICE = 1e-12
"""Where that search begins, in weight per money."""


@frozen(eq=False)
class RelaxedSolution:
    """A solution of the relaxed problem."""

    value: float
    """No plan of the active candidates covers more."""
    members: Ints
    """(k,) candidates it takes, best first."""
    amounts: Floats
    """(k,) how much of each, 0 to 1."""
    money: float
    """What it spends."""
    mu: float
    """Price of money."""
    nu: float
    """Price of a camera."""


@frozen(eq=False)
class Relaxation:
    r"""Evaluate the relaxation, with workspace kept between calls.

    .. math::

        L(\lambda, \mu, \nu) = \sum_i (w_i - \lambda_i) + \mu b + \nu p
            + \sum_s \max_{y_s} \Big(
            \sum_{j \in s} (\pi_j - \mu c_j - \nu) y_j - \mu f_s o_s \Big),
            \quad \pi_j = \sum_i a_{ij} \lambda_i, \quad 0 \le \lambda_i \le w_i

    relaxes :math:`z_i \le \sum_j a_{ij} y_j` with :math:`\lambda`, the budget with :math:`\mu` and
    the count with :math:`\nu`; every site then decides alone. Galvão and ReVelle (1996,
    doi:10.1016/0377-2217(94)00159-6) have it for the count; sites and money are added here. The
    best :math:`\nu` for given :math:`\lambda, \mu` is found exactly, the best :math:`\mu` by
    halving.
    """

    residual: Residual
    profit: Floats = field(init=False)
    _offers: Offers = field(init=False)
    _steps: Taken = field(init=False)

    def __attrs_post_init__(self) -> None:
        m = self.residual.m
        object.__setattr__(self, "profit", np.zeros(m))
        offers = Offers(
            members=np.zeros(m, dtype=np.int64),
            first=np.zeros(m + 1, dtype=np.int64),
            cameras=np.zeros(m, dtype=np.int64),
            slope=np.zeros(m),
            money=np.zeros(m),
            instead=np.zeros(m, dtype=np.uint8),
        )
        object.__setattr__(self, "_offers", offers)
        steps = Taken(np.zeros(m, dtype=np.int64), np.zeros(m), np.zeros(m))
        object.__setattr__(self, "_steps", steps)

    def at(
        self,
        multiplier: Floats,
        active: Ints,
        *,
        mu: float,
        rest: float | None = None,
        more: Floats | None = None,
    ) -> RelaxedSolution:
        """Return the relaxed solution at demand multipliers; seek the price of money near `mu`.

        Where more is relaxed than covering, `rest` is what no candidate decides and `more` (m,)
        what other prices add to the profits.
        """
        residual = self.residual
        profits(residual.tables, multiplier, active, self.profit)
        if more is not None:
            self.profit[active] += more[active]
        rest = residual.total - total(multiplier) if rest is None else rest
        if not np.isfinite(residual.budget):
            return self.priced(rest, active, 0.0)
        return best_money_price(
            lambda price: self.priced(rest, active, price), residual.budget, near=mu
        )

    def priced(self, rest: float, active: Ints, mu: float) -> RelaxedSolution:
        """Solve for one price of money: take the best steps of all sites till the count is full."""
        residual, offers, steps = self.residual, self._offers, self._steps
        k = site_offers(residual.tables, active, self.profit, mu, offers)
        order = _best(offers.slope[:k], residual.count)
        k, nu, worth, money = take_steps(offers, order, residual.count, steps)
        value = rest + nu * residual.count + worth
        return RelaxedSolution(
            value=value + (mu * residual.budget if mu else 0.0),
            members=steps.members[:k].copy(),
            amounts=steps.amounts[:k].copy(),
            money=money,
            mu=mu,
            nu=nu,
        )

    def most_worth(self, multiplier: Floats, *, mu: float, count: int) -> Floats:
        """Return the most that 0, 1 … `count` cameras are worth at prices of demand and money.

        It is Σ over the cameras of the multipliers they see, less mu times what they cost; every
        site decides alone. (count + 1,) and concave.
        """
        offers = self._offers
        profits(self.residual.tables, multiplier, np.arange(self.residual.m), self.profit)
        k = site_offers(self.residual.tables, np.arange(self.residual.m), self.profit, mu, offers)
        order = np.argsort(-offers.slope[:k], kind="stable")
        length = offers.cameras[order].astype(np.float64)
        filled = np.concatenate(([0.0], np.cumsum(length)))
        worth = np.concatenate(([0.0], np.cumsum(offers.slope[order] * length)))
        return np.asarray(np.interp(np.arange(count + 1), filled, worth), dtype=np.float64)

    def slack(self, relaxed: RelaxedSolution) -> Floats:
        """Return (n,) the subgradient: by how much each demand point is covered beyond once."""
        z = np.empty(self.residual.n)
        coverage(self.residual.tables, relaxed.members, relaxed.amounts, z)
        z -= 1.0
        return z

    def survivors(self, relaxed: RelaxedSolution, active: Ints, value: float) -> Ints:
        """Return the active candidates that a plan better than `value` may still contain.

        Call it right after `at` gave `relaxed`. A candidate goes if forcing it in takes the bound
        to `value` or below (reduced-cost fixing).
        """
        t = self.residual.tables
        change = np.zeros(self.residual.m)
        best = np.empty(int(t.room.max()), dtype=np.int64)
        forcing_changes(t, active, self.profit, relaxed.mu, relaxed.nu, change, best)
        needed = value + (1 - 1e-6 if self.residual.whole else 0.0)
        return active[relaxed.value + change[active] > needed]


def _best(slope: Floats, count: int) -> Ints:
    """Return the places of the `count` largest slopes, falling; that many steps fill the count."""
    if len(slope) <= count:
        return np.argsort(-slope, kind="stable")
    largest = np.sort(np.argpartition(-slope, count - 1)[:count])
    return largest[np.argsort(-slope[largest], kind="stable")]


def best_money_price(
    priced: Callable[[float], RelaxedSolution], budget: float, *, near: float
) -> RelaxedSolution:
    """Return the solution of least value over the prices of money, mixed to spend the budget.

    The value is convex in the price, and falls while the solution spends too much.
    """
    price, factor = (0.9 * near, 1.25) if near > 0 else (SMALLEST_PRICE, 4.0)
    over, under = priced(price if near > 0 else 0.0), None
    if over.money <= budget:
        if over.mu > 0:
            over, under = priced(0.0), over
        if over.money <= budget:
            return over
    elif near > 0:  # so money is short without a price too
        price *= factor
    while under is None:
        trial = priced(price)
        if trial.money <= budget:
            under = trial
        else:
            over, price = trial, price * factor
    for _ in range(PRICE_STEPS):
        trial = priced((over.mu + under.mu) / 2)
        if trial.money > budget:
            over = trial
        else:
            under = trial
    return _mix(over, under, budget)


def _mix(over: RelaxedSolution, under: RelaxedSolution, budget: float) -> RelaxedSolution:
    """Return the better bound of two solutions, mixed so that they spend the budget."""
    part = (budget - under.money) / (over.money - under.money)
    best = min((over, under), key=lambda relaxed: relaxed.value)
    return RelaxedSolution(
        value=best.value,
        members=np.concatenate((under.members, over.members)),
        amounts=np.concatenate((under.amounts * (1 - part), over.amounts * part)),
        money=budget,
        mu=best.mu,
        nu=best.nu,
    )


@frozen(eq=False, kw_only=True)
class Incumbent:
    """The best plan so far in a residual problem, with a bound for the problem it came from."""

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
    only_bound: bool = False
    """Whether no plan is taken on the way, as more is asked of one than the problem knows.

    `value` is then that of a plan elsewhere which keeps it; only better ones are of interest."""

    def with_plan(self, plan: Ints) -> "Incumbent":
        """Return the same with a plan if it is better."""
        if self.only_bound:
            return self
        value = self.residual.value(plan)
        if value <= self.value:
            return self
        return evolve(self, plan=plan, value=value, bound=max(self.bound, value))

    def with_bound(self, bound: float) -> "Incumbent":
        """Return the same with a bound on the plans of the narrower problem, if it is better."""
        best = min(self.bound, max(self.residual.rounded(bound), self.value))
        return evolve(self, bound=best)

    def proven_optimal(self) -> "Incumbent":
        """Return the same with the bound at the value: no better plan is possible."""
        return evolve(self, bound=self.value)


def trivial_incumbent(residual: Residual, plan: Ints) -> Incumbent:
    """Return an incumbent of a plan with the trivial bound and multipliers near the weights.

    A multiplier equal to the weight bounds by the sum of the best single values; demand that the
    plan covers several times shares its weight.
    """
    t = residual.tables
    times = np.zeros(residual.n)
    for j in plan:
        times[t.idx[t.ptr[j] : t.ptr[j + 1]]] += 1
    multiplier = t.weight * np.where(times > 0, 0.9 / np.maximum(times, 1), 0.98)
    return Incumbent(
        residual=residual,
        plan=plan,
        value=residual.value(plan),
        bound=residual.total,
        multiplier=multiplier,
        mu=0.0,
    )
