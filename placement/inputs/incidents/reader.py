"""Reader of incidents: the police's download, a table of the municipal police, or a layer."""

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
from placement.inputs.tables.columns import columns_of, text_column
from placement.inputs.tables.header import header_of
from placement.inputs.tables.numerals import numbers
from placement.inputs.tables.row_notes import first_few, row_problem
from placement.inputs.times.local_time import LocalTimes, local_times
from placement.schema import INCIDENTS, check
from placement.texts import plain

NAME = "incidents"
MOST = 1e6
"""A weight is no more than this. [-]"""
WEIGHT = ("weight", "vaha", "vaha udalosti", "koeficient", "zavaznost", "severity")
"""Headings of a column that may be a weight: suggested to the user, never read unasked."""
DAYS = ("date", "week", "month", "year")
"""Precisions of times without an hour."""
OUTLYING_YEARS, OUTLYING_SHARE = 2.0, 0.01
"""Events this far from all others, and no more of them than this share, are noted. [year], [-]"""
YES = ("true", "1", "ano", "yes", "a")
USUAL_HEADINGS = {
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
        `group` (the type above), `municipal`, `weight` (number of events of the row; only
        where named here), and the coordinates `lon` and `lat`, `x` and `y`, or `wkt`. Those not
        given are recognised by their names.
    source_crs
        System of the file's coordinates; in a table detected by their size if absent.
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
        `municipal`, and `distinct_places`, which distinguishes anonymised data.

    Raises
    ------
    InputError
        If the file cannot be read or has wrong values; with every problem at once.
    """
    download = police.find_download(path)
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
            refuse_at_once=False,
        )
        header_of(features.frame).seek("weight", WEIGHT)
        ours = columns_of(features.frame, by_plan=columns, usual=USUAL_HEADINGS, file=features.file)
        with features.telling_all():
            features = _as_events(features, ours)
        events = len(features.frame)
    features = evolve(features.within(within), name=name)
    table = check(features.frame, INCIDENTS, file=features.file)
    return Reading(
        table, _with_note_on_outlying_dates(features, table).account(facts=_facts(table, events))
    )


def _facts(table: gpd.GeoDataFrame, events: int) -> dict[str, int]:
    facts = {
        "events": events,
        "without_time": int(table["when"].isna().sum()),
        "distinct_places": len(_places(table).drop_duplicates()),
    }
    optional_facts = {
        "without_hour": int(table["precision"].isin(DAYS).sum()),
        "intervals": int((table["precision"] == "interval").sum()),
        "municipal": int(table["municipal"].sum()),
    }
    last = ends(table["when"], table["precision"]).max()
    days = (last - table["when"].min()) / pd.Timedelta(days=1)
    optional_facts["recorded_days"] = 0 if pd.isna(days) else math.ceil(days)
    return facts | {fact: count for fact, count in optional_facts.items() if count}


def _with_note_on_outlying_dates(features: Features, table: gpd.GeoDataFrame) -> Features:
    """Return the events with a note on the few whose dates lie years from all the others.

    A slip in one year makes the record, and so every rate, as much too long or too short.
    """
    when = table["when"].dropna().sort_values()
    few = int(max(1, OUTLYING_SHARE * len(when)))
    if len(when) < 3 * few:
        return features
    gap_years = when.diff().dt.total_seconds().to_numpy() / 86_400 / DAYS_PER_YEAR
    early = [i for i in range(1, few + 1) if gap_years[i] > OUTLYING_YEARS]
    late = [i for i in range(len(when) - few, len(when)) if gap_years[i] > OUTLYING_YEARS]
    outlying = [*when.iloc[: max(early, default=0)], *when.iloc[min(late, default=len(when)) :]]
    if not outlying:
        return features
    days = first_few(moment.date() for moment in outlying)
    years = round((when.iloc[-1] - when.iloc[0]).days / DAYS_PER_YEAR, 1)
    return features.noting("dates_apart", n=len(outlying), found=days, years=years)


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
    when, date_notes = _local_times(rows, ours.get("when"), ours.get("time"), features.file)
    end, end_notes = _local_times(rows, ours.get("until"), ours.get("until_time"), features.file)
    features = evolve(features, notes=(*features.notes, *date_notes, *end_notes))
    features = _with_intervals(features.with_frame(table), when, end)
    return _one_row_per_event(features, has_ids=bool((own != "").any()))


def _own_weights(features: Features, column: str | None) -> pd.Series:
    """Return the weight of each row by the file's column, 1 without one. [-]"""
    rows, file = features.frame, features.file
    if column is None:
        return pd.Series(1.0, index=rows.index)
    cells = text_column(rows, column)
    values, problems = numbers(cells, rows=rows["source_row"], file=file)
    for kind, wrong in (
        ("value_missing", values.isna() & (cells == "")),
        ("value_out_of_range", (values < 0) | (values > MOST)),
    ):
        if wrong.any():
            limits = {"low": 0.0, "high": MOST, "unit": ""}
            problem = row_problem(
                kind,
                rows.loc[wrong, "source_row"],
                file=file,
                column=column,
                cells=cells[wrong],
                **limits,
            )
            problems = (*problems, problem)
    if problems:
        raise SchemaError(problems)
    return values


def _local_times(
    rows: pd.DataFrame, date: str | None, clock: str | None, file: str
) -> tuple[LocalTimes, tuple[Problem, ...]]:
    """Return the local times of a column of dates, one of times of day, or both."""
    if date is None:
        date, clock = clock, None
    if date is None:
        nothing = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
        return LocalTimes(nothing, pd.Series("none", index=rows.index, dtype="str")), ()
    clocks = None if clock is None else text_column(rows, clock)
    return local_times(text_column(rows, date), clocks, rows=rows["source_row"], file=file)


def _with_intervals(features: Features, begin: LocalTimes, end: LocalTimes) -> Features:
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


def _one_row_per_event(features: Features, *, has_ids: bool) -> Features:
    """Return one row per event; an id at another place or time is another event with its own id."""
    table = features.frame
    same = pd.concat([table[["incident_id", "when"]], _places(table)], axis=1)
    repeated = same.duplicated()
    features = features.noting_rows("events_merged", repeated).without(repeated, "same_event")
    table = features.frame
    is_reused = table["incident_id"].duplicated()
    features = features.noting_rows("event_id_reused", is_reused)
    numbered = table["incident_id"] + "#" + table["source_row"].astype("str")
    table = table.assign(incident_id=table["incident_id"].mask(is_reused, numbered))
    features = features.with_frame(table)
    if has_ids:
        return features
    rows_repeat = pd.concat([table[["when", "kind"]], _places(table)], axis=1).duplicated()
    return features.noting_rows("rows_alike", rows_repeat)


def _places(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return coordinates to the centimetre. [m]"""
    return pd.DataFrame({"x": table.geometry.x.round(2), "y": table.geometry.y.round(2)})
