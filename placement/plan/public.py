"""`PublicPlan`: what may be published of a plan, as values that cannot hold anything else.

A camera here has no height, direction, model or price, so no writer of public files can give one
away: code that reads such a value of `AnyCamera` does not pass the type check.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from attrs import field, frozen

from placement.plan.controller import Controller
from placement.plan.evaluated import Evaluated
from placement.plan.numbering import numbers
from placement.plan.plan import PhaseResult, Plan, PlanContext, PlannedCamera, Search

Cell = str | int | float | bool | None
"""A value in a column of cameras."""
PageValue = Cell | list[str]
"""A value as the page has it."""
Get = Callable[[PlanContext, PlannedCamera], Cell]
"""Gets a column's value of a camera from its plan."""


@frozen(kw_only=True)
class PublicCamera:
    """What may be published of a camera; a text that the town withholds is empty."""

    camera_id: str
    """The point, and a number where several cameras share it."""
    point_id: str
    name: str
    status: Literal["existing", "new", "to be removed", "to be replaced"]
    """Cameras that are out of service are told as existing ones."""
    phase: int
    number: int
    """As in the whole plan, `placement.plan.numbering`; 1 first."""
    kind: str | None
    """Fixed, turning or whole circle; None where nobody said so, or the town withholds it."""
    x_m: float
    y_m: float
    """In the working system, to the metre. [m]"""
    lon_deg: float
    lat_deg: float
    """WGS 84, to about a metre. [°]"""
    street: str
    district: str
    provenance: str
    removed_in: int | None = None
    """Phase in which one that stands today is taken down; None: it stays, or it is withheld."""
    others: Mapping[str, Cell] = field(factory=dict)
    """Values of the published columns that have no field here, by column."""

    def has(self, column: str) -> bool:
        """Return whether a column is published."""
        return column in self.others or hasattr(self, column)

    def value(self, column: str) -> Cell:
        """Return the value in a published column."""
        if column in self.others:
            return self.others[column]
        value: Cell = getattr(self, column)
        return value


@frozen(kw_only=True)
class PublicPlan:
    """What may be published of a plan."""

    case: str
    crs: str
    demand_total: float
    """Demand of the whole area. [incidents/year]"""
    demand_unit: str
    required_density_px_m: float
    detail_level: str
    target_height_m: float
    cameras: tuple[PublicCamera, ...]
    phases: tuple[PhaseResult, ...]
    """With those figures that may be published; a price that may not is NaN."""
    status: Search
    evaluated: Evaluated | None
    provenance: Mapping[str, str]
    sources: Mapping[str, str]
    assumptions: tuple[str, ...]
    street_classes_m: Mapping[str, float]
    """As in `Plan`. [m]"""
    controller: Controller | None
    """As in `Plan`."""
    homes_assessed: bool
    """Whether the plan says what of homes is in the picture; its figures are not published."""
    homes_masked: bool
    """Whether masks cover homes in the pictures."""
    columns: tuple[str, ...]
    """Columns of cameras that are published in lists, in their order."""
    withheld: tuple[str, ...]
    """Columns of cameras that are not published."""

    @property
    def synthetic(self) -> bool:
        """Whether any input is made up, which every page must say."""
        return "synthetic" in self.provenance.values()

    @property
    def final(self) -> PhaseResult:
        """The last phase: the target."""
        return self.phases[-1]


AnyPlan = Plan | PublicPlan
"""A plan as a whole, or what of it may be published."""
AnyCamera = PlannedCamera | PublicCamera


def in_order(plan: AnyPlan) -> list[AnyCamera]:
    """Return the cameras by their numbers, the order of every list."""
    cameras: tuple[AnyCamera, ...] = plan.cameras
    number = numbers_of(plan)
    return sorted(cameras, key=lambda camera: number[camera.camera_id])


def numbers_of(plan: AnyPlan) -> Mapping[str, int]:
    """Return camera → the number that map, paper and lists have for it."""
    if isinstance(plan, PublicPlan):
        return {camera.camera_id: camera.number for camera in plan.cameras}
    return numbers(plan.cameras)
