"""The page of two plans: what it says in both languages, in a real browser, whatever the names."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from attrs import evolve

from placement.output import comparison_texts as texts
from placement.output.coverage_changes import GAINED, LOST, coverage_changes
from placement.output.layers import Layers
from placement.output.webmap import difference
from placement.plan import Plan
from placement.plan.comparison import compare
from placement.texts import LANGUAGES
from tests.output.chromium import addresses, complaints, opened_again, violations
from tests.output.conftest import HOSTILE

if TYPE_CHECKING:
    from selenium import webdriver

Town = tuple[Plan, Layers]
LAST = (3, 3)
"""Phases at whose ends two plans are compared."""


def fewer(plan: Plan) -> Plan:
    """Return a plan with a camera less, one moved by 10 m and one turned by 30°."""
    *cameras, _ = plan.cameras
    fixed = [k for k, camera in enumerate(cameras) if plan.has_direction(camera)]
    moved, turned = cameras[fixed[0]], cameras[fixed[1]]
    cameras[fixed[0]] = evolve(moved, x_m=moved.x_m + 10.0)
    cameras[fixed[1]] = evolve(turned, azimuth_deg=(turned.azimuth_deg + 30.0) % 360.0)
    return evolve(plan, cameras=tuple(cameras))


def page_of(first: Town, second: Town) -> str:
    """Return the page of two plans."""
    both = compare(first[0], second[0])
    changes = coverage_changes(first[1], second[1], phases=LAST)
    return difference.render(both, changes, second[1], names=("A<b>", "B&"), language="cs")


def data_of(page: str) -> dict[str, Any]:
    """Return what the page's script reads."""
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    told: dict[str, Any] = json.loads(block[1])["difference"]
    return told


def seen(layers: Layers, phases: list[int | None]) -> Layers:
    """Return layers whose first pieces of street are seen since given phases."""
    demand = layers.demand.head(len(phases)).assign(seen_phase=gpd.pd.array(phases, dtype="Int64"))
    return evolve(layers, demand=demand)


def test_pieces_that_one_plan_alone_sees_are_found(small_town: Town) -> None:
    """Of four pieces one is gained, one lost; in which phase it is seen does not matter."""
    layers = small_town[1]
    changes = coverage_changes(
        seen(layers, [0, 1, None, None]), seen(layers, [2, None, 0, None]), phases=LAST
    )
    ids = layers.demand["lixel_id"].tolist()

    assert dict(zip(changes.pieces["lixel_id"], changes.pieces["change"], strict=True)) == {
        ids[1]: LOST,
        ids[2]: GAINED,
    }
    assert changes.length_m(GAINED) == pytest.approx(layers.demand["length_m"].iloc[2])


def test_each_camera_is_drawn_with_what_becomes_of_it(small_town: Town) -> None:
    """A moved one brings where it stood; the table of cameras names those that differ."""
    plan, layers = small_town
    told = data_of(page_of(small_town, (fewer(plan), layers)))
    states = [camera["state"] for camera in told["cameras"]]
    table = next(t for t in told["said"]["cs"]["tables"] if t["cameras"])

    assert sorted(set(states)) == ["first", "kept", "moved", "turned"]
    assert [c["from"] is not None for c in told["cameras"]] == [s == "moved" for s in states]
    assert [states[index] for index in table["cameras"]] == [s for s in states if s != "kept"]
    assert [row[0] for row in table["rows"]] == [
        told["cameras"][index]["id"] for index in table["cameras"]
    ]


def test_texts_are_whole_in_both_languages(small_town: Town) -> None:
    """No key and no open brace is left; Czech figures have a decimal comma."""
    plan, layers = small_town
    said = data_of(page_of(small_town, (fewer(plan), layers)))["said"]

    for language in LANGUAGES:
        words = json.dumps(said[language], ensure_ascii=False)
        assert "comparison." not in words
        assert "{" not in re.sub(r"^\{|[\[,:] ?\{", "", words).replace('"tables": [{', "")
    assert re.search(r"\d,\d", json.dumps(said["cs"]["tables"][0]))


@pytest.mark.parametrize(("count", "words"), [(1, "1 kamera je jen"), (2, "2 kamery jsou jen"),
                                              (5, "5 kamer je jen")])  # fmt: skip
def test_czech_counts_agree(small_town: Town, count: int, words: str) -> None:
    """One, few and many cameras take their own forms."""
    plan = small_town[0]
    both = compare(plan, evolve(plan, cameras=plan.cameras[:-count]))

    assert f"{words} v plánu A." in " ".join(texts.sentences(both, None, "cs"))


def test_hostile_names_stay_names(
    hostile_town: Town, driver: "webdriver.Chrome", tmp_path: Path
) -> None:
    """Whatever cameras and streets are called, nothing runs, and the page asks nobody."""
    plan, layers = hostile_town
    page = tmp_path / "page.html"
    page.write_text(page_of(hostile_town, (fewer(plan), layers)), encoding="utf-8")
    opened_again(driver, page)
    driver.execute_script("document.querySelector('#tables td button').click()")

    assert complaints(driver) == []
    assert addresses(driver) == {page.as_uri()}
    assert driver.execute_script("return document.images.length") == 0
    assert HOSTILE[2] in driver.find_element("css selector", ".leaflet-popup-content").text


def test_the_page_can_be_read_by_everybody(
    small_town: Town, driver: "webdriver.Chrome", tmp_path: Path
) -> None:
    """axe-core finds nothing in Czech or English; the language changes every sentence."""
    plan, layers = small_town
    page = tmp_path / "page.html"
    page.write_text(page_of(small_town, (fewer(plan), layers)), encoding="utf-8")
    opened_again(driver, page)
    czech = driver.find_element("id", "sentences").text
    found = violations(driver)
    driver.find_element("css selector", "[data-language=en]").click()

    assert found == []
    assert violations(driver) == []
    assert set(czech.splitlines()).isdisjoint(
        driver.find_element("id", "sentences").text.splitlines()
    )


@pytest.mark.parametrize(
    ("phases", "first", "second"),
    [([0, None], "Jen plán A vidí", "vidí jen plán B"), ([None, 0], "Jen plán B vidí", "plán A")],
)
def test_a_plan_that_gains_nothing_is_not_named(
    small_town: Town, phases: list[int | None], first: str, second: str
) -> None:
    """A street that one plan alone sees is told without “the other 0.0 km”; of none is no word."""
    plan, layers = small_town
    before, after = seen(layers, [phases[0]]), seen(layers, [phases[1]])
    for town in (before, after):
        town.demand["length_m"] = 400.0
    both = evolve(compare(plan, plan), pairs=compare(plan, fewer(plan)).pairs)
    words = [
        s
        for s in texts.sentences(both, coverage_changes(before, after, phases=LAST), "cs")
        if "ulic" in s
    ]

    assert [f"{first} 0,4\N{NO-BREAK SPACE}km ulic a prostranství."] == words
    assert second not in words[0]


@pytest.mark.parametrize(
    ("lacking", "words"),
    [((0, 1), "V plánu B není uvedena cena"), ((1, 0), "V plánu A není uvedena cena"),
     ((1, 1), "V žádném z plánů nejsou uvedeny ceny")],
)  # fmt: skip
def test_plans_without_prices_are_not_weighed_by_money(
    small_town: Town, lacking: tuple[int, int], words: str
) -> None:
    """Where a price is missing no plan is called dearer, and its sum is at least so much."""
    plan = fewer(small_town[0])
    plans = [
        evolve(one, phases=(*one.phases[:-1], evolve(one.final, unpriced=n, cost_czk=1000.0)))
        for one, n in zip((small_town[0], plan), lacking, strict=True)
    ]
    both = compare(*plans)
    cost = next(row for row in texts.figures(both, "cs").rows if row[0] == "cena nových kamer")
    told = " ".join(texts.sentences(both, None, "cs"))

    assert words in told
    assert "Plán B je o" not in told
    assert [cell.startswith("nejméně") for cell in cost[1:3]] == [n > 0 for n in lacking]
    assert cost[3] == "–"
