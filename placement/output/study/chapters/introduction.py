"""Chapter 1: what the study is of, who submits it, and what it rests on."""

from placement.output.caveats import warnings
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import Block, Cell, StudyTable
from placement.output.study.fields import number_field
from placement.output.study.speech import (
    bullets,
    cell,
    counted,
    fill,
    heading,
    paragraph,
    table,
    to_fill,
    words,
)
from placement.output.wording import printable, word_of
from placement.texts import text

TO_FILL = (
    "registration", "address", "statutory", "contact", "vat", "author", "approved",
)  # fmt: skip
"""What of the applicant only a person knows."""


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the introduction."""
    plan = basis.plan
    parts: list[Block] = [
        heading(basis, "introduction.title", ref="introduction"),
        heading(basis, "introduction.subject_title", level=2),
        paragraph(
            basis,
            "introduction.subject",
            case=printable(plan.case),
            phases=counted(basis, "derived/new_phases", "in_phases"),
        ),
        paragraph(basis, "introduction.method"),
        heading(basis, "introduction.applicant_title", level=2),
        applicant(basis),
        heading(basis, "introduction.sources_title", level=2),
        paragraph(
            basis,
            "introduction.seen_as",
            density=number_field(basis, "plan/required_density_px_m", decimals=None, unit="px/m"),
            height=number_field(basis, "plan/target_height_m", decimals=None, unit="m"),
        ),
    ]
    parts.append(
        paragraph(basis, "introduction.date", date=printable(basis.date))
        if basis.date
        else fill(basis, "fill.date")
    )
    if basis.synthetic:
        parts.append(paragraph(basis, "introduction.synthetic", style="warning"))
    if plan.provenance:
        parts.append(inputs(basis))
    notes = [
        *warnings(plan, basis.language),
        *(text(f"assumption.{key}", basis.language) for key in plan.assumptions),
    ]
    if notes:
        parts += [
            paragraph(basis, "introduction.assumed"),
            bullets(cell(words) for words in notes),
        ]
    return tuple(parts)


def applicant(basis: StudyBasis) -> StudyTable:
    """Return who submits the study, as far as the plan file says."""
    controller = basis.plan.controller
    rows: list[tuple[Cell, Cell]] = [
        (cell(words(basis, "introduction.of.name")), cell(basis.plan.case))
    ]
    if controller is not None:
        rows.append((cell(words(basis, "introduction.of.controller")), cell(controller.name)))
    contacts = {
        "address": "" if controller is None else controller.address,
        "contact": ""
        if controller is None
        else ", ".join(filter(None, (controller.email, controller.phone))),
    }
    for key in TO_FILL:
        value = cell(contacts[key]) if contacts.get(key) else to_fill(basis, f"fill.{key}")
        rows.append((cell(words(basis, f"introduction.of.{key}")), value))
    heads = [words(basis, f"introduction.head.{name}") for name in ("what", "value")]
    return table(basis, "applicant", heads, rows, widths=(0.35, 0.65))


def inputs(basis: StudyBasis) -> StudyTable:
    """Return the inputs, what kind each is of, and whom to name for it."""
    language = basis.language
    rows = []
    for name, provenance in basis.plan.provenance.items():
        key, _, number = name.partition(".")
        what = word_of("study.input", key, language)
        rows.append(
            (
                cell(f"{what} {int(number) + 1}" if number else what),
                cell(word_of("study.provenance", provenance, language)),
                cell(basis.plan.sources.get(name) or words(basis, "no_value")),
            )
        )
    heads = [words(basis, f"introduction.head.{name}") for name in ("input", "kind", "source")]
    return table(basis, "inputs", heads, rows, widths=(0.25, 0.2, 0.55))
