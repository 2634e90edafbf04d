"""Weights, further incidents and places in a whole plan: what is stated beside what is weighed."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from placement import config as plan_files
from placement import pipeline
from placement.errors import ConfigError, MissingInputError
from placement.pipeline import Situation
from placement.plan.serialisation import as_dict, plan_of
from tests.pipeline import toy_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a toy case."""
    return toy_case.write(tmp_path / "case")


def situation(case: Path) -> Situation:
    """Return the situation of a case."""
    config = plan_files.load(case / plan_files.PLAN_FILE)
    return pipeline.prepare(config, pipeline.read(config, folder=case))


def add(case: Path, **demand: object) -> None:
    """Add keys to the section `demand`."""
    toy_case.change_plan(case, lambda plan: plan["demand"].update(demand))


def kinds(case: Path) -> list[str]:
    """Return the types of the case's incidents, each once."""
    config = plan_files.load(case / plan_files.PLAN_FILE)
    found = pipeline.read(config, folder=case).incidents
    assert found is not None
    return sorted(set(found["kind"]))


def test_a_plan_without_weights_says_nothing_of_them(case: Path) -> None:
    """Where every event counts once there is nothing to set beside."""
    written = as_dict(pipeline.run(case))

    assert "total_alike" not in written
    assert not any("share_alike" in phase for phase in written["phases"])


def test_a_weighted_plan_states_the_unweighted_share(case: Path) -> None:
    """Each phase says what it covers if every event counted once; read back, it is the same."""
    unweighted = situation(case).demand.total
    add(case, weights={kinds(case)[0]: 5.0})
    plan = pipeline.run(case)
    written = as_dict(plan)

    assert plan.total_alike == pytest.approx(unweighted)
    assert plan.demand_total > unweighted
    assert all(0 <= phase["share_alike"] <= 1 for phase in written["phases"])
    assert written["phases"][-1]["share_alike"] > 0
    assert "weighted" in plan.assumptions
    assert plan_of(json.loads(json.dumps(written))) == plan


def test_an_own_table_says_the_same_as_the_plan_file(case: Path) -> None:
    """Weights from a CSV beside the plan file are those written in it."""
    kind = kinds(case)[0]
    add(case, weights={kind: 5.0})
    inline = situation(case).demand.weight
    (case / "w.csv").write_text(f"type,weight\n{kind},5\n", encoding="utf-8")
    add(case, weights="w.csv")

    np.testing.assert_array_equal(situation(case).demand.weight, inline)


def test_tables_that_are_not_there_are_named(case: Path) -> None:
    """A missing CSV is a missing input; a negative weight is refused at its own key."""
    add(case, weights="nowhere.csv", place_types="none.csv")
    with pytest.raises(MissingInputError) as caught:
        plan_files.load(case / plan_files.PLAN_FILE)
    missing = [problem.column for problem in caught.value.problems]

    assert missing == ["demand.weights", "demand.place_types"]
    add(case, weights={"a": -1.0}, place_types="none.csv")
    with pytest.raises(ConfigError) as refused:
        plan_files.load(case / plan_files.PLAN_FILE)
    assert [problem.column for problem in refused.value.problems] == ["demand.weights.a"]


def test_further_incidents_and_places_are_told_apart(case: Path) -> None:
    """Each source has its own account and provenance; a school asks for more pixels around it."""
    before = situation(case)
    middle = before.inputs.streets.geometry.iloc[0].interpolate(0.5, normalized=True)
    place = gpd.GeoDataFrame({"name": ["ZŠ"]}, geometry=[middle], crs=before.inputs.streets.crs)
    place.to_file(case / "schools.gpkg")
    source = {"path": "incidents.csv", "provenance": "surveyed", "role": "accidents", "weight": 0.5}
    school = {"path": "schools.gpkg", "provenance": "open data", "kind": "school"}
    toy_case.change_plan(
        case, lambda plan: plan["inputs"].update(more_incidents=[source], places=[school])
    )
    after = situation(case)
    asked = after.demand.density_px_m

    assert asked is not None
    assert set(asked) == {0.0, 125.0}
    assert after.demand.incidents == 2 * before.demand.incidents
    assert after.demand.total == pytest.approx(1.5 * before.demand.total + 1.0, rel=0.05)
    names = [account.name for account in after.inputs.accounts]
    assert {"incidents", "more_incidents.0", "places.0"} <= set(names)
    assert after.config.inputs.sources()["more_incidents.0"].provenance == "surveyed"
    near = asked > 0
    assert (after.coverage.covers.sum(axis=0) <= before.coverage.covers.sum(axis=0))[near].all()
