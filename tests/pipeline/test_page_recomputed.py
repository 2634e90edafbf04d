"""What the page says of districts and houses, recomputed from `plan.json` as streets are.

Sight is traced anew (`test_recomputed.Written`); in which district a piece or a camera lies, and
which piece of street is nearest to a house, is asked of the inputs' own shapes. A house of the
town is clicked as a reader clicks it.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placement import config as plan_files
from placement import pipeline
from placement.cli.main import main
from placement.crs.systems import to_lonlat
from tests.output.chromium import opened_again
from tests.pipeline import test_recomputed, toy_case
from tests.pipeline.test_recomputed import METRES, Written, in_view, metres_of, numbered

if TYPE_CHECKING:
    from selenium import webdriver

pytestmark = pytest.mark.browser
browser = test_recomputed.browser
ROOT = Path(__file__).parents[2]
HOUSES = 20
REACH_M, ALIKE_M = 60.0, 0.5
"""How far the page calls a street the nearest one; how far off its packed lines may be. [m]"""
ASK_DISTRICT = """
const box = document.getElementById("search"), detail = document.getElementById("detail");
box.value = arguments[0];
box.dispatchEvent(new Event("input"));
[...document.querySelectorAll("#found li")]
  .find((item) => item.querySelector(".kind").textContent === "část města").click();
return {
  title: detail.querySelector("h2").textContent,
  sentence: detail.querySelector("p").textContent,
  facts: [...detail.querySelectorAll("dd")].map((each) => each.textContent),
  numbers: [...detail.querySelectorAll(".seers button")].map((row) => parseInt(row.textContent)),
};
"""
CLICK_HOUSE = """
const [lat, lng, done] = arguments, detail = document.getElementById("detail");
detail.querySelector(".top .small")?.click();
map_council.setView([lat, lng], 19, {animate: false});
const box = map_council.getContainer().getBoundingClientRect();
const at = map_council.latLngToContainerPoint([lat, lng]);
const pane = map_council.getPane("mapPane");
pane.dispatchEvent(new MouseEvent("click", {bubbles: true, detail: 1,
  clientX: box.left + at.x, clientY: box.top + at.y}));
const wait = () => (detail.querySelector("h2")?.textContent === "Toto místo"
  ? done([...detail.querySelectorAll("p")].map((each) => each.textContent)) : setTimeout(wait, 30));
wait();
"""


@pytest.fixture(
    scope="module",
    params=[
        "toy",
        pytest.param("zizkov", marks=[pytest.mark.town, pytest.mark.slow]),
        pytest.param("published", marks=pytest.mark.slow),
    ],
)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return a plan that the command wrote; a case without districts is given four quarters."""
    if request.param == "published":
        file = ROOT / "data" / "litvinov" / plan_files.PLAN_FILE
        return test_recomputed.read(file, test_recomputed.PUBLISHED)
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "toy":
        file = toy_case.write(folder / "case") / plan_files.PLAN_FILE
    else:
        data = request.getfixturevalue("shared_data") / "zizkov"
        file = toy_case.beside_data(ROOT / "tests" / "cases" / "zizkov.toml", data, folder)
    config = plan_files.load(file)
    area = pipeline.read(config, folder=file.parent).area
    write_quarters(area, file.parent / "quarters.gpkg", crs=config.case.crs)
    with file.open("a", encoding="utf-8") as stream:
        stream.write('\n[inputs.districts]\npath = "quarters.gpkg"\nprovenance = "synthetic"\n')
    main(["plan", str(file), "-o", str(folder / "out"), "-q"], standalone_mode=False)
    return test_recomputed.read(file, folder / "out")


def write_quarters(area: shapely.Geometry, path: Path, *, crs: str) -> None:
    """Write an area in four parts."""
    west, south, east, north = area.bounds
    x, y = (west + east) / 2 + 0.3, (south + north) / 2 + 0.3
    corners = [(west, south), (west, north), (east, south), (east, north)]
    boxes = [shapely.box(*np.minimum(c, (x, y)), *np.maximum(c, (x, y))) for c in corners]
    names = ["Jihozápad", "Severozápad", "Jihovýchod", "Severovýchod"]
    gpd.GeoDataFrame({"name": names}, geometry=boxes, crs=crs).to_file(path)


def percentages(text: str) -> list[float]:
    """Return the percentages of a Czech text; `<` and `>` before one count as that."""
    return [float(each.replace(",", ".")) for each in re.findall(r"([\d,]+)\xa0%", text)]


def test_every_district_is_answered_as_recomputed(
    written: Written, browser: "webdriver.Chrome"
) -> None:
    """Its cameras today and in the end, its share of demand in view, its metres by phase, money."""
    districts = written.inputs.districts
    opened_again(browser, written.folder / "map.html", link="#layers=")
    ids, last = numbered(written), len(written.plan["phases"]) - 1
    by_id = {camera["camera_id"]: camera for camera in written.cameras}
    points = np.column_stack([written.town.x_m, written.town.y_m])
    weight = np.array(written.town.weight[: len(points)])
    answered = 0
    for name, shape in districts.dissolve("name").geometry.items():
        inside = shapely.intersects_xy(shape, points)
        rows = np.flatnonzero(inside)
        answer: dict[str, Any] = browser.execute_script(ASK_DISTRICT, name)
        here = [
            k
            for k in written.working(last)
            if shape.covers(shapely.Point(written.cameras[k]["x_m"], written.cameras[k]["y_m"]))
        ]
        today = [k for k in here if written.cameras[k]["phase"] == 0]
        assert answer["title"] == f"Část města: {name}"
        counts = [int(n) for n in re.findall(r"(\d+)\xa0?\s?kamer", answer["sentence"])]
        assert counts == [len(today), len(here)], name
        assert sorted(ids[n] for n in answer["numbers"]) == sorted(
            written.cameras[k]["camera_id"] for k in here
        ), name
        if not rows.size or "night" in written.plan:
            continue
        answered += 1
        seen = [
            set().union(*(written.seen[k] for k in written.working(phase)))
            for phase in range(last + 1)
        ]
        shares = [
            100 * weight[[r for r in rows if r in s]].sum() / weight[rows].sum() for s in seen
        ]
        told = next(each for each in answer["facts"] if "po dokončení" in each)
        for shown, share in zip(percentages(told), (shares[0], shares[-1]), strict=True):
            assert shown == pytest.approx(share, abs=0.11), name
        street = in_view(written, rows)
        lengths = [METRES.findall(each) for each in answer["facts"] if "z celkových" in each]
        for (seen_m, whole_m), own_m in zip(lengths, street.seen_m, strict=False):
            assert metres_of(seen_m) == pytest.approx(own_m, abs=5.1), name
            assert metres_of(whole_m) == pytest.approx(street.length_m, abs=5.1), name
        cost = sum(by_id[ids[n]]["cost_czk"] for n in answer["numbers"])
        prices = [each for each in answer["facts"] if each.endswith("Kč")]
        assert sum(map(price_czk, prices)) == pytest.approx(cost, abs=5_001), name
    assert answered or "night" in written.plan


def price_czk(text: str) -> float:
    """Return a price as the page writes it."""
    number, millions = re.fullmatch(r"([\d\s,]+?)\s(mil\.\s)?Kč", text).groups()  # type: ignore[union-attr]
    return float(re.sub(r"\s", "", number).replace(",", ".")) * (1e6 if millions else 1)


def test_clicked_houses_lead_to_the_street_that_is_nearest(
    written: Written, browser: "webdriver.Chrome"
) -> None:
    """Of twenty houses the map says it does not judge them, their street and part of the town."""
    houses, districts = written.inputs.buildings, written.inputs.districts
    opened_again(browser, written.folder / "map.html", link="#layers=")
    inner = houses.geometry.buffer(-1.0)
    inner = inner[~inner.is_empty & inner.within(written.inputs.area)].representative_point()
    chosen = inner.sample(min(HOUSES, len(inner)), random_state=15)
    lon, lat = to_lonlat(chosen.x.to_numpy(), chosen.y.to_numpy(), crs=written.config.case.crs)
    streets = {
        name: in_view(written, rows)
        for name, rows in written.lixels.groupby("street").groups.items()
    }
    named = 0
    for point, east, north in zip(chosen, lon, lat, strict=True):
        texts = browser.execute_async_script(CLICK_HOUSE, float(north), float(east))
        assert "Tady stojí budova" in texts[0], point
        assert not any("nezab" in each or "zabír" in each for each in texts)
        distance_m = written.lixels.geometry.distance(point)
        told = [each for each in texts if each.startswith(("Nejbližší ulice", "Nejbližší prostr"))]
        assert bool(told) or distance_m.min() > REACH_M - ALIKE_M
        for text in told:
            name = re.match(r"Nejbližší[^:]*: (.*?) – ", text)[1]  # type: ignore[index]
            own = written.lixels["street"] == name
            if not own.any():
                assert "bez názvu" in name
                continue
            named += 1
            rivals = (
                distance_m
                if "se jménem" not in text
                else distance_m[written.lixels["street"] != ""]
            )
            assert distance_m[own].min() <= rivals.min() + ALIKE_M, (name, point)
            shown = [metres_of(each) for each in METRES.findall(text.partition("V tomto")[0])]
            for shown_m, own_m in zip(shown, streets[name].told_m, strict=True):
                assert shown_m == pytest.approx(own_m, abs=0.56 if own_m < 999 else 5.1), name
        around = set(districts[districts.covers(point)]["name"])
        assert any(each == f"Část města {part}" for part in around for each in texts) or not around
    assert named
