"""Tables: caption with its number, a header row on each page, rows that stay whole."""

from collections.abc import Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.blocks import Cell, StudyTable
from placement.output.study.outline import OutlineEntry
from placement.output.study.word.draft import Draft
from placement.output.study.word.elements import clean, element, paragraph, run
from placement.output.study.word.fields import bookmarked, field
from placement.output.study.word.text_runs import number_anchor, runs
from placement.texts import text

FEW_ROWS = 16
"""A table of at most so many rows stays on one page."""
TOGETHER = 2
"""Rows of a longer one that stay with its header, and with its end."""


def table(block: StudyTable, draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield the caption, the table, and where its figures are from."""
    yield caption(draft.by_block[id(block)], draft, style="caption")
    widths = _widths(block, draft.wide if block.landscape else draft.width)
    head = element("w:trPr", element("w:cantSplit"), element("w:tblHeader"))
    cells = [(words,) for words in block.heads]
    rows = [_row(head, cells, block, widths, draft, style="Study Head")]
    for position, row in enumerate(block.rows):
        properties = element("w:trPr", element("w:cantSplit"))
        stays = _stays(position, block)
        rows.append(_row(properties, row, block, widths, draft, style="Study Cell", stays=stays))
    yield element(
        "w:tbl",
        element(
            "w:tblPr",
            element("w:tblStyle", val=draft.style("Study Table")),
            element("w:tblW", w=sum(widths), type="dxa"),
            element("w:tblLayout", type="fixed"),
            element("w:tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0,
                noHBand=1, noVBand=1),
            element("w:tblCaption", val=clean(block.caption)),
        ),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)),
        *rows,
    )  # fmt: skip
    yield _below(block, draft)


def _stays(position: int, block: StudyTable) -> bool:
    """Return whether a row stays on the page of the next one, the last on that of the source."""
    count = len(block.rows)
    if position == count - 1:
        return bool(block.source)
    return count <= FEW_ROWS or position < TOGETHER - 1 or position >= count - TOGETHER


def _below(block: StudyTable, draft: Draft) -> BaseOxmlElement:
    """Return where the figures of a table are from; a narrow gap where it does not say."""
    style = draft.style("Study Source")
    if not block.source:
        return paragraph(style, properties=(element("w:spacing", before=0, after=60),))
    return paragraph(style, run(text("study.source", draft.language, source=block.source)))


def caption(entry: OutlineEntry, draft: Draft, *, style: str) -> BaseOxmlElement:
    """Return the paragraph of a caption: its label, its number as a field, its words."""
    label = text(f"study.{entry.series}", draft.language)
    counted = field(f"SEQ {label} \\* ARABIC", run(entry.number))
    return paragraph(
        draft.style(style),
        *bookmarked(
            entry.anchor,
            next(draft.ids),
            run(f"{label} "),
            *bookmarked(number_anchor(entry), next(draft.ids), *counted),
            run(f": {entry.words}"),
        ),
    )


def _widths(block: StudyTable, width: int) -> list[int]:
    """Return the widths of columns, which fill the width of the text. [twips]"""
    shares = block.widths or (1.0,) * len(block.heads)
    return [int(width * share / sum(shares)) for share in shares]


def _row(
    properties: BaseOxmlElement,
    cells: Sequence[Cell],
    block: StudyTable,
    widths: Sequence[int],
    draft: Draft,
    *,
    style: str,
    stays: bool = False,
) -> BaseOxmlElement:
    row = element("w:tr", properties)
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        aside = [element("w:jc", val="right")] if column in block.right else []
        if stays:
            aside.append(element("w:keepNext"))
        row.append(
            element(
                "w:tc",
                element("w:tcPr", element("w:tcW", w=width, type="dxa")),
                paragraph(draft.style(style), *runs(cell, draft), properties=tuple(aside)),
            )
        )
    return row
