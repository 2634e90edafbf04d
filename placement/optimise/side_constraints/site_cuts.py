r"""Cuts of the linear relaxation where opening a site costs something: shares of a site add up.

With half an opening the relaxation builds two halves of cameras there, and counts what both see as
seen once. Every plan keeps

.. math::

    z_i \le \sum_{s \in T} o_s + \sum_{j: s(j) \notin T} a_{ij} y_j, \qquad
    \sum_{j \in s} y_j \le q_s o_s

for any set T of sites; of the first the tightest at a solution takes the smaller of both for each
site. Layouts state the same in plain covering.
"""

from functools import cached_property

import numpy as np
from attrs import define, field, frozen

from placement.optimise.highs.model import ExtraRows
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.side_constraints.formulation import LINK, ModelPlaces, column_places
from placement.optimise.side_constraints.residual import ConstrainedResidual

LEAST = 1e-4
"""Smaller violations are no news. [-]"""


@frozen(eq=False)
class SiteCuts:
    """Cuts over the sites of a residual problem, by demand point and by site."""

    demand: tuple[tuple[int, frozenset[int]], ...] = ()
    """Demand point i and its set T of local sites."""
    sites: frozenset[int] = frozenset()
    """Sites whose cameras together are at most their room times their opening."""

    def joined(self, other: "SiteCuts") -> "SiteCuts":
        """Return these and others."""
        return SiteCuts(self.demand + other.demand, self.sites | other.sites)


def violated_cuts(rest: ConstrainedResidual, places: ModelPlaces, values: Floats) -> SiteCuts:
    """Return the cuts that a solution of the relaxation breaks.

    Parameters
    ----------
    rest
        Problem with rules.
    places
        Where the columns of its model are.
    values
        Of these columns.
    """
    t = rest.residual.tables
    opening = np.where(places.o >= 0, values[places.o], np.inf)
    share = np.where(places.y >= 0, values[places.y], 0.0)
    together = np.bincount(t.site, weights=share, minlength=len(t.room))
    sites = np.flatnonzero(together > t.room * opening + LEAST)
    owner = np.repeat(np.arange(rest.residual.n), np.diff(t.tptr))
    here = np.flatnonzero(share[t.tidx] > 0)
    pair, group = np.unique(
        np.column_stack((owner[here], t.site[t.tidx[here]])), axis=0, return_inverse=True
    )
    at_site = np.bincount(group.ravel(), weights=share[t.tidx[here]], minlength=len(pair))
    over = np.maximum(at_site - opening[pair[:, 1]], 0.0)
    covered = np.bincount(owner[here], weights=share[t.tidx[here]], minlength=rest.residual.n)
    excess = np.bincount(pair[:, 0], weights=over, minlength=rest.residual.n)
    shown = np.where(places.z >= 0, values[places.z], 0.0)
    broken = (excess > 0) & (shown > covered - excess + LEAST)
    chosen = pair[broken[pair[:, 0]] & (over > 0)]
    start = np.searchsorted(chosen[:, 0], np.flatnonzero(broken), side="left")
    ends = np.searchsorted(chosen[:, 0], np.flatnonzero(broken), side="right")
    return SiteCuts(
        tuple(
            (int(i), frozenset(chosen[a:b, 1].tolist()))
            for i, a, b in zip(np.flatnonzero(broken), start, ends, strict=True)
        ),
        frozenset(sites.tolist()),
    )


def cut_rows(rest: ConstrainedResidual, places: ModelPlaces, cuts: SiteCuts) -> ExtraRows:
    """Return cuts as rows of a model; what has no column in it is left out."""
    t = rest.residual.tables
    names: list[str] = []
    indices: list[Ints] = []
    values: list[Floats] = []
    for i, sites in cuts.demand:
        near = t.tidx[t.tptr[i] : t.tptr[i + 1]]
        near = near[places.y[near] >= 0]
        alone = near[~np.isin(t.site[near], sorted(sites))]
        opened = places.o[sorted(set(t.site[near].tolist()) & sites)]
        if places.z[i] >= 0:
            where = np.concatenate(([places.z[i]], places.y[alone], opened))
            names.append(f"shared_{i}_{len(names)}")
            indices.append(where.astype(np.int64))
            values.append(np.concatenate(([1.0], np.full(len(where) - 1, -1.0))))
    for s in sorted(cuts.sites):
        members = places.y[np.flatnonzero((t.site == s) & (places.y >= 0))]
        if len(members):
            names.append(f"room_{s}")
            indices.append(np.append(members, places.o[s]).astype(np.int64))
            values.append(np.append(np.ones(len(members)), -float(t.room[s])))
    return ExtraRows(tuple(names), LINK, tuple(indices), tuple(values))


@define(eq=False)
class CutPool:
    """Cuts of a residual problem as they are collected."""

    rest: ConstrainedResidual
    cuts: SiteCuts = field(factory=SiteCuts)

    @cached_property
    def _everyone(self) -> ModelPlaces:
        """Where the columns of all candidates are."""
        return column_places(self.rest, np.arange(self.rest.residual.m))

    def broken_rows(self, values: Floats) -> ExtraRows:
        """Return the cuts that a solution over all candidates breaks, and remember them."""
        more = violated_cuts(self.rest, self._everyone, values)
        self.cuts = self.cuts.joined(more)
        return cut_rows(self.rest, self._everyone, more)

    def rows(self, active: Ints) -> ExtraRows:
        """Return the cuts so far as rows of the model over some candidates."""
        return cut_rows(self.rest, column_places(self.rest, active), self.cuts)
