"""Coordinate systems: the working one, transformations between them, true and grid north.

One projected, metric working system per run. Azimuths count clockwise; from *true* north in files,
messages and maps, from *grid* north inside the analysis. At Litvínov true north has the grid
azimuth +8.45° in EPSG:5514. Transformations take the area of interest into account: the
three-parameter transformation from S-JTSK to WGS 84, which some programs choose, is 12.65 m off
there. So a system is what its definition says (`krovak.registered_crs`), whatever shift is written
beside it.
"""

from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError as ForeignCrsError
from pyproj.transformer import AreaOfInterest

from placement.crs.krovak import (
    SOUTHING_M,
    WESTING_M,
    identify_crs,
    registered_crs,
)
from placement.errors import CrsError, Problem
from placement.units import Floats, azimuth_deg, wrap_deg

Area = tuple[float, float, float, float]
WGS84 = "EPSG:4326"
CZECHIA = (12.09, 48.55, 18.86, 51.06)
"""Longitude and latitude of the lower left and the upper right corner. [°]"""
NORTHWARD_STEP_DEG = 1e-4


def working_crs(name: str) -> CRS:
    """Return the coordinate system of a run.

    Raises
    ------
    CrsError
        If the name is unknown, or the system is not projected in metres to the east and north.
    """
    try:
        crs = CRS.from_user_input(name)
    except ForeignCrsError as error:
        raise CrsError(Problem("crs_unknown", column="case.crs", values={"crs": name})) from error
    units = {axis.unit_name for axis in crs.axis_info[:2]}
    if not crs.is_projected or units != {"metre"}:
        raise CrsError(Problem("crs_not_metric", column="case.crs", values={"crs": name}))
    ways = {axis.direction for axis in crs.axis_info[:2]}
    if ways != {"east", "north"}:
        values = {"crs": name, "ways": ", ".join(sorted(ways))}
        raise CrsError(Problem("crs_axes", column="case.crs", values=values))
    return crs


@lru_cache(maxsize=64)
def transformer(source: str, target: str, area: Area) -> Transformer:
    """Return the best transformer for an area (west, south, east, north), in x, y order. [°]"""
    return Transformer.from_crs(
        registered_crs(source),
        registered_crs(target),
        always_xy=True,
        area_of_interest=AreaOfInterest(*area),
    )


@lru_cache(maxsize=64)
def default_transformer(source: str, target: str) -> Transformer:
    """Return PROJ's transformer for no area in particular, good to some metres, in x, y order."""
    return Transformer.from_crs(registered_crs(source), registered_crs(target), always_xy=True)


def approximate_lonlat(x: ArrayLike, y: ArrayLike, *, crs: str) -> tuple[Floats, Floats]:
    """Return longitude and latitude to some metres, infinite where there is none. [°]"""
    lon, lat = default_transformer(crs, WGS84).transform(
        np.asarray(x, np.float64), np.asarray(y, np.float64)
    )
    return np.asarray(lon), np.asarray(lat)


def longitudes_near(lon: ArrayLike, middle_deg: float) -> Floats:
    """Return longitudes moved by whole turns to within 180 of a middle one. [°]"""
    turned = (np.asarray(lon, np.float64) - middle_deg + 180.0) % 360.0
    return np.asarray(turned + middle_deg - 180.0)


def lonlat_area(x: ArrayLike, y: ArrayLike, crs: str) -> Area:
    """Return west, south, east, north of coordinates, widened to whole degrees. [°]

    Whole degrees, so that neighbouring data sets of a town are transformed alike. West is greater
    than east where they lie on both sides of the 180th meridian.
    """
    lon, lat = approximate_lonlat(x, y, crs=crs)
    inside = np.isfinite(lon) & np.isfinite(lat)
    if not inside.any():
        raise CrsError(Problem("crs_outside", values={"crs": crs}))
    lon, lat = lon[inside], lat[inside]
    eastward = longitudes_near(lon, 180.0)
    if np.ptp(eastward) < np.ptp(lon):
        lon = eastward
    west, south = np.floor([lon.min(), lat.min()])
    east, north = np.ceil([lon.max(), lat.max()])
    east, north = max(east, west + 1), max(north, south + 1)
    west, east = (
        longitudes_near(edge, 0.0) if abs(edge) > 180.0 else edge for edge in (west, east)
    )
    return float(west), float(south), float(east), float(north)


def to_crs(frame: gpd.GeoDataFrame, target: str) -> gpd.GeoDataFrame:
    """Return a copy of a frame in another system, by the best transformer for its area."""
    source = identify_crs(frame.crs).to_string()
    if frame.empty:
        return frame.to_crs(target)
    if registered_crs(source) == registered_crs(target):
        return frame.set_crs(target, allow_override=True)
    west, south, east, north = frame.total_bounds
    way = transformer(source, target, lonlat_area([west, east], [south, north], source))
    transformed = shapely.transform(
        frame.geometry.array, lambda xy: np.column_stack(way.transform(xy[:, 0], xy[:, 1]))
    )
    return frame.set_geometry(gpd.GeoSeries(transformed, index=frame.index, crs=target))


def to_lonlat(x: ArrayLike, y: ArrayLike, *, crs: str) -> tuple[Floats, Floats]:
    """Return longitude and latitude of points of the working system. [°]"""
    lon, lat = transformer(crs, WGS84, lonlat_area(x, y, crs)).transform(
        np.asarray(x), np.asarray(y)
    )
    return np.asarray(lon), np.asarray(lat)


def from_lonlat(lon: ArrayLike, lat: ArrayLike, *, crs: str) -> tuple[Floats, Floats]:
    """Return points of the working system. [m]"""
    x, y = transformer(WGS84, crs, lonlat_area(lon, lat, WGS84)).transform(
        np.asarray(lon), np.asarray(lat)
    )
    return np.asarray(x), np.asarray(y)


def operation_name(crs: str, area: Area) -> str:
    """Return the name of the transformation between the working system and WGS 84.

    PROJ chooses among several at the first point; so one in the middle of the area is sent.
    """
    west, south, east, north = area
    east += 360.0 if west > east else 0.0
    middle = transformer(WGS84, crs, area).transform((west + east) / 2, (south + north) / 2)
    way = transformer(crs, WGS84, area)
    way.transform(*middle)
    return str(way.get_last_used_operation().description)


def true_north_deg(x: ArrayLike, y: ArrayLike, *, crs: str) -> Floats:
    """Return the grid azimuth of true north at points of the working system. [°]

    Found by stepping 1e-4° north along the meridian (11 m), which is exact to about 1e-6°.
    """
    lon, lat = to_lonlat(x, y, crs=crs)
    area = lonlat_area(x, y, crs)
    way = transformer(WGS84, crs, area)
    x0, y0 = way.transform(lon, lat)
    x1, y1 = way.transform(lon, lat + NORTHWARD_STEP_DEG)
    return azimuth_deg(np.asarray(x1) - np.asarray(x0), np.asarray(y1) - np.asarray(y0))


def grid_azimuth_deg(
    true_azimuth_deg: ArrayLike, x: ArrayLike, y: ArrayLike, *, crs: str
) -> Floats:
    """Return azimuths from grid north for azimuths from true north. [°]"""
    return wrap_deg(np.asarray(true_azimuth_deg) + true_north_deg(x, y, crs=crs))


def true_azimuth_deg(
    grid_azimuth_deg: ArrayLike, x: ArrayLike, y: ArrayLike, *, crs: str
) -> Floats:
    """Return azimuths from true north for azimuths from grid north. [°]"""
    return wrap_deg(np.asarray(grid_azimuth_deg) - true_north_deg(x, y, crs=crs))


def s_jtsk_from_any(
    first: ArrayLike, second: ArrayLike, *, origin_m: float = 0.0
) -> tuple[Floats, Floats] | None:
    """Return EPSG:5514 x, y from S-JTSK written in either order and with either sign, or None.

    |Y| is less than 906 km and |X| more than 934 km, so order and sign follow from the values.
    All points of a file must agree; None if they are not S-JTSK.
    """
    one, two = np.abs(np.asarray(first, float)), np.abs(np.asarray(second, float))
    if one.size == 0:
        return None
    west, south = one - origin_m, two - origin_m
    if _within(west, WESTING_M) and _within(south, SOUTHING_M):
        return -one, -two
    if _within(south, WESTING_M) and _within(west, SOUTHING_M):
        return -two, -one
    return None


def _within(values: Floats, limits: tuple[float, float]) -> bool:
    return bool(np.all((values >= limits[0]) & (values <= limits[1])))
