"""What fewer homes in view would cost, read from the page in a real Chromium, and not outside."""

from pathlib import Path

import pytest
from attrs import evolve

from placement.output import public_edition
from placement.output.layers import Layers
from placement.output.webmap.page import render
from placement.plan import Plan
from placement.plan.privacy_choice import HomesCurve, HomesPoint, PrivacyChoice
from tests.output.chromium import complaints, find, open_page, violations
from tests.output.test_webmap_money import number

pytestmark = pytest.mark.browser
AREAS_M2 = (1000.4, 1500.0, 2400.0, 4000.0)


def with_curve(plan: Plan) -> Plan:
    """Return a plan with a curve of homes in view that bends at its second point."""
    value = plan.phases[-1].value
    points = tuple(
        HomesPoint(area, area - 3, plan.phases[-1].cameras, part * value, 1.02 * part * value)
        for area, part in zip(AREAS_M2, (0.2, 0.8, 0.95, 1.0), strict=True)
    )
    phases = tuple(1000.4 + 900.0 * number for number in range(len(plan.phases)))
    choice = PrivacyChoice(25.0, "reach", phases, curve=HomesCurve(points, 1500.0, 2))
    return evolve(plan, privacy_choice=choice)


def test_the_curve_of_homes_is_answered_drawn_and_listed(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """Each row is a point of the curve, losses are against its last one, the knee is a sentence."""
    plan, layers = with_curve(small_town[0]), small_town[1]
    opened = open_page(driver, tmp_path, plan, layers)
    curve, total = plan.privacy_choice.curve, plan.demand_total
    cells = [
        [number(cell.text.replace("%", "")) for cell in row.find_elements("css selector", "th, td")]
        for row in opened.find_elements("css selector", "#homes-table tbody tr")
    ]
    expected = [
        (round(p.most_m2), p.value, curve.points[-1].value - p.value, p.bound) for p in curve.points
    ]

    assert [row[0] for row in cells] == [area for area, *_ in expected]
    for row, (_, *values) in zip(cells, expected, strict=True):
        assert row[1:] == pytest.approx([100 * value / total for value in values], abs=0.051)
    said = find(opened, "#homes-answer").replace("\xa0", " ")
    assert "láme u 1 500 m²" in said
    assert "o 2 500 m² méně" in said
    assert "2" in find(opened, "#homes-table caption")
    chart = opened.find_element("css selector", "#homes-chart svg")
    assert chart.get_attribute("aria-label").startswith("Graf:")
    assert len(chart.find_elements("css selector", ".phase")) == len(plan.phases)
    assert violations(opened) == []
    assert complaints(opened) == []


def test_without_a_curve_and_outside_there_is_nothing(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """The part is hidden; the public page does not hold its numbers either."""
    plan, layers = with_curve(small_town[0]), small_town[1]
    opened = open_page(driver, tmp_path, *small_town)
    public = public_edition.plan_of(plan)
    html = render(public, public_edition.layers_of(public, layers), language="cs")

    assert not opened.find_element("id", "less-homes").is_displayed()
    assert "1000.4" not in html
    assert '"homes":{' not in html
