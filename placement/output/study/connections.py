"""New cable and money for each camera point that a plan opens, as the results of a study have it.

Money is that of the centre, point by point: cable by the metre, or the allowance for a point where
nothing says how far it is to a network.
"""

from typing import Any

from placement.centre.cables import FIBRE, POWER, PhaseCables, PointCable
from placement.centre.connection import new_points
from placement.centre.reckoning import Reckoning

KINDS = (POWER, FIBRE)


def connections(centre: Reckoning | None) -> list[dict[str, Any]]:
    """Return what connects each new point, in the order of building; nothing without a centre.

    Each kind has `own_m` and `way_m`, None where they are not known, and `cost_czk`.
    """
    if centre is None:
        return []
    return [
        {
            "point_id": camera.point_id,
            **{kind: _of_kind(centre, kind, camera.point_id) for kind in KINDS},
        }
        for camera in new_points(centre.plan)
    ]


def layer_of(centre: Reckoning, kind: str) -> tuple[PhaseCables, ...] | None:
    """Return new cable of power or fibre phase by phase; None where no such layer was given."""
    cables = centre.centre.cables
    return cables.power if kind == POWER else cables.fibre


def _of_kind(centre: Reckoning, kind: str, point_id: str) -> dict[str, Any]:
    parameters = centre.centre.parameters
    cable = _cable_of(layer_of(centre, kind) or (), point_id)
    own_m, way_m = (None, None) if cable is None else (cable.own_m, cable.way_m)
    cost_czk = (
        parameters[f"connection_{kind}_czk"]
        if own_m is None
        else own_m * parameters[f"cable_{kind}_czk_m"]
    )
    return {"own_m": own_m, "way_m": way_m, "cost_czk": cost_czk}


def _cable_of(phases: tuple[PhaseCables, ...], point_id: str) -> PointCable | None:
    points = (point for phase in phases for point in phase.points)
    return next((point for point in points if point.point_id == point_id), None)
