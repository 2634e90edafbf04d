"""`cameras.xlsx`: the camera list as a workbook, with what its columns mean and what phases bring.

Numbers are numbers, coordinates included; text is never a formula, a link or a number. The same
plan gives the same bytes.
"""

import io
import math
from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from placement.output.layers import Layers
from placement.output.lists.camera_table import CameraTable
from placement.output.lists.legend import legend_rows, phase_rows
from placement.output.spreadsheets import (
    BORDER_MM,
    CREATED,
    NO_GUESSING,
    PAGE_TEXT,
    cut,
    decimals_pattern,
    printing_sheet,
    write_cell,
)
from placement.output.wording import word_of
from placement.plan.column import CameraColumn
from placement.plan.public import AnyPlan, Cell
from placement.texts import Language, text
from placement.units import LISTED_DECIMALS

NARROWEST, WIDEST = 7, 40
"""Widths of columns. [characters]"""
FIRST = {
    "data": 9, "number": 7, "name": 23, "status": 10, "phase": 7, "street": 18, "district": 13,
    "carrier": 15, "height_m": 8, "kind": 11, "model": 16, "azimuth_deg": 12, "tilt_deg": 11,
    "cost_czk": 10, "top_places": 28,
}  # fmt: skip
"""What people read, and how wide it is at most: together one sheet of paper, longer cells wrapped;
the other columns follow on further sheets. [characters]"""
LINE_POINTS, HEADER_LINES = 13.0, 4
"""Height of a line of text, and how many the row of headers has."""
FONT: Mapping[str, object] = {"font_name": "Arial", "font_size": 10}
"""Wherever a sheet is opened, this or one as wide is there, so that widths of columns hold. Each
workbook gets a copy: xlsxwriter writes into what it is handed."""
REPEATED = 3
"""So many columns stand on each sheet of paper, to tell whose row it is."""
SCALE_PCT = 70
"""At which 10 points become 7 on paper, which can be read."""
SHEET_MM = 297.0
MM_PER_PX = 25.4 / 96


def cameras_xlsx(plan: AnyPlan, layers: Layers | None, language: Language) -> bytes:
    """Return the workbook: the list, the legend, the phases."""
    stream = io.BytesIO()
    with Workbook(stream, {**NO_GUESSING, "default_format_properties": dict(FONT)}) as book:
        book.set_properties({"created": CREATED, "title": cut(plan.case, PAGE_TEXT)})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        table = CameraTable.of(plan, layers)
        _list(book, head, table, language)
        _legend(book, head, table, language)
        _phases(book, head, plan, language)
    return stream.getvalue()


def _list(book: Workbook, head: Format, table: CameraTable, language: Language) -> None:
    sheet = _sheet(book, "cameras", table.plan, language)
    columns = sorted(table.columns, key=_place)
    widths, lines = [], [1] * (len(table.cameras) + 1)
    for at, column in enumerate(columns):
        header = table.header(column, language)
        write_cell(sheet, 0, at, header, head)
        wraps = column.name in FIRST
        look = {"num_format": _pattern(column), "valign": "top", "text_wrap": wraps}
        style = book.add_format(look)
        longest = max(map(len, header.split()))
        for row, camera in enumerate(table.cameras, start=1):
            cell = table.cell(column, camera)
            if isinstance(cell, str) and column.words:
                cell = word_of(column.words, cell, language)
            write_cell(sheet, row, at, cell, style)
            shown = len(_as_shown(column, cell))
            longest = max(longest, shown)
            if wraps:
                lines[row] = max(lines[row], math.ceil(1.15 * shown / FIRST[column.name]))
        widest = FIRST.get(column.name, WIDEST)
        widths.append(min(max(longest + 2, NARROWEST), widest))
        sheet.set_column(at, at, widths[-1])
    for row, count in enumerate([HEADER_LINES, *lines[1:]]):
        sheet.set_row(row, LINE_POINTS * count)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.plan.cameras), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, REPEATED - 1)
    sheet.set_print_scale(SCALE_PCT)
    sheet.set_v_pagebreaks(_page_breaks(widths, people=sum(c.name in FIRST for c in columns)))


def _place(column: CameraColumn) -> int:
    """Return where a column stands: what people read first, the others in their order."""
    return list(FIRST).index(column.name) if column.name in FIRST else len(FIRST)


def _page_breaks(widths: Sequence[int], *, people: int) -> list[int]:
    """Return before which columns a new sheet of paper begins.

    Parameters
    ----------
    widths
        Of the columns. [characters]
    people
        How many columns people read: the next one begins a sheet anyway. [-]
    """
    wide_mm = [(7 * width + 5) * MM_PER_PX * SCALE_PCT / 100 for width in widths]
    room_mm = SHEET_MM - 2 * BORDER_MM
    repeated_mm = sum(wide_mm[:REPEATED])
    breaks, used_mm = [], 0.0
    for at, column_mm in enumerate(wide_mm):
        if at == people or (at and used_mm + column_mm > room_mm):
            breaks.append(at)
            used_mm = repeated_mm
        used_mm += column_mm
    return breaks


def _legend(book: Workbook, head: Format, table: CameraTable, language: Language) -> None:
    sheet = _sheet(book, "legend", table.plan, language)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    rows: list[Sequence[Cell]] = [*legend_rows(table.plan, language), ()]
    first = len(rows)
    rows.append([text(f"exports.legend.{name}", language) for name in ("column", "unit", "means")])
    for column in table.columns:
        title = word_of("lists.column", column.name, language)
        means = word_of("lists.meaning", column.name, language)
        rows.append((title, table.unit(column, language), means))
    for row, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            write_cell(sheet, row, at, cell, head if row == first else wrapped)
    for at, width in enumerate((34, 26, 90)):
        sheet.set_column(at, at, width)


def _phases(book: Workbook, head: Format, plan: AnyPlan, language: Language) -> None:
    sheet = _sheet(book, "phases", plan, language)
    for at, (name, decimals, cells) in enumerate(phase_rows(plan, language)):
        write_cell(sheet, 0, at, name, head)
        pattern = "@" if decimals is None else decimals_pattern(decimals)
        style = book.add_format({"num_format": pattern})
        for row, cell in enumerate(cells, start=1):
            write_cell(sheet, row, at, cell, style)
        sheet.set_column(at, at, 26 if decimals is None else 15)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _sheet(book: Workbook, name: str, plan: AnyPlan, language: Language) -> Worksheet:
    """Return a new sheet of a plan's list."""
    warning = text("map.banner", language) if plan.synthetic else ""
    title = text(f"exports.sheet.{name}", language)
    return printing_sheet(book, title, case=plan.case, warning=warning)


def _as_shown(column: CameraColumn, cell: Cell) -> str:
    if isinstance(cell, float):
        return column.list_text(cell)
    return "" if cell is None else str(cell)


def _pattern(column: CameraColumn) -> str:
    if column.kind == "number":  # of an exact one all digits that it has, also if saved as shown
        more = "#" * (LISTED_DECIMALS - column.decimals) if column.exact else ""
        return decimals_pattern(column.decimals) + more
    return "0" if column.kind == "integer" else "General" if column.kind == "flag" else "@"
