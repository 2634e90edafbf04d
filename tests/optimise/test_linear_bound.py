"""The linear relaxation of programs with rules: its bound, whom it keeps, and searches that end."""

import numpy as np
from hypothesis import HealthCheck, given, settings

from placement.optimise.program import with_whole_views
from placement.optimise.removal import staying_as_choice
from placement.optimise.side_constraints.formulation import formulate
from placement.optimise.side_constraints.linear import linear_bound
from placement.optimise.side_constraints.reduction import reduce_constrained
from placement.optimise.side_constraints.search import Searcher
from placement.optimise.side_constraints.site_cuts import CutPool
from tests.optimise.constrained_programs import constrained_programs, feasible


@settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(program=constrained_programs())
def test_bound_holds_and_drops_nobody_of_a_best_plan(program):
    """No enumerated plan passes it, and no candidate of a plan of the best value is ruled out."""
    choices = list(feasible(program))
    rest = reduce_constrained(with_whole_views(staying_as_choice(program)))
    if not choices or not rest.residual.m:
        return
    model = formulate(rest, np.arange(rest.residual.m))
    cuts = CutPool(rest)
    linear = linear_bound(model, time_limit_s=10.0, stop=None, cuts=cuts.broken_rows)
    assert linear is not None
    best = max(value for _, value in choices)
    base, tolerance = rest.residual.base, 1e-7 * max(best, 1.0)

    assert base + linear.bound >= best - tolerance
    left = set(rest.residual.candidate[linear.survivors(best - base - tolerance)].tolist())
    dropped = set(rest.residual.candidate.tolist()) - left
    for chosen, value in choices:
        assert value < best - 1e-12 or chosen.isdisjoint(dropped)


def test_a_local_search_ends_when_it_is_late(town):
    """Asked now and then, also between the swaps of one descent; what it has so far is a plan."""
    rest = reduce_constrained(town)
    everyone = np.arange(rest.residual.m)
    poor = everyone[np.unique(rest.residual.tables.site, return_index=True)[1]]
    poor = poor[: rest.residual.count]
    asked: list[bool] = []

    def late() -> bool:
        asked.append(len(asked) >= 1)
        return asked[-1]

    early = Searcher(rest, everyone, late=late).local_optimum(poor)
    whole = Searcher(rest, everyone).local_optimum(poor)

    assert len(asked) == 2
    assert rest.met(early)
    assert rest.value(poor) < rest.value(early) < rest.value(whole)
