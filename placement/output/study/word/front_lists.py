"""Contents, lists of tables and figures, list of sources: lines of fields that follow their places.

On which page something stands is not known before a program lays the pages out, so the field of the
page is empty in the file. LibreOffice fills it when it opens the file, Word when it may update the
fields, or when it prints. One field for a whole list would not do: LibreOffice takes what stands in
it for text, and shows no page until somebody updates the indexes.
"""

from collections.abc import Iterable, Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.outline import OutlineEntry
from placement.output.study.word.draft import Draft
from placement.output.study.word.elements import element, paragraph, run
from placement.output.study.word.fields import bookmarked, field, link
from placement.output.study.word.text_runs import source_anchor
from placement.texts import text

DEEPEST = 3


def contents_list(draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield the contents: every heading with its number and page."""
    entries = [each for each in draft.outline.headings if each.level <= DEEPEST]
    yield _title("contents", draft)
    for entry in entries:
        number = (*field(f"REF {entry.anchor} \\r", run(entry.number)), run(" "))
        words = field(f"REF {entry.anchor}", run(entry.words))
        shown = (*(number if entry.number else ()), *words)
        yield _line(f"toc {entry.level}", entry, shown, draft)


def captions_list(
    kind: str, entries: Sequence[OutlineEntry], draft: Draft
) -> Iterator[BaseOxmlElement]:
    """Yield the list of tables or of figures; nothing where there are none."""
    if not entries:
        return
    label = text(f"study.{kind}", draft.language)
    yield _title(f"{kind}s", draft)
    for entry in entries:
        words = run(f"{label} {entry.number}: {entry.words}")
        yield _line("table of figures", entry, field(f"REF {entry.anchor}", words), draft)


def sources_list(draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield what is cited, numbered as it first is; nothing where nothing is."""
    if not draft.outline.sources:
        return
    yield _title("sources", draft)
    for number, source in enumerate(draft.outline.sources, 1):
        yield paragraph(
            draft.style("Bibliography"),
            *bookmarked(source_anchor(number), next(draft.ids), run(f"[{number}]")),
            element("w:r", element("w:tab")),
            run(source),
        )


def _title(key: str, draft: Draft) -> BaseOxmlElement:
    return paragraph(draft.style("TOC Heading"), run(text(f"study.{key}", draft.language)))


def _line(
    style: str, entry: OutlineEntry, shown: Iterable[BaseOxmlElement], draft: Draft
) -> BaseOxmlElement:
    """Return a line that leads to a place, with its page to the right."""
    end = element("w:tab", val="right", leader="dot", pos=draft.width)
    page = field(f"PAGEREF {entry.anchor} \\h")
    line = link(entry.anchor, *shown, element("w:r", element("w:tab")), *page)
    return paragraph(draft.style(style), line, properties=(element("w:tabs", end),))
