"""Buildings: their outlines, how high they are, and what the height follows from."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from placement.inputs import osm
from placement.inputs.account import Reading
from placement.inputs.attributes import column_of, lengths_m, texts, unique_ids
from placement.inputs.features import Features
from placement.inputs.layer import is_osm, read_features
from placement.schema import BUILDINGS, HEIGHT_SOURCES, check
from placement.units import Floats

ID_COLUMNS = ("osm_id", "full_id", "kod", "id", "fid", "gml_id")
HEIGHT_COLUMNS = ("height", "building:height", "vyska", "výška", "vyska_m", "h")
FLOOR_COLUMNS = (
    "building:levels",
    "pocetpodlazi",
    "pocet_podlazi",
    "podlazi",
    "levels",
    "num_floors",
)
ROOF_FLOORS = "roof:levels"


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
        As in `layer.read_features`.
    columns
        Which columns of the file are `building_id`, `height_m`, `floors`.
    storey_height_m
        Height of one floor, > 0. [m]
    default_height_m
        Height of a building of which nothing is known. [m]
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
    features = read_features(
        path,
        crs=crs,
        name=name,
        geometry="Polygon",
        layer=layer,
        source_crs=source_crs,
        where="building IS NOT NULL" if is_osm(path) and layer is None else None,
        within=within,
    )
    features = _with_walls(features)
    frame = features.frame
    height_m, unclear = _heights_m(features, columns)
    if unclear:
        features = features.noting("heights_unclear", n=unclear)
    floors = _floors(features, columns)
    source = np.select([np.isfinite(height_m), np.isfinite(floors)], HEIGHT_SOURCES[:2], "default")
    known_m = np.where(source == "height", height_m, floors * storey_height_m)
    ids = _identifiers(features, columns)
    table = frame.assign(
        building_id=unique_ids(ids, rows=frame["source_row"].tolist()),
        height_m=np.where(source == "default", default_height_m, known_m),
        height_source=[str(s) for s in source],
    )
    facts = {f"heights_from_{s}": int((source == s).sum()) for s in HEIGHT_SOURCES}
    return Reading(check(table, BUILDINGS, file=features.file), features.account(facts=facts))


def _with_walls(features: Features) -> Features:
    if is_osm(features.path) or "building" in features.frame.columns:
        features = osm.buildings(features)
    if "other_tags" not in features.frame.columns:
        return features
    wanted = ("height", "building:levels", ROOF_FLOORS)
    return features.with_frame(osm.with_tags(features.frame, wanted))


def _heights_m(features: Features, columns: Mapping[str, str] | None) -> tuple[Floats, int]:
    """Return heights, NaN where unknown, and how many could not be understood. [m]"""
    column = column_of(
        features.frame, "height_m", HEIGHT_COLUMNS, columns=columns, file=features.file
    )
    height_m, unclear = lengths_m(texts(features.frame, column))
    return np.where(height_m == 0, np.nan, height_m), unclear


def _floors(features: Features, columns: Mapping[str, str] | None) -> Floats:
    """Return how many floors there are, those in the roof included; NaN where unknown. [-]"""
    column = column_of(features.frame, "floors", FLOOR_COLUMNS, columns=columns, file=features.file)
    floors, _ = lengths_m(texts(features.frame, column))
    roof_column = ROOF_FLOORS if ROOF_FLOORS in features.frame.columns else None
    in_roof, _ = lengths_m(texts(features.frame, roof_column))
    total = floors + np.where(in_roof > 0, in_roof, 0.0)
    return np.where(floors > 0, total, np.nan)


def _identifiers(features: Features, columns: Mapping[str, str] | None) -> list[str]:
    frame: gpd.GeoDataFrame = features.frame
    if "osm_way_id" in frame.columns:
        return osm.identifiers(frame)
    column = column_of(frame, "building_id", ID_COLUMNS, columns=columns, file=features.file)
    return texts(frame, column)
