"""The map in a real Chromium, from `file:`: what a reader does, and what a name must not."""

import re
from pathlib import Path

import pytest
from attrs import evolve

from placement.output.layers import Layers
from placement.output.webmap.page import render
from placement.plan import Plan
from tests.output.chromium import addresses, complaints, find, open_page, opened_again, set_phase

pytestmark = pytest.mark.browser
webdriver = pytest.importorskip("selenium.webdriver")


@pytest.fixture(scope="module")
def page(
    driver: "webdriver.Chrome",
    tmp_path_factory: pytest.TempPathFactory,
    small_town: tuple[Plan, Layers],
) -> Path:
    """Write the small town's page once."""
    folder = tmp_path_factory.mktemp("browser")
    open_page(driver, folder, *small_town)
    return folder / "map.html"


@pytest.fixture
def opened(driver: "webdriver.Chrome", page: Path) -> "webdriver.Chrome":
    """Open the small town's page as if for the first time."""
    return opened_again(driver, page)


def test_page_asks_for_nothing_but_itself_and_the_console_stays_empty(
    opened: "webdriver.Chrome",
) -> None:
    """No request leaves the page, no error is logged; it is there within two seconds."""
    asked = addresses(opened)
    loaded_ms = opened.execute_script(
        "const t = performance.timing; return t.loadEventEnd - t.navigationStart"
    )

    assert complaints(opened) == []
    assert any(address.startswith("file:") for address in asked)
    assert {a for a in asked if not a.startswith(("file:", "data:", "about:"))} == set()
    assert loaded_ms < 2000


def test_policy_stops_what_would_leave_the_page(opened: "webdriver.Chrome") -> None:
    """Were a script to ask for something, the browser would refuse."""
    opened.execute_script("new Image().src = 'http://127.0.0.1:9/x.png'")
    opened.execute_async_script(
        "fetch('http://127.0.0.1:9/').catch(() => 0).then(arguments[arguments.length - 1])"
    )
    refused = [message for message in complaints(opened) if "Content Security Policy" in message]

    assert len(refused) >= 2
    assert "http://127.0.0.1:9/x.png" in addresses(opened)  # the log would tell


def test_a_script_or_style_that_got_into_the_page_does_not_run(opened: "webdriver.Chrome") -> None:
    """Neither an element nor an attribute nor a form: the policy names what was written only."""
    ran = opened.execute_script("""
      window.broken = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
        broken.push(effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      const style = document.createElement("style");
      style.textContent = "body { outline: 7px solid red }";
      document.body.append(style);
      const holder = document.createElement("div");
      holder.innerHTML = '<b onclick="window.ran = true" style="outline: 7px solid">x</b>';
      document.body.append(holder);
      holder.firstChild.click();
      const widths = [document.body, holder.firstChild].map((node) =>
        getComputedStyle(node).outlineWidth);
      return [window.ran === true, widths.includes("7px")];
    """)
    broken = set(
        opened.execute_script("return new Promise((done) => setTimeout(() => done(broken), 50))")
    )

    assert ran == [False, False]
    assert broken == {"script-src-elem", "style-src-elem", "script-src-attr", "style-src-attr"}


def test_slider_shows_the_plans_figures_of_each_phase(
    opened: "webdriver.Chrome", small_town: tuple[Plan, Layers]
) -> None:
    """Cameras on the map and in the figures are those that stand in the phase."""
    plan, _ = small_town
    for state in plan.phases:
        set_phase(opened, state.phase)
        standing = {camera.camera_id for camera in plan.cameras if camera.phase <= state.phase}
        symbols = opened.find_elements("css selector", ".symbol")
        figures = find(opened, "#figures")

        assert {symbol.get_attribute("data-camera") for symbol in symbols} == standing
        assert f"\n{state.cameras}\n" in figures
        assert f"{100 * state.value / plan.demand_total:.1f}".replace(".", ",") in figures


def test_click_on_a_camera_tells_why_it_is_there(
    opened: "webdriver.Chrome", small_town: tuple[Plan, Layers]
) -> None:
    """The panel names the camera, its gain and its places; its row in the list is marked."""
    camera = next(c for c in small_town[0].cameras if c.status == "new" and c.top_places)
    opened.find_element("css selector", f'.symbol[data-camera="{camera.camera_id}"]').click()
    told = find(opened, "#detail")

    assert camera.name in told
    assert camera.top_places[0] in told
    assert opened.find_element("css selector", "#cameras tr.chosen").get_attribute(
        "data-camera"
    ) == (camera.camera_id)


def test_list_and_keyboard_reach_a_camera_of_a_later_phase(
    opened: "webdriver.Chrome", small_town: tuple[Plan, Layers]
) -> None:
    """Enter on a name in the list shows the camera and moves to its phase."""
    camera = small_town[0].cameras[-2]
    set_phase(opened, 0)
    row = f'#cameras tr[data-camera="{camera.camera_id}"] button'
    opened.find_element("css selector", row).send_keys("\ue007")

    assert opened.find_element("id", "phase").get_attribute("value") == str(camera.phase)
    assert opened.find_elements("css selector", f'.symbol.chosen[data-camera="{camera.camera_id}"]')


def test_click_on_a_place_names_the_cameras_that_see_it(
    opened: "webdriver.Chrome", small_town: tuple[Plan, Layers]
) -> None:
    """The browser's answer equals that of the view polygons."""
    _, layers = small_town
    wanted = layers.views[(layers.views["kind"] == "continuous")]
    asked = wanted[wanted["density_px_m"] >= 62.5]
    working = set(layers.cameras.loc[layers.cameras["status"] != "out of service", "camera_id"])
    lonlat = asked.geometry.representative_point().to_crs("EPSG:4326")
    answers = opened.execute_script(
        "return arguments[0].map(([lat, lng]) => window.placement.camerasSeeing(lat, lng)"
        ".filter((view) => !view.reachable).map((view) => view.camera))",
        [[point.y, point.x] for point in lonlat],
    )
    by_polygons = [
        set(asked.loc[asked.contains(place), "camera_id"]) & working
        for place in asked.geometry.representative_point()
    ]

    assert len(answers) > 10
    assert [set(cameras) for cameras in answers] == by_polygons


def test_click_on_the_map_asks_about_the_place(opened: "webdriver.Chrome") -> None:
    """A click on the ground gives the place's panel with its position."""
    chain = webdriver.ActionChains(opened)
    chain.move_to_element_with_offset(opened.find_element("id", "map_council"), 77, 33)
    chain.click().pause(0.4).perform()

    assert "Toto místo" in find(opened, "#detail")
    assert opened.find_elements("css selector", ".place-mark")


def test_language_switch_turns_every_word(opened: "webdriver.Chrome") -> None:
    """After the switch the page says it is English and no Czech word of ours is left."""
    assert opened.find_element("tag name", "html").get_attribute("lang") == "cs"
    assert "UKÁZKOVÁ DATA" in find(opened, "#banner")
    opened.find_element("css selector", '[data-language="en"]').click()
    left = find(opened, "body")

    assert opened.find_element("tag name", "html").get_attribute("lang") == "en"
    assert "SYNTHETIC DATA" in left
    assert [word for word in ("Seznam", "Legenda", "kamer", "etap", "Etapa ") if word in left] in (
        [],
        ["Etapa "],  # the phases' names are the case's own
    )


def test_play_walks_from_today_to_the_target(opened: "webdriver.Chrome") -> None:
    """Pressed at the end, play begins at today; pressed again, it stops there."""
    opened.find_element("id", "play").click()

    assert opened.find_element("id", "phase").get_attribute("value") == "0"
    assert opened.find_element("id", "play").get_attribute("aria-pressed") == "true"
    opened.find_element("id", "play").click()
    assert opened.find_element("id", "play").get_attribute("aria-pressed") == "false"


def test_hostile_names_are_shown_as_text(
    driver: "webdriver.Chrome",
    tmp_path: Path,
    hostile_town: tuple[Plan, Layers],
    small_town: tuple[Plan, Layers],
) -> None:
    """Nothing in a name runs or becomes an element; every name can be read."""
    plan, layers = hostile_town
    opened = open_page(driver, tmp_path, plan, layers)
    for camera in plan.cameras:
        set_phase(opened, 3)
        row = f'#cameras tr[data-camera="{camera.camera_id}"] button'
        opened.execute_script("arguments[0].click()", opened.find_element("css selector", row))
        shown = opened.execute_script("return document.querySelector('#detail h2').textContent")

        assert re.sub(r"\s", " ", camera.name) in shown
    assert opened.find_elements("css selector", "main :not(.symbol) > img, main b") == []
    harmless = render(*small_town, language="cs")
    assert len(opened.find_elements("tag name", "script")) == harmless.count("</script>")
    assert complaints(opened) == []


def test_phone_has_no_sideways_scroll(opened: "webdriver.Chrome") -> None:
    """At 390 points across, map and list are below each other and fit."""
    opened.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False},
    )
    try:
        wide = opened.execute_script("return document.documentElement.scrollWidth")
        below = opened.execute_script(
            "return document.getElementById('side').getBoundingClientRect().top >="
            "document.getElementById('stage').getBoundingClientRect().bottom - 1"
        )
    finally:
        opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert wide <= 390
    assert below


def test_keyboard_alone_chooses_a_camera_on_the_map(opened: "webdriver.Chrome") -> None:
    """A symbol can be focused, has a name for a screen reader and answers Enter."""
    symbol = opened.find_element("css selector", ".symbol")
    opened.execute_script("arguments[0].focus()", symbol)
    label = symbol.get_attribute("aria-label")
    opened.switch_to.active_element.send_keys("\ue007")

    assert symbol.get_attribute("tabindex") == "0"
    assert label.split(", ")[0] in find(opened, "#detail")


def test_legend_switches_layers_and_explains_what_is_shown(opened: "webdriver.Chrome") -> None:
    """The levels of detail are explained only while they are drawn."""
    assert "určení totožnosti" not in find(opened, "#legend")
    opened.find_element("css selector", '[data-layer="ladder"]').click()

    assert "určení totožnosti" in find(opened, "#legend")
    assert opened.switch_to.active_element.get_attribute("data-layer") == "ladder"


def test_real_data_carry_no_banner(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """The warning is there only when an input is made up."""
    plan = evolve(small_town[0], provenance={"incidents": "open data"})
    opened = open_page(driver, tmp_path, plan, small_town[1])

    assert not opened.find_element("id", "banner").is_displayed()
