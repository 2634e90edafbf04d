"""Given cameras evaluated: a plan's own list gives the plan's figures, any other its own.

The figures come from the plan, from a recomputation that knows nothing of evaluations, or by hand.
"""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from attrs import evolve

import placement
from placement import CameraEvaluation, Case, PlanResult
from placement.errors import InputError
from placement.pipeline.plan_coverage import coverage_of
from placement.texts import LANGUAGES
from tests.pipeline import toy_case

FORMATS = (
    "cameras.csv",
    "cameras-cs.csv",
    "cameras.xlsx",
    "cameras.geojson",
    "plan.gpkg",
    "cameras.kml",
    "cameras.gpx",
    "cameras.dxf",
)
X_M, Y_M = toy_case.X_M, toy_case.Y_M


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return the toy town with incidents enough for an honest share."""
    folder = toy_case.write(tmp_path_factory.mktemp("toy") / "case")
    toy_case.write_rows(folder / "incidents.csv", toy_case.incidents(160))
    return placement.read_case(folder)


@pytest.fixture(scope="module")
def result(case: Case) -> PlanResult:
    """Return the town's plan."""
    return placement.plan_case(case)


@pytest.fixture(scope="module")
def folders(result: PlanResult, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the plan written in each language."""
    where = tmp_path_factory.mktemp("plans")
    return {
        language: placement.write_plan(result, where / language, language=language)
        for language in LANGUAGES
    }


def same_as_planned(evaluation: CameraEvaluation, result: PlanResult) -> None:
    """Compare every figure of an evaluation with those of the plan, to the last digit."""
    plan, given = result.plan, evaluation.plan
    bounds = {"bound": 0.0, "alone": None}
    for said, meant in zip(given.phases, plan.phases, strict=True):
        assert evolve(said, **bounds) == evolve(meant, **bounds)
    assert evaluation.basis == "plan"
    assert evaluation.honest == plan.final.honest
    assert evaluation.value == pytest.approx(result.value, rel=0, abs=1e-9)
    assert given.cameras == plan.cameras
    assert given.districts == plan.districts
    assert given.sensitivity.failures == plan.sensitivity.failures
    assert given.sensitivity.dispensable == plan.sensitivity.dispensable
    assert given.sensitivity.dispensable_lost == plan.sensitivity.dispensable_lost
    assert (given.assumptions, given.provenance) == (plan.assumptions, plan.provenance)
    assert evaluation.places == result.places


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_a_plans_own_list_gives_the_plans_figures(
    case: Case, result: PlanResult, folders: dict[str, Path], name: str, language: str
) -> None:
    """Value, honest share, prices, cameras, districts and failures, from every format."""
    evaluation = placement.evaluate_cameras(case, folders[language] / name)

    assert result.plan.final.honest is not None
    same_as_planned(evaluation, result)
    assert evaluation.account is not None
    notes = [note.kind for note in evaluation.account.notes]
    assert not [kind for kind in notes if kind.startswith("given_")], "the case knows no more"
    assert evaluation.not_counted == 0


def test_a_table_in_memory_gives_the_plans_figures(case: Case, result: PlanResult) -> None:
    """`PlanResult.cameras` as it is, in another order, and what pandas reads of a list."""
    same_as_planned(placement.evaluate_cameras(case, result.cameras.iloc[::-1]), result)


def test_a_list_from_a_spreadsheet_gives_the_plans_figures(
    case: Case, result: PlanResult, folders: dict[str, Path], tmp_path: Path
) -> None:
    """Rows sorted by street, columns reversed and one more: what a spreadsheet makes of it."""
    text = (folders["cs"] / "cameras-cs.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    street = rows[0].index("Ulice")
    rows = [["Poznámka", *rows[0][::-1]]] + [
        ["x", *row[::-1]] for row in sorted(rows[1:], key=lambda row: row[street])
    ]
    sheet = io.StringIO()
    csv.writer(sheet, delimiter=";").writerows(rows)
    (tmp_path / "od úřadu.csv").write_bytes(sheet.getvalue().encode("utf-8-sig"))
    evaluation = placement.evaluate_cameras(case, tmp_path / "od úřadu.csv")

    same_as_planned(evaluation, result)
    assert evaluation.account is not None
    assert "Poznámka" in evaluation.account.unused


def test_a_changed_plan_does_not_claim_the_plans_share(case: Case, result: PlanResult) -> None:
    """One camera less, or another model: at most what as many see that are planned anew."""
    other = result.cameras
    last = other.index[other["status"] == "new"][-1]
    other.loc[last, ["model", "azimuth_deg"]] = ("pevná 4 MP", 10.0)
    for table in (result.cameras.iloc[:-1], other):
        evaluation = placement.evaluate_cameras(case, table)
        seen = placement.evaluate_cameras(case, table.drop(columns=["rank", "gain", "seen"]))

        assert evaluation.basis == "as many"
        assert seen.basis == "independent"
        assert evaluation.value == seen.value < result.value
        assert evaluation.honest is not None
        assert seen.honest is not None
        assert evaluation.honest.share <= seen.honest.share


def test_the_cameras_of_the_case_claim_what_today_claims(case: Case, result: PlanResult) -> None:
    """Without a list: phase 0 of the plan, whose cameras were placed without the incidents."""
    evaluation = placement.evaluate_cameras(case)
    today = result.plan.phases[0]

    assert evaluation.basis == "independent"
    assert (evaluation.value, evaluation.honest) == (today.value, today.honest)
    assert evaluation.plan.final.phase == 0


def by_hand(folder: Path, rows: list[str]) -> Path:
    """Write a list with a header for places alone."""
    path = folder / "list.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_places_alone_are_enough_and_what_is_assumed_is_said(case: Case, tmp_path: Path) -> None:
    """Height, model and direction are assumed, with the rows; the value can be recomputed."""
    path = by_hand(tmp_path, ["x,y", f"{X_M + 60},{Y_M + 5}", f"{X_M - 5},{Y_M - 60}"])
    evaluation = placement.evaluate_cameras(case, path)
    plan, situation = evaluation.plan, evaluation.situation

    assert evaluation.account is not None
    notes = {note.kind: note for note in evaluation.account.notes}
    assert {"given_height", "given_azimuth_busiest", "model_assumed"} <= notes.keys()
    assert notes["given_height"].values["rows"] == "2, 3"
    assert [camera.status for camera in plan.cameras] == ["existing", "existing"]
    assert all(camera.height_assumed and camera.azimuth_assumed for camera in plan.cameras)
    assert situation is not None
    again = coverage_of(plan, surface=situation.surface, demand=situation.demand)
    assert evaluation.value == pytest.approx(again.value([0, 1]), rel=1e-12)
    assert evaluation.value > 0
    assert evaluation.not_counted == 2


def test_proposals_by_hand_have_their_price_and_order(case: Case, tmp_path: Path) -> None:
    """Without phases and ranks: one phase, most gain first; a point is paid for once."""
    here = f"{X_M + 60},{Y_M + 5}"
    path = by_hand(
        tmp_path,
        [
            "id,x,y,stav,model,azimut,výška",
            f"A,{X_M - 100},{Y_M + 5},navržená,pevná 4 MP,270,6",
            f"B,{here},navržená,pevná 4 MP,270,6",
            f"C,{here},navržená,pevná 4 MP,90,6",
            f"D,{here},zrušená,pevná 4 MP,90,6",
        ],
    )
    plan = placement.evaluate_cameras(case, path).plan
    gains = [camera.gain for camera in plan.cameras]

    assert {camera.camera_id for camera in plan.cameras} == {"A", "B", "C"}
    assert [phase.new_cameras for phase in plan.phases] == [0, 3]
    assert gains == sorted(gains, reverse=True)
    assert sum(gains) == pytest.approx(plan.final.value)
    assert plan.final.cost_czk == 3 * 45_000 + 2 * 100_000
    assert plan.final.points == 2


def test_joined_cameras_are_counted_once(case: Case, result: PlanResult, tmp_path: Path) -> None:
    """A camera of the case that the list names too is the list's; the others stand beside it."""
    path = by_hand(
        tmp_path,
        [
            "id,x,y,status,model,azimuth_deg,height_m",
            f"K1,{X_M - 6},{Y_M + 6},in service,pevná 4 MP,270,5",
            f"N,{X_M + 60},{Y_M + 5},new,pevná 4 MP,270,6",
        ],
    )
    alone = placement.evaluate_cameras(case, path)
    joined = placement.evaluate_cameras(case, path, join=True)

    assert (alone.plan.final.cameras, alone.not_counted) == (2, 1)
    assert (joined.plan.final.cameras, joined.not_counted) == (3, 0)
    assert joined.plan.phases[0].value == result.plan.phases[0].value
    assert [camera.camera_id for camera in joined.plan.cameras] == ["K1", "K2", "N"]


def test_all_that_is_wrong_with_a_list_is_said_at_once(case: Case, tmp_path: Path) -> None:
    """Far away, in a house, of an unknown model: each with its row; and repeated identifiers."""
    header = "id,x,y,status,model"
    path = by_hand(
        tmp_path,
        [
            header,
            f"A,{X_M + 20},{Y_M + 20},new,pevná 4 MP",
            f"B,{X_M + 5000},{Y_M},new,pevná 4 MP",
            f"C,{X_M + 60},{Y_M + 5},new,pevná 4 MPx",
        ],
    )
    with pytest.raises(InputError) as caught:
        placement.evaluate_cameras(case, path)
    for language in LANGUAGES:
        assert "{" not in caught.value.render(language)
    rows = {problem.kind: problem.row for problem in caught.value.problems}
    assert rows == {"given_in_house": 2, "given_far_away": 3, "camera_model_unknown": 4}

    twice = by_hand(tmp_path, [header, *[f"A,{X_M + 60},{Y_M + 5},new,pevná 4 MP"] * 2])
    with pytest.raises(InputError) as caught:
        placement.evaluate_cameras(case, twice)
    assert [problem.kind for problem in caught.value.problems] == ["camera_ids_repeated"]


def test_a_written_evaluation_says_that_it_is_none_of_a_plan(
    case: Case, result: PlanResult, folders: dict[str, Path], tmp_path: Path
) -> None:
    """Page, workbook and plan.json say so; no bound is shown; the list is among the inputs."""
    evaluation = placement.evaluate_cameras(case, folders["cs"] / "cameras-cs.csv")
    folder = placement.write_plan(evaluation, tmp_path / "out", language="cs")
    page = (folder / "map.html").read_text(encoding="utf-8")
    legend = pd.read_excel(folder / "cameras.xlsx", sheet_name=1, header=None).to_string()

    assert "vyhodnocení zadaných kamer</title>" in page
    assert "Toto není návrh: kamery byly zadány seznamem cameras-cs.csv" in page
    assert "Toto není návrh" in legend
    assert "jak daleko jsou od nejlepšího možného plánu, není známo" in legend
    assert placement.read_plan(folder).plan == evaluation.plan
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert any(name.endswith("cameras-cs.csv") for name in manifest["inputs"])
    assert result.plan.evaluated is None


@pytest.mark.slow
def test_litvinov_evaluated_gives_its_plans_figures(tmp_path: Path) -> None:
    """The sample case planned, and its lists evaluated: the same value and honest share."""
    case = placement.read_case(Path(__file__).parents[2] / "data" / "litvinov")
    result = placement.plan_case(case)
    folder = placement.write_plan(result, tmp_path / "plan", language="cs")
    for name in FORMATS:
        same_as_planned(placement.evaluate_cameras(case, folder / name), result)
