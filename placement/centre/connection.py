"""Connecting new camera points to power and fibre: cable by the metre, or an allowance by point."""

from typing import TYPE_CHECKING

from attrs import frozen

from placement.centre.cables import FIBRE, POWER, Cables, PhaseCables
from placement.centre.parameters import Parameters

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.plan.plan import Plan, PlannedCamera

TODAY = 0
"""The phase of points that stand, as in `plan.plan`."""


@frozen(kw_only=True)
class Connection:
    """What it takes to connect the new points of a phase."""

    points: int
    """Points that the phase opens. [-]"""
    power_m: float | None
    fibre_m: float | None
    """New cable; None: no such layer was given, an allowance stands for it. [m]"""
    no_way: tuple[str, ...]
    """Points to which no street leads from the network; an allowance stands for them."""
    cost_czk: float


def new_points(plan: "Plan") -> tuple["PlannedCamera", ...]:
    """Return the first camera of each point that a plan opens, in the order of building."""
    first: dict[str, PlannedCamera] = {}
    for camera in sorted(plan.cameras, key=lambda each: (each.phase, each.rank)):
        first.setdefault(camera.point_id, camera)
    return tuple(each for each in first.values() if each.phase > TODAY)


def connection(plan: "Plan", phase: int, parameters: Parameters, cables: Cables) -> Connection:
    """Return what it takes to connect the points of a phase; nothing today."""
    opened = [each.point_id for each in new_points(plan) if each.phase == phase]
    parts = [
        _of_kind(kind, of_phases, phase, len(opened), parameters)
        for kind, of_phases in ((POWER, cables.power), (FIBRE, cables.fibre))
    ]
    no_way = {name for _, _, names in parts for name in names}
    return Connection(
        points=len(opened),
        power_m=parts[0][0],
        fibre_m=parts[1][0],
        no_way=tuple(name for name in opened if name in no_way),
        cost_czk=sum(cost_czk for _, cost_czk, _ in parts),
    )


def _of_kind(
    kind: str,
    of_phases: tuple[PhaseCables, ...] | None,
    phase: int,
    points: int,
    parameters: Parameters,
) -> tuple[float | None, float, tuple[str, ...]]:
    """Return metres, price and points without a way, of power or fibre."""
    each_czk = parameters[f"connection_{kind}_czk"]
    if of_phases is None or phase == TODAY:
        return None if of_phases is None else 0.0, points * each_czk, ()
    cable = of_phases[phase - 1]
    by_metre_czk = cable.length_m * parameters[f"cable_{kind}_czk_m"]
    return cable.length_m, by_metre_czk + len(cable.unreached) * each_czk, cable.unreached
