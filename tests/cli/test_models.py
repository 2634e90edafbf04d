"""`placement models`: data sheets checked, and camera models put into a plan file."""

import json
import tomllib
from pathlib import Path

import pytest

import placement
from tests.cli.running import run
from tests.pipeline import toy_case

CAMERA = {
    "id": "vyrobce-k",
    "brand": "Výrobce",
    "model": "K-4",
    "type": "bullet",
    "resolution": {"megapixels": 4, "max_width": 2688, "max_height": 1520, "label": "4MP"},
    "sensor": '1/2.8" CMOS',
    "lens": {"count": 1, "focal_length_mm": "2.8"},
    "field_of_view_deg": "111 horizontal, 60 vertical",
    "night_vision": {"type": "ir", "range_m": 30},
    "sources": ["https://vyrobce.example/k-4"],
}
BARE = {"brand": "Výrobce", "model": "Holý", "resolution": {"megapixels": 4}}


def written(folder: Path, content: object) -> Path:
    """Write JSON beside a case."""
    file = folder / "sheets.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


@pytest.mark.parametrize("content", [CAMERA, [CAMERA], {"cameras": [CAMERA, BARE]}])
def test_json_of_one_or_many(tmp_path: Path, content: object) -> None:
    """One camera, a list, or the database's whole file; what makes no model says why."""
    done = run("models", written(tmp_path, content), "--json", "--lang", "cs")
    first, *others = json.loads(done.out)["sheets"]

    assert done.code == 0
    assert first["model"] == {
        "name": "Výrobce K-4", "hfov_deg": 111.0, "vfov_deg": 60.0, "width_px": 2688,
        "projection": "f-theta", "night_range_m": 30.0,
    }  # fmt: skip
    assert all(each["lacks"] == "width" and each["model"] is None for each in others)


def test_the_table_of_the_database_is_read(tmp_path: Path) -> None:
    """Its columns, and ours for what it leaves out, with semicolons as Excel writes them."""
    file = tmp_path / "cameras.csv"
    file.write_text(
        "id;brand;model;type;resolution_label;sensor;field_of_view_deg;focal_length_mm\n"
        'a;Výrobce;K-4;bullet;4MP (2688x1520);"1/2.8"" CMOS";111 horizontal, 60 vertical;2,8\n',
        encoding="utf-8-sig",
    )
    done = run("models", file, "--json")

    (sheet,) = json.loads(done.out)["sheets"]
    assert sheet["agrees"] is True
    assert sheet["model"]["width_px"] == 2688


def test_a_model_goes_into_the_plan_file_and_is_planned_with(tmp_path: Path) -> None:
    """The plan file grows by the section, keeps its own words, and a second time is refused."""
    case = toy_case.write(tmp_path / "case")
    before = (case / "plan.toml").read_text(encoding="utf-8")
    sheets = written(tmp_path, CAMERA)
    done = run("models", sheets, "--add", case, "--cost-czk", "41000", "--lang", "cs")
    after = (case / "plan.toml").read_text(encoding="utf-8")

    assert done.code == 0, done.err
    assert after.startswith(before.rstrip())
    added = placement.read_case(case).config.camera_models[-1]
    assert (added.name, added.cost_czk) == ("Výrobce K-4", 41_000)
    again = run("models", sheets, "--add", case, "--cost-czk", "41000")
    assert again.code == 3
    assert (case / "plan.toml").read_text(encoding="utf-8") == after


def test_a_model_without_a_price_does_not_go_where_money_counts(tmp_path: Path) -> None:
    """A phase with a budget wants a price of every model; the plan file stays as it was."""
    case = toy_case.write(tmp_path / "case")
    before = (case / "plan.toml").read_bytes()
    done = run("models", written(tmp_path, CAMERA), "--add", case, "--lang", "cs")

    assert done.code == 3
    assert "cost_czk" in done.err
    assert (case / "plan.toml").read_bytes() == before


def test_models_in_one_line_are_left_alone(tmp_path: Path) -> None:
    """A plan file whose models stand in one line gets no section behind them."""
    case = toy_case.write(tmp_path / "case")
    file = case / "plan.toml"
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    models = values["camera_models"]
    line = ", ".join(
        "{" + ", ".join(f"{key} = {json.dumps(value)}" for key, value in model.items()) + "}"
        for model in models
    )
    head, _, _ = file.read_text(encoding="utf-8").partition("[[camera_models]]")
    file.write_text(f"camera_models = [{line}]\n{head}", encoding="utf-8")
    before = file.read_bytes()

    done = run("models", written(tmp_path, CAMERA), "--add", case, "--lang", "cs")

    assert done.code == 3
    assert "[[camera_models]]" in done.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "options", "word"),
    [
        ([], (), "žádný katalogový list"),
        ([7], (), "není katalogový list"),
        ([{"brand": "", "model": "x"}], (), "nemá název"),
        ([{**CAMERA, "lens": {"count": -2}}], (), "není číslo v mezích"),
        (CAMERA, ("--find", "nic takového"), "nemá v názvu"),
        (BARE, ("-o", "models.toml"), "nelze udělat model"),
        (CAMERA, ("--hfov", "50", "-o", "models.toml"), "nelze nastavit"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    tmp_path: Path, content: object, options: tuple[str, ...], word: str
) -> None:
    """Nothing found, no sheet, no name, a number out of bounds, no such angle."""
    done = run("models", written(tmp_path, content), *options, "--lang", "cs", folder=tmp_path)

    assert done.code == 4
    assert word in done.err
    assert not (tmp_path / "models.toml").exists()


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    """Quotes, brackets and control characters of a name come back from TOML as a name."""
    hostile = {**CAMERA, "model": 'K"]\n[[existing]]\x1b[31m', "sources": ["a\nb = 1\x07"]}
    target = tmp_path / "models.toml"
    done = run("models", written(tmp_path, hostile), "-o", target)

    assert done.code == 0, done.err
    assert "\x1b" not in done.err
    values = tomllib.loads(target.read_text(encoding="utf-8"))
    assert list(values) == ["camera_models"]


def test_check_doubts_a_lens_that_only_its_sensor_tells(tmp_path: Path) -> None:
    """4 mm before 1/1.2" say 111° or 166° or 186°: `check` asks for the sheet's angle."""
    case = toy_case.write(tmp_path / "case")

    def doubtful(values: toy_case.Plan) -> None:
        model = values["camera_models"][0]
        for key in ("hfov_deg", "vfov_deg"):
            del model[key]
        values["camera_models"][0] = {**model, "sensor": "1/1.2", "focal_mm": 4.0}

    toy_case.change_plan(case, doubtful)
    done = run("check", case, "--lang", "cs")

    assert done.code == 0, done.err
    assert "rectilinear 111°, f-theta 166°, equisolid 186°" in done.err
