"""Streets: lines people walk along, as a network of pieces that share their end vertices."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from placement.errors import InputError, Problem
from placement.inputs import osm
from placement.inputs.account import Reading
from placement.inputs.attributes import NAME_COLUMNS, column_of, texts, unique_ids
from placement.inputs.features import Features
from placement.inputs.layer import is_osm, read_features
from placement.schema import STREETS, check
from placement.units import Booleans, Floats, Integers

ID_COLUMNS = ("osm_id", "full_id", "kod", "id", "fid", "gml_id")
CLASS_COLUMNS = ("highway", "class", "trida", "třída", "typ", "type", "fclass")
TOUCH_M = 0.05
"""A line that ends this near another's interior joins it. [m]"""
SAME_VERTEX_M = 0.001
"""Vertices are compared after rounding to this. [m]"""


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

    Layers with a column `highway` (OpenStreetMap) keep the ways that are public space for people on
    foot; pedestrian squares drawn as areas are left out and counted. Geometry is never moved; of
    pieces that lie on one another the first is kept.

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `layer.read_features`.
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
    )
    features = _of_classes(_public(features).refuse_empty(), classes, columns)
    pieces, line = noded(np.asarray(features.frame.geometry.array))
    frame = _attributes(features, columns).iloc[line].reset_index(drop=True)
    frame = frame.set_geometry(gpd.GeoSeries(pieces, crs=crs))
    features = features.with_frame(frame).without(_repeated(pieces), "repeated")
    frame = features.frame
    ids = unique_ids(frame["street_id"].tolist(), rows=frame["source_row"].tolist())
    frame = frame.assign(street_id=ids)
    facts = {"pieces": len(frame)}
    if raw:
        facts["areas_left_out"] = _areas(path, crs=crs, within=within)
    return Reading(check(frame, STREETS, file=features.file), features.account(facts=facts))


def noded(
    lines: Sequence[shapely.LineString] | NDArray[np.object_],
) -> tuple[NDArray[np.object_], Integers]:
    """Return lines split where they meet, and which line each piece comes from.

    A line is split at an interior vertex that another line, or it itself, has too, and where
    another line ends within `TOUCH_M` of it without a vertex; there it gets that end as a vertex,
    so that the pieces share it exactly. Lines that only cross, such as a bridge, stay whole.

    Parameters
    ----------
    lines : (N,) sequence
        Lines of a metric system.

    Returns
    -------
    pieces : (M,) array
        In the order of the lines, along each line.
    line : (M,) array
        Index of the line. [-]
    """
    pieces = np.asarray(lines, dtype=object)
    line = np.arange(len(pieces))
    while True:
        finer, of_piece = _split_once(pieces)
        line = line[of_piece]
        if len(finer) == len(pieces):  # a line that turns back may meet its own pieces
            return finer, line
        pieces = finer


def _split_once(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], Integers]:
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    xy, owner = _without_repeats(xy, owner)
    meeting = _shared(xy)
    xy, owner, meeting = _with_touching_ends(shapes, xy, owner, meeting)
    return _split(xy, owner, meeting)


def _public(features: Features) -> Features:
    if {"highway", "HIGHWAY"} & set(features.frame.columns):
        features = osm.walkable(
            features.with_frame(features.frame.rename(columns={"HIGHWAY": "highway"}))
        )
    return features.without(features.frame.length == 0, "no_length")


def _of_classes(
    features: Features, classes: Sequence[str], columns: Mapping[str, str] | None
) -> Features:
    """Return the streets of these classes; a class that no street has is a slip of the pen."""
    if not classes:
        return features
    column = column_of(
        features.frame, "street_class", CLASS_COLUMNS, columns=columns, file=features.file
    )
    own = np.array(texts(features.frame, column))
    if unknown := sorted(set(classes) - set(own)):
        values = {"unknown": ", ".join(unknown), "found": ", ".join(sorted(set(own) - {""}))}
        raise InputError(Problem("street_class_unknown", features.file, values=values))
    return features.without(~np.isin(own, classes), "other_class")


def _attributes(features: Features, columns: Mapping[str, str] | None) -> gpd.GeoDataFrame:
    frame = features.frame
    usual = {"street_id": ID_COLUMNS, "name": NAME_COLUMNS, "street_class": CLASS_COLUMNS}
    found = {
        ours: texts(frame, column_of(frame, ours, theirs, columns=columns, file=features.file))
        for ours, theirs in usual.items()
    }
    return frame[["source_row", "geometry"]].assign(**found)


def _repeated(pieces: NDArray[np.object_]) -> Booleans:
    """Return which pieces were there before, in either direction: bus lines share their streets."""
    _, first = np.unique(shapely.to_wkb(shapely.normalize(pieces)), return_index=True)
    again = np.ones(len(pieces), dtype=bool)
    again[first] = False
    return again


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
    return int(osm.walkable(features).frame["source_row"].nunique())


def _without_repeats(xy: Floats, owner: Integers) -> tuple[Floats, Integers]:
    """Return vertices without those that repeat the one before them."""
    again = np.zeros(len(xy), dtype=bool)
    again[1:] = (owner[1:] == owner[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    return xy[~again], owner[~again]


def _shared(xy: Floats) -> Booleans:
    """Return which vertices occur more than once, in any line."""
    keys = np.round(xy / SAME_VERTEX_M).astype(np.int64)
    _, inverse, times = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(times[inverse.ravel()] > 1)


def _with_touching_ends(
    shapes: NDArray[np.object_], xy: Floats, owner: Integers, meeting: Booleans
) -> tuple[Floats, Integers, Booleans]:
    """Return the vertices with loose ends put into the lines they touch."""
    first, last = _ends(owner)
    loose = np.concatenate([first, last])
    loose = loose[~meeting[loose]]
    ends = shapely.points(xy[loose])
    which, target = shapely.STRtree(shapes).query(ends, predicate="dwithin", distance=TOUCH_M)
    other = target != owner[loose[which]]
    which, target = which[other], target[other]
    along_m = shapely.line_locate_point(shapes[target], ends[which])
    inside = (along_m > TOUCH_M) & (along_m < shapely.length(shapes[target]) - TOUCH_M)
    which, target, along_m = which[inside], target[inside], along_m[inside]
    position_m = np.concatenate([_position_m(xy, owner), along_m])
    all_owners = np.concatenate([owner, target])
    order = np.lexsort((position_m, all_owners))
    all_xy = np.concatenate([xy, xy[loose[which]]])[order]
    all_meeting = np.concatenate([meeting, np.ones(len(which), dtype=bool)])[order]
    return all_xy, all_owners[order], all_meeting


def _split(xy: Floats, owner: Integers, meeting: Booleans) -> tuple[NDArray[np.object_], Integers]:
    """Return the pieces between meeting vertices; an inner one ends a piece and starts the next."""
    first, last = _ends(owner)
    inner = meeting.copy()
    inner[first] = inner[last] = False
    twice = np.where(inner, 2, 1)
    vertex = np.repeat(np.arange(len(xy)), twice)
    starts = np.zeros(len(vertex), dtype=bool)
    starts[1:] = (vertex[1:] == vertex[:-1]) | (owner[vertex[1:]] != owner[vertex[:-1]])
    piece = np.cumsum(starts)
    line = owner[vertex[np.r_[True, starts[1:]]]]
    pieces = shapely.linestrings(xy[vertex], indices=piece)
    return np.asarray(pieces, dtype=object), line


def _ends(owner: Integers) -> tuple[Integers, Integers]:
    """Return the first and the last vertex of every line."""
    change = np.flatnonzero(np.diff(owner)) + 1
    return np.r_[0, change], np.r_[change, len(owner)] - 1


def _position_m(xy: Floats, owner: Integers) -> Floats:
    """Return how far along its line every vertex is. [m]"""
    step_m = np.r_[0.0, np.hypot(*np.diff(xy, axis=0).T)]
    total_m = np.cumsum(step_m)
    first, last = _ends(owner)
    return np.asarray(total_m - np.repeat(total_m[first], last - first + 1))
