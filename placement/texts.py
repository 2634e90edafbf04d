"""Texts that people read, in Czech and English.

They live in `catalogue/<language>/`, a file per subject; code names a text by its key. A text that
counts something is a table with the forms `one`, `few` and `many` and takes `n`. What the keys of a
plan file and the columns of an input mean stands in English where they are declared; only their
Czech is a catalogue (`fields.toml`, `columns.toml`).
"""

import math
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from numbers import Integral, Real
from typing import Literal, get_args

from attrs import field, frozen

Language = Literal["cs", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
PLURAL_FORMS = frozenset({"one", "few", "many"})
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
ARITHMETIC_PCT = 1e-7
"""Shares this close to 0 or 100 differ from them only by rounding. [%]"""
BLANKS = str.maketrans("\t\n\r", "   ")
"""A value never breaks the line it is put in."""


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Return every text of a language by its dotted key."""
    texts: dict[str, str] = {}
    folder = resources.files("placement") / "catalogue" / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            texts.update(_flatten(tomllib.loads(file.read_text(encoding="utf-8")), ""))
    return texts


def text(key: str, language: Language = "en", /, **values: object) -> str:
    """Return the text of a key with `values` put in; a counted text picks its form by `n`.

    Raises
    ------
    KeyError
        If the catalogue has no such text: a mistake in the code, found by the tests.
    """
    texts = catalogue(language)
    if key not in texts:
        key = f"{key}.{plural_form(values.get('n', 0), language)}"
    return texts[key].format_map(
        {name: format_value(value, language) for name, value in values.items()}
    )


@lru_cache(maxsize=16_384)
def plain(name: str) -> str:
    """Return a name in lower case, without diacritics, its words set apart by one blank."""
    letters = unicodedata.normalize("NFKD", name)
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", ascii_only.lower()).strip()


@frozen
class Phrase:
    """A text inside a text, rendered in the language of the whole."""

    key: str
    values: Mapping[str, object] = field(factory=dict)
    english: str = ""
    """The English wording where it is written elsewhere, as with the fields of the plan file."""

    def render(self, language: Language) -> str:
        """Return its words in a language."""
        if self.english and language == "en":
            return self.english
        return text(self.key, language, **self.values)


def count_phrases(kind: str, counts: Mapping[str, int]) -> tuple[Phrase, ...]:
    """Return phrases such as “outside the area: 3” for keys below a kind, to be put into a text."""
    return tuple(
        Phrase("place.counted", {"what": Phrase(f"{kind}.{key}"), "n": count})
        for key, count in counts.items()
    )


def plural_form(n: object, language: Language) -> str:
    """Return the plural form of a number: Czech has three (1, 2 to 4, the rest), English two."""
    if n == 1:
        return "one"
    return "few" if language == "cs" and n in (2, 3, 4) else "many"


def format_value(value: object, language: Language = "en") -> str:
    """Return a value as that language writes it, safe for a terminal, at most 200 characters.

    Phrases are rendered whole; several values are set off by commas.
    """
    if isinstance(value, Phrase):
        return value.render(language)
    if isinstance(value, tuple):
        return ", ".join(format_value(part, language) for part in value) or "–"
    if isinstance(value, bool) or not isinstance(value, Real):
        printable = "".join(
            c if c.isprintable() or c == NO_BREAK_SPACE else "\N{REPLACEMENT CHARACTER}"
            for c in str(value).translate(BLANKS)
        )
        return printable if len(printable) <= 200 else printable[:199] + "…"
    return number(int(value) if isinstance(value, Integral) else float(value), language)


def number(value: float, language: Language = "en", decimals: int | None = None) -> str:
    """Return a number with the language's decimal mark, thousands set off by no-break spaces."""
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if decimals is None:
        digits = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    else:
        digits = f"{value:,.{decimals}f}"
    digits = digits.replace(",", NO_BREAK_SPACE).replace("-", MINUS)
    return digits.replace(".", ",") if language == "cs" else digits


def apart(before: float, after: float, decimals: int) -> float:
    """Return the difference of two numbers as they are printed with so many decimals.

    A reader who subtracts what stands on the page gets it: 16.0 from 35.5 are 19.5, whatever was
    rounded away.
    """
    return round(round(after, decimals) - round(before, decimals), decimals) + 0.0


def percentage(part: float, whole: float, language: Language = "en", decimals: int = 1) -> str:
    """Return a share without its sign; what is not all, or not nothing, never rounds to it. [%]"""
    share_pct = 100 * part / whole if whole else 0.0
    least_pct = 10.0**-decimals
    if ARITHMETIC_PCT < share_pct < least_pct:
        return f"<{NO_BREAK_SPACE}{number(least_pct, language, decimals)}"
    if 100 - least_pct < share_pct < 100 - ARITHMETIC_PCT:
        return f">{NO_BREAK_SPACE}{number(100 - least_pct, language, decimals)}"
    return number(share_pct, language, decimals)


def _flatten(node: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{key}.")
        else:
            yield key, str(value)
