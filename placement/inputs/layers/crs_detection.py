"""Detection of the coordinate system of rows of a table, by the size of their two numbers.

Degrees are small, S-JTSK has |Y| of 430 to 906 km and |X| of 934 to 1 230 km, which do not overlap,
and the working system has an area of use. A file may mix them: each row is judged by itself.
"""

from functools import lru_cache

import numpy as np
from attrs import frozen
from pyproj import CRS

from placement.crs.krovak import (
    FALSE_ORIGIN_M,
    S_JTSK,
    S_JTSK_05,
    SOUTHING_M,
    WESTING_M,
    registered_crs,
    s_jtsk_member,
)
from placement.crs.systems import (
    CZECHIA,
    approximate_lonlat,
    longitudes_near,
    s_jtsk_from_any,
)
from placement.units import Booleans, Floats

Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)
MARGIN_DEG = 0.5
DEGREE_KM = 111.2


@frozen(eq=False)
class Systems:
    """Rows of a file by the system their coordinates are in; the masks do not overlap."""

    degrees: Booleans
    afar: Booleans
    """Degrees that lie neither way round where the working system is used."""
    swapped: Booleans
    """Degrees of which the first is a latitude of the place and the second a longitude."""
    s_jtsk: Booleans
    s_jtsk_05: Booleans
    """S-JTSK with 5 000 000 m added to both."""
    projected: Booleans
    """In the stated system, or in the working one."""
    nowhere: Booleans


def detect_systems(first: Floats, second: Floats, *, crs: str, source_crs: str | None) -> Systems:
    """Return the system of every row.

    Parameters
    ----------
    first, second : (N,) arrays
        Coordinates, the eastward one first, finite. [°] or [m]
    crs
        Working system of the run.
    source_crs
        System that the plan file states, or None; rows in metres are then taken to be in it.
    """
    area = area_of_use(crs)
    small = (np.abs(first) <= 360.0) & (np.abs(second) <= 360.0)
    fits = small & _in_box(first, second, area)
    swapped = small & ~fits & _in_box(second, first, area)
    degrees = small & fits
    afar = small & ~fits & ~swapped & (np.abs(second) <= 90.0)
    stated = source_crs if source_crs is not None and CRS(source_crs).is_projected else None
    krovak = is_krovak(stated or crs) or (stated is None and _overlap(area, CZECHIA))
    s_jtsk = ~small & krovak & _in_range_of_s_jtsk(first, second)
    s_jtsk_05 = ~small & krovak & _in_range_of_s_jtsk(first, second, origin_m=FALSE_ORIGIN_M)
    rest = ~small & ~s_jtsk & ~s_jtsk_05
    projected = rest & in_area_of_use(first, second, crs=stated or crs)
    nowhere = ~(degrees | afar | swapped | s_jtsk | s_jtsk_05 | projected)
    return Systems(degrees, afar, swapped, s_jtsk, s_jtsk_05, projected, nowhere)


def is_krovak(crs: str) -> bool:
    """Return whether a system is one of the S-JTSK family."""
    return s_jtsk_member(CRS.from_user_input(crs)) is not None


def s_jtsk_of(crs: str, source_crs: str | None) -> str:
    """Return the member of the S-JTSK family a file is in: the stated or working one, else 5514."""
    for name in (source_crs, crs):
        own = s_jtsk_member(CRS.from_user_input(name)) if name is not None else None
        if own is not None and own != S_JTSK_05:
            return own
    return S_JTSK


def eastward_northward(
    first: Floats, second: Floats, *, origin_m: float = 0.0
) -> tuple[Floats, Floats, Booleans]:
    """Return x, y of S-JTSK for rows in any order and sign, and which rows were changed."""
    x, y = first.copy(), second.copy()
    west_first = np.abs(first) < np.abs(second)
    for rows in (west_first, ~west_first):
        converted = s_jtsk_from_any(first[rows], second[rows], origin_m=origin_m)
        if converted is not None:
            x[rows], y[rows] = converted
    return x, y, (x != first) | (y != second)


def in_area_of_use(x: Floats, y: Floats, *, crs: str) -> Booleans:
    """Return which points lie where a projected system is used, give or take half a degree."""
    lon, lat = approximate_lonlat(x, y, crs=crs)
    return _in_box(lon, lat, area_of_use(crs))  # what cannot be transformed is infinite


@lru_cache(maxsize=16)
def area_of_use(crs: str) -> Box:
    """Return west, south, east, north of where a system is used, widened by half a degree. [°]

    East is beyond 180 where the area lies on both sides of the 180th meridian.
    """
    area = registered_crs(crs).area_of_use
    if area is None:
        return WORLD
    east = area.east + (360.0 if area.west > area.east else 0.0)
    return (
        area.west - MARGIN_DEG,
        area.south - MARGIN_DEG,
        east + MARGIN_DEG,
        area.north + MARGIN_DEG,
    )


def beyond_km(lon: Floats, lat: Floats, *, crs: str) -> Floats:
    """Return how far points lie from where a system is used, roughly. [km]"""
    west, south, east, north = area_of_use(crs)
    lon = longitudes_near(lon, (west + east) / 2)
    sideways = np.maximum(0.0, np.maximum(west - lon, lon - east)) * np.cos(np.radians(lat))
    upwards = np.maximum(0.0, np.maximum(south - lat, lat - north))
    return np.asarray(DEGREE_KM * np.hypot(sideways, upwards))


def _in_box(lon: Floats, lat: Floats, box: Box) -> Booleans:
    is_finite = np.isfinite(lon)
    near = longitudes_near(np.where(is_finite, lon, 0.0), (box[0] + box[2]) / 2)
    inside = (near >= box[0]) & (near <= box[2]) & (lat >= box[1]) & (lat <= box[3])
    return np.asarray(is_finite & inside)


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _in_range_of_s_jtsk(first: Floats, second: Floats, *, origin_m: float = 0.0) -> Booleans:
    small, large = np.abs(first) - origin_m, np.abs(second) - origin_m
    small, large = np.minimum(small, large), np.maximum(small, large)
    west, south = WESTING_M, SOUTHING_M
    return (small >= west[0]) & (small <= west[1]) & (large >= south[0]) & (large <= south[1])
