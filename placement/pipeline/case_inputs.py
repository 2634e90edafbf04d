"""All inputs of a case, read and checked; every problem of every input is raised at once."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from attrs import evolve, frozen

from placement.config import PlanConfig, SourceSection
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
    spaces,
    streets,
    trees,
)
from placement.inputs.account import Account, Reading
from placement.pipeline import (
    altitudes,
    demand_inputs,
    equipment,
    outdoor_cameras,
    rasters,
)
from placement.pipeline.progress import Progress, silent
from placement.texts import counted
from placement.visibility.surface import Heights

AROUND_STREETS_M = 30.0
"""Without an area, what lies this close to a street is planned. [m]"""

Readings = dict[str, Reading]
Area = shapely.Polygon | shapely.MultiPolygon


@frozen(eq=False)
class Inputs:
    """The tables and rasters of a case, in the working system; None where not given."""

    grid: Grid
    area: Area
    """What is planned: a polygon."""
    streets: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame | None
    trees: gpd.GeoDataFrame | None
    terrain: Heights | None
    surface: Heights | None
    canopy: Heights | None
    """Heights of trees above the ground. [m]"""
    incidents: gpd.GeoDataFrame | None
    cameras: gpd.GeoDataFrame | None
    carriers: gpd.GeoDataFrame | None
    districts: gpd.GeoDataFrame | None
    no_mount: gpd.GeoDataFrame | None
    backdrop: gpd.GeoDataFrame | None
    """Column `kind`: water, woods, park, railway."""
    accounts: tuple[Account, ...]
    """What became of the rows of every input, in the order of the plan file."""
    more_incidents: tuple[gpd.GeoDataFrame, ...] = ()
    """Further incidents, in the order of the plan file; polygons where their role is fear."""
    places: gpd.GeoDataFrame | None = None
    spaces: gpd.GeoDataFrame | None = None


class _Collector:
    """Runs readers one by one and keeps the problems until all have been heard."""

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


def read(config: PlanConfig, *, folder: Path, progress: Progress = silent) -> Inputs:
    """Return the inputs of a case whose paths are relative to a folder.

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
    found = _areas(config, folder, collector)
    area = _union(found.get("area"))
    found |= _tables(config, folder, collector, area, only="streets")
    if area is None and "streets" in found:
        area = _around(found["streets"].table)
    found |= _tables(config, folder, collector, area)
    found |= demand_inputs.read(
        config,
        folder=folder,
        area=area,
        attempt=collector.attempt,
        common=partial(_common, config, folder),
    )
    collector.attempt(_some_incidents, found.get("incidents"))
    collector.check()
    if area is None:
        raise InputError(Problem("no_streets", column="inputs.streets"))
    grid = _frame(config, area, found)
    found_rasters = rasters.read(
        config, folder=folder, grid=grid, area=area, attempt=collector.attempt
    )
    collector.check()
    if found.get("buildings") is not None and "terrain" in found_rasters:
        found["buildings"] = _above_sea(found["buildings"], found_rasters["terrain"][0], grid=grid)
    if found.get("cameras") is not None:
        found["cameras"] = _judged(found, config)
    if found.get("carriers") is not None:
        found["carriers"] = _in_the_open(found, config)
    return _inputs(config, folder=folder, area=area, grid=grid, found=found, heights=found_rasters)


def _areas(config: PlanConfig, folder: Path, collector: _Collector) -> Readings:
    found: Readings = {}
    for name in ("area", "districts", "no_mount"):
        source: SourceSection | None = getattr(config.inputs, name)
        if source is not None:
            given = _common(config, folder, source)
            found[name] = collector.attempt(areas.read, **given, name=name)
    for number, drawn in enumerate(config.inputs.backdrop):
        given = _common(config, folder, drawn)
        del given["columns"]
        name = f"backdrop.{number}"
        found[name] = collector.attempt(backdrop.read, **given, kind=drawn.kind, name=name)
    return {name: reading for name, reading in found.items() if reading is not None}


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
        "cameras": (cameras.read, None, _stated(config.inputs.cameras)),
        "carriers": (carriers.read, 0.0, {}),
    }
    found: Readings = {}
    for name, (reader, margin_m, more) in readers.items():
        source: SourceSection | None = getattr(config.inputs, name)
        if source is None or (name == "streets") != (only == "streets"):
            continue
        near = None if area is None or margin_m is None else area.buffer(margin_m)
        given = _common(config, folder, source)
        if name == "cameras" and found.get("addresses") is not None:
            given["addresses"] = found["addresses"].table
        found[name] = collector.attempt(reader, **given, within=near, **more)
    if found.get("cameras") is not None:
        listed = found["cameras"]
        said = {"file": listed.account.file, "source_rows": listed.source_rows}
        notes = collector.attempt(equipment.notes, listed.table, config, **said)
        found["cameras"] = _noting(found["cameras"], notes or ())
    return {name: reading for name, reading in found.items() if reading is not None}


def _judged(found: Readings, config: PlanConfig) -> Reading:
    """Return the cameras, those inside houses brought before the wall, with a note on each."""
    reading = found["cameras"]
    table, notes = outdoor_cameras.cameras(
        reading.table,
        buildings=found["buildings"].table if "buildings" in found else None,
        streets=found["streets"].table,
        default_height_m=config.sites.mount_height_m,
        crs=config.case.crs,
        file=reading.account.file,
    )
    return _noting(evolve(reading, table=table), notes)


def _above_sea(reading: Reading, terrain: Heights, *, grid: Grid) -> Reading:
    """Return the buildings as they are, with a note if their heights follow the terrain."""
    file = reading.account.file
    return _noting(reading, altitudes.note(reading.table, terrain=terrain, grid=grid, file=file))


def _in_the_open(found: Readings, config: PlanConfig) -> Reading:
    """Return the carriers as they are, with a note on those that stand in a building."""
    reading = found["carriers"]
    notes = outdoor_cameras.carriers(
        reading.table,
        buildings=found["buildings"].table if "buildings" in found else None,
        default_height_m=config.sites.mount_height_m,
        file=reading.account.file,
    )
    return _noting(reading, notes)


def _noting(reading: Reading, notes: Iterable[Problem]) -> Reading:
    account = reading.account
    return evolve(reading, account=evolve(account, notes=(*account.notes, *notes)))


def _some_incidents(reading: Reading | None) -> None:
    """Raise if a file of incidents leaves none: without them every street would count the same."""
    if reading is None or not reading.table.empty:
        return
    account = reading.account
    outside = [note for note in account.notes if note.kind == "all_outside"]
    values = {"n": account.rows_read, "reasons": counted("dropped", account.dropped)}
    raise InputError(outside or Problem("nothing_left", account.file, values=values))


def _stated(source: SourceSection | None) -> dict[str, object]:
    return {} if source is None else {"provenance": source.provenance}


def _common(config: PlanConfig, folder: Path, source: SourceSection) -> dict[str, Any]:
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


def _around(lines: gpd.GeoDataFrame) -> Area:
    west, south, east, north = lines.total_bounds
    margin_m = AROUND_STREETS_M
    around_m = (west - margin_m, south - margin_m, east + margin_m, north + margin_m)
    return cast("Area", shapely.box(*around_m))


def _frame(config: PlanConfig, area: Area, found: Readings) -> Grid:
    """Return the raster frame that holds the area, the existing cameras and a camera's range."""
    bounds = [area.bounds]
    if "cameras" in found and not found["cameras"].table.empty:
        bounds.append(tuple(found["cameras"].table.total_bounds))
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
    found: Readings,
    heights: Mapping[str, tuple[Heights, Account]],
) -> Inputs:
    tables = {name: reading.table for name, reading in found.items()}
    accounts = {name: reading.account for name, reading in found.items()}
    accounts |= {name: account for name, (_, account) in heights.items()}
    layers = {name: layer for name, (layer, _) in heights.items()}
    drawn = [table for name, table in tables.items() if name.startswith("backdrop")]
    placed = [table for name, table in tables.items() if name.startswith("places")]
    more = [table for name, table in tables.items() if name.startswith("more_incidents")]
    optional = ("buildings", "trees", "incidents", "cameras", "carriers", "districts", "no_mount")
    return Inputs(
        grid=grid,
        area=area,
        streets=tables["streets"],
        terrain=layers.get("terrain"),
        surface=layers.get("surface"),
        canopy=layers.get("canopy"),
        backdrop=pd.concat(drawn, ignore_index=True) if drawn else None,
        more_incidents=tuple(more),
        places=pd.concat(placed, ignore_index=True) if placed else None,
        accounts=(
            *(accounts[name] for name in config.inputs.given() if name in accounts),
            *demand_inputs.accounts_of_types(config, folder=folder),
        ),
        **{name: tables.get(name) for name in (*optional, "spaces")},
    )
