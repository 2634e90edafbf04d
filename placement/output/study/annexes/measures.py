"""Annex I: measures of decree 410/2025 by its paragraphs, and what each means for the cameras."""

from collections.abc import Iterator

from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Cell,
    Citation,
    Paragraph,
    StudyHeading,
    StudyTable,
    ToFill,
    sentence,
)
from placement.texts import NO_BREAK_SPACE, text

PARAGRAPHS = range(3, 15)
"""Those of the decree that ask for a measure."""


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the table of measures; what the town has of each a person writes."""
    language = basis.language
    decree = Citation(text("study.source.decree", language))
    return (
        StudyHeading(
            text("annex.measures.title", language), key="annex-measures", numbering="annex"
        ),
        Paragraph(sentence("annex.measures.intro", language, decree=decree)),
        Paragraph(sentence("annex.measures.regime", language), style="note"),
        StudyTable(
            key="annex-measures-table",
            caption=text("annex.measures.caption", language),
            heads=tuple(
                text(f"annex.measures.head.{name}", language)
                for name in ("paragraph", "area", "cameras", "state")
            ),
            rows=tuple(_rows(basis)),
            widths=(0.08, 0.24, 0.4, 0.28),
        ),
    )


def _rows(basis: StudyBasis) -> Iterator[tuple[Cell, ...]]:
    language = basis.language
    for number in PARAGRAPHS:
        yield (
            (f"§{NO_BREAK_SPACE}{number}",),
            (text(f"annex.measures.area.p{number}", language),),
            (text(f"annex.measures.cameras.p{number}", language),),
            (ToFill(text("annex.measures.fill", language)),),
        )
