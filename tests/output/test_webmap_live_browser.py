"""The live what-if of the internal page in a real Chromium: by mouse, finger and keyboard."""

import re
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import placement
from placement.api.case import Case
from placement.api.results import PlanResult
from placement.output.webmap.page import render
from tests.output.chromium import complaints, find, opened_again, violations
from tests.pipeline import toy_case

if TYPE_CHECKING:
    from selenium import webdriver

pytestmark = pytest.mark.browser
LEFT, RIGHT, UP, ESCAPE = "\ue012", "\ue014", "\ue013", "\ue00c"
NO_CHANGE = "tak je to v plánu"
CAPTURE = """
window.saved = [];
const make = URL.createObjectURL;
URL.createObjectURL = (blob) => {
  blob.text().then((text) => window.saved.push(text));
  return make(blob);
};
"""
SAVED = """
const done = arguments[0];
const look = () => (window.saved.length ? done(window.saved[0]) : setTimeout(look, 20));
look();
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, PlanResult]:
    """Plan the toy case in one phase without a limit of money."""
    folder = toy_case.write(tmp_path_factory.mktemp("live") / "case")

    def change(values: toy_case.Plan) -> None:
        values["phases"] = [{"name": "1. etapa", "cameras": 5}]
        values["camera_models"][1]["buy"] = False

    toy_case.change_plan(folder, change)
    case = placement.read_case(folder)
    return case, placement.plan_case(case)


@pytest.fixture(scope="module")
def page(town: tuple[Case, PlanResult], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write its page once."""
    file = tmp_path_factory.mktemp("page") / "map.html"
    file.write_text(town[1].map_html(language="cs"), encoding="utf-8")
    return file


@pytest.fixture
def asked(
    driver: "webdriver.Chrome", page: Path, town: tuple[Case, PlanResult]
) -> "webdriver.Chrome":
    """Open the page anew, ask "what if" and choose the first new camera with a direction."""
    opened_again(driver, page)
    driver.find_element("id", "live-toggle").click()
    choose(driver, directed(town[1]))
    yield driver
    assert complaints(driver) == []


def directed(result: PlanResult) -> str:
    """Return the first new camera that has a direction."""
    new = [camera for camera in result.plan.cameras if camera.status == "new"]
    return next(c.camera_id for c in new if not result.plan.model(c.model).whole_circle)


def choose(driver: "webdriver.Chrome", camera: str) -> None:
    """Choose a camera as the list does, close by, and wait until the map has come there."""
    driver.execute_async_script(
        "const [id, done] = arguments;"
        "const data = JSON.parse(document.getElementById('data').textContent);"
        "const at = data.cameras.findIndex((camera) => camera.id === id);"
        "map_council.setView([data.cameras[at].lat, data.cameras[at].lon], 19, {animate: false});"
        "document.querySelector(`[data-choose='${at}']`).click();"
        "const look = () => document.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim')"
        " ? setTimeout(look, 50) : done();"
        "requestAnimationFrame(() => requestAnimationFrame(look));",
        camera,
    )


def drag(driver: "webdriver.Chrome", selector: str, east_px: int, south_px: int) -> None:
    """Drag a handle by mouse."""
    from selenium.webdriver.common.action_chains import ActionChains

    handle = driver.find_element("css selector", selector)
    ActionChains(driver).drag_and_drop_by_offset(handle, east_px, south_px).perform()


def centre_of(driver: "webdriver.Chrome", selector: str) -> tuple[float, float]:
    """Return the middle of an element in the window. [px]"""
    box = driver.execute_script(
        "const r = document.querySelector(arguments[0]).getBoundingClientRect();"
        "return [r.x + r.width / 2, r.y + r.height / 2]",
        selector,
    )
    return float(box[0]), float(box[1])


def asked_of_link(driver: "webdriver.Chrome") -> list[list[str]]:
    """Return the changes that the link names, field by field; it follows a little later."""
    time.sleep(0.6)
    match = re.search(r"&what=([^&]*)", str(driver.execute_script("return location.hash")))
    return [part.split(",") for part in match[1].split(";")] if match else []


def press(driver: "webdriver.Chrome", name: str) -> None:
    """Press a button of the panel."""
    driver.find_element("css selector", f'#live [data-live="{name}"]').click()


def share_of(driver: "webdriver.Chrome", line: int) -> float:
    """Return the percentage in a line of the answer."""
    text = driver.find_elements("css selector", "#live-answer p")[line].text
    return float(re.findall(r"(\d+,\d+)\s%", text)[-1 if line else 0].replace(",", "."))


def test_a_camera_dragged_by_mouse_is_answered_at_once_and_undone(
    asked: "webdriver.Chrome",
) -> None:
    """Value, bound and price follow; undo and redo; the link brings it back."""
    assert NO_CHANGE in find(asked, "#live-answer")
    drag(asked, ".live-handle.moves", 40, 25)
    after = find(asked, "#live-answer")
    assert NO_CHANGE not in after
    assert "který má změněné kamery" in after
    assert share_of(asked, 1) >= share_of(asked, 0)
    assert find(asked, "#live-changes").endswith("přemístěna")
    assert after.splitlines()[0] in find(asked, "#status")
    assert [fields[0] for fields in asked_of_link(asked)] == ["c"]
    link = str(asked.execute_script("return location.hash"))
    press(asked, "undo")
    assert NO_CHANGE in find(asked, "#live-answer")
    assert asked_of_link(asked) == []
    press(asked, "redo")
    assert find(asked, "#live-answer") == after
    drag(asked, ".live-handle.turns", -50, 60)
    assert asked_of_link(asked)[0][4] != link.split("&what=")[1].split(",")[4]
    time.sleep(0.3)  # longer than a click waits for a second one
    assert "Podle vlastních čísel" in find(asked, "#status")


def test_a_link_brings_the_changes_back(asked: "webdriver.Chrome", page: Path) -> None:
    """Also in a page opened anew; a link with nonsense changes nothing."""
    drag(asked, ".live-handle.moves", 40, 25)
    after, changed = find(asked, "#live-answer"), asked_of_link(asked)
    link = asked.execute_script("return location.hash")
    assert len(changed) == 1
    opened_again(asked, page, link=str(link))
    assert find(asked, "#live-answer") == after
    nonsense = "#phase=1&what=c,1e9,2,3,4,5,0,K1;a,x;d,nobody;%E0%A4%A;c,1,2,3,4,5,99,K1"
    opened_again(asked, page, link=nonsense)
    assert NO_CHANGE in find(asked, "#live-answer")


def test_keys_move_by_a_metre_and_turn_by_five_degrees(asked: "webdriver.Chrome") -> None:
    """The handle has the focus and keeps it; each step is announced."""
    moves = asked.find_element("css selector", ".live-handle.moves")
    moves.send_keys(RIGHT * 12)
    first = [int(value) for value in asked_of_link(asked)[0][1:6]]
    moves.send_keys(RIGHT + UP)
    second = [int(value) for value in asked_of_link(asked)[0][1:6]]
    assert [second[0] - first[0], second[1] - first[1]] == [100, 100]
    assert "Podle vlastních čísel" in find(asked, "#status")
    turns = asked.find_element("css selector", ".live-handle.turns")
    turns.send_keys(RIGHT)
    turned = [int(value) for value in asked_of_link(asked)[0][1:6]]
    assert (turned[3] - second[3]) % 3600 == 50
    turns.send_keys(LEFT)
    assert asked.switch_to.active_element.get_attribute("aria-label").startswith(
        moves.get_attribute("aria-label").partition(":")[0]
    )
    asked.switch_to.active_element.send_keys(ESCAPE)
    assert asked.find_elements("css selector", ".live-handle") == []
    assert asked.switch_to.active_element.get_attribute("id") == "live-toggle"


def test_a_finger_drags_too(asked: "webdriver.Chrome") -> None:
    """Touches, as a phone sends them."""
    x, y = centre_of(asked, ".live-handle.moves")
    asked.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    steps = [("touchStart", 0), ("touchMove", 10), ("touchMove", 25), ("touchMove", 40)]
    for kind, away in steps:
        points = [{"x": x + away, "y": y + away / 2}]
        asked.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    asked.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    asked.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})

    assert [fields[0] for fields in asked_of_link(asked)] == ["c"]
    assert find(asked, "#live-changes").endswith("přemístěna")


def test_cameras_are_added_exchanged_and_left_out(
    asked: "webdriver.Chrome", town: tuple[Case, PlanResult]
) -> None:
    """The price follows the plan file; a place inside a house is refused with words."""
    press(asked, "drop")
    assert find(asked, "#live-changes").endswith("vynechána")
    assert "4 nové kamery" in find(asked, "#live-answer") or "2 nové" in find(asked, "#live-answer")
    house = town[1].situation.surface.prisms.footprints[0].representative_point()
    x, y = town[1].situation.inputs.grid.crs, house
    lon, lat = placement.crs.systems.to_lonlat([y.x], [y.y], crs=x)
    press(asked, "add")
    asked.execute_script(
        "map_council.fire('click', {latlng: L.latLng(arguments[0], arguments[1])})",
        float(lat[0]),
        float(lon[0]),
    )
    assert "uvnitř domu" in find(asked, "#status")
    lon, lat = placement.crs.systems.to_lonlat([toy_case.X_M + 9], [toy_case.Y_M], crs=x)
    asked.execute_script(
        "map_council.fire('click', {latlng: L.latLng(arguments[0], arguments[1])})",
        float(lat[0]),
        float(lon[0]),
    )
    assert [fields[0] for fields in asked_of_link(asked)] == ["a", "d"]
    before = find(asked, "#live-answer")
    models = asked.find_elements("css selector", '#live [data-live="model"] option')
    models[1].click()
    assert find(asked, "#live-answer") != before
    assert violations(asked) == []


def test_what_leaves_the_page_is_answered_exactly(
    asked: "webdriver.Chrome", town: tuple[Case, PlanResult], tmp_path: Path
) -> None:
    """The list by `evaluate`, the text by `plan`: the same share as the page says."""
    case, _ = town
    drag(asked, ".live-handle.moves", 45, 20)
    drag(asked, ".live-handle.turns", -30, 40)
    shown, bound = share_of(asked, 0), share_of(asked, 1)
    asked.find_element("css selector", "#live summary").click()
    text = asked.find_element("css selector", '#live [data-live="text"]').get_attribute("value")
    asked.execute_script(CAPTURE)
    press(asked, "save_csv")
    file = tmp_path / "cameras.csv"
    file.write_text(asked.execute_async_script(SAVED), encoding="utf-8", newline="")
    plan = placement.evaluate_cameras(case, file).plan
    share = 100 * plan.final.value / plan.demand_total

    assert shown == pytest.approx(share, abs=0.02)
    assert bound >= share - 0.006
    question = tomllib.loads(text)["what_if"]
    assert question["only"] is True
    answered = placement.plan_case(case.with_options(**question)).plan
    assert 100 * answered.final.value / answered.demand_total == pytest.approx(share, abs=0.02)


def test_a_result_without_ground_says_so(
    driver: "webdriver.Chrome", town: tuple[Case, PlanResult], tmp_path: Path
) -> None:
    """As one that an older version wrote."""
    file = tmp_path / "map.html"
    file.write_text(render(town[1].plan, town[1].layers, language="cs"), encoding="utf-8")
    opened_again(driver, file)

    assert not driver.find_elements("id", "live-toggle")
    assert driver.find_element("id", "live-missing").text == (
        "Co kdyby: tento výsledek k tomu nemá podklady"
    )
