"""`placement demand`: a folder that accounts for itself, says what is made up, breaks politely."""

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from PIL import Image
from shapely.geometry import box

from placement.output import manifest
from placement.output.demand.tables import TABLES
from placement.texts import LANGUAGES
from tests.cli.broken import Broken
from tests.cli.broken_cases import ALL
from tests.cli.running import Ran, run, run_apart
from tests.pipeline import toy_case

FILES = {
    "demand.gpkg",
    "demand.json",
    "demand.png",
    "districts-cs.csv",
    "districts.csv",
    "hot-streets-cs.csv",
    "hot-streets.csv",
    "manifest.json",
}
BROKEN = (
    "no_plan_file",
    "not_toml",
    "unknown_key",
    "not_utf8",
    "empty_layer",
    "no_known_encoding",
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case with two districts, one of known inhabitants, and one hot corner."""
    folder = toy_case.write(tmp_path_factory.mktemp("toy") / "case")
    x, y = toy_case.X_M, toy_case.Y_M
    halves = [box(x - 200, y - 200, x, y + 200), box(x, y - 200, x + 200, y + 200)]
    names = {"name": ["Západ", "Východ"], "obyvatel": ["1 200", ""]}
    gpd.GeoDataFrame(names, geometry=halves, crs=toy_case.CRS).to_file(folder / "districts.gpkg")
    corner = [
        {
            "id": f"R{number:02d}",
            "x": x + 85 + number,
            "y": y + 1,
            "date": f"2024-{number % 12 + 1:02d}-05",
            "type": "rvačka",
        }
        for number in range(30)
    ]
    few = [row for number, row in enumerate(toy_case.incidents()) if number % 2]
    toy_case.write_rows(folder / "incidents.csv", [*few, *corner])

    def change(plan: toy_case.Plan) -> None:
        plan["inputs"]["districts"] = {"path": "districts.gpkg", "provenance": "open data"}

    toy_case.change_plan(folder, change)
    return folder


@pytest.fixture(scope="module")
def result(case: Path) -> Path:
    """Return the folder its demand was written to."""
    folder = case.parent / "out"
    done = run("demand", case, "-o", folder, "-q")
    assert done.code == 0, done.err
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a list for programs."""
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"))))


def test_the_folder_holds_all_and_accounts_for_it(case: Path, result: Path) -> None:
    """All files are there; the manifest has the hash of each and of every input."""
    told = json.loads((result / "manifest.json").read_text(encoding="utf-8"))

    assert set(content(result)) == FILES
    assert set(told["outputs"]) == FILES - {"manifest.json"}
    for name, hashed in told["outputs"].items():
        assert manifest.fingerprint(result / name) == hashed
    assert set(told["inputs"]) == {p.name for p in case.iterdir()} - {"plan.toml"}
    assert told["synthetic"] is True
    assert told["crs_operation"] != ""


def test_two_runs_give_the_same_bytes(case: Path, result: Path, tmp_path: Path) -> None:
    """Also in a process of its own, and over an earlier result of another language."""
    folder = tmp_path / "again"
    assert run("demand", case, "-o", folder, "-q", "--lang", "en").code == 0
    assert content(folder) != content(result)
    done = run_apart("demand", case, "-o", folder, "-q")

    assert done.code == 0, done.err
    assert content(folder) == content(result)


def test_layers_are_those_of_the_schema(result: Path) -> None:
    """Columns, names and system of the GeoPackage are as documented."""
    for name, table in TABLES.items():
        layer = pyogrio.read_dataframe(result / "demand.gpkg", layer=name)

        assert list(layer.columns) == table.names
        assert layer.crs == toy_case.CRS
    assert [name for name, _ in pyogrio.list_layers(result / "demand.gpkg")] == list(TABLES)


def test_demand_in_the_layers_adds_up(result: Path) -> None:
    """Expected incidents sum to the total told, per 100 m times length is expected."""
    lixels = pyogrio.read_dataframe(result / "demand.gpkg", layer="lixels")
    told = json.loads((result / "demand.json").read_text(encoding="utf-8"))

    assert lixels["expected"].sum() == pytest.approx(told["expected"])
    assert (lixels["per_100m"] * lixels["length_m"] / 100).sum() == pytest.approx(told["expected"])
    assert lixels["incidents"].sum() == told["incidents"] == 50


def test_hot_streets_are_named(result: Path) -> None:
    """The corner with thirty fights is found, in the list, the layer and the summary alike."""
    listed = rows(result, "hot-streets.csv")
    layer = pyogrio.read_dataframe(result / "demand.gpkg", layer="hot_streets")
    told = json.loads((result / "demand.json").read_text(encoding="utf-8"))["hot"]

    assert listed[0]["data"] == "synthetic"
    assert (listed[0]["street"], listed[0]["district"]) == ("Mostecká", "Východ")
    assert layer["street"].tolist() == [row["street"] for row in listed]
    assert [row["street"] for row in told["streets"]] == [row["street"] for row in listed]
    assert told["resolution"] == "street"
    assert 0 < told["share_of_length"] < 0.5


def test_districts_are_honest_about_inhabitants(result: Path) -> None:
    """Where they are known there is an index, elsewhere and for the sum there is none."""
    told = {(row["district"], row["year"]): row for row in rows(result, "districts.csv")}

    west, east = told["Západ", "2024"], told["Východ", "2024"]
    assert west["inhabitants"] == "1200"
    assert float(west["per_10_000"]) == pytest.approx(int(west["incidents"]) / 0.12, abs=0.05)
    assert (east["inhabitants"], east["per_10_000"]) == ("", "")
    assert told["*", "2024"]["per_10_000"] == ""
    assert int(told["*", ""]["incidents"]) == 50


def test_the_picture_is_a_picture(result: Path) -> None:
    """A PNG of some size with streets, hot ones and the words around them."""
    with Image.open(result / "demand.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}

        assert picture.width == 1350
        assert (0x1A, 0x1A, 0x8C) in colours


def test_it_speaks_both_languages_and_json(case: Path, tmp_path: Path) -> None:
    """What stands out is told first to people, in full to programs; made-up data say so."""
    czech = run("demand", case, "-o", tmp_path / "out", "--lang", "cs")
    english = run("demand", case, "-o", tmp_path / "out", "--lang", "en", "--json")

    assert czech.err.startswith("Ukázková data")
    assert "úsek Mostecká, Východ" in czech.err
    assert "stretch Mostecká, Východ" in english.err
    summary = json.loads(english.out)
    assert summary["synthetic"] is True
    assert summary["output"] == str(tmp_path / "out")
    assert {row["district"] for row in summary["districts"]} == {"Západ", "Východ", ""}


@pytest.mark.parametrize("null", ["district", "street_class"])
def test_another_rate_can_be_compared_with(case: Path, tmp_path: Path, null: str) -> None:
    """The list says which."""
    done = run("demand", case, "-o", tmp_path / "out", "-q", "--json", "--compare-with", null)

    assert done.code == 0, done.err
    assert json.loads(done.out)["hot"]["compared_with"] == null


def test_without_incidents_it_says_so(case: Path, tmp_path: Path) -> None:
    """Every metre counts the same: a folder without hot streets and districts."""
    bare = toy_case.write(tmp_path / "case")
    toy_case.change_plan(bare, lambda plan: plan["inputs"].pop("incidents"))
    done = run("demand", bare, "-o", tmp_path / "out", "--lang", "en")

    assert done.code == 0, done.err
    assert "There are no incidents" in done.err
    assert set(content(tmp_path / "out")) == FILES
    assert rows(tmp_path / "out", "hot-streets.csv") == []
    assert rows(tmp_path / "out", "districts.csv") == []


def test_anonymised_incidents_name_no_street(tmp_path: Path) -> None:
    """Forty incidents on two points: areas only, and both languages say why."""
    case = toy_case.write(tmp_path / "case")
    moved = [
        {**row, "x": toy_case.X_M + (80 if number % 8 else -80), "y": toy_case.Y_M}
        for number, row in enumerate(toy_case.incidents())
    ]
    toy_case.write_rows(case / "incidents.csv", moved)
    done = run("demand", case, "-o", tmp_path / "out", "--json", "--lang", "en")

    summary = json.loads(done.out)
    assert summary["anonymised"] == {"detected": True, "places": 2, "spacing_m": 160.0}
    assert summary["hot"]["resolution"] == "area"
    assert {row["kind"] for row in summary["hot"]["streets"]} <= {"area"}
    assert "anonymised" in done.err
    assert "anonymizovan" in run("demand", case, "-o", tmp_path / "out", "--lang", "cs").err


def test_a_plan_and_its_demand_live_together(case: Path, tmp_path: Path) -> None:
    """Whichever comes first, neither is in the other's way."""
    assert run("demand", case, "-q", folder=tmp_path).code == 0
    made = content(tmp_path / "maps" / "case")
    assert set(made) == {f"demand/{name}" for name in FILES}
    done = run("plan", case, "-q", "--lang", "en", folder=tmp_path)
    assert done.code == 0, done.err
    assert run("demand", case, "-q", folder=tmp_path).code == 0

    both = content(tmp_path / "maps" / "case")
    assert {name: both[name] for name in made} == made
    assert "plan.json" in both


def test_a_folder_of_another_is_left_alone(case: Path, tmp_path: Path) -> None:
    """A letter in the target ends with 7 and stays."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("keep me", encoding="utf-8")
    done = run("demand", case, "-o", tmp_path / "out", "--lang", "en")

    assert done.code == 7
    assert "letter.txt" in done.err
    assert list(content(tmp_path)) == ["out/letter.txt"]


def test_inhabitants_that_are_no_number_are_told(case: Path, tmp_path: Path) -> None:
    """The layer, the row and what stands there."""
    own = toy_case.write(tmp_path / "case")
    x, y = toy_case.X_M, toy_case.Y_M
    table = {"name": ["A"], "obyvatel": ["asi tisíc"]}
    frame = gpd.GeoDataFrame(table, geometry=[box(x - 9, y - 9, x, y)], crs=toy_case.CRS)
    frame.to_file(own / "districts.gpkg")

    def change(plan: toy_case.Plan) -> None:
        plan["inputs"]["districts"] = {"path": "districts.gpkg", "provenance": "open data"}

    toy_case.change_plan(own, change)
    done = run("demand", own, "-o", tmp_path / "out", "--json", "--lang", "en")

    assert done.code == 4
    (problem,) = json.loads(done.out)["problems"]
    assert (problem["kind"], problem["column"]) == ("value_not_number", "obyvatel")
    assert "districts.gpkg" in problem["message"]
    assert "asi tisíc" in problem["message"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_case_is_told_as_by_check(name: str, tmp_path: Path) -> None:
    """Exit code and problem are those of `check`; nothing is written."""
    broken: Broken = next(broken for broken in ALL if broken.name == name)
    broken.breaks(toy_case.write(tmp_path / "case"))
    for language in LANGUAGES:
        done: Ran = run(
            "demand", tmp_path / "case", "-o", tmp_path / "out", "--json", "--lang", language
        )

        assert done.code == broken.code
        assert "Traceback" not in done.err
        assert broken.kind in {problem["kind"] for problem in json.loads(done.out)["problems"]}
    assert not (tmp_path / "out").exists()


def test_a_wrong_option_is_usage(case: Path) -> None:
    """A rate nobody knows ends with 2."""
    assert run("demand", case, "--compare-with", "country").code == 2
