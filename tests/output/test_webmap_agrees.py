"""The page's answer to "who sees this place", against the plan looked at again without the page.

The page holds outlines, thinned by a quarter of a cell and put on millionths of a degree; the
second opinion has lines of sight only. So they may differ beside an outline: at Litvínov in 1.7 %
of 3 809 pairs of place and camera, nine of ten of them within 0.4 m of the outline, the farthest
1.7 m off (cells of 1 m).
"""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from chromium import open_page

from placement import config as plan_files
from placement import pipeline
from placement.crs import to_lonlat
from placement.output import seen, write

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline"))
import toy_case

pytestmark = pytest.mark.browser
POINTS = 200
MOST_DIFFER = 0.05
FARTHEST_CELLS = 2.0
ROOT = Path(__file__).parents[2]
ASK = """
return arguments[0].map(([lng, lat]) => window.placement.seers(lat, lng)
  .filter((found) => !found.reachable).map((found) => found.camera));
"""


def disagreements(driver, folder: Path, result: Path, situation) -> tuple[int, int, float]:
    """Ask the page about random places; return pairs asked, pairs that differ, and how far out.

    The second opinion is `plan.json` and the lines of sight of `pipeline.coverage_of`: no outline,
    no rounding. "How far out" is the distance of a differing place from the outline drawn. [m]
    """
    plan, layers = write.read_plan(result), write.read_layers(result)
    rng = np.random.default_rng(11)
    eyes = np.array([[camera.x_m, camera.y_m] for camera in plan.cameras])
    x, y = (eyes[rng.integers(0, len(eyes), POINTS)] + rng.uniform(-35, 35, (POINTS, 2))).T
    places = SimpleNamespace(x_m=x, y_m=y, weight=np.ones(POINTS), density_px_m=None)
    covers = pipeline.coverage_of(plan, surface=situation.surface, demand=places).covers.toarray()
    lon, lat = to_lonlat(x, y, crs=plan.crs)
    opened = open_page(driver, folder, plan, layers)
    told = opened.execute_script(ASK, [[float(a), float(b)] for a, b in zip(lon, lat, strict=True)])
    ids = [camera.camera_id for camera in plan.cameras]
    answered = np.array([[camera in found for found in told] for camera in ids])
    views = layers.views[layers.views["kind"] == "continuous"]
    edges = views[views["level"] == plan.detail_level].set_index("camera_id").geometry.boundary
    off = [
        edges[ids[camera]].distance(shapely.Point(x[place], y[place]))
        for camera, place in np.argwhere(answered != (covers > 0))
    ]
    return int((covers > 0).sum()), len(off), max(off, default=0.0)


def test_clicked_places_agree_with_the_plan_looked_at_again(driver, tmp_path: Path) -> None:
    """Where the page and the lines of sight differ, the place lies beside an outline."""
    folder = toy_case.write(tmp_path / "case")
    file = plan_files.plan_file_of(folder)
    config = plan_files.load(file)
    situation = pipeline.prepare(config, pipeline.read(config, folder=folder))
    plan = pipeline.decide(situation)
    result = tmp_path / "result"
    layers = seen.layers(plan, situation)
    write.write_all(
        plan,
        layers,
        result,
        language="cs",
        inputs={},
        resolved_plan_toml=plan_files.resolved(config),
    )
    pairs, differ, off_m = disagreements(driver, tmp_path, result, situation)

    assert pairs > 100
    assert differ <= MOST_DIFFER * pairs
    assert off_m <= FARTHEST_CELLS * config.viewshed.cell_m


@pytest.mark.slow
def test_clicked_places_agree_in_the_published_plan(driver, tmp_path: Path) -> None:
    """The same of the sample town as it is published."""
    result, folder = ROOT / "maps" / "litvinov", ROOT / "data" / "litvinov"
    config = plan_files.load(plan_files.plan_file_of(folder))
    situation = pipeline.prepare(config, pipeline.read(config, folder=folder))
    pairs, differ, off_m = disagreements(driver, tmp_path, result, situation)

    assert pairs > 100
    assert differ <= MOST_DIFFER * pairs
    assert off_m <= FARTHEST_CELLS * config.viewshed.cell_m
