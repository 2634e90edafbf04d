"""Parser of sizes: lengths with units, ranges and lists; floors in figures and words.

Of several numbers the highest counts, since the highest building hides most; where a lower size
would hide more, callers ask for the lowest.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
from attrs import field, frozen

from placement.inputs.tables.headings import FOOT_M
from placement.texts import plain
from placement.units import Booleans, Floats

NUMBER = (
    r"[-+]?(?:\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+,\d+"
    r"|\d{1,3}(?:,\d{3})+\.\d+|\d+(?:[.,]\d+)?(?:e[-+]?\d{1,3})?|[.,]\d+)"
)
ROUGHLY = re.compile(
    r"^(?:~|≈|±|[<>]=?|≤|≥|(?:ca|cca|circa|cirka|c|asi|kolem|okolo|zhruba|p[rř]ibl\w*|approx\w*"
    r"|about|around|odhad\w*|est|max|min|over|nad|p[rř]es|do|od)\b\.?:?)\s*",
    re.IGNORECASE,
)
OVER_GROUND = re.compile(
    r"\s*(?:nad (?:ter[eé]nem|zem[ií]|okol[ií]m)|above ground|agl|\?|\([^)]*\))$", re.IGNORECASE
)
_METRES = re.compile(
    rf"({NUMBER})\s*(?:(m|mtr|metr\w*|meter\w*|metre\w*)|(cm|centimet\w*)|(mm|milimet\w*))?\.?",
    re.IGNORECASE,
)
_FEET = re.compile(
    rf"({NUMBER})\s*(?:ft|feet|foot|'|′|’)\.?\s*(?:(\d+)\s*(?:in|\"|″|''|”)?\.?)?", re.IGNORECASE
)
_LIST = re.compile(r"\s*[;|/]\s*")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^\s,'\"]+)")
_RANGE = re.compile(
    rf"({NUMBER})(\s*[a-z'\"′″]*\.?)\s*(?:-|–|—|\.\.+|až|az|to)\s*({NUMBER})(.*)", re.IGNORECASE
)


@frozen(eq=False)
class Sizes:
    """A column of sizes; arrays are (N,)."""

    value: Floats = field()
    """NaN where there is none."""
    unclear: Booleans = field()
    """Where there is a text that is no size."""
    rough: Booleans = field()
    """Where a text is marked as rough, or has several sizes."""


def lengths(values: Sequence[str], *, lowest: bool = False) -> Sizes:
    """Return lengths; of a range or a list the highest, or the lowest. [m]

    Understood are `12`, `12,5 m`, `1 200 cm`, `39 ft`, `7'4"`, `~10`, `ca. 15 m`, `10-12`,
    `12 m;8 m`, `6 m nad terénem`.
    """
    return _sizes(values, _parser_of_lists(_one_length_m), lowest=lowest)


def floors(values: Sequence[str], *, lowest: bool = False) -> Sizes:
    """Return floors above ground; of a range or a list the highest, or the lowest. [-]

    Understood are `4`, `2,5`, `3;4`, `3-4`, `2+1`, `5 NP`, `1 PP + 3 NP`, `3 NP + podkroví`,
    `přízemí + 2 patra`, `dvoupodlažní`, `>4`.
    """
    return _sizes(values, _parser_of_lists(_one_floors), lowest=lowest)


def length_m(text: str) -> float:
    """Return a length that is one number with its unit, roughly at most; NaN for all else. [m]"""
    return _one_length_m(text)[0]


Parse = Callable[[str], tuple[float, bool]]


def _sizes(
    values: Sequence[str], parse: Callable[[str, bool], tuple[float, bool]], *, lowest: bool
) -> Sizes:
    parsed: dict[str, tuple[float, bool]] = {}
    for text in values:
        if text not in parsed:
            parsed[text] = parse(text, lowest) if text else (np.nan, False)
    value = np.array([parsed[text][0] for text in values], dtype=np.float64)
    rough = np.array([parsed[text][1] for text in values], dtype=np.bool_)
    filled = np.array([bool(text) for text in values], dtype=np.bool_)
    return Sizes(value, filled & np.isnan(value), rough & ~np.isnan(value))


def _parser_of_lists(one: Parse) -> Callable[[str, bool], tuple[float, bool]]:
    """Return a parser of lists and ranges of what another parses."""

    def parse(raw: str, lowest: bool) -> tuple[float, bool]:  # noqa: FBT001 -- one caller
        text = _list_text(raw.strip().replace("\N{MINUS SIGN}", "-"))
        size, rough = one(text)
        if not np.isnan(size):
            return size, rough
        parts = _LIST.split(text.strip(";|/ "))
        if len(parts) > 1:
            each = [parse(part, lowest)[0] for part in parts]
            return (min(each) if lowest else max(each)), True
        if span := _RANGE.fullmatch(ROUGHLY.sub("", text)):
            unit = span[4] or span[2]
            each = [one(f"{span[1]} {span[2].strip() or unit}")[0], one(f"{span[3]} {unit}")[0]]
            return (min(each) if lowest else max(each)), True
        return float("nan"), False

    return parse


def _list_text(text: str) -> str:
    """Return the text of a list by osmnx, such as `['3', '4']`, as `3;4`."""
    if not (text.startswith("[") and text.endswith("]")):
        return text
    return ";".join("".join(match) for match in _QUOTED.findall(text[1:-1]))


def _one_length_m(raw: str) -> tuple[float, bool]:
    """Return one length and whether it is rough; NaN if it is none. [m]"""
    whole = raw.strip().replace("\N{MINUS SIGN}", "-")
    text = OVER_GROUND.sub("", ROUGHLY.sub("", whole))
    rough = bool(ROUGHLY.match(whole)) or "?" in whole or "(" in whole
    if match := _METRES.fullmatch(text):
        factor = 0.01 if match[3] else 0.001 if match[4] else 1.0
        return number(match[1]) * factor if factor != 1 else number(match[1]), rough
    if match := _FEET.fullmatch(text):
        return (number(match[1]) + float(match[2] or 0) / 12) * FOOT_M, rough
    return float("nan"), False


def number(digits: str) -> float:
    """Return the number of a text that `NUMBER` matches."""
    text = re.sub(r"[ \u00a0\u2009\u202f]", "", digits)
    if "," in text and "." in text:
        grouping = "." if text.rindex(",") > text.rindex(".") else ","
        text = text.replace(grouping, "")
    return float(text.replace(",", "."))


_ABOVE = re.compile(
    r"(?:np|n p|nadz\w*( podlazi)?|podlaz\w*|podl|patr\w*|floors?|stor(?:e?ys?|ies)|levels?|etaz\w*"
    r"|vollgeschosse?|geschosse?|og)?"
)
_BELOW = re.compile(
    r"(?:pp|p p|podz\w*( podlazi)?|suteren\w*|sklep\w*|basements?|underground|puda|pudy|ug|kg)"
)
_UNDER_ROOF = re.compile(r"(?:podkrov\w*|podkr|attics?|lofts?|mansard\w*|ustup\w*( podlazi)?|dg)")
_GROUND_FLOOR = re.compile(r"(?:zvysene |snizene )?(?:prizemi|parter|ground floor|ground|g|p|eg)")
_IN_WORDS = {
    "jedno": 1,
    "dvou": 2,
    "dvoj": 2,
    "tri": 3,
    "troj": 3,
    "ctyr": 4,
    "peti": 5,
    "sesti": 6,
    "sedmi": 7,
    "osmi": 8,
}
_WORDED = re.compile(rf"({'|'.join(_IN_WORDS)})(podlazn|patrov)\w*")


def _one_floors(raw: str) -> tuple[float, bool]:
    """Return one count of floors above ground and whether it is rough; NaN if it is none. [-]"""
    if match := _METRES.fullmatch(raw):
        return (number(match[1]), False) if not any(match.groups()[1:]) else (np.nan, False)
    text = OVER_GROUND.sub("", ROUGHLY.sub("", raw.strip()))
    rough = bool(ROUGHLY.match(raw.strip())) or "?" in raw
    terms = re.split(r"\s*(?:\+|&|,\s+| a (?=\D|\d+ ?[a-zA-Z]))\s*", text)
    counts = [_floors_of_term(term) for term in terms if term]
    return (float(sum(counts)) if counts else np.nan), rough


def _floors_of_term(term: str) -> float:
    """Return the number of floors above ground of one term; NaN if it is none. [-]"""
    if worded := _WORDED.fullmatch(plain(term).split(" ")[0] if term else ""):
        return _IN_WORDS[worded[1]] + (worded[2] == "patrov")
    leading = re.match(r"(\d+(?:[.,]\d+)?)\s*[.x]?\s*-?\s*(.*)", term.strip())
    count = number(leading[1]) if leading else None
    words = plain(leading[2]) if leading else plain(term)
    if _BELOW.fullmatch(words):
        return 0.0
    if _UNDER_ROOF.fullmatch(words):
        return 1.0 if count is None else count
    if _GROUND_FLOOR.fullmatch(words) and count is None:
        return 1.0
    if count is not None and _ABOVE.fullmatch(words):
        return count
    return float("nan")
