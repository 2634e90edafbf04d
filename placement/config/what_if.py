"""The plan file under a what-if question: keys with other values, other money, other numbers."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import tomli_w
from attrs import asdict, frozen
from pydantic import ValidationError

from placement.config import problems
from placement.config.problems import PLAN_FILE
from placement.config.sections import PhaseSection, PlanConfig
from placement.errors import ConfigError, MissingInputError, Problem
from placement.texts import NO_BREAK_SPACE, number

OPTION = "--set"
"""Where a key stands that a question sets, for messages."""
PART = re.compile(r'"([^"]*)"|([^."]+)')
"""A part of a dotted key; what holds dots stands in quotes, as in TOML."""
NAMES = ("name", "district")
"""Keys that name an entry of a list."""


@frozen
class Question:
    """What a what-if question adds to the plan file, field by field as `[what_if]` has them."""

    fix: Sequence[str] = ()
    forbid: Sequence[str] = ()
    move: Sequence[str] = ()
    set: Sequence[str] = ()
    cameras: int | None = None
    budget_czk: float | None = None
    only: bool = False


def settings_of(settings: Mapping[str, Any] | Sequence[str]) -> tuple[str, ...]:
    """Return keys with their values as `[what_if]` has them: "key=value", the value as in TOML."""
    if not isinstance(settings, Mapping):
        return tuple(settings)
    return tuple(f"{key}={_toml(value)}" for key, value in settings.items())


def _toml(value: object) -> str:
    return "" if value is None else tomli_w.dumps({"value": value}).partition("=")[2].strip()


def with_question(config: PlanConfig, question: Question) -> PlanConfig:
    """Return the plan file with more in its `[what_if]` section; unchanged if nothing is asked.

    Raises
    ------
    ConfigError
        If a part of the question cannot stand there.
    """
    if question == Question():
        return config
    plain = config.model_dump()
    section = plain["what_if"] or asdict(Question())
    for name, value in asdict(question).items():
        if isinstance(value, list | tuple):
            section[name] = (*section[name], *value)
        elif value not in (None, False):
            section[name] = value
    plain["what_if"] = section
    return _validated(plain, file=PLAN_FILE)


def under_question(config: PlanConfig, *, folder: Path | None = None) -> PlanConfig:
    """Return the plan file with the keys, phases and money that its question asks for.

    `[what_if]` itself stays. `folder` is where paths of input files start from; they are not looked
    for without it.

    Raises
    ------
    ConfigError
        With every key that is not there and every value that cannot stand there.
    MissingInputError
        If only input files are missing.
    """
    question = config.what_if
    if question is None:
        return config
    config_asked = _with_settings(config, question.set, folder) if question.set else config
    phases = _phases(config_asked.phases, cameras=question.cameras, budget_czk=question.budget_czk)
    if phases == config_asked.phases:
        return config_asked
    optimise = config_asked.optimise.model_copy(update={"phase_weights": None})
    return config_asked.model_copy(update={"phases": phases, "optimise": optimise})


def _with_settings(config: PlanConfig, settings: Sequence[str], folder: Path | None) -> PlanConfig:
    plain = config.model_dump()
    wrong: list[Problem] = []
    keys: list[str] = []
    for setting in settings:
        key, sign, value = setting.partition("=")
        keys.append(key.strip())
        if not (sign and key.strip()):
            wrong.append(Problem("set_without_value", OPTION, values={"found": setting}))
        elif keys.count(key.strip()) == 2:
            wrong.append(Problem("set_twice", OPTION, column=key.strip()))
        else:
            wrong += _set_key(plain, key.strip(), value.strip())
    if wrong:
        raise ConfigError(wrong)
    config_asked = _validated(plain, file=OPTION)
    contradictions = list(problems.between_sections(config_asked, file=OPTION))
    missing = (
        [] if folder is None else problems.missing_files(config_asked, folder=folder, file=OPTION)
    )
    if contradictions:
        raise ConfigError([*contradictions, *missing])
    if missing := list(missing):
        raise MissingInputError(missing)
    return config_asked


def _validated(plain: dict[str, Any], *, file: str) -> PlanConfig:
    try:
        return PlanConfig.model_validate(plain)
    except ValidationError as error:
        raise ConfigError(problems.of_validation(error, file=file)) from error


def _set_key(plain: dict[str, Any], key: str, value: str) -> list[Problem]:
    """Put the value of a dotted key into plain values; return what is wrong with the key."""
    parts = [quoted or bare.strip() for quoted, bare in PART.findall(key)]
    *path, last = parts or [key]
    at: Any = plain
    for depth, part in enumerate(path):
        place = _index(at, part)
        if place is None:
            return [_no_entry(key, ".".join(parts[:depth]), part, at)]
        inner = at[place] if isinstance(at, list) else at.get(place)
        if isinstance(inner, tuple):
            inner = list(inner)
        at[place] = inner if isinstance(inner, dict | list) else {}
        at = at[place]
    if _index(at, last) is None:
        return [_no_entry(key, ".".join(path), last, at)]
    if value:
        at[_index(at, last)] = _plain_value(value)
    elif isinstance(at, dict):
        at.pop(last, None)  # as if the file did not say it
    else:
        at.pop(_index(at, last))
    return []


def _index(at: Any, part: str) -> Any:  # noqa: ANN401 -- a key of a section or a place in a list
    return _entry(at, part) if isinstance(at, list) else part


def _entry(entries: Sequence[Any], part: str) -> int | None:
    """Return the place of a list's entry by its number, counted from 0, or its name."""
    names = [_name(entry) for entry in entries]
    if part in names:
        return names.index(part)
    return int(part) if part.isdecimal() and int(part) < len(entries) else None


def _name(entry: object) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    return next((str(entry[key]) for key in NAMES if key in entry), "")


def _no_entry(key: str, of: str, part: str, entries: Sequence[Any]) -> Problem:
    names = [_name(entry) or str(number) for number, entry in enumerate(entries)]
    near = get_close_matches(part, names, n=1, cutoff=0.5)
    shown = [f'"{name}"' if "." in name else name for name in near or names]
    values = {
        "list": of,
        "found": part,
        "n": len(entries),
        "choices": ", ".join(shown) or "–",
    }
    return Problem("set_no_entry", OPTION, column=key, values=values)


def _plain_value(value: str) -> object:
    """Return a value as TOML has it; what is none of TOML's is a text."""
    try:
        plain = tomllib.loads(f"value = {value}")
    except Exception:  # whatever TOML's reader stumbles over
        return value
    return plain["value"] if plain.keys() == {"value"} else value


def _phases(
    phases: tuple[PhaseSection, ...], *, cameras: int | None, budget_czk: float | None
) -> tuple[PhaseSection, ...]:
    """Return the phases for another number of cameras at the end, or for one sum of money."""
    most = phases[-1].cameras if cameras is None else cameras
    if budget_czk is not None:
        name = f"{number(budget_czk, 'cs', 0)}{NO_BREAK_SPACE}Kč"
        return (PhaseSection(name=name, cameras=most, budget_czk=budget_czk),)
    if cameras is None:
        return phases
    reaching = (k for k, one in enumerate(phases) if one.cameras and one.cameras >= cameras)
    last = next(reaching, len(phases) - 1)
    return (*phases[:last], phases[last].model_copy(update={"cameras": cameras}))
