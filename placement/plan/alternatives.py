"""Sensitivity of a plan: what each failure costs, what may be swapped, other plans, the curve."""

from attrs import frozen

HARDLY = 0.001
"""A loss of at most this part of what the plan sees is almost none. [-]"""


@frozen
class Failure:
    """Demand that the plan loses at the target if one camera fails."""

    camera_id: str
    lost: float
    """Demand that no other camera covers. [incidents/year]"""


@frozen(kw_only=True)
class Placement:
    """A place, model and direction that a camera could have."""

    point_id: str
    street: str
    carrier: str
    model: str
    x_m: float
    y_m: float
    """In the working system. [m]"""
    lon_deg: float
    lat_deg: float
    """WGS 84. [°]"""
    height_m: float
    """Of the lens above ground. [m]"""
    azimuth_deg: float
    """Clockwise from true north. [°]"""
    grid_azimuth_deg: float
    """Clockwise from the working system's grid north. [°]"""
    tilt_deg: float
    """Below the horizon. [°]"""


@frozen(kw_only=True)
class Alternative(Placement):
    """The camera at another site that replaces a camera of the plan at the least loss of demand."""

    camera_id: str
    """Camera of the plan that it would replace, in the same phase."""
    loss: float
    """Demand the target loses by that; below 0 it gains. [incidents/year]"""


@frozen
class OtherPlan:
    """Another whole plan of nearly the same value that uses other places."""

    value: float
    """Demand covered at the target, and what second and partial views add. [incidents/year]"""
    without: tuple[str, ...]
    """Cameras of the plan that it does not build, by id."""
    instead: tuple[Placement, ...]
    """What it builds instead."""


@frozen
class CurvePoint:
    """Demand that a number of cameras could cover, and its upper bound."""

    cameras: int
    """In service, existing included."""
    value: float
    """Demand covered by the best plan found. [incidents/year]"""
    bound: float
    """No plan of so many covers more. [incidents/year]"""


@frozen
class Curve:
    """Demand covered by number of cameras, prices left aside."""

    points: tuple[CurvePoint, ...]
    knee: int | None
    """Cameras at the knee: farthest above the straight line from the first point to the last."""
    omitted_rules: int = 0
    """Rules of the plan that the curve does not keep."""


@frozen
class BudgetPoint:
    """Demand that a budget could cover, and its upper bound."""

    budget_czk: float
    """For new cameras and points; 0 is what stands today. [Kč]"""
    cost_czk: float
    """What the best plan found costs. [Kč]"""
    cameras: int
    """In service, existing included."""
    value: float
    """Demand covered by the best plan found. [incidents/year]"""
    bound: float
    """No plan that the budget buys covers more. [incidents/year]"""


@frozen
class BudgetCurve:
    """Demand covered by money, whatever the number of cameras."""

    points: tuple[BudgetPoint, ...]
    knee_czk: float | None
    """Budget at the knee: farthest above the line from the first point to the last. [Kč]"""
    omitted_rules: int = 0
    """Rules of the plan that the curve does not keep."""


@frozen
class Sensitivity:
    """What changes of a plan cost: failures, swaps of places, other plans, other numbers."""

    failures: tuple[Failure, ...] = ()
    """Of every camera in service at the target, the worst first."""
    alternatives: tuple[Alternative, ...] = ()
    """Of every new camera that another site could replace, in the order of building."""
    dispensable: tuple[Failure, ...] = ()
    """Cameras that stand today without which the target would hardly be worse, least first."""
    dispensable_lost: float = 0.0
    """What the target loses without all of those at once. [incidents/year]"""
    others: tuple[OtherPlan, ...] = ()
    curve: Curve | None = None
    money: BudgetCurve | None = None
