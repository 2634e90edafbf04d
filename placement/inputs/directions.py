"""Where a camera looks, as people write it: degrees, points of the compass, ranges, several."""

import re
from collections.abc import Iterable, Mapping

ENGLISH = {
    point: place * 22.5
    for place, point in enumerate(
        "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split()  # noqa: SIM905 - a compass card
    )
}
CZECH = {
    point: place * 45.0 for place, point in enumerate(("S", "SV", "V", "JV", "J", "JZ", "Z", "SZ"))
}
DEGREES = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
SEVERAL = re.compile(r"\s*;\s*")
RANGE = re.compile(r"\s*([\d.,]+|[A-Z]+)\s*[-–]\s*([\d.,]+|[A-Z]+)\s*")


def compass(values: Iterable[str]) -> Mapping[str, float]:
    """Return the compass that a column is written in: S is north in Czech and south in English. [°]

    Empty if its words do not tell the languages apart.
    """
    words = " ".join(values).upper()
    if re.search(r"\b[SJVZ]*[JVZ]+\b", words):
        return CZECH
    return ENGLISH if re.search(r"\b[NESW]*[NEW]+\b", words) else {}


def directions(written: str, *, words: Mapping[str, float] = ENGLISH) -> tuple[float, ...] | None:
    """Return the azimuths of a text, clockwise from north; none for an empty one. [°]

    Parameters
    ----------
    written
        `80`, `NNE`, `90-270` (a range stands for its middle, clockwise), or several set off by `;`.
    words
        Points of the compass → azimuth.

    Returns
    -------
    azimuths_deg
        360 becomes 0; other numbers are as written. None if the text cannot be understood.
    """
    text = written.replace("°", "").strip().upper()
    if not text:
        return ()
    found = [_one(part, words) for part in SEVERAL.split(text) if part]
    known = tuple(azimuth for azimuth in found if azimuth is not None)
    return known if len(known) == len(found) else None


def _one(text: str, words: Mapping[str, float]) -> float | None:
    if text in words:
        return words[text]
    if DEGREES.fullmatch(text):
        number = float(text.replace(",", "."))
        return 0.0 if number == 360.0 else number
    ends = RANGE.fullmatch(text)
    if ends is None:
        return None
    start, end = _one(ends[1], words), _one(ends[2], words)
    if start is None or end is None:
        return None
    return (start + ((end - start) % 360.0) / 2.0) % 360.0
