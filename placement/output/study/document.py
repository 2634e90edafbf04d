"""`StudyDocument`: a study before it is written: title, facts of the front page, all parts."""

from collections.abc import Iterator
from typing import Literal

from attrs import field, frozen

from placement.output.study.blocks import Block, Inline
from placement.texts import Language


@frozen
class Part:
    """A chapter or an annex: its key, as a template's marker names it, and its blocks."""

    kind: Literal["chapter", "annex"]
    key: str
    blocks: tuple[Block, ...] = field(converter=tuple[Block, ...])

    @property
    def marker(self) -> str:
        """What a template says where it shall stand: `chapter:money`."""
        return f"{self.kind}:{self.key}"


@frozen(kw_only=True)
class StudyDocument:
    """A study in one language."""

    language: Language
    title: str
    subject: str
    """Name of the town, and that it is a study of feasibility."""
    facts: tuple[tuple[Inline, ...], ...] = field(converter=tuple[tuple[Inline, ...], ...])
    """Lines of the front page: edition, date of data, who made it."""
    header: str
    """What stands on every page: town, edition, date of data."""
    warning: str
    """That data are made up, on every page; empty where they are not."""
    parts: tuple[Part, ...] = field(converter=tuple[Part, ...])

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of all parts, in their order."""
        for part in self.parts:
            yield from part.blocks
