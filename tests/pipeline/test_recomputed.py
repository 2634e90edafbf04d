"""What a written plan says, recomputed from `plan.json` and the inputs by a slow second opinion."""

import csv
import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from attrs import frozen

from placement import config as plan_files
from placement import demand, pipeline
from placement.cli.main import main
from placement.config import PlanConfig
from placement.demand.layers import Layer
from placement.output.write import read_plan
from placement.pipeline import Inputs
from placement.plan.public import numbers_of
from placement.visibility import surface
from placement.visibility.obstacles.trees import PERMEABILITY
from tests.output.chromium import opened_again, started
from tests.pipeline import oracle, toy_case

if TYPE_CHECKING:
    from selenium import webdriver

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "maps" / "litvinov"
REL = 1e-9
METRES = re.compile("[0-9\xa0]*[0-9](?:,[0-9]+)?\xa0k?m(?!²)")
ASK_EACH = """
const box = document.getElementById("search"), detail = document.getElementById("detail");
return arguments[0].map((name) => {
  box.value = name;
  box.dispatchEvent(new Event("input"));
  const names = [...document.querySelectorAll("#found li")];
  const kinds = names.map((item) => item.querySelector(".kind").textContent);
  const wanted = names.findIndex((item, index) => item.querySelector("bdi").textContent === name
    && ["ulice", "prostranství"].includes(kinds[index]));
  names[wanted].click();
  return {
    title: detail.querySelector("h2").textContent,
    sentence: detail.querySelector("p").textContent,
    numbers: [...detail.querySelectorAll(".seers button")].map((row) => parseInt(row.textContent)),
  };
});
"""
"""Asks the page about streets as a reader does, by the box for searching."""
AT_ONCE = 8
"""Streets asked by one script, which the driver gives half a minute."""


@frozen(eq=False)
class Written:
    """A plan as it lies in a folder, with the case it came from."""

    plan: dict[str, Any]
    folder: Path
    config: PlanConfig
    inputs: Inputs
    town: oracle.Town
    lixels: gpd.GeoDataFrame
    """Pieces of streets and squares around the demand points, in their order."""
    seen: list[set[int]]
    """Demand points each camera covers, by the oracle; those by night come after all by day."""

    @property
    def cameras(self) -> list[dict[str, Any]]:
        """All cameras of the plan, by rank."""
        return self.plan["cameras"]

    def working(self, phase: int) -> list[int]:
        """Return the cameras that work at the end of a phase."""
        return [
            number
            for number, camera in enumerate(self.cameras)
            if camera["phase"] <= phase and camera["status"] != "out of service"
        ]

    def value(self, phase: int) -> float:
        """Return the demand covered at the end of a phase."""
        points = set().union(*(self.seen[number] for number in self.working(phase)))
        return oracle.value(points, self.town)


@pytest.fixture(
    scope="module",
    params=[
        "toy",
        "toy by night",
        pytest.param("zizkov", marks=pytest.mark.town),
        pytest.param("litvinov", marks=pytest.mark.slow),  # the published plan is of the same case
        "published",
    ],
)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return a plan that the command wrote, of a case of each kind."""
    folder = tmp_path_factory.mktemp(request.param)
    litvinov = ROOT / "data" / "litvinov" / plan_files.PLAN_FILE
    if request.param == "published":
        if not (PUBLISHED / "plan.json").is_file():
            pytest.skip("no map of Litvínov is published yet")
        return read(litvinov, PUBLISHED)
    if request.param.startswith("toy"):
        file = toy_case.write(folder / "case") / plan_files.PLAN_FILE
        if request.param == "toy by night":
            toy_case.change_plan(folder / "case", toy_case.with_night)
    elif request.param == "zizkov":
        place = request.getfixturevalue("zizkov")
        return read(place.file, place.folder)
    else:
        file = litvinov
    main(["plan", str(file), "-o", str(folder / "out"), "-q"], standalone_mode=False)
    return read(file, folder / "out")


@pytest.fixture(scope="module")
def browser() -> Iterator["webdriver.Chrome"]:
    """Start one Chromium for the pages of all results."""
    yield from started()


def read(file: Path, result: Path) -> Written:
    """Return a finished result with its case, and what its cameras see by the oracle."""
    config = plan_files.load(file)
    inputs = pipeline.read(config, folder=file.parent)
    plan = json.loads((result / "plan.json").read_text(encoding="utf-8"))
    town, lixels = town_of(config, inputs, vector=plan["engine"] == "vector")
    seen = [seen_by(plan, camera, town) for camera in plan["cameras"]]
    return Written(plan, result, config, inputs, town, lixels, seen)


def seen_by(plan: dict[str, Any], camera: dict[str, Any], town: oracle.Town) -> set[int]:
    """Return what a camera covers by the oracle, by day and, in a plan that has one, by night."""
    by_day = oracle.covered(plan, camera, town)
    if "night" not in plan:
        return by_day
    return by_day | {n + len(town.x_m) for n in oracle.by_night(plan, camera, town, by_day)}


def weight_of(config: PlanConfig, built: demand.Demand) -> np.ndarray:
    """Return what demand points count; in a plan for day and night by day, then by night."""
    if config.night is None:
        return built.weight[np.newaxis]
    share = config.night.share
    hours = zip((2 * (1 - share), 2 * share), ("expected_day", "expected_night"), strict=True)
    return np.array([times * built.lixels[column].to_numpy() for times, column in hours])


def solids_of(
    inputs: Inputs, ground: Callable[[float, float], float]
) -> tuple[list[tuple[shapely.Polygon, float]], list[tuple[float, float, float, float, float]]]:
    """Return houses with their roofs and crowns with base and top, above the ground given."""
    houses, trees = [], []
    if inputs.buildings is not None:
        for polygon, height_m in zip(
            inputs.buildings.geometry, inputs.buildings["height_m"], strict=True
        ):
            inner = polygon.representative_point()
            houses.append((polygon, ground(inner.x, inner.y) + height_m))
    if inputs.trees is not None:
        for tree in inputs.trees.itertuples():
            x, y = tree.geometry.x, tree.geometry.y
            foot = ground(x, y)
            base = foot + min(tree.crown_base_m, tree.height_m)
            trees.append((x, y, tree.crown_radius_m, base, foot + tree.height_m))
    return houses, trees


def town_of(
    config: PlanConfig, inputs: Inputs, *, vector: bool
) -> tuple[oracle.Town, gpd.GeoDataFrame]:
    """Return surface and demand of a case, built from its inputs, and the pieces of its streets."""
    heights = surface.build(
        inputs.grid,
        ground=inputs.terrain,
        buildings=None if vector else inputs.buildings,
        surface=inputs.surface,
    )
    layers = () if inputs.incidents is None else (incidents_of(config, inputs.incidents),)
    built = demand.build(
        inputs.streets,
        None,
        bandwidth_m=layers[0].bandwidth_m if layers else demand.default_bandwidth_m(None, 0),
        lixel_m=config.demand.lixel_m,
        snap_m=config.demand.snap_m,
        years=config.demand.years,
        even_share=config.demand.even_share,
        spaces=inputs.spaces,
        places=inputs.places,
        night_hours=config.demand.night_hours,
        more=layers,
    )
    inside = shapely.contains_xy(inputs.area, built.x_m, built.y_m)
    houses, trees = solids_of(
        inputs, lambda x, y: float(heights.ground_at(np.array([x]), np.array([y]))[0])
    )
    town = oracle.Town(
        inputs.grid.x_min,
        inputs.grid.y_max,
        inputs.grid.cell_m,
        heights.ground.tolist(),
        heights.obstacles.tolist(),
        built.x_m[inside].tolist(),
        built.y_m[inside].tolist(),
        weight_of(config, built)[:, inside].ravel().tolist(),
        houses if vector else [],
        trees,
        PERMEABILITY[config.viewshed.season],
        [] if inputs.carriers is None else [(p.x, p.y) for p in inputs.carriers.geometry],
    )
    return town, built.lixels[inside].reset_index(drop=True)


def incidents_of(config: PlanConfig, incidents: gpd.GeoDataFrame) -> Layer:
    """Return incidents with the bandwidth that follows from them; in cells if places are few."""
    stated_m, positions = (
        config.inputs.incidents.position_error_m,
        demand.anonymisation(incidents.geometry),
    )
    is_stated = stated_m is not None or config.demand.bandwidth_m is not None
    return Layer(
        "incidents",
        incidents,
        config.demand.bandwidth_m
        or demand.default_bandwidth_m(
            positions.error_m if stated_m is None else stated_m, len(incidents)
        ),
        years=config.demand.years,
        anonymised=positions.detected,
        reach_m=None if is_stated else demand.default_reach_m(positions),
    )


def test_the_demand_is_that_of_the_inputs(written: Written) -> None:
    """Total and number of demand points follow from the inputs."""
    assert written.plan["demand_points"] == len(written.town.x_m)
    assert written.plan["demand_total"] == pytest.approx(sum(written.town.weight), rel=REL)


def test_each_phase_is_worth_what_it_says(written: Written) -> None:
    """Every phase's value is the demand its working cameras cover, today's included."""
    for phase in written.plan["phases"]:
        value = written.value(phase["phase"])

        assert phase["value"] == pytest.approx(value, rel=REL)
        assert phase["share"] == pytest.approx(value / sum(written.town.weight), rel=REL)
        assert phase["bound"] * (1 - phase["gap"]) == pytest.approx(value, rel=REL)
    assert written.plan["phases"][-1]["value"] > 0


def test_each_camera_sees_and_adds_what_it_says(written: Written) -> None:
    """A camera's own demand, and what it adds to all before it in rank, are as written."""
    before: set[int] = set()
    for camera, seen in zip(written.cameras, written.seen, strict=True):
        assert camera["seen"] == pytest.approx(oracle.value(seen, written.town), rel=REL)
        gain = oracle.value(seen - before, written.town)
        assert camera["gain"] == pytest.approx(gain, rel=REL, abs=REL)
        before |= seen


def test_the_second_opinion_notices_a_turned_camera(written: Written) -> None:
    """Turned about, the fixed cameras of a plan see something else, and by the oracle too."""
    whole = {m["name"] for m in written.plan["models"] if m["lens"]["hfov_deg"] == 360.0}
    fixed = [c for c in written.cameras if c["model"] not in whole]
    turned = [{**c, "grid_azimuth_deg": c["grid_azimuth_deg"] + 180.0} for c in fixed]

    asked = [c for c in fixed if c["seen"] > 0 and c["facing_deg"] is None][:3]
    assert asked or not fixed
    for camera in asked:
        about = turned[fixed.index(camera)]
        points = seen_by(written.plan, about, written.town)
        assert oracle.value(points, written.town) != pytest.approx(camera["seen"], rel=REL)


def test_each_camera_stands_on_the_ground_it_says(written: Written) -> None:
    """The ground below a camera is that of the terrain."""
    for camera in written.cameras:
        ground_m = written.town.ground_at(camera["x_m"], camera["y_m"])
        assert camera["ground_m"] == ground_m or (camera["ground_m"] is None and ground_m == 0)


def test_the_layer_of_demand_tells_the_same(written: Written) -> None:
    """The first phase that sees a piece of street, and by how many cameras, are as recomputed."""
    drawn = gpd.read_file(written.folder / "plan.gpkg", layer="demand")
    times = Counter(number for seen in written.seen for number in seen)
    points = len(written.town.x_m)
    lixel_id, rank = written.lixels["lixel_id"], [camera["rank"] for camera in written.cameras]
    ranks = {
        lixel_id[n]: {rank[k] for k, s in enumerate(written.seen) if n in s} for n in lixel_id.index
    }

    assert sorted(drawn["cameras"]) == sorted(times[n] for n in range(points))
    if "camera_ranks" in drawn or written.folder != PUBLISHED:
        told = zip(drawn["lixel_id"], drawn["camera_ranks"].fillna(""), strict=True)
        assert {i: set(map(int, filter(None, cell.split("; ")))) for i, cell in told} == ranks
    for phase in written.plan["phases"]:
        seen = drawn["seen_phase"] <= phase["phase"]
        if "night" not in written.plan:
            assert phase["value"] == pytest.approx(drawn.loc[seen, "expected"].sum(), rel=REL)
            continue
        columns = set().union(*(written.seen[number] for number in written.working(phase["phase"])))
        by_night = drawn["seen_phase_night"] <= phase["phase"]
        assert seen.sum() == sum(number < points for number in columns)
        assert by_night.sum() == sum(number >= points for number in columns)
        assert (seen | ~by_night).all()
    assert ("seen_phase_night" in drawn) == ("night" in written.plan)


def test_by_day_and_by_night_each_incident_counts_once(written: Written) -> None:
    """What a phase and a camera see by day and by night weighs, by the share, what they see."""
    if "night" not in written.plan:
        assert not any("seen_night" in camera for camera in written.cameras)
        return
    share = written.plan["night"]["share"]
    for phase in written.plan["phases"]:
        worth = 2 * (1 - share) * phase["value_day"] + 2 * share * phase["value_night"]
        assert phase["value"] == pytest.approx(worth, rel=REL)
    for camera in (c for c in written.cameras if c["status"] != "out of service"):
        worth = 2 * (1 - share) * camera["seen_day"] + 2 * share * camera["seen_night"]
        assert camera["seen"] == pytest.approx(worth, rel=REL)
    whole = written.plan["night"]["expected_day"], written.plan["night"]["expected_night"]
    assert sum(whole) == pytest.approx(len(written.inputs.incidents), rel=1e-6)  # in one year


def test_each_phase_costs_what_it_says(written: Written) -> None:
    """A new camera costs its model's price, and its point's if it opens one; budgets are kept."""
    models = {model.name: model.cost_czk for model in written.config.camera_models}
    prices = written.config.sites.point_cost_czk
    open_points: set[str] = {str(row) for row in _rows(written, "point_id")}
    spent: Counter[int] = Counter()
    for camera in sorted(written.cameras, key=lambda c: c["rank"]):
        cost = 0.0
        if camera["status"] == "new":
            cost = models[camera["model"]]
            if camera["point_id"] not in open_points:
                cost += prices.get(camera["carrier"], prices.get("default", 0.0))
            open_points.add(camera["point_id"])
        spent[camera["phase"]] += cost

        assert camera["cost_czk"] == pytest.approx(cost)
    for phase in written.plan["phases"]:
        assert phase["cost_czk"] == pytest.approx(spent[phase["phase"]])
        assert phase["budget_czk"] is None or phase["cost_czk"] <= phase["budget_czk"] * (1 + REL)


def test_counts_keep_their_limits(written: Written) -> None:
    """Cameras per phase, new ones, points and cameras per point are as written, within limits."""
    for phase in written.plan["phases"]:
        standing = [written.cameras[number] for number in written.working(phase["phase"])]
        new = [c for c in standing if c["phase"] == phase["phase"] and c["status"] == "new"]

        assert phase["cameras"] == len(standing)
        assert phase["new_cameras"] == len(new)
        assert phase["points"] == len({camera["point_id"] for camera in standing})
    for asked, phase in zip(written.config.phases, written.plan["phases"][1:], strict=True):
        assert phase["name"] == asked.name
        assert asked.cameras is None or phase["cameras"] <= asked.cameras
    changed = {camera["point_id"] for camera in written.cameras if camera["status"] == "new"}
    carried = Counter(camera["point_id"] for camera in written.cameras)
    assert all(carried[p] <= written.config.sites.cameras_per_point for p in changed)


def test_phases_nest_and_existing_cameras_stay(written: Written) -> None:
    """What exists stands from phase 0 on; each phase has all cameras of the one before."""
    existing = [c for c in written.cameras if c["status"] != "new"]

    assert {c["phase"] for c in existing} <= {0}
    assert sorted(c["camera_id"] for c in existing) == sorted(_rows(written, "camera_id"))
    numbers = [phase["phase"] for phase in written.plan["phases"]]
    assert numbers == list(range(len(numbers)))
    values = [phase["value"] for phase in written.plan["phases"]]
    assert values == sorted(values)
    for number in numbers[1:]:
        assert set(written.working(number - 1)) <= set(written.working(number))


def _rows(written: Written, column: str) -> list[str]:
    table = written.inputs.cameras
    return [] if table is None else list(table[column])


@frozen
class Street:
    """What is in view of a street, by the oracle."""

    length_m: float
    """Of its lines."""
    seen_m: list[float]
    """By phase."""
    cameras: set[str]
    """That see any of it, its areas too."""

    @property
    def told_m(self) -> list[float]:
        """Return the lengths of the sentence about it, in their order."""
        if not self.length_m:
            return []
        if not self.seen_m[-1]:
            return [self.length_m]
        return [self.seen_m[0], self.length_m, self.seen_m[-1]][: 1 + len(self.seen_m)]


def in_view(written: Written, rows: Iterable[int]) -> Street:
    """Return what is in view of some pieces."""
    pieces = written.lixels.loc[list(rows)]
    metres = pieces.loc[pieces.geometry.area == 0, "length_m"].to_dict()
    phases = range(len(written.plan["phases"]))
    seen = [set().union(*(written.seen[k] for k in written.working(phase))) for phase in phases]
    working = written.working(phases[-1])
    return Street(
        math.fsum(metres.values()),
        [math.fsum(m for row, m in metres.items() if row in points) for points in seen],
        {
            written.cameras[k]["camera_id"]
            for k in working
            if not written.seen[k].isdisjoint(pieces.index)
        },
    )


def streets_of(written: Written) -> dict[str, Street]:
    """Return what is in view of each street with a name."""
    groups = written.lixels.groupby("street").groups
    return {name: in_view(written, rows) for name, rows in groups.items() if name}


def test_list_of_streets_is_as_recomputed(written: Written) -> None:
    """Metres by phase, cameras and price of each street; ways without a name are its last row."""
    file = written.folder / "streets.csv"
    if written.folder == PUBLISHED and not file.is_file():
        pytest.skip("published before there was a list of streets")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    streets = streets_of(written)
    nameless = written.lixels.index[written.lixels["street"] == ""]
    if nameless.size:
        streets[""] = in_view(written, nameless)
    cost_czk = {c["camera_id"]: c["cost_czk"] for c in written.cameras if c["status"] == "new"}

    names = [row["street"] for row in rows]
    letters = [unicodedata.normalize("NFD", name.lower())[:1] for name in names if name]
    assert sorted(names) == sorted(streets)
    assert "" not in names[:-1]
    assert letters == sorted(letters)
    for row in rows:
        street = streets[row["street"]]
        listed = [row[name] for name in row if re.fullmatch(r"(today|phase_\d+|target)_m", name)]
        if street.length_m:
            assert float(row["length_m"]) == pytest.approx(street.length_m, abs=0.051)
            expected = street.seen_m if len(street.seen_m) > 1 else 2 * street.seen_m
            assert list(map(float, listed)) == pytest.approx(expected, abs=0.051)
        else:
            assert not any(listed)
        cameras = set(
            filter(None, "; ".join((row["cameras_today"], row["cameras_new"])).split("; "))
        )
        assert cameras == street.cameras
        new = [cost_czk[camera] for camera in cameras if camera in cost_czk]
        assert (float(row["cost_czk"]) if row["cost_czk"] else 0) == pytest.approx(
            sum(new), abs=0.5
        )


@pytest.mark.browser
def test_page_answers_for_every_street_as_recomputed(
    written: Written, browser: "webdriver.Chrome"
) -> None:
    """Metres by phase and cameras of each street, asked by its name in the box for searching.

    Of the published plan some are asked by the box: all of the same plan made anew are.
    """
    streets = streets_of(written)
    known = {each["name"]: each for each in asked_of_page(written, browser) if each["name"]}
    asked = list(streets)[:: 8 if written.folder == PUBLISHED else 1]
    answers = {
        name: answer
        for first in range(0, len(asked), AT_ONCE)
        for name, answer in zip(
            asked[first : first + AT_ONCE],
            browser.execute_script(ASK_EACH, asked[first : first + AT_ONCE]),
            strict=True,
        )
    }
    ids = {number: name for name, number in numbers_of(read_plan(written.folder)).items()}

    assert set(known) == set(streets)
    assert any(street.seen_m[-1] for street in streets.values())
    for name, street in streets.items():
        assert known[name]["length_m"] == pytest.approx(street.length_m, abs=0.051), name
        assert known[name]["seen_m"] == pytest.approx(street.seen_m, abs=0.051), name
        assert set(known[name]["cameras"]) == street.cameras, name
    for name, answer in answers.items():
        street = streets[name]
        assert answer["title"].endswith(name)
        assert {ids[number] for number in answer["numbers"]} == street.cameras, name
        shown = [metres_of(number) for number in METRES.findall(answer["sentence"])]
        assert len(shown) == len(street.told_m), name
        for shown_m, told_m in zip(shown, street.told_m, strict=True):
            assert shown_m == pytest.approx(told_m, abs=0.56 if told_m < 999 else 5.1), name


@pytest.mark.browser
def test_page_answers_for_every_way_without_a_name_as_recomputed(
    written: Written, browser: "webdriver.Chrome"
) -> None:
    """Each piece of network between two crossings is answered for itself."""
    known = [each for each in asked_of_page(written, browser) if not each["name"]]
    way = written.lixels["lixel_id"].str.rsplit("-", n=1).str[0]
    nameless = written.lixels.index[written.lixels["street"] == ""]
    by_way = [in_view(written, rows) for rows in nameless.groupby(way[nameless]).values()]
    of_page = [[each["length_m"], *each["seen_m"]] for each in known]
    recomputed = [[street.length_m, *street.seen_m] for street in by_way]

    assert len(of_page) == len(recomputed)
    for one, other in zip(sorted(of_page), sorted(recomputed), strict=True):
        assert one[0] == pytest.approx(other[0], abs=0.051)
    sums = [np.sum(rows, axis=0, initial=0.0) if rows else 0.0 for rows in (of_page, recomputed)]
    assert sums[0] == pytest.approx(sums[1], abs=0.051 * len(known) + 1e-6)


def numbered(written: Written) -> dict[int, str]:
    """Return the cameras by the number that every list of the result gives them."""
    with (written.folder / "cameras.csv").open(encoding="utf-8", newline="") as stream:
        return {int(row["number"]): row["camera_id"] for row in csv.DictReader(stream)}


def asked_of_page(written: Written, browser: "webdriver.Chrome") -> list[dict[str, Any]]:
    """Return what the page of a result holds of each street."""
    pieces = gpd.read_file(written.folder / "plan.gpkg", layer="demand", rows=1)
    if "camera_ranks" not in pieces:
        pytest.skip("published before its pieces of street told their cameras")
    opened_again(browser, written.folder / "map.html", link="#layers=")
    return list(browser.execute_script("return window.placement.streetsInView()"))


def metres_of(words: str) -> float:
    """Return the metres of a Czech length."""
    number, unit = words.rsplit("\xa0", 1)
    return float(number.replace("\xa0", "").replace(",", ".")) * (1000 if unit == "km" else 1)
