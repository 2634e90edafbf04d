"""Zones of turning cameras: where a home is, and from which zoom on."""

import math

import pytest
from shapely.geometry import box

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.masks.turning import zones_of
from tests.look.scenes import FIXED, X_M, Y_M, flat, scene
from tests.masks.test_of_camera import KNOWN_PX_M, protected_of

DOME = CameraModel("dome", Lens(60.0, 35.0, 1920), 10.0, 80.0, 1.0, turning=True, zoom=20.0)


def test_a_far_home_is_a_zone_from_the_zoom_that_knows_it() -> None:
    """A wall 150 m north, from atan(-8/150) to atan(8/150), known from 25 px/m on."""
    house = box(X_M - 8, Y_M + 150, X_M + 8, Y_M + 160)
    surface = flat(houses=[house], height_m=6.0)
    (zone,) = zones_of(scene(surface), DOME, protected_of(surface, [house]), most=8)
    half = math.degrees(math.atan2(8, 150))

    assert zone.azimuth_from_deg == pytest.approx(360 - half, abs=1.1)
    assert zone.azimuth_to_deg == pytest.approx(half, abs=1.1)
    assert zone.depression_from_deg <= -math.degrees(math.atan2(1, 150))
    assert zone.depression_to_deg >= math.degrees(math.atan2(4.1, 150))
    assert zone.zoom_from == pytest.approx(KNOWN_PX_M * 150 / (1920 / math.radians(60)), rel=0.01)


def test_only_what_zoom_reaches_is_a_zone_and_only_of_turning_cameras() -> None:
    """Zoomed 20 times the dome knows a home at 150 m, zoomed twice it does not."""
    house = box(X_M - 8, Y_M + 150, X_M + 8, Y_M + 160)
    surface = flat(houses=[house])
    weak = CameraModel("weak", DOME.lens, 10.0, 80.0, 1.0, turning=True, zoom=2.0)
    here, protected = scene(surface), protected_of(surface, [house])

    assert not zones_of(here, weak, protected, most=8)
    assert not zones_of(here, FIXED, protected, most=8)
