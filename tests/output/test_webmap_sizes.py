"""How much of the map a window shows: at once, and with an answer open."""

from pathlib import Path

import pytest

from placement.output.layers import Layers
from placement.plan import Plan
from tests.output.chromium import complaints, open_page

pytestmark = pytest.mark.browser
webdriver = pytest.importorskip("selenium.webdriver")
LEAST_PX = 240
SIZES = [(320, 480), (360, 640), (390, 844), (640, 601), (640, 360), (801, 601), (844, 390)]
IN_VIEW_PX = """
const frame = document.getElementById('frame').getBoundingClientRect();
const phases = document.getElementById('phases').getBoundingClientRect();
return Math.min(innerHeight, frame.bottom, phases.top) - Math.max(0, frame.top);
"""
CHOOSE = "document.querySelector('#cameras tbody tr button').click()"
TOP_PX = "return document.getElementById('detail').getBoundingClientRect().top"


@pytest.fixture(scope="module")
def page(
    driver: "webdriver.Chrome",
    tmp_path_factory: pytest.TempPathFactory,
    small_town: tuple[Plan, Layers],
) -> Path:
    """Write the page of a plan with sample data once: its banner takes room above the map."""
    folder = tmp_path_factory.mktemp("sizes")
    open_page(driver, folder, *small_town)
    return folder / "map.html"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_window_shows_less_than_240_px_of_the_map(
    driver: "webdriver.Chrome", page: Path, size: tuple[int, int]
) -> None:
    """Neither as the page opens, banner and all, nor with an answer, which begins in view."""
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get("about:blank")
    driver.get(page.as_uri())
    opened_px = driver.execute_script(IN_VIEW_PX)
    has_banner = driver.execute_script("return !document.getElementById('banner').hidden")
    driver.execute_script(CHOOSE)
    chosen_px, top_px = driver.execute_script(IN_VIEW_PX), driver.execute_script(TOP_PX)
    is_wider = driver.execute_script("return document.documentElement.scrollWidth > innerWidth")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert has_banner
    assert opened_px >= LEAST_PX
    assert chosen_px >= LEAST_PX - 0.5
    assert top_px < height - 60
    assert not is_wider
    assert complaints(driver) == []
