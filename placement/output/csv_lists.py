"""Lists as CSV: for programs (UTF-8, commas, decimal points) and for Czech Excel.

Czech Excel opens UTF-8 with BOM, semicolons and decimal commas. A text cell that a spreadsheet
would take for a formula (it starts with ``= + - @``, a tab or a line end) gets a leading apostrophe
in both, as OWASP advises; numbers never do, S-JTSK is negative.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from attrs import frozen

from placement.output.wording import printable, word_of

SIGNIFICANT = -1
"""In the place of decimals: three significant digits, as a probability needs them."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
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
            return without_formula(printable(str(value)))
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
        return in_quotes(word_of(self.words, word, "cs") if self.words else word)

    def header(self, title: str) -> str:
        """Return a header with the unit behind it."""
        return f"{title} [{self.unit}]" if self.unit else title


Header = Callable[[TableColumn], str]
DATA = TableColumn("data", words="lists.provenance")


def with_data(columns: Sequence[TableColumn], *, synthetic: bool) -> tuple[TableColumn, ...]:
    """Return the columns of a list; on made-up data the first one says so."""
    return (DATA, *columns) if synthetic else tuple(columns)


def csv_files(
    name: str,
    columns: Sequence[TableColumn],
    rows: Sequence[Row],
    *,
    header: Header,
    bare_empty: bool = False,
) -> dict[str, bytes]:
    """Return a list for programs, `<name>.csv`, and for Czech Excel, `<name>-cs.csv`.

    Parameters
    ----------
    columns, rows
        Cells a row lacks stay empty.
    header
        Czech header of a column.
    bare_empty
        Write an empty text without quotation marks for Czech Excel.
    """
    return {
        f"{name}.csv": csv_plain(columns, rows),
        f"{name}-cs.csv": csv_czech(columns, rows, header=header, bare_empty=bare_empty),
    }


def csv_plain(columns: Sequence[TableColumn], rows: Iterable[Row]) -> bytes:
    """Return a list for programs; columns are named as in the code."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([each.plain(_value(row, each)) for each in columns] for row in rows)
    return sheet.getvalue().encode("utf-8", errors="replace")


def csv_czech(
    columns: Sequence[TableColumn],
    rows: Iterable[Row],
    *,
    header: Header,
    bare_empty: bool = False,
) -> bytes:
    """Return a list for Czech Excel, in Czech words; see `csv_files`."""

    def cell(column: TableColumn, value: object) -> str:
        return "" if bare_empty and (value is None or value == "") else column.czech(value)

    lines = [[in_quotes(header(column)) for column in columns]]
    lines += [[cell(each, _value(row, each)) for each in columns] for row in rows]
    sheet = "".join(";".join(line) + "\r\n" for line in lines)
    return sheet.encode("utf-8-sig", errors="replace")


def without_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def in_quotes(cell: str) -> str:
    """Return a cell for Czech Excel, in quotation marks."""
    return '"' + without_formula(cell).replace('"', '""') + '"'


def _value(row: Row, column: TableColumn) -> object:
    return "synthetic" if column is DATA else row.get(column.name)
