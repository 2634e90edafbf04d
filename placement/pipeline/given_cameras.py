"""Cameras given to be evaluated: a list as any reader takes it, proposals as if they stood."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
from attrs import evolve

from placement import sites as places
from placement.config.sections import PlanConfig
from placement.errors import InputError, Problem
from placement.inputs import addresses, cameras
from placement.inputs.account import Reading
from placement.inputs.cameras.own_lists import OF_PROPOSALS
from placement.inputs.tables.row_notes import first_few
from placement.pipeline import equipment, outdoor_cameras
from placement.pipeline.case_inputs import Inputs
from placement.units import Booleans


def read_given_cameras(
    path: Path,
    *,
    config: PlanConfig,
    folder: Path,
    inputs: Inputs,
    layer: str | None = None,
) -> Reading:
    """Return the cameras of a list that are to be evaluated on a case, checked against it.

    Parameters
    ----------
    path
        As `inputs.cameras.read` takes it.
    config
        Whose `inputs.cameras` is the list: its provenance is that of rows that say none.
    folder
        Of the case.
    inputs
        Of the case: its area, houses and streets.
    layer
        Of a file with several.

    Returns
    -------
    reading
        Table `schema.CAMERAS` with `proposed`, `phase`, `rank`, `seen`, `gain`, `removed_in` and
        `carrier`. Those that stand in a house, by their list, hang on its wall.

    Raises
    ------
    InputError
        With everything that is wrong: what the reader refuses, models the plan file does not have,
        cameras too far from the area, proposals inside houses.
    """
    source = config.inputs.addresses
    town = None
    if source is not None:
        town = addresses.read(folder / source.path, crs=config.case.crs).table
    section = config.inputs.cameras
    reading = cameras.read(
        path,
        crs=config.case.crs,
        layer=layer,
        provenance=None if section is None else section.provenance,
        addresses=town,
        proposals=True,
        models=partial(equipment.model_problems, config=config),
    )
    table, file = reading.table, reading.account.file
    rows = reading.source_rows
    problems = [
        *_far_away(table, inputs, file=file, rows=rows),
        *_in_houses(table, config, inputs, file=file, rows=rows),
    ]
    notes: list[Problem] = []
    try:
        notes += equipment.notes(table, config, file=file, source_rows=rows)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    notes += _assumed(table, config, inputs, file=file, rows=rows)
    table, moved = outdoor_cameras.cameras(
        table,
        buildings=inputs.buildings,
        streets=inputs.streets,
        default_height_m=config.sites.mount_height_m,
        crs=config.case.crs,
        file=file,
    )
    carriers_of_case = equipment.carriers_known(config, inputs.carriers)
    carriers = equipment.own_carriers(table["carrier"], carriers=carriers_of_case)
    account = evolve(reading.account, notes=(*reading.account.notes, *notes, *moved))
    return evolve(reading, table=table.assign(carrier=carriers), account=account)


def of_case(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the cameras of a case as given ones, of which none is proposed."""
    numbers = dict.fromkeys(OF_PROPOSALS, np.nan)
    return table.assign(proposed=False, carrier="", **numbers)


def _far_away(
    table: gpd.GeoDataFrame, inputs: Inputs, *, file: str, rows: tuple[int, ...]
) -> Iterable[Problem]:
    """Yield the problem of cameras that lie beyond what is computed, so that they see nothing."""
    west, south, east, north = inputs.grid.bounds
    x, y = table.geometry.x, table.geometry.y
    far = ~np.asarray((x > west) & (x < east) & (y > south) & (y < north), dtype=np.bool_)
    if far.any():
        yield _of_rows("given_far_away", table, far, file=file, rows=rows)


def _in_houses(
    table: gpd.GeoDataFrame,
    config: PlanConfig,
    inputs: Inputs,
    *,
    file: str,
    rows: tuple[int, ...],
) -> Iterable[Problem]:
    """Yield the problem of proposed cameras inside houses, where nothing can be hung."""
    at = places.at_points(
        table.assign(kind=""),
        id_column="camera_id",
        carrier=None,
        default_height_m=config.sites.mount_height_m,
    )
    inside = places.inside_buildings(at, inputs.buildings)
    inside = inside & np.asarray(table["proposed"], dtype=np.bool_)
    if inside.any():
        yield _of_rows("given_in_house", table, inside, file=file, rows=rows)


def _assumed(
    table: gpd.GeoDataFrame,
    config: PlanConfig,
    inputs: Inputs,
    *,
    file: str,
    rows: tuple[int, ...],
) -> Iterable[Problem]:
    """Yield notes on heights and directions that the list does not have.

    Of a standing camera of which the case does not know them either there is no note: it is assumed
    there already, and told with the case.
    """
    height = _lacks(table, "mount_height_m") & ~_lacking_in_case(table, inputs, "mount_height_m")
    if height.any():
        usual = config.sites.mount_height_m
        yield _of_rows("given_height", table, height, file=file, rows=rows, height=usual)
    model, _, _ = equipment.models_of(table, config)
    whole = np.array([each.model().whole_circle for each in config.camera_models])[model]
    unknown = _lacks(table, "azimuth_deg") & ~whole
    unknown &= ~_lacking_in_case(table, inputs, "azimuth_deg")
    if unknown.any():
        kind = f"given_azimuth_{config.existing.unknown_azimuth}"
        yield _of_rows(kind, table, unknown, file=file, rows=rows)


def _lacks(table: gpd.GeoDataFrame, column: str) -> Booleans:
    """Return which cameras of a table have no number in a column."""
    return np.asarray(np.isnan(equipment.column(table, column)), dtype=np.bool_)


def _lacking_in_case(table: gpd.GeoDataFrame, inputs: Inputs, column: str) -> Booleans:
    """Return which standing cameras of a list the case has too, without the number."""
    cameras = inputs.cameras
    if cameras is None:
        return np.zeros(len(table), dtype=np.bool_)
    names = set(cameras.loc[_lacks(cameras, column), "camera_id"].astype(str))
    standing = ~np.asarray(table["proposed"], dtype=np.bool_)
    return np.asarray(table["camera_id"].astype(str).isin(names) & standing, dtype=np.bool_)


def _of_rows(
    kind: str,
    table: gpd.GeoDataFrame,
    which: Booleans,
    *,
    file: str,
    rows: tuple[int, ...],
    **values: object,
) -> Problem:
    """Return a problem of some cameras: their identifiers, and the rows where they are known."""
    numbers = [rows[at] for at in np.flatnonzero(which)] if rows else []
    ids = first_few(table.loc[which, "camera_id"])
    facts = {"n": int(which.sum()), "cameras": ids, "rows": first_few(numbers) or "–"}
    return Problem(kind, file, numbers[0] if numbers else None, values={**facts, **values})
