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

FEW_ROWS = 7
"""A table of at most so many rows stays on one page."""


def table(block: StudyTable, draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield the caption, the table, and where its figures are from."""
    yield caption(draft.by_block[id(block)], draft, kind="table", style="caption")
    widths = _widths(block, draft.wide if block.landscape else draft.width)
    few = len(block.rows) <= FEW_ROWS
    keep = element("w:keepNext")
    head = element("w:trPr", element("w:cantSplit"), element("w:tblHeader"))
    rows = [
        _row(head, [(words,) for words in block.heads], block, widths, draft, style="Study Head")
    ]
    for position, row in enumerate(block.rows):
        is_last = position == len(block.rows) - 1
        stays = few and (not is_last or bool(block.source))
        rows.append(
            _row(
                element("w:trPr", element("w:cantSplit")), row, block, widths, draft,
                style="Study Cell", keep=keep if stays else None,
            )
        )  # fmt: skip
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
    source = text("study.source", draft.language, source=block.source) if block.source else ""
    yield paragraph(draft.style("Study Source"), *([run(source)] if source else []))


def caption(entry: OutlineEntry, draft: Draft, *, kind: str, style: str) -> BaseOxmlElement:
    """Return the paragraph of a caption: its label, its number as a field, its words."""
    label = text(f"study.{kind}", draft.language)
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
    keep: BaseOxmlElement | None = None,
) -> BaseOxmlElement:
    row = element("w:tr", properties)
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        aside = [element("w:jc", val="right")] if column in block.right else []
        if keep is not None:
            aside.append(element("w:keepNext"))
        row.append(
            element(
                "w:tc",
                element("w:tcPr", element("w:tcW", w=width, type="dxa")),
                paragraph(draft.style(style), *runs(cell, draft), properties=tuple(aside)),
            )
        )
    return row
