"""The page's answer to "who sees this place", against the plan looked at again without the page.

The page holds outlines, thinned by a quarter of a cell and put on millionths of a degree; where
trees and hills hide they follow the raster's cells. The second opinion has lines of sight only. So
the two may differ beside an outline, within one cell of it, and nowhere else but where one sees
between trees through less than a cell. Each test tells how many pairs of place and camera differ
and how far off (`pytest -rP --log-level=info`).
"""

import logging
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from attrs import frozen

from placement import config as plan_files
from placement import pipeline
from placement.crs.systems import to_lonlat
from placement.output import write
from placement.output.case_layers import case_layers
from placement.pipeline import Situation
from tests.output.chromium import open_page
from tests.pipeline import real_place, toy_case

pytestmark = pytest.mark.browser
POINTS = 200
MANY_POINTS = 4_000
MOST_DIFFER = 0.03
FARTHEST_CELLS = 1.0
ROOT = Path(__file__).parents[2]
ASK = """
return arguments[0].map(([lng, lat]) => window.placement.camerasSeeing(lat, lng)
  .filter((found) => !found.reachable).map((found) => found.camera));
"""


@frozen
class Comparison:
    """Answers of the page and of the lines of sight, as pairs of a place and a camera."""

    seen: int
    """Pairs by the lines of sight."""
    off_m: tuple[float, ...]
    """Of each pair they differ about, how far the place is from the outline drawn. [m]"""
    cell_m: float

    def agrees(self) -> bool:
        """Say how well the two agree, and return whether that is as well as is promised."""
        farthest_m = max(self.off_m, default=0.0)
        told = "%d pairs of place and camera, %d differ, at most %.2f m off"
        logging.getLogger(__name__).info(told, self.seen, len(self.off_m), farthest_m)
        few = len(self.off_m) <= MOST_DIFFER * self.seen
        return self.seen > 100 and few and farthest_m <= FARTHEST_CELLS * self.cell_m


def compared(driver, folder: Path, result: Path, situation: Situation, points: int) -> Comparison:
    """Ask the page about random places around its cameras, and `pipeline.coverage_of` too."""
    plan, layers = write.read_plan(result), write.read_layers(result)
    rng = np.random.default_rng(11)
    eyes = np.array([[camera.x_m, camera.y_m] for camera in plan.cameras])
    x, y = (eyes[rng.integers(0, len(eyes), points)] + rng.uniform(-35, 35, (points, 2))).T
    held = situation.surface.grid.holds(x, y)
    x, y = x[held], y[held]
    places = SimpleNamespace(x_m=x, y_m=y, weight=np.ones(x.size), density_px_m=None)
    covers = pipeline.coverage_of(plan, surface=situation.surface, demand=places).covers.toarray()
    lon, lat = to_lonlat(x, y, crs=plan.crs)
    opened = open_page(driver, folder, plan, layers)
    told = opened.execute_script(ASK, [[float(a), float(b)] for a, b in zip(lon, lat, strict=True)])
    ids = [camera.camera_id for camera in plan.cameras]
    answered = np.array([[camera in found for found in told] for camera in ids])
    views = layers.views[layers.views["kind"] == "continuous"]
    edges = views[views["level"] == plan.detail_level].set_index("camera_id").geometry.boundary
    off_m = tuple(
        float(edges[ids[camera]].distance(shapely.Point(x[place], y[place])))
        if ids[camera] in edges.index
        else np.inf
        for camera, place in np.argwhere(answered != (covers > 0))
    )
    return Comparison(int((covers > 0).sum()), off_m, situation.surface.grid.cell_m)


def situation_of(file: Path) -> Situation:
    """Return what a plan file is worked out from."""
    config = plan_files.load(file)
    return pipeline.prepare(config, pipeline.read(config, folder=file.parent))


def test_clicked_places_agree_with_the_plan_looked_at_again(driver, tmp_path: Path) -> None:
    """Where the page and the lines of sight differ, the place lies beside an outline."""
    folder = toy_case.write(tmp_path / "case")
    file = plan_files.plan_file_of(folder)
    situation = situation_of(file)
    plan = pipeline.decide(situation)
    result = tmp_path / "result"
    layers = case_layers(plan, situation)
    write.write_all(
        plan,
        layers,
        result,
        language="cs",
        inputs={},
        config=situation.config,
    )

    assert compared(driver, tmp_path, result, situation, POINTS).agrees()


@pytest.mark.slow
def test_clicked_places_agree_in_the_published_plan(driver, tmp_path: Path) -> None:
    """The same of the sample town as it is published: hills, trees and houses."""
    result = ROOT / "maps" / "litvinov"
    situation = situation_of(ROOT / "data" / "litvinov" / "plan.toml")

    assert compared(driver, tmp_path, result, situation, MANY_POINTS).agrees()


@pytest.mark.slow
@pytest.mark.town
@pytest.mark.parametrize("name", ["zizkov", "helsinki"])
def test_clicked_places_agree_in_a_real_town(
    driver, tmp_path: Path, shared_data: Path, name: str
) -> None:
    """The same of a town planned anew."""
    place = real_place.planned(name, shared_data / name, tmp_path)
    situation = situation_of(tmp_path / f"{name}.toml")

    assert compared(driver, tmp_path, place.folder, situation, MANY_POINTS).agrees()
