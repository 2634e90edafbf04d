"""`SnappedLayer`, `FearLayer`: a layer of incidents or of fear on the lixels of a town."""

import numpy as np
import shapely
from attrs import frozen

from placement.demand import arguments
from placement.demand.arguments import Geometries
from placement.demand.layers import FIRST, WEIGHTED, Layer
from placement.demand.lixels import Lixels
from placement.demand.positions import PLACE_DIGITS
from placement.demand.snapping import UNSNAPPED, nearest_lixel
from placement.units import Booleans, Floats, Integers


@frozen(eq=False)
class SnappedLayer:
    """The n point events of one layer, each with the lixel it is snapped to."""

    points: Geometries
    lixel: Integers
    """(n,) lixel of the town, -1 for none."""
    counts: Floats
    """(n, C) how much each counts, in the columns of `Events.columns`. [-]"""
    bandwidth_m: float
    """Standard deviation of the kernel. [m]"""
    years: float = 1.0
    """Time it was recorded over. [year]"""
    anonymised: bool = False
    """Whether positions were moved to a few places."""
    reach_m: float | None = None
    """As in `Layer`. [m]"""
    name: str = FIRST

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def has_lixel(self) -> Booleans:
        """(n,) whether each event is near enough to a lixel."""
        return np.asarray(self.lixel != UNSNAPPED)

    @property
    def rate(self) -> Floats:
        """(n,) weighted count of each event a year, 0 for one without a lixel. [1/year]"""
        return np.asarray(np.where(self.has_lixel, self.counts[:, WEIGHTED], 0.0) / self.years)

    @property
    def places(self) -> tuple[Floats, Integers]:
        """The distinct positions (Q, 2), and the index of that of each event (n,). [m]"""
        xy = shapely.get_coordinates(self.points).round(PLACE_DIGITS)
        distinct, place = np.unique(xy, axis=0, return_inverse=True)
        return distinct, np.asarray(place, dtype=np.int64).reshape(-1)


@frozen(eq=False)
class FearLayer:
    """Polygons of fear, shared by length over the lixels whose middles lie inside.

    They are not spread any further, for they are as wide as people drew them.
    """

    mass: Floats
    """(D, C) sum of their counts on each lixel of the town. [-]"""
    has_lixel: Booleans
    """(n,) whether each polygon has a lixel inside."""
    counts: Floats
    """(n, C) how much each polygon counts. [-]"""
    years: float = 1.0


def snap_layer(lixels: Lixels, layer: Layer, counts: Floats, *, snap_m: float) -> SnappedLayer:
    """Return the events of a layer of points with the lixel nearest to each."""
    points = arguments.geometries(layer.table)
    lixel = nearest_lixel(points, lixels, snap_m=snap_m)
    return SnappedLayer(
        points,
        lixel,
        counts,
        layer.bandwidth_m,
        layer.span_years,
        anonymised=layer.anonymised,
        reach_m=layer.reach_m,
        name=layer.name,
    )


def snap_fear(lixels: Lixels, layer: Layer, counts: Floats) -> FearLayer:
    """Return polygons of fear shared by length over the lixels whose middles lie inside."""
    tree = shapely.STRtree(arguments.geometries(np.column_stack([lixels.x_m, lixels.y_m])))
    polygon, lixel = tree.query(arguments.geometries(layer.table), predicate="intersects")
    metres = lixels.length_m[lixel]
    within_m = np.bincount(polygon, weights=metres, minlength=len(layer.table))
    mass = np.zeros((lixels.length_m.size, counts.shape[1]))
    np.add.at(mass, lixel, counts[polygon] * (metres / within_m[polygon])[:, np.newaxis])
    return FearLayer(mass, within_m > 0, counts, layer.span_years)
