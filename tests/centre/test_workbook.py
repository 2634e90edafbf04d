"""`centre.xlsx`: LibreOffice works out our numbers from its formulae, and names stay text."""

import io
import math
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from openpyxl.workbook import Workbook

from placement.centre.reckoning import reckoning_for
from placement.output.centre.workbook.workbook import centre_xlsx
from placement.plan import Plan
from placement.texts import LANGUAGES, Language
from tests.centre.small_town import town

HOSTILE = '=HYPERLINK("http://x")&A1\'\x07'
GRANTS = ("irop_cyber_less_developed", "ustecky_kraj")
CHANGES: Mapping[str, dict[str, float]] = {
    "default": {},
    "wage": {"gross_month_czk": 31_360, "night_premium": 0.1},
    "seats": {"seats_nonstop": 2, "seats_day": 0, "seats_day_today": 1},
    "contracts": {"contract_h": 20, "weekly_hours": 40, "leave_weeks": 4, "relief_share": 0.05},
    "support": {"support_76_heads": 3, "support_76_czk": 48_000, "illness_share": 0.08},
    "retention": {"retention_days": 21, "disk_tb": 0.3, "group_disks": 4, "parity_disks": 1},
    "frames": {"frames_s": 18, "scene_factor": 1.7, "codec_factor": 2},
    "slow frames": {"frames_s": 6, "storage_reserve": 0.5},
    "power": {"price_kwh_czk": 7.35, "turning_w": 60, "server_w": 900.5, "ups_efficiency": 0.95},
    "network": {"trunk_mbit_s": 10_000, "network_overhead": 0.15, "room_m2": 35},
    "events": {"events_a_year": 60_000, "event_minutes": 9.5, "peak_factor": 4},
    "no events": {"events_a_year": 0, "most_waiting_share": 0.5},
    "pictures": {"active_share": 1, "pictures_limit": 2},
    "connection": {"connection_power_czk": 55_000, "connection_fibre_czk": 1.5},
    "prices": {"price_year": 2022, "room_works_czk": 123_456.5, "server_room_czk": 9_999_999},
    "years": {"horizon_years": 23, "lifetime_years": 3.5, "first_year": 2031},
    "few years": {"horizon_years": 2, "discount_share": 0.11, "service_share": 0.0333},
}
"""Name → what a clerk changes in the sheet of parameters."""


def workbook(
    own: Mapping[str, float], *, plan: Plan | None = None, language: Language = "cs"
) -> bytes:
    """Return the workbook of the small town with a town's own numbers."""
    reckoning = reckoning_for(plan or town(), own=own, grants=GRANTS)
    return centre_xlsx(reckoning, language=language)


def changed(content: bytes, own: Mapping[str, float]) -> Workbook:
    """Return a workbook whose parameters a clerk changed; it has lost all values of formulae."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = {row[0].value: row[2] for row in book.worksheets[0].iter_rows()}
    for key, value in own.items():
        rows[key].value = value
    return book


def recalculated(books: Mapping[str, Workbook], folder: Path) -> dict[str, Workbook]:
    """Return workbooks as LibreOffice works them out.

    Skips where it is not installed.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    names = {name: f"{number}.xlsx" for number, name in enumerate(books)}
    for name, book in books.items():
        book.save(folder / names[name])
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx",
            "--outdir", str(folder / "out"), *(str(folder / each) for each in names.values()),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip
    return {
        name: openpyxl.load_workbook(folder / "out" / file, data_only=True)
        for name, file in names.items()
    }


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("default", "years"), id="two"),
        pytest.param(tuple(CHANGES), id="all", marks=pytest.mark.slow),
    ],
)
def test_libreoffice_works_out_our_numbers(names: tuple[str, ...], tmp_path: Path) -> None:
    """Each formula of each sheet, as written and after parameters were changed."""
    written = workbook({})
    formulas = openpyxl.load_workbook(io.BytesIO(written))
    books = recalculated({name: changed(written, CHANGES[name]) for name in names}, tmp_path)
    places = [
        (sheet.title, cell.coordinate)
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    theirs = {name: [books[name][s][c].value for s, c in places] for name in names}

    assert len(places) > 500
    for name in names:
        ours = openpyxl.load_workbook(io.BytesIO(workbook(CHANGES[name])), data_only=True)
        for (sheet, place), value in zip(places, theirs[name], strict=True):
            expected = ours[sheet][place].value
            assert alike(expected, value), f"{name}: {sheet}!{place}: {expected!r}, {value!r}"
        assert (theirs[name] != theirs["default"]) == bool(CHANGES[name]), name


def alike(ours: object, theirs: object) -> bool:
    """Return whether two cells hold the same: numbers but for rounding, no value as no text."""
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return (ours or "") == (theirs or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_prints_lying_with_repeated_heads(language: Language) -> None:
    """A4 on its side, as wide as a page, heads on each; the same bytes again."""
    content = workbook({}, language=language)

    assert content == workbook({}, language=language)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows


def test_every_parameter_is_a_name_of_its_cell_with_bounds() -> None:
    """Formulae speak of `seats_nonstop`; a value beyond its bounds is refused by the sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook({})))
    sheet = book.worksheets[0]
    keys = set(reckoning_for(town(), own={}).parameters.table)

    assert set(book.defined_names) >= keys
    checked = sheet.data_validations.dataValidation
    assert len(checked) == len(keys)
    for key in keys:
        _, place = next(book.defined_names[key].destinations)
        assert sheet.cell(sheet[place].row, 1).value == key


def test_hostile_names_are_text() -> None:
    """A model, a phase and a town called like a formula stay words."""
    plan = town()
    models = tuple(evolve(each, name=HOSTILE + each.name) for each in plan.models)
    cameras = tuple(evolve(each, model=HOSTILE + each.model) for each in plan.cameras)
    phases = tuple(evolve(each, name=HOSTILE, name_en=HOSTILE) for each in plan.phases)
    plan = evolve(plan, case=HOSTILE, models=models, cameras=cameras, phases=phases)
    book = openpyxl.load_workbook(io.BytesIO(workbook({}, plan=plan)))
    cells = [c for s in book.worksheets for row in s.iter_rows() for c in row]

    hostile = [cell for cell in cells if "HYPERLINK" in str(cell.value)]
    assert len(hostile) > 5
    assert {cell.data_type for cell in hostile} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_missing_prices_are_said() -> None:
    """A plan without prices makes a workbook that says what is missing."""
    plan = town()
    phases = tuple(evolve(each, cost_czk=0.0, unpriced=1) for each in plan.phases)
    book = openpyxl.load_workbook(io.BytesIO(workbook({}, plan=evolve(plan, phases=phases))))
    words = [str(row[0].value) for row in book.worksheets[0].iter_rows(max_row=6)]

    assert any("nezná cenu 3 nových kamer" in each for each in words)
