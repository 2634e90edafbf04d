"""Critical azimuths: where a target enters and leaves the picture of a turning camera."""

import math

import numpy as np
import pytest
from hypothesis import given

from placement.cameras.critical_azimuths import covering_intervals
from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from tests.strategies import lenses, models, numbers, special_models


def turns(model: CameraModel, *, target=0.0, below=0.0, away=10.0, asked=1e-6):
    """Return the intervals of camera azimuths that cover one target."""
    found = covering_intervals(
        [target],
        model=model,
        depression_deg=[below],
        distance_m=[away],
        required_density_px_m=asked,
    )
    return np.column_stack([found.first_deg, found.last_deg])


@given(lenses("rectilinear"), numbers(1.0, 40.0), numbers(1.0, 40.0))
def test_the_edge_of_a_tilted_pinhole_is_met_exactly(lens, tilt, below):
    """A closed form: the edge plane a sin ψ = k (a cos ψ cos t + b sin t), to 1e-8°."""
    model = CameraModel("m", lens, tilt, 100.0, 0.0)
    level, down = math.cos(math.radians(below)), math.sin(math.radians(below))
    k = math.tan(math.radians(lens.hfov_deg) / 2)
    along, upright = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    # R sin(ψ - φ) = k b sin t with R = a √(1 + k² cos² t) and tan φ = k cos t
    edge = math.degrees(
        math.asin(min(1.0, k * down * upright / (level * math.hypot(1.0, k * along))))
        + math.atan(k * along)
    )

    found = turns(model, below=below)

    for end in found.ravel():
        off = abs((end + 180.0) % 360.0 - 180.0)
        assert off <= edge + 1e-8
        beside = abs(off - edge) < 1e-8
        assert beside or leaves_by_top_or_bottom(model, below=below, off=off)


def leaves_by_top_or_bottom(model: CameraModel, *, below: float, off: float) -> bool:
    """Return whether a ray is on the upper or lower edge of a pinhole's picture."""
    axis, ray, turn = (math.radians(angle) for angle in (model.tilt_deg, below, off))
    depth = math.cos(ray) * math.cos(turn) * math.cos(axis) + math.sin(ray) * math.sin(axis)
    down = math.sin(ray) * math.cos(axis) - math.cos(ray) * math.cos(turn) * math.sin(axis)
    return math.isclose(
        abs(down / depth), math.tan(math.radians(model.lens.vfov_deg) / 2), rel_tol=1e-7
    )


@given(models() | special_models(), numbers(0, 360), numbers(-60, 89), numbers(1, 90))
def test_inside_the_intervals_and_nowhere_else_the_camera_sees(model, target, below, away):
    """Asked in 1440 directions, the camera itself agrees with the intervals."""
    found = turns(model, target=target, below=below, away=away, asked=25.0)

    azimuth = np.arange(0.0, 360.0, 0.25) + 0.01
    sees = (
        model.density_px_m(
            camera_azimuth_deg=azimuth,
            target_azimuth_deg=target,
            depression_deg=below,
            distance_m=away,
        )
        >= 25.0
    )
    within, near = np.zeros((2, azimuth.size), dtype=bool)
    for first, last in found:
        for turn in (0.0, 360.0):
            within |= (azimuth + turn >= first) & (azimuth + turn <= last)
            near |= np.minimum(abs(azimuth + turn - first), abs(azimuth + turn - last)) < 1e-6
    assert (within == sees)[~near].all()


def test_a_camera_that_looks_down_sees_beside_its_foot_twice():
    """Straight down, a wide and low picture holds a target only to its left and right."""
    model = CameraModel("m", Lens(100.0, 20.0, 1920, "rectilinear"), 90.0, 100.0, 0.0)

    found = turns(model, below=60.0)

    width = 2 * math.degrees(math.asin(math.tan(math.radians(10)) / math.tan(math.radians(30))))
    assert np.sort(found.mean(axis=1)) == pytest.approx([90.0, 270.0])
    assert found[:, 1] - found[:, 0] == pytest.approx([width, width])


def test_a_pinhole_may_be_dense_enough_only_beside_its_axis():
    """Its pixels grow towards the edges: a far place counts there and not in the middle."""
    lens = Lens(100.0, 60.0, 1920, "rectilinear")
    model = CameraModel("m", lens, 0.0, 100.0, 0.0)

    found = turns(model, away=40.0, asked=lens.axis_px_rad / 40.0 / math.cos(math.radians(30)))

    assert np.sort(found[:, 0]) == pytest.approx([30.0, 310.0], abs=1e-6)
    assert np.sort(found[:, 1]) == pytest.approx([50.0, 330.0], abs=1e-6)


def test_what_is_always_in_the_picture_is_one_whole_turn():
    """A ring covers its target at every azimuth."""
    ring = CameraModel("m", Lens(360.0, 40.0, 8192, "panoramic"), 0.0, 100.0, 0.0)

    assert turns(ring, target=123.0).tolist() == [[0.0, 360.0]]
