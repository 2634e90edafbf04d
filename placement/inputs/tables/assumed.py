"""Mark of an assumed value beside it, `6,0 m (předpoklad)`: what was assumed stays no fact."""

import re
from functools import cache

from placement.texts import LANGUAGES, catalogue

KEY = "map.camera.assumed"
"""Text of the mark, in each language."""


def without_assumed(value: str) -> tuple[str, bool]:
    """Return a value without the mark, and whether it had one.

    >>> without_assumed("6,0 m (předpoklad)")
    ('6,0 m', True)
    """
    match = _mark().search(value)
    return (value, False) if match is None else (value[: match.start()].strip(), True)


@cache
def _mark() -> re.Pattern[str]:
    words = "|".join(re.escape(catalogue(language)[KEY]) for language in LANGUAGES)
    return re.compile(rf"\s*[(\[]\s*(?:{words})\s*[)\]]\s*$", re.IGNORECASE)
