"""Blocks as elements of a document's body, wide tables on pages turned on their side."""

from collections.abc import Iterator, Sequence

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.blocks import (
    Block,
    Bullets,
    PageBreak,
    Paragraph,
    StudyHeading,
    StudyPicture,
    StudyTable,
)
from placement.output.study.word.draft import Draft
from placement.output.study.word.elements import element, numbered, paragraph, run
from placement.output.study.word.fields import bookmarked
from placement.output.study.word.look import HEADINGS, new_list
from placement.output.study.word.pages import section_break
from placement.output.study.word.pictures import picture
from placement.output.study.word.tables import table
from placement.output.study.word.text_runs import plain_break, runs

PARAGRAPH_STYLES = {
    "text": "Normal",
    "lead": "Study Lead",
    "note": "Study Note",
    "warning": "Study Warning",
}


def body(blocks: Sequence[Block], draft: Draft) -> list[BaseOxmlElement]:
    """Return the elements of blocks; they begin and end on upright pages."""
    elements: list[BaseOxmlElement] = []
    was_wide = False
    following = (*blocks[1:], None)[: len(blocks)]
    begins_page = False
    for block, after, is_wide in zip(blocks, following, _turned(blocks), strict=True):
        if isinstance(block, PageBreak) and isinstance(after, StudyHeading | Paragraph):
            begins_page = True
            continue
        if is_wide != was_wide:
            _end_section(elements, draft, is_landscape=was_wide)
        elements.extend(_elements(block, draft))
        if isinstance(block, StudyTable) and not block.source and _begins_page(after):
            elements.pop()  # the gap below a table that fills its page would be a page of its own
        if begins_page and is_wide == was_wide:
            _begin_page(elements[-1])
        begins_page = False
        if isinstance(block, Paragraph) and isinstance(after, Bullets | StudyTable):
            _keep_with_next(elements[-1])
        was_wide = is_wide
    if was_wide:
        _end_section(elements, draft, is_landscape=True)
    return elements


def _begins_page(block: Block | None) -> bool:
    """Return whether a block begins a page by itself."""
    return isinstance(block, StudyHeading) and (
        block.new_page or (block.numbering == "annex" and block.level == 1)
    )


def _turned(blocks: Sequence[Block]) -> list[bool]:
    """Return which blocks are on turned pages: wide tables and pictures, what leads to them."""
    turned = [isinstance(block, StudyTable | StudyPicture) and block.landscape for block in blocks]
    for position in range(len(blocks) - 2, -1, -1):
        leads = isinstance(blocks[position], StudyHeading) or (
            isinstance(blocks[position], Paragraph)
            and position > 0
            and isinstance(blocks[position - 1], StudyHeading)
        )
        if leads and turned[position + 1]:
            turned[position] = True
    return turned


def _end_section(elements: list[BaseOxmlElement], draft: Draft, *, is_landscape: bool) -> None:
    """End a section with its last paragraph, or with an empty one."""
    ending = section_break(draft.host, is_landscape=is_landscape)
    last = elements[-1] if elements else None
    if (
        last is None
        or last.tag != qn("w:p")
        or last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    ):
        last = paragraph(draft.style("Study Source"))
        elements.append(last)
    last.find(qn("w:pPr")).append(ending)


def _begin_page(node: BaseOxmlElement) -> None:
    """Begin a page with a paragraph: a break of its own would stand alone after a full page."""
    properties = node.find(qn("w:pPr"))
    if properties.find(qn("w:pageBreakBefore")) is None:
        properties.find(qn("w:pStyle")).addnext(element("w:pageBreakBefore"))


def _keep_with_next(node: BaseOxmlElement) -> None:
    """Keep what leads to a list or a table on the page where that begins."""
    properties = node.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle"))
    style.addnext(element("w:keepNext"))


def _elements(block: Block, draft: Draft) -> Iterator[BaseOxmlElement]:
    match block:
        case StudyHeading():
            yield heading(block, draft)
        case Paragraph():
            yield paragraph(draft.style(PARAGRAPH_STYLES[block.style]), *runs(block.inlines, draft))
        case Bullets():
            yield from _bullets(block, draft)
        case StudyTable():
            yield from table(block, draft)
        case StudyPicture():
            yield from picture(block, draft)
        case PageBreak():
            yield paragraph(draft.style("Normal"), plain_break())


def heading(block: StudyHeading, draft: Draft) -> BaseOxmlElement:
    """Return a heading, which Word numbers by its style, in annexes and without by itself."""
    entry = draft.by_block[id(block)]
    level = block.level - 1
    own = []
    if entry.numbering == "annex":
        own.append(numbered(draft.look.annexes, level))
    elif entry.numbering == "none":
        own.append(numbered(0, level))
    if _begins_page(block):
        own.append(element("w:pageBreakBefore"))
    words = bookmarked(entry.anchor, next(draft.ids), run(block.words))
    return paragraph(draft.style(HEADINGS[level]), *words, properties=tuple(own))


def _bullets(block: Bullets, draft: Draft) -> Iterator[BaseOxmlElement]:
    number = new_list(draft.document, draft.look.numbers) if block.numbered else draft.look.bullets
    style = draft.style("List Number" if block.numbered else "List Bullet")
    stays = [element("w:keepNext")] if block.with_next else []
    for item in block.items:
        yield paragraph(style, *runs(item, draft), properties=(*stays, numbered(number)))
