"""Reader of areas: boundary, planned part of the town, districts, zones without cameras."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from placement.errors import InputError
from placement.inputs.account import Reading
from placement.inputs.layers.features import Features
from placement.inputs.layers.vector_file import read_features
from placement.inputs.tables.attributes import NAME_COLUMNS, column_of, texts
from placement.inputs.tables.numerals import numbers
from placement.schema import AREAS, check

REASON_COLUMNS = ("duvod", "důvod", "note", "poznamka", "poznámka", "popis", "description")
NAME_EN_COLUMNS = ("name:en", "name_en", "nazev_en", "název_en", "english")
INHABITANTS_COLUMNS = (
    "obyvatel", "obyvatele", "obyvatelé", "pocet_obyvatel", "počet_obyvatel",
    "pocet_obyv", "pocobyv", "population", "pop",
)  # fmt: skip


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
        As in `vector_file.read_features`.
    columns
        Which columns of the file are `name`, `reason`, and of districts `inhabitants`, `name_en`.
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
        inhabitants=_inhabitants(features, columns) if name == "districts" else np.nan,
        name_en=_names_en(features, columns) if name == "districts" else "",
    )
    return Reading(
        check(table, AREAS, file=features.file), features.account(facts={"areas": len(table)})
    )


def _names_en(features: Features, columns: Mapping[str, str] | None) -> list[str]:
    frame, file = features.frame, features.file
    return texts(frame, column_of(frame, "name_en", NAME_EN_COLUMNS, columns=columns, file=file))


def _inhabitants(features: Features, columns: Mapping[str, str] | None) -> pd.Series:
    frame, file = features.frame, features.file
    column = column_of(frame, "inhabitants", INHABITANTS_COLUMNS, columns=columns, file=file)
    cells = pd.Series(texts(frame, column), index=frame.index, dtype=object)
    inhabitants, problems = numbers(
        cells, rows=frame["source_row"], file=file, column=column or "inhabitants"
    )
    if problems:
        raise InputError(problems)
    return inhabitants
