"""Attributes of a layer: choice of the column, its texts, lengths with units, identifiers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from placement.errors import Problem, SchemaError
from placement.inputs.tables.header import NOT_OF_THE_FILE, RivalColumns, header_of, is_decisive
from placement.inputs.tables.headings import columns_named
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

    The column of the plan file (`columns`) comes first, then our own name, then the usual ones in
    their order, whatever their case, diacritics and unit. The frame's header records the use.

    Raises
    ------
    SchemaError
        If the plan file names a column that the file does not have.
    """
    names = (ours, *usual)
    header = header_of(frame)
    header.seek(ours, names)
    plan_column = (columns or {}).get(ours)
    if plan_column is not None:
        if plan_column in frame.columns:
            header.take(plan_column, ours)
            return plan_column
        headings = ", ".join(str(c) for c in frame.columns if c not in NOT_OF_THE_FILE)
        values = {"column": plan_column, "found": headings or "–"}
        raise SchemaError(Problem("column_missing", file, column=plan_column, values=values))
    return take_column(
        frame, ours, columns_named((c for c in frame.columns if c not in NOT_OF_THE_FILE), names)
    )


def take_column(frame: pd.DataFrame, ours: str, candidates: Sequence[str]) -> str | None:
    """Return the first of some candidate columns, and note its use and its rivals."""
    if not candidates:
        return None
    header, column = header_of(frame), candidates[0]
    header.take(column, ours)
    if is_decisive(ours):
        mine = _texts(frame, column)
        for other in candidates[1:]:
            pairs = zip(mine, _texts(frame, other), strict=True)
            if any(one and two and one != two for one, two in pairs):
                header.rivals.append(RivalColumns(ours, column, other))
    return column


def columns_of(
    frame: pd.DataFrame,
    ours: str,
    usual: Iterable[str] = (),
    *,
    columns: Mapping[str, str] | None,
    file: str,
) -> list[str]:
    """Return all columns of the file that may hold our column `ours`, the best first.

    Arguments and errors as in `column_of`; a column that the plan file names is the only one.
    """
    best = column_of(frame, ours, usual, columns=columns, file=file)
    if best is None or ours in (columns or {}):
        return [] if best is None else [best]
    header = header_of(frame)
    theirs = [column for column in frame.columns if column not in NOT_OF_THE_FILE]
    every = columns_named(theirs, (ours, *usual))
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
    multiplier = header.factor(column)
    cells = _texts(frame, column)
    return cells if multiplier == 1.0 else [_multiply(value, multiplier) for value in cells]


def lengths_m(values: Sequence[str]) -> tuple[Floats, int]:
    """Return lengths and the number of values that are no length. [m]

    Texts such as `12`, `12,5 m`, `1200 cm`, `39 ft`, `7'4"`, `ca. 6 m` are read; others are NaN.
    """
    lengths = np.array([length_m(value) for value in values], dtype=np.float64)
    unclear = sum(bool(v) and bool(np.isnan(f)) for v, f in zip(values, lengths, strict=True))
    return lengths, unclear


def unique_ids(ids: Sequence[str], *, rows: Sequence[int]) -> list[str]:
    """Return identifiers made unique: repeated ones get `-1`, `-2` …, empty ones their row."""
    labels = [identifier or f"row-{row}" for identifier, row in zip(ids, rows, strict=True)]
    counts = Counter(labels)
    take_column = {identifier for identifier, n in counts.items() if n == 1}
    result, last = [], Counter[str]()
    for identifier in labels:
        unique = identifier
        while counts[identifier] > 1:
            last[identifier] += 1
            unique = f"{identifier}-{last[identifier]}"
            if unique not in take_column:
                break
        take_column.add(unique)
        result.append(unique)
    return result


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    cells: pd.Series | NDArray[np.object_] = frame[column]
    if isinstance(cells.dtype, pd.StringDtype):  # walks through its cells slowly
        cells = cells.to_numpy(dtype=object)
    return [value.strip() if type(value) is str else _text(value) for value in cells]


def _multiply(text: str, factor: float) -> str:
    """Return a bare number multiplied; a text with its own unit, or no number, as it is."""
    if not _BARE.fullmatch(text):
        return text
    return f"{float(text.replace(',', '.')) * factor:.10g}"


def _text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() else str(float(value))
    return str(value).strip()
