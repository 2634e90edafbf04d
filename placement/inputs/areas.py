"""Areas: boundary, planned part of the town, districts, zones where nothing may be mounted."""

from collections.abc import Mapping
from pathlib import Path

import shapely

from placement.inputs.account import Reading
from placement.inputs.attributes import NAME_COLUMNS, column_of, texts
from placement.inputs.layer import read_features
from placement.schema import AREAS, check

REASON_COLUMNS = ("duvod", "důvod", "note", "poznamka", "poznámka", "popis", "description")


def read(
    path: Path,
    *,
    crs: str,
    layer: str | None = None,
    source_crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    within: shapely.Geometry | None = None,
    name: str = "areas",
) -> Reading:
    """Return the areas of a file; those without a name are numbered as in the file.

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `layer.read_features`.
    columns
        Which columns of the file are `name`, `reason`.
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.AREAS`; an area of several parts takes as many rows of one name.

    Raises
    ------
    InputError
        If the file cannot be used, or no area is left.
    """
    features = read_features(
        path,
        crs=crs,
        name=name,
        geometry="Polygon",
        layer=layer,
        source_crs=source_crs,
        within=within,
    ).refuse_empty()
    frame = features.frame
    names = texts(
        frame, column_of(frame, "name", NAME_COLUMNS, columns=columns, file=features.file)
    )
    column = column_of(frame, "reason", REASON_COLUMNS, columns=columns, file=features.file)
    table = frame.assign(
        name=[n or str(row) for n, row in zip(names, frame["source_row"], strict=True)],
        reason=texts(frame, column),
    )
    return Reading(
        check(table, AREAS, file=features.file), features.account(facts={"areas": len(table)})
    )
