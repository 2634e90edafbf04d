"""The frame of a study in our own look: for studies without a template, and to be changed."""

import docx
from docx.document import Document
from docx.oxml.ns import qn

from placement.output.study.document import StudyDocument
from placement.output.study.word.elements import paragraph, run
from placement.output.study.word.look import Look, dress
from placement.output.study.word.pages import lay_out, number_pages
from placement.output.study.word.text_runs import plain_break
from placement.texts import text


def own_frame(study: StudyDocument) -> tuple[Document, Look]:
    """Return a document in our look with the usual markers, and its styles."""
    document, look = _bare(study)
    markers = ("front", "", "contents", "tables", "figures", "", "chapters", "annexes", "sources")
    _mark(document, look, markers)
    return document, look


def outline_template(study: StudyDocument) -> Document:
    """Return a template to be changed: a marker for every chapter and annex, and hints."""
    document, look = _bare(study)
    hint = f"! {text('study.template_hint', study.language)} "
    chapters = [part.marker for part in study.parts if part.kind == "chapter"]
    annexes = [part.marker for part in study.parts if part.kind == "annex"]
    lists = ("contents", "tables", "figures")
    _mark(document, look, (hint, "front", "", *lists, "", *chapters, *annexes, "sources"))
    return document


def _bare(study: StudyDocument) -> tuple[Document, Look]:
    document = docx.Document()
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    lay_out(document)
    look = dress(document, study.language, is_template=False)
    number_pages(document, study.language, look)
    return document, look


def _mark(document: Document, look: Look, markers: tuple[str, ...]) -> None:
    """Append a paragraph for every marker, a new page for each empty one."""
    end = document.element.body[-1]
    for marker in markers:
        words = run(f"{{{{{marker}}}}}") if marker else plain_break()
        end.addprevious(paragraph(look.styles["Normal"], words))
