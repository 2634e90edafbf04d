"""Shapes of a layer: one row per single-part, flat, valid geometry of the required kind."""

from typing import get_args

import geopandas as gpd
import numpy as np
import shapely

from placement.errors import InputError, Problem
from placement.inputs.layers.features import Features
from placement.schema import Geometry
from placement.units import Booleans, Floats

KINDS: tuple[Geometry, ...] = get_args(Geometry)
_KIND_OF_TYPE = {0: "Point", 1: "LineString", 2: "LineString", 3: "Polygon"}
"""Our kind by shapely's number of a single-part type; a ring is a line."""

_COLLECTIONS = (4, 5, 6, 7)
VERTEX_HEIGHTS = "vertex_heights"
"""Column of the heights (V,) of each line's vertices, NaN where there is none. [m]"""


def single_parts(features: Features, *, geometry: Geometry, heights: bool = False) -> Features:
    """Return features with one part of the required kind each.

    Features without geometry, with coordinates that are not finite, or of another kind only are
    dropped and counted. Heights of vertices are left out, or with `heights` kept in the column
    `VERTEX_HEIGHTS`. Self-crossing polygons are repaired
    (shapely's `make_valid`, polygonal parts only) and noted.

    Raises
    ------
    InputError
        If there are geometries, but none of the required kind.
    """
    shapes = np.asarray(features.frame.geometry.array)
    features = features.without(
        shapely.is_missing(shapes) | shapely.is_empty(shapes), "no_geometry"
    )
    features = features.without(
        ~_is_finite(np.asarray(features.frame.geometry.array)), "not_finite"
    )
    features = features.with_frame(_parts(features.frame, heights=heights))
    kinds = _kinds(features.frame)
    if len(kinds) and not (kinds == geometry).any():
        kinds_text = ", ".join(sorted(set(kinds)))
        values = {"found": kinds_text, "geometry": geometry}
        raise InputError(Problem("geometry_kind", features.file, values=values))
    features = features.without(kinds != geometry, "other_geometry")
    return _with_valid_polygons(features) if geometry == "Polygon" else features


def _parts(frame: gpd.GeoDataFrame, *, heights: bool = False) -> gpd.GeoDataFrame:
    """Return the frame with one row per part, flat; collections may hold multi-part geometries."""
    flat = np.asarray(frame.geometry.array)
    flat = flat if heights else shapely.force_2d(flat)
    where = np.arange(len(flat))
    while np.isin(shapely.get_type_id(flat), _COLLECTIONS).any():
        flat, index = shapely.get_parts(flat, return_index=True)
        where = where[index]
    whole = ~shapely.is_empty(flat)
    parts = frame.iloc[where[whole]].reset_index(drop=True)
    if heights:
        parts = parts.assign(**{VERTEX_HEIGHTS: [_heights(shape) for shape in flat[whole]]})
    return parts.set_geometry(gpd.GeoSeries(shapely.force_2d(flat[whole]), crs=frame.crs))


def _heights(shape: shapely.Geometry) -> Floats:
    """Return the height of each vertex (V,), NaN where there is none. [m]"""
    return np.asarray(shapely.get_coordinates(shape, include_z=True)[:, 2], dtype=np.float64)


def _with_valid_polygons(features: Features) -> Features:
    shapes = np.asarray(features.frame.geometry.array)
    is_invalid = ~shapely.is_valid(shapes)
    if not is_invalid.any():
        return features
    features = features.noting_rows("polygons_repaired", is_invalid)
    valid = shapes.copy()
    valid[is_invalid] = shapely.make_valid(shapes[is_invalid])
    frame = features.frame.set_geometry(
        gpd.GeoSeries(valid, index=features.frame.index, crs=features.frame.crs)
    )
    features = features.with_frame(_parts(frame))
    return features.without(_kinds(features.frame) != "Polygon", "no_area")


def _kinds(frame: gpd.GeoDataFrame) -> np.ndarray:
    types = shapely.get_type_id(np.asarray(frame.geometry.array))
    return np.array([_KIND_OF_TYPE.get(int(number), "other") for number in types], dtype=object)


def _is_finite(shapes: np.ndarray) -> Booleans:
    xy, index = shapely.get_coordinates(shapes, return_index=True)
    finite = np.ones(len(shapes), dtype=bool)
    finite[index[~np.isfinite(xy).all(axis=1)]] = False
    return finite
