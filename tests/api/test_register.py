"""The town's register: begun from a plan, changed, read by the next plan, state by state."""

import datetime as dt
import math
from pathlib import Path

import pytest
from shapely.geometry import Point

import placement
from placement import Case, PlanResult
from placement.api.register import TownRegister, read_register, start_register
from placement.pipeline.plan_coverage import coverage_of
from placement.plan import PlannedCamera
from tests.pipeline import toy_case

BEGUN = dt.date(2026, 1, 5)
SURVEYED_M, SURVEYED_DEG = 5.5, 123.0


def cells(path: Path, camera_id: str, **changes: str) -> None:
    """Write other cells into the row of a camera, as somebody does in a spreadsheet."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    headings = [each.strip('"') for each in lines[0].split(",")]
    for at, line in enumerate(lines):
        if line.startswith(f'"{camera_id}"'):
            row = line.split(",")
            for heading, cell in changes.items():
                words = heading.replace("_", " ")
                row[next(k for k, h in enumerate(headings) if h.startswith(words))] = cell
            lines[at] = ",".join(row)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def registered(folder: Path, **keys: object) -> Case:
    """Return the toy town whose plan file names its register."""

    def change(values: toy_case.Plan) -> None:
        values["inputs"]["cameras"] = {
            "path": "register.csv", "provenance": "surveyed", "as_register": True,
        }  # fmt: skip
        values.update(keys)

    toy_case.change_plan(folder, change)
    return placement.read_case(folder)


def new(result: PlanResult) -> list[PlannedCamera]:
    """Return the proposed cameras in the order of building."""
    return [camera for camera in result.plan.cameras if camera.phase > 0]


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> PlanResult:
    """Return the plan of the toy town without a register."""
    return placement.plan_case(
        placement.read_case(toy_case.write(tmp_path_factory.mktemp("free") / "case"))
    )


@pytest.fixture
def folder(tmp_path: Path, free: PlanResult) -> Path:
    """Return a town with a register begun from its plan."""
    folder = toy_case.write(tmp_path / "case")
    start_register(free, day=BEGUN, language="en").write(folder / "register.csv")
    return folder


def advance(register: TownRegister, name: str, *states: str) -> TownRegister:
    """Return a register with a camera taken through states, a month each."""
    for month, state in enumerate(states, start=2):
        register = register.with_state(name, state, day=dt.date(2026, month, 1))  # type: ignore[arg-type]
    return register


def test_a_register_just_begun_leaves_the_plan_as_it_was(folder: Path, free: PlanResult) -> None:
    """Standing ones stand, proposed ones are free: the same cameras under the same names."""
    again = placement.plan_case(registered(folder))

    assert [camera.camera_id for camera in new(again)] == [c.camera_id for c in new(free)]
    assert math.isclose(again.value, free.value, rel_tol=1e-9)
    assert again.plan.states == {"proposed": 4, "in service": 2}
    assert {camera.state for camera in again.plan.cameras} == {"proposed", "in service"}


def test_each_state_has_its_effect_on_the_next_plan(folder: Path, free: PlanResult) -> None:
    """Built stands as measured, designed is built and paid, given up is left, out sees nothing."""
    first, second, third, _ = new(free)
    path = folder / "register.csv"
    register = read_register(path)
    register = advance(register, first.camera_id, "agreed", "designed")
    for name in (second.camera_id,):
        register = register.with_consent(name, "owner: yes", day=dt.date(2026, 2, 1))
        register = advance(register, name, "agreed", "designed", "built")
    register = advance(register, third.camera_id, "given up")
    register = advance(register, "K2", "out of service")
    register.write(path)
    cells(path, second.camera_id, Height_above=str(SURVEYED_M), Azimuth_from_true=str(SURVEYED_DEG))

    case = registered(folder)
    result = placement.plan_case(case)
    plan = result.plan
    cameras = {camera.camera_id: camera for camera in plan.cameras}

    assert plan.states == {"proposed": 1, "designed": 1, "built": 1, "in service": 1,
                           "out of service": 1, "given up": 1}  # fmt: skip
    # built: stands today, as it was measured, and costs nothing more
    built = cameras[second.camera_id]
    assert (built.phase, built.status, built.state, built.cost_czk) == (0, "existing", "built", 0)
    assert (built.height_m, built.azimuth_deg) == (SURVEYED_M, pytest.approx(SURVEYED_DEG))
    # designed: new, exactly as it was, with the price of camera and point
    designed = cameras[first.camera_id]
    assert designed.phase > 0
    assert (designed.status, designed.state) == ("new", "designed")
    same = ("x_m", "y_m", "height_m", "model", "tilt_deg", "azimuth_deg", "carrier", "point_id")
    assert [getattr(designed, name) for name in same] == [
        pytest.approx(value) if isinstance(value := getattr(first, name), float) else value
        for name in same
    ]
    assert designed.cost_czk == first.cost_czk
    assert designed.name == first.name
    # given up: nothing new on its place
    place = Point(third.x_m, third.y_m)
    assert min(place.distance(Point(c.x_m, c.y_m)) for c in new(result)) > 1.0
    # out of service: listed, sees nothing
    broken = cameras["K2"]
    assert (broken.status, broken.state, broken.seen) == ("out of service", "out of service", 0)
    # money of the phase counts the designed one; figures are those of the cameras that stand
    paid = math.fsum(camera.cost_czk for camera in plan.cameras if camera.phase > 0)
    assert math.isclose(paid, math.fsum(phase.cost_czk for phase in plan.phases))
    assert result.situation is not None
    covers = coverage_of(plan, surface=result.situation.surface, demand=result.situation.demand)
    for phase in plan.phases:
        here = [k for k, c in enumerate(plan.cameras) if c in plan.standing(phase.phase)]
        assert math.isclose(phase.value, covers.value(here), rel_tol=1e-9)
