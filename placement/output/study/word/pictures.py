"""Pictures over their captions, with words for those who do not see them."""

import io
from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from placement.output.study.blocks import StudyPicture
from placement.output.study.word.draft import Draft
from placement.output.study.word.elements import clean, element, paragraph
from placement.output.study.word.tables import caption

EMU_PER_TWIP = 635
"""English metric units, in which pictures are measured, in a twentieth of a point."""
TALLEST_MM, TALLEST_TURNED_MM = 215.0, 140.0
"""So that a picture and its caption stand on one page, upright or turned on its side."""


def picture(block: StudyPicture, draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield the picture and its caption."""
    page, tallest_mm = draft.width, TALLEST_MM
    if block.landscape:
        page, tallest_mm = draft.wide, TALLEST_TURNED_MM
    width = min(Mm(block.width_mm), page * EMU_PER_TWIP)
    inline = draft.document.part.new_pic_inline(io.BytesIO(block.png), width=width)
    tall_mm = inline.extent.cy.mm
    if tall_mm > tallest_mm:
        inline = draft.document.part.new_pic_inline(io.BytesIO(block.png), height=Mm(tallest_mm))
    entry = draft.by_block[id(block)]
    number = next(draft.ids)
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", f"{entry.anchor}")
    inline.docPr.set("descr", clean(block.alt))
    drawn = element("w:r", element("w:drawing", inline))
    yield paragraph(draft.style("Study Figure"), drawn)
    yield caption(entry, draft, style="Study Figure Caption")
