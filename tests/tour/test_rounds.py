"""The round past places: the shortest by enumeration, and a bound that no round is below."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.tour import rounds
from placement.tour.rounds import shortest_round
from placement.units import Floats


def streets_apart(seed: int, places: int) -> Floats:
    """Return distances around blocks: whole metres, so many of them are equal."""
    at = np.random.default_rng(seed).integers(0, 60, size=(places, 2)).astype(float)
    return np.abs(at[:, None] - at[None, :]).sum(axis=2)


def enumerated_m(apart_m: Floats) -> float:
    """Return the length of the shortest of all rounds."""
    rest = range(1, len(apart_m))
    return min(
        sum(apart_m[a, b] for a, b in itertools.pairwise((0, *order, 0)))
        for order in itertools.permutations(rest)
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7))
def test_a_round_of_few_places_is_the_shortest_of_all(seed: int, places: int) -> None:
    """As long as the shortest of all orders, whose length is its own bound."""
    apart_m = streets_apart(seed, places)
    walk = shortest_round(apart_m)

    assert sorted(walk.order) == list(range(places))
    assert walk.order[0] == 0
    assert walk.length_m == pytest.approx(enumerated_m(apart_m))
    assert walk.is_shortest


def test_a_round_of_nine_places_is_the_shortest_of_all() -> None:
    """All 40 320 orders are tried."""
    apart_m = streets_apart(1, 9)

    assert shortest_round(apart_m).length_m == enumerated_m(apart_m)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 9))
def test_the_bound_of_many_is_below_the_shortest_and_their_round_is_none_shorter(
    seed: int, places: int
) -> None:
    """The ways for many places, on so few that the shortest is known."""
    apart_m = streets_apart(seed, places)
    shortest_m = shortest_round(apart_m).length_m
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "MOST_EXACT", 3)
        walk = shortest_round(apart_m)

    assert sorted(walk.order) == list(range(places))
    assert walk.least_m <= shortest_m + 1e-6
    assert walk.length_m >= shortest_m - 1e-6


def test_places_around_a_square_are_walked_around_it() -> None:
    """40 places on the edge of a square: its edge is the shortest round, and the bound shows it."""
    side = np.arange(10) * 10.0
    edge = [
        *((x, 0.0) for x in side),
        *((100.0, y) for y in side),
        *((100.0 - x, 100.0) for x in side),
        *((0.0, 100.0 - y) for y in side),
    ]
    at = np.array(edge)[np.random.default_rng(5).permutation(40)]
    walk = shortest_round(np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1)))

    assert walk.length_m == pytest.approx(400.0)
    assert walk.least_m == pytest.approx(400.0, rel=0.01)


def test_a_round_is_the_same_without_its_bound_and_one_of_many_places_has_few_starts() -> None:
    """70 places: some starts are left out, and the round stays within 5 % of the bound."""
    apart_m = streets_apart(3, 70)
    walk, bare = shortest_round(apart_m), shortest_round(apart_m, bounded=False)

    assert (bare.order, bare.length_m, bare.least_m) == (walk.order, walk.length_m, 0.0)
    assert sorted(walk.order) == list(range(70))
    assert walk.least_m <= walk.length_m <= 1.05 * walk.least_m
