"""`placement study`: both files, the template to change, and what a template lacks."""

import io
import json
from pathlib import Path

import docx
import pytest

from tests.cli.running import run
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the result of a small town."""
    folder = tmp_path_factory.mktemp("study")
    case = toy_case.write(folder / "case")
    toy_case.change_plan(case, toy_case.with_one_new_camera)
    assert run("plan", case, "-o", folder / "result", "-q").code == 0
    return folder / "result"


def test_a_study_is_two_files(result: Path, tmp_path: Path) -> None:
    """DOCX and HTML stand in the folder in the language asked for, edition on every page."""
    done = run("study", result, "-o", tmp_path / "out", "--lang", "en", "--edition", "7", "--json")

    assert done.code == 0, done.err
    assert json.loads(done.out) == {
        "output": str(tmp_path / "out"), "language": "en", "without": [], "added_styles": [],
    }  # fmt: skip
    document = docx.Document(str(tmp_path / "out" / "study.docx"))
    assert "version 7" in document.sections[0].header.paragraphs[0].text
    assert '<html lang="en">' in (tmp_path / "out" / "study.html").read_text(encoding="utf-8")


def test_the_outline_comes_back_as_a_template(result: Path, tmp_path: Path) -> None:
    """A chapter whose marker is deleted is told to be missing, in Czech."""
    assert run("study", result, "-o", tmp_path, "--outline").code == 0
    document = docx.Document(str(tmp_path / "study-template.docx"))
    for paragraph in document.paragraphs:
        if paragraph.text == "{{chapter:introduction}}":
            paragraph.text = "Vlastní úvod"
    document.save(str(tmp_path / "own.docx"))

    done = run("study", result, "-o", tmp_path, "--template", tmp_path / "own.docx", "--lang", "cs")

    assert done.code == 0, done.err
    assert "takže ve studii chybí: chapter:introduction" in done.err
    lines = [p.text for p in docx.Document(str(tmp_path / "study.docx")).paragraphs]
    assert "Vlastní úvod" in lines


def test_a_bad_template_is_one_message(result: Path, tmp_path: Path) -> None:
    """What is no DOCX ends with the exit code of input data, and nothing is written."""
    bad = tmp_path / "bad.docx"
    bad.write_bytes(io.BytesIO(b"not a document").getvalue())

    done = run("study", result, "-o", tmp_path / "out", "--template", bad, "--lang", "cs")

    assert done.code == 4
    assert "Předlohu studie nelze přečíst" in done.err
    assert not (tmp_path / "out").exists()
