"""`Events`: incidents snapped to the lixels of a town, from which demand is computed.

Demand is linear in its events: a fold of them, or a bootstrap sample, is a column of multiples, and
all columns of one bandwidth are one solve. The demand itself is the column of ones.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp
from attrs import evolve, field, frozen
from scipy.spatial import KDTree

from placement.demand.diffusion import diffuse
from placement.demand.layers import (
    FIRST,
    NIGHT,
    UNWEIGHTED,
    UNWEIGHTED_NIGHT,
    WEIGHTED,
    Layer,
)
from placement.demand.lixels import Lixels
from placement.demand.place_cells import mass_in_cells
from placement.demand.snapped_layers import FearLayer, SnappedLayer, snap_fear, snap_layer
from placement.demand.snapping import lixel_mass
from placement.units import Booleans, Floats, Integers, read_only


@frozen(eq=False)
class Events:
    """N events of all layers in a town of D lixels, of which I lie in the planned area."""

    lixels: Lixels
    layers: tuple[SnappedLayer, ...]
    """Point events, whose rows in this order are the N events."""
    even_share: float = 0.0
    """Share of all demand that is spread evenly by street length. [-]"""
    fear: tuple[FearLayer, ...] = ()
    """Polygons of fear, which are no events and are never drawn anew."""
    exposure: Floats = field(converter=read_only)
    """(D,) what places add; zeros without any. [1/year]"""
    inside: Integers = field(converter=read_only)
    """(I,) lixels in the planned area, in the order of its demand points; all if not given."""
    columns: tuple[int, ...] = (WEIGHTED,)
    """Which of `WEIGHTED`, `UNWEIGHTED` … the C columns of counts are."""

    @exposure.default
    def _no_exposure(self) -> Floats:
        return np.zeros(self.lixels.length_m.size)

    @inside.default
    def _all_inside(self) -> Integers:
        return np.arange(self.lixels.length_m.size)

    @property
    def near(self) -> int:
        """Events of any weight that have a lixel. [-]"""
        return sum(int(layer.has_lixel.sum()) for layer in self._all_layers)

    @property
    def used(self) -> int:
        """Events that count and have a lixel. [-]"""
        return sum(
            int((layer.has_lixel & (layer.counts[:, WEIGHTED] > 0)).sum())
            for layer in self._all_layers
        )

    @property
    def unsnapped(self) -> int:
        """Events that count and have no lixel. [-]"""
        return sum(
            int((~layer.has_lixel & (layer.counts[:, WEIGHTED] > 0)).sum())
            for layer in self._all_layers
        )

    @property
    def incident_lixel(self) -> Integers:
        """Lixel of each event of the layer `FIRST`, -1 for none; empty without that layer."""
        first = (layer.lixel for layer in self.layers if layer.name == FIRST)
        return next(first, np.zeros(0, dtype=np.int64))

    @property
    def mass(self) -> Floats:
        """(N,) what each event counts, 0 for one without a lixel in the planned area. [1/year]"""
        in_area = np.zeros(self.lixels.length_m.size + 1, dtype=np.bool_)  # the last: no lixel, -1
        in_area[self.inside] = True
        rates = [np.where(in_area[layer.lixel], layer.rate, 0.0) for layer in self.layers]
        return np.concatenate([np.zeros(0), *rates])

    @property
    def independent_unit(self) -> Integers:
        """(N,) number of the independent observation that each event belongs to.

        Each is one by itself, but all that were moved to one place are one together.
        """
        numbers, first = [np.zeros(0, dtype=np.int64)], 0
        for layer in self.layers:
            own = layer.places[1] if layer.anonymised else np.arange(len(layer))
            numbers.append(first + own)
            first += len(layer)
        return np.concatenate(numbers)

    def expected_by_column(self) -> dict[int, Floats]:
        """Return what all events bring to the D lixels of the town, by column. [1/year]

        Places and the even share are not in it.
        """
        total = np.zeros((self.lixels.length_m.size, len(self.columns)))
        for fear in self.fear:
            total += fear.mass / fear.years
        masses = [
            (
                layer.bandwidth_m,
                lixel_mass(self.lixels, layer.points, layer.lixel, layer.counts),
                layer.years,
            )
            for layer in self.layers
            if layer.reach_m is None
        ]
        for heat in _diffuse_by_bandwidth(self.lixels, masses):
            total += heat
        for layer in self.layers:
            if layer.reach_m is not None:
                total += self._in_cells(layer, layer.counts, layer.reach_m) / layer.years
        return dict(zip(self.columns, total.T, strict=True))

    def resampled_demand(self, multiples: Floats) -> Floats:
        """Return the demand of the planned area with each event counted a number of times.

        Parameters
        ----------
        multiples : (N, K) array
            Of each event in K sets; ones give the demand itself, but for rounding, because layers
            of one bandwidth are added before they are spread. [-]

        Returns
        -------
        weight : (I, K) array
            [1/year]
        """
        heat = self._heat(multiples)
        return self._with_even_share(heat + self._without_events[:, np.newaxis])[self.inside]

    def demand_without_events(self) -> Floats:
        """Return the part of the demand that no event brings, (I,). [1/year]

        That is the even share, the exposure of places and fear.
        """
        heat = self._heat(np.ones((sum(len(layer) for layer in self.layers), 1)))
        whole = self._with_even_share(heat + self._without_events[:, np.newaxis])
        return np.asarray((whole - (1 - self.even_share) * heat)[self.inside, 0])

    def likelihood_covered(self, covered: Booleans) -> Floats:
        """Return how likely each event happened at a demand point that is covered.

        Parameters
        ----------
        covered : (I, K) array
            Demand points that K choices of cameras cover.

        Returns
        -------
        likelihood : (N, K) array
            0 or 1 for true positions. An event that was moved to a common place may have happened
            anywhere nearer to it than to the next such place: then it is the covered share of the
            street length there.
        """
        town = np.zeros((self.lixels.length_m.size + 1, covered.shape[1]))  # the last: no lixel, -1
        town[self.inside] = covered
        parts = [np.zeros((0, covered.shape[1]))]
        parts += [
            self._covered_share_of_cells(layer, town) if layer.anonymised else town[layer.lixel]
            for layer in self.layers
        ]
        return np.concatenate(parts)

    def with_bandwidths(self, factor: float) -> "Events":
        """Return the same events with bandwidths and reaches of their layers times a factor."""
        layers = (
            evolve(
                each,
                bandwidth_m=factor * each.bandwidth_m,
                reach_m=None if each.reach_m is None else factor * each.reach_m,
            )
            for each in self.layers
        )
        return evolve(self, layers=tuple(layers))

    @property
    def _all_layers(self) -> tuple[SnappedLayer | FearLayer, ...]:
        return (*self.layers, *self.fear)

    @property
    def _without_events(self) -> Floats:
        """(D,) exposure of places and areas of fear. [1/year]"""
        steady = np.zeros(self.lixels.length_m.size) + self.exposure
        for fear in self.fear:
            steady += fear.mass[:, WEIGHTED] / fear.years
        return steady

    def _covered_share_of_cells(self, layer: SnappedLayer, town: Floats) -> Floats:
        """Return the covered share of each event's Voronoi cell (n, K).

        For an event whose cell has no street in the planned area, whether its own lixel is covered.
        """
        places, place = layer.places
        lixels, inside = self.lixels, self.inside
        _, cell = KDTree(places).query(np.column_stack([lixels.x_m, lixels.y_m])[inside])
        length_m = lixels.length_m[inside]
        shape = (len(places), inside.size)
        within = sp.coo_array((length_m, (cell, np.arange(inside.size))), shape=shape).tocsr()
        whole_m = within.sum(axis=1)
        share = (within @ town[inside]) / np.where(whole_m > 0, whole_m, 1.0)[:, np.newaxis]
        return np.where((whole_m > 0)[place, np.newaxis], share[place], town[layer.lixel])

    def _in_cells(self, layer: SnappedLayer, weights: Floats, reach_m: float) -> Floats:
        """Return weights (n, K) of a layer's events spread over the cells of its places, (D, K)."""
        places, place = layer.places
        return mass_in_cells(
            self.lixels,
            places,
            place=place,
            lixel=layer.lixel,
            weights=weights,
            reach_m=reach_m,
        )

    def _heat(self, multiples: Floats) -> Floats:
        """Return what the events of each set bring to the lixels of the town, (D, K). [1/year]"""
        by_bandwidth: dict[float, Floats] = {}
        total = np.zeros((self.lixels.length_m.size, multiples.shape[1]))
        first = 0
        for layer in self.layers:
            rates = multiples[first : first + len(layer)] * layer.rate[:, np.newaxis]
            first += len(layer)
            if layer.reach_m is not None:
                total += self._in_cells(layer, rates, layer.reach_m)
                continue
            mass = lixel_mass(self.lixels, layer.points, layer.lixel, rates)
            by_bandwidth[layer.bandwidth_m] = by_bandwidth.get(layer.bandwidth_m, 0.0) + mass
        for heat in _diffuse_by_bandwidth(
            self.lixels, [(b, m, 1.0) for b, m in by_bandwidth.items()]
        ):
            total += heat
        return total

    def _with_even_share(self, expected: Floats) -> Floats:
        """Return demands of the same sums (D, K), a share of each spread by street length."""
        part = (self.lixels.length_m / self.lixels.length_m.sum())[:, np.newaxis]
        even = part * expected.sum(axis=0)
        return np.asarray((1 - self.even_share) * expected + self.even_share * even)


def snap(
    lixels: Lixels,
    layers: Sequence[Layer],
    *,
    snap_m: float,
    even_share: float = 0.0,
    exposure: Floats | None = None,
    half_life_years: float | None = None,
    night_hours: tuple[int, int] | None = None,
) -> Events:
    """Return the events of layers, each snapped to its lixel, all of them in the planned area.

    Parameters
    ----------
    snap_m
        Events farther than this from every lixel are left out. [m]
    even_share, exposure
        As in `Events`.
    half_life_years
        Age at which an event counts half; None for no decay. [year]
    night_hours
        First and last hour of the night, for the columns by night; None for none.
    """
    weighted = half_life_years is not None or not all(each.counts_each_once for each in layers)
    columns = [WEIGHTED, *([UNWEIGHTED] if weighted else []), *([NIGHT] if night_hours else [])]
    columns += [UNWEIGHTED_NIGHT] if weighted and night_hours else []
    points, fear = [], []
    for layer in layers:
        counts = layer.counts(half_life_years=half_life_years, night_hours=night_hours)[:, columns]
        if layer.role == "fear":
            fear.append(snap_fear(lixels, layer, counts))
        else:
            points.append(snap_layer(lixels, layer, counts, snap_m=snap_m))
    nothing = np.zeros(lixels.length_m.size)
    return Events(
        lixels,
        tuple(points),
        even_share,
        fear=tuple(fear),
        exposure=nothing if exposure is None else exposure,
        columns=tuple(columns),
    )


def _diffuse_by_bandwidth(
    lixels: Lixels, masses: Iterable[tuple[float, Floats, float]]
) -> Iterable[Floats]:
    """Yield masses (D, C) spread along the streets and divided by their years, (D, C) each.

    Of each the bandwidth, the mass and the years are given. Masses of one bandwidth are columns of
    one solve; they come bandwidth by bandwidth, in the order in which each appears first.
    """
    by_bandwidth: dict[float, list[tuple[Floats, float]]] = {}
    for bandwidth_m, mass, years in masses:
        by_bandwidth.setdefault(bandwidth_m, []).append((mass, years))
    for bandwidth_m, parts in by_bandwidth.items():
        solved = diffuse(lixels, np.hstack([mass for mass, _ in parts]), bandwidth_m=bandwidth_m)
        for block, (_, years) in zip(np.split(solved, len(parts), axis=1), parts, strict=True):
            yield block / years
