"""Citations of sources with their date, written one way wherever a chapter or annex cites them."""

from placement.output.study.blocks import Citation
from placement.output.wording import printable
from placement.texts import NO_BREAK_SPACE, Language

SEPARATORS = {2: "/", 3: f".{NO_BREAK_SPACE}"}
"""Between the parts of a date in Czech, by how many there are: `2/2024`, `1. 8. 2020`."""


def cited(source: str, as_of: str, language: Language) -> Citation:
    """Return a citation: the source and its date, which is left out where the source has it."""
    own_words = _plain(source)
    year = as_of.partition("-")[0]
    has_day = len(as_of.split("-")) == max(SEPARATORS)
    if (
        as_of in own_words
        or _plain(day_words(as_of, "cs")) in own_words
        or (not has_day and year in own_words)
    ):
        return Citation(printable(source))
    return Citation(printable(f"{source}, {day_words(as_of, language)}"))


def day_words(as_of: str, language: Language) -> str:
    """Return a year, month or day of a source as the language writes it: `1. 8. 2020`."""
    parts = [part.lstrip("0") for part in as_of.split("-")]
    if language != "cs" or not all(part.isdecimal() for part in parts):
        return as_of
    return SEPARATORS.get(len(parts), "-").join(reversed(parts))


def _plain(words: str) -> str:
    return words.replace(NO_BREAK_SPACE, " ")
