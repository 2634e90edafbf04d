"""Reader of a register's table as it stands, for a command that changes some of its cells."""

import warnings
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyogrio

from placement.errors import InputError, Problem
from placement.files import reading
from placement.inputs.archive import is_table
from placement.inputs.cameras.register_columns import columns_in
from placement.inputs.tables.columns import column_by_name, headings_of
from placement.inputs.tables.delimited_text import read_table
from placement.inputs.tables.workbook import is_workbook, read_workbook
from placement.register.sheet import GEOMETRY, RegisterSheet
from placement.register.states import STATES
from placement.texts import Language, catalogue, plain

ROW = "source_row"


def read_sheet(path: Path, *, layer: str | None = None) -> RegisterSheet:
    """Return the table of a register that its reader has accepted.

    Parameters
    ----------
    path
        CSV, a workbook, or a GeoPackage.
    layer
        Of a GeoPackage; needed where several have points.

    Raises
    ------
    InputError
        If it is of another format, or has no column of identifiers.
    """
    name = crs = ""
    if is_table(path):
        frame, _ = read_workbook(path) if is_workbook(path) else read_table(path, name="cameras")
        frame = frame.drop(columns=ROW)
    elif path.suffix.lower() == ".gpkg":
        frame, name, crs = _layer(path, layer)
    else:
        raise InputError(Problem("register_format", path.name))
    headings = tuple(str(heading) for heading in frame.columns if heading != GEOMETRY)
    columns = _columns(headings)
    if "camera_id" not in columns:
        values = {"column": "camera_id", "found": ", ".join(headings)}
        raise InputError(Problem("column_missing", path.name, column="camera_id", values=values))
    rows = [
        {str(heading): cell for heading, cell in row.items() if not _is_empty(cell)}
        for row in frame.to_dict("records")
    ]
    words = (row.get(columns.get("status", "")) for row in rows)
    return RegisterSheet(headings, columns, rows, _language(headings, words), name, crs)


def _layer(path: Path, layer: str | None) -> tuple[pd.DataFrame, str, str]:
    with warnings.catch_warnings(), reading(path):
        warnings.simplefilter("ignore")
        layers = {str(name): str(kind or "") for name, kind in pyogrio.list_layers(path)}
        points = [name for name, kind in layers.items() if "Point" in kind]
        chosen = layer or next((name for name in points if name == "cameras"), points[0])
        frame = pyogrio.read_dataframe(path, layer=chosen, use_arrow=False, datetime_as_string=True)
    return pd.DataFrame(frame), chosen, str(pyogrio.read_info(path, layer=chosen)["crs"] or "")


def _columns(headings: tuple[str, ...]) -> dict[str, str]:
    """Return our column → the heading, of columns of our lists and of those of a register."""
    columns = columns_in(list(headings))
    key = "lists.column."
    for name in (each.removeprefix(key) for each in catalogue("en") if each.startswith(key)):
        names = (name, *headings_of(key + name))
        heading = column_by_name([h for h in headings if h not in columns.values()], names)
        if heading is not None:
            columns[name] = heading
    return columns


def _language(headings: tuple[str, ...], words: Iterable[object]) -> Language:
    """Return Czech if any heading, or any word of a state, is Czech and not English too."""
    czech, english = catalogue("cs"), catalogue("en")
    keys = [f"register.column.{name}" for name in columns_in(list(headings))]
    titles = {plain(czech[key]) for key in keys}
    states = [f"register.state.{state}" for state in STATES]
    titles |= {plain(czech[key]) for key in states} - {plain(english[key]) for key in states}
    words_used = {plain(heading) for heading in headings} | {plain(str(word)) for word in words}
    return "cs" if titles & words_used else "en"


def _is_empty(cell: object) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and pd.isna(cell))
