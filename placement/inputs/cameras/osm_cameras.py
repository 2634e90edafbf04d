"""OpenStreetMap's cameras: nodes with `man_made=surveillance`, their tags as our columns."""

from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import evolve

from placement.errors import InputError
from placement.inputs.cameras.directions import aims
from placement.inputs.cameras.vocabulary import FIXED, TURNING
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
"""A dome hides which way it looks and whether it turns: it says no kind."""
CAMERAS = frozenset(("camera", "alpr", "anpr", "cctv"))
PLATES = frozenset(("alpr", "anpr"))
"""Readers of number plates are cameras too."""
WHERE = "man_made = 'surveillance'"
SHAPES: tuple[Geometry, ...] = ("LineString", "Polygon")
FIRST_SHOWN = 5
MOUNTS_M = (1.0, 200.0)


def is_tagged(frame: gpd.GeoDataFrame) -> bool:
    """Return whether a layer has OpenStreetMap's columns for cameras."""
    return bool({"surveillance", "surveillance:type", "camera:type"} & set(frame.columns))


def with_ways_and_areas(
    features: Features, path: Path, *, crs: str, within: shapely.Geometry | None
) -> Features:
    """Return OpenStreetMap's nodes of surveillance with its ways and areas as points, told.

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
        named = frame.assign(source_row=frame["source_row"] + features.rows_read)
        more = named.set_geometry(gpd.GeoSeries(points, index=frame.index, crs=crs))
        joined = gpd.GeoDataFrame(pd.concat([features.frame, more], ignore_index=True), crs=crs)
        read = features.rows_read + drawn.rows_read
        lost = Counter(features.dropped) + Counter(drawn.dropped)
        features = evolve(features, frame=joined, rows_read=read, dropped=dict(lost))
        features = features.noting("cameras_drawn", n=len(more), rows=", ".join(_ids(frame)))
    return features


def _ids(frame: gpd.GeoDataFrame) -> list[str]:
    """Return the first identifiers of OpenStreetMap of some ways and areas."""
    return identifiers(frame)[:FIRST_SHOWN]


def tagged(features: Features) -> tuple[Features, dict[str, int]]:
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
        `fixed`, `panning`, `dome`, `plate_readers` → how many are said to be.
    """
    features = features.with_frame(with_tags(features.frame, TAGS))
    is_other = ~features.frame["man_made"].isin(("", "surveillance"))
    is_other |= ~features.frame["surveillance:type"].map(lambda said: _is_one(said, CAMERAS))
    features = features.without(is_other, "not_a_camera")
    is_said = features.frame[["surveillance:type", "camera:type", "camera:direction"]].ne("")
    features = features.without(~is_said.any(axis=1), "kind_not_said")
    features = features.without(features.frame["surveillance"] == "fake", "fake")
    features = features.without(features.frame["surveillance"] == "indoor", "indoor")
    frame = features.frame
    direction = frame["camera:direction"].where(frame["camera:direction"] != "", frame["direction"])
    tilt = frame["camera:angle"].where(frame["camera:angle"] != "", frame["camera:tilt"])
    cameras = frame.assign(
        azimuth_deg=direction.map(_in_circle),
        kind=frame["camera:type"].str.strip().str.lower().map(KINDS).fillna(""),
        tilt_deg=_written(pd.to_numeric(tilt, errors="coerce"), -90.0, 90.0),
        mount_height_m=_written(pd.Series(lengths_m(list(frame["height"]))[0]), *MOUNTS_M),
    )
    movement = frame["camera:type"]
    facts = {kind: int((movement == kind).sum()) for kind in MOVEMENTS}
    plates = frame["surveillance:type"].map(lambda said: said != "" and _is_one(said, PLATES))
    facts["plate_readers"] = int(plates.sum())
    return features.with_frame(cameras), {kind: n for kind, n in facts.items() if n}


def _is_one(said: str, known: frozenset[str]) -> bool:
    """Return whether a tag names one of some types, or nothing."""
    return not said or any(word.strip().casefold() in known for word in said.split(";"))


def _in_circle(text: str) -> str:
    """Return a direction as written; in brackets, so that nobody reads it, if off the circle."""
    read = aims(text, comma="between")
    off = any(not 0.0 <= aim.azimuth_deg < 360.0 for aim in read or () if aim.width_deg != 360.0)
    return f"({text})" if off else text


def _written(values: pd.Series, low: float, high: float) -> list[str]:
    """Return numbers as text, empty where they cannot be."""
    return [f"{value:g}" if low <= value <= high else "" for value in np.asarray(values, float)]
