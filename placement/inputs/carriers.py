"""Carriers: lamp posts, tram poles, masts and walls a camera can hang on."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placement.inputs.account import Reading
from placement.inputs.coordinates.point_files import read_points
from placement.inputs.layers import osm
from placement.inputs.layers.features import Features
from placement.inputs.layers.vector_file import is_osm
from placement.inputs.streets import ways
from placement.inputs.tables.attributes import column_of, lengths_m, size_texts, texts, unique_ids
from placement.inputs.tables.row_notes import first_few
from placement.place_codes import place_codes
from placement.schema import CARRIERS, check

ID_COLUMNS = ("osm_id", "full_id", "ref", "cislo", "číslo", "kod", "id", "fid")
KIND_COLUMNS = ("typ", "druh", "type", "carrier")
OWNER_COLUMNS = ("operator", "vlastnik", "vlastník", "majitel", "spravce", "správce")
HEIGHT_COLUMNS = ("mount_height", "height", "vyska", "výška", "vyska_m")
STREET_LAMPS = "highway = 'street_lamp'"
LAMP_POST = "lamp post"
ELSEWHERE = ("not_standing", "tunnel", "underground", "indoor")
"""Reasons of `ways` for which nothing can hang there that sees a street."""
MOUNT_LOW_M, MOUNT_HIGH_M = 1.0, 200.0


def read(
    path: Path,
    *,
    crs: str,
    layer: str | None = None,
    source_crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    default_kind: str = LAMP_POST,
    within: shapely.Geometry | None = None,
    name: str = "carriers",
) -> Reading:
    """Return the carriers of a layer of points, a table, or the street lamps of OpenStreetMap.

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `point_files.read_points`.
    columns
        Which columns of the file are `carrier_id`, `kind`, `mount_height_m`, `owner`; of a
        table also `x` and `y`.
    default_kind
        Kind of carriers whose row has none.
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.CARRIERS`; repeated identifiers are made unique and noted. Heights of OpenStreetMap
        that no camera can hang at, such as a bollard's, are left empty.

    Raises
    ------
    InputError
        If the file cannot be used, or a height is out of range.
    """
    features = _rows(path, crs, name, layer, source_crs, columns, within)
    with features.telling_all():
        return _carriers(features, columns, default_kind, from_osm=is_osm(path))


def _carriers(
    features: Features, columns: Mapping[str, str] | None, default_kind: str, *, from_osm: bool
) -> Reading:
    """Return rows as carriers."""
    features = ways.on_open_ground(features, reasons=ELSEWHERE)
    frame = features.frame
    ids = texts(
        frame, column_of(frame, "carrier_id", ID_COLUMNS, columns=columns, file=features.file)
    )
    first_part = ~frame["source_row"].duplicated()
    stated = pd.Series(ids).where(first_part & pd.Series(ids).ne(""))
    is_repeated = stated.notna() & stated.duplicated()
    features = features.noting_rows("ids_repeated", is_repeated, column="carrier_id")
    kinds = texts(
        frame, column_of(frame, "kind", KIND_COLUMNS, columns=columns, file=features.file)
    )
    owners = texts(
        frame, column_of(frame, "owner", OWNER_COLUMNS, columns=columns, file=features.file)
    )
    height_texts = size_texts(
        frame, "mount_height_m", HEIGHT_COLUMNS, columns=columns, file=features.file
    )
    height_m, unclear = lengths_m(height_texts)
    if unclear:
        unclear_texts = [
            text for text, size_m in zip(height_texts, height_m, strict=True) if np.isnan(size_m)
        ]
        features = features.noting(
            "heights_unclear", n=unclear, found=first_few(filter(None, unclear_texts))
        )
    if from_osm:
        possible = (height_m >= MOUNT_LOW_M) & (height_m <= MOUNT_HIGH_M)
        height_m = np.where(possible, height_m, np.nan)
    table = frame.assign(
        carrier_id=unique_ids(_named_by_place(ids, frame), rows=frame["source_row"].tolist()),
        kind=[kind or default_kind for kind in kinds],
        mount_height_m=height_m,
        owner=owners,
    )
    facts = {"heights_from_height": int(np.isfinite(height_m).sum())}
    return Reading(check(table, CARRIERS, file=features.file), features.account(facts=facts))


def _named_by_place(ids: list[str], frame: gpd.GeoDataFrame) -> list[str]:
    """Return identifiers, those that the file leaves empty from the place and not the row."""
    codes = place_codes(frame.geometry.x, frame.geometry.y, prefix="P")
    return [name or code for name, code in zip(ids, codes, strict=True)]


def _rows(
    path: Path,
    crs: str,
    name: str,
    layer: str | None,
    source_crs: str | None,
    columns: Mapping[str, str] | None,
    within: shapely.Geometry | None,
) -> Features:
    raw = is_osm(path) and layer is None
    features = read_points(
        path,
        crs=crs,
        name=name,
        columns=columns,
        source_crs=source_crs,
        layer=layer,
        where=STREET_LAMPS if raw else None,
        within=within,
        refuse_at_once=False,
    ).within(within)
    if "other_tags" not in features.frame.columns:
        return features
    return features.with_frame(osm.with_tags(features.frame, ("height", "operator")))
