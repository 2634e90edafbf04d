"""A plan made over and over on other demand and in towns of other heights."""

from itertools import count
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from placement import config as plan_files
from placement import pipeline
from placement.config import PlanConfig
from placement.config.study import StudySection
from placement.errors import InfeasibleError, Problem
from placement.evaluation import robustness
from placement.evaluation.robustness import with_robustness
from placement.evaluation.scenarios import WIDTHS, trials
from placement.output.lists import cameras as lists
from placement.pipeline import RobustnessSettings, Situation
from placement.plan import Plan
from placement.plan.confidence import AS_PLANNED, BOOTSTRAP, HEIGHTS, MOUNTS
from placement.plan.serialisation import as_dict, plan_of
from placement.plan.what_if import WhatIf
from tests.pipeline import toy_case

SAMPLES = 5
PLANS = 3 * SAMPLES + len(WIDTHS)
"""Of samples of incidents, of heights and of mounts, and two other kernels."""


def asking(config: PlanConfig, **asked: float) -> PlanConfig:
    """Return a plan file that asks for trials."""
    return config.model_copy(update={"study": StudySection(**asked)})


def prepared(case: Path, **asked: float) -> Situation:
    """Return the situation of a case that asks for trials."""
    config = asking(plan_files.load(case / plan_files.PLAN_FILE), **asked)
    return pipeline.prepare(config, pipeline.read(config, folder=case))


def heights_only(
    towns: int,
    *,
    building_error_m: float = 1.0,
    terrain_error_m: float = 0.3,
    mount_error_m: float = 0.0,
) -> RobustnessSettings:
    """Return settings that try other heights, and no other incidents."""
    return RobustnessSettings(
        bootstraps=0,
        towns=towns,
        building_error_m=building_error_m,
        terrain_error_m=terrain_error_m,
        mount_error_m=mount_error_m,
    )


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    """Return the situation of a toy case."""
    case = toy_case.write(tmp_path_factory.mktemp("again") / "case")
    return prepared(case, bootstraps=SAMPLES)


@pytest.fixture(scope="module")
def bare(situation: Situation) -> Plan:
    """Return its plan."""
    return pipeline.decide(situation)


@pytest.fixture(scope="module")
def plan(situation: Situation, bare: Plan) -> Plan:
    """Return its plan, made again on five samples of each kind."""
    return with_robustness(situation, bare)


def test_only_new_cameras_are_told_how_often_they_come_back(plan: Plan) -> None:
    """A camera that comes back is like itself; one that stands is never chosen."""
    for camera in plan.cameras:
        if camera.status == "new":
            assert camera.chosen_again is not None
            assert camera.alike_again is not None
            assert 0 <= camera.chosen_again <= camera.alike_again <= 1
            assert round(PLANS * camera.chosen_again, 9).is_integer()
        else:
            assert camera.chosen_again is None
    assert plan.repetitions == PLANS


def test_a_cameras_share_is_that_of_all_scenarios_together(plan: Plan) -> None:
    """The shares by scenario, weighed by its plans, give the camera's own."""
    counted = [s for s in plan.scenarios if s.name in (BOOTSTRAP, HEIGHTS, MOUNTS, *WIDTHS)]

    for camera in plan.cameras:
        if camera.status == "new":
            times = sum(s.plans * s.again[camera.camera_id] for s in counted)
            assert times / PLANS == pytest.approx(camera.alike_again)


def test_no_plan_loses_less_than_the_one_made_for_the_demand(plan: Plan) -> None:
    """Regret is never below nothing, and next to nothing on the demand planned for."""
    told = {scenario.name: scenario for scenario in plan.scenarios}

    assert list(told) == [BOOTSTRAP, *WIDTHS, AS_PLANNED, HEIGHTS, MOUNTS]
    assert [told[name].plans for name in told] == [5, 1, 1, 1, 5, 5]
    for scenario in plan.scenarios:
        assert 0 <= scenario.regret <= scenario.worst <= 1
        assert 0 <= scenario.jaccard <= 1
    assert told[AS_PLANNED].regret < 0.01


@pytest.mark.parametrize("exact", [False, True])
def test_the_plan_tried_is_the_plan_itself(tmp_path: Path, *, exact: bool) -> None:
    """Whichever way its cameras look: on the demand as planned it is worth what it says."""

    def fixed(plain: toy_case.Plan) -> None:
        plain["camera_models"] = [{**toy_case.fixed(), "hfov_deg": 40.0}]
        plain["sites"]["azimuth_step_deg"] = 15.0
        plain["existing"] = {"default_model": toy_case.fixed()["name"]}
        plain["phases"] = [{"name": "cíl", "cameras": 12}]
        plain["optimise"]["exact_azimuth"] = exact

    folder = toy_case.write(tmp_path / "case")
    toy_case.change_plan(folder, fixed)
    there = prepared(folder, height_samples=1)
    found = pipeline.decide(there)
    (told,) = [s for s in with_robustness(there, found).scenarios if s.name == AS_PLANNED]

    assert told.share == pytest.approx(found.final.value / found.demand_total)


def test_the_same_seed_gives_the_same_shares(situation: Situation, bare: Plan, plan: Plan) -> None:
    """Nothing depends on chance but by the seed; and a written plan is read back whole."""
    assert with_robustness(situation, bare) == plan
    assert plan_of(as_dict(plan)) == plan


def test_a_plan_of_an_earlier_version_is_read(plan: Plan) -> None:
    """Its scenarios say less: one plan each, no camera, no worst sample."""
    plain = as_dict(plan)
    for scenario in plain["scenarios"]:
        for name in ("plans", "failed", "worst", "again"):
            del scenario[name]

    read = plan_of(plain).scenarios

    assert [s.share for s in read] == [s.share for s in plan.scenarios]
    assert read[0].worst is None


def test_heights_alone_can_be_tried_without_incidents(tmp_path: Path) -> None:
    """Where demand is metres of street there is nothing to draw, but heights may be wrong."""
    folder = toy_case.write(tmp_path / "case")
    toy_case.change_plan(folder, lambda plain: plain["inputs"].pop("incidents"))
    there = prepared(folder, bootstraps=2, height_samples=3)

    found = with_robustness(there, pipeline.decide(there))

    assert [s.name for s in found.scenarios] == [AS_PLANNED, HEIGHTS, MOUNTS]
    assert found.repetitions == 6


def test_a_town_seen_from_higher_up_is_seen_anew(situation: Situation) -> None:
    """Each town has coverage of its own, over the same candidates; without errors there is none."""
    towns = [t for t in trials(situation, heights_only(2)) if t.name in (HEIGHTS, MOUNTS)]
    houses = [t.situation.surface.prisms.top_m for t in towns]
    none = heights_only(2, building_error_m=0, terrain_error_m=0)

    assert [t.name for t in towns] == [HEIGHTS, HEIGHTS]
    assert not np.array_equal(*houses)
    for town in towns:
        assert town.situation.coverage.covers.shape == situation.coverage.covers.shape
    assert [t.name for t in trials(situation, none)] == [AS_PLANNED]


def test_roofs_of_a_raster_are_off_as_well(tmp_path: Path) -> None:
    """Where houses are burned into the raster, each block of roofs has an error of its own."""
    folder = toy_case.write(tmp_path / "case")
    toy_case.change_plan(folder, lambda plain: plain["viewshed"].update(engine="raster"))
    there = prepared(folder, height_samples=1, terrain_error_m=0, mount_error_m=0)
    assert there.robustness is not None
    (town,) = [t.situation for t in trials(there, there.robustness) if t.name == HEIGHTS]
    off_m = town.surface.obstacles - there.surface.obstacles

    assert there.surface.prisms is None
    assert np.array_equal(off_m != 0, there.surface.roofs)
    assert np.unique(off_m[there.surface.roofs].round(3)).size == 4


def test_cameras_hung_otherwise_see_otherwise(situation: Situation) -> None:
    """Cameras that hang anywhere between 2 m and the sky see other pieces than those at 5 m."""
    settings = heights_only(3, building_error_m=0, terrain_error_m=0, mount_error_m=3)
    towns = [t.situation for t in trials(situation, settings) if t.name == MOUNTS]

    assert len(towns) == 3
    for town in towns:
        assert town.sites.height_m.min() >= 2
        assert (town.coverage.covers != situation.coverage.covers).nnz > 0


def test_what_was_tried_until_a_stop_counts(situation: Situation, bare: Plan) -> None:
    """Asked before each trial; before the first one ends nothing is told."""
    asked = count()
    some = with_robustness(situation, bare, stop=lambda: next(asked) >= 3)

    assert some.repetitions == 3
    assert [(s.name, s.plans) for s in some.scenarios] == [(BOOTSTRAP, 3)]
    assert with_robustness(situation, bare, stop=lambda: True) == bare


def test_a_scenario_without_a_plan_says_so(
    situation: Situation, bare: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no plan keeps the rules the share still stands, and no camera is counted."""

    def refuse(*_: object) -> list[list[int]]:
        raise InfeasibleError(Problem("phases_missing"))

    monkeypatch.setattr(robustness, "plan_again", refuse)
    assert with_robustness(situation, bare) == bare

    monkeypatch.undo()
    turn, keep = count(), robustness.plan_again
    monkeypatch.setattr(
        robustness, "plan_again", lambda *all_: refuse() if next(turn) < SAMPLES else keep(*all_)
    )
    told = {s.name: s for s in with_robustness(situation, bare).scenarios}

    assert (told[BOOTSTRAP].plans, told[BOOTSTRAP].failed) == (0, SAMPLES)
    assert told[BOOTSTRAP].regret == 0
    assert 0 < told[BOOTSTRAP].share < 1
    assert told[HEIGHTS].failed == 0


def test_nothing_is_tried_unasked(situation: Situation, bare: Plan) -> None:
    """By default, with 0, and for the answer to a question or half a search."""
    silent = [None, StudySection(), StudySection(bootstraps=0, height_samples=0)]
    question = evolve(bare, what_if=WhatIf(("x",), (), (), ()))

    for study in silent:
        config = situation.config.model_copy(update={"study": study})
        assert with_robustness(evolve(situation, config=config), bare) == bare
    assert with_robustness(situation, question) == question
    assert with_robustness(situation, evolve(bare, status="interrupted")).repetitions == 0


def test_the_lists_tell_it_where_it_is_known(bare: Plan, plan: Plan) -> None:
    """A plan that was not made again has no such columns."""
    without = lists.cameras_csv(bare).decode().splitlines()[0]

    assert "alike_again_pct" not in without
    assert "chosen_again_pct,alike_again_pct" in lists.cameras_csv(plan).decode()
