"""Camera points: identifiers of the points at which cameras hang, one for each place."""

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
from placement.inputs.tables.row_notes import row_problem
from placement.texts import plain

SAME_PLACE_M = 1.0
"""Cameras this close, one to the next, hang on one point. [m]"""


@frozen(eq=False)
class PointIds:
    """Identifier of the camera point of each row, and notes on identifiers that were changed."""

    ids: pd.Series
    notes: tuple[Problem, ...]


def points_of(
    table: gpd.GeoDataFrame, *, point_names: pd.Series, file: str, column: str
) -> PointIds:
    """Return the identifier of each row's point: a point is a place.

    Parameters
    ----------
    table
        Columns `camera_id`, `source_row`, and the geometry.
    point_names
        Identifier of the point in the file, empty where it has none; case, blanks and
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
    place = _place_numbers(table)
    keys = [_name_key(name) for name in point_names]
    sites = list(dict.fromkeys((key, at) for key, at in zip(keys, place, strict=True) if key))
    names = _site_names(sites, keys, list(point_names))
    used_names = set(names.values()) | set(point_names)
    name_at: dict[int, str] = {}
    for (_, at), name in names.items():
        name_at.setdefault(at, name)
    ids = []
    for key, at, camera in zip(keys, place, table["camera_id"], strict=True):
        if not key and at not in name_at:
            name_at[at] = _unused_name(str(camera), used_names)
        ids.append(names[key, at] if key else name_at[at])
    places_of_key, keys_at = Counter(key for key, _ in sites), Counter(at for _, at in sites)
    shares_place = [bool(key) and keys_at[at] > 1 for key, at in zip(keys, place, strict=True)]
    notes = []
    for kind, which in (
        ("point_at_places", [places_of_key[key] > 1 for key in keys]),
        ("points_at_one_place", shares_place),
    ):
        if any(which):
            row_numbers, names_at_rows = table.loc[which, "source_row"], point_names[which]
            notes.append(
                row_problem(kind, row_numbers, file=file, column=column, cells=names_at_rows)
            )
    return PointIds(pd.Series(ids, index=table.index, dtype="object"), tuple(notes))


def _site_names(
    sites: list[tuple[str, int]], keys: list[str], point_names: list[str]
) -> dict[tuple[str, int], str]:
    """Return a name for each key at each place: its first spelling, then with `-2`, `-3` …."""
    first_spelling: dict[str, str] = {}
    for key, name in zip(keys, point_names, strict=True):
        first_spelling.setdefault(key, name)
    used_names = set(point_names)
    names: dict[tuple[str, int], str] = {}
    keys_placed: set[str] = set()
    for key, at in sites:
        names[key, at] = (
            _unused_name(first_spelling[key], used_names)
            if key in keys_placed
            else first_spelling[key]
        )
        keys_placed.add(key)
    return names


def _place_numbers(table: gpd.GeoDataFrame) -> list[int]:
    """Return the number of the place of each row; neighbours within `SAME_PLACE_M` share one."""
    if table.empty:
        return []
    xy = np.column_stack([table.geometry.x, table.geometry.y])
    pairs = KDTree(xy).query_pairs(SAME_PLACE_M + 1e-6, output_type="ndarray")
    near = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
    return [int(place) for place in connected_components(near, directed=False)[1]]


def _name_key(name: str) -> str:
    """Return the key by which names of points are compared: letters and numbers, without case."""
    pieces = re.findall(r"[^\W\d_]+|\d+", plain(name))
    return ".".join(piece.lstrip("0") or "0" for piece in pieces) or name.strip()


def _unused_name(name: str, used_names: set[str]) -> str:
    """Return the first of `name`, `name-2`, `name-3` … not used yet, and add it to those used."""
    unique, number = name, 1
    while unique in used_names:
        number += 1
        unique = f"{name}-{number}"
    used_names.add(unique)
    return unique


def identical_cameras(table: gpd.GeoDataFrame) -> pd.Series:
    """Return which rows repeat a camera: the same point, height, direction and model."""
    pose = table[["point_id", "mount_height_m", "azimuth_deg", "model"]].astype({"model": "str"})
    return pd.Series(table["azimuth_deg"].notna() & pose.duplicated(keep=False), dtype="bool")
