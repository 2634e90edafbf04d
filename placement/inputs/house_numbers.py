"""Addresses as people write them: the street's words, and which number is which.

A Czech house has a number unique in its part of the town (číslo popisné, č.p.; of huts č.ev.), and
in larger towns a second one along its street (číslo orientační, č.o.). `12/3` is č.p. 12, č.o. 3.
"""

import re
import unicodedata
from typing import Literal

from attrs import frozen

from placement.texts import plain

Kind = Literal["house", "registration", "orientation", "pair", "bare"]
KINDS: dict[str, Kind] = {"p": "house", "ev": "registration", "o": "orientation"}
_NUMBER = r"(\d{1,5})([a-z](?![a-z]))?(?:\s*/\s*(\d{1,5})([a-z](?![a-z]))?)?"
_MARKED = re.compile(rf"\bc\.?\s*(p|o|ev)\b\.?\s*{_NUMBER}")
_BARE = re.compile(rf"(?<![\d.,/])\b{_NUMBER}(?!\s*\.\s*\w|\d)")
_POSTCODE = re.compile(r"\b\d{3}\s\d{2}\b")
_PIECES = re.compile(r"[,;()–—:]|\s-\s")
_LEADING = frozenset({"ul", "ulice", "dum", "domu", "budova", "objekt", "roh", "u"})
"""Words before a street's name that are no part of it, unless the street is called so."""
_TRAILING = frozenset({"c", "cislo"})


@frozen
class Written:
    """An address somebody wrote."""

    places: tuple[tuple[str, ...], ...]
    """Words of what may be the street or the part of the town, plain, the likeliest first."""
    kind: Kind
    """Which number is meant; `pair` if both are given, `bare` if it is not said."""
    number: int
    second: int | None = None
    """The number after the stroke."""
    letter: str = ""
    """Letter of the orientation number."""


def understood(text: str) -> Written | None:
    """Return what an address says, or None where no number is to be found.

    >>> understood("nám. Míru 12/3").places
    (('nam', 'miru'),)
    """
    flat = _flat(text)
    marked = _MARKED.search(flat)
    if marked:
        rest = f"{flat[: marked.start()]} , {flat[marked.end() :]}"
        found, kind = marked.groups()[1:], KINDS[marked[1]]
        return _written(_places(rest), kind, found)
    return _bare(_POSTCODE.sub(" , ", flat))


def words(name: str) -> tuple[str, ...]:
    """Return the words of a street's name, in lower case and without diacritics."""
    return tuple(plain(name).split())


def alike(written: tuple[str, ...], official: tuple[str, ...]) -> bool:
    """Return whether two names agree word by word, some of them cut short (nám., B. Němcové)."""
    if len(written) != len(official):
        return False
    pairs = [sorted(pair, key=len) for pair in zip(written, official, strict=True)]
    whole = any(short == long and len(short) >= 3 for short, long in pairs)
    return whole and all(_cut(short, long) for short, long in pairs)


def _cut(short: str, whole: str) -> bool:
    return short == whole or (len(short) <= 5 and not short.isdigit() and whole.startswith(short))


def _bare(flat: str) -> Written | None:
    """Return the first number that is no ordinal (`9. května`), with the words before it."""
    pieces = [piece.strip() for piece in _PIECES.split(flat)]
    for at, piece in enumerate(pieces):
        for match in _BARE.finditer(piece):
            before = piece[: match.start()]
            others = [*pieces[:at], *pieces[at + 1 :]]
            if re.search(r"[a-z]{2}", before):
                others.insert(0, before)
            return _written(_places(",".join(others)), "bare", match.groups())
    return None


def _written(
    places: tuple[tuple[str, ...], ...], kind: Kind, found: tuple[str | None, ...]
) -> Written:
    number, letter, second, second_letter = found
    return Written(
        places,
        "pair" if second else kind,
        int(number or 0),
        int(second) if second else None,
        second_letter or letter or "",
    )


def _places(rest: str) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    for piece in _PIECES.split(rest):
        all_words = words(piece)
        while all_words and all_words[-1] in _TRAILING:
            all_words = all_words[:-1]
        start = 0
        while start < len(all_words) - 1 and all_words[start] in _LEADING:
            start += 1
        found += [all_words[at:] for at in range(start + 1) if set(all_words) - _LEADING]
    return tuple(dict.fromkeys(found))


def _flat(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).lower().strip()
