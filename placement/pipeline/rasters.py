"""Reading the rasters of a case onto its grid, and checking that they fit each other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from placement.config.sections import PlanConfig
from placement.errors import InputError, Problem
from placement.grid import Grid
from placement.inputs.account import Account
from placement.inputs.rasters import elevation
from placement.visibility.surface import Above, Heights

SURELY_GROUND_M = 10.0
"""A measured surface does not lie this far below the terrain. [m]"""

Rasters = dict[str, tuple[Heights, Account]]


def read(
    config: PlanConfig,
    *,
    folder: Path,
    grid: Grid,
    area: shapely.Geometry,
    attempt: Callable[..., Any],
) -> Rasters:
    """Return heights and account of each raster that a plan file names.

    `attempt(reader, …)` runs a reader and returns None where it found problems, which it keeps.
    """
    section = config.inputs
    reference: dict[str, Above] = {"terrain": "sea", "canopy": "ground"}
    reference["surface"] = "sea" if section.surface is None else section.surface.above
    rasters: Rasters = {}
    for name in ("terrain", "surface", "canopy"):
        source = section.given().get(name)
        if source is None:
            continue
        result = attempt(
            elevation.read,
            folder / source.path,
            grid=grid,
            source_crs=source.crs,
            name=name,
            above=reference[name],
            within=area,
        )
        if result is not None:
            rasters[name] = result
    if reference["surface"] == "sea" and {"terrain", "surface"} <= rasters.keys():
        attempt(_refuse_sunken, rasters["surface"], rasters["terrain"][0])
    return rasters


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
