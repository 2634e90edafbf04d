"""What-if questions about existing cameras: the inputs with cameras removed or moved."""

import geopandas as gpd
import numpy as np
import shapely
from attrs import evolve, frozen

from placement.config.sections import PlanConfig
from placement.crs import systems
from placement.pipeline import outdoor_cameras
from placement.pipeline.case_inputs import Inputs

OUT_OF_SERVICE = "out of service"


@frozen
class Place:
    """A place as a person writes it, and perhaps a direction and a model."""

    lon_deg: float
    lat_deg: float
    azimuth_deg: float | None = None
    """From true north. [°]"""
    model: str | None = None


def place_of(text: str) -> Place | None:
    """Return the place that LON,LAT[,azimuth[,model]] means; None if it is no place."""
    parts = [part.strip() for part in text.split(",", 3)]
    try:
        numbers = [float(part) for part in parts[:3] if part]
    except ValueError:
        return None
    inside = len(numbers) >= 2 and abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90
    if len(parts) < 2 or not inside or not np.isfinite(numbers).all():
        return None
    azimuth = numbers[2] % 360.0 if len(numbers) > 2 else None
    return Place(numbers[0], numbers[1], azimuth, (parts[3] or None) if len(parts) > 3 else None)


def inputs_under_question(config: PlanConfig, inputs: Inputs) -> Inputs:
    """Return the inputs with existing cameras removed or moved as a what-if question asks.

    A forbidden one counts as out of service, a moved one as hanging at its new place at the height
    it has, with the direction given, else its own; one moved into a house hangs before its wall,
    and the account of the cameras says so.
    """
    if config.what_if is None or inputs.cameras is None:
        return inputs
    table = inputs.cameras.copy()
    removed = table["camera_id"].isin(config.what_if.forbid)
    table.loc[removed, "status"] = OUT_OF_SERVICE
    changed = bool(removed.any())
    for text in config.what_if.move:
        name, _, there = text.partition("=")
        rows = np.flatnonzero(table["camera_id"] == name.strip())
        place = place_of(there)
        if rows.size and place is not None:
            table, changed = _moved(table, int(rows[0]), place, inputs.grid.crs), True
    return _outdoors(config, evolve(inputs, cameras=table)) if changed else inputs


def _outdoors(config: PlanConfig, inputs: Inputs) -> Inputs:
    """Return the inputs with no existing camera inside a house, as when they were read."""
    accounts = {account.name: account for account in inputs.accounts}
    account = accounts.get("cameras")
    if inputs.cameras is None or account is None:
        return inputs
    table, notes = outdoor_cameras.cameras(
        inputs.cameras,
        buildings=inputs.buildings,
        streets=inputs.streets,
        default_height_m=config.sites.mount_height_m,
        crs=inputs.grid.crs,
        file=account.file,
    )
    new = tuple(note for note in notes if note not in account.notes)
    accounts["cameras"] = evolve(account, notes=(*account.notes, *new))
    return evolve(inputs, cameras=table, accounts=tuple(accounts.values()))


def _moved(table: gpd.GeoDataFrame, row: int, place: Place, crs: str) -> gpd.GeoDataFrame:
    """Return the table with one camera at a point of its own elsewhere."""
    x, y = systems.from_lonlat([place.lon_deg], [place.lat_deg], crs=crs)
    geometry = table.geometry.to_numpy().copy()
    geometry[row] = shapely.Point(x[0], y[0])
    table = table.assign(geometry=geometry)
    label = table.index[row]
    table.loc[label, "point_id"] = f"{table['point_id'].iloc[row]} → {table['camera_id'].iloc[row]}"
    if "facing_deg" in table.columns:
        table.loc[label, "facing_deg"] = np.nan  # of the wall it hung on
    if place.azimuth_deg is not None:
        table.loc[label, "azimuth_deg"] = place.azimuth_deg
    return table
