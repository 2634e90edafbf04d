"""The tab "what it takes": the numbers of the command, in the internal edition alone."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from placement.centre.reckoning import TownNumbers, reckoning_for
from placement.output import public_edition
from placement.output.centre.page import centre_block
from placement.output.centre.phases import phases_table
from placement.output.layers import Layers
from placement.output.webmap.data import page_data
from placement.output.webmap.page import render
from placement.plan import Plan
from placement.texts import LANGUAGES, Language
from tests.output.chromium import complaints, find, opened_again, violations

if TYPE_CHECKING:
    from selenium import webdriver

OWN = TownNumbers(own={"seats_nonstop": 3.0, "gross_month_czk": 41_234.0})
TOLD = ("Co to obnáší", "What it takes", "centre_page", "gross_month", "41234", "seats_nonstop")
"""What only the internal edition may hold, words and numbers."""


def block(plan: Plan, layers: Layers) -> dict[str, Any]:
    """Return what the page's script reads of the centre."""
    told = centre_block(plan, layers, OWN)
    data = json.loads(json.dumps(page_data(plan, layers, language="cs", centre=told)))
    return dict(data["centre"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tab_says_what_the_command_says(
    small_town: tuple[Plan, Layers], language: Language
) -> None:
    """Each row stands in the command's table to the letter; own money of all years is the same."""
    centre = block(*small_town)
    reckoning = reckoning_for(small_town[0], own=OWN.own)
    table = [list(row) for row in phases_table(reckoning, language).rows]

    assert len(centre["words"][language]["rows"]) > 10
    assert all(row in table for row in centre["words"][language]["rows"])
    assert [year["own"] for year in centre["years"]] == [y.own_czk for y in reckoning.money.years]
    assert all(y["own"] == y["once"] + y["running"] for y in centre["years"])
    assert len(centre["words"][language]["parameters"]) == len(reckoning.parameters.table)


def test_the_public_page_has_nothing_of_it(small_town: tuple[Plan, Layers]) -> None:
    """No number, no word, no script; the internal page has them."""
    plan, layers = small_town
    public = public_edition.plan_of(plan)
    drawn = public_edition.layers_of(public, layers)
    centre = centre_block(plan, layers, OWN)
    data = page_data(public, drawn, language="cs", centre=centre)
    inside = render(plan, layers, language="cs", centre=centre)
    outside = render(public, drawn, language="cs", centre=centre)

    assert not {"centre", "centre_problem"} & data.keys()
    assert "Co to obnáší" in inside
    assert "centre_page" in inside
    assert [word for word in TOLD if word in outside] == []


def test_numbers_that_contradict_each_other_are_said(small_town: tuple[Plan, Layers]) -> None:
    """The page is drawn, and says why nothing can be reckoned."""
    nobody = TownNumbers(own={"seats_nonstop": 0.0, "seats_day": 0.0})
    told = centre_block(*small_town, nobody)
    data = page_data(*small_town, language="cs", centre=told)

    assert "centre" not in data
    assert "žádné místo" in data["centre_problem"]["cs"]


def test_a_reader_finds_the_tab(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """Table, three drawings with a text each, both languages, clean to axe."""
    plan, layers = small_town
    page = tmp_path / "map.html"
    html = render(plan, layers, language="cs", centre=centre_block(plan, layers, OWN))
    page.write_text(html, encoding="utf-8")
    opened_again(driver, page)

    assert find(driver, "#centre h2") == "Co to obnáší"
    charts = driver.find_elements("css selector", "#centre svg[role=img]")
    assert len(charts) == 3
    assert all(chart.get_attribute("aria-label") for chart in charts)
    driver.find_element("css selector", "[data-language=en]").click()
    assert find(driver, "#centre h2") == "What it takes"
    opened = "document.querySelector('#centre details').open = true"
    assert violations(driver, opened) == []
    assert complaints(driver) == []
