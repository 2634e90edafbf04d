"""Districts and streets of points, and demand covered by district."""

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placement.units import Booleans, Floats, Integers


def area_of(x: Floats, y: Floats, *, areas: gpd.GeoDataFrame | None) -> np.ndarray:
    """Return the name of the area each point lies in, empty where in none; (N,) text."""
    names = np.full(np.size(x), "", dtype=object)
    if areas is None or areas.empty or not names.size:
        return names
    tree = shapely.STRtree(areas.geometry.array)
    point, area = tree.query(shapely.points(x, y), predicate="intersects")
    area_names = areas["name"].to_numpy(dtype=object)
    order = np.argsort(-area, kind="stable")  # of several areas the first wins: it is written last
    names[point[order]] = area_names[area[order]]
    return names


def nearest_street(x: Floats, y: Floats, *, streets: gpd.GeoDataFrame) -> np.ndarray:
    """Return the name of the nearest street that has one; (N,) text."""
    with_name = streets[streets["name"] != ""]
    if with_name.empty or not np.size(x):
        return np.full(np.size(x), "", dtype=object)
    nearest = shapely.STRtree(with_name.geometry.array).nearest(shapely.points(x, y))
    return np.asarray(with_name["name"].to_numpy(dtype=object)[nearest])


def top_streets(
    lixels: gpd.GeoDataFrame, row_numbers: Integers, *, count: int = 3
) -> tuple[str, ...]:
    """Return the named streets with most demand among some lixels, most first."""
    some = lixels.iloc[row_numbers]
    sums = some[some["street"] != ""].groupby("street")["expected"].agg(math.fsum)
    ordered = sums.reset_index().sort_values(["expected", "street"], ascending=[False, True])
    return tuple(ordered["street"].head(count))


def by_district(lixels: gpd.GeoDataFrame, covered: Booleans | Floats) -> pd.DataFrame:
    """Return demand and covered demand per district; columns district, expected, covered, share.

    `covered` (I,) is what part of each lixel's demand is covered: none, all, or some of it.
    """
    table = pd.DataFrame(
        {
            "district": lixels["district"],
            "expected": lixels["expected"],
            "covered": lixels["expected"] * np.asarray(covered, dtype=np.float64),
        }
    )
    sums = (
        table.groupby("district", sort=True)[["expected", "covered"]].agg(math.fsum).reset_index()
    )
    share = sums["covered"] / sums["expected"].where(sums["expected"] > 0)
    return sums.assign(share=share.fillna(0.0))
