"""Lists of the plan's cameras in order of building: CSV for programs, for Czech Excel, GeoJSON."""

import csv
import io
import json
from typing import Any

from placement.output.csv_lists import in_quotes, without_formula
from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable
from placement.output.wording import word_of
from placement.plan.column import CameraColumn
from placement.plan.public import AnyCamera, AnyPlan, Cell
from placement.texts import text

LONLAT_DECIMALS = 7
"""A centimetre on the ground."""


def cameras_csv(plan: AnyPlan, layers: Layers | None = None) -> bytes:
    """Return the list for programs: UTF-8, commas, decimal points, column names as in the code."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    table = CameraTable.of(plan, layers)
    writer.writerow([column.name for column in table.columns])
    for camera in table.cameras:
        writer.writerow([_plain(column, cell) for column, cell in table.cells(camera)])
    return sheet.getvalue().encode("utf-8")


def cameras_csv_cs(plan: AnyPlan, layers: Layers | None = None) -> bytes:
    """Return the list for Czech Excel: UTF-8 with BOM, semicolons, decimal commas, Czech words."""
    table = CameraTable.of(plan, layers)
    rows = [[in_quotes(table.header(column, "cs")) for column in table.columns]]
    rows += [
        [_czech(column, cell) for column, cell in table.cells(camera)] for camera in table.cameras
    ]
    return "".join(";".join(row) + "\r\n" for row in rows).encode("utf-8-sig")


def cameras_geojson(plan: AnyPlan, layers: Layers | None = None) -> bytes:
    """Return the list as GeoJSON (RFC 7946): WGS 84, no `crs` member; values as in the CSV."""
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    notes = ["map.banner"] if plan.synthetic else []
    notes += ["map.state.gap_interrupted"] if plan.status == "interrupted" else []
    if notes:
        collection["note"] = " ".join(f"{text(note, 'cs')} / {text(note, 'en')}" for note in notes)
    table = CameraTable.of(plan, layers)
    collection["features"] = [_feature(table, camera) for camera in table.cameras]
    json_text = json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False)
    return (json_text + "\n").encode("utf-8")


def _feature(table: CameraTable, camera: AnyCamera) -> dict[str, Any]:
    where = [round(camera.lon_deg, LONLAT_DECIMALS), round(camera.lat_deg, LONLAT_DECIMALS)]
    cells = {column.name: cell for column, cell in table.cells(camera)}
    return {
        "type": "Feature",
        "id": camera.camera_id,
        "geometry": {"type": "Point", "coordinates": where},
        "properties": cells,
    }


def _plain(column: CameraColumn, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return without_formula(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return column.list_text(cell)


def _czech(column: CameraColumn, cell: Cell) -> str:
    if isinstance(cell, str):
        return in_quotes(word_of(column.words, cell, "cs") if column.words else cell)
    if isinstance(cell, bool):
        return in_quotes(text("lists.yes" if cell else "lists.no", "cs"))
    return _plain(column, cell).replace(".", ",")
