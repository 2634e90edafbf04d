"""Lines of sight against a plain oracle, on paper and turned over; views of a place."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.errors import InputError
from placement.grid import Grid
from placement.visibility import surface
from placement.visibility.kernels.r3 import free_pairs
from placement.visibility.surface import Surface
from placement.visibility.viewshed import around, line_of_sight
from tests import oracle_r3, toy_town
from tests.observing import observe
from tests.strategies import terrains

MIDDLE = (6, 6)
ROUGH = terrains(13, 13)
EYE = {"cell_m": 1.0, "observer_height_m": 2.0, "target_height_m": 1.0, "range_m": 8.0}


def looked(heights: np.ndarray, observer: tuple[int, int] = MIDDLE, **changed) -> np.ndarray:
    """Return what is seen with the usual eye."""
    return line_of_sight(heights, observer=observer, **(EYE | changed))


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, tuple[int, int], dict]:
    """Return random obstacles and ground with an observer, often at a border, and an eye."""
    dice = np.random.default_rng(seed)
    shape = tuple(dice.integers(1, 15, 2))
    ground = dice.integers(0, 4, shape) * dice.choice([0.25, 1.0, 0.1])
    raised = dice.random(shape) < 0.3
    obstacles = ground + np.where(raised, dice.integers(0, 8, shape), 0)
    if seed % 3 == 0:
        obstacles = np.where(dice.random(shape) < 0.1, np.nan, obstacles)
    observer = tuple(int(dice.integers(0, size)) for size in shape)
    if seed % 4 == 0:
        observer = (0, int(dice.integers(0, shape[1])))
    if seed % 5 == 0:
        keep = ground[observer]
        ground = np.where(dice.random(shape) < 0.1, np.nan, ground)
        ground[observer] = keep
    cell_m = float(dice.choice([0.5, 1.0, 2.5]))
    eye = {
        "cell_m": cell_m,
        "observer_height_m": float(dice.choice([0.0, 1.5, 6.0])),
        "target_height_m": float(dice.choice([0.0, 1.6])),
        "range_m": cell_m * float(dice.choice([0.4, 1.0, 3.0, 7.3, 40.0])),
    }
    return obstacles, ground, observer, eye


@pytest.mark.parametrize("seed", range(100))
def test_no_cell_differs_from_the_oracle(seed):
    """Borders, gaps, separate ground and all cell sizes: exactly the cells that R3 sees."""
    obstacles, ground, observer, eye = drawn(seed)

    seen = line_of_sight(obstacles, ground=ground, observer=observer, **eye)

    assert np.array_equal(seen, oracle_r3.seen_from(obstacles, ground, observer, **eye))


def test_the_random_cases_are_hard():
    """Among them, cells within range are hidden as well as seen, and all gaps occur."""
    hidden, gaps = 0, 0
    for seed in range(100):
        obstacles, ground, observer, eye = drawn(seed)
        free = oracle_r3.seen_from(ground * 0, ground, observer, **eye)
        seen = oracle_r3.seen_from(obstacles, ground, observer, **eye)
        hidden += int((free & ~seen).sum())
        gaps += int(np.isnan(obstacles).any() or np.isnan(ground).any())

    assert hidden > 500
    assert gaps > 20


def test_single_precision_and_integers_see_the_same():
    """The type of the raster does not matter where its values are exact."""
    whole = np.random.default_rng(1).integers(0, 9, (13, 13))

    seen = looked(whole.astype(np.float64))

    assert np.array_equal(looked(whole), seen)
    assert np.array_equal(looked(whole.astype(np.float32)), seen)


@pytest.mark.parametrize("range_m", [0.5, 1.0, 2.0, 5.0, 8.4])
def test_flat_ground_is_a_full_disc(range_m):
    """On a plain all cells within the range are seen, those at the range exactly included."""
    rows, columns = np.indices((20, 20))
    disc = np.hypot(rows - 9, columns - 10) <= range_m

    assert np.array_equal(looked(np.zeros((20, 20)), (9, 10), range_m=range_m), disc)


def test_a_range_of_one_tenth_metres_keeps_its_edge():
    """0.3 m are three cells of 0.1 m, though 0.3 / 0.1 is a little less in binary."""
    assert looked(np.zeros((1, 9)), (0, 0), cell_m=0.1, range_m=0.3).sum() == 4


def test_a_wall_casts_the_shadow_of_similar_triangles():
    """6 m up, 20 m from a wall of 4 m: heads at 1 m appear again 50 m from the lens."""
    lane = np.zeros((1, 80))
    lane[0, 20] = 4.0

    seen = looked(lane, (0, 0), observer_height_m=6.0, range_m=79.0, ground=np.zeros((1, 80)))[0]

    assert np.flatnonzero(~seen).tolist() == list(range(21, 50))


def test_a_step_down_hides_its_foot():
    """From 2 m behind the edge of a 10 m terrace, 2 m up, ground shows again 12 m away."""
    lane = np.where(np.arange(40) <= 2, 10.0, 0.0).reshape(1, -1)

    seen = looked(lane, (0, 0), observer_height_m=2.0, target_height_m=0.0, range_m=39.0)[0]

    assert np.flatnonzero(~seen).tolist() == list(range(3, 12))


def test_gaps_hide_nothing_and_show_nothing():
    """A cell without data neither blocks nor is seen itself."""
    lane = np.zeros((1, 9))
    lane[0, 4] = np.nan

    assert looked(lane, (0, 0), range_m=9.0)[0].tolist() == [True] * 4 + [False] + [True] * 4


TURNS = [
    lambda a, k=k, flip=flip: np.rot90(a.T if flip else a, k) for k in range(4) for flip in (0, 1)
]


@pytest.mark.parametrize("turn", TURNS)
@given(heights=ROUGH)
@settings(max_examples=15, deadline=None)
def test_turning_the_town_turns_the_view(turn, heights):
    """Eight symmetries of the square: the view of the turned town is the turned view."""
    assert np.array_equal(looked(turn(heights)), turn(looked(heights)))


@given(heights=ROUGH, shift=st.integers(-500, 5000))
@settings(deadline=None)
def test_height_above_the_sea_does_not_matter(heights, shift):
    """Lifting everything by whole metres changes nothing."""
    assert np.array_equal(looked(heights + shift), looked(heights))


@given(heights=ROUGH, more=st.floats(0, 5))
@settings(deadline=None)
def test_a_taller_target_loses_nothing(heights, more):
    """Whoever sees a child sees an adult there."""
    assert not (looked(heights) & ~looked(heights, target_height_m=1.0 + more)).any()


@given(heights=ROUGH, row=st.integers(0, 12), column=st.integers(0, 12), more=st.integers(1, 9))
@settings(deadline=None)
def test_a_new_obstacle_gains_nothing(heights, row, column, more):
    """Raising an obstacle, with the ground as it was, never shows a cell that was hidden."""
    taller = heights.copy()
    taller[row, column] += more

    gained = looked(taller, ground=heights) & ~looked(heights, ground=heights)

    assert not gained.any()


@given(
    heights=ROUGH, a=st.tuples(*[st.integers(0, 12)] * 2), b=st.tuples(*[st.integers(0, 12)] * 2)
)
@settings(deadline=None)
def test_sight_is_mutual_at_equal_heights(heights, a, b):
    """A sees B exactly if B sees A, when both are as tall."""
    eye = {"observer_height_m": 1.5, "target_height_m": 1.5, "range_m": 20.0}

    assert looked(heights, a, **eye)[b] == looked(heights, b, **eye)[a]


@given(heights=ROUGH, range_m=st.floats(1, 12))
@settings(deadline=None)
def test_a_shorter_range_only_cuts(heights, range_m):
    """What is seen at a shorter range is what was seen at a longer one, within it."""
    rows, columns = np.indices(heights.shape)
    within = np.hypot(rows - 6, columns - 6) <= range_m

    assert np.array_equal(looked(heights, range_m=range_m), looked(heights, range_m=30.0) & within)


@given(heights=ROUGH)
@settings(deadline=None)
def test_pairs_agree_with_the_whole_view(heights):
    """Asking for single lines gives the cells of the view."""
    rows, columns = (index.ravel() for index in np.indices(heights.shape))
    place = [np.array([6]), np.array([6]), np.array([heights[MIDDLE] + 2.0])]

    free = free_pairs(
        heights, np.array([0, rows.size]), *place, rows, columns, heights.ravel() + 1.0
    )

    assert np.array_equal(free.reshape(heights.shape), looked(heights, range_m=30.0))


def test_nothing_given_is_changed():
    """The raster is as it was afterwards, and may be read-only."""
    heights = np.random.default_rng(2).random((13, 13))
    before = heights.copy()
    heights.setflags(write=False)

    looked(heights)

    assert np.array_equal(heights, before)


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"observer": (13, 0)}, "place_outside_surface"),
        ({"observer": (0, -1)}, "place_outside_surface"),
        ({"observer": (5, 5)}, "place_without_data"),
        ({"observer": (1.5, 3)}, "observer_cell"),
        ({"observer": "ab"}, "observer_cell"),
        ({"observer": (1, 2, 3)}, "observer_cell"),
        ({"ground": np.zeros((13, 12))}, "layers_unlike"),
        ({"range_m": 0.0}, "sight_numbers"),
        ({"range_m": -5.0}, "sight_numbers"),
        ({"range_m": np.nan}, "sight_numbers"),
        ({"range_m": np.inf}, "sight_numbers"),
        ({"cell_m": 0.0}, "sight_numbers"),
        ({"observer_height_m": np.nan}, "sight_numbers"),
        ({"target_height_m": np.inf}, "sight_numbers"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(wrong, kind):
    """Each misuse has its own problem, with words for it."""
    heights = np.zeros((13, 13))
    heights[5, 5] = np.nan

    with pytest.raises(InputError) as caught:
        looked(heights, **wrong)

    assert caught.value.problems[0].kind == kind
    assert caught.value.render("cs")


def test_a_list_of_lists_with_one_dimension_is_refused():
    """A row alone is no raster."""
    with pytest.raises(InputError) as caught:
        looked([1.0, 2.0])

    assert caught.value.problems[0].kind == "layers_unlike"


def flat(rows: int = 41, columns: int = 41, *, cell_m: float = 1.0) -> Surface:
    """Return level ground without a house."""
    return surface.build(Grid("EPSG:5514", 0.0, rows * cell_m, cell_m, rows, columns), ground=None)


def test_a_view_has_the_ray_to_every_cell():
    """3 m east and 4 m north of a lens 6.6 m up: azimuth 36.87°, 5 m level, 5 m below."""
    view = observe(
        around, flat(), x_m=20.5, y_m=20.5, height_m=6.6, target_height_m=1.6, range_m=10.0
    )
    row, column = 10 - 4, 10 + 3

    assert view.visible.shape == (21, 21)
    assert view.azimuth_deg[row, column] == pytest.approx(36.8699, abs=1e-4)
    assert view.distance_m[row, column] == pytest.approx(np.hypot(5, 5))
    assert view.depression_deg[row, column] == pytest.approx(45.0)
    assert view.visible[row, column]
    assert (view.transform.c, view.transform.f, view.transform.a) == pytest.approx((10, 31, 1))


def test_a_view_measures_from_the_place_not_from_its_cell():
    """A pole 0.3 m off the middle of its cell sees targets 0.3 m nearer."""
    view = observe(
        around, flat(), x_m=20.8, y_m=20.5, height_m=1.6, target_height_m=1.6, range_m=10.0
    )

    assert view.distance_m[10, 15] == pytest.approx(4.7)
    assert view.depression_deg[10, 15] == 0.0


def test_a_view_sees_the_crossroads_and_no_roof():
    """From the middle of the toy town both streets are seen to their ends, the quarters are not."""
    x, y = toy_town.MIDDLE
    town = toy_town.town()

    view = observe(around, town, x_m=x, y_m=y, height_m=5.0, target_height_m=1.6, range_m=90.0)

    polygon = view.polygons(view.visible.astype(float), [1.0])[0]
    houses = toy_town.buildings().geometry.union_all()

    assert polygon.contains(shapely.box(x - 8, y - 80, x + 8, y + 80))
    assert polygon.contains(shapely.box(x - 80, y - 8, x + 80, y + 8))
    assert polygon.intersection(houses).area == 0.0


def test_a_view_reaches_over_the_edge_of_the_surface():
    """Near a corner, what lies beyond is simply not seen."""
    view = observe(
        around, flat(), x_m=0.5, y_m=40.5, height_m=5.0, target_height_m=1.6, range_m=10.0
    )

    assert view.visible[10:, 10:].sum() == view.visible.sum() > 0


def test_pixel_density_is_0_out_of_sight_and_out_of_the_picture():
    """A camera to the north has pixels north of it only."""
    view = observe(
        around, flat(), x_m=20.5, y_m=20.5, height_m=6.0, target_height_m=1.6, range_m=15.0
    )

    north = view.density_px_m(toy_town.WIDE, azimuth_deg=0.0, tilt_deg=20.0)

    assert north[15 - 10, 15] > 0
    assert (north[15:] == 0).all()


def test_areas_of_detail_lie_inside_each_other():
    """Where 250 px/m are had, 62.5 px/m are had too; areas are whole cells."""
    view = observe(
        around, flat(), x_m=20.5, y_m=20.5, height_m=6.0, target_height_m=1.6, range_m=18.0
    )
    density = view.density_px_m(toy_town.WIDE, azimuth_deg=45.0, tilt_deg=20.0)

    coarse, fine = view.polygons(density, [62.5, 150.0])

    assert coarse.area == (density >= 62.5).sum() > fine.area == (density >= 150.0).sum() > 0
    assert coarse.contains(fine)


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"x_m": -0.1}, "place_outside_surface"),
        ({"y_m": 41.2}, "place_outside_surface"),
        ({"x_m": np.nan}, "place_outside_surface"),
        ({"range_m": 0.0}, "sight_numbers"),
        ({"range_m": np.nan}, "sight_numbers"),
        ({"height_m": np.inf}, "sight_numbers"),
    ],
)
def test_a_view_from_nowhere_is_refused(wrong, kind):
    """Places outside and useless numbers have their problem."""
    sound = {"x_m": 20.0, "y_m": 20.0, "height_m": 5.0, "target_height_m": 1.6, "range_m": 10.0}

    with pytest.raises(InputError) as caught:
        observe(around, flat(), **(sound | wrong))

    assert caught.value.problems[0].kind == kind
