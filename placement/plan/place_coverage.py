"""`PlaceCoverage`: what a plan sees of a school, a stop or another place of its case."""

from attrs import frozen

SEEN_SHARE = 0.5
"""A place counts as seen when cameras see at least this share of the demand around it. [-]"""


@frozen
class PlaceCoverage:
    """Share of the demand around a place that the plan covers, by phase."""

    name: str
    kind: str
    district: str
    x_m: float
    """Middle of its parts, in the working system. [m]"""
    y_m: float
    expected: float
    """Demand around it; 0 where no street is near. [incidents/year]"""
    shares: tuple[float, ...]
    """Share of that demand that is seen at the end of each phase, today first. [-]"""
    cameras: tuple[str, ...]
    """Ids of the cameras that see any of it, in order of building."""
    level: str
    """Finest level of detail at which one of them sees any of it; empty if none does."""

    @property
    def phase(self) -> int | None:
        """First phase by whose end at least `SEEN_SHARE` is seen; None if never."""
        return next((phase for phase, visible in enumerate(self.in_view) if visible), None)

    @property
    def in_view(self) -> tuple[bool, ...]:
        """Whether at least `SEEN_SHARE` is seen at the end of each phase."""
        return tuple(share >= SEEN_SHARE for share in self.shares)
