"""Reading `plan.toml`, and writing it back as it was understood."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import tomli_w
from pydantic import ValidationError

from placement.config import problems
from placement.config.problems import PLAN_FILE
from placement.config.sections import PlanConfig
from placement.errors import ConfigError, InputError, MissingInputError, Problem
from placement.files import plain_bytes

MOST_BYTES = 4_000_000
PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
"""How the reader of TOML says where it stopped, up to Python 3.13 only in its words."""


def plan_file_of(case: Path) -> Path:
    """Return the plan file of a case given as a folder or as the file itself.

    Raises
    ------
    ConfigError
        If there is none.
    """
    try:
        file = case / PLAN_FILE if case.is_dir() else case
        is_file = file.exists() and not file.is_dir()
    except OSError as error:  # a name too long, a folder that may not be entered
        raise ConfigError(Problem("plan_missing", str(case))) from error
    if not is_file:
        raise ConfigError(Problem("plan_missing", str(file)))
    return file


def load(file: Path) -> PlanConfig:
    """Return the plan file, checked.

    Raises
    ------
    ConfigError
        With every problem of the file, missing input files included.
    MissingInputError
        If only input files are missing.
    """
    config = _parsed(file)
    contradictions = list(problems.between_sections(config, file=file.name))
    missing = list(problems.missing_files(config, folder=file.parent, file=file.name))
    if contradictions:
        raise ConfigError([*contradictions, *missing])
    if missing:
        raise MissingInputError(missing)
    return config


def of_result(content: bytes) -> PlanConfig:
    """Return the plan file in the folder of a finished plan, as it was understood there.

    Raises
    ------
    ValueError
        If it is no longer a whole plan file. Its input files may lie elsewhere: nobody asks.
    """
    try:
        return PlanConfig.model_validate(tomllib.loads(content.decode("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def extended(file: Path, *, sections: str) -> bytes:
    """Return the content of a plan file with sections behind it, checked but not written.

    Raises
    ------
    ConfigError
        If they do not go together: such sections stand in one line there, or a name is there twice.
    """
    raw = _raw(file)
    line_end = "\r\n" if b"\r\n" in raw else "\n"
    own = raw.decode("utf-8-sig", errors="replace").rstrip().replace("\r\n", "\n")
    content = f"{own}\n\n{sections.strip()}\n".replace("\n", line_end).encode("utf-8")
    _plain(file)
    try:
        config = PlanConfig.model_validate(tomllib.loads(content.decode("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(Problem("plan_no_room", file.name)) from error
    except ValidationError as error:
        raise ConfigError(problems.of_validation(error, file=file.name)) from error
    contradictions = list(problems.between_sections(config, file=file.name))
    if contradictions:
        raise ConfigError(contradictions)
    return content


def with_optimise_keys(config: PlanConfig, overrides: Mapping[str, object]) -> PlanConfig:
    """Return the plan file with keys of its `[optimise]` section replaced.

    Raises
    ------
    ConfigError
        If a key or value does not fit there.
    """
    if not overrides:
        return config
    plain = config.model_dump()
    plain["optimise"] |= overrides
    try:
        return PlanConfig.model_validate(plain)
    except ValidationError as error:
        raise ConfigError(problems.of_validation(error, file=PLAN_FILE)) from error


def with_repetitions(config: PlanConfig, samples: int) -> PlanConfig:
    """Return the plan file with so many samples in its `[study]` section; with 0 nothing is tried.

    Raises
    ------
    ConfigError
        If they cannot stand there.
    """
    plain = config.model_dump()
    study = {"bootstraps": samples} | ({} if samples else {"height_samples": 0})
    plain["study"] = (plain["study"] or {}) | study
    try:
        return PlanConfig.model_validate(plain)
    except ValidationError as error:
        raise ConfigError(problems.of_validation(error, file=PLAN_FILE)) from error


def as_toml(config: PlanConfig) -> str:
    """Return the plan file with every default written out, as TOML."""
    return tomli_w.dumps(config.model_dump(mode="json", exclude_none=True))


def _parsed(file: Path) -> PlanConfig:
    try:
        return PlanConfig.model_validate(_plain(file))
    except ValidationError as error:
        raise ConfigError(problems.of_validation(error, file=file.name)) from error


def _plain(file: Path) -> dict[str, object]:
    """Return the file as TOML gives it, whatever it holds."""
    raw = _raw(file)
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(Problem("plan_not_utf8", file.name, row)) from error
    except Exception as error:  # whatever TOML's reader stumbles over; also endless digits
        place = PLACE.search(str(error))
        values = {"why": PLACE.sub("", str(error)) or type(error).__name__}
        problem = Problem("plan_not_toml", file.name, int(place[1]) if place else None, "", values)
        raise ConfigError(problem) from error


def _raw(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise ConfigError(Problem("plan_missing", str(file)))
        if file.is_file() and (size := file.stat().st_size) > MOST_BYTES:
            raise ConfigError(Problem("plan_not_toml", file.name, values={"why": f"{size} B"}))
        return plain_bytes(file, most_bytes=MOST_BYTES)
    except InputError as error:
        raise ConfigError(error.problems) from error
    except OSError as error:
        raise ConfigError(Problem("plan_missing", str(file))) from error
