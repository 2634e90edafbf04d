"""A plan made over and over on other demand."""

import pytest
import toy_case

from placement import config as plan_files
from placement import pipeline
from placement.output import lists
from placement.pipeline import Situation
from placement.plain import as_dict, plan_of
from placement.plan import Plan
from placement.study.repeating import BOOTSTRAP, repeated


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    """Return the situation of a toy case."""
    case = toy_case.write(tmp_path_factory.mktemp("again") / "case")
    config = plan_files.load(case / plan_files.PLAN_FILE)
    return pipeline.prepare(config, pipeline.read(config, folder=case))


@pytest.fixture(scope="module")
def plan(situation: Situation) -> Plan:
    """Return its plan, made again on five samples."""
    return repeated(situation, pipeline.decide(situation), samples=5)


def test_only_new_cameras_are_told_how_often_they_come_back(plan: Plan) -> None:
    """A camera that comes back is like itself; one that stands is never chosen."""
    for camera in plan.cameras:
        if camera.status == "new":
            assert camera.chosen_again is not None
            assert camera.alike_again is not None
            assert 0 <= camera.chosen_again <= camera.alike_again <= 1
            assert round(7 * camera.chosen_again, 9).is_integer()
        else:
            assert camera.chosen_again is None
    assert plan.repetitions == 7


def test_no_plan_loses_less_than_the_one_made_for_the_demand(plan: Plan) -> None:
    """Regret is never below nothing, and next to nothing on the demand planned for."""
    regret = {scenario.name: scenario.regret for scenario in plan.scenarios}

    assert {BOOTSTRAP, "sigma_half", "sigma_double", "as_planned"} <= set(regret)
    assert min(regret.values()) >= 0
    assert regret["as_planned"] < 0.01


def test_the_same_seed_gives_the_same_shares(situation: Situation, plan: Plan) -> None:
    """Nothing depends on chance but by the seed; and a written plan is read back whole."""
    assert repeated(situation, pipeline.decide(situation), samples=5) == plan
    assert plan_of(as_dict(plan)) == plan


def test_the_lists_tell_it_where_it_is_known(situation: Situation, plan: Plan) -> None:
    """A plan that was not made again has no such columns."""
    without = lists.cameras_csv(pipeline.decide(situation)).decode().splitlines()[0]

    assert "alike_again_pct" not in without
    assert "chosen_again_pct,alike_again_pct" in lists.cameras_csv(plan).decode()
