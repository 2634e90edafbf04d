"""Points of a file: a table with coordinates, or a layer of a GIS."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from placement.crs.systems import from_lonlat
from placement.errors import CrsError, Problem
from placement.inputs.archive import is_table
from placement.inputs.coordinates.table_points import to_points
from placement.inputs.layers.crs_detection import area_of_use
from placement.inputs.layers.features import Features
from placement.inputs.layers.vector_file import read_features
from placement.inputs.tables.delimited_text import read_table
from placement.inputs.tables.header import header_of
from placement.inputs.tables.row_notes import row_problem
from placement.inputs.tables.workbook import is_workbook, read_workbook

BEGINNING = 5
"""Filled cells of a row by which a person finds it. [-]"""


def read_points(
    path: Path,
    *,
    crs: str,
    name: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    layer: str | None = None,
    where: str | None = None,
    within: shapely.Geometry | None = None,
    workbook: bool = False,
    refuse_at_once: bool = True,
) -> Features:
    """Return the points of a delimited text file, or of a layer, in the working system.

    Parameters
    ----------
    path
        File that `delimited_text.read_table` or `vector_file.read_features` reads.
    crs
        Working system of the run.
    name
        Key of the input in the plan file.
    columns
        Of a table: `lon` and `lat`, `x` and `y`, or `wkt` → a column; recognised by name if absent.
    source_crs
        System of the coordinates; detected by their size in a table, the file's own in a layer.
    layer, where
        Of a layer only, as in `vector_file.read_features`.
    within
        Area of the case in the working system. What is outside is dropped from a layer; from a
        table only what is far away, so that its reader can count rows before it takes the rest.

    workbook
        Whether the table may be an Excel workbook; one with hours may not. A list that people keep
        there has few rows, so that those that are dropped are named.
    refuse_at_once
        Whether coordinates that are none, or could be in no system, are refused here. Otherwise
        these are `problems` of the features and all rows stand at one place, for the reader to tell
        what else is wrong with them (`Features.telling_all`).

    Returns
    -------
    features
        The file's columns and `source_row`, with a point each.

    Raises
    ------
    InputError
        If the file cannot be read, has no coordinates, or some that could be in no system.
    """
    if not is_table(path):
        return read_features(
            path,
            crs=crs,
            name=name,
            geometry="Point",
            layer=layer,
            source_crs=source_crs,
            where=where,
            within=within,
        )
    table, notes = (
        read_workbook(path) if workbook and is_workbook(path) else read_table(path, name=name)
    )
    try:
        frame, dropped, more = to_points(
            table, crs=crs, file=path.name, columns=columns, source_crs=source_crs, within=within
        )
    except CrsError as error:
        if refuse_at_once:
            raise
        return unplaced(table, name, path, error.problems, crs=crs, within=within, notes=notes)
    header = header_of(table)
    if workbook and dropped:
        more = (*more, _missing(table, set(frame["source_row"]), path.name))
    return Features(frame, name, path, len(table), dropped, (*notes, *more), header)


def unplaced(
    table: pd.DataFrame,
    name: str,
    path: Path,
    problems: tuple[Problem, ...],
    *,
    crs: str,
    within: shapely.Geometry | None,
    notes: tuple[Problem, ...] = (),
) -> Features:
    """Return the rows of a table whose coordinates cannot be used, all at one place.

    It lies in the area, or where the working system is used.
    """
    if within is None:
        west, south, east, north = area_of_use(crs)
        (x,), (y,) = from_lonlat([(west + east) / 2], [(south + north) / 2], crs=crs)
        place = shapely.Point(x, y)
    else:
        place = shapely.point_on_surface(within)
    frame = gpd.GeoDataFrame(table, geometry=[place] * len(table), crs=crs)
    frame.attrs = table.attrs
    return Features(
        frame, name, path, len(table), notes=notes, problems=problems, header=header_of(table)
    )


def _missing(table: pd.DataFrame, placed: set[int], file: str) -> Problem:
    """Return the note on rows without usable coordinates: their numbers, and how they begin."""
    rows = table[~table["source_row"].isin(placed)]
    cells = rows.drop(columns="source_row").apply(_beginning, axis=1)
    return row_problem("positions_missing", rows["source_row"], file=file, cells=cells)


def _beginning(row: pd.Series) -> str:
    return " · ".join([cell for cell in row if cell][:BEGINNING])
