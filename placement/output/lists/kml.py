"""`cameras.kml`: points and views for Google Earth and telephones, a folder for each phase.

Texts of the case stand in the balloon as text: what looks like HTML there is escaped twice, and the
balloon shows the description only, never a raw field.
"""

import html
from collections.abc import Iterator, Sequence

import geopandas as gpd
import numpy as np
import shapely

from placement.crs import systems
from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable, always_seen
from placement.output.lists.legend import gap_sentence, notes, phase_names
from placement.output.lists.markup import Element, as_bytes, child, root
from placement.output.wording import printable, word_of
from placement.plan.column import CameraColumn
from placement.plan.public import AnyCamera, AnyPlan, Cell, PublicCamera
from placement.texts import Language, text

NAMESPACE = "http://www.opengis.net/kml/2.2"
SCHEMA = "camera"
FIELDS = {"name": "camera_name", "model": "camera_model"}
"""Column → its field, where GDAL takes the column's own name for something else.

`name` is the placemark's, and `model` makes a model in three dimensions of the point.
"""
TYPES = {"integer": "int", "number": "double", "flag": "bool"}
COLOURS = ("505050", "b27200", "009e73", "005ed5", "a779cc", "004488")
"""Of today and of each phase, blue before green before red as KML has it; dark enough on a map."""
TOLERANCE_M = 0.3
"""How far the line of a view may lie from the true one. [m]"""
DECIMALS = 7
"""Of degrees: a centimetre on the ground."""
LONGEST = 2000
"""Characters of a text in a balloon."""


def cameras_kml(plan: AnyPlan, layers: Layers | None, language: Language) -> bytes:
    """Return the cameras as KML 2.2: WGS 84, typed fields, views in the detail asked."""
    table = CameraTable.of(plan, layers)
    top = root("kml", xmlns=NAMESPACE)
    document = child(top, "Document")
    child(document, "name", plan.case)
    child(document, "description", _escaped([*notes(plan, language), gap_sentence(plan, language)]))
    phases = sorted({camera.phase for camera in plan.cameras})
    for phase in phases:
        _style(document, phase)
    _schema(document, table, language)
    views = _views(plan, layers)
    names = phase_names(plan, language)
    for phase in phases:
        cameras = [camera for camera in table.cameras if camera.phase == phase]
        folder = _folder(document, names[phase])
        for camera in cameras:
            _camera(folder, camera, table, language)
        with_view = [camera for camera in cameras if camera.camera_id in views.index]
        if with_view:
            folder = _folder(document, text("exports.kml.views", language, phase=names[phase]))
            for camera in with_view:
                _view(folder, camera, views.loc[camera.camera_id])
    return as_bytes(top)


def _folder(document: Element, title: str) -> Element:
    folder = child(document, "Folder")
    child(folder, "name", title)
    return folder


def _style(document: Element, phase: int) -> None:
    colour = COLOURS[phase % len(COLOURS)]
    style = child(document, "Style", id=f"phase{phase}")
    child(child(style, "IconStyle"), "color", f"ff{colour}")  # no picture from the network
    child(child(style, "LineStyle"), "color", f"ff{colour}")
    child(child(style, "PolyStyle"), "color", f"50{colour}")
    child(child(style, "BalloonStyle"), "text", "$[description]")


def _schema(document: Element, table: CameraTable, language: Language) -> None:
    schema = child(document, "Schema", name=SCHEMA, id=SCHEMA)
    for column in table.columns:
        kind = TYPES.get(column.kind, "string")
        field = child(schema, "SimpleField", name=_field_of(column), type=kind)
        child(field, "displayName", table.header(column, language))


def _camera(folder: Element, camera: AnyCamera, table: CameraTable, language: Language) -> None:
    placemark = child(folder, "Placemark")
    child(placemark, "name", camera.camera_id)
    cells = list(table.cells(camera))
    lines = [
        f"{table.header(column, language)}: {_readable(column, cell, language)}"
        for column, cell in cells
        if cell is not None and cell != ""
    ]
    child(placemark, "description", _escaped(lines))
    child(placemark, "styleUrl", f"#phase{camera.phase}")
    data = child(child(placemark, "ExtendedData"), "SchemaData", schemaUrl=f"#{SCHEMA}")
    for column, cell in cells:
        if cell is not None:
            child(data, "SimpleData", column.cell_text(cell), name=_field_of(column))
    point = child(placemark, "Point")
    where = f"{camera.lon_deg:.{DECIMALS}f},{camera.lat_deg:.{DECIMALS}f}"
    if isinstance(camera, PublicCamera) or camera.height_assumed:
        child(point, "coordinates", where)
    else:
        child(point, "altitudeMode", "relativeToGround")
        child(point, "coordinates", f"{where},{camera.height_m:.2f}")


def _field_of(column: CameraColumn) -> str:
    return FIELDS.get(column.name, column.name)


def _view(folder: Element, camera: AnyCamera, shape: shapely.Geometry) -> None:
    placemark = child(folder, "Placemark")
    child(placemark, "name", camera.camera_id)
    child(placemark, "styleUrl", f"#phase{camera.phase}")
    parts = child(placemark, "MultiGeometry")
    for polygon in shapely.get_parts(shape):
        element = child(parts, "Polygon")
        _ring(child(element, "outerBoundaryIs"), polygon.exterior)
        for hole in polygon.interiors:
            _ring(child(element, "innerBoundaryIs"), hole)


def _ring(boundary: Element, ring: shapely.LinearRing) -> None:
    corners = shapely.get_coordinates(ring).tolist()
    coordinates = " ".join(f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}" for lon, lat in corners)
    child(child(boundary, "LinearRing"), "coordinates", coordinates)


def _views(plan: AnyPlan, layers: Layers | None) -> gpd.GeoSeries:
    """Return what each camera always sees in the detail asked, by camera, in WGS 84."""
    if layers is None:
        return gpd.GeoSeries([], crs=systems.WGS84)
    frame = always_seen(plan, layers)
    frame = frame.set_geometry(frame.geometry.simplify(TOLERANCE_M))
    frame = systems.to_crs(frame[~frame.geometry.is_empty], systems.WGS84)
    # outer rings anticlockwise, as KML asks
    oriented = shapely.reverse(shapely.normalize(np.asarray(frame.geometry)))
    return gpd.GeoSeries(oriented, index=frame["camera_id"].to_numpy(), crs=systems.WGS84)


def _readable(column: CameraColumn, cell: Cell, language: Language) -> str:
    if isinstance(cell, bool):
        return text("lists.yes" if cell else "lists.no", language)
    if isinstance(cell, str) and column.words:
        return word_of(column.words, cell, language)
    return column.cell_text(cell)


def _escaped(lines: Sequence[str]) -> str:
    """Return lines as HTML of which none is anything but text, for a balloon."""
    return "<br>".join(_harmless(lines))


def _harmless(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        safe = printable(line)
        short = safe if len(safe) <= LONGEST else safe[: LONGEST - 1] + "…"
        yield html.escape(short).replace("$[", "&#36;[")
