"""Gates: from where a face can be recognised and a number plate read."""

import math

import pytest
from attrs import evolve
from hypothesis import given

from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.cameras.purposes import lane_angle_deg, purpose_requirements
from tests.strategies import numbers

LENS = Lens(40.0, 40.0, 3840)
FACES = CameraModel("f", LENS, 10.0, 60.0, 0.0, purpose="faces")
PLATES = CameraModel("p", LENS, 10.0, 60.0, 0.0, purpose="plates", lane_azimuth_deg=350.0)


def seen(model: CameraModel, *, below: float, away: float, azimuth: float = 0.0) -> float:
    """Return the density of a camera on a target in the middle of its picture's width."""
    return float(
        model.density_px_m(
            camera_azimuth_deg=azimuth,
            target_azimuth_deg=azimuth,
            depression_deg=below,
            distance_m=away,
        )
    )


@pytest.mark.parametrize(("height_m", "near"), [(3, 5.2), (4, 9.0), (6, 16.4), (8, 23.9)])
def test_known_distances_of_a_face(height_m, near):
    """From a pole a face is seen well enough only beyond (H - 1.6) / tan 15°."""
    assert purpose_requirements()["faces"].near_m(height_m=height_m) == pytest.approx(
        near, abs=0.06
    )


@pytest.mark.parametrize(("ground_m", "counts"), [(16.3, False), (16.5, True)])
def test_a_face_counts_from_16_4_m_off_a_pole_of_6_m(ground_m, counts):
    """Nearer the camera sees hats, however many pixels it has on them."""
    below = math.degrees(math.atan2(6.0 - 1.6, ground_m))
    ray = {"below": below, "away": math.hypot(4.4, ground_m)}

    assert (seen(FACES, **ray) > 0) is counts
    assert seen(evolve(FACES, purpose="people"), **ray) > 0


def test_a_plate_needs_130_pixels():
    """250 px/m on the 520 mm of a plate, square to it."""
    gate = purpose_requirements()["plates"]

    assert float(gate.required_px_m()) == pytest.approx(250.0)
    assert float(gate.required_px_m(away_deg=30.0)) == pytest.approx(250.0 / math.cos(math.pi / 6))


@given(numbers(0.0, 360.0), numbers(0.0, 29.0), numbers(1.0, 50.0))
def test_a_plate_counts_by_its_pixels_and_both_angles(azimuth, below, away):
    """Exactly where 130 px lie across it and it is at most 30° off the lane, from either end."""
    turned = abs((azimuth - 350.0 + 90.0) % 180.0 - 90.0)
    density = LENS.axis_px_rad / away
    pixels = density * 0.52 * math.cos(math.radians(turned))
    if abs(pixels - 130.0) < 1e-6 or abs(turned - 30.0) < 1e-6:
        return

    assert (seen(PLATES, below=below, away=away, azimuth=azimuth) > 0) == (
        pixels >= 130.0 and turned <= 30.0
    )


def test_a_plate_is_not_read_from_steeply_above():
    """At most 30° down, whatever the lane."""
    anywhere = evolve(PLATES, lane_azimuth_deg=None, tilt_deg=30.0)

    assert seen(anywhere, below=29.9, away=10.0, azimuth=77.0) > 0
    assert seen(anywhere, below=30.1, away=10.0, azimuth=77.0) == 0


@given(numbers(0.0, 360.0), numbers(0.0, 360.0))
def test_a_lane_has_two_ends_and_no_sense(lane, target):
    """Turning the lane about changes nothing; the angle is at most a right one."""
    away = float(lane_angle_deg(lane, target))

    assert 0.0 <= away <= 90.0
    assert away == pytest.approx(float(lane_angle_deg(lane + 180.0, target)), abs=1e-9)


def test_an_unknown_lane_is_taken_as_ahead():
    """Without a direction only pixels and steepness can be asked."""
    assert lane_angle_deg(None, [10.0, 200.0]).tolist() == [0.0, 0.0]


def test_people_have_no_gate_and_gates_have_sources():
    """The pixel density asked is all; every limit says who set it."""
    assert set(purpose_requirements()) == {"faces", "plates"}
    assert evolve(FACES, purpose="people").requirement is None
    assert all(gate.source for gate in purpose_requirements().values())


def test_what_turning_cameras_reach_goes_through_the_gate():
    """A face right below is out of reach too."""
    turning = evolve(FACES, turning=True)

    assert float(turning.ptz_density_px_m(distance_m=20.0, depression_deg=14.0)) > 0
    assert float(turning.ptz_density_px_m(distance_m=20.0, depression_deg=16.0)) == 0
