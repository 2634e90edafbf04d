"""Annex I: measures of decree 410/2025 Sb. with the plan's numbers, to be filled in."""

from collections.abc import Iterator

from placement.centre.measures import CountedMeasure, packaged_measures
from placement.output.centre.checklist import basis_words
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Cell,
    Paragraph,
    StudyHeading,
    StudyTable,
    ToFill,
    sentence,
)
from placement.output.study.citations import cited
from placement.output.study.fields import number_field
from placement.texts import text

HEADS = ("measure", "number", "who", "source", "state")
WIDTHS = (0.29, 0.18, 0.19, 0.18, 0.16)


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the checklist, a table for each area of the decree."""
    language = basis.language
    title = text("annex_measures.title", language)
    return (StudyHeading(title, key="annex-measures", numbering="annex"), *_checklist(basis))


def _checklist(basis: StudyBasis) -> Iterator[Block]:
    language = basis.language
    yield Paragraph(sentence("annex_measures.lead", language))
    yield Paragraph(sentence("annex_measures.assumed", language), style="note")
    measures = _measures(basis)
    if basis.centre is None:
        yield Paragraph(sentence("annex_measures.no_centre", language), style="warning")
    areas: dict[str, list[tuple[int, CountedMeasure]]] = {}
    for place, each in enumerate(measures):
        areas.setdefault(each.measure.area, []).append((place, each))
    for area, rows in areas.items():
        yield StudyTable(
            key=f"annex-measures-{area}",
            caption=text(
                "annex_measures.caption",
                language,
                area=text(f"centre_measures.area.{area}", language),
                paragraph=rows[0][1].measure.paragraph,
            ),
            heads=tuple(text(f"annex_measures.head.{name}", language) for name in HEADS),
            rows=tuple(_row(basis, place, each) for place, each in rows),
            widths=WIDTHS,
        )


def _measures(basis: StudyBasis) -> tuple[CountedMeasure, ...]:
    """Return the measures with the plan's numbers; without any where no centre was reckoned."""
    if basis.centre is not None:
        return basis.centre.measures
    return tuple(CountedMeasure(each, None) for each in packaged_measures())


def _row(basis: StudyBasis, place: int, counted: CountedMeasure) -> tuple[Cell, ...]:
    language, measure = basis.language, counted.measure
    who, by_when = (
        text(f"centre_measures.{name}.{getattr(measure, name)}", language)
        for name in ("who", "by_when")
    )
    source: Cell = (basis_words(measure, language),)
    if measure.basis == "law":
        source = (
            f"{text('documents.basis.law', language)}: ",
            cited(measure.source, measure.as_of, language),
        )
    return (
        (measure.words(language),),
        _number(basis, place, counted),
        (f"{who}; {by_when}",),
        source,
        (ToFill(text("annex_measures.state", language)),),
    )


def _number(basis: StudyBasis, place: int, counted: CountedMeasure) -> Cell:
    """Return what a measure is tied to, with its numbers today and in the target."""
    if counted.numbers is None:
        return ("–",)
    name = text(f"centre_measures.counts.{counted.measure.counts}", basis.language)
    today, target = (
        number_field(basis, f"centre/measures/{place}/numbers/{phase}")
        for phase in (0, len(counted.numbers) - 1)
    )
    return f"{name}: ", today, " → ", target
