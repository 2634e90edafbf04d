"""Camera models: what a device sees in a pose, and what a turning one reaches."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given

from placement.cameras.heads import Head
from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from tests.strategies import models, numbers
from tests.toy_town import ROUND, TURNING, WIDE


def sees(model: CameraModel, *, camera=0.0, target=0.0, below=None, away=20.0, **more) -> float:
    """Return the density on one target, by default in the middle of the picture's height."""
    return float(
        model.density_px_m(
            camera_azimuth_deg=camera,
            target_azimuth_deg=target,
            depression_deg=model.tilt_deg if below is None else below,
            distance_m=away,
            **more,
        )
    )


def test_a_camera_sees_to_its_range_and_no_farther():
    """At the range there are pixels, beyond there are none, however many the lens has."""
    assert sees(WIDE, away=60.0) > 0
    assert sees(WIDE, away=60.01) == 0


@pytest.mark.parametrize(("camera", "target"), [(350, 20), (20, 350), (0, 359), (180, 150)])
def test_azimuths_wrap_around_north(camera, target):
    """A target within half the angle is seen also across north."""
    assert sees(WIDE, camera=camera, target=target) > 0
    assert sees(WIDE, camera=camera, target=camera + 180) == 0


def test_the_tilt_of_a_pose_replaces_that_of_the_model():
    """Mounted level, a camera sees the horizon that it misses when tilted."""
    assert sees(WIDE, below=-20.0) == 0
    assert sees(WIDE, below=-20.0, tilt_deg=0.0) > 0


@given(numbers(0, 360), numbers(0, 360), numbers(0, 360))
def test_only_the_difference_of_azimuths_counts(camera, target, turn):
    """Turning camera and target together changes nothing."""
    wide = CameraModel("w", Lens(359.0, 60.0, 4000, "panoramic"), 0.0, 100.0, 0.0)

    assert (
        sees(wide, camera=camera, target=target)
        == pytest.approx(sees(wide, camera=camera + turn, target=target + turn), rel=1e-6)
        or abs((target - camera) % 360 - 180) < 0.6
    )


def test_a_whole_circle_needs_one_pose():
    """Only a panoramic camera of 360° looks everywhere at once."""
    assert ROUND.whole_circle
    assert not WIDE.whole_circle
    assert not CameraModel(
        "half", Lens(180.0, 60.0, 8192, "panoramic"), 15.0, 50.0, 0.0
    ).whole_circle
    assert not CameraModel("fish", Lens(360.0, 60.0, 8192, "f-theta"), 15.0, 50.0, 0.0).whole_circle


@given(models(), numbers(0.5, 400))
def test_reach_is_the_density_of_the_middle_zoomed_in(model, away):
    """Once it looks there, a turning camera has its axis's pixels times what it can zoom."""
    assert float(model.ptz_density_px_m(distance_m=away)) == pytest.approx(
        model.zoom * sees(model, away=away)
    )


def test_reach_ends_at_the_range():
    """Beyond its range a turning camera reaches nothing."""
    assert (TURNING.ptz_density_px_m(distance_m=np.array([90.0, 90.1])) > 0).tolist() == [
        True,
        False,
    ]


@pytest.mark.parametrize("wrong", [{"range_m": 0.0}, {"cost_czk": -1.0}, {"zoom": 0.5}])
def test_a_model_without_sense_is_refused(wrong):
    """Range is above 0, the price not below, and nothing zooms to less than its picture."""
    whole = {"name": "m", "lens": WIDE.lens, "tilt_deg": 0.0, "range_m": 1.0, "cost_czk": 0.0}

    with pytest.raises(ValueError, match=next(iter(wrong))):
        CameraModel(**(whole | wrong))


def test_by_night_a_camera_sees_as_far_as_its_light():
    """Unlit places count to the infrared range, lit ones to the range; no light is no limit."""
    dark = evolve(WIDE, night_range_m=25.0)

    assert sees(dark.by_night(), away=25.0) > 0
    assert sees(dark.by_night(), away=25.1) == 0
    assert WIDE.by_night() == WIDE
    assert evolve(WIDE, night_range_m=500.0).by_night().range_m == WIDE.range_m


@given(models(), numbers(0, 360), numbers(-20, 89), numbers(1, 100))
def test_one_head_is_the_camera_itself(model, target, below, away):
    """A single head with the model's lens and tilt sees the same, bit for bit."""
    headed = evolve(model, heads=(Head(model.lens, model.tilt_deg),))

    assert sees(headed, target=target, below=below, away=away) == sees(
        model, target=target, below=below, away=away
    )
