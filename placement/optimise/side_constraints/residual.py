"""Residual problems with side constraints: the tables of plain covering and the constraints."""

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray
from scipy import sparse

from placement.optimise.kernels.side_constraints import SideConstraints
from placement.optimise.kernels.sums import total
from placement.optimise.kernels.tables import Ints
from placement.optimise.residual import Residual
from placement.optimise.rules import FLOOR_TOLERANCE
from placement.optimise.side_constraints.limit_rows import LimitRows

Booleans = NDArray[np.bool_]


@frozen(eq=False, kw_only=True)
class ConstrainedResidual:
    """A residual problem with side constraints.

    `residual.tables.weight` is what a first new view of a demand point is worth.
    """

    residual: Residual
    terms: SideConstraints
    pairs: Ints
    """(P, 2) local candidates of which not both may be chosen."""
    apart: Ints
    """(Q, 2) local sites of which not both may get cameras."""
    floors: tuple[int, ...]
    """Which floor of the program each floor here is; those that existing cameras keep are gone."""
    limits: LimitRows
    requirements: tuple[int, ...]
    """Which required place of the program each here is."""
    worth: float = field(init=False)
    """Weight of all first and second views together."""

    @worth.default
    def _worth(self) -> float:
        return total(self.residual.tables.weight) + total(self.terms.second)

    def value(self, plan: Ints) -> float:
        """Return what a plan of local candidates adds."""
        t = self.residual.tables
        times = np.zeros(self.residual.n, dtype=np.int64)
        for j in plan:
            times[t.idx[t.ptr[j] : t.ptr[j + 1]]] += 1
        views = total(t.weight[times > 0]) + total(self.terms.second[times > 1])
        return views - self.disutility(plan)

    def disutility(self, plan: Ints) -> float:
        """Return the disutility of a plan of local candidates."""
        return total(self.terms.disutility[plan])

    def met(self, plan: Ints) -> bool:
        """Return whether a plan of local candidates keeps floors, required places and limits."""
        terms, t = self.terms, self.residual.tables
        covered = np.zeros(self.residual.n, dtype=bool)
        satisfied = np.zeros(len(self.requirements), dtype=bool)
        for j in plan:
            covered[t.idx[t.ptr[j] : t.ptr[j + 1]]] = True
            satisfied[terms.nidx[terms.nptr[j] : terms.nptr[j + 1]]] = True
        floor_weight = self.membership() @ (terms.floor_part * covered)
        return (
            bool(satisfied.all())
            and bool((floor_weight >= terms.least * (1 - FLOOR_TOLERANCE)).all())
            and bool((self.limits.excess(plan, t.site) <= 0).all())
        )

    def excludes(self, plan: Ints) -> bool:
        """Return whether two of a plan's candidates, or of their sites, exclude each other."""
        inside = np.zeros(self.residual.m, dtype=bool)
        inside[plan] = True
        building = np.zeros(len(self.residual.tables.room), dtype=bool)
        building[self.residual.tables.site[plan]] = True
        return bool(inside[self.pairs].all(axis=1).any() or building[self.apart].all(axis=1).any())

    def membership(self) -> sparse.csr_array:
        """Return (G, n) which demand point counts for which floor."""
        terms = self.terms
        pattern = sparse.csr_array(
            (np.ones(len(terms.fidx)), terms.fidx, terms.fptr),
            shape=(self.residual.n, len(self.floors)),
        )
        return sparse.csr_array(pattern.T)


def with_budget(rest: ConstrainedResidual, *, budget: float) -> ConstrainedResidual:
    """Return a residual problem with another budget."""
    return evolve(rest, residual=evolve(rest.residual, budget=budget))
