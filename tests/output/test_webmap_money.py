"""What less money would mean, asked of the page in a real Chromium, against the plan itself."""

import re
from pathlib import Path

import pytest
from attrs import evolve

from placement.output import public_edition
from placement.output.layers import Layers
from placement.plan import Plan
from placement.plan.alternatives import BudgetCurve, BudgetPoint
from tests.output.chromium import complaints, find, open_page, violations

pytestmark = pytest.mark.browser
LEFT, RIGHT, HOME, END = "\ue012", "\ue014", "\ue011", "\ue010"


def number(text: str) -> float:
    """Return a Czech number."""
    return float(text.replace("\xa0", "").replace(" ", "").replace(",", "."))


def amount_czk(text: str) -> float:
    """Return a price as the page writes it."""
    digits, unit = re.match(r"([\d\s,]+?)\s*(mil\. )?Kč", text.replace("\xa0", " ")).groups()
    return number(digits) * (1e6 if unit else 1)


def check(driver, plan: Plan, states: list[tuple[float, float, int]]) -> None:
    """Compare what is said where the slider stands with the best of what was computed."""
    text = find(driver, "#less-text").replace("\xa0", " ")
    money = amount_czk(re.search(r"tedy (.+?) na nové", text)[1])
    slider = driver.find_element("id", "less-money")
    exact = max(0.0, states[-1][0] - float(slider.get_property("value")))
    assert money == pytest.approx(exact, abs=5_001)
    cost, share, cameras = max(
        (s for s in states if s[0] <= exact + 0.5), key=lambda s: (s[1], -s[0])
    )
    shown = re.search(r": ([\d,]+) % místo ([\d,]+) %, o ([\d,]+) procentního", text)
    assert number(shown[1]) == pytest.approx(100 * share, abs=0.051)
    assert number(shown[2]) == pytest.approx(100 * states[-1][1], abs=0.051)
    assert number(shown[3]) == pytest.approx(100 * (states[-1][1] - share), abs=0.051)
    assert f"Kamery v provozu: {cameras} místo {states[-1][2]}" in text
    if cost:
        assert any(
            amount_czk(each) == pytest.approx(cost, abs=5_001)
            for each in re.findall(r"(?:dohromady|plán za) ([\d\s,]+(?:mil\. )?Kč)", text)
        )


def states_of(plan: Plan, *, curve: BudgetCurve | None = None) -> list[tuple[float, float, int]]:
    """Return money, share and cameras of all that was computed, the whole plan last."""
    cost, states = 0.0, []
    for phase in plan.phases:
        cost += phase.cost_czk if phase.phase else 0.0
        share = (
            phase.honest.share
            if phase.honest and curve is None
            else phase.value / plan.demand_total
        )
        states.append((cost, share, phase.cameras))
    budgets = (
        [(p.budget_czk, p.value / plan.demand_total, p.cameras) for p in curve.points]
        if curve
        else []
    )
    return [*budgets, *states]


def test_less_money_is_answered_by_phases_in_both_editions(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """By keyboard, at each step of a walk over the whole slider; the same words in both."""
    plan, layers = small_town
    told = []
    public = public_edition.plan_of(plan)
    for edition in (small_town, (public, public_edition.layers_of(public, layers))):
        opened = open_page(driver, tmp_path, *edition)
        slider = opened.find_element("id", "less-money")
        assert slider.accessible_name.startswith("O kolik méně")
        check(opened, plan, states_of(plan))
        texts = [find(opened, "#less-text")]
        slider.send_keys(END)
        check(opened, plan, states_of(plan))
        for _ in range(8):
            slider.send_keys(*[LEFT] * 7)
            check(opened, plan, states_of(plan))
            texts.append(find(opened, "#less-text"))
        slider.send_keys(HOME)
        assert find(opened, "#less-text").startswith("Celý návrh za")
        assert violations(opened) == []
        assert complaints(opened) == []
        told.append(texts)
    assert told[0] == told[1]


def test_the_curve_of_money_answers_finer(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """Its budgets answer beside the phases, by the figures of the choice; nothing in between."""
    plan, layers = small_town
    total, value = sum(p.cost_czk for p in plan.phases[1:]), plan.phases[-1].value
    points = tuple(
        BudgetPoint(
            total * part,
            total * part,
            plan.phases[0].cameras + k,
            value * (0.3 + 0.69 * part),
            value * 1.1,
        )
        for k, part in enumerate((0.0, 0.21, 0.43, 0.66, 0.87))
    )
    curve = BudgetCurve(points, None)
    opened = open_page(
        driver, tmp_path, evolve(plan, sensitivity=evolve(plan.sensitivity, money=curve)), layers
    )
    slider = opened.find_element("id", "less-money")
    slider.send_keys(END)
    for _ in range(9):
        slider.send_keys(*[LEFT] * 6)
        check(opened, plan, states_of(plan, curve=curve))
    slider.send_keys(HOME, *[RIGHT] * 20)
    assert "plán za" in find(opened, "#less-text")


def test_prices_that_do_not_add_up_are_said_to_be_rounded(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """As written: 3.28, 3.30 and 3.28 million are 9.86, their sum 9.85."""
    plan, layers = small_town
    for prices, is_rounded in (
        ((3.284e6, 3.304e6, 3.264e6), True),
        ((3.28e6, 3.30e6, 3.28e6), False),
    ):
        phases = tuple(
            evolve(p, cost_czk=cost) for p, cost in zip(plan.phases[1:], prices, strict=True)
        )
        priced = public_edition.plan_of(evolve(plan, phases=(plan.phases[0], *phases)))
        opened = open_page(driver, tmp_path, priced, public_edition.layers_of(priced, layers))
        assert ("zaokrouhleno" in find(opened, "#proposal-rows")) == is_rounded
