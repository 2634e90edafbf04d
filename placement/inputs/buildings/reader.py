"""Reader of buildings: outlines, heights of tops and undersides, source of each height."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import evolve

from placement.errors import InputError
from placement.inputs.account import Reading
from placement.inputs.buildings import heights, kinds, parts, uses
from placement.inputs.buildings.heights import BRIDGE_CLEARANCE_M, ROOF_M, Extents
from placement.inputs.layers import osm
from placement.inputs.layers.features import Features
from placement.inputs.layers.shapes import single_parts
from placement.inputs.layers.vector_file import is_osm, read_features
from placement.inputs.tables.attributes import column_of, texts, unique_ids
from placement.schema import BUILDINGS, HEIGHT_SOURCES, check

ID_COLUMNS = ("osm_id", "full_id", "kod", "id", "fid", "gml_id")
OSM_TAGS = (
    "building:part",
    "location",
    "layer",
    "level",
    "height",
    "building:height",
    "est_height",
    "min_height",
    "building:min_height",
    "building:levels",
    "building:levels:underground",
    "building:min_level",
    "min_level",
    "roof:levels",
    "parking",
    "tunnel",
    "covered",
    "wall",
    "walls",
    *kinds.GONE_KEYS,
    *(f"{key}:building" for key in kinds.GONE_KEYS),
)
"""Tags of OpenStreetMap on the height, kind and state of a building."""
OSM_PARTS = "other_tags LIKE '%\"building:part\"=>%'"
MOST_TAGS_SHOWN = 8


def read(
    path: Path,
    *,
    crs: str,
    layer: str | None = None,
    source_crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    storey_height_m: float = 3.0,
    default_height_m: float = 6.0,
    within: shapely.Geometry | None = None,
    name: str = "buildings",
) -> Reading:
    """Return the buildings of a file with a height each.

    The height is the file's own, or its floors times the storey height, or the default; a height of
    nothing and floors of none count as unknown (RÚIAN and OpenStreetMap have both).

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `vector_file.read_features`.
    columns
        Which columns of the file are `building_id`, `height_m`, `floors`.
    storey_height_m
        Height of one floor, > 0. [m]
    default_height_m
        Height of a building without height and floors. [m]
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.BUILDINGS`; outlines keep their courtyards and may overlap. The account's facts
        count the heights by source.

    Raises
    ------
    InputError
        If the file cannot be used, or a height is out of range.
    """
    raw = is_osm(path) and layer is None
    features = read_features(
        path,
        crs=crs,
        name=name,
        geometry="Polygon",
        layer=layer,
        source_crs=source_crs,
        where=f"building IS NOT NULL OR {OSM_PARTS}" if raw else None,
        within=within,
    )
    if raw:
        features = with_closed_ways(features, crs=crs, source_crs=source_crs, within=within)
    if "other_tags" in features.frame.columns:
        features = features.with_frame(osm.with_tags(features.frame, ("building", *OSM_TAGS)))
    features = _with_kinds(features)
    features, extents = heights.extents(features, columns, storey_height_m=storey_height_m)
    features = _with_heights(features, extents, storey_height_m, default_height_m)
    use = np.where(features.frame["is_roof"], "other", uses.uses(features.frame))
    features = features.with_frame(features.frame.assign(use=use))
    features = parts.without_parts(features, features.frame["is_part"].to_numpy(dtype=bool))
    frame = features.frame
    ids = _identifiers(features, columns)
    table = frame.assign(
        building_id=unique_ids(ids, rows=frame["source_row"].tolist()),
        height_m=np.where(np.isnan(frame["height_m"]), default_height_m, frame["height_m"]),
    )
    source, base_m = table["height_source"].to_numpy(), table["base_m"].to_numpy()
    facts = {f"heights_from_{s}": int((source == s).sum()) for s in HEIGHT_SOURCES}
    if (raised := int((base_m > 0).sum())) > 0:
        facts["raised"] = raised
    return Reading(check(table, BUILDINGS, file=features.file), features.account(facts=facts))


def _with_kinds(features: Features) -> Features:
    """Return the buildings with walls, or a roof alone, and count the others by reason.

    The frame gets the columns `is_part`, `is_roof` and `is_bridge`.
    """
    walls = kinds.building_kinds(features.frame)
    features = features.noting_rows("buildings_maybe_below", walls.unsure)
    if walls.why:
        tags_text = ", ".join(walls.why[:MOST_TAGS_SHOWN])
        n = int((walls.fate != "").sum())
        features = features.noting("buildings_without_walls", n=n, found=tags_text)
    features = features.with_frame(
        features.frame.assign(
            fate=walls.fate,
            is_part=walls.part,
            is_roof=walls.fate == "no_walls",
            is_bridge=walls.bridge,
        )
    )
    for reason in ("not_a_building", "not_standing", "underground"):
        features = features.without(features.frame["fate"].eq(reason), reason)
    return features


def _with_heights(
    features: Features, extents: Extents, storey_height_m: float, default_height_m: float
) -> Features:
    """Return the features with `height_m`, `base_m` and `height_source`.

    A roof alone begins little below its top, and is left out where its height is not known.
    """
    frame = features.frame
    top_m, base_m = extents.top_m, extents.base_m
    height_m = np.where(np.isnan(top_m), default_height_m, top_m)
    roof, bridge = (frame[name].to_numpy(dtype=bool) for name in ("is_roof", "is_bridge"))
    base_m = np.where(roof & ~(base_m > 0), np.maximum(height_m - ROOF_M, 0.0), base_m)
    spans = bridge & ~extents.stated & ~roof
    base_m = np.where(spans, BRIDGE_CLEARANCE_M, base_m)
    low = (base_m > 0) & (height_m <= base_m)
    guessed = low & ((extents.source == "default") | spans)
    top_m = np.where(guessed, base_m + storey_height_m, top_m)
    upside_down = low & ~guessed
    features = features.with_frame(
        frame.assign(
            height_m=top_m,
            base_m=np.where(upside_down, 0.0, base_m),
            height_source=[str(s) for s in extents.source],
        )
    )
    features = features.noting_rows("bases_over_tops", upside_down)
    features = features.noting_rows("bridges_assumed", spans)
    return features.without(roof & (extents.source != "height"), "no_walls")


def with_closed_ways(
    features: Features, *, crs: str, source_crs: str | None, within: shapely.Geometry | None
) -> Features:
    """Return the features with parts of buildings that GDAL takes for lines, as polygons."""
    try:
        lines = read_features(
            features.path,
            crs=crs,
            name=features.name,
            geometry="LineString",
            source_crs=source_crs,
            where=OSM_PARTS,
            within=within,
        )
    except InputError:  # no lines in the file
        return features
    shapes = np.asarray(lines.frame.geometry.array)
    closed = shapely.is_closed(shapes) & (shapely.get_num_coordinates(shapes) > 3)
    if not closed.any():
        return features
    ways = lines.frame[closed].reset_index(drop=True)
    outlines = gpd.GeoSeries(
        [shapely.Polygon(line.coords) for line in shapes[closed]], crs=ways.crs
    )
    rows = features.rows_read + np.arange(1, len(ways) + 1)
    ways = ways.rename(columns={"osm_id": "osm_way_id"}).assign(source_row=rows)
    valid = single_parts(lines.with_frame(ways.set_geometry(outlines)), geometry="Polygon")
    both = pd.concat([features.frame, valid.frame], ignore_index=True)
    return evolve(
        features.with_frame(both.set_geometry("geometry")),
        rows_read=features.rows_read + len(ways),
        notes=(*features.notes, *valid.notes),
    )


def _identifiers(features: Features, columns: Mapping[str, str] | None) -> list[str]:
    frame: gpd.GeoDataFrame = features.frame
    if "osm_way_id" in frame.columns:
        return osm.identifiers(frame)
    column = column_of(frame, "building_id", ID_COLUMNS, columns=columns, file=features.file)
    return texts(frame, column)
