"""`pipeline.run`: the whole work as one call, and what single keys of a plan file change in it."""

import json
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from placement import config as plan_files
from placement import pipeline
from placement.errors import ConfigError, InfeasibleError, InputError
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


def test_a_case_may_be_a_folder_a_file_or_a_text(case: Path) -> None:
    """All three name the same case."""
    plans = [pipeline.run(given) for given in (case, case / "plan.toml", str(case))]

    assert plans[0] == plans[1] == plans[2]
    assert [phase.cameras for phase in plans[0].phases] == [2, 4, 6]


def test_a_plan_survives_being_written_as_json(case: Path) -> None:
    """What is read back is the plan itself, to the last bit."""
    plan = pipeline.run(case)

    assert plan_of(json.loads(json.dumps(as_dict(plan)))) == plan


def test_overrides_take_the_place_of_optimise(case: Path) -> None:
    """The seed given counts; a key that is none there is refused."""
    assert pipeline.run(case, seed=11).seed == 11
    with pytest.raises(ConfigError, match=r"optimise\.speed"):
        pipeline.run(case, speed=2.0)


def test_problems_without_a_file_name_the_plan_file(case: Path) -> None:
    """What the analysis refuses is written in the plan file, so that is named."""
    toy_case.change_plan(case, lambda plan: plan.update(phases=[{"name": "a", "cameras": 1}]))

    with pytest.raises(InfeasibleError) as caught:
        pipeline.run(case)

    assert [problem.file for problem in caught.value.problems] == ["plan.toml"]


def test_a_camera_of_unknown_direction_looks_where_most_demand_is(case: Path) -> None:
    """No other step of the compass shows K2 more, and the plan says that it was assumed."""
    made = situation(case)

    assert made.existing_cameras.azimuth_assumed.tolist() == [False, True]
    assert "azimuths" in made.assumptions
    steps = np.arange(0.0, 360.0, made.config.sites.azimuth_step_deg)
    assert made.existing_cameras.azimuth_deg[1] in steps
    best = made.coverage.value([1])
    same = (made.candidates.site == made.candidates.site[1]) & (
        made.candidates.model == made.candidates.model[1]
    )
    assert best >= max(made.coverage.value([j]) for j in np.flatnonzero(same))
    assert best > 0


def test_a_camera_of_unknown_direction_may_count_for_nothing(case: Path) -> None:
    """With `unknown_azimuth = "none"` it stands and sees nothing."""
    toy_case.change_plan(case, lambda plan: plan.update(existing={"unknown_azimuth": "none"}))

    plan = pipeline.run(case)

    unknown = next(camera for camera in plan.cameras if camera.camera_id == "K2")
    assert (unknown.status, unknown.seen, unknown.gain) == ("existing", 0.0, 0.0)
    assert plan.phases[0].cameras == 2


def test_a_broken_camera_is_listed_and_never_counted(case: Path) -> None:
    """Out of service it keeps its place in the list, last in rank, and covers nothing."""
    broken = {0: {"status": "mimo provoz"}}
    toy_case.edit_rows(case / "cameras.csv", toy_case.cameras(), broken)

    plan = pipeline.run(case)

    out = [camera for camera in plan.cameras if camera.status == "out of service"]
    assert [camera.camera_id for camera in out] == ["K1"]
    assert out[0].rank == len(plan.cameras)
    assert out[0].seen == 0.0
    assert [phase.cameras for phase in plan.phases] == [1, 4, 6]


def test_more_money_or_cameras_never_see_less(case: Path) -> None:
    """The target's value grows with its count, and its bound too."""
    values = []
    for cameras in (3, 5, 8):
        phases = [{"name": "a", "cameras": cameras}]
        toy_case.change_plan(case, lambda plan, p=phases: plan.update(phases=p))
        final = pipeline.run(case).final
        values.append((final.value, final.bound))

    assert values == sorted(values)
    assert values[0][0] < values[-1][0]


def test_without_incidents_every_metre_counts(case: Path) -> None:
    """Demand is the length of the streets, and the plan says so."""
    toy_case.change_plan(case, lambda plan: plan["inputs"].pop("incidents"))

    plan = pipeline.run(case)

    assert plan.demand_unit == "street_metres"
    assert plan.demand_total == pytest.approx(4 * toy_case.ARM_M)
    assert "no_incidents" in plan.assumptions


def test_only_what_lies_in_the_area_is_planned(case: Path) -> None:
    """With an area, demand points and new points lie inside it; existing cameras stay outside."""
    east = toy_case.X_M + 20
    zone = toy_case.buildings().iloc[:1].assign(name="východ", reason="")
    box = zone.geometry.iloc[0].buffer(60)
    zone = zone.set_geometry([box]).clip((east, toy_case.Y_M - 99, east + 99, toy_case.Y_M + 99))
    zone.to_file(case / "area.gpkg")

    def change(plan: toy_case.Plan) -> None:
        plan["inputs"]["area"] = {"path": "area.gpkg", "provenance": "assumed"}

    toy_case.change_plan(case, change)

    made = situation(case)
    plan = pipeline.decide(made)

    assert 0 < len(made.demand.ids) < 48
    assert made.demand.x_m.min() >= east
    assert all(camera.x_m >= east for camera in plan.cameras if camera.status == "new")
    assert {camera.camera_id for camera in plan.cameras if camera.phase == 0} == {"K1", "K2"}


def test_coverage_of_a_plan_is_that_it_was_chosen_by(case: Path) -> None:
    """Looked at again from poses alone, each phase is worth what the plan says."""
    made = situation(case)
    plan = pipeline.decide(made)

    again = pipeline.coverage_of(plan, surface=made.surface, demand=made.demand)

    for phase in plan.phases:
        here = [k for k, camera in enumerate(plan.cameras) if camera.phase <= phase.phase]
        assert again.value(here) == pytest.approx(phase.value, rel=1e-12)
    dark = evolve(plan, required_density_px_m=1e6)
    assert pipeline.coverage_of(dark, surface=made.surface, demand=made.demand).value([0]) == 0


def test_phases_that_no_plan_can_meet_are_refused_before_the_search(case: Path) -> None:
    """`refuse_impossible` raises what `decide` would, and nothing for a sound case."""
    pipeline.refuse_impossible(situation(case))
    poor = [{"name": "a", "cameras": 4, "budget_czk": 1.0}]
    toy_case.change_plan(case, lambda plan: plan.update(phases=poor))

    with pytest.raises(InfeasibleError):
        pipeline.refuse_impossible(situation(case))


def test_all_inputs_are_heard_before_the_first_complaint(case: Path) -> None:
    """Problems of several inputs come in one error, in the order of reading."""
    for name in ("streets.gpkg", "cameras.csv"):
        (case / name).write_bytes(b"")

    with pytest.raises(InputError) as caught:
        pipeline.run(case)

    assert [problem.file for problem in caught.value.problems] == ["streets.gpkg", "cameras.csv"]
