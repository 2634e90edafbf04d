"""Georeferencing of layers: system, plausibility of coordinates, change to the working system."""

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError as ForeignCrsError

from placement.crs.krovak import (
    S_JTSK,
    AxisOrder,
    declared_axis_order,
    has_own_shift,
    horizontal_crs,
    identify_crs,
    infer_axis_order,
    s_jtsk_member,
)
from placement.crs.systems import (
    WGS84,
    Area,
    approximate_lonlat,
    longitudes_near,
    lonlat_area,
    s_jtsk_from_any,
    to_crs,
    transformer,
)
from placement.errors import CrsError, Problem
from placement.inputs.layers.crs_detection import area_of_use, beyond_km
from placement.inputs.layers.features import Features
from placement.units import Booleans, Floats

NOTED_SHIFT_M = 0.5
"""A shift that a file defines beside its system is noted if its error is larger. [m]"""
FAR_KM = 100.0
"""Farther than this from where the working system is used, nothing can be planned in it. [km]"""
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
    features = _without_impossible(features)
    system = features.frame.crs
    if system.is_geographic:
        _refuse_swapped_axes(features, crs, within)
    features = _in_registered(features)
    if within is None:
        _refuse_far(features, crs)
    moved = features.with_frame(to_crs(features.frame, crs))
    bounds = shapely.bounds(np.asarray(moved.frame.geometry.array))
    return moved.without(~np.isfinite(bounds).all(axis=1), "not_in_crs")


def known_crs(name: str, *, file: str, column: str) -> CRS:
    """Return the coordinate system of a user's name for it.

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
    if georeferenced(crs) is None:
        raise CrsError(problem)
    return crs


def georeferenced(crs: CRS | None) -> CRS | None:
    """Return a system with a place on the map, None for a local one such as QGIS's "undefined"."""
    return crs if crs is not None and (crs.is_geographic or crs.is_projected) else None


def registered_system(
    crs: CRS, first: Floats, second: Floats, *, file: str
) -> tuple[CRS, AxisOrder | None, tuple[Problem, ...]]:
    """Return the registered system of coordinates, the order of their axes, and notes.

    The same for layers and rasters: the system's definition counts, not its name.

    Parameters
    ----------
    crs
        System that the file or the plan file states.
    first, second : (N,) arrays
        Coordinates as the file has them, such as the corners of a raster.

    Returns
    -------
    system
        In two dimensions, its axes to the east and the north if it is of the S-JTSK family.
    order
        Order and signs from which the coordinates are to be changed; None if they stay as is.
    notes
        That they were changed, and that a shift defined in the file is not used.
    """
    system, notes = identify_crs(crs), []
    turn = (
        infer_axis_order(first, second) or declared_axis_order(crs)
        if s_jtsk_member(crs) is not None
        else None
    )
    if turn is not None and turn.is_east_north:
        turn = None
    if turn is not None:
        x, y = turn.to_east_north(first, second)
        was, now = f"{first[0]:.0f}, {second[0]:.0f}", f"{x[0]:.0f}, {y[0]:.0f}"
        notes.append(Problem("s_jtsk_mended", file, values={"found": was, "now": now}))
        first, second = x, y
    off_m = _shift_error_m(crs, system, first, second)
    if off_m > NOTED_SHIFT_M:
        values = {"crs": short_name(system), "off": round(off_m, 1)}
        notes.append(Problem("own_shift_unused", file, values=values))
    return system, turn, tuple(notes)


def _shift_error_m(crs: CRS, system: CRS, x: Floats, y: Floats) -> float:
    """Return the error of the shift that a system's definition has; 0 without any. [m]"""
    flat = horizontal_crs(crs)
    if (
        not has_own_shift(crs)
        or system == flat
        or declared_axis_order(crs) is not None
        or not len(x)
    ):
        return 0.0
    at = float(np.median(x)), float(np.median(y))
    area = lonlat_area([at[0]], [at[1]], system.to_string())
    own = Transformer.from_crs(flat, WGS84, always_xy=True).transform(*at)
    exact = transformer(system.to_string(), WGS84, area).transform(*at)
    return float(Geod(ellps="WGS84").inv(*own, *exact)[2])


def short_name(crs: CRS) -> str:
    """Return the code of a system, or its name if it has none."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


def _with_crs(features: Features, source_crs: str | None) -> Features:
    """Return the features in the stated system, which wins, or in the file's own."""
    frame, own = features.frame, georeferenced(features.frame.crs)
    column = f"inputs.{features.name}.crs"
    if source_crs is None:
        if own is None:
            values = {"input": features.name}
            raise CrsError(Problem("crs_missing", features.file, column=column, values=values))
        stated = own
    else:
        stated = known_crs(source_crs, file=features.file, column=column)
        if own is not None and not identify_crs(own).equals(
            identify_crs(stated), ignore_axis_order=True
        ):
            values = {"own": short_name(own), "stated": source_crs}
            features = features.noting("crs_overridden", column=column, **values)
    return features.with_frame(frame.set_crs(stated, allow_override=True))


def _without_impossible(features: Features) -> Features:
    """Return the features without those whose coordinates cannot be in their system."""
    x, y = _middles(features.frame)
    system = features.frame.crs
    rows_zero = (x == 0) & (y == 0)
    degrees = (np.abs(x) <= 360.0) & (np.abs(y) <= 90.0)
    impossible: Booleans = ~degrees if system.is_geographic else degrees
    misplaced = impossible & ~rows_zero
    if misplaced.sum() * 2 > (~rows_zero).sum():
        first = int(np.flatnonzero(misplaced)[0])
        values = {
            "crs": short_name(system),
            "found": f"{x[first]:.6g}, {y[first]:.6g}",
            "guess": _guess(x[misplaced], y[misplaced]),
            "input": features.name,
        }
        row = int(features.frame["source_row"].iloc[first])
        raise CrsError(Problem("crs_contradicted", features.file, row, values=values))
    if rows_zero.all():
        return features.without(rows_zero, "zero_coordinates").refuse_empty()
    features = features.without(rows_zero, "zero_coordinates")
    return features.without(impossible[~rows_zero], "not_in_crs")


def _refuse_swapped_axes(features: Features, crs: str, within: shapely.Geometry | None) -> None:
    west, south, east, north = _surroundings(crs, within)
    x, y = _middles(features.frame)
    lon, lon_swapped = (longitudes_near(values, (west + east) / 2) for values in (x, y))
    as_given = (lon >= west) & (lon <= east) & (y >= south) & (y <= north)
    swapped = (lon_swapped >= west) & (lon_swapped <= east) & (x >= south) & (x <= north)
    if not as_given.any() and swapped.mean() > 0.5:
        first = int(np.flatnonzero(swapped)[0])
        values = {"found": f"{x[first]:.6g}, {y[first]:.6g}", "n": int(swapped.sum())}
        row = int(features.frame["source_row"].iloc[first])
        raise CrsError(Problem("axes_swapped", features.file, row, values=values))


def _surroundings(crs: str, within: shapely.Geometry | None) -> Area:
    """Return west, south, east, north of where the case may lie, east beyond west. [°]"""
    if within is None:
        return area_of_use(crs)
    x_min, y_min, x_max, y_max = (float(v) for v in shapely.bounds(within))
    west, south, east, north = lonlat_area([x_min, x_max], [y_min, y_max], crs)
    edge = SURROUNDINGS_DEG
    return west - edge, south - edge, (east + 360.0 if west > east else east) + edge, north + edge


def _in_registered(features: Features) -> Features:
    """Return the features in the registered system, turned if their axes run otherwise."""
    frame = features.frame
    shapes = np.asarray(frame.geometry.array)
    xy = shapely.get_coordinates(shapes)
    system, turn, notes = registered_system(frame.crs, xy[:, 0], xy[:, 1], file=features.file)
    if turn is not None:
        turned = np.column_stack(turn.to_east_north(xy[:, 0], xy[:, 1]))
        shapes = shapely.set_coordinates(shapes.copy(), turned)
    frame = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=system))
    return evolve(features.with_frame(frame), notes=(*features.notes, *notes))


def _refuse_far(features: Features, crs: str) -> None:
    """Raise if no feature is anywhere near where the working system is used."""
    x, y = _middles(features.frame)
    lon, lat = approximate_lonlat(x, y, crs=features.frame.crs.to_string())
    away_km = beyond_km(lon, lat, crs=crs)
    finite = np.flatnonzero(np.isfinite(away_km))
    if len(finite) and away_km[finite].min() > FAR_KM:
        nearest = finite[np.argmin(away_km[finite])]
        values = {
            "crs": crs,
            "km": f"{away_km[nearest]:.0f}",
            "found": f"{lon[nearest]:.4f}, {lat[nearest]:.4f}",
            "area": ", ".join(f"{edge:g}" for edge in area_of_use(crs)),
        }
        raise CrsError(Problem("crs_far", features.file, column="case.crs", values=values))


def _middles(frame: gpd.GeoDataFrame) -> tuple[Floats, Floats]:
    west, south, east, north = shapely.bounds(np.asarray(frame.geometry.array)).T
    return (west + east) / 2, (south + north) / 2


def _guess(x: Floats, y: Floats) -> str:
    """Return the system that coordinates look like, or a dash."""
    if s_jtsk_from_any(x, y) is not None:
        return S_JTSK
    degrees = (np.abs(x) <= 180.0) & (np.abs(y) <= 90.0)
    return WGS84 if bool(degrees.all()) else "–"
