"""A plan file for a person to go on with: what is given, and every other key as a comment."""

from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from placement.config import problems
from placement.config.meanings import is_list, meaning, section_in
from placement.config.problems import PLAN_FILE
from placement.config.sections import PlanConfig
from placement.config.source import SourceSection
from placement.errors import ConfigError
from placement.texts import Language, format_value

Values = Mapping[str, Any]


def commented(values: Values, *, language: Language) -> str:
    """Return a plan file with a sentence before every key.

    Parameters
    ----------
    values
        What the file shall say, as a plan file has it; the other keys stand in it as comments with
        their defaults, each list of sections not given with its indispensable keys.
    language
        Of the sentences.

    Raises
    ------
    ConfigError
        If the values make no plan file.
    """
    try:
        PlanConfig.model_validate(values)
    except ValidationError as error:
        raise ConfigError(problems.of_validation(error, file=PLAN_FILE)) from error
    return "\n".join(_sections(PlanConfig, values, "", language)).strip() + "\n"


def _sections(
    section: type[BaseModel], values: Values, path: str, language: Language
) -> Iterator[str]:
    """Yield the lines of each section inside a section, the section's own keys before them."""
    for name, field in section.model_fields.items():
        part = section_in(field.annotation)
        if part is None:
            continue
        inner = f"{path}.{name}".lstrip(".")
        yield from ("", f"# {format_value(meaning(section, name), language)}")
        value = values.get(name)
        if is_list(field.annotation):
            for number, entry in enumerate(value or ()):
                yield from ([""] if number else [])
                yield f"[[{inner}]]"
                yield from _keys(part, entry, inner, language) if number == 0 else _plain(entry)
            if not value:
                yield from (f"# [[{inner}]]", *_required_keys(part))
        elif value is None and _optional(field):
            yield from (f"# [{inner}]", *_required_keys(part))
        else:
            yield from (f"[{inner}]", *_keys(part, value or {}, inner, language))
            yield from _sections(part, value or {}, inner, language)


def _keys(section: type[BaseModel], values: Values, path: str, language: Language) -> Iterator[str]:
    tables = []
    source_keys = SourceSection.model_fields if issubclass(section, SourceSection) else {}
    for name, field in section.model_fields.items():
        if section_in(field.annotation) is not None:
            continue
        if isinstance(values.get(name), Mapping):
            tables.append(name)
        elif name in values:
            yield from [] if name in source_keys else [_meaning_line(section, name, language)]
            yield f"{name} = {_toml_value(values[name])}"
        elif name not in source_keys and not field.is_required():
            yield _meaning_line(section, name, language)
            yield f"# {name} = {_default(field)}"
    for name in tables:
        yield f"[{path}.{name}]"
        yield tomli_w.dumps(dict(values[name])).strip()


def _plain(values: Values) -> Iterator[str]:
    yield from (f"{name} = {_toml_value(value)}" for name, value in values.items())


def _meaning_line(section: type[BaseModel], name: str, language: Language) -> str:
    return f"# {format_value(meaning(section, name), language)}"


def _required_keys(section: type[BaseModel]) -> Iterator[str]:
    for name, field in section.model_fields.items():
        if field.is_required():
            yield f"# {name} = …"


def _optional(field: FieldInfo) -> bool:
    return not field.is_required() and field.default is None


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True) if not field.is_required() else None
    if value in (None, PydanticUndefined, {}, ()):
        return "…"
    return _toml_value(value)


def _toml_value(value: object) -> str:
    """Return a value as TOML writes it, on one line."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml_value(part) for part in value)}]"
    return tomli_w.dumps({"": value}).split("=", 1)[1].strip()
