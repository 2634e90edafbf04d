"""What is proposed, what it may claim and leaves open, and all of it as `plan.json` has it."""

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
