"""How far a plan can be trusted: what it may claim to see, and how it does on other demand."""

from attrs import frozen


@frozen
class Honest:
    """What a plan may claim to see: what cameras chosen without an incident see of it."""

    share: float
    """Of all demand. [-]"""
    low: float
    high: float
    """95 % interval: how far chance in the number of incidents can be off. [-]"""


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
