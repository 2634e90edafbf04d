"""Canopy against plain geometry: how far lines run through leaves, and what is left of the view."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.grid import Grid
from placement.visibility import surface
from placement.visibility.obstacles import canopy
from placement.visibility.obstacles.canopy import CROWN_WIDTH_M, TRIMMED_M, Canopy
from tests.examples import up_to
from tests.strategies import terrains

FRAME = Grid("EPSG:5514", 0.0, 12.0, 1.0, 12, 12)
FLAT = np.zeros(FRAME.shape, np.float32)
KERNELS = ("share_within", "_first_crossing", "_one_line")


def grown(height_m: np.ndarray, ground_m: np.ndarray = FLAT, **options) -> Canopy:
    """Return the canopy of trees on the frame."""
    return canopy.build(FRAME, np.asarray(height_m, np.float32), ground_m, **options)


def through_m(of: Canopy, lens: tuple, target: tuple) -> float:
    """Return how far one line runs through leaves. [m]"""
    return float(of.leaves_m(np.array([lens]), np.array([target]), lens=[0], target=[0])[0])


def belt(first: int, last: int, height_m: float = 10.0) -> np.ndarray:
    """Return trees on some columns."""
    heights = FLAT.copy()
    heights[:, first:last] = height_m
    return heights


@pytest.mark.parametrize(
    ("lens", "target", "metres"),
    [
        ((0.5, 6.5, 5.0), (11.5, 6.5, 5.0), 3.0),  # straight through
        ((0.5, 6.5, 2.0), (11.5, 6.5, 2.0), 0.0),  # under the crowns
        ((0.5, 6.5, 11.0), (11.5, 6.5, 11.0), 0.0),  # over them
        ((0.5, 6.5, 5.0), (6.5, 6.5, 5.0), 1.5),  # the target stands among them
        ((0.5, 6.5, 5.0), (4.5, 6.5, 5.0), 0.0),  # before them
        ((6.5, 0.5, 5.0), (6.5, 11.5, 5.0), 11.0 - TRIMMED_M),  # along the belt, lens in it
        ((0.0, 6.0, 5.0), (12.0, 6.0, 5.0), 3.0),  # between two rows of cells
        ((0.5, 1.0, 5.0), (10.5, 11.0, 5.0), 3.0 * np.sqrt(2)),  # across
        ((-20.0, 6.5, 5.0), (40.0, 6.5, 5.0), 3.0),  # from far outside to far outside
        ((5.0, 6.5, 30.0), (5.0, 6.5, 0.0), 0.0),  # straight down
    ],
)
def test_a_belt_of_trees_is_as_thick_as_the_line_through_it(lens, target, metres):
    """From 5 to 8 m east, leaves from 2.5 to 10 m up: lengths known from plane geometry."""
    assert through_m(grown(belt(5, 8)), lens, target) == pytest.approx(metres)


def test_a_falling_line_meets_leaves_between_base_and_top():
    """Down from 12 to 0 m over 12 m all above trees: 7.5 m of height, times the square root of 2.

    What lies within `TRIMMED_M` of the lens is cut, which here is open air but for half a metre.
    """
    full = grown(belt(0, 12))

    length = through_m(full, (0.0, 6.5, 12.0), (12.0, 6.5, 0.0))

    assert length == pytest.approx((7.5 - (TRIMMED_M - 2.0)) * np.sqrt(2))


def test_crowns_stand_on_their_ground_and_never_begin_above_half_their_height():
    """A tree of 4 m has its crown from 2 m up; gaps and bare cells have none."""
    heights = FLAT.copy()
    heights[0, :3] = 10.0, 4.0, np.nan
    of = grown(heights, FLAT + 100)

    assert of.base_m[0, :3].tolist() == [102.5, 102.0, 100.0]
    assert of.top_m[0, :3].tolist() == [110.0, 104.0, 100.0]
    assert np.array_equal(of.base_m[1:], of.top_m[1:])


def test_one_crown_of_leaves_hides_like_one_tree():
    """In summer one crown's width leaves a tenth, in winter six tenths; two leave their square."""
    line = np.array([[0.0, 6.5, 5.0]]), np.array([[12.0, 6.5, 5.0]])
    for season, left in (("leaf-on", 0.1), ("leaf-off", 0.6)):
        for crowns in (1, 2):
            heights = belt(4, 4 + crowns * 2)
            of = grown(heights, crown_width_m=2.0, season=season)

            found = of.view_share(*line, lens=[0], target=[0])
            assert found[0] == pytest.approx(left**crowns)
    assert CROWN_WIDTH_M == 5.0


spots = st.tuples(st.floats(-3, 15), st.floats(-3, 15), st.floats(0, 12))


@given(heights=terrains(), lens=spots, target=spots)
@settings(max_examples=up_to(60), deadline=None)
def test_a_sampled_line_agrees(heights, lens, target):
    """Twenty thousand points along the line find as much of it in leaves."""
    of = grown(heights)
    one, other = np.array(lens), np.array(target)
    shares = (np.arange(20_000) + 0.5) / 20_000
    x, y, z = (one + shares[:, None] * (other - one)).T
    row, column = FRAME.cell_of(x, y)
    inside = FRAME.holds(x, y) & (shares * np.hypot(*(other - one)[:2]) > TRIMMED_M)
    at = np.where(inside, row, 0), np.where(inside, column, 0)
    leaves = inside & (z > of.base_m[at]) & (z < of.top_m[at])
    length = np.linalg.norm(other - one)

    # lines along an edge of cells belong to either side
    assert through_m(of, lens, target) == pytest.approx(leaves.mean() * length, abs=0.01)


@given(heights=terrains(), lens=spots, target=spots)
@settings(max_examples=25, deadline=None)
def test_the_python_of_the_kernels_agrees(heights, lens, target):
    """What numba compiles is right as Python too, where coverage can see it."""
    of = grown(heights)
    with pytest.MonkeyPatch.context() as patch:
        for name in KERNELS:
            patch.setattr(canopy, name, getattr(canopy, name).py_func)
        frame = np.array([FRAME.x_min, FRAME.y_max, FRAME.cell_m])
        with np.errstate(divide="ignore", over="ignore"):
            slow = canopy._one_line(of.base_m, of.top_m, frame, np.array(lens), np.array(target))

    assert through_m(of, lens, target) == pytest.approx(slow)


@given(heights=terrains(), a=spots, b=spots)
@settings(max_examples=30, deadline=None)
def test_leaves_hide_both_ways_alike(heights, a, b):
    """Far from trimmed leaves, A sees as much of B as B of A."""
    of = grown(heights)
    a, b = (a[0] - 20.0, *a[1:]), (b[0] + 20.0, *b[1:])  # both stand outside the frame

    assert through_m(of, a, b) == pytest.approx(through_m(of, b, a))


@given(heights=terrains(), lens=spots, target=spots)
@settings(max_examples=30, deadline=None)
def test_a_new_tree_gains_nothing_and_winter_loses_nothing(heights, lens, target):
    """More trees leave less of the view, and bare ones more."""
    line = (np.array([lens]), np.array([target]))

    def left(of: Canopy) -> float:
        return float(of.view_share(*line, lens=[0], target=[0])[0])

    more = heights.copy()
    more[:, 6] = np.where(more[:, 6] == 0, 8.0, more[:, 6])
    assert left(grown(more)) <= left(grown(heights)) + 1e-12
    assert left(grown(heights, season="leaf-off")) >= left(grown(heights))


def test_trees_of_both_kinds_take_their_share_together():
    """A surface asks crowns and canopy; without trees nothing is left of either."""
    town = surface.build(FRAME, ground=None)
    lined = surface.Surface(town.grid, FLAT, FLAT, town.roofs, canopy=grown(belt(5, 8)))
    ends = np.array([[0.5, 6.5, 5.0]]), np.array([[11.5, 6.5, 5.0]])

    assert town.free_of_solids_and_trees(*ends, lens=[0], target=[0])[0]
    assert not lined.free_of_solids_and_trees(*ends, lens=[0], target=[0])[0]
    assert lined.without_trees().free_of_solids_and_trees(*ends, lens=[0], target=[0])[0]
    assert lined.trees == (lined.canopy,)


def test_layers_must_fit_their_grid():
    """A canopy of another town is refused."""
    with pytest.raises(ValueError, match="on a grid of"):
        Canopy(FRAME, FLAT[1:], FLAT, 5.0, 0.1)
