"""How sure a plan is: its cross-fitted share, and its value under other demand and heights."""

from collections.abc import Mapping

from attrs import field, frozen

LARGE_GAP_SHARE = 0.05
"""A plan farther from the best possible one is recommended to nobody, unless a town says. [-]"""

BOOTSTRAP, SIGMA_HALF, SIGMA_DOUBLE = "bootstrap", "sigma_half", "sigma_double"
AS_PLANNED, UNWEIGHTED, HEIGHTS, MOUNTS = "as_planned", "unweighted", "heights", "mounts"
OF_DEMAND = frozenset({BOOTSTRAP, SIGMA_HALF, SIGMA_DOUBLE})
OF_HEIGHTS = frozenset({HEIGHTS, MOUNTS})
COUNTED = OF_DEMAND | OF_HEIGHTS
"""Scenarios whose plans tell how sure a camera is; the others only what the plan would lose."""


@frozen
class CrossFittedShare:
    """Cross-fitted share of demand covered: each incident counted by cameras chosen without it."""

    share: float
    """Of all demand. [-]"""
    low: float
    high: float
    """95 % interval: how far chance in the number of incidents can be off. [-]"""


@frozen
class Scenario:
    """The plan under other demand or heights, beside the plan made for those."""

    name: str
    """Key below `scenario.` in the catalogues; where there are many samples figures are means."""
    share: float
    """What this plan covers there, of all demand. [-]"""
    best: float
    """What the plan made for it covers; roughly the most possible. [-]"""
    jaccard: float
    """New points that both have, in parts of those that either has. [-]"""
    plans: int = 1
    """Plans made for it, each for a sample of its own; with 0 `best` and `jaccard` say nothing."""
    failed: int = 0
    """Samples for which no plan keeps the rules."""
    worst: float | None = None
    """The largest regret of a sample; None in plans of an earlier version. [-]"""
    again: Mapping[str, float] = field(factory=dict)
    """New camera → share of the plans that have it or one like it. [-]"""

    @property
    def regret(self) -> float:
        """Share lost by building this plan instead of the one made for the scenario. [-]"""
        return self.best - self.share
