"""What one more camera is worth: each demand point by how often it is seen already."""

from collections.abc import Iterable

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray
from scipy import sparse

from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.program import Program
from placement.optimise.ruled.copies import without_parts

Counts = NDArray[np.int64]


@frozen(eq=False)
class Worth:
    """A program's value as a function of how many chosen candidates see each demand point.

    Partial views have become copies of demand points, so that value is the sum over them of
    weight times (1 if seen, and backup more if seen twice).
    """

    covers: sparse.csr_array
    """(J, I) of numbers, so that it multiplies weights at once."""
    weight: Floats
    backup: float
    rows: tuple[Ints, Ints] = field(init=False)
    """Where each candidate's demand points begin, and these."""

    @rows.default
    def _rows(self) -> tuple[Ints, Ints]:
        return self.covers.indptr.astype(np.int64), self.covers.indices.astype(np.int64)

    @classmethod
    def of(cls, program: Program) -> "Worth":
        """Return the value of a program."""
        whole = without_parts(program)
        covers = whole.covers.astype(np.float64)
        return cls(covers, np.asarray(whole.weight), program.rules.backup)

    def narrowed(self, candidates: Ints, standing: Iterable[int]) -> tuple["Worth", Counts]:
        """Return the worth of some candidates in the demand they see, and who stands there."""
        times = self.times(standing)
        part = self.covers[candidates]
        seen = (np.bincount(part.indices, minlength=self.weight.size) > 0) & (self.weight > 0)
        return Worth(part[:, seen], self.weight[seen], self.backup), times[seen]

    def seen(self, candidate: int) -> Ints:
        """Return the demand points that a candidate sees."""
        start, indices = self.rows
        return indices[start[candidate] : start[candidate + 1]]

    def times(self, chosen: Iterable[int]) -> Counts:
        """Return (I,) how many chosen candidates see each demand point."""
        found = np.zeros(self.weight.size, dtype=np.int64)
        for candidate in chosen:
            found[self.seen(candidate)] += 1
        return found

    def value(self, times: Counts) -> float:
        """Return the value of what is seen so many times."""
        return float(self.weight @ ((times > 0) + self.backup * (times > 1)))

    def next_view(self, times: Counts) -> Floats:
        """Return (I,) what one more view of each demand point is worth."""
        fresh: Floats = self.weight * ((times == 0) + self.backup * (times == 1))
        return fresh

    def gains(self, times: Counts) -> Floats:
        """Return (J,) what each candidate would add to what is seen so many times."""
        added: Floats = self.covers @ self.next_view(times)
        return added
