"""What is wrong with a plan file, in the words of its reader rather than of a validator."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from attrs import evolve
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from placement.cameras.projection import detail_levels
from placement.centre.parameters import packaged
from placement.config.demand import INLINE, NAMED
from placement.config.meanings import meaning, section_in
from placement.config.sections import PlanConfig
from placement.crs.systems import working_crs
from placement.demand.weights import PRESETS
from placement.errors import CrsError, Problem
from placement.texts import Phrase

PLAN_FILE = "plan.toml"
RANGE_ERRORS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}
NUMBER_ERRORS = {
    "float_parsing",
    "float_type",
    "int_parsing",
    "int_type",
    "int_from_float",
    "finite_number",
}
OTHER_ERRORS = {
    "extra_forbidden": "plan_unknown_key",
    "missing": "plan_missing_key",
    "literal_error": "plan_choice",
}
OWN_ERRORS = {
    "rectilinear_too_wide",
    "lens_missing",
    "presets_fixed",
    "heads_turning",
    "preset_zoom",
    "unknown_level",
    "person_upside_down",
    "phase_without_limit",
    "phase_years",
    "required_one_place",
    "night_without_length",
    "limit_without_bound",
    "limit_kind",
    "thresholds_not_ascending",
}


def of_validation(error: ValidationError, *, file: str) -> list[Problem]:
    """Return one problem for each thing pydantic found.

    A list whose entries are all wrong also counts as too short, which would be no news.
    """
    details = error.errors(include_url=False)
    for detail in details:
        detail["loc"] = tuple(part for part in detail["loc"] if part not in (INLINE, NAMED))
    within = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    return [
        _problem(detail, file)
        for detail in details
        if not (detail["type"] == "too_short" and detail["loc"] in within)
    ]


def between_sections(config: PlanConfig, *, file: str) -> Iterator[Problem]:
    """Yield what fits in its own section but not with another, or names no usable system."""
    try:
        working_crs(config.case.crs)
    except CrsError as error:
        yield from (evolve(problem, file=file) for problem in error.problems)
    names = [camera.name for camera in config.camera_models]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("plan_duplicate_model", file, column="camera_models", values={"name": name})
    if not any(camera.buy for camera in config.camera_models):
        yield Problem("plan_nothing_to_buy", file, column="camera_models")
    has_budget = any(phase.budget_czk is not None for phase in config.phases)
    for number, camera in enumerate(config.camera_models):
        if has_budget and camera.buy and camera.cost_czk is None:
            column = f"camera_models.{number}.cost_czk"
            yield Problem("plan_price_missing", file, column=column, values={"name": camera.name})
    default_model = config.existing.default_model
    if default_model is not None and default_model not in names:
        values = {"name": default_model, "choices": ", ".join(names)}
        yield Problem("plan_unknown_model", file, column="existing.default_model", values=values)
    yield from _replacing(config, file)
    if config.night is not None and config.demand.night_hours is None:
        yield Problem("plan_night_without_hours", file, column="demand.night_hours")
    if config.night is not None and config.viewshed.time == "night":
        yield Problem("plan_night_twice", file, column="viewshed.time")
    bandwidth_m, lixel_m = config.demand.bandwidth_m, config.demand.lixel_m
    if bandwidth_m is not None and lixel_m > bandwidth_m / 4:
        lengths = {"lixel_m": lixel_m, "most": bandwidth_m / 4}
        yield Problem("plan_lixel_too_long", file, column="demand.lixel_m", values=lengths)
    own_numbers = {} if config.centre is None else config.centre.parameters
    yield from (evolve(problem, file=file) for problem in packaged().problems(own_numbers))
    yield from _phases(config, file)
    yield from _limits(config, names, file)
    yield from _weights(config, file)
    yield from _views(config, file)


def missing_files(config: PlanConfig, *, folder: Path, file: str) -> Iterator[Problem]:
    """Yield each input file that is not there."""
    paths = {f"inputs.{key}.path": source.path for key, source in config.inputs.sources().items()}
    weights, types = config.demand.weights, config.demand.place_types
    if isinstance(weights, str) and weights not in PRESETS:
        paths["demand.weights"] = Path(weights)
    if types is not None:
        paths["demand.place_types"] = types
    for key, path in paths.items():
        if not _there(folder / path):
            values = {"path": str(path), "folder": folder.name or str(folder)}
            yield Problem("input_missing", file, column=key, values=values)


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long, a folder that may not be entered
        return False


def _replacing(config: PlanConfig, file: str) -> Iterator[Problem]:
    existing, phases = config.existing, len(config.phases)
    if not existing.replace:
        return
    if existing.removal_czk is None:
        yield Problem("plan_removal_price", file, column="existing.removal_czk")
    if existing.replace_from > phases:
        values = {"found": existing.replace_from, "phases": phases}
        yield Problem("plan_replace_from", file, column="existing.replace_from", values=values)


def _phases(config: PlanConfig, file: str) -> Iterator[Problem]:
    most, year = 0, 0
    for number, phase in enumerate(config.phases):
        if phase.year is not None and phase.year < year:
            years = {"name": phase.name, "year": str(phase.year), "before": str(year)}
            yield Problem("plan_years_fall", file, column=f"phases.{number}.year", values=years)
        year = max(year, phase.year or 0)
        if phase.cameras is None or config.existing.may_replace_in(number + 1):
            continue
        if phase.cameras < most:
            values = {"name": phase.name, "cameras": phase.cameras, "before": most}
            yield Problem(
                "plan_phases_fall", file, column=f"phases.{number}.cameras", values=values
            )
        most = max(most, phase.cameras)


def _limits(config: PlanConfig, models: Sequence[str], file: str) -> Iterator[Problem]:
    for number, limit in enumerate(config.limits or ()):
        if limit.model is not None and limit.model not in models:
            values = {"name": limit.model, "choices": ", ".join(models)}
            column = f"limits.{number}.model"
            yield Problem("plan_unknown_model", file, column=column, values=values)
        if limit.phase is not None and limit.phase > len(config.phases):
            facts = {"found": limit.phase, "phases": len(config.phases)}
            column = f"limits.{number}.phase"
            yield Problem("plan_limit_phase", file, column=column, values=facts)


def _weights(config: PlanConfig, file: str) -> Iterator[Problem]:
    weights, phases = config.optimise.phase_weights, len(config.phases)
    if weights is None:
        return
    if len(weights) != phases or not any(weights) or config.optimise.priority != "joint":
        values = {"found": len(weights), "phases": phases}
        yield Problem("plan_phase_weights", file, column="optimise.phase_weights", values=values)


def _views(config: PlanConfig, file: str) -> Iterator[Problem]:
    levels = [level.name for level in detail_levels(config.viewshed.edition)]
    for name in config.output.views:
        if name not in levels:
            values = {"found": name, "choices": ", ".join(levels)}
            yield Problem("plan_choice", file, column="output.views", values=values)


def _problem(detail: ErrorDetails, file: str) -> Problem:
    place = ".".join(str(part) for part in detail["loc"])
    kind, values = _kind(detail)
    return Problem(kind, file, column=place, values=values)


def _kind(detail: ErrorDetails) -> tuple[str, Mapping[str, object]]:
    """Return the kind of problem behind a finding, and what its texts put in."""
    place, value, context = detail["loc"], detail["input"], detail.get("ctx", {})
    if detail["type"].startswith("plan_"):
        return detail["type"], context
    if detail["type"] in NUMBER_ERRORS:
        return "plan_not_number", {"found": value}
    if detail["type"] in RANGE_ERRORS:
        bound = next(name for name in context if name in _SIGNS)
        values = {"found": value, "sign": _SIGNS[bound], "limit": context[bound]}
        return "plan_out_of_range", values
    if (reason := str(context.get("error", ""))) in OWN_ERRORS:
        return f"plan_{reason}", {}
    values = {
        "key": str(place[-1]) if place else "",
        "found": value,
        "meaning": _meaning(place),
        "near": _nearest(place),
        "choices": str(context.get("expected", "")).replace(" or ", ", "),
    }
    return OTHER_ERRORS.get(detail["type"], "plan_wrong_value"), values


_SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


def _nearest(place: tuple[int | str, ...]) -> str:
    if not place:
        return ""
    section = _section(place[:-1])
    keys = list(section.model_fields) if section else []
    close = get_close_matches(str(place[-1]), keys, n=1, cutoff=0.5)
    return close[0] if close else ", ".join(keys)


def _meaning(place: tuple[int | str, ...]) -> Phrase | str:
    """Return what a key means: the sentence under its field, with its Czech from the catalogue."""
    keys = [part for part in place if isinstance(part, str)]
    section = _section(tuple(keys[:-1]))
    while section and keys and keys[-1] not in section.model_fields:
        keys.pop()
        section = _section(tuple(keys[:-1]))
    if not section or not keys:
        return ""
    return meaning(section, keys[-1])


def _section(place: tuple[int | str, ...]) -> type[BaseModel] | None:
    """Return the section a path of keys leads to."""
    section: type[BaseModel] | None = PlanConfig
    for part in place:
        if isinstance(part, int):
            continue
        if section is None or part not in section.model_fields:
            return None
        section = section_in(section.model_fields[part].annotation)
    return section
