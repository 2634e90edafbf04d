"""Chapter 8: personal data: what law asks, what of homes is in the picture, how long it stays."""

from collections.abc import Iterator

from placement.output.controller_texts import controller_sentences
from placement.output.legal_documents import RULE
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Inline, Reference, StudyTable
from placement.output.study.chapters import summary
from placement.output.study.citations import cited
from placement.output.study.fields import number_field, unit_field
from placement.output.study.speech import (
    bullets,
    cell,
    fill,
    heading,
    joined,
    name_of,
    paragraph,
    say,
    table,
    words,
)
from placement.output.wording import printable

LAW = (
    "record_by_law", "inform_by_law", "gdpr_for_municipal_police", "purpose_per_camera",
    "personal_data_density", "zoom_counts", "live_view_counts", "impact_assessment",
    "retention_guide_days", "no_live_face_recognition",
)  # fmt: skip
"""Facts of law and guidance that the chapter cites."""


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return what law asks for and what of homes the plan has in the picture."""
    parts: list[Block] = [
        heading(basis, "data_protection.title", ref="data_protection"),
        heading(basis, "data_protection.law_title", level=2),
        paragraph(basis, "data_protection.law"),
        bullets(_law(basis)),
        heading(basis, "data_protection.controller_title", level=2),
        joined(*((each,) for each in controller_sentences(basis.plan.controller, basis.language))),
    ]
    if basis.plan.controller is None:
        parts.append(fill(basis, "fill.controller"))
    parts += [
        heading(basis, "data_protection.homes_title", level=2),
        joined(summary.privacy(basis), *_more(basis)),
    ]
    if basis.plan.privacy is not None:
        parts.append(homes(basis))
    parts += [
        paragraph(basis, "data_protection.documents"),
        fill(basis, "fill.data_protection"),
    ]
    return tuple(parts)


def _law(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    places = {key: place for place, key in enumerate(basis.facts)}
    for key in LAW:
        fact = basis.facts.get(key)
        if fact is None:
            continue
        source = cited(fact.source, fact.as_of, basis.language)
        rule = printable(fact.words(basis.language))
        if fact.unit == RULE:
            yield (f"{rule}. ", source)
        else:
            value = unit_field(basis, f"law/{places[key]}/value", fact.unit)
            yield (f"{rule}: ", value, ". ", source)


def _more(basis: StudyBasis) -> Iterator[tuple[Inline, ...]]:
    """Yield what else is known of homes: assumed ground, turning cameras, masks."""
    figures = basis.plan.privacy
    if figures is None:
        return
    if figures.unknown_houses:
        key = "unknown_as_home" if figures.unknown_as_home else "unknown_as_other"
        unknown = number_field(basis, "privacy/unknown_houses")
        yield say(basis, f"data_protection.{key}", n=unknown)
    if basis.results()["derived"]["turning_cameras"]:
        turning = number_field(basis, "derived/turning_cameras")
        yield say(
            basis, "data_protection.turning", turning=turning, table=Reference("homes_in_view")
        )
    if basis.results()["derived"]["masked_cameras"]:
        masked = number_field(basis, "derived/masked_cameras")
        yield say(basis, "data_protection.masked", masked=masked)
    else:
        yield say(basis, "data_protection.no_masks")


def homes(basis: StudyBasis) -> StudyTable:
    """Return what of homes is in the picture at the end of each phase."""
    figures = basis.plan.privacy
    totals = () if figures is None else figures.totals
    rows = []
    for number, phase in enumerate(basis.plan.phases):
        k = next(
            k for k, each in enumerate(totals) if each.of == "phase" and each.phase == phase.phase
        )
        at = f"privacy/totals/{k}"
        names = ("home_once_m2", "home_reachable_once_m2", "ground_once_m2", "homes")
        rows.append(
            (
                cell(name_of(basis, basis.plan.phases[number])),
                *((number_field(basis, f"{at}/{name}/0"),) for name in names),
            )
        )
    heads = ("phase", "home", "reachable", "ground", "homes")
    return table(
        basis,
        "homes_in_view",
        [words(basis, f"data_protection.head.{name}") for name in heads],
        rows,
        right=range(1, 5),
        widths=(0.2, 0.2, 0.2, 0.2, 0.2),
    )
