"""`placement evaluate`: what it says, writes and refuses; its figures are in `tests/api`."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.pipeline import toy_case

X_M, Y_M = toy_case.X_M, toy_case.Y_M
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case; tests leave it as it is."""
    return toy_case.write(tmp_path_factory.mktemp("toy") / "case")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Return a list of a proposal whose height nobody gave."""
    path = tmp_path / "nabídka.csv"
    rows = ["Kamera;x;y;Stav;Model;Azimut", f"A;{X_M + 60};{Y_M + 5};navržená;pevná 4 MP;270"]
    path.write_text("\n".join(rows) + "\n", encoding="cp1250")
    return path


def test_it_says_what_given_cameras_see_and_cost(case: Path, listed: Path, tmp_path: Path) -> None:
    """In Czech: that nothing was chosen, what was assumed, what does not count, the price."""
    done = run("evaluate", case, "--cameras", listed, "-o", tmp_path / "out", "--lang", "cs")

    assert done.code == 0, done.err
    said = done.err.replace(NBSP, " ")
    assert "kamery byly zadány seznamem nabídka.csv a jen se vyhodnocují" in said
    assert "jejíž výšku seznam neuvádí: A (řádky 2); předpokládá se 5 m" in said
    assert "v provozu a mimo seznam: 2" in said
    assert "1. etapa: 1 kamera na 1 bodě" in said
    assert "145 tis. Kč" in said
    assert "nejlepším možným" not in said
    assert (tmp_path / "out" / "map.html").is_file()
    assert (tmp_path / "out" / "cameras-cs.csv").is_file()


def test_its_json_has_no_bound(case: Path, listed: Path, tmp_path: Path) -> None:
    """Figures of phases as of a plan, but for bound and gap; joined, the town's cameras count."""
    out = ("-o", tmp_path / "out", "--json", "-q")
    done = run("evaluate", case, "--cameras", listed, "--join", *out)

    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["evaluated"] == {"file": "nabídka.csv", "basis": "none"}
    assert [phase["cameras"] for phase in told["phases"]] == [2, 3]
    assert not any({"bound", "gap"} & phase.keys() for phase in told["phases"])
    assert told["not_counted"] == 0
    assert told["inputs"][0]["unused_columns"] == []


def test_a_list_that_is_not_there_is_refused(case: Path, tmp_path: Path) -> None:
    """A missing file is an input error with its name, and nothing is written."""
    done = run("evaluate", case, "--cameras", tmp_path / "none.csv", "-o", tmp_path / "out")

    assert done.code == 4
    assert "none.csv" in done.err
    assert not (tmp_path / "out").exists()


def test_a_list_that_came_back_is_compared_with_its_plan(case: Path, tmp_path: Path) -> None:
    """A column of notes is named, the turned camera told with what it costs, files lie beside."""
    plan, out = tmp_path / "plan", tmp_path / "out"
    assert run("plan", case, "-o", plan, "-q").code == 0
    path = tmp_path / "z úřadu.csv"
    names, *rows = csv.reader(io.StringIO((plan / "cameras.csv").read_text("utf-8")))
    at = names.index("azimuth_deg")
    turned = next(row for row in rows if row[at] and row[names.index("azimuth_assumed")] == "false")
    turned[at] = f"{(float(turned[at]) + 90) % 360:.1f}"
    with path.open("w", encoding="cp1250", newline="") as stream:
        table = [[*names, "Poznámka"], *([*row, "ověřit"] for row in rows)]
        csv.writer(stream, delimiter=";").writerows(table)
    asked = ("--cameras", path, "--against", plan, "-o", out, "--lang", "cs", "--json")
    done = run("evaluate", case, *asked)

    assert done.code == 0, done.err
    assert "Poznámka" in done.err
    assert "Seznam se od plánu liší u 1 kamery" in done.err.replace(NBSP, " ")
    assert "otočena o 90,0°" in done.err.replace(NBSP, " ")
    told = json.loads(done.out)["difference"]
    (row,) = told["cameras"]
    assert (row["camera_id"], row["state"]) == (turned[names.index("camera_id")], "turned")
    assert row["undone"] == pytest.approx(told["planned"] - told["listed"])
    assert (out / "difference-cs.csv").is_file()
    again = run("evaluate", case, "--cameras", path, "-o", out, "-q")
    assert again.code == 0, "a result with a difference is a result of ours"
    assert not (out / "difference.csv").exists()


def test_a_plan_takes_a_list_as_what_stands(case: Path, tmp_path: Path) -> None:
    """`plan --standing`: cameras of the list stand, what it proposes does not."""
    path = tmp_path / "stojí.csv"
    rows = [
        "id;x;y;stav;model;azimut;výška",
        f"S1;{X_M - 6};{Y_M + 6};v provozu;pevná 4 MP;270;5",
        f"N1;{X_M + 60};{Y_M + 5};návrh;pevná 4 MP;270;6",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    done = run("plan", case, "--standing", path, "-o", out, "-q", "--json")

    assert done.code == 0, done.err
    cameras = json.loads((out / "plan.json").read_text("utf-8"))["cameras"]
    assert [c["camera_id"] for c in cameras if c["status"] == "existing"] == ["S1"]
