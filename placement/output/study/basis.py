"""`StudyBasis`: all that a study may say something from, and the results its numbers point into.

Chapters and annexes are functions of it. They take a number from the results by its path, never
from anywhere else: `number_field(basis, "plan/phases/2/value")`. What must first be worked out from
several results stands in the results, too: under `derived` here, or in `further`.
"""

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from attrs import field, frozen

from placement.centre.reckoning import Reckoning
from placement.demand.yearly import PER
from placement.law.documents import DocumentTemplate
from placement.law.facts import LegalFact
from placement.output.centre import document
from placement.output.layers import Layers
from placement.output.lists.place_coverage import inhabitants_of
from placement.output.study.connections import connections
from placement.output.study.tallies import tallies
from placement.pipeline.case_inputs import Inputs
from placement.plan import Plan
from placement.plan.serialisation import as_dict
from placement.texts import Language

VariantKey = Literal["none", "minimal", "recommended", "maximal"]
Missing = Literal[
    "incidents", "inhabitants", "prices", "privacy", "controller", "centre", "case", "date",
    "variants", "phases",
]  # fmt: skip
"""What a study would say more with; each a text below `study.missing.`."""


@frozen(kw_only=True)
class Variant:
    """A variant of the study: a plan that was really made, and what it is worth and costs."""

    key: VariantKey
    cameras: int
    points: int
    value: float
    """Demand that is covered. [incidents/year]"""
    bound: float
    """No plan of as many cameras and as much money covers more. [incidents/year]"""
    cost_czk: float
    """Investment into cameras and points, as far as prices are known. [Kč]"""
    unpriced: int
    """New cameras without a price: with any, the investment is a lower bound."""
    new_cameras: int = 0
    gap: float = 0.0
    """How far value can be from the best possible, in parts of the bound. [-]"""
    origin: Literal["today", "phase", "planned", "plan"] = "plan"
    """What it is: today's cameras, a phase of the plan, planned for itself, or the plan."""
    operators: int | None = None
    """Who watch the pictures; None where there is no centre. [-]"""
    full_time: float | None = None
    """Full-time jobs; None where there is no centre. [-]"""
    own_czk: int | None = None
    """What the town pays in all years; None where there is no centre. [Kč]"""
    share: float = 0.0
    """Value in parts of all demand. [-]"""
    step_million: float | None = None
    """What it sees more than the variant before it, for each million Kč that it costs more; None
    where that is not known. [incidents/year]"""


@frozen(eq=False, slots=False, kw_only=True)
class StudyBasis:
    """A finished plan with its tables, centre, variants and law, in the language of the study."""

    plan: Plan
    layers: Layers
    language: Language
    settings: Mapping[str, Any] = field(factory=dict)
    """The plan file with every default, as plain values, for the table of parameters."""
    date: str = ""
    """What the data are of; empty where the plan file does not say."""
    edition: str = ""
    """Which version of the document this is, in the town's words."""
    centre: Reckoning | None = None
    """Needs, money, grants, room; None: it could not be reckoned; `centre_reason` says why."""
    centre_reason: str = ""
    inputs: Inputs | None = None
    """Inputs of the case, for analyses of its incidents; None where the case is not at hand."""
    variants: tuple[Variant, ...] = ()
    """From none to maximal; empty where they were not planned."""
    templates: tuple[DocumentTemplate, ...] = ()
    facts: Mapping[str, LegalFact] = field(factory=dict)
    looks: Mapping[str, bytes] = field(factory=dict)
    """What each camera would show, as PNG; empty where the case is not at hand."""
    further: Mapping[str, Any] = field(factory=dict)
    """Plain values that a chapter or annex works out beforehand, by name: `security`."""

    @property
    def synthetic(self) -> bool:
        """Whether every page must say that it rests on made-up data."""
        return self.plan.synthetic

    @property
    def has_incidents(self) -> bool:
        """Whether demand is of incidents, not of metres of streets."""
        return self.plan.demand_unit != "street_metres"

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is not there, so that the study must say so."""
        plan = self.plan
        lacks: dict[Missing, bool] = {
            "incidents": not self.has_incidents,
            "inhabitants": not inhabitants_of(self.layers.districts)
            and inhabitants_in(self.settings) is None,
            "prices": any(phase.unpriced for phase in plan.phases),
            "privacy": plan.privacy is None,
            "controller": plan.controller is None,
            "centre": self.centre is None,
            "case": self.inputs is None,
            "date": not self.date,
            "variants": not any(each.origin == "planned" for each in self.variants),
            "phases": len(plan.phases) == 2,
        }
        return tuple(key for key, lack in lacks.items() if lack)

    def results(self) -> Mapping[str, Any]:
        """Return all results as one nested value, which paths of fields point into.

        `plan` is what `plan.json` holds, `centre` what `placement centre -o` writes (None without
        one), `privacy` the part of the plan on homes (None without one), `law` the numbers of the
        facts in their order, `settings` the plan file with every default, `variants` a list,
        `derived` what follows from several of them, `connections` new cable and money of each new
        point in the order of building, and `further` each by its own name.
        """
        return self._results

    @cached_property
    def _results(self) -> Mapping[str, Any]:
        plain = as_dict(self.plan)
        return {
            "plan": plain,
            "centre": None if self.centre is None else document.as_dict(self.centre, rota=None),
            "privacy": plain.get("privacy"),
            "law": [{"key": key, "value": fact.value} for key, fact in self.facts.items()],
            "settings": self.settings,
            "variants": [
                {name: getattr(each, name) for name in Variant.__annotations__}
                for each in self.variants
            ],
            "derived": derived(self.plan, inhabitants=inhabitants_of(self.layers.districts)),
            "tally": tallies(self.plan, self.centre),
            "connections": connections(self.centre),
            **self.further,
        }

    def camera_path(self, camera_id: str) -> str:
        """Return the path of a camera in the results: `plan/cameras/12`."""
        return f"plan/cameras/{self._positions[camera_id]}"

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {camera.camera_id: k for k, camera in enumerate(self.plan.cameras)}


def inhabitants_in(settings: Mapping[str, Any]) -> float | None:
    """Return how many people the plan file says live in the town; None if it does not say."""
    people = (settings.get("feasibility") or {}).get("inhabitants")
    return None if people is None else float(people)


def derived(plan: Plan, *, inhabitants: Mapping[str, float]) -> dict[str, Any]:
    """Return figures of the whole plan that follow from those of its phases, cameras, districts.

    `inhabitants` are those of the districts of which they are known.
    """
    today, final = plan.phases[0], plan.final
    total, standing = plan.demand_total, plan.standing(len(plan.phases) - 1)
    return {
        "new_cameras": sum(phase.new_cameras for phase in plan.phases),
        "new_phases": len(plan.phases) - 1,
        "new_points": final.points - today.points,
        "cost_czk": math.fsum(phase.cost_czk for phase in plan.phases),
        "unpriced": sum(phase.unpriced for phase in plan.phases),
        "gain": final.value - today.value,
        "gain_share": (final.value - today.value) / total if total else 0.0,
        "bound_share": final.bound / total if total else 0.0,
        "gaps": [phase.gap for phase in plan.phases],
        "turning_cameras": sum(plan.model(camera.model).turning for camera in standing),
        "masked_cameras": sum(bool(camera.masks) for camera in standing),
        "camera_shares": [camera.seen / total if total else 0.0 for camera in plan.cameras],
        "districts": [
            {
                "share": each.expected / total if total else 0.0,
                "per_10_000": PER * each.expected / inhabitants[each.name]
                if inhabitants.get(each.name)
                else None,
            }
            for each in plan.districts
        ],
    }
