"""`centre.xlsx` put together: parameters, phases, and the sheets that the phases are made of."""

import io
from collections.abc import Mapping

from xlsxwriter import Workbook

from placement.centre.reckoning import Reckoning
from placement.output.centre.phases import FIGURES, PERCENT, PhaseFigure, phase_names
from placement.output.centre.workbook.book import CentreBook, PhaseSheet, Styles
from placement.output.centre.workbook.devices import write_devices
from placement.output.centre.workbook.equipment import write_power, write_recording
from placement.output.centre.workbook.money import write_phase_money, write_years
from placement.output.centre.workbook.parameters import write_parameters, write_prices
from placement.output.centre.workbook.people import write_people
from placement.output.spreadsheets import CREATED, NO_GUESSING, PAGE_TEXT, cut
from placement.texts import Language, text

SHEETS_OF = {
    "people": (
        "cameras", "pictures", "watched", "operators", "detected", "events", "peak_operators",
        "peak_waiting", "peak_wait", "full_time",
    ),
    "recording": ("rate", "net", "disks"),
    "power": ("uplink", "trunk", "cameras_power", "supply", "heat", "ups", "energy"),
    "phase_money": ("connection", "invested", "own", "yearly"),
}  # fmt: skip
"""Sheet → figures of a phase that are rows of it by the same key."""
RENAMED = {"energy_cost": ("phase_money", "energy"), "investment": ("phase_money", "cameras")}
"""Figures that are rows by another key."""


def centre_xlsx(reckoning: Reckoning, *, language: Language) -> bytes:
    """Return the workbook; the same reckoning gives the same bytes."""
    stream = io.BytesIO()
    with Workbook(stream, NO_GUESSING) as book:
        book.set_properties({"created": CREATED, "title": cut(reckoning.plan.case, PAGE_TEXT)})
        book.set_calc_mode("auto")
        warning = text("map.banner", language) if reckoning.plan.synthetic else ""
        of = CentreBook(book, Styles.of(book), language, reckoning.plan.case, warning)
        names = phase_names(reckoning, language)
        write_parameters(of, reckoning)
        summary = PhaseSheet(of, "phases", names)
        devices = write_devices(of, reckoning, names)
        people = write_people(of, reckoning, names, devices)
        recording = write_recording(of, reckoning, names, devices)
        power = write_power(of, reckoning, names, devices, recording)
        sheets = {"people": people, "recording": recording, "power": power}
        prices = write_prices(of)
        money = write_phase_money(of, reckoning, names, sheets, prices)
        write_years(of, reckoning, money)
        for figure in FIGURES:
            _summarise(summary, figure, reckoning, {**sheets, "phase_money": money})
    return stream.getvalue()


def _summarise(
    summary: PhaseSheet,
    figure: PhaseFigure,
    reckoning: Reckoning,
    sheets: Mapping[str, PhaseSheet],
) -> None:
    """Write a figure of the phases: a reference to its sheet, or the number where it has none."""
    values = [figure.value(reckoning, phase) for phase in range(len(summary.phases))]
    words = text(f"centre.row.{figure.key}", summary.of.language)
    place = RENAMED.get(figure.key) or next(
        ((name, figure.key) for name, keys in SHEETS_OF.items() if figure.key in keys), None
    )
    share = figure.unit == PERCENT
    unit = "" if share else figure.unit
    if place is None:
        numbers = [0.0 if value is None else value for value in values]
        summary.numbers(figure.key, numbers, words=words, unit=unit, decimals=figure.decimals)
        return
    sheet, key = sheets[place[0]], place[1]
    summary.add(
        figure.key,
        lambda phase: sheet.at(key, phase),
        values,
        words=words,
        unit=unit,
        decimals=figure.decimals,
        share=share,
    )
