"""Merger of yearly downloads of the police's crime map, with their code lists translated.

The lists change between downloads, so codes of earlier years are translated by their labels; a
label that the last list lacks is added to it under a new code.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from placement.errors import InputError, Problem
from placement.fetch import unpack
from placement.inputs.archive import Member
from placement.inputs.incidents.police import COLUMNS, LISTS
from placement.inputs.tables.delimited_text import parse_table

Rows = list[dict[str, str]]
LIST_OF = {"types": "types", "state": "states", "relevance": "relevance"}
"""Column of the events → the list of its codes."""
PARENTS = ("parent_id1", "parent_id2", "parent_id3")
NAME = "incidents"


def checker(*, most_bytes: int) -> Callable[[Path], None]:
    """Return a check that a file is such a download."""

    def check(path: Path) -> None:
        _tables(path, most_bytes)

    return check


def merge_years(paths: Sequence[Path], *, most_bytes: int) -> dict[str, bytes]:
    """Return the files of one download that holds the events of all, the last year's lists leading.

    Parameters
    ----------
    paths
        Zips, in the order of their years.
    most_bytes
        Of what one zip may hold. [B]

    Raises
    ------
    InputError
        If one of them is no such download.
    """
    years = [_tables(path, most_bytes) for path in paths]
    lists = {name: [dict(row) for row in years[-1][name]] for name in LISTS}
    events: Rows = []
    for year in years:
        translated = {
            column: _translation(year[name], lists[name]) for column, name in LIST_OF.items()
        }
        for row in year[NAME]:
            codes = {c: translated[c].get(row[c], row[c]) for c in LIST_OF}
            events.append({**row, **codes})
    files = {f"{NAME}.csv": _csv(COLUMNS, events)}
    for name in LISTS:
        files[f"{name}.csv"] = _csv(tuple(years[-1][name][0]), lists[name])
    return files


def _tables(path: Path, most_bytes: int) -> dict[str, Rows]:
    """Return events and code lists of a zip.

    Raises
    ------
    InputError
        If one of them is missing.
    """
    files = unpack.members(path, suffixes=(".csv",), most_bytes=most_bytes)
    tables: dict[str, Rows] = {}
    for name, content in files.items():
        table, _ = parse_table(Member(f"{path.name}/{name}", content))
        columns = set(table.columns)
        key = NAME if set(COLUMNS) <= columns else name.removesuffix(".csv")
        if key == NAME or (key in LISTS and {"id", "label"} <= columns):
            rows = table.drop(columns="source_row").to_dict("records")
            tables[key] = [{str(n): str(value) for n, value in row.items()} for row in rows]
    missing = [f"{name}.csv" for name in (NAME, *LISTS) if name not in tables]
    if missing:
        values = {"reason": f"{', '.join(missing)}?"}
        raise InputError(Problem("fetch_unreadable", path.name, values=values))
    return tables


def _translation(theirs: Rows, ours: Rows) -> Mapping[str, str]:
    """Return their code → ours; what ours lacks is added to it."""
    same = {row["id"]: _meaning(row) for row in ours}
    code_of = {meaning: code for code, meaning in same.items()}
    number = max((int(code) for code in same if code.isdecimal()), default=0)
    codes, added = {"0": "0"}, []
    for row in theirs:
        meaning = _meaning(row)
        if same.get(row["id"]) == meaning:
            codes[row["id"]] = row["id"]
        elif meaning in code_of:
            codes[row["id"]] = code_of[meaning]
    for row in theirs:
        if row["id"] not in codes:
            number += 1
            codes[row["id"]] = str(number)
            added.append(row)
    ours += [_with_codes_translated(codes, row) for row in added]
    return codes


def _with_codes_translated(codes: Mapping[str, str], row: Mapping[str, str]) -> dict[str, str]:
    """Return a row with all its codes translated."""
    parents = {name: codes.get(row[name], "0") for name in PARENTS if name in row}
    return {**row, "id": codes[row["id"]], **parents}


def _meaning(row: Mapping[str, str]) -> tuple[str, str]:
    return row.get("name", ""), row["label"]


def _csv(columns: Sequence[str], rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
