"""`Inputs`: the tables and rasters of a case, as its readers hand them over."""

from collections.abc import Mapping

import geopandas as gpd
import shapely
from attrs import evolve, frozen

from placement.grid import Grid
from placement.inputs.account import Account
from placement.visibility.surface import Heights

Area = shapely.Polygon | shapely.MultiPolygon


@frozen(eq=False)
class RegisterCameras:
    """What a town's register has beside the cameras that stand."""

    decided: gpd.GeoDataFrame
    """Agreed, visited or designed: a plan has them as they are. With `carrier` and `state`."""
    given_up: gpd.GeoDataFrame
    """Where nothing is to be built."""
    states: Mapping[str, int]
    """How many cameras are in each state, in the order of work."""


@frozen(eq=False)
class Inputs:
    """The tables and rasters of a case, in the working system; None where not given."""

    grid: Grid
    area: Area
    """What is planned: a polygon."""
    streets: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame | None
    trees: gpd.GeoDataFrame | None
    terrain: Heights | None
    surface: Heights | None
    canopy: Heights | None
    """Heights of trees above the ground. [m]"""
    incidents: gpd.GeoDataFrame | None
    cameras: gpd.GeoDataFrame | None
    carriers: gpd.GeoDataFrame | None
    districts: gpd.GeoDataFrame | None
    no_mount: gpd.GeoDataFrame | None
    backdrop: gpd.GeoDataFrame | None
    """Column `kind`: water, woods, park, railway."""
    accounts: tuple[Account, ...]
    """What became of the rows of every input, in the order of the plan file."""
    more_incidents: tuple[gpd.GeoDataFrame, ...] = ()
    """Further incidents, in the order of the plan file; polygons where their role is fear."""
    places: gpd.GeoDataFrame | None = None
    spaces: gpd.GeoDataFrame | None = None
    private: gpd.GeoDataFrame | None = None
    """Gardens and yards, as in the table of areas."""
    networks: gpd.GeoDataFrame | None = None
    """Power and fibre that are there; column `kind`."""
    addresses: gpd.GeoDataFrame | None = None
    """What the page finds houses by; cameras without coordinates were placed by them."""

    register: RegisterCameras | None = None
    """Of a town's register; None where the case has a list of cameras, or none."""

    def without_rasters(self) -> "Inputs":
        """Return the tables alone, which another process gets sooner."""
        return evolve(self, terrain=None, surface=None, canopy=None)
