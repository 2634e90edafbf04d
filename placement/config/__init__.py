"""The plan file: `plan.toml` → `PlanConfig`, frozen, with every problem and its remedy at once."""

from placement.config.file import (
    PLAN_FILE,
    as_toml,
    load,
    plan_file_of,
    with_optimise_keys,
    with_repetitions,
    with_what_if,
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
    "as_toml",
    "load",
    "plan_file_of",
    "with_optimise_keys",
    "with_repetitions",
    "with_what_if",
]
