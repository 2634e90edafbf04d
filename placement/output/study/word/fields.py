"""Fields, bookmarks and content controls: what Word and LibreOffice reckon, find and fill."""

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.word.elements import clean, element, run

LONGEST_TAG = 64
"""Word reads no longer tag of a content control."""


def field(code: str, *shown: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the runs of a field: its code, and what is shown until it is updated."""
    yield field_mark("begin")
    yield element("w:r", element("w:instrText", words=f" {code} "))
    yield field_mark("separate")
    yield from shown
    yield field_mark("end")


def field_mark(kind: str) -> BaseOxmlElement:
    """Return the run that begins, separates or ends a field."""
    return element("w:r", element("w:fldChar", fldCharType=kind))


def bookmarked(name: str, number: int, *content: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield content between the ends of a bookmark."""
    yield element("w:bookmarkStart", id=number, name=name)
    yield from content
    yield element("w:bookmarkEnd", id=number)


def link(anchor: str, *content: BaseOxmlElement) -> BaseOxmlElement:
    """Return content that leads to a bookmark."""
    return element("w:hyperlink", *content, anchor=anchor, history=1)


def control(
    words: str, number: int, *, tag: str, title: str = "", is_placeholder: bool = False
) -> BaseOxmlElement:
    """Return a content control of one run: a number by its path, or a place to fill in."""
    look = (
        (element("w:rStyle", val="PlaceholderText"), element("w:highlight", val="yellow"))
        if is_placeholder
        else ()
    )
    return element(
        "w:sdt",
        element(
            "w:sdtPr",
            element("w:alias", val=clean(title)[:LONGEST_TAG]) if title else None,
            element("w:tag", val=clean(tag)[:LONGEST_TAG]),
            element("w:id", val=number),
            element("w:showingPlcHdr") if is_placeholder else None,
        ),
        element("w:sdtContent", run(words, *look)),
    )
