"""Addresses for the council's map: where each house number is, as short text.

Houses of one street and part of the town stand together, in the order of their numbers, so that the
step from one to the next is short; `core/addresses.js` reads them. About 8 letters a house.
"""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placement.crs import systems
from placement.output.webmap.varints import packed, steps
from placement.output.wording import spaced

UNIT = 5
"""Positions are told in so many millionths of a degree: half a metre northward."""
Extent = tuple[float, float, float, float]


def packed_addresses(
    addresses: gpd.GeoDataFrame, *, origin: tuple[int, int], extent: Extent
) -> dict[str, Any]:
    """Return the addresses within an extent by the names the script has for their parts.

    Parameters
    ----------
    addresses
        Layer of that name, in its order.
    origin
        Longitude and latitude that positions count from. [10⁻⁶ °]
    extent
        West, south, east, north of what the map knows. [°]

    Returns
    -------
    block
        `addresses`, or nothing where there are none.
    """
    lon, lat = shapely.get_coordinates(systems.to_crs(addresses, systems.WGS84).geometry).T
    west, south, east, north = extent
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    if not inside.any():
        return {}
    rows = addresses[inside].reset_index(drop=True)
    streets, parts = sorted(set(rows["street"])), sorted(set(rows["part"]))
    pairs = rows[["street", "part"]]
    begins = np.flatnonzero((pairs != pairs.shift()).any(axis=1).to_numpy())
    groups = [
        (streets.index(rows["street"][first]), parts.index(rows["part"][first]), size)
        for first, size in zip(begins, np.diff([*begins, len(rows)]), strict=True)
    ]
    places = np.column_stack([lon, lat])[inside] * 1_000_000 - np.array(origin)
    return {
        "addresses": {
            "unit": UNIT,
            "streets": [spaced(name) for name in streets],
            "parts": [spaced(name) for name in parts],
            "groups": packed(groups),
            "house": packed(steps(_whole(rows["house_number"]))),
            "along": packed(steps(_whole(rows["orientation_number"]))),
            "letters": [[at, letter] for at, letter in enumerate(rows["letter"]) if letter],
            "huts": packed(steps(np.flatnonzero(rows["registration"]))),
            "lon": packed(steps(np.rint(places[:, 0] / UNIT))),
            "lat": packed(steps(np.rint(places[:, 1] / UNIT))),
        }
    }


def _whole(numbers: pd.Series) -> np.ndarray:
    """Return numbers of houses, 0 where there is none."""
    return numbers.fillna(0).to_numpy(dtype=np.int64)
