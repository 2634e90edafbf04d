"""The surface of a case: its ground and what hides people, as the plan file sets it."""

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


def engine_of(config: PlanConfig, inputs: Inputs) -> Engine:
    """Return the engine a case is analysed with."""
    engine = config.viewshed.engine
    if engine != "auto":
        return engine
    return "vector" if inputs.buildings is not None and inputs.surface is None else "raster"
