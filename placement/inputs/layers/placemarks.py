"""Placemarks of Google Earth (KML, KMZ) and waypoints (GPX): points with their fields as text.

GDAL splits a KML into a layer for each folder, and what a waypoint carries as an extension into
columns with names of its own. Here all points of a file are one table, its fields under the names
the file gives them.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import shapely
from attrs import frozen

from placement.crs.systems import WGS84
from placement.errors import InputError, MissingInputError, Problem
from placement.files import plain_bytes, reading
from placement.inputs.gdal_source import refuse_hostile
from placement.inputs.layers.features import Features
from placement.inputs.tables.headings import set_aside

SUFFIXES = (".kml", ".kmz", ".gpx")
MOST_BYTES = 200_000_000
"""Of the file, and of what a KMZ holds. [B]"""
OWN_NAMESPACE = "https://placement.invalid/camera"
"""Of the cameras inside a waypoint's extensions; it names a format and leads nowhere."""
CAMERAS, CAMERA = "cameras", "camera"
PLACE = ("lon", "lat")
"""Attributes of `cameras`: where the waypoint lay when it was written, so that a move is seen."""
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


@frozen
class Placemark:
    """A point of a file: its number there, its place in degrees, its fields."""

    row: int
    lon_deg: float
    lat_deg: float
    fields: dict[str, str]


def is_placemarks(path: Path) -> bool:
    """Return whether a file is KML, KMZ or GPX, by its ending."""
    return path.suffix.lower() in SUFFIXES


def read_placemarks(path: Path, *, name: str) -> Features:
    """Return the points of a KML, KMZ or GPX file in WGS 84, fields as columns of strings.

    Parameters
    ----------
    path
        The file. A placemark without a point (a view, a path) is none.
    name
        Key of the input in the plan file, for messages.

    Returns
    -------
    features
        `source_row`: the number of the placemark with a point, or of the waypoint, from 1. What a
        placemark calls itself stands in `name`, or in `placemark` if a field has that name.
        Cameras that this tool wrote into a waypoint are rows of their own and move with it.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it cannot be read, is no such file, declares entities, or has no points.
    """
    if not path.exists():
        values = {"path": str(path), "input": name}
        raise MissingInputError(Problem("file_missing", path.name, values=values))
    content = _content(path)
    if any(mark in content[:4096] or mark in content for mark in DECLARATIONS):
        raise InputError(Problem("markup_entities", path.name))
    with reading(path):
        top = ET.fromstring(content)  # noqa: S314 - entities are refused above
        marks = list(_waypoints(top) if _local(top.tag) == "gpx" else _placemarks(top))
    if not marks:
        raise InputError(Problem("markup_without_points", path.name))
    return Features(_frame(marks), name, path, rows_read=len({mark.row for mark in marks}))


def _content(path: Path) -> bytes:
    """Return the text of the file, of a KMZ that of the KML in it."""
    with reading(path):
        content = plain_bytes(path, most_bytes=MOST_BYTES)
    if path.suffix.lower() != ".kmz":
        return content
    with reading(path, kind="zip_broken"), zipfile.ZipFile(path) as archive:
        inside = [e for e in archive.infolist() if e.filename.lower().endswith(".kml")]
        refuse_hostile(archive, path.name, inside, most_bytes=MOST_BYTES)
        if not inside:
            values = {"expected": ".kml"}
            raise InputError(Problem("zip_without_layer", path.name, values=values))
        main = next((e for e in inside if e.filename.lower() == "doc.kml"), inside[0])
        return archive.read(main)


def _frame(marks: list[Placemark]) -> gpd.GeoDataFrame:
    names = list(dict.fromkeys(name for mark in marks for name in mark.fields))
    new_names = set_aside(names)
    columns = {
        new_names.get(name, name): [mark.fields.get(name, "") for mark in marks] for name in names
    }
    points = [
        shapely.Point(mark.lon_deg, mark.lat_deg) if mark.lon_deg == mark.lon_deg else None
        for mark in marks
    ]
    table = pd.DataFrame(columns, dtype="str").assign(source_row=[mark.row for mark in marks])
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(points, crs=WGS84))


def _placemarks(top: ET.Element) -> Iterator[Placemark]:
    """Yield the placemarks that are points, or have fields of a camera and lost their point."""
    row = 0
    for mark in _elements(top, "Placemark"):
        place = _place(mark)
        if place is None:
            continue
        row += 1
        lon, lat = (float(place[0]), float(place[1])) if len(place) > 1 else (float("nan"),) * 2
        fields = dict(_fields(mark))
        own = {"name": _text_of(mark, "name"), "description": _text_of(mark, "description")}
        if fields.keys() & {"name", "camera_name"}:
            own["placemark"] = own.pop("name")
        yield Placemark(row, lon, lat, {**{k: v for k, v in own.items() if v}, **fields})


def _place(mark: ET.Element) -> list[str] | None:
    """Return longitude and latitude of a placemark as texts; None if it is no point.

    A model in three dimensions has them too: GDAL makes one of a point with a field called `model`.
    """
    point = next(_elements(mark, "Point"), None)
    if point is not None:
        return _text_of(point, "coordinates").replace(",", " ").split()
    location = next(_elements(mark, "Location"), None)
    if location is None:
        return None
    return [_text_of(location, axis) for axis in ("longitude", "latitude")]


def _fields(mark: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield the fields of a placemark, those of a schema and those without."""
    for data in _elements(mark, "SimpleData"):
        yield data.get("name", ""), (data.text or "").strip()
    for data in _elements(mark, "Data"):
        yield data.get("name", ""), _text_of(data, "value")


def _waypoints(top: ET.Element) -> Iterator[Placemark]:
    """Yield the waypoints; in place of one that holds cameras of this tool, these."""
    for row, point in enumerate((e for e in top if _local(e.tag) == "wpt"), start=1):
        lon, lat = float(point.get("lon", "nan")), float(point.get("lat", "nan"))
        held = next((e for e in point.iter() if e.tag == f"{{{OWN_NAMESPACE}}}{CAMERAS}"), None)
        if held is None:
            simple = {_local(e.tag): (e.text or "").strip() for e in point if len(e) == 0}
            yield Placemark(row, lon, lat, {k: v for k, v in simple.items() if v and k != "ele"})
            continue
        from_lon, from_lat = (float(held.get(axis, "nan")) for axis in PLACE)
        for camera in held:
            fields = {_local(e.tag): (e.text or "").strip() for e in camera}
            own = [_number(fields.pop(name, ""), at) for name, at in _own_place(from_lon, from_lat)]
            yield Placemark(row, own[0] + (lon - from_lon), own[1] + (lat - from_lat), fields)


def _own_place(lon: float, lat: float) -> tuple[tuple[str, float], tuple[str, float]]:
    return ("lon_deg", lon), ("lat_deg", lat)


def _number(text: str, otherwise: float) -> float:
    return float(text) if text else otherwise


def _elements(top: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in top.iter() if _local(element.tag) == name)


def _text_of(element: ET.Element, name: str) -> str:
    child = next((each for each in element if _local(each.tag) == name), None)
    return "" if child is None else (child.text or "").strip()


def _local(tag: object) -> str:
    """Return the name of an element without its namespace; comments have none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
