"""Many observers at once: what each sees alone, window by window, sector by sector."""

import numpy as np
import pytest

from placement.errors import InputError
from placement.visibility.batch_viewshed import viewsheds
from placement.visibility.viewshed import line_of_sight

DICE = np.random.default_rng(11)
HEIGHTS = DICE.integers(0, 7, (30, 40)).astype(float)
PLACES = np.array([(0, 0), (15, 20), (29, 7), (3, 39)])
EYE = {"cell_m": 2.0, "target_height_m": 1.0, "range_m": 19.0}
REACH = 9


def alone(place: np.ndarray, height_m: float, **more: object) -> np.ndarray:
    """Return what one observer sees, cut to its window; nothing is seen beyond the raster."""
    row, column = map(int, place)
    whole = line_of_sight(
        HEIGHTS, observer=(row, column), observer_height_m=height_m, **EYE, **more
    )
    padded = np.pad(whole, REACH)
    return padded[row : row + 2 * REACH + 1, column : column + 2 * REACH + 1]


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64])
def test_many_see_what_each_sees_alone(kind):
    """With heights of their own, at edges as well as inside, whatever the raster's type."""
    heights_m = np.array([3.0, 4.0, 5.0, 6.0])

    seen = viewsheds(HEIGHTS.astype(kind), observers=PLACES, observer_height_m=heights_m, **EYE)

    assert seen.shape == (4, 2 * REACH + 1, 2 * REACH + 1)
    expected = [alone(*each) for each in zip(PLACES, heights_m, strict=True)]
    assert np.array_equal(seen, expected)


def test_ground_is_apart_from_obstacles():
    """Observers and targets stand on the ground that is given."""
    ground = np.zeros_like(HEIGHTS)

    seen = viewsheds(HEIGHTS, ground=ground, observers=PLACES, observer_height_m=4.0, **EYE)

    assert np.array_equal(seen, [alone(place, 4.0, ground=ground) for place in PLACES])


def test_each_looks_into_its_own_sector():
    """In its sector an observer sees what it sees all around, and nothing more outside."""
    sectors = np.array([(90, 180), (300, 30), (0, 45), (180, 300)], dtype=float)
    whole = viewsheds(HEIGHTS, observers=PLACES, observer_height_m=5.0, **EYE)

    part = viewsheds(HEIGHTS, observers=PLACES, observer_height_m=5.0, sectors_deg=sectors, **EYE)

    down, right = np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1]
    azimuth_deg = np.degrees(np.arctan2(right, -down))
    for (first, last), all_around, own in zip(sectors, whole, part, strict=True):
        inside = (azimuth_deg - first) % 360 <= (last - first) % 360
        assert np.array_equal(own[inside], all_around[inside])
        assert not (own & ~all_around).any()
    assert part.sum() < whole.sum()


def test_nobody_sees_nothing():
    """No observers: no windows."""
    none = viewsheds(HEIGHTS, observers=np.zeros((0, 2)), observer_height_m=5.0, **EYE)

    assert none.shape == (0, 2 * REACH + 1, 2 * REACH + 1)


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({"observers": [(0, 0), (30, 0), (0, -1)]}, ["place_outside_surface"] * 2),
        ({"ground": np.full_like(HEIGHTS, np.nan)}, ["place_without_data"] * 4),
        ({"ground": HEIGHTS[1:]}, ["layers_unlike"]),
        ({"range_m": 0.0}, ["sight_numbers"]),
        ({"cell_m": np.nan}, ["sight_numbers"]),
        ({"observer_height_m": np.inf}, ["sight_numbers"]),
        ({"sectors_deg": (0.0, np.nan)}, ["sight_numbers"]),
    ],
)
def test_what_cannot_be_asked_is_refused(changed, kinds):
    """Every observer that stands nowhere is named, and numbers that are none."""
    asked = {"observers": PLACES, "observer_height_m": 5.0, **EYE} | changed
    with pytest.raises(InputError) as caught:
        viewsheds(HEIGHTS, **asked)

    assert [problem.kind for problem in caught.value.problems] == kinds
