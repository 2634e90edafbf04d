"""Lenses: closed forms, facts of vendors, and what must hold for every ray."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from placement.cameras.lenses import Lens
from placement.cameras.projection import (
    dead_zone_m,
    density_px_m,
    detail_levels,
    far_limit_m,
    image_points,
    range_m,
    ranges_m,
)
from tests.strategies import lenses, numbers

SENSOR_M = 5.60e-3
"""Width of a 1/2.8" sensor. [m]"""
LAWS = ["rectilinear", "f-theta", "equisolid", "panoramic"]


def density(lens: Lens, *, off=0.0, below=0.0, tilt=0.0, away=10.0) -> float:
    """Return the density of one ray."""
    return float(
        density_px_m(lens, off_axis_deg=off, depression_deg=below, tilt_deg=tilt, distance_m=away)
    )


@pytest.mark.parametrize(
    ("focal_mm", "vendor_deg"),
    [(2.8, 111), (3.6, 91), (4, 79), (6, 54), (8, 41), (12, 27), (16, 19)],
)
def test_a_vendors_lens_is_f_theta_within_4_degrees(focal_mm, vendor_deg):
    """A vendor's chart for 1/2.8" agrees with angle = width / f; its density with N·f / (w·D)."""
    lens = Lens(vendor_deg, 60.0, 1920)
    f_theta = 1920 * focal_mm * 1e-3 / SENSOR_M / 10.0

    assert math.degrees(SENSOR_M / (focal_mm * 1e-3)) == pytest.approx(vendor_deg, abs=4.0)
    assert density(lens) == pytest.approx(f_theta, rel=0.07)


def test_density_on_the_axis_is_pixels_over_angle_and_distance():
    """1920 px over one radian at 10 m are 192 px/m."""
    assert density(Lens(math.degrees(1.0), 40.0, 1920)) == pytest.approx(192.0)


@pytest.mark.parametrize(("off", "below"), [(0, 0), (20, 0), (-20, 0), (0, 15), (12, -9)])
def test_rectilinear_density_depends_on_depth_alone(off, below):
    """On a plane square to the axis every pixel is as wide: width / (2 tan(h/2) Z)."""
    depth = 12.0
    away = depth / (math.cos(math.radians(off)) * math.cos(math.radians(below)))

    found = density(Lens(90.0, 59.0, 1920, "rectilinear"), off=off, below=below, away=away)

    assert found == pytest.approx(1920 / (2 * math.tan(math.radians(45)) * depth))


@pytest.mark.parametrize(
    ("width_px", "focal_mm", "asked", "away"),
    [
        (1920, 2.8, 250, 3.8),
        (1920, 2.8, 125, 7.7),
        (1920, 2.8, 25, 38.0),
        (2560, 6.0, 250, 11.0),
        (2560, 6.0, 40, 68.0),
        (3840, 12.0, 250, 33.0),
        (3840, 12.0, 500, 16.0),
        (3840, 12.0, 25, 329.0),
    ],
)
def test_known_distances_of_detail(width_px, focal_mm, asked, away):
    """Identification, recognition and detection of common cameras, as worked out by hand."""
    hfov_deg = math.degrees(2 * math.atan(SENSOR_M / (2 * focal_mm * 1e-3)))
    lens = Lens(hfov_deg, 50.0, width_px, "rectilinear")

    assert range_m(lens, asked) == pytest.approx(away, rel=0.04)


@pytest.mark.parametrize(
    ("lens", "away"),
    [
        (Lens(100.0, 55.0, 2688, "rectilinear"), (45, 18, 9, 4.5)),
        (Lens(85.0, 48.0, 3840, "rectilinear"), (84, 34, 17, 8)),
        (Lens(30.0, 17.0, 3840, "rectilinear"), (287, 115, 57, 29)),
        (Lens(90.0, 55.0, 3840, "rectilinear"), (77, 31, 15, 8)),
        (Lens(2.0, 1.1, 1920, "rectilinear"), (2200, 880, 440, 220)),
    ],
    ids=["4 MP 100°", "8 MP 85°", "8 MP 30°", "a head of 4×8 MP", "PTZ at 2°"],
)
def test_known_distances_of_every_level(lens, away):
    """Detect, observe, recognise and identify as councils are told them."""
    found = ranges_m(lens, edition="2014")

    levels = ("detect", "observe", "recognise", "identify")
    assert [found[level] for level in levels] == pytest.approx(away, rel=0.05)


@pytest.mark.parametrize("edition", ["2014", "2025"])
def test_each_level_of_a_ladder_has_its_range(edition):
    """Finer levels are nearer, in proportion."""
    lens = Lens(90.0, 55.0, 3840)
    found = ranges_m(lens, edition=edition)

    assert list(found) == [level.name for level in detail_levels(edition)]
    for level in detail_levels(edition):
        assert density(lens, away=found[level.name]) == pytest.approx(level.density_px_m)


@given(lenses(), numbers(10, 1500))
def test_at_its_range_a_lens_has_that_density(lens, asked):
    """`range_m` is where the middle of the picture has the density asked."""
    assert density(lens, away=range_m(lens, asked)) == pytest.approx(asked)


@pytest.mark.parametrize(
    ("tilt", "target", "near"), [(20, 0.0, 5.1), (20, 1.8, 3.6), (30, 0.0, 3.6), (30, 1.8, 2.5)]
)
def test_known_dead_zones_under_a_pole_of_6_m(tilt, target, near):
    """With an upright angle of 58.7°, feet and heads enter the picture at known distances."""
    found = dead_zone_m(Lens(90.0, 58.7, 1920), height_m=6.0, tilt_deg=tilt, target_height_m=target)

    assert found == pytest.approx(near, abs=0.06)


def test_a_dead_zone_ends_where_the_picture_begins():
    """Just inside it a target has no pixels, just outside it has."""
    lens = Lens(90.0, 58.7, 1920)
    near = dead_zone_m(lens, height_m=6.0, tilt_deg=20.0, target_height_m=0.0)

    def seen(ground_m: float) -> float:
        below = math.degrees(math.atan2(6.0, ground_m))
        return density(lens, below=below, tilt=20.0, away=math.hypot(6.0, ground_m))

    assert seen(near * 0.999) == 0.0
    assert seen(near * 1.001) > 0.0


def test_no_dead_zone_under_a_camera_that_looks_straight_down():
    """The lower edge beyond the nadir sees the pole's foot; a head above the lens needs none."""
    lens = Lens(90.0, 60.0, 1920)

    assert dead_zone_m(lens, height_m=6.0, tilt_deg=80.0, target_height_m=0.0) < 1e-9
    assert dead_zone_m(lens, height_m=2.0, tilt_deg=20.0, target_height_m=3.0) == 0.0
    assert dead_zone_m(lens, height_m=6.0, tilt_deg=-40.0, target_height_m=0.0) == math.inf


@given(lenses(), numbers(2, 12), numbers(-10, 80), numbers(0, 1.8))
def test_the_picture_lies_between_dead_zone_and_far_limit(lens, height, tilt, target):
    """On the axis's bearing a target is seen exactly between the two, at every tilt."""
    near, far = (
        edge(lens, height_m=height, tilt_deg=tilt, target_height_m=target)
        for edge in (dead_zone_m, far_limit_m)
    )
    assume(tilt - lens.vfov_deg / 2 < 89 and tilt + lens.vfov_deg / 2 < 179)
    drop = height - target
    assume(drop > 0.1)
    for ground in (near * 0.999, near * 1.001 + 1e-6, far * 0.999, far * 1.001):
        if 1e-6 < ground < 1e6:
            below = math.degrees(math.atan2(drop, ground))
            found = density(lens, below=below, tilt=tilt)
            assert (found > 0) == (near <= ground <= far)


def test_a_far_limit_by_hand():
    """The upper edge 15° below the horizon meets the ground at 6 / tan 15°; at it, never."""
    lens = Lens(90.0, 30.0, 1920)
    asked = {"height_m": 6.0, "target_height_m": 0.0}

    assert far_limit_m(lens, tilt_deg=30.0, **asked) == pytest.approx(22.39, abs=0.01)
    assert far_limit_m(lens, tilt_deg=15.0, **asked) == math.inf


@given(numbers(-1.0, 1.0), numbers(-1.0, 1.0), numbers(-10, 60))
def test_projections_agree_near_the_axis(off, below, tilt):
    """Lenses of one focal length have the same pixels there, to the square of the angle."""
    half = math.radians(30.0)
    lenses_ = [
        Lens(2 * math.degrees(angle), 40.0, round(1e6 * size), law)
        for law, angle, size in (
            ("rectilinear", half, 2 * math.tan(half)),
            ("f-theta", half, 2 * half),
            ("equisolid", half, 4 * math.sin(half / 2)),
        )
    ]
    ray = {"off": off / math.cos(math.radians(tilt)), "below": tilt + below, "tilt": tilt}
    found = [density(lens, **ray) for lens in lenses_]

    assert found == pytest.approx([found[0]] * 3, rel=2 * math.radians(2.1) ** 2)


def test_an_equisolid_lens_by_hand():
    """60° off the axis its radius grows by cos 30° of what it grows in the middle."""
    lens = Lens(180.0, 180.0, 2000, "equisolid")

    assert density(lens, away=1.0) == pytest.approx(2000 / (4 * math.sin(math.pi / 4)))
    assert density(lens, off=60.0) == pytest.approx(density(lens) * math.cos(math.pi / 6))
    assert density(lens, off=60.0) == pytest.approx(density(lens, below=60.0))


@given(
    lenses(), numbers(-170, 170), numbers(-80, 80), numbers(-10, 60), numbers(-1, 1), numbers(-1, 1)
)
def test_nothing_jumps_at_the_edge_of_the_picture(lens, off, below, tilt, right, down):
    """A ray moved by a millionth of a degree is as far inside as before, and as dense."""
    axis = math.radians(tilt)
    depth = math.cos(math.radians(below)) * math.cos(math.radians(off)) * math.cos(axis) + math.sin(
        math.radians(below)
    ) * math.sin(axis)
    assume(depth > -0.9)  # straight behind, an f-theta picture is torn
    here, there = (
        image_points(
            lens,
            off_axis_deg=off + step * right,
            depression_deg=below + step * down,
            tilt_deg=tilt,
        )
        for step in (0.0, 1e-6)
    )

    for name in ("side_margin", "top_margin", "shrinkage"):
        assert getattr(there, name) == pytest.approx(getattr(here, name), abs=2e-5)


@pytest.mark.parametrize("projection", LAWS)
def test_the_picture_ends_at_half_its_angles(projection):
    """Level, the last ray is half the angle off the axis, to either side, up and down."""
    lens = Lens(80.0, 40.0, 1920, projection)

    for sign in (-1, 1):
        assert density(lens, off=sign * 39.99) > 0
        assert density(lens, off=sign * 40.01) == 0
        assert density(lens, below=sign * 19.99) > 0
        assert density(lens, below=sign * 20.01) == 0
    assert density(lens, off=180.0) == 0


@pytest.mark.parametrize("projection", LAWS)
def test_tilting_moves_the_picture_down(projection):
    """Tilted by 30°, the middle of the picture is 30° below the horizon; the horizon is out."""
    lens = Lens(80.0, 40.0, 1920, projection)

    assert density(lens, below=30.0, tilt=30.0) > 0
    assert density(lens, below=0.0, tilt=30.0) == 0
    assert density(lens, below=49.9, tilt=30.0) > 0


@given(numbers(-180, 180), numbers(-19, 19), numbers(0.5, 200))
def test_a_whole_circle_ignores_azimuth(off, below, away):
    """A panoramic camera of 360° has the same pixels in every direction."""
    lens = Lens(360.0, 40.0, 8192, "panoramic")

    assert density(lens, off=off, below=below, away=away) == pytest.approx(
        8192 / (2 * math.pi * away)
    )


@given(lenses(), numbers(-180, 180), numbers(-89, 89), numbers(-10, 80), numbers(0.5, 400))
def test_density_falls_with_distance(lens, off, below, tilt, away):
    """Twice as far, half as many pixels, whatever the ray."""
    near = density(lens, off=off, below=below, tilt=tilt, away=away)
    far = density(lens, off=off, below=below, tilt=tilt, away=2 * away)

    assert far == pytest.approx(near / 2)


@given(lenses(), numbers(0, 180), numbers(-89, 89), numbers(-10, 80))
def test_left_and_right_are_alike(lens, off, below, tilt):
    """Rays as far off the axis to the left as to the right have the same density."""
    assume(abs(off - lens.hfov_deg / 2) > 1e-6)  # rounding decides at the very edge

    assert density(lens, off=-off, below=below, tilt=tilt) == pytest.approx(
        density(lens, off=off, below=below, tilt=tilt)
    )


@given(lenses(), numbers(-89, 89))
def test_the_axis_is_always_in_the_picture(lens, tilt):
    """A target in the middle has the density of the axis at every tilt."""
    assert density(lens, below=tilt, tilt=tilt) == pytest.approx(density(lens))


@given(lenses("rectilinear"), numbers(-70, 70), numbers(-50, 50))
def test_a_rectilinear_lens_never_flatters(lens, off, below):
    """Its density is at most that of the stretched edge, and at least that of the axis."""
    found = density(lens, off=off, below=below)

    assert found == 0 or found >= density(lens) * (1 - 1e-9)


def test_arrays_are_broadcast():
    """Rays in a column, distances in a row: a table of densities."""
    found = density_px_m(
        Lens(90.0, 60.0, 1920),
        off_axis_deg=np.zeros((3, 1)),
        depression_deg=0.0,
        tilt_deg=0.0,
        distance_m=np.array([5.0, 10.0]),
    )

    assert found.shape == (3, 2)
    assert (found[:, 0] == 2 * found[:, 1]).all()


@pytest.mark.parametrize(
    ("edition", "ladder"),
    [
        ("2014", {"monitor": 12.5, "detect": 25, "observe": 62.5, "recognise": 125}
         | {"identify": 250, "inspect": 1000}),
        ("2025", {"overview": 20, "outline": 40, "discern": 80, "perceive": 125}
         | {"characterise": 250, "validate": 500, "scrutinise": 1500}),
    ],
)  # fmt: skip
def test_both_ladders_of_detail_are_data(edition, ladder):
    """Each edition's levels with their densities, coarsest first, each with its source."""
    levels = detail_levels(edition)

    assert {level.name: level.density_px_m for level in levels} == ladder
    assert [level.density_px_m for level in levels] == sorted(ladder.values())
    assert all(level.source and level.edition == edition for level in levels)


@given(st.sampled_from(["1999", "", "2014 "]))
def test_an_unknown_edition_has_no_levels(edition):
    """Nothing is made up for a standard that is not there."""
    assert detail_levels(edition) == ()
