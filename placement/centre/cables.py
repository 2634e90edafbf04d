"""Values of new cable: of a camera point, of a phase, of both kinds; `cable_routes` finds them."""

from attrs import field, frozen

POWER, FIBRE, BOTH = "power", "fibre", "both"


@frozen(kw_only=True)
class PointCable:
    """New cable for one camera point."""

    point_id: str
    own_m: float | None
    """Cable laid for it beyond what points before it need; None: no way leads there. [m]"""
    way_m: float | None
    """Along all new cable of the phase, to the network or to what earlier phases laid. [m]"""


@frozen(kw_only=True)
class PhaseCables:
    """New cable of one kind in one phase."""

    points: tuple[PointCable, ...] = field(converter=tuple[PointCable, ...])
    """In their order of building."""
    length_m: float
    """Sum of `own_m` of all points. [m]"""
    least_m: float
    """No cable that joins them is shorter. [m]"""
    proven_factor: float
    """At most so many times as long as the shortest, for any town; 1: it is the shortest. [-]"""

    @property
    def unreached(self) -> tuple[str, ...]:
        """Points in parts of the streets where there is no network."""
        return tuple(each.point_id for each in self.points if each.own_m is None)


@frozen
class Cables:
    """New cable of each phase from 1 on; None where no layer of that kind was given."""

    power: tuple[PhaseCables, ...] | None = None
    fibre: tuple[PhaseCables, ...] | None = None
