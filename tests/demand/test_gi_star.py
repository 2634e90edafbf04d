"""Gi* against its formula cell by cell, and against the library others use."""

import numpy as np
import pytest
import scipy.sparse as sp

from placement.demand.gi_star import contiguity, gi_star, local_g


def cells_with_counts(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return cells with holes between them, and the incidents in each."""
    dice = np.random.default_rng(seed)
    cells = np.unique(dice.integers(-9, 9, (150, 2)), axis=0)
    return cells, dice.poisson(3, len(cells)).astype(float)


@pytest.mark.parametrize("seed", range(3))
def test_gi_star_is_that_of_ord_and_getis(seed: int) -> None:
    """Each cell's score follows from the sums over its neighbours and itself."""
    cells, count = cells_with_counts(seed)
    near = np.abs(cells[:, None, :] - cells[None, :, :]).max(axis=2) <= 1
    n, mean = len(cells), count.mean()
    spread = np.sqrt((count**2).mean() - mean**2)
    expected = [
        (count[row].sum() - mean * row.sum())
        / (spread * np.sqrt((n * row.sum() - row.sum() ** 2) / (n - 1)))
        for row in near
    ]

    np.testing.assert_array_equal(contiguity(cells).toarray() > 0, near)
    np.testing.assert_allclose(local_g(count, contiguity(cells)), expected)


def test_gi_star_is_that_of_esda() -> None:
    """PySAL's esda, where it is installed, gives the same scores."""
    esda, libpysal = pytest.importorskip("esda"), pytest.importorskip("libpysal")
    cells, count = cells_with_counts(7)
    weights = contiguity(cells)
    esda_weights = libpysal.weights.WSP(sp.csr_matrix(weights)).to_W(silence_warnings=True)
    of_esda = esda.G_Local(count, esda_weights, star=None, transform="B", permutations=0)

    np.testing.assert_allclose(local_g(count, weights), of_esda.Zs, atol=1e-12)


def test_where_all_cells_hold_the_same_none_is_hot() -> None:
    """No spread, no score; pieces of one cell share theirs."""
    x = np.array([10.0, 20.0, 60.0, 400.0])
    same = gi_star(x, np.zeros(4), np.array([1, 1, 2, 2]))
    other = gi_star(x, np.zeros(4), np.array([9, 1, 2, 2]))

    assert same.z.tolist() == [0.0] * 4
    assert other.z[0] == other.z[1] > other.z[3]
    assert same.q.tolist() == [0.5] * 4
