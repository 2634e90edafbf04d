"""Sums in one fixed order, whatever the processor: a plan's figures are to repeat bit for bit."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

from numba import njit

from placement.optimise.kernels.tables import Floats


@njit(cache=True)
def total(values: Floats) -> float:
    """Return the sum of values (N,), from the first to the last."""
    sum_ = 0.0
    for value in values:
        sum_ += value
    return sum_


@njit(cache=True)
def product(one: Floats, other: Floats) -> float:
    """Return the inner product of two (N,) arrays, from the first to the last."""
    sum_ = 0.0
    for k in range(one.size):
        sum_ += one[k] * other[k]
    return sum_
