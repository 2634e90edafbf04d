"""Houses as prisms: who sees whom past their exact outlines."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.visibility.obstacles import prisms
from placement.visibility.obstacles.prisms import Prisms
from tests import oracle_prisms
from tests.examples import up_to

SQUARE = shapely.box(0, 0, 10, 10)
YARD = shapely.Polygon([(0, 0), (12, 0), (12, 12), (0, 12)], [[(4, 4), (4, 8), (8, 8), (8, 4)]])
SHAPES = (
    shapely.box(2, 2, 5, 6),
    shapely.box(5, 2, 8, 6),  # shares a wall with the one before
    shapely.box(8, 6, 11, 9),  # touches that one at a corner
    shapely.Polygon([(1, 8), (6, 8), (6, 13), (4, 13), (4, 10), (1, 10)]),
    shapely.Polygon([(9, 0), (13, 1), (12, 5)]),
    shapely.Polygon([(2, 2), (3, 2), (4, 2), (5, 2), (5, 6), (2, 6)]),  # corners along a wall
    YARD,
)
TOPS = (1.0, 3.0, 6.0)


def houses(*shapes: shapely.Polygon, top_m=10.0) -> Prisms:
    """Return prisms of shapes, all as high or each as high as said."""
    return prisms.build(list(shapes), np.broadcast_to(top_m, len(shapes)))


def sees(town: Prisms, lens, target) -> bool:
    """Return whether one point has another in free sight."""
    return bool(town.free(np.array([lens]), np.array([target]), lens=[0], target=[0])[0])


WHOLE = st.integers(0, 14)
PLACES = st.tuples(WHOLE, WHOLE, st.integers(0, 7)).map(lambda p: tuple(map(float, p)))
CITY = st.lists(st.tuples(st.sampled_from(SHAPES), st.sampled_from(TOPS)), min_size=1, max_size=4)


@given(CITY, st.lists(PLACES, min_size=1, max_size=4), st.lists(PLACES, min_size=1, max_size=4))
@settings(deadline=None, max_examples=up_to(300))
def test_lines_of_sight_are_those_of_slow_exact_geometry(city, lenses, targets):
    """On corners, on and along walls, in courtyards, under and over roofs: pair for pair."""
    town = prisms.build([shape for shape, _ in city], [top for _, top in city])
    pairs = np.indices((len(lenses), len(targets))).reshape(2, -1)

    found = town.free(np.array(lenses), np.array(targets), lens=pairs[0], target=pairs[1])

    slow = [oracle_prisms.sees(lenses[i], targets[j], city) for i, j in zip(*pairs, strict=True)]
    assert found.tolist() == slow


HEIGHTS = st.integers(0, 7).map(float)


@given(CITY, st.lists(st.tuples(WHOLE, WHOLE), min_size=2, max_size=6), HEIGHTS)
@settings(deadline=None, max_examples=up_to(100))
def test_at_equal_heights_a_sees_b_if_b_sees_a(city, places, height_m):
    """And at any heights: a line is the same from either end."""
    town = prisms.build([shape for shape, _ in city], [top for _, top in city])
    points = np.array([(*place, height_m) for place in places], dtype=float)
    one, other = np.indices((len(places), len(places))).reshape(2, -1)

    there = town.free(points, points, lens=one, target=other)
    back = town.free(points, points, lens=other, target=one)

    assert np.array_equal(there, back)


@given(CITY, st.sampled_from(SHAPES), st.lists(PLACES, min_size=2, max_size=6))
@settings(deadline=None, max_examples=up_to(100))
def test_a_new_house_gains_nothing(city, house, places):
    """No pair comes into sight by building."""
    shapes, tops = [shape for shape, _ in city], [top for _, top in city]
    pairs = np.indices((len(places), len(places))).reshape(2, -1)
    ask = (np.array(places), np.array(places))

    before = prisms.build(shapes, tops).free(*ask, lens=pairs[0], target=pairs[1])
    after = prisms.build([*shapes, house], [*tops, 4.0]).free(*ask, lens=pairs[0], target=pairs[1])

    assert (before >= after).all()


def test_lines_far_from_the_origin_are_as_exact():
    """In the coordinates of a real town: general places among turned houses, against the oracle."""
    dice = np.random.default_rng(4)
    corner = np.array([-741_000.0, -1_043_000.0])
    city = []
    for x, y in dice.random((25, 2)) * 80:
        shape = shapely.affinity.rotate(shapely.box(x, y, x + 9, y + 5), dice.random() * 90)
        city.append((shapely.affinity.translate(shape, *corner), float(dice.random() * 9)))
    places = np.column_stack([dice.random((30, 2)) * 90 + corner, dice.random(30) * 8])
    lens, target = dice.integers(0, 30, (2, 120))
    town = prisms.build([shape for shape, _ in city], [top for _, top in city])

    found = town.free(places, places, lens=lens, target=target)

    slow = [
        oracle_prisms.sees(places[i], places[j], city) for i, j in zip(lens, target, strict=True)
    ]
    assert found.tolist() == slow
    assert 20 < sum(slow) < 100


@pytest.mark.parametrize("before_m", [-0.005, 0.0, 0.005])
def test_a_lens_on_a_wall_sees_away_from_it_and_not_through_the_house(before_m):
    """Within a centimetre of the wall, on either side."""
    lens = (5.0, 10.0 + before_m, 4.0)

    assert sees(houses(SQUARE), lens, (5, 30, 1.6))
    assert sees(houses(SQUARE), lens, (40, 10.2, 1.6))
    assert not sees(houses(SQUARE), lens, (5, -20, 1.6))
    assert sees(houses(SQUARE), (5, 30, 1.6), lens)


def test_a_lens_deeper_in_its_house_sees_nothing():
    """Two centimetres inside, under the roof; above the roof it sees."""
    assert not sees(houses(SQUARE), (5, 9.98, 4.0), (5, 30, 1.6))
    assert sees(houses(SQUARE), (5, 9.98, 10.5), (5, 30, 1.6))


def test_a_line_along_a_wall_or_past_a_corner_sees():
    """It touches; moved a millimetre into the house it is hidden."""
    assert sees(houses(SQUARE), (-5, 10, 1), (20, 10, 1))
    assert sees(houses(SQUARE), (-5, 5, 1), (5, -5, 1))
    assert not sees(houses(SQUARE), (-5, 9.999, 1), (20, 9.999, 1))


def test_houses_that_touch_leave_no_gap():
    """Neither along a shared wall nor through a shared corner."""
    row = houses(SQUARE, shapely.box(0, 10, 10, 20), shapely.box(10, 20, 20, 30))

    assert not sees(row, (-5, 10, 1), (20, 10, 1))
    assert not sees(row, (5, 25, 1), (15, 15, 1))


def test_over_the_roof_the_lower_end_decides():
    """A line that touches the roof's edge sees; one a millimetre lower does not."""
    for drop_m, free in ((0.0, True), (0.001, False)):
        assert sees(houses(SQUARE), (-10, 5, 11 - drop_m), (12, 5, 11 - 1.1 - drop_m)) is free


def test_a_courtyard_is_open_inside_and_closed_to_the_street():
    """Two people in it see each other; nobody outside sees them past 10 m of roof."""
    assert sees(houses(YARD), (5, 5, 1.6), (7, 7, 1.6))
    assert not sees(houses(YARD), (5, 5, 1.6), (5, 20, 1.6))
    assert sees(houses(YARD), (6, 6, 40.0), (6, 7, 0.0))


def test_bow_ties_and_several_parts_are_mended():
    """A crossing outline becomes its two triangles; a house in two parts is two prisms."""
    bow = shapely.Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])
    two = shapely.MultiPolygon([SQUARE, shapely.box(20, 0, 30, 10)])

    town = prisms.build([bow, two, shapely.Polygon()], [3.0, 8.0, 9.0])

    assert sorted(town.top_m) == [3.0, 3.0, 8.0, 8.0]
    assert shapely.area(town.footprints).sum() == pytest.approx(8.0 + 200.0)


def test_a_town_without_houses_hides_nothing():
    """No house is no error, and no pair is none."""
    empty = prisms.build([], [])

    assert sees(empty, (0, 0, 1), (9, 9, 1))
    assert houses(SQUARE).free(np.zeros((0, 3)), np.zeros((0, 3)), lens=[], target=[]).size == 0


def test_lines_from_beyond_the_houses_are_walked_too():
    """Ends far outside the frame of the houses, on all sides."""
    town = houses(SQUARE, shapely.box(12, 12, 14, 14))
    for turn in np.radians(np.arange(0, 360, 7.0)):
        far = 500 * np.array([np.sin(turn), np.cos(turn)]) + 5

        assert not sees(town, (*far, 2.0), (*(10 - far), 2.0))
    assert sees(town, (-500, 30, 2.0), (500, 31, 2.0))


def test_prisms_cannot_be_changed():
    """What is handed on stays as it was built."""
    with pytest.raises(ValueError, match="read-only"):
        houses(SQUARE).top_m[0] = 1.0
