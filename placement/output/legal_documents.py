"""Documents of data protection filled from a plan; what a person must write is marked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from attrs import field, frozen
from jinja2 import Environment

from placement.law.documents import DocumentTemplate, TemplateItem
from placement.law.facts import LegalFact
from placement.output.controller_texts import controller_words
from placement.output.wording import alphabetical, phase_title, printable, word_of
from placement.plan import PhaseResult, Plan, PlannedCamera
from placement.plan.column_values import known_kind_of
from placement.plan.plan import DistrictResult, PlanContext
from placement.texts import LANGUAGES, NO_BREAK_SPACE, Language, number, percentage, text

FORMAT, VERSION = "placement documents", 1
MOST_DISTRICTS = 8
"""Districts that are named; the rest would be small. [-]"""
RULE = "-"
"""Unit of a fact that is a rule, not a number."""


@frozen
class FilledItem:
    """An item of a document in one language."""

    key: str
    title: str
    sentence: str
    """Empty where the plan does not know what belongs there."""
    to_fill: str
    """What a person adds; empty where nothing is missing."""


@frozen
class FilledSection:
    """A part of a document in one language."""

    key: str
    title: str
    items: tuple[FilledItem, ...] = field(converter=tuple[FilledItem, ...])


@frozen
class FilledDocument:
    """A document in one language, as far as a plan fills it."""

    key: str
    title: str
    source: str
    sections: tuple[FilledSection, ...] = field(converter=tuple[FilledSection, ...])

    @property
    def missing(self) -> int:
        """How many of its items a person must still write at."""
        return sum(bool(item.to_fill) for section in self.sections for item in section.items)


def filled(
    plan: Plan, templates: Sequence[DocumentTemplate], language: Language
) -> tuple[FilledDocument, ...]:
    """Return documents with what a plan knows put in."""
    return filled_with(plan_words(plan, language), templates, language)


def filled_with(
    words: Mapping[str, str], templates: Sequence[DocumentTemplate], language: Language
) -> tuple[FilledDocument, ...]:
    """Return documents with words of the plan put in, as `plan_words` has them or marks of them."""
    return tuple(
        FilledDocument(
            template.key,
            template.titles[language],
            template.source,
            [
                FilledSection(
                    section.key,
                    section.titles[language],
                    [_filled_item(item, words, language) for item in section.items],
                )
                for section in template.sections
            ],
        )
        for template in templates
    )


def as_dict(
    plan: Plan, templates: Sequence[DocumentTemplate], facts: Mapping[str, LegalFact]
) -> dict[str, Any]:
    """Return documents in both languages and the facts they rest on, as plain values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": plan.case,
        "synthetic": plan.synthetic,
        "documents": {
            language: [_plain(document) for document in filled(plan, templates, language)]
            for language in LANGUAGES
        },
        "facts": [
            {name: getattr(fact, name) for name in LegalFact.__annotations__}
            for fact in facts.values()
        ],
    }


def page(
    plan: Plan,
    templates: Sequence[DocumentTemplate],
    facts: Mapping[str, LegalFact],
    language: Language,
) -> str:
    """Return documents and the facts they rest on as one HTML page that needs nothing else."""
    source = resources.files("placement.output").joinpath("legal_documents.html")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        source.read_text(encoding="utf-8")
    )
    return template.render(
        language=language,
        case=printable(plan.case),
        synthetic=plan.synthetic,
        documents=filled(plan, templates, language),
        facts=tuple(facts.values()),
        say=lambda key, **values: text(key, language, **values),
        value=lambda fact: fact_value(fact, language),
    )


def fact_value(fact: LegalFact, language: Language) -> str:
    """Return the number of a fact with its unit; empty for a rule, which has none."""
    if fact.unit == RULE:
        return ""
    return f"{number(fact.value, language)}{NO_BREAK_SPACE}{fact.unit}"


def _plain(document: FilledDocument) -> dict[str, Any]:
    sections = [
        {
            "key": section.key,
            "title": section.title,
            "items": [
                {name: getattr(item, name) for name in FilledItem.__annotations__}
                for item in section.items
            ],
        }
        for section in document.sections
    ]
    return {
        "key": document.key,
        "title": document.title,
        "source": document.source,
        "missing": document.missing,
        "sections": sections,
    }


def _filled_item(item: TemplateItem, words: Mapping[str, str], language: Language) -> FilledItem:
    sentence = item.filled(words, language)
    to_fill = item.fills[language]
    if not sentence and not to_fill:
        unknown = sorted(need for need in item.needs if not words.get(need))
        names = ", ".join(text(f"documents.word.{need}", language) for need in unknown)
        to_fill = text("documents.unknown", language, names=names)
    return FilledItem(item.key, item.titles[language], sentence, to_fill)


def plan_words(plan: Plan, language: Language) -> dict[str, str]:
    """Return the words that templates put in, by name; empty where the plan does not know them."""
    return {
        **_demand_words(plan, language),
        **_camera_words(plan, language),
        **_home_words(plan, language),
        **controller_words(plan.controller, language),
        "density": f"{number(plan.required_density_px_m, language)}{NO_BREAK_SPACE}px/m",
    }


def _demand_words(plan: Plan, language: Language) -> dict[str, str]:
    """Return what is expected, where, and how much of it is seen; nothing without incidents."""
    if plan.demand_unit == "street_metres":
        return {}
    today, target = plan.phases[0], plan.final

    def share(part: float) -> str:
        return f"{percentage(part, plan.demand_total, language)}{NO_BREAK_SPACE}%"

    least = least_camera(plan)
    return {
        "incidents": _incidents(plan.demand_total, language),
        "busiest_districts": ", ".join(
            f"{printable(each.name)} {share(each.expected)}" for each in largest_districts(plan)
        ),
        "share_today": share(today.value),
        "share_target": share(target.value),
        "bound_target": "" if plan.evaluated else share(target.bound),
        "least_camera": "" if least is None else printable(least.name or least.camera_id),
        "least_gain": "" if least is None else _incidents(least.gain, language),
    }


def largest_districts(plan: Plan) -> tuple[DistrictResult, ...]:
    """Return the districts with most expected incidents, most first, as many as are named."""
    districts = sorted(plan.districts, key=lambda each: -each.expected)
    return tuple(each for each in districts if each.name)[:MOST_DISTRICTS]


def least_camera(plan: Plan) -> PlannedCamera | None:
    """Return the new camera that adds least; None without any."""
    new = [camera for camera in plan.cameras if camera.status == "new"]
    return min(new, key=lambda camera: (camera.gain, camera.camera_id), default=None)


def _incidents(expected: float, language: Language) -> str:
    """Return expected incidents, whole where there are many."""
    if expected >= 10:
        return text("documents.incidents", language, n=round(expected))
    return text("documents.incidents_part", language, n=number(expected, language, 1))


def _camera_words(plan: Plan, language: Language) -> dict[str, str]:
    last = len(plan.phases) - 1
    standing = plan.standing(last)
    context = PlanContext(plan)
    kinds = Counter(str(known_kind_of(context, camera) or "unknown") for camera in standing)
    purposes = {
        word_of("lists.purpose", plan.model(camera.model).purpose, language) for camera in standing
    }
    turning = sum(plan.model(camera.model).turning for camera in standing)
    return {
        **_standing_words("today", plan.standing(0), plan.phases[0], language),
        **_standing_words("target", standing, plan.final, language),
        "phases": "; ".join(
            f"{phase_title(phase, language)}: {text('map.cameras', language, n=phase.cameras)}"
            for phase in plan.phases[1:]
        ),
        "kinds": ", ".join(
            f"{word_of('lists.kind', kind, language)} ({number(count, language)})"
            for kind, count in sorted(kinds.items())
        ),
        "purposes": ", ".join(sorted(purposes, key=alphabetical)),
        "turning": number(turning, language),
    }


def _home_words(plan: Plan, language: Language) -> dict[str, str]:
    """Return what of homes is in the picture in the end; nothing where it was not worked out."""
    masked = sum(bool(camera.masks) for camera in plan.standing(len(plan.phases) - 1))
    masks = {"masked": text("documents.masked", language, n=masked)} if masked else {}
    if plan.privacy is None:
        return masks
    total = plan.privacy.of_phase(len(plan.phases) - 1)
    return {
        **masks,
        "home_facade": f"{number(round(total.home_once_m2[0]), language)}{NO_BREAK_SPACE}m²",
        "home_reachable": (
            f"{number(round(total.home_reachable_once_m2[0]), language)}{NO_BREAK_SPACE}m²"
        ),
        "home_density": (
            f"{number(plan.privacy.thresholds_px_m[0], language)}{NO_BREAK_SPACE}px/m"
        ),
        "homes": number(total.homes[0], language),
    }


def _standing_words(
    when: str, cameras: Sequence[PlannedCamera], phase: PhaseResult, language: Language
) -> dict[str, str]:
    return {
        f"cameras_{when}": text("map.cameras", language, n=len(cameras)),
        f"points_{when}": text("map.points", language, n=phase.points),
    }
