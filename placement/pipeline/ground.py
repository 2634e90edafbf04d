"""The surface of a case: what people stand on and what hides them, as the plan file asks."""

from placement import surface
from placement.config import PlanConfig
from placement.pipeline.reading import Inputs
from placement.surface import Engine, Surface


def surface_of(config: PlanConfig, inputs: Inputs) -> Surface:
    """Return the surface of a case.

    With `viewshed.engine = "auto"` buildings are kept in their exact outlines where there are any,
    unless a measured surface model already holds them.
    """
    return surface.build(
        inputs.grid,
        ground=inputs.terrain,
        buildings=inputs.buildings,
        trees=inputs.trees,
        surface=inputs.surface,
        engine=engine_of(config, inputs),
        season=config.viewshed.season,
    )


def engine_of(config: PlanConfig, inputs: Inputs) -> Engine:
    """Return the engine a case is analysed with."""
    asked = config.viewshed.engine
    if asked != "auto":
        return asked
    return "vector" if inputs.buildings is not None and inputs.surface is None else "raster"
