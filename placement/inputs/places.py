"""Reader of places of public life: schools, playgrounds, stops, car parks, underpasses."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import shapely

from placement.demand.places import PlaceType, PlaceTypes, place_types
from placement.errors import InputError, Problem
from placement.inputs.account import Reading
from placement.inputs.layers.features import Features
from placement.inputs.layers.osm import with_tags
from placement.inputs.shapes_of_any_kind import read_shapes
from placement.inputs.tables.attributes import NAME_COLUMNS, column_of, texts
from placement.inputs.tables.row_notes import first_few
from placement.schema import PLACES, check

KIND_COLUMNS = ("type", "typ", "druh", "kategorie", "category")
TAGS = ("amenity", "leisure", "highway", "public_transport", "railway", "place", "tunnel")
"""Tags of OpenStreetMap that tell the type, `key=value` in the table of types."""


def read(
    path: Path,
    *,
    crs: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    layer: str | None = None,
    within: shapely.Geometry | None = None,
    kind: str | None = None,
    types: PlaceTypes | None = None,
    name: str = "places",
) -> Reading:
    """Return places with what their type asks for.

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `vector_file.read_features`, points, lines and polygons alike; or a table with
        coordinates.
    columns
        Which columns of the file are `name` and `kind`.
    kind
        Type of every place; read from a column, or the tags of OpenStreetMap, if not given.
    types
        Table of types; the one that comes with the package if not given.
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.PLACES`. A fact counts the places of each type; those of no known type are dropped.

    Raises
    ------
    InputError
        If the file cannot be used, or `kind` is no type of the table.
    """
    table = types or place_types()
    if kind is not None and table.of([kind]) is None:
        choices = ", ".join(each.type for each in table.types)
        values = {"found": kind, "choices": choices}
        raise InputError(Problem("place_type_unknown", path.name, column="kind", values=values))
    features = read_shapes(
        path,
        crs=crs,
        name=name,
        columns=columns,
        source_crs=source_crs,
        layer=layer,
        within=within,
    )
    columns_by_plan = {
        ours: theirs for ours, theirs in (columns or {}).items() if ours in ("name", "kind")
    }
    types_of_rows = _types(features, table, kind=kind, columns=columns_by_plan)
    features = _with_types(features, types_of_rows)
    name_column = column_of(
        features.frame, "name", NAME_COLUMNS, columns=columns_by_plan or None, file=features.file
    )
    places = features.frame.assign(name=texts(features.frame, name_column))
    counts = {"places": len(places)}
    return Reading(check(places, PLACES, file=features.file), features.account(facts=counts))


def _types(
    features: Features, types: PlaceTypes, *, kind: str | None, columns: Mapping[str, str]
) -> list[PlaceType | None]:
    frame = features.frame
    if kind is not None:
        return [types.of([kind])] * len(frame)
    column = column_of(frame, "kind", KIND_COLUMNS, columns=columns or None, file=features.file)
    tagged = with_tags(frame, TAGS)
    names = zip(texts(frame, column), _tags(tagged), strict=True)
    return [types.of([own, *tags]) for own, tags in names]


def _tags(frame: pd.DataFrame) -> Iterator[list[str]]:
    for row in zip(*(frame[tag] for tag in TAGS), strict=True):
        yield [f"{tag}={value}" for tag, value in zip(TAGS, row, strict=True) if value]


def _with_types(features: Features, types: Sequence[PlaceType | None]) -> Features:
    columns = {
        "kind": [each.type if each else "" for each in types],
        "radius_m": [each.radius_m if each else 0.0 for each in types],
        "exposure": [each.exposure if each else 0.0 for each in types],
        "density_px_m": [each.density_px_m if each else 0.0 for each in types],
    }
    typed = features.with_frame(features.frame.assign(**columns))
    unknown = [each is None for each in types]
    rows = features.frame.loc[unknown, "source_row"]
    if all(unknown) and unknown:
        typed = typed.noting("places_of_no_type", n=len(rows), rows=first_few(rows))
    return typed.without(unknown, "no_place_type")
