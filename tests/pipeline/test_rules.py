"""Fair shares, required places, distances, second views and what-if questions in a toy town."""

import itertools
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import box

from placement import config as plan_files
from placement import pipeline
from placement.crs import systems
from placement.errors import ConfigError, InfeasibleError
from placement.pipeline.plan_coverage import PlanSights
from placement.plan import Plan
from placement.plan.serialisation import as_dict, plan_of
from tests.pipeline import toy_case

X_M, Y_M = toy_case.X_M, toy_case.Y_M


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a toy case."""
    return toy_case.write(tmp_path / "case")


def lonlat(east_m: float, north_m: float) -> tuple[float, float]:
    """Return the geographical place so far from the crossing."""
    lon, lat = systems.to_lonlat([X_M + east_m], [Y_M + north_m], crs=toy_case.CRS)
    return float(lon[0]), float(lat[0])


def place(east_m: float, north_m: float) -> str:
    """Return a place as the command line takes it."""
    return "{:.7f},{:.7f}".format(*lonlat(east_m, north_m))


def planned(case: Path, **sections: object) -> Plan:
    """Return the plan of a case whose plan file has more sections, or more keys in them."""

    def change(plan: toy_case.Plan) -> None:
        for name, values in sections.items():
            plan[name] = {**plan.get(name, {}), **values} if isinstance(values, dict) else values

    toy_case.change_plan(case, change)
    return pipeline.run(case)


def with_districts(case: Path) -> dict[str, object]:
    """Write an eastern and a western half and return the inputs that name them."""
    halves = [box(X_M, Y_M - 200, X_M + 200, Y_M + 200), box(X_M - 200, Y_M - 200, X_M, Y_M + 200)]
    frame = gpd.GeoDataFrame({"name": ["Východ", "Západ"]}, geometry=halves, crs=toy_case.CRS)
    frame.to_file(case / "districts.gpkg", driver="GPKG")
    given = toy_case.plan()["inputs"]
    return {**given, "districts": {"path": "districts.gpkg", "provenance": "synthetic"}}


def seen_share(plan: Plan, name: str) -> float:
    """Return the share of a district's demand that the target covers."""
    found = next(row for row in plan.districts if row.name == name)
    return found.seen_at_target / found.expected


def test_a_district_gets_its_share(case: Path) -> None:
    """A share above what the free plan gives is met, at some price."""
    inputs = with_districts(case)
    free = planned(case, inputs=inputs)
    poorer = min(("Východ", "Západ"), key=lambda name: seen_share(free, name))
    share = seen_share(free, poorer) + 0.02

    fair = planned(case, inputs=inputs, floors=[{"district": poorer, "share": share}])

    assert seen_share(fair, poorer) >= share - 1e-9
    assert fair.final.value <= free.final.bound
    assert fair.final.bound >= fair.final.value


@pytest.mark.parametrize("priority", ["target", "early", "joint"])
def test_rules_hold_in_a_plan_for_day_and_night(case: Path, priority: str) -> None:
    """Share of a district, limits, required place and second views, weighed by day and night."""
    values = toy_case.plan()
    toy_case.with_night(values)
    inputs = with_districts(case)
    by_time = {name: values[name] for name in ("demand", "night", "camera_models")}
    by_time["inputs"] = inputs
    free = planned(case, **by_time)
    poorer = min(("Východ", "Západ"), key=lambda name: seen_share(free, name))
    share = seen_share(free, poorer) + 0.02
    limits = [
        {"kind": "panoramic", "at_most": 1},
        {"district": "Východ", "unit": "czk", "at_most_share": 0.6},
        {"district": "Západ", "at_least": 1, "phase": 1},
    ]

    plan = planned(
        case,
        **by_time,
        floors=[{"district": poorer, "share": share}],
        required=[{"name": "škola", "at": lonlat(0, 0), "radius_m": 30}],
        limits=limits,
        optimise={"backup_share": 0.1, "priority": priority},
    )

    new = [camera for camera in plan.cameras if camera.status == "new"]
    east = [camera for camera in new if camera.x_m > X_M]
    assert seen_share(plan, poorer) >= share - 1e-9
    assert sum(plan.model(camera.model).whole_circle for camera in new) <= 1
    assert sum(c.cost_czk for c in east) <= 0.6 * sum(c.cost_czk for c in new) + 1e-6
    assert any(camera.phase == 1 and camera.x_m <= X_M for camera in new)
    for phase in plan.phases:
        assert phase.value_day is not None
        assert phase.value_night is not None
        assert phase.bound >= phase.value + phase.extra - 1e-9


def test_shares_that_cannot_be_had_name_what_they_fight(case: Path) -> None:
    """All of a district is more than the money or number of the target's cameras can see."""
    inputs = with_districts(case)

    with pytest.raises(InfeasibleError) as caught:
        planned(case, inputs=inputs, optimise={"floor_share": 1.0})

    kinds = {p.kind for p in caught.value.problems}
    assert {"rules_fight", "rule_floor"} < kinds
    assert kinds & {"rule_count", "rule_budget"}
    assert all(p.file == "plan.toml" for p in caught.value.problems)


def test_a_required_place_is_seen(case: Path) -> None:
    """The western end of the street, which the free plan need not see, is covered."""
    at = lonlat(-115, 0)
    plan = planned(case, required=[{"name": "škola", "at": at, "radius_m": 8.0}])
    config = plan_files.load(case / "plan.toml")
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    coverage = pipeline.coverage_of(plan, surface=situation.surface, demand=situation.demand)
    near = np.hypot(situation.demand.x_m - X_M + 115, situation.demand.y_m - Y_M) <= 8.0

    assert near.any()
    assert coverage.covered(range(len(plan.cameras)))[near].any()


@pytest.mark.parametrize("time", ["both", "day", "night"])
def test_a_required_place_is_seen_by_day_and_by_night(case: Path, time: str) -> None:
    """In a plan for day and night a place is to be seen at both times, or at the one asked for."""
    values = toy_case.plan()
    toy_case.with_night(values)
    by_time = {name: values[name] for name in ("demand", "night", "camera_models")}
    required = {"name": "škola", "at": lonlat(-115, 0), "radius_m": 8.0, "time": time}
    plan = planned(case, **by_time, phases=[{"name": "a", "cameras": 3}], required=[required])
    config = plan_files.load(case / "plan.toml")
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    coverage = PlanSights.of(plan, situation).coverage_by_time(plan.required_density_px_m)
    near = np.hypot(situation.demand.x_m - X_M + 115, situation.demand.y_m - Y_M) <= 8.0
    by_day, by_night = np.split(coverage.covered(range(len(plan.cameras))), 2)

    assert near.any()
    assert time == "night" or by_day[near].any()
    assert time == "day" or by_night[near].any()


def test_a_place_that_no_light_reaches_is_named_with_the_night(case: Path) -> None:
    """Models that see nothing by night cannot look at a place then, and the message says so."""
    values = toy_case.plan()
    toy_case.with_night(values)
    values["night"]["lamps"] = []
    for model in values["camera_models"]:
        model["night_range_m"] = 0.5
    by_time = {name: values[name] for name in ("demand", "night", "camera_models")}

    with pytest.raises(InfeasibleError) as caught:
        planned(case, **by_time, required=[{"name": "škola", "at": lonlat(0, 0)}])

    assert [problem.kind for problem in caught.value.problems] == ["required_unseen"]
    assert "škola (v noci)" in caught.value.render("cs")
    assert "škola (by night)" in caught.value.render("en")


def test_new_points_keep_their_distance(case: Path) -> None:
    """No two new points are nearer than asked, in any phase."""
    plan = planned(case, optimise={"apart_m": 70.0})
    points = {(c.x_m, c.y_m) for c in plan.cameras if c.carrier != "existing"}
    gaps = [np.hypot(a[0] - b[0], a[1] - b[1]) for a, b in itertools.combinations(points, 2)]

    assert len(points) > 1
    assert min(gaps) >= 70.0 - 1e-6


def test_second_views_are_told_apart_from_coverage(case: Path) -> None:
    """`value` stays what is covered; what second views add is extra, and the bound holds both."""
    plan = planned(case, optimise={"backup_share": 0.5})
    config = plan_files.load(case / "plan.toml")
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    coverage = pipeline.coverage_of(plan, surface=situation.surface, demand=situation.demand)
    times = coverage.counts(range(len(plan.cameras)))

    assert plan.final.value == pytest.approx(coverage.weight[times > 0].sum())
    assert plan.final.extra == pytest.approx(0.5 * coverage.weight[times > 1].sum())
    assert plan.final.bound >= plan.final.value + plan.final.extra - 1e-9
    assert plan_of(json.loads(json.dumps(as_dict(plan)))) == plan


def test_reach_of_a_turning_camera_counts_in_part(case: Path) -> None:
    """With a turning model what it could be turned to adds its fraction."""
    turning = {**toy_case.fixed(), "name": "otočná", "turning": True, "zoom": 2.0}
    models = [toy_case.fixed(), turning]

    plan = planned(case, camera_models=models, optimise={"reachable_share": 0.25})

    assert plan.final.extra == pytest.approx(0.25 * plan.final.reachable)
    assert plan.final.extra > 0


@pytest.mark.parametrize(
    ("sections", "kind"),
    [
        ({"floors": [{"district": "Sever", "share": 0.5}]}, "floor_no_districts"),
        ({"required": [{"name": "škola", "street": "Dlouhá"}]}, "required_nowhere"),
        ({"required": [{"name": "škola"}]}, "plan_required_one_place"),
        ({"not_both": [{"points": ["K1", "nic"]}]}, "point_unknown"),
        ({"what_if": {"forbid": ["nic"]}}, "what_if_unknown"),
        ({"what_if": {"fix": ["13.0,50.0"]}}, "what_if_off_map"),
        ({"what_if": {"move": ["K1"]}}, "what_if_no_move"),
    ],
)
def test_what_is_not_there_is_named(case: Path, sections: dict[str, object], kind: str) -> None:
    """Each wish that names nothing is refused in both languages."""
    with pytest.raises(ConfigError) as caught:
        planned(case, **sections)

    assert kind in {problem.kind for problem in caught.value.problems}
    assert caught.value.render("cs") != caught.value.render("en")


def test_a_fixed_camera_is_built_and_its_price_stated(case: Path) -> None:
    """A camera at the far west looking west is in the plan; the free plan is not worse."""
    plan = planned(case, what_if={"fix": [f"{place(-100, 5)},270,pevná 4 MP"]})
    free = planned(case)

    assert plan.what_if is not None
    last = plan.what_if.phases[-1]
    assert last.free_worth == free.final.value
    assert last.worth == plan.final.value
    assert last.least <= last.costs <= last.most
    assert last.most >= 0
    assert any(
        c.status == "new" and abs(c.x_m - X_M + 100) < 30 and c.model == "pevná 4 MP"
        for c in plan.cameras
    )
    assert plan_of(json.loads(json.dumps(as_dict(plan)))) == plan


def test_what_the_free_plan_proposes_may_be_forbidden(case: Path) -> None:
    """At the point of its first new camera the plan then has none."""
    free = planned(case)
    first = next(c for c in free.cameras if c.status == "new")

    plan = planned(case, what_if={"forbid": [first.camera_id]})

    assert first.point_id not in {c.point_id for c in plan.cameras if c.status == "new"}
    assert plan.what_if is not None
    assert plan.what_if.phases[-1].most >= 0


def test_an_existing_camera_may_be_gone_or_elsewhere(case: Path) -> None:
    """K1 forbidden counts as out of service; moved it stands at its new place, for nothing."""
    gone = planned(case, what_if={"forbid": ["K1"]})
    moved = planned(case, what_if={"move": [f"K1={place(60, 5)},90"]})

    assert next(c.status for c in gone.cameras if c.camera_id == "K1") == "out of service"
    camera = next(c for c in moved.cameras if c.camera_id == "K1")
    assert camera.status == "existing"
    assert (camera.x_m - X_M, camera.y_m - Y_M) == pytest.approx((60, 5), abs=0.1)
    assert camera.azimuth_deg == pytest.approx(90.0)
    assert camera.cost_czk == 0.0
    assert moved.what_if is not None
    assert moved.what_if.phases[0].free_worth != moved.what_if.phases[0].worth
