"""Homes in view in the choice: price, limits of façades, cameras left out, what that costs."""

from pathlib import Path

import numpy as np
import pytest

from placement import config as plan_files
from placement import pipeline
from placement.errors import ConfigError, InfeasibleError
from placement.pipeline import homes_in_view
from placement.pipeline.situation import Situation
from placement.plan import Plan
from placement.plan.serialisation import as_dict, plan_of
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a toy case, whose houses are homes for want of another word."""
    return toy_case.write(tmp_path_factory.mktemp("homes") / "case")


def decided(folder: Path, *limits: dict[str, object], **privacy: object) -> tuple[Plan, Situation]:
    """Return the plan and what it was chosen from, with some keys of `[privacy]`."""
    curve = bool(privacy.pop("curve", False))

    def change(plan: toy_case.Plan) -> None:
        plan["limits"] = list(limits)
        plan["privacy"] = {"in_view": "home", **privacy}
        plan["optimise"] = {**plan.get("optimise", {}), "curve": curve}

    toy_case.change_plan(folder, change)
    config = plan_files.load(folder / "plan.toml")
    inputs = pipeline.input_reader.read(config, folder=folder)
    situation = pipeline.preparation.prepare(config, inputs)
    return pipeline.decision.decide(situation), situation


def new_area_m2(plan: Plan, situation: Situation) -> float:
    """Return the façades of homes in view of new cameras, of today's and new ones less today's."""
    choice = plan.privacy_choice
    assert choice is not None
    return choice.area_m2[-1] - choice.area_m2[0]


def test_half_of_the_facades_and_what_it_costs(folder):
    """A limit holds, is told with what is used of it, and beside it the plan without."""
    free, situation = decided(folder, curve=True)
    assert free.privacy_choice is not None
    whole_m2 = new_area_m2(free, situation)
    assert whole_m2 > 0

    half = {"unit": "facade_m2", "at_most": whole_m2 / 2}
    held, situation = decided(folder, half)
    choice = held.privacy_choice

    assert choice is not None
    assert new_area_m2(held, situation) <= whole_m2 / 2 * (1 + 1e-9)
    (limit,) = choice.limits
    assert limit.used_m2 == pytest.approx(new_area_m2(held, situation))
    assert limit.asked_m2 == whole_m2 / 2
    assert choice.free_value == pytest.approx(free.final.value, rel=0.002)
    assert held.final.value <= choice.free_bound
    assert plan_of(as_dict(held)) == held


def test_the_curve_rises_within_its_bounds_to_the_plan_without_limits(folder):
    """From today's façades to those of the free plan, each point with a bound."""
    free, _ = decided(folder, curve=True)
    choice = free.privacy_choice
    assert choice is not None
    assert choice.curve is not None
    points = choice.curve.points

    assert points[0].most_m2 == pytest.approx(choice.area_m2[0])
    assert all(point.area_m2 <= point.most_m2 * (1 + 1e-9) for point in points)
    assert all(point.value <= point.bound for point in points)
    assert (np.diff([point.value for point in points]) >= 0).all()
    assert points[-1].value == pytest.approx(free.final.value, rel=0.005)
    assert plan_of(as_dict(free)) == free


def test_a_price_that_nothing_is_worth_leaves_no_home_in_view(folder):
    """New cameras look where there are no homes, or are not built."""
    plan, situation = decided(folder, price_per_m2=1e5)
    choice = plan.privacy_choice

    assert new_area_m2(plan, situation) == 0
    assert choice is not None
    assert choice.paid == pytest.approx(1e5 * choice.area_m2[-1])
    assert plan.final.gap <= 0.01
    assert plan.final.value <= plan.final.bound


def test_a_camera_with_too_much_in_view_is_left_out(folder):
    """By its own area, or for a home that is near; both are counted."""
    _, situation = decided(folder)
    area_m2 = homes_in_view.home_area_m2(situation)
    most_m2 = float(np.median(area_m2[area_m2 > 0]))
    for keys in ({"camera_at_most_m2": most_m2}, {"near_homes": "masked"}):
        plan, situation = decided(folder, **keys)
        left_out = homes_in_view.banned(situation)

        assert plan.privacy_choice is not None
        assert plan.privacy_choice.left_out == len(left_out) > 0
        assert plan.privacy_choice.free_value >= plan.final.value * (1 - 0.002)


@pytest.mark.parametrize(("mask_px_m", "leaves_out"), [(None, False), (62.5, False), (80.0, True)])
def test_masks_allow_a_near_home_only_where_they_begin_soon_enough(folder, mask_px_m, leaves_out):
    """From 62.5 px/m a home is near; masks from 80 px/m on leave it uncovered in between."""
    keys = {"thresholds_px_m": [25.0, 62.5], "near_homes": "masked", "masks": True}
    if mask_px_m is not None:
        keys["mask_px_m"] = mask_px_m
    _, situation = decided(folder, **keys)

    assert bool(len(homes_in_view.banned(situation))) is leaves_out


def test_what_cannot_be_is_refused_together(folder):
    """Negative numbers, an unknown district, no section: each named, in both languages."""
    with pytest.raises(ConfigError) as caught:
        decided(folder, {"unit": "facade_m2", "at_most": -1}, price_per_m2=-1)
    assert {one.column for one in caught.value.problems} == {
        "privacy.price_per_m2",
        "limits.0.at_most",
    }
    assert caught.value.render("cs") != caught.value.render("en")

    def without_section(plan: toy_case.Plan) -> None:
        plan["limits"] = [{"unit": "facade_m2", "at_most": 1, "district": "Nikde"}]
        plan.pop("privacy", None)

    toy_case.change_plan(folder, without_section)
    with pytest.raises(ConfigError) as caught:
        pipeline.run(folder)
    kinds = [one.kind for one in caught.value.problems]
    assert kinds == ["limit_no_districts", "limit_without_privacy"]
    assert caught.value.render("cs") != caught.value.render("en")


def test_a_limit_below_what_stands_says_how_much_stands(folder):
    """Standing cameras count where asked, and cannot be moved."""
    free, _ = decided(folder, {"unit": "facade_m2", "at_most": 1e9, "of": "all"})
    today_m2 = free.privacy_choice.area_m2[0]
    if not today_m2:
        pytest.skip("no home in view of standing cameras")
    with pytest.raises(InfeasibleError) as caught:
        decided(folder, {"unit": "facade_m2", "at_most": today_m2 / 2, "of": "all"})
    assert [one.kind for one in caught.value.problems] == ["limit_most"]
    assert "m²" in caught.value.render("cs")
