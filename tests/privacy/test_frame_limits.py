"""The frame as depressions per angle off the axis, against the frame itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.cameras.heads import Head
from placement.cameras.lenses import Lens
from placement.cameras.projection import image_points
from placement.privacy.frame_limits import frame_limits
from tests.strategies import numbers

LENSES = (
    Lens(80.0, 45.0, 2688, "f-theta"),
    Lens(60.0, 34.0, 1920, "rectilinear"),
    Lens(360.0, 55.0, 15360, "panoramic"),
    Lens(120.0, 90.0, 3000, "equisolid"),
    Lens(30.0, 90.0, 1080, "f-theta"),
)


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: f"{lens.projection} {lens.hfov_deg:g}")
@given(tilt_deg=numbers(0, 60), seed=st.integers(0, 2**16))
@settings(deadline=None, max_examples=8)
def test_rays_are_in_the_picture_as_the_projection_says(lens, tilt_deg, seed):
    """Of a thousand rays all but three are told alike, half a degree beside edges left aside."""
    random = np.random.default_rng(seed)
    off, depression = random.uniform(-180, 180, 1000), random.uniform(-80, 89, 1000)
    limits = frame_limits(Head(lens, tilt_deg))
    (least, gap_from), (gap_to, most) = limits.at(off)
    ours = ((least <= depression) & (depression <= gap_from)) | (
        (gap_to <= depression) & (depression <= most)
    )
    ours &= np.abs(off) <= limits.widest_deg

    def inside(off_deg, depression_deg):
        return image_points(
            lens, off_axis_deg=off_deg, depression_deg=depression_deg, tilt_deg=tilt_deg
        ).inside

    theirs = inside(off, depression)
    near = [inside(off + a, depression + b) for a in (-0.3, 0.3) for b in (-0.6, 0.6)]
    clear = np.all(np.array(near) == theirs, axis=0)

    assert (ours != theirs)[clear].sum() <= 3, "where the sides of a picture bulge, a gap opens"


def test_a_fisheye_turned_to_the_ground_shows_a_whole_circle():
    """Its picture is round about the nadir: every azimuth, from the horizon or nearer down."""
    limits = frame_limits(Head(Lens(180.0, 180.0, 3000, "equisolid"), 90.0))

    assert limits.widest_deg == 180.0
    assert limits.least_deg.max() <= 1e-6
    assert limits.most_deg.min() == pytest.approx(90.0)
