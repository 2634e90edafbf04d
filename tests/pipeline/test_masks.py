"""A plan with masks: whom they hide is counted line by line, and the value shown is with them."""

import json
import tomllib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
import tomli_w
from attrs import evolve
from shapely.geometry import Point, box

import placement
from placement.api.planning import PlanResult
from placement.cameras.pixels import pixels_of_rays
from placement.errors import ConfigError, InputError
from placement.pipeline.plan_coverage import PlanSights
from placement.units import turn_deg
from tests.pipeline import toy_case

GARDENS = [box(-60, -3, -20, 3), box(8, 10, 20, 60)]
"""Private ground over a street and beside one, from the crossing. [m]"""


def write_case(folder: Path, **privacy: object) -> Path:
    """Write the crossroads with gardens and a section `[privacy]`."""
    case = toy_case.write(folder)
    shapes = [shapely.affinity.translate(g, toy_case.X_M, toy_case.Y_M) for g in GARDENS]
    gpd.GeoDataFrame(geometry=shapes, crs=toy_case.CRS).to_file(case / "private.gpkg")
    plan = tomllib.loads((case / "plan.toml").read_text(encoding="utf-8"))
    plan["inputs"]["private"] = {"path": "private.gpkg", "provenance": "synthetic"}
    if privacy:
        plan["privacy"] = {"masks": True, **privacy}
    (case / "plan.toml").write_text(tomli_w.dumps(plan), encoding="utf-8")
    return case


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> PlanResult:
    """Return the plan of the crossroads with masks."""
    case = write_case(tmp_path_factory.mktemp("masked"), mask_px_m=25.0)
    return placement.plan_case(placement.read_case(case))


def test_the_value_is_of_what_masks_leave(masked: PlanResult) -> None:
    """Line by line: in free sight, dense enough, and its pixel in no polygon of any camera."""
    plan, situation = masked.plan, masked.situation
    sights = PlanSights.of(plan, situation)
    bare = evolve(sights, masks={}, sights=evolve(sights.sights, mask_px_rad=None))
    free, weight = bare.coverage(plan.required_density_px_m), situation.coverage.weight
    covered = np.zeros(weight.size, dtype=np.bool_)
    for number, camera in enumerate(plan.cameras):
        site, lines = sights.cameras.site[number], sights.sights
        ray = slice(lines.start[site], lines.start[site + 1])
        model = plan.model(camera.model)
        visible = set(free.of(number).tolist())
        own = np.zeros(weight.size, dtype=np.bool_)
        for target, azimuth, depression in zip(
            lines.target[ray], lines.azimuth_deg[ray], lines.depression_deg[ray], strict=True
        ):
            column, row = pixels_of_rays(
                model.lens,
                off_axis_deg=turn_deg(camera.grid_azimuth_deg, azimuth),
                depression_deg=depression,
                tilt_deg=camera.tilt_deg,
            )
            at = Point(column / model.lens.width_px, row / model.lens.height_px)
            hidden = any(shapely.Polygon(mask.corners).contains(at) for mask in camera.masks)
            own[target] = int(target) in visible and not hidden
        assert own.sum() <= len(visible)
        assert camera.seen == pytest.approx(weight[own].sum())
        assert camera.masked == pytest.approx(weight[list(visible)].sum() - weight[own].sum())
        covered |= own

    assert plan.final.value == pytest.approx(weight[covered].sum())
    assert any(camera.masked > 0 for camera in plan.cameras)
    assert all(phase.bound >= phase.value for phase in plan.phases)


def test_masks_are_planned_with(masked: PlanResult, tmp_path: Path) -> None:
    """Cameras chosen without masks see less behind them than those chosen with masks."""
    without = placement.plan_case(placement.read_case(write_case(tmp_path)))
    case = masked.case
    listed = placement.evaluate_cameras(case, without.cameras)

    assert without.plan.final.value > masked.plan.final.value
    assert listed.plan.final.value <= masked.plan.final.bound
    assert not any(camera.masks for camera in without.plan.cameras)


def test_a_written_plan_has_its_masks(masked: PlanResult, tmp_path: Path) -> None:
    """`plan.json` holds the polygons, and what is read back covers the same."""
    placement.write_plan(masked, tmp_path / "result")
    again = placement.read_plan(tmp_path / "result").plan
    public = (tmp_path / "result" / "public").rglob("*")

    assert [camera.masks for camera in again.cameras] == [c.masks for c in masked.plan.cameras]
    assert not any(b"masks" in file.read_bytes() for file in public if file.suffix == ".json")
    same = placement.evaluate_cameras(masked.case, tmp_path / "result" / "cameras.csv")
    assert same.plan.final.value == pytest.approx(masked.plan.final.value)
    plain = json.loads((tmp_path / "result" / "plan.json").read_text(encoding="utf-8"))
    plain["cameras"][0]["masks"] *= 100
    plain["models"][0]["masks_most"] = plain["models"][1]["masks_most"] = 8
    (tmp_path / "result" / "plan.json").write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(InputError, match="mask"):
        placement.read_plan(tmp_path / "result")


@pytest.mark.parametrize(
    "wrong",
    [{"masks_most": 0}, {"masks_most": -1}, {"mask_corners": 3}, {"mask_shape": "circle"},
     {"mask_px_m": 0}, {"sill_m": -1}],
)  # fmt: skip
def test_impossible_masks_are_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    """With the key that is wrong, in both languages."""
    with pytest.raises(ConfigError) as error:
        placement.read_case(write_case(tmp_path, **wrong))

    key = next(iter(wrong))
    assert f"privacy.{key}" == error.value.problems[0].column


def test_the_map_shows_what_masks_hide(masked: PlanResult) -> None:
    """Point by point: in the layer lies what is in view and whose pixel is in a polygon."""
    plan, layers = masked.plan, masked.layers
    whole = layers.views[
        (layers.views["level"] == plan.detail_level) & (layers.views["kind"] == "continuous")
    ].set_index("camera_id")
    counted = layers.masked[layers.masked["level"] == plan.detail_level]
    hidden = counted.set_index("camera_id")
    numbers = np.random.default_rng(1)
    wrong = compared = 0
    for camera in (each for each in plan.cameras if each.masks):
        view, lost = whole.geometry[camera.camera_id], hidden.geometry.get(camera.camera_id)
        west, south, east, north = view.bounds
        x, y = numbers.uniform(west, east, 4000), numbers.uniform(south, north, 4000)
        inside = shapely.contains_xy(view.buffer(-0.5), x, y)
        dx, dy = x[inside] - camera.x_m, y[inside] - camera.y_m
        ground = masked.situation.surface.ground_at
        lens_m = ground(np.array([camera.x_m]), np.array([camera.y_m]))[0] + camera.height_m
        drop_m = lens_m - ground(x[inside], y[inside]) - plan.target_height_m
        column, row = pixels_of_rays(
            plan.model(camera.model).lens,
            off_axis_deg=turn_deg(camera.grid_azimuth_deg, np.degrees(np.arctan2(dx, dy))),
            depression_deg=np.degrees(np.arctan2(drop_m, np.hypot(dx, dy))),
            tilt_deg=camera.tilt_deg,
        )
        lens = plan.model(camera.model).lens
        at = shapely.points(column / lens.width_px, row / lens.height_px)
        in_mask = np.any(
            [shapely.contains(shapely.Polygon(m.corners), at) for m in camera.masks], 0
        )
        in_layer = lost is not None and shapely.contains_xy(lost, x[inside], y[inside])
        wrong += int((in_mask != in_layer).sum())
        compared += int(inside.sum())

    assert hidden.area_m2.sum() > 50
    assert ((hidden["share"] > 0) & (hidden["share"] <= 1)).all()
    assert compared > 2000
    assert wrong <= 0.02 * compared
