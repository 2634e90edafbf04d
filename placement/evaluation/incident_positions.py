"""The demand point nearest to each incident, and how likely an incident there is seen."""

import geopandas as gpd
import numpy as np
import shapely
from attrs import field, frozen

from placement.demand.demand import Demand
from placement.demand.diffusion import diffuse
from placement.demand.lixels import Lixels, divide_lines
from placement.demand.snapping import UNSNAPPED, nearest_lixel
from placement.pipeline.situation import Situation
from placement.units import Floats, Integers, read_only


@frozen(eq=False)
class LocatedIncidents:
    """Incidents in the planned area, each on the demand point nearest to it; arrays are (N,)."""

    point: Integers = field(converter=read_only)
    """Index of the demand point."""
    weight: Floats = field(converter=read_only)
    row: Integers = field(converter=read_only)
    """Row in the table they come from."""
    left_out: int
    """Incidents outside the planned area or too far from its streets. [-]"""

    def __len__(self) -> int:
        return int(self.point.size)


def locate(incidents: gpd.GeoDataFrame, situation: Situation) -> LocatedIncidents:
    """Assign each incident in the planned area and near a street to its nearest demand point."""
    places = np.asarray(incidents.geometry.array, dtype=object)
    index = nearest_lixel(places, street_pieces(situation.demand), snap_m=situation.snap_distance_m)
    inside = shapely.intersects(situation.inputs.area, places)
    row = np.flatnonzero(inside & (index != UNSNAPPED))
    weight = incidents["weight"].to_numpy(dtype=np.float64)
    return LocatedIncidents(index[row], weight[row], row, left_out=len(incidents) - row.size)


def street_pieces(demand: Demand) -> Lixels:
    """Return the network of the street pieces that the demand points stand for, in their order."""
    lines = demand.lixels.geometry.to_numpy()
    longest_m = float(shapely.length(lines).max())
    return divide_lines(lines, lixel_m=longest_m)


def street_length_m(situation: Situation) -> Floats:
    """Return the length of the street piece of each demand point, (I,). [m]"""
    return np.asarray(situation.demand.lixels["length_m"], dtype=np.float64)


def likelihood_seen(covered: Floats, demand: Demand, *, error_m: float) -> Floats:
    """Return how likely an incident recorded on each demand point lies where it is seen.

    Parameters
    ----------
    covered : (I, K) array
        1 where a demand point is covered, by K choices of cameras. [-]
    demand
        Demand points on their streets.
    error_m
        Standard error of recorded positions along the streets. [m]

    Returns
    -------
    likelihood : (I, K) array
        The share of a Gaussian around the demand point, as it spreads along the streets, that is
        seen. Diffusion is its own adjoint with respect to length, so one solve does for all.
    """
    if error_m <= 0:
        return covered
    network = street_pieces(demand)
    length_m = network.length_m[:, np.newaxis]
    spread = diffuse(network, covered * length_m, bandwidth_m=error_m) / length_m
    return np.asarray(np.clip(spread, 0.0, 1.0))
