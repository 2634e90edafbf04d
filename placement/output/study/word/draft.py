"""`Draft`: a document in the making: its styles, outline, and counters of what has ids."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import count

from attrs import define, field
from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement

from placement.output.study.outline import Outline, OutlineEntry
from placement.output.study.word.look import Look
from placement.output.study.word.pages import text_width
from placement.texts import Language


@define(eq=False, slots=False)
class Draft:
    """What the writers of blocks share."""

    document: Document
    language: Language
    outline: Outline
    look: Look
    host: BaseOxmlElement
    """Properties of the section that is being written in: pages, margins, headers."""
    ids: Iterator[int] = field(factory=lambda: count(1000))
    """Ids of bookmarks, content controls and pictures."""

    @cached_property
    def by_key(self) -> Mapping[str, OutlineEntry]:
        """What references may refer to."""
        return self.outline.by_key()

    @cached_property
    def by_block(self) -> Mapping[int, OutlineEntry]:
        """OutlineEntry of each block by its identity."""
        return self.outline.by_block()

    @property
    def width(self) -> int:
        """Width of the text on an upright page. [twips]"""
        return text_width(self.host)

    @property
    def wide(self) -> int:
        """Width of the text on a page turned on its side. [twips]"""
        return text_width(self.host, is_landscape=True)

    def style(self, name: str) -> str:
        """Return the id of a style."""
        return self.look.styles[name]
