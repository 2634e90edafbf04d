"""Pages of a document: their size, sections, and what stands above and below on each."""

from collections.abc import Iterator
from copy import deepcopy

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


def text_width(host: BaseOxmlElement, *, is_landscape: bool = False) -> int:
    """Return the width between the margins of a section, turned where asked for. [twips]"""
    width, height, margins = _measures(host)
    sides = ("left", "right") if not is_landscape else ("top", "bottom")
    page = max(width, height) if is_landscape else width
    return page - sum(abs(margins[side]) for side in sides)


def section_break(host: BaseOxmlElement, *, is_landscape: bool) -> BaseOxmlElement:
    """Return the properties that end a section inside another, with its headers and margins."""
    width, height, margins = _measures(host)
    if is_landscape:
        width, height = max(width, height), min(width, height)
        turned = ("right", "bottom", "left", "top")
        around = (margins[side] for side in turned)
        margins |= dict(zip(("top", "right", "bottom", "left"), around, strict=True))
    orientation = {"orient": "landscape"} if is_landscape else {}
    same = [
        deepcopy(each)
        for name in ("w:headerReference", "w:footerReference")
        for each in host.findall(qn(name))
    ]
    return element(
        "w:sectPr",
        *same,
        element("w:type", val="nextPage"),
        element("w:pgSz", w=width, h=height, **orientation),
        element("w:pgMar", words="", **margins),
        element("w:cols", space=708),
    )


def _measures(host: BaseOxmlElement) -> tuple[int, int, dict[str, int]]:
    """Return width, height and margins of a section's pages, A4 where it does not say. [twips]"""
    size, around = host.find(qn("w:pgSz")), host.find(qn("w:pgMar"))
    width, height = (
        round(side * MM) if size is None else int(size.get(qn(f"w:{name}"), round(side * MM)))
        for name, side in zip(("w", "h"), A4_MM, strict=True)
    )
    usual = {"header": HEADER_MM, "footer": HEADER_MM, "gutter": 0}
    sides = ("top", "right", "bottom", "left", "header", "footer", "gutter")
    margins = {
        side: int(
            round(usual.get(side, MARGIN_MM) * MM)
            if around is None
            else around.get(qn(f"w:{side}"), "0")
        )
        for side in sides
    }
    return width, height, margins


def say_on_every_page(document: Document, study: StudyDocument, look: Look) -> None:
    """Add edition and date of the data, and that they are made up, to the header of every page."""
    for position, section in enumerate(document.sections):
        for header in _headers(document, section):
            if header.is_linked_to_previous and position > 0:
                continue
            root = header._element  # noqa: SLF001 -- python-docx has no way to say all of it
            if not _holds(root):
                _empty(root)
            root.append(paragraph(look.styles["header"], run(study.header)))
            if study.warning:
                root.append(paragraph(look.styles["Study Sample"], run(study.warning)))


def number_pages(document: Document, language: Language, look: Look) -> None:
    """Count the pages of a new document at their feet."""
    root = document.sections[0].footer._element  # noqa: SLF001 -- as above
    _empty(root)
    root.append(_page_number(language, look))


def _headers(document: Document, section: Section) -> Iterator[_Header]:
    """Yield the headers that a section's pages have."""
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if document.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header


def _holds(root: BaseOxmlElement) -> bool:
    """Return whether a header has more than empty paragraphs."""
    content = ("w:t", "w:drawing", "w:pict", "w:tbl", "w:fldSimple")
    return next(root.iter(*(qn(name) for name in content)), None) is not None


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
