"""The DOCX of a study as `mammoth` reads it, which shares no code with python-docx or ours."""

import io
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from placement.output.study.blocks import (
    Bullets,
    Citation,
    Inline,
    NumberField,
    Paragraph,
    Reference,
    StudyHeading,
    StudyPicture,
    StudyTable,
    ToFill,
)
from placement.output.study.contents import contents
from placement.output.study.document import StudyDocument
from placement.output.study.outline import Outline, outline
from placement.output.study.reader import read_basis
from placement.output.study.word.elements import clean
from placement.output.study.word.writer import word_study
from placement.texts import text
from tests.output.study_document import hand_made

mammoth = pytest.importorskip("mammoth", reason="mammoth is of the test dependencies")
LITVINOV = Path(__file__).parents[2] / "maps" / "litvinov"
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}


class Read(HTMLParser):
    """What the reader makes of a file: headings, tables, pictures, lines of text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.tables: list[list[list[str]]] = []
        self.header_rows: list[int] = []
        self.alts: list[str] = []
        self.lines: list[str] = []
        self._line = ""
        self._in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell, a line; note what a picture is said to show."""
        match tag:
            case "table":
                self.tables.append([])
                self.header_rows.append(0)
            case "tr":
                self.tables[-1].append([])
            case "th" | "td":
                self._in_cell = True
                self.tables[-1][-1].append("")
                self.header_rows[-1] += tag == "th" and len(self.tables[-1][-1]) == 1
            case "img":
                self.alts.append(str(dict(attrs).get("alt")))
            case "p" | "li" | "h1" | "h2" | "h3":
                self._line = ""

    def handle_endtag(self, tag: str) -> None:
        """End a line of text, in the cell that it is of if there is one."""
        if tag in {"th", "td"}:
            self._in_cell = False
        elif tag in HEADINGS:
            self.headings.append((HEADINGS[tag], self._line))
        elif tag in {"p", "li"} and self._line:
            self.lines.append(self._line)

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._line += data
        if self._in_cell:
            self.tables[-1][-1][-1] += data


def read(content: bytes) -> Read:
    """Return a file as mammoth reads it."""
    result = mammoth.convert_to_html(io.BytesIO(content))
    assert {message.type for message in result.messages} <= {"warning"}
    assert all("Unrecognised" in message.message for message in result.messages)
    return Read(result.value)


def words_of(inlines: Sequence[Inline], study: StudyDocument, numbers: Outline) -> str:
    """Return pieces of text as a reader of the file shall see them."""
    return "".join(_words_of(inlines, study, numbers))


def _words_of(inlines: Sequence[Inline], study: StudyDocument, numbers: Outline) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case str():
                yield clean(inline)
            case NumberField():
                yield clean(inline.words)
            case ToFill():
                yield f"[{text('study.to_fill', study.language, what=clean(inline.words))}]"
            case Reference():
                entry = numbers.by_key().get(inline.key)
                lacking = text("study.not_included", study.language)
                yield lacking if entry is None else entry.number or clean(entry.words)
            case Citation():
                yield f"[{numbers.source_number(inline.source)}]"


def holds(study: StudyDocument) -> None:
    """Assert that the reader finds what the blocks of a study say, in their order."""
    found, blocks = read(word_study(study).content), tuple(study.blocks())
    numbers = outline(blocks)
    headings = [
        (each.level, clean(each.words)) for each in blocks if isinstance(each, StudyHeading)
    ]
    tables = [each for each in blocks if isinstance(each, StudyTable)]
    rows = [
        [
            [clean(head) for head in each.heads],
            *([words_of(cell, study, numbers) for cell in row] for row in each.rows),
        ]
        for each in tables
    ]
    lines: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                lines.append(words_of(block.inlines, study, numbers))
            case Bullets():
                lines += (words_of(item, study, numbers) for item in block.items)
            case StudyTable() | StudyPicture():
                entry = numbers.by_block()[id(block)]
                label = text(f"study.{entry.series}", study.language)
                lines.append(f"{label} {entry.number}: {clean(entry.words)}")
    remaining = iter(found.lines)

    assert found.headings == headings
    assert [each[0] for each in found.tables] == [each[0] for each in rows]
    assert [_bare(each) for each in found.tables] == [_bare(each) for each in rows]
    assert found.header_rows == [1] * len(tables)
    assert found.alts == [clean(each.alt) for each in blocks if isinstance(each, StudyPicture)]
    assert [line for line in lines if line and line not in remaining] == []


def _bare(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in rows]


@pytest.mark.parametrize("hostile", [False, True])
def test_another_reader_finds_what_the_blocks_say(hostile: bool) -> None:
    """Headings, tables with their one header row, words for pictures, texts and captions."""
    holds(hand_made(hostile=hostile))


@pytest.mark.slow
def test_another_reader_finds_the_study_of_litvinov() -> None:
    """The whole study of the published plan, some three hundred headings."""
    holds(contents(read_basis(LITVINOV, language="cs")))
