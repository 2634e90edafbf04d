"""The four commands as their users call them: what they write, say and leave alone."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from placement.output import manifest
from placement.output.lists.formats import LISTS
from tests.cli.running import COMMAND, environment, run, run_apart, start
from tests.pipeline import toy_case

GOLDEN = Path(__file__).parent / "golden"
FILES = {
    *LISTS,
    "alternatives-cs.csv",
    "alternatives.csv",
    "ground.json",
    "manifest.json",
    "map.html",
    "plan.gpkg",
    "plan.json",
    "plan.toml",
    "streets-cs.csv",
    "streets.csv",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case; tests leave it as it is."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case")


@pytest.fixture(scope="module")
def result(case: Path) -> Path:
    """Return the result of planning it; tests leave it as it is."""
    folder = case.parent / "out"
    assert run("plan", case, "-o", folder, "-q").code == 0
    return folder


@pytest.mark.parametrize("command", ["plan", "demand", "validate"])
def test_a_foreign_folder_is_refused_before_any_work(
    command: str, case: Path, tmp_path: Path
) -> None:
    """Nobody waits for a plan that cannot be written: not even a broken input is noticed."""
    spoilt = shutil.copytree(case, tmp_path / "case")
    (spoilt / "streets.gpkg").write_bytes(b"no GeoPackage")
    out = tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("mine", encoding="utf-8")
    until = ("--until", "2020-01-01") if command == "validate" else ()
    done = run(command, spoilt, "-o", out, "--lang", "en", *until)

    assert done.code == 7
    assert "letter.txt" in done.err
    assert [each.name for each in out.iterdir()] == ["letter.txt"]


def test_a_question_is_answered_beside_the_free_plan(
    case: Path, result: Path, tmp_path: Path
) -> None:
    """`--forbid` and `--fix` make both plans and say what the question costs."""
    cameras = json.loads((result / "plan.json").read_text(encoding="utf-8"))["cameras"]
    first = next(camera["camera_id"] for camera in cameras if camera["status"] == "new")
    done = run(
        "plan",
        case,
        "-o",
        tmp_path / "out",
        "--forbid",
        first,
        "--fix",
        "L1",
        "--json",
        "--lang",
        "en",
    )
    told = json.loads(done.out)["what_if"]
    stored = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["what_if"]

    assert done.code == 0, done.err
    assert f"What if: new camera L1; forbidden {first}" in done.err
    assert told == stored
    assert [phase["phase"] for phase in told["phases"]] == [0, 1, 2]
    assert all(p["least"] - 1e-9 <= p["costs"] <= p["most"] + 1e-9 for p in told["phases"])


def test_an_answer_has_a_folder_of_its_own(case: Path, result: Path, tmp_path: Path) -> None:
    """Without -o it is named by the question; a folder with a plan is refused, an answer's not."""
    question = ("plan", case, "--forbid", "K1", "--only", "--lang", "cs")
    done = run(*question, folder=tmp_path)
    folder = tmp_path / "maps" / "case-what-if-forbid-k1-only"

    assert done.code == 0, done.err
    assert [each.name for each in (tmp_path / "maps").iterdir()] == [folder.name]
    assert "Co kdyby: zakázáno K1; jinak se nic neplánuje znovu" in done.err
    page = (folder / "map.html").read_text(encoding="utf-8")
    assert "Co kdyby: zakázáno K1" in page
    assert "What if: forbidden K1" in page
    assert "Co kdyby: zakázáno" not in (result / "map.html").read_text(encoding="utf-8")

    before = files_of(result)
    refused = run(*question, "-o", result)
    assert refused.code == 7
    assert "plán, ne odpověď" in refused.err
    assert files_of(result) == before
    assert run(*question, "-o", folder).code == 0


def test_the_plan_file_of_an_answer_asks_again(case: Path, tmp_path: Path) -> None:
    """The resolved plan file beside an answer holds the question and gives the same answer."""
    first, again = tmp_path / "first", tmp_path / "again"
    question = ("--set", "sites.azimuth_step_deg=90", "--cameras", "5", "--fix", "L1,90")
    assert run("plan", case, "-o", first, *question, "-q").code == 0
    resolved = case / "asked.toml"
    resolved.write_bytes((first / "plan.toml").read_bytes())
    done = run("plan", resolved, "-o", again, "-q")
    resolved.unlink()

    assert done.code == 0, done.err
    assert (first / "plan.json").read_bytes() == (again / "plan.json").read_bytes()


def test_a_question_about_nothing_is_a_fault_of_the_plan_file(case: Path, tmp_path: Path) -> None:
    """An unknown id is named, with exit code 3 and nothing written."""
    done = run("plan", case, "-o", tmp_path / "out", "--forbid", "X99", "--lang", "en")

    assert done.code == 3
    assert "“X99” is neither a camera nor a point" in done.err
    assert not (tmp_path / "out").exists()


def files_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return content and time of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    "command",
    [
        "",
        "init",
        "fetch",
        "plan",
        "check",
        "evaluate",
        "demand",
        "viewshed",
        "validate",
        "map",
        "export",
        "compare",
        "visit",
        "register",
        "acceptance",
        "documents",
        "centre",
        "models",
        "study",
    ],
)
def test_help_is_as_agreed(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help of each command is the golden text."""
    monkeypatch.setenv("COLUMNS", "80")

    done = run(*([command] if command else []), "--help")

    assert done.code == 0
    golden = (GOLDEN / f"{command or 'placement'}.txt").read_text(encoding="utf-8")
    assert done.out.split() == golden.split()  # line breaks are click's own affair


def test_plan_writes_everything_and_accounts_for_it(result: Path) -> None:
    """All files are there, and the manifest has the hash of each but itself."""
    assert {path.name for path in result.iterdir()} == FILES
    outputs = json.loads((result / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert set(outputs) == FILES - {"manifest.json"}
    for name, told in outputs.items():
        assert manifest.fingerprint(result / name) == told


def test_the_manifest_names_every_input(case: Path, result: Path) -> None:
    """Each file of the case is named with its hash, by its path in the plan file."""
    inputs = json.loads((result / "manifest.json").read_text(encoding="utf-8"))["inputs"]

    assert set(inputs) == {p.name for p in case.iterdir()} - {"plan.toml"}
    for name, told in inputs.items():
        assert manifest.fingerprint(case / name) == told


def test_the_resolved_plan_file_plans_the_same(case: Path, result: Path, tmp_path: Path) -> None:
    """The plan file written beside the result is a plan file, and gives the same plan."""
    copied = case / "resolved.toml"
    copied.write_bytes((result / "plan.toml").read_bytes())
    done = run("plan", copied, "-o", tmp_path / "again", "-q")
    copied.unlink()

    assert done.code == 0, done.err
    assert (tmp_path / "again" / "plan.json").read_bytes() == (result / "plan.json").read_bytes()


def test_check_changes_nothing(case: Path, tmp_path: Path) -> None:
    """Neither the case nor the folder it is called from is touched."""
    before = files_of(case)

    done = run("check", case, folder=tmp_path)

    assert done.code == 0
    assert files_of(case) == before
    assert list(tmp_path.iterdir()) == []


def test_check_counts_what_can_be_chosen_from(case: Path) -> None:
    """Its summary as JSON counts demand points, sites, candidates and existing cameras."""
    summary = json.loads(run("check", case, "--json").out)

    assert summary["case"] == "Křižovatka"
    assert summary["existing_cameras"] == 2
    assert summary["demand_points"] == 48
    assert summary["candidates"] > summary["sites"] > 2
    read = {account["name"]: account.get("rows_read") for account in summary["inputs"]}
    assert (read["streets"], read["buildings"], read["incidents"]) == (2, 4, 40)


def test_check_says_what_has_no_price(tmp_path: Path) -> None:
    """As the plan will: models that may be bought, carriers of points; nothing if all has one."""
    case = toy_case.write(tmp_path / "case")

    def change(plan: toy_case.Plan) -> None:
        del plan["camera_models"][1]["cost_czk"]
        plan["sites"]["point_cost_czk"] = {"facade": 60_000.0}
        del plan["phases"][1]["budget_czk"]

    whole = run("check", case, "--json", "--lang", "en")
    toy_case.change_plan(case, change)
    done = run("check", case, "--json", "--lang", "en")
    told = json.loads(done.out)

    assert "No price" not in whole.err
    assert "unpriced_models" not in json.loads(whole.out)
    assert done.code == 0, done.err
    assert told["unpriced_models"] == ["panoramatická"]
    assert "lamp post" in told["unpriced_carriers"]
    assert "facade" not in told["unpriced_carriers"]
    for words in (*told["unpriced_models"], "lower bounds"):
        assert words in done.err


def test_map_draws_the_same_bytes(result: Path, tmp_path: Path) -> None:
    """A map drawn again, beside or elsewhere, is the one that `plan` drew."""
    before = {name: content for name, (content, _) in files_of(result).items()}
    drawn = (result / "map.html").read_bytes()

    assert run("map", result, "-o", tmp_path / "map.html").code == 0
    assert (tmp_path / "map.html").read_bytes() == drawn
    assert run("map", result).code == 0
    assert {name: content for name, (content, _) in files_of(result).items()} == before


def test_map_opens_in_the_language_asked(result: Path, tmp_path: Path) -> None:
    """`--lang` counts; without it the plan file's language does."""
    run("map", result, "-o", tmp_path / "en.html", "--lang", "en")

    page = (tmp_path / "en.html").read_bytes()
    assert b'<html lang="en"' in page
    assert b'<html lang="cs"' in (result / "map.html").read_bytes()


def test_export_draws_the_paper(result: Path, tmp_path: Path) -> None:
    """A plan made without paper is drawn on it later."""
    assert run("export", result, "-f", "map-a4.pdf", "-o", tmp_path / "a4.pdf").code == 0
    assert (tmp_path / "a4.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "name",
    [
        "cameras.dxf",
        *(pytest.param(n, marks=pytest.mark.slow) for n in ("cameras.csv", "cameras.xlsx")),
    ],
)
def test_export_gives_the_list_on_standard_output(result: Path, name: str) -> None:
    """`-o -` writes the bytes of the list that `plan` wrote, and nothing else."""
    done = subprocess.run(
        [*COMMAND, "export", str(result), "-f", name, "-o", "-"],
        env=environment(),
        capture_output=True,
        check=True,
    )

    assert done.stdout == (result / name).read_bytes()
    assert done.stderr == b""


def test_a_drawing_can_have_positive_coordinates(result: Path, tmp_path: Path) -> None:
    """Asked of a drawing it is another drawing; asked of another list it is a wrong use."""
    target = tmp_path / "older.dxf"

    assert run("export", result, "-f", "cameras.dxf", "--positive-sjtsk", "-o", target).code == 0
    assert "Y a X kladné" in target.read_text("utf-8")
    assert run("export", result, "-f", "cameras.csv", "--positive-sjtsk", "-o", target).code == 2


def test_export_writes_where_it_is_told(result: Path, tmp_path: Path) -> None:
    """With `-o` into that file, without it under the list's name where one stands."""
    assert run("export", result, "-f", "cameras.csv", "-o", tmp_path / "mine.csv").code == 0
    assert run("export", result, "-f", "cameras.csv", folder=tmp_path).code == 0

    expected = (result / "cameras.csv").read_bytes()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        "mine.csv": expected,
        "cameras.csv": expected,
    }


def test_a_list_that_cannot_be_written_is_told(result: Path, tmp_path: Path) -> None:
    """A target in a folder that is not there ends with 7 and its name."""
    target = tmp_path / "nowhere" / "list.csv"

    done = run("export", result, "-f", "cameras.csv", "-o", target, "--lang", "en")

    assert done.code == 7
    assert str(target) in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_map_without_its_manifest_is_told(result: Path, tmp_path: Path) -> None:
    """A result that lost its manifest is not written over."""
    copied = tmp_path / "copy"
    shutil.copytree(result, copied)
    (copied / "manifest.json").unlink()
    before = files_of(copied)

    done = run("map", copied, "--lang", "en")

    assert done.code == 4
    assert "manifest.json" in done.err
    assert files_of(copied) == before


def test_plan_tells_its_figures_as_json(case: Path, tmp_path: Path) -> None:
    """Standard output is one JSON document with phases, inputs and the folder."""
    done = run("plan", case, "-o", tmp_path / "out", "--json", "-q")

    summary = json.loads(done.out)
    assert summary["synthetic"] is True
    assert [phase["cameras"] for phase in summary["phases"]] == [2, 4, 6]
    assert summary["output"] == str(tmp_path / "out")
    assert done.err == ""


def test_quiet_says_nothing_and_verbose_accounts(case: Path, tmp_path: Path) -> None:
    """`-q` leaves both streams empty; `-v` tells of every input, read and kept."""
    quiet = run("plan", case, "-o", tmp_path / "out", "-q")
    usual = run("plan", case, "-o", tmp_path / "out", "--lang", "en")
    verbose = run("plan", case, "-o", tmp_path / "out", "-v", "--lang", "en")

    assert (quiet.out, quiet.err) == ("", "")
    assert usual.out == ""
    assert "incidents.csv" not in usual.err
    assert "incidents (incidents.csv): 40 rows read, 40 kept" in verbose.err
    assert usual.err in verbose.err


def test_a_made_up_case_says_so_in_both_languages(case: Path, tmp_path: Path) -> None:
    """The first line of the answer tells that the data are no record."""
    czech = run("plan", case, "-o", tmp_path / "out", "--lang", "cs")
    english = run("plan", case, "-o", tmp_path / "out", "--lang", "en")

    assert czech.err.startswith("Ukázková data")
    assert english.err.startswith("Sample data")
    assert "6 kamer na" in czech.err
    assert "6 cameras on" in english.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["plan"],
        ["plan", ".", "--jobs", "0"],
        ["plan", ".", "--seed", "x"],
        ["check", ".", "--lang", "de"],
        ["check", ".", "--color"],
        ["export", ".", "-f", "cameras.xls"],
        ["export", "."],
    ],
)
def test_a_mistyped_command_ends_with_two(arguments: list[str]) -> None:
    """Usage errors have their own code and point to the help."""
    done = run(*arguments)

    assert done.code == 2
    assert "--help" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", ["map", "export"])
def test_a_folder_without_a_plan_is_told(command: str, tmp_path: Path) -> None:
    """Map and export of an empty folder name the plan that is missing."""
    more = ["-f", "cameras.csv"] if command == "export" else []

    done = run(command, tmp_path, *more, "--lang", "en")

    assert done.code == 4
    assert "plan.json" in done.err


def test_a_damaged_plan_is_told(result: Path, tmp_path: Path) -> None:
    """A plan cut off in the middle is named, not traced."""
    content = (result / "plan.json").read_bytes()
    (tmp_path / "plan.json").write_bytes(content[: len(content) // 2])

    done = run("export", tmp_path, "-f", "cameras.csv", "--lang", "en")

    assert done.code == 4
    assert "plan.json" in done.err
    assert "Traceback" not in done.err


def test_names_with_spaces_and_letters_work(tmp_path: Path) -> None:
    """Folders, files and case names may be written as in Czech."""
    folder = tmp_path / "Můj plán – žluťoučký kůň"
    case = toy_case.write(folder / "Dolní Lhota č. 2", name="Žďár nad Sázavou")
    (case / "streets.gpkg").rename(case / "ulice a náměstí.gpkg")

    def change(plan: toy_case.Plan) -> None:
        plan["inputs"]["streets"]["path"] = "ulice a náměstí.gpkg"

    toy_case.change_plan(case, change)
    done = run_apart("plan", case, "--lang", "cs", folder=folder)

    assert done.code == 0, done.err
    assert {p.name for p in (folder / "maps" / case.name).iterdir()} == FILES
    assert "Dolní Lhota č. 2" in done.err


def test_paths_count_from_the_plan_file(case: Path, result: Path, tmp_path: Path) -> None:
    """From whatever folder the command is called, and by file or folder, the plan is the same."""
    done = run("plan", case / "plan.toml", "-q", folder=tmp_path)

    assert done.code == 0, done.err
    made = tmp_path / "maps" / "case" / "plan.json"
    assert made.read_bytes() == (result / "plan.json").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
@pytest.mark.parametrize("after_s", [0.2, pytest.param(1.0, marks=pytest.mark.slow), 3.0])
def test_an_interrupted_run_says_so(after_s: float, tmp_path: Path) -> None:
    """Ctrl-C ends with 130 and one line, loading or working, and leaves nothing behind."""
    case = toy_case.write(tmp_path / "case")
    toy_case.change_plan(case, slow_down)
    process = start("plan", case, "-o", tmp_path / "out", "--lang", "en")
    assert process.stdout is not None
    process.stdout.readline()  # the command runs now
    time.sleep(after_s)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)

    assert process.returncode == 130, told
    assert told.decode() == "Interrupted.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


def slow_down(plan: toy_case.Plan) -> None:
    """Let a plan take a while: small cells, far views."""
    plan["viewshed"]["cell_m"] = 0.25
    plan["camera_models"][0]["range_m"] = 250.0
