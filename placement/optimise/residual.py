"""Residual problems: the candidates and demand still undecided, as tables for the kernels."""

from typing import TypeVar

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray
from scipy import sparse

from placement.optimise.arguments import MONEY_TOLERANCE
from placement.optimise.kernels.merging import leaders
from placement.optimise.kernels.sums import total
from placement.optimise.kernels.tables import Floats, Indices, Ints, Tables

Number = TypeVar("Number", bound=np.generic)


@frozen(eq=False, kw_only=True)
class Residual:
    """A covering problem over the candidates and demand points that are still undecided."""

    tables: Tables
    candidate: Ints
    """(m,) which candidate of the program each one here is; of a layout its first camera."""
    base: float
    """Weight that existing cameras cover, less their disutility."""
    paid: float = 0.0
    """Disutility of existing cameras. [weight]"""
    count: int
    """At most so many new cameras."""
    budget: float
    """For them; infinite if there is no limit. [money]"""
    beside: Ints | None = None
    """(m, K) other cameras of each layout as candidates of the program, -1 where there are fewer;
    None if there is no layout."""
    whole: bool
    """Whether all weights are whole numbers, so that a bound may be rounded down."""
    total: float = field(init=False)
    """Weight still to be covered."""

    @total.default
    def _sum(self) -> float:
        return total(self.tables.weight)

    @property
    def m(self) -> int:
        """Candidates left."""
        return len(self.candidate)

    @property
    def n(self) -> int:
        """Demand points left."""
        return len(self.tables.weight)

    @property
    def limit(self) -> float:
        """Budget with the tolerance that `Program.check` grants. [money]"""
        return self.budget * (1 + MONEY_TOLERANCE)

    @property
    def least(self) -> float:
        """Smallest gain worth a move: above what float sums lose."""
        return 1e-11 * self.total

    def value(self, plan: Ints) -> float:
        """Return the weight that a plan of local candidates newly covers."""
        t = self.tables
        mask = np.zeros(self.n, dtype=bool)
        for j in plan:
            mask[t.idx[t.ptr[j] : t.ptr[j + 1]]] = True
        return total(t.weight[mask])

    def rounded(self, bound: float) -> float:
        """Return a bound no higher than the total, and whole where the weights are."""
        bound = min(bound, self.total)
        return float(np.floor(bound + 1e-6)) if self.whole else bound

    def gap_closed(self, value: float, bound: float, gap: float) -> bool:
        """Return whether the gap of a plan, existing cameras included, is small enough."""
        return bound - value <= max(gap, 1e-12) * (self.base + self.paid + bound)

    def cameras_of(self, plan: Ints) -> Ints:
        """Return the candidates of the program that a plan of local candidates stands for."""
        first = self.candidate[plan]
        if self.beside is None:
            return first
        others = self.beside[plan].ravel()
        return np.concatenate((first, others[others >= 0]))

    def with_limits(self, *, count: int, budget: float | None) -> "Residual":
        """Return the same problem with another count of new cameras and another budget."""
        most = int(self.tables.cameras.sum())
        return evolve(self, count=min(count, most), budget=np.inf if budget is None else budget)


def restrict(residual: Residual, candidates: Ints) -> tuple[Residual, Ints]:
    """Return the problem with some local candidates only, and where its demand points went.

    Parameters
    ----------
    residual
        Problem to narrow down.
    candidates : (k,) array
        Local candidates, rising.

    Returns
    -------
    narrowed
        Problem of the kept candidates; equal demand points are merged again.
    label : (n,) array
        New index of each demand point, -1 where no kept candidate covers it.
    """
    t = residual.tables
    ptr, idx = relabel(t.ptr, t.idx, candidates, np.arange(residual.n))
    site = t.site[candidates].astype(np.int64)
    tables, label = merged_tables(
        ptr,
        idx,
        t.weight,
        site=site,
        room=t.room,
        cameras=t.cameras[candidates],
        price=t.price[candidates],
        opening=t.opening,
    )
    return evolve(
        residual,
        tables=tables,
        candidate=read_only(residual.candidate[candidates]),
        beside=None if residual.beside is None else read_only(residual.beside[candidates]),
    ), label


def relabel(
    ptr: NDArray[np.integer], idx: NDArray[np.integer], rows: Ints, label: NDArray[np.integer]
) -> tuple[Ints, Indices]:
    """Return some rows of a pattern with renamed columns; a column named -1 goes."""
    length = (ptr[rows + 1] - ptr[rows]).astype(np.int64)
    begin = np.concatenate(([0], np.cumsum(length)))
    place = np.arange(begin[-1]) + np.repeat(ptr[rows].astype(np.int64) - begin[:-1], length)
    column = label[idx[place]]
    stays = column >= 0
    new_ptr = np.concatenate(([0], np.cumsum(stays)))[begin]
    return new_ptr.astype(np.int64), column[stays].astype(np.int32)


def merged_tables(
    ptr: Ints,
    idx: Indices,
    weight: Floats,
    *,
    site: Ints,
    room: NDArray[np.integer],
    cameras: NDArray[np.integer],
    price: Floats,
    opening: Floats,
) -> tuple[Tables, Ints]:
    """Return tables with equal demand points merged, and the new index of each."""
    rows = np.arange(len(ptr) - 1)
    tptr, tidx = transpose(ptr, idx, len(weight))
    leader = equal_columns(tptr, tidx, len(rows))
    heads = np.flatnonzero((leader == np.arange(len(weight))) & (np.diff(tptr) > 0))
    name = np.full(len(weight), -1)
    name[heads] = np.arange(len(heads))
    label = name[leader] if len(weight) else name
    covered = label >= 0
    merged_tables = np.bincount(label[covered], weights=weight[covered], minlength=len(heads))
    ptr, idx = relabel(ptr, idx, rows, name)
    tptr, tidx = transpose(ptr, idx, len(heads))
    sites, local = np.unique(site, return_inverse=True)
    places = np.minimum(room[sites], np.bincount(local, minlength=len(sites)))
    tables = Tables(
        ptr=read_only(ptr),
        idx=read_only(idx),
        tptr=read_only(tptr),
        tidx=read_only(tidx),
        weight=read_only(merged_tables.astype(np.float64)),
        site=read_only(local.astype(np.int32)),
        room=read_only(places.astype(np.int32)),
        cameras=read_only(cameras.astype(np.int32)),
        price=read_only(price.astype(np.float64)),
        opening=read_only(opening[sites].astype(np.float64)),
    )
    return tables, label


def transpose(ptr: Ints, idx: Indices, n: int) -> tuple[Ints, Indices]:
    """Return a pattern of n columns transposed: where each column begins, and its rows."""
    pattern = sparse.csr_array((np.ones(len(idx), np.int8), idx, ptr), shape=(len(ptr) - 1, n))
    turned = pattern.tocsc()
    return turned.indptr.astype(np.int64), turned.indices.astype(np.int32)


def equal_columns(tptr: Ints, tidx: Indices, m: int) -> Ints:
    """Return for each demand point the first one with exactly the same candidates."""
    salt = np.random.default_rng(0).integers(1, 2**62, size=m).astype(np.uint64)
    running = np.concatenate((np.zeros(1, np.uint64), np.cumsum(salt[tidx], dtype=np.uint64)))
    key = running[tptr[1:]] - running[tptr[:-1]]
    order = np.argsort(key, kind="stable")
    return leaders(tptr, tidx, order, key)


def read_only(values: NDArray[Number]) -> NDArray[Number]:
    """Return an array after making it read-only."""
    values.setflags(write=False)
    return values


@frozen(eq=False)
class Portions:
    """What the phases may pay for: K kinds of candidates, and P ways to pay for one of a kind."""

    kind: Ints
    """(m,) of each candidate."""
    paid: Ints
    """(P,) kind that each way pays for."""
    money: Floats
    """(P, T) what it costs each phase. [money]"""
    cameras: Ints
    """(P, T) how many cameras each phase builds."""
    budgets: Floats
    """(T,) of each phase alone, infinite if there is no limit. [money]"""
    counts: Ints
    """(T,) most new cameras at the end of each phase."""


@frozen(eq=False)
class Cuts:
    """Rows e z - d y <= b that every plan keeps."""

    demand: sparse.csr_array
    """(C, n) e, of demand points."""
    candidates: sparse.csr_array
    """(C, m) d, of candidates."""
    limit: Floats
    """(C,) b."""
    number: int = field(init=False)
    """C."""

    @number.default
    def _number(self) -> int:
        return len(self.limit)

    def with_cuts(self, other: "Cuts") -> "Cuts":
        """Return these cuts with others."""
        return Cuts(
            sparse.csr_array(sparse.vstack([self.demand, other.demand])),
            sparse.csr_array(sparse.vstack([self.candidates, other.candidates])),
            np.concatenate((self.limit, other.limit)),
        )

    def chosen(self, which: Ints) -> "Cuts":
        """Return the cuts of some indices."""
        return Cuts(self.demand[which], self.candidates[which], self.limit[which])

    def restricted(self, remaining: Ints, label: Ints, n: int) -> "Cuts":
        """Return the same for some candidates; parameters are what `restrict` takes and returns.

        Demand points that became one are covered alike, so their coefficients add up.
        """
        by_entry = self.demand.tocoo()
        stays = label[by_entry.col] >= 0
        entries = (by_entry.data[stays], (by_entry.row[stays], label[by_entry.col[stays]]))
        demand = sparse.csr_array(entries, shape=(self.number, n))
        demand.sum_duplicates()
        return Cuts(demand, self.candidates[:, remaining], self.limit)


def no_cuts(residual: Residual) -> Cuts:
    """Return an empty set of cuts."""
    return Cuts(sparse.csr_array((0, residual.n)), sparse.csr_array((0, residual.m)), np.empty(0))
