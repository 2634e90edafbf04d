r"""Prices of demand: what each demand point is worth to one more camera, and the bounds they give.

For any :math:`0 \le u_i \le w_i` and :math:`\mu \ge 0`, any set F of cameras, standing or not, and
any n new candidates S beside the standing E that cost at most b and crowd no point,

.. math::

    \sum_{i \in E \cup F \cup S} w_i \le \sum_i (w_i - u_i) + \sum_{i \in F} u_i + \mu b + G_\mu(n),
    \quad G_\mu(n) = \max_{|S| = n} \sum_s \Big(\sum_{l \in S_s} \sum_{i \in l} u_i - \mu c_l\Big)

with :math:`u_i = 0` where E covers i: what is covered counts :math:`w_i - u_i` at most once and
:math:`u_i` at most as often as F or a layout l of S covers it. F need not be among the candidates,
so the prices bound every plan that has a camera moved to any place. Proof and use: docs/methods.md.
"""

import numpy as np
from attrs import evolve, field, frozen

from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.lagrangian import best_multipliers
from placement.optimise.layouts import with_layouts
from placement.optimise.program import Program
from placement.optimise.reduction import labelled_reduction
from placement.optimise.relaxation import Relaxation, trivial_incumbent

PARTS = 63
"""Prices are whole parts of the weight, this many to the whole: short where they are written."""
STEPS = 300
MONEY_PRICES = (0.0, 0.5, 0.75, 0.9, 1.0, 1.1, 1.35, 2.0)
"""Prices of money that are tried, in parts of the best one; every price bounds. [-]"""


@frozen(eq=False)
class CameraWorth:
    """The most that any number of new cameras are worth at one price of money."""

    money_price: float
    """[weight per money]"""
    most: Floats = field()
    """(N + 1,) for 0, 1 … N cameras: prices of what they see less the price of their money."""

    def of(self, cameras: int) -> float:
        """Return the most that a number of cameras are worth; beyond N as the last one adds."""
        last = len(self.most) - 1
        more = max(cameras - last, 0)
        return float(self.most[min(cameras, last)] + more * (self.most[last] - self.most[last - 1]))


@frozen(eq=False)
class DemandPrices:
    """Prices of demand points with what cameras are worth at them."""

    parts: Ints = field()
    """(I,) price in `PARTS` of the weight: 0 where standing cameras cover, all of it where no
    candidate sees."""
    worths: tuple[CameraWorth, ...]

    def bound(
        self, weight: Floats, *, fixed: Ints, cameras: int, budget: float | None = None
    ) -> float:
        """Return what no plan covers more than that holds cameras seeing `fixed` demand points.

        Parameters
        ----------
        weight
            (I,) of the demand points.
        fixed
            Demand points that those cameras cover, each once.
        cameras
            New candidates beside them, at most.
        budget
            For these alone; None: no limit. [money]
        """
        price = weight * self.parts / PARTS
        base = float((weight - price).sum() + price[fixed].sum())
        return base + min(
            each.of(cameras) + (0.0 if budget is None else each.money_price * budget)
            for each in self.worths
            if budget is not None or each.money_price == 0.0
        )


def demand_prices(program: Program, *, value: float, most_cameras: int) -> DemandPrices:
    """Return prices at which the Lagrangian bound of a program is low.

    Parameters
    ----------
    program
        Problem; of its rules nothing is asked, so the bounds hold with and without them.
    value
        Of a plan that keeps it. [weight]
    most_cameras
        New cameras up to which worths are told, at least 1.
    """
    residual, label = labelled_reduction(program)
    laid_out, merged = with_layouts(residual)
    undecided = label >= 0
    label[undecided] = merged[label[undecided]]
    parts = np.where(program.covered(program.existing), 0, PARTS).astype(np.int64)
    if not laid_out.m or not laid_out.count:
        nothing = np.zeros(most_cameras + 1)
        return DemandPrices(parts, (CameraWorth(0.0, nothing),))
    start = trivial_incumbent(laid_out, np.empty(0, dtype=np.int64))
    start = evolve(start, value=max(value - residual.base, 0.0), only_bound=True)
    best = best_multipliers(start, steps=STEPS)
    weight = laid_out.tables.weight
    rounded = np.rint(PARTS * best.multiplier / weight).astype(np.int64)
    parts[label >= 0] = rounded[label[label >= 0]]
    relaxation = Relaxation(laid_out)
    prices = [0.0] if program.budget is None else sorted({best.mu * p for p in MONEY_PRICES})
    worths = tuple(
        CameraWorth(mu, relaxation.most_worth(weight * rounded / PARTS, mu=mu, count=most_cameras))
        for mu in prices
    )
    return DemandPrices(parts, worths)
