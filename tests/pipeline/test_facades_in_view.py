"""Walls of homes in view: the same square metres as the plan's, on the walls, dense enough."""

from pathlib import Path

import numpy as np
import pytest
import shapely

import placement
from placement.pipeline.facades_in_view import facades_in_view
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> placement.PlanResult:
    """Return the plan of a small town that asks what of homes is in the picture."""
    case = toy_case.write(tmp_path_factory.mktemp("facades") / "case")
    file = case / "plan.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[privacy]\n", encoding="utf-8")
    return placement.plan_case(placement.read_case(case))


def test_walls_in_view_add_up_to_what_the_plan_says(result: placement.PlanResult) -> None:
    """Of each camera, what its walls have together is what the plan has of it."""
    privacy = result.plan.privacy
    assert privacy is not None
    assert result.situation is not None
    walls = facades_in_view(result.plan, result.situation)
    assert walls is not None
    by_camera = walls.groupby("camera_id")["area_m2"].sum()
    for camera in privacy.cameras:
        assert by_camera.get(camera.camera_id, 0.0) == pytest.approx(camera.home_m2[0], abs=1e-6)
    assert by_camera.sum() > 0


def test_walls_lie_on_houses_and_are_dense_enough(result: placement.PlanResult) -> None:
    """Every line is a piece of an outline; its densest part has at least the lower threshold."""
    assert result.situation is not None
    assert result.plan.privacy is not None
    walls = facades_in_view(result.plan, result.situation)
    assert walls is not None
    outlines = result.situation.inputs.buildings.geometry.boundary.union_all()
    assert shapely.distance(walls.geometry.to_numpy(), outlines).max() < 1e-6
    middles = walls.geometry.interpolate(0.5, normalized=True)
    assert middles.distance(outlines).max() < 1e-6
    # a part counts where its density is enough anywhere in it, its middle may lack a little
    assert walls["density_px_m"].min() >= 0.9 * result.plan.privacy.thresholds_px_m[0]


def test_density_on_a_wall_is_the_rays_times_the_cosine(result: placement.PlanResult) -> None:
    """No wall is denser than a wall square to the camera at its nearest point could be."""
    assert result.situation is not None
    walls = facades_in_view(result.plan, result.situation)
    assert walls is not None
    cameras = {camera.camera_id: camera for camera in result.plan.cameras}
    for row in walls.itertuples():
        camera = cameras[row.camera_id]
        lens = result.plan.model(camera.model).lens
        away_m = shapely.distance(row.geometry, shapely.Point(camera.x_m, camera.y_m))
        square_px_m = lens.width_px / np.radians(lens.hfov_deg) / away_m
        stretch = 1 / np.cos(np.radians(min(lens.hfov_deg, 170) / 2)) ** 2
        assert row.density_px_m <= square_px_m * stretch * 1.01


def test_without_privacy_there_are_none(tmp_path: Path) -> None:
    """A plan that does not ask has no layer, and says so on the page."""
    case = toy_case.write(tmp_path / "case")
    plan = placement.plan_case(placement.read_case(case))
    assert plan.situation is not None

    assert facades_in_view(plan.plan, plan.situation) is None
    assert plan.layers.facades.empty
