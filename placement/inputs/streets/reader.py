"""Streets: lines people walk along, as a network of pieces that share their end vertices."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve
from numpy.typing import NDArray

from placement.errors import InputError, Problem
from placement.inputs.account import Reading
from placement.inputs.layers.features import Features
from placement.inputs.layers.shapes import VERTEX_HEIGHTS
from placement.inputs.layers.tags import parse_literal
from placement.inputs.layers.vector_file import is_osm, read_features
from placement.inputs.streets import ways
from placement.inputs.streets.noding import node_lines
from placement.inputs.streets.ways import Ways
from placement.inputs.tables.attributes import NAME_COLUMNS, column_of, texts, unique_ids
from placement.schema import STREETS, check
from placement.units import Booleans, Floats, Integers

ID_COLUMNS = ("osm_id", "full_id", "osmid", "kod", "id", "fid", "gml_id")
OVERTURE_NAMES = ("names", "names.primary", "primary_name")
OUR_COLUMNS = (VERTEX_HEIGHTS, "way_class", "storey")
"""Columns that reading adds to those of the file."""


def read(
    path: Path,
    *,
    crs: str,
    layer: str | None = None,
    source_crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    within: shapely.Geometry | None = None,
    classes: Sequence[str] = (),
    name: str = "streets",
) -> Reading:
    """Return the streets of a file, split where they meet.

    The ways that are public space for people on foot are kept (see `ways`), the others counted by
    reason; so are pedestrian squares that OpenStreetMap draws as areas. Geometry is never moved; of
    pieces that lie on one another on one storey the first is kept. What passes above or below
    another way does not meet it (see `decks`).

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `vector_file.read_features`.
    columns
        Which columns of the file are `street_id`, `name`, `street_class`.
    classes
        Values of `street_class` that are kept; all if there are none.
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.STREETS`, one row per piece of street between meeting points.

    Raises
    ------
    InputError
        If the file cannot be used, has no street of one of the classes, or no street is left.
    """
    raw = is_osm(path)
    features = read_features(
        path,
        crs=crs,
        name=name,
        geometry="LineString",
        layer=layer,
        source_crs=source_crs,
        where="highway IS NOT NULL" if raw and layer is None else None,
        within=within,
        heights=True,
    )
    public = _public_ways(features, columns)
    features = _of_classes(public.features.refuse_empty(), classes)
    net = node_lines(
        np.asarray(features.frame.geometry.array),
        storey=features.frame["storey"].to_numpy(),
        heights=_heights(features.frame),
    )
    frame = _attributes(features, columns).iloc[net.line].reset_index(drop=True)
    frame = frame.set_geometry(gpd.GeoSeries(net.pieces, crs=crs))
    frame = frame.assign(deck_from=net.deck[:, 0], deck_to=net.deck[:, 1])
    repeated = _is_repeated(net.pieces, frame["storey"].to_numpy(), net.deck)
    features = features.with_frame(frame).without(repeated, "repeated")
    frame = features.frame
    ids = unique_ids(frame["street_id"].tolist(), rows=frame["source_row"].tolist())
    frame = frame.assign(street_id=ids)
    facts = {"pieces": len(frame), **public.facts}
    if net.stacked:
        facts["stacked"] = net.stacked
    if raw:
        facts["areas_left_out"] = _areas(path, crs=crs, within=within)
    return Reading(check(frame, STREETS, file=features.file), features.account(facts=facts))


def _public_ways(features: Features, columns: Mapping[str, str] | None) -> Ways:
    """Return the public ways with their storey as a column; lines without length are none."""
    stated = "street_class" in (columns or {})
    column = column_of(features.frame, "street_class", columns=columns, file=features.file)
    public = ways.public_ways(features, class_column=column if stated else None)
    frame = public.features.frame.assign(storey=public.storey)
    features = public.features.with_frame(frame)
    features = features.without(frame.length == 0, "no_length")
    return evolve(public, features=features)


def _of_classes(features: Features, classes: Sequence[str]) -> Features:
    """Return the streets of some classes; raise if no street has one of them."""
    if not classes:
        return features
    own = features.frame["way_class"].to_numpy(dtype=str)
    if unknown := sorted(set(classes) - set(own)):
        values = {"unknown": ", ".join(unknown), "found": ", ".join(sorted(set(own) - {""}))}
        raise InputError(Problem("street_class_unknown", features.file, values=values))
    return features.without(~np.isin(own, classes), "other_class")


def _heights(frame: gpd.GeoDataFrame) -> list[Floats] | None:
    """Return the heights of each line's vertices; unknown where a line was cut."""
    return frame[VERTEX_HEIGHTS].tolist() if VERTEX_HEIGHTS in frame.columns else None


def _attributes(features: Features, columns: Mapping[str, str] | None) -> gpd.GeoDataFrame:
    frame = features.frame
    usual = {"street_id": ID_COLUMNS, "name": (*NAME_COLUMNS, *OVERTURE_NAMES)}
    own = frame.drop(columns=[name for name in OUR_COLUMNS if name in frame.columns])
    attributes = {
        ours: texts(frame, column_of(own, ours, theirs, columns=columns, file=features.file))
        for ours, theirs in usual.items()
    }
    attributes = {
        "street_id": [_joined_list(text, "+") for text in attributes["street_id"]],
        "name": [_joined_list(_primary(text), " / ") for text in attributes["name"]],
        "street_class": frame["way_class"].tolist(),
    }
    return frame[["source_row", "geometry", "storey"]].assign(**attributes)


def _joined_list(text: str, between: str) -> str:
    """Return a list that osmnx wrote as a text, such as `['Husova', 'Krátká']`, as one name."""
    content = parse_literal(text) if text.startswith("[") else None
    parts = content if isinstance(content, list) else []
    return between.join(dict.fromkeys(str(part) for part in parts)) or text


def _primary(text: str) -> str:
    """Return the name out of Overture's `{"primary": …}`."""
    content = parse_literal(text) if text.startswith("{") else None
    return str(content.get("primary") or "") if isinstance(content, dict) else text


def _is_repeated(pieces: NDArray[np.object_], storey: Integers, deck: Integers) -> Booleans:
    """Return which pieces were there before, in either direction: bus lines share their streets."""
    shapes = shapely.to_wkb(shapely.normalize(pieces))
    decks = np.sort(deck, axis=1).tolist()
    keys = [
        f"{level} {ends} ".encode() + shape
        for shape, level, ends in zip(shapes, storey, decks, strict=True)
    ]
    _, first = np.unique(np.array(keys, dtype=object), return_index=True)
    is_repeated = np.ones(len(pieces), dtype=bool)
    is_repeated[first] = False
    return is_repeated


def _areas(path: Path, *, crs: str, within: shapely.Geometry | None) -> int:
    """Return how many pedestrian areas an OpenStreetMap file has in the area."""
    features = read_features(
        path,
        crs=crs,
        name="streets",
        geometry="Polygon",
        where="other_tags LIKE '%\"highway\"=>%'",
        within=within,
    )
    return int(ways.public_ways(features).features.frame["source_row"].nunique())
