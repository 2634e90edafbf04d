"""Rasters of a case: which are read how, and whether they fit each other."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from placement import config as plan_files
from placement import pipeline
from placement.config import PlanConfig
from placement.errors import InputError
from placement.pipeline.surface import surface_of
from tests.copying import Copying
from tests.pipeline import toy_case

CELL_M = 2.0


def raster(path: Path, heights: np.ndarray) -> dict[str, object]:
    """Write heights around the toy town; return what names them in a plan file."""
    half_m = CELL_M * len(heights) / 2
    west_m, north_m = toy_case.X_M - half_m, toy_case.Y_M + half_m
    transform = Affine(CELL_M, 0, west_m, 0, -CELL_M, north_m)
    side = len(heights)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=side,
        width=side,
        count=1,
        dtype="float32",
        crs=toy_case.CRS,
        transform=transform,
    ) as file:
        file.write(heights.astype(np.float32), 1)
    return {"path": path.name, "provenance": "synthetic"}


def block(height_m: float, *, floor_m: float = 0.0, east: int = 0) -> np.ndarray:
    """Return a flat square of 2 km with a block of 20 m in its middle, or east of it. [m]"""
    heights = np.full((1000, 1000), floor_m)
    heights[495:505, 495 + east : 505 + east] += height_m
    return heights


def read(folder: Path, **rasters: dict[str, object]) -> tuple[PlanConfig, pipeline.Inputs]:
    """Read a toy case whose houses and terrain are these rasters."""
    toy_case.write(folder, cell_m=2.0)
    plan = toy_case.plan(cell_m=2.0)
    del plan["inputs"]["buildings"], plan["inputs"]["terrain"]
    plan["inputs"] |= rasters
    toy_case.write_plan(folder, plan)
    config = plan_files.load(folder / "plan.toml")
    return config, pipeline.read(config, folder=folder)


def test_buildings_and_trees_above_the_ground_stand_on_the_terrain(tmp_path: Path) -> None:
    """A block of 9 m on ground at 250 m is a roof at 259 m; trees beside it are leaves, no wall."""
    config, inputs = read(
        tmp_path,
        terrain=raster(tmp_path / "dtm.tif", block(0.0, floor_m=250.0)),
        surface=raster(tmp_path / "houses.tif", block(9.0)) | {"above": "ground"},
        canopy=raster(tmp_path / "trees.tif", block(12.0, east=20)) | {"crown_base_m": 4.0},
    )

    built = surface_of(config, inputs)

    assert built.roofs.sum() * built.grid.cell_m**2 == 400
    assert np.unique(built.obstacles[built.roofs]).tolist() == [259.0]
    assert np.unique(built.obstacles[~built.roofs]).tolist() == [250.0]
    assert built.canopy is not None
    leaves = built.canopy.top_m > built.canopy.base_m
    assert leaves.sum() * built.grid.cell_m**2 == 400
    assert not (leaves & built.roofs).any()
    assert np.unique(built.canopy.base_m[leaves]).tolist() == [254.0]
    assert np.unique(built.canopy.top_m[leaves]).tolist() == [262.0]
    names = [account.name for account in inputs.accounts]
    assert {"terrain", "surface", "canopy"} <= set(names)


def test_another_process_reads_the_same_rasters(tmp_path: Path) -> None:
    """Heights that come as copies are equal, and as little to be changed."""
    layers = {"terrain": raster(tmp_path / "dtm.tif", block(5.0, floor_m=250.0))}
    config, inputs = read(tmp_path, **layers)

    others = pipeline.read(config, folder=tmp_path, worker=Copying())

    assert inputs.terrain is not None
    assert others.terrain is not None
    assert np.array_equal(others.terrain, inputs.terrain)
    assert not others.terrain.flags.writeable
    assert others.accounts == inputs.accounts


def test_heights_above_the_ground_given_as_above_the_sea_are_noticed(tmp_path: Path) -> None:
    """A surface 250 m below the terrain hides nothing; that is said instead."""
    with pytest.raises(InputError) as caught:
        read(
            tmp_path,
            terrain=raster(tmp_path / "dtm.tif", block(0.0, floor_m=250.0)),
            surface=raster(tmp_path / "houses.tif", block(9.0)),
        )

    (problem,) = caught.value.problems
    assert (problem.kind, problem.values["depth"]) == ("surface_below_terrain", 250.0)
    assert "above" in problem.render("en")


def test_a_surface_without_terrain_is_the_ground(tmp_path: Path) -> None:
    """What is measured above the sea carries people as well; nothing stands at 0."""
    config, inputs = read(tmp_path, surface=raster(tmp_path / "dsm.tif", block(9.0, floor_m=250.0)))

    built = surface_of(config, inputs)

    assert np.array_equal(built.ground, built.obstacles)
    assert (float(built.ground.min()), float(built.ground.max())) == (250.0, 259.0)
