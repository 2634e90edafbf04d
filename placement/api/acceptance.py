"""`AcceptanceTests`: how cameras of a plan are tested after they are built, and what came of it."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from placement.api.camera_names import unknown_camera
from placement.api.case import Case
from placement.cameras.projection import detail_levels
from placement.errors import InputError, Problem, in_file
from placement.inputs import acceptance as forms_filled
from placement.output import acceptance_forms, acceptance_report, acceptance_sheets
from placement.output.comparison_texts import TextTable
from placement.pipeline.acceptance_points import acceptance_tests as tests_of
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.demand_points import demand_of
from placement.pipeline.night_demand import weighed
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import DRAWN_PX_M
from placement.pipeline.surface import surface_of
from placement.plan import Plan, PlannedCamera
from placement.plan.acceptance import (
    AcceptanceTerms,
    CameraReading,
    CameraResult,
    CameraTest,
    PlaceReading,
    results,
)
from placement.texts import Language

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.api.results import PlanResult


@frozen(eq=False)
class AcceptanceResults:
    """What a test after installation came to."""

    case: str
    cameras: tuple[CameraResult, ...]
    """In the order of the tests."""

    def sentences(self, language: Language = "en") -> list[str]:
        """Return how many passed, and what to correct of which camera."""
        return acceptance_report.sentences(self.cameras, language)

    def table(self, language: Language = "en") -> TextTable:
        """Return a row per camera."""
        return acceptance_report.table(self.cameras, language)

    def files(self, *, language: Language = "cs") -> dict[str, bytes]:
        """Return the report: CSV both ways, JSON, and a page in a language."""
        return acceptance_report.files(self.case, self.cameras, language)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return acceptance_report.as_dict(self.case, self.cameras)


@frozen(eq=False)
class AcceptanceTests:
    """The tests of some cameras of a plan."""

    plan: Plan
    terms: AcceptanceTerms
    cameras: tuple[CameraTest, ...] = field()
    inputs: Inputs = field(repr=False)
    """Streets and houses that sheets draw around the places."""

    def as_pdf(self, *, language: Language = "cs") -> bytes:
        """Return a sheet for every camera, for internal use; the same tests, the same bytes."""
        return acceptance_sheets.pdf(
            self.plan.case,
            self.cameras,
            self.terms,
            streets=self.inputs.streets,
            buildings=self.inputs.buildings,
            language=language,
        )

    def files(self) -> dict[str, bytes]:
        """Return the forms to fill in: CSV and XLSX in both languages, and JSON."""
        case, tests, terms = self.plan.case, self.cameras, self.terms
        return {
            **acceptance_forms.csv_forms(tests, terms),
            "acceptance.xlsx": acceptance_forms.xlsx_form(case, tests, terms, "en"),
            "acceptance-cs.xlsx": acceptance_forms.xlsx_form(case, tests, terms, "cs"),
            "acceptance.json": acceptance_forms.as_json(case, tests, terms),
        }

    def read_results(self, file: str | PathLike[str]) -> AcceptanceResults:
        """Return what a filled-in form says, beside what was planned.

        Parameters
        ----------
        file
            CSV or workbook, in either language, columns and rows in any order.

        Raises
        ------
        InputError
            If it cannot be read, or a cell is not what it should be; all problems at once.
        """
        places = {
            place.place_id: forms_filled.KnownPlace(test.camera_id, place.lat_deg, place.lon_deg)
            for test in self.cameras
            for place in test.places
        }
        rows = forms_filled.read(Path(file), places=places)
        return AcceptanceResults(
            self.plan.case, results(self.cameras, readings_of(rows), self.terms)
        )


def acceptance_tests(
    case: Case,
    result: "PlanResult",
    ids: Sequence[str] = (),
    *,
    phase: int | None = None,
    terms: AcceptanceTerms | None = None,
    progress: Progress = silent,
) -> AcceptanceTests:
    """Return how cameras of a plan are tested after they are built, worked out on its case.

    Parameters
    ----------
    case
        Whose streets, houses and demand say where places are.
    result
        The plan.
    ids
        Its cameras; without any all that are new, or those of `phase`.
    phase
        Only cameras that are built in it; 0 for those that stand today.
    terms
        The board and tolerances; the usual ones if not given.
    progress
        Hears of each stage.

    Raises
    ------
    InputError
        If there is no such camera or phase, or the plan is of another town.
    """
    plan, criteria = result.plan, terms or AcceptanceTerms()
    if plan.case != case.name:
        values = {"result": plan.case, "case": case.name}
        raise InputError(Problem("result_of_another_case", case.plan_file, values=values))
    cameras = _cameras_to_test(plan, ids, phase)
    inputs = case.inputs(progress=progress)
    progress.stage("visibility")
    with in_file(case.plan_file):
        demand = weighed(case.config, demand_of(case.config, inputs)[0])
        tests = tests_of(
            case.config,
            inputs,
            surface_of(case.config, inputs),
            demand,
            plan=plan,
            cameras=cameras,
            levels=[
                level
                for level in detail_levels(case.config.viewshed.edition)
                if DRAWN_PX_M[0] <= level.density_px_m <= DRAWN_PX_M[1]
            ],
            terms=criteria,
        )
    return AcceptanceTests(plan, criteria, tests, inputs)


def _cameras_to_test(plan: Plan, ids: Sequence[str], phase: int | None) -> list[PlannedCamera]:
    """Return the cameras that are tested, in the order of building."""
    names = [camera.camera_id for camera in plan.cameras]
    for name in ids:
        if name not in names:
            raise unknown_camera(name, names, "camera_unknown_in_plan")
    phases = sorted({each.phase for each in plan.phases})
    if phase is not None and phase not in phases:
        values = {"phase": phase, "phases": tuple(str(each) for each in phases)}
        raise InputError(Problem("acceptance_phase", values=values))
    return sorted(
        (
            camera
            for camera in plan.cameras
            if camera.status != "out of service"
            and (camera.camera_id in ids if ids else phase is not None or camera.status == "new")
            and (phase is None or camera.phase == phase)
        ),
        key=lambda camera: (camera.rank, camera.camera_id),
    )


def readings_of(rows: Sequence[forms_filled.FilledRow]) -> list[CameraReading]:
    """Return what rows of a form say, camera by camera."""
    by_camera: dict[str, list[forms_filled.FilledRow]] = {}
    for row in rows:
        by_camera.setdefault(row.camera_id, []).append(row)
    return [
        CameraReading(
            camera_id,
            {
                row.place_id: PlaceReading(row.place_id, row.in_sight, row.measured_px, row.note)
                for row in own
            },
            next((row.height_m for row in own if row.height_m is not None), None),
            next((row.azimuth_deg for row in own if row.azimuth_deg is not None), None),
        )
        for camera_id, own in by_camera.items()
    ]
