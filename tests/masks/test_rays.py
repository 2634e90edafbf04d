"""Whom a mask hides: by the line through a person, and by the pixel a person stands in."""

import math

import numpy as np
import pytest
from shapely.geometry import box

from placement.look.picture import picture_of
from placement.masks.pixels import protected_pixels
from placement.masks.rays import mask_px_rad
from placement.sites import Sites
from placement.units import Floats
from placement.visibility.beyond import beyond
from placement.visibility.observation import Target
from placement.visibility.sights import Sights, Targets, sights
from placement.visibility.surface import Surface
from tests.look.scenes import FIXED, X_M, Y_M, flat, frames_of, hilly, scene
from tests.masks.test_of_camera import KNOWN_PX_M, protected_of

HOUSE = box(X_M - 8, Y_M + 20, X_M + 8, Y_M + 30)


def rays(surface: Surface, east_m: Floats, north_m: Floats) -> tuple[Sights, Sites, Targets]:
    """Return the lines from a lens in the middle, 5 m up, to places around it."""
    lens = Sites(*(np.array([value]) for value in ("S", X_M, Y_M, 5.0, "pole", np.nan)))
    places = Targets(X_M + east_m, Y_M + north_m, np.ones(east_m.size), Target(height_m=1.6))
    return sights(surface, lens, places, range_m=120.0), lens, places


def limits(surface: Surface, homes: list, east_m: Floats, north_m: Floats) -> tuple[Sights, Floats]:
    """Return the lines in free sight, and from how many pixels a radian each is masked."""
    lines, lens, places = rays(surface, east_m, north_m)
    behind = beyond(surface, lens, places, lines, reach_m=120.0)
    return lines, mask_px_rad(behind, protected_of(surface, homes))


@pytest.mark.parametrize(
    ("north_m", "met_m"),
    [
        # the line to 1.6 m at 18 m is at 5 - 3.4 * 20 / 18 = 1.22 m on the wall: above the sill
        (18.0, 1.222),
        # at 16 m it is at 0.75 m there, below the sill: feet before the house stay seen
        (16.0, None),
        # at 10 m it meets the ground before the house
        (10.0, None),
    ],
)
def test_a_person_is_lost_before_a_wall_above_its_sill(north_m: float, met_m: float | None) -> None:
    """By hand: the line from the lens through a head, drawn on to the wall 20 m away."""
    lines, limit = limits(flat(houses=[HOUSE]), [HOUSE], np.array([0.0]), np.array([north_m]))

    assert lines.target.size == 1
    expected = np.inf if met_m is None else math.hypot(20.0, 5.0 - met_m) * KNOWN_PX_M
    assert limit[0] == pytest.approx(expected, rel=1e-4)


def test_a_wall_that_is_no_home_hides_nobody() -> None:
    """The same person before a shed."""
    _, limit = limits(flat(houses=[HOUSE]), [], np.array([0.0]), np.array([18.0]))

    assert np.isinf(limit).all()


@pytest.mark.parametrize("seed", range(6))
def test_whom_a_mask_hides_is_who_stands_before_protected_pixels(seed: int) -> None:
    """In rolling towns: the pixel of each place says the same as the line through it."""
    surface, draw = hilly(seed), np.random.default_rng(seed)
    homes = list(surface.prisms.footprints[::2])
    azimuth = np.radians(draw.uniform(-38, 38, 400))
    away = draw.uniform(6, 70, 400)
    lines, limit = limits(surface, homes, away * np.sin(azimuth), away * np.cos(azimuth))
    frame = frames_of(FIXED, width_px=1280)[0]
    shown = protected_pixels(picture_of(scene(surface), frame), protected_of(surface, homes))
    column, row = frame.pixels(lines.azimuth_deg, -lines.depression_deg)
    inside = (column > 1) & (column < 1279) & (row > 1) & (row < frame.rows - 1)
    pixel = shown[row[inside].astype(int), column[inside].astype(int)]
    hides = FIXED.lens.axis_px_rad >= limit[inside]

    assert hides.any()
    assert (pixel != hides).sum() <= max(2, 0.02 * inside.sum())  # at edges of walls only
