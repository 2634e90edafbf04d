"""A plan file for the outputs: the least one, with what its `[output]` asks to be written."""

from placement.config import PlanConfig


def config_writing(**output: object) -> PlanConfig:
    """Return a plan file whose section `[output]` holds some keys."""
    model = {"name": "wide", "hfov_deg": 90, "vfov_deg": 50, "width_px": 2560, "cost_czk": 0}
    return PlanConfig.model_validate(
        {
            "case": {"name": "Litvínov"},
            "inputs": {"streets": {"path": "streets.gpkg", "provenance": "synthetic"}},
            "camera_models": [model],
            "phases": [{"name": "target", "cameras": 75}],
            "output": output,
        }
    )
