"""Annex C: the map of the whole town with its cameras."""

from placement.output.figures.palette import png_of_few_colours
from placement.output.paper.document import overview
from placement.output.paper.sheets import A4
from placement.output.study.basis import StudyBasis
from placement.output.study.blocks import (
    Block,
    Paragraph,
    StudyHeading,
    StudyPicture,
    sentence,
)
from placement.texts import text

DOTS_PER_INCH = 200
WIDE_MM = 184.0
"""So that heading, note, map and caption stand on one page. [mm]"""


def blocks(basis: StudyBasis) -> tuple[Block, ...]:
    """Return the map as the paper has it, on a page turned on its side."""
    language = basis.language
    pixels = overview(
        basis.plan,
        basis.layers,
        paper=A4,
        dots_per_inch=DOTS_PER_INCH,
        language=language,
        date=basis.date,
    )
    return (
        StudyHeading(text("annex.map.title", language), key="annex-map", numbering="annex"),
        Paragraph(sentence("annex.map.note", language), style="note"),
        StudyPicture(
            key="annex-map-town",
            caption=text("annex.map.caption", language),
            alt=text("annex.map.alt", language),
            png=png_of_few_colours(pixels),
            width_mm=WIDE_MM,
            landscape=True,
        ),
    )
