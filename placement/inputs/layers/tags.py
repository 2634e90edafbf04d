"""Tags of features: in columns of any case, or in one column of all tags as text.

GDAL writes hstore into `other_tags`, osm2pgsql into `tags`, others JSON; osmnx writes lists as
texts, Shapefile cuts headings to ten letters and has T and F for flags, Czech tables ano, ne.
"""

import ast
import json
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import pandas as pd

from placement.inputs.layers import osm
from placement.inputs.tables.attributes import texts
from placement.inputs.tables.header import header_of
from placement.texts import plain

TEXTS_OF_TAGS = ("other_tags", "tags", "all_tags", "osm_tags", "hstore", "properties")
SHORT_NAME_LETTERS = 10
"""A Shapefile cuts headings to so many. [-]"""
NO = frozenset(
    {"", "no", "n", "f", "false", "0", "0.0", "ne", "nein", "none", "nan", "null", "-", "–", "<na>"}
)
"""Texts for no, or for no value."""
YES = frozenset({"yes", "y", "t", "true", "1", "ano", "a", "ja", "x"})


def tag_texts(frame: pd.DataFrame, names: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return one text column per tag, empty where a feature has none.

    Parameters
    ----------
    frame
        Features with tags in columns, or in a column of `TEXTS_OF_TAGS`.
    names
        Tag → the headings it is known by, the best first; case, diacritics, separators and what a
        Shapefile cuts off do not matter. The first that has a value counts.
    """
    every = (heading for headings in names.values() for heading in headings)
    hidden = _tags_in_text(frame, {"_".join(plain(heading).split()) for heading in every})
    columns = {}
    for tag, headings in names.items():
        plain_headings = dict.fromkeys(["_".join(plain(heading).split()) for heading in headings])
        per_column = [texts(frame, column) for column in headings_of(frame, list(plain_headings))]
        per_column += [
            [more.get(heading, "") for more in hidden] for heading in plain_headings if any(hidden)
        ]
        rows = zip(*per_column, strict=True) if per_column else ((),) * len(frame)
        columns[tag] = [_first_with_value(each) for each in rows]
    return pd.DataFrame(columns, index=frame.index)


def headings_of(frame: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """Return the columns of a frame that bear the names, whole before cut, in the names' order."""
    own = {str(c): "_".join(plain(str(c)).split()) for c in frame.columns if str(c) != "geometry"}
    whole = [column for name in names for column, bare in own.items() if bare == name]
    cut = [
        column
        for name in names
        for column, bare in own.items()
        if len(name) > SHORT_NAME_LETTERS and bare == name[:SHORT_NAME_LETTERS].rstrip("_")
    ]
    return list(dict.fromkeys([*whole, *cut]))


@lru_cache(maxsize=65_536)
def tag_values(text: str) -> tuple[str, ...]:
    """Return the single values of a text, in lower case: `['a', 'b']`, `{a,b}` and `a;b` are two.

    An empty text, `nan` and `None` have no value.
    """
    stripped = text.strip()
    parts: list[str] = [stripped]
    if stripped[:1] in "[{(" and stripped[-1:] in "]})" and len(stripped) > 1:
        parts = _list_items(stripped)
    elif ";" in stripped or "|" in stripped:
        parts = re.split(r"[;|]", stripped)
    spoken = (part.strip().strip("\"'").strip().casefold() for part in parts)
    return tuple(dict.fromkeys(part for part in spoken if part not in ("", "nan", "none", "null")))


def parse_literal(text: str) -> object:
    """Return the value of a text of JSON or of Python's literals, or None."""
    for reader in (json.loads, ast.literal_eval):
        try:
            return reader(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
    return None


def is_no(value: str) -> bool:
    """Return whether a single value is a no, or empty."""
    return value.casefold() in NO


def _tags_in_text(frame: pd.DataFrame, plain_headings: AbstractSet[str]) -> list[dict[str, str]]:
    """Return the tags that each row has in one text, by plain name; of several the first counts."""
    rows: list[dict[str, str]] = [{} for _ in range(len(frame))]
    header = header_of(frame)
    for column in headings_of(frame, TEXTS_OF_TAGS):
        for row, text in zip(rows, texts(frame, column), strict=True):
            pairs = _pairs(text)
            header.add(pairs)
            for key, value in pairs.items():
                bare = "_".join(plain(key).split())
                row.setdefault(bare, value)
                if bare in plain_headings:
                    header.take(key)
    return rows


@lru_cache(maxsize=65_536)
def _pairs(text: str) -> dict[str, str]:
    if pairs := osm.tags(text):
        return pairs
    content = parse_literal(text) if text.startswith("{") else None
    if not isinstance(content, dict):
        return {}
    return {str(key): str(value) for key, value in content.items() if value is not None}


def _list_items(text: str) -> list[str]:
    content = parse_literal(text)
    if isinstance(content, list | tuple | set):
        return [str(part) for part in content if part is not None]
    return text[1:-1].split(",")


def _first_with_value(candidates: Sequence[str]) -> str:
    return next((text for text in candidates if tag_values(text)), "")
