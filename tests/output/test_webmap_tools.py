"""Search, list, link, measuring, comparing and accessibility of the map, in a real Chromium."""

from pathlib import Path

import pytest
from attrs import evolve

from placement.output.layers import Layers
from placement.plan import Plan
from placement.plan.alternatives import BudgetCurve, BudgetPoint
from tests.output.chromium import addresses, complaints, find, open_page, set_phase, violations

pytestmark = pytest.mark.browser
ENTER, ESCAPE, BACKSPACE = "\ue007", "\ue00c", "\ue003"
UP, RIGHT, DOWN, HOME = "\ue013", "\ue014", "\ue015", "\ue011"
TYPE = """
const box = document.getElementById('search');
box.value = 'most';
box.dispatchEvent(new Event('input'));
box.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown'}));
"""
HOSTILE_LINK = "#camera=<img src=x onerror=alert(1)>&phase=99&map=1e9/NaN/Infinity&lang=__proto__"


@pytest.fixture(scope="module")
def page(driver, tmp_path_factory: pytest.TempPathFactory, small_town: tuple[Plan, Layers]) -> Path:
    """Open the small town's page once; tests bring it to where they begin."""
    folder = tmp_path_factory.mktemp("tools")
    open_page(driver, folder, *small_town)
    assert complaints(driver) == []
    return folder / "map.html"


@pytest.fixture
def opened(driver, page: Path):
    """Give the page as it opens, whatever was done before."""
    driver.get("about:blank")
    driver.get(page.as_uri())
    yield driver
    assert complaints(driver) == []


def typed(driver, text: str) -> None:
    """Type into the search box."""
    box = driver.find_element("id", "search")
    box.clear()
    box.send_keys(text)


def hash_of(driver) -> str:
    """Return what stands after the #."""
    return str(driver.execute_script("return location.hash"))


def centre_of(driver) -> list[float]:
    """Return where the map looks. [°]"""
    return list(driver.execute_script("const c = map_council.getCenter(); return [c.lat, c.lng]"))


def shown_state(driver) -> tuple[str, ...]:
    """Return what a link has to bring back: title, phase, chosen, layers, language and view."""
    return tuple(
        driver.execute_script(
            "return [document.querySelector('#detail h2, #detail p').textContent,"
            "document.getElementById('phase').value, document.documentElement.lang,"
            "[...document.querySelectorAll('[data-layer]')]"
            ".map((b) => b.dataset.layer + b.checked).join(), map_council.getZoom().toFixed(2),"
            "document.getElementById('compare').getAttribute('aria-pressed')]"
        )
    )


def at_rest(driver) -> None:
    """Wait until the map has come where a choice takes it."""
    driver.execute_async_script(
        "const done = arguments[0];"
        "const look = () => document.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim')"
        " ? setTimeout(look, 50) : done();"
        "requestAnimationFrame(() => requestAnimationFrame(look));"
    )


def test_search_finds_without_diacritics_and_by_keyboard_alone(opened) -> None:
    """The square is found by "nam miru"; arrows and Enter go there and say who sees it."""
    typed(opened, "nam miru")
    box = opened.find_element("id", "search")
    options = [option.text for option in opened.find_elements("css selector", "#found li")]

    assert options[0].startswith("náměstí Míru")
    assert box.get_attribute("aria-expanded") == "true"
    before = opened.execute_script("return map_council.getZoom()")
    box.send_keys(DOWN)
    assert box.get_attribute("aria-activedescendant") == "found-0"
    box.send_keys(ENTER)
    assert "náměstí Míru" in find(opened, "#detail h2")
    assert opened.execute_script("return map_council.getZoom()") > before
    said = opened.find_element("id", "status").get_attribute("textContent")
    assert "náměstí Míru" in said
    typed(opened, "K005")
    box.send_keys(ENTER)
    assert find(opened, "#detail h2").startswith("Proč právě tady: 5.")
    typed(opened, "zzzz")
    hint = find(opened, "#found-nothing")
    assert hint.startswith("Nic takového tu není. Hledat lze: ulice (Luční), kamera (K010)")
    assert opened.find_element("id", "status").get_attribute("textContent") == hint
    box.send_keys(ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"


def test_list_sorts_by_a_column_and_says_so(opened, small_town: tuple[Plan, Layers]) -> None:
    """One column carries aria-sort and keeps the focus; the largest gain comes first."""
    gains = {camera.camera_id: camera.gain for camera in small_town[0].cameras if camera.gain}
    for name in ("gain", "name", "number"):
        opened.find_element("css selector", f'[data-sort="{name}"]').send_keys(ENTER)
        heads = opened.find_elements("css selector", "#cameras thead th")
        sorts = [head.get_attribute("aria-sort") for head in heads]

        assert sorted(sorts)[:-5] in (["ascending"], ["descending"])
        assert opened.switch_to.active_element.get_attribute("data-sort") == name
    opened.find_element("css selector", '[data-sort="gain"]').click()
    rows = opened.find_elements("css selector", "#cameras tbody tr")
    ids = [row.get_attribute("data-camera") for row in rows]
    new = [i for i in ids if i in {c.camera_id for c in small_town[0].cameras if c.status == "new"}]
    assert [gains.get(i, 0.0) for i in new] == sorted(
        (gains.get(i, 0.0) for i in new), reverse=True
    )
    opened.find_element("css selector", f'tr[data-camera="{new[0]}"] [data-choose]').send_keys(
        ENTER
    )
    assert opened.find_elements("css selector", f'.symbol.chosen[data-camera="{new[0]}"]')
    assert opened.find_elements("css selector", f'tr.chosen[data-camera="{new[0]}"]')


def test_link_brings_back_what_was_shown(opened, page: Path) -> None:
    """View, layers, phase, choice and language survive a round trip."""
    opened.find_element("css selector", '[data-language="en"]').click()
    opened.find_element("css selector", '[data-layer="ladder"]').click()
    opened.find_element("css selector", '[data-layer="heat"]').click()
    set_phase(opened, 2)
    opened.find_element("css selector", '[data-choose="3"]').click()
    at_rest(opened)
    opened.execute_script("map_council.setZoom(17.25, {animate: false})")
    before, link, there = shown_state(opened), hash_of(opened), centre_of(opened)
    opened.get("about:blank")
    opened.get(page.as_uri() + link)

    assert shown_state(opened) == before
    assert hash_of(opened).partition("&")[2] == link.partition("&")[2]
    assert centre_of(opened) == pytest.approx(there, abs=2e-5)


def test_link_to_a_place_and_a_comparison_comes_back(opened, page: Path) -> None:
    """A clicked place and the dividing line are in the link as well."""
    opened.find_element("id", "compare").click()
    opened.execute_script("map_council.fire('click', {latlng: map_council.getCenter()})")
    before, link = shown_state(opened), hash_of(opened)
    opened.get("about:blank")
    opened.get(page.as_uri() + link)

    assert "compare=50" in link
    assert "place=" in link
    assert shown_state(opened) == before


def test_a_hostile_link_is_ignored(opened, page: Path) -> None:
    """Nothing runs, nothing breaks: the page opens as it always does."""
    usual = shown_state(opened)
    opened.get("about:blank")
    opened.get(page.as_uri() + HOSTILE_LINK)

    assert shown_state(opened)[:3] == usual[:3]
    assert opened.find_elements("css selector", "main :not(.symbol) > img") == []


def test_keyboard_alone_measures_asks_and_compares(opened) -> None:
    """On the map Enter takes its middle; arrows move map and dividing line; Escape ends."""
    ground = opened.find_element("id", "map_council")
    ground.send_keys(ENTER)
    assert "S-JTSK (EPSG:5514)" in find(opened, "#detail")
    opened.find_element("id", "measure").send_keys(ENTER)
    ground = opened.switch_to.active_element
    assert ground.get_attribute("id") == "map_council"
    ground.send_keys(ENTER)
    opened.execute_script("map_council.panBy([100, 0], {animate: false})")
    ground.send_keys(ENTER)
    long = find(opened, "#ruler-text")
    metres = opened.execute_script(
        "const a = map_council.containerPointToLatLng([0, 0]);"
        "return map_council.distance(a, map_council.containerPointToLatLng([100, 0]))"
    )
    assert abs(float(long.split()[1].replace(",", ".")) - metres) <= 0.005 * metres + 1
    ground.send_keys(BACKSPACE)
    ground.send_keys(ESCAPE)
    assert not opened.find_element("id", "ruler").is_displayed()
    opened.find_element("id", "compare").send_keys(ENTER)
    line = opened.find_element("id", "divider")
    line.send_keys(HOME)
    assert line.get_attribute("aria-valuenow") == "0"
    line.send_keys(RIGHT + UP)
    assert line.get_attribute("aria-valuenow") == "10"


def test_left_of_the_line_stands_only_what_stands_today(opened, small_town) -> None:
    """With the line far right, no new camera is visible or can be reached by Tab."""
    opened.find_element("id", "compare").click()
    for _ in range(10):
        opened.find_element("id", "divider").send_keys(RIGHT)
    visible = opened.execute_script(
        "return [...document.querySelectorAll('.symbol')]"
        ".filter((s) => getComputedStyle(s).visibility !== 'hidden').map((s) => s.dataset.camera)"
    )

    assert set(visible) == {c.camera_id for c in small_town[0].cameras if c.phase == 0}


def test_every_control_can_be_reached_by_tab_and_shows_its_focus(opened) -> None:
    """Each stop from search to sources has a name and an outline; what is off is no stop."""
    stops = opened.execute_script(
        "return [...document.querySelectorAll('a[href], button, input, summary, [tabindex=\"0\"]')]"
        ".filter((n) => n.checkVisibility() && !n.disabled)"
        ".map((n) => { n.focus({focusVisible: true});"
        "const s = getComputedStyle(n); return [n === document.activeElement,"
        "n.getAttribute('aria-label') || n.textContent.trim() || n.labels?.[0]?.textContent,"
        "parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none',"
        "n.outerHTML.slice(0, 80)]; })"
    )

    assert len(stops) > 40
    assert [html for focused, _, _, html in stops if not focused] == []
    assert [html for _, name, _, html in stops if not name and "map_council" not in html] == []
    assert [html for _, _, visible, html in stops if not visible] == []


def test_pictures_are_asked_for_only_when_switched_on(opened, page: Path) -> None:
    """Not one request by itself, not by a link either; with the switch, tiles of one host."""
    opened.get("about:blank")
    opened.get(page.as_uri() + "#layers=views,orthophoto&base=orthophoto")
    before = {a for a in addresses(opened) if not a.startswith(("file:", "data:", "about:"))}
    opened.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["https://*"]})
    try:
        opened.find_element("css selector", '[data-base="orthophoto"]').click()
        opened.execute_async_script("setTimeout(arguments[arguments.length - 1], 400)")
    finally:
        opened.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    after = {a for a in addresses(opened) if not a.startswith(("file:", "data:", "about:"))}
    refused = [text for text in complaints(opened) if "Content Security Policy" in text]
    told = find(opened, ".leaflet-control-attribution")

    assert before == set()
    assert after
    assert all(address.startswith("https://ags.cuzk.gov.cz/") for address in after)
    assert refused == []
    assert "Ortofoto: ČÚZK" in told
    assert "ags.cuzk.gov.cz" in find(opened, "#legend")


def test_axe_finds_no_violation_of_wcag_in_any_state(opened) -> None:
    """As opened, with a camera, a place, a search, measuring, English, and on a phone."""
    states = (
        "",
        "document.querySelector('[data-choose=\"4\"]').click();",
        "document.getElementById('compare').click(); document.getElementById('measure').click();",
        "document.querySelector('[data-language=en]').click();",
        TYPE,
        "document.querySelector('#found li').click();",
    )
    found = []
    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    for number, script in enumerate((*states, "")):
        if number == len(states):
            opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
        found += violations(opened, script)
    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert found == []


def test_no_motion_where_the_reader_wants_none(opened) -> None:
    """With reduced motion the map jumps and nothing is animated."""
    feature = {"name": "prefers-reduced-motion", "value": "reduce"}
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    try:
        opened.find_element("css selector", '[data-choose="2"]').click()
        here = opened.execute_script("return map_council.getZoom() + map_council.getCenter().lng")
        moving = opened.execute_script("return document.getAnimations().length")
        later = opened.execute_async_script(
            "const done = arguments[0], m = map_council;"
            "setTimeout(() => done(m.getZoom() + m.getCenter().lng), 300)"
        )
    finally:
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    assert moving == 0
    assert later == here


@pytest.mark.slow
def test_three_hundred_cameras_stay_small_and_usable(driver, tmp_path: Path, build_town) -> None:
    """The page has less than 12 MB and opens in two seconds; a step or a click takes one."""
    open_page(driver, tmp_path, *build_town(300))
    opened_ms = driver.execute_script(
        "const t = performance.timing; return t.loadEventEnd - t.navigationStart"
    )
    step_ms = driver.execute_script(
        "const s = document.getElementById('phase'), t = performance.now(); s.value = 1;"
        "s.dispatchEvent(new Event('input')); return performance.now() - t"
    )
    click_ms = driver.execute_script(
        "const t = performance.now(), at = map_council.getCenter();"
        "map_council.fire('click', { latlng: at }); return performance.now() - t"
    )

    assert (tmp_path / "map.html").stat().st_size < 12_000_000
    assert opened_ms < 2000
    assert step_ms < 1000
    assert click_ms < 1000
    assert len(driver.find_elements("css selector", "#cameras tbody tr")) == 301


def test_what_each_sum_of_money_buys_is_a_table_where_it_was_asked_for(
    opened, small_town: tuple[Plan, Layers], tmp_path: Path
) -> None:
    """A row per budget with its share and bound; without the curve there is no such section."""
    assert not opened.find_element("id", "money").is_displayed()
    plan, layers = small_town
    total = plan.demand_total
    points = (BudgetPoint(0, 0, 7, 0.1 * total, 0.1 * total),
              BudgetPoint(1.5e6, 1e6, 9, 0.25 * total, 0.5 * total))  # fmt: skip
    money = evolve(plan.sensitivity, money=BudgetCurve(points, 1.5e6))
    open_page(opened, tmp_path, evolve(plan, sensitivity=money), layers)

    rows = [row.text for row in opened.find_elements("css selector", "#budgets tbody tr")]
    assert rows == ["0,00 7 10,0 % 10,0 %", "1,50 9 25,0 % 50,0 %"]
    assert "1,50 mil. Kč" in find(opened, "#budgets caption")
    assert violations(opened) == []
