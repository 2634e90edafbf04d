"""Hill shading: light by closed form, a small picture where it belongs, in both editions."""

import base64
import io
import json
import math
import re

import numpy as np
import pytest
from matplotlib.image import imread

from placement.grid import Grid
from placement.output import public_edition
from placement.output.webmap import relief
from placement.output.webmap.page import render
from placement.visibility import surface

GRID = Grid("EPSG:5514", -793_000.0, -978_000.0, 5.0, 300, 400)


def tilted(rise_east: float, rise_north: float):
    """Return heights of a plane, rows from the north, 2 m apart. [m]"""
    rows, columns = np.indices((12, 15))
    return 2.0 * (rise_east * columns - rise_north * rows)


@pytest.mark.parametrize("slope_deg", [0, 10, 35])
@pytest.mark.parametrize("aspect_deg", [0, 90, 135, 315])
def test_a_plane_is_lit_by_the_angle_to_the_light(slope_deg, aspect_deg):
    """By hand: the cosine between the light, 45° above the north-west, and the plane's normal."""
    slope, aspect = math.radians(slope_deg), math.radians(aspect_deg)
    down_east, down_north = math.sin(aspect), math.cos(aspect)
    heights = tilted(-math.tan(slope) * down_east, -math.tan(slope) * down_north)

    light = relief.hillshade(heights, step_m=(2.0, 2.0))[1:-1, 1:-1]

    zenith = math.radians(45)
    expected = math.cos(zenith) * math.cos(slope) + math.sin(zenith) * math.sin(slope) * math.cos(
        math.radians(315) - aspect
    )
    assert light == pytest.approx(max(0.0, expected), abs=1e-9)


def test_level_ground_has_no_shading():
    """Nor has ground that rises by a kerb."""
    level = surface.build(GRID, ground=None)
    kerb = surface.build(
        GRID, ground=np.linspace(0, 1, 400, dtype=np.float32) * np.ones(GRID.shape)
    )

    assert relief.relief_block(level) is None
    assert relief.relief_block(kerb) is None


def test_a_ridge_is_light_to_the_north_west_and_dark_to_the_south_east():
    """A cone in the middle: its picture is small, and see-through where the ground is level."""
    rows, columns = np.indices(GRID.shape)
    away = 5.0 * np.hypot(rows - 150, columns - 200)
    block = relief.relief_block(
        surface.build(GRID, ground=np.maximum(0, 100 - away / 4).astype(np.float32))
    )

    assert block is not None
    picture = imread(io.BytesIO(base64.b64decode(block["picture"].partition(",")[2])))
    middle, off = np.array(picture.shape[:2]) // 2, round(0.12 * picture.shape[0])
    light, dark = picture[tuple(middle - off)], picture[tuple(middle + off)]
    assert light[:3].min() == 1
    assert light[3] > 0.2
    assert dark[:3].max() == 0
    assert dark[3] > 0.2
    assert picture[picture.shape[0] // 2, picture.shape[1] // 10, 3] == 0
    assert picture.shape[0] * picture.shape[1] <= relief.MOST_PIXELS * 1.02


def test_both_editions_have_the_shading_and_only_one_the_ground(small_town):
    """Hills are no secret; what judges sight stays inside."""
    plan, layers = small_town
    block = {"picture": "data:image/png;base64,AA==", "bounds": [[50.0, 13.0], [50.1, 13.1]]}
    ground = {"ground": {"secret": 1}, "relief": block}
    public = public_edition.plan_of(plan, withhold=())

    inside = page_data_of(render(plan, layers, language="cs", ground=ground))
    outside = page_data_of(
        render(public, public_edition.layers_of(public, layers), language="cs", ground=ground)
    )

    assert inside["relief"] == outside["relief"] == block
    assert "ground" in inside
    assert "ground" not in outside


def page_data_of(page: str) -> dict[str, object]:
    """Return the data of a page."""
    (block,) = re.findall(r'id="data"[^>]*>(.*?)</script>', page, re.DOTALL)
    data: dict[str, object] = json.loads(block)
    return data
