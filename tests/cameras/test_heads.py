"""Heads and presets: several pictures of one camera, at once or in turn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.cameras.heads import Head, Preset
from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from tests.examples import up_to
from tests.strategies import numbers

QUARTER = Lens(90.0, 55.0, 3840)
RING = CameraModel("ring", Lens(360.0, 55.0, 15_360, "panoramic"), 22.0, 80.0, 0.0)
FOUR = CameraModel(
    "four",
    QUARTER,
    22.0,
    80.0,
    0.0,
    heads=tuple(Head(QUARTER, 22.0, offset) for offset in (0.0, 90.0, 180.0, 270.0)),
)
ROUND = CameraModel(
    "round",
    Lens(60.0, 40.0, 1920),
    10.0,
    80.0,
    0.0,
    turning=True,
    zoom=4.0,
    presets=(Preset(0.0, 10.0, 1.0, 20.0), Preset(40.0, 10.0, 1.0, 10.0)),
    travel_s=10.0,
)


def rays(count: int = 4000) -> dict[str, np.ndarray]:
    """Return rays from a pole of 5 m to heads of 1.6 m, 5 to 80 m away, all around."""
    dice = np.random.default_rng(3)
    ground = dice.uniform(5.0, 80.0, count)
    return {
        "target_azimuth_deg": dice.uniform(0.0, 360.0, count),
        "depression_deg": np.degrees(np.arctan2(3.4, ground)),
        "distance_m": np.hypot(3.4, ground),
    }


def test_four_heads_are_the_panoramic_shorthand():
    """Where both see, the densities are equal; they differ only on seams, 1 ray in 50 at most."""
    ring, four = (model.density_px_m(camera_azimuth_deg=17.0, **rays()) for model in (RING, FOUR))

    both = (ring > 0) & (four > 0)
    assert four[both] == pytest.approx(ring[both])
    assert ((ring > 0) != (four > 0)).mean() <= 0.02
    assert both.mean() > 0.9


def test_four_heads_look_all_around():
    """Their arcs add up to the circle; pixels add up; one pose is enough."""
    assert FOUR.whole_circle
    assert (FOUR.hfov_deg, FOUR.vfov_deg, FOUR.width_px) == (360.0, 55.0, 15_360)


@pytest.mark.parametrize(
    ("offsets", "together"),
    [((0.0,), 90.0), ((0.0, 45.0), 135.0), ((-90.0, 90.0), 180.0), ((0, 90, 180, 269.9), 359.9)],
)
def test_arcs_that_overlap_count_once(offsets, together):
    """The azimuths in any picture, across north too."""
    heads = tuple(Head(QUARTER, 22.0, offset) for offset in offsets)
    model = CameraModel("m", QUARTER, 22.0, 80.0, 0.0, heads=heads)

    assert model.hfov_deg == pytest.approx(together)
    assert not model.whole_circle


def test_the_densest_head_counts():
    """A long lens beside a wide one lends its pixels where both look."""
    wide, long = Head(Lens(100.0, 55.0, 1920), 10.0), Head(Lens(20.0, 12.0, 1920), 10.0)
    model = CameraModel("m", wide.lens, 10.0, 80.0, 0.0, heads=(wide, long))

    found = model.density_px_m(
        camera_azimuth_deg=0.0,
        target_azimuth_deg=np.array([0.0, 30.0]),
        depression_deg=10.0,
        distance_m=20.0,
    )

    assert found == pytest.approx([long.lens.axis_px_rad / 20, wide.lens.axis_px_rad / 20])


def test_a_pose_with_another_tilt_tilts_all_heads():
    """Mounted 10° lower than the model says, each head looks 10° lower."""
    assert [head.tilt_deg for head in FOUR.heads_at_tilt(32.0)] == [32.0] * 4
    assert FOUR.heads_at_tilt() == FOUR.heads


@pytest.mark.parametrize(
    ("azimuth", "offsets"), [(0.0, [0.0, 90.0, 270.0]), (45.0, [0.0, 270.0]), (10.0, [0, 90, 270])]
)
def test_a_head_that_looks_into_its_own_wall_does_not_count(azimuth, offsets):
    """On a wall to the north the head to the south is out; turned by half a head, two are."""
    free = FOUR.free_heads(azimuth_deg=azimuth, facing_deg=0.0)

    assert [head.azimuth_offset_deg for head in free] == offsets
    assert FOUR.free_hfov_deg(azimuth_deg=azimuth, facing_deg=0.0) == pytest.approx(180.0)
    assert (FOUR.width_px, FOUR.hfov_deg, len(FOUR.heads)) == (15_360, 360.0, 4)  # as bought


def test_without_a_wall_all_heads_count():
    """A pole hides nothing; nor does it hide anything of a single lens or a round."""
    free = {"azimuth_deg": 30.0, "facing_deg": None}

    assert FOUR.free_heads(**free) == FOUR.heads
    assert (FOUR.free_hfov_deg(**free), RING.free_hfov_deg(**free)) == (360.0, 360.0)
    assert ROUND.free_heads(azimuth_deg=180.0, facing_deg=0.0) == ROUND.imaging_heads()


def test_a_wall_halves_a_whole_circle_in_one_lens():
    """A panoramic picture has one head, which sees the half circle before the wall."""
    assert RING.free_heads(azimuth_deg=0.0, facing_deg=77.0) == RING.heads_at_tilt()
    assert RING.free_hfov_deg(azimuth_deg=0.0, facing_deg=77.0) == pytest.approx(180.0)


def test_a_camera_turned_into_its_wall_has_no_head_left():
    """Its picture, 90° wide, lies wholly behind the wall."""
    one = CameraModel("one", QUARTER, 22.0, 80.0, 0.0)

    assert one.free_heads(azimuth_deg=180.0, facing_deg=0.0) == ()
    assert one.free_hfov_deg(azimuth_deg=180.0, facing_deg=0.0) == pytest.approx(0.0)


@given(
    st.lists(st.tuples(numbers(0.0, 359.0), numbers(5.0, 170.0)), min_size=1, max_size=5),
    numbers(0.0, 359.0),
    numbers(0.0, 359.0),
)
@settings(deadline=None, max_examples=up_to(60))
def test_heads_left_out_would_see_nothing_before_the_wall(arcs, azimuth, facing):
    """Ray by ray around: the same picture without them, and as many degrees of it as told."""
    heads = tuple(Head(Lens(wide, 40.0, 1920), 0.0, offset) for offset, wide in arcs)
    model = CameraModel("m", QUARTER, 0.0, 80.0, 0.0, heads=heads)
    pose = {"azimuth_deg": azimuth, "facing_deg": facing}
    ray = (np.arange(3600) + 0.5) / 10
    open_ray = ray[np.abs((ray - facing + 180) % 360 - 180) <= 90]

    def pictured(some: tuple[Head, ...]) -> np.ndarray:
        off = (open_ray[:, None] - azimuth - [h.azimuth_offset_deg for h in some] + 180) % 360
        return (np.abs(off - 180) <= [h.lens.hfov_deg / 2 for h in some]).any(axis=1)

    assert (pictured(model.free_heads(**pose)) == pictured(heads)).all()
    assert model.free_hfov_deg(**pose) == pytest.approx(pictured(heads).sum() / 10, abs=1.0)


@given(numbers(-60.0, 120.0))
def test_a_round_always_sees_what_every_preset_shows(azimuth):
    """The intersection of the pictures."""
    ray = {
        "camera_azimuth_deg": 0.0,
        "target_azimuth_deg": azimuth,
        "depression_deg": 10.0,
        "distance_m": 20.0,
    }
    shown = np.array([abs(azimuth) < 30.4, abs(azimuth - 40.0) < 30.4])
    if min(abs(abs(azimuth) - 30.2), abs(abs(azimuth - 40.0) - 30.2)) < 0.4:
        return  # tilted, the edge is a little beyond half the angle of view

    assert (float(ROUND.density_px_m(**ray)) > 0) == shown.all()


def test_a_round_with_one_preset_always_sees_it():
    """There is nowhere else to look."""
    (only,) = ROUND.presets[1:]
    model = CameraModel("m", ROUND.lens, 0.0, 80.0, 0.0, turning=True, presets=(only,))
    ray = {"target_azimuth_deg": 40.0, "depression_deg": 10.0, "distance_m": 20.0}

    assert float(model.density_px_m(camera_azimuth_deg=0.0, **ray)) > 0


def test_a_preset_zooms_in():
    """Twice as long a lens: twice the pixels, half the angle."""
    head = Preset(0.0, 10.0, zoom=2.0).head(ROUND.lens)

    assert head.lens.hfov_deg == pytest.approx(30.0)
    assert head.lens.axis_px_rad == pytest.approx(2 * ROUND.lens.axis_px_rad)


@pytest.mark.parametrize("wrong", [{"zoom": 0.5}, {"dwell_s": 0.0}])
def test_an_impossible_preset_is_refused(wrong):
    """A zoom below 1 or no time at all."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Preset(0.0, 10.0, **wrong)
