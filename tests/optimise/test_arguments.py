"""What callers may give: any kind of matrix and numbers; what cannot be used is said in words."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse

from placement.errors import PlacementError
from placement.optimise import Solution, maximal_covering

RNG = np.random.default_rng(0)
SEEN = RNG.random((20, 40)) < 0.12
WEIGHT = RNG.integers(0, 20, 40)


def chosen(covers: object = SEEN, weight: object = WEIGHT, **more: object) -> Solution:
    """Return the proven plan of four candidates."""
    return maximal_covering(covers, weight, **({"count": 4, "gap": 0.0} | more))


def backwards() -> sparse.csr_array:
    """Return the matrix with the columns of each row in falling order."""
    rows = [np.flatnonzero(row)[::-1] for row in SEEN]
    start = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
    data = np.full(start[-1], 0.25)
    return sparse.csr_array((data, np.concatenate(rows), start), shape=SEEN.shape)


def with_zeros() -> sparse.coo_array:
    """Return the matrix with zeros that are stored."""
    row, column = np.indices(SEEN.shape)
    return sparse.coo_array((SEEN.ravel() * 3, (row.ravel(), column.ravel())), shape=SEEN.shape)


@pytest.mark.parametrize(
    "covers",
    [
        sparse.csr_array(SEEN),
        sparse.csc_array(SEEN.astype(float)),
        sparse.coo_matrix(SEEN.astype(np.int64)),
        sparse.lil_array(SEEN),
        SEEN.astype(np.uint8),
        SEEN.tolist(),
        backwards(),
        with_zeros(),
    ],
    ids=["csr", "csc", "coo", "lil", "dense", "lists", "unsorted", "zeros"],
)
def test_any_kind_of_matrix_gives_the_same_plan(covers: object) -> None:
    """What counts is where it is not zero; the matrix given stays as it is."""
    assert chosen(covers) == chosen()


@pytest.mark.parametrize("unit", [1e-12, 1 / 3, 1.0, 1e9])
def test_units_of_weight_do_not_matter(unit: float) -> None:
    """Weights of any size give a proven plan of the same value."""
    found = chosen(weight=(WEIGHT * unit).tolist())

    assert found.proven
    assert found.objective == pytest.approx(chosen().objective * unit)


def test_numbers_of_any_kind_will_do() -> None:
    """Fractions are numbers; whole floats are indices; sites may have any numbers as names."""
    found = chosen(
        weight=[Fraction(int(w)) for w in WEIGHT],
        site=np.arange(20.0) * 1e9,
        existing=[3.0],
        cost=[Fraction(1, 3)] * 20,
        budget=Fraction(1),
    )

    assert found == chosen(existing=(3,))


@pytest.mark.parametrize(
    ("covers", "weight"),
    [
        (np.zeros((20, 40)), WEIGHT),
        (SEEN, np.zeros(40)),
        (np.zeros((0, 40)), WEIGHT),
        (np.zeros((20, 0)), []),
    ],
)
def test_where_nothing_can_be_covered_nothing_is(covers: object, weight: object) -> None:
    """No view, no weight, no candidate or no demand: an empty plan, proven."""
    found = chosen(covers, weight)

    assert (found.chosen, found.objective, found.bound) == ((), 0.0, 0.0)


@pytest.mark.parametrize(
    "given",
    [
        {"covers": "abc"},
        {"covers": np.ones(40)},
        {"weight": ["a"] * 40},
        {"weight": WEIGHT + 1j},
        {"weight": None},
        {"site": np.full(20, np.nan)},
        {"site": np.arange(20) + 0.5},
        {"site": [f"s{j}" for j in range(20)]},
        {"existing": [1.5]},
        {"existing": np.arange(20) < 3},
        {"existing": None},
        {"cost": np.ones(20), "budget": "10"},
        {"cost": np.ones(20), "budget": [1, 2]},
        {"count": "4"},
        {"count": 4.5},
        {"gap": None},
        {"gap": [0.1]},
        {"time_limit_s": "soon"},
    ],
    ids="-".join,
)
def test_what_cannot_be_used_is_said_in_words(given: dict[str, object]) -> None:
    """No traceback: the error names what was given and what is expected."""
    with pytest.raises(PlacementError) as caught:
        chosen(**given)

    (problem, *_) = caught.value.problems
    assert problem.values["name"] in given or problem.values["name"] == "camera_cost"
