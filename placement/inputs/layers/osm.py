"""OpenStreetMap: tags out of GDAL's `other_tags`, and identifiers."""

import json
import re
from collections.abc import Iterable

import geopandas as gpd

from placement.inputs.tables.attributes import texts
from placement.inputs.tables.header import header_of

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_PAIR = re.compile(rf"{_QUOTED}\s*=>\s*(?:{_QUOTED}|NULL)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def tags(hstore: str | None) -> dict[str, str]:
    r"""Return the tags of a text such as `"height"=>"12","name"=>"U \"Lva\""`; skip broken ones.

    GDAL and others write them as JSON too: `{"height": "12"}`.
    """
    if not isinstance(hstore, str):
        return {}
    if hstore.lstrip().startswith("{"):
        return _of_json(hstore)
    return {_plain(m[1]): _plain(m[2]) for m in _PAIR.finditer(hstore) if m[2] is not None}


def with_tags(frame: gpd.GeoDataFrame, names: Iterable[str]) -> gpd.GeoDataFrame:
    """Return the frame with one text column per wanted tag, empty where a feature has none."""
    hidden = [tags(value) for value in frame.get("other_tags", [None] * len(frame))]
    header = header_of(frame)
    if "other_tags" in frame.columns:
        header.take("other_tags")
        header.add(tag for more in hidden for tag in more)
    columns = {}
    for tag in names:
        header.take(tag)
        own = texts(frame, tag if tag in frame.columns else None)
        columns[tag] = [value or more.get(tag, "") for value, more in zip(own, hidden, strict=True)]
    return frame.assign(**columns)


def identifiers(frame: gpd.GeoDataFrame) -> list[str]:
    """Return identifiers; where GDAL keeps ways and relations apart, a way has a `w` before it."""
    for name in ("osm_id", "osm_way_id"):
        header_of(frame).take(name, "osm_id")
    own = texts(frame, "osm_id" if "osm_id" in frame.columns else None)
    ways = texts(frame, "osm_way_id" if "osm_way_id" in frame.columns else None)
    return [f"w{way}" if way else number for number, way in zip(own, ways, strict=True)]


def _of_json(text: str) -> dict[str, str]:
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    return {str(tag): str(value) for tag, value in values.items() if value is not None}


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
