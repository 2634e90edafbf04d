"""Tables of types that a town may edit: weights of incidents, and what places ask for."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pandas as pd

from placement.demand.places import PlaceTypes, place_type_of
from placement.demand.weights import WeightPurpose, Weights, entry_of
from placement.errors import Problem, SchemaError
from placement.inputs.account import Account
from placement.inputs.tables.delimited_text import read_table
from placement.inputs.tables.header import header_of
from placement.inputs.tables.numerals import numbers
from placement.inputs.tables.row_notes import masked_rows_problem

MOST = 1e6
SHARES = ("preventability", "evidence")
COMMON = ("type", "also", "source", "note")
WEIGHT_COLUMNS = (*COMMON, "weight", *SHARES)
PLACE_COLUMNS = (*COMMON, "radius_m", "exposure", "density_px_m")
T = TypeVar("T")


def weights(path: Path, *, purpose: WeightPurpose = "weight") -> Weights:
    """Return the weights of a table with the columns `type` and `weight`.

    Parameters
    ----------
    path
        Delimited text; also read are `also` (other names, `;` between), `preventability` and
        `evidence` (shares, 1 where empty), `source` and `note`.
    purpose
        What the weights are multiplied by.

    Raises
    ------
    InputError
        If the table cannot be read, lacks a column, or a number is none or out of range.
    """
    rows = _rows(path, name="demand.weights", columns=("weight", *SHARES), required=("weight",))
    return Weights(tuple(_make_entries(entry_of, rows)), purpose, path.name)


def place_types(path: Path) -> PlaceTypes:
    """Return the types of places of a table with the column `type`.

    Parameters
    ----------
    path
        Delimited text; also read are `also`, `radius_m`, `exposure` and `density_px_m` (0 where
        empty), `source` and `note`.

    Raises
    ------
    InputError
        If the table cannot be read, lacks a column, or a number is none or out of range.
    """
    columns = ("radius_m", "exposure", "density_px_m")
    rows = _rows(path, name="demand.place_types", columns=columns, required=("radius_m",))
    return PlaceTypes(tuple(_make_entries(place_type_of, rows)))


def type_table_account(path: Path, *, name: str, usual: Sequence[str]) -> Account:
    """Return the account of a table of types that can be used."""
    table, notes = read_table(path, name=name)
    header = header_of(table)
    for column in usual:
        header.take(column)
    with_type = int((table["type"] != "").sum())
    without_type = len(table) - with_type
    return Account(
        name,
        path.name,
        len(table),
        with_type,
        dropped={"no_type": without_type} if without_type else {},
        notes=notes,
        columns=header.used,
        unused=header.unused,
    )


def _make_entries(make: Callable[[Mapping[str, str]], T], rows: pd.DataFrame) -> list[T]:
    return [make({str(name): str(v) for name, v in row.items()}) for _, row in rows.iterrows()]


def _heading_slips(table: pd.DataFrame, usual: Sequence[str], *, file: str) -> list[Problem]:
    """Return a problem for each column whose heading resembles one of ours that the table lacks."""
    header = header_of(table)
    for column in usual:
        header.seek(column, (column,))
        if column in table.columns:
            header.take(column, column)
    return [
        Problem("column_slip", file, 1, near.theirs, {"column": near.theirs, "ours": near.ours})
        for near in header.near_misses()
    ]


def _rows(
    path: Path, *, name: str, columns: Sequence[str], required: Sequence[str]
) -> pd.DataFrame:
    """Return the rows with a type, their numbers written with a point; all problems at once."""
    table, _ = read_table(path, name=name, required=("type", *required))
    table = table[table["type"] != ""].reset_index(drop=True)
    problems = _heading_slips(table, [*COMMON, *columns], file=path.name)
    for column in columns:
        if column not in table.columns:
            continue
        values, unread = numbers(table[column], rows=table["source_row"], file=path.name)
        problems += unread
        high = 1.0 if column in SHARES else MOST
        outside = (values < 0) | (values > high)
        if column in required:
            empty = values.isna() & (table[column] == "")
            if empty.any():
                problems.append(
                    masked_rows_problem(
                        "value_missing", table, empty, file=path.name, column=column
                    )
                )
        if outside.any():
            limits = {"low": 0.0, "high": high, "unit": ""}
            problems.append(
                masked_rows_problem(
                    "value_out_of_range", table, outside, file=path.name, column=column, **limits
                )
            )
        table[column] = values.map(lambda value: "" if pd.isna(value) else repr(float(value)))
    if problems:
        raise SchemaError(problems)
    return table
