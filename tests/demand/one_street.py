"""A straight street of a kilometre, and incidents along it."""

import geopandas as gpd
import pandas as pd
import shapely
from shapely import Point

CRS = "EPSG:5514"
X, Y = -780_000.0, -980_000.0


def street() -> gpd.GeoDataFrame:
    """Return one straight street of a kilometre."""
    line = shapely.LineString([(X, Y), (X + 1000, Y)])
    return gpd.GeoDataFrame(
        {"street_id": ["s"], "name": ["A"], "street_class": [""]}, geometry=[line], crs=CRS
    )


def recorded(
    *metres: float, weight: float = 1.0, when: str = "2024-01-01 12:00"
) -> gpd.GeoDataFrame:
    """Return incidents so many metres along the street."""
    n = len(metres)
    return gpd.GeoDataFrame(
        {
            "incident_id": [str(k) for k in range(n)],
            "when": pd.to_datetime(pd.Series([when] * n)),
            "until": pd.Series([pd.NaT] * n, dtype="datetime64[s]"),
            "precision": ["time"] * n,
            "weight": [weight] * n,
        },
        geometry=[Point(X + m, Y) for m in metres],
        crs=CRS,
    )
