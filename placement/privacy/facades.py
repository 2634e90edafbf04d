"""`Facades`: the upright walls of houses, with heights, storeys, use and the way they look.

The seam of this room: masks cover them, limits and prices count their area in the picture.
"""

from typing import Literal, get_args

import geopandas as gpd
import numpy as np
import shapely
from attrs import field, frozen

from placement.units import Floats, Integers, azimuth_deg, read_only
from placement.visibility.obstacles import prisms
from placement.visibility.surface import Surface

Use = Literal["home", "other", "unknown"]
USES: tuple[Use, ...] = get_args(Use)
"""What a house is used for; the number of a use is its place here."""
HOME, OTHER, UNKNOWN = range(len(USES))
LEAST_M = 0.01
"""Shorter and lower walls are left out. [m]"""


@frozen(eq=False)
class Facades:
    """W walls of houses; arrays are (W, …), read only."""

    start: Floats = field(converter=read_only)
    """(W, 2) x and y of one end; who looks at the wall has it on the right. [m]"""
    end: Floats = field(converter=read_only)
    """(W, 2) x and y of the other; the house is on its left as one goes from start to end. [m]"""
    bottom_m: Floats = field(converter=read_only)
    """Height above the datum where the wall begins: the ground before its middle. [m]"""
    top_m: Floats = field(converter=read_only)
    """Height of the roof above the datum. [m]"""
    house: Integers = field(converter=read_only)
    """Row of its house in the table of buildings."""
    use: Integers = field(converter=read_only)
    """Place of its house's use in `USES`."""
    storeys: Integers = field(converter=read_only)
    """Storeys of the wall, all of one height; at least one."""

    def __len__(self) -> int:
        return int(self.house.size)

    @property
    def length_m(self) -> Floats:
        """(W,) length along the ground. [m]"""
        return np.asarray(np.hypot(*(self.end - self.start).T))

    @property
    def area_m2(self) -> Floats:
        """(W,) area of each, windows included. [m²]"""
        return self.length_m * (self.top_m - self.bottom_m)

    @property
    def normal(self) -> Floats:
        """(W, 2) unit vector that points away from the house."""
        way = self.end - self.start
        return np.column_stack([way[:, 1], -way[:, 0]]) / self.length_m[:, None]

    @property
    def facing_deg(self) -> Floats:
        """(W,) azimuth that each faces, from grid north. [°]"""
        return azimuth_deg(*self.normal.T)

    @property
    def storey_m(self) -> Floats:
        """(W,) height of one of its storeys. [m]"""
        return (self.top_m - self.bottom_m) / self.storeys

    def take(self, index: Integers) -> "Facades":
        """Return some of the walls, in the order of an index; houses keep their numbers."""
        return Facades(
            self.start[index],
            self.end[index],
            self.bottom_m[index],
            self.top_m[index],
            self.house[index],
            self.use[index],
            self.storeys[index],
        )


def build(buildings: gpd.GeoDataFrame, surface: Surface, *, storey_m: float) -> Facades:
    """Return the walls of the houses that stand on a surface.

    Parameters
    ----------
    buildings
        Table `BUILDINGS`; roofs are flat, and lie where `surface` has them.
    surface
        Its ground is what walls stand on.
    storey_m
        Storeys are as many as come nearest to this height each. [m]
    """
    inner = shapely.point_on_surface(buildings.geometry.to_numpy())
    xy = shapely.get_coordinates(inner).reshape(-1, 2)
    rows = np.flatnonzero(surface.grid.holds(xy[:, 0], xy[:, 1]))
    foot_m = surface.ground_at(*xy[rows].T)
    height_m = buildings["height_m"].to_numpy(dtype=np.float64)[rows]
    base_m = buildings["base_m"].to_numpy(dtype=np.float64)[rows]
    solids = prisms.build(buildings.geometry.to_numpy()[rows], foot_m + height_m)
    house = solids.house[solids.owner]
    start, end = np.split(np.asarray(solids.edges).reshape(-1, 4), 2, axis=1)
    middle = (start + end) / 2
    inside = surface.grid.holds(*middle.T)
    ground_m = np.where(inside, foot_m[house], 0.0)
    ground_m[inside] = surface.ground_at(*middle[inside].T)
    bottom_m = np.where(base_m[house] > 0, foot_m[house] + base_m[house], ground_m)
    top_m = solids.top_m[solids.owner]
    upright = inside & (np.hypot(*(end - start).T) > LEAST_M) & (top_m - bottom_m > LEAST_M)
    wall = np.flatnonzero(upright)
    storeys = np.maximum(np.rint((top_m - bottom_m)[wall] / storey_m), 1).astype(np.int64)
    return Facades(
        start[wall],
        end[wall],
        bottom_m[wall],
        top_m[wall],
        rows[house[wall]],
        use_numbers(buildings)[rows[house[wall]]],
        storeys,
    )


def use_numbers(buildings: gpd.GeoDataFrame) -> Integers:
    """Return the number of each building's use, (H,); unknown where the table does not say it."""
    if "use" not in buildings.columns:
        return np.full(len(buildings), UNKNOWN, dtype=np.int64)
    return np.array([USES.index(use) for use in buildings["use"]], dtype=np.int64)
