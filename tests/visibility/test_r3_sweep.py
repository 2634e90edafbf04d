"""Views all around, decided by bounds: the same cells as by the rule, line by line."""

import numpy as np
import pytest

from placement.visibility.kernels import r3_sweep
from placement.visibility.kernels.r3 import NOTHING_M
from placement.visibility.viewshed import line_of_sight
from tests import oracle_r3
from tests.benchmarks.made_town import made_town

HEIGHTS = np.random.default_rng(7).integers(0, 9, (9, 9)).astype(float)
KERNELS = ("bin_tables", "_window", "_decide", "_hiding_ring", "_steepen", "_sweep", "visible")
PLAIN = {name: getattr(r3_sweep, name).py_func for name in KERNELS}
PLACES = [(4, 4), (0, 0), (8, 3)]
REACH = 150


@pytest.fixture
def plain(monkeypatch):
    """Replace the compiled kernels by the Python they were made from."""
    for name, function in PLAIN.items():
        monkeypatch.setattr(r3_sweep, name, function)


def all_around(reach: int) -> np.ndarray:
    """Return the bins of the whole circle."""
    return np.array([[0, 2 * reach]] * 4)


def window_from(heights, place, *, ground=None, reach=4, bins=None) -> np.ndarray:
    """Return what a lens 3 m up sees of targets 1 m up, by bounds, around a place."""
    ground = heights if ground is None else ground
    return r3_sweep.visible(
        heights,
        ground,
        *place,
        ground[place] + 3.0,
        1.0,
        float(reach**2),
        r3_sweep.bin_tables(reach),
        all_around(reach) if bins is None else bins,
    )


def check(place: tuple[int, int]) -> None:
    """Compare the window around a place with the oracle."""
    row, column = place
    eye = {"observer_height_m": 3.0, "target_height_m": 1.0, "range_m": 4.0, "cell_m": 1.0}
    expected = oracle_r3.seen_from(HEIGHTS, HEIGHTS, place, **eye)

    seen = window_from(HEIGHTS, place)

    padded = np.zeros((17, 17), dtype=bool)
    padded[row : row + 9, column : column + 9] = seen
    assert np.array_equal(padded[4:13, 4:13], expected)
    assert padded.sum() == expected.sum()


@pytest.mark.parametrize("place", PLACES)
def test_bounds_decide_as_the_rule_does(place):
    """Bounded and by the oracle, the same cells are seen."""
    check(place)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("plain")
def test_the_python_of_the_kernels_decides_as_the_rule_does(place):
    """What numba compiles is right as Python too, where coverage can see it."""
    check(place)


@pytest.mark.parametrize("reach", [1, 2, 7, 40])
def test_every_cell_of_a_ring_lies_in_one_bin_between_its_brackets(reach):
    """Each of a ring's cells on one side has a bin, and the bin's brackets hold the cell."""
    low, high, bin_of = r3_sweep.bin_tables(reach)

    for ring in range(1, reach + 1):
        cells = np.arange(2 * ring)
        bins = bin_of[ring, cells]
        assert np.unique(bins).size == 2 * ring
        assert (low[ring, bins] <= cells).all()
        assert (cells <= high[ring, bins]).all()
        assert set(np.unique(high[ring] - low[ring])) <= {1, 2}


def test_a_window_is_padded_with_nothing():
    """Beyond the raster, and where no or no usable height is known, is nothing."""
    heights = np.arange(9.0).reshape(3, 3)
    heights[1, 1], heights[2, 2] = np.nan, np.inf

    window = r3_sweep._window(heights, 2, 1, 1).reshape(3, 3)

    assert window.tolist() == [[3, NOTHING_M, 5], [6, 7, NOTHING_M], [NOTHING_M] * 3]
    assert r3_sweep._window(heights.astype(np.float32), 2, 1, 1).dtype == np.float32


@pytest.mark.parametrize("width_deg", [0.0, 1.0, 30.0, 90.0, 200.0, 300.0, 359.9, 360.0])
@pytest.mark.parametrize("from_deg", [-45.0, 0.0, 44.0, 100.0, 350.0])
def test_a_sector_sees_its_part_of_the_whole(from_deg, width_deg):
    """Inside the sector the cells are those of the full view, and no cell more is seen."""
    reach = 20
    heights = np.random.default_rng(3).integers(0, 6, (41, 41)).astype(float)
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    beyond_deg = (np.degrees(np.arctan2(columns, -rows)) - from_deg) % 360
    whole = window_from(heights, (20, 20), reach=reach)

    bins = r3_sweep.sector_bins(reach, from_deg, from_deg + width_deg)
    part = window_from(heights, (20, 20), reach=reach, bins=bins)

    inside = beyond_deg <= width_deg
    assert np.array_equal(part[inside], whole[inside])
    assert not (part & ~whole).any()


def test_a_sector_may_end_before_it_begins():
    """From 350° to 10° is through north, and the south is not asked."""
    bins = r3_sweep.sector_bins(40, 350.0, 10.0)

    assert bins[0, 0] < 40 < bins[0, 1]
    assert bins[1:].tolist() == [[0, 0]] * 3


def random_case(seed: int) -> tuple[np.ndarray, np.ndarray, tuple[int, int], dict]:
    """Return a rough grid with gaps, ground of its own, an observer often at an edge, an eye."""
    dice = np.random.default_rng(1000 + seed)
    shape = tuple(dice.integers(1, 19, 2))
    ground = dice.integers(0, 5, shape) * dice.choice([0.1, 0.5, 1.0])
    walls = np.where(dice.random(shape) < 0.25, dice.integers(0, 9, shape), 0.0)
    obstacles = ground + walls
    observer = tuple(int(dice.choice([0, size // 2, size - 1])) for size in shape)
    if seed % 2:
        ground = obstacles
    if seed % 3 == 0:
        obstacles = np.where(dice.random(shape) < 0.15, np.nan, obstacles)
    if seed % 5 == 0:
        known = ground[observer]
        ground = np.where(dice.random(shape) < 0.15, np.nan, ground)
        ground[observer] = known
    if seed % 7 == 0:
        obstacles, ground = np.round(obstacles), np.round(ground)
    eye = {
        "cell_m": float(dice.choice([0.25, 1.0, 3.0])),
        "observer_height_m": float(dice.choice([0.0, 1.0, 2.0, 6.0])),
        "target_height_m": float(dice.choice([0.0, 1.0, 1.6])),
    }
    return obstacles, ground, observer, eye | {"range_m": eye["cell_m"] * dice.choice([4, 9.5, 30])}


def differing(seed: int) -> int:
    """Return how many cells of a random case the package and the oracle do not agree on."""
    obstacles, ground, observer, eye = random_case(seed)
    seen = line_of_sight(obstacles, ground=ground, observer=observer, **eye)
    return int((seen != oracle_r3.seen_from(obstacles, ground, observer, **eye)).sum())


def test_no_cell_of_four_hundred_random_grids_differs_from_the_oracle():
    """Gaps, edges, touching lines and ground of its own: exactly the cells of R3."""
    assert [seed for seed in range(400) if differing(seed)] == []


def town_differs(number: int) -> int:
    """Return how many cells one observer's view of the made town differs in from the oracle."""
    town = made_town()
    place = int(town.row[number]), int(town.column[number])
    expected = oracle_r3.seen_around(
        town.obstacles, place, reach=REACH, observer_height_m=6.0, target_height_m=1.6
    )
    seen = r3_sweep.visible(
        town.obstacles,
        town.obstacles,
        *place,
        float(town.obstacles[place]) + 6.0,
        1.6,
        float(REACH**2),
        r3_sweep.bin_tables(REACH),
        all_around(REACH),
    )

    assert expected.sum() > 1000
    return int((seen != expected).sum())


def test_the_two_oracles_are_one():
    """The oracle for large windows sees what the one in fractions does."""
    heights = np.random.default_rng(5).integers(0, 7, (17, 17)).astype(float)
    eye = {"observer_height_m": 2.0, "target_height_m": 1.0}

    slow = oracle_r3.seen_from(heights, heights, (8, 8), range_m=8.0, cell_m=1.0, **eye)

    assert np.array_equal(oracle_r3.seen_around(heights, (8, 8), reach=8, **eye), slow)


@pytest.mark.parametrize("corners", [range(8), pytest.param(range(8, 50), marks=pytest.mark.slow)])
def test_no_cell_around_fifty_street_corners_differs_from_the_oracle(corners):
    """In the made town, 150 m around each corner, exactly the cells of R3 are seen."""
    assert [number for number in corners if town_differs(number)] == []
