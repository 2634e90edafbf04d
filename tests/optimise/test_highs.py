"""The exact programme: written out per kind of constraint, and solved like enumeration."""

from pathlib import Path

import highspy
import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from placement.optimise import Floor, Program, Required, Rules
from placement.optimise.engine import fits
from placement.optimise.greedy import greedy
from placement.optimise.highs import covering as room
from placement.optimise.highs.covering import formulate, solve_exactly
from placement.optimise.highs.ruled import stated
from placement.optimise.reduce import reduce
from placement.optimise.ruled.copies import without_parts
from placement.optimise.ruled.model import model
from placement.optimise.ruled.remainder import remainder

GOLDEN = Path(__file__).parent / "golden"
KINDS = {
    "count": {"site": [0, 1, 2]},
    "site": {"site": [0, 0, 0], "per_site": 2, "count": 3},
    "budget": {"site": [0, 1, 2], "camera_cost": [3.0, 4.0, 5.0], "budget": 8.0},
    "opening": {
        "site": [0, 0, 1],
        "per_site": 2,
        "camera_cost": [3.0, 4.0, 5.0],
        "site_cost": [10.0, 20.0],
        "budget": 25.0,
    },
}
RULES = {
    "floor": {"floors": [Floor("poor", [0, 1], 250.0)]},
    "required": {"required": [Required("school", [2]), Required("gate", candidates=[1])]},
    "forbidden": {"forbidden": [(0, 2)]},
    "apart": {"apart": [(0, 1)]},
    "backup": {"backup": 0.25},
    "partial": {"partial": sparse.csr_array([[0, 0, 0.5], [0, 0, 0], [0, 0.5, 0]])},
}


def tiny(**changes) -> Program:
    """Return three candidates of three demand points."""
    given_ = {
        "covers": np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]]),
        "weight": [100.0, 200.0, 400.0],
        "count": 2,
    }
    return Program(**(given_ | changes))


@pytest.mark.parametrize("kind", KINDS)
def test_programme_as_written(kind, tmp_path):
    """The programme of each kind of constraint reads as the stored one."""
    solver, scale = formulate(reduce(tiny(**KINDS[kind])))
    written = tmp_path / f"{kind}.lp"

    assert scale == 1.0
    assert solver.writeModel(str(written)) == highspy.HighsStatus.kOk
    assert written.read_text(encoding="utf-8") == (GOLDEN / written.name).read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("kind", RULES)
def test_rules_as_written(kind, tmp_path):
    """The programme of each kind of rule reads as the stored one."""
    program = without_parts(tiny(site=[0, 1, 2], rules=Rules(**RULES[kind])))
    rest = remainder(program)
    solver, scale = stated(model(rest, np.arange(rest.residual.m)))
    written = tmp_path / f"{kind}.lp"

    assert scale == 1.0
    assert solver.writeModel(str(written)) == highspy.HighsStatus.kOk
    assert written.read_text(encoding="utf-8") == (GOLDEN / written.name).read_text(
        encoding="utf-8"
    )


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_equals_enumeration(data, tiny_programs, optimum):
    """From the greedy start the solver ends at the optimum, with that bound."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    if residual.m == 0 or residual.count == 0:
        return

    exact = solve_exactly(
        residual, start=greedy(residual), gap_weight=0.0, nodes=1000, time_limit_s=60
    )

    assert exact.plan is not None
    assert fits(residual, exact.plan)
    assert residual.base + residual.value(exact.plan) == pytest.approx(optimum(program), abs=1e-9)
    assert residual.base + exact.bound == pytest.approx(optimum(program), abs=1e-9)


@pytest.mark.parametrize("unit", [1e-9, 1e9])
def test_units_of_weight_and_money_do_not_matter(unit):
    """Very small and very large weights and prices have the same plan."""
    program = tiny(site=[0, 1, 2], camera_cost=np.array([3.0, 4.0, 5.0]) * unit, budget=8.0 * unit)
    residual = reduce(evolve(program, weight=program.weight * unit))

    exact = solve_exactly(residual, start=np.array([0]), gap_weight=0.0, nodes=100, time_limit_s=60)

    assert exact.plan is not None
    assert residual.value(exact.plan) == pytest.approx(700 * unit)
    assert exact.bound == pytest.approx(700 * unit)


def test_a_solver_that_fails_leaves_the_trivial_bound(monkeypatch):
    """A refused model is no plan and a bound that is still true."""
    residual = reduce(tiny(site=[0, 1, 2]))
    monkeypatch.setattr(room, "FAILED", (highspy.HighsModelStatus.kOptimal,))

    exact = solve_exactly(
        residual, start=greedy(residual), gap_weight=0.0, nodes=100, time_limit_s=60
    )

    assert exact.plan is None
    assert exact.bound == residual.total
