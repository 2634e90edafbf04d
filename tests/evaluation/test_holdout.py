"""A hold-out: later incidents judge the plan and never reach it; figures follow their formulas."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely
from attrs import evolve

from placement.config import PlanConfig
from placement.errors import InputError
from placement.evaluation import Validation, hold_out
from placement.evaluation.results import METHODS, ORACLE
from placement.pipeline import Inputs
from tests.evaluation import town

UNTIL = date(2024, 1, 1)
CAMERAS = 8
BEFORE, AFTER = 150, 80


@pytest.fixture(scope="module")
def given() -> Inputs:
    """Return a town of ten by ten crossings with incidents of two years."""
    made = town.town(10, hot_spots=25, seed=4)
    early, late = town.incidents(made, BEFORE, seed=5), town.later(made, AFTER, seed=6)
    return town.with_incidents(town.inputs(made, early), early, late)


def held(given: Inputs, config: PlanConfig | None = None, **more: object) -> Validation:
    """Return the hold-out of eight cameras."""
    asked = {"new_cameras": CAMERAS, "resamples": 200, "seed": 1, **more}
    return hold_out(config or town.config(), given, until=UNTIL, **asked)


@pytest.fixture(scope="module")
def found(given: Inputs) -> Validation:
    """Return the hold-out that most tests look at."""
    return held(given)


def test_later_incidents_change_no_plan_but_the_oracle(given: Inputs, found: Validation) -> None:
    """With other later places, weights, kinds and times every plan is the same to the camera."""
    table = given.incidents.copy()
    late = np.flatnonzero(table["when"] >= pd.Timestamp(UNTIL))
    draw = np.random.default_rng(9)
    west, south, east, north = table.total_bounds
    places = draw.uniform((west, south), (east, north), (late.size, 2))
    places[: late.size // 2] = places[0]  # enough of a crowd to look anonymised
    table.loc[late, "geometry"] = shapely.points(places)
    table.loc[late, "weight"] = draw.uniform(1, 50, late.size)
    table.loc[late, "kind"] = "jiný"
    table.loc[late, "when"] += pd.Timedelta(days=700)

    other = held(evolve(given, incidents=table))

    assert other.bandwidth_m == found.bandwidth_m
    assert other.score("ours").seen.value != found.score("ours").seen.value
    for method in METHODS[:-2]:
        assert other.cameras[method] == found.cameras[method]
        assert other.score(method).seen_earlier == found.score(method).seen_earlier
    assert other.cameras[ORACLE] != found.cameras[ORACLE]


def test_every_method_has_the_same_number_of_cameras(found: Validation) -> None:
    """All methods are there in their order, each with eight new cameras, and today's with none."""
    assert tuple(score.method for score in found.scores) == METHODS
    assert {score.new_cameras for score in found.scores} == {0, CAMERAS}
    assert found.score("today").new_cameras == 0
    assert (found.earlier + found.later + found.left_out, found.undated) == (BEFORE + AFTER, 0)


def test_who_knows_the_future_sees_the_most(found: Validation) -> None:
    """No method beats the plan on the later incidents by more than the solver's gap."""
    best = found.score(ORACLE)

    assert best.of_oracle == 1.0
    for score in found.scores:
        assert score.seen.value <= best.seen.value * 1.002
        assert score.of_oracle == pytest.approx(score.seen.value / best.seen.value)


def test_our_plan_sees_more_than_chance_and_an_even_spread(found: Validation) -> None:
    """The difference is clear in every interval."""
    for method in ("even", "random", "today"):
        assert found.score(method).behind.low > 0


def test_figures_follow_their_formulas(found: Validation) -> None:
    """PAI is by street, PEI by what is attainable there, RRI by the earlier share."""
    for method in ("ours", "counts", "even", ORACLE):
        score = found.score(method)
        assert score.pai.value == pytest.approx(score.seen.value / score.street_share)
        assert score.pei.value == pytest.approx(score.seen.value / score.attainable.value)
        assert score.rri.value == pytest.approx(score.seen.value / score.seen_earlier)
        for each in (score.seen, score.pai, score.pei, score.rri):
            assert each.low <= each.value <= each.high


def test_shares_are_those_of_the_cameras_listed(given: Inputs, found: Validation) -> None:
    """Later incidents in the circle of a listed camera and not behind a house: brute force."""
    cameras = found.cameras["ours"]
    later = given.incidents[given.incidents["when"] >= pd.Timestamp(UNTIL)]
    reach = max(town.config().camera_models[0].range_m, 0.0) + 10
    near = shapely.union_all(
        [shapely.Point(camera["x_m"], camera["y_m"]).buffer(reach) for camera in cameras]
    )
    within = float(shapely.intersects(near, later.geometry.to_numpy()).mean())

    assert 0.5 * within < found.score("ours").seen.value <= within


def test_cameras_that_see_nothing_have_no_ratios(given: Inputs) -> None:
    """Without cameras in service today's share is 0 and its PAI no number, not an error."""
    score = held(given).score("today")

    assert score.seen.value == 0.0
    assert np.isnan([score.pai.value, score.pei.value, score.rri.value]).all()


def test_the_seed_decides_chance_and_nothing_else(given: Inputs, found: Validation) -> None:
    """The same seed repeats every figure; another changes random plans and intervals alone."""
    again, other = held(given), held(given, seed=2)

    assert repr(again.scores) == repr(found.scores)  # NaN is not equal to itself
    assert other.cameras["ours"] == found.cameras["ours"]
    assert other.score("ours").seen.value == found.score("ours").seen.value
    assert other.cameras["random"] != found.cameras["random"]


def test_certain_positions_make_both_shares_one(given: Inputs) -> None:
    """With no error of positions the blurred share is the share; the oracle's falls with 30 m."""
    sure, unsure = held(given, error_m=0.0).score(ORACLE), held(given).score(ORACLE)

    assert sure.seen_blurred == sure.seen
    assert unsure.seen_blurred.value < unsure.seen.value


def test_number_and_money_come_from_the_plan_file(given: Inputs) -> None:
    """Without a number asked, all phases' money and the last phase's count hold for everybody."""
    plain = town.config().model_dump()
    plain["phases"] = [
        {"name": "a", "cameras": 4, "budget_czk": 300_000.0},
        {"name": "b", "cameras": 9, "budget_czk": 400_000.0},
    ]

    found = held(given, PlanConfig.model_validate(plain), new_cameras=None)

    assert (found.limits.new_cameras, found.limits.budget_czk) == (9, 700_000.0)
    for score in found.scores:
        assert score.cost_czk <= 700_000.0
        assert score.new_cameras <= 7
    assert found.score("random").new_cameras == 7


def test_incidents_outside_the_area_are_no_record(given: Inputs) -> None:
    """A record that lies elsewhere has too few in the area, and says so."""
    away = given.incidents.copy()
    late = away["when"] >= pd.Timestamp(UNTIL)
    away.loc[late, "geometry"] = shapely.points(away.total_bounds[0] + 9000, away.total_bounds[1])

    with pytest.raises(InputError) as caught:
        held(evolve(given, incidents=away))

    assert [problem.kind for problem in caught.value.problems] == ["study_too_few"]
