"""Solutions of the covering problem: choice, objective, bound and gap."""

from collections.abc import Iterable

from attrs import frozen

from placement.optimise.program import Program

PROVEN_GAP = 1e-9
"""Below it a plan counts as the best there is. [-]"""


@frozen
class Solution:
    """Chosen candidates, what they cover, and how much any choice could cover at most."""

    chosen: tuple[int, ...]
    """Sorted, existing ones included."""
    objective: float
    """What is maximised, as `Program.objective` gives it: value less disutility."""
    bound: float
    """No feasible choice has a larger objective; at least `objective`."""
    unnested_value: float | None = None
    """Of a phase: objective of the best plan for it alone, not nested; None if it is no phase."""
    disutility: float = 0.0
    """What is taken off the value for the chosen candidates. [weight]"""

    @property
    def value(self) -> float:
        """Weight covered, as `Program.value` gives it."""
        return self.objective + self.disutility

    @property
    def nesting_price(self) -> float:
        """What nesting costs the phase: its best own plan less its own, 0 if it is no phase."""
        return 0.0 if self.unnested_value is None else self.unnested_value - self.objective

    @property
    def gap(self) -> float:
        """(bound - objective) / bound, the bound counted as a value; 0 if nothing is seen. [-]"""
        whole = self.bound + self.disutility
        return (self.bound - self.objective) / whole if whole > 0 else 0.0

    @property
    def proven(self) -> bool:
        """Whether no choice is better, up to a gap of 1e-9."""
        return self.gap <= PROVEN_GAP


def solution(
    program: Program, chosen: Iterable[int], bound: float, unnested: Iterable[int] | None = None
) -> Solution:
    """Return a solution whose objective is recomputed from the program alone.

    `unnested` is the best choice for a phase by itself.
    """
    picked = tuple(sorted(int(j) for j in chosen))
    objective = program.objective(picked)
    unnested_value = None if unnested is None else max(objective, program.objective(unnested))
    best = max(objective, bound, objective if unnested_value is None else unnested_value)
    return Solution(
        chosen=picked,
        objective=objective,
        bound=best,
        unnested_value=unnested_value,
        disutility=program.disutility_of(picked),
    )
