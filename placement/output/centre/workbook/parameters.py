"""The sheet of parameters: what a clerk changes, and the tables behind the formulae."""

from placement.centre.parameters import Parameter
from placement.centre.prices import yearly_changes
from placement.centre.reckoning import Reckoning
from placement.output.centre.measures import unit_of
from placement.output.centre.workbook.book import CentreBook, height_points
from placement.output.spreadsheets import write_cell
from placement.texts import text

HEADS = ("key", "meaning", "value", "unit", "low", "high", "basis", "source", "as_of")
WIDTHS = (20, 52, 14, 9, 11, 11, 13, 44, 11)
VALUE, LOW, HIGH = 2, 4, 5
GROUP = "centre.group"


def write_parameters(of: CentreBook, reckoning: Reckoning) -> None:
    """Write every number with its name in the workbook, its band and where it is from."""
    sheet = of.sheet("parameters")
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    row = 0
    for words, style in _notes(of, reckoning):
        write_cell(sheet, row, 0, words, style)
        row += 1
    for at, name in enumerate(HEADS):
        write_cell(sheet, row, at, text(f"centre.head.{name}", of.language), of.styles.head)
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)
    for parameter in reckoning.parameters.table.values():
        row += 1
        cells = _cells(parameter, of)
        sheet.set_row(row, height_points(cells, WIDTHS))
        for at, cell in enumerate(cells):
            style = of.styles.entry if at == VALUE else of.styles.words
            write_cell(sheet, row, at, cell, style)
        sheet.data_validation(row, VALUE, row, VALUE, _bounds(parameter, of))
        name = parameter.key
        of.book.define_name(name, f"='{sheet.get_name()}'!${chr(65 + VALUE)}${row + 1}")


def _notes(of: CentreBook, reckoning: Reckoning) -> list[tuple[str, object]]:
    plain = of.book.add_format({"italic": True})
    notes = [(of.word("note"), plain), (text("centre.today_service", of.language), plain)]
    if of.warning:
        notes.append((of.warning, of.styles.warning))
    if reckoning.unpriced:
        unpriced = text("centre.unpriced", of.language, n=reckoning.unpriced)
        notes.append((unpriced, of.styles.warning))
    return notes


def _cells(parameter: Parameter, of: CentreBook) -> tuple[str | float, ...]:
    basis = "own" if parameter.own else parameter.basis
    return (
        parameter.key,
        parameter.words(of.language),
        parameter.value,
        unit_of(parameter.unit, of.language),
        parameter.low,
        parameter.high,
        text(f"documents.basis.{basis}", of.language),
        text("centre.own", of.language) if parameter.own else parameter.source,
        "" if parameter.own else parameter.as_of,
    )


def _bounds(parameter: Parameter, of: CentreBook) -> dict[str, object]:
    """Return what a spreadsheet refuses in the cell of a value."""
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": parameter.least,
        "maximum": parameter.most,
        "error_title": of.word("refused"),
        "error_message": of.word("bounds", least=parameter.least, most=parameter.most),
    }


def write_prices(of: CentreBook) -> tuple[str, str]:
    """Write the index of prices; return where its years and its levels are."""
    sheet = of.sheet("prices")
    sheet.set_column(0, 2, 16)
    for at, name in enumerate(("year", "change", "level")):
        write_cell(sheet, 0, at, of.word(f"prices.{name}"), of.styles.head)
    changes = yearly_changes()
    first = min(changes) - 1
    write_cell(sheet, 1, 0, first, of.styles.numbers[0])
    write_cell(sheet, 1, 2, 1.0, of.styles.numbers[4])
    level = 1.0
    sheet.repeat_rows(0)
    year_style = of.book.add_format({"num_format": "0"})
    write_cell(sheet, 1, 0, first, year_style)
    for row, year in enumerate(sorted(changes), 2):
        level *= 1 + changes[year] / 100
        write_cell(sheet, row, 0, year, year_style)
        write_cell(sheet, row, 1, changes[year], of.styles.numbers[1])
        formula = f"=C{row}*(1+B{row + 1}/100)"
        sheet.write_formula(row, 2, formula, of.styles.numbers[4], level)
    last = len(changes) + 2
    name = sheet.get_name()
    return f"'{name}'!$A$2:$A${last}", f"'{name}'!$C$2:$C${last}"
