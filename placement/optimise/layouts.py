r"""Layouts: the cameras of one site as one candidate, so that a site is opened as a whole.

Where the first camera at a site pays for its opening, the linear relaxation opens half a site for
halves of two cameras that both look at the same street, and calls the street seen: at Litvínov with
2 million Kč that is 5 % above the best plan. Written over layouts, with :math:`L_s` the sets of at
most :math:`q_s` cameras of site s, the same programme is

.. math::

    \max \sum_i w_i z_i \quad\text{subject to}\quad
    & z_i \le \sum_s \sum_{l \in L_s} a_{il} x_l  && \text{for every demand point } i \\
    & \sum_{l \in L_s} x_l \le 1                  && \text{for every site } s \\
    & \sum_l |l| x_l \le p, \quad
      \sum_l \Big(f_{s(l)} + \sum_{j \in l} c_j\Big) x_l \le b

with :math:`a_{il} = 1` if some camera of l covers i. Its relaxation lets a half open site see half
a street; the integer plans are the same.
"""

import numpy as np
from attrs import evolve

from placement.optimise.kernels.layouts import Layouts, combinations_of, layouts
from placement.optimise.kernels.merging import dominated
from placement.optimise.kernels.tables import Flags, Floats, Ints
from placement.optimise.residual import Residual, merged_tables, read_only, relabel

MOST_AT_SITE = 2_000
"""A site with more sets of cameras than this keeps its cameras apart."""
MOST_ENTRIES = 20_000_000
"""Most entries of the coverage matrix with layouts, before dominated ones are dropped."""


def with_layouts(residual: Residual, *, by_price: bool = False) -> tuple[Residual, Ints]:
    """Return the same problem over layouts where opening costs money, with the same plans.

    Sites with too many sets of cameras stay as they are, and all do if there is no budget or there
    would be too many layouts in all.

    Parameters
    ----------
    residual
        Problem over single cameras.
    by_price
        Whether a layout goes only for one whose cameras cost the same one by one: what phases pay
        for is pieces, and two cheap cameras may suit them where one dear one does not.

    Returns
    -------
    laid_out
        The problem; itself if nothing is put together.
    label : (n,) array
        New index of each demand point, -1 where no candidate covers it.
    """
    t = residual.tables
    together = _to_put_together(residual)
    if not together.any():
        return residual, np.arange(residual.n)
    out = _layouts(residual, together)
    rows = _needed(out, _by_price(t.price, out) if by_price else out.site, residual.n)
    ptr, idx = relabel(out.ptr, out.idx, rows, np.arange(residual.n))
    tables, label = merged_tables(
        ptr,
        idx,
        t.weight,
        site=out.site[rows],
        room=np.where(together == 1, 1, t.room),
        cameras=out.cameras[rows],
        price=out.price[rows],
        opening=np.where(together == 1, 0.0, t.opening),
    )
    first, others = out.parts[rows, 0], out.parts[rows, 1:]
    beside = np.where(others >= 0, residual.candidate[others], -1)
    if residual.beside is not None:
        beside = np.column_stack((beside, residual.beside[first]))
    laid_out = evolve(
        residual,
        tables=tables,
        candidate=read_only(residual.candidate[first]),
        beside=read_only(beside),
    )
    return laid_out, label


def _needed(out: Layouts, alike: Ints, n: int) -> Ints:
    """Return the layouts, rising, that none with the same number in `alike` replaces at no loss."""
    order = np.argsort(alike, kind="stable")
    ptr, idx = relabel(out.ptr, out.idx, order, np.arange(n))
    burden = np.stack((out.price, out.cameras.astype(np.float64)), axis=1)[order]
    dropped = dominated(ptr, idx, alike[order].astype(np.int32), burden, n)
    return np.sort(order[dropped == 0])


def _by_price(price: Floats, out: Layouts) -> Ints:
    """Return (L,) a number for the site and the prices of the cameras of each layout."""
    prices = np.where(out.parts >= 0, price[out.parts], -1.0)
    prices.sort(axis=1)
    _, kind = np.unique(np.column_stack((out.site, prices)), axis=0, return_inverse=True)
    return kind.ravel()


def _to_put_together(residual: Residual) -> Flags:
    """Return (S,) 1 at each site whose candidates become layouts."""
    t = residual.tables
    together = np.zeros(len(t.room), dtype=np.uint8)
    if not np.isfinite(residual.budget):
        return together
    begin = np.searchsorted(t.site, np.arange(len(t.room) + 1))
    number = np.diff(begin)
    mean_length = np.diff(t.ptr[begin]) / np.maximum(number, 1)
    entries = 0.0
    for here in np.flatnonzero(t.opening > 0):
        sets = combinations_of(number[here], t.room[here], MOST_AT_SITE + 1)
        if sets <= MOST_AT_SITE:
            together[here] = 1
            entries += sets * t.room[here] * mean_length[here]
    if entries > MOST_ENTRIES:
        together[t.room > 1] = 0
    return together


def _layouts(residual: Residual, together: Flags) -> Layouts:
    """Return all layouts, in tables as large as there are."""
    t, limits = residual.tables, (residual.count, residual.limit)
    number, entries = layouts(t, together, *limits, _tables_for(0, 0, 1), write=False)
    out = _tables_for(number, entries, int(t.room.max()))
    layouts(t, together, *limits, out, write=True)
    return out


def _tables_for(number: int, entries: int, most: int) -> Layouts:
    return Layouts(
        ptr=np.zeros(number + 1, dtype=np.int64),
        idx=np.zeros(entries, dtype=np.int32),
        site=np.zeros(number, dtype=np.int64),
        cameras=np.zeros(number, dtype=np.int32),
        price=np.zeros(number),
        parts=np.full((number, most), -1),
    )
