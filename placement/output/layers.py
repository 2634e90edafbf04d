"""`Layers`: everything a plan shows on a map, as tables in one working system."""

import geopandas as gpd
from attrs import fields, frozen


@frozen(eq=False)
class Layers:
    """The tables of a plan with the columns of `layer_tables`, all in one working system."""

    cameras: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    views: gpd.GeoDataFrame
    demand: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    area: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    backdrop: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    alternatives: gpd.GeoDataFrame
    other_plans: gpd.GeoDataFrame
    addresses: gpd.GeoDataFrame
    facades: gpd.GeoDataFrame
    masked: gpd.GeoDataFrame
    networks: gpd.GeoDataFrame

    @property
    def crs(self) -> str:
        """Name of the working system."""
        return str(self.cameras.crs.to_string())

    def frames(self) -> dict[str, gpd.GeoDataFrame]:
        """Return the tables by name, in the order of `layer_tables`."""
        return {attribute.name: getattr(self, attribute.name) for attribute in fields(Layers)}
