"""Kernels that digest arrays into 128 bits per tile, thing or site: whole numbers in and out.

Two words run side by side; each step takes one number in and is invertible, so that a change of one
number always changes the digest. They guard against accident, not against an adversary, who could
write the memory's answers as well.
"""

import numpy as np
from numpy.typing import NDArray

from placement.sightlines import compiled
from placement.units import Floats, Integers

Words = NDArray[np.uint64]

ONE, OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd, so that multiplying by them is invertible; the golden ratio's and xxHash's second prime."""
SHIFT = np.uint64(29)
FINAL = np.uint64(32)


@compiled
def _step(state: np.uint64, word: np.uint64, factor: np.uint64) -> np.uint64:
    mixed = (state ^ word) * factor
    return mixed ^ (mixed >> SHIFT)


@compiled
def _finished(state: np.uint64) -> np.uint64:
    mixed = (state ^ (state >> FINAL)) * OTHER
    mixed = (mixed ^ (mixed >> SHIFT)) * ONE
    return mixed ^ (mixed >> FINAL)


@compiled
def tiles(layer: Words, side: int, wide: int, wanted: NDArray[np.bool_]) -> Words:
    """Return the digest (R, C, 2) of each wanted tile: `side` rows of `wide` words of a layer."""
    rows, columns = wanted.shape
    found = np.zeros((rows, columns, 2), np.uint64)
    for row in range(rows):
        for column in range(columns):
            if not wanted[row, column]:
                continue
            one, other = ONE, OTHER
            for i in range(row * side, min((row + 1) * side, layer.shape[0])):
                for j in range(column * wide, (column + 1) * wide):
                    one, other = _step(one, layer[i, j], ONE), _step(other, layer[i, j], OTHER)
            found[row, column, 0], found[row, column, 1] = _finished(one), _finished(other)
    return found


@compiled
def runs(words: Words, start: Integers) -> Words:
    """Return the digest (N, 2) of each run of rows of words (W, K) that `start` (N+1,) cuts."""
    found = np.zeros((start.size - 1, 2), np.uint64)
    for n in range(start.size - 1):
        one, other = ONE, OTHER
        for w in range(start[n], start[n + 1]):
            for k in range(words.shape[1]):
                one, other = _step(one, words[w, k], ONE), _step(other, words[w, k], OTHER)
        found[n, 0], found[n, 1] = _finished(one), _finished(other)
    return found


@compiled
def gathered(things: Words, boxes: Integers, shape: tuple[int, int]) -> Words:
    """Return the sum (R, C, 2) of the digests of the things whose box touches each tile.

    `boxes` (N, 4) are the first row, first column, last row and last column of each thing. The
    sum does not depend on the order of the things.
    """
    found = np.zeros((shape[0], shape[1], 2), np.uint64)
    for n in range(len(boxes)):
        for row in range(boxes[n, 0], boxes[n, 2] + 1):
            for column in range(boxes[n, 1], boxes[n, 3] + 1):
                found[row, column, 0] += things[n, 0]
                found[row, column, 1] += things[n, 1]
    return found


@compiled
def _gap(low: float, high: float, at: float) -> float:
    return max(low - at, 0.0, at - high)


@compiled
def near(places: Floats, shape: tuple[int, int], reach: float) -> NDArray[np.bool_]:
    """Return which tiles (R, C) come within `reach` of some place (S, 2), all in tiles."""
    found = np.zeros(shape, np.bool_)
    for s in range(len(places)):
        for row, column in _around(places[s, 0], places[s, 1], shape, reach):
            found[row, column] = True
    return found


@compiled
def _around(row: float, column: float, shape: tuple[int, int], reach: float) -> Integers:
    """Return rows and columns (N, 2) of the tiles within reach of a place, in one order."""
    top, bottom = max(int(row - reach), 0), min(int(row + reach), shape[0] - 1)
    left, right = max(int(column - reach), 0), min(int(column + reach), shape[1] - 1)
    found = np.empty((max(bottom - top + 1, 0) * max(right - left + 1, 0), 2), np.int64)
    count = 0
    for r in range(top, bottom + 1):
        for c in range(left, right + 1):
            down, right_ = _gap(r, r + 1.0, row), _gap(c, c + 1.0, column)
            if down * down + right_ * right_ <= reach * reach:
                found[count, 0], found[count, 1] = r, c
                count += 1
    return found[:count]


@compiled
def sites(common: Words, own: Words, places: Floats, tile: Words, reach: float) -> Words:
    """Return the digest (S, 2) of each site: what all share, its own words and its tiles."""
    shape = (tile.shape[0], tile.shape[1])
    found = np.zeros((len(own), 2), np.uint64)
    for s in range(len(own)):
        one, other = common[0], common[1]
        for k in range(own.shape[1]):
            one, other = _step(one, own[s, k], ONE), _step(other, own[s, k], OTHER)
        for at in _around(places[s, 0], places[s, 1], shape, reach):
            one = _step(one, tile[at[0], at[1], 0], ONE)
            other = _step(other, tile[at[0], at[1], 1], OTHER)
        found[s, 0], found[s, 1] = _finished(one), _finished(other)
    return found


@compiled
def ranked(
    places: Floats, shape: tuple[int, int], reach: float, start: Integers, held: Integers,
    first: Integers, asked: Integers,
) -> Integers:  # fmt: skip
    """Return the thing of each rank asked: its rank among the things of the tiles around a site.

    `start` (R·C+1,) cuts `held` by tile; `first` (S+1,) cuts the ranks `asked` (P,) by site. -1
    where there is no such rank.
    """
    found = np.full(asked.size, -1)
    around = np.empty(held.size, np.int64)
    for s in range(len(places)):
        count = 0
        for at in _around(places[s, 0], places[s, 1], shape, reach):
            cell = at[0] * shape[1] + at[1]
            for h in range(start[cell], start[cell + 1]):
                around[count] = held[h]
                count += 1
        for p in range(first[s], first[s + 1]):
            if 0 <= asked[p] < count:
                found[p] = around[asked[p]]
    return found


@compiled
def ranks(
    places: Floats, shape: tuple[int, int], reach: float, start: Integers, held: Integers,
    first: Integers, things: Integers,
) -> Integers:  # fmt: skip
    """Return the rank of things (P,) among those of the tiles around their site; -1: not there.

    The way back of `ranked`.
    """
    found = np.full(things.size, -1)
    rank = np.full(held.size, -1)
    for s in range(len(places)):
        around, count = _around(places[s, 0], places[s, 1], shape, reach), 0
        for at in around:
            cell = at[0] * shape[1] + at[1]
            for h in range(start[cell], start[cell + 1]):
                rank[held[h]] = count
                count += 1
        for p in range(first[s], first[s + 1]):
            found[p] = rank[things[p]]
        for at in around:
            cell = at[0] * shape[1] + at[1]
            for h in range(start[cell], start[cell + 1]):
                rank[held[h]] = -1
    return found
