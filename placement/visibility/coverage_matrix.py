"""`CoverageMatrix`: which candidate covers which demand point, and what a set of them covers."""

import math
from collections.abc import Sequence

import numpy as np
from attrs import field, frozen
from scipy import sparse

from placement.units import Booleans, Floats, read_only


@frozen(eq=False)
class CoverageMatrix:
    """a_ij of the covering problem: whether candidate j (row) covers demand point i (column)."""

    covers: sparse.csr_array = field()
    """(candidates, demand points), bool, sorted column indices."""
    weight: Floats = field(converter=read_only)
    """(demand points,) expected incidents per year, or metres of street."""

    def __attrs_post_init__(self) -> None:
        if self.covers.shape[1] != self.weight.size:
            raise ValueError(f"{self.covers.shape[1]} columns, {self.weight.size} weights")

    def covered(self, chosen: Sequence[int]) -> Booleans:
        """Return which demand points at least one chosen candidate covers, (demand points,)."""
        covered = np.zeros(self.weight.size, dtype=np.bool_)
        for candidate in chosen:
            covered[self._row(candidate)] = True
        return covered

    def value(self, chosen: Sequence[int]) -> float:
        """Return the demand that a set of candidates covers. [units of weight]"""
        return math.fsum(self.weight[self.covered(chosen)])

    def counts(self, chosen: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return how many of the chosen candidates cover each demand point, (demand points,)."""
        times = np.zeros(self.weight.size, dtype=np.int64)
        for candidate in chosen:
            times[self._row(candidate)] += 1
        return times

    def gains(self, order: Sequence[int]) -> Floats:
        """Return the marginal gain of each candidate over those before it. [units of weight]"""
        covered = np.zeros(self.weight.size, dtype=np.bool_)
        gain = np.zeros(len(order))
        for place, candidate in enumerate(order):
            row = self._row(candidate)
            gain[place] = math.fsum(self.weight[row[~covered[row]]])
            covered[row] = True
        return gain

    def of(self, candidate: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return the indices of the demand points that one candidate covers, ascending."""
        return self._row(candidate).astype(np.int64)

    def _row(self, candidate: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        start, end = self.covers.indptr[candidate], self.covers.indptr[candidate + 1]
        return self.covers.indices[start:end]
