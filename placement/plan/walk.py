"""`PlannedWalk`: cameras of one district in the order in which one walks past them."""

from attrs import field, frozen


@frozen
class PlannedWalk:
    """A round along streets past the cameras of one district."""

    phase: int | None
    """Only its cameras (0: those that stand); None: all that are new."""
    district: str
    """Empty for cameras in no district."""
    cameras: tuple[str, ...] = field(converter=tuple[str, ...])
    """Identifiers in walking order; those of one point stand together."""
    length_m: float
    """Of the round, back to the first. [m]"""
