"""`Outline`: numbers of headings, tables, figures and sources, in the order they come.

Writers show them, Word and LibreOffice reckon them anew; both count alike. Headings of levels 2 and
3 are numbered as their chapter or annex is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from placement.output.study.blocks import (
    Block,
    Bullets,
    Citation,
    Inline,
    Paragraph,
    StudyHeading,
    StudyPicture,
    StudyTable,
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@frozen
class OutlineEntry:
    """A heading, a table or a figure as the lists at the front have it."""

    block: StudyHeading | StudyTable | StudyPicture
    anchor: str
    """Name of the place in the document, which no input gives: `_Toc12`."""
    number: str
    """`3.1`, `A.2`, `4`; empty for a heading that has none."""
    numbering: str = ""
    """Of a heading: chapter, annex or none, those of lower levels by their chapter's."""

    @property
    def level(self) -> int:
        """Of a heading: 1 to 3; 0 of tables and figures."""
        return self.block.level if isinstance(self.block, StudyHeading) else 0

    @property
    def series(self) -> str:
        """What a table or picture is called and counted as; empty of headings."""
        return "" if isinstance(self.block, StudyHeading) else self.block.series

    @property
    def words(self) -> str:
        """What it is called."""
        return self.block.words if isinstance(self.block, StudyHeading) else self.block.caption


@frozen
class Outline:
    """What a document's numbers and lists are, told by its blocks."""

    entries: tuple[OutlineEntry, ...] = field(converter=tuple[OutlineEntry, ...])
    """In the order of the blocks."""
    sources: tuple[str, ...] = field(converter=tuple[str, ...])
    """What is cited, in the order it first is."""

    @property
    def headings(self) -> tuple[OutlineEntry, ...]:
        """Entries of the contents."""
        return tuple(each for each in self.entries if isinstance(each.block, StudyHeading))

    @property
    def tables(self) -> tuple[OutlineEntry, ...]:
        """Entries of the list of tables."""
        return tuple(each for each in self.entries if isinstance(each.block, StudyTable))

    @property
    def figures(self) -> tuple[OutlineEntry, ...]:
        """Entries of the list of figures."""
        pictures = (each for each in self.entries if isinstance(each.block, StudyPicture))
        return tuple(each for each in pictures if each.series == "figure")

    def by_key(self) -> Mapping[str, OutlineEntry]:
        """Return what references may refer to; the first one where a key is there twice."""
        entries: dict[str, OutlineEntry] = {}
        for entry in self.entries:
            if entry.block.key:
                entries.setdefault(entry.block.key, entry)
        return entries

    def by_block(self) -> Mapping[int, OutlineEntry]:
        """Return the entry of each block by the block's identity."""
        return {id(entry.block): entry for entry in self.entries}

    def source_number(self, source: str) -> int:
        """Return the number of a source in the list, from 1."""
        return self.sources.index(source) + 1


def outline(blocks: Iterable[Block]) -> Outline:
    """Return the numbers of everything in a document."""
    all_blocks = tuple(blocks)
    cited = (each.source for each in _inlines(all_blocks) if isinstance(each, Citation))
    return Outline(_entries(all_blocks), dict.fromkeys(cited))


def _entries(blocks: Iterable[Block]) -> Iterator[OutlineEntry]:
    counts = {"chapter": [0, 0, 0], "annex": [0, 0, 0]}
    numbering, place = "chapter", 0
    series: Counter[str] = Counter()
    for block in blocks:
        if not isinstance(block, StudyHeading | StudyTable | StudyPicture):
            continue
        place += 1
        anchor = f"_Toc{place}"
        if isinstance(block, StudyTable | StudyPicture):
            series[block.series] += 1
            yield OutlineEntry(block, anchor, str(series[block.series]))
        else:
            if block.level == 1:
                numbering = block.numbering
            own = "none" if block.numbering == "none" else numbering
            yield OutlineEntry(block, anchor, _number(counts, own, block.level), own)


def _number(counts: Mapping[str, list[int]], numbering: str, level: int) -> str:
    """Count a heading and return its number; empty if it has none."""
    if numbering not in counts:
        return ""
    count = counts[numbering]
    count[level - 1] += 1
    count[level:] = [0] * (len(count) - level)
    first = LETTERS[(count[0] - 1) % len(LETTERS)] if numbering == "annex" else str(count[0])
    return ".".join((first, *map(str, count[1:level])))


def _inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Yield all pieces of text, in their order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.inlines
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from item
        elif isinstance(block, StudyTable):
            for row in block.rows:
                for cell in row:
                    yield from cell
