"""Cells of common places: the mass of an anonymised place spread over the streets around it.

Where events were moved to a few places, a kernel around these says that incidents happen at the
places themselves, and its tails reach streets that no place stands for. What is known is only that
they happened in the cell of their place, so there every metre of street gets the same.
"""

import numpy as np
import scipy.sparse as sp
from scipy.spatial import KDTree

from placement.demand.lixels import Lixels
from placement.demand.snapping import UNSNAPPED
from placement.units import Floats, Integers


def mass_in_cells(
    lixels: Lixels,
    places: Floats,
    *,
    place: Integers,
    lixel: Integers,
    weights: Floats,
    reach_m: float,
) -> Floats:
    """Return the weight of events spread by street length over the cells of their places.

    Parameters
    ----------
    lixels
        D lixels.
    places : (Q, 2) array
        The common places. [m]
    place, lixel : (N,) arrays
        Place of each event, and the lixel its place is snapped to; -1 for none.
    weights : (N, K) array
        Of each event, in each of K sets.
    reach_m
        The cell of a place holds the lixels whose middle is nearer to it than to any other place,
        and nearer than this. [m]

    Returns
    -------
    mass : (D, K) array
        Sums to the weights of the events that have a lixel; a place without a street in its cell
        leaves its weight on the lixel it is snapped to.
    """
    middles = np.column_stack([lixels.x_m, lixels.y_m])
    distance_m, nearest = (np.asarray(each) for each in KDTree(places).query(middles))
    inside = np.flatnonzero(distance_m < reach_m)
    shape = (len(lixels.length_m), len(places))
    length_m = sp.coo_array((lixels.length_m[inside], (inside, nearest[inside])), shape=shape)
    whole_m: Floats = np.asarray(length_m.sum(axis=0), dtype=np.float64)
    near = np.flatnonzero(lixel != UNSNAPPED)
    has_cell = whole_m[place[near]] > 0
    of_place = np.zeros((len(places), weights.shape[1]))
    np.add.at(of_place, place[near[has_cell]], weights[near[has_cell]])
    by_metre = of_place / np.where(whole_m > 0, whole_m, 1.0)[:, np.newaxis]
    mass = np.asarray(length_m.tocsr() @ by_metre)
    alone = near[~has_cell]
    np.add.at(mass, lixel[alone], weights[alone])
    return mass
