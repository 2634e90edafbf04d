"""`placement validate`: its files agree with its figures, and what it cannot do it says."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from placement.cli.validate import ratio
from placement.output import manifest
from tests.cli.running import Ran, run
from tests.pipeline import toy_case

UNTIL = "2024-07-01"
FILES = {"manifest.json", "validation.csv", "validation.json", "validation.png"}
PNG = b"\x89PNG\r\n\x1a\n"
METHODS = ["ours", "counts", "planar_100", "planar_300", "even", "random", "today", "oracle"]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case; tests leave it as it is."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case")


@pytest.fixture(scope="module")
def result(case: Path) -> tuple[Path, Ran]:
    """Return the folder of a hold-out and what the command said."""
    folder = case.parent / "out"
    done = run("validate", case, "--until", UNTIL, "-o", folder, "--json", "--lang", "en")
    assert done.code == 0, done.err
    return folder, done


def table(folder: Path) -> list[dict[str, str]]:
    """Return the rows of the table."""
    with (folder / "validation.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def changed(case: Path, folder: Path, change: dict[int, dict[str, object]]) -> Path:
    """Return a case whose incidents differ in some rows."""
    copy = toy_case.write(folder / "case")
    toy_case.edit_rows(copy / "incidents.csv", toy_case.incidents(), change)
    return copy


def problems(done: Ran) -> list[dict[str, Any]]:
    """Return the problems a failed command gave as JSON."""
    found: list[dict[str, Any]] = json.loads(done.out)["problems"]
    return found


def test_all_files_are_there_and_accounted_for(case: Path, result: tuple[Path, Ran]) -> None:
    """Table, figure and JSON stand in the manifest with their hashes, and so do the inputs."""
    folder, _ = result

    assert {path.name for path in folder.iterdir()} == FILES
    account = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(account["outputs"]) == FILES - {"manifest.json"}
    for name, told in account["outputs"].items():
        assert manifest.fingerprint(folder / name) == told
    assert set(account["inputs"]) == {path.name for path in case.iterdir()} - {"plan.toml"}
    assert (folder / "validation.png").read_bytes().startswith(PNG)


def test_table_json_and_summary_say_the_same(result: tuple[Path, Ran]) -> None:
    """Each method's share is the same in all three, with its interval."""
    folder, done = result
    written = json.loads((folder / "validation.json").read_text(encoding="utf-8"))
    said = json.loads(done.out)

    assert said == {**written, "output": str(folder)}
    held = written["hold_out"]
    assert held["until"] == UNTIL
    assert held["earlier"] + held["later"] + held["left_out"] + held["undated"] == 40
    rows = table(folder)
    assert [row["method"] for row in rows] == METHODS
    for row, score in zip(rows, held["scores"], strict=True):
        for name in ("seen", "pai", "pei", "rri"):
            assert float(row[name]) == pytest.approx(score[name]["value"], abs=1e-4)
            assert float(row[f"{name}_low"]) <= float(row[name]) <= float(row[f"{name}_high"])
    assert "our plan: 4 new cameras see" in done.err


def test_the_same_case_gives_the_same_bytes(case: Path, result: tuple[Path, Ran]) -> None:
    """Run again, every file is the same to the byte."""
    folder, _ = result
    again = case.parent / "again"

    assert run("validate", case, "--until", UNTIL, "-o", again, "-q", "--lang", "en").code == 0
    for name in FILES:
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_the_figure_speaks_the_language_asked(case: Path, result: tuple[Path, Ran]) -> None:
    """Czech words make another picture, and Czech messages."""
    folder, _ = result
    czech = case.parent / "czech"

    done = run("validate", case, "--until", UNTIL, "-o", czech, "--lang", "cs")

    assert "náš plán: nových kamer 4" in done.err
    assert (czech / "validation.png").read_bytes() != (folder / "validation.png").read_bytes()
    assert (czech / "validation.csv").read_bytes() == (folder / "validation.csv").read_bytes()


def test_later_rows_of_the_file_change_no_plan(
    case: Path, result: tuple[Path, Ran], tmp_path: Path
) -> None:
    """With the later rows moved and renamed, all plans but the oracle's stay to the camera."""
    folder, _ = result
    late = [k for k, row in enumerate(toy_case.incidents()) if str(row["date"]) >= UNTIL]
    moved = {k: {"x": toy_case.X_M + 100, "y": toy_case.Y_M, "type": "jiný"} for k in late}
    other = changed(case, tmp_path, moved)

    assert run("validate", other, "--until", UNTIL, "-o", tmp_path / "out", "-q").code == 0

    ours, theirs = (
        json.loads((place / "validation.json").read_text(encoding="utf-8"))["hold_out"]
        for place in (folder, tmp_path / "out")
    )
    assert len(late) > 10
    assert ours["cameras"].pop("oracle") != theirs["cameras"].pop("oracle")
    assert ours["cameras"] == theirs["cameras"]


def test_the_result_stands_beside_the_plan_and_survives_it(case: Path, tmp_path: Path) -> None:
    """Without -o it goes to maps/<case>/validation; planning anew leaves it there."""
    for command in (("plan",), ("validate", "--until", UNTIL), ("plan",)):
        done = run(command[0], case.resolve(), *command[1:], "-q", folder=tmp_path)
        assert done.code == 0, done.err

    assert {p.name for p in (tmp_path / "maps" / "case" / "validation").iterdir()} == FILES
    assert (tmp_path / "maps" / "case" / "plan.json").is_file()


def test_a_ratio_to_nothing_is_a_dash() -> None:
    """A method that saw nothing has no ratio; `nan` says nothing to a reader."""
    assert ratio(float("nan"), "cs") == "–"
    assert ratio(1.25, "cs") == "1,25"


def test_installed_cameras_are_evaluated(case: Path, tmp_path: Path) -> None:
    """A column of days gives an evaluation of its own, without a hold-out if none is asked."""
    copy = toy_case.write(tmp_path / "case")
    rows = [{**row, "datum instalace": "1. 7. 2024"} for row in toy_case.cameras()]
    toy_case.write_rows(copy / "cameras.csv", rows)

    done = run("validate", copy, "--installed", "-o", tmp_path / "out", "--json", "--lang", "en")

    assert done.code == 0, done.err
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "installed.csv",
        "manifest.json",
        "validation.json",
    }
    (found,) = json.loads(done.out)["installed"]
    assert (found["installed"], found["cameras"]) == ("2024-07-01", ["K1", "K2"])
    assert found["assumed_directions"] == 1
    low, high = found["total"]["interval"]
    assert low <= found["total"]["estimate"] <= high
    assert "since 2024-07-01, cameras 2" in done.err


@pytest.mark.parametrize(
    ("until", "kind"),
    [
        ("1999-01-01", "study_date_outside"),
        ("2099-01-01", "study_date_outside"),
        ("2024-01-03", "study_too_few"),
    ],
)
def test_a_day_that_splits_nothing_is_refused(case: Path, until: str, kind: str) -> None:
    """Outside the record, or with too few on a side: exit code 4, and the file is named."""
    done = run("validate", case, "--until", until, "--json")

    assert done.code == 4
    (problem,) = problems(done)
    assert (problem["kind"], problem["file"]) == (kind, "incidents.csv")


def test_incidents_without_dates_are_refused(tmp_path: Path) -> None:
    """No date at all: exit code 4; no incidents at all: 4 as well, and both say so."""
    copy = changed(tmp_path, tmp_path, {k: {"date": ""} for k in range(toy_case.INCIDENTS)})
    done = run("validate", copy, "--until", UNTIL, "--json")
    assert (done.code, problems(done)[0]["kind"]) == (4, "study_no_dates")

    toy_case.change_plan(copy, lambda plan: plan["inputs"].pop("incidents"))
    done = run("validate", copy, "--until", UNTIL, "--json")
    assert (done.code, problems(done)[0]["kind"]) == (4, "study_no_incidents")


def test_cameras_without_dates_are_refused(case: Path) -> None:
    """Nothing to evaluate: exit code 4 with a word on the column."""
    done = run("validate", case, "--installed", "--json")

    assert (done.code, problems(done)[0]["kind"]) == (4, "study_no_installation")


def test_a_target_below_todays_cameras_is_infeasible(tmp_path: Path) -> None:
    """The plan file asks for one camera where two stand: exit code 5, as of `plan`."""
    copy = toy_case.write(tmp_path / "case")
    toy_case.change_plan(copy, lambda plan: plan.update(phases=[{"name": "a", "cameras": 1}]))

    assert run("validate", copy, "--until", UNTIL).code == 5


@pytest.mark.parametrize(
    "options",
    [(), ("--until", "včera"), ("--until", "2024-13-01"), ("--until", UNTIL, "--cameras", "0")],
)
def test_mistyped_options_are_usage_errors(case: Path, options: tuple[str, ...]) -> None:
    """Neither a day nor --installed, no day at all, no such month, no camera: exit code 2."""
    assert run("validate", case, *options).code == 2
