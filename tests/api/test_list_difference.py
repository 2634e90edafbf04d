"""A list that was a plan's, changed outside: what differs, and what each difference does.

Values come from lists that differ from the plan in one camera alone, evaluated each by itself.
"""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

import placement
from placement import CameraEvaluation, Case, PlanResult
from placement.texts import LANGUAGES
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return the toy town."""
    return placement.read_case(toy_case.write(tmp_path_factory.mktemp("toy") / "case"))


@pytest.fixture(scope="module")
def result(case: Case) -> PlanResult:
    """Return its plan."""
    return placement.plan_case(case)


def surveyed(result: PlanResult) -> tuple[pd.DataFrame, list[str]]:
    """Return the plan's list after a survey, and the cameras: turned, moved, raised, gone, new."""
    table = result.cameras.reset_index(drop=True)
    new = table.index[table["status"] == "new"].tolist()
    fixed = table["model"].eq("pevná 4 MP") & ~table["azimuth_assumed"]
    turned = table.index[fixed][0]
    moved, gone = (at for at in (new[0], new[-1]) if at != turned)
    names = table.loc[[turned, moved, gone], "camera_id"].tolist()
    table.loc[turned, ["azimuth_deg", "grid_azimuth_deg"]] += 10.0
    table.loc[moved, "height_m"] += 0.5
    shifted = table.geometry.translate(3.0, 0.0)
    table.loc[moved, "geometry"] = shifted[moved]
    table.loc[moved, "x_m"] += 3.0
    added = table.loc[[gone]].assign(camera_id="NOVÁ", point_id="NOVÝ", name="Nová")
    table = pd.concat([table.drop(index=gone), added], ignore_index=True)
    last = table.index[-1]
    table.loc[last, "geometry"] = table.geometry.translate(-20.0, 0.0)[last]
    table.loc[last, "x_m"] -= 20.0
    return table, [*names, "NOVÁ"]


@pytest.fixture(scope="module")
def listed(case: Case, result: PlanResult) -> CameraEvaluation:
    """Return the surveyed list evaluated."""
    return placement.evaluate_cameras(case, surveyed(result)[0])


def test_an_unedited_list_does_not_differ(case: Case, result: PlanResult) -> None:
    """Nothing differs, and both see the same, to the last digit."""
    difference = placement.evaluate_cameras(case, result.cameras).against(result)

    assert difference.pairs == ()
    assert difference.planned == difference.listed == pytest.approx(result.value, abs=1e-9)
    assert "%" in difference.sentence("cs")


def test_differences_are_those_of_the_survey(listed: CameraEvaluation, result: PlanResult) -> None:
    """Turned by 10°, moved by 3 m and half a metre higher, gone, new; nobody else."""
    turned, moved, gone, new = surveyed(result)[1]
    difference = listed.against(result)
    rows = {row["camera_id"]: row for row in difference.rows}

    assert rows.keys() == {turned, moved, gone, new}
    assert rows[turned]["turned_deg"] == pytest.approx(10.0, abs=1e-6)
    assert rows[turned]["moved_m"] == 0.0
    assert rows[moved]["moved_m"] == pytest.approx(3.0, abs=1e-6)
    assert rows[moved]["height_after_m"] - rows[moved]["height_before_m"] == pytest.approx(0.5)
    assert (rows[gone]["state"], rows[new]["state"]) == ("gone", "new")
    assert difference.listed == pytest.approx(listed.value, abs=1e-9)
    assert difference.planned == pytest.approx(result.value, abs=1e-9)
    undone = [row["undone"] for row in difference.rows]
    assert undone == sorted(undone, reverse=True)


def test_worth_is_that_of_lists_with_one_difference(
    case: Case, listed: CameraEvaluation, result: PlanResult
) -> None:
    """Each difference done alone, and each undone alone, evaluated as a list of its own."""
    table, names = surveyed(result)
    plan = result.cameras.set_index("camera_id", drop=False)
    outside = table.set_index("camera_id", drop=False)
    rows = {row["camera_id"]: row for row in listed.against(result).rows}

    def value(first: pd.DataFrame, second: pd.DataFrame, name: str) -> float:
        """Return what the first list sees with one camera as the second has it."""
        one = first.drop(index=name, errors="ignore")
        other = second.loc[[name]] if name in second.index else second.iloc[:0]
        mixed = pd.concat([one, other]).reset_index(drop=True)
        return placement.evaluate_cameras(case, mixed).value

    for name in names:
        alone = value(plan, outside, name) - result.value
        undone = value(outside, plan, name) - listed.value
        assert rows[name]["alone"] == pytest.approx(alone, abs=1e-6), name
        assert rows[name]["undone"] == pytest.approx(undone, abs=1e-6), name


def test_files_and_texts_say_the_same(
    listed: CameraEvaluation, result: PlanResult, tmp_path: Path
) -> None:
    """CSV for programs and for Czech Excel, a table to read in both languages, beside the map."""
    difference = listed.against(result)
    folder = placement.write_plan(listed, tmp_path / "out", language="cs")
    for name, content in difference.files().items():
        (folder / name).write_bytes(content)
    rows = list(csv.DictReader(io.StringIO((folder / "difference.csv").read_text("utf-8"))))
    czech = (folder / "difference-cs.csv").read_text("utf-8-sig").splitlines()

    assert [row["camera_id"] for row in rows] == [row["camera_id"] for row in difference.rows]
    assert len(czech) == len(rows) + 1
    assert "hledí jinam" in "".join(czech)
    for language in LANGUAGES:
        table = difference.table(language)
        assert len(table.rows) == len(rows)
        assert "{" not in difference.sentence(language) + str(table)
