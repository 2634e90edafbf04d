"""The best direction of a camera: exact, and never worse than any grid of directions."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from placement.cameras.best_azimuth import best_azimuth, dominating_azimuths
from placement.cameras.critical_azimuths import covering_intervals
from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from tests.strategies import lenses, models, numbers, special_models

TENTH = np.arange(0.0, 360.0, 0.1)


@st.composite
def surroundings(draw) -> dict:
    """Draw targets around a camera, some in line or exactly a picture apart, and their worth."""
    count = draw(st.integers(1, 12))
    away = np.array(draw(st.lists(numbers(3.0, 90.0), min_size=count, max_size=count)))
    step = draw(st.sampled_from([0.001, 15.0, 45.0]))
    azimuth = np.array(draw(st.lists(numbers(0, 360), min_size=count, max_size=count)))
    return {
        "target_azimuth_deg": np.round(azimuth / step) * step,
        "depression_deg": np.degrees(np.arctan2(draw(numbers(-2.0, 10.0)), away)),
        "distance_m": away,
        "weight": np.array(draw(st.lists(st.integers(0, 9), min_size=count, max_size=count))) + 0.0,
    }


def covered(model: CameraModel, around: dict, azimuth: np.ndarray, *, asked: float) -> np.ndarray:
    """Return the weight a camera covers in some directions, by asking the camera itself."""
    rays = {name: values for name, values in around.items() if name != "weight"}
    density = model.density_px_m(camera_azimuth_deg=np.asarray(azimuth)[:, None], **rays)
    return (density >= asked) @ around["weight"]


@given(
    models() | special_models(), surroundings(), st.sampled_from([0.0, 12.5, 62.5]), numbers(-9, 80)
)
def test_no_direction_covers_more(model, around, asked, tilt):
    """Whatever the lens, heads, round or gate: 3600 directions never beat the best one."""
    posed = evolve(model, tilt_deg=tilt)
    aim = best_azimuth(**around, model=posed, required_density_px_m=max(asked, 1e-6))

    found = covered(posed, around, np.array([aim.azimuth_deg]), asked=max(asked, 1e-6))
    assert found[0] == aim.covered_weight
    assert aim.covered_weight >= covered(posed, around, TENTH, asked=max(asked, 1e-6)).max()


@given(lenses("panoramic"), st.lists(numbers(0, 360), min_size=1, max_size=9))
def test_a_level_ring_covers_what_fits_into_its_angle(lens, azimuths):
    """In closed form: the most targets in an arc that starts at one of them."""
    model = CameraModel("m", lens, 0.0, 100.0, 0.0)
    targets = np.array(azimuths)

    aim = best_azimuth(
        targets,
        np.ones(targets.size),
        model=model,
        depression_deg=0.0,
        distance_m=10.0,
        required_density_px_m=1e-6,
    )

    within = ((targets[None] - targets[:, None]) % 360.0 <= lens.hfov_deg + 1e-9).sum(axis=1)
    beyond = ((targets[None] - targets[:, None]) % 360.0 <= lens.hfov_deg - 1e-7).sum(axis=1)
    assert beyond.max() <= aim.covered_weight <= within.max()


def test_targets_just_a_picture_apart_are_both_seen():
    """Only one direction does it, which no grid of whole degrees would find."""
    model = CameraModel("m", Lens(80.0, 40.0, 1920), 0.0, 100.0, 0.0)

    aim = best_azimuth(
        [10.3, 90.3],
        [1.0, 1.0],
        model=model,
        depression_deg=0.0,
        distance_m=10.0,
        required_density_px_m=12.5,
    )

    assert (aim.covered_weight, aim.azimuth_deg) == (2.0, pytest.approx(50.3))
    assert aim.interval_deg < 1e-8


def test_the_camera_looks_into_the_middle_of_its_play():
    """One target: half the angle of view to either side; across north too."""
    model = CameraModel("m", Lens(80.0, 40.0, 1920), 0.0, 100.0, 0.0)
    one = {"depression_deg": 0.0, "distance_m": 10.0, "required_density_px_m": 12.5}

    for azimuth in (0.0, 7.5, 180.0, 359.0):
        aim = best_azimuth([azimuth], [3.0], model=model, **one)
        assert abs((aim.azimuth_deg - azimuth + 180.0) % 360.0 - 180.0) < 1e-6
        assert aim.interval_deg == pytest.approx(80.0)
        assert aim.covered_weight == 3.0


@pytest.mark.parametrize("away", [90.0, 1000.0])
def test_nothing_to_see_is_no_error(away):
    """Beyond the range, or without any target, every direction is as good."""
    model = CameraModel("m", Lens(80.0, 40.0, 1920), 0.0, 80.0, 0.0)
    asked = {"model": model, "depression_deg": 0.0, "required_density_px_m": 12.5}

    for targets in ([], [10.0]):
        aim = best_azimuth(targets, np.ones(len(targets)), distance_m=away, **asked)
        assert (aim.azimuth_deg, aim.covered_weight) == (0.0, 0.0)


@given(
    models() | special_models(), surroundings(), st.sampled_from([0.0, 12.5, 62.5]), numbers(-9, 80)
)
def test_a_few_directions_stand_for_all(model, around, asked, tilt):
    """What any of 3600 directions covers, one of the fullest covers whole."""
    posed, least = evolve(model, tilt_deg=tilt), max(asked, 1e-6)
    rays = {name: values for name, values in around.items() if name != "weight"}
    turns = covering_intervals(**rays, model=posed, required_density_px_m=least)

    _, fullest = dominating_azimuths(turns, np.zeros(turns.target.size, dtype=np.int64))

    every = posed.density_px_m(camera_azimuth_deg=TENTH[:, None], **rays) >= least
    full = posed.density_px_m(camera_azimuth_deg=fullest[:, None], **rays) >= least
    missing = (every[:, None, :] & ~full[None, :, :]).any(axis=2).all(axis=1)
    assert not (missing & every.any(axis=1)).any()
