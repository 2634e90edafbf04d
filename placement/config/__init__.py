"""The plan file: `plan.toml` → `PlanConfig`, frozen, with every problem and its remedy at once."""

from placement.config.file import (
    as_toml,
    load,
    plan_file_of,
    with_optimise_keys,
    with_repetitions,
)
from placement.config.output import OutputSection
from placement.config.problems import PLAN_FILE
from placement.config.section import Section
from placement.config.sections import CamerasSection, PlanConfig
from placement.config.source import SourceSection
from placement.config.what_if import Question, settings_of, under_question, with_question

__all__ = [
    "PLAN_FILE",
    "CamerasSection",
    "OutputSection",
    "PlanConfig",
    "Question",
    "Section",
    "SourceSection",
    "as_toml",
    "load",
    "plan_file_of",
    "settings_of",
    "under_question",
    "with_optimise_keys",
    "with_question",
    "with_repetitions",
]
