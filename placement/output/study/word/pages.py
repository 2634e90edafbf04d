"""Pages of a document: their size, sections, and what stands above and below on each."""

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Header

from placement.output.study.document import StudyDocument
from placement.output.study.word.elements import element, paragraph, run
from placement.output.study.word.fields import field
from placement.output.study.word.look import Look
from placement.texts import Language, text

MM = 56.6929
"""Twentieths of a point in a millimetre."""
A4_MM, MARGIN_MM = (210, 297), 22
HEADER_MM = 11


def lay_out(document: Document) -> None:
    """Turn the pages of a new document into A4 with our margins."""
    section = document.sections[0]
    old = section._sectPr  # noqa: SLF001 -- python-docx has no way to say all of it
    for child in list(old):
        old.remove(child)
    old.extend(_page(is_landscape=False))


def _page(*, is_landscape: bool) -> list[BaseOxmlElement]:
    short, long = (round(side * MM) for side in A4_MM)
    margin, header = round(MARGIN_MM * MM), round(HEADER_MM * MM)
    size = (
        element("w:pgSz", w=long, h=short, orient="landscape")
        if is_landscape
        else element("w:pgSz", w=short, h=long)
    )
    margins = element(
        "w:pgMar", top=margin, right=margin, bottom=margin, left=margin,
        header=header, footer=header, gutter=0,
    )  # fmt: skip
    return [size, margins, element("w:cols", space=708)]


def text_width(section: Section, *, is_landscape: bool = False) -> int:
    """Return the width between the margins, turned where asked for. [twips]"""
    size = section._sectPr.find(qn("w:pgSz"))  # noqa: SLF001 -- as above
    margins = section._sectPr.find(qn("w:pgMar"))  # noqa: SLF001 -- as above
    width, height = (int(size.get(qn(f"w:{side}"))) for side in ("w", "h"))
    sides = ("left", "right") if not is_landscape else ("top", "bottom")
    page = max(width, height) if is_landscape else width
    return page - sum(abs(int(margins.get(qn(f"w:{side}")))) for side in sides)


def section_break(section: Section, *, is_landscape: bool) -> BaseOxmlElement:
    """Return the properties that end a section of pages which look as asked for.

    Headers and footers go on from the section before.
    """
    last = section._sectPr  # noqa: SLF001 -- as above
    size, margins = (last.find(qn(name)) for name in ("w:pgSz", "w:pgMar"))
    width, height = (int(size.get(qn(f"w:{side}"))) for side in ("w", "h"))
    around = {side: margins.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left")}
    if is_landscape:
        width, height = max(width, height), min(width, height)
        turned = ("right", "bottom", "left", "top")
        around = dict(zip(around, (around[side] for side in turned), strict=True))
    rest = {side: margins.get(qn(f"w:{side}"), "0") for side in ("header", "footer", "gutter")}
    orientation = {"orient": "landscape"} if is_landscape else {}
    return element(
        "w:sectPr",
        element("w:type", val="nextPage"),
        element("w:pgSz", w=width, h=height, **orientation),
        element("w:pgMar", **around, **rest),
        element("w:cols", space=708),
    )


def say_on_every_page(
    document: Document, study: StudyDocument, look: Look, *, is_template: bool
) -> None:
    """Put edition and date of the data above, page numbers below, on every page.

    A template keeps its own; what must stand on every page is added to each of its headers.
    """
    for position, section in enumerate(document.sections):
        for header in _headers(document, section):
            if header.is_linked_to_previous and position > 0:
                continue
            root = header._element  # noqa: SLF001 -- python-docx has no way to say all of it
            if not is_template:
                _empty(root)
            root.append(paragraph(look.styles["header"], run(study.header)))
            if study.warning:
                root.append(paragraph(look.styles["Study Sample"], run(study.warning)))
    if not is_template:
        root = document.sections[0].footer._element  # noqa: SLF001 -- as above
        _empty(root)
        root.append(_page_number(study.language, look))


def _headers(document: Document, section: Section) -> Iterator[_Header]:
    """Yield the headers that a section's pages have."""
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if document.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header


def _empty(root: BaseOxmlElement) -> None:
    for child in list(root):
        root.remove(child)


def _page_number(language: Language, look: Look) -> BaseOxmlElement:
    """Return the line that counts pages."""
    return paragraph(
        look.styles["footer"],
        run(f"{text('study.page', language)} "),
        *field("PAGE", run("1")),
        run(f" {text('study.page_of', language)} "),
        *field("NUMPAGES", run("1")),
    )
