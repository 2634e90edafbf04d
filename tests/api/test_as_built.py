"""A simulated survey of what was built: read back as a list, differences exact, what to correct.

Heights are up to half a metre off, azimuths up to 10°, three poles stand elsewhere, and a tree that
nobody knew of stands in the way. What corrections are worth comes from lists evaluated each by
itself.
"""

import csv
import io
import math
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from attrs import field, frozen

import placement
from placement import Case, PlanResult
from placement.api.list_difference import ListDifference
from placement.crs import systems
from placement.units import turn_deg
from tests.pipeline import toy_case

ROOT = Path(__file__).parents[2]
HEIGHT_M, AZIMUTH_DEG, POLES = 0.5, 10.0, 3
TREE_AT_M = 7.0
"""In front of the camera that sees most. [m]"""


@frozen(eq=False)
class Survey:
    """A list as surveyed, and what the survey changed of each camera: metres, degrees, metres."""

    table: pd.DataFrame = field()
    moved_m: dict[str, float] = field(factory=dict)
    turned_deg: dict[str, float] = field(factory=dict)
    raised_m: dict[str, float] = field(factory=dict)


def surveyed(result: PlanResult, content: str, *, seed: int) -> Survey:
    """Return the plan's own CSV after a survey of its new cameras, in the columns people edit."""
    rng = np.random.default_rng(seed)
    table = pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False)
    survey = Survey(table)
    crs = result.plan.crs
    new = table.index[table["status"] == "new"]
    points = list(dict.fromkeys(table.loc[new, "point_id"]))
    poles = rng.choice(points, POLES, replace=False).tolist()
    steps = {pole: (rng.uniform(1.0, 4.0), rng.uniform(0.0, 2 * math.pi)) for pole in poles}
    by_id = {camera.camera_id: camera for camera in result.plan.cameras}
    for row in new:
        name = table.loc[row, "camera_id"]
        camera = by_id[name]
        off_m = rng.choice((-1.0, 1.0)) * rng.uniform(0.05, HEIGHT_M)
        height_m = round(camera.height_m + off_m, 2)
        azimuth_deg = round((camera.azimuth_deg + rng.uniform(-AZIMUTH_DEG, AZIMUTH_DEG)) % 360, 1)
        table.loc[row, ["height_m", "azimuth_deg"]] = [f"{height_m:.2f}", f"{azimuth_deg:.1f}"]
        survey.raised_m[name] = height_m - camera.height_m
        turned_deg = float(turn_deg(camera.azimuth_deg, azimuth_deg))
        circle = result.plan.model(
            camera.model
        ).whole_circle  # however it is turned, it is the same
        survey.turned_deg[name] = 0.0 if circle else turned_deg
        survey.moved_m[name] = 0.0
        if table.loc[row, "point_id"] in steps:
            step_m, way = steps[table.loc[row, "point_id"]]
            x, y = camera.x_m + step_m * math.sin(way), camera.y_m + step_m * math.cos(way)
            lon, lat = systems.to_lonlat([x], [y], crs=crs)
            table.loc[row, ["lon_deg", "lat_deg"]] = [f"{lon[0]:.9f}", f"{lat[0]:.9f}"]
            survey.moved_m[name] = step_m
    return survey


def tree_before(result: PlanResult) -> shapely.Point:
    """Return where a tree stands in the way of the new camera that sees most."""
    camera = max((c for c in result.plan.cameras if c.status == "new"), key=lambda c: c.seen)
    way = math.radians(camera.grid_azimuth_deg)
    return shapely.Point(
        camera.x_m + TREE_AT_M * math.sin(way), camera.y_m + TREE_AT_M * math.cos(way)
    )


def with_tree(folder: Path, result: PlanResult) -> Case:
    """Return the case in a folder with one tree more, of 9 m."""
    file = folder / "trees.gpkg"
    tree = {"height": [9.0], "crown_radius": [3.0], "geometry": [tree_before(result)]}
    trees = gpd.GeoDataFrame(tree, crs=result.plan.crs)
    if file.exists():
        trees = pd.concat([gpd.read_file(file), trees], ignore_index=True)
    else:
        with (folder / "plan.toml").open("a", encoding="utf-8") as plan:
            plan.write('\n[inputs.trees]\npath = "trees.gpkg"\nprovenance = "surveyed"\n')
    trees.to_file(file)
    return placement.read_case(folder)


def differences_are_those_of(survey: Survey, difference: ListDifference) -> None:
    """Check that each changed camera is found with its amounts, and no other."""
    rows = {row["camera_id"]: row for row in difference.rows}
    assert rows.keys() == survey.raised_m.keys()
    for name, row in rows.items():
        lift = row["height_after_m"] - row["height_before_m"]
        assert row["moved_m"] == pytest.approx(survey.moved_m[name], abs=0.01), name
        assert row["turned_deg"] == pytest.approx(survey.turned_deg[name], abs=0.01), name
        assert lift == pytest.approx(survey.raised_m[name], abs=1e-9), name
    assert sum(row["moved_m"] > 0.5 for row in rows.values()) >= POLES


def value(case: Case, table: pd.DataFrame, folder: Path) -> float:
    """Return what a list sees, read back from a file."""
    path = folder / "list.csv"
    table.to_csv(path, index=False)
    return placement.evaluate_cameras(case, path).value


def mended(survey: Survey, content: str, name: str) -> pd.DataFrame:
    """Return the surveyed list with one camera as planned."""
    plan = pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False)
    table = survey.table.copy()
    at = table.index[table["camera_id"] == name]
    table.loc[at] = plan.loc[at]
    return table


def test_a_survey_is_read_back_and_says_which_three_corrections_give_most(tmp_path: Path) -> None:
    """The plan's value before and after, and each correction's worth, by lists of their own."""
    folder = toy_case.write(tmp_path / "case")
    toy_case.write_plan(folder, {**toy_case.plan(), "camera_models": [toy_case.fixed()]})
    result = placement.plan_case(placement.read_case(folder))
    content = (placement.write_plan(result, tmp_path / "plan") / "cameras.csv").read_text("utf-8")
    survey = surveyed(result, content, seed=3)
    case = with_tree(folder, result)
    (tmp_path / "built.csv").write_text(survey.table.to_csv(index=False), encoding="utf-8")

    difference = placement.evaluate_cameras(case, tmp_path / "built.csv").against(result)

    differences_are_those_of(survey, difference)
    as_planned = pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False)
    assert difference.planned == pytest.approx(value(case, as_planned, tmp_path), abs=1e-9)
    assert difference.listed == pytest.approx(value(case, survey.table, tmp_path), abs=1e-9)
    assert difference.planned < result.value  # the tree alone
    worth = {
        name: value(case, mended(survey, content, name), tmp_path) - difference.listed
        for name in survey.raised_m
    }
    best = [pair.camera.camera_id for pair, _ in difference.pairs[:3]]
    assert [worth[name] for name in best] == pytest.approx(sorted(worth.values())[:-4:-1], abs=1e-6)
    assert worth[best[0]] > 0
    rows = list(csv.DictReader(io.StringIO(difference.files()["difference.csv"].decode())))
    assert [row["camera_id"] for row in rows[:3]] == best


@pytest.mark.slow
def test_litvinov_as_built(tmp_path: Path) -> None:
    """The published plan, surveyed: every new camera found, and the best correction tried."""
    folder = Path(shutil.copytree(ROOT / "data" / "litvinov", tmp_path / "litvinov"))
    result = placement.read_plan(ROOT / "maps" / "litvinov")
    content = (ROOT / "maps" / "litvinov" / "cameras.csv").read_text("utf-8")
    survey = surveyed(result, content, seed=19)
    case = with_tree(folder, result)
    survey.table.to_csv(tmp_path / "built.csv", index=False)

    difference = placement.evaluate_cameras(case, tmp_path / "built.csv").against(result)

    differences_are_those_of(survey, difference)
    assert difference.listed < difference.planned < result.value
    best, worth = difference.pairs[0]
    with_best = value(case, mended(survey, content, best.camera.camera_id), tmp_path)
    assert with_best - difference.listed == pytest.approx(worth.undone, abs=1e-6)
