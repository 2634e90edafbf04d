"""What a reader gets to see: the whole town, the answer asked for, tables, nothing covered."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from attrs import evolve
from shapely.geometry import box

from placement.output import public_edition
from placement.output.layer_tables import layers_of
from placement.output.layers import Layers
from placement.output.plan_layers import plan_layers
from placement.output.webmap.page import render
from placement.plan import DistrictResult, Plan, PlannedCamera
from placement.plan.alternatives import Sensitivity
from placement.plan.confidence import Scenario
from placement.plan.public import in_order
from tests.output.chromium import complaints, find, open_page, set_phase, violations

pytestmark = pytest.mark.browser
webdriver = pytest.importorskip("selenium.webdriver")
ESCAPE = "\ue00c"
SIZES = {"office": (1440, 900), "laptop": (1280, 720), "tablet": (768, 1024), "phone": (390, 844)}
CORNERS = """
const area = L.latLngBounds(arguments[0]), legend = document.getElementById('legend');
const box = (id) => document.getElementById(id).getBoundingClientRect();
const frame = box('frame'), at = (corner) => map_council.latLngToContainerPoint(corner);
const [a, z] = [at(area.getNorthWest()), at(area.getSouthEast())];
return {area: [a.x, a.y, z.x, z.y], frame: [frame.width, frame.height],
  map: [map_council.getSize().x, map_council.getSize().y],
  legend: legend.open ? box('legend').right - frame.left : 0,
  tools: box('tools').left - frame.left};
"""


@pytest.fixture(scope="module")
def rich(
    small_town: tuple[Plan, Layers], freedom_of: Callable[[PlannedCamera], Sensitivity]
) -> tuple[Plan, Layers]:
    """Return the small town with places, districts and a next best place."""
    plan, layers = small_town
    districts = (DistrictResult("Západ", 40.0, 4.0, 20.0), DistrictResult("", 10.0, 0.0, 0.0))
    places = gpd.GeoDataFrame(
        {"place_id": ["P1", "P2", "P3"], "kind": ["school", "stop", "stop"]},
        geometry=layers.cameras.geometry.iloc[:3].to_numpy(),
        crs=layers.crs,
    ).assign(name=["ZŠ Lom", "Lom, škola", ""], seen_phase=[2, 0, None])
    west, south, east, north = layers.area.total_bounds
    halves = gpd.GeoDataFrame(
        {"name": ["Západ", "Východ"]},
        geometry=[
            box(west, south, (west + east) / 2, north),
            box((west + east) / 2, south, east, north),
        ],
        crs=layers.crs,
    )
    frames = {**layers.frames(), "places": places, "districts": halves}
    freedom = freedom_of(plan.cameras[4])
    more = evolve(
        plan,
        districts=districts,
        sensitivity=freedom,
        azimuth_step_deg=15.0,
        cameras=tuple(
            evolve(c, alike_again=0.75) if c.status == "new" else c for c in plan.cameras
        ),
        repetitions=20,
        scenarios=(Scenario("bootstrap", 0.5, 0.515, 0.4, plans=20, worst=0.02),),
    )
    return more, layers_of(crs=layers.crs, **frames)


@pytest.fixture(scope="module")
def page(
    driver: "webdriver.Chrome", tmp_path_factory: pytest.TempPathFactory, rich: tuple[Plan, Layers]
) -> Path:
    """Write the page once; tests bring it to where they begin."""
    folder = tmp_path_factory.mktemp("layout")
    open_page(driver, folder, *rich)
    return folder / "map.html"


@pytest.fixture
def opened(driver: "webdriver.Chrome", page: Path):
    """Give the page as it opens, and the window's size back afterwards."""
    driver.get("about:blank")
    driver.get(page.as_uri())
    yield driver
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert complaints(driver) == []


def sized(driver: "webdriver.Chrome", size: str, page: Path) -> None:
    """Open the page in a window of a size."""
    width, height = SIZES[size]
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get("about:blank")
    driver.get(page.as_uri())


@pytest.mark.parametrize("size", SIZES)
def test_whole_town_is_seen_between_legend_and_buttons(
    opened: "webdriver.Chrome", page: Path, rich: tuple[Plan, Layers], size: str
) -> None:
    """The map knows its true size; the planned area lies in the part nothing covers."""
    sized(opened, size, page)
    west, south, east, north = rich[1].area.to_crs("EPSG:4326").total_bounds
    told = opened.execute_script(CORNERS, [[south, west], [north, east]])
    left, top, right, bottom = told["area"]

    assert told["map"] == pytest.approx(told["frame"], abs=1)
    assert left >= told["legend"]
    assert right <= told["tools"]
    assert top >= 0
    assert bottom <= told["frame"][1]
    wide = opened.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_answer_comes_into_view(opened: "webdriver.Chrome", page: Path, size: str) -> None:
    """However far the reader has scrolled, a clicked place's answer is on the screen."""
    sized(opened, size, page)
    opened.execute_script(
        "const side = document.getElementById('side'); side.scrollTop = 1e4;"
        "map_council.fire('click', {latlng: map_council.getCenter()})"
    )
    top = opened.execute_script(
        "return document.querySelector('#detail h2').getBoundingClientRect().top / innerHeight"
    )

    assert 0 <= top < 0.8


def test_comparison_hides_nothing_of_either_half(opened: "webdriver.Chrome", page: Path) -> None:
    """The legend closes; both halves are named inside the frame, clear of the buttons."""
    sized(opened, "phone", page)
    opened.execute_script("document.getElementById('legend').open = true")
    opened.find_element("id", "compare").click()
    boxes = opened.execute_script(
        "return ['frame', 'before', 'after', 'tools'].map((id) => {"
        "const b = document.getElementById(id).getBoundingClientRect();"
        "return [b.left, b.top, b.right, b.bottom]})"
    )
    frame, before, after, tools = boxes

    assert opened.execute_script("return document.getElementById('legend').open") is False
    assert "Dnes" in find(opened, "#before")
    assert frame[0] <= before[0] < before[2] <= after[0] < after[2] <= frame[2]
    assert after[2] <= tools[0] or after[1] >= tools[3]


def test_escape_leaves_what_was_begun_last(opened: "webdriver.Chrome") -> None:
    """First the measuring, then the choice, then the comparison, wherever the focus is."""
    opened.find_element("id", "compare").click()
    opened.execute_script("map_council.fire('click', {latlng: map_council.getCenter()})")
    opened.find_element("id", "measure").click()
    states = []
    for _ in range(3):
        opened.switch_to.active_element.send_keys(ESCAPE)
        states.append(
            opened.execute_script(
                "return [!document.getElementById('ruler').hidden,"
                "document.querySelector('#detail h2') !== null,"
                "!document.getElementById('divider').hidden]"
            )
        )

    assert states == [[False, True, True], [False, False, True], [False, False, False]]


def test_phase_is_said_to_who_cannot_see_it(opened: "webdriver.Chrome", rich) -> None:
    """A polite region tells the phase, its share and its cameras."""
    set_phase(opened, 1)
    said = opened.find_element("id", "status").get_attribute("textContent")
    phase = rich[0].phases[1]

    assert opened.find_element("id", "status").get_attribute("role") == "status"
    assert said.startswith("Etapa 1: vidí ")
    assert f"{phase.cameras} kamer" in said


def test_places_stand_in_tables_by_kind_and_one_by_one(opened: "webdriver.Chrome") -> None:
    """Counts follow the phases; a place's name shows who sees it."""
    rows = [row.text for row in opened.find_elements("css selector", "#kinds tbody tr")]

    assert rows == ["Zastávky 2 1 1 1 1", "Školy 1 0 0 1 1", "Všechna místa 3 1 1 2 2"]
    opened.find_element("css selector", "#each-place summary").click()
    each = [row.text for row in opened.find_elements("css selector", "#each tbody tr")]
    assert each == [
        "Lom, škola zastávka už dnes",
        "zastávka zastávka ne",
        "ZŠ Lom škola Etapa 2",
    ]
    opened.find_element("css selector", "#each button").click()
    assert find(opened, "#detail h2") == "Toto místo: Lom, škola"


def test_districts_stand_in_a_table(opened: "webdriver.Chrome") -> None:
    """What each part of the town sees today and in the end."""
    rows = [row.text for row in opened.find_elements("css selector", "#parts tbody tr")]

    assert rows[0].endswith("10,0 % 50,0 %")
    assert rows[1].startswith("mimo části")


def test_next_best_place_is_told_and_drawn(opened: "webdriver.Chrome", rich) -> None:
    """The panel names it with what it would cost; a dashed sign stands there, for no other."""
    index = in_order(rich[0]).index(rich[0].cameras[4])
    opened.find_element("css selector", f'[data-choose="{index}"]').click()
    told = find(opened, "#detail")

    assert "Tylova, sloup veřejného osvětlení: po dokončení by síť viděla o" in told
    assert "Kdyby po dokončení vypadla" in told
    assert len(opened.find_elements("css selector", ".symbol.instead")) == 1
    opened.find_element("css selector", f'[data-choose="{index + 1}"]').click()
    assert opened.find_elements("css selector", ".symbol.instead") == []


def test_axe_finds_nothing_in_tables_and_the_next_best_place(
    opened: "webdriver.Chrome", page: Path
) -> None:
    """All layers on, every place listed, a camera with another place, on desk and phone."""
    everything = (
        "const all = [...document.querySelectorAll('[data-layer]')].map((b) => b.dataset.layer);"
        "for (const n of all) { const b = document.querySelector(`[data-layer=${n}]`);"
        "if (!b.checked) b.click(); }"
        "document.getElementById('each-place').open = true;"
        "document.querySelector('[data-choose=\"4\"]').click();"
    )
    found = violations(opened, everything)
    sized(opened, "phone", page)

    assert found == []
    assert violations(opened, everything) == []


def test_gap_says_among_which_plans_it_holds(opened: "webdriver.Chrome") -> None:
    """Places, kinds and steps of direction, in both languages; closed until asked for."""
    assert find(opened, "#gap") == ""
    opened.find_element("css selector", "#experts summary").click()
    assert "z týchž nabídnutých míst a typů kamer, natočených v krocích po 15°" in find(
        opened, "#gap"
    )
    opened.find_element("css selector", '[data-language="en"]').click()
    assert "from the same places offered and kinds of camera, turned in steps of 15°" in find(
        opened, "#gap"
    )


def test_target_tells_how_sure_it_is(opened: "webdriver.Chrome", rich: tuple[Plan, Layers]) -> None:
    """How often it was made again, what is lost at most, how many cameras come back."""
    opened.find_element("css selector", "#experts summary").click()
    set_phase(opened, 1)
    before = find(opened, "#expert-facts")
    set_phase(opened, len(rich[0].phases) - 1)
    told = find(opened, "#expert-facts")

    assert "znovu" not in before
    assert "vznikl znovu 20krát" in told
    assert "ztrácí nejvýš 1,5 procentního bodu" in told
    assert "je v 75 % těchto plánů" in told.replace("\u00a0", " ")


def test_layer_without_data_is_nowhere_and_with_data_everywhere(
    opened: "webdriver.Chrome", page: Path, tmp_path: Path
) -> None:
    """One entry of the registry brings the layer of façades into legend, map and link."""
    assert opened.find_elements("css selector", '[data-layer="facades"]') == []
    written = page.read_text(encoding="utf-8")
    assert '"facades":[]' in written
    wall = '"facade_levels":[25,62.5],"facades":[[0,30.5,[0,0,2000,0]]]'
    (tmp_path / "map.html").write_text(written.replace('"facades":[]', wall), encoding="utf-8")
    opened.get((tmp_path / "map.html").as_uri())
    assert "facades" not in opened.execute_script("return location.hash")
    opened.find_element("css selector", '[data-layer="facades"]').click()
    drawn = opened.execute_script(
        "let n = 0; map_council.eachLayer((l) => { n += l.options.color === '#00829a' }); return n"
    )

    assert drawn == 1
    assert "facades" in opened.execute_script("return location.hash")


def test_public_page_promises_only_what_it_holds(
    driver: "webdriver.Chrome", tmp_path: Path, rich: tuple[Plan, Layers]
) -> None:
    """It does not say that a click tells who sees a place, nor has it tables of that."""
    public = public_edition.plan_of(rich[0])
    drawn = public_edition.layers_of(public, rich[1])
    (tmp_path / "map.html").write_text(render(public, drawn, language="cs"), encoding="utf-8")
    driver.get((tmp_path / "map.html").as_uri() + "#experts=1")

    assert "kdo místo vidí" not in find(driver, "#detail")
    assert "vznikl znovu" not in find(driver, "body")
    assert not driver.find_element("id", "places").is_displayed()
    assert not driver.find_element("id", "gains").is_displayed()
    assert "Srovnává se se všemi plány z týchž nabídnutých míst, typů kamer a směrů" in find(
        driver, "#gap"
    )
    assert complaints(driver) == []


def test_bare_plan_has_a_page_without_errors(
    driver: "webdriver.Chrome", tmp_path: Path, small_town: tuple[Plan, Layers]
) -> None:
    """Only today, no camera, no view, no demand: a map of the area, and nothing that breaks."""
    plan = evolve(small_town[0], cameras=(), phases=small_town[0].phases[:1], demand_total=0.0)
    bare = plan_layers(plan, area=small_town[1].area)
    opened = open_page(driver, tmp_path, plan, bare)
    opened.execute_script("map_council.fire('click', {latlng: map_council.getCenter()})")

    assert "Tento bod nezabere žádná kamera" in find(opened, "#detail")
    assert opened.find_elements("css selector", "[data-layer]") == []
    assert not opened.find_element("id", "compare").is_displayed()
    assert complaints(opened) == []
