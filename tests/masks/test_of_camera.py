"""Masks of pictures: one wall worked by hand, and pixel by pixel against brute force."""

import math

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.look.picture import masked
from placement.masks.covering import MaskLimits
from placement.masks.of_camera import CameraMasks, masks_of
from placement.masks.protected import Protected
from placement.visibility.surface import Surface
from tests.look.scenes import FIXED, ROUND, X_M, Y_M, flat, hilly, scene
from tests.masks import oracle

NOTHING = np.zeros(0, dtype=object)
KNOWN_PX_M = 25.0
WIDE = CameraModel("wide", Lens(105.0, 60.0, 2688), 22.0, 80.0, 1.0)
LONG = CameraModel("long", Lens(40.0, 24.0, 2688, "rectilinear"), 9.0, 80.0, 1.0)


def protected_of(surface: Surface, homes: list, ground: list | None = None) -> Protected:
    """Return what is protected: homes above 0.9 m, and ground, both from 25 px/m."""
    polygons = [np.empty(len(some), dtype=object) for some in (homes, ground or [])]
    for array, some in zip(polygons, (homes, ground or []), strict=True):
        array[:] = some
    return Protected(*polygons, surface, 0.9, KNOWN_PX_M)


def of(
    surface: Surface, protected: Protected, model: CameraModel = FIXED, **kinds: object
) -> CameraMasks:
    """Return the masks of a camera in the middle."""
    turned = {"grid_azimuth_deg": kinds.pop("azimuth_deg", 0.0), "tilt_deg": model.tilt_deg}
    return masks_of(scene(surface), model, protected, MaskLimits(**kinds), **turned)


@pytest.mark.parametrize("shape", ["rectangle", "polygon"])
def test_one_wall_is_masked_from_its_sill_to_its_roof(shape: str) -> None:
    """A house of 4.5 m, 20 m north of a lens at 5 m: the column in the middle, by angles."""
    house = box(X_M - 8, Y_M + 20, X_M + 8, Y_M + 30)
    surface = flat(houses=[house], height_m=4.5)
    own = of(surface, protected_of(surface, [house]), shape=shape, most=1).pictures[0]
    pixel = masked(own.frame, tuple(mask.corners for mask in own.masks))
    rows = np.flatnonzero(pixel[:, 320])
    above = [math.degrees(math.atan2(rise_m, 20)) for rise_m in (-0.5, 0.9 - 5.0)]
    expected = [180 - (angle + 15) * 640 / 80 for angle in above]

    assert rows.min() == pytest.approx(expected[0], abs=6)
    assert rows.max() == pytest.approx(expected[1], abs=6)
    assert rows.max() >= expected[1] - 1


def test_a_home_too_far_for_the_lens_is_not_masked() -> None:
    """2688 px over 80° are 25 px/m at 77 m: a wall at 70 m is masked, one at 80 m is not."""
    far = 2688 / math.radians(80) / KNOWN_PX_M
    for away_m, is_masked in ((far - 7, True), (far + 3, False)):
        house = box(X_M - 8, Y_M + away_m, X_M + 8, Y_M + away_m + 10)
        surface = flat(houses=[house])
        assert bool(of(surface, protected_of(surface, [house])).masks) == is_masked


def test_what_is_no_home_is_not_masked_and_hides_homes_behind_it() -> None:
    """A shed before a home leaves nothing of it to mask."""
    home = box(X_M - 5, Y_M + 30, X_M + 5, Y_M + 40)
    shed = box(X_M - 20, Y_M + 20, X_M + 20, Y_M + 25)
    surface = flat(houses=[home, shed])

    assert not of(surface, protected_of(surface, [home])).masks
    assert of(surface, protected_of(surface, [shed])).masks


def test_private_ground_is_masked_where_it_lies() -> None:
    """A garden before the camera: only its pixels and the widening by one pixel."""
    surface = flat()
    garden = box(X_M - 4, Y_M + 10, X_M + 4, Y_M + 20)
    own = of(surface, protected_of(surface, [], [garden])).pictures[0]
    pixel = masked(own.frame, tuple(mask.corners for mask in own.masks))
    rows = np.flatnonzero(pixel[:, 320])
    far, near = (180 - (15 - math.degrees(math.atan2(5, d))) * 8 for d in (20, 10))

    assert rows.min() == pytest.approx(far, abs=4)
    assert rows.max() == pytest.approx(near, abs=4)


def test_heads_of_a_round_camera_are_one_wide_picture() -> None:
    """A whole-circle picture is drawn as two strips and masked as one."""
    house = box(X_M - 8, Y_M - 30, X_M + 8, Y_M - 20)  # behind, where the picture begins and ends
    surface = flat(houses=[house])
    own = of(surface, protected_of(surface, [house]), ROUND)

    assert len(own.pictures) == 1
    across = np.concatenate([np.array(mask.corners)[:, 0] for mask in own.masks])
    assert across.min() == 0.0
    assert across.max() == 1.0


@pytest.mark.parametrize("seed", range(20))
def test_masks_cover_every_home_and_little_else(seed: int) -> None:
    """20 poses in rolling towns, each pixel asked by brute force, with 8 shapes of 4 corners."""
    surface, draw = hilly(seed), np.random.default_rng(seed)
    model = (FIXED, WIDE, LONG, ROUND)[seed % 4]
    homes = list(surface.prisms.footprints[::2])
    garden = shapely.Point(X_M + 25, Y_M + 25).buffer(12)
    protected = protected_of(surface, homes, [garden])
    nearest = min(homes, key=shapely.Point(X_M, Y_M).distance).centroid
    towards = math.degrees(math.atan2(nearest.x - X_M, nearest.y - Y_M))
    azimuth_deg = towards + float(draw.uniform(-25, 25))
    own = of(surface, protected, model, azimuth_deg=azimuth_deg).pictures[0]
    pixels = masked(own.frame, tuple(mask.corners for mask in own.masks))
    every = (slice(3, None, 8), slice(3, None, 8))
    azimuth, above = (rays[every] for rays in own.frame.rays())
    reach_m = model.lens.axis_px_rad / KNOWN_PX_M
    shown = oracle.shown(scene(surface), protected, azimuth, above, reach_m=reach_m)
    hidden = pixels[every].ravel()

    assert shown.any()
    assert (shown & hidden).sum() >= 0.999 * shown.sum()
    assert (hidden & ~shown).sum() <= 0.05 * (~shown).sum()
