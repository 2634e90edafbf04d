"""Limits of a search: gap, time, effort, and the question whether to stop."""

import time
from collections.abc import Callable

from attrs import define, evolve, frozen

from placement.errors import InputError, Problem
from placement.optimise.arguments import not_whole, number
from placement.optimise.residual import Residual

OnProgress = Callable[[float, float], None]
"""Called now and then with the objective of the best plan and the best bound."""
Stop = Callable[[], bool]
"""Asked now and then whether to stop with the best so far; `threading.Event.is_set` is one."""

GRACE_S = 2.0
"""So long a search that is stopped may still work on the bounds of its phases. [s]"""


@define(eq=False)
class Latch:
    """Ask whether to stop until the answer is yes once; from then on it stays yes."""

    stop: Stop
    since: float | None = None
    """When the answer was yes first, on the clock of `time.perf_counter`. [s]"""

    def __call__(self) -> bool:
        """Return whether to stop, now or at an earlier asking."""
        if self.since is None and self.stop():
            self.since = time.perf_counter()
        return self.since is not None


@frozen
class Effort:
    """How much work each stage may do, counted so that the result does not depend on the clock."""

    bound_steps: int = 600
    polish_rounds: int = 6
    """Rounds of ruin and repair, each followed by the bound again."""
    early_rounds: int = 1
    """Rounds of them before linear programmes are solved."""
    polish_patience: int = 2
    """Rounds without a better plan after which it ends."""
    polish_iterations: int = 250
    polish_per_camera: int = 0
    """So many iterations for each new camera, if that is more and money is no limit."""
    polish_steps: int = 200
    walks: int = 0
    """Searches from the start whose plans the exact solver puts together."""
    price_covers: int = 0
    """Most entries of the coverage matrix whose linear programme is solved: for proofs."""
    cut_covers: int = 160_000
    """Most entries for which cuts are added to it; too many for prices alone before that."""
    cut_candidates: int = 1000
    """With fewer candidates the exact solver branches faster than cuts are found."""
    cut_rounds: int = 16
    """Rounds of cuts."""
    exact_candidates: int = 6_000
    """Largest problem that goes to the exact solver."""
    exact_covers: int = 60_000
    """Most entries of its coverage matrix; above that the solver seldom gets anywhere."""
    exact_nodes: int = 100
    exact_restarts: bool = True
    exact_gap: float = 0.02
    """Largest gap it is asked to close; from farther it seldom gets there. [-]"""
    exact_always: int = 60
    """So few candidates go to it whatever the gap."""


PROOF = Effort(
    polish_rounds=20,
    early_rounds=2,
    polish_patience=3,
    polish_per_camera=40,
    walks=8,
    price_covers=400_000,
    cut_candidates=150,
    exact_covers=400_000,
    exact_nodes=400,
    exact_restarts=False,
    exact_gap=1.0,
)
PROOF_GAP = 1e-4
"""Who asks for a smaller gap asks for a proof, and waits for it. [-]"""
QUICK = Effort(cut_covers=0, exact_covers=20_000, exact_nodes=50)
"""For plans whose bound nobody asks for."""
ROUGH = Effort(
    bound_steps=0,
    polish_rounds=1,
    polish_iterations=60,
    polish_steps=0,
    cut_covers=0,
    exact_candidates=0,
)
"""For plans made over and over on other demand: within about 1 % of the best, no bound."""


@frozen(eq=False)
class Run:
    """Limits of one solve."""

    gap: float
    deadline: float
    """On the clock of `time.perf_counter`. [s]"""
    seed: int
    progress: OnProgress | None = None
    effort: Effort = Effort()
    stop: Latch | None = None
    """Whether somebody asks for the best so far."""

    def late(self) -> bool:
        """Return whether the time is over, or somebody asks for the best so far."""
        return self.left_s() <= 0 or (self.stop is not None and self.stop())

    def closing(self) -> bool:
        """Return whether the bound has to end too: the time is over, or the grace of a stop."""
        if not self.late():
            return False
        since = None if self.stop is None else self.stop.since
        return self.left_s() <= 0 or since is None or time.perf_counter() > since + GRACE_S

    def quicker(self) -> "Run":
        """Return the same with no more effort than for plans whose bound nobody asks for."""
        return self if self.effort is ROUGH else evolve(self, effort=QUICK)

    def shared(self, parts: int) -> "Run":
        """Return the same with one of so many equal parts of the time that is left."""
        left_s = self.left_s()
        return evolve(self, deadline=self.deadline - left_s + left_s / parts)

    def left_s(self) -> float:
        """Return the time left. [s]"""
        return self.deadline - time.perf_counter()

    def report(self, residual: Residual, value: float, bound: float) -> None:
        """Report value and bound, existing cameras included."""
        if self.progress is not None:
            self.progress(residual.base + value, residual.base + bound)


def new_run(
    *,
    gap: float,
    time_limit_s: float,
    seed: int,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
    effort: Effort | None = None,
) -> Run:
    """Return the limits of a solve that starts now; the effort follows from the gap.

    Raises
    ------
    InputError
        If the gap or the time is negative, or the seed is no whole number from 0 up.
    """
    gap, time_limit_s = number("gap", gap), number("time_limit_s", time_limit_s)
    problems = [
        Problem("covering_limit", values={"name": name, "found": value, "least": 0})
        for name, value in (("gap", gap), ("time_limit_s", time_limit_s))
        if not value >= 0
    ]
    problems += not_whole("seed", seed, least=0)
    if problems:
        raise InputError(problems)
    return Run(
        gap=gap,
        deadline=time.perf_counter() + time_limit_s,
        seed=seed,
        progress=on_progress,
        effort=effort or (PROOF if gap < PROOF_GAP else Effort()),
        stop=None if stop is None else Latch(stop),
    )
