"""Incidents: the police's download, a table of the municipal police, or a layer of a GIS."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from attrs import evolve

from placement.inputs import police
from placement.inputs.account import Reading
from placement.inputs.archive import is_table
from placement.inputs.clock import times
from placement.inputs.columns import chosen, text_column
from placement.inputs.coordinates import read_points
from placement.inputs.features import Features
from placement.inputs.layer import read_features
from placement.inputs.mentions import listed
from placement.schema import INCIDENTS, check

NAME = "incidents"
KNOWN = {
    "incident_id": (
        "incident id", "id", "event id", "cislo udalosti", "cislo pripadu", "cislo jednaci",
        "c j", "cj", "cislo", "case number", "crime id",
    ),
    "when": (
        "when", "date", "datum", "datum a cas", "datum spachani", "datum cas", "kdy", "datetime",
        "date time", "timestamp", "cas spachani", "datum udalosti", "occurred", "month",
    ),
    "time": ("time", "cas", "hodina", "hour", "cas udalosti"),
    "kind": (
        "kind", "type", "types", "typ", "druh", "typ udalosti", "druh udalosti", "druh cinu",
        "primary type", "crime type", "offence", "offense", "category", "kategorie", "udalost",
    ),
}  # fmt: skip


def read(
    path: Path,
    *,
    crs: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    layer: str | None = None,
    within: shapely.Geometry | None = None,
    weights: Mapping[str, float] | None = None,
) -> Reading:
    """Return incidents, one row per event.

    Parameters
    ----------
    path
        Download of the Czech police (zip, folder, CSV, GeoJSON), a delimited text with coordinates,
        or a layer of points.
    crs
        Working system of the run.
    columns
        Our column → the file's: `incident_id`, `when`, `time`, `kind`, and the coordinates `lon`
        and `lat`, `x` and `y`, or `wkt`. Those not given are recognised by their names.
    source_crs
        System of the file's coordinates; told from their size in a table, from the file in a layer.
    layer
        Layer of a file that has several.
    within
        Area in the working system; events outside are dropped.
    weights
        Kind → weight; 1 for kinds that are not named, 0 drops a kind. [-]

    Returns
    -------
    reading
        Table `schema.INCIDENTS`. Facts: `events` before any was dropped, `without_time`, and
        `distinct_places`, which tells anonymised data from exact.

    Raises
    ------
    InputError
        If the file cannot be read or makes no sense; every problem of it at once.
    """
    download = police.find(path)
    if download is not None:
        features, events = police.events(download, path, crs=crs, within=within)
    else:
        features = _rows(path, crs, columns, source_crs, layer, within)
        ours = chosen(_header(features), given=columns, known=KNOWN, file=features.file)
        features = _as_events(features, ours)
        events = len(features.frame)
    features = _weighted(features.within(within), weights or {})
    table = check(features.frame, INCIDENTS, file=features.file)
    facts = {
        "events": events,
        "without_time": int(table["when"].isna().sum()),
        "distinct_places": len(_places(table).drop_duplicates()),
    }
    return Reading(table, features.account(facts=facts))


def _rows(
    path: Path,
    crs: str,
    columns: Mapping[str, str] | None,
    source_crs: str | None,
    layer: str | None,
    within: shapely.Geometry | None,
) -> Features:
    if not is_table(path):
        return read_features(
            path, crs=crs, name=NAME, layer=layer, source_crs=source_crs, geometry="Point"
        )
    rows, dropped, notes = read_points(
        path, crs=crs, name=NAME, columns=columns, source_crs=source_crs, within=within
    )
    return Features(rows, NAME, path, len(rows) + sum(dropped.values()), dropped, notes)


def _header(features: Features) -> list[str]:
    return [str(name) for name in features.frame.columns if name not in ("geometry", "source_row")]


def _as_events(features: Features, ours: Mapping[str, str]) -> Features:
    """Return the rows as events: the same id at the same place and time is one event."""
    rows = features.frame
    own = text_column(rows, ours.get("incident_id"))
    table = rows[["source_row", "geometry"]].assign(
        incident_id=own.where(own != "", "row-" + rows["source_row"].astype("str")),
        kind=text_column(rows, ours.get("kind")),
        when=pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]"),
    )
    date, clock = ours.get("when"), ours.get("time")
    if date is None:
        date, clock = clock, None
    if date is not None:
        clocks = None if clock is None else text_column(rows, clock)
        dates = text_column(rows, date)
        when, unclear = times(dates, clocks, rows=rows["source_row"], file=features.file)
        table["when"] = when
        features = evolve(features, notes=(*features.notes, *unclear))
    return _merged(features.with_frame(table), has_ids=bool((own != "").any()))


def _merged(features: Features, *, has_ids: bool) -> Features:
    """Return one row per event; an id at another place or time is another event, told apart."""
    table = features.frame
    same = pd.concat([table[["incident_id", "when"]], _places(table)], axis=1)
    repeated = same.duplicated()
    features = features.noting_rows("events_merged", repeated).without(repeated, "same_event")
    table = features.frame
    again = table["incident_id"].duplicated()
    features = features.noting_rows("event_id_reused", again)
    numbered = table["incident_id"] + "#" + table["source_row"].astype("str")
    table = table.assign(incident_id=table["incident_id"].mask(again, numbered))
    features = features.with_frame(table)
    if has_ids:
        return features
    alike = pd.concat([table[["when", "kind"]], _places(table)], axis=1).duplicated()
    return features.noting_rows("rows_alike", alike)


def _places(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return coordinates to the centimetre. [m]"""
    return pd.DataFrame({"x": table.geometry.x.round(2), "y": table.geometry.y.round(2)})


def _weighted(features: Features, weights: Mapping[str, float]) -> Features:
    kinds = features.frame["kind"]
    unused = [kind for kind in weights if kind not in set(kinds)]
    if unused:
        there = "; ".join(str(kind) for kind in kinds.value_counts().index[:8])
        told = listed(unused)
        features = features.noting("weights_unused", n=len(unused), found=told, there=there or "–")
    weight = kinds.map(lambda kind: float(weights.get(kind, 1.0))).astype("float64")
    features = features.with_frame(features.frame.assign(weight=weight))
    return features.without(weight == 0.0, "weight_zero")
