"""The page's own picture of a camera against that of `placement look`; its window in a browser."""

import base64
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from attrs import asdict, evolve
from selenium.webdriver.common.keys import Keys

from placement import camera_picture, camera_pose, plan_case, read_case
from placement.inputs.streets.grades import grade
from placement.look.people import outline_px
from placement.look.picture import Picture
from placement.look.profiles import Kind
from placement.output import public_edition
from placement.output.webmap.page import render
from placement.pipeline import camera_look
from tests.output.chromium import opened_again, violations
from tests.output.live_drags import blocks_of
from tests.pipeline import toy_case

if TYPE_CHECKING:
    from selenium import webdriver

    from placement import Case, PlanResult

SCRIPT = Path(__file__).parents[1] / "webmap" / "look_picture.js"
WIDTH_PX = 480
Towns = tuple["Case", "PlanResult", dict[str, Any]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Towns:
    """Return the toy case with its plan, and the ground of its page."""
    folder = toy_case.write(tmp_path_factory.mktemp("look") / "case", cell_m=1.0)

    def change(values: toy_case.Plan) -> None:
        pinhole = {"name": "dírka", "projection": "rectilinear", "hfov_deg": 60.0}
        values["camera_models"].append({**toy_case.fixed(), **pinhole, "buy": False})

    toy_case.change_plan(folder, change)
    case = read_case(folder)
    result = plan_case(case)
    assert result.situation is not None
    return case, result, blocks_of(result.plan, result.situation)


def asked(town: Towns) -> list[dict[str, Any]]:
    """Return how cameras of the plan hang by the page: one of each model, and a pinhole."""
    blocks = town[2]
    by_model = {camera["model"]: camera for camera in blocks["live"]["cameras"]}
    names = [model["name"] for model in blocks["ground"]["models"]]
    first = next(iter(by_model.values()))
    return [*by_model.values(), {**first, "model": names.index("dírka")}]


@pytest.fixture(scope="module")
def answers(town: Towns) -> list[dict[str, Any]]:
    """Return the page's pictures of these cameras, run by Node."""
    case, _, blocks = town
    east, north = blocks["ground"]["origin_m"]
    streets = case.inputs().streets
    lines = [
        {
            "grade": grade(str(kind)),
            "name": name,
            "line": [[x - east, y - north] for x, y in line.coords],
        }
        for kind, name, line in zip(
            streets["street_class"], streets["name"], streets.geometry, strict=True
        )
    ]
    poses = [
        {
            "x": camera["x_m"],
            "y": camera["y_m"],
            **{
                name: camera[name]
                for name in (
                    "ground_m", "height_m", "azimuth_deg", "tilt_deg", "facing_deg", "model",
                )
            },
        }
        for camera in asked(town)
    ]  # fmt: skip
    question = {
        "ground": blocks["ground"],
        "streets": lines,
        "poses": poses,
        "levels": [
            {"name": level, "density_px_m": density}
            for level, density in (("observe", 62.5), ("recognise", 125.0))
        ],
        "width": WIDTH_PX,
    }  # fmt: skip
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    pictures: list[dict[str, Any]] = json.loads(done.stdout)
    return pictures


@pytest.fixture(scope="module")
def pictures(town: Towns) -> list[Picture]:
    """Return the same pictures by Python."""
    case, result, blocks = town
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(camera_look, "WIDTH_PX", WIDTH_PX)
    monkeypatch.setattr(camera_look, "SMALL_PX", WIDTH_PX)
    drawn = []
    order = sorted(result.plan.cameras, key=lambda camera: camera.rank)
    by_place = {(round(c.x_m, 2), round(c.y_m, 2), c.grid_azimuth_deg): c for c in order}
    east, north = blocks["ground"]["origin_m"]
    for camera in asked(town):
        place = round(camera["x_m"] + east, 2), round(camera["y_m"] + north, 2)
        planned = by_place[(*place, camera["azimuth_deg"])]
        pose = asdict(camera_pose(case, planned.camera_id, result=result))
        pose["model"] = blocks["ground"]["models"][camera["model"]]["name"]
        drawn += camera_picture(case, name="x", **pose).look.pictures
    monkeypatch.undo()
    return drawn


def test_the_page_draws_what_python_draws(
    answers: list[dict[str, Any]], pictures: list[Picture]
) -> None:
    """At least 98 % of the pixels meet the same kind of thing at the same distance."""
    assert len(answers) == len(pictures) >= 3
    for answer, picture in zip(answers, pictures, strict=True):
        shape = picture.hits.kind.shape
        kind = np.frombuffer(base64.b64decode(answer["kind"]), np.uint8).reshape(shape)
        away = np.frombuffer(base64.b64decode(answer["distance_m"]), np.float32).reshape(shape)
        same = kind == picture.hits.kind
        solid = same & np.isfinite(away)
        off = np.abs(away[solid] - picture.hits.distance_m[solid])
        near = off <= 0.05 + 0.02 * away[solid]

        assert same.mean() >= 0.98
        assert near.mean() >= 0.98
        assert {Kind.GROUND, Kind.WALL} <= set(np.unique(kind))


def test_its_people_have_the_pixels_that_the_optics_say(
    answers: list[dict[str, Any]], pictures: list[Picture], town: Towns
) -> None:
    """Every vertex of every person lies within half a pixel of Python's, for the same place."""
    east, north = town[2]["ground"]["origin_m"]
    base_m = town[2]["ground"]["base_m"]
    compared = 0
    for answer, picture in zip(answers, pictures, strict=True):
        x, y, _ = picture.scene.eye
        apart = {
            abs(each["x_m"] + east - x) + abs(each["y_m"] + north - y): each for each in asked(town)
        }
        camera = apart[min(apart)]
        lens_m = camera["ground_m"] + camera["height_m"] + base_m
        scene = evolve(picture.scene, eye=(x, y, lens_m))  # heights in the page are in centimetres
        for figure in answer["figures"]:
            there = np.array([[each["column"], each["row"]] for each in figure["outline"]])
            here = outline_px(
                picture.frame,
                scene,
                figure["x"] + east,
                figure["y"] + north,
                figure["ground_m"] + base_m,
            )
            assert np.abs(there - here).max() <= 0.5
            compared += 1
    assert compared >= 4


def test_the_public_page_holds_no_picture_of_a_camera(town: Towns) -> None:
    """Neither code, words nor style of it, even if ground is handed over."""
    _, result, blocks = town
    public = public_edition.plan_of(result.plan)
    layers = public_edition.layers_of(public, result.layers)
    pages = {
        "internal": render(result.plan, result.layers, language="cs", ground=blocks),
        "public": render(public, layers, language="cs", ground=blocks),
    }
    signs = ("core/look/", "page/look/", "look-open", "Co kamera uvidí", '"look.open"')

    there = {name: [sign for sign in signs if sign in page] for name, page in pages.items()}

    assert there == {"internal": list(signs), "public": []}


@pytest.mark.browser
def test_a_reader_looks_through_a_camera_by_keyboard(
    town: Towns, driver: "webdriver.Chrome", tmp_path: Path
) -> None:
    """Enter opens it, its text says what is drawn, Escape closes it alone; no barrier."""
    _, result, blocks = town
    page = tmp_path / "map.html"
    page.write_text(
        render(result.plan, result.layers, language="cs", online=False, ground=blocks),
        encoding="utf-8",
    )
    camera = result.plan.cameras[-1].camera_id
    opened_again(driver, page, link=f"#camera={camera}")
    button = driver.find_element("css selector", "#detail .look-open")
    button.send_keys(Keys.ENTER)
    wait_for(driver, "dialog.look[data-ready]")

    canvases = driver.find_elements("css selector", ".look-pictures canvas")
    label = " ".join(str(canvas.get_attribute("aria-label")) for canvas in canvases)
    colours = driver.execute_script(
        "const c = arguments[0]; const d = c.getContext('2d').getImageData(0, 0, c.width, c.height)"
        ".data; return new Set(Array.from({length: d.length / 4}, (_, i) => d[4 * i] * 65536 +"
        " d[4 * i + 1] * 256 + d[4 * i + 2])).size",
        canvases[0],
    )
    found = violations(driver)
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)

    assert "Kresba záběru: obloha" in label
    assert "Mostecká" in label or "Žižkova" in label
    assert colours > 50
    assert found == []
    assert not driver.find_elements("css selector", "dialog.look")
    assert driver.find_elements("css selector", "#detail .look-open"), "the camera stays chosen"
    assert driver.switch_to.active_element == button


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(390, 844), (844, 390), (320, 480)])
def test_the_picture_fits_the_window_of_a_phone(
    town: Towns, driver: "webdriver.Chrome", tmp_path: Path, width: int, height: int
) -> None:
    """The window is no wider than the screen, and the way out is in it."""
    _, result, blocks = town
    page = tmp_path / "map.html"
    page.write_text(
        render(result.plan, result.layers, language="en", online=False, ground=blocks),
        encoding="utf-8",
    )
    size = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        camera = result.plan.cameras[-1].camera_id
        opened_again(driver, page, link=f"#camera={camera}")
        driver.execute_script("document.querySelector('.look-open').click()")
        wait_for(driver, "dialog.look[data-ready]")
        box, close = (
            driver.execute_script(
                "const b = document.querySelector(arguments[0]).getBoundingClientRect();"
                "return [b.left, b.top, b.right, b.bottom]",
                selector,
            )
            for selector in ("dialog.look", "dialog.look .top button")
        )
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert box[0] >= 0
    assert box[2] <= width
    assert box[3] <= height + 1
    assert close[1] >= 0
    assert close[2] <= width
    assert close[3] <= height


def wait_for(driver: "webdriver.Chrome", selector: str) -> None:
    """Wait until an element is there."""
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(driver, 30).until(lambda page: page.find_elements("css selector", selector))
