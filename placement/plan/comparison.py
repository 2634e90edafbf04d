"""`PlanComparison`: two plans side by side, camera by camera and district by district.

Cameras are paired one to one: first by identifier, then, of those left over, by place and view.
Whether the figures of two plans may be set against each other is said with them: a plan on other
incidents, or one that asks for another picture, counts in other units.
"""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from attrs import evolve, frozen
from scipy.optimize import linear_sum_assignment

from placement.plan.plan import DistrictResult, Plan, PlannedCamera
from placement.units import turn_deg

NEAR_M = 5.0
"""Cameras without a common identifier are one camera within this. [m]"""
FORBIDDEN = 1e6
"""Cost of a pair that is too far apart: any number of those within reach is cheaper."""
SAME = 1e-9
"""Demand of the same incidents on the same streets differs by no more than this part. [-]"""

Change = Literal["moved", "turned", "model", "height", "tilt", "status", "phase"]
State = Literal["kept", "moved", "turned", "changed", "first", "second"]
STATES: tuple[State, ...] = ("kept", "moved", "turned", "changed", "first", "second")
"""What becomes of a camera from one plan to the other; `first`, `second`: only there."""
VIEWED = ("required_density_px_m", "detail_level", "target_height_m", "person", "season", "engine")
"""Fields of a plan that say when a place counts as seen."""


@frozen
class Tolerance:
    """How far a camera may differ and count as the same."""

    moved_m: float
    turned_deg: float
    raised_m: float
    by_identifier: bool
    """Whether a common identifier alone means one camera, and its phase belongs to it."""


OF_PLANS = Tolerance(moved_m=1.0, turned_deg=1.0, raised_m=0.05, by_identifier=False)
"""Two plans of a town: what people would call another place or view."""
OF_A_LIST = Tolerance(moved_m=0.02, turned_deg=0.1, raised_m=0.005, by_identifier=True)
"""A list that was a plan's: whatever is more than what lists round."""


@frozen
class CameraPair:
    """One camera as two plans have it; None where a plan has it not."""

    first: PlannedCamera | None
    second: PlannedCamera | None
    moved_m: float = 0.0
    turned_deg: float = 0.0
    """Clockwise, in [-180, 180); 0 where either sees the whole circle. [°]"""
    changes: tuple[Change, ...] = ()

    @property
    def state(self) -> State:
        """What becomes of it: the most that changes."""
        if self.second is None:
            return "first"
        if self.first is None:
            return "second"
        if not self.changes:
            return "kept"
        return next((each for each in ("moved", "turned") if each in self.changes), "changed")

    @property
    def camera(self) -> PlannedCamera:
        """The camera as the second plan has it, or else the first."""
        camera = self.second or self.first
        if camera is None:
            raise ValueError("a pair of no camera")
        return camera


@frozen
class DistrictChange:
    """What two plans see of a district at their ends. [incidents/year]"""

    name: str
    expected: float
    first: float
    second: float

    @property
    def gain(self) -> float:
        """What the second plan sees more. [incidents/year]"""
        return self.second - self.first

    @property
    def gain_share(self) -> float:
        """The same in parts of what is expected there. [-]"""
        return self.gain / self.expected if self.expected else 0.0


@frozen
class PlanComparison:
    """Two plans and what differs between them."""

    first: Plan
    second: Plan
    pairs: tuple[CameraPair, ...]
    """Of cameras in order of the second plan, then those that only the first one has."""
    differs: tuple[str, ...]
    """Why figures may not be set against each other, as keys; empty: they may."""

    @property
    def comparable(self) -> bool:
        """Whether both plans count the same demand, seen in the same way."""
        return not self.differs

    @property
    def counts(self) -> dict[State, int]:
        """Number of cameras by state."""
        states = [pair.state for pair in self.pairs]
        return {state: states.count(state) for state in STATES}

    @property
    def same(self) -> bool:
        """Whether the plans have the same cameras at the same price and the same figures."""
        alike = all(pair.state == "kept" for pair in self.pairs)
        worth = (self.first.final.value, cost_czk(self.first))
        return (
            alike and self.comparable and worth == (self.second.final.value, cost_czk(self.second))
        )

    @property
    def districts(self) -> tuple[DistrictChange, ...]:
        """Districts that both plans know, those that gain most first; none if incomparable."""
        if not self.comparable:
            return ()
        before = {district.name: district for district in self.first.districts}
        both = [(before[each.name], each) for each in self.second.districts if each.name in before]
        changes = [_district(first, second) for first, second in both]
        return tuple(sorted(changes, key=lambda each: (-each.gain, each.name)))


def compare(first: Plan, second: Plan, *, tolerance: Tolerance = OF_PLANS) -> PlanComparison:
    """Return two plans of one town, camera by camera.

    Parameters
    ----------
    first, second
        In the same working system; what else differs is told, not refused.
    tolerance
        How far cameras may differ and count as the same.
    """
    pairs = _pairs(first, second, tolerance)
    return PlanComparison(first, second, pairs, _differences(first, second))


def cost_czk(plan: Plan) -> float:
    """Return what all phases of a plan cost. [Kč]"""
    return math.fsum(phase.cost_czk for phase in plan.phases)


def _district(first: DistrictResult, second: DistrictResult) -> DistrictChange:
    return DistrictChange(first.name, first.expected, first.seen_at_target, second.seen_at_target)


def _pairs(first: Plan, second: Plan, tolerance: Tolerance) -> tuple[CameraPair, ...]:
    first_by_id = {camera.camera_id: camera for camera in first.cameras}
    partner = {
        camera.camera_id: first_by_id[camera.camera_id]
        for camera in second.cameras
        if camera.camera_id in first_by_id
        and (tolerance.by_identifier or _is_same(first_by_id[camera.camera_id], camera))
    }
    left = [camera for camera in first.cameras if camera.camera_id not in partner]
    right = [camera for camera in second.cameras if camera.camera_id not in partner]
    partner |= {right[j].camera_id: left[i] for i, j in _nearest(first, second, left, right)}
    pairs = [
        _pair(first, second, partner[camera.camera_id], camera, tolerance)
        if camera.camera_id in partner
        else CameraPair(None, camera)
        for camera in second.cameras
    ]
    paired_ids = {camera.camera_id for camera in partner.values()}
    gone = [
        CameraPair(camera, None) for camera in first.cameras if camera.camera_id not in paired_ids
    ]
    return (*pairs, *gone)


def _is_same(first: PlannedCamera, second: PlannedCamera) -> bool:
    """Return whether a common identifier means one camera: not if it was a number by rank."""
    return first.point_id == second.point_id or "new" not in (first.status, second.status)


def _nearest(
    first: Plan, second: Plan, left: Sequence[PlannedCamera], right: Sequence[PlannedCamera]
) -> list[tuple[int, int]]:
    """Return as many pairs within `NEAR_M` as there can be, those nearest in place and view."""
    if not left or not right:
        return []
    x, y = (np.array([[getattr(c, axis) for c in left]]).T for axis in ("x_m", "y_m"))
    apart_m = np.hypot(x - [c.x_m for c in right], y - [c.y_m for c in right])
    turned = np.array([[abs(_turn(first, second, a, b)) for b in right] for a in left])
    other = np.array([[float(a.model != b.model) for b in right] for a in left])
    cost = apart_m / NEAR_M + turned / 180.0 + other
    cost[apart_m > NEAR_M] = FORBIDDEN
    rows, columns = linear_sum_assignment(cost)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(i, j) for i, j in pairs if cost[i, j] < FORBIDDEN]


def _turn(first: Plan, second: Plan, before: PlannedCamera, after: PlannedCamera) -> float:
    if not (first.has_direction(before) and second.has_direction(after)):
        return 0.0
    return float(turn_deg(before.azimuth_deg, after.azimuth_deg))


def _pair(
    first: Plan,
    second: Plan,
    before: PlannedCamera,
    after: PlannedCamera,
    tolerance: Tolerance,
) -> CameraPair:
    moved_m = math.hypot(after.x_m - before.x_m, after.y_m - before.y_m)
    turned = _turn(first, second, before, after)
    happened: dict[Change, bool] = {
        "moved": moved_m >= tolerance.moved_m,
        "turned": abs(turned) >= tolerance.turned_deg,
        "model": before.model != after.model,
        "height": abs(after.height_m - before.height_m) >= tolerance.raised_m,
        "tilt": abs(after.tilt_deg - before.tilt_deg) >= tolerance.turned_deg,
        "status": before.status != after.status,
        "phase": tolerance.by_identifier
        and (before.phase, before.removed_in) != (after.phase, after.removed_in),
    }
    changes = tuple(change for change, is_so in happened.items() if is_so)
    return CameraPair(before, after, moved_m, turned, changes)


def _differences(first: Plan, second: Plan) -> tuple[str, ...]:
    """Return why figures of two plans may not be set against each other."""
    differs = ["case"] if first.case != second.case else []
    if first.demand_unit != second.demand_unit:
        differs.append("demand_unit")
    elif not _same_demand(first, second):
        differs.append("demand")
    differs += [name for name in VIEWED if getattr(first, name) != getattr(second, name)]
    first_models = {model.name: evolve(model, cost_czk=0.0) for model in first.models}
    free = [evolve(model, cost_czk=0.0) for model in second.models]
    if any(first_models.get(model.name, model) != model for model in free):
        differs.append("models")
    return tuple(differs)


def _same_demand(first: Plan, second: Plan) -> bool:
    totals = math.isclose(first.demand_total, second.demand_total, rel_tol=SAME)
    by_name = [{d.name: d.expected for d in plan.districts} for plan in (first, second)]
    shared = by_name[0].keys() & by_name[1].keys()
    return (
        totals
        and first.demand_points == second.demand_points
        and all(math.isclose(*(each[n] for each in by_name), rel_tol=1e-6) for n in shared)
    )
