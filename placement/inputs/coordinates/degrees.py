"""Parser of latitude and longitude: decimal degrees, minutes and seconds, links to maps."""

import math
import re

from attrs import frozen

Pair = tuple[float, float]
DEGREE = "°ºo˚"
MINUTE, SECOND = "'′’‘´`ʹ", '"″”“„ʺ'
_NUMBER = r"\d+(?:[.,]\d+)?"
_GAP = r"[\s\u00a0\u2009\u202f]*"
_LETTER = r"[NSEWZVJ]"
_ANGLE = re.compile(
    rf"(?P<before>(?<![A-Z]){_LETTER}(?![A-Z]){_GAP}[:=]?{_GAP})?(?P<sign>[-+\u2212])?"
    rf"(?P<deg>{_NUMBER}){_GAP}"
    rf"(?:(?:[{DEGREE}]|DEG|-(?=\d+(?:[.,]\d+)?(?:-|{_GAP}['′’]|{_GAP}$))"
    rf"|\s(?=\d{{1,2}}(?:[.,]\d+)?(?:[\s'′’NSEWZVJ]|(?(before)$|(?!))))){_GAP}"
    rf"(?:(?P<min>{_NUMBER}){_GAP}(?:[{MINUTE}]|MIN|-|\s|$)?{_GAP}"
    rf"(?:(?P<sec>{_NUMBER}){_GAP}(?:[{SECOND}]|[{MINUTE}]{{2}}|SEC|$|(?=[\s,;NSEWZVJ])){_GAP})?)?)?"
    rf"(?P<after>{_GAP}{_LETTER}(?![A-Z]))?"
)
_PLAIN = re.compile(r"([-+]?)(\d+(?:[.,]\d+)?)")
"""Most coordinates: a decimal number and no more. `_ANGLE` reads it alike, five times slower."""
_WORDS = re.compile(
    r"\b(LOC|GPS|WGS[ -]?84|LATITUDE|LONGITUDE|LAT|LONG?|LNG|SOUR\w*|POLOHA|"
    r"Z[\.\s]?[ŠS]\.?|Z[\.\s]?D\.?|"
    r"SEVERN\w*|VÝCHODN\w*|ŠÍŘKA|DÉLKA|S\.?\s?Š\.?|V\.?\s?D\.?)\s*[:=.]?",
)
_LINKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)",
        r"[?&](?:q|query|ll|destination|daddr)=(?:loc:)?(-?\d+\.\d+)(?:,|%2C)\s*(-?\d+\.\d+)",
        r"\bmlat=(-?\d+\.\d+)&mlon=(-?\d+\.\d+)",
        r"^geo:(-?\d+\.\d+),(-?\d+\.\d+)",
    )
)
_COOR = re.compile(r"source=coor&(?:amp;)?id=(-?\d+\.\d+)(?:,|%2C)(-?\d+\.\d+)", re.IGNORECASE)
"""Mapy.com puts longitude first there."""
_METRES = r"\d{6,7}(?:[.,]\d+)?|\d{1,4}(?: \d{3})+(?:[.,]\d+)?"
_OTHER_NOTATIONS = re.compile(
    rf"(?<!\d)(?:{_METRES})\s*[A-Z]{{0,2}}[\s,;:=/|]+[A-Z]{{0,4}}\s*[:=]?\s*-?(?:{_METRES})(?!\d)"
    r"|(?<!\d)\d{1,3}[.,]\d{3,}(?!\d)\D{1,24}\d{1,3}[.,]\d{3,}(?!\d)"
    r"|\b[23456789CFGHJMPQRVWX]{4}(?:[23456789CFGHJMPQRVWX]{4})?\+[23456789CFGHJMPQRVWX]{2,3}\b"
    r"|^0[01](?:01000000|00000001|01000020|20000001|010000[8A]0|[8A]0000001)[0-9A-F]{32,}$"
    r"|\b(?:MAPY\.(?:CZ|COM)|MAPS\.APP\.GOO\.GL|GOO\.GL/MAPS|GOOGLE\.\w+/MAPS)/"
)
"""Two numbers of metres or degrees, an Open Location Code, binary geometry, a link to a map."""


@frozen
class Angle:
    """One coordinate, its compass letter, and whether it is marked as degrees."""

    value_deg: float
    letter: str = ""
    """Compass letter, upper case, or nothing."""
    degrees: bool = False
    """Whether it has a sign of degrees or minutes, or a letter."""


def angle(text: str) -> Angle | None:
    r"""Return one coordinate, None where the text is no such.

    >>> round(angle("50°36'15.2\"N").value_deg, 4)
    50.6042
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        value_deg = float(plain[2].replace(",", "."))
        return None if value_deg > 360.0 else Angle(-value_deg if plain[1] == "-" else value_deg)
    cleaned = _normalise(text)
    match = _ANGLE.fullmatch(cleaned)
    return _angle(match) if match else None


def pair(text: str) -> Pair | None:
    """Return latitude and longitude of a text that holds both and nothing else, else None. [°]

    Latitude comes first unless letters mark another order. Links to a point on a map are read; the
    middle of a map's view is no point.
    """
    linked = _pair_of_link(text)
    if linked is not None or "://" in text:
        return linked
    cleaned = _normalise(text)
    for cut in _cut_positions(cleaned):
        one, two = angle(cleaned[:cut]), angle(cleaned[cut:].lstrip(" ,;/|+\t"))
        if one is not None and two is not None:
            both = _as_pair(one, two)
            if both is not None:
                return both
    return None


def looks_like_coordinates(text: str) -> bool:
    """Return whether a text looks like coordinates in a notation that this parser does not read."""
    return _OTHER_NOTATIONS.search(re.sub(r"\s", " ", text.upper())) is not None


def _as_pair(one: Angle, two: Angle) -> Pair | None:
    letters = {one.letter, two.letter} - {""}
    if len(letters) == 1 or not (
        letters or one.degrees or two.degrees or _both_fractional(one, two)
    ):
        return None
    first, second = _axis(one.letter, letters), _axis(two.letter, letters)
    if letters and {first, second} != {"lat", "lon"}:
        return None
    lat, lon = (two, one) if first == "lon" else (one, two)
    values = _with_sign(lat, letters), _with_sign(lon, letters)
    return values if abs(values[0]) <= 90.0 and abs(values[1]) <= 180.0 else None


def _both_fractional(one: Angle, two: Angle) -> bool:
    return all(value.value_deg != int(value.value_deg) for value in (one, two))


def _letters_are_czech(letters: set[str]) -> bool:
    """Whether the letters are Czech: with V or Z or J, where S is north, not south."""
    return bool(letters & set("VZJ")) and not letters & set("NEW")


def _axis(letter: str, letters: set[str]) -> str:
    czech = _letters_are_czech(letters)
    if not letter:
        return ""
    return "lat" if letter in ("SJ" if czech else "NS") else "lon" if letter in "EWVZ" else "none"


def _with_sign(coordinate: Angle, letters: set[str]) -> float:
    backward = "JZ" if _letters_are_czech(letters) else "SW"
    return (
        -coordinate.value_deg
        if coordinate.letter and coordinate.letter in backward
        else coordinate.value_deg
    )


def _angle(match: re.Match[str]) -> Angle | None:
    parts = [match["deg"], match["min"], match["sec"]]
    deg, minutes, seconds = (float(part.replace(",", ".")) if part else 0.0 for part in parts)
    if minutes >= 60.0 or seconds >= 60.0 or deg > 360.0:
        return None
    if (match["min"] and deg != int(deg)) or (match["sec"] and minutes != int(minutes)):
        return None
    before, after = (re.sub(r"[^A-Z]", "", match[name] or "") for name in ("before", "after"))
    if before and after:
        return None
    value = math.fsum((deg, minutes / 60.0, seconds / 3600.0))
    negative = match["sign"] == "-"
    marked = bool(before or after or match["min"]) or any(c in match[0] for c in "°º˚")
    return Angle(-value if negative else value, before or after, marked)


def _normalise(text: str) -> str:
    upper = _WORDS.sub(" ", text.upper().replace("\N{MINUS SIGN}", "-"))
    return re.sub(r"[\s\u00a0\u2009\u202f]+", " ", upper).strip(" ()[]{}<>,;.:")


def _cut_positions(text: str) -> list[int]:
    """Return where a pair may be cut in two, the likeliest first."""
    strong = [at.start() for at in re.finditer(r"[;/|]|,\s|,(?=\D)", text)]
    letters = [at.end() for at in re.finditer(r"(?<=[\d\s'′’\"″”°])[NSEWZVJ](?![A-Z])", text)]
    before = [
        at.start() for at in re.finditer(r"\s[NSEWZVJ](?=[\s:]?\d)|(?<=\d)[NSEWZVJ](?=\s?\d)", text)
    ]
    weak = [at.start() for at in re.finditer(r"[,\s]", text)]
    return list(dict.fromkeys((*strong, *letters, *before, *weak)))


def _pair_of_link(text: str) -> Pair | None:
    coor = _COOR.search(text)
    if coor:
        return float(coor[2]), float(coor[1])
    for link in _LINKS:
        match = link.search(text)
        if match:
            return float(match[1]), float(match[2])
    return None
