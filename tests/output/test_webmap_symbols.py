"""Cameras of one pole on the page of either edition: side by side, never one on the other."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from placement.output import public_edition
from placement.output.layers import Layers
from placement.plan import Plan
from tests.output.chromium import open_page

pytestmark = pytest.mark.browser
WIDE_PX = 28
"""Of a symbol."""
SYMBOLS = """
return arguments[0].map((id) => {
  const box = document.querySelector(`.symbol[data-camera="${id}"]`).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
});
"""


def on_one_pole(plan: Plan, azimuths_deg: list[float]) -> Plan:
    """Return a plan with its first cameras on one pole, looking as asked."""
    first, count = plan.cameras[0], len(azimuths_deg)
    shared = {
        name: getattr(first, name)
        for name in ("point_id", "name", "x_m", "y_m", "lon_deg", "lat_deg", "phase", "status")
    }
    moved = (
        evolve(camera, **shared, azimuth_deg=azimuth_deg)
        for camera, azimuth_deg in zip(plan.cameras, azimuths_deg, strict=False)
    )
    return evolve(plan, cameras=(*moved, *plan.cameras[count:]))


@pytest.mark.parametrize("public", [False, True])
def test_cameras_of_one_pole_stand_side_by_side(
    driver, small_town: tuple[Plan, Layers], tmp_path: Path, public: bool
) -> None:
    """Though they look the same way, and where directions are withheld."""
    azimuths_deg = [0.0, 10.0, 20.0]
    plan = on_one_pole(small_town[0], azimuths_deg)
    layers = small_town[1]
    shared = [camera.camera_id for camera in plan.cameras[: len(azimuths_deg)]]
    if public:
        point = plan.cameras[0].point_id
        plan = public_edition.plan_of(plan)
        layers = public_edition.layers_of(plan, layers)
        shared = [camera.camera_id for camera in plan.cameras if camera.point_id == point]

    opened = open_page(driver, tmp_path, plan, layers)
    places = np.array(opened.execute_script(SYMBOLS, shared))

    assert len(shared) == len(azimuths_deg)
    for one, other in combinations(places, 2):
        assert np.hypot(*(one - other)) >= WIDE_PX - 0.5


def test_the_public_page_does_not_offer_what_it_withholds(
    driver, small_town: tuple[Plan, Layers], tmp_path: Path
) -> None:
    """Nobody is told to click a place to learn who sees it."""
    plan = public_edition.plan_of(small_town[0])

    opened = open_page(driver, tmp_path, plan, public_edition.layers_of(plan, small_town[1]))
    hint = opened.find_element("id", "detail").text

    assert hint.startswith("Klepněte na kameru")
    assert "vidí" not in hint
