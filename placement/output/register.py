"""A town's register of cameras as CSV or GeoPackage: begun from a plan, or changed where needed."""

import math
import re
import shutil
import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from placement.crs import systems
from placement.errors import OutputError, Problem
from placement.files import plain_bytes
from placement.output.csv_lists import in_quotes
from placement.output.geopackage import FOREIGN_ERRORS, MOST_BYTES, fixed_clock
from placement.output.lists.camera_table import CameraTable
from placement.output.lists.cameras import LONLAT_DECIMALS
from placement.output.wording import printable, word_of
from placement.plan import Plan, PlannedCamera
from placement.plan.camera_columns import columns_in
from placement.plan.column import CameraColumn
from placement.plan.public import Cell
from placement.register.dated import cell_of
from placement.register.records import CameraRecord
from placement.register.sheet import GEOMETRY, RegisterSheet
from placement.texts import Language, text

LAYER = "cameras"
SAME_DEG = 2e-7
"""Degrees in lists are rounded to half of this."""
COLUMNS = (
    "camera_id", "point_id", "name", "status", "status_date", "phase", "street", "district",
    "carrier", "owner", "consents", "note", "photos", "history", "model", "kind", "height_m",
    "azimuth_deg", "tilt_deg", "lon_deg", "lat_deg", "x_m", "y_m", "crs", "grid_azimuth_deg",
    "facing_deg", "azimuth_assumed", "height_assumed", "tilt_assumed", "model_assumed",
    "provenance",
)  # fmt: skip
"""In the order of a new register: what people read first, then what a camera is computed with."""
OF_RECORD = ("status", "status_date", "owner", "consents", "note", "photos", "history")
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


def new_sheet(plan: Plan, *, language: Language, is_layer: bool) -> RegisterSheet:
    """Return an empty register for the cameras of a plan, in its columns.

    A layer has the names that programs know as headings, a table those of the language.
    """
    table = CameraTable.of(plan, None)
    of_list = {column.name: column for column in table.columns}
    names = [name for name in COLUMNS if name in of_list or name in OF_RECORD]
    titles = {
        name: name
        if is_layer
        else table.header(of_list[name], language)
        if name in of_list
        else heading_of(name, language)
        for name in names
    }
    return RegisterSheet(
        tuple(titles.values()), titles, (), language, *((LAYER, plan.crs) if is_layer else ())
    )


def heading_of(name: str, language: Language) -> str:
    """Return the heading of a column that only a register has."""
    return text(f"register.column.{name}", language)


def state_word(sheet: RegisterSheet, state: str) -> str:
    """Return a state as a register writes it."""
    return word_of("register.state", state, sheet.language)


def camera_cells(sheet: RegisterSheet, plan: Plan, camera: PlannedCamera) -> dict[str, object]:
    """Return what a plan says of a camera as cells of a register, but for its state."""
    table = CameraTable.of(plan, None)
    cells: dict[str, object] = {
        column.name: _cell(sheet, column, cell)
        for column, cell in table.cells(camera)
        if column.name in COLUMNS and column.name not in OF_RECORD
    }
    if sheet.layer:
        cells[GEOMETRY] = _point(sheet, plan, camera)
    return cells


def record_cells(sheet: RegisterSheet, record: CameraRecord) -> dict[str, object]:
    """Return state, day, consents, history … of a camera as cells of a register."""
    history = [
        (change if change.word else change.in_words(state_word(sheet, change.state))).entry
        for change in record.changes
    ]
    return {
        "status": state_word(sheet, record.state),
        "status_date": record.since.isoformat(),
        "owner": record.owner,
        "consents": cell_of(record.consents),
        "note": record.note,
        "photos": cell_of(record.photos),
        "history": cell_of(history),
    }


def with_headings(sheet: RegisterSheet) -> RegisterSheet:
    """Return a register that has every column of states; those it lacks come last."""
    for name in OF_RECORD[1:]:
        heading = name if sheet.layer else heading_of(name, sheet.language)
        sheet = sheet.with_column(name, heading)
    return sheet


def with_height(sheet: RegisterSheet, camera_id: str, height_m: float) -> RegisterSheet:
    """Return a register with a measured height of a camera, which is no assumption."""
    table = {column.name: column for column in columns_in("lists")}
    cells: dict[str, Cell] = {"height_m": round(height_m, 2), "height_assumed": False}
    return sheet.with_cells(
        camera_id, {name: _cell(sheet, table[name], cell) for name, cell in cells.items()}
    )


def with_places(sheet: RegisterSheet) -> RegisterSheet:
    """Return a layer whose coordinates stand where its points were drawn; a table as it is."""
    if not sheet.layer or sheet.crs == "":
        return sheet
    for name, row in zip(sheet.camera_ids, sheet.rows, strict=True):
        point = row.get(GEOMETRY)
        lon_lat = [row.get(sheet.columns.get(each, "")) for each in ("lon_deg", "lat_deg")]
        if isinstance(point, shapely.Point) and not point.is_empty and None not in lon_lat:
            lon, lat = systems.to_lonlat([point.x], [point.y], crs=sheet.crs)
            place = (round(float(lon[0]), LONLAT_DECIMALS), round(float(lat[0]), LONLAT_DECIMALS))
            if math.dist(place, [float(str(each)) for each in lon_lat]) > SAME_DEG:
                cells: dict[str, object] = {"lon_deg": place[0], "lat_deg": place[1]}
                cells |= dict.fromkeys(("x_m", "y_m", "crs"))
                sheet = sheet.with_cells(name, cells)
    return sheet


def content(sheet: RegisterSheet, *, path: Path | None = None) -> bytes:
    """Return the file of a register.

    Parameters
    ----------
    sheet
        The register.
    path
        GeoPackage of which the layer is replaced; everything else in it stays.

    Raises
    ------
    OutputError
        If GDAL cannot write it.
    """
    return _package(sheet, path) if sheet.layer else _text(sheet)


def _cell(sheet: RegisterSheet, column: CameraColumn, cell: Cell) -> object:
    if cell is None or cell == "":
        return None if sheet.layer else ""
    if isinstance(cell, str):
        return word_of(column.words, cell, sheet.language) if column.words else cell
    if isinstance(cell, bool):
        return cell if sheet.layer else text("lists.yes" if cell else "lists.no", sheet.language)
    if sheet.layer:
        return cell
    words = column.list_text(float(cell)) if column.kind == "number" else str(cell)
    return words.replace(".", ",") if sheet.language == "cs" else words


def _point(sheet: RegisterSheet, plan: Plan, camera: PlannedCamera) -> shapely.Point:
    """Return the place of a camera in the system of a layer."""
    if sheet.crs == plan.crs:
        return shapely.Point(camera.x_m, camera.y_m)
    x, y = systems.from_lonlat([camera.lon_deg], [camera.lat_deg], crs=sheet.crs)
    return shapely.Point(x[0], y[0])


def _text(sheet: RegisterSheet) -> bytes:
    """Return a table that Excel opens: semicolons for Czech ones, commas for English ones."""
    mark = ";" if sheet.language == "cs" else ","
    lines = [
        sheet.headings,
        *([str(row.get(heading, "")) for heading in sheet.headings] for row in sheet.rows),
    ]
    text_of = "".join(mark.join(_quoted(cell, mark) for cell in line) + "\r\n" for line in lines)
    return text_of.encode("utf-8-sig", errors="replace")


def _quoted(cell: str, mark: str) -> str:
    """Return a cell in quotation marks; a number stands bare, and never gets an apostrophe."""
    if NUMBER.fullmatch(cell):
        return f'"{cell}"' if mark in cell else cell
    return in_quotes(printable(cell)) if cell else cell


def _package(sheet: RegisterSheet, path: Path | None) -> bytes:
    """Return a GeoPackage with the layer; of one that is there all other layers and styles stay."""
    frame = gpd.GeoDataFrame(
        [{name: row.get(name) for name in (*sheet.headings, GEOMETRY)} for row in sheet.rows],
        columns=[*sheet.headings, GEOMETRY],
        geometry=GEOMETRY,
        crs=sheet.crs,
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.gpkg"
        if path is not None:
            shutil.copyfile(path, file)
        try:
            with fixed_clock():
                pyogrio.write_dataframe(
                    frame, file, layer=sheet.layer, driver="GPKG", geometry_type="Point"
                )
        except FOREIGN_ERRORS as error:
            values = {"folder": str(path or LAYER), "reason": str(error)}
            raise OutputError(Problem("output_failed", LAYER, values=values)) from error
        return plain_bytes(file, most_bytes=MOST_BYTES)
