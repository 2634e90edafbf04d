"""The surface of a case: its ground and what hides people, as the plan file sets it."""

import math

import geopandas as gpd
import numpy as np
from attrs import evolve

from placement.config.sections import PlanConfig
from placement.pipeline.case_inputs import Inputs
from placement.visibility import surface
from placement.visibility.obstacles import canopy
from placement.visibility.surface import Engine, Surface


def surface_of(config: PlanConfig, inputs: Inputs, *, engine: Engine | None = None) -> Surface:
    """Return the surface of a case, with another engine than its own where one is named.

    With `viewshed.engine = "auto"` buildings are kept in their exact outlines where there are any,
    unless a measured surface model already holds them.
    """
    surface_section, canopy_section = config.inputs.surface, config.inputs.canopy
    season = config.viewshed.season
    surface_built = surface.build(
        inputs.grid,
        ground=inputs.terrain,
        buildings=inputs.buildings,
        trees=inputs.trees,
        surface=inputs.surface,
        surface_above="sea" if surface_section is None else surface_section.above,
        engine=engine or engine_of(config, inputs),
        season=season,
    )
    if canopy_section is None or inputs.canopy is None:
        return surface_built
    canopy_of_case = canopy.build(
        inputs.grid,
        inputs.canopy,
        surface_built.ground,
        crown_base_m=canopy_section.crown_base_m,
        crown_width_m=canopy_section.crown_width_m,
        season=season,
    )
    return evolve(surface_built, canopy=canopy_of_case)


def inputs_around(inputs: Inputs, *, x_m: float, y_m: float, reach_m: float) -> Inputs:
    """Return inputs whose surface is, within reach of a place, that of the whole case.

    Houses and trees within reach are whole, with the ground below them. Where the terrain has gaps
    nothing is cut off: how a gap is filled may depend on what lies far away.
    """
    grid, terrain = inputs.grid, inputs.terrain
    if terrain is not None and np.isnan(terrain).any():
        return inputs
    reach = (x_m - reach_m, y_m - reach_m, x_m + reach_m, y_m + reach_m)
    buildings, trees = _touching(inputs.buildings, reach), _touching(inputs.trees, reach)
    frames = [frame for frame in (buildings, trees) if frame is not None and not frame.empty]
    boxes = [reach, *(frame.total_bounds for frame in frames)]
    west, south = np.min(boxes, axis=0)[:2]
    east, north = np.max(boxes, axis=0)[2:]
    first_row = max(0, math.floor((grid.y_max - north) / grid.cell_m) - 1)
    first_column = max(0, math.floor((west - grid.x_min) / grid.cell_m) - 1)
    end_row = min(grid.rows, math.ceil((grid.y_max - south) / grid.cell_m) + 1)
    end_column = min(grid.columns, math.ceil((east - grid.x_min) / grid.cell_m) + 1)
    cells = np.s_[first_row:end_row, first_column:end_column]
    window = evolve(
        grid,
        x_min=grid.x_min + first_column * grid.cell_m,
        y_max=grid.y_max - first_row * grid.cell_m,
        rows=end_row - first_row,
        columns=end_column - first_column,
    )
    return evolve(
        inputs,
        grid=window,
        buildings=buildings,
        trees=trees,
        terrain=None if terrain is None else terrain[cells],
        surface=None if inputs.surface is None else inputs.surface[cells],
        canopy=None if inputs.canopy is None else inputs.canopy[cells],
    )


def _touching(
    frame: gpd.GeoDataFrame | None, box: tuple[float, float, float, float]
) -> gpd.GeoDataFrame | None:
    """Return the rows whose shapes touch a box."""
    if frame is None or frame.empty:
        return frame
    return frame.iloc[np.sort(frame.sindex.intersection(box))]


def drawn_surface(config: PlanConfig, inputs: Inputs, *, own: Surface | None = None) -> Surface:
    """Return the surface that pictures are drawn of: houses in their outlines where there are any.

    It is the case's own where that has them.
    """
    raster_only = inputs.buildings is None or inputs.surface is not None
    if own is not None and (raster_only or own.prisms is not None):
        return own
    return surface_of(config, inputs, engine=None if raster_only else "vector")


def engine_of(config: PlanConfig, inputs: Inputs) -> Engine:
    """Return the engine a case is analysed with."""
    engine = config.viewshed.engine
    if engine != "auto":
        return engine
    return "vector" if inputs.buildings is not None and inputs.surface is None else "raster"
