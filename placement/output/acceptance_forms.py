"""Forms of a test after installation: a row a place, as CSV and XLSX to fill in, and JSON."""

import io
import json
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook

from placement.output.csv_lists import TableColumn, csv_czech, csv_plain
from placement.output.spreadsheets import A4, CREATED, NO_GUESSING
from placement.output.wording import printable, word_of
from placement.plan.acceptance import AcceptanceTerms, CameraTest, Reason, TargetPlace
from placement.texts import Language, text

FORMAT, VERSION = "placement-acceptance", 1
"""Raised when the meaning of a field changes."""
TO_FILL = ("seen", "measured_px", "measured_height_m", "measured_azimuth_deg", "note")
"""Columns that whoever tests fills in."""
COLUMNS = (
    TableColumn("camera_id"),
    TableColumn("place_id"),
    TableColumn("reasons"),
    TableColumn("street"),
    TableColumn("lat", "°", 6),
    TableColumn("lon", "°", 6),
    TableColumn("distance_m", "m", 1),
    TableColumn("azimuth_deg", "°", 1),
    TableColumn("picture", "", 0),
    TableColumn("across", "%", 0),
    TableColumn("down", "%", 0),
    TableColumn("level"),
    TableColumn("density_px_m", "px/m", 1),
    TableColumn("target_width_m", "m", 2),
    TableColumn("expected_px", "px", 0),
    TableColumn("required_px", "px", 0),
    TableColumn("height_m", "m", 2),
    TableColumn("camera_azimuth_deg", "°", 1),
    TableColumn("seen"),
    TableColumn("measured_px", "px", 0),
    TableColumn("measured_height_m", "m", 2),
    TableColumn("measured_azimuth_deg", "°", 1),
    TableColumn("note"),
)
WIDTHS = {"reasons": 26, "street": 22, "level": 20, "note": 30}
"""Of columns that are wider than `WIDTH`. [characters]"""
WIDTH = 11


def header(column: TableColumn, language: Language) -> str:
    """Return the heading of a column with its unit."""
    return column.header(text(f"acceptance.column.{column.name}", language))


def why(reasons: Sequence[Reason], language: Language) -> str:
    """Return why a place is tested."""
    return ", ".join(text(f"acceptance.reason.{reason}", language) for reason in reasons)


def level_name(level: str, language: Language) -> str:
    """Return what a detail level is called."""
    return word_of("map.level", level, language)


def row(
    test: CameraTest, place: TargetPlace, terms: AcceptanceTerms, language: Language
) -> dict[str, Any]:
    """Return the row of a place in words of a language; what is to be filled in stays empty."""
    return {
        "camera_id": test.camera_id,
        "place_id": place.place_id,
        "reasons": why(place.reasons, language),
        "street": place.street,
        "lat": place.lat_deg,
        "lon": place.lon_deg,
        "distance_m": place.distance_m,
        "azimuth_deg": place.azimuth_deg,
        "picture": place.picture,
        "across": 100 * place.across,
        "down": 100 * place.down,
        "level": level_name(place.level, language),
        "density_px_m": place.density_px_m,
        "target_width_m": terms.target_width_m,
        "expected_px": place.expected_px,
        "required_px": place.required_px,
        "height_m": test.height_m,
        "camera_azimuth_deg": test.azimuth_deg if test.looks_one_way else None,
        "seen": "",
        "note": "",
    }


def rows_of(
    tests: Sequence[CameraTest], terms: AcceptanceTerms, language: Language
) -> list[dict[str, Any]]:
    """Return the rows of all places."""
    return [row(test, place, terms, language) for test in tests for place in test.places]


def csv_forms(tests: Sequence[CameraTest], terms: AcceptanceTerms) -> dict[str, bytes]:
    """Return `acceptance.csv` and, for Czech Excel, `acceptance-cs.csv`."""
    return {
        "acceptance.csv": csv_plain(COLUMNS, rows_of(tests, terms, "en")),
        "acceptance-cs.csv": csv_czech(
            COLUMNS, rows_of(tests, terms, "cs"), header=_czech, bare_empty=True
        ),
    }


def xlsx_form(
    case: str, tests: Sequence[CameraTest], terms: AcceptanceTerms, language: Language
) -> bytes:
    """Return the form as a workbook on A4 lying; cells to fill in are coloured."""
    stream = io.BytesIO()
    with Workbook(stream, NO_GUESSING) as book:
        book.set_properties({"created": CREATED, "title": printable(case)[:200]})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        blank = {"bg_color": "#fff6d5", "border": 1, "border_color": "#b9a96a"}
        sheet = book.add_worksheet(text("acceptance.sheet", language))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        sheet.set_footer("&R&P / &N")
        rows = rows_of(tests, terms, language)
        for at, column in enumerate(COLUMNS):
            fill = column.name in TO_FILL
            pattern = "@" if column.decimals is None else f"0{'.' * bool(column.decimals)}"
            pattern += "0" * (column.decimals or 0)
            shown = "General" if fill else pattern
            style = book.add_format({"num_format": shown, **(blank if fill else {})})
            sheet.write_string(0, at, header(column, language), head)
            for number, values in enumerate(rows, start=1):
                value = values.get(column.name)
                if fill or value is None:
                    sheet.write_blank(number, at, None, style)
                elif column.decimals is None:
                    sheet.write_string(number, at, printable(str(value))[:32_767], style)
                else:
                    sheet.write_number(number, at, round(float(str(value)), column.decimals), style)
            sheet.set_column(at, at, WIDTHS.get(column.name, WIDTH))
            if column.name == "seen" and rows:
                choices = [text(f"acceptance.{word}", language) for word in ("yes", "no")]
                sheet.data_validation(1, at, len(rows), at, {"validate": "list", "source": choices})
    return stream.getvalue()


def as_json(case: str, tests: Sequence[CameraTest], terms: AcceptanceTerms) -> bytes:
    """Return tests and terms for programs."""
    plain = {
        "format": FORMAT,
        "version": VERSION,
        "case": case,
        "terms": {
            "target_width_m": terms.target_width_m,
            "pixel_tolerance": terms.pixel_tolerance,
            "scale_tolerance": terms.scale_tolerance,
            "azimuth_tolerance_deg": terms.azimuth_tolerance_deg,
            "height_tolerance_m": terms.height_tolerance_m,
            "basis": "assumption",
        },
        "cameras": [_camera(test) for test in tests],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _camera(test: CameraTest) -> dict[str, Any]:
    return {
        "camera_id": test.camera_id,
        "name": test.name,
        "street": test.street,
        "phase": test.phase,
        "model": test.model,
        "lat": round(test.lat_deg, 7),
        "lon": round(test.lon_deg, 7),
        "height_m": test.height_m,
        "azimuth_deg": round(test.azimuth_deg, 3) if test.looks_one_way else None,
        "tilt_deg": test.tilt_deg,
        "places": [_place(place) for place in test.places],
    }


def _place(place: TargetPlace) -> dict[str, Any]:
    return {
        "place_id": place.place_id,
        "reasons": list(place.reasons),
        "street": place.street,
        "lat": round(place.lat_deg, 7),
        "lon": round(place.lon_deg, 7),
        "distance_m": round(place.distance_m, 2),
        "azimuth_deg": round(place.azimuth_deg, 2),
        "picture": place.picture,
        "across": round(place.across, 4),
        "down": round(place.down, 4),
        "density_px_m": round(place.density_px_m, 2),
        "level": place.level,
        "level_px_m": place.level_px_m,
        "expected_px": place.expected_px,
        "required_px": place.required_px,
    }


def _czech(column: TableColumn) -> str:
    return header(column, "cs")
