"""Checks of the arguments of this package's functions, which yield all problems at once."""

import math
from collections.abc import Iterator
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from placement.crs.systems import working_crs
from placement.errors import CrsError, Problem
from placement.units import Booleans, Floats

Geometries = NDArray[np.object_]
Geodata: TypeAlias = gpd.GeoSeries | gpd.GeoDataFrame
LIXELS_PER_BANDWIDTH = 4
"""A lixel of bandwidth / 4 keeps the error at junctions below 1 % of the peak (see `heat`). [-]"""
SHORTEST_LINE_M = 0.001
"""Ends closer than a millimetre are one node, so a shorter line has no two ends. [m]"""
MOST_LIXELS = 5_000_000
"""332 km of streets in lixels of 10 m are 35 000. [-]"""
AREA_TYPES = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
FIRST_SHOWN = 5
SHORTEST_HALF_LIFE_YEARS = 2.0
"""Faster decay forgets where crime stays: places are hot for years (see `demand.build`). [year]"""
HOURS = 24


def geometries(values: Geodata | Geometries | Floats) -> Geometries:
    """Return geodata, an array of geometries or (N, 2) coordinates as an array of geometries."""
    array = np.asarray(getattr(values, "geometry", values))
    if array.dtype.kind in "iuf" and array.ndim == 2:
        return np.asarray(shapely.points(array[:, :2]), dtype=object)
    return array.astype(object)


def metric_crs(values: Geodata) -> str:
    """Return the name of the coordinate system of a GeoSeries or GeoDataFrame.

    Raises
    ------
    CrsError
        If it has none, or one that is not projected in metres.
    """
    if values.crs is None:
        raise CrsError(Problem("demand_crs_missing"))
    name = str(values.crs.to_string())
    working_crs(name)
    return name


def same_crs(values: Geodata | Geometries | Floats, crs: str) -> None:
    """Raise if points have another coordinate system than the lines; having none is no error.

    Raises
    ------
    CrsError
        If the systems differ.
    """
    points_crs = getattr(values, "crs", None)
    if points_crs is not None and not points_crs.equals(working_crs(crs), ignore_axis_order=True):
        names = {"lines": crs, "points": str(points_crs.to_string())}
        raise CrsError(Problem("demand_crs_differs", values=names))


def line_problems(lines: Geometries, labels: ArrayLike, *, lixel_m: float) -> Iterator[Problem]:
    """Yield problems of lines to be divided: none, not lines, without length, too many lixels."""
    if lines.size == 0:
        yield Problem("demand_no_lines")
        return
    is_line = shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING
    yield from _about_rows("demand_not_a_line", ~is_line, labels)
    length_m = shapely.length(lines)
    usable = np.isfinite(length_m) & (length_m >= SHORTEST_LINE_M)
    yield from _about_rows("demand_line_without_length", is_line & ~usable, labels)
    if (
        is_positive(lixel_m)
        and (count := float(length_m[is_line & usable].sum()) / lixel_m) > MOST_LIXELS
    ):
        values = {"n": round(count), "lixel_m": lixel_m, "most": MOST_LIXELS}
        yield Problem("demand_too_many_lixels", column="lixel_m", values=values)


def space_problems(
    spaces: gpd.GeoDataFrame | None, crs: str, *, lixel_m: float
) -> Iterator[Problem]:
    """Yield problems of public spaces to be divided: not polygons, without area, too many cells.

    Raises
    ------
    CrsError
        If they are in another system than the streets.
    """
    if spaces is None or spaces.empty:
        return
    same_crs(spaces, crs)
    shapes = geometries(spaces)
    is_area = np.isin(shapely.get_type_id(shapes), AREA_TYPES) & shapely.is_valid(shapes)
    usable = is_area & np.isfinite(shapely.area(shapes)) & (shapely.area(shapes) > 0)
    yield from _about_rows("demand_not_an_area", ~usable, spaces["space_id"])
    if is_positive(lixel_m) and usable.any():
        west, south, east, north = shapely.bounds(shapes[usable]).T
        count = float(((east - west) * (north - south)).sum()) / lixel_m**2
        if count > MOST_LIXELS:
            values = {"n": round(count), "lixel_m": lixel_m, "most": MOST_LIXELS}
            yield Problem("demand_too_many_cells", column="lixel_m", values=values)


def point_problems(
    points: Geometries, weights: Floats, labels: ArrayLike, *, dimensions: int = 1
) -> Iterator[Problem]:
    """Yield problems of weighted points: not points, weights wrong or not one for each point.

    Weights of two dimensions have a row for each point and a column for each set.
    """
    is_point = shapely.get_type_id(points) == shapely.GeometryType.POINT
    finite = np.isfinite(shapely.bounds(points)).all(axis=1)
    yield from _about_rows("demand_not_a_point", ~(is_point & finite), labels)
    if weights.ndim != dimensions or weights.shape[0] != points.size:
        values = {"points": points.size, "weights": weights.shape[0] if weights.ndim else 1}
        yield Problem("demand_weights_differ", values=values)
        return
    unusable = ~(np.isfinite(weights) & (weights >= 0))
    of_point = unusable if dimensions == 1 else unusable.any(axis=1)
    yield from _about_rows("demand_weight_wrong", np.asarray(of_point), labels)


def kernel_problems(*, bandwidth_m: float, lixel_m: float) -> Iterator[Problem]:
    """Yield problems of the two lengths: each is positive, the lixel at most bandwidth / 4."""
    for name, value in (("bandwidth_m", bandwidth_m), ("lixel_m", lixel_m)):
        if not is_positive(value):
            yield Problem("demand_not_positive", column=name, values={"found": float(value)})
    if not (is_positive(bandwidth_m) and is_positive(lixel_m)):
        return
    most_m = bandwidth_m / LIXELS_PER_BANDWIDTH
    if lixel_m > most_m * (1 + 1e-9):
        values = {"lixel_m": lixel_m, "bandwidth_m": bandwidth_m, "most_m": most_m}
        yield Problem("demand_lixel_too_long", column="lixel_m", values=values)


def repeated_ids(ids: ArrayLike) -> Iterator[Problem]:
    """Yield the problem of identifiers that more than one street has: lixels would share theirs."""
    values, count = np.unique(np.asarray(ids, dtype=str), return_counts=True)
    yield from _about_rows("demand_id_repeated", count > 1, values)


def demand_problems(*, snap_m: float, years: float | None, even_share: float) -> Iterator[Problem]:
    """Yield problems of the snapping distance, the time of the record and the even share."""
    if not snap_m >= 0:
        yield Problem("demand_negative", column="snap_m", values={"found": float(snap_m)})
    if years is not None and not is_positive(years):
        yield Problem("demand_not_positive", column="years", values={"found": float(years)})
    if not 0 <= even_share <= 1:
        yield Problem(
            "demand_not_a_share", column="even_share", values={"found": float(even_share)}
        )


def span_problems(span_years: float, *, rows: int) -> Iterator[Problem]:
    """Yield the problem of incidents without dates whose years are not stated either."""
    if math.isnan(span_years):
        yield Problem("demand_without_years", column="demand.years", values={"n": rows})


def time_problems(
    *, half_life_years: float | None, night_hours: tuple[int, int] | None
) -> Iterator[Problem]:
    """Yield problems of the half-life (at least two years) and the hours of the night."""
    if half_life_years is not None and not half_life_years >= SHORTEST_HALF_LIFE_YEARS:
        values = {"found": half_life_years, "least": SHORTEST_HALF_LIFE_YEARS}
        yield Problem("demand_half_life_short", column="half_life_years", values=values)
    if night_hours is not None and not all(0 <= hour <= HOURS for hour in night_hours):
        hours = " – ".join(str(hour) for hour in night_hours)
        yield Problem("demand_hour_wrong", column="night_hours", values={"found": hours})


def is_positive(value: float) -> bool:
    """Return whether a number is above zero and finite."""
    return math.isfinite(value) and value > 0


def _about_rows(kind: str, mask: Booleans, labels: ArrayLike) -> Iterator[Problem]:
    """Yield a problem of the rows in a mask, if any, with their number and the first labels."""
    if mask.any():
        first = np.asarray(labels)[mask][:FIRST_SHOWN]
        values = {"n": int(mask.sum()), "first": ", ".join(str(label) for label in first)}
        yield Problem(kind, values=values)
