"""A plan for day and night: what is seen by which light, and what it counts."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from shapely.geometry import LineString, Point, box

from placement import config as plan_files
from placement import grid, pipeline
from placement.config import PlanConfig
from placement.errors import PlacementError
from placement.evaluation.scenarios import trials
from placement.pipeline import Inputs, RobustnessSettings, Situation, decide, prepare
from placement.pipeline.cross_fitting import cross_fit
from placement.plan import Plan
from tests.pipeline import tiny_towns, toy_case

CRS, X_M, Y_M = tiny_towns.CRS, tiny_towns.X_M, tiny_towns.Y_M
STREET_M = 100.0
BEFORE_M = 10.0
"""The camera stands so far before the beginning of the street. [m]"""
LAMP_AT_M = 60.0
HOUR = {"day": 12, "night": 23}


def one_street(**night: object) -> Situation:
    """Return a street of 100 m, a camera with a light of 30 m, and a lamp of 15 m at 60 m."""
    area = box(X_M - 20, Y_M - 20, X_M + STREET_M + 20, Y_M + 20)
    lamp = {"carrier_id": ["L"], "kind": ["lamp post"], "mount_height_m": [6.0]}
    camera = {
        "camera_id": ["K"],
        "point_id": ["K"],
        "name": [""],
        "status": ["in service"],
        "model": ["panoramatická"],
        "mount_height_m": [5.0],
        "azimuth_deg": [0.0],
        "tilt_deg": [25.0],
        "provenance": ["synthetic"],
    }
    street = LineString([(X_M, Y_M), (X_M + STREET_M, Y_M)])
    columns = {"street_id": ["s"], "name": ["s"], "street_class": ["s"]}
    config = {
        "case": {"name": "Ulice", "crs": CRS},
        "inputs": {"streets": {"path": "none.gpkg", "provenance": "synthetic"}},
        "demand": {"bandwidth_m": 40, "lixel_m": 1, "night_hours": [22, 6]},
        "sites": {"kinds": ["carriers"]},
        "camera_models": [
            toy_case.panoramic() | {"range_m": 120.0, "night_range_m": 30.0, "width_px": 30_720}
        ],
        "viewshed": {"cell_m": 2, "detail_level": "detect"},
        "night": {"share": 0.5, "lit_radius_m": 15.0} | night,
        "phases": [{"name": "a", "cameras": 1}],
    }
    inputs = Inputs(
        grid=grid.around(area.bounds, crs=CRS, cell_m=2, margin_m=120.0),
        area=area,
        streets=gpd.GeoDataFrame(columns, geometry=[street], crs=CRS),
        buildings=None,
        trees=None,
        terrain=None,
        surface=None,
        canopy=None,
        incidents=None,
        cameras=gpd.GeoDataFrame(camera, geometry=[Point(X_M - BEFORE_M, Y_M)], crs=CRS),
        carriers=gpd.GeoDataFrame(lamp, geometry=[Point(X_M + LAMP_AT_M, Y_M)], crs=CRS),
        districts=None,
        no_mount=None,
        backdrop=None,
        accounts=(),
    )
    return prepare(PlanConfig.model_validate(config), inputs)


@pytest.mark.parametrize(
    ("night", "metres"),
    [
        ({}, 20 + 30),  # its own light reaches 29.8 m, the lamp lights 45 to 75 m
        ({"lamps": []}, 20),
        ({"lit_radius_m": 0}, 20),
        ({"lit_radius_m": 50}, 100),  # the lamp lights all that the own light does not reach
        ({"share": 0.0}, 20 + 30),
        ({"share": 1.0}, 20 + 30),
    ],
)
def test_a_camera_sees_by_its_own_light_and_by_that_of_a_lamp(
    night: dict[str, Any], metres: int
) -> None:
    """Of 100 m all are seen by day; by night those the infrared light reaches and those lit."""
    plan = decide(one_street(**night))
    share, final = night.get("share", 0.5), plan.final

    assert final.value_day == pytest.approx(100 * 16 / 24)
    assert final.value_night == pytest.approx(metres * 8 / 24)
    assert final.value == pytest.approx(
        2 * (1 - share) * final.value_day + 2 * share * final.value_night
    )
    assert plan.cameras[0].seen_night == pytest.approx(final.value_night)


def test_what_is_assumed_of_light_is_said() -> None:
    """Lamps that light, their absence, and models of unknown range by night are assumptions."""
    assert {"day_and_night", "lamps_light"} <= set(one_street().assumptions)
    assert "night_range_unknown" not in one_street().assumptions
    assert "no_lamps" in one_street(lamps=[]).assumptions


def town(seed: int, *, night: dict[str, object] | None, hour: str = "", **viewshed: str) -> Plan:
    """Return the plan of a tiny town: of all its incidents, or of those of the day or the night.

    Every third incident is at night; lights are as far as half of the range.
    """
    draw = random.Random(seed)
    config, inputs = tiny_towns.config(draw), tiny_towns.inputs(draw)
    plain = config.model_dump(exclude_none=True)
    plain["demand"] |= {} if night is None else {"night_hours": [22, 6]}
    plain |= {} if night is None else {"night": night}
    plain["viewshed"] |= viewshed
    plain["phases"] = [{"name": "a", "cameras": 3}]
    plain["optimise"]["gap"] = 0.0
    if viewshed or (night and "share" in night and night["share"] != 0.5):
        for model in plain["camera_models"]:
            model["night_range_m"] = model["range_m"] / 2
    incidents = inputs.incidents
    times = [HOUR["night" if number % 3 == 0 else "day"] for number in range(len(incidents))]
    incidents = incidents.assign(
        when=pd.to_datetime([f"2024-05-01 {time}:00" for time in times]).astype("datetime64[s]"),
        until=pd.Series(pd.NaT, index=incidents.index, dtype="datetime64[s]"),
        precision="time",
    )
    if hour:
        incidents = incidents[[time == HOUR[hour] for time in times]].reset_index(drop=True)
    return decide(prepare(PlanConfig.model_validate(plain), evolve(inputs, incidents=incidents)))


SEEDS = range(3, 9)


@pytest.mark.parametrize("seed", SEEDS)
def test_share_0_is_the_day_plan(seed: int) -> None:
    """Where the night counts nothing the plan is that of the incidents by day, counted twice."""
    both, day = town(seed, night={"share": 0.0}), town(seed, night=None, hour="day")

    assert both.final.value == pytest.approx(2 * day.final.value, rel=1e-9)
    assert both.final.bound == pytest.approx(2 * day.final.bound, rel=1e-6)
    assert both.demand_total == pytest.approx(2 * day.demand_total, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_share_1_is_the_night_plan(seed: int) -> None:
    """Where the day counts nothing the plan is that of incidents and sight by night."""
    both = town(seed, night={"share": 1.0})
    dark = town(seed, night=None, hour="night", time="night")

    assert both.final.value == pytest.approx(2 * dark.final.value, rel=1e-9)
    assert both.final.bound == pytest.approx(2 * dark.final.bound, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_dark_night_it_is_the_usual_plan(seed: int) -> None:
    """With lights as far as by day and all incidents counting alike, hours change nothing."""
    both, usual = town(seed, night={}), town(seed, night=None)

    assert both.final.value == pytest.approx(usual.final.value, rel=1e-9)
    assert both.demand_total == pytest.approx(usual.demand_total, rel=1e-9)
    assert "night_range_unknown" in both.assumptions


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    """Return the toy case by day and by night, with districts' floors and rules that need it."""
    return prepared(tmp_path_factory.mktemp("toy"), toy_case.with_night)


def prepared(folder: Path, change: Callable[[toy_case.Plan], object]) -> Situation:
    """Return the situation of the toy case with its plan file changed."""
    toy_case.write(folder)
    toy_case.change_plan(folder, change)
    config = plan_files.load(folder / plan_files.PLAN_FILE)
    return prepare(config, pipeline.read(config, folder=folder))


def test_what_is_seen_by_night_is_seen_by_day(toy: Situation) -> None:
    """No candidate covers by night what it does not by day, and not all of it."""
    points = len(toy.demand.ids)
    table = toy.coverage.covers.toarray()
    by_day, by_night = table[:, :points], table[:, points:]

    assert not (by_night & ~by_day).any()
    assert 0 < by_night.sum() < by_day.sum()


def test_the_whole_demand_is_that_of_its_columns(toy: Situation) -> None:
    """What lixels, coverage and total say of the demand agrees."""
    assert toy.coverage.weight.sum() == pytest.approx(toy.demand.total, rel=1e-12)
    assert toy.demand.lixels["expected"].sum() == pytest.approx(toy.demand.total, rel=1e-12)
    points = np.arange(len(toy.demand.ids))
    assert toy.columns(points).size == toy.coverage.weight.size


def test_incidents_are_drawn_anew_by_day_and_by_night(toy: Situation) -> None:
    """Every trial of a robustness study weighs both, and its total is that of its sample."""
    settings = RobustnessSettings(2, 1, 1.0, 0.3, 0.5)
    for trial in trials(toy, settings):
        situation = trial.situation
        assert situation.coverage.weight.shape == toy.coverage.weight.shape
        assert situation.coverage.covers.shape == toy.coverage.covers.shape
        assert situation.coverage.weight.sum() == pytest.approx(situation.demand.total)


def test_the_cross_fitted_share_is_that_of_the_hours_covered(toy: Situation) -> None:
    """All points covered by day alone: the share is that of the day in the weights."""
    events = toy.demand.events
    points = len(toy.demand.ids)
    by_day = np.repeat([True, False], points)[:, np.newaxis]
    (share,) = cross_fit(events, lambda _: by_day, by_day, seed=0)

    day = 0.3 * 20 / (0.3 * 20 + 0.7 * 20)  # every other incident is at night
    assert share.share == pytest.approx(day, abs=1e-9)


BAD = {
    "plan_night_without_length": lambda plan: plan["demand"].update(night_hours="22-22"),
    "plan_night_without_hours": lambda plan: plan["demand"].pop("night_hours"),
    "plan_night_twice": lambda plan: plan["viewshed"].update(time="night"),
    "plan_out_of_range": lambda plan: plan["night"].update(share=1.5, lit_radius_m=-1),
    "plan_unknown_key": lambda plan: plan["night"].update(shares=0.5),
    "night_lamps_unknown": lambda plan: plan["night"].update(lamps=["lantern"]),
    "night_no_demand": lambda plan: (
        plan["night"].update(share=1.0),
        plan["demand"].update(night_hours="3-5"),
    ),
}


@pytest.mark.parametrize("kind", list(BAD))
def test_a_wrong_night_is_refused_in_words(tmp_path: Path, kind: str) -> None:
    """Hours of no length, shares and radii out of range, lamps of no kind: place and remedy."""

    def wrong(plan: toy_case.Plan) -> None:
        toy_case.with_night(plan)
        BAD[kind](plan)

    with pytest.raises(PlacementError) as refused:
        prepared(tmp_path, wrong)

    assert {problem.kind for problem in refused.value.problems} == {kind}
    for problem in refused.value.problems:
        assert problem.column
        for language in ("cs", "en"):
            assert "{" not in problem.render(language)


@pytest.mark.parametrize("text", ["22-6", "22–6", " 22:00 - 6:00 ", "22:00–06:00"])
def test_hours_may_be_written_as_words(text: str) -> None:
    """A span of hours in words means the two hours."""
    assert plan_files.PlanConfig.model_validate(
        one_street().config.model_dump(exclude_none=True) | {"demand": {"night_hours": text}}
    ).demand.night_hours == (22, 6)
