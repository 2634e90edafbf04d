"""`Layer`: incidents of one source and role, each with its own accuracy, time span and factor."""

import math
from collections.abc import Sequence
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import field, frozen

from placement.demand import arguments
from placement.demand.bands import night_length, night_shares
from placement.demand.diffusion import diffuse
from placement.demand.lixels import Lixels, read_only
from placement.demand.periods import DAYS_PER_YEAR, recorded_years
from placement.demand.snapping import UNSNAPPED, mass_on, nearest
from placement.units import Booleans, Floats, Integers

Role = Literal["crime", "accidents", "fear"]
FIRST = "incidents"
"""Name of the layer whose events `Spread.index` is about."""
RECORD_WITHOUT_TIMES_YEARS = 1.0
WEIGHTED, UNWEIGHTED, NIGHT = range(3)
COLUMNS = 3


@frozen(eq=False)
class Layer:
    """Incidents of one source."""

    name: str
    """Key of the input in the plan file."""
    table: gpd.GeoDataFrame = field()
    """`schema.INCIDENTS`, or for the role `fear` polygons with a `weight`."""
    bandwidth_m: float
    """Standard deviation of the kernel for its points. [m]"""
    role: Role = "crime"
    factor: float = 1.0
    """How much its weights count beside those of other layers. [-]"""
    years: float | None = None
    """Time it was recorded over; from its times if not given. [year]"""
    anonymised: bool = False
    """Whether positions were moved to a few places."""

    @property
    def span_years(self) -> float:
        """Time from the first to the last event, or as given; 1 for fear, which has no time.

        NaN if neither is known, which `build` refuses.
        """
        if self.years is not None:
            return self.years
        if self.role == "fear":
            return RECORD_WITHOUT_TIMES_YEARS
        years = recorded_years(self.table)
        return math.nan if years is None else years

    @property
    def in_span(self) -> Booleans:
        """(N,) which rows its time is known to hold: with a date, or all of a stated time."""
        if self.years is not None or self.role == "fear":
            return np.ones(len(self.table), dtype=np.bool_)
        return np.asarray(self.table["when"].notna(), dtype=np.bool_)

    @property
    def weights(self) -> Floats:
        """(N,) weights as its table has them."""
        return np.asarray(self.table["weight"], dtype=np.float64)

    @property
    def even(self) -> bool:
        """Whether it counts every event once, as if nothing were weighted."""
        return self.role != "fear" and self.factor == 1.0 and bool((self.weights == 1.0).all())


@frozen(eq=False)
class Spread:
    """What layers bring to I lixels in a year."""

    weighted: Floats
    """(I,) by the weights. [1/year]"""
    unweighted: Floats | None
    """(I,) every recorded event counting once; None where that is the same. [1/year]"""
    night: Floats | None
    """(I,) of the weighted, what happens at night; None if not asked for. [1/year]"""
    index: Integers = field(converter=read_only)
    """(N,) lixel of each event of the layer `FIRST`, -1 for none; empty without that layer."""
    near: int = 0
    """Events with a lixel, whatever their weight."""
    used: int = 0
    """Events that count, with a lixel, of all layers."""
    left_out: int = 0
    """Events that count, without one."""


def spread(
    lixels: Lixels,
    layers: Sequence[Layer],
    *,
    snap_m: float,
    half_life_years: float | None = None,
    night_hours: tuple[int, int] | None = None,
) -> Spread:
    """Return what layers bring to lixels; layers of one bandwidth are columns of one solve.

    Polygons of fear are shared by length over the lixels whose middles lie inside, and not spread
    any further: they are as wide as people drew them.

    Parameters
    ----------
    snap_m
        Events farther than this from every lixel are left out. [m]
    half_life_years
        Age at which an event counts half; None for no decay. [year]
    night_hours
        First and last hour of the night, if day and night are to be told apart.
    """
    as_it_is = half_life_years is None and all(layer.even for layer in layers)
    columns = [WEIGHTED]
    columns += [] if as_it_is else [UNWEIGHTED]
    columns += [] if night_hours is None else [NIGHT]
    total = np.zeros((lixels.length_m.size, COLUMNS))
    index, used, left_out, near = np.zeros(0, dtype=np.int64), 0, 0, 0
    by_bandwidth: dict[float, list[tuple[Floats, float]]] = {}
    for layer in layers:
        counts = counts_of(layer, half_life_years, night_hours)[:, columns]
        if layer.role == "fear":
            mass, inside = inside_of(lixels, layer, counts)
            total[:, columns] += mass / layer.span_years
        else:
            points = arguments.geometries(layer.table)
            found = nearest(points, lixels, snap_m=snap_m)
            inside = found != UNSNAPPED
            mass = mass_on(lixels, points, found, counts)
            by_bandwidth.setdefault(layer.bandwidth_m, []).append((mass, layer.span_years))
            index = found if layer.name == FIRST else index
        near += int(inside.sum())
        used += int((inside & (counts[:, 0] > 0)).sum())
        left_out += int((~inside & (counts[:, 0] > 0)).sum())
    for bandwidth_m, parts in by_bandwidth.items():
        solved = diffuse(lixels, np.hstack([mass for mass, _ in parts]), bandwidth_m=bandwidth_m)
        blocks = np.split(solved, len(parts), axis=1)
        for block, (_, years) in zip(blocks, parts, strict=True):
            total[:, columns] += block / years
    return Spread(
        weighted=total[:, WEIGHTED],
        unweighted=None if as_it_is else total[:, UNWEIGHTED],
        night=None if night_hours is None else total[:, NIGHT],
        index=index,
        near=near,
        used=used,
        left_out=left_out,
    )


def counts_of(
    layer: Layer, half_life_years: float | None, night_hours: tuple[int, int] | None
) -> Floats:
    """Return how much each event counts: weighted, unweighted, weighted at night; (N, 3).

    What has no date counts nothing unless the time of the record is stated: it would stand above
    the line of a rate and its time not below.
    """
    counts = np.zeros((len(layer.table), COLUMNS))
    counts[:, WEIGHTED] = layer.factor * layer.weights
    counts[:, UNWEIGHTED] = 0.0 if layer.role == "fear" else 1.0
    if half_life_years is not None and layer.role != "fear":
        counts[:, WEIGHTED] *= _fresh(layer, half_life_years)
    if night_hours is not None:
        if layer.role == "fear":
            night = np.full(len(layer.table), night_length(night_hours))
        else:
            night = night_shares(layer.table, night_hours=night_hours)
        counts[:, NIGHT] = counts[:, WEIGHTED] * night
    counts[~layer.in_span] = 0.0
    return counts


def _fresh(layer: Layer, half_life_years: float) -> Floats:
    """Return how much each event counts for its age, 1 on average over the layer's years, (N,).

    What has no date counts as the average does.
    """
    years, when = layer.span_years, layer.table["when"]
    age_years = (when.max() - when) / pd.Timedelta(days=DAYS_PER_YEAR)
    decayed = 0.5 ** (age_years.to_numpy(dtype=np.float64) / half_life_years)
    average = half_life_years / (years * math.log(2)) * (1 - 0.5 ** (years / half_life_years))
    return np.where(np.isnan(decayed), 1.0, decayed / average)


def inside_of(lixels: Lixels, layer: Layer, counts: Floats) -> tuple[Floats, Booleans]:
    """Return what polygons bring to the lixels inside them (I, K), and which have any (N,)."""
    tree = shapely.STRtree(arguments.geometries(np.column_stack([lixels.x_m, lixels.y_m])))
    polygon, lixel = tree.query(arguments.geometries(layer.table), predicate="intersects")
    metres = lixels.length_m[lixel]
    within_m = np.bincount(polygon, weights=metres, minlength=len(layer.table))
    mass = np.zeros((lixels.length_m.size, counts.shape[1]))
    np.add.at(mass, lixel, counts[polygon] * (metres / within_m[polygon])[:, np.newaxis])
    return mass, within_m > 0
