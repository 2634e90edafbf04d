"""Cameras with heads, a purpose or a light of their own, from the plan file to coverage."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from placement.config import load
from placement.crs import systems
from placement.optimise.reduction import reduce
from placement.pipeline import Situation, decide, prepare, read
from placement.pipeline.program import program_of
from placement.plan.camera_columns import all_columns
from placement.plan.column import PlanContext
from tests.pipeline import toy_case


def prepared(folder: Path, change: Callable[[toy_case.Plan], object]) -> Situation:
    """Return the situation of the toy case with its plan file changed."""
    toy_case.write(folder)
    toy_case.change_plan(folder, change)
    config = load(folder / "plan.toml")
    return prepare(config, read(config, folder=folder))


def covered_by(situation: Situation, model: int) -> int:
    """Return how many pairs of candidate and demand point one model covers."""
    mine = situation.candidates.model == model
    return int(situation.coverage.covers[mine].nnz)


@pytest.fixture(scope="module")
def usual(tmp_path_factory) -> Situation:
    """Return the toy case as it is."""
    return prepared(tmp_path_factory.mktemp("usual"), lambda _: None)


def test_by_night_cameras_see_as_far_as_their_light(tmp_path, usual):
    """The fixed camera's range shrinks to its infrared light, and so does what it covers."""

    def dark(plan: toy_case.Plan) -> None:
        plan["viewshed"]["time"] = "night"
        plan["camera_models"][0]["night_range_m"] = 20.0

    night = prepared(tmp_path, dark)

    assert [model.range_m for model in night.models] == [20.0, 40.0]
    assert 0 < covered_by(night, 0) < covered_by(usual, 0)
    assert covered_by(night, 1) == covered_by(usual, 1)


def test_by_day_a_light_changes_nothing(tmp_path, usual):
    """The infrared range is asked for by night only."""
    day = prepared(tmp_path, lambda plan: plan["camera_models"][0].update(night_range_m=20.0))

    assert (day.coverage.covers != usual.coverage.covers).nnz == 0


def test_a_lane_counts_from_true_north_in_the_file(tmp_path):
    """In the analysis it is turned to the grid north of the place: by some 8° at Litvínov."""
    lane = {"purpose": "plates", "lane_azimuth_deg": 20.0}
    situation = prepared(tmp_path, lambda plan: plan["camera_models"][0].update(lane))

    middle = situation.inputs.area.centroid
    north = float(systems.true_north_deg([middle.x], [middle.y], crs=toy_case.CRS)[0])
    assert situation.models[0].lane_azimuth_deg == pytest.approx(20.0 + north, abs=1e-6)
    assert 7.5 < north < 9.5


def test_a_purpose_restricts_what_counts(tmp_path, usual):
    """Faces are covered nowhere that people are not, and not near the pole."""
    faces = prepared(tmp_path, lambda plan: plan["camera_models"][0].update(purpose="faces"))

    assert 0 < covered_by(faces, 0) < covered_by(usual, 0)


def test_four_heads_cover_what_the_panoramic_shorthand_does(tmp_path, usual):
    """At most one covered pair in twenty differs, and one pose is asked at each site."""

    def headed(plan: toy_case.Plan) -> None:
        plan["camera_models"][1] |= {
            "hfov_deg": 90.0,
            "width_px": 3840,
            "projection": "f-theta",
            "heads": [{"azimuth_offset_deg": offset} for offset in (0, 90, 180, 270)],
        }

    four = prepared(tmp_path, headed)

    mine = four.candidates.model == 1
    assert np.unique(four.candidates.site[mine]).size == mine.sum()
    assert covered_by(four, 1) == pytest.approx(covered_by(usual, 1), rel=0.05)


def on_walls_only(plan: toy_case.Plan) -> None:
    """Let sites be corners of houses, and both models see as far; the fixed one is wide."""
    plan["sites"] |= {"kinds": ["corners"], "spacing_m": 20.0}
    del plan["inputs"]["cameras"]
    plan["camera_models"][0] |= {"hfov_deg": 178.0, "width_px": 8000, "range_m": 40.0}


@pytest.fixture(scope="module")
def walls(tmp_path_factory) -> Situation:
    """Return the toy case with sites on corners of houses only."""
    return prepared(tmp_path_factory.mktemp("walls"), on_walls_only)


def test_a_camera_for_the_whole_circle_looks_away_from_its_wall(walls):
    """On each corner its pose is where the wall faces; on a pole it would be north."""
    new = walls.candidates.take(walls.candidates.model == 1)

    assert len(new) > 0
    assert (new.azimuth_deg == walls.sites.facing_deg[new.site]).all()


def test_on_a_wall_a_dearer_camera_that_sees_no_more_is_no_choice(walls):
    """Of half a circle a fixed wide camera sees as much: the one for the whole circle goes."""
    program = program_of(walls)
    covers = [set(program.covers[[row]].indices) for row in range(program.n_candidates)]
    beaten = {
        dear
        for dear in np.flatnonzero(walls.candidates.model == 1)
        for cheap in np.flatnonzero(walls.candidates.model == 0)
        if program.site[dear] == program.site[cheap] and covers[dear] <= covers[cheap]
    }

    assert beaten
    assert not beaten & set(reduce(program).candidate.tolist())


def test_a_camera_on_a_wall_is_told_by_what_it_sees(walls):
    """Its direction is that of its wall, its view half a circle, its price the whole one."""
    plan = decide(walls)
    camera = next(c for c in plan.cameras if c.status == "new")
    on_wall = evolve(camera, model=walls.models[1].name, grid_azimuth_deg=camera.facing_deg)
    on_pole = evolve(on_wall, facing_deg=None)

    assert plan.has_direction(on_wall)
    assert not plan.has_direction(on_pole)
    assert [plan.sees_whole_circle(each) for each in (on_wall, on_pole)] == [False, True]
    (column,) = (each for each in all_columns() if each.name == "free_hfov_deg")
    values = [column.value(PlanContext(plan), each) for each in (on_wall, on_pole)]
    assert values == pytest.approx([180.0, 360.0])
