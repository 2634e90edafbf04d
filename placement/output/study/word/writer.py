"""A study as a DOCX file: the parts of it put where a frame has their markers."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.blocks import Block, StudyHeading
from placement.output.study.document import StudyDocument
from placement.output.study.outline import outline
from placement.output.study.word.body import body
from placement.output.study.word.draft import Draft
from placement.output.study.word.elements import clean, element, paragraph, run
from placement.output.study.word.front_lists import captions_list, contents_list, sources_list
from placement.output.study.word.look import HEADINGS, Look, dress
from placement.output.study.word.outline_template import own_frame
from placement.output.study.word.pages import say_on_every_page
from placement.output.study.word.templates import Slot, read_template, slots, words_of
from placement.output.study.word.text_runs import runs

SAME_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive, so that the same study has the same bytes."""

LONGEST_PROPERTY = 255


@frozen
class WordStudy:
    """A study as a file, and what its template had no place or no style for."""

    content: bytes
    without: tuple[str, ...] = ()
    """Markers of chapters and annexes that the template leaves out."""
    added_styles: tuple[str, ...] = ()
    """Styles that the template lacks, so that they look as ours."""


def word_study(study: StudyDocument, template: Path | None = None) -> WordStudy:
    """Return a study as a DOCX file; the same study in the same template, the same bytes.

    Parameters
    ----------
    study
        What is written.
    template
        The town's own DOCX, whose styles, headers and texts stay; our own look if None.

    Raises
    ------
    MissingInputError, InputError
        If the template is none, or has markers that name nothing.
    """
    if template is None:
        document, look = own_frame(study)
    else:
        document = read_template(template)
        look = dress(document, study.language, is_template=True)
    places = slots(document, study, file="" if template is None else template.name)
    titles = _own_titles(document, look, {slot.node for slot in places})
    say_on_every_page(document, study, look)
    blocks = tuple(_in_order(document, places, titles))
    draft = Draft(
        document=document,
        language=study.language,
        outline=outline(blocks),
        look=look,
        host=document.element.body[-1],
    )
    for slot in places:
        draft.host = _host(slot.node)
        for node in _content(slot, study, draft):
            slot.node.addprevious(node)
        _take_out(slot.node)
    for node, title in titles.items():
        _bookmark(node, title, draft)
    _describe(document, study)
    placed = {part.marker for slot in places for part in slot.parts}
    without = tuple(part.marker for part in study.parts if part.marker not in placed)
    return WordStudy(packed(document), without, look.added)


def packed(document: Document) -> bytes:
    """Return a document as its file, without times of its making."""
    stamped, unstamped = io.BytesIO(), io.BytesIO()
    document.save(stamped)
    with (
        zipfile.ZipFile(stamped) as source,
        zipfile.ZipFile(unstamped, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(
                zipfile.ZipInfo(name, SAME_TIME), source.read(name), zipfile.ZIP_DEFLATED
            )
    return unstamped.getvalue()


def _content(slot: Slot, study: StudyDocument, draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield what goes where a marker stands."""
    match slot.marker:
        case "front":
            yield from _front(study, draft)
        case "contents":
            yield from contents_list(draft)
        case "tables":
            yield from captions_list("table", draft.outline.tables, draft)
        case "figures":
            yield from captions_list("figure", draft.outline.figures, draft)
        case "sources":
            yield from sources_list(draft)
        case _:
            yield from body([block for part in slot.parts for block in part.blocks], draft)


def _front(study: StudyDocument, draft: Draft) -> Iterator[BaseOxmlElement]:
    yield paragraph(draft.style("Title"), run(study.title))
    yield paragraph(draft.style("Subtitle"), run(study.subject))
    for fact in study.facts:
        yield paragraph(draft.style("Normal"), *runs(fact, draft))
    if study.warning:
        yield paragraph(draft.style("Study Warning"), run(study.warning))


def _own_titles(
    document: Document, look: Look, markers: set[BaseOxmlElement]
) -> dict[BaseOxmlElement, StudyHeading]:
    """Return the headings that a template has of its own, which are counted with ours."""
    levels = {look.styles[name]: level for level, name in enumerate(HEADINGS, 1)}
    titles = {}
    for node in document.element.body.iterchildren(qn("w:p")):
        style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        level = 0 if style is None else levels.get(style.get(qn("w:val")), 0)
        words = words_of(node).strip()
        if level and words and node not in markers:
            number = node.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            is_bare = number is not None and number.get(qn("w:val")) == "0"
            titles[node] = StudyHeading(words, level, numbering="none" if is_bare else "chapter")
    return titles


def _in_order(
    document: Document, places: Sequence[Slot], titles: Mapping[BaseOxmlElement, StudyHeading]
) -> Iterator[Block]:
    """Yield the blocks of the study and the template's own headings as they come."""
    by_node = {slot.node: slot for slot in places}
    for node in document.element.body:
        if node in titles:
            yield titles[node]
        elif node in by_node:
            for part in by_node[node].parts:
                yield from part.blocks


def _host(node: BaseOxmlElement) -> BaseOxmlElement:
    """Return the properties of the section that a paragraph is in."""
    for later in (node, *node.itersiblings()):
        ending: BaseOxmlElement | None = (
            later if later.tag == qn("w:sectPr") else later.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        )
        if ending is not None:
            return ending
    raise ValueError("a document without a section")


def _take_out(node: BaseOxmlElement) -> None:
    """Remove a marker; one that ends a section stays as an empty paragraph."""
    if node.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        node.getparent().remove(node)
        return
    for child in list(node):
        if child.tag != qn("w:pPr"):
            node.remove(child)


def _bookmark(node: BaseOxmlElement, title: StudyHeading, draft: Draft) -> None:
    """Put a bookmark around a heading of the template, which the contents lead to."""
    entry, number = draft.by_block[id(title)], next(draft.ids)
    properties = node.find(qn("w:pPr"))
    properties.addnext(element("w:bookmarkStart", id=number, name=entry.anchor))
    node.append(element("w:bookmarkEnd", id=number))


def _describe(document: Document, study: StudyDocument) -> None:
    """Put title and subject into the properties, and take times and a stranger's name out."""
    properties = document.core_properties
    properties.title = clean(study.title)[:LONGEST_PROPERTY]
    properties.subject = clean(study.subject)[:LONGEST_PROPERTY]
    properties.author = properties.comments = ""
    root = properties._element  # noqa: SLF001 -- python-docx cannot remove a property
    for name in ("dcterms:created", "dcterms:modified", "cp:lastModifiedBy"):
        for node in root.findall(qn(name)):
            root.remove(node)
