"""The front door: its names are there, light to import, and do what the commands do."""

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

import placement
from placement import Case
from tests.pipeline import toy_case

LIGHT = """
import sys, placement
heavy = {"numba", "geopandas", "pandas", "numpy", "highspy", "click"} & set(sys.modules)
assert not heavy, heavy
assert set(placement.__all__) <= set(dir(placement))
"""
SUBMODULES = """
import placement
assert callable(placement.viewshed.line_of_sight)
assert callable(placement.optimise.maximal_covering)
assert callable(placement.demand.network_heat)
assert callable(placement.pipeline.run)
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return the toy town as a case."""
    return placement.read_case(toy_case.write(tmp_path_factory.mktemp("toy") / "case"))


@pytest.fixture(scope="module")
def result(case: Case) -> placement.PlanResult:
    """Return the toy town's plan."""
    return placement.plan_case(case)


@pytest.mark.parametrize("program", [LIGHT, SUBMODULES])
def test_names_are_there_after_one_import(program: str) -> None:
    """`import placement` loads no library, and reaches the rooms that others call."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_every_name_is_documented_and_typed() -> None:
    """Each name of `__all__` exists and has a docstring; what is not there is no attribute."""
    assert 20 <= len(placement.__all__) <= 28
    assert all(getattr(placement, name).__doc__ for name in placement.__all__)
    with pytest.raises(AttributeError, match="no attribute 'plan_town'"):
        placement.plan_town  # noqa: B018 -- the attribute is what is tested


def test_a_result_is_short_to_print_and_drawn_in_a_notebook(
    case: Case, result: placement.PlanResult
) -> None:
    """A result is printed in a few lines; a notebook gets the whole map in a frame."""
    assert len(repr(result).splitlines()) <= 6
    assert "Křižovatka" in repr(result)
    assert len(repr(case).splitlines()) == 4
    page = result._repr_html_()
    assert page.startswith("<iframe srcdoc=")
    assert result.cameras["camera_id"].iloc[-1] in page


def test_cameras_and_phases_are_tables(result: placement.PlanResult) -> None:
    """Cameras are a GeoDataFrame in the working system, phases a row each."""
    cameras, phases = result.cameras, result.phases

    assert isinstance(cameras, gpd.GeoDataFrame)
    assert cameras.crs == "EPSG:5514"
    assert list(cameras["number"]) == list(range(1, len(result.plan.cameras) + 1))
    assert cameras["phase"].is_monotonic_increasing
    assert set(cameras["camera_id"]) == {camera.camera_id for camera in result.plan.cameras}
    assert phases["value"].iloc[-1] == result.value
    assert phases["gap"].iloc[-1] == result.gap


def test_a_written_result_is_read_back(result: placement.PlanResult, tmp_path: Path) -> None:
    """What is written and read has the same plan and cameras; it is not written twice."""
    folder = placement.write_plan(result, str(tmp_path / "result"))
    back = placement.read_plan(str(folder))

    assert back.plan == result.plan
    pd.testing.assert_frame_equal(back.cameras, result.cameras)
    with pytest.raises(ValueError, match="read back"):
        placement.write_plan(back, tmp_path / "again")


def test_the_cameras_of_the_case_are_worth_what_today_sees(
    case: Case, result: placement.PlanResult
) -> None:
    """Without a list the existing cameras are evaluated: phase 0 of the plan."""
    evaluation = placement.evaluate_cameras(case)

    assert evaluation.value == pytest.approx(result.plan.phases[0].value, rel=1e-9)
    lost = evaluation.cameras["lost"].dropna()
    assert (lost <= evaluation.cameras["seen"].dropna() + 1e-9).all()
    assert "cameras in Křižovatka" in repr(evaluation)


def test_a_table_in_memory_gives_the_plan_of_its_file(
    case: Case, result: placement.PlanResult, tmp_path: Path
) -> None:
    """Files as `str` and `Path`, GeoDataFrames and DataFrames in memory: the same plan."""
    folder = case.folder
    plain = toy_case.plan()
    inputs = {
        "streets": gpd.read_file(folder / "streets.gpkg"),
        "buildings": str(folder / "buildings.gpkg"),
        "terrain": folder / "terrain.tif",
        "incidents": pd.read_csv(folder / "incidents.csv"),
        "cameras": {"path": pd.read_csv(folder / "cameras.csv"), "provenance": "surveyed"},
        "carriers": folder / "lamp_posts.csv",
    }
    names = ("camera_models", "phases", "demand", "sites", "viewshed", "optimise")
    sections = {name: plain[name] for name in names if name in plain}
    kept = tmp_path / "kept"
    made = placement.case_from_tables(inputs, name="Memory", folder=kept, **sections)
    again = placement.plan_case(made)

    assert again.value == result.value
    assert list(again.cameras["x_m"]) == list(result.cameras["x_m"])
    assert (kept / "plan.toml").is_file()
    assert placement.read_case(kept).input_files.keys() == made.input_files.keys()


def test_problems_of_tables_are_those_of_files() -> None:
    """What is wrong with a table in memory is told as of a file, by the errors of the package."""
    model = {"name": "m", "hfov_deg": 80, "vfov_deg": 45, "width_px": 2688, "cost_czk": 0}
    nowhere = gpd.GeoDataFrame({"name": ["a"]}, geometry=gpd.points_from_xy([0], [0]), crs=4326)
    case = placement.case_from_tables({"streets": nowhere}, camera_models=[model], target_cameras=1)

    with pytest.raises(placement.InputError, match=r"streets\.gpkg"):
        placement.plan_case(case)
    with pytest.raises(placement.ConfigError, match="hfov"):
        placement.case_from_tables(
            {"streets": nowhere}, camera_models=[{**model, "hfov_deg": -1}], target_cameras=1
        )


def test_a_viewshed_has_an_area_per_level(case: Case, result: placement.PlanResult) -> None:
    """What one camera sees shrinks as more detail is asked for."""
    camera = result.cameras.iloc[-1]
    viewshed = placement.camera_viewshed(
        case,
        lon_deg=camera["lon_deg"],
        lat_deg=camera["lat_deg"],
        height_m=camera["height_m"],
        azimuth_deg=0.0,
        model=camera["model"],
    )

    areas = viewshed.areas.sort_values("density_px_m")["area_m2"]
    assert areas.iloc[0] > 0
    assert areas.is_monotonic_decreasing
    assert camera["model"] in repr(viewshed)


def test_demand_is_a_table_of_streets(case: Case, result: placement.PlanResult) -> None:
    """Expected incidents of all lixels are the plan's whole demand."""
    assessment = placement.street_demand(case)

    lixels = assessment.demand.lixels
    assert lixels["expected"].sum() == pytest.approx(result.plan.demand_total)
