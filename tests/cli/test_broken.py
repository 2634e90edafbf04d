"""Broken inputs of many kinds: each ends with its exit code, a place and a remedy."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from placement.texts import LANGUAGES, Language, catalogue
from tests.cli.broken import Broken
from tests.cli.broken_cases import ALL, MENDED
from tests.cli.running import Ran, run, run_apart
from tests.pipeline import toy_case

APART = ("not_utf8", "no_known_encoding", "no_site", "output_of_another")
"""Cases that are also run in a process of their own, one per exit code."""


def in_turn(cases: Sequence[Broken]) -> list[object]:
    """Return cases with a language each, in turn; with the other they are marked slow.

    That every kind has its words in both is held by `tests/test_errors.py`.
    """
    return [
        pytest.param(
            broken,
            language,
            id=f"{broken.name}-{language}",
            marks=() if language == LANGUAGES[number % len(LANGUAGES)] else pytest.mark.slow,
        )
        for number, broken in enumerate(cases)
        for language in LANGUAGES
    ]


def arguments(broken: Broken, folder: Path, language: Language) -> list[str | Path]:
    """Return the command line for a broken case that was written into a folder."""
    target = ["-o", folder / broken.output] if broken.command == "plan" else []
    return [broken.command, folder / "case", *target, "--json", "--lang", language]


def written(broken: Broken, folder: Path) -> Path:
    """Write the toy case, broken, and return the folder that holds it."""
    broken.breaks(toy_case.write(folder / "case"))
    return folder


def listed(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder with their content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_told(broken: Broken, done: Ran, language: Language) -> None:
    """Assert that the answer names place and remedy, as text and as data."""
    assert "Traceback" not in done.err
    assert done.code == broken.code, done.err
    summary = json.loads(done.out)
    assert summary["exit_code"] == broken.code
    problem = next(p for p in summary["problems"] if p["kind"] == broken.kind)
    assert (problem["row"], problem["column"]) == (broken.row, broken.column)
    assert problem["message"] in done.err
    message = problem["message"]
    assert broken.file in message
    assert broken.row is None or {"cs": "řádek", "en": "row"}[language] in message
    remedy = catalogue(language)[f"problem.{broken.kind}.remedy"].partition("{")[0]
    assert remedy
    assert remedy in message


@pytest.mark.parametrize(("broken", "language"), in_turn(ALL))
def test_a_broken_case_is_told(broken: Broken, language: Language, tmp_path: Path) -> None:
    """Exit code, file, row, column and remedy are told; nothing is written."""
    folder = written(broken, tmp_path)
    before = listed(folder)

    assert_told(broken, run(*arguments(broken, folder, language)), language)

    assert listed(folder) == before


@pytest.mark.parametrize("name", APART)
def test_a_broken_case_is_told_to_a_shell(name: str, tmp_path: Path) -> None:
    """A process of its own ends with the same code and message."""
    broken = next(broken for broken in ALL if broken.name == name)
    folder = written(broken, tmp_path)

    done = run_apart(*arguments(broken, folder, "cs"))

    assert_told(broken, done, "cs")


@pytest.mark.parametrize(("broken", "language"), in_turn(MENDED))
def test_what_can_be_mended_is_mended_and_told(
    broken: Broken, language: Language, tmp_path: Path
) -> None:
    """A small fault does not stop the work, but a note names the file and what was done."""
    folder = written(broken, tmp_path)

    done = run(*arguments(broken, folder, language))

    assert done.code == 0, done.err
    notes = [note for account in json.loads(done.out)["inputs"] for note in account["notes"]]
    remedy = catalogue(language)[f"problem.{broken.kind}.remedy"].partition("{")[0]
    told = [note for note in notes if broken.file in note and remedy in note]
    assert told
    assert told[0] in done.err


def test_all_problems_of_all_inputs_come_at_once(tmp_path: Path) -> None:
    """One run names what is wrong with streets, incidents and cameras."""
    case = toy_case.write(tmp_path / "case")
    for name in ("streets.gpkg", "incidents.csv", "cameras.csv"):
        (case / name).write_bytes(b"")

    done = run("check", case, "--json", "--lang", "en")

    assert done.code == 4
    files = {problem["file"] for problem in json.loads(done.out)["problems"]}
    assert files == {"streets.gpkg", "incidents.csv", "cameras.csv"}
    assert done.err.startswith("error: 3 problems:")


def test_all_problems_of_a_plan_file_come_at_once(tmp_path: Path) -> None:
    """Wrong keys and values of several sections are told together."""
    case = toy_case.write(tmp_path / "case")

    def change(plan: toy_case.Plan) -> None:
        plan["sites"]["spacing"] = 40
        plan["demand"]["lixel_m"] = "10 m"
        plan["phases"][0]["cameras"] = -1

    toy_case.change_plan(case, change)

    done = run("check", case, "--json", "--lang", "cs")

    assert done.code == 3
    columns = {problem["column"] for problem in json.loads(done.out)["problems"]}
    assert columns == {"sites.spacing", "demand.lixel_m", "phases.0.cameras"}


def test_the_table_is_long_and_without_doubles() -> None:
    """There are more than 50 broken cases of more than 40 kinds."""
    names = [broken.name for broken in (*ALL, *MENDED)]

    assert len(names) == len(set(names))
    assert len(ALL) >= 50
    assert len({broken.kind for broken in ALL}) >= 40
