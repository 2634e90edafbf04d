"""Incidents brought to the demand points of a situation, to be counted as seen or not."""

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
class Located:
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


def located(incidents: gpd.GeoDataFrame, situation: Situation) -> Located:
    """Return the incidents that lie in the planned area and near one of its streets."""
    places = np.asarray(incidents.geometry.array, dtype=object)
    index = nearest_lixel(places, pieces(situation.demand), snap_m=situation.snap_distance_m)
    inside = shapely.intersects(situation.inputs.area, places)
    row = np.flatnonzero(inside & (index != UNSNAPPED))
    weight = incidents["weight"].to_numpy(dtype=np.float64)
    return Located(index[row], weight[row], row, left_out=len(incidents) - row.size)


def pieces(demand: Demand) -> Lixels:
    """Return the pieces of street of the demand points, in their order, joined where they meet."""
    lines = demand.lixels.geometry.to_numpy()
    longest_m = float(shapely.length(lines).max())
    return divide_lines(lines, lixel_m=longest_m)


def blurred(seen: Floats, demand: Demand, *, error_m: float) -> Floats:
    """Return how likely an incident recorded on each demand point lies where it is seen.

    Parameters
    ----------
    seen : (I, K) array
        1 where a demand point is seen, by K choices of cameras. [-]
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
        return seen
    network = pieces(demand)
    length_m = network.length_m[:, np.newaxis]
    spread = diffuse(network, seen * length_m, bandwidth_m=error_m) / length_m
    return np.asarray(np.clip(spread, 0.0, 1.0))
