"""Prices the plan file does not have, and incidents there are none of, from plan file to plan."""

from collections.abc import Callable
from pathlib import Path

import pytest

from placement.config import load
from placement.pipeline import decide, prepare, read
from placement.plan import Plan
from tests.pipeline import toy_case


def planned(folder: Path, change: Callable[[toy_case.Plan], object]) -> Plan:
    """Return the plan of the toy case with its plan file changed and four cameras to add."""
    toy_case.write(folder)

    def changed(plan: toy_case.Plan) -> None:
        plan["phases"] = [{"name": "1. etapa", "cameras": 6}]
        change(plan)

    toy_case.change_plan(folder, changed)
    config = load(folder / "plan.toml")
    return decide(prepare(config, read(config, folder=folder)))


def without_prices(plan: toy_case.Plan) -> None:
    """Let no model have a price."""
    for model in plan["camera_models"]:
        del model["cost_czk"]


def priced_facades_only(plan: toy_case.Plan) -> None:
    """Let only points on façades have a price, and let no site be on one."""
    plan["sites"] |= {"point_cost_czk": {"facade": 60_000.0}, "kinds": ["carriers"]}


@pytest.mark.parametrize(
    ("change", "models", "carriers"),
    [
        (lambda _: None, False, ()),
        (without_prices, True, ()),
        (lambda plan: [m.update(cost_czk=0.0) for m in plan["camera_models"]], True, ()),
        (priced_facades_only, False, ("lamp post",)),
        (lambda plan: plan["sites"].update(point_cost_czk={"default": 0.0}), False, ()),
    ],
)
def test_what_has_no_price_is_told(tmp_path, change, models, carriers):
    """A model without one or of 0, points of a carrier without one; a point may be free."""
    plan = planned(tmp_path, change)
    new = [camera for camera in plan.cameras if camera.status == "new"]
    standing = {camera.point_id for camera in plan.cameras if camera.status != "new"}
    opening = {c.camera_id for c in {c.point_id: c for c in reversed(new)}.values()}
    unknown = {
        camera.camera_id
        for camera in new
        if models or (carriers and camera.camera_id in opening and camera.point_id not in standing)
    }

    assert len(new) == 4
    assert {camera.camera_id for camera in new if camera.cost_unknown} == unknown
    assert plan.final.unpriced == len(unknown)
    assert bool(plan.unpriced_models) == models
    assert plan.unpriced_carriers == carriers
    assert bool(unknown) == bool(models or carriers)


def test_without_incidents_the_plan_says_how_long_each_class_is(tmp_path):
    """Two streets of 240 m, of no class; with incidents nothing is said."""

    def without_incidents(plan: toy_case.Plan) -> None:
        del plan["inputs"]["incidents"], plan["demand"]["years"]

    assert planned(tmp_path / "with", lambda _: None).street_classes_m == {}
    (lengths,) = planned(tmp_path / "none", without_incidents).street_classes_m.items()
    assert lengths == ("", pytest.approx(4 * toy_case.ARM_M))
