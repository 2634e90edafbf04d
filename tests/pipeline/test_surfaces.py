"""Real surfaces: Bilbao's terrain, buildings and trees, and a surface of 1 m from LiDAR."""

import json
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from attrs import evolve, frozen

from placement import config as plan_files
from placement import pipeline
from placement.cli.main import main
from placement.crs import systems
from placement.pipeline.surface import surface_of
from placement.visibility import viewshed
from placement.visibility.surface import Surface
from tests import oracle_r3
from tests.observing import observe
from tests.pipeline import toy_case

pytestmark = pytest.mark.town

CASES = Path(__file__).parents[1] / "cases"
MODEL = "fixed 4 MP"
EYE = {"height_m": 6.0, "target_height_m": 1.6}
OBSERVERS = [(0, 0), (41, -22), (-16, -1), (-47, 3), (3, 25)]
"""East and north of the camera. [m]"""


@frozen(eq=False)
class Real:
    """A case on real rasters with a camera on it."""

    plan: Path
    inputs: pipeline.Inputs
    surface: Surface
    x_m: float
    y_m: float
    folder: Path
    azimuth_deg: float

    def look(self) -> dict[str, object]:
        """Run the command and return what it says."""
        lon, lat = systems.to_lonlat([self.x_m], [self.y_m], crs=self.inputs.grid.crs)
        given = [f"--at={lon[0]:.8f},{lat[0]:.8f}", f"--height-m={EYE['height_m']}"]
        given += [f"--azimuth-deg={self.azimuth_deg}", f"--model={MODEL}", "-o", str(self.folder)]
        main(["viewshed", str(self.plan), *given, "-q"], standalone_mode=False)
        document = json.loads((self.folder / "viewshed.geojson").read_text(encoding="utf-8"))
        return {part["properties"]["level"]: part["properties"] for part in document["features"]}


def real(
    name: str, data: Path, folder: Path, *, x_m: float, y_m: float, azimuth_deg: float
) -> Real:
    """Return a case of `tests/cases` with two made streets that cross at the camera."""
    arms = [(-50, 0), (50, 0)], [(0, -50), (0, 50)]
    lines = [shapely.LineString([(x_m + a / 5, y_m + b / 5) for a, b in arm]) for arm in arms]
    system = {"bilbao": "EPSG:25830", "lidar": "EPSG:8353"}[name]
    streets = gpd.GeoDataFrame({"name": ["A", "B"]}, geometry=lines, crs=system)
    streets.to_file(folder / "streets.geojson", driver="GeoJSON")
    plan = toy_case.beside_data(CASES / f"{name}.toml", data, folder)
    config = plan_files.load(plan)
    inputs = pipeline.read(config, folder=folder)
    surface = surface_of(config, inputs)
    return Real(plan, inputs, surface, x_m, y_m, folder / "out", azimuth_deg)


@pytest.fixture(scope="module")
def bilbao(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Real:
    """Return a corner of Bilbao with houses, trees and a slope."""
    place = {"x_m": 500_885.0, "y_m": 4_796_951.0, "azimuth_deg": 250.0}
    return real("bilbao", shared_data / "terrain", tmp_path_factory.mktemp("bilbao"), **place)


@pytest.fixture(scope="module")
def lidar(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Real:
    """Return a car park between blocks of flats."""
    place = {"x_m": -336_446.2, "y_m": -1_189_147.6, "azimuth_deg": 100.0}
    return real("lidar", shared_data / "terrain", tmp_path_factory.mktemp("lidar"), **place)


def differing(surface: Surface, x_m: float, y_m: float, reach: int) -> tuple[int, int]:
    """Return how many cells differ from the slow rule without trees, and how many it sees."""
    bare = surface.without_trees()
    place = tuple(int(index) for index in surface.grid.cell_of(x_m, y_m))
    x, y = surface.grid.centre_of(*place)
    seen = observe(viewshed.around, bare, x_m=float(x), y_m=float(y), range_m=float(reach), **EYE)
    expected = oracle_r3.seen_around(
        bare.obstacles,
        place,
        reach=reach,
        observer_height_m=EYE["height_m"],
        target_height_m=EYE["target_height_m"],
        ground=bare.ground,
    )
    row, column = place
    cut = np.s_[row - reach : row + reach + 1, column - reach : column + reach + 1]
    expected &= ~bare.roofs[cut]
    return int((seen.visible != expected).sum()), int(expected.sum())


@pytest.mark.parametrize(("east", "north"), OBSERVERS)
def test_in_bilbao_no_cell_differs_from_the_slow_rule(bilbao: Real, east: int, north: int) -> None:
    """Past terrain and houses exactly the cells of R3 are seen, 80 m around."""
    wrong, seen = differing(bilbao.surface, bilbao.x_m + east, bilbao.y_m + north, 80)

    assert wrong == 0
    assert seen > 100


@pytest.mark.parametrize(("east", "north"), [(0, 0), (-9, 7), (12, -11)])
def test_on_the_lidar_surface_no_cell_differs_either(lidar: Real, east: int, north: int) -> None:
    """Roofs, cars and crowns as measured: exactly the cells of R3, 50 m around."""
    wrong, seen = differing(lidar.surface, lidar.x_m + east, lidar.y_m + north, 50)

    assert wrong == 0
    assert seen > 100


def test_buildings_stand_on_the_terrain_and_are_roofs(bilbao: Real) -> None:
    """A fifth and more is built on; roofs lie 2 m and more above the ground, all else on it."""
    surface = bilbao.surface
    over_m = surface.obstacles - surface.ground

    assert 0.15 < surface.roofs.mean() < 0.6
    assert (over_m[surface.roofs] > 1.99).all()
    assert (over_m[~surface.roofs] < 1.99).all()
    assert np.ptp(surface.ground) > 5.0


def test_no_roof_counts_as_seen(bilbao: Real) -> None:
    """Neither a cell of the raster nor a polygon lies on a building."""
    bilbao.look()
    with rasterio.open(bilbao.folder / "viewshed.tif") as raster:
        density, transform = raster.read(1), raster.transform
    row, column = np.nonzero(density > 0)
    x = transform.c + transform.a * (column + 0.5)
    y = transform.f + transform.e * (row + 0.5)
    areas = gpd.read_file(bilbao.folder / "viewshed.geojson").to_crs(bilbao.inputs.grid.crs)
    cells = np.nonzero(bilbao.surface.roofs)
    roofs = shapely.points(*bilbao.surface.grid.centre_of(*cells))

    assert row.size > 500
    assert not bilbao.surface.roofs[bilbao.surface.grid.cell_of(x, y)].any()
    assert not shapely.contains(areas.geometry.iloc[0], roofs).any()


def test_winter_shows_all_that_summer_shows(bilbao: Real) -> None:
    """Leaf-off is a superset of leaf-on, and bare ground of both; each is more."""
    summer = bilbao.surface
    winter = evolve(summer, canopy=evolve(summer.canopy, permeability=0.6))
    place = {"x_m": bilbao.x_m, "y_m": bilbao.y_m, "range_m": 120.0, **EYE}
    views = [
        observe(viewshed.around, surface, **place).visible
        for surface in (summer, winter, summer.without_trees())
    ]

    for less, more in pairwise(views):
        assert not (less & ~more).any()
    counts = [int(view.sum()) for view in views]
    assert counts[0] < counts[1] < counts[2]


@pytest.mark.parametrize("name", ["bilbao", "lidar"])
def test_one_camera_is_looked_at(name: str, request: pytest.FixtureRequest) -> None:
    """The command's raster and polygons agree to the cell, and the finer level is the smaller."""
    place: Real = request.getfixturevalue(name)
    levels = place.look()

    areas = [level["area_m2"] for level in levels.values()]
    assert len(areas) >= 4
    assert areas == sorted(areas, reverse=True)
    with rasterio.open(place.folder / "viewshed.tif") as raster:
        density = raster.read(1)
    for level in levels.values():
        by_cells = float((density >= level["density_px_m"]).sum())
        assert by_cells == pytest.approx(level["area_m2"], abs=0.1)
    assert (place.folder / "viewshed.png").stat().st_size > 50_000


def test_gaps_of_the_lidar_surface_are_told(lidar: Real) -> None:
    """The corner that was not flown over, and what lies beyond the sheet, are counted."""
    (account,) = [account for account in lidar.inputs.accounts if account.name == "surface"]

    assert account.dropped["no_elevation"] > 1000
    assert np.isfinite(lidar.surface.ground).all()
    assert 980 < lidar.surface.ground.min() < lidar.surface.ground.max() < 1030
