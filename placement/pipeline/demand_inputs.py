"""What demand is made of, read: incidents of every source, fear of crime, places."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import shapely
from attrs import evolve

from placement.config.demand import IncidentsSection
from placement.config.sections import PlanConfig
from placement.config.source import SourceSection
from placement.demand.places import PlaceTypes
from placement.demand.weights import PRESETS, Weights, preset
from placement.errors import InputError, Problem
from placement.inputs import fear, incidents, places, type_tables
from placement.inputs.account import Account, Reading
from placement.inputs.tables.row_notes import first_few

FIRST = "incidents"
NOTES_OF_FILE = frozenset({"dates_apart", "column_near", "column_rival", "column_converted"})
"""Kinds of notes about the file as a whole: they come after those on its types."""


def read(
    config: PlanConfig,
    *,
    folder: Path,
    area: shapely.Polygon | shapely.MultiPolygon | None,
    attempt: Callable[..., Any],
    common: Callable[[SourceSection], dict[str, Any]],
) -> dict[str, Reading]:
    """Return incidents, further incidents and places near an area, by their keys.

    Parameters
    ----------
    attempt
        Runs a reader and returns None if it cannot use its file, having kept the problems.
    common
        What every reader is told of a source.
    """
    margin_m = config.demand.snap_m
    near = None if area is None else area.buffer(margin_m)
    sources = {} if config.inputs.incidents is None else {FIRST: config.inputs.incidents}
    sources |= {f"more_incidents.{i}": each for i, each in enumerate(config.inputs.more_incidents)}
    weights = _weights(config, folder, attempt) if sources else None
    found: dict[str, Reading | None] = {}
    for name, source in sources.items():
        given = {**common(source), "within": near, "name": name}
        if source.role == "fear":
            found[name] = attempt(fear.read, **given)
        else:
            reading = attempt(incidents.read, **given)
            if reading is not None:
                reading = with_weights(reading, _of_role(source, weights))
            stated = source.years if config.demand.years is None else config.demand.years
            if reading is not None and stated is None:
                reading = attempt(_in_span, reading)
            found[name] = reading
    types = _types(config, folder, attempt) if config.inputs.places else None
    for number, place in enumerate(config.inputs.places):
        name = f"places.{number}"
        given = {**common(place), "within": near, "name": name}
        found[name] = attempt(places.read, **given, kind=place.kind, types=types)
    return {name: reading for name, reading in found.items() if reading is not None}


def with_weights(reading: Reading, weights: Weights) -> Reading:
    """Return incidents weighted by their types, with what matched and notes on what did not.

    An event of weight 0 stays in the table: it counts where nothing is weighted.
    """
    table, account = weights.apply(reading.table), reading.account
    notes = tuple(_weight_notes(reading, weights))
    first_of_file = next(
        (i for i, note in enumerate(account.notes) if note.kind in NOTES_OF_FILE),
        len(account.notes),
    )
    facts, zero = dict(account.facts), int((table["weight"] == 0).sum())
    if zero:
        days = facts.pop("recorded_days", 0)
        facts |= {"weight_zero": zero} | ({"recorded_days": days} if days else {})
    account = evolve(
        account,
        facts=facts,
        notes=(*account.notes[:first_of_file], *notes, *account.notes[first_of_file:]),
        matches=weights.matches(table["path"]) if weights.entries else (),
    )
    return evolve(reading, table=table, account=account)


def _weight_notes(reading: Reading, weights: Weights) -> Iterator[Problem]:
    """Yield notes on weights whose type no event has, and on types that have no weight."""
    file, paths = reading.account.file, reading.table["path"]
    if weights.name not in PRESETS and (unused := weights.unused_types(paths)):
        there = "; ".join(str(kind) for kind in reading.table["kind"].value_counts().index[:8])
        values = {"n": len(unused), "found": first_few(unused), "there": there or "–"}
        yield Problem("weights_unused", file, values=values)
    matches = weights.matches(paths) if weights.entries else ()
    if unweighted := [match for match in matches if not match.by]:
        values = {
            "n": len(unweighted),
            "events": sum(match.events for match in unweighted),
            "found": "; ".join(f"{match.kind or '–'} ({match.events})" for match in unweighted),
        }
        yield Problem("weights_default", file, values=values)


def _in_span(reading: Reading) -> Reading:
    """Return incidents with a note on those without a date, which no rate can count.

    Raises
    ------
    InputError
        If none has one: how many years they are of is then asked for, never assumed.
    """
    account, undated = reading.account, int(reading.table["when"].isna().sum())
    values = {"n": undated, "rows": len(reading.table), "input": account.name}
    if undated and undated == len(reading.table):
        column = f"inputs.{account.name}.years"
        raise InputError(Problem("years_missing", account.file, column=column, values=values))
    if not undated:
        return reading
    note = Problem("undated_left_out", account.file, values=values)
    return evolve(reading, account=evolve(account, notes=(*account.notes, note)))


def _of_role(source: IncidentsSection, weights: Weights | None) -> Weights:
    """Return the weights by type of crime, which accidents have nothing to do with."""
    return weights if weights is not None and source.role == "crime" else Weights()


def _weights(config: PlanConfig, folder: Path, attempt: Callable[..., Any]) -> Weights | None:
    given, purpose = config.demand.weights, config.demand.purpose
    if not isinstance(given, str):
        return Weights.of(given, purpose=purpose)
    ready = next((name for name in PRESETS if name == given), None)
    if ready is not None:
        return preset(ready, purpose=purpose)
    found: Weights | None = attempt(type_tables.weights, folder / given, purpose=purpose)
    return found


def _types(config: PlanConfig, folder: Path, attempt: Callable[..., Any]) -> PlaceTypes | None:
    if config.demand.place_types is None:
        return None
    found: PlaceTypes | None = attempt(type_tables.place_types, folder / config.demand.place_types)
    return found


def accounts_of_types(config: PlanConfig, *, folder: Path) -> list[Account]:
    """Return what became of the tables of types that were read, if the plan file names any."""
    named = config.demand.weights
    some = bool(config.inputs.given().keys() & {FIRST} or config.inputs.more_incidents)
    found = []
    if some and isinstance(named, str) and named not in PRESETS:
        columns, key = type_tables.WEIGHT_COLUMNS, "demand.weights"
        found.append(type_tables.type_table_account(folder / named, name=key, usual=columns))
    if config.inputs.places and config.demand.place_types is not None:
        columns, key = type_tables.PLACE_COLUMNS, "demand.place_types"
        path = folder / config.demand.place_types
        found.append(type_tables.type_table_account(path, name=key, usual=columns))
    return found
