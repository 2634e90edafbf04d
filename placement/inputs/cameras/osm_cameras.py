"""OpenStreetMap's cameras: nodes with `man_made=surveillance`, their tags as our columns."""

from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import evolve

from placement.errors import InputError
from placement.inputs.cameras.directions import view_directions
from placement.inputs.cameras.vocabulary import FIXED, PLATES, TURNING
from placement.inputs.layers.features import Features
from placement.inputs.layers.osm import identifiers, with_tags
from placement.inputs.layers.vector_file import read_features
from placement.inputs.tables.attributes import lengths_m
from placement.schema import Geometry

TAGS = (
    "man_made",
    "surveillance",
    "surveillance:type",
    "camera:type",
    "camera:direction",
    "direction",
    "camera:angle",
    "camera:tilt",
    "height",
    "name",
    "ref",
)
MOVEMENTS = ("fixed", "panning", "dome")
KINDS = {"fixed": FIXED, "panning": TURNING}
"""A dome hides which way it looks and whether it turns: it has no kind."""
CAMERAS = frozenset(("camera", "alpr", "anpr", "cctv"))
PLATE_READERS = frozenset(("alpr", "anpr"))
"""Readers of number plates are cameras too."""
WHERE = "man_made = 'surveillance'"
SHAPES: tuple[Geometry, ...] = ("LineString", "Polygon")
FIRST_SHOWN = 5
MOUNT_RANGE_M = (1.0, 200.0)


def is_tagged(frame: gpd.GeoDataFrame) -> bool:
    """Return whether a layer has OpenStreetMap's columns for cameras."""
    return bool({"surveillance", "surveillance:type", "camera:type"} & set(frame.columns))


def with_ways_and_areas(
    features: Features, path: Path, *, crs: str, within: shapely.Geometry | None
) -> Features:
    """Return nodes of surveillance joined by ways and areas of surveillance as points, and a note.

    A camera drawn as a line is taken at the middle of it, one drawn as an area inside it.
    """
    for geometry in SHAPES:
        try:
            drawn = read_features(
                path, crs=crs, name=features.name, geometry=geometry, where=WHERE, within=within
            )
        except InputError:  # no such shapes in the file
            continue
        frame = drawn.frame.drop_duplicates("source_row")
        if frame.empty:
            continue
        shapes = np.asarray(frame.geometry.array)
        is_line = geometry == "LineString"
        points = (
            shapely.line_interpolate_point(shapes, 0.5, normalized=True)
            if is_line
            else shapely.point_on_surface(shapes)
        )
        numbered = frame.assign(source_row=frame["source_row"] + features.rows_read)
        more = numbered.set_geometry(gpd.GeoSeries(points, index=frame.index, crs=crs))
        joined = gpd.GeoDataFrame(pd.concat([features.frame, more], ignore_index=True), crs=crs)
        rows_read = features.rows_read + drawn.rows_read
        dropped = Counter(features.dropped) + Counter(drawn.dropped)
        features = evolve(features, frame=joined, rows_read=rows_read, dropped=dict(dropped))
        features = features.noting("cameras_drawn", n=len(more), rows=", ".join(_first_ids(frame)))
    return features


def _first_ids(frame: gpd.GeoDataFrame) -> list[str]:
    """Return the first identifiers of OpenStreetMap of some ways and areas."""
    return identifiers(frame)[:FIRST_SHOWN]


def cameras_of_tags(features: Features) -> tuple[Features, dict[str, int]]:
    """Return the cameras among features with tags, as text columns of our table, and their types.

    Parameters
    ----------
    features
        Points with tags as columns or in `other_tags`.

    Returns
    -------
    features
        With `name`, `azimuth_deg` (as written), `kind`, `tilt_deg`, `mount_height_m`. What is no
        camera, is a dummy, or hangs indoors is dropped and counted; so are bare nodes of
        surveillance (215 of 221 in the middle of Helsinki), which may be anything and would count
        as covered ground.
    facts
        `fixed`, `panning`, `dome`, `plate_readers` → how many cameras are tagged so.
    """
    features = features.with_frame(with_tags(features.frame, TAGS))
    is_other = ~features.frame["man_made"].isin(("", "surveillance"))
    is_other |= ~features.frame["surveillance:type"].map(
        lambda types: _names_one_of(types, CAMERAS)
    )
    features = features.without(is_other, "not_a_camera")
    has_type = features.frame[["surveillance:type", "camera:type", "camera:direction"]].ne("")
    features = features.without(~has_type.any(axis=1), "kind_not_said")
    features = features.without(features.frame["surveillance"] == "fake", "fake")
    features = features.without(features.frame["surveillance"] == "indoor", "indoor")
    frame = features.frame
    direction = frame["camera:direction"].where(frame["camera:direction"] != "", frame["direction"])
    tilt = frame["camera:angle"].where(frame["camera:angle"] != "", frame["camera:tilt"])
    reads_plates = frame["surveillance:type"].map(
        lambda types: types != "" and _names_one_of(types, PLATE_READERS)
    )
    kind = frame["camera:type"].str.strip().str.lower().map(KINDS).fillna("")
    cameras = frame.assign(
        azimuth_deg=direction.map(_within_circle),
        kind=kind.mask(reads_plates.astype(bool), PLATES),
        tilt_deg=_texts_in_range(pd.to_numeric(tilt, errors="coerce"), -90.0, 90.0),
        mount_height_m=_texts_in_range(
            pd.Series(lengths_m(list(frame["height"]))[0]), *MOUNT_RANGE_M
        ),
    )
    movement = frame["camera:type"]
    facts = {kind: int((movement == kind).sum()) for kind in MOVEMENTS}
    facts["plate_readers"] = int(reads_plates.sum())
    return features.with_frame(cameras), {kind: n for kind, n in facts.items() if n}


def _names_one_of(text: str, types: frozenset[str]) -> bool:
    """Return whether a tag names one of some types, or nothing."""
    return not text or any(word.strip().casefold() in types for word in text.split(";"))


def _within_circle(text: str) -> str:
    """Return a direction's text; in brackets, which no reader takes, if it is beyond 360°."""
    parsed = view_directions(text, comma="between")
    is_off_circle = any(
        not 0.0 <= aim.azimuth_deg < 360.0 for aim in parsed or () if aim.width_deg != 360.0
    )
    return f"({text})" if is_off_circle else text


def _texts_in_range(values: pd.Series, low: float, high: float) -> list[str]:
    """Return numbers as text, empty where they are out of range."""
    return [f"{value:g}" if low <= value <= high else "" for value in np.asarray(values, float)]
