"""Columns of view directions: one reading for the whole column, and a row for each direction."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import evolve

from placement.errors import Problem
from placement.inputs.cameras.compass import ENGLISH, compass
from placement.inputs.cameras.directions import ViewDirection, comma_of, view_directions
from placement.inputs.tables.row_notes import row_problem


def read_directions(
    texts: pd.Series, *, rows: pd.Series, file: str, column: str | None, osm: bool
) -> tuple[pd.Series, list[Problem]]:
    """Return the view directions of each row, NaN where it has none, and notes on unclear texts.

    Parameters
    ----------
    texts : (N,) series of str
        Directions as `directions.view_directions` reads them.
    rows : (N,) series
        Rows of the file, for the notes.
    file, column
        Names for the notes; the heading may tell the language of the compass.
    osm
        Whether the texts are tags of OpenStreetMap.
    """
    words = ENGLISH if osm or column is None else compass(texts, heading=column)
    comma = "between" if osm else comma_of(texts)
    parsed = [view_directions(text, words=words, comma=comma) for text in texts]
    signed = _is_signed(parsed)
    per_row, notes, beyond = [], [], []
    for directions in parsed:
        row_directions = directions or (ViewDirection(np.nan),)
        wrapped = tuple(_wrapped(one) for one in row_directions)
        azimuths = [one.azimuth_deg for one in row_directions]
        beyond.append(not signed and any(one < 0 or one > 360.0 for one in azimuths))
        per_row.append(wrapped)
    is_round = [bool(aim) and any(np.isnan(one.azimuth_deg) for one in aim or ()) for aim in parsed]
    negative = [signed and any(one.azimuth_deg < 0 for one in aim or ()) for aim in parsed]
    unclear = [aim is None for aim in parsed]
    for kind, which in (
        ("direction_unclear", unclear),
        ("direction_all_round", is_round),
        ("direction_signed", negative),
        ("direction_wrapped", beyond),
    ):
        mask = np.array(which, dtype=bool)
        if mask.any():
            at, cells = rows[mask], texts[mask]
            name = column or "azimuth_deg"
            notes.append(row_problem(kind, at, file=file, column=name, cells=cells))
    return pd.Series(per_row, index=rows.index, dtype="object"), notes


def _wrapped(one: ViewDirection) -> ViewDirection:
    """Return a direction that is up to a turn off the circle, -45 or 405, on it."""
    is_near = -360.0 < one.azimuth_deg < 720.0 and one.azimuth_deg != 360.0
    return evolve(one, azimuth_deg=one.azimuth_deg % 360.0) if is_near else one


def one_row_per_direction(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a row for every direction of a camera; they share the point and get numbered ids."""
    several = table["aim"].map(len) > 1
    split = table.explode("aim")
    number = (split.groupby(level=0).cumcount() + 1).astype("str")
    ids = split["camera_id"].mask(several.loc[split.index], split["camera_id"] + "-" + number)
    azimuth = split["aim"].map(lambda aim: aim.azimuth_deg).astype("float64")
    width = split["aim"].map(lambda aim: aim.width_deg).astype("float64")
    width = width.fillna(split["width_deg"])
    split = split.drop(columns="aim").assign(camera_id=ids, azimuth_deg=azimuth, width_deg=width)
    return split.reset_index(drop=True)


def _is_signed(parsed: Iterable[tuple[ViewDirection, ...] | None]) -> bool:
    """Return whether a column counts from -180 to 180, west negative."""
    azimuths = [aim.azimuth_deg for directions in parsed for aim in directions or ()]
    return any(-180.0 <= a < 0 for a in azimuths) and all(-180.0 <= a <= 180.0 for a in azimuths)
