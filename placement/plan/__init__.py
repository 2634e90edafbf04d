"""The finished plan as values: cameras, phases, their sensitivity, and the form of `plan.json`."""

from placement.plan.plan import (
    TODAY,
    DistrictResult,
    PhaseResult,
    Plan,
    PlannedCamera,
    Search,
    Status,
)

__all__ = [
    "TODAY",
    "DistrictResult",
    "PhaseResult",
    "Plan",
    "PlannedCamera",
    "Search",
    "Status",
]
