"""Reader of fear of crime: polygons drawn by respondents, each weighted by their number."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from attrs import evolve

from placement.errors import SchemaError
from placement.inputs.account import Reading
from placement.inputs.layers.vector_file import read_features
from placement.inputs.tables.attributes import NAME_COLUMNS, column_of, texts
from placement.inputs.tables.numerals import numbers
from placement.inputs.tables.row_notes import masked_rows_problem
from placement.schema import FEAR, check

WEIGHT_COLUMNS = ("vaha", "váha", "pocet", "počet", "hlasy", "votes", "count", "n", "respondents")


def read(
    path: Path,
    *,
    crs: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    layer: str | None = None,
    within: shapely.Geometry | None = None,
    name: str = "fear",
) -> Reading:
    """Return polygons of fear.

    Parameters
    ----------
    path, crs, layer, source_crs, within
        As in `vector_file.read_features`.
    columns
        Which columns of the file are `name` and `weight` (1 where there is none).
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        `schema.FEAR`; the parts of one polygon share its weight by area.

    Raises
    ------
    InputError
        If the file cannot be used, no polygon is left, or a weight is no number.
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
    name_column = column_of(frame, "name", NAME_COLUMNS, columns=columns, file=features.file)
    weight_column = column_of(frame, "weight", WEIGHT_COLUMNS, columns=columns, file=features.file)
    frame = frame.assign(name=texts(frame, name_column), written=texts(frame, weight_column))
    weight, problems = numbers(frame["written"], rows=frame["source_row"], file=features.file)
    empty = (frame["written"] == "") & (weight_column is not None)
    if empty.any():
        missing = masked_rows_problem(
            "value_missing", frame, empty, file=features.file, column=str(weight_column)
        )
        problems = (*problems, missing)
    if problems:
        raise SchemaError([evolve(problem, column=str(weight_column)) for problem in problems])
    area_m2 = frame.geometry.area
    share = area_m2 / area_m2.groupby(frame["source_row"]).transform("sum")
    table = frame.assign(weight=np.asarray(weight.fillna(1.0) * share, dtype=np.float64))
    facts = {"areas": len(table)}
    return Reading(check(table, FEAR, file=features.file), features.account(facts=facts))
