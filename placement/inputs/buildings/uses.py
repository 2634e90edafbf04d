"""What buildings are used for by their tags: homes, something else, or nobody knows.

Words are those of OpenStreetMap, Overture and RÚIAN, and of Czech town tables.
"""

import numpy as np
import pandas as pd

from placement.inputs.buildings.kinds import FIELDS, texts_of
from placement.texts import plain

OWN_NAMES = ("use", "uziti")
"""Headings of a column that says the use itself."""
OWN_WORDS = {
    "home": "home", "homes": "home", "residential": "home", "dwelling": "home", "domov": "home",
    "bydleni": "home", "obytny": "home", "obytna": "home", "other": "other", "jine": "other",
    "ostatni": "other", "neobytny": "other", "neobytna": "other", "unknown": "unknown",
    "nezname": "unknown", "neznamo": "unknown", "": "",
}  # fmt: skip
"""Word of such a column → use; empty: the other tags decide."""
HOMES = frozenset(
    {
        "apartments", "apartment", "flats", "flat", "house", "houses", "residential", "detached",
        "semidetached house", "semi detached", "semidetached", "semi", "terrace", "terraced house",
        "terraced", "bungalow", "villa", "vila", "dormitory", "cabin", "farm", "farmhouse",
        "static caravan", "houseboat", "tower block", "dwelling", "dwelling house", "dum", "byty",
        "rd", "bd", "panelak", "chata", "chalupa", "usedlost",
    }
)  # fmt: skip
"""Values that say people live there."""
HOME_STEMS = (
    "bytov", "rodinn", "bydlen", "obytn", "k bydleni", "objekt k bydleni", "objekt bydleni",
    "panelov", "cinzovni", "vicebytov", "rezidenc", "zemedelska usedlost", "stavba pro rodinnou",
    "ubytovna", "domov pro seniory", "radovy dum", "radovka",
)  # fmt: skip
SILENT = frozenset({"", "yes", "ano", "building", "budova", "jina stavba", "unknown", "nezname"})
"""Values that do not say what a building is used for; nor do those that begin like these:"""
SILENT_STEMS = ("viceucel", "smisen", "mixed", "ruin", "construct", "rozestav")


def uses(frame: pd.DataFrame) -> np.ndarray:
    """Return what each building is used for, (N,): home, other or unknown.

    The column of our own name decides; else the tag of the building and any column of kinds. A
    tag that is none of the words for homes means something else, but for parts, whose tags tell
    their shape.
    """
    own = [OWN_WORDS.get(plain(text), "") for text in texts_of(frame, OWN_NAMES)]
    building, part, kind = (texts_of(frame, FIELDS[name]) for name in ("building", "part", "kind"))
    of_tags = [_use_of(f"{one};{other}") for one, other in zip(building, kind, strict=True)]
    rows = zip(own, of_tags, part, strict=True)
    return np.array([word or _use_with_part(use, tag) for word, use, tag in rows], dtype=object)


def _use_of(tags: str) -> str:
    words = [plain(word) for word in tags.split(";")]
    telling = [w for w in words if w not in SILENT and not w.startswith(SILENT_STEMS)]
    if not telling:
        return "unknown"
    is_home = any(word in HOMES or word.startswith(HOME_STEMS) for word in telling)
    return "home" if is_home else "other"


def _use_with_part(use: str, part: str) -> str:
    """Return a use; where nobody says it, a part whose tag is a home's: others tell its shape."""
    return "home" if use == "unknown" and _use_of(part) == "home" else use
