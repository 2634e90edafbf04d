"""Where pictures lie on the ground: density_outlines against the density at thousands of places."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from placement.cameras.footprint import Plane, Relief, density_outlines
from placement.cameras.heads import Head
from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from tests.toy_town import MODELS, ROUND, WIDE

RANGE_M = 60.0
LEVELS = (20.0, 40.0, 62.5, 125.0)
STEEP = CameraModel("steep", Lens(110.0, 90.0, 2688), 60.0, 60.0, 0.0)
TWO = CameraModel(
    "two heads",
    Lens(60.0, 34.0, 2688),
    20.0,
    60.0,
    0.0,
    heads=(Head(Lens(60.0, 20.0, 2688), 12.0), Head(Lens(80.0, 30.0, 2688), 60.0, 10.0)),
)
THREE = CameraModel(
    "three heads, one above the other",
    Lens(50.0, 14.0, 2688),
    8.0,
    60.0,
    0.0,
    heads=(
        Head(Lens(50.0, 8.0, 2688), 5.0),
        Head(Lens(70.0, 10.0, 1920), 25.0),
        Head(Lens(90.0, 20.0, 1280), 65.0),
    ),
)
"""Between their pictures lie strips that none has: three stretches of ground on one azimuth."""


def seen_by(model: CameraModel, azimuth_deg: float):
    """Return the density of a camera in a pose, by ray."""
    return lambda azimuth, depression, distance: model.density_px_m(
        camera_azimuth_deg=azimuth_deg,
        target_azimuth_deg=azimuth,
        depression_deg=depression,
        distance_m=distance,
    )


@pytest.mark.parametrize("model", [*MODELS, STEEP, TWO, THREE], ids=lambda model: model.name)
@pytest.mark.parametrize("plane", [Plane(3.4), Plane(4.4, 0.05, -0.08), Plane(8.0, -0.02, 0.1)])
@pytest.mark.parametrize("azimuth_deg", [0.0, 33.0])
def test_outlines_hold_what_is_dense_enough_and_no_more(model, plane, azimuth_deg):
    """At places 0.3 m apart, inside an outline if and only if the density is reached."""
    along = np.arange(-RANGE_M, RANGE_M, 0.3) + 0.0313
    east, north = (axis.ravel() for axis in np.meshgrid(along, along))
    away = np.hypot(east, north)
    below = plane.below_m(east, north)
    rays = (
        np.degrees(np.arctan2(east, north)),
        np.degrees(np.arctan2(below, away)),
        np.hypot(away, below),
    )
    density = np.where(away < RANGE_M, seen_by(model, azimuth_deg)(*rays), 0.0)

    found = density_outlines(seen_by(model, azimuth_deg), plane, range_m=RANGE_M, levels=LEVELS)

    for level, shape in zip(LEVELS, found, strict=True):
        inside = shapely.contains_xy(shape, east, north)
        assert shape.is_valid
        assert (inside != (density >= level)).sum() <= 5 + 0.002 * inside.sum()


def test_on_uneven_ground_outlines_follow_it():
    """A bank that falls three metres within ten of way: places 0.3 m apart, as on a plane."""
    along = np.arange(-62.0, 63.0)
    east, north = np.meshgrid(along, along[::-1])
    bank = Relief(4.4 + 3.0 / (1.0 + np.exp(-(north - 0.3 * east - 12.0) / 2.0)), -62.0, 62.0, 1.0)
    fine = np.arange(-RANGE_M, RANGE_M, 0.3) + 0.0313
    east, north = (axis.ravel() for axis in np.meshgrid(fine, fine))
    away, below = np.hypot(east, north), bank.below_m(east, north)
    rays = np.degrees(np.arctan2(east, north)), np.degrees(np.arctan2(below, away))
    density = np.where(away < RANGE_M, seen_by(WIDE, 0.0)(*rays, np.hypot(away, below)), 0.0)

    found = density_outlines(seen_by(WIDE, 0.0), bank, range_m=RANGE_M, levels=LEVELS)

    for level, shape in zip(LEVELS, found, strict=True):
        inside = shapely.contains_xy(shape, east, north)
        assert (inside != (density >= level)).sum() <= 5 + 0.005 * inside.sum()


def test_between_the_middles_of_cells_relief_is_linear():
    """In a middle its own height, halfway the mean, beyond the edge that of the edge."""
    relief = Relief(np.array([[1.0, 2.0], [3.0, 5.0]]), -1.0, 1.0, 2.0)

    def below(east, north) -> float:
        return float(relief.below_m(np.array([east]), np.array([north]))[0])

    assert below(-1.0, 1.0) == pytest.approx(1.0)
    assert below(0.0, 0.0) == pytest.approx(2.75)
    assert below(1.0, 0.0) == pytest.approx(3.5)
    assert below(9.0, -9.0) == pytest.approx(5.0)
    assert float(relief.lower(1.0).drop_m[0, 0]) == 2.0


def test_heads_of_unlike_tilt_leave_strips_between_them():
    """Straight ahead: three stretches, each from one head's lower edge to its upper, to a cm."""
    (found,) = density_outlines(seen_by(THREE, 0.0), Plane(3.4), range_m=RANGE_M, levels=[1.0])
    ahead = shapely.intersection(found, shapely.LineString([(0.0, 0.0), (0.0, RANGE_M)]))

    lowest_first = [(75.0, 55.0), (30.0, 20.0), (9.0, 1.0)]
    wanted = [tuple(3.4 / np.tan(np.radians(edges))) for edges in lowest_first]
    parts = sorted((part.bounds[1], part.bounds[3]) for part in shapely.get_parts(ahead))
    assert len(parts) == 3
    for (near, far), (low, high) in zip(parts, wanted, strict=True):
        assert near == pytest.approx(low, abs=0.01)
        assert far == pytest.approx(min(high, np.sqrt(RANGE_M**2 - 3.4**2)), abs=0.01)


def test_a_round_camera_has_rings():
    """A disc as far as the pixels reach, without what lies under the picture."""
    density = 8192 / (2 * np.pi)  # at 1 m
    (found,) = density_outlines(seen_by(ROUND, 0.0), Plane(3.4), range_m=RANGE_M, levels=[62.5])

    far = np.sqrt((density / 62.5) ** 2 - 3.4**2)
    near = 3.4 / np.tan(np.radians(15.0 + 30.0))
    assert found.area == pytest.approx(np.pi * (far**2 - near**2), rel=1e-3)


def test_an_outline_turns_with_its_camera():
    """On level ground another azimuth gives the same shape, turned."""
    one, other = (
        density_outlines(seen_by(WIDE, azimuth), Plane(3.4), range_m=RANGE_M, levels=[62.5])[0]
        for azimuth in (0.0, 77.7)
    )

    turned = shapely.affinity.rotate(one, -77.7, origin=(0, 0))
    assert turned.symmetric_difference(other).area < 1e-3 * one.area


def test_levels_nest():
    """What is seen denser is part of what is seen less densely."""
    found = density_outlines(seen_by(WIDE, 10.0), Plane(3.4), range_m=RANGE_M, levels=LEVELS)

    for less, more in pairwise(found):
        assert shapely.difference(more, less).area < 1e-3 * less.area


def test_a_density_nobody_reaches_has_no_outline():
    """Empty, not an error."""
    (found,) = density_outlines(seen_by(WIDE, 0.0), Plane(3.4), range_m=RANGE_M, levels=[1e9])

    assert found.is_empty
