"""A town's own DOCX as the frame of a study: opened with care, its markers looked up.

A paragraph that holds nothing but a marker is where something of the study goes: `{{front}}`,
`{{contents}}`, `{{tables}}`, `{{figures}}`, `{{sources}}`, `{{chapter:money}}`, `{{annex:law}}`;
`{{chapters}}` and `{{annexes}}` are all those that no marker names. `{{! … }}` is a hint to the
person who fills the template in, and goes. All else is the town's and stays as it is.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx
from attrs import frozen
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.numbering import NumberingPart

from placement.errors import InputError, MissingInputError, Problem
from placement.files import plain_bytes, reading, refuse_large
from placement.output.study.document import Part, StudyDocument

MOST_BYTES = 30_000_000
MOST_UNPACKED_BYTES = 150_000_000
MARKER = re.compile(r"\s*\{\{\s*(!.*|[a-z]+(?::[a-z_]+)?)\s*\}\}\s*", re.DOTALL)
LISTS = ("front", "contents", "tables", "figures", "chapters", "annexes", "sources")
"""Markers that name no chapter and no annex, in their usual order."""
HINT = "!"


@frozen
class Slot:
    """A paragraph of a template with a marker, and which parts of the study go there."""

    node: BaseOxmlElement
    marker: str
    parts: tuple[Part, ...] = ()


def read_template(path: Path) -> Document:
    """Return a town's template, opened.

    Raises
    ------
    MissingInputError
        If there is no such file.
    InputError
        If it is no DOCX, or larger than a template is, packed or unpacked.
    """
    try:
        content = plain_bytes(path, most_bytes=MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingInputError(Problem("template_missing", str(path))) from error
    except OSError as error:
        values = {"reason": error.strerror or type(error).__name__}
        raise InputError(Problem("template_broken", path.name, values=values)) from error
    with reading(path, kind="template_broken"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        refuse_large(unpacked, most_bytes=MOST_UNPACKED_BYTES, file=path.name)
        document = docx.Document(io.BytesIO(content))
        _add_numbering_part(document)
        if not document.sections:
            raise ValueError("no section")
    return document


def slots(document: Document, study: StudyDocument, *, file: str) -> tuple[Slot, ...]:
    """Return where the parts of a study go in a template, in the order of its paragraphs.

    A template without markers gets all of them at its end.

    Raises
    ------
    InputError
        With every marker that names nothing, or something a second time.
    """
    markers = dict(_markers(document))
    if not any(not marker.startswith(HINT) for marker in markers.values()):
        markers |= _appended(document)
    parts = {part.marker: part for part in study.parts}
    _refuse_wrong(tuple(markers.values()), parts, file=file)
    single = set(markers.values())
    rest = {
        f"{kind}s" if kind == "chapter" else "annexes": tuple(
            part for part in study.parts if part.kind == kind and part.marker not in single
        )
        for kind in ("chapter", "annex")
    }
    return tuple(
        Slot(node, marker, rest.get(marker, (parts[marker],) if marker in parts else ()))
        for node, marker in markers.items()
    )


def _markers(document: Document) -> Iterator[tuple[BaseOxmlElement, str]]:
    """Yield paragraphs that are markers alone, and what they say."""
    for node in document.element.body.iterchildren(qn("w:p")):
        marker = MARKER.fullmatch(words_of(node))
        if marker is not None:
            yield node, marker[1].strip()


def words_of(node: BaseOxmlElement) -> str:
    """Return the text of a paragraph."""
    return "".join(each.text or "" for each in node.iter(qn("w:t")))


def _appended(document: Document) -> dict[BaseOxmlElement, str]:
    """Append an empty paragraph for each usual marker; return them."""
    appended = {}
    for marker in LISTS:
        node = document.add_paragraph()._p  # noqa: SLF001 -- python-docx has no other way
        appended[node] = marker
    return appended


def _refuse_wrong(markers: tuple[str, ...], parts: Mapping[str, Part], *, file: str) -> None:
    choices = (*LISTS, *parts)
    problems = []
    for marker in dict.fromkeys(markers):
        if marker.startswith(HINT):
            continue
        if marker not in choices:
            values: dict[str, object] = {"found": marker, "choices": choices}
            problems.append(Problem("template_marker", file, values=values))
        elif markers.count(marker) > 1:
            problems.append(Problem("template_twice", file, values={"found": marker}))
    if problems:
        raise InputError(problems)


def _add_numbering_part(document: Document) -> None:
    """Give a document without any numbering the part that numberings are in."""
    try:
        document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        root = parse_xml(
            '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
        )
        part = NumberingPart(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, root, document.part.package
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
