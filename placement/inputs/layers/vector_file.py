"""Vector files: open one, choose its layer, and bring its features to the working system.

GeoPackage, GeoJSON, Shapefile (also in a zip), FlatGeobuf, `.osm` and `.osm.pbf`, and what else
GDAL reads. Whatever is wrong with a file ends as a problem that names it, never as a traceback.
"""

import re
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from placement.errors import InputError, Problem
from placement.files import reading
from placement.inputs.archive import LAYER_SUFFIXES
from placement.inputs.gdal_source import encoding_of, source_of
from placement.inputs.layers.features import Features
from placement.inputs.layers.georeference import in_working_crs
from placement.inputs.layers.shapes import single_parts
from placement.inputs.tables.headings import set_aside
from placement.schema import Geometry

OSM_LAYERS: dict[Geometry, str] = {
    "Point": "points",
    "LineString": "lines",
    "Polygon": "multipolygons",
}
"""Layer of GDAL's OSM driver that holds a kind of geometry."""
LAYERS_OF_A_PLAN = frozenset({"cameras", "points", "views", "demand"})
"""Layers by which the GeoPackage of a plan is known; in other files a name decides nothing."""


def read_features(
    path: Path,
    *,
    crs: str,
    name: str,
    geometry: Geometry,
    layer: str | None = None,
    source_crs: str | None = None,
    where: str | None = None,
    within: shapely.Geometry | None = None,
    heights: bool = False,
) -> Features:
    """Return a layer's features in the working system, one row per single-part geometry.

    Parameters
    ----------
    path
        The file.
    crs
        Working system, such as `EPSG:5514`.
    name
        Key of the input in the plan file, for messages.
    geometry
        The kind that is asked for; features of another kind are dropped and counted.
    layer
        Name of the layer; not needed if only one has geometries of that kind, or of a plan.
    source_crs
        System of the coordinates, for files that carry none or a wrong one.
    where
        Condition of GDAL's SQL on the features; others are not even counted.
    within
        Area of the working system; what does not touch it is dropped and counted.
    heights
        Whether the heights of vertices are kept beside the shapes (see `shapes.single_parts`).

    Returns
    -------
    features
        Columns of the file, `source_row` (number of the feature from 1) and flat, valid shapes.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it cannot be read, has no such layer, nothing in it, or no geometry of that kind.
    CrsError
        If its system is unknown or its coordinates contradict it.
    """
    source = source_of(path, name=name, suffixes=LAYER_SUFFIXES)
    chosen = _layer_name(path, source, layer, geometry, name)
    frame, warnings_of_gdal, reserved = _features(path, source, chosen, where)
    features = Features(frame, name, path, rows_read=len(frame))
    for column in features.header.columns if where else ():
        if re.search(rf"\b{re.escape(column)}\b", where or ""):
            features.header.take(column)
    if reserved:
        features = features.noting("column_reserved", columns=", ".join(reserved))
    if frame.empty and where is None:
        raise InputError(Problem("layer_empty", path.name, column=chosen))
    if warnings_of_gdal:
        features = features.noting(
            "gdal_warned", n=len(warnings_of_gdal), told=warnings_of_gdal[0].partition(". ")[0]
        )
    features = single_parts(features, geometry=geometry, heights=heights)
    return in_working_crs(features, crs=crs, source_crs=source_crs, within=within).within(within)


def is_osm(path: Path) -> bool:
    """Whether a file is raw OpenStreetMap."""
    return path.name.lower().endswith((".osm", ".osm.pbf", ".pbf", ".osm.bz2"))


def _layer_name(path: Path, source: str, layer: str | None, geometry: Geometry, name: str) -> str:
    """Return the layer asked for, or the only one with geometries of the kind.

    Of several in the GeoPackage of a plan it is the one that is called as the input is.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with reading(path):
            listed = [(str(n), str(kind or "")) for n, kind in pyogrio.list_layers(source)]
    layers_text = ", ".join(f"{n} ({kind or '–'})" for n, kind in listed)
    names = [n for n, _ in listed]
    if layer is not None:
        same = [n for n in names if n == layer] or [
            n for n in names if n.casefold() == layer.casefold()
        ]
        if same:
            return same[0]
        values = {"layer": layer, "found": layers_text or "–"}
        raise InputError(Problem("layer_unknown", path.name, column=layer, values=values))
    if is_osm(path):
        return OSM_LAYERS[geometry]
    fitting = [n for n, kind in listed if geometry in kind] or names
    called = [n for n in fitting if n == name and set(names) >= LAYERS_OF_A_PLAN]
    if len(called or fitting) == 1:
        return (called or fitting)[0]
    kind = "layer_not_chosen" if listed else "layer_empty"
    raise InputError(Problem(kind, path.name, values={"found": layers_text, "n": len(fitting)}))


def _features(
    path: Path, source: str, layer: str, where: str | None
) -> tuple[gpd.GeoDataFrame, list[str], list[str]]:
    """Return all features with `source_row`, what GDAL warned of, and columns named like ours."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with reading(path):
            fields = [str(f) for f in pyogrio.read_info(source, layer=layer)["fields"]]
            new_names = set_aside(fields)
            frame = pyogrio.read_dataframe(
                source,
                layer=layer,
                columns=[f for f in fields if f not in new_names] if new_names else None,
                where=where,
                encoding=encoding_of(path),
                use_arrow=False,
                on_invalid="ignore",
            )
    if not isinstance(frame, gpd.GeoDataFrame):
        values = {"found": "–", "geometry": "Point, LineString, Polygon"}
        raise InputError(Problem("geometry_kind", path.name, column=layer, values=values))
    messages = list(dict.fromkeys(str(w.message) for w in caught if w.category is RuntimeWarning))
    frame = frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame
    return frame.assign(source_row=np.arange(1, len(frame) + 1)), messages, list(new_names)
