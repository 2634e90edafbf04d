"""The plan file: `plan.toml` → `PlanConfig`, frozen, with every problem and its remedy at once."""

from placement.config.file import (
    PLAN_FILE,
    load,
    overridden,
    plan_file_of,
    repeating,
    resolved,
    supposing,
)
from placement.config.output import OutputSection
from placement.config.section import Section
from placement.config.sections import PlanConfig
from placement.config.source import SourceSection

__all__ = [
    "PLAN_FILE",
    "OutputSection",
    "PlanConfig",
    "Section",
    "SourceSection",
    "load",
    "overridden",
    "plan_file_of",
    "repeating",
    "resolved",
    "supposing",
]
