"""Pieces of text as runs: words, numbers and places to fill as controls, references as fields."""

from collections.abc import Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.blocks import Citation, Inline, NumberField, Reference, ToFill
from placement.output.study.outline import OutlineEntry
from placement.output.study.word.draft import Draft
from placement.output.study.word.elements import clean, element, run
from placement.output.study.word.fields import control, field, link
from placement.texts import text

TO_FILL = "to-fill"
"""Tag of a place that a person fills in."""


def runs(inlines: Sequence[Inline], draft: Draft) -> Iterator[BaseOxmlElement]:
    """Yield the elements of a paragraph's pieces."""
    for inline in inlines:
        match inline:
            case str():
                yield run(inline)
            case NumberField():
                yield control(clean(inline.words), next(draft.ids), tag=inline.path)
            case ToFill():
                words = text("study.to_fill", draft.language, what=clean(inline.words))
                yield control(
                    f"[{words}]", next(draft.ids), tag=TO_FILL, title=words, is_placeholder=True
                )
            case Reference():
                yield from _reference(draft.by_key.get(inline.key), draft)
            case Citation():
                number = draft.outline.source_number(inline.source)
                yield link(source_anchor(number), run(f"[{number}]"))


def source_anchor(number: int) -> str:
    """Return the name of a source's place in the list."""
    return f"_Source{number}"


def number_anchor(entry: OutlineEntry) -> str:
    """Return the name of the place where the number of a table or figure stands."""
    return f"{entry.anchor}n"


def _reference(entry: OutlineEntry | None, draft: Draft) -> Iterator[BaseOxmlElement]:
    if entry is None:
        yield run(text("study.not_included", draft.language))
    elif entry.numbering == "none":
        yield from field(f"REF {entry.anchor} \\h", run(entry.words))
    elif entry.numbering:
        yield from field(f"REF {entry.anchor} \\r \\h", run(entry.number))
    else:
        yield from field(f"REF {number_anchor(entry)} \\h", run(entry.number))


def plain_break() -> BaseOxmlElement:
    """Return a run that only begins a new page."""
    return element("w:r", element("w:br", type="page"))
