"""Lenses from sensors: published angles of view, and what must hold for every focal length."""

import math

import pytest
from attrs import asdict
from hypothesis import given
from hypothesis import strategies as st

from placement.cameras.lenses import (
    Lens,
    Sensor,
    from_sensor,
    sensors,
)
from tests.strategies import lenses, numbers

FOCAL_MM = (2.8, 3.6, 4.0, 6.0, 8.0, 12.0, 16.0)
PINHOLE_DEG = (90.0, 75.8, 70.0, 50.1, 38.6, 26.3, 19.9)
F_THETA_DEG = (114.7, 89.2, 80.3, 53.5, 40.1, 26.8, 20.1)
VENDOR_DEG = (111, 91, 79, 54, 41, 27, 19)
FOCAL = st.sampled_from(["rectilinear", "f-theta", "equisolid"])


def hfov_deg(focal_mm: float, projection: str, *, sensor: str = "1/2.8") -> float:
    """Return the horizontal angle of view of a lens before a sensor."""
    return from_sensor(
        sensors()[sensor], focal_mm=focal_mm, width_px=1920, projection=projection
    ).hfov_deg


@pytest.mark.parametrize(
    ("focal_mm", "pinhole", "f_theta", "vendor"),
    list(zip(FOCAL_MM, PINHOLE_DEG, F_THETA_DEG, VENDOR_DEG, strict=True)),
)
def test_published_angles_of_a_common_sensor(focal_mm, pinhole, f_theta, vendor):
    """For 1/2.8": both laws as published, f-theta within 4° of the chart of a vendor."""
    assert hfov_deg(focal_mm, "rectilinear") == pytest.approx(pinhole, abs=0.15)
    assert hfov_deg(focal_mm, "f-theta") == pytest.approx(f_theta, abs=0.15)
    assert hfov_deg(focal_mm, "f-theta") == pytest.approx(vendor, abs=4.0)


def test_a_pinhole_is_far_off_a_short_lens():
    """At 2.8 mm it misses the vendor's angle by 21°, which is why f-theta is the default."""
    assert 111 - hfov_deg(2.8, "rectilinear") == pytest.approx(21.0, abs=0.1)
    assert Lens(90.0, 60.0, 1920).projection == "f-theta"


@pytest.mark.parametrize(("name", "sensor"), list(sensors().items()))
def test_sensor_sizes_follow_the_rule_they_name(name, sensor):
    """The diagonal is 16 mm an inch from 1/2" up and 18 mm below, at the stated shape."""
    inches = name.split()[0].split("/")
    inch = float(inches[0]) / float(inches[1] if len(inches) > 1 else 1)
    shape = 4 / 3 if "4:3" in name else 16 / 9

    assert math.hypot(sensor.width_mm, sensor.height_mm) == pytest.approx(
        (16.0 if inch >= 0.5 else 18.0) * inch, rel=0.003
    )
    assert sensor.width_mm / sensor.height_mm == pytest.approx(shape, rel=0.004)
    assert "optowiki" in sensor.source


@given(numbers(60.0, 400.0))
def test_projections_agree_at_small_angles(focal_mm):
    """A long lens sees the same by every law: to the third order of a small angle."""
    found = [hfov_deg(focal_mm, law) for law in ("rectilinear", "f-theta", "equisolid")]
    half = math.radians(found[1]) / 2

    assert max(found) - min(found) <= math.degrees(2 * half**3)


@given(FOCAL, numbers(1.8, 50.0), numbers(1.01, 3.0))
def test_a_longer_lens_sees_less(projection, focal_mm, longer):
    """Whatever the law, the angle shrinks with the focal length, and zooming is the same thing."""
    sensor = Sensor(5.6, 3.15)
    short = from_sensor(sensor, focal_mm=focal_mm, width_px=1920, projection=projection)
    long = from_sensor(sensor, focal_mm=focal_mm * longer, width_px=1920, projection=projection)

    assert long.hfov_deg < short.hfov_deg
    assert asdict(short.at_zoom(longer)) == pytest.approx(asdict(long))


@given(lenses())
def test_no_zoom_is_no_change(lens):
    """A factor of 1 gives the very same lens."""
    assert lens.at_zoom(1.0) is lens


@given(lenses(), numbers(1.0, 20.0))
def test_zoom_multiplies_pixels_on_the_axis(lens, factor):
    """Twice the focal length, twice the pixels per radian in the middle."""
    assert lens.at_zoom(factor).axis_px_rad == pytest.approx(factor * lens.axis_px_rad)


def test_an_equisolid_fisheye_by_hand():
    """By r = 2 f sin(θ/2), a picture of 2 f √2 across holds just half the sphere."""
    half_sphere = from_sensor(
        Sensor(2 * math.sqrt(2) * 1.5, 1.5), focal_mm=1.5, width_px=3000, projection="equisolid"
    )

    assert half_sphere.hfov_deg == pytest.approx(180.0)
    assert half_sphere.axis_px_rad == pytest.approx(3000 / (2 * math.sqrt(2)))


@pytest.mark.parametrize(
    ("focal_mm", "projection"), [(0.5, "f-theta"), (1.3, "equisolid"), (2.8, "panoramic")]
)
def test_what_no_lens_can_see_is_refused(focal_mm, projection):
    """More than the whole sphere, or a ring from one focal length."""
    with pytest.raises(ValueError, match=projection):
        hfov_deg(focal_mm, projection)
