"""The page's answers about streets, parts of the town, houses and places, in a real Chromium."""

import math
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import evolve
from shapely.geometry import box

from placement.crs import systems
from placement.output import public_edition
from placement.output.layer_tables import layers_of
from placement.output.layers import Layers
from placement.plan import DistrictResult, Plan
from placement.plan.public import numbers_of
from tests.output.chromium import complaints, find, open_page, opened_again, set_phase, violations

pytestmark = pytest.mark.browser
ENTER, ESCAPE = "\ue007", "\ue00c"
WEST, EAST = "Západ", "Východ"
BROKEN_WORDS = """
for (const folded of document.querySelectorAll("#side details")) folded.open = true;
const walk = document.createTreeWalker(document.getElementById("side"), NodeFilter.SHOW_TEXT);
const broken = [];
while (walk.nextNode()) {
  for (const match of walk.currentNode.data.matchAll(/[\\p{L}\\p{N}]{2,25}/gu)) {
    const range = document.createRange();
    range.setStart(walk.currentNode, match.index);
    range.setEnd(walk.currentNode, match.index + match[0].length);
    const tops = [...range.getClientRects()].map((box) => Math.round(box.top));
    if (new Set(tops).size > 1) broken.push(match[0]);
  }
}
return broken;
"""


@pytest.fixture(scope="module")
def parted_town(small_town: tuple[Plan, Layers]) -> tuple[Plan, Layers]:
    """Return the small town in two parts; part of a street of it has no name, one is a square."""
    plan, layers = small_town
    west, south, east, north = layers.area.total_bounds
    middle = (west + east) / 2
    halves = [box(west, south, middle, north), box(middle, south, east, north)]
    districts = gpd.GeoDataFrame({"name": [WEST, EAST]}, geometry=halves, crs=layers.crs)
    demand, streets = layers.demand.copy(), layers.streets.copy()
    demand["district"] = np.where(demand.geometry.centroid.x < middle, WEST, EAST)
    demand.loc[demand["street"] == "Luční", "street"] = ""
    demand.loc[demand["street"] == "", "lixel_id"] = [
        f"way-{n}" for n in range((demand["street"] == "").sum())
    ]
    streets.loc[streets["name"] == "Luční", "name"] = ""
    is_square = demand["street"] == "náměstí Míru"
    demand.loc[is_square, "geometry"] = demand[is_square].geometry.buffer(4.0, cap_style="flat")
    cameras = tuple(evolve(c, district=WEST if c.x_m < middle else EAST) for c in plan.cameras)
    results = (DistrictResult(WEST, 60.0, 3.0, 30.0), DistrictResult(EAST, 40.0, 2.0, 10.0))
    frames = {**layers.frames(), "demand": demand, "streets": streets, "districts": districts}
    parted = evolve(plan, cameras=cameras, districts=results)
    return parted, layers_of(crs=layers.crs, **frames)


@pytest.fixture(scope="module")
def page(driver, tmp_path_factory: pytest.TempPathFactory, parted_town) -> Path:
    """Write the parted town's page once."""
    folder = tmp_path_factory.mktemp("streets")
    open_page(driver, folder, *parted_town)
    return folder / "map.html"


@pytest.fixture
def opened(driver, page: Path):
    """Open the page as if for the first time."""
    return opened_again(driver, page)


def asked(driver, query: str) -> str:
    """Type a query and Enter; return what is said beside the map."""
    box_for_search = driver.find_element("id", "search")
    box_for_search.clear()
    box_for_search.send_keys(query, ENTER)
    return find(driver, "#detail")


def clicked(driver, layers: Layers, point: shapely.Point) -> str:
    """Click the map at a point; return what is said beside the map."""
    lon, lat = systems.to_lonlat([point.x], [point.y], crs=layers.crs)
    driver.execute_script(
        "document.querySelector('#detail .top .small')?.click();"
        "map_council.setView([arguments[1], arguments[0]], 19, {animate: false});"
        "for (const symbol of document.querySelectorAll('.symbol')) symbol.remove();"
        "const box = map_council.getContainer().getBoundingClientRect();"
        "const at = map_council.latLngToContainerPoint([arguments[1], arguments[0]]);"
        "document.elementFromPoint(box.left + at.x, box.top + at.y).dispatchEvent(new MouseEvent("
        "'click', {bubbles: true, detail: 1, clientX: box.left + at.x, clientY: box.top + at.y}));",
        float(lon[0]),
        float(lat[0]),
    )
    pytest.importorskip("selenium.webdriver.support.wait").WebDriverWait(driver, 3).until(
        shows_place
    )
    return find(driver, "#detail")


def shows_place(driver) -> bool:
    """Return whether the answer is about a place; the panel is made anew when it comes."""
    script = "return document.querySelector('#detail h2')?.textContent"
    return driver.execute_script(script) == "Toto místo"


def heard(driver) -> str:
    """Return what a screen reader hears."""
    return driver.find_element("id", "status").get_attribute("textContent")


def link_of(driver) -> str:
    """Return what follows # in the address."""
    return str(driver.execute_script("return location.hash"))


def in_view(plan: Plan, layers: Layers, street: str) -> tuple[list[int], set[str]]:
    """Return pieces in view of a street by phase, and cameras: from the outlines, not the table."""
    pieces = layers.demand[layers.demand["street"] == street]
    middles = shapely.get_coordinates(pieces.geometry.centroid)
    views = layers.views[(layers.views["level"] == "observe")]
    views = views[views["kind"] == "continuous"].set_index("camera_id").geometry
    working = [c for c in plan.cameras if c.status != "out of service"]
    sees = {c.camera_id: shapely.contains_xy(views[c.camera_id], middles) for c in working}
    by_phase = [
        np.any([sees[c.camera_id] for c in working if c.phase <= phase.phase], axis=0).sum()
        for phase in plan.phases
    ]
    return by_phase, {camera_id for camera_id, seen in sees.items() if seen.any()}


def test_a_street_is_answered_as_a_whole(opened, parted_town: tuple[Plan, Layers]) -> None:
    """Metres in view today and in the end, its cameras and their price, as the outlines have it."""
    plan, layers = parted_town
    pieces_by_phase, cameras = in_view(plan, layers, "Tylova")
    text = asked(opened, "ul. tylova 12")
    whole_m = layers.demand.loc[layers.demand["street"] == "Tylova", "length_m"].sum()
    of_plan = [camera for camera in plan.cameras if camera.camera_id in cameras]
    cost_czk = math.fsum(camera.cost_czk for camera in of_plan)

    assert cameras
    assert (
        f"Dnes je v záběru {10 * pieces_by_phase[0]} m z celkových {whole_m:.0f} m, "
        f"po dokončení {10 * pieces_by_phase[-1]} m." in text.replace("\xa0", " ")
    )
    number = numbers_of(plan)
    listed = {name.text for name in opened.find_elements("css selector", "#detail .seers button")}
    assert listed == {f"{number[c.camera_id]}. {c.name}" for c in of_plan}
    assert f"vyjdou na {cost_czk:,.0f} Kč".replace(",", " ") in text.replace("\xa0", " ")
    assert heard(opened).startswith("Tylova: Dnes je v záběru")
    assert find(opened, "#detail h2") == "Ulice: Tylova"
    assert "Na mapě žlutě" in text
    assert complaints(opened) == []


def test_cameras_of_a_street_follow_the_phase(opened, parted_town: tuple[Plan, Layers]) -> None:
    """Those of later phases stand under a heading of their own."""
    plan, layers = parted_town
    _, cameras = in_view(plan, layers, "Tylova")
    later = [c for c in plan.cameras if c.camera_id in cameras and c.phase > 0]
    asked(opened, "Tylova")
    assert "Později přibudou:" not in find(opened, "#detail")
    set_phase(opened, 0)
    behind = find(opened, "#detail").partition("Později přibudou:")[2]

    assert later
    assert all(camera.name in behind for camera in later)


def test_a_square_is_told_in_square_metres(opened, parted_town: tuple[Plan, Layers]) -> None:
    """What counts as metres in the demand of an area is told to nobody."""
    _, layers = parted_town
    area_m2 = layers.demand[layers.demand["street"] == "náměstí Míru"].geometry.area.sum()
    text = asked(opened, "namesti miru").replace("\xa0", " ")

    assert find(opened, "#detail h2") == "Prostranství: náměstí Míru"
    assert f"Z plochy {area_m2:,.0f} m²".replace(",", " ") in text
    assert " m z " not in text


def test_link_language_and_escape_keep_to_a_chosen_street(opened, driver, page: Path) -> None:
    """A street and a district are in the link, come back by it and change their language."""
    asked(opened, "Tylova")
    link = link_of(opened)
    assert "street=Tylova" in link
    opened_again(driver, page, link=link)
    assert find(driver, "#detail h2") == "Ulice: Tylova"
    driver.find_element("css selector", "[data-language=en]").click()
    assert find(driver, "#detail h2") == "Street: Tylova"
    driver.find_element("css selector", "body").send_keys(ESCAPE)
    assert "street=" not in link_of(driver)
    asked(driver, EAST)
    link = link_of(driver)
    opened_again(driver, page, link=link)
    assert find(driver, "#detail h2") == f"Part of the town: {EAST}"
    opened_again(driver, page)
    whole = driver.execute_script("return map_council.getZoom()")
    opened_again(driver, page, link="#street=Tylova")
    assert driver.execute_script("return map_council.getZoom()") >= whole
    assert "&street=Tylova" in link_of(driver)


def test_a_district_has_its_cameras_money_and_metres(
    opened, parted_town: tuple[Plan, Layers]
) -> None:
    """As the plan has them, recomputed from its cameras and the pieces that lie there."""
    plan, layers = parted_town
    text = asked(opened, WEST).replace("\xa0", " ")
    here = [c for c in plan.cameras if c.district == WEST and c.status != "out of service"]
    lines = layers.demand[layers.demand.geometry.area == 0]
    lines = lines[lines["district"] == WEST]
    seen = lines[lines["seen_phase"] <= plan.phases[-1].phase]

    before = re.search(r"dnes (\d+) kamer\w?, po dokončení (\d+) kamer", text)
    assert before
    assert int(before[1]) == sum(camera.phase == 0 for camera in here)
    assert int(before[2]) == len(here)
    assert "dnes 5,0 %, po dokončení 50,0 %" in text
    told_m = [metres(words) for words in re.findall(r"([\d ,]+ k?m) z celkových", text)]
    assert told_m[-1] == pytest.approx(seen["length_m"].sum(), abs=5.1)
    cost_czk = math.fsum(camera.cost_czk for camera in here if camera.status == "new")
    assert f"{cost_czk:,.0f} Kč".replace(",", " ") in text
    number = numbers_of(plan)
    assert all(f"{number[camera.camera_id]}. {camera.name}" in text for camera in here)


def metres(words: str) -> float:
    """Return the metres of a Czech length."""
    number, unit = words.strip().rsplit(" ", 1)
    return float(number.replace(" ", "").replace(",", ".")) * (1000 if unit == "km" else 1)


def test_a_click_into_a_house_is_not_told_unseen(opened, parted_town: tuple[Plan, Layers]) -> None:
    """In three houses: the map judges public space; it leads to where privacy is spoken of."""
    _, layers = parted_town
    for house in layers.buildings.geometry.iloc[[0, 7, 20]]:
        text = clicked(opened, layers, house.centroid)
        assert "Tady stojí budova. Mapa posuzuje jen veřejný prostor" in text
        assert "nezab" not in text
        assert "Tady stojí budova" in heard(opened)
    opened.find_element("css selector", "#detail a[href='#privacy']").click()
    assert opened.execute_script(
        "const box = document.getElementById('privacy').getBoundingClientRect();"
        "return box.top >= 0 && box.top < innerHeight"
    )


def test_a_click_outside_the_area_says_so(opened, parted_town: tuple[Plan, Layers]) -> None:
    """The plan does not judge what lies there."""
    _, layers = parted_town
    west, south, _, _ = layers.area.total_bounds
    text = clicked(opened, layers, shapely.Point(west - 30, south - 30))

    assert "leží mimo plánované území" in text
    assert "leží mimo plánované území" in heard(opened)


def test_a_way_without_a_name_is_answered_and_the_named_street_beside_it(
    opened, parted_town: tuple[Plan, Layers]
) -> None:
    """Its button chooses the whole way, and the link keeps it."""
    _, layers = parted_town
    way = layers.demand[layers.demand["street"] == ""]
    crossing = way.geometry.iloc[0].interpolate(6.0)
    text = clicked(opened, layers, crossing)
    assert "Nejbližší ulice: Cesta bez názvu" in text
    assert "Nejbližší ulice se jménem: " in text
    opened.find_element("css selector", "#detail p .link").click()

    assert find(opened, "#detail h2") == "Cesta bez názvu"
    whole_m = way["length_m"].sum()
    assert f"z celkových {whole_m:.0f} m" in find(opened, "#detail").replace("\xa0", " ")
    assert re.search(r"&way=\d+", link_of(opened))
    assert violations(opened) == []


def test_coordinates_are_a_place(opened) -> None:
    """With a decimal comma too."""
    assert asked(opened, "50,60400; 13,61400").startswith("Toto místo: 50.604000 N, 13.614000 E")


@pytest.mark.parametrize("written", ["{x:.2f} {y:.2f}", "Y={west:.2f} X={south:.2f}"])
def test_s_jtsk_is_a_place(opened, written: str) -> None:
    """With the signs of a GIS, and as a surveyor writes it; to a tenth of a metre."""
    (x,), (y,) = systems.from_lonlat(np.array([13.614]), np.array([50.604]), crs="EPSG:5514")
    text = asked(opened, written.format(x=x, y=y, west=-x, south=-y))
    lat, lon = map(float, re.findall(r"(\d+\.\d{6}) [NE]", text)[:2])
    assert math.hypot(111_195 * (lat - 50.604), 70_580 * (lon - 13.614)) < 0.1


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("49.19522N, 16.60796E", "leží mimo mapu, asi 266 km"),
        ("598500 1160800", "leží mimo mapu, asi 266 km"),
        ("50°66′ N, 13°37′ E", "takové místo na Zemi není"),
        ("401234 5605678", "v S-JTSK takové nejsou"),
    ],
)
def test_coordinates_that_name_no_place_of_the_map_are_explained(
    opened, query: str, part: str
) -> None:
    """Nothing is chosen, the map stays, and a screen reader hears why."""
    before = opened.execute_script("return String(map_council.getCenter())")
    opened.find_element("id", "search").send_keys(query, ENTER)
    assert part in find(opened, "#found-nothing").replace("\xa0", " ")
    assert part in heard(opened).replace("\xa0", " ")
    assert opened.execute_script("return String(map_council.getCenter())") == before
    assert violations(opened) == []


@pytest.mark.parametrize("width_px", [1440, 1000, 390])
def test_no_word_is_broken_in_its_middle(driver, page: Path, width_px: int) -> None:
    """Podkrušnohorská stays whole, in the answer and in every list beside it."""
    size = {"width": width_px, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        opened = opened_again(driver, page, link="#street=Podkrušnohorská")
        assert find(opened, "#detail h2") == "Ulice: Podkrušnohorská"
        assert opened.execute_script(BROKEN_WORDS) == []
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_public_edition_lights_a_street_up_and_tells_no_metres(
    driver, tmp_path: Path, parted_town: tuple[Plan, Layers]
) -> None:
    """It names the cameras that stand in it; of a place it says what it says of all."""
    plan, layers = parted_town
    public = public_edition.plan_of(plan)
    opened = open_page(driver, tmp_path, public, public_edition.layers_of(public, layers))
    street = next(c.street for c in plan.cameras if c.status == "new")
    text = asked(opened, street)

    assert "veřejné vydání neuvádí" in text
    assert not re.search(r"\d\s*m\b", text)
    standing = [camera for camera in public.cameras if camera.street == street]
    assert standing
    number = numbers_of(public)
    assert all(f"{number[camera.camera_id]}. {camera.name}" in text for camera in standing)
    assert "veřejné vydání neuvádí" in heard(opened)
    here = [camera for camera in public.cameras if camera.district == EAST]
    today = sum(camera.phase == 0 for camera in here)
    counts = re.search(
        r"Dnes tu stojí (\d+) kamer\w?, po dokončení (\d+) kamer", asked(opened, EAST)
    )
    assert counts
    assert (int(counts[1]), int(counts[2])) == (today, len(here))
    assert complaints(opened) == []


@pytest.mark.parametrize(
    ("lon_deg", "title"),
    [(0.0005, "Náhradní místo (odtud"), (0.02, "Náhrada jinde ve městě (odtud")],
)
def test_a_next_best_place_far_away_is_said_to_be_elsewhere(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers], freedom_of, lon_deg: float, title: str
) -> None:
    """Over a kilometre nothing stands instead; the distance is said in either case."""
    plan, layers = small_town
    new = next(camera for camera in plan.cameras if camera.status == "new")
    sensitivity = freedom_of(new)
    other = evolve(sensitivity.alternatives[0], lon_deg=new.lon_deg + lon_deg, lat_deg=new.lat_deg)
    swapped = evolve(plan, sensitivity=evolve(sensitivity, alternatives=(other,)))
    opened = open_page(driver, tmp_path, swapped, layers, link=f"#camera={new.camera_id}")
    away_m = lon_deg * 111_195 * math.cos(math.radians(new.lat_deg))

    text = find(opened, "#detail").replace("\xa0", " ")
    told = re.search(re.escape(title) + r" ([\d ,]+ k?m)\)", text)
    assert told
    assert metres(told[1]) == pytest.approx(away_m, rel=0.01)


def test_a_camera_over_ways_without_a_name_is_not_said_to_see_nothing(
    driver, tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """What it sees has no name to list; only one that sees nothing is said to."""
    plan, layers = small_town
    one, other = (c for c in plan.cameras[:2])
    cameras = (evolve(one, top_places=(), seen=9.0), evolve(other, top_places=(), seen=0.0))
    changed = evolve(plan, cameras=(*cameras, *plan.cameras[2:]))
    opened = open_page(driver, tmp_path, changed, layers, link=f"#camera={one.camera_id}")
    assert "jen na ulicích beze jména" in find(opened, "#detail")
    opened = opened_again(driver, tmp_path / "map.html", link=f"#camera={other.camera_id}")
    assert "beze jména" not in find(opened, "#detail")
    assert "Na žádném místě" in find(opened, "#detail")
