"""The coverage matrix: sums against the naive ones, and the laws of covering."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from placement.visibility.coverage_matrix import CoverageMatrix
from tests.strategies import coverages

CHOSEN = st.lists(st.integers(0, 5), max_size=8)


def naive(coverage: CoverageMatrix, chosen: list[int]) -> np.ndarray:
    """Return how many of the chosen candidates cover each point, from the dense matrix."""
    dense = coverage.covers.toarray()
    return sum((dense[j].astype(int) for j in chosen), np.zeros(dense.shape[1], dtype=int))


@given(coverages(), CHOSEN)
def test_counts_value_and_cover_are_the_naive_ones(coverage, chosen):
    """Each point as often as it is covered; its weight once."""
    times = naive(coverage, chosen)

    assert coverage.counts(chosen).tolist() == times.tolist()
    assert coverage.covered(chosen).tolist() == (times > 0).tolist()
    assert coverage.value(chosen) == coverage.weight[times > 0].sum()


@given(coverages(), CHOSEN)
def test_gains_are_the_differences_of_values(coverage, order):
    """What a candidate adds is the value with it less the value without it."""
    values = [coverage.value(order[:k]) for k in range(len(order) + 1)]

    assert coverage.gains(order).tolist() == np.diff(values).tolist()


@given(coverages(), CHOSEN, st.integers(0, 5))
def test_more_cameras_never_cover_less(coverage, chosen, another):
    """Covering is monotone."""
    assert coverage.value([*chosen, another]) >= coverage.value(chosen)


@given(coverages(), CHOSEN, CHOSEN, st.integers(0, 5))
def test_the_same_camera_adds_less_to_more(coverage, some, others, another):
    """Covering is submodular: the gain shrinks as the set grows."""
    to_some = coverage.gains([*some, another])[-1]
    to_more = coverage.gains([*some, *others, another])[-1]

    assert to_more <= to_some


@given(coverages(), st.permutations(range(6)))
def test_the_order_never_changes_the_whole(coverage, order):
    """Gains of any order add up to the value of all."""
    assert coverage.gains(order).sum() == coverage.value(range(6))


def test_the_points_of_one_candidate():
    """Indices of the columns, ascending, of a type that can index."""
    covers = sparse.csr_array(np.array([[0, 1, 0, 1], [0, 0, 0, 0]], dtype=bool))
    coverage = CoverageMatrix(covers, np.ones(4))

    assert coverage.of(0).tolist() == [1, 3]
    assert coverage.of(1).tolist() == []
    assert coverage.value([]) == 0.0


def test_a_sum_of_many_small_weights_is_exact():
    """Ten weights of 0.1 are 1.0, in whatever order they are added."""
    coverage = CoverageMatrix(sparse.csr_array(np.ones((1, 10), dtype=bool)), np.full(10, 0.1))

    assert coverage.value([0]) == 1.0


def test_columns_and_weights_must_agree():
    """Three columns and four weights are no matrix."""
    with pytest.raises(ValueError, match="3 columns, 4 weights"):
        CoverageMatrix(sparse.csr_array(np.ones((2, 3), dtype=bool)), np.ones(4))


def test_weights_cannot_be_changed_and_those_given_are_left_alone():
    """The matrix's own weights are read-only; the caller's array stays writable."""
    weight = np.ones(3)
    coverage = CoverageMatrix(sparse.csr_array(np.ones((1, 3), dtype=bool)), weight)

    weight.flags.writeable = True

    with pytest.raises(ValueError, match="read-only"):
        coverage.weight[0] = 2.0
    assert weight.flags.writeable
