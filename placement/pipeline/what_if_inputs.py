"""What-if questions about existing cameras: the inputs with cameras removed, moved or turned."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve

from placement.config.sections import PlanConfig
from placement.errors import ConfigError
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.what_if_places import CameraWish, Reader

OUT_OF_SERVICE = "out of service"


def inputs_under_question(config: PlanConfig, inputs: Inputs) -> Inputs:
    """Return the inputs with existing cameras removed, moved or turned as a question asks.

    A forbidden one counts as out of service; a moved one hangs exactly at its new place, as high
    and as turned as it was unless the question says otherwise.

    Raises
    ------
    ConfigError
        With every part of the question that means nothing, or a place where no camera can hang.
    """
    question = config.what_if
    if question is None:
        return inputs
    reader = Reader(config, inputs)
    usual_m = config.sites.mount_height_m
    for text in question.fix:
        wish = reader.camera(text, "fix")
        if wish is not None and wish.has_place:
            reader.refuse_place(wish, "fix", height_m=wish.height_m or usual_m)
    for text in question.forbid:
        reader.place(text, "forbid")
    table = _with_moves(inputs.cameras, question.move, reader, usual_m=usual_m)
    if reader.problems:
        raise ConfigError(reader.problems)
    camera_ids = {*question.forbid, *(text.partition("=")[0].strip() for text in question.move)}
    if table is None or not table["camera_id"].isin(camera_ids).any():
        return inputs
    table.loc[table["camera_id"].isin(question.forbid), "status"] = OUT_OF_SERVICE
    return evolve(inputs, cameras=table)


def _with_moves(
    cameras: gpd.GeoDataFrame | None, moves: Sequence[str], reader: Reader, *, usual_m: float
) -> gpd.GeoDataFrame | None:
    """Return a copy of the existing cameras with those moved that a question names."""
    table = None if cameras is None else cameras.copy()
    for text in moves:
        name, wish = reader.move(text)
        if wish is None or table is None:
            continue
        for row in np.flatnonzero(table["camera_id"] == name).tolist():
            known_m = float(table["mount_height_m"].iloc[row])
            height_m = wish.height_m or (usual_m if np.isnan(known_m) else known_m)
            if not wish.has_place or reader.refuse_place(wish, "move", height_m=height_m):
                table = _moved(table, row, wish)
    return table


def _moved(table: gpd.GeoDataFrame, row: int, wish: CameraWish) -> gpd.GeoDataFrame:
    """Return the table with one camera elsewhere, at a point of its own, or only turned."""
    label = table.index[row]
    if wish.x_m is not None and wish.y_m is not None:
        geometry = table.geometry.to_numpy().copy()
        geometry[row] = shapely.Point(wish.x_m, wish.y_m)
        table = table.assign(geometry=geometry)
        own = f"{table['point_id'].iloc[row]} → {table['camera_id'].iloc[row]}"
        table.loc[label, "point_id"] = own
        if "facing_deg" in table.columns:
            table.loc[label, "facing_deg"] = np.nan  # of the wall it hung on
    changes: dict[str, Any] = {
        "azimuth_deg": wish.azimuth_deg,
        "mount_height_m": wish.height_m,
        "tilt_deg": wish.tilt_deg,
        "model": wish.model or None,
    }
    for name, value in changes.items():
        if value is not None:
            table.loc[label, name] = value
    return table
