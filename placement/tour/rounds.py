"""The shortest round past all of n places by their distances, or a short one with a lower bound.

Up to `MOST_EXACT` places the round is the shortest one (Held & Karp, "A dynamic programming
approach to sequencing problems", J. SIAM 10 (1962)). More are taken in order of the nearest next,
from several starts, and bettered by turning and by moving pieces (2-opt and Or-opt) until neither
helps; the bound is that of 1-trees with prices of places (Held & Karp, Operations Research 18
(1970)).
"""

import itertools

import numpy as np
from attrs import field, frozen
from scipy.sparse import csgraph

from placement.units import Floats

MOST_EXACT = 12
"""Places up to which the round is the shortest one: work doubles with each. [-]"""
LONGEST_PIECE = 3
"""Places that are moved together at most. [-]"""
START_PLACES = 3000
"""Places of all orders that are bettered together: 28 have a start each, 300 have ten. [-]"""
STEPS = 200
"""Changes of the prices that raise the bound. [-]"""
GAIN_M = 1e-9
"""Less is the arithmetic's. [m]"""


@frozen
class Round:
    """A way past all places and back to the first."""

    order: tuple[int, ...] = field(converter=tuple[int, ...])
    """Places, 0 first."""
    length_m: float
    least_m: float
    """No round past them is shorter; the length itself where it is the shortest, 0 where no bound
    was asked for. [m]"""

    @property
    def is_shortest(self) -> bool:
        """Whether no round is shorter."""
        return self.least_m >= self.length_m


def shortest_round(apart_m: Floats, *, bounded: bool = True) -> Round:
    """Return a short round that begins at place 0.

    Parameters
    ----------
    apart_m
        Distances, finite and the same both ways; shape (n, n), n at least 1. [m]
    bounded
        Whether a round that need not be the shortest gets a bound.
    """
    places = len(apart_m)
    if places <= 3:
        return _round(apart_m, list(range(places)), None)
    if places <= MOST_EXACT:
        return _round(apart_m, _exact(apart_m), None)
    starts = range(0, places, max(1, places * places // START_PLACES))
    orders = (_bettered(apart_m, _nearest_next(apart_m, start)) for start in starts)
    best = min(orders, key=lambda order: _length_m(apart_m, order))
    least_m = _least_m(apart_m, _length_m(apart_m, best)) if bounded else 0.0
    return _round(apart_m, best, least_m)


def _round(apart_m: Floats, order: list[int], least_m: float | None) -> Round:
    """Return a round turned so that place 0 is first, the nearer of its neighbours second."""
    first = order.index(0)
    turned = order[first:] + order[:first]
    if len(turned) > 2 and apart_m[0, turned[-1]] < apart_m[0, turned[1]]:
        turned[1:] = turned[:0:-1]
    length_m = _length_m(apart_m, turned)
    return Round(turned, length_m, length_m if least_m is None else min(least_m, length_m))


def _length_m(apart_m: Floats, order: list[int]) -> float:
    return float(sum(apart_m[a, b] for a, b in itertools.pairwise([*order, order[0]])))


def _exact(apart_m: Floats) -> list[int]:
    """Return the shortest round, by the shortest way through each set to each last place."""
    others = len(apart_m) - 1
    way_m = np.full((1 << others, others), np.inf)
    before = np.zeros((1 << others, others), dtype=np.int64)
    for last in range(others):
        way_m[1 << last, last] = apart_m[0, last + 1]
    for chosen in range(1, 1 << others):
        for last in range(others):
            rest = chosen & ~(1 << last)
            if rest in (chosen, 0):
                continue
            ways_m = way_m[rest] + apart_m[1:, last + 1]
            before[chosen, last] = int(np.argmin(ways_m))
            way_m[chosen, last] = ways_m[before[chosen, last]]
    chosen = (1 << others) - 1
    last = int(np.argmin(way_m[chosen] + apart_m[1:, 0]))
    order = []
    while chosen:
        order.append(last + 1)
        chosen, last = chosen & ~(1 << last), int(before[chosen, last])
    return [0, *order]


def _nearest_next(apart_m: Floats, start: int) -> list[int]:
    order, rest = [start], set(range(len(apart_m))) - {start}
    while rest:
        order.append(min(rest, key=lambda place: (apart_m[order[-1], place], place)))
        rest.discard(order[-1])
    return order


def _bettered(apart_m: Floats, order: list[int]) -> list[int]:
    """Return a round that neither turning nor moving a piece makes shorter."""
    while True:
        better = _turned(apart_m, order) or _moved(apart_m, order)
        if better is None:
            return order
        order = better


def _turned(apart_m: Floats, order: list[int]) -> list[int] | None:
    """Return a shorter round with a piece turned around; None if there is none."""
    ring = np.array(order)
    after = np.roll(ring, -1)
    now_m = apart_m[ring, after]
    then_m = apart_m[np.ix_(ring, ring)] + apart_m[np.ix_(after, after)]
    gain_m = np.triu(now_m[:, None] + now_m[None, :] - then_m, 1)
    first, second = np.unravel_index(int(np.argmax(gain_m)), gain_m.shape)
    if gain_m[first, second] <= GAIN_M:
        return None
    piece = order[first + 1 : second + 1]
    return [*order[: first + 1], *piece[::-1], *order[second + 1 :]]


def _moved(apart_m: Floats, order: list[int]) -> list[int] | None:
    """Return a shorter round with a short piece at another place; None if there is none."""
    places = len(order)
    longest = min(LONGEST_PIECE, places - 2)
    for long, start in itertools.product(range(1, longest + 1), range(places)):
        ring = order[start:] + order[:start]
        piece, rest = ring[:long], ring[long:]
        away_m = (
            apart_m[rest[-1], piece[0]] + apart_m[piece[-1], rest[0]] - apart_m[rest[-1], rest[0]]
        )
        ends, nexts = np.array(rest[:-1]), np.array(rest[1:])
        for way in (piece, piece[::-1]):
            in_m = apart_m[ends, way[0]] + apart_m[way[-1], nexts] - apart_m[ends, nexts]
            place = int(np.argmin(in_m))
            if away_m - in_m[place] > GAIN_M:
                return [*rest[: place + 1], *way, *rest[place + 1 :]]
    return None


def _least_m(apart_m: Floats, length_m: float) -> float:
    """Return a length below which no round is: the best of 1-trees with prices of places. [m]"""
    places = len(apart_m)
    price_m, best_m, step = np.zeros(places), 0.0, 1.0
    for _ in range(STEPS):
        weight_m = apart_m + price_m[:, None] + price_m[None, :]
        degree, tree_m = _one_tree(weight_m)
        bound_m = tree_m - 2 * float(price_m.sum())
        step *= 1.0 if bound_m > best_m else 0.95
        best_m = max(best_m, bound_m)
        off = degree - 2
        if not off.any():
            break
        price_m += step * max(length_m - bound_m, GAIN_M) / float((off**2).sum()) * off
    return best_m


def _one_tree(weight_m: Floats) -> tuple[Floats, float]:
    """Return degrees and weight of the lightest tree on all places but 0, and 0's two lightest."""
    places = len(weight_m)
    inner = weight_m[1:, 1:]
    # the solver takes 0 for no edge, and prices may be below 0: all edges are lifted alike
    lift_m = 1.0 - float(inner.min())
    tree = csgraph.minimum_spanning_tree(np.triu(inner + lift_m, 1)).tocoo()
    total_m = float(tree.data.sum()) - lift_m * (places - 2)
    degree = np.zeros(places)
    np.add.at(degree, 1 + np.concatenate([tree.row, tree.col]), 1)
    two = 1 + np.argsort(weight_m[0, 1:], kind="stable")[:2]
    degree[two] += 1
    degree[0] = 2
    return degree, total_m + float(weight_m[0, two].sum())
