"""Exact reduction: what remains to be decided of a program once the existing cameras stand.

Nothing here changes the optimum. Demand that existing cameras cover is done; demand points that the
same candidates cover become one; a candidate that another of its site replaces at no loss goes.
"""

from collections.abc import Iterable

import numpy as np

from placement.optimise.arguments import MONEY_TOLERANCE
from placement.optimise.kernels.merging import dominated
from placement.optimise.kernels.tables import Floats, Indices, Ints
from placement.optimise.program import Program
from placement.optimise.residual import Residual, merged_tables, read_only, relabel


def reduce(program: Program, *, among: Iterable[int] | None = None) -> Residual:
    """Reduce a program to the residual problem that remains once the existing cameras stand.

    Parameters
    ----------
    program
        Problem as given.
    among
        If given, only these candidates may enter besides the existing ones.
    """
    return labelled_reduction(program, among=among)[0]


def labelled_reduction(
    program: Program, *, among: Iterable[int] | None = None
) -> tuple[Residual, Ints]:
    """Return the residual problem as `reduce` does, and where each demand point went, (I,).

    The label is -1 where existing cameras cover a point, where it weighs nothing, and where no
    candidate covers it.
    """
    covered = program.covered(program.existing)
    room, opening = program.room(), program.opening()
    price = np.zeros(program.n_candidates) if program.camera_cost is None else program.camera_cost
    budget = np.inf if program.budget is None else program.budget
    free = room[program.site] > 0
    free &= price + opening[program.site] <= budget * (1 + MONEY_TOLERANCE)
    if among is not None:
        allowed = np.zeros(program.n_candidates, dtype=bool)
        allowed[list(among)] = True
        free &= allowed
    free[list(program.existing)] = False
    candidates = np.flatnonzero(free)
    candidates = candidates[np.argsort(program.site[candidates], kind="stable")]
    open_demand = ~covered & (program.weight > 0)
    label = np.where(open_demand, np.cumsum(open_demand) - 1, -1)
    ptr, idx = relabel(program.covers.indptr, program.covers.indices, candidates, label)
    weight = program.weight[open_demand]
    candidates, ptr, idx = _undominated(candidates, ptr, idx, program.site, price, len(weight))
    site = program.site[candidates]
    tables, merged = merged_tables(
        ptr,
        idx,
        weight,
        site=site,
        room=room,
        cameras=np.ones(len(candidates), dtype=np.int32),
        price=price[candidates],
        opening=opening,
    )
    label[open_demand] = merged
    residual = Residual(
        tables=tables,
        candidate=read_only(candidates),
        base=program.value(program.existing),
        count=min(program.count - len(program.existing), len(candidates)),
        budget=budget,
        whole=bool((program.weight == np.floor(program.weight)).all()),
    )
    return residual, label


def _undominated(
    candidates: Ints, ptr: Ints, idx: Indices, site: Ints, price: Floats, n: int
) -> tuple[Ints, Ints, Indices]:
    """Drop candidates that see nothing new or that another of the same site replaces."""
    where = site[candidates].astype(np.int32)
    out = dominated(ptr, idx, where, price[candidates][:, np.newaxis], n) == 1
    rows = np.flatnonzero((np.diff(ptr) > 0) & ~out)
    return candidates[rows], *relabel(ptr, idx, rows, np.arange(n))
