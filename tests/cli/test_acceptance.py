"""`placement acceptance --results`: a form filled in as a technician does, by its command."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from placement.texts import LANGUAGES, Language, text
from tests.cli.running import run
from tests.pipeline import toy_case

SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the toy town, its plan and the forms of its test."""
    folder = tmp_path_factory.mktemp("acceptance")
    case = toy_case.write(folder / "case")
    assert run("plan", case, "-o", folder / "plan", "-q").code == 0
    done = run("acceptance", folder / "plan", "--case", case, "-o", folder / "forms", "-q")
    assert done.code == 0, done.err
    return folder


def filled_in(folder: Path, language: Language) -> tuple[bytes, str]:
    """Return the workbook of a language, filled in, and the camera that hangs wrong.

    Of the first camera height and azimuth are off and its first place is not seen; all else is as
    expected.
    """
    name = "acceptance-cs.xlsx" if language == "cs" else "acceptance.xlsx"
    book = openpyxl.load_workbook(folder / "forms" / name)
    sheet = book.active
    titles = [str(cell.value).partition(" [")[0] for cell in sheet[1]]

    def column(key: str) -> int:
        return titles.index(text(f"acceptance.column.{key}", language)) + 1

    yes, no = (text(f"acceptance.{word}", language) for word in ("yes", "no"))
    first = str(sheet.cell(2, column("camera_id")).value)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column("seen"), yes)
        sheet.cell(row, column("measured_px"), sheet.cell(row, column("expected_px")).value)
    planned_m = float(sheet.cell(2, column("height_m")).value)
    sheet.cell(2, column("seen"), no)
    sheet.cell(2, column("measured_px")).value = None
    sheet.cell(2, column("measured_height_m"), f"{planned_m - 0.5:.1f} m".replace(".", ","))
    sheet.cell(2, column("measured_azimuth_deg"), "12,5°")
    sheet.cell(2, column("note"), "lípa; =1+1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), first


def converted(file: Path, ending: str, profile: Path) -> Path:
    """Open a workbook in LibreOffice and save it otherwise."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    target = file.parent / ending
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", ending]
    subprocess.run(
        [SOFFICE, *options, "--outdir", str(target), str(file)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return target / f"{file.stem}.{ending}"


@pytest.mark.parametrize(
    ("language", "ending"), [("cs", "xlsx"), ("en", "xlsx"), ("cs", "ods"), ("en", "csv")]
)
def test_a_filled_form_gives_verdicts_and_corrections(
    folder: Path, tmp_path: Path, language: Language, ending: str
) -> None:
    """The first camera fails and is raised by half a metre; what was not tested is not counted."""
    content, first = filled_in(folder, language)
    form = tmp_path / "form.xlsx"
    form.write_bytes(content)
    if ending != "xlsx":
        form = converted(form, ending, tmp_path / "profile")
    done = run(
        "acceptance", folder / "plan", "--case", folder / "case", "--results", form,
        "-o", tmp_path / "report", "--json", "--lang", language,
    )  # fmt: skip

    assert done.code == 0, done.err
    report = json.loads(done.out)
    by_id = {each["camera_id"]: each for each in report["cameras"]}
    assert by_id[first]["verdict"] == "failed"
    assert by_id[first]["raise_m"] == pytest.approx(0.5, abs=0.051)
    assert by_id[first]["measured_azimuth_deg"] == 12.5
    assert by_id[first]["results"][0]["note"].endswith("=1+1")
    others = [each for name, each in by_id.items() if name != first]
    assert all(each["failed"] == 0 and each["raise_m"] is None for each in others)
    assert report["cameras_passed"] == sum(each["verdict"] == "passed" for each in others)
    written = {each.name for each in (tmp_path / "report").iterdir()}
    assert {
        "acceptance-report.csv",
        "acceptance-report-cs.csv",
        "acceptance-report.html",
    } <= written
    assert first in done.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_cell_is_refused_with_its_row_and_heading(
    folder: Path, tmp_path: Path, language: Language
) -> None:
    """A word for pixels: input error, no report."""
    content, _ = filled_in(folder, language)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    titles = [str(cell.value).partition(" [")[0] for cell in sheet[1]]
    sheet.cell(3, titles.index(text("acceptance.column.measured_px", language)) + 1, "dost")
    book.save(tmp_path / "form.xlsx")
    done = run(
        "acceptance", folder / "plan", "--case", folder / "case", "--results",
        tmp_path / "form.xlsx", "-o", tmp_path / "report", "--lang", language,
    )  # fmt: skip

    assert done.code == 4
    assert "dost" in done.err
    assert "3" in done.err
    assert not (tmp_path / "report").exists()
