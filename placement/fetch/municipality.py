"""Look-up of a municipality and its boundary in ČÚZK's map service."""

import json
from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, cast

import numpy as np
import shapely
from attrs import frozen

from placement.errors import InputError, Problem
from placement.fetch.cache import Cache
from placement.fetch.endpoints import Endpoint
from placement.files import reading

MOST_POINTS = 500_000
MOST_BYTES = 50_000_000
CZECHIA_M = (-910_000.0, -1_235_000.0, -425_000.0, -925_000.0)
"""West, south, east, north in EPSG:5514. [m]"""
Area = shapely.Polygon | shapely.MultiPolygon


@frozen(eq=False)
class Municipality:
    """A municipality of Czechia."""

    code: str
    name: str
    boundary: Area | None
    """In EPSG:5514."""


def find_municipality(
    code_or_name: str, *, cache: Cache, endpoint: Endpoint
) -> tuple[Municipality, Any]:
    """Return the municipality of a code or name, and the answer of the service.

    Raises
    ------
    InputError
        If there is none, several of that name, or the service does not answer.
    """
    if code_or_name.isdecimal():
        where = endpoint.where_code.format(code=code_or_name)
    else:
        where = endpoint.where_name.format(name=code_or_name.replace("'", "''"))
    answer = cache.get(endpoint.request(where=where), check=municipalities_of)
    matches = municipalities_of(answer.path)
    if not matches:
        raise InputError(Problem("municipality_unknown", values={"found": code_or_name}))
    if len(matches) > 1:
        codes = ", ".join(f"{each.code} ({each.name})" for each in matches[:20])
        values = {"found": code_or_name, "n": len(matches), "codes": codes}
        raise InputError(Problem("municipality_ambiguous", values=values))
    return matches[0], answer


def municipalities_of(path: Path) -> list[Municipality]:
    """Return the municipalities of an answer.

    Raises
    ------
    InputError
        If it is a message of an error, or no such answer.
    """
    with reading(path, kind="fetch_unreadable"):
        return [_municipality(feature) for feature in _features(path)]


def area_of(rings: Iterable[Sequence[Sequence[float]]]) -> Area | None:
    """Return the area that rings enclose: inside an odd number of them, whatever way they turn.

    Raises
    ------
    ValueError
        If there are too many points, or they are nowhere in Czechia.
    """
    shapes = [np.asarray(ring, dtype=np.float64)[:, :2] for ring in rings if len(ring) >= 4]
    if not shapes:
        return None
    xy = np.concatenate(shapes)
    west, south, east, north = CZECHIA_M
    inside = (xy >= [west, south]).all() and (xy <= [east, north]).all()
    if len(xy) > MOST_POINTS or not inside:
        raise ValueError(f"{len(xy)}: {xy[0]}")
    polygons = [shapely.make_valid(shapely.Polygon(shape)) for shape in shapes]
    return cast("Area", reduce(shapely.symmetric_difference, polygons))


def _features(path: Path) -> list[Any]:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"{size} B")
    answer = json.loads(path.read_bytes())
    if "error" in answer:  # reported with status 200
        raise ValueError(str(answer["error"].get("message", "error")))
    return list(answer["features"])


def _municipality(feature: Any) -> Municipality:  # noqa: ANN401 -- what JSON holds
    attributes = {str(name).lower(): value for name, value in feature["attributes"].items()}
    geometry = feature.get("geometry") or {}
    code, name = str(int(attributes["kod"])), str(attributes["nazev"])[:100]
    return Municipality(code, name, area_of(geometry.get("rings", [])))
