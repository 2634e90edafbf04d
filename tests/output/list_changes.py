"""What becomes of our list of cameras outside: edits and mistakes, each with its right outcome.

One description for the tests (`test_list_changes.py`) and for `docs/lists-come-back.md`.
"""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

from attrs import Factory, frozen

from placement.output.lists.camera_table import CameraTable
from placement.output.wording import word_of
from placement.plan import Plan
from placement.texts import Language, text

Cameras = dict[str, dict[str, Any]]
"""Camera → what it is, by our column."""
MARKS: dict[Language, str] = {"cs": ",", "en": "."}


class Sheet:
    """The list as a spreadsheet shows it: headings and cells of one language, as texts."""

    def __init__(self, plan: Plan, language: Language) -> None:
        table = CameraTable.of(plan)
        self.language = language
        self.names = [column.name for column in table.columns]
        self.heads = {
            each: [table.header(column, each) for column in table.columns] for each in MARKS
        }
        self.head = list(self.heads[language])
        self.rows = [
            [self._cell(column.words, cell) for column, cell in table.cells(camera)]
            for camera in table.cameras
        ]
        self.above: list[list[str]] = []

    def _cell(self, words: str, cell: object) -> str:
        if isinstance(cell, bool):
            return text("lists.yes" if cell else "lists.no", self.language)
        if isinstance(cell, str):
            return word_of(words, cell, self.language) if words else cell
        return "" if cell is None else str(cell).replace(".", MARKS[self.language])

    def at(self, name: str) -> int:
        """Return the place of one of our columns."""
        return self.names.index(name)

    def row(self, camera_id: str) -> list[str]:
        """Return the row of a camera."""
        return next(row for row in self.rows if row[self.at("camera_id")] == camera_id)

    def put(self, camera_id: str, /, **cells: object) -> "Sheet":
        """Write into cells of a camera's row."""
        for name, cell in cells.items():
            shown = str(cell).replace(".", MARKS[self.language]) if _is_number(cell) else str(cell)
            self.row(camera_id)[self.at(name)] = shown
        return self

    def each(self, name: str, change: Callable[[str], str]) -> "Sheet":
        """Change every cell of a column that is not empty."""
        for row in self.rows:
            row[self.at(name)] = row[self.at(name)] and change(row[self.at(name)])
        return self

    def without(self, *names: str) -> "Sheet":
        """Take columns out."""
        for at in sorted((self.at(name) for name in names), reverse=True):
            for row in (self.head, self.names, *self.rows):
                del row[at]
        return self

    def new(self, **cells: object) -> "Sheet":
        """Add a row below."""
        self.rows.append([""] * len(self.names))
        self.rows[-1][self.at("camera_id")] = str(cells["camera_id"])
        return self.put(str(cells["camera_id"]), **cells)

    def lines(self) -> list[list[str]]:
        """Return all rows as they are written."""
        return [*self.above, self.head, *self.rows]

    def content(self, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
        """Return the file."""
        stream = io.StringIO()
        csv.writer(stream, delimiter=delimiter).writerows(self.lines())
        return stream.getvalue().encode(encoding)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _nothing(_: Cameras) -> None:
    """Leave the cameras as they were."""


@frozen
class Change:
    """A change of the list and what comes of it."""

    what: str
    """As the document has it."""
    outcome: str
    write: Callable[[Sheet], bytes]
    effect: Callable[[Cameras], object] = _nothing
    """What becomes of the cameras; unused where the list is refused."""
    notes: tuple[str, ...] = Factory(tuple)
    """Kinds of the notes that tell it; of the problems where the list is refused."""
    refused: bool = False
    row: int | None = None
    """Of the first note or problem, as the program shows it."""
    columns: tuple[str, ...] = Factory(tuple)
    """Ours, named in the first note or problem by the file's headings."""
    unused: tuple[str, ...] = Factory(tuple)
    """Columns that the answer names as not used."""
    suffix: str = ".csv"


MOVED = (13.6175, 50.6035)


def _reversed(sheet: Sheet) -> bytes:
    for row in (sheet.head, *sheet.rows):
        row.reverse()
    return sheet.content()


def _other_language(sheet: Sheet) -> bytes:
    other: Language = "en" if sheet.language == "cs" else "cs"
    sheet.head = [name if at % 2 else sheet.heads[other][at] for at, name in enumerate(sheet.head)]
    return sheet.content()


def _sorted(sheet: Sheet) -> bytes:
    sheet.rows.sort(key=lambda row: row[sheet.at("street")])
    return sheet.content()


def _more_columns(sheet: Sheet) -> bytes:
    sheet.head.insert(2, "Poznámka starosty")
    sheet.head.append("Schváleno dne")
    for row in sheet.rows:
        row.insert(2, "ověřit na místě; volat pana Nováka")
        row.append("3.2.2026")
    return sheet.content()


def _blank_rows(sheet: Sheet) -> bytes:
    sheet.rows[3:3] = [[""] * len(sheet.head)] * 2
    sheet.rows.append([""] * len(sheet.head))
    return sheet.content()


def _titles(sheet: Sheet) -> bytes:
    empty = [""] * (len(sheet.head) - 1)
    sheet.above = [["Městský kamerový systém", *empty], ["Stav k", "1. 12. 2026", *empty[1:]]]
    return sheet.content()


def _again(sheet: Sheet) -> bytes:
    sheet.rows.insert(4, list(sheet.head))
    return sheet.content()


def _total(sheet: Sheet) -> bytes:
    sheet.rows.append(["Celkem", "10", *[""] * (len(sheet.head) - 2)])
    return sheet.content()


def _units(sheet: Sheet) -> bytes:
    sheet.each("height_m", lambda cell: f"{cell} m")
    sheet.each("azimuth_deg", lambda cell: f"{cell}°")
    return sheet.each("tilt_deg", lambda cell: f"{cell} °").content()


def _deleted(sheet: Sheet) -> bytes:
    sheet.rows.remove(sheet.row("K004"))
    return sheet.content()


def _no_degrees(sheet: Sheet, change: Callable[[str], str] = str) -> Sheet:
    sheet.each("x_m", change).each("y_m", change)
    return sheet.without("lon_deg", "lat_deg")


def _local_yes(sheet: Sheet) -> bytes:
    words = {"ano": "PRAVDA", "ne": "NEPRAVDA", "yes": "TRUE", "no": "FALSE"}
    sheet.rows = [[words.get(cell, cell) for cell in row] for row in sheet.rows]
    return sheet.content()


def _swapped(sheet: Sheet) -> bytes:
    lon, lat = sheet.at("lon_deg"), sheet.at("lat_deg")
    for row in sheet.rows:
        row[lon], row[lat] = row[lat], row[lon]
    return sheet.content()


def _utm(sheet: Sheet) -> bytes:
    _no_degrees(sheet)
    for at, row in enumerate(sheet.rows):
        row[sheet.at("x_m")], row[sheet.at("y_m")] = str(398_600 + at), str(5_605_800 + at)
    return sheet.content()


def _workbook(sheet: Sheet, change: Callable[[Any], None] = lambda _: None) -> bytes:
    """Return the list as a workbook of texts, changed by another library."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for line in sheet.lines():
        page.append(line)
    change(page)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _formula(page: Any) -> None:
    """Put a formula in place of a height, which nobody has computed."""
    at = next(c.column for c in page[1] if str(c.value).startswith(("Výška nad", "Height")))
    page.cell(row=5, column=at).value = "=2+3"


def _merged(page: Any) -> None:
    """Merge the identifiers of two cameras, of which the second vanishes."""
    at = next(c.column for c in page[1] if c.value in ("Kamera", "Camera"))
    page.merge_cells(start_row=4, end_row=5, start_column=at, end_column=at)


def _date(page: Any) -> None:
    """Let a tilt become a date."""
    at = next(c.column for c in page[1] if str(c.value).startswith(("Sklon pod", "Tilt")))
    page.cell(row=5, column=at).value = date(2026, 5, 12)


EDITS: dict[str, Change] = {
    "columns moved": Change(
        "columns in another order", "the same cameras", _reversed
    ),
    "headings of the other language": Change(
        "every other heading renamed to its other language", "the same cameras", _other_language
    ),
    "rows sorted": Change("rows sorted by street", "the same cameras", _sorted),
    "more columns": Change(
        "columns of notes and of dates added",
        "the same cameras; the answer names the columns as not used",
        _more_columns,
        unused=("Poznámka starosty", "Schváleno dne"),
    ),
    "tabs": Change("tabs between columns", "the same cameras", lambda s: s.content("\t")),
    "commas": Change("commas between columns", "the same cameras", lambda s: s.content(",")),
    "separator line": Change(
        "a first line `sep=;`, as Excel reads it",
        "the same cameras",
        lambda s: b"sep=;\r\n" + s.content(),
    ),
    "byte order mark": Change(
        "UTF-8 with its mark", "the same cameras", lambda s: s.content(encoding="utf-8-sig")
    ),
    "utf-16": Change(
        "saved as “Unicode text”",
        "the same cameras; a note on the encoding",
        lambda s: s.content("\t", "utf-16"),
        notes=("encoding_guessed",),
    ),
    "windows-1250": Change(
        "saved in windows-1250",
        "the same cameras; a note on the encoding",
        lambda s: s.content(encoding="cp1250"),
        notes=("encoding_guessed",),
    ),
    "empty rows": Change("empty rows between and below", "the same cameras", _blank_rows),
    "titles": Change(
        "titles and a date above the header, merged or not",
        "the same cameras; a note tells which rows are titles",
        _titles,
        notes=("title_rows",),
        row=1,
    ),
    "header repeated": Change(
        "the header repeated in the middle, as two lists put together have it",
        "the same cameras; a note with the row",
        _again,
        notes=("header_again",),
        row=6,
    ),
    "totals": Change(
        "a row of totals below",
        "the same cameras; a note with the row and how it begins",
        _total,
        notes=("positions_missing",),
        row=12,
    ),
    "units in cells": Change("`4,5 m`, `135°`, `12 °` in cells", "the same cameras", _units),
    "unit in one cell": Change(
        "`5,5 m` or `550 cm` in one cell among bare numbers",
        "5.5 m",
        lambda s: s.put("K005", height_m="550 cm").put("K006", height_m="5,5 m").content(),
        lambda cameras: [cameras[name].update(height_m=5.5) for name in ("K005", "K006")],
    ),
    "azimuth below zero": Change(
        "azimuth −45",
        "315°; a note with the row: a turn off the circle",
        lambda s: s.put("K006", azimuth_deg=-45).content(),
        lambda cameras: cameras["K006"].update(azimuth_deg=315.0),
        ("direction_wrapped", "grid_azimuth_apart"),
        columns=("azimuth_deg",),
    ),
    "azimuth beyond the circle": Change(
        "azimuth 405",
        "45°; a note with the row: a turn off the circle",
        lambda s: s.put("K006", azimuth_deg=405).content(),
        lambda cameras: cameras["K006"].update(azimuth_deg=45.0),
        ("direction_wrapped", "grid_azimuth_apart"),
        columns=("azimuth_deg",),
    ),
    "azimuth in letters": Change(
        "azimuth `severovýchod`",
        "45°; a note that the azimuth from grid north no longer agrees",
        lambda s: s.put("K006", azimuth_deg="severovýchod").content(),
        lambda cameras: cameras["K006"].update(azimuth_deg=45.0),
        ("grid_azimuth_apart",),
        columns=("grid_azimuth_deg",),
    ),
    "assumed azimuth corrected": Change(
        "an azimuth that was assumed overwritten by a surveyed one",
        "the surveyed one, also where the column beside still says that it is assumed",
        lambda s: s.put("K001", azimuth_deg=77).content(),
        lambda cameras: cameras["K001"].update(azimuth_deg=77.0),
        ("grid_azimuth_apart",),
        columns=("grid_azimuth_deg",),
    ),
    "case of models": Change(
        "names of models in capitals",
        "the same cameras",
        lambda s: s.each("model", str.upper).content(),
    ),
    "several lines in a cell": Change(
        "a cell with several lines of text",
        "the same cameras; a note with the row, and rows are counted as a spreadsheet shows them",
        lambda s: s.put("K006", street="dvě\nřádky").content(),
        (lambda _: None), ("rows_over_lines",),
    ),
    "phases in words": Change(
        "phases as `1. etapa`",
        "the same cameras",
        lambda s: s.each("phase", lambda cell: f"{cell}. etapa").content(),
    ),
    "true and false": Change(
        "yes and no as `PRAVDA`, `NEPRAVDA`, `TRUE`, `FALSE`",
        "the same cameras; what was assumed stays assumed",
        _local_yes,
    ),
    "blanks in thousands": Change(
        "coordinates with blanks in their thousands and a real minus",
        "the same cameras",
        lambda s: s.each("x_m", lambda cell: cell.replace("-791", "−791\u00a0")).content(),
    ),
    "moved": Change(
        "a camera moved by new degrees",
        "the camera where they are; a note with the row: x and y beside them are not used",
        lambda s: s.put("K005", lon_deg=MOVED[0], lat_deg=MOVED[1]).content(),
        lambda cameras: cameras["K005"].update(lonlat=MOVED),
        ("camera_xy_apart",),
        columns=("x_m", "y_m"),
    ),
    "deleted": Change(
        "a row deleted", "one camera less", _deleted, lambda cameras: cameras.pop("K004")
    ),
    "new": Change(
        "a row added with identifier, degrees and status alone",
        "one camera more, proposed",
        lambda s: s.new(
            camera_id="NOVÁ 1",
            lon_deg=MOVED[0],
            lat_deg=MOVED[1],
            status={"cs": "návrh", "en": "new"}[s.language],
        ).content(),
        lambda cameras: cameras.update({"NOVÁ 1": {"lonlat": MOVED, "proposed": True}}),
    ),
    "new by metres": Change(
        "a row added with S-JTSK coordinates alone",
        "one camera more, where they are; a note on two systems in one file",
        lambda s: s.new(
            camera_id="NOVÁ 2", x_m=-791500.25, y_m=-977900.75, status="nová"
        ).content(),
        lambda cameras: cameras.update(
            {"NOVÁ 2": {"x_m": -791500.25, "y_m": -977900.75, "proposed": True}}
        ),
        ("crs_mixed",),
        columns=("lon_deg", "lat_deg"),
    ),
    "without degrees": Change(
        "longitude and latitude deleted", "the same cameras, by x and y",
        lambda s: _no_degrees(s).content(),
    ),
    "without metres": Change(
        "x and y deleted",
        "the same cameras to the centimetre, by their degrees",
        lambda s: s.without("x_m", "y_m").content(),
    ),
    "S-JTSK without signs": Change(
        "S-JTSK without minus signs, degrees deleted",
        "the same cameras; a note that signs were mended",
        lambda s: _no_degrees(s, lambda cell: cell.removeprefix("-")).content(),
        notes=("s_jtsk_turned",),
        columns=("x_m", "y_m"),
    ),
    "numbers as text": Change(
        "a workbook whose numbers are stored as text",
        "the same cameras",
        _workbook,
        suffix=".xlsx",
    ),
}  # fmt: skip
"""What people do to a list and may do."""

MISTAKES: dict[str, Change] = {
    "identifier twice": Change(
        "one identifier at two cameras",
        "refused, with both rows",
        lambda s: s.put("K006", camera_id="K005").content(),
        notes=("camera_ids_repeated",), refused=True, columns=("camera_id",),
    ),
    "degrees exchanged": Change(
        "longitude and latitude exchanged", "refused, with the rows", _swapped,
        notes=("columns_swapped",), refused=True, row=2, columns=("lon_deg", "lat_deg"),
    ),
    "heading twice": Change(
        "two columns of one heading", "refused, with the heading",
        lambda s: (s.head.__setitem__(s.at("name"), s.head[s.at("camera_id")]), s.content())[1],
        notes=("header_duplicate",), refused=True, row=1,
    ),
    "another system": Change(
        "UTM coordinates in the columns of S-JTSK, degrees deleted",
        "refused, with the rows and what they hold", _utm,
        notes=("coordinates_out_of_range",), refused=True, row=2, columns=("x_m", "y_m"),
    ),
    "letters in heights": Change(
        "`asi pět` and a letter O among heights", "refused, with rows and cells",
        lambda s: s.put("K005", height_m="asi pět").put("K006", height_m="6,O").content(),
        notes=("value_not_number",), refused=True, columns=("height_m",),
    ),
    "unknown model": Change(
        "a model that the plan file does not have",
        "refused, with the row, the nearest name and the names there are",
        lambda s: s.put("K006", model="Otočná 2 MPX").content(),
        notes=("camera_model_unknown",), refused=True,
    ),
    "several at once": Change(
        "an unknown status, a tilt of 120° and a phase of −1",
        "refused, with all three and their columns",
        lambda s: s.put("K004", status="neví se").put("K005", tilt_deg=120).put(
            "K006", phase=-1).content(),
        notes=("camera_phase_unclear", "value_not_a_choice", "value_out_of_range"), refused=True,
        columns=("phase",),
    ),
    "phase a date": Change(
        "a phase that a spreadsheet made `12.květen`", "refused, with the row",
        lambda s: s.put("K006", phase="12.květen").content(),
        notes=("value_not_number",), refused=True, columns=("phase",),
    ),
    "phase a day's number": Change(
        "a phase that a spreadsheet made 45792, the number of a day", "refused, with the row",
        lambda s: s.put("K006", phase=45792).content(),
        notes=("camera_phase_unclear",), refused=True, columns=("phase",),
    ),
    "neither yes nor no": Change(
        "`možná` where yes or no is asked", "refused, with the row",
        lambda s: s.put("K006", height_assumed="možná").content(),
        notes=("camera_flag_unclear",), refused=True, columns=("height_assumed",),
    ),
    "no position": Change(
        "a camera without coordinates",
        "left out and counted; a note with its row and how it begins",
        lambda s: s.put("K006", lon_deg="", lat_deg="", x_m="", y_m="").content(),
        lambda cameras: cameras.pop("K006"), ("positions_missing",),
    ),
    "zero position": Change(
        "a camera at 0, 0", "left out and counted; a note with its row and how it begins",
        lambda s: s.put("K006", lon_deg=0, lat_deg=0).content(),
        lambda cameras: cameras.pop("K006"), ("positions_missing",),
    ),
    "no status": Change(
        "a camera without a status", "taken to stand and work; a note with its row",
        lambda s: s.put("K006", status="").content(),
        lambda cameras: cameras["K006"].update(proposed=False), ("camera_status_empty",),
        columns=("status",),
    ),
    "azimuth unreadable": Change(
        "azimuth `za roh`", "direction unknown; a note with row and cell",
        lambda s: s.put("K006", azimuth_deg="za roh").content(),
        lambda cameras: cameras["K006"].update(azimuth_deg=None),
        ("direction_unclear", "grid_azimuth_apart"), columns=("azimuth_deg",),
    ),
    "number ruined": Change(
        "a longitude that a spreadsheet made `13.613.337`", "refused, with the row",
        lambda s: s.put("K006", lon_deg="13.613.337").content(),
        notes=("excel_ruined",), refused=True, columns=("lon_deg",),
    ),
    "tilt as a date": Change(
        "a tilt that became a date in the workbook", "refused, with row and cell",
        lambda s: _workbook(s, _date), notes=("value_not_number",), refused=True, row=5,
        columns=("tilt_deg",), suffix=".xlsx",
    ),
    "formula not computed": Change(
        "a formula that no program has computed, in place of a height",
        "height assumed, as with an empty cell",
        lambda s: _workbook(s, _formula), suffix=".xlsx",
    ),
    "merged cells": Change(
        "identifiers of two rows merged", "the second camera is called by its row; a note with it",
        lambda s: _workbook(s, _merged), suffix=".xlsx", notes=("camera_id_empty",), row=5,
        columns=("camera_id",),
    ),
    "row too short": Change(
        "a row with fewer cells than the header", "refused, with row and lengths",
        lambda s: (s.rows.__setitem__(4, s.rows[4][:-5]), s.content())[1],
        notes=("rows_ragged",), refused=True, row=6,
    ),
    "quotation mark open": Change(
        "a quotation mark that never closes", "refused, with the row where it opens",
        lambda s: s.content() + b'"Kam', notes=("quote_open",), refused=True, row=12,
    ),
    "NUL": Change(
        "NUL characters inside", "refused, with the row",
        lambda s: s.content().replace(b"K004", b"K\x00004"), notes=("nul_bytes",), refused=True,
    ),
    "no header": Change(
        "the header deleted", "refused",
        lambda s: (setattr(s, "head", s.rows.pop(0)), s.content())[1],
        notes=("header_missing",), refused=True, row=1,
    ),
    "nothing": Change(
        "an empty file", "refused", lambda _: b"", notes=("table_empty",), refused=True
    ),
    "header alone": Change(
        "a header without rows", "refused",
        lambda s: (s.rows.clear(), s.content())[1], notes=("table_without_rows",), refused=True,
    ),
    "another format": Change(
        "a PDF called `.csv`", "refused, with the format",
        lambda _: b"%PDF-1.7", notes=("file_is_not_text",), refused=True,
    ),
    "huge": Change(
        "a workbook that unpacks to more than 300 MB", "refused before it is unpacked",
        lambda _: _bomb(), notes=("file_too_large",), refused=True, suffix=".xlsx",
    ),
    "entities": Change(
        "KML that declares entities of its own", "refused before it is read",
        lambda _: b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "b">]><kml>&a;</kml>',
        notes=("markup_entities",), refused=True, suffix=".kml",
    ),
    "views without cameras": Change(
        "KML with lines and areas alone", "refused",
        lambda _: b"<kml><Placemark><LineString/></Placemark></kml>",
        notes=("markup_without_points",), refused=True, suffix=".kml",
    ),
}  # fmt: skip
"""What goes wrong."""


def _bomb() -> bytes:
    """Return a workbook of a few kilobytes that claims to hold much more."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 310_000_000)
    return stream.getvalue()


def of_list_changes() -> str:
    """Return the tables of the document."""
    lines = []
    for title, changes in (("edit", EDITS), ("mistake", MISTAKES)):
        lines += [f"| {title} | what comes of it |", "|---|---|"]
        lines += [f"| {change.what} | {change.outcome} |" for change in changes.values()]
        lines.append("")
    return "\n".join(lines)
