"""What a solution says of itself."""

import numpy as np
import pytest

from placement.optimise import Program, Solution
from placement.optimise.solution import solution


def test_gap_of_a_solution():
    """The gap is the part of the bound that is not reached; nothing to reach is no gap."""
    assert Solution((0,), 90.0, 100.0).gap == pytest.approx(0.1)
    assert not Solution((0,), 90.0, 100.0).proven
    assert Solution((), 0.0, 0.0).proven


def test_objective_comes_from_the_program():
    """Whatever a solver says, the objective is recomputed and the bound is not below it."""
    program = Program(covers=np.eye(3), weight=[1.0, 2.0, 4.0], site=[0, 1, 2], count=2)

    assert solution(program, [2, 1], 5.0) == Solution((1, 2), 6.0, 6.0)
    assert solution(program, [2], 7.0) == Solution((2,), 4.0, 7.0)
