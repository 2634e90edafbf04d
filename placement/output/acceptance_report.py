"""The report of a test after installation: sentences, a table, CSV, JSON and a page to print."""

import html
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from placement.output.acceptance_forms import level_name, why
from placement.output.comparison_texts import TextTable
from placement.output.csv_lists import TableColumn, csv_czech, csv_plain
from placement.output.wording import printable
from placement.plan.acceptance import VERDICTS, CameraResult, PlaceResult
from placement.texts import Language, number, percentage, text

COLUMNS = (
    TableColumn("camera_id"),
    TableColumn("street"),
    TableColumn("verdict", words="acceptance.verdict"),
    TableColumn("places", "", 0),
    TableColumn("passed", "", 0),
    TableColumn("failed", "", 0),
    TableColumn("height_m", "m", 2),
    TableColumn("measured_height_m", "m", 2),
    TableColumn("raise_m", "m", 2),
    TableColumn("camera_azimuth_deg", "°", 1),
    TableColumn("measured_azimuth_deg", "°", 1),
    TableColumn("turn_deg", "°", 1),
    TableColumn("scale", "", 2),
    TableColumn("missing"),
)
PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<style>
@page {{ size: A4; margin: 15mm }}
body {{ font: 10pt/1.4 sans-serif; color: #1c2733 }}
body {{ max-width: 190mm; margin: 6mm auto; padding: 0 4mm }}
table {{ border-collapse: collapse; width: 100%; margin: 3mm 0 6mm }}
th, td {{ border: 0.3mm solid #9aa7b5; padding: 1mm 1.6mm }}
th, td {{ text-align: left; vertical-align: top }}
th {{ background: #e8edf2 }} tr {{ break-inside: avoid }}
.failed {{ background: #fbe3df }} .passed {{ background: #e2f2e4 }}
</style></head><body>
<h1>{title}</h1>
{body}
</body></html>
"""


def row(result: CameraResult) -> dict[str, Any]:
    """Return a camera's row of the report."""
    outcomes = Counter(each.outcome for each in result.places)
    return {
        "camera_id": result.test.camera_id,
        "street": result.test.street,
        "verdict": result.verdict,
        "places": len(result.places),
        "passed": outcomes["passed"],
        "failed": outcomes["failed"],
        "height_m": result.test.height_m,
        "measured_height_m": result.measured_height_m,
        "raise_m": result.raise_m,
        "camera_azimuth_deg": _azimuth_deg(result),
        "measured_azimuth_deg": result.measured_azimuth_deg,
        "turn_deg": result.turn_deg,
        "scale": result.scale,
        "missing": ", ".join(each.place.place_id for each in result.missing),
    }


def sentences(results: Sequence[CameraResult], language: Language) -> list[str]:
    """Return how many cameras passed, and how many are to be corrected in what."""
    counts = Counter(result.verdict for result in results)
    outcomes = Counter(place.outcome for result in results for place in result.places)
    tested = outcomes["passed"] + outcomes["failed"]
    lines = [
        text(
            "acceptance.cameras_passed",
            language,
            n=counts["passed"],
            all=len(results),
            share=percentage(counts["passed"], len(results), language),
        ),
        text(
            "acceptance.places_passed",
            language,
            n=outcomes["passed"],
            all=tested,
            share=percentage(outcomes["passed"], tested, language),
        ),
    ]
    lines += [
        text(f"acceptance.count.{verdict}", language, n=counts[verdict])
        for verdict in VERDICTS[1:]
        if counts[verdict]
    ]
    lines += [
        f"{result.test.camera_id}: {'; '.join(phrases)}."
        for result in results
        if (phrases := corrections(result, language))
    ]
    return lines


def corrections(result: CameraResult, language: Language) -> list[str]:
    """Return what is to be corrected of a camera, a phrase each; nothing where nothing is."""
    phrases = []
    if result.turn_deg is not None:
        way = "clockwise" if result.turn_deg > 0 else "anticlockwise"
        degrees = number(abs(result.turn_deg), language, 1)
        phrases.append(text(f"acceptance.turn.{way}", language, degrees=degrees))
    if result.raise_m is not None:
        way = "up" if result.raise_m > 0 else "down"
        phrases.append(
            text(f"acceptance.raise.{way}", language, m=number(abs(result.raise_m), language, 2))
        )
    if result.scale is not None:
        percent = number(100 * result.scale, language, 0)
        phrases.append(text("acceptance.scale", language, percent=percent))
    if result.missing:
        places = tuple(each.place.place_id for each in result.missing)
        phrases.append(text("acceptance.missing", language, places=places))
    coarse = tuple(
        each.place.place_id
        for each in result.places
        if each.outcome == "failed" and each not in result.missing
    )
    if coarse:
        phrases.append(text("acceptance.coarse", language, places=coarse))
    return phrases


def table(results: Sequence[CameraResult], language: Language) -> TextTable:
    """Return a row per camera: verdict, places, and height and azimuth as measured."""
    names = (
        "camera_id",
        "verdict",
        "passed",
        "failed",
        "measured_height_m",
        "measured_azimuth_deg",
    )
    return TextTable(
        text("acceptance.table", language),
        tuple(text(f"acceptance.column.{name}", language) for name in names),
        tuple(
            (
                result.test.camera_id,
                text(f"acceptance.verdict.{result.verdict}", language),
                str(row(result)["passed"]),
                str(row(result)["failed"]),
                _measured(result.measured_height_m, result.test.height_m, "m", 2, language),
                _measured(result.measured_azimuth_deg, _azimuth_deg(result), "°", 1, language),
            )
            for result in results
        ),
    )


def _azimuth_deg(result: CameraResult) -> float | None:
    """Return where a camera is to look; None where it sees all around alike. [°]"""
    return result.test.azimuth_deg if result.test.looks_one_way else None


def _measured(
    value: float | None, planned: float | None, unit: str, decimals: int, language: Language
) -> str:
    if value is None or planned is None:
        return "–"
    return text(
        "acceptance.measured",
        language,
        measured=number(value, language, decimals),
        planned=number(planned, language, decimals),
        unit=unit,
    )


def files(case: str, results: Sequence[CameraResult], language: Language) -> dict[str, bytes]:
    """Return the report as CSV both ways, JSON, and a page that prints on A4."""
    rows = [row(result) for result in results]
    return {
        "acceptance-report.csv": csv_plain(COLUMNS, rows),
        "acceptance-report-cs.csv": csv_czech(COLUMNS, rows, header=_czech, bare_empty=True),
        "acceptance-report.json": as_json(case, results),
        "acceptance-report.html": page(case, results, language).encode(),
    }


def as_dict(case: str, results: Sequence[CameraResult]) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "case": case,
        "cameras_passed": sum(result.verdict == "passed" for result in results),
        "cameras": [
            {**row(result), "results": [_result(place) for place in result.places]}
            for result in results
        ],
    }


def as_json(case: str, results: Sequence[CameraResult]) -> bytes:
    """Return the report for programs."""
    plain = as_dict(case, results)
    return (json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _result(each: PlaceResult) -> dict[str, Any]:
    reading = each.reading
    return {
        "place_id": each.place.place_id,
        "outcome": each.outcome,
        "seen": None if reading is None else reading.in_sight,
        "measured_px": None if reading is None else reading.measured_px,
        "expected_px": each.place.expected_px,
        "required_px": each.place.required_px,
        "note": "" if reading is None else reading.note,
    }


def page(case: str, results: Sequence[CameraResult], language: Language) -> str:
    """Return the report as one page."""
    phrases = [*sentences(results, language), text("acceptance.basis", language)]
    body = ["".join(f"<p>{_safe(sentence)}</p>" for sentence in phrases)]
    summary = table(results, language)
    states = [result.verdict for result in results]
    body.append(_html_table(summary.head, summary.rows, states))
    for result in results:
        names = (result.test.camera_id, result.test.street)
        body.append(f"<h2>{_safe(' – '.join(name for name in names if name))}</h2>")
        head = ("place_id", "reasons", "level", "required_px", "expected_px", "measured_px", "note")
        rows = [_place_row(each, language) for each in result.places]
        words = (*(text(f"acceptance.column.{name}", language) for name in head), "")
        outcomes = [each.outcome for each in result.places]
        body.append(_html_table(words, rows, outcomes))
    title = _safe(text("acceptance.report", language, case=case))
    return PAGE.format(language=language, title=title, body="\n".join(body))


def _place_row(each: PlaceResult, language: Language) -> tuple[str, ...]:
    reading, place = each.reading, each.place
    measured = "–"
    if reading is not None and reading.in_sight is False:
        measured = text("acceptance.not_seen", language)
    elif reading is not None and reading.measured_px is not None:
        measured = number(reading.measured_px, language, 0)
    return (
        place.place_id,
        why(place.reasons, language),
        level_name(place.level, language),
        str(place.required_px),
        str(place.expected_px),
        measured,
        "" if reading is None else reading.note,
        text(f"acceptance.outcome.{each.outcome}", language),
    )


def _html_table(head: Sequence[str], rows: Sequence[Sequence[str]], states: Sequence[str]) -> str:
    lines = ["<tr>" + "".join(f"<th>{_safe(cell)}</th>" for cell in head) + "</tr>"]
    lines += [
        f'<tr class="{state}">' + "".join(f"<td>{_safe(cell)}</td>" for cell in cells) + "</tr>"
        for cells, state in zip(rows, states, strict=True)
    ]
    return "<table>" + "\n".join(lines) + "</table>"


def _safe(words: str) -> str:
    return html.escape(printable(words))


def _czech(column: TableColumn) -> str:
    return column.header(text(f"acceptance.column.{column.name}", "cs"))
