"""`Events`: what a demand is made of, event by event, so that it can be made again from others.

Demand is linear in its events: a fold of them, or a bootstrap sample, is a column of multiples, and
all columns of one bandwidth are one solve.
"""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse as sp
import shapely
from attrs import field, frozen
from scipy.spatial import KDTree

from placement.demand import arguments
from placement.demand.arguments import Geometries
from placement.demand.diffusion import diffuse
from placement.demand.layers import WEIGHTED, Layer, counts_of, inside_of
from placement.demand.lixels import Lixels
from placement.demand.network import network
from placement.demand.places import exposure
from placement.demand.positions import PLACE_DIGITS
from placement.demand.snapping import UNSNAPPED, mass_on, nearest
from placement.units import Booleans, Floats, Integers, read_only


@frozen(eq=False)
class Source:
    """Events of one layer; arrays are (n,)."""

    points: Geometries
    lixel: Integers
    """Piece of the town each was snapped to, -1 for none."""
    mass: Floats
    """What each counts. [1/year]"""
    bandwidth_m: float
    anonymised: bool = False

    @property
    def places(self) -> tuple[Floats, Integers]:
        """The distinct places (Q, 2), and that of each event (n,)."""
        xy = shapely.get_coordinates(self.points).round(PLACE_DIGITS)
        found, place = np.unique(xy, axis=0, return_inverse=True)
        return found, np.asarray(place, dtype=np.int64).reshape(-1)


@frozen(eq=False)
class Events:
    """N events of all layers, in a town of D pieces of which I lie in the planned area."""

    lixels: Lixels
    inside: Integers = field(converter=read_only)
    """(I,) pieces of the town in the planned area, in the order of its demand points."""
    sources: tuple[Source, ...]
    steady: Floats = field(converter=read_only)
    """(D,) what no event brings: exposure of places, areas of fear. [1/year]"""
    floor_share: float
    """Share of all demand that is spread evenly by street length. [-]"""

    @property
    def mass(self) -> Floats:
        """(N,) what each event counts, 0 for one without a piece in the planned area. [1/year]"""
        here = np.zeros(self.lixels.length_m.size + 1, dtype=np.bool_)  # the last: no piece, -1
        here[self.inside] = True
        found = [np.where(here[each.lixel], each.mass, 0.0) for each in self.sources]
        return np.concatenate([np.zeros(0), *found])

    @property
    def unit(self) -> Integers:
        """(N,) which events tell one thing: each by itself, or all moved to one place together."""
        found, first = [np.zeros(0, dtype=np.int64)], 0
        for each in self.sources:
            own = each.places[1] if each.anonymised else np.arange(each.mass.size)
            found.append(first + own)
            first += each.mass.size
        return np.concatenate(found)

    def drawn(self, times: Floats) -> Floats:
        """Return the demand of the planned area with each event so many times.

        Parameters
        ----------
        times : (N, K) array
            Multiples of each event in K sets; 1 throughout gives the demand itself. [-]

        Returns
        -------
        weight : (I, K) array
            [1/year]
        """
        return self._leveled(self._spread(times) + self.steady[:, np.newaxis])[self.inside]

    def unfitted(self) -> Floats:
        """Return the part of the demand that stays whatever happens, (I,): steady and even."""
        once = np.ones((sum(each.mass.size for each in self.sources), 1))
        heat = self._spread(once)
        whole = self._leveled(heat + self.steady[:, np.newaxis])
        return np.asarray((whole - (1 - self.floor_share) * heat)[self.inside, 0])

    def seen(self, covered: Booleans) -> Floats:
        """Return how likely each event lies where it is seen.

        Parameters
        ----------
        covered : (I, K) array
            Which demand points K choices of cameras see.

        Returns
        -------
        likelihood : (N, K) array
            0 or 1 for true positions. One that was moved to a common place may have happened
            anywhere nearer to it than to the next such place: then it is the share of the street
            length there that is seen.
        """
        town = np.zeros((self.lixels.length_m.size + 1, covered.shape[1]))  # the last: no piece
        town[self.inside] = covered
        parts = [np.zeros((0, covered.shape[1]))]
        parts += [
            self._in_cells(each, town) if each.anonymised else town[each.lixel]
            for each in self.sources
        ]
        return np.concatenate(parts)

    def _in_cells(self, source: Source, town: Floats) -> Floats:
        """Return the share of each event's cell that is seen (n, K); its own piece without one."""
        places, place = source.places
        lixels, here = self.lixels, self.inside
        _, cell = KDTree(places).query(np.column_stack([lixels.x_m, lixels.y_m])[here])
        length_m = lixels.length_m[here]
        shape = (len(places), here.size)
        within = sp.coo_array((length_m, (cell, np.arange(here.size))), shape=shape).tocsr()
        whole_m = within.sum(axis=1)
        share = (within @ town[here]) / np.where(whole_m > 0, whole_m, 1.0)[:, np.newaxis]
        return np.where((whole_m > 0)[place, np.newaxis], share[place], town[source.lixel])

    def _spread(self, times: Floats) -> Floats:
        """Return the heat of each set in the whole town, (D, K)."""
        total = np.zeros((self.lixels.length_m.size, times.shape[1]))
        by_bandwidth: dict[float, Floats] = {}
        first = 0
        for each in self.sources:
            counts = times[first : first + each.mass.size] * each.mass[:, np.newaxis]
            first += each.mass.size
            laid = mass_on(self.lixels, each.points, each.lixel, counts)
            by_bandwidth[each.bandwidth_m] = by_bandwidth.get(each.bandwidth_m, 0.0) + laid
        for bandwidth_m, mass in by_bandwidth.items():
            total += diffuse(self.lixels, mass, bandwidth_m=bandwidth_m)
        return total

    def _leveled(self, expected: Floats) -> Floats:
        part = (self.lixels.length_m / self.lixels.length_m.sum())[:, np.newaxis]
        even = part * expected.sum(axis=0)
        return np.asarray((1 - self.floor_share) * expected + self.floor_share * even)


def brought(
    streets: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    *,
    ids: np.ndarray,
    lixel_m: float,
    snap_m: float,
    floor_share: float = 0.0,
    spaces: gpd.GeoDataFrame | None = None,
    places: gpd.GeoDataFrame | None = None,
    half_life_years: float | None = None,
) -> Events:
    """Return the events of layers, with all else that `demand.build` made a demand of.

    Parameters
    ----------
    streets, layers, lixel_m, snap_m, floor_share, spaces, places, half_life_years
        As in `demand.build`, which has refused what cannot be used.
    ids : (I,) array
        Identifiers of the demand points of the planned area, in their order.
    """
    town = network(streets, spaces, lixel_m=lixel_m)
    lixels = town.lixels
    steady = np.zeros(lixels.length_m.size)
    if places is not None and not places.empty:
        steady += exposure(lixels, places)
    sources = []
    for layer in layers:
        counts = counts_of(layer, half_life_years, None)[:, [WEIGHTED]]
        if layer.role == "fear":
            steady += inside_of(lixels, layer, counts)[0][:, 0] / layer.span_years
            continue
        points = arguments.geometries(layer.table)
        found = nearest(points, lixels, snap_m=snap_m)
        mass = np.where(found != UNSNAPPED, counts[:, 0], 0.0) / layer.span_years
        sources.append(Source(points, found, mass, layer.bandwidth_m, layer.anonymised))
    inside = pd.Index(town.frame["lixel_id"]).get_indexer(ids)
    return Events(lixels, inside, tuple(sources), steady, floor_share)
