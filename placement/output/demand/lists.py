"""Hot streets and districts as lists: CSV for programs and for Czech Excel, one table for both.

Headers and meanings are in the catalogues, below `demand.column.<name>` and
`demand.meaning.<name>`.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from placement.output.csv_lists import SIGNIFICANT, Row, TableColumn, csv_czech, with_data
from placement.texts import text

HOT = (
    TableColumn("rank", decimals=0),
    TableColumn("kind", words="demand.kind"),
    TableColumn("street"),
    TableColumn("crossing_from"),
    TableColumn("crossing_to"),
    TableColumn("district"),
    TableColumn("length_m", "m", 1),
    TableColumn("incidents", decimals=0),
    TableColumn("incidents_per_year", decimals=2),
    TableColumn("per_100m", decimals=2),
    TableColumn("expected", decimals=2),
    TableColumn("rate_ratio", decimals=2),
    TableColumn("p", decimals=SIGNIFICANT),
    TableColumn("q", decimals=SIGNIFICANT),
    TableColumn("compared_with", words="demand.compared_with"),
)
NO_NAMES: Mapping[str, str] = MappingProxyType({})
ENGLISH = "district_en"
"""A column of districts, there only if any has an English name."""
YEARLY = (
    TableColumn("district"),
    TableColumn(ENGLISH),
    TableColumn("inhabitants", decimals=0),
    TableColumn("year", decimals=0),
    TableColumn("complete", words="demand.complete"),
    TableColumn("incidents", decimals=0),
    TableColumn("incidents_per_year", decimals=1),
    TableColumn("per_10_000", decimals=1),
    TableColumn("change_pct", "%", 1),
    TableColumn("change_low_pct", "%", 1),
    TableColumn("change_high_pct", "%", 1),
)


def hot_rows(hot: pd.DataFrame, *, compared_with: str) -> list[Row]:
    """Return the rows of the list of hot streets."""
    plain = pd.DataFrame(hot.drop(columns="geometry"))
    return [
        {**_string_keys(row), "compared_with": compared_with} for row in plain.to_dict("records")
    ]


def yearly_rows(yearly: pd.DataFrame, english: Mapping[str, str] = NO_NAMES) -> list[Row]:
    """Return the rows of the list of districts; what is no district is put in words.

    English names of districts by their own; without any the rows have no such column.
    """
    rows: list[Row] = []
    for row in map(_string_keys, yearly.to_dict("records")):
        if english:
            row[ENGLISH] = english.get(str(row["district"]), "")
        if row["whole_town"]:
            row["district"] = "*"
        row["complete"] = "" if pd.isna(row["year"]) else "yes" if row["complete"] else "no"
        rows.append(row)
    return rows


def yearly_columns(english: Mapping[str, str]) -> tuple[TableColumn, ...]:
    """Return the columns of the list of districts."""
    return tuple(column for column in YEARLY if column.name != ENGLISH or english)


def czech_list(columns: tuple[TableColumn, ...], rows: Iterable[Row], *, synthetic: bool) -> bytes:
    """Return a list for Czech Excel; the sum over all districts has a name of its own."""
    readable = [{**row, "district": _district(str(row["district"]))} for row in rows]
    return csv_czech(with_data(columns, synthetic=synthetic), readable, header=_header)


def _header(column: TableColumn) -> str:
    return column.header(text(f"demand.column.{column.name}", "cs"))


def _district(name: str) -> str:
    return text("demand.whole_town", "cs") if name == "*" else name


def _string_keys(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}
