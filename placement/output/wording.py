"""Text of outputs: text of inputs made printable, and words of the catalogues for values."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Protocol

from placement.texts import LANGUAGES, Language, catalogue, text

USUAL_PHASE = {"cs": re.compile(r"(\d+)\. etapa"), "en": re.compile(r"Phase (\d+)", re.IGNORECASE)}
"""Language → names of phases in it that say no more than a number."""


def printable(words: str) -> str:
    """Return text every format can hold: what XML forbids and control characters are replaced.

    Tabs and line ends become spaces. Marks that turn the writing direction stay: names may need
    them.
    """
    if words.isprintable():  # nearly all are, and there are tens of thousands
        return words
    spaced = " ".join(words.replace("\t", " ").splitlines())
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 or c in "\ufffe\uffff"
        else c
        for c in spaced
    )


def word_of(group: str, value: str, language: Language) -> str:
    """Return the catalogue's word for a value below `group.`, or the value where it has none."""
    return catalogue(language).get(f"{group}.{value}", value)


def phase_name(name: str, number: int, language: Language) -> str:
    """Return what a phase is called: by its number if it has no name, or one that says no more.

    A name such as "1. etapa" stays in its own language.
    """
    shown = printable(name).strip()
    others = (USUAL_PHASE[each].fullmatch(shown) for each in LANGUAGES if each != language)
    usual = next((match[1] for match in others if match), None)
    if shown and usual is None:
        return shown
    return text("map.phase.step", language, number=usual or number)


def district_word(district: str, english: Mapping[str, str], language: Language) -> str:
    """Return the name of a district, or that a place is in none; `english` are English names."""
    if not district:
        return text("visit_sheet.no_district", language)
    return english.get(district, district) if language == "en" else district


class Phase(Protocol):
    """What `phase_title` asks of a phase: `plan.PhaseResult` has it."""

    @property
    def phase(self) -> int: ...  # noqa: D102

    @property
    def years(self) -> str: ...  # noqa: D102

    def name_in(self, language: Language) -> str: ...  # noqa: D102


def phase_title(phase: Phase, language: Language) -> str:
    """Return what a phase is called, with its years where they are known."""
    name = phase_name(phase.name_in(language), phase.phase, language)
    return f"{name} ({phase.years})" if phase.years else name


LATER = {"č": "c~", "ř": "r~", "š": "s~", "ž": "z~", "ch": "h~"}
"""Letters of the Czech alphabet with a place of their own, after all words of the letter before."""


def alphabetical(name: str) -> tuple[str, str]:
    """Return the key by which names are sorted as in a Czech index: Š after S, Ch after H."""
    key = unicodedata.normalize("NFC", name).casefold()
    for letter, place in LATER.items():
        key = key.replace(letter, place)
    decomposed = unicodedata.normalize("NFD", key)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)), name


def spaced(name: str) -> str:
    """Return a name with a space after each comma that has none, as stops are listed without."""
    return re.sub(r",(?=[^\W\d])", ", ", name)
