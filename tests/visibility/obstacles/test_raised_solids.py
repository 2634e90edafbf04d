"""Raised buildings: free below and above, hidden between, by closed forms and the exact oracle."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.visibility.obstacles import prisms, raised_solids
from tests import oracle_prisms
from tests.examples import up_to

SQUARE = shapely.box(0, 0, 10, 10)
COURT = shapely.Polygon(SQUARE.exterior, [shapely.box(4, 4, 6, 6).exterior])
ELL = shapely.Polygon([(0, 0), (12, 0), (12, 4), (4, 4), (4, 12), (0, 12)])
SHAPES = (SQUARE, COURT, ELL, shapely.affinity.translate(SQUARE, 10, 0))
GRID = st.integers(-8, 40).map(lambda half: half / 2)
PLACES = st.tuples(GRID, GRID, st.integers(0, 20).map(lambda half: half / 2))
CITY = st.lists(
    st.tuples(st.sampled_from(SHAPES), st.integers(1, 6), st.integers(1, 4)), min_size=1, max_size=3
)


def sees(solid: raised_solids.RaisedSolids, lens: tuple, target: tuple) -> bool:
    """Return whether one line is free."""
    ends = np.array([lens], dtype=float), np.array([target], dtype=float)
    return bool(solid.free(*ends, lens=[0], target=[0])[0])


@pytest.mark.parametrize(
    ("lens_m", "target_m", "free"),
    [
        (4.0, 1.6, True),  # below all along
        (4.5, 1.6, True),
        (12.0, 1.6, False),  # comes through the roof and the floor
        (7.0, 7.0, False),  # straight into the side
        (5.0, 5.0, True),  # along the underside
        (9.0, 9.0, True),  # along the roof
        (30.0, 1.6, True),  # over the far edge of the roof, at 11 m
    ],
)
def test_a_bridge_hides_between_its_underside_and_its_roof(lens_m, target_m, free):
    """From 5 to 9 m, 10 m wide, in the middle of a street of 30 m."""
    bridge = raised_solids.build([SQUARE], [5.0], [9.0])

    assert sees(bridge, (-10, 5, lens_m), (20, 5, target_m)) is free


def test_a_thin_roof_hides_what_is_behind_it_seen_from_above():
    """A line from 10 m to the ground 20 m away passes 3 m at 14 m, in the roof's outline or not."""
    roof = raised_solids.build([shapely.box(13, -1, 15, 1)], [2.9], [3.0])

    assert not sees(roof, (0, 0, 10), (20, 0, 0))
    assert sees(roof, (0, 0, 10), (16, 0, 0))
    assert sees(roof, (0, 0, 10), (26, 0, 0))
    assert not sees(roof, (14, 0, 10), (14, 0, 0))


def test_a_camera_on_its_wall_looks_away_and_not_through():
    """As with houses that stand on the ground."""
    bridge = raised_solids.build([SQUARE], [5.0], [9.0])

    for off_m in (-0.005, 0.0, 0.005):
        assert sees(bridge, (10 + off_m, 5, 6), (30, 5, 1.6))
        assert not sees(bridge, (10 + off_m, 5, 6), (-20, 5, 6))
    assert sees(bridge, (10, 5, 5.0), (-20, 5, 1.6))


@given(CITY, st.lists(PLACES, min_size=2, max_size=6))
@settings(deadline=None, max_examples=up_to(150))
def test_every_line_is_as_the_oracle_says(city, places):
    """Corners, shared walls, courtyards, ends inside: exact fractions say the same."""
    solids = [(shape, base, base + more) for shape, base, more in city]
    town = raised_solids.build(*([solid[k] for solid in solids] for k in range(3)))
    points = np.array(places, dtype=float)
    lens, target = np.indices((len(places), len(places))).reshape(2, -1)

    found = town.free(points, points, lens=lens, target=target)

    for i, j, free in zip(lens, target, found, strict=True):
        assert free == oracle_prisms.sees_past_raised(points[i], points[j], solids)


def test_lines_in_a_real_towns_coordinates_are_as_exact():
    """General places among turned solids, against the oracle; both answers occur."""
    dice = np.random.default_rng(7)
    corner = np.array([-741_000.0, -1_043_000.0])
    city = []
    for x, y in dice.random((25, 2)) * 80:
        shape = shapely.affinity.rotate(shapely.box(x, y, x + 9, y + 5), dice.random() * 90)
        base = float(dice.random() * 5)
        city.append((shapely.affinity.translate(shape, *corner), base, base + 3))
    places = np.column_stack([dice.random((30, 2)) * 90 + corner, dice.random(30) * 9])
    lens, target = dice.integers(0, 30, (2, 120))
    town = raised_solids.build(*([solid[k] for solid in city] for k in range(3)))

    found = town.free(places, places, lens=lens, target=target)

    slow = [
        oracle_prisms.sees_past_raised(places[i], places[j], city)
        for i, j in zip(lens, target, strict=True)
    ]
    assert found.tolist() == slow
    assert 20 < sum(slow) < 100


@given(st.sampled_from(SHAPES), st.lists(PLACES, min_size=2, max_size=5))
@settings(deadline=None, max_examples=up_to(60))
def test_from_below_the_ground_up_it_is_a_house(shape, places):
    """A solid that reaches far below all ends hides what a prism does."""
    points = np.array(places, dtype=float) + np.array([0.25, 0.125, 0.0])
    ask = np.indices((len(places), len(places))).reshape(2, -1)
    deep = raised_solids.build([shape], [-100.0], [4.0])

    found = deep.free(points, points, lens=ask[0], target=ask[1])

    house = prisms.build([shape], [4.0]).free(points, points, lens=ask[0], target=ask[1])
    moved = ask[0] != ask[1]
    assert np.array_equal(found[moved], house[moved])


def test_parts_and_pieces_keep_undersides_and_numbers():
    """Of two houses in three pieces the second comes back with its underside."""
    pair = shapely.MultiPolygon([SQUARE, shapely.affinity.translate(SQUARE, 40, 0)])
    town = raised_solids.build(
        [pair, shapely.affinity.translate(SQUARE, 0, 40)], [3.0, 5.0], [6.0, 9.0]
    )

    part = town.near(shapely.box(-1, 39, 1, 41))

    assert len(town) == 3
    assert part.base_m.tolist() == [5.0]
    assert part.solids.house.tolist() == [1]
    assert part.lift(np.array([0.5])).base_m.tolist() == [5.5]
    assert town.holds([5.0, 5.0, 45.0], [5.0, 5.0, 5.0], [4.0, 2.0, 4.0]).tolist() == [
        True,
        False,
        True,
    ]
