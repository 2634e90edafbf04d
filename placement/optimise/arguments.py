"""Arguments of a covering problem, converted to arrays and checked."""

from collections.abc import Iterable, Iterator
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from placement.errors import InputError, Problem

MONEY_TOLERANCE = 1e-9
"""A budget is kept if the cost is at most this part above it: money is summed in floats. [-]"""


def pattern(argument: object) -> sparse.csr_array:
    """Return the (J, I) pattern of the entries of a matrix that are not zero, as a copy.

    Raises
    ------
    InputError
        If it is no matrix of two dimensions.
    """
    try:
        whole: Any = argument if sparse.issparse(argument) else np.asarray(argument)
        # scipy before 1.15 takes a row of numbers for a matrix of one row
        matrix = sparse.csr_array(whole) if whole.ndim == 2 else None
    except (TypeError, ValueError):
        matrix = None
    if matrix is None or matrix.ndim != 2:
        raise _not_usable("covers", argument)
    # copies, because the caller's matrix stays as it is
    entries = (matrix.data != 0, matrix.indices.copy(), matrix.indptr.copy())
    nonzero = sparse.csr_array(entries, shape=matrix.shape)
    nonzero.sum_duplicates()
    nonzero.eliminate_zeros()
    nonzero.data = np.ones(nonzero.nnz, dtype=np.int8)
    for part in (nonzero.data, nonzero.indices, nonzero.indptr):
        part.setflags(write=False)
    return nonzero


def floats(name: str, argument: object) -> NDArray[np.float64]:
    """Return numbers as a read-only array of floats.

    Raises
    ------
    InputError
        If they are none.
    """
    values = _numbers(name, argument).astype(np.float64)
    values.setflags(write=False)
    return values


def optional_floats(name: str, argument: object) -> NDArray[np.float64] | None:
    """Return numbers, or None for None."""
    return None if argument is None else floats(name, argument)


def number(name: str, argument: object) -> float:
    """Return one number.

    Raises
    ------
    InputError
        If it is none, or several.
    """
    value = floats(name, argument)
    if value.ndim:
        raise _not_usable(name, argument)
    return float(value)


def integers(name: str, argument: object) -> NDArray[np.int64]:
    """Return whole numbers as a read-only array of integers.

    Raises
    ------
    InputError
        If one is not whole.
    """
    values = _numbers(name, argument)
    if not np.isfinite(values).all() or (values != np.floor(values)).any():
        raise _not_usable(name, argument)
    whole = values.astype(np.int64)
    whole.setflags(write=False)
    return whole


def indices(name: str, argument: object) -> tuple[int, ...]:
    """Return indices in rising order.

    Raises
    ------
    InputError
        If one is no whole number.
    """
    if not isinstance(argument, Iterable):
        raise _not_usable(name, argument)
    listed = list(argument)
    if any(isinstance(one, bool | np.bool_) for one in listed):
        raise _not_usable(name, argument)  # a mask, not indices
    return tuple(sorted(integers(name, listed).tolist()))


def _numbers(name: str, argument: object) -> NDArray[np.generic]:
    try:
        values = np.array(argument)
    except (TypeError, ValueError):
        raise _not_usable(name, argument) from None
    if values.size == 0:
        return values.astype(np.float64)
    if values.dtype.kind == "O":
        values = _plain(name, values, argument)
    if values.dtype.kind not in "biuf":
        raise _not_usable(name, argument)
    return values


def _plain(name: str, values: NDArray[np.generic], argument: object) -> NDArray[np.float64]:
    """Return numbers of other kinds, such as fractions, as floats."""
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError):
        raise _not_usable(name, argument) from None


def _not_usable(name: str, argument: object) -> InputError:
    text = " ".join(repr(argument).split())
    return InputError(
        Problem(
            "covering_kind",
            values={"name": name, "found": f"{type(argument).__name__} {text[:60]}"},
        )
    )


def negative(name: str, values: NDArray[np.float64]) -> Iterable[Problem]:
    """Yield a problem if numbers (N,) are negative or not finite."""
    bad = np.flatnonzero(~(np.isfinite(values) & (values >= 0)))
    if len(bad):
        facts = {"name": name, "n": len(bad), "first": str(bad[0]), "found": float(values[bad[0]])}
        yield Problem("covering_number", values=facts)


def not_whole(name: str, argument: object, *, least: int) -> Iterable[Problem]:
    """Yield a problem if something is no whole number, or less than `least`."""
    if not isinstance(argument, Integral):
        values = {"name": name, "found": str(argument), "least": least}
        yield Problem("covering_whole", values=values)
    elif int(argument) < least:
        yield Problem(
            "covering_limit", values={"name": name, "found": int(argument), "least": least}
        )


def out_of_range(name: str, values: NDArray[np.int64], length: int) -> Iterator[Problem]:
    """Yield a problem if indices point outside of 0 to length - 1."""
    bad = values[(values < 0) | (values >= length)]
    if len(bad):
        facts = {"name": name, "n": len(bad), "found": str(bad[0]), "limit": length}
        yield Problem("covering_index", values=facts)


def within_budget(cost: float, budget: float | None) -> bool:
    """Return whether a cost keeps a budget, up to the rounding of float sums."""
    return budget is None or cost <= budget * (1 + MONEY_TOLERANCE)
