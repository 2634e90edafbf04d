"""The proposal on one screen, and what is for experts: in a real browser, in both editions."""

from pathlib import Path

import pytest
from attrs import evolve

from placement.output.layers import Layers
from placement.output.public_edition import layers_of, plan_of
from placement.plan import Plan
from placement.plan.alternatives import BudgetCurve, BudgetPoint, Curve, CurvePoint, Sensitivity
from tests.output.chromium import complaints, find, open_page, set_phase, violations

pytestmark = pytest.mark.browser
webdriver = pytest.importorskip("selenium.webdriver")
Town = tuple[Plan, Layers]
AS_ON_PAPER = "dispatchEvent(new Event('beforeprint'))"
OPEN = "return document.getElementById('experts').open"


def in_districts(town: Town) -> Town:
    """Return a town whose cameras lie in two districts."""
    plan, layers = town
    cameras = [
        evolve(c, district=("Janov", "Hamr")[k % 3 == 0]) for k, c in enumerate(plan.cameras)
    ]
    return evolve(plan, cameras=tuple(cameras)), layers


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_proposal_says_what_where_and_at_what_price(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: Town, edition: str
) -> None:
    """The figures are the plan's, and alike in both editions; Czech counts agree."""
    plan, layers = in_districts(small_town)
    public = plan_of(plan)
    shown = (plan, layers) if edition == "internal" else (public, layers_of(public, layers))
    open_page(driver, tmp_path, *shown)
    new = [c for c in plan.cameras if c.status == "new"]
    districts = {name: sum(c.district == name for c in new) for name in ("Janov", "Hamr")}
    told, lead = (find(driver, each).replace("\u00a0", " ") for each in ("#proposal", "#lead"))

    assert f"Přibude {len(new)} kamer ve 3 etapách" in told
    assert f"v provozu bude {plan.final.cameras} místo dnešních {plan.phases[0].cameras}" in told
    for name, count in districts.items():
        assert f"{name} {count}" in told
    share = round(100 * plan.final.value / plan.demand_total)
    assert f"Ze 100 událostí se jich asi {share} stane v záběru kamery" in lead
    assert ("nejsou v provozu" in told) == (edition == "public")
    assert violations(driver) == []
    assert complaints(driver) == []


def test_public_page_speaks_of_cameras_out_of_service_only_where_there_are_any(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: Town
) -> None:
    """Where all that stand work, nothing is said of others."""
    plan, layers = in_districts(small_town)
    working = tuple(c for c in plan.cameras if c.status != "out of service")
    public = plan_of(evolve(plan, cameras=working))
    open_page(driver, tmp_path, public, layers_of(public, layers))

    assert "nejsou v provozu" not in find(driver, "#proposal")


def test_what_is_for_experts_opens_by_hand_by_link_and_on_paper(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: Town
) -> None:
    """It is closed at first; the link remembers; paper has it, and the screen is as before."""
    open_page(driver, tmp_path, *small_town)
    set_phase(driver, 3)
    assert driver.execute_script(OPEN) is False
    driver.execute_script(AS_ON_PAPER)
    assert driver.execute_script(OPEN) is True
    driver.execute_script(AS_ON_PAPER.replace("before", "after"))
    assert driver.execute_script(OPEN) is False

    driver.find_element("css selector", "#proposal .link").click()
    assert "horší než nejlepší možný" in find(driver, "#gap")
    assert violations(driver) == []
    driver.execute_script("return new Promise((done) => setTimeout(done, 50))")
    link = driver.execute_script("return location.hash")
    open_page(driver, tmp_path, *small_town, link=link)
    assert driver.execute_script(OPEN) is True


def test_usual_names_of_phases_are_said_in_the_readers_language(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: Town
) -> None:
    """The English page says Phase 1 for 1. etapa; a name of its own stays."""
    plan, layers = small_town
    names = ("", "1. etapa", "2. etapa", "Nádraží")
    phases = [evolve(p, name=name) for p, name in zip(plan.phases, names, strict=True)]
    open_page(driver, tmp_path, evolve(plan, phases=tuple(phases)), layers)
    czech = find(driver, "#steps")
    driver.find_element("css selector", '[data-language="en"]').click()
    english = find(driver, "#steps")

    assert "1. etapa" in czech
    assert "etapa" not in english
    assert "Phase 1" in english
    assert "Nádraží" in english


def test_charts_bend_where_the_curves_do_and_have_their_tables(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: Town
) -> None:
    """A bar a camera, as high as what it adds; the numbers stand in a table; the knee is told."""
    plan, layers = small_town
    values = [plan.demand_total * share for share in (0.1, 0.3, 0.4, 0.45)]
    counts = [CurvePoint(3 + k, value, 1.1 * value) for k, value in enumerate(values)]
    sums = [BudgetPoint(1e6 * k, 0.0, 3 + k, v, 1.1 * v) for k, v in enumerate(values)]
    curves = Sensitivity(curve=Curve(tuple(counts), 4), money=BudgetCurve(tuple(sums), 1e6))
    open_page(driver, tmp_path, evolve(plan, sensitivity=curves), layers)
    heights = driver.execute_script(
        "return [...document.querySelectorAll('#count-chart .gain')]"
        ".map((bar) => Number(bar.getAttribute('height')))"
    )
    driver.find_element("css selector", "#counts summary").click()
    rows = [each.text for each in driver.find_elements("css selector", "#counts-table tbody tr")]

    assert heights == pytest.approx([40.0, 20.0, 10.0], abs=0.06)
    assert rows[1] == "4 30,0 % 20,00 % 33,0 %"
    assert "Křivka se láme u 4 kamer" in find(driver, "#counts-text").replace("\u00a0", " ")
    assert len(driver.find_elements("css selector", "#money-chart .gain")) == 3
    assert len(driver.find_elements("css selector", "#count-chart .knee")) == 1
    assert violations(driver) == []
    assert complaints(driver) == []


def test_text_for_an_e_mail_has_figures_and_no_link_to_a_file(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: Town
) -> None:
    """What is proposed in words, in the language shown; the file is named, not its address."""
    open_page(driver, tmp_path, *small_town)
    driver.find_element("css selector", "#mail summary").click()
    told = str(driver.find_element("id", "mail-text").get_property("value"))
    driver.find_element("css selector", '[data-language="en"]').click()
    english = str(driver.find_element("id", "mail-text").get_property("value"))

    assert told.startswith("Litvínov: návrh kamerového systému\n\nNávrh: dnes ")
    assert "Co: Přibude 6" in told
    assert "file:" not in told
    assert told.endswith("Mapa je soubor map.html, přiložte ho k e-mailu.")
    assert "What: 6" in english.replace("\u00a0", " ")
    assert violations(driver) == []
