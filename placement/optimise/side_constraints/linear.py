r"""The linear relaxation under side constraints: a bound by its prices, and who may still enter.

With any prices :math:`\pi` of the rows of the exact model, none of the wrong sign, no plan is worth
more than :math:`\pi b + \sum_c \max(0, w_c - \pi A_c)`. With those of the linear programme that is
its own optimum, which subgradient steps reach slowly where limits pull against each other.
"""

from collections.abc import Callable

import numpy as np
from attrs import frozen

from placement.optimise.highs.model import ExtraRows, Model, relax_model
from placement.optimise.kernels.sums import product, total
from placement.optimise.kernels.tables import Floats, Ints

CUT_ROUNDS = 6
"""Times that cuts are added. [-]"""


@frozen(eq=False)
class LinearBound:
    """A bound on what plans of local candidates add, and what it says of each candidate."""

    bound: float
    """No plan adds more."""
    change: Floats
    """(m,) by how much the bound falls at least once a candidate is chosen, 0 or less."""
    share: Floats
    """(m,) of each candidate in the relaxed solution."""

    def survivors(self, value: float) -> Ints:
        """Return the candidates that a plan worth more than `value` may contain."""
        return np.flatnonzero(self.bound + self.change > value)

    def nearest(self, most: int) -> Ints:
        """Return the candidates, rising, of the relaxed solution and that cost the bound least."""
        order = np.argsort(-np.where(self.share > 0, 1.0, self.change), kind="stable")
        return np.sort(order[: max(most, np.count_nonzero(self.share))])

    def preferred(self) -> Ints:
        """Return the candidates of the relaxed solution, the largest shares first."""
        order = np.argsort(-self.share, kind="stable")
        return order[self.share[order] > 0]


def linear_bound(
    model: Model,
    *,
    time_limit_s: float,
    stop: Callable[[], bool] | None,
    cuts: Callable[[Floats], ExtraRows] | None = None,
) -> LinearBound | None:
    """Return the bound of the linear programme of an exact model; None if it took too long.

    The bound is added up from the solver's prices, so it holds whatever its tolerances are. `cuts`
    are rows that every plan keeps and a solution breaks.
    """
    relaxed = relax_model(model, time_limit_s=time_limit_s, stop=stop, cuts=cuts, rounds=CUT_ROUNDS)
    if relaxed is None:
        return None
    model = relaxed.model
    prices, ends = _prices(model, relaxed.prices)
    over = model.worth - model.matrix().T @ prices
    return LinearBound(
        product(prices, ends) + total(np.maximum(over, 0.0)),
        np.minimum(over[: model.cameras], 0.0),
        relaxed.values[: model.cameras],
    )


def _prices(model: Model, duals: Floats) -> tuple[Floats, Floats]:
    """Return the price of each row, of its own sign, and the end of the row that it belongs to."""
    is_most = np.isfinite(model.upper)
    prices = np.where(is_most, np.abs(duals), -np.abs(duals))
    return prices, np.where(is_most, model.upper, model.lower)
