"""Where a layer lies: its system, whether its coordinates can be in it, and the working one."""

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError as ForeignCrsError

from placement.crs import S_JTSK, WGS84, area_of, s_jtsk_from_any, to_crs
from placement.errors import CrsError, Problem
from placement.inputs.features import Features
from placement.units import Booleans, Floats

S_JTSK_NAMES = ("krovak east north", "krovak_east_north")
SURROUNDINGS_DEG = 0.5
"""How far around the planned area a layer still counts as lying at the place. [°]"""


def in_working_crs(
    features: Features,
    *,
    crs: str,
    source_crs: str | None = None,
    within: shapely.Geometry | None = None,
) -> Features:
    """Return the features moved to the working system.

    Single points that cannot be (0/0, degrees out of range) are dropped and counted; if most of
    them cannot be, the system is wrong. S-JTSK with positive or exchanged coordinates is mended.

    Raises
    ------
    CrsError
        If the file has no system and none is stated, if the coordinates contradict it, or if its
        axes are exchanged.
    """
    features = _with_crs(features, source_crs)
    if features.frame.empty:
        return features.with_frame(features.frame.to_crs(crs))
    features = _possible(features)
    system = features.frame.crs
    if system.is_geographic:
        _refuse_swapped_axes(features, crs, within)
    elif _is_s_jtsk(system):
        features = _mended_s_jtsk(features)
    moved = features.with_frame(to_crs(features.frame, crs))
    bounds = shapely.bounds(np.asarray(moved.frame.geometry.array))
    return moved.without(~np.isfinite(bounds).all(axis=1), "not_in_crs")


def known_crs(name: str, *, file: str, column: str) -> CRS:
    """Return the coordinate system of a name that a user wrote.

    Raises
    ------
    CrsError
        If there is no such system, or it is not tied to the Earth.
    """
    problem = Problem("crs_unknown", file, column=column, values={"crs": name})
    try:
        crs = CRS.from_user_input(name)
    except ForeignCrsError as error:
        raise CrsError(problem) from error
    if placed(crs) is None:
        raise CrsError(problem)
    return crs


def placed(crs: CRS | None) -> CRS | None:
    """Return a system with a place on the map, None for a local one such as QGIS's "undefined"."""
    return crs if crs is not None and (crs.is_geographic or crs.is_projected) else None


def short_name(crs: CRS) -> str:
    """Return the code of a system, or its name if it has none."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


def _with_crs(features: Features, source_crs: str | None) -> Features:
    """Return the features in the stated system, which wins, or in the file's own."""
    frame, own = features.frame, placed(features.frame.crs)
    column = f"inputs.{features.name}.crs"
    if source_crs is None:
        if own is None:
            values = {"input": features.name}
            raise CrsError(Problem("crs_missing", features.file, column=column, values=values))
        stated = CRS.from_epsg(5514) if _is_s_jtsk(own) else own
    else:
        stated = known_crs(source_crs, file=features.file, column=column)
        if own is not None and not own.equals(stated, ignore_axis_order=True):
            values = {"own": short_name(own), "stated": source_crs}
            features = features.noting("crs_overridden", column=column, **values)
    return features.with_frame(frame.set_crs(stated, allow_override=True))


def _possible(features: Features) -> Features:
    """Return the features whose coordinates can be in their system."""
    x, y = _middles(features.frame)
    system = features.frame.crs
    rows_zero = (x == 0) & (y == 0)
    degrees = (np.abs(x) <= 360.0) & (np.abs(y) <= 90.0)
    wrong: Booleans = ~degrees if system.is_geographic else degrees
    named = wrong & ~rows_zero
    if named.sum() * 2 > (~rows_zero).sum():
        first = int(np.flatnonzero(named)[0])
        values = {
            "crs": short_name(system),
            "found": f"{x[first]:.6g}, {y[first]:.6g}",
            "guess": _guess(x[named], y[named]),
            "input": features.name,
        }
        row = int(features.frame["source_row"].iloc[first])
        raise CrsError(Problem("crs_contradicted", features.file, row, values=values))
    if rows_zero.all():
        return features.without(rows_zero, "zero_coordinates").refuse_empty()
    features = features.without(rows_zero, "zero_coordinates")
    return features.without(wrong[~rows_zero], "not_in_crs")


def _refuse_swapped_axes(features: Features, crs: str, within: shapely.Geometry | None) -> None:
    west, south, east, north = _surroundings(crs, within)
    x, y = _middles(features.frame)
    as_given = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    swapped = (y >= west) & (y <= east) & (x >= south) & (x <= north)
    if not as_given.any() and swapped.mean() > 0.5:
        first = int(np.flatnonzero(swapped)[0])
        values = {"found": f"{x[first]:.6g}, {y[first]:.6g}", "n": int(swapped.sum())}
        row = int(features.frame["source_row"].iloc[first])
        raise CrsError(Problem("axes_swapped", features.file, row, values=values))


def _surroundings(crs: str, within: shapely.Geometry | None) -> tuple[float, float, float, float]:
    """Return west, south, east, north of where the case may lie. [°]"""
    if within is None:
        use = CRS.from_user_input(crs).area_of_use
        return (-180.0, -90.0, 180.0, 90.0) if use is None else use.bounds
    x_min, y_min, x_max, y_max = (float(v) for v in shapely.bounds(within))
    west, south, east, north = area_of([x_min, x_max], [y_min, y_max], crs)
    edge = SURROUNDINGS_DEG
    return west - edge, south - edge, east + edge, north + edge


def _mended_s_jtsk(features: Features) -> Features:
    shapes = np.asarray(features.frame.geometry.array)
    xy = shapely.get_coordinates(shapes)
    mended = s_jtsk_from_any(xy[:, 0], xy[:, 1])
    if mended is None or np.array_equal(np.column_stack(mended), xy):
        return features
    turned = shapely.set_coordinates(shapes.copy(), np.column_stack(mended))
    frame = features.frame.set_geometry(
        gpd.GeoSeries(turned, index=features.frame.index, crs=S_JTSK)
    )
    found = f"{xy[0, 0]:.0f}, {xy[0, 1]:.0f}"
    now = f"{mended[0][0]:.0f}, {mended[1][0]:.0f}"
    return features.with_frame(frame).noting("s_jtsk_mended", found=found, now=now)


def _middles(frame: gpd.GeoDataFrame) -> tuple[Floats, Floats]:
    west, south, east, north = shapely.bounds(np.asarray(frame.geometry.array)).T
    return (west + east) / 2, (south + north) / 2


def _is_s_jtsk(crs: CRS) -> bool:
    """Whether a system is EPSG:5514 under any name; Esri's files do not have its code."""
    name = str(crs.name).casefold()
    return bool(
        crs.to_epsg() == 5514 or (name.startswith("s-jtsk") and name.endswith(S_JTSK_NAMES))
    )


def _guess(x: Floats, y: Floats) -> str:
    """Return the system that coordinates look like, or a dash."""
    if s_jtsk_from_any(x, y) is not None:
        return S_JTSK
    degrees = (np.abs(x) <= 180.0) & (np.abs(y) <= 90.0)
    return WGS84 if bool(degrees.all()) else "–"
