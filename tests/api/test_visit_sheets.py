"""Sheets for a site visit: places, directions and order, and that names do nothing to them."""

import math
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from attrs import evolve

import placement
from placement.api.results import PlanResult
from placement.api.visit_sheets import SiteVisit, site_visit
from placement.errors import InputError
from placement.output.public_edition import layers_of, plan_of
from placement.output.visit_sheets import words
from placement.output.visit_sheets.place_code import place_code
from placement.output.visit_sheets.sheet import VisitSheets
from placement.output.webmap.data import page_data
from placement.pipeline.trees_in_view import trees_in_view
from placement.plan.consistency import flaws
from tests.output import qr_reader
from tests.pipeline import toy_case

HOSTILE = "</rte>$x$ %s {n} \\ \u202e =1" + 400 * "Ř"
GPX = {"gpx": "http://www.topografix.com/GPX/1/1"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> placement.Case:
    """Return the toy town."""
    return placement.read_case(toy_case.write(tmp_path_factory.mktemp("toy") / "case"))


@pytest.fixture(scope="module")
def result(case: placement.Case) -> PlanResult:
    """Return its plan."""
    return placement.plan_case(case)


@pytest.fixture(scope="module")
def visit(case: placement.Case, result: PlanResult) -> SiteVisit:
    """Return the sheets of its new cameras."""
    return site_visit(result, case, year=2026)


def shortened(sheets: VisitSheets, *, stops: int) -> VisitSheets:
    """Return the sheets of the first stops of the first walk."""
    walk = evolve(sheets.walks[0], stops=sheets.walks[0].stops[:stops])
    there = {camera.camera_id for stop in walk.stops for camera in stop.cameras}
    own = [each for each in sheets.sheets if each.camera.camera_id in there]
    return evolve(sheets, walks=(walk,), sheets=tuple(evolve(each, walk=walk) for each in own))


def test_there_is_a_sheet_for_each_new_camera_in_the_order_of_the_walks(
    visit: SiteVisit, result: PlanResult
) -> None:
    """Neither more nor fewer, stop by stop; the route for the telephone has the same order."""
    new = {camera.camera_id for camera in result.plan.cameras if camera.status == "new"}
    walked = [c.camera_id for w in visit.sheets.walks for s in w.stops for c in s.cameras]

    assert new
    assert {sheet.camera.camera_id for sheet in visit.sheets.sheets} == new
    assert [sheet.camera.camera_id for sheet in visit.sheets.sheets] == walked
    route = ET.fromstring(visit.as_gpx(language="cs"))
    for walk, way in zip(visit.sheets.walks, route.findall("gpx:rte", GPX), strict=True):
        places = [(p.get("lat"), p.get("lon")) for p in way.findall("gpx:rtept", GPX)]
        stops = [stop.cameras[0] for stop in walk.stops]
        ring = [*stops, stops[0]] if len(stops) > 1 else stops
        assert places == [(f"{c.lat_deg:.7f}", f"{c.lon_deg:.7f}") for c in ring]


def test_list_and_page_lead_the_way_of_the_sheets(result: PlanResult, tmp_path: Path) -> None:
    """Routes and waypoints, the page's rounds, and the plan read back; for each phase its own."""
    folder = placement.write_plan(result, tmp_path / "plan")
    again = placement.read_plan(folder)
    page = page_data(again.plan, again.layers, language="cs")
    ids = [camera["id"] for camera in page["cameras"]]

    assert again.plan.walks == result.plan.walks
    for phase in (None, *(each.phase for each in result.plan.phases)):
        own = [walk for walk in result.plan.walks if walk.phase == phase]
        rounds = [[ids[k] for k in w["cameras"]] for w in page["walks"] if w["phase"] == phase]
        assert rounds == [list(walk.cameras) for walk in own]
        if own:
            walked = site_visit(again, year=2026, phase=phase).sheets.walks
            assert [
                [c.camera_id for stop in walk.stops for c in stop.cameras] for walk in walked
            ] == rounds
            assert [w.length_m for w in own] == [w.round.length_m for w in walked]
    route = ET.fromstring(site_visit(again, year=2026).as_gpx(language="cs"))
    listed = ET.parse(folder / "cameras.gpx").getroot()
    ways = [
        [p.get("lat") for p in top.findall("gpx:rte/gpx:rtept", GPX)] for top in (route, listed)
    ]
    assert ways[0] == ways[1] != []
    order = list(dict.fromkeys(ways[0]))
    assert [p.get("lat") for p in listed.findall("gpx:wpt", GPX)][: len(order)] == order
    public = plan_of(again.plan)
    assert "walks" not in page_data(public, layers_of(public, again.layers), language="cs")


def test_a_walk_past_a_camera_that_is_not_there_is_a_flaw(result: PlanResult) -> None:
    """A plan changed by hand is refused with the place, not with a traceback."""
    (first, *rest) = result.plan.walks
    walks = (evolve(first, cameras=(*first.cameras, "nobody")), *rest)
    (flaw,) = flaws(evolve(result.plan, walks=walks))

    assert flaw.place == "walks[0].cameras"


def test_three_norths_differ_by_what_lies_between_them(visit: SiteVisit) -> None:
    """True less magnetic is the declination; sheets of other years say that they do not know it."""
    for sheet in visit.sheets.sheets:
        own = sheet.azimuths
        assert own.magnetic_deg is not None
        assert own.declination_deg == pytest.approx(5.0, abs=0.1)
        assert (own.true_deg - own.magnetic_deg) % 360 == pytest.approx(5.0, abs=0.6)
        assert own.grid_deg == sheet.camera.grid_azimuth_deg


def test_without_a_case_sheets_say_what_is_missing(result: PlanResult) -> None:
    """The picture and the trees; and magnetic north of a year nobody knows."""
    visit = site_visit(result, None, year=2031)
    (first, *_) = visit.sheets.sheets
    facts = dict(words.facts(first, visit.sheets, "cs"))

    assert words.in_the_way(first, "cs")[0].startswith("Případ není po ruce")
    if result.plan.has_direction(first.camera):
        assert facts["Azimut magnetický"] == "pro rok 2031 model pole není"
    alone = SiteVisit(shortened(visit.sheets, stops=1))
    assert alone.as_pdf(language="cs") == alone.as_pdf(language="cs")


def test_what_must_be_seen_lies_within_reach_and_has_the_level_of_its_distance(
    visit: SiteVisit, result: PlanResult
) -> None:
    """Nearest before farthest, within the range; the finest level whose reach is enough."""
    for sheet in visit.sheets.sheets:
        assert {place.name for place in sheet.places} <= set(sheet.camera.top_places)
        assert sheet.places
        range_m = result.plan.model(sheet.camera.model).range_m
        for place in sheet.places:
            assert place.nearest_m <= place.farthest_m <= range_m + 2.0
            finer = [name for name, reach_m in sheet.levels if reach_m >= place.nearest_m]
            assert place.nearest_level == (finer[0] if finer else "")


def test_the_code_of_a_place_is_read_as_its_coordinates(visit: SiteVisit) -> None:
    """By a reader of the standard that shares nothing with the writer, also far west and south."""
    camera = visit.sheets.sheets[0].camera
    for lon_deg, lat_deg in ((camera.lon_deg, camera.lat_deg), (-179.123456, -54.5)):
        code = place_code(lon_deg, lat_deg)
        assert qr_reader.read(code.rows) == f"geo:{lat_deg:.6f},{lon_deg:.6f}" == code.uri


def test_hostile_and_long_names_are_only_text(visit: SiteVisit) -> None:
    """Drawn as they are, cut where there is no room; the route stays XML."""
    sheets = shortened(visit.sheets, stops=2)
    camera = evolve(
        sheets.sheets[0].camera, name=HOSTILE, street=HOSTILE, district=HOSTILE, model=HOSTILE
    )
    places = tuple(evolve(each, name=HOSTILE) for each in sheets.sheets[0].places)
    first = sheets.walks[0]
    stop = evolve(first.stops[0], cameras=(camera,))
    walk = evolve(first, district=HOSTILE, stops=(stop, *first.stops[1:]))
    sheet = evolve(sheets.sheets[0], camera=camera, walk=walk, places=places)
    rest = [evolve(each, walk=walk) for each in sheets.sheets[1:]]
    plan = evolve(
        sheets.plan,
        case=HOSTILE,
        models=(*sheets.plan.models, evolve(sheets.plan.models[0], name=HOSTILE)),
    )
    hostile = SiteVisit(evolve(sheets, plan=plan, walks=(walk,), sheets=(sheet, *rest)))

    assert hostile.as_pdf(language="en").startswith(b"%PDF")
    assert ET.fromstring(hostile.as_gpx(language="en")).find("gpx:rte", GPX) is not None
    assert all(len(line) < 200 for line in words.must_see(sheet, "cs"))


def test_nothing_to_visit_is_an_error_that_names_what_there_is(result: PlanResult) -> None:
    """A phase or a district that the plan does not have."""
    with pytest.raises(InputError, match="Neznámá") as error:
        site_visit(result, None, year=2026, district="Neznámá")
    assert "1" in str(error.value)
    with pytest.raises(InputError, match="99"):
        site_visit(result, None, year=2026, phase=99)


def test_trees_in_the_way_are_those_in_the_picture_below_the_line_of_sight(
    case: placement.Case, result: PlanResult
) -> None:
    """One ahead counts; one behind, one of bushes' height, and one with a high crown do not."""
    gpd = pytest.importorskip("geopandas")
    camera = next(c for c in result.plan.cameras if result.plan.has_direction(c))
    turn = math.radians(camera.grid_azimuth_deg)
    east, north = math.sin(turn), math.cos(turn)
    rows = [(12.0, 9.0, 2.0), (-12.0, 9.0, 2.0), (14.0, 0.5, 0.0), (16.0, 20.0, 15.0)]
    trees = gpd.GeoDataFrame(
        {
            "height_m": [height for _, height, _ in rows],
            "crown_radius_m": [2.0] * len(rows),
            "crown_base_m": [base for _, _, base in rows],
        },
        geometry=gpd.points_from_xy(
            [camera.x_m + away * east for away, _, _ in rows],
            [camera.y_m + away * north for away, _, _ in rows],
        ),
        crs=result.plan.crs,
    )
    (tree,) = trees_in_view(trees, result.plan, camera)

    assert tree.distance_m == pytest.approx(12.0)
    assert tree.grid_azimuth_deg == pytest.approx(camera.grid_azimuth_deg)


def test_litvinov_has_a_walk_that_is_proven_short() -> None:
    """Its first phase by enumeration, and all its new cameras within 3 % of a bound."""
    folder = Path(__file__).parents[2] / "maps" / "litvinov"
    if not (folder / "plan.json").is_file():
        pytest.skip("the published result (maps/litvinov) is not here")
    town = placement.read_plan(folder)
    for walk in site_visit(town, None, year=2026, phase=1).sheets.walks:
        assert walk.round.is_shortest
    for walk in site_visit(town, None, year=2026).sheets.walks:
        assert walk.round.length_m <= 1.03 * walk.round.least_m
