"""Attributes of a layer: which column is meant, its texts, lengths with units and identifiers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from placement.errors import Problem, SchemaError
from placement.inputs.tables.header import NOT_OF_THE_FILE, Rivals, header_of, is_judged
from placement.inputs.tables.headings import fitting
from placement.inputs.tables.sizes import length_m
from placement.units import Floats

NAME_COLUMNS = (
    "name",
    "nazev",
    "název",
    "naz",
    "ulice",
    "nazev_ulice",
    "jmeno",
    "jméno",
    "street",
    "title",
)
_BARE = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


def column_of(
    frame: pd.DataFrame,
    ours: str,
    usual: Iterable[str] = (),
    *,
    columns: Mapping[str, str] | None,
    file: str,
) -> str | None:
    """Return the column of the file that holds our column `ours`, or None.

    The plan file's word (`columns`) comes first, then our own name, then the usual ones in their
    order, whatever their case, diacritics and unit. The frame's header keeps what was taken.

    Raises
    ------
    SchemaError
        If the plan file names a column that the file does not have.
    """
    names = (ours, *usual)
    header = header_of(frame)
    header.seek(ours, names)
    asked = (columns or {}).get(ours)
    if asked is not None:
        if asked in frame.columns:
            header.take(asked, ours)
            return asked
        found = ", ".join(str(c) for c in frame.columns if c not in NOT_OF_THE_FILE)
        values = {"column": asked, "found": found or "–"}
        raise SchemaError(Problem("column_missing", file, column=asked, values=values))
    return taken(
        frame, ours, fitting((c for c in frame.columns if c not in NOT_OF_THE_FILE), names)
    )


def taken(frame: pd.DataFrame, ours: str, choices: Sequence[str]) -> str | None:
    """Return the first of the columns that could be ours, and note it and what else could be."""
    if not choices:
        return None
    header, best = header_of(frame), choices[0]
    header.take(best, ours)
    if is_judged(ours):
        mine = _texts(frame, best)
        for other in choices[1:]:
            pairs = zip(mine, _texts(frame, other), strict=True)
            if any(one and two and one != two for one, two in pairs):
                header.rivals.append(Rivals(ours, best, other))
    return best


def columns_of(
    frame: pd.DataFrame,
    ours: str,
    usual: Iterable[str] = (),
    *,
    columns: Mapping[str, str] | None,
    file: str,
) -> list[str]:
    """Return all columns of the file that may hold our column `ours`, the best first.

    Arguments and errors as in `column_of`; a column that the plan file names stands alone.
    """
    best = column_of(frame, ours, usual, columns=columns, file=file)
    if best is None or ours in (columns or {}):
        return [] if best is None else [best]
    header = header_of(frame)
    theirs = [column for column in frame.columns if column not in NOT_OF_THE_FILE]
    every = fitting(theirs, (ours, *usual))
    for column in every:
        header.take(column, ours)
    return every


def size_texts(
    frame: pd.DataFrame,
    ours: str,
    usual: Iterable[str] = (),
    *,
    columns: Mapping[str, str] | None,
    file: str,
) -> list[str]:
    """Return the texts of a size: of each row the first that any of its columns has.

    Arguments and errors as in `column_of`.
    """
    result = [""] * len(frame)
    for column in columns_of(frame, ours, usual, columns=columns, file=file):
        more = texts(frame, column)
        result = [text or other for text, other in zip(result, more, strict=True)]
    return result


def texts(frame: pd.DataFrame, column: str | None) -> list[str]:
    """Return a column as texts; empty for no value, whole floats as the integers they stand for.

    Bare numbers of a column whose heading names a unit that is not ours (`Výška [cm]`) are
    converted.
    """
    if column is None:
        return [""] * len(frame)
    header = header_of(frame)
    header.take(column)
    times = header.factor(column)
    written = _texts(frame, column)
    return written if times == 1.0 else [_times(value, times) for value in written]


def lengths_m(values: Sequence[str]) -> tuple[Floats, int]:
    """Return lengths and how many values could not be understood. [m]

    Understood are `12`, `12,5 m`, `1200 cm`, `39 ft`, `7'4"`, `ca. 6 m`; NaN stands for all else.
    """
    found = np.array([length_m(value) for value in values], dtype=np.float64)
    unclear = sum(bool(v) and bool(np.isnan(f)) for v, f in zip(values, found, strict=True))
    return found, unclear


def unique_ids(ids: Sequence[str], *, rows: Sequence[int]) -> list[str]:
    """Return identifiers made unique: repeated ones get `-1`, `-2` …, empty ones their row."""
    named = [identifier or f"row-{row}" for identifier, row in zip(ids, rows, strict=True)]
    counts = Counter(named)
    taken = {identifier for identifier, n in counts.items() if n == 1}
    result, last = [], Counter[str]()
    for identifier in named:
        unique = identifier
        while counts[identifier] > 1:
            last[identifier] += 1
            unique = f"{identifier}-{last[identifier]}"
            if unique not in taken:
                break
        taken.add(unique)
        result.append(unique)
    return result


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    return [_text(value) for value in frame[column]]


def _times(written: str, factor: float) -> str:
    """Return a bare number multiplied; what has its own unit, or is no number, as it is."""
    if not _BARE.fullmatch(written):
        return written
    return f"{float(written.replace(',', '.')) * factor:.10g}"


def _text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() else str(float(value))
    return str(value).strip()
