"""Which cameras hang on one point: those of one name, if they are at one place, and neighbours."""

import re
from collections import Counter

import geopandas as gpd
import numpy as np
import pandas as pd
from attrs import frozen
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from placement.errors import Problem
from placement.inputs.tables.row_notes import about
from placement.texts import plain

SAME_PLACE_M = 1.0
"""Cameras this close, one to the next, hang on one point. [m]"""


@frozen(eq=False)
class Points:
    """The point of each row, and what was mended on the way."""

    ids: pd.Series
    notes: tuple[Problem, ...]


def points_of(table: gpd.GeoDataFrame, *, said: pd.Series, file: str, column: str) -> Points:
    """Return the identifier of each row's point: a point is a place.

    Parameters
    ----------
    table
        Columns `camera_id`, `source_row`, and the geometry.
    said
        Identifier of the point as the file writes it, empty where it says none; case, blanks and
        leading zeros do not tell points apart.
    file, column
        For the notes.

    Returns
    -------
    points
        Rows at one place without an identifier share one, that of the point there, else of their
        first camera. Cameras of one identifier at several places get one each (`MKB 1`, `MKB 1-2`),
        which is noted; so are points of different names at one place.
    """
    place = _places(table)
    keys = [_key(written) for written in said]
    sites = list(dict.fromkeys((key, at) for key, at in zip(keys, place, strict=True) if key))
    names = _names(sites, keys, list(said))
    taken = set(names.values()) | set(said)
    there: dict[int, str] = {}
    for (_, at), name in names.items():
        there.setdefault(at, name)
    ids = []
    for key, at, camera in zip(keys, place, table["camera_id"], strict=True):
        if not key and at not in there:
            there[at] = _unused(str(camera), taken)
        ids.append(names[key, at] if key else there[at])
    places_of, keys_at = Counter(key for key, _ in sites), Counter(at for _, at in sites)
    crowded = [bool(key) and keys_at[at] > 1 for key, at in zip(keys, place, strict=True)]
    notes = []
    for kind, wrong in (
        ("point_at_places", [places_of[key] > 1 for key in keys]),
        ("points_at_one_place", crowded),
    ):
        if any(wrong):
            at_rows, found = table.loc[wrong, "source_row"], said[wrong]
            notes.append(about(kind, at_rows, file=file, column=column, found=found))
    return Points(pd.Series(ids, index=table.index, dtype="object"), tuple(notes))


def _names(
    sites: list[tuple[str, int]], keys: list[str], said: list[str]
) -> dict[tuple[str, int], str]:
    """Return a name for each key at each place: as first written, then with `-2`, `-3` …."""
    written: dict[str, str] = {}
    for key, name in zip(keys, said, strict=True):
        written.setdefault(key, name)
    taken = set(said)
    names: dict[tuple[str, int], str] = {}
    placed: set[str] = set()
    for key, at in sites:
        names[key, at] = _unused(written[key], taken) if key in placed else written[key]
        placed.add(key)
    return names


def _places(table: gpd.GeoDataFrame) -> list[int]:
    """Return the number of the place of each row; neighbours within `SAME_PLACE_M` share one."""
    if table.empty:
        return []
    xy = np.column_stack([table.geometry.x, table.geometry.y])
    pairs = KDTree(xy).query_pairs(SAME_PLACE_M + 1e-6, output_type="ndarray")
    near = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
    return [int(place) for place in connected_components(near, directed=False)[1]]


def _key(written: str) -> str:
    """Return what tells a point from others: its letters and numbers, without case and blanks."""
    pieces = re.findall(r"[^\W\d_]+|\d+", plain(written))
    return ".".join(piece.lstrip("0") or "0" for piece in pieces) or written.strip()


def _unused(name: str, taken: set[str]) -> str:
    """Return the name, or the first of `name-2`, `name-3` … that is not taken; and take it."""
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(unique)
    return unique


def alike(table: gpd.GeoDataFrame) -> pd.Series:
    """Return which rows are one camera written again: of one point, height, direction and model."""
    pose = table[["point_id", "mount_height_m", "azimuth_deg", "model"]].astype({"model": "str"})
    return pd.Series(table["azimuth_deg"].notna() & pose.duplicated(keep=False), dtype="bool")
