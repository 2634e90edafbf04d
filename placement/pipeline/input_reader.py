"""Reading the inputs of a case: every file checked, every problem of every file raised at once."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import evolve

from placement.config.sections import PlanConfig
from placement.config.source import SourceSection
from placement.crs.systems import working_crs
from placement.errors import InputError, PlacementError, Problem
from placement.grid import Grid, around
from placement.inputs import (
    addresses,
    areas,
    backdrop,
    buildings,
    cameras,
    carriers,
    networks,
    spaces,
    streets,
    trees,
)
from placement.inputs.account import Account, Reading
from placement.pipeline import (
    demand_inputs,
    equipment,
    outdoor_cameras,
    rasters,
    registered_cameras,
)
from placement.pipeline.case_inputs import Area, Inputs
from placement.pipeline.progress import Progress, silent
from placement.texts import count_phrases
from placement.visibility.surface import Heights
from placement.worker import IN_PLACE, Worker

AROUND_STREETS_M = 30.0
"""Without an area, what lies this close to a street is planned. [m]"""

NETWORKS_M = 2000.0
"""A network so far from the planned area is not reached. [m]"""
Readings = dict[str, Reading]


class _Collector:
    """Runs readers one by one and collects the problems of all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.errors: list[PlacementError] = []

    def attempt(self, reader: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- passes through
        try:
            return reader(*args, **kwargs)
        except InputError as error:
            self.problems.extend(error.problems)
            self.errors.append(error)
            return None

    def check(self) -> None:
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.problems:
            raise InputError(self.problems)


def read(
    config: PlanConfig, *, folder: Path, progress: Progress = silent, worker: Worker = IN_PLACE
) -> Inputs:
    """Return the inputs of a case whose paths are relative to a folder.

    The worker reads rasters while incidents are read here.

    Raises
    ------
    CrsError
        If the working system cannot be used.
    InputError
        With every problem of every input.
    """
    working_crs(config.case.crs)
    progress.stage("read")
    collector = _Collector()
    readings = _areas(config, folder, collector)
    area = _union(readings.get("area"))
    readings |= _tables(config, folder, collector, area, only="streets")
    if area is None and "streets" in readings:
        area = _area_around(readings["streets"].table)
    readings |= _tables(config, folder, collector, area)
    grid = None if area is None or collector.errors else _grid(config, area, readings)
    begun = {}
    if area is not None and grid is not None:
        begun = rasters.begin(config, folder=folder, grid=grid, area=area, worker=worker)
    readings |= demand_inputs.read(
        config,
        folder=folder,
        area=area,
        attempt=collector.attempt,
        common=partial(_reader_arguments, config, folder),
    )
    collector.attempt(_refuse_no_incidents, readings.get("incidents"))
    collector.check()
    if area is None or grid is None:
        raise InputError(Problem("no_streets", column="inputs.streets"))
    heights = rasters.read(config, begun, attempt=collector.attempt)
    collector.check()
    if "buildings" in readings and "terrain" in heights:
        terrain = heights["terrain"][0]
        readings["buildings"] = _with_altitude_note(readings["buildings"], terrain, grid=grid)
    if "cameras" in readings:
        readings["cameras"] = _cameras_outdoors(readings, config)
    if "carriers" in readings:
        readings["carriers"] = _with_indoor_carriers_note(readings, config)
    return _inputs(config, folder=folder, area=area, grid=grid, readings=readings, heights=heights)


def _areas(config: PlanConfig, folder: Path, collector: _Collector) -> Readings:
    """Return the planned area, districts, zones, private ground and layers of the backdrop."""
    readings: Readings = {}
    for name in ("area", "districts", "no_mount", "private"):
        source: SourceSection | None = getattr(config.inputs, name)
        if source is not None:
            arguments = _reader_arguments(config, folder, source)
            readings[name] = collector.attempt(areas.read, **arguments, name=name)
    for number, layer in enumerate(config.inputs.backdrop):
        arguments = _reader_arguments(config, folder, layer)
        del arguments["columns"]
        name = f"backdrop.{number}"
        readings[name] = collector.attempt(backdrop.read, **arguments, kind=layer.kind, name=name)
    return {name: reading for name, reading in readings.items() if reading is not None}


def _tables(
    config: PlanConfig,
    folder: Path,
    collector: _Collector,
    area: Area | None,
    *,
    only: str = "",
) -> Readings:
    """Return the tables near the area: the streets alone, or all others."""
    reach_m = max(model.range_m for model in config.camera_models)
    building = config.inputs.buildings
    heights = (
        {}
        if building is None
        else {
            "storey_height_m": building.storey_height_m,
            "default_height_m": building.default_height_m,
        }
    )
    readers: Mapping[str, tuple[Callable[..., Reading], float | None, Mapping[str, object]]] = {
        "streets": (streets.read, 0.0, {"classes": config.inputs.streets.classes}),
        "spaces": (spaces.read, 0.0, {}),
        "buildings": (buildings.read, reach_m, heights),
        "trees": (trees.read, reach_m, {}),
        "addresses": (addresses.read, None, {}),
        "cameras": (cameras.read, None, _of_cameras(config)),
        "carriers": (carriers.read, 0.0, {}),
    }
    readings: Readings = {}
    for name, (reader, margin_m, more) in readers.items():
        source: SourceSection | None = getattr(config.inputs, name)
        if source is None or (name == "streets") != (only == "streets"):
            continue
        near = None if area is None or margin_m is None else area.buffer(margin_m)
        arguments = _reader_arguments(config, folder, source)
        if name == "cameras" and readings.get("addresses") is not None:
            arguments["addresses"] = readings["addresses"].table
        readings[name] = collector.attempt(reader, **arguments, within=near, **more)
    if only != "streets":
        readings |= _networks(config, folder, collector, area)
    if readings.get("cameras") is not None:
        planned = registered_cameras.planned_with(readings["cameras"])
        notes = collector.attempt(
            equipment.notes,
            planned.table,
            config,
            file=planned.account.file,
            source_rows=planned.source_rows,
        )
        readings["cameras"] = _with_notes(readings["cameras"], notes or ())
    return {name: reading for name, reading in readings.items() if reading is not None}


def _networks(
    config: PlanConfig, folder: Path, collector: _Collector, area: Area | None
) -> Readings:
    """Return the layers of power and fibre, by their keys."""
    near = None if area is None else area.buffer(NETWORKS_M)
    return {
        f"networks.{number}": collector.attempt(
            networks.read,
            **_reader_arguments(config, folder, source),
            within=near,
            kind=source.kind,
            name=f"networks.{number}",
        )
        for number, source in enumerate(config.inputs.networks)
    }


def _cameras_outdoors(readings: Readings, config: PlanConfig) -> Reading:
    """Return the cameras, those inside houses moved before the wall, with a note on each."""
    reading = readings["cameras"]
    table, notes = outdoor_cameras.cameras(
        reading.table,
        buildings=readings["buildings"].table if "buildings" in readings else None,
        streets=readings["streets"].table,
        default_height_m=config.sites.mount_height_m,
        crs=config.case.crs,
        file=reading.account.file,
    )
    return _with_notes(evolve(reading, table=table), notes)


def _with_altitude_note(reading: Reading, terrain: Heights, *, grid: Grid) -> Reading:
    """Return the buildings as they are, with a note if their heights follow the terrain."""
    file = reading.account.file
    return _with_notes(
        reading, rasters.altitude_note(reading.table, terrain=terrain, grid=grid, file=file)
    )


def _with_indoor_carriers_note(readings: Readings, config: PlanConfig) -> Reading:
    """Return the carriers as they are, with a note on those that stand in a building."""
    reading = readings["carriers"]
    notes = outdoor_cameras.carriers(
        reading.table,
        buildings=readings["buildings"].table if "buildings" in readings else None,
        default_height_m=config.sites.mount_height_m,
        file=reading.account.file,
    )
    return _with_notes(reading, notes)


def _with_notes(reading: Reading, notes: Iterable[Problem]) -> Reading:
    account = reading.account
    return evolve(reading, account=evolve(account, notes=(*account.notes, *notes)))


def _refuse_no_incidents(reading: Reading | None) -> None:
    """Raise if a file of incidents leaves none: without them every street would count the same."""
    if reading is None or not reading.table.empty:
        return
    account = reading.account
    outside = [note for note in account.notes if note.kind == "all_outside"]
    values = {"n": account.rows_read, "reasons": count_phrases("dropped", account.dropped)}
    raise InputError(outside or Problem("nothing_left", account.file, values=values))


def _of_cameras(config: PlanConfig) -> dict[str, object]:
    """Return what only cameras are read with; a register has models that nobody plans with."""
    source = config.inputs.cameras
    if source is None:
        return {}
    models = None if source.as_register else partial(equipment.model_problems, config=config)
    return {"provenance": source.provenance, "register": source.as_register, "models": models}


def _reader_arguments(config: PlanConfig, folder: Path, source: SourceSection) -> dict[str, Any]:
    return {
        "path": folder / source.path,
        "crs": config.case.crs,
        "layer": source.layer,
        "source_crs": source.crs,
        "columns": source.columns or None,
    }


def _union(reading: Reading | None) -> Area | None:
    if reading is None:
        return None
    return cast("Area", reading.table.geometry.union_all())


def _area_around(lines: gpd.GeoDataFrame) -> Area:
    west, south, east, north = lines.total_bounds
    margin_m = AROUND_STREETS_M
    around_m = (west - margin_m, south - margin_m, east + margin_m, north + margin_m)
    return cast("Area", shapely.box(*around_m))


def _grid(config: PlanConfig, area: Area, readings: Readings) -> Grid:
    """Return the raster cells that hold the area, the existing cameras and a camera's range."""
    bounds = [area.bounds]
    if "cameras" in readings and not readings["cameras"].table.empty:
        bounds.append(tuple(readings["cameras"].table.total_bounds))
    low, high = np.min(bounds, axis=0), np.max(bounds, axis=0)
    return around(
        (float(low[0]), float(low[1]), float(high[2]), float(high[3])),
        crs=config.case.crs,
        cell_m=config.viewshed.cell_m,
        margin_m=max(model.range_m for model in config.camera_models),
    )


def _inputs(
    config: PlanConfig,
    *,
    folder: Path,
    area: Area,
    grid: Grid,
    readings: Readings,
    heights: Mapping[str, tuple[Heights, Account]],
) -> Inputs:
    register = None
    if "cameras" in readings:
        carriers_read = readings["carriers"].table if "carriers" in readings else None
        standing, register = registered_cameras.divided(
            readings["cameras"], carriers_known=equipment.carriers_known(config, carriers_read)
        )
        readings = {**readings, "cameras": standing}
    tables = {name: reading.table for name, reading in readings.items()}
    accounts = {name: reading.account for name, reading in readings.items()}
    accounts |= {name: account for name, (_, account) in heights.items()}
    layers = {name: layer for name, (layer, _) in heights.items()}
    backdrops = [table for name, table in tables.items() if name.startswith("backdrop")]
    places = [table for name, table in tables.items() if name.startswith("places")]
    lines = [table for name, table in tables.items() if name.startswith("networks")]
    more = [table for name, table in tables.items() if name.startswith("more_incidents")]
    optional = ("buildings", "trees", "incidents", "cameras", "carriers", "districts", "no_mount")
    return Inputs(
        grid=grid,
        area=area,
        streets=tables["streets"],
        terrain=layers.get("terrain"),
        surface=layers.get("surface"),
        canopy=layers.get("canopy"),
        backdrop=pd.concat(backdrops, ignore_index=True) if backdrops else None,
        more_incidents=tuple(more),
        places=pd.concat(places, ignore_index=True) if places else None,
        networks=pd.concat(lines, ignore_index=True) if lines else None,
        accounts=(
            *(accounts[name] for name in config.inputs.sources() if name in accounts),
            *demand_inputs.accounts_of_types(config, folder=folder),
        ),
        register=register,
        **{name: tables.get(name) for name in (*optional, "spaces", "private", "addresses")},
    )
