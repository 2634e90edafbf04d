"""Exact reduction of a program with side constraints.

As in `optimise.reduction` nothing here changes the optimum; fewer candidates and demand points can
go, because a second view, a forbidden pair or a floor may need them.
"""

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy import sparse

from placement.optimise.arguments import MONEY_TOLERANCE
from placement.optimise.kernels.merging import dominated
from placement.optimise.kernels.side_constraints import SideConstraints
from placement.optimise.kernels.tables import Floats, Ints, Tables
from placement.optimise.program import Program
from placement.optimise.residual import Residual, equal_columns, read_only, relabel, transpose
from placement.optimise.side_constraints.limit_rows import LimitRows
from placement.optimise.side_constraints.residual import Booleans, ConstrainedResidual


@frozen(eq=False)
class _Demand:
    """Demand points still of worth, before equal ones are merged; arrays are (n,)."""

    label: Ints
    """(I,) place here of each demand point of the program, -1 if it is gone."""
    first: Floats
    second: Floats
    floor_part: Floats
    floors: sparse.csr_array
    """(n, G) membership."""


def reduce_constrained(program: Program, *, among: Booleans | None = None) -> ConstrainedResidual:
    """Reduce a program whose views are all whole to its residual problem with side constraints.

    Parameters
    ----------
    program
        Problem without partial views.
    among : (J,) bool
        If given, only these candidates may enter besides the existing ones.
    """
    rules, room, opening = program.rules, program.room(), program.opening()
    price = np.zeros(program.n_candidates) if program.camera_cost is None else program.camera_cost
    budget = np.inf if program.budget is None else program.budget
    free = eligible_candidates(program) & (
        price + opening[program.site] <= budget * (1 + MONEY_TOLERANCE)
    )
    if among is not None:
        free &= among
    candidates = np.flatnonzero(free)
    candidates = candidates[np.argsort(program.site[candidates], kind="stable")]
    limits = LimitRows.of(program, candidates)
    alike = np.lexsort((limits.kind(limits.lowered()), program.site[candidates]))
    candidates, limits = candidates[alike], limits.take(alike)
    floors, requirements = rules.lacking(program, program.existing)
    demand = _demand(program, floors)
    ptr, idx = relabel(program.covers.indptr, program.covers.indices, candidates, demand.label)
    satisfies = (
        sparse.csr_array(
            np.vstack([_satisfying_candidates(program, k)[candidates] for k in requirements])
        ).T.tocsr()
        if requirements
        else sparse.csr_array((len(candidates), 0))
    )
    rows = _undominated_rows(
        program,
        candidates,
        ptr,
        idx,
        satisfies,
        limits,
        room,
        price,
        program.disutilities()[candidates],
        len(demand.first),
    )
    candidates, satisfies = candidates[rows], sparse.csr_array(satisfies[rows])
    limits = limits.take(rows)
    ptr, idx = relabel(ptr, idx, rows, np.arange(len(demand.first)))
    sites, site = np.unique(program.site[candidates], return_inverse=True)
    tables, demand = _tables(ptr, idx, demand, site)
    tables = tables._replace(
        room=read_only(
            np.minimum(room[sites], np.bincount(site, minlength=len(sites))).astype(np.int32)
        ),
        price=read_only(price[candidates].astype(np.float64)),
        opening=read_only(opening[sites].astype(np.float64)),
    )
    pairs = _local_pairs(rules.forbidden, candidates, program.n_candidates)
    apart = _local_pairs(rules.apart, sites, program.n_sites)
    held = (program.weight * program.views(program.existing)[0]) if floors else np.zeros(0)
    least = [rules.floors[g].least - held[list(rules.floors[g].demand)].sum() for g in floors]
    residual = Residual(
        tables=tables,
        candidate=read_only(candidates),
        base=program.objective(program.existing),
        paid=program.disutility_of(program.existing),
        count=min(program.count - len(program.existing), len(candidates)),
        budget=budget,
        whole=rules.backup == 0
        and not program.charged
        and bool((program.weight == np.floor(program.weight)).all()),
    )
    terms = _terms(
        demand,
        satisfies,
        np.array(least),
        limits,
        pairs,
        apart,
        program.disutilities()[candidates],
        len(sites),
    )
    return ConstrainedResidual(
        residual=residual,
        terms=terms,
        pairs=pairs,
        apart=apart,
        floors=floors,
        limits=limits,
        requirements=requirements,
    )


def eligible_candidates(program: Program) -> Booleans:
    """Return (J,) which candidates may enter, by sites' room, bans and pairs with existing ones."""
    free: Booleans = program.room()[program.site] > 0
    existing = np.zeros(program.n_candidates, dtype=bool)
    existing[list(program.existing)] = True
    free[list(program.rules.banned)] = False
    for one, other in (program.rules.forbidden.T, program.rules.forbidden.T[::-1]):
        free[other[existing[one]]] = False
    free[existing] = False
    return free


def _satisfying_candidates(program: Program, need: int) -> Booleans:
    """Return (J,) which candidates satisfy a requirement."""
    requirement = program.rules.required[need]
    points = np.zeros(program.n_demand)
    points[list(requirement.demand)] = 1.0
    satisfying: Booleans = program.covers.astype(np.float64) @ points > 0
    satisfying[list(requirement.candidates)] = True
    return satisfying


def _demand(program: Program, floors: tuple[int, ...]) -> _Demand:
    times = np.zeros(program.n_demand, dtype=np.int64)
    covers = program.covers
    for j in program.existing:
        times[covers.indices[covers.indptr[j] : covers.indptr[j + 1]]] += 1
    again = program.rules.backup * program.weight
    first = np.where(times == 0, program.weight, np.where(times == 1, again, 0.0))
    second = np.where(times == 0, again, 0.0)
    floor_part = np.where(times == 0, program.weight, 0.0)
    stays = np.flatnonzero(first > 0)
    label = np.full(program.n_demand, -1)
    label[stays] = np.arange(len(stays))
    member = np.zeros((program.n_demand, len(floors)), dtype=np.int8)
    for column, g in enumerate(floors):
        member[list(program.rules.floors[g].demand), column] = 1
    member[floor_part <= 0] = 0
    return _Demand(
        label, first[stays], second[stays], floor_part[stays], sparse.csr_array(member[stays])
    )


def _undominated_rows(
    program: Program,
    candidates: Ints,
    ptr: Ints,
    idx: NDArray[np.int32],
    satisfies: sparse.csr_array,
    limits: LimitRows,
    room: Ints,
    price: Floats,
    disutility: Floats,
    n: int,
) -> Ints:
    """Return the rows that see something new or answer a rule, and no other replaces.

    A requirement counts as one more demand point, so that who replaces a candidate answers it too.
    A second camera of a site that sees the same is worth something if second views are; and a
    candidate of a forbidden pair may be needed for what another cannot be chosen beside. Only who
    is alike in the limits that some candidate lowers is replaced, by one of no more disutility and
    no larger an amount in any other; of those that a least amount needs, one more may be needed.
    """
    answered = sparse.csr_array((np.ones(len(idx), np.int8), idx, ptr), shape=(len(candidates), n))
    both = sparse.csr_array(sparse.hstack([answered, satisfies]))
    both.sort_indices()
    needed = limits.needed()
    useful = needed | (np.diff(both.indptr) > 0)
    doubles = program.rules.backup > 0 and bool((room[program.site[candidates]] > 1).any())
    if not (doubles or len(program.rules.forbidden)):
        site = program.site[candidates]
        kind = limits.kind(limits.lowered())
        _, alike = np.unique(np.column_stack([site, kind]), axis=0, return_inverse=True)
        pointer, index = both.indptr.astype(np.int64), both.indices.astype(np.int32)
        group = alike.ravel().astype(np.int32)
        rising = limits.matrix(limits.amount).toarray()[:, ~limits.lowered()]
        burden = np.column_stack((price[candidates], disutility, rising))
        replaced = dominated(pointer, index, group, burden, both.shape[1])
        useful &= (replaced == 0) | (needed & (room[site] > 1))
    return np.flatnonzero(useful)


def _tables(
    ptr: Ints, idx: NDArray[np.int32], demand: _Demand, site: Ints
) -> tuple[Tables, _Demand]:
    """Return tables with demand points merged that have equal candidates, kind and floors."""
    m, n = len(ptr) - 1, len(demand.first)
    ratio = np.column_stack(
        [
            demand.second > 0,
            demand.floor_part > 0,
            demand.floors.toarray() if n else np.zeros((0, 1)),
        ]
    )
    _, kind = np.unique(ratio, axis=0, return_inverse=True)
    order = np.argsort(kind.ravel(), kind="stable")
    kinds = np.concatenate((ptr, ptr[-1] + np.cumsum(np.bincount(kind.ravel()))))
    tptr, tidx = transpose(kinds, np.concatenate((idx, order.astype(np.int32))), n)
    leader = equal_columns(tptr, tidx, len(kinds) - 1) if n else np.empty(0, np.int64)
    covered = np.bincount(idx, minlength=n) > 0
    heads = np.flatnonzero((leader == np.arange(n)) & covered)
    name = np.full(n, -1)
    name[heads] = np.arange(len(heads))
    ptr, idx = relabel(ptr, idx, np.arange(m), name)
    tptr, tidx = transpose(ptr, idx, len(heads))
    group = name[leader] if n else name
    shown = group >= 0
    first, second, floor_part = (
        np.bincount(group[shown], weights=values[shown], minlength=len(heads)).astype(np.float64)
        for values in (demand.first, demand.second, demand.floor_part)
    )
    tables = Tables(
        ptr=read_only(ptr),
        idx=read_only(idx),
        tptr=read_only(tptr),
        tidx=read_only(tidx),
        weight=read_only(first),
        site=read_only(site.astype(np.int32)),
        room=np.empty(0, np.int32),
        cameras=read_only(np.ones(m, dtype=np.int32)),
        price=np.empty(0),
        opening=np.empty(0),
    )
    merged = _Demand(group, first, second, floor_part, sparse.csr_array(demand.floors[heads]))
    return tables, merged


def _local_pairs(pairs: Ints, indices: Ints, n: int) -> Ints:
    """Return the pairs of which both are kept, by their place there."""
    place = np.full(n, -1)
    place[indices] = np.arange(len(indices))
    local = place[pairs]
    return local[(local >= 0).all(axis=1)]


def _terms(
    demand: _Demand,
    satisfies: sparse.csr_array,
    least: Floats,
    limits: LimitRows,
    pairs: Ints,
    apart: Ints,
    disutility: Floats,
    sites: int,
) -> SideConstraints:
    m = len(disutility)
    enemies, near = _symmetric(pairs, m), _symmetric(apart, sites)
    return SideConstraints(
        second=demand.second,
        floor_part=demand.floor_part,
        fptr=demand.floors.indptr.astype(np.int64),
        fidx=demand.floors.indices.astype(np.int32),
        least=least,
        nptr=satisfies.indptr.astype(np.int64),
        nidx=satisfies.indices.astype(np.int32),
        cptr=enemies.indptr.astype(np.int64),
        cidx=enemies.indices.astype(np.int32),
        sptr=near.indptr.astype(np.int64),
        sidx=near.indices.astype(np.int32),
        lptr=limits.ptr,
        lidx=limits.row,
        amount=limits.amount,
        first_amount=limits.opening,
        most=limits.most,
        disutility=disutility,
        requirements=int(satisfies.shape[1]),
    )


def _symmetric(pairs: Ints, n: int) -> sparse.csr_array:
    one, other = pairs.T
    entries = (np.ones(2 * len(pairs), np.int8), (np.r_[one, other], np.r_[other, one]))
    return sparse.csr_array(entries, shape=(n, n))
