"""Loops that put several cameras of one site together to layouts."""

# numba's decorators are untyped; the kernels keep their own annotations.
# mypy: disallow-untyped-decorators=False

from typing import NamedTuple

import numpy as np
from numba import njit

from placement.optimise.kernels.tables import Flags, Floats, Indices, Ints, Tables


class Layouts(NamedTuple):
    """Candidates of the problem that has layouts, before any is dropped; arrays are (L,)."""

    ptr: Ints
    """(L + 1,) where the demand points of each begin in `idx`."""
    idx: Indices
    site: Ints
    cameras: Indices
    price: Floats
    """With the opening, at sites whose candidates are put together."""
    parts: Ints
    """(L, K) candidates that each is made of, -1 where there are fewer."""


@njit(cache=True)
def combinations_of(n: int, most: int, limit: int) -> int:
    """Return how many sets of 1 to `most` of n things there are, or `limit` if that is less."""
    number, of_size = 0, 1.0
    for k in range(1, min(n, most) + 1):
        of_size = of_size * (n - k + 1) / k
        if number + of_size >= limit:
            return limit
        number += round(of_size)
    return number


@njit(cache=True)
def next_combination(part: Ints, k: int, n: int) -> bool:
    """Advance the first k of `part` to the next rising set of k of range(n); False at the end."""
    i = k - 1
    while i >= 0 and part[i] == n - k + i:
        i -= 1
    if i < 0:
        return False
    part[i] += 1
    for later in range(i + 1, k):
        part[later] = part[later - 1] + 1
    return True


@njit(cache=True)
def all_needed(t: Tables, first: int, part: Ints, k: int, times: Indices) -> int:
    """Return how many demand points k candidates cover; -1 if one adds nothing to the others."""
    covered = 0
    for p in range(k):
        j = first + part[p]
        for q in range(t.ptr[j], t.ptr[j + 1]):
            covered += 1 if times[t.idx[q]] == 0 else 0
            times[t.idx[q]] += 1
    needed = True
    for p in range(k):
        j, alone = first + part[p], k == 1
        for q in range(t.ptr[j], t.ptr[j + 1]):
            alone = alone or times[t.idx[q]] == 1
        needed = needed and alone
    for p in range(k):
        j = first + part[p]
        for q in range(t.ptr[j], t.ptr[j + 1]):
            times[t.idx[q]] = 0
    return covered if needed else -1


@njit(cache=True)
def layouts(
    t: Tables, together: Flags, count: int, budget: float, out: Layouts, write: bool
) -> tuple[int, int]:
    """Return how many layouts there are and their entries; write them if asked.

    Layouts are every set of candidates that fits in a site of `together`, of which each adds
    something; candidates of other sites stay as they are.
    """
    m, n = t.site.shape[0], t.weight.shape[0]
    times, part = np.zeros(n, np.int32), np.zeros(t.room.max() if m else 0, np.int64)
    number, filled, first = 0, 0, 0
    while first < m:
        here, end = t.site[first], first + 1
        while end < m and t.site[end] == here:
            end += 1
        most = min(t.room[here], end - first) if together[here] == 1 else 1
        for k in range(1, min(most, count) + 1):
            for p in range(k):
                part[p] = p
            more = True
            while more:
                price, cameras = t.opening[here] if together[here] == 1 else 0.0, 0
                for p in range(k):
                    price += t.price[first + part[p]]
                    cameras += t.cameras[first + part[p]]
                covered = -1
                if price <= budget and cameras <= count:
                    covered = all_needed(t, first, part, k, times)
                if covered >= 0:
                    if write:
                        write_layout(t, first, part, k, times, out, number)
                        out.price[number], out.cameras[number] = price, cameras
                    number += 1
                    filled += covered
                more = next_combination(part, k, end - first)
        first = end
    return number, filled


@njit(cache=True)
def write_layout(
    t: Tables, first: int, part: Ints, k: int, times: Indices, out: Layouts, number: int
) -> None:
    """Write which candidates a layout is made of, its site and what it covers."""
    out.site[number] = t.site[first]
    filled = out.ptr[number]
    for p in range(k):
        j = first + part[p]
        out.parts[number, p] = j
        for q in range(t.ptr[j], t.ptr[j + 1]):
            if times[t.idx[q]] == 0:
                out.idx[filled] = t.idx[q]
                filled += 1
            times[t.idx[q]] = 1
    out.ptr[number + 1] = filled
    for q in range(out.ptr[number], filled):
        times[out.idx[q]] = 0
