"""What a plan leaves open, recomputed from the written plan alone; all directions, never worse."""

from pathlib import Path

import numpy as np
import pytest

from placement import config as plan_files
from placement import pipeline
from placement.errors import ConfigError
from placement.plan import Plan
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case."""
    return toy_case.write(tmp_path_factory.mktemp("freeing") / "case")


def planned(case: Path, **overrides: object) -> tuple[Plan, pipeline.Situation]:
    """Return a plan and its situation."""
    config = plan_files.with_optimise_keys(plan_files.load(case / plan_files.PLAN_FILE), overrides)
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    return pipeline.decide(situation), situation


def test_all_directions_are_better_than_coarse_steps(tmp_path: Path) -> None:
    """Over all directions fixed cameras cover more, and what the plan says of itself recomputes."""

    def coarse(plain: toy_case.Plan) -> None:
        plain["camera_models"] = [toy_case.fixed()]
        plain["existing"] = {"default_model": toy_case.fixed()["name"]}
        plain["sites"]["azimuth_step_deg"] = 90.0

    folder = toy_case.write(tmp_path / "case")
    toy_case.change_plan(folder, coarse)
    steps, _ = planned(folder)
    exact, situation = planned(folder, exact_azimuth=True)

    covers = pipeline.coverage_of(exact, surface=situation.surface, demand=situation.demand)
    assert exact.final.value > steps.final.value
    assert exact.final.bound >= steps.final.value
    assert covers.value(range(len(exact.cameras))) == pytest.approx(exact.final.value)
    assert (steps.azimuth_step_deg, exact.azimuth_step_deg) == (90.0, 0.0)
    turned = [c.grid_azimuth_deg % 90 for c in exact.cameras if c.phase > 0]
    assert any(angle > 1e-6 for angle in turned)


def test_losses_are_those_of_the_coverage(case: Path) -> None:
    """Each failure is what the plan's own coverage says, the worst first."""
    plan, situation = planned(case)
    covers = pipeline.coverage_of(plan, surface=situation.surface, demand=situation.demand)
    names = [camera.camera_id for camera in plan.cameras]
    working = [k for k, camera in enumerate(plan.cameras) if camera.status != "out of service"]

    lost = [failure.lost for failure in plan.sensitivity.failures]

    assert {failure.camera_id for failure in plan.sensitivity.failures} == {
        names[k] for k in working
    }
    assert lost == sorted(lost, reverse=True)
    for failure in plan.sensitivity.failures:
        rest = [k for k in working if names[k] != failure.camera_id]
        assert failure.lost == pytest.approx(covers.value(working) - covers.value(rest))


def test_every_phase_says_what_it_could_be_alone(case: Path) -> None:
    """Its own best plan lies between its value and its bound; today has none."""
    plan, _ = planned(case, priority="joint", phase_weights=(1.0, 3.0))

    assert plan.phases[0].alone is None
    for phase in plan.phases[1:]:
        assert phase.alone is not None
        assert phase.value <= phase.alone <= phase.bound + 1e-9
        assert phase.nesting["price"] == pytest.approx(phase.alone - phase.value)


def test_other_plans_and_the_curve_come_when_asked_for(case: Path) -> None:
    """By default there are none; the curve goes from today to where no place is left or to 100."""
    bare, _ = planned(case)
    plan, _ = planned(case, other_plans=2, curve=True)

    assert bare.sensitivity.others == ()
    assert bare.sensitivity.curve is None
    curve = plan.sensitivity.curve
    assert curve is not None
    assert curve.points[0].cameras == plan.phases[0].cameras
    assert curve.points[0].value == pytest.approx(plan.phases[0].value)
    assert (np.diff([point.value for point in curve.points]) >= 0).all()
    money = plan.sensitivity.money
    assert bare.sensitivity.money is None
    assert money is not None
    assert money.points[0].value == pytest.approx(plan.phases[0].value)
    assert all(point.cost_czk <= point.budget_czk + 1e-6 for point in money.points)
    assert all(point.value <= point.bound for point in money.points)
    assert (np.diff([point.value for point in money.points]) >= 0).all()
    for other in plan.sensitivity.others:
        assert other.value >= 0.99 * plan.final.value
        assert len(other.without) == len(other.instead)


@pytest.mark.parametrize(
    "wrong",
    [
        {"priority": "joint", "phase_weights": (1.0,)},
        {"priority": "joint", "phase_weights": (0.0, 0.0)},
        {"phase_weights": (1.0, 1.0)},
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path: Path, wrong: dict) -> None:
    """One for each phase, not all 0, and only where they count."""
    folder = toy_case.write(tmp_path / "case")
    toy_case.change_plan(folder, lambda plain: plain.setdefault("optimise", {}).update(wrong))

    with pytest.raises(ConfigError) as caught:
        plan_files.load(folder / plan_files.PLAN_FILE)

    assert caught.value.problems[0].kind == "plan_phase_weights"
