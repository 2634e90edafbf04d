"""`PrivacyChoice`: what homes in view did to the choice, what that cost, and the curve."""

from typing import Literal

from attrs import frozen

REACHED = 0.99
"""Of a limit with so much of it used hardly any camera is left room for. [-]"""


@frozen
class AreaLimit:
    """A limit of homes in view, with what the target comes to."""

    name: str
    """As the plan file calls it, else the place or cameras it is for; empty: all cameras."""
    asked_m2: float
    used_m2: float

    @property
    def reached(self) -> bool:
        """Whether next to nothing is left of it."""
        return self.used_m2 >= REACHED * self.asked_m2


@frozen
class HomesPoint:
    """Demand that plans could cover with so much of homes in view, and its upper bound."""

    most_m2: float
    """Façades of homes that all cameras together may have in view, standing ones too. [m²]"""
    area_m2: float
    """That the best plan found has in view. [m²]"""
    cameras: int
    """In service, existing included."""
    value: float
    """Demand covered by the best plan found. [incidents/year]"""
    bound: float
    """No plan with at most so much in view covers more. [incidents/year]"""


@frozen
class HomesCurve:
    """Demand covered by homes in view, with the target's cameras and money."""

    points: tuple[HomesPoint, ...]
    knee_m2: float | None
    """Area at the knee: farthest above the line from the first point to the last. [m²]"""
    omitted_rules: int = 0
    """Rules of the plan that the curve does not keep."""


@frozen
class PrivacyChoice:
    """What homes in view did to the choice of cameras, and what it would be without."""

    density_px_m: float
    """From which homes count. [px/m]"""
    in_view: Literal["home", "reach"]
    """What counts of a turning camera: its home view, or all it can turn to."""
    area_m2: tuple[float, ...]
    """(T+1,) façades of homes in view of all cameras, today and by the end of each phase. [m²]"""
    price_per_m2: float = 0.0
    """Taken off for each. [incidents/year per m²]"""
    limits: tuple[AreaLimit, ...] = ()
    """Of all cameras or some, by the last phase."""
    left_out: int = 0
    """Candidates that were not chosen from, for what they alone have in view."""
    over: tuple[str, ...] = ()
    """Standing cameras that have more in view than a new one may, by id."""
    free_value: float | None = None
    """Demand covered by the best plan found without price and limits of homes; None: not known.
    [incidents/year]"""
    free_bound: float | None = None
    """No plan without them covers more. [incidents/year]"""
    free_area_m2: float | None = None
    """That the plan without them has in view. [m²]"""
    curve: HomesCurve | None = None

    @property
    def paid(self) -> float:
        """What is taken off the target for homes in view. [incidents/year]"""
        return self.price_per_m2 * self.area_m2[-1]
