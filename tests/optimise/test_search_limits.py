"""What a solve has to keep to."""

import numpy as np
import pytest

from placement.errors import InputError
from placement.optimise import Program, solve
from placement.optimise.search_limits import new_run


def test_refuses_a_negative_gap():
    """A negative gap or time is said so, both at once."""
    program = Program(covers=np.eye(1), weight=[1.0], site=[0], count=1)

    with pytest.raises(InputError, match="gap") as caught:
        solve(program, gap=-0.1, time_limit_s=-1)

    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(("gap", "larger"), [(0.0, True), (0.001, False)])
def test_a_proof_gets_more_work(gap, larger):
    """Who asks for no gap at all gets larger exact problems than who asks for a thousandth."""
    asked = new_run(gap=gap, time_limit_s=60, seed=0)
    usual = new_run(gap=0.01, time_limit_s=60, seed=0)

    assert (asked.effort.exact_covers > usual.effort.exact_covers) == larger


def test_late_when_the_time_is_over():
    """A run without time is late at once, one with an hour is not."""
    assert new_run(gap=0.0, time_limit_s=0, seed=0).late()
    assert 3_000 < new_run(gap=0.0, time_limit_s=3_600, seed=0).left_s() <= 3_600
