"""Reader of data sheets of cameras: one JSON file of the open camera database, all, or its table.

The open camera database (github.com/ch-bas/cctv-camera-database, CC0) has a JSON file a camera,
one with all of them, and a table of some of their fields (`data/cameras.csv`); a town writes its
own sheets in either form. Nothing of it is part of this package.
"""

import json
import math
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from placement.cameras.data_sheets import (
    DataSheet,
    angles_of,
    focal_lengths_of,
    lenses_of,
    sensor_of,
    size_of,
)
from placement.errors import InputError, Problem
from placement.files import MEGABYTE, plain_bytes, reading
from placement.inputs.tables.delimited_text import read_table

MOST_BYTES = 64 * MEGABYTE
MOST_PROBLEMS = 20
LONGEST = 200
"""Characters of a text that are looked at."""
MOST_PX, MOST_LENSES = 100_000, 64
FLAT: Mapping[str, tuple[str, str]] = {
    "resolution_label": ("resolution", "label"),
    "max_width": ("resolution", "max_width"),
    "max_height": ("resolution", "max_height"),
    "focal_length_mm": ("lens", "focal_length_mm"),
    "lens_count": ("lens", "count"),
    "night_range_m": ("night_vision", "range_m"),
}
"""Columns of the table, and where the JSON of a camera has the same."""


def data_sheets(path: Path) -> tuple[DataSheet, ...]:
    """Return the data sheets in a file, in its order.

    Parameters
    ----------
    path
        JSON with one camera, a list of cameras, or `{"cameras": [...]}`; or a table (CSV) with the
        columns `brand`, `model` and any of `type`, `resolution_label`, `sensor`,
        `field_of_view_deg`, `focal_length_mm`, `max_width`, `max_height`, `lens_count`,
        `night_range_m`.

    Raises
    ------
    InputError
        If it cannot be read, or an entry has no brand or model or a value of the wrong kind.
    """
    with reading(path):
        content = plain_bytes(path, most_bytes=MOST_BYTES)
        is_json = content.removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"[")
        entries = list(_json(content.decode("utf-8-sig"))) if is_json else []
    if not is_json:
        entries = list(_rows(path))
    problems = [
        problem for row, entry in entries for problem in _problems(entry, file=path.name, row=row)
    ]
    if not entries:
        problems = [Problem("sheets_none", path.name)]
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])
    return tuple(_sheet(entry) for _, entry in entries)


def _json(words: str) -> Iterator[tuple[int, Any]]:
    """Yield entries with their numbers from 1 on."""
    content = json.loads(words)
    if isinstance(content, dict) and isinstance(content.get("cameras"), list):
        content = content["cameras"]
    yield from enumerate(content if isinstance(content, list) else [content], 1)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a table as entries of the JSON, with their rows in the file."""
    table, _ = read_table(path, name="sheets")
    columns = [str(column) for column in table.columns if column != "source_row"]
    for row, cells in zip(table["source_row"], table[columns].to_numpy(), strict=True):
        entry: dict[str, Any] = {}
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                section, key = FLAT.get(column, ("", column))
                (entry.setdefault(section, {}) if section else entry)[key] = cell
        yield int(row), entry


def _problems(entry: object, *, file: str, row: int) -> Iterator[Problem]:
    """Yield what keeps an entry from being a data sheet."""
    if not isinstance(entry, dict):
        yield Problem("sheet_not_one", file, row)
        return
    for key in ("brand", "model"):
        if not _words(entry.get(key)).strip():
            yield Problem("sheet_nameless", file, row, key)
    for section, key, least, most in (
        ("resolution", "max_width", 1, MOST_PX),
        ("resolution", "max_height", 1, MOST_PX),
        ("lens", "count", 1, MOST_LENSES),
        ("night_vision", "range_m", 0, 100_000),
    ):
        value = _part(entry, section, key)
        if value not in (None, "") and not least <= _number(value) <= most:
            values = {"found": value, "least": least, "most": most}
            yield Problem("sheet_number", file, row, f"{section}.{key}", values)


def _sheet(entry: Mapping[str, Any]) -> DataSheet:
    """Return the sheet that a checked entry describes."""
    label, sensor = _words(_part(entry, "resolution", "label")), _words(entry.get("sensor"))
    angle = _words(entry.get("field_of_view_deg"))
    hfov_deg, vfov_deg = angles_of(angle)
    width, height = (_part(entry, "resolution", key) for key in ("max_width", "max_height"))
    each_lens = "per sensor" in f"{angle} {label}".lower()
    size_px = size_of(label)
    if width and height and not (each_lens and size_px):
        size_px = int(_number(width)), int(_number(height))
    lenses = _part(entry, "lens", "count")
    night_range_m = _number(_part(entry, "night_vision", "range_m"))
    sources = entry.get("sources")
    return DataSheet(
        name=f"{_words(entry['brand'])} {_words(entry['model'])}".strip(),
        kind=_words(entry.get("type")).lower(),
        size_px=size_px,
        sensor=sensor_of(sensor),
        focal_mm=focal_lengths_of(_words(_part(entry, "lens", "focal_length_mm"))),
        hfov_deg=hfov_deg,
        vfov_deg=vfov_deg,
        night_range_m=night_range_m if night_range_m > 0 else None,
        lenses=int(_number(lenses)) if lenses else lenses_of(sensor),
        each_lens=each_lens,
        thermal="bolometer" in sensor.lower() or label.lower().startswith("thermal"),
        source=_words(sources[0]) if isinstance(sources, list) and sources else "",
    )


def _part(entry: Mapping[str, Any], section: str, key: str) -> Any:  # noqa: ANN401 -- JSON
    part = entry.get(section)
    return part.get(key) if isinstance(part, dict) else None


def _words(value: object) -> str:
    """Return a text of limited length; empty for anything else, numbers included as they read."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())[:LONGEST]


def _number(value: object) -> float:
    """Return a number, also from a text; NaN where there is none."""
    if isinstance(value, bool):
        return math.nan
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return math.nan
