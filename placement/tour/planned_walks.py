"""The walks of a plan: past all new cameras and past those of each phase, district by district.

They are the walks of `placement visit`, once worked out, so that the page's visit and the list for
a telephone lead the same way.
"""

import geopandas as gpd
from attrs import evolve

from placement.plan.numbering import numbers
from placement.plan.plan import Plan, PlannedCamera
from placement.plan.walk import PlannedWalk
from placement.tour.walks import Walk, walks


def cameras_to_visit(plan: Plan, phase: int | None = None) -> tuple[PlannedCamera, ...]:
    """Return the cameras of a visit by their numbers: of a phase, or all that are new.

    Those out of service are none: nothing of them is planned.
    """
    number = numbers(plan.cameras)
    return tuple(
        camera
        for camera in sorted(plan.cameras, key=lambda each: number[each.camera_id])
        if camera.status != "out of service"
        and (camera.status == "new" if phase is None else camera.phase == phase)
    )


def with_walks(plan: Plan, streets: gpd.GeoDataFrame) -> Plan:
    """Return a plan with its walks along `schema.STREETS`."""
    rounds: dict[tuple[str, ...], tuple[Walk, ...]] = {}
    planned = []
    for phase in (None, *(each.phase for each in plan.phases)):
        cameras = cameras_to_visit(plan, phase)
        ids = tuple(camera.camera_id for camera in cameras)
        if ids not in rounds:
            rounds[ids] = walks(cameras, streets, bounded=False)
        planned += [_planned(walk, phase) for walk in rounds[ids]]
    return evolve(plan, walks=planned)


def _planned(walk: Walk, phase: int | None) -> PlannedWalk:
    ids = [camera.camera_id for stop in walk.stops for camera in stop.cameras]
    return PlannedWalk(phase, walk.district, ids, walk.round.length_m)
