"""Pixels: a point in space lands where the optics say, and the way back gives the same ray."""

import math

import numpy as np
import pytest
from hypothesis import assume, given

from placement.cameras.lenses import Lens
from placement.cameras.pixels import pixels_of_rays, rays_of_pixels
from placement.cameras.projection import density_px_m, image_points
from tests.strategies import lenses, numbers

STEP_DEG = 1e-4
"""Between rays whose pixels are compared. [°]"""


@pytest.mark.parametrize(
    ("lens", "off_deg", "below_deg", "column", "row"),
    [
        # a pinhole: 1000 px before a focal length of 500 px; 3 to the right and 2 down of 4 ahead
        (Lens(90.0, 60.0, 1000, "rectilinear"), math.degrees(math.atan2(3, 4)),
         math.degrees(math.atan2(2, 5)), 875.0, 500 * math.tan(math.radians(30)) + 250.0),
        # equidistant: 10 px a degree, on the axes exactly
        (Lens(100.0, 50.0, 1000), 30.0, 0.0, 800.0, 250.0),
        (Lens(100.0, 50.0, 1000), 0.0, 20.0, 500.0, 450.0),
        # 60° to the right and 30° down: arccos(cos 60° cos 30°) = 64.34° off the axis
        (Lens(180.0, 120.0, 1800), 60.0, 30.0, 900 + 535.35, 600 + 356.90),
        # equisolid: r = 2 f sin(θ/2), the edge at 90° lies at f √2
        (Lens(180.0, 180.0, 1000, "equisolid"), 60.0, 0.0, 500 + 500 / math.sqrt(2), 500.0),
        # a cylinder: 4 px a degree either way
        (Lens(360.0, 50.0, 1440, "panoramic"), -90.0, 15.0, 360.0, 160.0),
    ],
)  # fmt: skip
def test_a_ray_lands_on_the_pixel_of_its_formula(
    lens: Lens, off_deg: float, below_deg: float, column: float, row: float
) -> None:
    """Worked by hand from r = f tan θ, f θ and 2 f sin(θ/2), with a level axis."""
    pixel = pixels_of_rays(lens, off_axis_deg=off_deg, depression_deg=below_deg, tilt_deg=0.0)

    assert pixel == pytest.approx((column, row), abs=0.05)


@given(lenses(), numbers(-180, 180), numbers(-89, 89), numbers(-30, 60))
def test_a_pixels_ray_lands_on_the_pixel(lens, off, below, tilt):
    """There and back is the same pixel, for every lens and pose."""
    column, row = pixels_of_rays(lens, off_axis_deg=off, depression_deg=below, tilt_deg=tilt)
    assume(np.isfinite(column) and max(abs(column), abs(row)) < 1e5)

    again = pixels_of_rays(
        lens,
        **dict(
            zip(
                ("off_axis_deg", "depression_deg"),
                rays_of_pixels(lens, column=column, row=row, tilt_deg=tilt),
                strict=True,
            )
        ),
        tilt_deg=tilt,
    )

    assert again == pytest.approx((column, row), abs=1e-3)


@given(lenses(), numbers(-180, 180), numbers(-89, 89), numbers(-30, 60))
def test_what_the_plan_counts_as_in_the_picture_has_its_pixel_there(lens, off, below, tilt):
    """The edges of `image_points` are the edges of the drawn picture."""
    ray = {"off_axis_deg": off, "depression_deg": below, "tilt_deg": tilt}
    image = image_points(lens, **ray)
    column, row = pixels_of_rays(lens, **ray)
    assume(min(abs(image.side_margin), abs(image.top_margin)) > 1e-6)

    drawn = bool(0 <= column <= lens.width_px and 0 <= row <= lens.height_px)

    assert drawn == bool(image.inside)


@given(lenses(), numbers(-70, 70), numbers(-60, 60), numbers(-20, 40), numbers(2, 80))
def test_pixels_per_metre_of_the_picture_are_the_plans(lens, off, below, tilt, away):
    """Measured between neighbouring rays where the picture is stretched least, at a distance."""
    ray = {"off_axis_deg": off, "depression_deg": below, "tilt_deg": tilt}
    density = float(density_px_m(lens, **ray, distance_m=away))
    assume(density > 0)

    def pixels(right_deg: float, down_deg: float) -> np.ndarray:
        return np.array(
            pixels_of_rays(
                lens,
                off_axis_deg=off + right_deg / math.cos(math.radians(below)),
                depression_deg=below + down_deg,
                tilt_deg=tilt,
            )
        )

    right = (pixels(STEP_DEG, 0) - pixels(-STEP_DEG, 0)) / math.radians(2 * STEP_DEG)
    down = (pixels(0, STEP_DEG) - pixels(0, -STEP_DEG)) / math.radians(2 * STEP_DEG)
    least_px_rad = np.linalg.svd(np.column_stack([right, down]), compute_uv=False)[-1]

    assert least_px_rad / away == pytest.approx(density, rel=1e-3)


def test_the_horizon_lies_as_far_above_the_middle_as_the_camera_is_tilted() -> None:
    """At 15 px a degree and 12° of tilt the horizon is 180 px above the middle of the picture."""
    lens = Lens(80.0, 45.0, 1200)

    _, row = pixels_of_rays(lens, off_axis_deg=0.0, depression_deg=0.0, tilt_deg=12.0)

    assert row == pytest.approx(lens.height_px / 2 - 180.0)


@pytest.mark.parametrize("law", ["rectilinear", "f-theta", "equisolid", "panoramic"])
def test_an_upright_line_ahead_stays_upright(law: str) -> None:
    """A wall's edge straight ahead is one column, whatever the tilt."""
    column, _ = pixels_of_rays(
        Lens(80.0, 45.0, 1200, law), off_axis_deg=0.0, depression_deg=[-20, 0, 30], tilt_deg=17.0
    )

    assert column == pytest.approx([600.0] * 3)


def test_nothing_is_drawn_where_no_ray_falls() -> None:
    """Behind a pinhole, and outside the circle of a fisheye, there is no picture."""
    behind = pixels_of_rays(
        Lens(90.0, 60.0, 1000, "rectilinear"), off_axis_deg=135.0, depression_deg=0.0, tilt_deg=0.0
    )
    corner = rays_of_pixels(Lens(340.0, 340.0, 1000), column=0.0, row=0.0, tilt_deg=90.0)

    assert np.isnan(behind).all()
    assert np.isnan(corner).all()
