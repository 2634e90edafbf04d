"""What every camera of a plan would show, as small pictures for the cards of the study."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from placement.api.case import Case
from placement.errors import InputError, PlacementError, Problem
from placement.output.figures.look import pictures_alone
from placement.output.figures.palette import png_of_few_colours
from placement.pipeline.camera_look import look_of_camera
from placement.pipeline.mounted_camera import mounted_in_plan
from placement.pipeline.progress import Progress, silent
from placement.plan import Plan, PlannedCamera
from placement.texts import Language
from placement.worker import IN_PLACE, Task, Worker

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.config import PlanConfig
    from placement.pipeline.case_inputs import Inputs

SMALLER = 0.78
"""They take a second each in full size; cards show them 110 mm wide at 200 dots per inch. [-]"""


def camera_looks(
    case: Case,
    plan: Plan,
    *,
    language: Language,
    progress: Progress = silent,
    worker: Worker = IN_PLACE,
) -> Task[dict[str, bytes]]:
    """Begin to draw what each camera that works shows, with its masks: PNGs by identifier.

    The worker draws while this process does something else. Cameras that show nothing, as inside a
    house or outside the data, have no picture.

    Raises
    ------
    InputError
        If the plan is of another town.
    """
    if plan.case != case.name:
        values = {"result": plan.case, "case": case.name}
        raise InputError(Problem("result_of_another_case", case.plan_file, values=values))
    inputs = case.inputs(progress=progress)
    cameras = [camera for camera in plan.cameras if camera.status != "out of service"]
    return worker.call(_looks, case.config, inputs, plan, cameras, language)


def _looks(
    config: "PlanConfig",
    inputs: "Inputs",
    plan: Plan,
    cameras: Sequence[PlannedCamera],
    language: Language,
) -> dict[str, bytes]:
    looks = {}
    for camera in cameras:
        try:
            look = look_of_camera(config, inputs, mounted_in_plan(plan, camera), smaller=SMALLER)
        except PlacementError:  # it stands where the case has no ground
            continue
        drawn = pictures_alone(look, language=language, masks=camera.masks)
        if drawn is not None:
            looks[camera.camera_id] = png_of_few_colours(drawn)
    return looks
