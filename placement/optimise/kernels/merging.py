"""Loops of the exact reduction: equal demand points, dominated candidates."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

import numpy as np
from numba import njit
from numpy.typing import NDArray

from placement.optimise.kernels.tables import Flags, Floats, Indices, Ints


@njit(cache=True)
def leaders(ptr: Ints, idx: Indices, order: Ints, key: NDArray[np.uint64]) -> Ints:
    """Return for each list the first equal one in `order`, which has lists of equal key together.

    Equal keys are only a hint: the lists themselves are compared.
    """
    leader = np.arange(order.shape[0])
    for a in range(1, order.shape[0]):
        i, before = order[a], leader[order[a - 1]]
        n = ptr[i + 1] - ptr[i]
        if key[i] != key[before] or n != ptr[before + 1] - ptr[before]:
            continue
        same = True
        for k in range(n):
            if idx[ptr[i] + k] != idx[ptr[before] + k]:
                same = False
                break
        if same:
            leader[i] = before
    return leader


@njit(cache=True)
def holds_all(ptr: Ints, idx: Indices, j: int, mark: Ints, value: int) -> bool:
    """Return whether every demand point of j carries the mark."""
    for k in range(ptr[j], ptr[j + 1]):  # noqa: SIM110 - numba compiles the loop, not all()
        if mark[idx[k]] != value:
            return False
    return True


@njit(cache=True)
def dominated(ptr: Ints, idx: Indices, site: Indices, burden: Floats, n: int) -> Flags:
    """Return 1 for each candidate that another of its site replaces at no loss and no more burden.

    `burden` is (m, K): what each comes to in money, in cameras and in all else that is better
    small. Candidates are sorted by site; of equal ones the first stays.
    """
    m = site.shape[0]
    mark = np.full(n, -1)
    out = np.zeros(m, np.uint8)
    first = 0
    for b in range(m):
        if b > 0 and site[b] != site[b - 1]:
            first = b
        if out[b] == 1:
            continue
        for k in range(ptr[b], ptr[b + 1]):
            mark[idx[k]] = b
        a = first
        while a < m and site[a] == site[b]:
            more = (ptr[a + 1] - ptr[a]) - (ptr[b + 1] - ptr[b])
            equal = more == 0
            may = a != b and out[a] == 0 and more <= 0
            for k in range(burden.shape[1]):
                equal = equal and burden[a, k] == burden[b, k]
                may = may and burden[a, k] >= burden[b, k]
            if may and not (equal and a < b) and holds_all(ptr, idx, a, mark, b):
                out[a] = 1
            a += 1
    return out
