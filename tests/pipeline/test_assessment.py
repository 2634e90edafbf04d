"""What is said of a case's demand, on the toy case and on the police's real, anonymised record."""

import tomllib
from pathlib import Path

import pytest

from placement import config as plan_files
from placement import pipeline
from placement.pipeline import Assessment
from tests.pipeline import toy_case

CASES = Path(__file__).parents[1] / "cases"


def assessed(file: Path) -> Assessment:
    """Return the assessment of a case."""
    config = plan_files.load(file)
    return pipeline.assess(config, pipeline.read(config, folder=file.parent))


def test_incidents_beyond_the_edge_are_demand_but_no_evidence(tmp_path: Path) -> None:
    """Thirty incidents 60 m past the end of a street make it matter, not hot."""
    case = toy_case.write(tmp_path / "case")
    beyond = [
        {**row, "id": f"V{number}", "x": toy_case.X_M + 180 + number, "y": toy_case.Y_M + number}
        for number, row in enumerate(toy_case.incidents()[:30])
    ]
    toy_case.write_rows(case / "incidents.csv", [*toy_case.incidents(), *beyond])
    made = assessed(case / "plan.toml")

    assert made.demand.incidents == 70
    assert made.hot.lixels["incidents"].sum() == 40
    assert made.yearly.loc[made.yearly["whole_town"], "incidents"].iloc[0] == 40
    assert made.hot.listed.empty or (made.hot.listed.total_bounds[2] < toy_case.X_M + 100)


def test_it_names_what_it_rests_on(tmp_path: Path) -> None:
    """Provenance of the inputs used, not of cameras and lamp posts."""
    made = assessed(toy_case.write(tmp_path / "case") / "plan.toml")

    assert made.synthetic
    assert made.provenance == {"streets": "synthetic", "incidents": "synthetic"}


@pytest.mark.town
def test_zizkov_names_no_street(shared_data: Path, tmp_path: Path) -> None:
    """The police's points are anonymised, and all reach beyond the clip: nothing is claimed."""
    file = toy_case.beside_data(CASES / "zizkov.toml", shared_data / "zizkov", tmp_path)
    made = assessed(file)

    assert tomllib.loads(file.read_text(encoding="utf-8"))["case"]["name"] == made.case
    assert made.anonymised.detected
    assert "anonymised_cells" in made.assumptions
    assert made.hot.resolution == "area"
    assert set(made.hot.listed["kind"]) <= {"area"}
    assert made.hot.at_edge > made.hot.tests
