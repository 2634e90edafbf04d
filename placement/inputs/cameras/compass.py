"""Points of the compass in English, Czech and Slovak, and the language of a column's letters."""

import re
from collections.abc import Iterable, Mapping

from placement.texts import plain

POINT_DEG = 22.5
"""Between neighbouring points of a compass card of sixteen. [°]"""


def _card(points: str) -> dict[str, float]:
    return {point: place * POINT_DEG for place, point in enumerate(points.split())}


ENGLISH: Mapping[str, float] = _card("N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW")
CZECH: Mapping[str, float] = _card("S SSV SV VSV V VJV JV JJV J JJZ JZ ZJZ Z ZSZ SZ SSZ")
_UNAMBIGUOUS: Mapping[str, float] = {
    point: azimuth
    for card, other in ((ENGLISH, CZECH), (CZECH, ENGLISH))
    for point, azimuth in card.items()
    if point not in other
}
"""Points that only one of the languages has: all but S."""
_STEMS = {
    "north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0,
    "northeast": 45.0, "southeast": 135.0, "southwest": 225.0, "northwest": 315.0,
    "sever": 0.0, "vychod": 90.0, "jih": 180.0, "juh": 180.0, "zapad": 270.0,
    "severovychod": 45.0, "jihovychod": 135.0, "juhovychod": 135.0, "jihozapad": 225.0,
    "juhozapad": 225.0, "severozapad": 315.0,
    "severni": 0.0, "vychodni": 90.0, "jizni": 180.0, "zapadni": 270.0,
    "severovychodni": 45.0, "jihovychodni": 135.0, "jihozapadni": 225.0, "severozapadni": 315.0,
}  # fmt: skip
WORDS: Mapping[str, float] = _STEMS
"""Words, plain (see `texts.plain`) and in one piece; Czech ones may have a dative's u behind."""
_CZECH_WORDS = frozenset(
    word for word in _STEMS if not word.endswith(("north", "east", "south", "west"))
)
_CZECH_HEADINGS = frozenset({"smer", "smerovani", "natoceni", "azimut", "orientace"})
_LETTERS = re.compile(r"[A-Z]+")


def compass(values: Iterable[str], *, heading: str = "") -> Mapping[str, float]:
    """Return the compass letters of a column's language: S is north in Czech, south in English. [°]

    Where its words tell neither language a Czech heading does; an English one does not, for lists
    in Czech have such too. Where both languages occur, or neither, S is left out.
    """
    texts = list(values)
    letters = {run for value in texts for run in _LETTERS.findall(value.upper())}
    words = {word for value in texts for word in plain(value).split()}
    for czech, english in (
        (letters & (CZECH.keys() - ENGLISH.keys()), letters & (ENGLISH.keys() - CZECH.keys())),
        (words & _CZECH_WORDS, words & (WORDS.keys() - _CZECH_WORDS)),
    ):
        if bool(czech) != bool(english):
            return CZECH if czech else ENGLISH
        if czech:
            return _UNAMBIGUOUS
    return CZECH if _CZECH_HEADINGS & set(plain(heading).split()) else _UNAMBIGUOUS


def azimuth_of(word: str, letters: Mapping[str, float]) -> float | None:
    """Return the azimuth of a point of the compass, `NNE`, `sever`, `north-east`; else None. [°]"""
    if word.strip().upper() in letters:
        return letters[word.strip().upper()]
    whole = plain(word).replace(" ", "")
    return WORDS.get(whole, WORDS.get(whole.removesuffix("u")))
