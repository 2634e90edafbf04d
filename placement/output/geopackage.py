"""Layers to a GeoPackage and back; the same layers give the same bytes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from placement.errors import MissingInputError, OutputError, Problem
from placement.files import reading, refuse_special
from placement.output.layer_styles import TABLE, styles_of
from placement.output.layer_tables import (
    WHERE_THERE_ARE_ANY,
    layer_tables,
    to_schema,
    unless_empty,
)
from placement.output.layers import Layers
from placement.schema import Table
from placement.texts import Language

FIXED_INSTANT = "2000-01-01T00:00:00.000Z"
"""Stands where GDAL would write the time of day."""
MOST_BYTES = 8_000_000_000
GEOMETRY = {"Point": "Point", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}
FOREIGN_ERRORS = (DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError)


def write(layers: Layers, path: Path, *, language: Language = "cs") -> None:
    """Write all layers, most of them even if empty, into a new GeoPackage, drawn for QGIS.

    Parameters
    ----------
    layers, path
        What is written, and where.
    language
        Of the style that QGIS opens a layer with; the other language's is there too.

    Raises
    ------
    OutputError
        If GDAL cannot write there.
    """
    frames = {
        name: _without_empty_columns(frame)
        for name, frame in layers.frames().items()
        if not (frame.empty and name in WHERE_THERE_ARE_ANY)
    }
    write_tables(frames, path, tables=layer_tables(), styles=styles_of(frames, language=language))


def _without_empty_columns(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a table without those columns that are only written where something is known."""
    unknown = [
        name
        for name in unless_empty()
        if name in frame and (frame[name].isna() | (frame[name] == "")).all()
    ]
    return frame.drop(columns=unknown)


def write_tables(
    frames: Mapping[str, gpd.GeoDataFrame],
    path: Path,
    *,
    tables: Mapping[str, Table],
    styles: pd.DataFrame | None = None,
) -> None:
    """Write tables of known geometry into a new GeoPackage, a layer each, and their styles.

    Raises
    ------
    OutputError
        If GDAL cannot write there.
    """
    path.unlink(missing_ok=True)
    try:
        with fixed_clock():
            for name, frame in frames.items():
                _write_layer(frame, name, path, tables[name])
            if styles is not None and not styles.empty:
                _write_styles(styles, path)
    except FOREIGN_ERRORS as error:
        values = {"folder": str(path.parent), "reason": str(error)}
        raise OutputError(Problem("output_failed", path.name, values=values)) from error


def read(path: Path) -> Layers:
    """Return the layers of a GeoPackage that `write` wrote.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it is damaged or lacks a layer.
    """
    if not path.exists():
        raise MissingInputError(Problem("result_missing", path.name))
    refuse_special(path, most_bytes=MOST_BYTES)
    with reading(path, kind="result_damaged"):
        crs = str(pyogrio.read_info(path, layer="cameras")["crs"])
        there = {str(name) for name, _ in pyogrio.list_layers(path)}
        return Layers(
            **{
                name: to_schema(None, name, crs=crs)
                if name in WHERE_THERE_ARE_ANY and name not in there
                else to_schema(pyogrio.read_dataframe(path, layer=name), name, crs=crs)
                for name in layer_tables()
            }
        )


def _write_layer(frame: gpd.GeoDataFrame, name: str, path: Path, table: Table) -> None:
    with_spaces = name == "demand" and frame.geom_type.str.endswith("Polygon").any()
    any_kind = name in ("backdrop", "networks") or with_spaces
    geometry = GEOMETRY[table.geometry]
    pyogrio.write_dataframe(
        frame,
        path,
        layer=name,
        driver="GPKG",
        geometry_type="Unknown" if any_kind else geometry,
        promote_to_multi=not any_kind and geometry != "Point",
        append=path.exists(),
        layer_options={
            "SPATIAL_INDEX": "NO"
        },  # a third of the file, for tables of thousands of rows
    )


def _write_styles(styles: pd.DataFrame, path: Path) -> None:
    """Write the table that QGIS looks for styles in."""
    pyogrio.write_dataframe(
        styles, path, layer=TABLE, driver="GPKG", append=True, layer_options={"FID": "id"}
    )


@contextmanager
def fixed_clock() -> Iterator[None]:
    """Let GDAL write a fixed instant for the time of day, so that bytes repeat."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_INSTANT})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
