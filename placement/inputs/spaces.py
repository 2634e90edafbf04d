"""Public spaces: squares, pedestrian areas, car parks and parks, as polygons."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import shapely

from placement.inputs.account import Reading
from placement.inputs.layers import osm
from placement.inputs.layers.features import Features
from placement.inputs.layers.vector_file import is_osm, read_features
from placement.inputs.streets import ways
from placement.inputs.streets.way_vocabulary import is_below
from placement.inputs.tables.attributes import NAME_COLUMNS, column_of, texts, unique_ids
from placement.schema import SPACES, check
from placement.texts import plain

ID_COLUMNS = ("osm_id", "full_id", "kod", "id", "fid", "gml_id")
KIND_COLUMNS = ("kind", "druh", "class", "trida", "třída", "typ", "type", "fclass")
KINDS: Mapping[str, Mapping[str, str]] = {
    "highway": {"pedestrian": "square", "footway": "square", "living_street": "square"},
    "place": {"square": "square"},
    "amenity": {"parking": "parking", "marketplace": "square"},
    "leisure": {"park": "park", "garden": "park", "playground": "playground"},
    "landuse": {"recreation_ground": "park", "village_green": "park"},
}
"""OpenStreetMap tag → its values that are public spaces → our kind; the first tag that fits."""
COVERED = frozenset(
    {
        "underground", "multi storey", "multistorey", "rooftop", "garage boxes", "carports",
        "sheds", "parking underground", "parking multistorey", "parkovaci dum", "garaz", "garaze",
    }
)  # fmt: skip
"""Values of `parking`, and kinds of space, that are no open ground."""
ELSEWHERE = ("not_standing", "tunnel", "underground", "indoor", "not_public")
"""Reasons of `ways` for which an area is no open public ground."""


def read(
    path: Path,
    *,
    crs: str,
    layer: str | None = None,
    source_crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    within: shapely.Geometry | None = None,
    name: str = "spaces",
) -> Reading:
    """Return the public spaces of a file.

    Of raw OpenStreetMap, and of layers with its tags and no column of kinds, those polygons are
    kept that are squares, pedestrian areas, open car parks, parks and playgrounds, and not private.

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `vector_file.read_features`.
    columns
        Which columns of the file are `space_id`, `name`, `kind`.
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.SPACES`, one row per part of a space; they may overlap.

    Raises
    ------
    InputError
        If the file cannot be used, or no space is left.
    """
    features = read_features(
        path,
        crs=crs,
        name=name,
        geometry="Polygon",
        layer=layer,
        source_crs=source_crs,
        where="building IS NULL" if is_osm(path) and layer is None else None,
        within=within,
    )
    if _is_tagged(features, columns):
        features = _public_spaces(features)
    file = features.file
    kind_column = column_of(features.frame, "kind", KIND_COLUMNS, columns=columns, file=file)
    covered = [_is_covered(text) for text in texts(features.frame, kind_column)]
    features = features.without(covered, "covered")
    features = ways.on_open_ground(features, reasons=ELSEWHERE).refuse_empty()
    frame = features.frame
    name_column = column_of(frame, "name", NAME_COLUMNS, columns=columns, file=file)
    table = frame.assign(
        space_id=unique_ids(_ids(features, columns), rows=frame["source_row"].tolist()),
        name=texts(frame, name_column),
        kind=texts(frame, kind_column),
    )
    facts = {"spaces": len(table)}
    return Reading(check(table, SPACES, file=file), features.account(facts=facts))


def _ids(features: Features, columns: Mapping[str, str] | None) -> list[str]:
    frame: gpd.GeoDataFrame = features.frame
    if "osm_way_id" in frame.columns:
        return osm.identifiers(frame)
    column = column_of(frame, "space_id", ID_COLUMNS, columns=columns, file=features.file)
    return texts(frame, column)


def _is_tagged(features: Features, columns: Mapping[str, str] | None) -> bool:
    """Return whether kinds must be read from tags, since no column of kinds is named."""
    present = set(features.frame.columns)
    stated = "kind" in present or "kind" in (columns or {})
    return not stated and bool(present & {"other_tags", *KINDS})


def _public_spaces(features: Features) -> Features:
    """Return the open public spaces with their kind, and count the others by reason."""
    tagged = osm.with_tags(features.frame, (*KINDS, "parking", "name"))
    kinds = [_kind_of_tags(tags) for tags in tagged[list(KINDS)].to_dict("records")]
    features = features.with_frame(tagged.assign(kind=kinds))
    features = features.without(features.frame["kind"].eq(""), "not_a_space")
    return features.without(features.frame["parking"].map(_is_covered), "covered")


def _is_covered(text: str) -> bool:
    return plain(text) in COVERED or is_below(text)


def _kind_of_tags(tags: Mapping[str, str]) -> str:
    kinds = (values[tags[tag]] for tag, values in KINDS.items() if tags[tag] in values)
    return next(kinds, "")
