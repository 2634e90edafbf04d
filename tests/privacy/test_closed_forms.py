"""Façades in the picture by formula: one wall, a slant, a corner, a courtyard, a frame, zoom."""

import math

import numpy as np
import pytest
import shapely
from attrs import evolve

from placement.cameras.heads import Head, Preset
from tests.privacy.town import MODEL, exposed, houses, with_projection

SHARE = 0.01
"""Of an area, by which strips may be off. [-]"""
F_THETA = with_projection("f-theta")
FOCAL_PX = F_THETA.lens.axis_px_rad


def wall_north(distance_m: float, *, half_m: float = 30.0) -> shapely.Polygon:
    """Return a house whose long wall faces a camera in the middle from the north."""
    return shapely.box(200 - half_m, 200 + distance_m, 200 + half_m, 210 + distance_m)


@pytest.mark.parametrize("strip_m", [2.0, 0.25])
def test_one_wall_before_one_camera(strip_m):
    """A wall in full height within the sides of the picture: width between them times height."""
    area = exposed(houses(wall_north(40)), strip_m=strip_m, model=F_THETA).home_m2

    # within 30° either side 2 · 40 · tan 30° = 46.2 m, all at ≥ 25 px/m: f cos φ / D = f cos² φ / d
    assert FOCAL_PX * math.cos(math.radians(30)) ** 2 / 40 > 25
    off = 1.5 * strip_m / 46.2 if strip_m > 1 else SHARE
    assert area[0, 0] == pytest.approx(2 * 40 * math.tan(math.radians(30)) * 9, rel=off)


def test_density_on_a_wall_falls_with_the_square_of_the_cosine_along_it():
    """On a wall d away density at φ is f cos φ / (d / cos φ), so it ends where cos² φ = ρ d / f.

    Heights make the slant distance longer, by less than 2 % here; the integral over them is exact.
    """
    distance_m, density = 24.0, 62.5
    area = exposed(houses(wall_north(distance_m, half_m=60)), model=F_THETA, strip_m=0.25).home_m2[
        0, 1
    ]

    x = np.linspace(0, distance_m * math.tan(math.radians(30)), 20_001)
    away = np.hypot(x, distance_m)
    limit = FOCAL_PX * (distance_m / away) / density
    half = np.sqrt(np.maximum(limit**2 - away**2, 0.0))  # above and below the lens at 4.5 m
    half = np.minimum(half, away * math.tan(math.radians(20)))  # of the frame, nearly
    height = np.minimum(half, 4.5) * 2
    assert area == pytest.approx(2 * np.trapezoid(height, x), rel=0.02)
    assert area < 0.99 * 2 * x[-1] * 9, "the density ends it, not the frame"


def test_a_wall_at_a_slant_has_fewer_pixels_by_the_cosine():
    """A small wall turned by 60° counts up to half the density of one that faces the camera."""

    def highest(turned_deg: float) -> float:
        small = shapely.box(199, 230, 201, 230.2)
        wall = shapely.affinity.rotate(small, turned_deg, origin=(200, 230))
        step, density = 32.0, 64.0
        while step > 0.01:
            area = exposed(
                houses(wall, height_m=5.0),
                model=F_THETA,
                thresholds_px_m=(density, 2 * density),
                height_m=2.5,
                strip_m=0.1,
            ).home_m2[0, 0]
            density += step if area > 5.0 else -step  # over half of the wide side
            step /= 2
        return density

    assert highest(60) / highest(0) == pytest.approx(0.5, rel=0.02)


def test_at_a_corner_both_walls_count_and_no_other():
    """Of a house seen over its corner two walls are in free sight, the two behind are not."""
    house = shapely.affinity.rotate(shapely.box(190, 230, 210, 250), 45)
    corner = exposed(houses(house), model=F_THETA, thresholds_px_m=(1.0, 2.0))
    facing = exposed(
        houses(shapely.box(190, 230, 210, 250)), model=F_THETA, thresholds_px_m=(1.0, 2.0)
    )

    assert corner.home_m2[0, 0] == pytest.approx(2 * 20 * 9, rel=SHARE)
    assert facing.home_m2[0, 0] == pytest.approx(20 * 9, rel=SHARE)


def test_in_a_courtyard_all_its_walls_are_in_sight_and_none_outside():
    """From the middle of a courtyard a whole circle sees its four walls, nothing of the outside."""
    yard = shapely.box(180, 180, 220, 220).difference(shapely.box(190, 190, 210, 210))
    model = with_projection("panoramic", hfov_deg=360.0, vfov_deg=120.0, width_px=8000)
    area = exposed(houses(yard), model=model, thresholds_px_m=(1.0, 2.0)).home_m2[0, 0]

    assert area == pytest.approx(4 * 20 * 9, rel=1e-6)


def test_from_outside_no_wall_of_a_courtyard_is_in_sight_below_the_roofs():
    """Who stands in the street sees one outer wall."""
    yard = shapely.box(180, 230, 220, 270).difference(shapely.box(190, 240, 210, 260))
    area = exposed(houses(yard), model=F_THETA, thresholds_px_m=(1.0, 2.0)).home_m2[0, 0]

    assert area == pytest.approx(2 * 30 * math.tan(math.radians(30)) * 9, rel=0.05)


def test_a_storey_is_cut_by_the_frame():
    """A camera without tilt whose picture ends 5° below and above shows that band of the wall."""
    model = evolve(with_projection("rectilinear", vfov_deg=10.0))
    area = exposed(
        houses(wall_north(40, half_m=5), height_m=30.0),
        model=model,
        height_m=15.0,
        thresholds_px_m=(1.0, 2.0),
    ).home_m2[0, 0]

    # rectilinear: straight edges of the frame are straight on a wall that faces the camera
    assert area == pytest.approx(10 * 2 * 40 * math.tan(math.radians(5)), rel=5e-4)


def test_a_house_before_another_hides_its_lower_storeys_exactly():
    """Over a roof of 6 m at 20 m a lens at 10 m sees a wall at 40 m down to 2 m."""
    front, back = shapely.box(150, 210, 250, 220), wall_north(40, half_m=5)
    area = exposed(
        houses(front, back, height_m=[6.0, 9.0], use=["other", "home"]),
        model=evolve(F_THETA, lens=evolve(F_THETA.lens, vfov_deg=90.0)),
        height_m=10.0,
        thresholds_px_m=(1.0, 2.0),
    ).home_m2[0, 0]

    assert area == pytest.approx(10 * (9 - 2), rel=5e-4)  # lines aim 5 mm before the wall


def test_zoom_reaches_as_many_times_farther():
    """What a turning camera can reach ends where zoom times focal length over distance does."""
    model = evolve(F_THETA, turning=True, zoom=4.0)
    reach_m = 4 * FOCAL_PX / 62.5  # 122 m
    for distance_m, whole in ((0.98 * reach_m, True), (1.02 * reach_m, False)):
        small = wall_north(distance_m, half_m=2)
        found = exposed(houses(small), model=model, azimuth_deg=180.0)
        assert found.home_m2[0].tolist() == [0.0, 0.0], "it looks away at home"
        expected = 4 * 9 if whole else 0.0
        assert found.home_reachable_m2[0, 1] == pytest.approx(expected, abs=1e-6)
    near = exposed(houses(wall_north(100, half_m=2)), model=model, azimuth_deg=180.0, most_m=90.0)
    assert near.home_reachable_m2.sum() == 0, "the cap of the plan file holds whatever the zoom"


def test_what_does_not_turn_reaches_its_home_view():
    """A fixed camera has nothing more than its picture."""
    found = exposed(houses(wall_north(40)))

    assert found.home_m2[0, 0] > 0
    assert found.home_reachable_m2.tolist() == found.home_m2.tolist()


def test_range_and_purpose_do_not_hide_what_is_in_the_picture():
    """A camera for faces that counts to 20 m for the plan shows the wall at 40 m all the same."""
    usual = exposed(houses(wall_north(40))).home_m2
    narrow = exposed(houses(wall_north(40)), model=evolve(MODEL, range_m=20.0, purpose="faces"))

    assert narrow.home_m2.tolist() == usual.tolist()


def test_heads_that_overlap_count_once():
    """Two heads of 60° side by side, 30° apart, show 90°: not 120°."""
    lens = evolve(F_THETA.lens, vfov_deg=90.0)
    heads = (Head(lens, 0.0, -15.0), Head(lens, 0.0, 15.0))
    area = exposed(
        houses(wall_north(20, half_m=60)),
        model=evolve(F_THETA, heads=heads),
        thresholds_px_m=(1.0, 2.0),
        strip_m=0.25,
    ).home_m2[0, 0]

    assert area == pytest.approx(2 * 20 * math.tan(math.radians(45)) * 9, rel=SHARE)


def test_a_round_shows_what_any_preset_shows():
    """For coverage only what all presets show counts; for homes what any of them does."""
    presets = (Preset(0.0, 0.0), Preset(90.0, 0.0))
    model = evolve(F_THETA, turning=True, presets=presets)
    north, east = wall_north(20, half_m=5), shapely.box(220, 195, 230, 205)
    area = exposed(houses(north, east), model=model, thresholds_px_m=(1.0, 2.0)).home_m2[0, 0]

    assert area == pytest.approx(2 * 10 * 9, rel=1e-6)


def test_uses_are_told_apart():
    """Façades of what is no home do not count; unknown ones do by assumption."""
    for use, part in (("home", 1), ("unknown", 1), ("other", 0)):
        found = exposed(houses(wall_north(40, half_m=5), use=use)).home_m2
        assert found[0, 0] == pytest.approx(part * 10 * 9)


def test_a_lens_on_a_wall_sees_only_before_it():
    """What lies behind the wall a camera hangs on is not in free sight."""
    assert exposed(houses(wall_north(40)), facing_deg=180.0).home_m2.sum() == 0
