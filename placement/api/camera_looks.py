"""What every camera of a plan would show, as small pictures for the cards of the study."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen

from placement.api.case import Case
from placement.errors import InputError, PlacementError, Problem
from placement.output.figures.look import pictures_alone
from placement.output.figures.palette import png_of_all_colours
from placement.pipeline.camera_look import look_of_camera
from placement.pipeline.mounted_camera import mounted_in_plan
from placement.pipeline.progress import Progress, silent
from placement.plan import Plan, PlannedCamera
from placement.texts import Language
from placement.worker import IN_PLACE, Task, Worker

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.config import PlanConfig
    from placement.pipeline.case_inputs import Inputs

BATCH = 20
"""Cameras whose pictures are drawn at a time: who asks for one waits for no more than these, and
the town is handed over once a batch (0.9 s and 80 MB on Litvínov). [-]"""
SMALLER = 0.78
"""They take a second each in full size; cards show them 110 mm wide at 200 dots per inch. [-]"""


def camera_looks(
    case: Case,
    plan: Plan,
    *,
    language: Language,
    progress: Progress = silent,
    worker: Worker = IN_PLACE,
) -> "CameraLooks":
    """Begin to draw what each camera that works shows, with its masks: PNGs by identifier.

    The worker draws while this process does something else, which waits only for pictures that it
    asks for. Cameras that show nothing, as inside a house or outside the data, have no picture.

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
    batches = [cameras[first : first + BATCH] for first in range(0, len(cameras), BATCH)]
    return CameraLooks(
        [worker.call(_looks, case.config, inputs, plan, batch, language) for batch in batches],
        {each.camera_id: at for at, batch in enumerate(batches) for each in batch},
    )


@frozen(eq=False)
class CameraLooks(Mapping[str, bytes]):
    """Pictures by camera, each there once its batch is drawn."""

    _tasks: tuple[Task[dict[str, bytes]], ...] = field(converter=tuple[Task[dict[str, bytes]], ...])
    _batch: Mapping[str, int]

    def __getitem__(self, camera_id: str) -> bytes:
        """Return a camera's picture, once it is there; KeyError if it shows nothing."""
        return self._tasks[self._batch[camera_id]].result()[camera_id]

    def __iter__(self) -> Iterator[str]:
        """Yield the cameras that have a picture."""
        return (camera_id for task in self._tasks for camera_id in task.result())

    def __len__(self) -> int:
        """Return how many cameras have a picture, once all are drawn."""
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        """Return whether pictures are drawn at all; waits for none."""
        return bool(self._tasks)


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
            looks[camera.camera_id] = png_of_all_colours(drawn)
    return looks
