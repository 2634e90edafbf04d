"""A case with squares and parks, from the plan file to the layers."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from placement import config as plan_files
from placement import pipeline
from placement.output import geopackage
from placement.output.case_layers import case_layers
from tests.pipeline import toy_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return the toy case with a square at its crossroads."""
    folder = toy_case.write(tmp_path / "case")
    square = box(toy_case.X_M - 20, toy_case.Y_M - 20, toy_case.X_M + 25, toy_case.Y_M + 18)
    columns = {"name": ["Náměstí"], "kind": ["square"]}
    frame = gpd.GeoDataFrame(columns, geometry=[square], crs=toy_case.CRS)
    frame.to_file(folder / "spaces.gpkg")
    plan = toy_case.plan()
    plan["inputs"]["spaces"] = {"path": "spaces.gpkg", "provenance": "synthetic"}
    toy_case.write_plan(folder, plan)
    return folder


def test_cameras_see_the_square_and_its_layer_is_written(case: Path, tmp_path: Path) -> None:
    """The square's pieces have demand, some are seen, and the GeoPackage holds them."""
    config = plan_files.load(case / plan_files.PLAN_FILE)
    situation = pipeline.prepare(config, pipeline.read(config, folder=case))
    layers = case_layers(pipeline.decide(situation), situation)
    geopackage.write(layers, tmp_path / "plan.gpkg")
    demand = geopackage.read(tmp_path / "plan.gpkg").demand
    square = demand[demand["street"] == "Náměstí"]

    assert len(square) > 10
    assert square.geom_type.eq("Polygon").all()
    assert square["expected"].sum() > 0
    assert (square["cameras"] > 0).any()
    assert demand["lixel_id"].is_unique
