"""How much of a camera's reach lies beyond the data, in closed form."""

import numpy as np
import pytest
import shapely
from attrs import evolve

from placement.cameras.heads import Head
from placement.cameras.lenses import Lens
from placement.cameras.model import CameraModel
from placement.grid import Grid
from placement.pipeline.data_edge import KnownGround, beyond_shares
from placement.plan import PlannedCamera
from tests.output.conftest import town

GRID = Grid("EPSG:5514", 0.0, 1000.0, 5.0, 200, 200)
SQUARE = shapely.box(0, 0, 1000, 1000)
RING = CameraModel("ring", Lens(360.0, 60.0, 15_360, "panoramic"), 20.0, 60.0, 1.0)
FIXED = CameraModel("fixed", Lens(90.0, 50.0, 2688), 20.0, 60.0, 1.0)
QUARTER = Lens(90.0, 50.0, 2688)
FOUR = CameraModel(
    "four", QUARTER, 20.0, 60.0, 1.0, heads=tuple(Head(QUARTER, 20.0, a) for a in (0, 90, 180, 270))
)
TURNING = evolve(FIXED, name="turning", turning=True)
KNOWN = KnownGround(SQUARE, GRID)


@pytest.fixture(scope="module")
def camera() -> PlannedCamera:
    """Return any camera, to be placed."""
    return town(4)[0].cameras[0]


def beyond(camera, model, x, y, *, azimuth=0.0, facing=None, known=KNOWN) -> float:
    """Return the share beyond the data of a camera at a place."""
    placed = evolve(
        camera, model=model.name, x_m=x, y_m=y, grid_azimuth_deg=azimuth, facing_deg=facing
    )
    (share,) = beyond_shares([placed], [RING, FIXED, FOUR, TURNING], known)
    return share


@pytest.mark.parametrize(
    ("model", "place", "pose", "share"),
    [
        (RING, (500, 500), {}, 0.0),
        (RING, (500, 1000), {}, 0.5),
        (RING, (1000, 1000), {}, 0.75),
        (FIXED, (500, 1000), {"azimuth": 0.0}, 1.0),
        (FIXED, (500, 1000), {"azimuth": 180.0}, 0.0),
        (FIXED, (500, 1000), {"azimuth": 90.0}, 0.5),
        (FOUR, (500, 1000), {"azimuth": 45.0}, 0.5),
        (RING, (500, 1000), {"azimuth": 180.0, "facing": 180.0}, 0.0),
        (FOUR, (500, 1000), {"azimuth": 0.0, "facing": 0.0}, 1.0),
        (TURNING, (500, 1000), {"azimuth": 180.0}, 0.5),
    ],
)
def test_at_the_edge_as_much_is_beyond_as_the_picture_says(camera, model, place, pose, share):
    """On the northern edge half a circle is beyond, at the corner three quarters; walls hide."""
    assert beyond(camera, model, *place, **pose) == pytest.approx(share, abs=0.01)


def test_ground_without_a_height_is_beyond_too(camera):
    """West of the middle the terrain has none: half of a circle there."""
    unknown = np.zeros(GRID.shape, dtype=bool)
    unknown[:, :100] = True
    known = KnownGround(SQUARE, GRID, unknown)

    assert beyond(camera, RING, 500, 500, known=known) == pytest.approx(0.5, abs=0.02)
    assert beyond(camera, RING, 600, 500, known=known) == 0.0


def test_a_sliver_beyond_is_not_marked(camera):
    """Less than a twentieth of the picture is nothing to tell."""
    assert beyond(camera, RING, 500, 950) == 0.0
    assert beyond(camera, RING, 500, 985) == pytest.approx(0.342, abs=0.02)
