"""Layers whose features may be points, lines or polygons alike, and tables with coordinates."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from attrs import evolve

from placement.errors import InputError
from placement.inputs.archive import is_table
from placement.inputs.coordinates.point_files import read_points
from placement.inputs.layers.features import Features
from placement.inputs.layers.shapes import KINDS
from placement.inputs.layers.vector_file import read_features


def read_shapes(
    path: Path,
    *,
    crs: str,
    name: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    layer: str | None = None,
    within: shapely.Geometry | None = None,
) -> Features:
    """Return the features of a file, whatever their geometry; arguments as `read_features` has.

    Raises
    ------
    InputError
        If the file cannot be used as any of them.
    """
    if is_table(path):
        return read_points(
            path, crs=crs, name=name, columns=columns, source_crs=source_crs, within=within
        ).within(within)
    parts, errors = [], []
    for geometry in KINDS:
        try:
            parts.append(
                read_features(
                    path,
                    crs=crs,
                    name=name,
                    geometry=geometry,
                    layer=layer,
                    source_crs=source_crs,
                    within=within,
                )
            )
        except InputError as error:
            errors.append(error)
    if not parts:
        raise errors[0]
    return _join_parts(parts)


def _join_parts(parts: Sequence[Features]) -> Features:
    """Return points, lines and polygons of one file in one frame; each part dropped the others."""
    frame = gpd.GeoDataFrame(pd.concat([part.frame for part in parts], ignore_index=True))
    first = parts[0]
    outside = sum(part.dropped.get("outside_area", 0) for part in parts)
    other_geometry = first.rows_read - frame["source_row"].nunique() - outside
    dropped = {"outside_area": outside, "other_geometry": other_geometry}
    nonzero = {reason: count for reason, count in dropped.items() if count > 0}
    return evolve(first, frame=frame.set_crs(first.frame.crs), dropped=nonzero)
