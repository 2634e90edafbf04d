"""The surface of a case: what people stand on and what hides them, as the plan file asks."""

from attrs import evolve

from placement.config.sections import PlanConfig
from placement.pipeline.case_inputs import Inputs
from placement.visibility import surface
from placement.visibility.obstacles import canopy
from placement.visibility.surface import Engine, Surface


def surface_of(config: PlanConfig, inputs: Inputs) -> Surface:
    """Return the surface of a case.

    With `viewshed.engine = "auto"` buildings are kept in their exact outlines where there are any,
    unless a measured surface model already holds them.
    """
    measured, leaves = config.inputs.surface, config.inputs.canopy
    season = config.viewshed.season
    built = surface.build(
        inputs.grid,
        ground=inputs.terrain,
        buildings=inputs.buildings,
        trees=inputs.trees,
        surface=inputs.surface,
        surface_above="sea" if measured is None else measured.above,
        engine=engine_of(config, inputs),
        season=season,
    )
    if leaves is None or inputs.canopy is None:
        return built
    grown = canopy.canopy(
        inputs.grid,
        inputs.canopy,
        built.ground,
        crown_base_m=leaves.crown_base_m,
        crown_width_m=leaves.crown_width_m,
        season=season,
    )
    return evolve(built, canopy=grown)


def engine_of(config: PlanConfig, inputs: Inputs) -> Engine:
    """Return the engine a case is analysed with."""
    asked = config.viewshed.engine
    if asked != "auto":
        return asked
    return "vector" if inputs.buildings is not None and inputs.surface is None else "raster"
