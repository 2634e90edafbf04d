"""The page in windows of all sizes, on the whole screen, in the dark: a map, and an answer."""

from pathlib import Path

import pytest

from placement.output.layers import Layers
from placement.plan import Plan
from tests.output.chromium import complaints, find, open_page, opened_again, violations

pytestmark = pytest.mark.browser
webdriver = pytest.importorskip("selenium.webdriver")
WINDOWS = [
    (320, 480),
    (360, 640),
    (390, 844),
    (844, 390),
    (911, 413),
    (683, 384),
    (720, 450),
    (1000, 620),
    (1366, 768),
    (1920, 1080),
    (2560, 1440),
]
"""Width and height: phones upright and on their side, twice the letters on a laptop, desks. [px]"""
LEAST_MAP_PX = 240
LAID_OUT = """
const box = (id) => document.getElementById(id).getBoundingClientRect();
const frame = box('frame'), phases = box('phases'), size = map_council.getSize();
return {map: [frame.width, frame.height], told: [size.x, size.y],
  wide: document.documentElement.scrollWidth - innerWidth, bottom: frame.bottom - phases.top,
  legend: document.getElementById('legend').open ? box('legend').width / frame.width : 0};
"""
ASK = "map_council.fire('click', {latlng: map_council.getCenter()})"
ANSWER = """
const a = document.querySelector('#detail h2').getBoundingClientRect();
return a.top >= 0 && a.bottom <= innerHeight && a.height > 0;
"""


@pytest.fixture(scope="module")
def page(
    driver: "webdriver.Chrome",
    tmp_path_factory: pytest.TempPathFactory,
    small_town: tuple[Plan, Layers],
) -> Path:
    """Write the page once."""
    folder = tmp_path_factory.mktemp("windows")
    open_page(driver, folder, *small_town)
    return folder / "map.html"


@pytest.fixture
def opened(driver: "webdriver.Chrome", page: Path):
    """Give the page as it opens; the window and the system's wishes are as before afterwards."""
    yield opened_again(driver, page)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    assert complaints(driver) == []


def resize(driver: "webdriver.Chrome", page: Path, width: int, height: int) -> None:
    """Open the page in a window of a size."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    opened_again(driver, page)


def test_map_can_be_used_in_a_window_of_any_size(opened: "webdriver.Chrome", page: Path) -> None:
    """At least 240 px high, as wide as told, its phases below it, nothing beyond the window."""
    wrong = []
    for width, height in WINDOWS:
        resize(opened, page, width, height)
        seen = opened.execute_script(LAID_OUT)
        opened.execute_script(ASK)
        below_each_other = width < 640
        good = (
            seen["map"][1] >= LEAST_MAP_PX
            and seen["told"] == pytest.approx(seen["map"], abs=1)
            and seen["wide"] <= 0
            and seen["legend"] <= 0.55
            and (below_each_other or seen["bottom"] <= 1)
            and (below_each_other or opened.execute_script(ANSWER))
        )
        if not good:
            wrong.append((width, height, seen))

    assert wrong == []


def test_answer_is_read_on_the_whole_screen(opened: "webdriver.Chrome") -> None:
    """The map alone until something is asked; then the answer stands beside it."""
    opened.find_element("id", "fullscreen").click()
    opened.execute_async_script("setTimeout(arguments[0], 300)")
    assert opened.execute_script("return document.fullscreenElement !== null")
    alone = opened.find_element("id", "side").is_displayed()
    opened.execute_script(ASK)
    answer = opened.execute_script(ANSWER)
    opened.execute_script("document.exitFullscreen()")
    opened.execute_async_script("setTimeout(arguments[0], 300)")

    assert not alone
    assert answer
    assert opened.find_element("id", "side").is_displayed()


def test_what_is_asked_stays_on_the_map_when_it_becomes_narrower(
    opened: "webdriver.Chrome",
) -> None:
    """A place at the right edge is not pushed out by an answer that opens on a whole screen."""

    def as_wide(width_px: int) -> None:
        size = {"width": width_px, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        opened.execute_async_script("setTimeout(arguments[0], 400)")

    as_wide(1600)
    opened.execute_script(
        "map_council.setZoom(map_council.getZoom() + 2, {animate: false});"
        "const size = map_council.getSize();"
        "window.asked = map_council.containerPointToLatLng([size.x - 30, size.y / 2]);"
        "map_council.fire('click', {latlng: window.asked})"
    )
    opened.execute_async_script("setTimeout(arguments[0], 600)")  # a click may become a double one
    as_wide(1000)

    assert opened.execute_script("return map_council.getBounds().contains(window.asked)")


@pytest.mark.parametrize("window", [(1440, 900), (844, 390), (360, 640)])
def test_axe_finds_nothing_in_the_dark(
    opened: "webdriver.Chrome", page: Path, window: tuple[int, int]
) -> None:
    """As the system asks for it; the button turns it off again."""
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": dark})
    resize(opened, page, *window)
    told = violations(opened, "document.querySelector('[data-choose=\"4\"]').click()")
    shown = opened.execute_script("return getComputedStyle(document.body).backgroundColor")
    opened.find_element("id", "theme").click()

    assert told == []
    assert shown == "rgb(22, 27, 34)"
    assert find(opened, "#detail h2")
    assert (
        opened.execute_script("return getComputedStyle(document.body).backgroundColor")
        == "rgb(255, 255, 255)"
    )
