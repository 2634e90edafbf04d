"""What a plan leaves open, as files: lists that agree with the plan, and a figure."""

import csv
import io

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from placement.output.figures import curve as curve_figure
from placement.output.lists import alternatives as freedom_lists
from placement.plan import Plan
from placement.plan.alternatives import (
    Alternative,
    BudgetCurve,
    BudgetPoint,
    Curve,
    CurvePoint,
    Failure,
    OtherPlan,
    Placement,
    Sensitivity,
)
from tests.plan.test_alternatives import PLACE
from tests.strategies import plans

MONEY = BudgetCurve(
    tuple(
        BudgetPoint(1e6 * number, 0.9e6 * number, 3 + number, value, value + 0.1)
        for number, value in enumerate((1.0, 3.5, 4.5, 5.0))
    ),
    1e6,
)
CURVE = Curve(tuple(CurvePoint(k, 10.0 - 9 / (k + 1), 10.5 - 9 / (k + 1)) for k in range(2, 9)), 4)


def rows(content: bytes) -> list[dict[str, str]]:
    """Return a CSV's rows by column."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


@given(plans().filter(lambda plan: plan.cameras))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_camera_has_its_loss_and_its_next_best_place(plan: Plan) -> None:
    """One row a camera, then the other plans; a hostile name is no formula."""
    name = plan.cameras[0].camera_id
    place = {**PLACE, "street": "=1+1"}
    freedom = Sensitivity(
        failures=(Failure(name, 1.5),),
        alternatives=(Alternative(**place, camera_id=name, loss=0.25),),
        others=(OtherPlan(9.0, (name,), (Placement(**place),)),),
    )

    found = rows(freedom_lists.alternatives_csv(evolve(plan, sensitivity=freedom)))

    assert found[0]["lost_if_broken"] == "1.5000000"
    assert found[0]["loss_if_swapped"] == "0.2500000"
    assert found[0]["street"] == "'=1+1"
    assert [row["plan"] for row in found[-2:]] == ["1", "1"]
    assert found[-1]["point_id"] == "VO1"


def test_the_curve_as_a_table_adds_up() -> None:
    """Gains sum to the rise, and one row is the knee."""
    found = rows(freedom_lists.curve_csv(CURVE))

    rise = CURVE.points[-1].value - CURVE.points[0].value
    assert sum(float(row["gain"]) for row in found) == pytest.approx(rise, abs=1e-5)
    assert [row["cameras"] for row in found if row["knee"] == "true"] == ["4"]


def test_the_curve_of_money_as_a_table_adds_up() -> None:
    """Whole crowns, gains that sum to the rise, and one row is the knee."""
    found = rows(freedom_lists.money_csv(MONEY))

    assert [row["budget_czk"] for row in found] == ["0", "1000000", "2000000", "3000000"]
    assert sum(float(row["gain"]) for row in found) == pytest.approx(4.0)
    assert [row["budget_czk"] for row in found if row["knee"] == "true"] == ["1000000"]


@given(plans())
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_figure_is_the_same_every_time(plan: Plan) -> None:
    """In both languages a PNG, twice the same bytes; without a knee there is one too."""
    one = curve_figure.curve(plan, CURVE, language="cs")
    assert one.startswith(b"\x89PNG")
    assert one == curve_figure.curve(plan, CURVE, language="cs")
    assert one != curve_figure.curve(plan, CURVE, language="en")
    assert curve_figure.money(plan, MONEY, language="en").startswith(b"\x89PNG")
    assert curve_figure.curve(plan, evolve(CURVE, knee=None)).startswith(b"\x89PNG")
