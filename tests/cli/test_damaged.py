"""A result that was edited or damaged is refused, and what users put beside it is never lost."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placement.texts import LANGUAGES
from tests.cli.running import run
from tests.pipeline import toy_case

Edit = Callable[[dict[str, Any]], object]
EDITS: dict[str, Edit] = {
    "no_models": lambda plan: plan.update(models=[]),
    "unknown_model": lambda plan: plan["cameras"][0].update(model="nobody's"),
    "status_is_a_number": lambda plan: plan.update(status=-1),
    "status_is_unknown": lambda plan: plan.update(status="nearly"),
    "system_is_a_flag": lambda plan: plan.update(crs=True),
    "cameras_are_an_object": lambda plan: plan.update(cameras={}),
    "phases_are_a_text": lambda plan: plan.update(phases=""),
    "place_is_null": lambda plan: plan["cameras"][0].update(x_m=None),
    "place_is_endless": lambda plan: plan["cameras"][0].update(y_m=1e308),
    "phase_there_is_none": lambda plan: plan["cameras"][0].update(phase=99),
}
PlanFileEdit = Callable[[str], str]
PLAN_FILES: dict[str, PlanFileEdit | bytes | None] = {
    "gone": None,
    "empty": b"",
    "cut": b"[output",
    "not_utf8": b"\xff",
    "another_table": b"[case]\n",
    "only_its_output": b"[output]\npublic = true\nwithhold = []\n",
    "half": lambda text: text[: len(text) // 2],
    "section_misspelt": lambda text: text.replace("[viewshed]", "[viewshet]"),
    "key_misspelt": lambda text: text.replace("public = true", "publik = false"),
    "key_gone": lambda text: text.replace("public = true\n", ""),
    "no_word_on_withholding": lambda text: text.replace("withhold = []\n", ""),
    "value_unknown": lambda text: text.replace("public = true", 'public = "perhaps"'),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a coarse toy case with a public edition."""
    folder = toy_case.write(tmp_path_factory.mktemp("toy") / "case", cell_m=8.0)

    def coarse(plan: toy_case.Plan) -> None:
        plan["viewshed"]["cell_m"] = 8.0
        plan["sites"] |= {"spacing_m": 60.0, "azimuth_step_deg": 180.0}
        plan["output"] = {"paper": False, "public": True}

    toy_case.change_plan(folder, coarse)
    return folder


@pytest.fixture(scope="module")
def result(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its plan; tests put back what they change."""
    out = tmp_path_factory.mktemp("result") / "out"
    done = run("plan", case, "-o", out)
    assert done.code == 0, done.err
    return out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edited_plan_is_refused(edit: Edit, language: str, result: Path, tmp_path: Path) -> None:
    """`map` and `export` end with 4 and name plan.json; nothing is written."""
    path = result / "plan.json"
    whole = path.read_bytes()
    plan = json.loads(whole)
    edit(plan)
    path.write_text(json.dumps(plan), encoding="utf-8")
    list_of_cameras = tmp_path / "cameras.csv"
    drawn = run("map", result, "--lang", language)
    exported = run("export", result, "-f", "cameras.csv", "-o", list_of_cameras, "--lang", language)
    path.write_bytes(whole)

    for done in (drawn, exported):
        assert done.code == 4, done.err
        assert "Traceback" not in done.err
        assert "plan.json" in done.err
        assert "`placement plan`" in done.err
    assert not list_of_cameras.exists()


@pytest.mark.parametrize("edit", PLAN_FILES.values(), ids=PLAN_FILES.keys())
def test_nothing_is_made_of_a_result_with_a_damaged_plan_file(
    edit: PlanFileEdit | bytes | None, result: Path, tmp_path: Path
) -> None:
    """What may be published is not known then; the public map stays as it is, or is not made."""
    path, public = result / "plan.toml", result / "public" / "map.html"
    whole, page = path.read_bytes(), public.read_bytes()
    damaged = edit(whole.decode()).encode() if callable(edit) else edit
    assert damaged != whole
    path.unlink()
    if damaged is not None:
        path.write_bytes(damaged)
    bare = tmp_path / "bare"
    shutil.copytree(result, bare)
    shutil.rmtree(bare / "public")
    drawn, anew = run("map", result, "--lang", "en"), run("map", bare)
    exported = run("export", result, "-f", "cameras.csv", "-o", tmp_path / "a.csv", "--lang", "en")
    path.write_bytes(whole)

    for done in (drawn, anew, exported):
        assert done.code == 4, done.err
        assert "plan.toml" in done.err
        assert "Traceback" not in done.err
    assert public.read_bytes() == page
    assert not (bare / "public").exists()
    assert not (tmp_path / "a.csv").exists()


def test_a_result_without_its_plan_is_no_case(result: Path, tmp_path: Path) -> None:
    """`compare` says that the plan is gone, instead of reading plan.toml as a case."""
    copy = tmp_path / "copy"
    shutil.copytree(result, copy)
    (copy / "plan.json").unlink()
    done = run("compare", result, copy, "-o", tmp_path / "difference.html")
    assert done.code != 0
    assert "plan.json" in done.err
    assert "streets" not in done.err


def test_an_answer_does_not_replace_a_plan_that_cannot_be_read(
    case: Path, result: Path, tmp_path: Path
) -> None:
    """A what-if into the folder of a plan is refused, also where that plan is damaged or lost."""
    for name, damage in (("cut", lambda path: path.write_bytes(b"{")), ("gone", Path.unlink)):
        copy = tmp_path / name
        shutil.copytree(result, copy)
        damage(copy / "plan.json")
        done = run("plan", case, "--only", "-o", copy, "--fix", "0,0")
        assert done.code == 7, done.err
        assert (copy / "map.html").read_bytes() == (result / "map.html").read_bytes()


def test_files_of_the_users_survive_a_second_plan(case: Path, tmp_path: Path) -> None:
    """Wherever they lie in the result: `plan` and `map` put them into the new one."""
    out = tmp_path / "out"
    assert run("plan", case, "-o", out).code == 0
    mine = [out / "public" / "mine.txt", out / "notes" / "deep" / "a.txt", out / "b.txt"]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name, encoding="utf-8")

    for command in (("plan", case, "-o", out), ("map", out)):
        done = run(*command)

        assert done.code == 0, done.err
        assert [path.read_text(encoding="utf-8") for path in mine] == [p.name for p in mine]


def test_work_of_the_users_in_a_public_file_is_not_replaced(case: Path, tmp_path: Path) -> None:
    """A public file with other content than we wrote stops `plan` and `map`, which name it."""
    out = tmp_path / "out"
    assert run("plan", case, "-o", out).code == 0
    page = out / "public" / "map.html"
    page.write_text("my own words", encoding="utf-8")

    for command in (("plan", case, "-o", out), ("map", out)):
        done = run(*command)

        assert done.code == 7
        assert "public/map.html" in done.err
        assert page.read_text(encoding="utf-8") == "my own words"
