"""`Setting`: one key of a finished plan's file with what it means, as it holds for the plan."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen
from pydantic import BaseModel

from placement.config.meanings import meaning, section_in
from placement.config.sections import PlanConfig
from placement.texts import Language, format_value

SECTIONS = (
    "demand", "sites", "existing", "viewshed", "night", "privacy", "optimise", "study",
)  # fmt: skip
"""Sections that say how a plan is computed; the others say of what, and what is written."""
UNIT = re.compile(r"\s*\[([^\[\]]{1,12})\]\.?$")
"""A unit at the end of what a key means."""
WITHOUT_UNIT = "-"


@frozen
class Setting:
    """A key of the plan file, its value, and whether the program or the town chose it."""

    section: str
    section_words: str
    """What the section means."""
    names: tuple[str, ...]
    """The key, and the name in its table where the value is one: `point_cost_czk`, `lamp post`."""
    words: str
    """What it means, in the language of the reader."""
    unit: str
    """Empty where it has none."""
    value: bool | float | str
    is_default: bool
    """Whether a plan file that is silent about it means the same."""


def settings_of(plain: Mapping[str, Any], *, language: Language) -> tuple[Setting, ...]:
    """Return the settings that say how a plan is computed; not those that nothing stands at.

    Parameters
    ----------
    plain
        A plan file with every default, as plain values.
    language
        Of what they mean.
    """
    sections = {
        name: section_in(PlanConfig.model_fields[name].annotation)
        for name in SECTIONS
        if plain.get(name)
    }
    return tuple(
        setting
        for name, section in sections.items()
        if section is not None
        for setting in _of_section(section, plain[name], name, language)
    )


def _of_section(
    section: type[BaseModel], plain: Mapping[str, Any], name: str, language: Language
) -> Iterator[Setting]:
    heading = format_value(meaning(PlanConfig, name), language).rstrip(".")
    for key, field in section.model_fields.items():
        value = plain.get(key)
        if section_in(field.annotation) is not None or value is None:
            continue
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        is_default = value == (list(default) if isinstance(default, tuple) else default)
        words = format_value(meaning(section, key), language)
        unit = UNIT.search(words)
        shown = "" if unit is None or unit[1] == WITHOUT_UNIT else unit[1]
        for part, each in _parts(value):
            yield Setting(name, heading, (key, *part), UNIT.sub("", words), shown, each, is_default)


def _parts(value: object) -> Iterator[tuple[tuple[str, ...], bool | float | str]]:
    """Yield the values at a key: of a table each with its name, of a list all as words."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from (((str(name), *part), each) for part, each in _parts(inner))
    elif isinstance(value, list | tuple):
        if value:
            yield (), ", ".join(str(each) for each in value)
    elif isinstance(value, bool | int | float):
        yield (), value
    elif value is not None:
        yield (), str(value)
