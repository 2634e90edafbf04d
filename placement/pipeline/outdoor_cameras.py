"""Moving cameras out of the houses that their positions lie in; noting carriers that lie in one."""

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve

from placement import sites
from placement.crs import systems
from placement.errors import Problem
from placement.inputs.tables.row_notes import row_problem
from placement.pipeline.wall_positions import Houses, Wall, inside

DERIVED = "derived"
FACTS = frozenset(("surveyed", "open data", "documented"))
"""Provenance that no longer holds of a place that was moved."""


def cameras(
    table: gpd.GeoDataFrame,
    *,
    buildings: gpd.GeoDataFrame | None,
    streets: gpd.GeoDataFrame,
    default_height_m: float,
    crs: str,
    file: str,
) -> tuple[gpd.GeoDataFrame, tuple[Problem, ...]]:
    """Move the cameras that lie inside a house before its wall, with a note on each of them.

    Parameters
    ----------
    table
        Table `schema.CAMERAS`.
    buildings, streets
        Tables of the case; without buildings nobody stands in one.
    default_height_m
        Of cameras whose height is not known. [m]
    crs
        Working system.
    file
        For the notes.

    Returns
    -------
    table
        Moved ones are `derived` unless they were assumed or made up, and have `facing_deg`: the
        half circle that their wall leaves, from grid north. A camera above the roof stands on it.
    notes
        One for each camera that was moved, or that nothing could be done for.
    """
    if buildings is None or buildings.empty or table.empty:
        return table, ()
    houses = Houses.of(buildings, streets)
    height = table["mount_height_m"].to_numpy(dtype=np.float64)
    height = np.where(np.isnan(height), default_height_m, height)
    x, y = table.geometry.x.to_numpy(), table.geometry.y.to_numpy()
    hidden = np.flatnonzero(inside(houses, x, y, height))
    if not hidden.size:
        return table, ()
    geometry = table.geometry.to_numpy().copy()
    facing = np.array(table.get("facing_deg", np.full(len(table), np.nan)), dtype=np.float64)
    provenance = table["provenance"].to_list()
    true = table["azimuth_deg"].to_numpy(dtype=np.float64)
    notes = []
    for row in hidden:
        looks = true[row]
        if not np.isnan(looks):
            looks = float(systems.grid_azimuth_deg([looks], [x[row]], [y[row]], crs=crs)[0])
        wall = houses.wall(
            geometry[row],
            height_m=float(height[row]),
            looks_deg=looks,
            street=str(table["name"].iloc[row]),
        )
        notes.append(_note(str(table["camera_id"].iloc[row]), wall, file))
        if wall is not None:
            geometry[row], facing[row] = shapely.Point(wall.x_m, wall.y_m), wall.facing_deg
            provenance[row] = DERIVED if provenance[row] in FACTS else provenance[row]
    return table.assign(geometry=geometry, facing_deg=facing, provenance=provenance), tuple(notes)


def carriers(
    table: gpd.GeoDataFrame,
    *,
    buildings: gpd.GeoDataFrame | None,
    default_height_m: float,
    file: str,
) -> tuple[Problem, ...]:
    """Return a note on the carriers that stand in a building, where no camera can hang."""
    at = sites.at_points(
        table, id_column="carrier_id", carrier=None, default_height_m=default_height_m
    )
    over = sites.inside_buildings(at, buildings)
    if not over.any():
        return ()
    rows = table.loc[over, "source_row"] if "source_row" in table.columns else ()
    note = row_problem("carriers_in_house", rows, file=file, cells=at.ids[over], total=len(table))
    note = evolve(note, values={**note.values, "n": int(over.sum())})
    return (note,)


def place(
    buildings: gpd.GeoDataFrame | None,
    streets: gpd.GeoDataFrame,
    *,
    x_m: float,
    y_m: float,
    height_m: float,
    looks_deg: float,
) -> tuple[bool, Wall | None]:
    """Return whether a place is inside a house at its height, and the wall to hang on instead."""
    if buildings is None or buildings.empty:
        return False, None
    houses = Houses.of(buildings, streets)
    if not inside(houses, np.array([x_m]), np.array([y_m]), np.array([height_m]))[0]:
        return False, None
    at = shapely.Point(x_m, y_m)
    return True, houses.wall(at, height_m=height_m, looks_deg=looks_deg)


def _note(camera: str, wall: Wall | None, file: str) -> Problem:
    if wall is None:
        return Problem("camera_in_house", file, values={"camera": camera})
    kind = "camera_out_of_house" if wall.street else "camera_out_of_house_unnamed"
    values = {"camera": camera, "moved": round(wall.moved_m, 1), "street": wall.street}
    return Problem(kind, file, values=values)
