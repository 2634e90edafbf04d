"""`CameraColumn`: what a column of cameras is, and what its values are worked out from."""

import math
from collections.abc import Callable
from typing import Literal, get_args

from attrs import frozen

from placement.plan.plan import PlanContext
from placement.plan.public import AnyCamera, Cell, Get, PageValue, PublicCamera
from placement.plan.publication import PublicationRule
from placement.units import LISTED_DECIMALS, rounded_deg

DEMAND = "demand"
"""In place of a unit: the plan's unit of demand."""
Output = Literal["plan", "layer", "lists", "page"]
EVERYWHERE: frozenset[Output] = frozenset(get_args(Output))
STORED: frozenset[Output] = frozenset(("plan", "layer"))
LISTED: frozenset[Output] = frozenset(("lists",))
Kind = Literal["text", "word", "integer", "number", "flag"]


def _as_it_is(value: Cell, _: AnyCamera) -> PageValue:
    return value


def _always(_: PlanContext) -> bool:
    return True


@frozen
class CameraColumn:
    """A column of cameras: type, unit, range, rule of publication, outputs, getter of values."""

    name: str
    kind: Kind
    """A *word* is one of a closed set and is translated; a *text* stays as the case has it."""
    rule: PublicationRule
    """Whether it may be published, and why."""
    value: Get
    """The value in the plan's own precision; None where there is none."""
    unit: str = ""
    decimals: int = 0
    """Digits after the decimal point in lists; at least so many of an `exact` one."""
    exact: bool = False
    """Whether cameras are computed with it: lists keep what `units.listed` leaves of its digits."""
    words: str = ""
    """Where the texts of its values are: the key before `.<value>`; a value without stays."""
    outputs: frozenset[Output] = EVERYWHERE
    """Which of plan.json, layer, lists and page have it."""
    exists: Callable[[PlanContext], bool] = _always
    """Whether the lists of a plan have it."""
    low: float = -math.inf
    high: float = math.inf
    nullable: bool = False
    choices: tuple[str, ...] = ()
    page_name: str = ""
    """What the page's script calls it, if not by its name."""
    page_value: Callable[[Cell, AnyCamera], PageValue] = _as_it_is
    """The form a value has on the page."""
    unless_default: bool = False
    """Whether plan.json has it only where it differs from the default of its field."""
    unless_empty: bool = False
    """Whether the layer has it only if any camera has a value."""
    comes_back: bool = False
    """Whether a list that has it gives it back: what a camera is, and is computed with.

    Lists with room for few columns (GPX, DXF) have these.
    """

    def is_told_of(self, camera: AnyCamera) -> bool:
        """Return whether a camera has a value: a public one only in columns that are published."""
        return not isinstance(camera, PublicCamera) or camera.has(self.name)

    def raw(self, context: PlanContext | None, camera: AnyCamera) -> Cell:
        """Return a camera's value without rounding; a public camera holds its values itself."""
        if isinstance(camera, PublicCamera):
            return camera.value(self.name)
        if context is None:
            raise TypeError(f"{camera.camera_id}: a camera that is no public one needs its plan")
        return self.value(context, camera)

    def rounded(self, value: Cell) -> Cell:
        """Return a value with the column's decimals; None for what is no finite number."""
        if self.kind != "number" or value is None:
            return value
        if not math.isfinite(float(value)):
            return None
        if self.name.endswith("azimuth_deg"):
            return rounded_deg(float(value), self._most_decimals)
        return round(float(value), self._most_decimals) + 0.0  # + 0.0: no negative zero

    @property
    def _most_decimals(self) -> int:
        return LISTED_DECIMALS if self.exact else self.decimals

    def list_text(self, value: float) -> str:
        """Return a rounded number as lists write it: no decimals beyond what the column needs."""
        digits = f"{value:.{self._most_decimals}f}"
        if not self.exact:
            return digits
        whole, _, decimals = digits.partition(".")
        return f"{whole}.{decimals.rstrip('0').ljust(self.decimals, '0')}"

    def cell_text(self, cell: Cell) -> str:
        """Return a value as fields of KML and GPX have it: 1 and 0 for yes and no."""
        if isinstance(cell, bool):
            return "1" if cell else "0"
        return self.list_text(cell) if isinstance(cell, float) else str(cell)
