"""Contents, lists of tables and figures, list of sources: fields that are filled already.

On which page something stands is not known before a program lays the pages out, so the entries lead
to their places without a number of a page; Word and LibreOffice put it in when they update a list.
"""

from collections.abc import Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.outline import OutlineEntry
from placement.output.study.word.draft import Draft
from placement.output.study.word.elements import element, paragraph, run
from placement.output.study.word.fields import bookmarked, field_mark, link
from placement.output.study.word.text_runs import source_anchor
from placement.texts import text

DEEPEST = 3


def contents_list(draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield the contents: every heading with its number and page."""
    entries = [each for each in draft.outline.headings if each.level <= DEEPEST]
    lines = [
        (draft.style(f"toc {entry.level}"), entry, f"{entry.number} ".lstrip() + entry.words)
        for entry in entries
    ]
    yield from _list("contents", f'TOC \\o "1-{DEEPEST}" \\h \\z \\u', lines, draft)


def captions_list(
    kind: str, entries: Sequence[OutlineEntry], draft: Draft
) -> Iterator[BaseOxmlElement]:
    """Yield the list of tables or of figures; nothing where there are none."""
    if not entries:
        return
    label = text(f"study.{kind}", draft.language)
    style = draft.style("table of figures")
    lines = [(style, each, f"{label} {each.number}: {each.words}") for each in entries]
    yield from _list(f"{kind}s", f'TOC \\h \\z \\c "{label}"', lines, draft)


def sources_list(draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield what is cited, numbered as it first is; nothing where nothing is."""
    if not draft.outline.sources:
        return
    yield paragraph(draft.style("TOC Heading"), run(text("study.sources", draft.language)))
    for number, source in enumerate(draft.outline.sources, 1):
        yield paragraph(
            draft.style("Bibliography"),
            *bookmarked(source_anchor(number), next(draft.ids), run(f"[{number}]")),
            element("w:r", element("w:tab")),
            run(source),
        )


def _list(
    title: str, code: str, lines: Sequence[tuple[str, OutlineEntry, str]], draft: Draft
) -> Iterator[BaseOxmlElement]:
    """Yield a list as one field over its lines, each of which leads to its place."""
    yield paragraph(draft.style("TOC Heading"), run(text(f"study.{title}", draft.language)))
    for position, (style, entry, words) in enumerate(lines):
        line = link(entry.anchor, run(words))
        begin = (
            [
                field_mark("begin"),
                element("w:r", element("w:instrText", words=f" {code} ")),
                field_mark("separate"),
            ]
            if position == 0
            else []
        )
        end = [field_mark("end")] if position == len(lines) - 1 else []
        yield paragraph(style, *begin, line, *end)
