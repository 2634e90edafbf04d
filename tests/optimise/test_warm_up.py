"""No clock runs while kernels are compiled or loaded."""

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from placement.optimise import (
    PhaseLimit,
    Program,
    covering,
    phasing,
    plan_phases,
    search_limits,
    solve,
)

COMPILED_LATE = """
import importlib, pkgutil
import numpy as np
from scipy import sparse
import placement.optimise.kernels as kernels
from placement.optimise import Floor, PhaseLimit, Program, Requirement, Rules, plan_phases
from placement.optimise.warm_up import compile_kernels

def known():
    for module in pkgutil.iter_modules(kernels.__path__):
        found = vars(importlib.import_module(f"{kernels.__name__}.{module.name}"))
        for name, kernel in found.items():
            for signature in getattr(kernel, "nopython_signatures", ()):
                yield f"{module.name}.{name}{signature}"

compile_kernels(rules=True)
before = set(known())
rng = np.random.default_rng(1)
covers = sparse.csr_array(rng.random((120, 100)) < 0.04)
rules = [
    Rules(),
    Rules(floors=[Floor("a", range(20), 0.5)], backup=0.3),
    Rules(forbidden=[(1, 2), (4, 9)], apart=[(3, 4)], required=[Requirement("b", demand=[1, 2])]),
]
for asked in rules:
    for money in ({}, {"camera_cost": np.ones(120), "site_cost": np.ones(60)}):
        program = Program(
            covers=covers, weight=rng.random(100), site=np.arange(120) // 2, count=20,
            existing=(3, 7), rules=asked, **money,
        )
        budget = 20.0 if money else None
        plan_phases(program, [PhaseLimit(8, budget), PhaseLimit(20, budget)])
print("late:", *sorted(set(known()) - before))
"""


def test_a_solve_compiles_nothing_more() -> None:
    """In a fresh process no kernel gets a new form after all were made ready."""
    ran = subprocess.run(
        [sys.executable, "-c", COMPILED_LATE], capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.split() == ["late:"]


@pytest.mark.parametrize("module", [covering, phasing])
def test_making_ready_takes_none_of_the_time(monkeypatch, module) -> None:
    """A minute of compiling leaves a search of a minute all its time."""
    now, runs = [0.0], []

    def compiling(*, rules: bool) -> None:
        now[0] += 61.0 if rules else 60.0

    def started(**given: float) -> search_limits.Run:
        runs.append(search_limits.new_run(**given))
        return runs[-1]

    monkeypatch.setattr(search_limits, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    monkeypatch.setattr(module, "compile_kernels", compiling)
    monkeypatch.setattr(module, "new_run", started)
    program = Program(covers=np.eye(3), weight=[1.0, 2.0, 3.0], site=[0, 1, 2], count=2)

    if module is covering:
        found = solve(program, time_limit_s=60)
    else:
        (found,) = plan_phases(program, [PhaseLimit(2)], time_limit_s=60)

    assert now == [60.0]
    assert [run.left_s() for run in runs] == [60.0]
    assert (found.chosen, found.gap) == ((1, 2), 0.0)
