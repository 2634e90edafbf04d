"""The minimal and the maximal variant of a plan: really planned, on the same demand."""

from itertools import combinations

import numpy as np
import pytest
from attrs import evolve
from scipy import sparse

from placement import plan_case, read_case
from placement.api.case import Case
from placement.api.variants import plan_variants
from placement.config.feasibility import FeasibilitySection
from placement.optimise import Program
from placement.pipeline.variants import gains_in_order
from placement.plan import Plan
from tests.pipeline import toy_case


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Plan]:
    """Return a small town and its plan."""
    case = read_case(toy_case.write(tmp_path_factory.mktemp("variants") / "case"))
    return case, plan_case(case).plan


def test_variants_are_smaller_and_larger_plans_within_their_bounds(town: tuple[Case, Plan]) -> None:
    """The minimal one has the first phase's cameras; each is worth no more than its bound."""
    case, plan = town
    plans = plan_variants(_with(case, maximal_cameras=plan.final.cameras + 2), plan)

    assert plans.keys() == {"minimal", "maximal"}
    assert plans["minimal"].final.cameras <= plan.phases[1].cameras
    assert plans["minimal"].final.value >= plan.phases[1].value * (1 - 1e-9)
    assert plan.final.cameras < plans["maximal"].final.cameras <= plan.final.cameras + 2
    assert plans["maximal"].final.value >= plan.final.value
    for each in plans.values():
        assert each.final.value <= each.final.bound * (1 + 1e-9)
        assert each.demand_total == plan.demand_total


def test_a_part_of_the_new_cameras_is_rounded_down_and_none_is_no_variant(
    town: tuple[Case, Plan],
) -> None:
    """A part of nought leaves today's cameras, which are the variant `none` already."""
    case, plan = town
    assert "minimal" not in plan_variants(_with(case, minimal_share=0.0), plan)
    half = plan_variants(_with(case, minimal_share=0.5), plan)["minimal"]
    new = plan.final.cameras - plan.phases[0].cameras
    assert half.final.cameras - plan.phases[0].cameras <= new // 2
    assert half.final.cost_czk <= 0.5 * sum(phase.cost_czk for phase in plan.phases) + 1e-6


def test_a_plan_of_other_demand_has_no_variants(town: tuple[Case, Plan]) -> None:
    """Figures of two different towns never stand in one table."""
    case, plan = town
    assert plan_variants(case, evolve(plan, demand_total=plan.demand_total * 1.01)) == {}


def test_gains_in_order_are_those_of_the_greedy_rule() -> None:
    """Against the plain greedy choice over sets, with sites that carry one camera each."""
    draw = np.random.default_rng(7)
    covers = draw.random((12, 30)) < 0.3
    weight = draw.random(30)
    site = np.arange(12) // 2
    program = Program(
        covers=sparse.csr_array(covers), weight=weight, site=site, count=6, existing=(0,)
    )
    chosen, gains = [0], list(gains_in_order(program))
    for gain in gains:
        free = [j for j in range(12) if site[j] not in site[chosen]]
        seen = covers[chosen].any(axis=0)
        worths = {j: float(weight[covers[j] & ~seen].sum()) for j in free}
        assert gain == pytest.approx(max(worths.values()))
        chosen.append(max(worths, key=lambda j: (round(worths[j], 12), -j)))
    assert len(gains) == 5
    assert gains == sorted(gains, reverse=True)
    best = max(
        float(weight[covers[[0, *pair]].any(axis=0)].sum())
        for pair in combinations(range(2, 12), 2)
    )
    assert sum(gains[:2]) + float(weight[covers[0]].sum()) <= best + 1e-9


def _with(case: Case, **keys: object) -> Case:
    section = FeasibilitySection(**keys)
    return evolve(case, config=case.config.model_copy(update={"feasibility": section}))
