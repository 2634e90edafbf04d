"""How far a plan can be trusted: what it may claim to see, and how it does on other demand."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import fields, frozen

PREFIX = "honest_"


@frozen
class Honest:
    """What a plan may claim to see: what cameras chosen without an incident see of it."""

    share: float
    """Of all demand. [-]"""
    low: float
    high: float
    """95 % interval: how far chance in the number of incidents can be off. [-]"""

    def as_dict(self) -> dict[str, float]:
        """Return the three figures as a phase has them."""
        return {PREFIX + each.name: getattr(self, each.name) for each in fields(Honest)}

    @classmethod
    def from_dict(cls, phase: Mapping[str, Any]) -> Self | None:
        """Return what `as_dict` wrote into a phase, or None where it wrote nothing."""
        names = [PREFIX + each.name for each in fields(Honest)]
        return cls(*(phase[name] for name in names)) if names[0] in phase else None


@frozen
class Scenario:
    """A plan on another demand, beside the one made for that."""

    name: str
    """Key below `scenario.` in the catalogues; of bootstrap samples all figures are means."""
    share: float
    """What this plan covers there, of all demand. [-]"""
    best: float
    """What the plan made for it covers; roughly the most possible. [-]"""
    jaccard: float
    """New points that both have, in parts of those that either has. [-]"""

    @property
    def regret(self) -> float:
        """What is lost by building this plan if that demand is the true one. [-]"""
        return self.best - self.share
