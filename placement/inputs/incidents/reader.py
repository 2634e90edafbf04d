"""Incidents: the police's download, a table of the municipal police, or a layer of a GIS."""

import math
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from attrs import evolve

from placement.demand.periods import DAYS_PER_YEAR, ends
from placement.demand.weights import BELOW
from placement.errors import Problem, SchemaError
from placement.inputs.account import Reading
from placement.inputs.archive import is_table
from placement.inputs.coordinates.point_files import read_points
from placement.inputs.incidents import police
from placement.inputs.layers.features import Features
from placement.inputs.tables.columns import columns_of, plain, text_column
from placement.inputs.tables.header import header_of
from placement.inputs.tables.numerals import numbers
from placement.inputs.tables.row_notes import first_few, row_problem
from placement.inputs.times.local_time import Stamps, times
from placement.schema import INCIDENTS, check

NAME = "incidents"
MOST = 1e6
"""A weight is no more than this. [-]"""
WEIGHT = ("weight", "vaha", "vaha udalosti", "koeficient", "zavaznost", "severity")
"""Names of a column that may be a weight: offered, since it may be anything; never taken."""
DAYS = ("date", "week", "month", "year")
"""What is known of a time whose hour is not."""
APART_YEARS, APART_SHARE = 2.0, 0.01
"""So few events so far from all the others are told of. [year], [-]"""
YES = ("true", "1", "ano", "yes", "a")
KNOWN = {
    "incident_id": (
        "incident id", "id", "event id", "cislo udalosti", "cislo pripadu", "cislo jednaci",
        "c j", "cj", "cislo", "case number", "crime id",
    ),
    "when": (
        "when", "date", "datum", "datum a cas", "datum spachani", "datum cas", "kdy", "datetime",
        "date time", "timestamp", "cas spachani", "datum udalosti", "occurred", "month",
        "datum od", "spachano od", "date from", "datum spachani cinu ci zahajeni konani",
    ),
    "time": ("time", "cas", "hodina", "hour", "cas udalosti", "cas od", "time from"),
    "until": (
        "until", "datum do", "spachano do", "date to", "datum ukonceni konani", "datum ukonceni",
        "date until", "occurred to",
    ),
    "until_time": ("until time", "cas do", "time to", "hodina do"),
    "municipal": ("mp", "mestska policie", "municipal police"),
    "group": ("group", "skupina", "druh nadrizeny", "parent type"),
    "kind": (
        "kind", "type", "types", "typ", "druh", "typ udalosti", "druh udalosti", "druh cinu",
        "primary type", "crime type", "offence", "offense", "category", "kategorie", "udalost",
    ),
    "weight": (),
}  # fmt: skip


def read(
    path: Path,
    *,
    crs: str,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    layer: str | None = None,
    within: shapely.Geometry | None = None,
    name: str = NAME,
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
        Our column → the file's: `incident_id`, `when`, `time`, `until`, `until_time`, `kind`,
        `group` (the type above), `municipal`, `weight` (how many events the row stands for; only
        where named here), and the coordinates `lon` and `lat`, `x` and `y`, or `wkt`. Those not
        given are recognised by their names.
    source_crs
        System of the file's coordinates; told from their size in a table, from the file in a layer.
    layer
        Layer of a file that has several.
    within
        Area in the working system; events outside are dropped.
    name
        Key of the input in the plan file.

    Returns
    -------
    reading
        Table `schema.INCIDENTS`, whose weights are those of the file, 1 where it has none. Facts:
        `events` before any was dropped, `without_time` and (if any) `without_hour`, `intervals`,
        `municipal`, and `distinct_places`, which tells anonymised data from exact.

    Raises
    ------
    InputError
        If the file cannot be read or makes no sense; every problem of it at once.
    """
    download = police.find(path)
    if download is not None:
        features, events = police.events(download, path, crs=crs, within=within)
        endless = pd.Series(pd.NaT, index=features.frame.index, dtype="datetime64[s]")
        features = features.with_frame(features.frame.assign(until=endless, weight=1.0))
    else:
        features = read_points(
            path,
            crs=crs,
            name=NAME,
            columns=columns,
            source_crs=source_crs,
            layer=layer,
            within=within if is_table(path) else None,
        )
        header_of(features.frame).seek("weight", WEIGHT)
        ours = columns_of(features.frame, by_plan=columns, usual=KNOWN, file=features.file)
        features = _as_events(features, ours)
        events = len(features.frame)
    features = evolve(features.within(within), name=name)
    table = check(features.frame, INCIDENTS, file=features.file)
    return Reading(table, _with_apart(features, table).account(facts=_facts(table, events)))


def _facts(table: gpd.GeoDataFrame, events: int) -> dict[str, int]:
    told = {
        "events": events,
        "without_time": int(table["when"].isna().sum()),
        "distinct_places": len(_places(table).drop_duplicates()),
    }
    some = {
        "without_hour": int(table["precision"].isin(DAYS).sum()),
        "intervals": int((table["precision"] == "interval").sum()),
        "municipal": int(table["municipal"].sum()),
    }
    last = ends(table["when"], table["precision"]).max()
    days = (last - table["when"].min()) / pd.Timedelta(days=1)
    some["recorded_days"] = 0 if pd.isna(days) else math.ceil(days)
    return told | {fact: count for fact, count in some.items() if count}


def _with_apart(features: Features, table: gpd.GeoDataFrame) -> Features:
    """Return the events with a note on the few whose dates lie years from all the others.

    A slip in one year makes the record, and so every rate, as much too long or too short.
    """
    when = table["when"].dropna().sort_values()
    few = int(max(1, APART_SHARE * len(when)))
    if len(when) < 3 * few:
        return features
    gap_years = when.diff().dt.total_seconds().to_numpy() / 86_400 / DAYS_PER_YEAR
    early = [i for i in range(1, few + 1) if gap_years[i] > APART_YEARS]
    late = [i for i in range(len(when) - few, len(when)) if gap_years[i] > APART_YEARS]
    apart = [*when.iloc[: max(early, default=0)], *when.iloc[min(late, default=len(when)) :]]
    if not apart:
        return features
    found = first_few(moment.date() for moment in apart)
    years = round((when.iloc[-1] - when.iloc[0]).days / DAYS_PER_YEAR, 1)
    return features.noting("dates_apart", n=len(apart), found=found, years=years)


def _as_events(features: Features, ours: Mapping[str, str]) -> Features:
    """Return the rows as events: the same id at the same place and time is one event."""
    rows = features.frame
    own = text_column(rows, ours.get("incident_id"))
    kind, group = text_column(rows, ours.get("kind")), text_column(rows, ours.get("group"))
    table = rows[["source_row", "geometry"]].assign(
        incident_id=own.where(own != "", "row-" + rows["source_row"].astype("str")),
        kind=kind,
        path=kind.where(group == "", group + BELOW + kind),
        municipal=text_column(rows, ours.get("municipal")).map(plain).isin(YES),
        weight=_own_weights(features, ours.get("weight")),
    )
    when, date_notes = _stamps(rows, ours.get("when"), ours.get("time"), features.file)
    end, end_notes = _stamps(rows, ours.get("until"), ours.get("until_time"), features.file)
    features = evolve(features, notes=(*features.notes, *date_notes, *end_notes))
    features = _with_intervals(features.with_frame(table), when, end)
    return _merged(features, has_ids=bool((own != "").any()))


def _own_weights(features: Features, column: str | None) -> pd.Series:
    """Return how many events each row stands for by the file's own word, 1 without any."""
    rows, file = features.frame, features.file
    if column is None:
        return pd.Series(1.0, index=rows.index)
    written = text_column(rows, column)
    values, problems = numbers(written, rows=rows["source_row"], file=file)
    for kind, wrong in (
        ("value_missing", values.isna() & (written == "")),
        ("value_out_of_range", (values < 0) | (values > MOST)),
    ):
        if wrong.any():
            limits = {"low": 0.0, "high": MOST, "unit": ""}
            told = row_problem(
                kind,
                rows.loc[wrong, "source_row"],
                file=file,
                column=column,
                cells=written[wrong],
                **limits,
            )
            problems = (*problems, told)
    if problems:
        raise SchemaError(problems)
    return values


def _stamps(
    rows: pd.DataFrame, date: str | None, clock: str | None, file: str
) -> tuple[Stamps, tuple[Problem, ...]]:
    """Return the times that a column of dates, one of times of day, or both of them give."""
    if date is None:
        date, clock = clock, None
    if date is None:
        nothing = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
        return Stamps(nothing, pd.Series("none", index=rows.index, dtype="str")), ()
    clocks = None if clock is None else text_column(rows, clock)
    return times(text_column(rows, date), clocks, rows=rows["source_row"], file=file)


def _with_intervals(features: Features, begin: Stamps, end: Stamps) -> Features:
    """Return the events with beginning, end and precision; an end alone, or too early, is none."""
    last = end.when.mask(end.precision == "date", end.when + pd.Timedelta(days=1)).astype(
        "datetime64[s]"
    )
    last = last.where(end.precision == "date", ends(last, end.precision))
    backward = last < begin.when
    lasted = (last > begin.when) & ~begin.precision.isin(["none", "week", "month", "year"])
    lasted &= (end.when != begin.when) | (end.precision == "time")
    table = features.frame.assign(
        when=begin.when,
        until=last.where(lasted),
        precision=begin.precision.mask(lasted, "interval"),
    )
    return features.with_frame(table).noting_rows("interval_backward", backward)


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
