"""Diffusion on lixels: the matrix and what it does to columns of masses."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from placement.demand.diffusion import diffuse, laplacian
from placement.demand.lixels import Lixels, divide_lines

SIGMA_M = 40.0
corner = st.tuples(st.integers(0, 4), st.integers(0, 4))


@st.composite
def networks(draw: st.DrawFn) -> Lixels:
    """Return a small town: crossings, parallel streets, rings, lone streets, short and long."""
    block_m = draw(st.sampled_from([0.013, 7.3, 85.0]))
    pairs = draw(st.lists(st.tuples(corner, corner), min_size=1, max_size=12))
    lines = []
    for one, other in pairs:
        start, end = np.array(one) * block_m, np.array(other) * block_m
        ring = start + block_m * np.array([(0, 0), (0.3, 0.4), (0, 0.4), (0, 0)])
        lines.append(LineString(ring if one == other else [start, end]))
    return divide_lines(np.array(lines, dtype=object), lixel_m=draw(st.sampled_from([4.0, 10.0])))


def components(lixels: Lixels) -> np.ndarray:
    """Return a label for each lixel by walking from node to node, without matrices."""
    label = np.arange(lixels.length_m.size)
    changed = True
    while changed:
        before = label.copy()
        for node in np.unique(lixels.nodes):
            here = (lixels.nodes == node).any(axis=1)
            label[here] = label[here].min()
        changed = bool((label != before).any())
    return label


@settings(max_examples=20, deadline=None)
@given(networks(), st.integers(0, 2**32 - 1))
def test_every_component_keeps_its_mass(lixels: Lixels, seed: int) -> None:
    """Nothing is lost, made or passed to a street that is not connected, rings and all."""
    mass = np.random.default_rng(seed).gamma(0.3, size=(lixels.length_m.size, 2))
    spread = diffuse(lixels, mass, bandwidth_m=SIGMA_M)
    label = components(lixels)
    before, after = (
        np.array([np.bincount(label, weights=column) for column in table.T])
        for table in (mass, spread)
    )

    np.testing.assert_allclose(after, before, rtol=1e-9, atol=0)
    assert spread.min() >= -1e-12 * spread.max()


def test_crumbs_of_millimetres_keep_their_mass() -> None:
    """Lines as short as a digitising error, where solving alone would lose 6e-6, lose nothing."""
    x = np.cumsum(np.random.default_rng(3).choice([0.001, 0.002, 0.005], 30))
    crumbs = shapely.linestrings(np.stack([np.column_stack([x[:-1], x[1:]]), np.zeros((29, 2))], 2))
    spread = diffuse(divide_lines(crumbs, lixel_m=10.0), np.eye(29)[5], bandwidth_m=1000.0)

    assert spread.sum() == pytest.approx(1.0, rel=1e-12)


@settings(max_examples=20, deadline=None)
@given(networks())
def test_kernel_is_symmetric(lixels: Lixels) -> None:
    """What a lixel gives another per metre, it gets back from it."""
    kernel = diffuse(lixels, np.eye(lixels.length_m.size), bandwidth_m=SIGMA_M)
    density = kernel / lixels.length_m[:, None]

    np.testing.assert_allclose(density, density.T, rtol=1e-6, atol=1e-9 * density.max())


@settings(max_examples=20, deadline=None)
@given(networks())
def test_even_density_stays_even(lixels: Lixels) -> None:
    """A town where every metre is alike has no hot street, whatever its shape."""
    spread = diffuse(lixels, lixels.length_m, bandwidth_m=SIGMA_M)

    np.testing.assert_allclose(spread, lixels.length_m, rtol=1e-6)


def test_columns_do_not_touch_each_other() -> None:
    """Many columns in one solve are the same as one after the other."""
    lixels = divide_lines(np.array([LineString([(0, 0), (300, 0)])], dtype=object), lixel_m=10.0)
    mass = np.random.default_rng(4).random((30, 3))
    together = diffuse(lixels, mass, bandwidth_m=SIGMA_M)
    alone = [diffuse(lixels, column, bandwidth_m=SIGMA_M) for column in mass.T]

    np.testing.assert_allclose(together, np.column_stack(alone), rtol=1e-12)


def test_masses_given_stay_as_they_are() -> None:
    """Diffusion gives back a new array."""
    lixels = divide_lines(np.array([LineString([(0, 0), (300, 0)])], dtype=object), lixel_m=10.0)
    mass = np.arange(30.0)
    diffuse(lixels, mass, bandwidth_m=SIGMA_M)

    np.testing.assert_array_equal(mass, np.arange(30.0))


def test_conductances_are_those_of_the_star_mesh_transform() -> None:
    """Three lixels of 2, 4 and 8 m at a node: c_i c_j / Σc with c = 2 / length."""
    ends = [(2, 0), (0, 4), (-8, 0)]
    lixels = divide_lines(
        np.array([LineString([(0, 0), end]) for end in ends], dtype=object), lixel_m=10.0
    )
    c = np.array([1.0, 0.5, 0.25])
    expected = -np.outer(c, c) / 1.75
    np.fill_diagonal(expected, 0.0)
    np.fill_diagonal(expected, -expected.sum(axis=1))

    np.testing.assert_allclose(laplacian(lixels).toarray(), expected, atol=1e-15)


def test_parallel_streets_conduct_together() -> None:
    """Two streets between the same crossings exchange twice what one joint would."""
    lines = shapely.linestrings([[(0, 0), (8, 0)], [(8, 0), (0, 0)]])
    matrix = laplacian(divide_lines(np.asarray(lines, dtype=object), lixel_m=10.0)).toarray()

    np.testing.assert_allclose(matrix, [[0.25, -0.25], [-0.25, 0.25]])


@pytest.mark.parametrize("count", [1, 3])
def test_ring_alone_keeps_what_it_has(count: int) -> None:
    """A ring of one lixel has nobody to exchange with; of three, it evens out."""
    ring = LineString([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
    lixels = divide_lines(np.array([ring], dtype=object), lixel_m=40 / count)
    spread = diffuse(lixels, np.eye(count)[0], bandwidth_m=160.0)

    np.testing.assert_allclose(spread, 1 / count, rtol=1e-6)
