"""The lowest visible height of cells, against lines of sight to many heights."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.errors import InputError
from placement.grid import Grid
from placement.visibility import lowest_visible_height, surface, viewshed
from placement.visibility.kernels import r3
from placement.visibility.viewshed import line_of_sight
from tests import oracle_prisms
from tests.observing import observe
from tests.strategies import numbers
from tests.toy_town import transformed
from tests.visibility.test_person_visibility import SIZE, made

ASK = {"x_m": 20.5, "y_m": 19.5, "height_m": 3.5, "range_m": 18.0}
CLOSE_M = 1e-6


def over_raster(obstacles: np.ndarray) -> surface.Surface:
    """Return a raster of obstacles on level ground at 0."""
    rows, columns = obstacles.shape
    grid = Grid("EPSG:5514", 0.0, float(rows), 1.0, rows, columns)
    level = np.zeros(grid.shape, np.float32)
    return surface.Surface(grid, level, obstacles, np.zeros(grid.shape, np.bool_))


def placed(
    found: lowest_visible_height.LowestVisibleHeight, shape: tuple[int, int], place: tuple[int, int]
) -> np.ndarray:
    """Return a window's heights on a grid that it covers."""
    reach = found.height_m.shape[0] // 2
    top, left = reach - place[0], reach - place[1]
    return found.height_m[top : top + shape[0], left : left + shape[1]]


@pytest.mark.parametrize("seed", range(8))
def test_bisection_finds_the_same_heights(seed: int) -> None:
    """Random rasters with holes: halving the height 45 times by `line_of_sight` ends there."""
    dice = np.random.default_rng(seed)
    obstacles = dice.uniform(0, 3, (15, 15)).astype(np.float32)
    obstacles[dice.random((15, 15)) < 0.1] = np.nan
    town, place = over_raster(obstacles), (int(dice.integers(15)), int(dice.integers(15)))
    x, y = town.grid.centre_of(*place)

    found = observe(
        lowest_visible_height.around, town, x_m=float(x), y_m=float(y), height_m=2.0, range_m=30.0
    )

    low, high = np.zeros((15, 15)), np.full((15, 15), 60.0)
    for _ in range(45):
        middle = (low + high) / 2
        for cell in np.ndindex(15, 15):
            seen = r3.free.py_func(obstacles, *place, 2.0, *cell, middle[cell])
            (high if seen else low)[cell] = middle[cell]
    assert placed(found, (15, 15), place) == pytest.approx(high, abs=CLOSE_M)
    assert high.max() > 3.0


@given(st.integers(0, 60), numbers(0.0, 4.0))
@settings(deadline=None, max_examples=15)
def test_cells_are_seen_from_their_lowest_height_on(seed: int, height_m: float) -> None:
    """Ground, raster and houses: visible at a height if and only if that is not lower."""
    town = made(seed, trees=0)
    least_m = observe(lowest_visible_height.around, town, **ASK).height_m

    seen = observe(viewshed.around, town, target_height_m=height_m, **ASK).visible

    sure = np.isnan(least_m) | (np.abs(least_m - height_m) > CLOSE_M)
    assert ((least_m <= height_m) == seen)[sure].all()
    assert seen[least_m == 0.0].all()


@pytest.mark.parametrize("engine", ["vector", "raster"])
def test_at_its_lowest_height_a_cell_is_seen_and_just_below_it_is_not(engine) -> None:
    """Cell by cell, a hair above and a centimetre below; trees among the rest."""
    for seed in range(4):
        town = made(seed, engine=engine)
        least_m = observe(lowest_visible_height.around, town, **ASK).height_m
        cells = np.argwhere(np.isfinite(least_m) & (least_m > 0.02))
        assert len(cells) > 20
        for cell in map(tuple, cells[:: max(1, len(cells) // 12)]):
            above, below = (
                observe(viewshed.around, town, target_height_m=float(least_m[cell] + more), **ASK)
                for more in (CLOSE_M, -0.01)
            )
            assert above.visible[cell]
            assert not below.visible[cell]


def test_one_wall_is_asked_by_similar_triangles() -> None:
    """Behind a wall of 2 m, 10 m from a lens at 5 m: all above 5 - 3 · away / 10 is seen."""
    heights = np.zeros((1, 31), np.float32)
    heights[0, 10] = 2.0
    found = observe(
        lowest_visible_height.around,
        over_raster(heights),
        x_m=0.5,
        y_m=0.5,
        height_m=5.0,
        range_m=30.0,
    )

    along = placed(found, (1, 31), (0, 0))[0]
    assert along[:11] == pytest.approx(0.0)
    assert along[12] == pytest.approx(5.0 - 3.0 * 12 / 10)
    assert along[25] == 0.0
    assert along[11] == pytest.approx(5.0 - 3.0 * 11 / 10)


def test_a_crown_is_looked_under() -> None:
    """Where a crown hides the head, the feet are still the lowest that is seen."""
    bare, wooded = (
        observe(lowest_visible_height.around, made(4, trees=trees), **ASK).height_m
        for trees in (0, 60)
    )

    known = np.isfinite(bare)
    assert (np.isnan(bare) == np.isnan(wooded)).all()
    assert (wooded[known] >= 0).all()
    assert ((wooded == 0) & known).any()


def test_beyond_range_on_roofs_and_behind_the_wall_there_is_no_height() -> None:
    """NaN where nothing was asked; the camera's own half circle elsewhere."""
    town = made(2, trees=0)
    found = observe(lowest_visible_height.around, town, facing_deg=90.0, **ASK)
    rows, columns = np.indices(found.height_m.shape) - found.height_m.shape[0] // 2

    known = np.isfinite(found.height_m)
    assert not known[np.hypot(rows, columns) > 18.0].any()
    assert not known[columns < 0].any()
    x, y = transformed(found.transform, columns[known] + 18.5, rows[known] + 18.5)
    assert not town.roofs[town.grid.cell_of(np.asarray(x), np.asarray(y))].any()


def test_houses_ask_as_the_slow_oracle_does() -> None:
    """Exact fractions, prism by prism: seen a hair above the height given, hidden below it."""
    town = evolve(made(9, trees=0), obstacles=np.zeros((SIZE, SIZE), np.float32))
    houses = list(zip(town.prisms.footprints, town.prisms.top_m, strict=True))
    dice, tried = np.random.default_rng(1), 0
    lens = np.array([[20.3, 19.8, 3.5]])
    for x, y in dice.uniform(0, SIZE, (150, 2)):
        place = np.array([[x, y, 0.0]])
        least_m = float(town.prisms.lowest_free_m(lens, place, lens=[0], target=[0])[0])
        if not np.isfinite(least_m):
            continue
        tried += 1
        assert oracle_prisms.sees(lens[0], (x, y, least_m + CLOSE_M), houses)
        assert not oracle_prisms.sees(lens[0], (x, y, least_m - CLOSE_M), houses)
    assert tried > 20


def test_a_lens_inside_a_house_sees_at_no_height() -> None:
    """Inf, as no height would do."""
    town = made(2, trees=0)
    inner = town.prisms.footprints[0].representative_point()
    found = observe(
        lowest_visible_height.around, town, x_m=inner.x, y_m=inner.y, height_m=0.1, range_m=9.0
    ).height_m

    assert np.isinf(found[~np.isnan(found)]).all()


@pytest.mark.parametrize(
    ("changed", "kind"),
    [({"x_m": -1.0}, "place_outside_surface"), ({"range_m": np.nan}, "sight_numbers"),
     ({"height_m": np.inf}, "sight_numbers")],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(changed, kind) -> None:
    """As the viewshed refuses it."""
    with pytest.raises(InputError) as caught:
        observe(lowest_visible_height.around, made(0), **(ASK | changed))

    assert caught.value.problems[0].kind == kind


def test_the_whole_raster_agrees_with_line_of_sight() -> None:
    """The public function of one raster, at one height."""
    dice = np.random.default_rng(5)
    obstacles = dice.uniform(0, 3, (25, 25)).astype(np.float32)
    town = over_raster(obstacles)
    found = observe(
        lowest_visible_height.around, town, x_m=12.5, y_m=12.5, height_m=2.0, range_m=12.0
    )

    seen = line_of_sight(
        obstacles,
        cell_m=1.0,
        observer=(12, 12),
        observer_height_m=2.0,
        target_height_m=1.3,
        range_m=12.0,
        ground=np.zeros((25, 25)),
    )
    assert (placed(found, (25, 25), (12, 12))[seen] <= 1.3 + CLOSE_M).all()
    known = placed(found, (25, 25), (12, 12))
    assert (known[~seen & np.isfinite(known)] >= 1.3 - CLOSE_M).all()
