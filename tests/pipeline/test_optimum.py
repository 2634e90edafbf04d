"""The plan against the best of all choices, on fifty random tiny towns."""

import math

import pytest

from placement import pipeline
from placement.errors import InfeasibleError
from placement.pipeline import Situation
from placement.plan import Plan
from tests.pipeline import tiny_towns
from tests.pipeline.tiny_towns import choices, value

SEEDS = range(50)
REL = 1e-9
Town = tuple[Situation, Plan]


@pytest.fixture(scope="module")
def towns() -> list[Town]:
    """Return fifty situations with their plans."""
    found: list[Town] = []
    seed = 0
    while len(found) < len(SEEDS):
        made = tiny_towns.situation(seed)
        seed += 1
        try:
            found.append((made, pipeline.decide(made)))
        except InfeasibleError:
            continue  # a budget below the cheapest camera: nothing to compare
    return found


def optimum(made: Situation, phase: int) -> float:
    """Return the most that any choice covers with the count of a phase and all money up to then."""
    asked = made.config.phases[:phase]
    count = asked[-1].cameras
    assert count is not None
    money = [each.budget_czk for each in asked]
    budget = None if None in money else math.fsum(czk for czk in money if czk is not None)
    return max(value(made, chosen) for chosen in choices(made, count=count, budget=budget))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_of_each_phase_covers_the_optimum(towns: list[Town], seed: int) -> None:
    """No choice of as many cameras and as much money is better than a phase's bound says."""
    made, plan = towns[seed]

    for phase in plan.phases[1:]:
        best = optimum(made, phase.phase)
        assert phase.value <= best * (1 + REL)
        assert best <= phase.bound * (1 + REL)


def test_nearly_every_plan_is_the_optimum(towns: list[Town]) -> None:
    """Where the target is planned first, the last phase is the optimum to the gap asked for."""
    asked = [
        (made, plan)
        for made, plan in towns
        if made.config.optimise.priority == "target" or len(made.config.phases) == 1
    ]
    free = [
        (made, plan)
        for made, plan in asked
        if len(made.config.phases) == 1 or all(p.budget_czk is None for p in made.config.phases)
    ]

    assert len(free) >= 15
    for made, plan in free:
        best = optimum(made, len(made.config.phases))
        assert plan.final.value >= best * (1 - made.config.optimise.gap - REL)


def test_the_towns_are_not_all_alike(towns: list[Town]) -> None:
    """Some choices are limited by count, some by money, some by points, some by today's cameras."""
    situations = [made for made, _ in towns]

    assert len({round(plan.final.value, 6) for _, plan in towns}) >= 45
    assert sum(len(made.existing) > 0 for made in situations) >= 10
    assert sum(made.config.phases[-1].budget_czk is not None for made in situations) >= 10
    assert sum(made.config.sites.cameras_per_point == 1 for made in situations) >= 10
    assert sum(len(made.candidates) >= 6 for made in situations) >= 20
