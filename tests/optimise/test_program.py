"""The covering problem: its numbers, its constraints and what it refuses."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from placement.errors import InfeasibleError, InputError
from placement.optimise import Program
from tests.examples import up_to

COVERS = np.array([[1, 1, 0], [0, 1, 1], [0, 0, 1]])


def program(**changes) -> Program:
    """Return three cameras at two points, the first of them existing."""
    given_ = {
        "covers": sparse.csr_array(COVERS),
        "weight": [1.0, 2.0, 4.0],
        "site": [0, 0, 1],
        "per_site": 2,
        "existing": [0],
        "count": 3,
        "camera_cost": [10.0, 20.0, 30.0],
        "site_cost": [100.0, 200.0],
        "budget": 260.0,
    }
    return Program(**(given_ | changes))


def test_value_counts_each_demand_point_once():
    """Demand that two cameras see counts once."""
    assert program().value([0, 1]) == 7.0


def test_cost_leaves_out_what_stands():
    """Existing cameras and their points cost nothing, a new point costs once."""
    assert program().cost([0]) == 0.0
    assert program().cost([0, 1]) == 20.0
    assert program().cost([0, 1, 2]) == 20.0 + 30.0 + 200.0


@pytest.mark.parametrize(
    ("chosen", "changes"),
    [
        ([1, 2], {}),
        ([0, 0, 1], {}),
        ([0, 3], {}),
        ([0, 1, 2], {"count": 2}),
        ([0, 1], {"per_site": 1}),
        ([0, 1, 2], {"budget": 249.0}),
    ],
)
def test_check_finds_each_breach(chosen, changes):
    """A missing existing camera, a double, a stranger, and each limit are found."""
    assert program().check([0, 1, 2])
    assert not program(**changes).check(chosen)


def test_existing_may_crowd_a_point():
    """More existing cameras than the limit at a point are allowed, and nothing is added there."""
    crowded = program(existing=[0, 1], per_site=1)

    assert crowded.check([0, 1, 2])
    assert crowded.room().tolist() == [0, 1]


@settings(
    max_examples=up_to(100),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_check_agrees_with_enumeration(data, tiny_programs, choices):
    """`check` accepts exactly the choices that plain counting accepts."""
    tiny = data.draw(tiny_programs)
    allowed = {frozenset(chosen) for chosen in choices(tiny)}
    drawn = data.draw(st.sets(st.integers(0, tiny.n_candidates - 1)))

    assert tiny.check(drawn) == (frozenset(drawn) in allowed)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"weight": [1.0, 2.0]}, "covering_length"),
        ({"camera_cost": [[10.0, 20.0, 30.0]]}, "covering_length"),
        ({"weight": [1.0, -2.0, np.nan]}, "covering_number"),
        ({"budget": np.inf}, "covering_number"),
        ({"per_site": 0}, "covering_limit"),
        ({"count": -1}, "covering_limit"),
        ({"site": [0, 0, 2]}, "covering_index"),
        ({"existing": [3]}, "covering_index"),
        ({"existing": [0, 0]}, "covering_twice"),
    ],
)
def test_refuses_wrong_numbers(changes, kind):
    """Each kind of wrong number is named, in both languages."""
    with pytest.raises(InputError) as caught:
        program(**changes)

    assert kind in {problem.kind for problem in caught.value.problems}
    assert caught.value.render("cs") != caught.value.render("en")


def test_reports_all_wrong_numbers_at_once():
    """Several faults come in one error."""
    with pytest.raises(InputError) as caught:
        program(weight=[-1.0, 2.0, 4.0], per_site=0, existing=[7])

    assert len(caught.value.problems) == 3


def test_existing_over_count_names_both():
    """More existing cameras than the target says how many of each."""
    with pytest.raises(InfeasibleError, match=r"2 existing cameras.*target is 1") as caught:
        program(existing=[0, 1], count=1)

    assert caught.value.exit_code == 5
    assert "Stávajících kamer je 2" in caught.value.render("cs")


def test_budget_that_buys_nothing_names_the_cheapest():
    """A budget below the cheapest camera with its point is refused if cameras are asked for."""
    with pytest.raises(InfeasibleError, match="cheapest with its point costs 20"):
        program(budget=19.0)

    assert program(budget=19.0, count=1).count == 1
    assert program(budget=0.0, per_site=1, site=[0, 0, 0]).cheapest() is None


def test_keeps_its_own_data():
    """What the caller changes later does not change the program; nobody can write to it."""
    weight = np.array([1.0, 2.0, 4.0])
    kept = program(weight=weight)
    weight[0] = 100.0

    assert kept.value([0]) == 3.0
    with pytest.raises(ValueError, match="read-only"):
        kept.weight[0] = 100.0
    assert evolve(kept, count=2).count == 2


def test_anything_but_zero_covers():
    """Entries are a pattern: doubles, counts and stored zeros do not change the value."""
    doubled = sparse.csr_array(
        (np.array([1, 1, 5, 0]), np.array([0, 0, 1, 2]), np.array([0, 4])), shape=(1, 3)
    )
    single = Program(covers=doubled, weight=[1.0, 2.0, 4.0], site=[0], count=1)

    assert single.value([0]) == 3.0
    assert single.covers.nnz == 2
