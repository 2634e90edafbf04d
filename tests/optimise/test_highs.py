"""The exact programme: written out per kind of constraint, and solved like enumeration."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import highspy
import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from placement.optimise import Floor, Limit, Program, Requirement, Rules
from placement.optimise.highs import covering as room
from placement.optimise.highs import solver as solver_room
from placement.optimise.highs.covering import formulate, solve_exactly
from placement.optimise.highs.model import build_solver, run_model
from placement.optimise.program import with_whole_views
from placement.optimise.reduction import reduce
from placement.optimise.removal import staying_as_choice
from placement.optimise.search import greedy_plan, is_feasible
from placement.optimise.side_constraints import formulation
from placement.optimise.side_constraints.reduction import reduce_constrained
from tests.examples import up_to

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
    "required": {"required": [Requirement("school", [2]), Requirement("gate", candidates=[1])]},
    "forbidden": {"forbidden": [(0, 2)]},
    "apart": {"apart": [(0, 1)]},
    "backup": {"backup": 0.25},
    "limit_most": {"limits": [Limit(name="pair", amount=[1, 1, 0], most=1)]},
    "limit_least": {"limits": [Limit(name="pair", amount=[-1, -1, 0], most=-1)]},
    "limit_share": {"limits": [Limit(name="half", amount=[0.5, -0.5, -0.5], most=0)]},
    "limit_money": {
        "limits": [Limit(name="a", amount=[3, 4, 0], opening=[10, 20, 0], most=25)],
    },
    "limit_least_money": {
        "limits": [Limit(name="a", amount=[-3, -4, 0], opening=[-10, -20, 0], most=-13)],
    },
    "count_as": {"count_as": [1, 4, 1]},
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


def same(written: Path, stored: Path) -> bool:
    """Return whether two programmes are alike: word by word, numbers up to nine digits."""
    ours, theirs = (file.read_text(encoding="utf-8").split() for file in (written, stored))
    return len(ours) == len(theirs) and all(map(alike, ours, theirs))


def alike(one: str, other: str) -> bool:
    """Return whether two words are equal, or numbers that are; how many digits tells no more."""
    try:
        return float(one) == pytest.approx(float(other), rel=1e-8)
    except ValueError:
        return one == other


@pytest.mark.parametrize("kind", KINDS)
def test_programme_as_written(kind, tmp_path):
    """The programme of each kind of constraint reads as the stored one."""
    solver, scale = formulate(reduce(tiny(**KINDS[kind])))
    written = tmp_path / f"{kind}.lp"

    assert scale == 1.0
    assert solver.writeModel(str(written)) == highspy.HighsStatus.kOk
    assert same(written, GOLDEN / written.name)


@pytest.mark.parametrize("kind", RULES)
def test_rules_as_written(kind, tmp_path):
    """The programme of each kind of rule reads as the stored one."""
    program = with_whole_views(tiny(site=[0, 1, 2], rules=Rules(**RULES[kind])))
    rest = reduce_constrained(program)
    solver, scale = build_solver(formulation.formulate(rest, np.arange(rest.residual.m)))
    written = tmp_path / f"{kind}.lp"

    assert scale == 1.0
    assert solver.writeModel(str(written)) == highspy.HighsStatus.kOk
    assert same(written, GOLDEN / written.name)


def test_removal_as_written(tmp_path):
    """A camera that may go is a column; what its removal costs is on the budget's right side."""
    program = tiny(
        site=[0, 0, 1],
        per_site=2,
        existing=[0],
        removable=[0],
        removal_cost=[7.0, 0.0, 0.0],
        camera_cost=[3.0, 4.0, 5.0],
        site_cost=[10.0, 20.0],
        budget=32.0,
    )
    rest = reduce_constrained(staying_as_choice(program))
    solver, _ = build_solver(formulation.formulate(rest, np.arange(rest.residual.m)))
    written = tmp_path / "removal.lp"

    assert solver.writeModel(str(written)) == highspy.HighsStatus.kOk
    assert same(written, GOLDEN / written.name)


def test_facades_as_written(tmp_path):
    """Disutility is what a camera's column costs; an area that adds up over cameras is one row."""
    homes = Limit(name="homes", amount=[12.5, 0.1, 30.0], most=32.75, unit="area", asked=32.75)
    program = tiny(
        site=[0, 1, 2], disutility=[5.0, 0.0, 2.5], rules=Rules(limits=[homes]), existing=[1]
    )
    rest = reduce_constrained(program)
    solver, scale = build_solver(formulation.formulate(rest, np.arange(rest.residual.m)))
    written = tmp_path / "facades.lp"

    assert scale == 1.0
    assert solver.writeModel(str(written)) == highspy.HighsStatus.kOk
    assert same(written, GOLDEN / written.name)


@settings(
    max_examples=up_to(200),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_equals_enumeration(data, tiny_programs, optimum):
    """From the greedy start the solver ends at the optimum, with that bound."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    if residual.m == 0 or residual.count == 0:
        return

    exact = solve_exactly(
        residual, start=greedy_plan(residual), gap_weight=0.0, nodes=1000, time_limit_s=60
    )

    assert exact.plan is not None
    assert is_feasible(residual, exact.plan)
    assert residual.base + residual.value(exact.plan) == pytest.approx(optimum(program), abs=1e-9)
    assert residual.base + exact.bound == pytest.approx(optimum(program), abs=1e-9)


class Boasting(highspy.Highs):
    """A solver that counts what it was started from, and nothing else, at more than its worth."""

    started = False

    def setSolution(self, *given):  # noqa: N802 -- the solver's own name
        """Keep the start."""
        self.started = True
        self.start = np.array(given[0].col_value)
        return super().setSolution(*given)

    def run(self):
        """Solve nothing once started."""
        return highspy.HighsStatus.kOk if self.started else super().run()

    def getModelStatus(self):  # noqa: N802
        """Claim to have solved it."""
        return highspy.HighsModelStatus.kOptimal if self.started else super().getModelStatus()

    def getSolution(self):  # noqa: N802
        """Return the start."""
        return SimpleNamespace(col_value=self.start) if self.started else super().getSolution()

    def getInfo(self):  # noqa: N802
        """Claim a million."""
        claim = {"objective_function_value": 1e6, "mip_dual_bound": 1e6}
        boast = SimpleNamespace(primal_solution_status=2, **claim)
        return boast if self.started else super().getInfo()


BOASTS = SimpleNamespace(**{**vars(highspy), "Highs": Boasting})


@pytest.mark.parametrize("gap_weight", [0.0, 50.0])
def test_a_start_that_is_counted_too_high_costs_neither_plan_nor_bound(monkeypatch, gap_weight):
    """A claimed optimum that its own columns do not add up to is not believed, but sought anew."""
    program = tiny(site=[0, 1, 2], camera_cost=[3.0, 4.0, 5.0], budget=9.0)
    residual = reduce(program)
    start = np.array([0])
    monkeypatch.setattr(
        solver_room, "highspy", SimpleNamespace(**{**vars(highspy), "Highs": Boasting})
    )

    exact = solve_exactly(residual, start=start, gap_weight=gap_weight, nodes=100, time_limit_s=60)

    assert residual.value(exact.plan) == 700
    assert exact.bound == pytest.approx(700 + gap_weight, abs=gap_weight)


@pytest.mark.parametrize("asked", [{"required": [Requirement("school", [2])]}, {"backup": 0.25}])
def test_a_start_counted_too_high_is_not_believed_under_rules(monkeypatch, asked):
    """Nor where programmes have rules: the answer is the one without any start."""
    rest = reduce_constrained(with_whole_views(tiny(site=[0, 1, 2], rules=Rules(**asked))))
    built = formulation.formulate(rest, np.arange(rest.residual.m))
    right = run_model(built, time_limit_s=60)
    monkeypatch.setattr(
        solver_room, "highspy", SimpleNamespace(**{**vars(highspy), "Highs": Boasting})
    )

    ran = run_model(
        built, start=formulation.start_values(rest, np.array([1]), built), time_limit_s=60
    )

    assert ran.bound == pytest.approx(right.bound)
    assert built.worth @ ran.values == pytest.approx(right.bound)


SPOKEN = """
import os
from placement.optimise.highs.solver import new_solver
for _ in range(2):
    new_solver().run()
    os.write(1, b".")
"""


@pytest.mark.parametrize("closed", [False, True])
def test_a_solver_writes_nothing(closed):
    """Not even the banner of the first one; what others write comes through, if anyone hears."""
    command = [sys.executable, "-c", SPOKEN]
    if closed:
        command[-1] = "import os; os.close(1)\n" + SPOKEN.replace('os.write(1, b".")', "pass")
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "" if closed else "..", "")


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
        residual, start=greedy_plan(residual), gap_weight=0.0, nodes=100, time_limit_s=60
    )

    assert exact.plan is None
    assert exact.bound == residual.total
