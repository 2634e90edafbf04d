"""Moving the map by hand: never a blank, zoom as far as the wheel is turned, nothing asked."""

from pathlib import Path

import pytest

from placement.output.layers import Layers
from placement.plan import Plan
from tests.output.chromium import complaints, find, open_page, opened_again

pytestmark = pytest.mark.browser
webdriver = pytest.importorskip("selenium.webdriver")
AT_START = """
const b = map_council.getContainer().getBoundingClientRect();
return [b.x + 0.6 * b.width, b.y + b.height / 2];
"""
DRAWN = """
const size = map_council.getSize(), uncovered = [];
for (const canvas of document.querySelectorAll('.leaflet-pane > canvas')) {
  const c = canvas.getBoundingClientRect(), m = map_council.getContainer().getBoundingClientRect();
  if (c.left > m.left + 1 || c.top > m.top + 1 || c.right < m.right - 1 || c.bottom < m.bottom - 1)
    uncovered.push([c.left - m.left, c.top - m.top, c.right - m.right, c.bottom - m.bottom]);
}
return uncovered;
"""
WATCHED = f"""
window.blanks = [];
map_council.on('move', () => window.blanks.push(...(() => {{ {DRAWN} }})()));
"""


@pytest.fixture(scope="module")
def page(
    driver: "webdriver.Chrome",
    tmp_path_factory: pytest.TempPathFactory,
    small_town: tuple[Plan, Layers],
) -> Path:
    """Write the page once."""
    folder = tmp_path_factory.mktemp("moves")
    open_page(driver, folder, *small_town)
    return folder / "map.html"


@pytest.fixture
def opened(driver: "webdriver.Chrome", page: Path):
    """Give the page as it opens, without complaints afterwards."""
    yield opened_again(driver, page)
    assert complaints(driver) == []


def mouse(driver: "webdriver.Chrome", kind: str, x: float, y: float, **more: object) -> None:
    """Send one event of the mouse."""
    told = {"type": kind, "x": x, "y": y, **more}
    driver.execute_cdp_cmd("Input.dispatchMouseEvent", told)


def test_dragged_map_is_never_blank(opened: "webdriver.Chrome") -> None:
    """A drag by three windows: at each of its steps the canvases cover the whole map."""
    x, y = opened.execute_script(AT_START)
    opened.execute_script("map_council.setZoom(18, {animate: false})")
    opened.execute_script(WATCHED)
    before = opened.execute_script("return map_council.getCenter()")
    for _ in range(3):
        mouse(opened, "mousePressed", x + 200, y, button="left", clickCount=1)
        for step in range(8):
            mouse(
                opened, "mouseMoved", x + 200 - 70 * step, y - 30 * step, button="left", buttons=1
            )
        mouse(opened, "mouseReleased", x - 290, y - 210, button="left", clickCount=1)
    after = opened.execute_script("return map_council.getCenter()")

    assert opened.execute_script("return window.blanks") == []
    assert after["lng"] > before["lng"]
    assert find(opened, "#detail").startswith("Klepněte")


def test_notch_of_the_wheel_zooms_by_half_a_level_around_the_pointer(
    opened: "webdriver.Chrome",
) -> None:
    """What lies under the pointer stays there; on the way the map shows zooms in between."""
    x, y = opened.execute_script(AT_START)
    ask = (
        "const b = map_council.getContainer().getBoundingClientRect();"
        "const at = map_council.containerPointToLatLng([arguments[0] - b.x, arguments[1] - b.y]);"
        "return [map_council.getZoom(), at.lat, at.lng]"
    )
    before = opened.execute_script(ask, x, y)
    opened.execute_script(
        "window.zooms = []; map_council.on('zoom', () => zooms.push(map_council.getZoom()))"
    )
    mouse(opened, "mouseWheel", x, y, deltaX=0, deltaY=-120)
    opened.execute_async_script(
        "const done = arguments[0]; map_council.on('moveend', () => setTimeout(done, 50))"
    )
    after = opened.execute_script(ask, x, y)
    between = opened.execute_script("return window.zooms")

    assert after[0] - before[0] == pytest.approx(0.5, abs=0.01)
    assert after[1:] == pytest.approx(before[1:], abs=2e-5)
    assert len({round(zoom, 3) for zoom in between}) >= 3


def test_double_click_zooms_and_asks_nothing(opened: "webdriver.Chrome") -> None:
    """Neither of its clicks opens an answer; a single one does."""
    element = opened.find_element("id", "map_council")
    zoom = opened.execute_script("return map_council.getZoom()")
    chain = webdriver.ActionChains(opened).move_to_element_with_offset(element, 77, 33)
    chain.double_click().pause(0.8).perform()
    asked = find(opened, "#detail")
    closer = opened.execute_script("return map_council.getZoom()")
    webdriver.ActionChains(opened).click().pause(0.4).perform()

    assert closer == pytest.approx(zoom + 1, abs=0.01)
    assert asked.startswith("Klepněte")
    assert "Toto místo" in find(opened, "#detail")
