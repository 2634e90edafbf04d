"""What a plan leaves open, as plain values and back."""

import json

from attrs import evolve, fields
from hypothesis import given

from placement.plan.alternatives import (
    Alternative,
    Curve,
    CurvePoint,
    Failure,
    OtherPlan,
    Placement,
    Sensitivity,
)
from placement.plan.serialisation import as_dict, plan_of
from tests.strategies import plans

PLACE = {
    "point_id": "VO1",
    "street": "Žižkova",
    "carrier": "lamp post",
    "model": "fixed",
    "x_m": -790_000.5,
    "y_m": -980_000.25,
    "lon_deg": 13.6,
    "lat_deg": 50.6,
    "height_m": 5.0,
    "azimuth_deg": 12.345678901234567,
    "grid_azimuth_deg": 20.0,
    "tilt_deg": 15.0,
}
FREEDOM = Sensitivity(
    failures=(Failure("VO7-3", 1 / 3),),
    alternatives=(Alternative(**PLACE, camera_id="VO7-3", loss=-0.1),),
    others=(OtherPlan(99.5, ("VO7-3",), (Placement(**PLACE),)),),
    curve=Curve((CurvePoint(1, 0.5, 0.6), CurvePoint(2, 0.7, 0.7)), None),
)


@given(plans())
def test_freedom_survives_plan_json(plan):
    """To the same bits, beside the cameras and not inside them."""
    given_plan = evolve(plan, sensitivity=FREEDOM, azimuth_step_deg=0.0)

    plain = json.loads(json.dumps(as_dict(given_plan)))

    assert plan_of(plain).sensitivity == FREEDOM
    assert plan_of(plain).azimuth_step_deg == 0.0
    assert plain["alternatives"][0]["camera_id"] == "VO7-3"
    assert "alternative" not in "".join(key for camera in plain["cameras"] for key in camera)


@given(plans())
def test_an_earlier_plan_leaves_nothing_open(plan):
    """A file without these keys is read as before."""
    plain = as_dict(evolve(plan, sensitivity=Sensitivity()))

    assert not {field.name for field in fields(Sensitivity)} & set(plain)
    assert plan_of(plain).sensitivity == Sensitivity()
