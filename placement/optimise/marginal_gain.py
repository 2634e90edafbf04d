"""Marginal gains: what one more camera adds to a choice, and the order of largest gains."""

import heapq
import math
from collections.abc import Iterable

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray
from scipy import sparse

from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.program import Program, with_whole_views

Counts = NDArray[np.int64]


@frozen(eq=False)
class CoverageValue:
    """A program's value as a function of how many chosen candidates cover each demand point.

    Partial views have become copies of demand points, so that value is the sum over them of
    weight times (1 if seen, and backup more if seen twice).
    """

    covers: sparse.csr_array
    """(J, I) of numbers, so that it multiplies weights at once."""
    weight: Floats
    backup: float
    disutility: Floats
    """(J,) of each candidate. [weight]"""
    rows: tuple[Ints, Ints] = field(init=False)
    """Where each candidate's demand points begin, and these."""

    @rows.default
    def _rows(self) -> tuple[Ints, Ints]:
        return self.covers.indptr.astype(np.int64), self.covers.indices.astype(np.int64)

    @classmethod
    def of(cls, program: Program) -> "CoverageValue":
        """Return the value of a program."""
        whole = with_whole_views(program)
        covers = whole.covers.astype(np.float64)
        weight = np.asarray(whole.weight)
        return cls(covers, weight, program.rules.backup, program.disutilities())

    def restricted(
        self, candidates: Ints, existing: Iterable[int]
    ) -> tuple["CoverageValue", Counts]:
        """Return the value of some candidates on the demand they cover, and its existing views."""
        times = self.times(existing)
        part = self.covers[candidates]
        reachable = (np.bincount(part.indices, minlength=self.weight.size) > 0) & (self.weight > 0)
        narrowed = CoverageValue(
            part[:, reachable], self.weight[reachable], self.backup, self.disutility[candidates]
        )
        return narrowed, times[reachable]

    def demand_of(self, candidate: int) -> Ints:
        """Return the demand points that a candidate covers."""
        start, indices = self.rows
        return indices[start[candidate] : start[candidate + 1]]

    def times(self, chosen: Iterable[int]) -> Counts:
        """Return (I,) how many chosen candidates cover each demand point."""
        counts = np.zeros(self.weight.size, dtype=np.int64)
        for candidate in chosen:
            counts[self.demand_of(candidate)] += 1
        return counts

    def value(self, times: Counts) -> float:
        """Return the value of what is seen so many times."""
        return float(self.weight @ ((times > 0) + self.backup * (times > 1)))

    def next_view(self, times: Counts) -> Floats:
        """Return (I,) what one more view of each demand point is worth."""
        fresh: Floats = self.weight * ((times == 0) + self.backup * (times == 1))
        return fresh

    def gains(self, times: Counts) -> Floats:
        """Return (J,) what each candidate would add to what is seen so many times, net."""
        added: Floats = self.covers @ self.next_view(times) - self.disutility
        return added


@frozen
class BuildOrder:
    """New cameras in the order in which each adds the most."""

    candidates: tuple[int, ...]
    gains: tuple[float, ...]
    """Weight that each covers and nothing before it does."""


def build_order(program: Program, chosen: Iterable[int]) -> BuildOrder:
    """Return the new cameras of a choice, each time the one that adds the most to all before it.

    What it adds is net of its disutility; the gains returned are of weight alone.
    The lazy greedy rule of Minoux (1978, doi:10.1007/BFb0006528); existing cameras come first.
    The gains sum to what the new cameras add together; of equal ones the lower index comes first.
    """
    picked, standing = set(chosen), set(program.existing)
    covered = program.covered(picked & standing)
    waiting = [(-math.inf, j) for j in sorted(picked - standing)]
    order: list[tuple[int, float]] = []
    while waiting:
        _, j = heapq.heappop(waiting)
        fresh = program.covered([j]) & ~covered
        gain = math.fsum(program.weight[fresh])
        net = gain - program.disutility_of([j])
        if waiting and (-net, j) > waiting[0]:
            heapq.heappush(waiting, (-net, j))
        else:
            covered |= fresh
            order.append((j, gain))
    return BuildOrder(tuple(j for j, _ in order), tuple(gain for _, gain in order))
