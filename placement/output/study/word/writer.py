"""A study as the bytes of a DOCX file."""

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml.ns import qn

from placement.output.study.document import StudyDocument
from placement.output.study.outline import outline
from placement.output.study.word.body import body
from placement.output.study.word.draft import Draft
from placement.output.study.word.elements import paragraph, run
from placement.output.study.word.front_lists import captions_list, contents_list, sources_list
from placement.output.study.word.look import dress
from placement.output.study.word.pages import lay_out, say_on_every_page, text_width
from placement.output.study.word.text_runs import plain_break, runs

SAME_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive, so that the same study has the same bytes."""


def word_bytes(study: StudyDocument) -> bytes:
    """Return a study as a DOCX file in our own look; the same study, the same bytes."""
    document = docx.Document()
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    lay_out(document)
    look = dress(document, study.language, is_template=False)
    blocks = tuple(study.blocks())
    draft = Draft(
        document=document,
        language=study.language,
        outline=outline(blocks),
        look=look,
        width=text_width(document.sections[0]),
        wide=text_width(document.sections[0], is_landscape=True),
    )
    say_on_every_page(document, study, look, is_template=False)
    _describe(document, study)
    end = document.element.body[-1]
    for node in (
        paragraph(draft.style("Title"), run(study.title)),
        paragraph(draft.style("Subtitle"), run(study.subject)),
        *(paragraph(draft.style("Normal"), *runs(fact, draft)) for fact in study.facts),
        *([paragraph(draft.style("Study Warning"), run(study.warning))] if study.warning else []),
        paragraph(draft.style("Normal"), plain_break()),
        *contents_list(draft),
        *captions_list("table", draft.outline.tables, draft),
        *captions_list("figure", draft.outline.figures, draft),
        paragraph(draft.style("Normal"), plain_break()),
        *body(blocks, draft),
        *sources_list(draft),
    ):
        end.addprevious(node)
    return packed(document)


def packed(document: Document) -> bytes:
    """Return a document as its file, without times of its making."""
    stamped = io.BytesIO()
    document.save(stamped)
    unstamped = io.BytesIO()
    with (
        zipfile.ZipFile(stamped) as source,
        zipfile.ZipFile(unstamped, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(
                zipfile.ZipInfo(name, SAME_TIME), source.read(name), zipfile.ZIP_DEFLATED
            )
    return unstamped.getvalue()


def _describe(document: Document, study: StudyDocument) -> None:
    """Put title and subject into the properties, and take times and a stranger's name out."""
    properties = document.core_properties
    properties.title, properties.subject = study.title, study.subject
    properties.author = properties.comments = ""
    root = properties._element  # noqa: SLF001 -- python-docx cannot remove a property
    for name in ("dcterms:created", "dcterms:modified", "cp:lastModifiedBy"):
        for node in root.findall(qn(name)):
            root.remove(node)
