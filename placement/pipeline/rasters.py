"""Reading the rasters of a case onto its grid, and checking that heights fit each other."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from placement.config.sections import PlanConfig
from placement.errors import InputError, Problem
from placement.grid import Grid
from placement.inputs.account import Account
from placement.inputs.rasters import elevation
from placement.visibility.surface import Above, Heights
from placement.worker import Task, Worker

FEWEST_BUILDINGS = 10
"""Of fewer buildings nothing is said. [-]"""
LEAST_RELIEF_M = 3.0
"""Standard deviation of the ground; on flatter one, heights are not seen to follow it. Assumed."""
SLOPE = (0.7, 1.3)
"""Heights above the sea rise with the ground, metre by metre; assumed bounds. [-]"""
CORRELATION = 0.8
"""With the ground, of heights above the sea where houses are alike; assumed. [-]"""
SURELY_GROUND_M = 10.0
"""A measured surface does not lie this far below the terrain. [m]"""

Rasters = dict[str, tuple[Heights, Account]]


def begin(
    config: PlanConfig, *, folder: Path, grid: Grid, area: shapely.Geometry, worker: Worker
) -> dict[str, Task[tuple[Heights, Account]]]:
    """Begin to read each raster that a plan file names."""
    reference = _reference(config)
    sources = {name: config.inputs.sources().get(name) for name in ("terrain", "surface", "canopy")}
    return {
        name: worker.call(
            elevation.read,
            folder / source.path,
            grid=grid,
            source_crs=source.crs,
            name=name,
            above=reference[name],
            within=area,
        )
        for name, source in sources.items()
        if source is not None
    }


def read(
    config: PlanConfig,
    begun: Mapping[str, Task[tuple[Heights, Account]]],
    *,
    attempt: Callable[..., Any],
) -> Rasters:
    """Return heights and account of each raster that `begin` began to read.

    `attempt(reader, …)` runs a reader and returns None where it found problems, which it keeps.
    """
    results = {name: attempt(task.result) for name, task in begun.items()}
    rasters: Rasters = {name: result for name, result in results.items() if result is not None}
    for height_m, _ in rasters.values():
        height_m.setflags(write=False)  # a copy from another process is not
    if _reference(config)["surface"] == "sea" and {"terrain", "surface"} <= rasters.keys():
        attempt(_refuse_sunken, rasters["surface"], rasters["terrain"][0])
    return rasters


def _reference(config: PlanConfig) -> dict[str, Above]:
    """Return what the heights of each raster count from."""
    surface = config.inputs.surface
    above: Above = "sea" if surface is None else surface.above
    return {"terrain": "sea", "surface": above, "canopy": "ground"}


def _refuse_sunken(measured: tuple[Heights, Account], ground_m: Heights) -> None:
    """Raise if a measured surface lies far below the terrain: it counts from the ground."""
    height_m, account = measured
    over_m = height_m - ground_m
    if not np.isfinite(over_m).any():
        return
    middle_m = float(np.nanmedian(over_m))
    if middle_m < -SURELY_GROUND_M:
        values = {"depth": round(-middle_m, 1)}
        raise InputError(
            Problem(
                "surface_below_terrain", account.file, column="inputs.surface.above", values=values
            )
        )


def altitude_note(
    buildings: gpd.GeoDataFrame, *, terrain: Heights, grid: Grid, file: str
) -> tuple[Problem, ...]:
    """Return a note where the heights a table of buildings states follow the terrain.

    Parameters
    ----------
    buildings
        Table `schema.BUILDINGS`; heights that follow from floors or a default do not count.
    terrain
        On the cells of `grid`. [m]
    file
        For the note.
    """
    stated = buildings[buildings["height_source"] == "height"]
    middle = stated.geometry.representative_point()
    x, y = middle.x.to_numpy(), middle.y.to_numpy()
    within = grid.holds(x, y)
    ground_m = np.full(len(stated), np.nan)
    ground_m[within] = terrain[grid.cell_of(x[within], y[within])]
    is_known = np.isfinite(ground_m)
    ground_m, height_m = ground_m[is_known], stated["height_m"].to_numpy(dtype=np.float64)[is_known]
    if len(ground_m) < FEWEST_BUILDINGS or ground_m.std() < LEAST_RELIEF_M or not height_m.std():
        return ()
    slope = float(np.polyfit(ground_m, height_m, 1)[0])
    together = float(np.corrcoef(ground_m, height_m)[0, 1])
    if not (SLOPE[0] <= slope <= SLOPE[1] and together >= CORRELATION):
        return ()
    above = height_m > ground_m
    off_m = round(float(np.median(height_m - ground_m)))
    values = {"n": int(above.sum()), "total": len(buildings), "off": off_m}
    return (Problem("heights_over_sea", file, column="height_m", values=values),)
