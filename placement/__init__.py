"""Plan a town's municipal CCTV: where cameras see most of what matters, phase by phase.

The names below are the front door: what a notebook or another program calls. Each is imported when
it is first used, so that `import placement` costs nothing.

>>> import placement
>>> "plan_case" in dir(placement)
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placement.api.camera_picture import CameraPicture, camera_picture
    from placement.api.camera_poses import camera_pose
    from placement.api.camera_viewshed import CameraViewshed, camera_viewshed
    from placement.api.case import Case, check_case, read_case
    from placement.api.comparison import compare_plans
    from placement.api.evaluation import CameraEvaluation, evaluate_cameras, validate_case
    from placement.api.planning import plan_case, street_demand
    from placement.api.results import PlanResult, read_plan, write_plan
    from placement.api.tables import case_from_tables
    from placement.config import PlanConfig
    from placement.demand.heat import network_heat
    from placement.errors import (
        ConfigError,
        InfeasibleError,
        InputError,
        OutputError,
        PlacementError,
        SolverError,
    )
    from placement.optimise.covering import maximal_covering
    from placement.visibility.viewshed import line_of_sight

__version__ = "0.1.0"

__all__ = [
    "CameraEvaluation",
    "CameraPicture",
    "CameraViewshed",
    "Case",
    "ConfigError",
    "InfeasibleError",
    "InputError",
    "OutputError",
    "PlacementError",
    "PlanConfig",
    "PlanResult",
    "SolverError",
    "camera_picture",
    "camera_pose",
    "camera_viewshed",
    "case_from_tables",
    "check_case",
    "compare_plans",
    "evaluate_cameras",
    "line_of_sight",
    "maximal_covering",
    "network_heat",
    "plan_case",
    "read_case",
    "read_plan",
    "street_demand",
    "validate_case",
    "write_plan",
]

_HOMES = {
    "placement.api.camera_picture": ("CameraPicture", "camera_picture"),
    "placement.api.camera_poses": ("camera_pose",),
    "placement.api.camera_viewshed": ("CameraViewshed", "camera_viewshed"),
    "placement.api.case": ("Case", "check_case", "read_case"),
    "placement.api.comparison": ("compare_plans",),
    "placement.api.evaluation": ("CameraEvaluation", "evaluate_cameras", "validate_case"),
    "placement.api.planning": ("plan_case", "street_demand"),
    "placement.api.results": ("PlanResult", "read_plan", "write_plan"),
    "placement.api.tables": ("case_from_tables",),
    "placement.config": ("PlanConfig",),
    "placement.demand.heat": ("network_heat",),
    "placement.errors": (
        "ConfigError",
        "InfeasibleError",
        "InputError",
        "OutputError",
        "PlacementError",
        "SolverError",
    ),
    "placement.optimise.covering": ("maximal_covering",),
    "placement.visibility.viewshed": ("line_of_sight",),
}
_ROOMS = ("demand", "optimise", "pipeline", "viewshed")
"""Rooms that others call by `placement.ROOM.function` after `import placement` alone."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- any of the names
    """Import a name of the front door when it is first used."""
    if name in _ROOMS:
        return import_module(f"placement.{name}")
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(module), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'placement' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names of the front door, and what every module has."""
    return sorted({*globals(), *__all__, *_ROOMS})
