"""Sheets for a site visit: a page for each camera to go to, in the order of the shortest walk."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from placement.api.camera_picture import CameraPicture
from placement.api.case import Case
from placement.crs.declination import declination_deg
from placement.errors import InputError, Problem, in_file
from placement.output.visit_sheets import document, route
from placement.output.visit_sheets.sheet import (
    CaseFacts,
    VisitSheet,
    VisitSheets,
    azimuths_of,
    levels_of,
    network_m,
    places_in_view,
)
from placement.pipeline.camera_look import look_of_camera
from placement.pipeline.mounted_camera import mounted_in_plan
from placement.pipeline.progress import Progress, silent
from placement.pipeline.trees_in_view import trees_in_view
from placement.plan import Plan, PlannedCamera
from placement.plan.plan import PlanContext
from placement.register.records import CameraRecord
from placement.texts import Language
from placement.tour.planned_walks import cameras_to_visit
from placement.tour.walks import walks

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.api.results import PlanResult

MIDDLE_OF_YEAR = 0.5
DONE: frozenset[str] = frozenset({"in service", "given up"})
"""States of the register in which nobody goes to a camera."""


@frozen(eq=False, repr=False)
class SiteVisit:
    """The sheets of a site visit, and the way past its stops."""

    sheets: VisitSheets

    def as_pdf(self, *, language: Language = "cs") -> bytes:
        """Return the sheets on A4, front and back; the same plan, the same bytes."""
        return document.pdf(self.sheets, language=language)

    def as_gpx(self, *, language: Language = "cs") -> bytes:
        """Return a route for each walk, with its stops in the order of the sheets."""
        return route.gpx(self.sheets, language=language)

    def __repr__(self) -> str:
        """Tell walks, stops and lengths."""
        lines = [
            f"{walk.district or '-'}: {len(walk.stops)} stops, {walk.round.length_m:.0f} m"
            f" (none below {walk.round.least_m:.0f} m)"
            for walk in self.sheets.walks
        ]
        return "\n".join(lines)


def site_visit(
    result: "PlanResult",
    case: Case | None = None,
    *,
    year: int,
    phase: int | None = None,
    district: str | None = None,
    register: Mapping[str, CameraRecord] | None = None,
    progress: Progress = silent,
) -> SiteVisit:
    """Return the sheets for a visit of the cameras that a plan proposes.

    Parameters
    ----------
    result
        The plan.
    case
        Of the plan; without it sheets say that pictures and trees are missing.
    year
        Of the visit: magnetic north moves.
    phase
        Only its cameras; 0 are those that stand. Without it all that are new.
    district
        Only cameras there.
    register
        Records of the town's register by camera: who is in service or given up is left out, the
        sheets of the others have state, days, consents and notes.
    progress
        Hears of each stage.

    Raises
    ------
    InputError
        If no camera is left, or the plan is of another case.
    """
    plan, layers = result.plan, result.layers
    if case is not None and plan.case != case.name:
        values = {"result": plan.case, "case": case.name}
        raise InputError(Problem("result_of_another_case", case.plan_file, values=values))
    context = PlanContext(plan)
    chosen = [
        camera for camera in cameras_to_visit(plan, phase) if district in (None, camera.district)
    ]
    if not chosen:
        raise InputError(_nothing(plan, phase, district))
    records = register or {}
    chosen = [
        camera
        for camera in chosen
        if (record := records.get(camera.camera_id)) is None or record.state not in DONE
    ]
    if not chosen:
        raise InputError(Problem("visit_all_done"))
    rounds = walks(chosen, layers.streets)
    sheets = []
    for walk in rounds:
        for stop, at_stop in enumerate(walk.stops, start=1):
            for place, camera in enumerate(at_stop.cameras, start=1):
                declination = declination_deg(
                    camera.lon_deg, camera.lat_deg, year=year + MIDDLE_OF_YEAR
                )
                levels = levels_of(context, camera)
                sheets.append(
                    VisitSheet(
                        camera,
                        context.numbers[camera.camera_id],
                        walk,
                        stop,
                        (place, len(at_stop.cameras)),
                        azimuths_of(camera, declination),
                        places_in_view(plan, layers, camera, levels),
                        levels,
                        network_m(layers, camera, "power"),
                        network_m(layers, camera, "fibre"),
                        None if case is None else _facts(case, plan, camera, progress),
                        records.get(camera.camera_id),
                    )
                )
    return SiteVisit(VisitSheets(plan, layers, rounds, sheets, year))


def _facts(case: Case, plan: Plan, camera: PlannedCamera, progress: Progress) -> CaseFacts:
    inputs = case.inputs(progress=progress)
    with in_file(case.plan_file):
        look = look_of_camera(case.config, inputs, mounted_in_plan(plan, camera))
    trees = None if inputs.trees is None else trees_in_view(inputs.trees, plan, camera)
    return CaseFacts(CameraPicture(camera.camera_id, look), look.grid_turn_deg, trees)


def _nothing(plan: Plan, phase: int | None, district: str | None) -> Problem:
    values = {
        "phase": "–" if phase is None else phase,
        "district": "–" if district is None else district,
        "phases": [each.phase for each in plan.phases],
        "districts": sorted({each.district for each in plan.cameras if each.district}),
    }
    return Problem("visit_of_nothing", values=values)
