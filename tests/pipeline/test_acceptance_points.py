"""Places of the test after installation, beside the view of each camera worked out by itself."""

import itertools
import math

import numpy as np
import pytest
import shapely

import placement
from placement import Case, PlanResult
from placement.api.acceptance import AcceptanceTests, acceptance_tests
from placement.cameras.projection import detail_levels
from placement.demand.demand import Demand
from placement.pipeline.acceptance_points import (
    APART_M,
    BUSIEST,
    Places,
    RaysInView,
    busiest,
    chosen_places,
    places_around,
)
from placement.pipeline.demand_points import demand_of
from placement.pipeline.surface import surface_of
from placement.units import azimuth_deg, turn_deg
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return the toy town."""
    return placement.read_case(toy_case.write(tmp_path_factory.mktemp("toy") / "case"))


@pytest.fixture(scope="module")
def result(case: Case) -> PlanResult:
    """Return its plan."""
    return placement.plan_case(case)


@pytest.fixture(scope="module")
def tests(case: Case, result: PlanResult) -> AcceptanceTests:
    """Return the tests of all its cameras."""
    ids = [c.camera_id for c in result.plan.cameras if c.status != "out of service"]
    return acceptance_tests(case, result, ids)


@pytest.fixture(scope="module")
def demand(case: Case) -> Demand:
    """Return its demand."""
    return demand_of(case.config, case.inputs())[0]


def test_every_place_has_the_density_of_its_camera_by_hand(
    tests: AcceptanceTests, result: PlanResult, case: Case
) -> None:
    """Azimuth, distance and pixels from coordinates alone; its level is reached; on a street."""
    by_id = {camera.camera_id: camera for camera in result.plan.cameras}
    surface = surface_of(case.config, case.inputs())
    streets = case.inputs().streets.geometry.union_all()
    count = 0
    for test in tests.cameras:
        camera = by_id[test.camera_id]
        model = result.plan.model(camera.model)
        lens_m = float(surface.ground_at(np.array([camera.x_m]), np.array([camera.y_m]))[0])
        for place in test.places:
            east, north = place.x_m - camera.x_m, place.y_m - camera.y_m
            ground_m = surface.ground_at(np.array([place.x_m]), np.array([place.y_m]))[0]
            drop = lens_m + camera.height_m - ground_m - result.plan.target_height_m
            level_m = math.hypot(east, north)
            bearing = float(azimuth_deg(east, north))
            density = model.density_px_m(
                camera_azimuth_deg=camera.grid_azimuth_deg,
                target_azimuth_deg=bearing,
                depression_deg=math.degrees(math.atan2(drop, level_m)),
                distance_m=math.hypot(level_m, drop),
                tilt_deg=camera.tilt_deg,
            )
            assert place.density_px_m == pytest.approx(float(density), rel=1e-6)
            assert place.distance_m == pytest.approx(level_m)
            off = turn_deg(camera.azimuth_deg, place.azimuth_deg)
            assert off == pytest.approx(float(turn_deg(camera.grid_azimuth_deg, bearing)), abs=1e-6)
            assert place.density_px_m >= place.level_px_m > 0
            assert place.expected_px == round(place.density_px_m * 0.5 + 1e-9)
            assert 0 <= place.across <= 1
            assert 0 <= place.down <= 1
            assert streets.distance(shapely.Point(place.x_m, place.y_m)) < 1e-6
            count += 1
    assert count > len(tests.cameras) * 3


def test_a_fixed_camera_is_tested_at_both_edges(tests: AcceptanceTests, result: PlanResult) -> None:
    """One to the left of the axis, or as far as streets go, one to the right; a circle has none."""
    for test in tests.cameras:
        whole = result.plan.model(test.model).hfov_deg >= 360
        reasons = {reason for place in test.places for reason in place.reasons}
        assert reasons.isdisjoint({"left", "right"}) == whole
        if whole:
            continue
        turns = {
            reason: float(turn_deg(test.azimuth_deg, place.azimuth_deg))
            for place in test.places
            for reason in place.reasons
        }
        assert turns["left"] < turns["right"]


def rays_of(places: Places, rng: np.random.Generator) -> RaysInView:
    """Return rays to all places with made-up distances and densities."""
    count = len(places.street)
    distance_m = rng.uniform(5.0, 60.0, count)
    return RaysInView(
        np.arange(count),
        rng.uniform(0.0, 80.0, count),
        rng.uniform(1.0, 60.0, count),
        distance_m,
        2000.0 / distance_m * rng.uniform(0.2, 1.0, count),
    )


@pytest.mark.parametrize("seed", range(20))
def test_chosen_places_are_those_that_enumeration_gives(
    seed: int, demand: Demand, case: Case, result: PlanResult
) -> None:
    """Nearest, farthest of each level, outermost, and the greedy busiest, of every ray there is."""
    rng = np.random.default_rng(seed)
    surface = surface_of(case.config, case.inputs())
    places = places_around(demand, surface, result.plan, result.plan.cameras)
    rays = rays_of(places, rng)
    model = next(each for each in result.plan.models if each.hfov_deg < 360)
    levels = detail_levels("2014")[1:5]
    claimed = levels[1]
    chosen = chosen_places(rays, places, model, 40.0, levels, claimed)

    by_reason: dict[str, list[int]] = {}
    for at, (reasons, _) in chosen.items():
        for reason in reasons:
            by_reason.setdefault(reason, []).append(at)
    every = range(len(places.street))
    farthest = {
        max((at for at in every if rays.density_px_m[at] >= level.density_px_m),
            key=lambda at: rays.distance_m[at])
        for level in levels
        if any(rays.density_px_m >= level.density_px_m)
    }  # fmt: skip
    seen = [at for at in every if rays.density_px_m[at] >= claimed.density_px_m]
    assert set(by_reason["farthest"]) == farthest
    assert by_reason["left"] == [min(seen, key=lambda at: rays.azimuth_deg[at] - 40.0)]
    assert by_reason["right"] == [max(seen, key=lambda at: rays.azimuth_deg[at] - 40.0)]
    top = by_reason["busiest"]
    assert 1 <= len(top) <= BUSIEST
    assert max(places.weight[seen]) == max(places.weight[top])
    for one, other in itertools.combinations(top, 2):
        apart = np.hypot(places.x_m[one] - places.x_m[other], places.y_m[one] - places.y_m[other])
        assert apart >= APART_M
    assert set(busiest(rays, places, np.array(seen))) == set(top)
    for at, (_, level) in chosen.items():
        assert rays.density_px_m[at] >= level.density_px_m


def test_places_lie_two_metres_apart_and_share_their_street_evenly(
    demand: Demand, case: Case, result: PlanResult
) -> None:
    """Together they weigh what the streets weigh, metre by metre."""
    surface = surface_of(case.config, case.inputs())
    places = places_around(demand, surface, result.plan, result.plan.cameras)
    apart = np.hypot(np.diff(places.x_m), np.diff(places.y_m))

    assert np.quantile(apart, 0.9) <= 2.0 + 1e-6
    assert set(places.street) <= set(demand.lixels["street"])
    assert (places.required_px_m == result.plan.required_density_px_m).all()
