r"""Zero-half cuts: inequalities that every plan keeps and the linear relaxation violates.

Take an odd number k of demand points S. Adding up :math:`z_i \le \sum_j a_{ij} y_j` and
:math:`z_i \le 1` over them, halving and rounding down gives

.. math::

    \sum_{i \in S} z_i \le \frac{k - 1}{2} + \sum_j \Big\lceil \frac{c_j}{2} \Big\rceil y_j,
    \qquad c_j = \sum_{i \in S} a_{ij}

the zero-half cuts of Caprara and Fischetti (1996, doi:10.1007/BF02592196). A fractional solution
breaks one by half of what is missing to 1 of the slack of the points of S and the shares of the
cameras with odd :math:`c_j`. They are sought by chains of points that share cameras.
"""

import numpy as np
from scipy import sparse

from placement.optimise.kernels.parity import LONGEST, Shares, odd_sets
from placement.optimise.kernels.tables import Floats, Ints
from placement.optimise.residual import Cuts, Residual, no_cuts

WHOLE = 1e-6
"""A share this near to 0 or 1 counts as whole. [-]"""
LEAST_VIOLATION = 0.04
"""Least violation of a cut worth adding, doubled: what is missing to 1. [-]"""
MOST_SLACK = 0.6
"""Demand points with more slack enter no set. [-]"""
PER_POINT = 3
"""Most cuts of one round that a demand point is in."""
PER_ROUND = 400
"""Most cuts of one round."""
MOST_SETS = 60_000
"""Most sets looked at in one round."""
WORK = 20_000_000
"""Demand points that are tried for a set in one round, about."""


def violated_cuts(residual: Residual, cameras: Floats, demand: Floats) -> Cuts:
    """Return cuts that a solution of the linear relaxation violates.

    Parameters
    ----------
    residual
        Problem.
    cameras : (m,) array
        Share of each candidate, 0 to 1.
    demand : (n,) array
        Covered share of each demand point, 0 to 1.
    """
    t = residual.tables
    covered_by = sparse.csr_array(
        (np.ones(len(t.tidx)), t.tidx, t.tptr), shape=(residual.n, residual.m)
    )
    slack = np.maximum(covered_by @ cameras - demand, 0.0) + np.maximum(1.0 - demand, 0.0)
    slack[covered_by @ (cameras >= 1 - WHOLE) > 0] = np.inf  # nothing is to be gained there
    parts = np.flatnonzero((cameras > WHOLE) & (cameras < 1 - WHOLE))
    points, seen_by = _distinct_points(
        sparse.csr_array(covered_by[:, parts]), slack, np.diff(t.tptr)
    )
    if not points.size:
        return no_cuts(residual)
    by_candidate = seen_by.tocsc()
    shares = Shares(
        seen_by.indptr.astype(np.int64),
        seen_by.indices.astype(np.int64),
        by_candidate.indptr.astype(np.int64),
        by_candidate.indices.astype(np.int64),
        cameras[parts],
        slack[points],
    )
    return _cuts_of(covered_by, [points[one] for one in _most_violated(shares)])


def _distinct_points(
    seen_by: sparse.csr_array, slack: Floats, length: Ints
) -> tuple[Ints, sparse.csr_array]:
    """Return distinct points that at least two fractional candidates cover, and by whom.

    Of points alike in that, the one with the least slack and then the fewest candidates stays.
    """
    points = np.flatnonzero((slack < MOST_SLACK) & (np.diff(seen_by.indptr) > 1))
    points = points[np.lexsort((length[points], slack[points]))]
    some = seen_by[points]
    some.sort_indices()
    first: dict[bytes, int] = {}
    for place in range(len(points)):
        first.setdefault(some.indices[some.indptr[place] : some.indptr[place + 1]].tobytes(), place)
    places = np.array(sorted(first.values()), dtype=np.int64)
    return points[places], some[places]


def _most_violated(shares: Shares) -> list[Ints]:
    """Return the odd sets of the most violated cuts, each point in a few of them only."""
    sets = np.zeros((MOST_SETS, LONGEST), dtype=np.int64)
    size, cost = np.zeros(MOST_SETS, dtype=np.int64), np.zeros(MOST_SETS)
    number = odd_sets(shares, 1.0 - LEAST_VIOLATION, WORK, sets, size, cost)
    used = np.zeros(len(shares.slack), dtype=np.int64)
    chosen: dict[bytes, Ints] = {}
    for place in np.argsort(cost[:number], kind="stable"):
        one = np.sort(sets[place, : size[place]])
        if len(chosen) < PER_ROUND and used[one].max() < PER_POINT and one.tobytes() not in chosen:
            chosen[one.tobytes()] = one
            used[one] += 1
    return list(chosen.values())


def _cuts_of(covered_by: sparse.csr_array, sets: list[Ints]) -> Cuts:
    """Return the cuts of some odd sets of demand points."""
    size = np.array([len(one) for one in sets], dtype=np.int64)
    begin = np.concatenate(([0], np.cumsum(size)))
    column = np.concatenate([np.empty(0, np.int64), *sets])
    demand = sparse.csr_array(
        (np.ones(len(column)), column, begin), shape=(len(sets), covered_by.shape[0])
    )
    times = sparse.csr_array(demand @ covered_by)
    times.data = np.ceil(times.data / 2)
    return Cuts(demand, times, (size - 1) / 2)
