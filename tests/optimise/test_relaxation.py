"""Every value of the relaxation is a bound, whatever the multipliers."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.optimise.reduction import reduce
from placement.optimise.relaxation import Relaxation, trivial_incumbent
from tests.examples import up_to

OFTEN = settings(
    max_examples=up_to(200),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def multipliers(data, residual):
    """Draw demand multipliers between zero and the weights."""
    parts = st.lists(st.floats(0, 1), min_size=residual.n, max_size=residual.n)
    return residual.tables.weight * np.array(data.draw(parts))


@OFTEN
@given(data=st.data())
def test_never_below_the_optimum(data, tiny_programs, optimum):
    """At any multipliers, and wherever the price of money is sought, the value is a bound."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    if residual.m == 0 or residual.count == 0:
        return
    relaxation = Relaxation(residual)

    relaxed = relaxation.at(
        multipliers(data, residual), np.arange(residual.m), mu=data.draw(st.floats(0, 5))
    )

    assert residual.base + relaxed.value >= optimum(program) - 1e-9
    assert relaxed.amounts.sum() <= residual.count + 1e-9
    assert relaxed.money <= residual.limit + 1e-6


@OFTEN
@given(data=st.data())
def test_only_hopeless_candidates_go(data, tiny_programs, choices):
    """No choice better than the value at hand has a candidate that was ruled out."""
    program = data.draw(tiny_programs)
    residual = reduce(program)
    if residual.m == 0 or residual.count == 0:
        return
    relaxation, everyone = Relaxation(residual), np.arange(residual.m)
    relaxed = relaxation.at(multipliers(data, residual), everyone, mu=0.0)
    value = data.draw(st.floats(0, 1)) * residual.total
    value = np.floor(value) if residual.whole else value

    kept = set(residual.candidate[relaxation.survivors(relaxed, everyone, value)].tolist())
    gone = set(residual.candidate.tolist()) - kept
    for chosen in choices(program):
        if program.value(chosen) - residual.base > value + 1e-6:
            assert not chosen & gone


def test_subgradient_is_what_is_covered_beyond_once(town):
    """The slack is the coverage by the relaxed cameras less one."""
    residual = reduce(town)
    relaxation = Relaxation(residual)
    relaxed = relaxation.at(
        trivial_incumbent(residual, np.array([], dtype=np.int64)).multiplier,
        np.arange(residual.m),
        mu=0.0,
    )
    times = np.zeros(residual.n)
    t = residual.tables
    for j in relaxed.members:
        times[t.idx[t.ptr[j] : t.ptr[j + 1]]] += 1

    assert len(relaxed.members) == residual.count
    assert relaxation.slack(relaxed) == pytest.approx(times - 1)
