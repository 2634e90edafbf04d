"""Parser of address texts: the words of the street, and which number of the house each number is.

A Czech house has a number unique in its part of the town (číslo popisné, č.p.; of huts č.ev.), and
in larger towns a second one along its street (číslo orientační, č.o.). `12/3` is č.p. 12, č.o. 3.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from attrs import evolve, frozen

from placement.texts import plain

Kind = Literal["house", "registration", "orientation", "pair", "bare"]
Relation = Literal["at", "opposite", "between", "corner", "beside"]
_NUMBER = (
    r"(\d{1,5})(?:\s?([a-z])(?=\s*(?:$|[,;()])|(?<=\d[a-z])(?![a-z\d])))?"
    r"(?:\s*/\s*(\d{1,5})([a-z](?![a-z]))?)?"
)
_MARKS: dict[Kind, str] = {
    "registration": r"c\.?\s*ev\b\.?|ev(?:id\w*)?\b\.?\s*(?:c(?:is\w*)?\b\.?)?|e\.?\s*c\b\.?"
    r"|c\.?\s*e\b\.?"
    r"|cislo\s+ev\w*|e\.?(?=\s?\d)",
    "house": r"c\.?\s*p\b\.?|cp(?=\d)|c\.?\s*pop\w*\.?|(?:cislo\s+)?(?:po"
    r"|su)pisne\b(?:\s+cislo)?|sup\w*\.?\s*c\b\.?",
    "orientation": r"c\.?\s*o(?:r\w*)?\b\.?|co(?=\d)|(?:cislo\s+)?orientacni\b(?:\s+cislo)?"
    r"|or\.?\s*c\b\.?",
}
"""Words before a number for the kind of number it is."""
_MARKED = {
    kind: re.compile(rf"(?<![a-z])(?:{mark})\s*:?\s*{_NUMBER}") for kind, mark in _MARKS.items()
}
_C = r"\.?\s*(?:c(?:is\w*)?\b\.?|no\b\.?)?\s*:?\s*"
_FOREIGN_MARKS: dict[str, str] = {
    "parcel": rf"(?:p\.?\s*p\.?\s*c\b|p\.?\s*c\b|pc|ppc|stp|st\.?\s*p(?:arc\w*)?|parc\w*|par"
    rf"|poz(?:em\w*)?|stavebni\w*"
    rf"|c\.?\s*parc\w*|kn|pk|lv)\b(?:\.?\s*(?:st|p|parc\w*|kn|c|cis\w*)\b)*{_C}(?:st\b\.?\s*)?",
    "pole": rf"(?:sloup\w*|sl|stozar\w*|stoz|lamp\w*|svitidl\w*|svetel\w*(?:\s+(?:mist\w*"
    rf"|bod\w*))?|osvetlen\w*|vo|v\.\s*o"
    rf"|rvo|rozvad\w*|podperny\s+bod|pb|pole|mast|traf\w*|ts)\b(?:\.?\s*(?:vo|v\.\s*o"
    rf"|nn|vn|c|cis\w*)\b)*{_C}",
    "camera": rf"(?:kamer\w*|kam|kb|k|mkds|mkb|mks|cam\w*)\b"
    rf"(?:\.?\s*(?:bod\w*|kamer\w*|c|cis\w*)\b)*{_C}",
    "list": rf"(?:bod\w*|poloz\w*|poradi|por|id|ref|stanovist\w*|lokalit\w*)\b"
    rf"(?:\.?\s*(?:bod\w*|kamer\w*|c|cis\w*)\b)*{_C}",
    "inside": rf"(?:vchod\w*|vch|blok\w*|bl|sekc\w*|patro|podlazi|etaz|byt\w*|vjezd\w*|brana"
    rf"|garaz\w*)\b{_C}",
    "other": rf"(?:tel\w*|mob\w*|psc|km|linka|silnic\w*|okrsek|okres|etapa|rok\w*|r\.|od|do"
    rf"|vyska|ip)\b{_C}(?:\+420\s*)?",
}
_FOREIGN_NUMBERS = {
    kind: re.compile(rf"(?<![a-z.])(?:{words})\d+(?:[\s/.,-]?\d+)*[a-z]?\b(?!\.\s*[a-z]{{3}})")
    for kind, words in _FOREIGN_MARKS.items()
}
_LABELS = re.compile(
    r"(?<![a-z\d])(?!(?:c|cp|co|ev|e)\.?\d)[a-z]{1,5}-?\d+[a-z]?\b|^\s*\d+\s*\)\s*(?=[a-z]{2}.*\d)"
)
"""A code such as K7 or VO12, or the number of a line in a list."""
_UNITS = re.compile(
    r"\b\d+(?:[.,]\d+)?\s*\.?\s*(?:km|m|cm|mm|ks|kw|np|pp|nadzemni\w*|podzemni\w*"
    r"|patr\w*|podlazi|mpx|px|hod|let|x)\b"
    r"|(?:\+420\s*)?\b\d{3}\s\d{3}\s\d{3}\b|\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b"
)
_CORNER = r"\b(?:roh\w*|naroz\w*|krizovatk\w*|krizeni|kriz|corner|crossing|intersection)\b"
_RELATIONS: dict[Relation, re.Pattern[str]] = {
    "opposite": re.compile(r"\b(?:na|o)?proti\b|\bprotej\w*|\bprotilehl\w*|\bopposite\b"),
    "between": re.compile(r"\bmezi\b|\bbetween\b|\bmedzi\b"),
    "corner": re.compile(
        r"[a-z.]\s*(?:\d+[a-z]?)?\s*×|[a-z]{3}\s(?:\d+[a-z]?\s)?x\s[a-z\d]|[a-z]{3}\s*&\s*[a-z]{3}"
        rf"|^(?!.*\d).*{_CORNER}"
        rf"|{_CORNER}(?=.*(?:\bulic\b|\s(?:a|s|se|and|x)\s+(?:\d+\.\s*)?[a-z]{{3}}"
        r"|[a-z\d]\s*/\s*[a-z]{3}|\s[-–—+]\s*[a-z]{3}))"
    ),
    "beside": re.compile(
        r"\b(?:vedle|pobliz|nedaleko|blizko|kousek\s+od|next\s+to|near|beside)\b(?=[^,;]*\d)"
        r"|\b(?:u|pred|za|pri|vedla)\s+(?:(?:dom\w*|objekt\w*|budov\w*)\s*)?"
        r"(?=(?:c(?:is\w*)?\b\.?\s*)?(?:(?:p|ev|e|o|or|pop)\b\.?|cp\b\.?)?\s*\d+(?!\d|\s*\.))"
    ),
}
"""Words for the relation of a place to a house; a corner of streets is no house."""
_RANGE = re.compile(
    r"(?<=\d)\s*(?:[-–—+&]|\baz\b|\ba\b)\s*(?:c\.?\s*p\.?\s*)?\d+[a-z]?\b"
    r"(?!\s*\.|\s*(?:kamer|ks\b|x\b))"
    r"|(?<=\d)\s*[,;]\s*\d{1,4}[a-z]?(?=\s*(?:$|[,;(]))"
)
_ASIDE = re.compile(r"\d[a-z]?\s*(?:[,;(–—]|-\s)\s*(?:(?:na|o)?proti|mezi|medzi)\s+[a-z][^\d]*$")
"""What lies opposite the house, or around it, in a piece of its own after its number."""
_SIGN = re.compile(r"(?<![a-z.])c(?:is(?:lo)?)?\b\.?\s*(?=\d)")
_BARE = re.compile(rf"(?<![\d.,/])\b{_NUMBER}(?!\s*\.\s*\w|\d)")
_POSTCODE = re.compile(r"\b\d{3}\s\d{2}\b|\b[1-7]\d{4}\b")
_PIECES = re.compile(r"[,;()–—:×]|\s[-/x+]\s|(?<=[a-z])/(?=\s*(?:\d+\.|[a-z]))")
_LEADING = frozenset(
    {"ul", "ulice", "dum", "domu", "budova", "objekt", "roh", "u", "v", "ulici", "na"}
)
"""Words before a street's name that are no part of it, unless the street is called so."""
_TRAILING = frozenset({"c", "cislo"})


@frozen
class ParsedAddress:
    """An address text taken apart: names of places, kind of number, numbers, letter."""

    places: tuple[tuple[str, ...], ...]
    """Words of what may be the street or the part of the town, plain, the likeliest first."""
    kind: Kind
    """Which number of a house; `pair` if the text has both, `bare` if it does not tell which."""
    number: int
    second: int | None = None
    """The number after the stroke."""
    letter: str = ""
    """Letter of the orientation number."""
    beside: tuple[tuple[str, ...], ...] = ()
    """Those of the places that stand in one piece with the number."""
    relation: Relation = "at"
    """How the place lies to the house."""


def relation_of(text: str) -> Relation:
    """Return the relation of a place to the house that a text names; `at` without a word for it."""
    flat = _without_diacritics(text)
    relation: Relation = next((each for each, how in _RELATIONS.items() if how.search(flat)), "at")
    if relation in ("opposite", "between") and _ASIDE.search(flat):
        return "beside"
    return relation


def names_several_houses(text: str) -> bool:
    """Return whether a text names several houses of a row, such as `330-332`."""
    return _RANGE.search(_without_foreign_numbers(_without_diacritics(text))) is not None


def readings(
    text: str, *, relation: Relation = "at", every_number: bool = False
) -> tuple[ParsedAddress, ...]:
    """Return all readings of an address text, the likeliest first; none if no number is a house's.

    With `every_number` words beside a number do not mark what it counts: all words are a name.
    """
    flat = (
        _without_diacritics(text)
        if every_number
        else _without_foreign_numbers(_without_diacritics(text))
    )
    if relation != "at":
        flat = _RELATIONS[relation].sub(" ", flat)
    flat = _RANGE.sub("", flat)
    for kind, mark in () if every_number else _MARKED.items():
        for match in mark.finditer(flat):
            rest = f"{flat[: match.start()]} , {flat[match.end() :]}"
            along = kind == "house" and _MARKED["orientation"].search(rest)
            if along:
                rest = f"{rest[: along.start()]} , {rest[along.end() :]}"
            places = _place_names(rest)
            number_parts = match.groups()
            if along and not number_parts[2]:
                number_parts = (number_parts[0], number_parts[1], *along.groups()[:2])
            return (evolve(_parse(places, kind, number_parts), beside=places, relation=relation),)
    without_postcodes = _POSTCODE.sub(" , ", flat)
    return tuple(
        evolve(each, relation=relation)
        for each in _bare_numbers(_SIGN.sub("c ", without_postcodes))
    )


def foreign_number_kind(text: str) -> str:
    """Return what a number of a text counts instead of houses, empty without a word for it."""
    flat = _without_diacritics(text)
    for kind in ("parcel", "pole", "camera", "list", "inside"):
        if _FOREIGN_NUMBERS[kind].search(flat):
            return kind
    return "list" if _LABELS.search(flat) else ""


def _without_foreign_numbers(flat: str) -> str:
    for numbers in (*_FOREIGN_NUMBERS.values(), _UNITS, _LABELS):
        flat = numbers.sub(" ", flat)
    return flat


def words(name: str) -> tuple[str, ...]:
    """Return the words of a street's name, in lower case and without diacritics."""
    return tuple(plain(name).split())


def names_agree(own: tuple[str, ...], official: tuple[str, ...]) -> bool:
    """Return whether two names agree word by word, some of them cut short (nám., B. Němcové)."""
    if len(own) != len(official):
        return False
    pairs = [sorted(pair, key=len) for pair in zip(own, official, strict=True)]
    whole = any(short == long and len(short) >= 3 for short, long in pairs)
    return whole and all(_abbreviates(short, long) for short, long in pairs)


def _abbreviates(short: str, whole: str) -> bool:
    return short == whole or (len(short) <= 5 and not short.isdigit() and whole.startswith(short))


def _bare_numbers(flat: str) -> Iterator[ParsedAddress]:
    """Yield the numbers that are no ordinals (`9. května`), with the words around them."""
    pieces = [piece.strip() for piece in _PIECES.split(flat)]
    for at, piece in enumerate(pieces):
        for match in _BARE.finditer(piece):
            before, after = piece[: match.start()], piece[match.end() :]
            own = _place_names(before) or _place_names(after)
            others = _place_names(",".join([*pieces[:at], *pieces[at + 1 :]]))
            places = tuple(dict.fromkeys((*own, *others)))
            yield evolve(_parse(places, "bare", match.groups()), beside=own or others)


def _parse(
    places: tuple[tuple[str, ...], ...], kind: Kind, number_parts: tuple[str | None, ...]
) -> ParsedAddress:
    number, letter, second, second_letter = number_parts
    return ParsedAddress(
        places,
        "pair" if second else kind,
        int(number or 0),
        int(second) if second else None,
        second_letter or letter or "",
    )


def _place_names(rest: str) -> tuple[tuple[str, ...], ...]:
    names: list[tuple[str, ...]] = []
    for piece in _PIECES.split(rest):
        all_words = words(piece)
        while all_words and all_words[-1] in _TRAILING:
            all_words = all_words[:-1]
        start = 0
        while start < len(all_words) - 1 and (
            all_words[start] in _LEADING or all_words[start].isdigit()
        ):
            start += 1
        names += [all_words[at:] for at in range(start + 1) if set(all_words) - _LEADING]
    return tuple(dict.fromkeys(names))


def _without_diacritics(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).lower().strip()
