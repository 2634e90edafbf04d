"""Hot streets and districts as lists: CSV for programs and for Czech Excel, one table for both.

Headers and meanings are in the catalogues, below `demand.column.<name>` and
`demand.meaning.<name>`.
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from attrs import frozen

from placement.output.lists.cameras import disarmed, quoted
from placement.output.wording import named, printable
from placement.texts import text

SIGNIFICANT = -1
"""In the place of decimals: three significant digits, as a probability needs them."""
Row = Mapping[str, Any]


@frozen
class TableColumn:
    """A column of a list."""

    name: str
    unit: str = ""
    decimals: int | None = None
    """None for text."""
    words: str = ""
    """Where the Czech texts of its values are: the key before `.<value>`."""

    def plain(self, value: object) -> str:
        """Return a value for programs; nothing where there is none."""
        if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
            return ""
        if self.decimals is None:
            return disarmed(printable(str(value)))
        number = float(str(value))
        if not math.isfinite(number):
            return ""
        if self.decimals == SIGNIFICANT:
            return f"{number:.3g}"
        return f"{round(number, self.decimals) + 0.0:.{self.decimals}f}"

    def czech(self, value: object) -> str:
        """Return a value for Czech Excel."""
        if self.decimals is not None:
            return self.plain(value).replace(".", ",")
        word = printable(str(value))
        return quoted(named(self.words, word, "cs") if self.words else word)


DATA = TableColumn("data", words="lists.provenance")
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
YEARLY = (
    TableColumn("district"),
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


def columns(of: tuple[TableColumn, ...], *, synthetic: bool) -> tuple[TableColumn, ...]:
    """Return the columns of a list; on made-up data the first one says so."""
    return (DATA, *of) if synthetic else of


def hot_rows(hot: pd.DataFrame, *, compared_with: str) -> list[Row]:
    """Return the rows of the list of hot streets."""
    plain = pd.DataFrame(hot.drop(columns="geometry"))
    return [{**_named(row), "compared_with": compared_with} for row in plain.to_dict("records")]


def yearly_rows(yearly: pd.DataFrame) -> list[Row]:
    """Return the rows of the list of districts; what is no district is put in words."""
    rows: list[Row] = []
    for row in map(_named, yearly.to_dict("records")):
        if row["whole_town"]:
            row["district"] = "*"
        row["complete"] = "" if pd.isna(row["year"]) else "yes" if row["complete"] else "no"
        rows.append(row)
    return rows


def csv_plain(of: tuple[TableColumn, ...], rows: Iterable[Row], *, synthetic: bool) -> bytes:
    """Return a list for programs: UTF-8, commas, decimal points, column names as in the code."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    shown = columns(of, synthetic=synthetic)
    writer.writerow([column.name for column in shown])
    for row in rows:
        writer.writerow([column.plain(_value(row, column)) for column in shown])
    return sheet.getvalue().encode("utf-8")


def csv_czech(of: tuple[TableColumn, ...], rows: Iterable[Row], *, synthetic: bool) -> bytes:
    """Return a list for Czech Excel: UTF-8 with BOM, semicolons, decimal commas, Czech words."""
    shown = columns(of, synthetic=synthetic)
    lines = [[quoted(_header(column)) for column in shown]]
    for row in rows:
        told = {**row, "district": _district(str(row["district"]))}
        lines.append([column.czech(_value(told, column)) for column in shown])
    return "".join(";".join(line) + "\r\n" for line in lines).encode("utf-8-sig")


def _header(column: TableColumn) -> str:
    title = text(f"demand.column.{column.name}", "cs")
    return f"{title} [{column.unit}]" if column.unit else title


def _district(name: str) -> str:
    return text("demand.whole_town", "cs") if name == "*" else name


def _value(row: Row, column: TableColumn) -> object:
    return "synthetic" if column is DATA else row[column.name]


def _named(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}
