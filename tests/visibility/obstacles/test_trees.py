"""Crowns against plain geometry."""

import geopandas as gpd
import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.units import Floats
from placement.visibility.obstacles import trees as obstacle_trees
from placement.visibility.obstacles.trees import Crowns
from tests.examples import up_to


def trees(*rows: tuple[float, float, float, float, float]) -> gpd.GeoDataFrame:
    """Return trees from x, y, radius, crown base and height."""
    columns = np.array(rows, dtype=np.float64).reshape(-1, 5).T
    return gpd.GeoDataFrame(
        {"crown_radius_m": columns[2], "crown_base_m": columns[3], "height_m": columns[4]},
        geometry=gpd.points_from_xy(columns[0], columns[1]),
    )


def planted(*rows: tuple[float, float, float, float, float]) -> Crowns:
    """Return the crowns of trees on flat ground, each leaving half a view."""
    return evolve(obstacle_trees.build(trees(*rows), np.zeros(len(rows))), permeability=0.5)


def share(
    of: Crowns, lens: tuple[float, float, float], target: tuple[float, float, float]
) -> float:
    """Return the view one lens has left on one target."""
    return float(of.view_share(np.array([lens]), np.array([target]), lens=[0], target=[0])[0])


TREE = (10.0, 0.0, 2.0, 3.0, 9.0)


@pytest.mark.parametrize(
    ("lens", "target", "left"),
    [
        ((0, 0, 6), (20, 0, 4), 0.5),  # through the crown
        ((0, 0, 2), (20, 0, 2), 1.0),  # under it
        ((0, 0, 12), (20, 0, 10), 1.0),  # over it
        ((0, 3, 6), (20, 3, 6), 1.0),  # beside it
        ((0, 0, 6), (7, 0, 6), 1.0),  # the target stands before it
        ((0, 0, 12), (20, 0, 0), 0.5),  # down through it
        ((10, 1, 6), (20, 0, 6), 1.0),  # the lens hangs in it
        ((0, 2, 6), (20, 2, 6), 1.0),  # along its edge
    ],
)
def test_a_crown_hides_between_its_base_and_its_top(
    lens: tuple[float, float, float], target: tuple[float, float, float], left: float
) -> None:
    """One looks under, over and past a crown, not through it; the lens's own is trimmed."""
    assert share(planted(TREE), lens, target) == left


def test_each_crown_takes_its_share() -> None:
    """Three crowns in a row leave an eighth of the view when one leaves half."""
    row = planted(TREE, (15.0, 0.5, 2.0, 3.0, 9.0), (70.0, -1.0, 3.0, 3.0, 9.0))

    assert share(row, (0, 0, 6), (100, 0, 6)) == pytest.approx(0.125)


numbers = st.floats(-90, 90, allow_nan=False)
spots = st.tuples(numbers, numbers, st.floats(0, 20))
plants = st.tuples(numbers, numbers, st.floats(0.2, 8), st.floats(0, 6), st.floats(6.5, 20))


@settings(max_examples=up_to(150), deadline=None)
@given(st.lists(plants, max_size=25), spots, st.lists(spots, min_size=1, max_size=8))
def test_the_cells_lose_no_crown(
    rows: list[tuple[float, float, float, float, float]],
    lens: tuple[float, float, float],
    targets: list[tuple[float, float, float]],
) -> None:
    """Searching the cells along the line finds the crowns that asking every one finds."""
    of, ends = planted(*rows), np.array(targets)
    every = np.arange(len(targets))
    found = of.view_share(np.array([lens]), ends, lens=np.zeros_like(every), target=every)

    expected = [0.5 ** sum(naive(np.array(lens), end, row) for row in rows) for end in ends]
    assert list(found) == expected


def naive(lens: Floats, end: Floats, row: tuple[float, float, float, float, float]) -> bool:
    """Return whether a line passes a crown, by the kernel's own rule run as plain Python."""
    x, y, radius, base, top = row
    return bool(obstacle_trees.passes.py_func(lens, end, x, y, radius, min(base, top), top))


@settings(max_examples=up_to(60), deadline=None)
@given(plants, spots, spots)
def test_a_sampled_line_agrees(
    row: tuple[float, float, float, float, float],
    lens: tuple[float, float, float],
    target: tuple[float, float, float],
) -> None:
    """A line with a sampled point well inside passes; one that stays clear does not."""
    one, other = np.array(lens), np.array(target)
    t = np.linspace(0, 1, 4001)[:, None]
    points = one + t * (other - one)
    x, y, radius, base, top = row
    off = np.hypot(points[:, 0] - x, points[:, 1] - y)
    inside = (off < radius - 0.1) & (points[:, 2] > base + 0.1) & (points[:, 2] < top - 0.1)
    near = (off < radius + 0.1) & (points[:, 2] > base - 0.1) & (points[:, 2] < top + 0.1)
    trimmed = np.hypot(one[0] - x, one[1] - y) < radius
    left = share(planted(row), lens, target)

    if inside.any() and not trimmed:
        assert left == 0.5
    if trimmed or not near.any():
        assert left == 1.0


def test_nothing_grows_nothing_hides() -> None:
    """Without trees every view is whole."""
    assert share(planted(), (0, 0, 6), (20, 0, 1)) == 1.0


def test_winter_shows_all_that_summer_shows() -> None:
    """One crown hides in leaf and not without leaves; what is seen in leaf stays seen."""
    table, line = trees(TREE), (np.array([[0.0, 0.0, 6.0]]), np.array([[20.0, 0.0, 4.0]]))
    summer, winter = (
        obstacle_trees.build(table, np.zeros(1), season=season).free(*line, lens=[0], target=[0])[0]
        for season in ("leaf-on", "leaf-off")
    )

    assert not summer
    assert winter


def test_crowns_far_from_the_origin_take_no_more_room() -> None:
    """Cells are counted from the crowns, also where coordinates are positive (UTM)."""
    found = planted(
        (385_000.0, 6_671_000.0, 8.0, 2.5, 2.5), (385_050.0, 6_671_050.0, 8.0, 2.5, 2.5)
    )

    assert len(found) == 2
