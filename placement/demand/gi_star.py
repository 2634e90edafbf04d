"""Gi*, the usual hot spot statistic on a planar grid, for comparison with other tools.

Ord and Getis, "Local spatial autocorrelation statistics", Geographical Analysis 27 (1995) 286-306.
It tests whether a cell and its neighbours hold more incidents than the mean cell, whatever length
of street they hold: where streets are dense it calls streets of ordinary risk hot.
"""

import numpy as np
import scipy.sparse as sp
from attrs import field, frozen
from scipy import special

from placement.demand.excess import false_discoveries
from placement.demand.lixels import read_only_copy
from placement.units import Floats, Integers

CELL_M = 50.0
"""Side of a cell. [m]"""


@frozen(eq=False)
class GiStar:
    """Gi* of square cells, for each of the I lixels that of its cell."""

    z: Floats = field(converter=read_only_copy)
    """(I,) standard score; 0 where all cells hold as many. [-]"""
    q: Floats = field(converter=read_only_copy)
    """(I,) share of false discoveries, one-sided, Benjamini and Hochberg over the cells. [-]"""


def gi_star(x_m: Floats, y_m: Floats, count: Integers, *, cell_m: float = CELL_M) -> GiStar:
    """Return Gi* of the incidents in the square cells that hold a lixel.

    Parameters
    ----------
    x_m, y_m : (I,) arrays
        Middles of the lixels. [m]
    count : (I,) array
        Incidents on each. [-]
    cell_m
        Side of a cell. [m]

    Notes
    -----
    Weights are 1 for a cell itself and for those of its eight neighbours that hold a street.
    """
    places = np.floor(np.column_stack([x_m, y_m]) / cell_m).astype(np.int64)
    cells, cell = np.unique(places, axis=0, return_inverse=True)
    cell = cell.ravel()
    cell_count = np.bincount(cell, weights=count, minlength=len(cells)).astype(np.float64)
    z = local_g(cell_count, contiguity(cells))
    q = false_discoveries(special.ndtr(-z), method="bh")
    return GiStar(z=z[cell], q=q[cell])


def contiguity(cells: Integers) -> sp.csr_array:
    """Return the matrix of cells (N, 2) that touch by sides or corners, or are the same, (N, N)."""
    east, north = (cells - cells.min(axis=0) + 1).T
    width = int(north.max()) + 2
    key = east * width + north  # sorted, for `cells` are
    rows, columns = [], []
    for step_east in (-1, 0, 1):
        for step_north in (-1, 0, 1):
            neighbour_key = key + step_east * width + step_north
            index = np.minimum(np.searchsorted(key, neighbour_key), key.size - 1)
            exists = key[index] == neighbour_key
            rows.append(np.flatnonzero(exists))
            columns.append(index[exists])
    pairs = (np.concatenate(rows), np.concatenate(columns))
    return sp.coo_array((np.ones(pairs[0].size), pairs), shape=(key.size, key.size)).tocsr()


def local_g(count: Floats, weights: sp.csr_array) -> Floats:
    """Return the standard score of Gi* (Ord and Getis 1995, equation 14) of each cell; (N,)."""
    cells = count.size
    total = np.asarray(weights.sum(axis=1)).ravel()
    squares = np.asarray(weights.multiply(weights).sum(axis=1)).ravel()
    deviation = count.std() * np.sqrt(np.maximum(cells * squares - total**2, 0) / max(cells - 1, 1))
    excess = weights @ count - count.mean() * total
    return np.asarray(np.divide(excess, deviation, out=np.zeros(cells), where=deviation > 0))
