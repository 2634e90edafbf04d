"""Spaces at which a line must not end: after prepositions of a letter, in laws, before units.

All text of a study goes through here once, whatever catalogue or table of sources it is from.
"""

import re
from collections.abc import Iterable

from attrs import evolve

from placement.output.study.blocks import (
    Block,
    Bullets,
    Citation,
    Inline,
    PageBreak,
    Paragraph,
    StudyHeading,
    StudyPicture,
    StudyTable,
    ToFill,
)
from placement.texts import NO_BREAK_SPACE, Language

UNITS = (
    "%", "°", "cm", "h", "kW", "kWh", "km", "Kč", "Mbit/s", "MP", "m", "m²", "mil.", "min", "mm",
    "px", "px/m", "s", "TB", "tis.", "W", "Wh",
)  # fmt: skip
AFTER_NUMBER = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
EVERYWHERE = re.compile(rf"(?<=\d) (?=(?:{AFTER_NUMBER})(?![\w/]))|(?<=CC) (?=BY)|(?<=BY) (?=\d)")
ONE_LETTER = re.compile(r"(?<![\w'’.])([AIKOSUVZaikosuvz]) (?=\S|$)")
LEGAL = re.compile(r"(?<![\w])(č\.|čl\.|odst\.|písm\.|§{1,2}) (?=\S|$)")
YEAR = re.compile(r"(?<!\w)(rok|roku|roce) (?=\d{4}|$)")
REFERRING = re.compile(
    r"((?:kapitol|přílo[hz]|tabul|obráz|chapter|annex|table|figure)\w*) $", re.IGNORECASE
)
"""A word before the number it refers to, which is a piece of its own."""
COLLECTION = re.compile(r" (?=Sb\.)")


def bound(words: str, language: Language) -> str:
    """Return words with spaces that do not break where a line must not end."""
    words = EVERYWHERE.sub(NO_BREAK_SPACE, words)
    words = REFERRING.sub(rf"\1{NO_BREAK_SPACE}", words)
    if language != "cs":
        return words
    for pattern in (ONE_LETTER, LEGAL, YEAR):
        words = pattern.sub(rf"\1{NO_BREAK_SPACE}", words)
    return COLLECTION.sub(NO_BREAK_SPACE, words)


def bound_inlines(inlines: Iterable[Inline], language: Language) -> tuple[Inline, ...]:
    """Return the pieces of a sentence with such spaces; numbers have theirs already."""
    return tuple(_inline(each, language) for each in inlines)


def bound_block(block: Block, language: Language) -> Block:
    """Return a block with such spaces in all of its text."""
    match block:
        case StudyHeading():
            return evolve(block, words=bound(block.words, language))
        case Paragraph():
            return evolve(block, inlines=bound_inlines(block.inlines, language))
        case Bullets():
            return evolve(block, items=tuple(bound_inlines(i, language) for i in block.items))
        case StudyTable():
            return evolve(
                block,
                caption=bound(block.caption, language),
                heads=tuple(bound(head, language) for head in block.heads),
                rows=tuple(
                    tuple(bound_inlines(cell, language) for cell in row) for row in block.rows
                ),
                source=bound(block.source, language),
            )
        case StudyPicture():
            return evolve(block, caption=bound(block.caption, language))
        case PageBreak():
            return block


def _inline(inline: Inline, language: Language) -> Inline:
    match inline:
        case str():
            return bound(inline, language)
        case ToFill():
            return ToFill(bound(inline.words, language))
        case Citation():
            return Citation(bound(inline.source, language))
        case _:
            return inline
