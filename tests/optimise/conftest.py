"""Random tiny programs, and their optimum by trying every choice; oracles are modules beside."""

import importlib.util
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from attrs import evolve
from hypothesis import strategies as st
from scipy import sparse

from placement.optimise import Program


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program of at most 9 candidates and 8 demand points, with any kind of constraint."""
    j, i = draw(st.integers(1, 9)), draw(st.integers(1, 8))
    covers = np.array(draw(st.lists(st.booleans(), min_size=j * i, max_size=j * i))).reshape(j, i)
    unit = draw(st.sampled_from([1.0, 1 / 3]))
    weight = draw(st.lists(st.integers(0, 20), min_size=i, max_size=i))
    existing = draw(st.sets(st.integers(0, j - 1), max_size=min(j, 3)))
    costs = st.none() | st.lists(st.integers(0, 9), min_size=j, max_size=j)
    program = Program(
        covers=sparse.csr_array(covers),
        weight=np.array(weight) * unit,
        site=draw(st.lists(st.integers(0, 3), min_size=j, max_size=j)),
        per_site=draw(st.integers(1, 3)),
        existing=existing,
        count=len(existing) + draw(st.integers(0, 5)),
        camera_cost=draw(costs),
        site_cost=draw(st.none() | st.lists(st.integers(0, 9), min_size=4, max_size=4)),
    )
    spare = draw(st.none() | st.integers(0, 25))
    cheapest = program.cheapest()
    if spare is None or cheapest is None:
        return program
    return evolve(program, budget=cheapest + spare)


def feasible_choices(program: Program) -> Iterator[set[int]]:
    """Yield every choice that keeps the constraints, by plain sets and sums."""
    existing = set(program.existing)
    free = [j for j in range(program.n_candidates) if j not in existing]
    opened = {int(program.site[j]) for j in existing}
    for k in range(min(len(free), program.count - len(existing)) + 1):
        for new in combinations(free, k):
            sites = [int(program.site[j]) for j in new]
            standing = [int(program.site[j]) for j in existing]
            crowded = any(sites.count(s) + standing.count(s) > program.per_site for s in sites)
            price = 0.0 if program.camera_cost is None else sum(program.camera_cost[list(new)])
            if program.site_cost is not None:
                price += sum(program.site_cost[s] for s in set(sites) - opened)
            if not crowded and (program.budget is None or price <= program.budget):
                yield existing | set(new)


def best_value(program: Program) -> float:
    """Return the most weight any choice covers."""
    covers = program.covers.toarray() > 0
    values = [
        float(program.weight[covers[sorted(chosen)].any(axis=0)].sum())
        for chosen in feasible_choices(program)
    ]
    return max(values)


@pytest.fixture(scope="session")
def tiny_programs() -> st.SearchStrategy[Program]:
    """Return the strategy of tiny programs."""
    return programs()


@pytest.fixture(scope="session")
def optimum() -> Callable[[Program], float]:
    """Return the oracle: the optimum by enumeration."""
    return best_value


@pytest.fixture(scope="session")
def choices() -> Callable[[Program], Iterator[set[int]]]:
    """Return the oracle: every feasible choice."""
    return feasible_choices


@pytest.fixture(scope="session")
def instances() -> ModuleType:
    """Return the generator of made camera instances."""
    path = Path(__file__).parents[1] / "benchmarks" / "covering_instances.py"
    spec = importlib.util.spec_from_file_location("covering_instances", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def town(instances: ModuleType) -> Program:
    """Return a small made town in which 10 of 25 cameras exist."""
    made = instances.camera_instance(
        size_m=450, cell_m=3.0, sites=300, demand=4_000, azimuths=8, models=1, existing=10, seed=7
    )
    return Program(
        covers=made.covers, weight=made.weight, site=made.site, existing=made.existing, count=25
    )
