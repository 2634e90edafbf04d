"""Conversion of a plan to the plain values of `plan.json` and back.

Figures that follow from others are written for readers and not read again; what is as usual is left
out, so that a file says only what sets its plan apart.
"""

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_origin

from attrs import fields
from cattrs import Converter, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from placement.cameras.model import CameraModel
from placement.plan.alternatives import Sensitivity
from placement.plan.camera_columns import COLUMNS, derived_columns
from placement.plan.confidence import CrossFittedShare, Scenario
from placement.plan.consistency import Flaw
from placement.plan.controller import Controller
from placement.plan.night import NightFacts
from placement.plan.plan import PhaseResult, Plan, PlanContext, PlannedCamera
from placement.plan.privacy_choice import AreaLimit, PrivacyChoice
from placement.plan.walk import PlannedWalk
from placement.plan.what_if import PhaseComparison, WhatIf
from placement.texts import Phrase

Write = Callable[[Any], dict[str, Any]]
Read = Callable[[Mapping[str, Any], type], Any]

FORMAT = 1
"""Raised when the meaning of a field changes."""
MOST_TOLD = 10
UNSAID: Mapping[type, tuple[str, ...]] = {
    CameraModel: ("heads", "presets", "travel_s", "purpose", "lane_azimuth_deg", "night_range_m",
        "masks_most"),
    PlannedCamera: (
        *(column.name for column in COLUMNS if column.unless_default),
        "masks",
    ),
    PhaseResult: (
        "value_alike", "extra", "alone", "honest", "unpriced", "value_day", "value_night",
        "removed_cameras",
    ),
    Sensitivity: tuple(field.name for field in fields(Sensitivity)),
    PhaseComparison: ("free_name", "cost_czk", "free_cost_czk"),
    WhatIf: (
        "set", "cameras", "budget_czk", "only", "answers", "free_total", "kept", "same", "free_new",
    ),
    Controller: tuple(field.name for field in fields(Controller) if field.name != "name"),
    Plan: (
        "person", "total_alike", "status", "count_as", "repetitions", "scenarios", "what_if",
        "evaluated",
        "azimuth_step_deg", "street_classes_m", "unpriced_carriers", "night", "controller",
        "privacy", "privacy_choice", "week", "walks", "states",
    ),
    PrivacyChoice: (
        "limits", "left_out", "over", "free_value", "free_bound", "free_area_m2", "curve",
    ),
}  # fmt: skip
"""Fields that are written only where they differ from their default."""
FLAT: Mapping[type, Mapping[str, tuple[type, str]]] = {
    PhaseResult: {"honest": (CrossFittedShare, "honest_")},
    Plan: {"sensitivity": (Sensitivity, "")},
}
"""Fields whose parts stand beside those of their owner, by which class and with which prefix."""
DERIVED: Mapping[type, tuple[str, ...]] = {
    PhaseResult: ("gap", "nesting"),
    Scenario: ("regret",),
    PhaseComparison: ("costs", "least", "most"),
    PrivacyChoice: ("paid",),
    AreaLimit: ("reached",),
    Plan: ("synthetic",),
}
"""Properties that are written too; of a mapping, its parts."""


def as_dict(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values, figures that follow from others included."""
    plain_plan: dict[str, Any] = _converter(telling=False).unstructure(plan)
    for phase, plain in zip(plan.phases, plain_plan["phases"], strict=True):
        plain["share"] = phase.value / plan.demand_total if plan.demand_total else 0.0
        alike = plan.share_alike(phase)
        if alike is not None:
            plain["share_alike"] = alike
    context, derived = PlanContext(plan), derived_columns()
    for camera, plain in zip(plan.cameras, plain_plan["cameras"], strict=True):
        plain |= {column.name: column.value(context, camera) for column in derived}
    return {"format": FORMAT, **plain_plan}


def plan_of(plain: Mapping[str, Any]) -> Plan:
    """Return the plan that plain values from `as_dict` describe.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it did not write this; `damage` tells where that shows.
    """
    if plain["format"] != FORMAT:
        raise ValueError(f"plan format {plain['format']}, this version reads {FORMAT}")
    try:
        return _converter(telling=False).structure(plain, Plan)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
        raise
    except Exception as error:  # cattrs has its own for literals and surplus keys
        raise ValueError(str(error)) from error


def damage(plain: Mapping[str, Any]) -> tuple[Flaw, ...]:
    """Return the faults that keep plain values from being a plan, each with its place."""
    if plain.get("format") != FORMAT:
        return (Flaw("format", Phrase("damage.unknown", {"found": str(plain.get("format"))})),)
    try:
        _converter(telling=True).structure(plain, Plan)
    except Exception as error:
        messages = transform_error(error, path="$", format_exception=_message)
        pairs = [line.rpartition(" @ ") for line in messages[:MOST_TOLD]]
        return tuple(
            Flaw(place.removeprefix("$").lstrip("."), Phrase("damage.type", {"found": reason}))
            for reason, _, place in pairs
        )
    return ()


def _message(error: BaseException, _: type | None) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]!r}: missing"
    return f"{type(error).__name__}: {error}"


@cache
def _converter(*, telling: bool) -> Converter:
    """Return what reads and writes plans, made when it is first needed."""
    converter = Converter(detailed_validation=telling)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(int, _integer)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _flag)
    for cls in (
        CameraModel,
        Scenario,
        PhaseComparison,
        WhatIf,
        Sensitivity,
        NightFacts,
        Controller,
        PlannedWalk,
        PlannedCamera,
        PhaseResult,
        Plan,
    ):
        _register(converter, cls)
    return converter


def _number(value: float | None, _: type) -> float:
    """Return a number; JSON has no other than null for what is none."""
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r:.60} is no number")
    return float(value)


def _integer(value: object, _: type) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r:.60} is no whole number")
    return value


def _text(value: object, _: type) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.60} is no text")
    return value


def _flag(value: object, _: type) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r:.60} is neither true nor false")
    return value


def _register(converter: Converter, cls: type) -> None:
    """Register how a converter writes and reads a class, as the tables above say."""
    flat, derived = FLAT.get(cls, {}), DERIVED.get(cls, ())
    unsaid: Any = {name: override(omit_if_default=True) for name in UNSAID.get(cls, ())}
    write: Write = make_dict_unstructure_fn(cls, converter, **unsaid)
    strict = not derived  # what holds more than its fields cannot refuse it
    read: Read = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=strict)

    lists = {field.name for field in fields(cls) if get_origin(field.type) is tuple}

    def unstructured(value: Any) -> dict[str, Any]:  # noqa: ANN401 - of whatever class
        plain = dict(write(value))
        for name, (_, prefix) in flat.items():
            part = plain.pop(name, {})
            plain |= {prefix + key: each for key, each in part.items()}
        for name in derived:
            figure = getattr(value, name)
            plain |= figure if isinstance(figure, Mapping) else {name: figure}
        return plain

    def structured(plain: Mapping[str, Any], _: type) -> Any:  # noqa: ANN401 - of whatever class
        values = dict(plain)
        if cls is PlannedCamera:
            for column in derived_columns():
                values.pop(column.name, None)
        for name in lists & values.keys():
            if not isinstance(values[name], list | tuple):  # an empty object would pass for none
                raise TypeError(f"{name}: {values[name]!r:.60} is no list")
        for name, (part, prefix) in flat.items():
            keys = {prefix + field.name: field.name for field in fields(part)}
            parts = {ours: values.pop(key) for key, ours in keys.items() if key in values}
            values |= {name: parts} if parts else {}
        return read(values, cls)

    converter.register_unstructure_hook(cls, unstructured)
    converter.register_structure_hook(cls, structured)
