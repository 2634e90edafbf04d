"""Parser of view directions of cameras: degrees, points of the compass, ranges and lists."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import frozen

from placement.inputs.cameras.compass import ENGLISH, azimuth_of
from placement.texts import plain
from placement.units import ALL_ROUND_FROM_DEG, turn_deg, wrap_deg

Comma = Literal["decimal", "between", "unclear"]
"""What a comma between two numbers means: a decimal mark, two directions, or not known."""


@frozen
class ViewDirection:
    """One view direction of a camera and, where the source has it, the width of its view."""

    azimuth_deg: float
    """Clockwise from north; NaN if it looks all around. [°]"""
    width_deg: float = math.nan
    """NaN if not stated. [°]"""


ALL_ROUND = ViewDirection(math.nan, 360.0)
_ALL_ROUND_WORDS = frozenset(
    {"all", "full", "all around", "all round", "around", "omni", "omnidirectional", "any", "vse",
     "vsude", "vsechny", "vsechny smery", "vsemi smery", "do vsech stran", "dokola", "okolo",
     "kolem dokola", "kruh", "cely kruh", "celokruhova", "celokruhove", "panorama",
     "panoramaticka", "360 stupnu", "360 st", "360 deg", "360 degrees", "full circle"}
)  # fmt: skip
_NOTHING = frozenset(
    {"", "-", "–", "?", "n/a", "na", "nan", "null", "none", "xx", "x", "unknown", "neznamy",
     "nezname", "neuvedeno", "nezjisteno", "bez smeru"}
)  # fmt: skip
_NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
_DEGREES = re.compile(_NUMBER)
_MINUTES = re.compile(r"(\d{1,3})\s*°\s*(\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*(?:(\d{1,2})\s*[\"″”])?")
_UNITS = re.compile(r"\s*(?:°|\b(?:st|stupn[uůeě]|deg|degs|degrees?)\b\.?)", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:cca|ca|asi|zhruba|approx|about|az|azimut[h]?|sm[eě]r(?:em)?|na|k|ke|do|to|facing|heading|"
    r"towards?|looking)\b[.:]?\s*|^[~≈±]\s*",
    re.IGNORECASE,
)
_AROUND = re.compile(rf"({_NUMBER})\s*(?:±|\+/-|\+-)\s*(\d+(?:[.,]\d+)?)")
_BETWEEN = re.compile(
    r"\s*[;|/&\n+]\s*|\s+(?:a|i|and|und|et|nebo|or)\s+|,\s+|,(?=[^\d\s])|(?<=[^\d\s]),",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\s*(?:od\s+|from\s+)?({_NUMBER}|[^\W\d]+)\s*(?:-|–|—|\.\.+|…|a[zž]|do|to|bis)\s*"
    rf"({_NUMBER}|[^\W\d]+)\s*",
    re.IGNORECASE,
)
_QUADRANT = re.compile(r"([NSJ])\s*(\d{1,2}(?:[.,]\d+)?)\s*([EWVZ])", re.IGNORECASE)
_COMMA = re.compile(r"(?<![\d.])\d{1,3},(\d+)(?![\d.,])")
_BLANKS = re.compile(r"\d{1,3}(?:\s+\d{1,3})+")
_LIST = re.compile(r"\d{1,3}(,\d{1,3}){2,}")
OPPOSITE_DEG = 180.0
FEW = 3
"""So many numbers with two digits behind the comma, one of them odd, are no directions."""


def comma_of(values: Iterable[str]) -> Comma:
    """Return the meaning of a comma between two numbers in a column, from all of its cells.

    Decimal are one digit behind it (`90,5`), more than three, a leading zero (`90,05`), or more
    than a circle (`90,725`); three digits within a circle (`90,270`) and several commas are
    directions. Two digits (`90,45`) leave it open.
    """
    texts = list(values)
    between = any(_LIST.fullmatch(value.strip()) for value in texts)
    pairs = [match for value in texts for match in _COMMA.findall(value)]
    decimal = any(
        len(digits) == 1 or len(digits) > 3 or digits[0] == "0" or int(digits) > 360
        for digits in pairs
    )
    between |= any(len(d) == 3 and d[0] != "0" and int(d) <= 360 for d in pairs)
    if decimal != between:
        return "decimal" if decimal else "between"
    several = sum(len(digits) == 2 for digits in pairs) >= FEW
    odd = any(int(digits) % 5 for digits in pairs)
    return "decimal" if several and odd and not between else "unclear"


def view_directions(
    text: str, *, words: Mapping[str, float] = ENGLISH, comma: Comma | None = None
) -> tuple[ViewDirection, ...] | None:
    """Return the directions of a text, clockwise from north; none for an empty one.

    Parameters
    ----------
    text
        `80`, `80,5°`, `NNE`, `severovýchod`, `S45E`; `90-270` is a range, read as its middle,
        clockwise, and its width; several are separated by `;`, `/`, `a` or a comma;
        `0-360`, `360°`, `dokola` look all around.
    words
        Letters of the compass → azimuth.
    comma
        What a comma between two numbers means in the whole column (`comma_of`); this text alone
        decides if not given.

    Returns
    -------
    aims
        Numbers are as written. None if the text cannot be understood. So it is with `360`, north
        for some and all around for others, and with `S-J`, which is a range or two directions.
    """
    stripped = text.strip().replace("\N{MINUS SIGN}", "-")
    if stripped.casefold() in _NOTHING or plain(stripped) in _NOTHING - {""}:
        return ()
    if plain(stripped) in _ALL_ROUND_WORDS or re.fullmatch(r"360\s*°", stripped):
        return (ALL_ROUND,)
    parts = _pieces(stripped, comma_of([stripped]) if comma is None else comma)
    if parts is None:
        return None
    result: list[ViewDirection] = []
    for part in parts:
        piece = _directions_of_piece(part, words)
        if piece is None:
            return None
        result.extend(piece)
    return tuple(result)


def _pieces(text: str, comma: Comma) -> list[str] | None:
    """Return the pieces of a text, one direction each; None if a comma in it is unclear."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part and part.strip()]
    commas = [part for part in parts if _COMMA.search(part)]
    if any(_LIST.fullmatch(part) for part in parts):
        comma = "between"
    elif commas and comma == "unclear":
        return None
    if comma == "between":
        parts = [piece for part in parts for piece in part.split(",")]
    pieces = [part.split() if _BLANKS.fullmatch(part) else [part] for part in parts]
    return [piece for split in pieces for piece in split]


def _directions_of_piece(text: str, words: Mapping[str, float]) -> tuple[ViewDirection, ...] | None:
    """Return the direction of one piece, two for opposite points; None if it is none."""
    if plain(text) in _ALL_ROUND_WORDS or re.fullmatch(r"360\s*°", text):
        return (ALL_ROUND,)
    text = _MINUTES.sub(_decimal_degrees, text)
    text = _UNITS.sub("", text).strip()
    bare = _ABOUT.sub("", text).strip()
    for candidate in dict.fromkeys((text, bare)):
        if around := _AROUND.fullmatch(candidate):
            return _direction_of_width(_number(around[1]), 2 * _number(around[2]))
        one = _azimuth(candidate, words)
        if one is not None:
            return (ViewDirection(one),)
        ends = _RANGE.fullmatch(candidate)
        if ends is not None:
            return _direction_of_range(ends[1], ends[2], words)
    return None


def _azimuth(text: str, words: Mapping[str, float]) -> float | None:
    """Return one azimuth; None if it is none, or 360."""
    if _DEGREES.fullmatch(text):
        number = _number(text)
        return None if number == 360.0 else number
    compass_azimuth = azimuth_of(text, words)
    if compass_azimuth is not None:
        return compass_azimuth
    quadrant = _QUADRANT.fullmatch(text)
    if quadrant is None:
        return None
    start, end = (words.get(quadrant[k].upper()) for k in (1, 3))
    turned = _number(quadrant[2])
    if start is None or end is None or start % 180.0 or end % 180.0 != 90.0 or turned > 90.0:
        return None
    return float(wrap_deg(start + math.copysign(turned, float(turn_deg(start, end)))))


def _direction_of_range(
    first: str, last: str, words: Mapping[str, float]
) -> tuple[ViewDirection, ...] | None:
    """Return a range as its middle and width; None if it is none."""
    numbers = [_DEGREES.fullmatch(end) is not None for end in (first, last)]
    if all(numbers):
        start, end = _number(first), _number(last)
        if not (0.0 <= start <= 360.0 and 0.0 <= end <= 360.0) or start == end:
            return None
        width = end - start if end - start == 360.0 else (end - start) % 360.0
        return _direction_of_width(start + width / 2.0, width)
    ends = [azimuth_of(end, words) for end in (first, last)]
    if any(numbers) or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        return None
    width = (ends[1] - ends[0]) % 360.0
    # S-V may be from north to east or, in Czech, north-east: the middle is the same
    middle = float(wrap_deg(ends[0] + width / 2.0))
    return (ViewDirection(middle),) if width < OPPOSITE_DEG else None


def _direction_of_width(middle: float, width: float) -> tuple[ViewDirection, ...] | None:
    if width >= ALL_ROUND_FROM_DEG:
        return (ALL_ROUND,)
    return (ViewDirection(float(wrap_deg(middle)), width),) if width > 0 else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _decimal_degrees(match: re.Match[str]) -> str:
    degrees = float(match[1]) + _number(match[2]) / 60.0 + float(match[3] or 0) / 3600.0
    return f"{degrees:.6f}"
