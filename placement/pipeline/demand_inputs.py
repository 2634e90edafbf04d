"""Inputs of demand, read and weighted: incidents of every source, fear of crime, places."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import shapely
from attrs import evolve

from placement.config.demand import IncidentsSection
from placement.config.sections import PlanConfig
from placement.config.source import SourceSection
from placement.demand.layers import FIRST
from placement.demand.places import PlaceTypes
from placement.demand.weights import PRESETS, Weights, preset
from placement.errors import InputError, Problem
from placement.inputs import fear, incidents, places, type_tables
from placement.inputs.account import Account, Reading
from placement.inputs.tables.row_notes import first_few

NOTES_OF_FILE = frozenset({"dates_apart", "column_near", "column_rival", "column_converted"})
"""Kinds of notes about the whole file, which come after those on its types."""


def read(
    config: PlanConfig,
    *,
    folder: Path,
    area: shapely.Polygon | shapely.MultiPolygon | None,
    attempt: Callable[..., Any],
    common: Callable[[SourceSection], dict[str, Any]],
) -> dict[str, Reading]:
    """Return the readings of incidents, further incidents and places near an area, by their keys.

    Parameters
    ----------
    attempt
        Calls a reader; if it cannot use its file, collects the problems and returns None.
    common
        Arguments that every reader takes, by a source.
    """
    margin_m = config.demand.snap_m
    near = None if area is None else area.buffer(margin_m)
    sources = {} if config.inputs.incidents is None else {FIRST: config.inputs.incidents}
    sources |= {f"more_incidents.{i}": each for i, each in enumerate(config.inputs.more_incidents)}
    weights = _weights(config, folder, attempt) if sources else None
    readings: dict[str, Reading | None] = {}
    for name, source in sources.items():
        arguments = {**common(source), "within": near, "name": name}
        if source.role == "fear":
            readings[name] = attempt(fear.read, **arguments)
            continue
        reading = attempt(incidents.read, **arguments)
        if reading is not None:
            reading = with_weights(reading, _of_role(source, weights))
            if source.years is None and config.demand.years is None:
                reading = attempt(_note_undated, reading)
        readings[name] = reading
    types = _place_types(config, folder, attempt) if config.inputs.places else None
    for number, place in enumerate(config.inputs.places):
        name = f"places.{number}"
        arguments = {**common(place), "within": near, "name": name}
        readings[name] = attempt(places.read, **arguments, kind=place.kind, types=types)
    return {name: reading for name, reading in readings.items() if reading is not None}


def with_weights(reading: Reading, weights: Weights) -> Reading:
    """Return incidents weighted by their types, with an account of which types have a weight.

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
    """Yield notes on weights whose type no incident has, and on types without a weight."""
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


def _note_undated(reading: Reading) -> Reading:
    """Return incidents with a note on those without a date, which no yearly rate can count.

    Raises
    ------
    InputError
        If none has a date: the plan file then has to state their years, which are never assumed.
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
    """Return the weights by type for crime, and none for accidents, which have no such type."""
    return weights if weights is not None and source.role == "crime" else Weights()


def _weights(config: PlanConfig, folder: Path, attempt: Callable[..., Any]) -> Weights | None:
    """Return the weights of the plan file: of its own, of the package, or of a table of types."""
    stated, purpose = config.demand.weights, config.demand.purpose
    if not isinstance(stated, str):
        return Weights.of(stated, purpose=purpose)
    in_package = next((name for name in PRESETS if name == stated), None)
    if in_package is not None:
        return preset(in_package, purpose=purpose)
    weights: Weights | None = attempt(type_tables.weights, folder / stated, purpose=purpose)
    return weights


def _place_types(
    config: PlanConfig, folder: Path, attempt: Callable[..., Any]
) -> PlaceTypes | None:
    """Return the table of place types that the plan file names, None if it names none."""
    if config.demand.place_types is None:
        return None
    path = folder / config.demand.place_types
    types: PlaceTypes | None = attempt(type_tables.place_types, path)
    return types


def accounts_of_types(config: PlanConfig, *, folder: Path) -> list[Account]:
    """Return the accounts of the tables of types that the plan file names and a source uses."""
    weights = config.demand.weights
    has_incidents = bool(config.inputs.sources().keys() & {FIRST} or config.inputs.more_incidents)
    accounts = []
    if has_incidents and isinstance(weights, str) and weights not in PRESETS:
        columns, key = type_tables.WEIGHT_COLUMNS, "demand.weights"
        accounts.append(type_tables.type_table_account(folder / weights, name=key, usual=columns))
    if config.inputs.places and config.demand.place_types is not None:
        columns, key = type_tables.PLACE_COLUMNS, "demand.place_types"
        path = folder / config.demand.place_types
        accounts.append(type_tables.type_table_account(path, name=key, usual=columns))
    return accounts
