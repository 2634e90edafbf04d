"""Data of the council's map: facts and words of a plan as plain values for one JSON block."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import asdict

from placement.output import answer
from placement.output.caveats import dispensable, removals, warnings
from placement.output.controller_texts import controller_sentences
from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable
from placement.output.map_colours import phase_colour
from placement.output.privacy_texts import privacy_sentences
from placement.output.webmap.addresses import packed_addresses
from placement.output.webmap.local import fit_local, system_of
from placement.output.webmap.online import OnlineLayer
from placement.output.webmap.shapes import Packer
from placement.output.webmap.story import camera_facts, district_facts, heat, hot_facts, phases
from placement.output.wording import printable
from placement.plan import Plan, PlannedCamera
from placement.plan.camera_columns import columns_in
from placement.plan.column_values import known_kind
from placement.plan.plan import PlanContext
from placement.plan.public import AnyCamera, AnyPlan, PublicPlan, in_order
from placement.plan.street_coverage import NO_STREETS, street_coverages
from placement.texts import LANGUAGES, Language, catalogue

WORDS = (
    "map.",
    "lists.status.",
    "lists.kind.",
    "lists.provenance.",
    "lists.carrier.",
    "lists.purpose.",
    "lists.yes",
    "lists.no",
    "assumption.",
    "caveat.price",
    "demand_unit.",
)
"""Which texts of the catalogues the page takes along."""
LIVE_WORDS = ("live.", "look.", "centre_page.", "register.state.")
LIVE = ("ground", "live")
"""Blocks that only the page of the internal edition has."""
RELIEF = "relief"
"""The block of hill shading, which both editions have."""


def page_data(
    plan: AnyPlan,
    layers: Layers,
    *,
    language: Language,
    online: tuple[OnlineLayer, ...] = (),
    ground: Mapping[str, Any] | None = None,
    centre: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return everything the page's script reads.

    `centre` (what the plan asks of the operations centre) is there in the internal edition alone.

    `facade_levels` (from which pixel densities homes count) is there only where the plan says what
    of homes is in the picture.
    """
    packer = Packer.around(layers, plan)
    ranked = in_order(plan)
    levels = _levels(layers)
    local = fit_local(packer.extent, crs=system_of(packer.extent, plan.crs))
    facts: dict[str, Any] = {
        "language": language,
        "words": {each: words_below(_word_groups(plan), each) for each in LANGUAGES},
        "synthetic": plan.synthetic,
        **({"interrupted": True} if plan.status == "interrupted" else {}),
        **({} if plan.evaluated is None else {"evaluated": plan.evaluated.basis}),
        **_question(plan),
        "case": plan.case,
        "unit": plan.demand_unit,
        "total": plan.demand_total,
        "density": plan.required_density_px_m,
        "level": plan.detail_level,
        "levels": levels,
        "required": _required(levels, plan.required_density_px_m),
        "phases": phases(plan, layers),
        "phase_colours": [phase_colour(phase.phase) for phase in plan.phases],
        "hot": hot_facts(plan, layers),
        "cameras": _cameras(plan, ranked),
        "list": CameraTable.of(plan, layers).by_column(),
        "gains": district_facts(plan, layers),
        **_curves(plan),
        **_walks(plan, ranked),
        "step": plan.azimuth_step_deg if isinstance(plan, Plan) else None,
        "withheld": list(plan.withheld) if isinstance(plan, PublicPlan) else [],
        "provenance": _merged(plan.provenance),
        "sources": _merged(plan.sources),
        "assumptions": list(plan.assumptions),
        "caveats": {each: list(warnings(plan, each)) for each in LANGUAGES},
        "removals": {each: list(removals(plan, each)) for each in LANGUAGES},
        "dispensable": {each: list(dispensable(plan, each)) for each in LANGUAGES},
        "online": [asdict(layer) for layer in online],
        "local": local.as_dict(),
        **_homes(plan),
        **((centre or {}) if isinstance(plan, Plan) else {}),
        "privacy": {each: list(privacy_sentences(plan, each)) for each in LANGUAGES},
        "controller": {
            each: list(controller_sentences(plan.controller, each)) for each in LANGUAGES
        },
    }
    index = {camera.camera_id: number for number, camera in enumerate(ranked)}
    shapes = packer.packed(
        layers,
        index=index,
        levels=[density for _, density in levels],
        density_px_m=plan.required_density_px_m,
        streets=street_coverages(plan, layers.demand) if isinstance(plan, Plan) else NO_STREETS,
    )
    return {
        **clean(facts),
        **clean(shapes),
        **clean(packed_addresses(layers.addresses, origin=packer.origin, extent=local.extent)),
        "heat": heat(layers),
        **_of_ground(ground or {}, is_internal=isinstance(plan, Plan)),
        "bounds": bounds(plan, layers),
    }


def _walks(plan: AnyPlan, ranked: Sequence[AnyCamera]) -> dict[str, Any]:
    """Return the walks of a visit, which the internal edition leads; cameras by their index."""
    if not isinstance(plan, Plan):
        return {}
    index = {camera.camera_id: number for number, camera in enumerate(ranked)}
    walks = [
        (walk.phase, [index[each] for each in walk.cameras if each in index]) for walk in plan.walks
    ]
    return {"walks": [{"phase": phase, "cameras": cameras} for phase, cameras in walks]}


def _of_ground(ground: Mapping[str, Any], *, is_internal: bool) -> dict[str, Any]:
    """Return which blocks of the ground the page of an edition takes along."""
    names = (*LIVE, RELIEF) if is_internal else (RELIEF,)
    return {name: ground[name] for name in names if name in ground}


def _word_groups(plan: AnyPlan) -> tuple[str, ...]:
    """Return which texts the page of an edition takes along."""
    return (*WORDS, *LIVE_WORDS) if isinstance(plan, Plan) else WORDS


def _curves(plan: AnyPlan) -> dict[str, Any]:
    """Return the curves of counts, of money and of homes in view, where they were asked for."""
    if not isinstance(plan, Plan):
        return {}
    curves = {"curve": plan.sensitivity.curve, "money": plan.sensitivity.money}
    drawn = {name: asdict(curve) for name, curve in curves.items() if curve is not None}
    choice = plan.privacy_choice
    if choice is not None and choice.curve is not None and len(choice.curve.points) > 1:
        facts = {"density_px_m": choice.density_px_m, "in_view": choice.in_view}
        drawn["homes"] = {**asdict(choice.curve), **facts, "phases_m2": list(choice.area_m2)}
    return drawn


def bounds(plan: AnyPlan, layers: Layers) -> list[list[float]]:
    """Return the corners of what the map opens on, as latitude and longitude. [°]"""
    west, south, east, north = Packer.around(layers, plan).extent
    return [[south, west], [north, east]]


def words_below(groups: str | tuple[str, ...], language: Language) -> dict[str, str]:
    """Return the texts of some groups by the keys the script has for them."""
    return {
        key.replace("demand_unit.", "map.unit."): words
        for key, words in catalogue(language).items()
        if key.startswith(groups)
    }


def clean(value: Any) -> Any:  # noqa: ANN401 - any plain value, that is what JSON holds
    """Return plain values with printable text and no NaN."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {printable(str(name)): clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):  # most are of whole numbers
        return [each if type(each) is int else clean(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def _merged(by_input: Mapping[str, str]) -> dict[str, str]:
    """Return one entry for all files of an input (`backdrop.0` …), none where nothing is told."""
    values: dict[str, dict[str, None]] = {}
    for name, value in by_input.items():
        if not value:
            continue
        values.setdefault(name.partition(".")[0], {})[value] = None
    return {name: "; ".join(each) for name, each in values.items()}


def _levels(layers: Layers) -> list[tuple[str, float]]:
    levels = layers.views[["level", "density_px_m"]].drop_duplicates()
    pairs = zip(levels["level"], levels["density_px_m"], strict=True)
    return sorted(((str(n), float(d)) for n, d in pairs), key=lambda pair: (pair[1], pair[0]))


def _required(levels: list[tuple[str, float]], density_px_m: float) -> int:
    """Return the coarsest level that is at least as dense as a place must be seen to count."""
    enough = [number for number, (_, d) in enumerate(levels) if d >= density_px_m - 1e-9]
    return enough[0] if enough else max(len(levels) - 1, 0)


def _question(plan: AnyPlan) -> dict[str, Any]:
    """Return the what-if question and what it changes, in both languages; nothing without one."""
    if not isinstance(plan, Plan) or plan.what_if is None:
        return {}
    what_if = plan.what_if
    return {
        "question": {
            each: {
                "asked": answer.heading(what_if, each),
                "changed": answer.difference(plan, each),
            }
            for each in LANGUAGES
        }
    }


def _cameras(plan: AnyPlan, ranked: list[AnyCamera]) -> list[dict[str, Any]]:
    by_gain = sorted(
        (c for c in ranked if isinstance(c, PlannedCamera) and c.status == "new"),
        key=lambda camera: -camera.gain,
    )
    order = {camera.camera_id: number for number, camera in enumerate(by_gain, start=1)}
    context = PlanContext(plan) if isinstance(plan, Plan) else None
    withheld = plan.withheld if isinstance(plan, PublicPlan) else ()
    return [
        {
            "id": camera.camera_id,
            **_facts(camera, context, withheld=withheld),
            "order": None if context is None else order.get(camera.camera_id, 0),
            "circle": _sees_whole_circle(plan, camera),
            "half": _sees_half_circle(plan, camera),
            **camera_facts(plan, camera),
        }
        for camera in ranked
    ]


def _facts(
    camera: AnyCamera, context: PlanContext | None, *, withheld: Collection[str]
) -> dict[str, Any]:
    """Return a camera's columns by the names the script has for them, None for what is withheld."""
    return {
        column.page_name or column.name: None
        if column.name in withheld
        else column.page_value(column.raw(context, camera), camera)
        for column in columns_in("page")
    }


def _sees_whole_circle(plan: AnyPlan, camera: AnyCamera) -> bool:
    if isinstance(plan, Plan) and isinstance(camera, PlannedCamera):
        return plan.sees_whole_circle(camera)
    return known_kind(plan, camera) == "whole circle"


def _sees_half_circle(plan: AnyPlan, camera: AnyCamera) -> bool:
    """Return whether a camera would see the whole circle but for the wall it hangs on."""
    if not isinstance(plan, Plan) or not isinstance(camera, PlannedCamera):
        return False
    return plan.model(camera.model).whole_circle and not plan.sees_whole_circle(camera)


def _homes(plan: AnyPlan) -> dict[str, Any]:
    """Return whether homes in the picture were worked out, and inside from which densities."""
    if isinstance(plan, PublicPlan):
        return {"homes_assessed": plan.homes_assessed}
    if plan.privacy is None:
        return {"homes_assessed": False}
    return {"homes_assessed": True, "facade_levels": list(plan.privacy.thresholds_px_m)}
