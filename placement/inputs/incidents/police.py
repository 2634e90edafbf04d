"""The download of the Czech police's crime map: events, not rows.

Each event is written once per type, parents of a type included, and moved to the centre of an
anonymisation cell. The code lists come with the download and change between downloads (state 3 once
meant something else), so codes are joined by their labels, never by number.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from attrs import field, frozen

from placement.demand.weights import path_of
from placement.errors import InputError, Problem
from placement.files import reading
from placement.inputs.archive import Member, members
from placement.inputs.coordinates.table_points import to_points
from placement.inputs.layers.features import Features
from placement.inputs.tables.delimited_text import parse_table
from placement.inputs.tables.header import Header, header_of
from placement.inputs.tables.row_notes import row_problem
from placement.inputs.times.local_time import local_times
from placement.texts import plain

COLUMNS = ("id", "x", "y", "mp", "date", "state", "relevance", "types")
USES = {
    "id": "incident_id",
    "x": "lon",
    "y": "lat",
    "mp": "municipal",
    "date": "when",
    "state": "",
    "relevance": "",
    "types": "kind",
}
EVENT_COLUMNS = ("incident_id", "when", "precision", "kind", "path", "municipal")
LISTS = ("types", "states", "relevance")
PARENTS = ("parent_id1", "parent_id2", "parent_id3")
DROPPED_STATES = {"nestal": "did_not_happen", "neni trestnym cinem": "did_not_happen"}
DROPPED_RELEVANCE = {
    "misto oznameni": "place_of_report",
    "chybna lokalita": "wrong_place",
    "zahranicni lokalita": "abroad",
}
"""Part of a label, plain (see `texts.plain`) → why the event is dropped."""


@frozen(eq=False)
class Download:
    """One download of the crime map: its rows and the labels of its code lists."""

    file: str
    rows: pd.DataFrame
    """`COLUMNS` as strings and `source_row`, one row per event and type."""
    types: Mapping[str, str] = field(factory=dict)
    """Code → label, unique."""
    parents: Mapping[str, tuple[str, ...]] = field(factory=dict)
    """Code → codes of the types it belongs to, the widest first."""
    states: Mapping[str, str] = field(factory=dict)
    relevance: Mapping[str, str] = field(factory=dict)
    notes: tuple[Problem, ...] = ()


def find_download(path: Path) -> Download | None:
    """Return the download at a path, or None if something else lies there.

    Parameters
    ----------
    path
        Zip or folder of a download, its CSV alone (the code lists are looked for beside it), or its
        GeoJSON, whose `types` are arrays.

    Raises
    ------
    InputError
        If it is a download and damaged.
    """
    if path.is_file() and path.suffix.lower() in (".csv", ".geojson", ".json", ".gz"):
        files = members(path)
        list_paths = [path.with_name(f"{name}.csv") for name in LISTS]
        files += tuple(m for entry in list_paths if entry.is_file() for m in members(entry))
    elif path.is_dir() or path.suffix.lower() == ".zip":
        files = members(path, suffixes=(".csv", ".geojson"))
    else:
        return None
    for member in files:
        parsed = _rows(member)
        if parsed is not None:
            rows, notes = parsed
            own = rows["id"].where(rows["id"] != "", "row-" + rows["source_row"].astype("str"))
            rows = rows.assign(id=own)
            return _with_lists(Download(member.file, rows, notes=notes), files)
    return None


def events(
    download: Download, path: Path, *, crs: str, within: shapely.Geometry | None = None
) -> tuple[Features, int]:
    """Return the events of a download: one per id, of its leaf type, where and when it happened.

    Parameters
    ----------
    download
        As `find_download` gives it.
    path
        Its path, for the account.
    crs
        Working system of the run.
    within
        Area of the case in the working system; what is more than 200 km off is dropped.

    Returns
    -------
    features
        Frame with `incident_id`, `when`, `precision`, `kind`, `path`, `municipal`, `source_row`,
        `geometry`; dropped are events.
    events
        Number of events before any was dropped. [-]
    """
    rows = download.rows
    first = rows.drop_duplicates("id").set_index("id", drop=False)
    leaf = _leaves(download)
    first["kind"] = leaf.map(lambda code: _label(code, download))
    first["path"] = leaf.map(lambda code: _path(code, download))
    reason = _reasons(first, download)
    valid = first[reason == ""].reset_index(drop=True)
    dropped = {str(why): int(n) for why, n in reason[reason != ""].value_counts().items()}
    points, more_dropped, notes = to_points(
        valid, crs=crs, file=download.file, columns={"lon": "x", "lat": "y"}, within=within
    )
    stamps, unclear = local_times(points["date"], rows=points["source_row"], file=download.file)
    frame = points.assign(
        incident_id=points["id"],
        when=stamps.when,
        precision=stamps.precision,
        municipal=points["mp"].str.lower() == "true",
    )
    frame = frame[[*EVENT_COLUMNS, "source_row", "geometry"]]
    all_notes = (*download.notes, *_conflicts(rows, download.file), *notes, *unclear)
    dropped.update(more_dropped)
    if len(rows) > len(first):
        dropped["type_above"] = len(rows) - len(first)
    return Features(frame, "incidents", path, len(rows), dropped, all_notes, _header(rows)), len(
        first
    )


def _header(rows: pd.DataFrame) -> Header:
    """Return the header of the download with the uses of its columns."""
    header = header_of(rows)
    for theirs, ours in USES.items():
        header.take(theirs, ours)
    return header


def _rows(member: Member) -> tuple[pd.DataFrame, tuple[Problem, ...]] | None:
    head = member.content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return _from_geojson(member)
    header = head.splitlines()[0].decode("ascii", errors="replace") if head else ""
    names = {name.strip().strip('"') for name in header.replace(";", ",").split(",")}
    return parse_table(member) if set(COLUMNS) <= names else None


def _from_geojson(member: Member) -> tuple[pd.DataFrame, tuple[Problem, ...]] | None:
    if b'"relevance"' not in member.content or b'"types"' not in member.content:
        return None
    with reading(Path(member.file), kind="geojson_broken", file=member.file):
        features = list(json.loads(member.content)["features"])
    for row, feature in enumerate(features, start=1):
        if not _is_record(feature):
            values = {"reason": f"properties, types, coordinates: {feature!r:.60}"}
            raise InputError(Problem("geojson_broken", member.file, row=row, values=values))
    records = [_row_of_feature(row, feature) for row, feature in enumerate(features, start=1)]
    table = pd.DataFrame(records).explode("types").fillna("")
    return table.astype({"types": "str"}).reset_index(drop=True), ()


def _is_record(feature: object) -> bool:
    """Return whether something is a feature with its types, and a place or none."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return False
    geometry = feature.get("geometry") or {}
    if not isinstance(geometry, dict):
        return False
    place = geometry.get("coordinates") or ["", ""]
    types = feature["properties"].get("types")
    return isinstance(types, list) and isinstance(place, list) and len(place) > 1


def _row_of_feature(row: int, feature: Mapping[str, Any]) -> dict[str, object]:
    properties = feature["properties"]
    place = (feature.get("geometry") or {}).get("coordinates") or ["", ""]
    types = properties["types"]
    cells = {name: properties.get(name) for name in ("id", "mp", "date", "state", "relevance")}
    cells |= {"x": place[0], "y": place[1]}
    texts = {name: "" if value is None else str(value) for name, value in cells.items()}
    return {**texts, "types": [str(code) for code in types], "source_row": row}


def _with_lists(download: Download, files: Iterable[Member]) -> Download:
    """Return the download with labels of its code lists, and notes on missing lists and codes."""
    by_name = {m.name.removesuffix(".csv"): m for m in files if m.name.endswith(".csv")}
    lists = {name: parse_table(by_name[name])[0] for name in LISTS if name in by_name}
    lists = {name: table for name, table in lists.items() if {"id", "label"} <= set(table.columns)}
    notes = list(download.notes)
    missing = [f"{name}.csv" for name in LISTS if name not in lists]
    if missing:
        values = {"missing": ", ".join(missing)}
        notes.append(Problem("code_lists_missing", download.file, values=values))
    for column, name in (("types", "types"), ("state", "states"), ("relevance", "relevance")):
        if name in lists:
            unknown = ~download.rows[column].isin(lists[name]["id"])
            if unknown.any():
                codes, rows = (
                    download.rows.loc[unknown, column],
                    download.rows["source_row"][unknown],
                )
                place = {"file": download.file, "column": column, "list": f"{name}.csv"}
                notes.append(row_problem("code_unknown", rows, cells=codes, **place))
    labels = {name: dict(zip(t["id"], t["label"], strict=True)) for name, t in lists.items()}
    return Download(
        download.file,
        download.rows,
        types=_unique_labels(lists["types"]) if "types" in lists else {},
        parents=_parents(lists["types"]) if "types" in lists else {},
        states=labels.get("states", {}),
        relevance=labels.get("relevance", {}),
        notes=tuple(notes),
    )


def _unique_labels(types: pd.DataFrame) -> dict[str, str]:
    """Return code → label; labels that several types share ("Ostatní") get the name before them."""
    label = types["label"]
    shared = label.duplicated(keep=False)
    if "name" in types.columns:
        with_name = types["name"].where(
            ~types["name"].duplicated(keep=False), types["name"] + ": " + label
        )
        label = label.mask(shared, with_name)
    return dict(zip(types["id"], label, strict=True))


def _parents(types: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    columns = [name for name in PARENTS if name in types.columns]
    above = types[columns].itertuples(index=False)
    return {
        code: tuple(parent for parent in row if parent not in ("", "0"))
        for code, row in zip(types["id"], above, strict=True)
    }


def _leaves(download: Download) -> pd.Series:
    """Return id → code of the event's leaf type; of several roots, the first leaf by code."""

    def leaf(codes: pd.Series) -> str:
        sorted_codes = sorted(set(codes), key=lambda code: (len(code), code))
        above = {parent for code in sorted_codes for parent in download.parents.get(code, ())}
        leaves = [code for code in sorted_codes if code not in above]
        # without the list, parents are unknown; leaves mostly have the higher codes
        return str(leaves[0] if download.parents and leaves else sorted_codes[-1])

    chosen: pd.Series = download.rows.groupby("id", sort=False)["types"].agg(leaf)
    return chosen


def _label(code: str, download: Download) -> str:
    return download.types.get(code, code)


def _path(code: str, download: Download) -> str:
    codes = (*download.parents.get(code, ()), code)
    return path_of([_label(each, download) for each in codes])


def _reasons(first: pd.DataFrame, download: Download) -> pd.Series:
    """Return the reason for which each event is dropped, empty for those that remain."""
    reason = pd.Series("", index=first.index)
    for column, labels, words in (
        ("relevance", download.relevance, DROPPED_RELEVANCE),
        ("state", download.states, DROPPED_STATES),
    ):
        for code, label in labels.items():
            why = next((why for word, why in words.items() if word in plain(label)), "")
            reason = reason.mask((first[column] == code) & (why != ""), why)
    return reason


def _conflicts(rows: pd.DataFrame, file: str) -> list[Problem]:
    """Return a note on events whose rows disagree on more than the type; the first row counts."""
    different = rows[["id", "x", "y", "date"]].drop_duplicates()
    twice = different.loc[different["id"].duplicated(), "id"]
    if twice.empty:
        return []
    at = rows.loc[twice.index, "source_row"]
    return [row_problem("event_conflict", at, file=file, column="id", cells=twice)]
