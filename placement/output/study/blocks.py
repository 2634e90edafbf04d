"""`Block`: a piece of the study before it is written: heading, sentence, table, figure.

Chapters say what stands in the study as blocks; the writers of DOCX and HTML know blocks alone. A
number that a result holds is a `NumberField`, which names where in the results it stands, so that a
test finds it there again.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import field, frozen

from placement.texts import Language, Phrase, catalogue, plural_form, text

OPEN, CLOSE = "\N{START OF SELECTED AREA}", "\N{END OF SELECTED AREA}"
"""Control characters that no checked input holds; they mark where a field stands in a sentence."""
MARKED = re.compile(f"{OPEN}(\\d+){CLOSE}")


@frozen
class NumberField:
    """A number in a sentence or a cell: where in the results it stands, and how it is read."""

    path: str
    """Keys and positions of `plan.json`, `centre.json`, …: `plan/phases/2/value`."""
    value: float
    words: str
    """As a reader reads it, with its unit: `1 234,5 m²`."""


@frozen
class ToFill:
    """A place that a person fills in, and what belongs there."""

    words: str


@frozen
class Reference:
    """A reference to a heading, a table or a figure by its key; it reads as its number alone.

    The sentence has the word in its case: `v tabulce {table}` → `v tabulce 4`.
    """

    key: str


@frozen
class Citation:
    """A reference to an entry of the list of sources, which the writers number as they come."""

    source: str
    """What is cited, as it stands in the list of sources, with its date."""


Inline = str | NumberField | ToFill | Reference | Citation


@frozen
class StudyHeading:
    """A heading of level 1 (chapter, annex), 2 or 3; a key where something refers to it."""

    words: str
    level: int = 1
    key: str = ""
    numbering: Literal["chapter", "annex", "none"] = "chapter"
    """Chapters are numbered 1, 1.1, annexes A, A.1."""
    new_page: bool = False
    """Whether it begins a page, as an annex always does."""


@frozen
class Paragraph:
    """A paragraph of running text."""

    inlines: tuple[Inline, ...] = field(converter=tuple[Inline, ...])
    style: Literal["text", "lead", "note", "warning"] = "text"


@frozen
class Bullets:
    """A list, one item a line."""

    items: tuple[tuple[Inline, ...], ...]
    numbered: bool = False
    with_next: bool = False
    """Whether it stays on the page of what follows, as the lines of a card on that of its map."""


Cell = tuple[Inline, ...]


@frozen
class StudyTable:
    """A table under its caption; its first row is a header that is repeated on each page."""

    key: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    series: Literal["table"] = "table"
    """What it is called and counted as."""
    right: frozenset[int] = frozenset()
    """Columns that are set to the right: numbers."""
    widths: tuple[float, ...] = ()
    """Shares of the width of the page; empty: alike."""
    source: str = ""
    """Where its figures are from, said below it."""
    landscape: bool = False
    """On pages turned on their side, where it is too wide for upright ones."""


@frozen
class StudyPicture:
    """A picture over its caption."""

    key: str
    caption: str
    alt: str
    """What it shows, for those who do not see it."""
    png: bytes
    svg: str = ""
    """The same as vectors, for HTML; empty: the PNG stands there, too."""
    series: Literal["figure", "drawing"] = "figure"
    """What it is called and counted as: figures are listed at the front, drawings of cards not."""
    width_mm: float = 160.0
    landscape: bool = False
    """On a page turned on its side, as wide as that."""


@frozen
class PageBreak:
    """What follows begins on a new page."""


Block = StudyHeading | Paragraph | Bullets | StudyTable | StudyPicture | PageBreak


def sentence(key: str, language: Language, /, **values: object) -> tuple[Inline, ...]:
    """Return the text of a key as inlines: fields, references and places to fill among words.

    A count `n` may be a `NumberField`, too: its value picks the plural.
    """
    inlines: list[Inline] = []
    words: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, NumberField | ToFill | Reference | Citation):
            words[name] = _Mark(key, english=mark_of(len(inlines)))
            inlines.append(value)
        else:
            words[name] = value
    n = values.get("n")
    if isinstance(n, NumberField) and key not in catalogue(language):
        key = f"{key}.{plural_form(n.value, language)}"
    return tuple(put_in(text(key, language, **words), inlines))


class _Mark(Phrase):
    """A phrase that is only the mark of a field: no input can write one."""

    def render(self, language: Language) -> str:  # noqa: ARG002 (as a phrase does)
        """Return the mark."""
        return self.english


def mark_of(place: int) -> str:
    """Return what stands in a sentence for the inline at a place of those that `put_in` takes."""
    return f"{OPEN}{place}{CLOSE}"


def put_in(words: str, inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Yield the pieces of a sentence, with inlines where their marks stand."""
    end = 0
    for mark in MARKED.finditer(words):
        if int(mark[1]) >= len(inlines):  # a mark that a town wrote into its own texts
            continue
        if words[end : mark.start()]:
            yield words[end : mark.start()]
        yield inlines[int(mark[1])]
        end = mark.end()
    if words[end:]:
        yield words[end:]
