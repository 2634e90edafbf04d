"""Houses as prisms: who sees whom past their exact outlines."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from placement import prisms
from placement.prisms import Prisms
from tests import oracle_prisms

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
@settings(deadline=None, max_examples=300)
def test_lines_of_sight_are_those_of_slow_exact_geometry(city, lenses, targets):
    """On corners, on and along walls, in courtyards, under and over roofs: pair for pair."""
    town = prisms.build([shape for shape, _ in city], [top for _, top in city])
    pairs = np.indices((len(lenses), len(targets))).reshape(2, -1)

    found = town.free(np.array(lenses), np.array(targets), lens=pairs[0], target=pairs[1])

    slow = [oracle_prisms.sees(lenses[i], targets[j], city) for i, j in zip(*pairs, strict=True)]
    assert found.tolist() == slow
