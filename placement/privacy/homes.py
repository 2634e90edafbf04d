"""`Homes`: what of homes a camera could see: strips of façades, homes in each house, gardens."""

import geopandas as gpd
import numpy as np
import shapely
from attrs import field, frozen

from placement.privacy.facades import HOME, UNKNOWN, use_numbers
from placement.privacy.private_ground import PrivateGround
from placement.privacy.strips import Strips
from placement.units import Booleans, Floats, Integers, read_only

FAMILY_STOREYS = 3
"""A family house has at most so many storeys. [-]"""


@frozen(eq=False)
class Homes:
    """Façades cut into strips, H buildings with the homes in them, and private ground."""

    strips: Strips
    counts: Booleans = field(converter=read_only)
    """(H,) whether each building counts as a home."""
    dwellings: Floats = field(converter=read_only)
    """(H,) how many homes are in each building, 0 in what is none. [-]"""
    ground: PrivateGround

    @property
    def is_home(self) -> Booleans:
        """(N,) whether each strip is of a building that counts as a home."""
        return np.asarray(self.counts[self.strips.facades.house[self.strips.wall]])


def count_as_homes(buildings: gpd.GeoDataFrame, *, unknown_as_home: bool) -> Booleans:
    """Return which buildings count as homes, (H,): those used so, and perhaps the unknown ones."""
    use = use_numbers(buildings)
    return np.asarray((use == HOME) | ((use == UNKNOWN) & unknown_as_home))


def storeys(buildings: gpd.GeoDataFrame, *, storey_m: float) -> Integers:
    """Return the storeys of each building, (H,), at least one: its height over one storey's."""
    height_m = (buildings["height_m"] - buildings["base_m"]).to_numpy(dtype=np.float64)
    return np.asarray(np.maximum(np.rint(height_m / storey_m), 1), dtype=np.int64)


def family_houses(
    buildings: gpd.GeoDataFrame, counts: Booleans, *, storey_m: float, most_m2: float
) -> Booleans:
    """Return which homes are family houses, (H,): low, and on little ground."""
    low = storeys(buildings, storey_m=storey_m) <= FAMILY_STOREYS
    return np.asarray(counts & low & (buildings.area.to_numpy() <= most_m2))


def dwellings(
    buildings: gpd.GeoDataFrame,
    counts: Booleans,
    *,
    family: Booleans,
    storey_m: float,
    entrance_m: float,
    addresses: gpd.GeoDataFrame | None = None,
) -> Floats:
    """Return how many homes are in each building, (H,): entrances times storeys.

    Parameters
    ----------
    buildings, counts, family
        Table `BUILDINGS`; which of them count as homes, and which are family houses.
    storey_m
        Height of a storey. [m]
    entrance_m
        Without addresses: one entrance for so much of the longer side; family houses have one. [m]
    addresses
        Points; those inside a building are its entrances. A family house is one home an address.
    """
    shapes = buildings.geometry.to_numpy()
    entrances = np.where(family, 1.0, _entrances(shapes, entrance_m))
    if addresses is not None and len(addresses):
        tree = shapely.STRtree(addresses.geometry.to_numpy())
        building, _ = tree.query(shapes, predicate="contains")
        addressed = np.bincount(building, minlength=len(buildings))
        entrances = np.where(addressed > 0, addressed, entrances)
    floors = np.where(family, 1, storeys(buildings, storey_m=storey_m))
    return np.where(counts, entrances * floors, 0.0)


def _entrances(shapes: np.ndarray, entrance_m: float) -> Floats:
    """Return the longer side of each shape's smallest rectangle over an entrance's, at least 1."""
    boxes = shapely.oriented_envelope(shapes)
    outlines = shapely.get_exterior_ring(boxes)
    first, second, third = (
        shapely.get_coordinates(shapely.get_point(outlines, number)) for number in range(3)
    )
    longer_m = np.maximum(np.hypot(*(second - first).T), np.hypot(*(third - second).T))
    return np.asarray(np.maximum(np.rint(longer_m / entrance_m), 1.0))
