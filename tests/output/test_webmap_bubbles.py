"""From afar a bubble for each district, close by a symbol for each camera that lies on no other."""

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from attrs import evolve
from shapely.geometry import box

from placement.output.layer_tables import layers_of
from placement.output.layers import Layers
from placement.plan import Plan
from tests.output.chromium import complaints, open_page, opened_again, set_phase, violations

pytestmark = pytest.mark.browser
webdriver = pytest.importorskip("selenium.webdriver")
TAB = "\ue004"
BUBBLES = """
return [...document.querySelectorAll('.bubble')].map((b) => b.querySelector('bdi').textContent
  + ' ' + b.querySelector('b').textContent);
"""
SYMBOLS = """
return [...document.querySelectorAll('.symbol')].map((node) => {
  const b = node.getBoundingClientRect();
  return [b.x + b.width / 2, b.y + b.height / 2];
});
"""
NAMES = """
return [...document.querySelectorAll('.district-name, .bubble')].map((node) => {
  const b = node.getBoundingClientRect(), m = map_council.getContainer().getBoundingClientRect();
  const middle = [b.x + b.width / 2 - m.x, b.y + b.height / 2 - m.y];
  const at = map_council.containerPointToLatLng(middle);
  return [node.textContent, at.lng, at.lat];
});
"""


@pytest.fixture(scope="module")
def halves(build_town: Callable[..., tuple[Plan, Layers]]) -> tuple[Plan, Layers]:
    """Return a town of 40 cameras in two districts, some of them close together."""
    plan, layers = build_town(40)
    west, south, east, north = layers.area.total_bounds
    middle = (west + east) / 2
    shapes = [box(west, south, middle, north), box(middle, south, east, north)]
    districts = gpd.GeoDataFrame({"name": ["Západ", "Východ"]}, geometry=shapes, crs=layers.crs)
    cameras = tuple(
        evolve(camera, district="Západ" if camera.x_m < middle else "Východ")
        for camera in plan.cameras
    )
    frames = {**layers.frames(), "districts": districts}
    return evolve(plan, cameras=cameras), layers_of(crs=layers.crs, **frames)


@pytest.fixture(scope="module")
def page(
    driver: "webdriver.Chrome",
    tmp_path_factory: pytest.TempPathFactory,
    halves: tuple[Plan, Layers],
) -> Path:
    """Write the page once."""
    folder = tmp_path_factory.mktemp("bubbles")
    open_page(driver, folder, *halves)
    return folder / "map.html"


@pytest.fixture
def opened(driver: "webdriver.Chrome", page: Path):
    """Give the page as it opens, from afar."""
    opened_again(driver, page)
    driver.execute_script("map_council.setZoom(14.4, {animate: false})")
    yield driver
    assert complaints(driver) == []


def zoomed(driver: "webdriver.Chrome", zoom: float) -> None:
    """Look at the middle from a zoom."""
    driver.execute_script("map_council.setZoom(arguments[0], {animate: false})", zoom)


def test_bubble_counts_cameras_today_and_in_the_phase(
    opened: "webdriver.Chrome", halves: tuple[Plan, Layers]
) -> None:
    """As the plan has them; today one number, later both."""
    told = {}
    for phase in (0, 2, 3):
        set_phase(opened, phase)
        told[phase] = set(opened.execute_script(BUBBLES))

    def counted(name: str, phase: int) -> int:
        return sum(
            c.district == name and c.phase <= phase and c.status != "out of service"
            for c in halves[0].cameras
        )

    names = ("Západ", "Východ")
    assert told[0] == {f"{name} {counted(name, 0)}" for name in names}
    for phase in (2, 3):
        assert told[phase] == {f"{n} {counted(n, 0)} → {counted(n, phase)}" for n in names}


FREE = """
const map = map_council.getContainer().getBoundingClientRect();
const tools = document.getElementById('tools').getBoundingClientRect();
return [...document.querySelectorAll('.bubble span')].map((node) => {
  const b = node.getBoundingClientRect();
  return b.left >= map.left && b.right <= tools.left;
});
"""


def test_on_a_phone_no_bubble_lies_under_the_edge_or_the_buttons(
    driver: "webdriver.Chrome", tmp_path: Path, halves: tuple[Plan, Layers]
) -> None:
    """As the map opens, where the town fills its width: long names give way, counts stay."""
    plan, layers = halves
    longer = {"Západ": "Západní předměstí za nádražím", "Východ": "Východní předměstí u řeky"}
    districts = layers.districts.assign(name=layers.districts["name"].map(longer))
    cameras = tuple(evolve(each, district=longer[each.district]) for each in plan.cameras)
    frames = {**layers.frames(), "districts": districts}
    town = evolve(plan, cameras=cameras), layers_of(crs=layers.crs, **frames)
    metrics = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        free = open_page(driver, tmp_path, *town).execute_script(FREE)
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert free == [True, True]


def test_bubble_looks_at_its_district(opened: "webdriver.Chrome") -> None:
    """By a click or by Enter; then each of its cameras has a symbol."""
    opened.execute_script("document.querySelector('.bubble').focus()")
    opened.switch_to.active_element.send_keys("\ue007")

    assert opened.execute_script("return map_council.getZoom()") >= 15
    assert opened.execute_script(BUBBLES) == []
    assert opened.find_elements("css selector", ".symbol")


@pytest.mark.parametrize("zoom", [15, 16.3, 18])
def test_no_symbol_lies_on_another(opened: "webdriver.Chrome", zoom: float) -> None:
    """Existing and new, at every zoom that has symbols; the same places in every phase."""
    zoomed(opened, zoom)
    places = np.array(opened.execute_script(SYMBOLS))
    set_phase(opened, 1)
    fewer = np.array(opened.execute_script(SYMBOLS))

    assert min(np.hypot(*(a - b)) for a, b in combinations(places, 2)) >= 23
    assert all(np.hypot(*(places - one).T).min() < 0.5 for one in fewer)


@pytest.mark.parametrize("zoom", [12.5, 14.4, 15.5])
def test_district_names_stay_inside_and_still(
    opened: "webdriver.Chrome", halves: tuple[Plan, Layers], zoom: float
) -> None:
    """The middle of a name or bubble lies in its polygon, and where it was in another phase."""
    zoomed(opened, zoom)
    before = opened.execute_script(NAMES)
    set_phase(opened, 1)
    after = opened.execute_script(NAMES)
    districts = halves[1].districts.to_crs("EPSG:4326").set_index("name").geometry

    assert len(before) == len(after)
    for (text, lon, lat), (_, lon_after, lat_after) in zip(before, after, strict=True):
        name = re.sub(r"[\d →\u00a0]+$", "", text)
        assert districts[name].contains(gpd.points_from_xy([lon], [lat])[0])
        assert [lon, lat] == pytest.approx([lon_after, lat_after], abs=2e-5)


def test_name_of_a_camera_is_told_when_it_is_pointed_at(
    opened: "webdriver.Chrome", halves: tuple[Plan, Layers]
) -> None:
    """By the mouse and by the keyboard."""
    zoomed(opened, 16)
    node = opened.find_elements("css selector", ".symbol")[0]
    opened.execute_script("arguments[0].focus()", node)
    told = opened.find_element("css selector", ".leaflet-tooltip").text

    assert any(camera.name in told for camera in halves[0].cameras)


@pytest.mark.parametrize("zoom", [14.4, 16])
def test_legend_is_a_few_stops_away_and_symbols_are_one(
    opened: "webdriver.Chrome", zoom: float
) -> None:
    """At most ten stops of Tab from the top of the page; arrows walk among the symbols."""
    zoomed(opened, zoom)
    opened.execute_script("document.activeElement.blur(); window.scrollTo(0, 0)")
    stops = []
    for _ in range(60):
        webdriver.ActionChains(opened).send_keys(TAB).perform()
        stops.append(
            opened.execute_script(
                "const a = document.activeElement;"
                "return a.closest('#legend') && a.tagName === 'SUMMARY' ? 'legend'"
                " : a.dataset.stop !== undefined ? 'marker' : a.id || a.tagName"
            )
        )
        if stops[-1] == "phase":
            break
    first = opened.execute_script(
        "const a = document.querySelector('[data-stop][tabindex=\"0\"]'); a.focus();"
        "return a.dataset.stop"
    )
    opened.switch_to.active_element.send_keys("\ue014")

    assert stops.index("legend") < 10
    assert stops.count("marker") == 1
    assert opened.execute_script("return document.activeElement.dataset.stop") != first


def test_axe_finds_nothing_from_afar_and_close_by(opened: "webdriver.Chrome") -> None:
    """With bubbles, with symbols, with a tooltip open, the sizes of targets among them."""
    far = violations(opened)
    zoomed(opened, 15.2)
    close = violations(opened, "document.querySelector('.symbol').focus()")

    assert far == []
    assert close == []
