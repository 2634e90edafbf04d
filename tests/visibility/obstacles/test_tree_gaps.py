"""Heights that crowns hide, against the rule asked height by height."""

import math

import numpy as np
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from placement.visibility.obstacles import tree_gaps
from placement.visibility.obstacles import trees as obstacle_trees
from placement.visibility.obstacles.trees import Crowns
from tests.examples import up_to
from tests.strategies import numbers
from tests.visibility.obstacles.test_trees import trees

TREE = (10.0, 0.0, 2.0, 3.0, 9.0)
LENS = np.array([0.0, 0.0, 6.0])
BODY = {"low_m": 0.0, "high_m": 2.0}


def planted(*rows, permeability: float = 0.1) -> Crowns:
    """Return the crowns of trees on flat ground at 0."""
    return evolve(
        obstacle_trees.build(trees(*rows), np.zeros(len(rows))), permeability=permeability
    )


def decisive(of: Crowns, place, *, share: float, lens=LENS, **body) -> float:
    """Return the decisive height over one place."""
    asked = {**BODY, **body}
    found = tree_gaps.decisive_m(
        of, np.array([lens]), np.array([place]), lens=[0], target=[0], share=share, **asked
    )
    return float(found[0])


def left_by_sampling(of: Crowns, lens, place, heights_m) -> np.ndarray:
    """Return at which heights of a place crowns leave enough, each asked on its own."""
    ends = np.column_stack([np.tile(place[:2], (heights_m.size, 1)), heights_m])
    every = np.arange(heights_m.size)
    return of.free(np.array([lens]), ends, lens=np.zeros_like(every), target=every)


def test_a_crown_hides_between_two_heights() -> None:
    """By similar triangles: from the base past the far rim, to the top past the near rim."""
    low, high = tree_gaps.hidden.py_func(LENS, np.array([20.0, 0.0, 0.0]), *TREE)

    assert low == pytest.approx(6.0 - 3.0 * 20 / 8)  # base below the lens: its near rim
    assert high == pytest.approx(6.0 + 3.0 * 20 / 8)
    above, below = tree_gaps.hidden.py_func(
        np.array([0.0, 0.0, 1.0]), np.array([20.0, 0.0, 0.0]), *TREE
    )
    assert above == pytest.approx(1.0 + 2.0 * 20 / 12)  # base above the lens: its far rim
    assert below == pytest.approx(1.0 + 8.0 * 20 / 8)


def test_a_crown_out_of_the_way_hides_nothing() -> None:
    """Beside the track, behind the place, or around the lens."""
    for place, row in [
        ((20.0, 0.0, 0.0), (10.0, 5.0, 2.0, 3.0, 9.0)),
        ((5.0, 0.0, 0.0), TREE),
        ((20.0, 0.0, 0.0), (0.5, 0.0, 2.0, 3.0, 9.0)),
    ]:
        assert tree_gaps.hidden.py_func(LENS, np.array(place), *row) == (math.inf, -math.inf)


spots = st.tuples(numbers(-40, 40), numbers(-40, 40), numbers(0, 12))
plants = st.tuples(
    numbers(-40, 40), numbers(-40, 40), numbers(0.3, 9), numbers(0, 4), numbers(5, 15)
)


@settings(max_examples=up_to(150), deadline=None)
@given(plants, spots, spots, st.lists(numbers(-5, 25), min_size=1, max_size=10))
def test_the_interval_is_where_lines_pass(row, lens, place, heights_m) -> None:
    """A line to a height passes the crown if and only if the height is inside the interval."""
    low, high = tree_gaps.hidden(np.array(lens), np.array(place), *row)
    for height_m in heights_m:
        assume(min(abs(height_m - low), abs(height_m - high)) > 1e-6)
        end = np.array([*place[:2], height_m])

        assert obstacle_trees.passes(np.array(lens), end, *row) == (low < height_m < high)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(plants, max_size=12),
    spots,
    spots,
    numbers(0.05, 1.0),
    st.sampled_from([0.1, 0.6, 0.8]),
)
def test_the_decisive_height_leaves_just_the_share(rows, lens, place, share, permeability) -> None:
    """Sampled every 4 mm: the share is left above it, or less than that in all."""
    of, foot_m = planted(*rows, permeability=permeability), place[2] / 4
    found = decisive(of, (*place[:2], foot_m), lens=lens, share=share)
    above_m = (np.arange(500) + 0.5) * 4e-3
    left = left_by_sampling(of, lens, place, foot_m + above_m)

    if math.isnan(found):
        assert left.mean() < share + 0.01
    else:
        assert left[above_m > found].sum() * 4e-3 == pytest.approx(2.0 * share, abs=0.02)


def test_where_no_tree_is_the_share_counts_from_the_top() -> None:
    """Half of 0 to 2 m is what is above 1 m; a crown over the head changes nothing."""
    assert decisive(planted(), (20.0, 0.0, 0.0), share=0.5) == 1.0
    assert decisive(planted((20.0, 0.0, 2.0, 3.0, 9.0)), (20.0, 0.0, 0.0), share=0.5) == 1.0


def test_what_a_crown_hides_of_the_head_the_feet_must_give() -> None:
    """A crown in front hides all above 1.5 m: half of a body is then left from 0.5 m up."""
    hides_above = planted((10.0, 0.0, 2.0, 3.0, 9.0))
    place = (16.0, 0.0, 0.0)  # its base, past the near rim at 8 m: 6 - 3 · 16 / 8 = 0

    assert math.isnan(decisive(hides_above, place, share=0.5))
    lens = np.array([0.0, 0.0, 5.25])  # 5.25 - 2.25 · 16 / 8 = 0.75
    assert decisive(hides_above, place, share=0.25, lens=lens) == pytest.approx(0.25)
    assert math.isnan(decisive(hides_above, place, share=0.5, lens=lens))


@settings(max_examples=up_to(80), deadline=None)
@given(st.lists(plants, max_size=8), spots, spots)
def test_the_lowest_clear_height_is_found(rows, lens, place) -> None:
    """It is clear itself, and no sampled height below it is."""
    of = planted(*rows)
    found = tree_gaps.lowest_clear_m(of, np.array([lens]), np.array([place]), lens=[0], target=[0])[
        0
    ]
    assume(np.isfinite(found))
    below_m = np.linspace(place[2], found, 500, endpoint=False)[:-1]

    assert found >= place[2]
    assert left_by_sampling(of, lens, place, np.array([found + 1e-9])).all() or found > 1e3
    if found > place[2]:
        assert not left_by_sampling(of, lens, place, below_m[below_m > place[2] + 1e-9]).any()
