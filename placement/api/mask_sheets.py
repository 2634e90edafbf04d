"""Sheets of privacy masks: per camera the picture with its masks, and their coordinates."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from placement.api.camera_names import unknown_camera
from placement.api.case import Case
from placement.errors import InputError, Problem, in_file
from placement.masks.of_camera import CameraMasks
from placement.output import mask_sheets as sheets
from placement.output.mask_sheets import MaskSheet
from placement.pipeline.camera_look import CameraLook, look_of_camera
from placement.pipeline.device_masks import MaskedCamera, masks_of_mounted
from placement.pipeline.mounted_camera import mounted_in_plan
from placement.pipeline.progress import Progress, silent
from placement.pipeline.surface import drawn_surface
from placement.plan import Plan
from placement.texts import Language

if TYPE_CHECKING:  # keeps the chain of imports short
    from placement.api.results import PlanResult


@frozen(eq=False)
class MaskSheets:
    """The masks of some cameras of a plan."""

    plan: Plan
    sheets: tuple[MaskSheet, ...]

    def as_json(self) -> bytes:
        """Return coordinates for whoever sets the masks, as `docs/masks.md` describes them."""
        plain = sheets.as_dict(self.plan.case, self.sheets)
        return (json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()

    def as_pdf(self, *, language: Language = "cs") -> bytes:
        """Return a page for every picture; the same masks, the same bytes."""
        return sheets.pdf(self.plan.case, self.sheets, language=language)


def mask_sheets(
    case: Case, result: "PlanResult", ids: Sequence[str] = (), *, progress: Progress = silent
) -> MaskSheets:
    """Return the masks of cameras of a plan, found on its case.

    Parameters
    ----------
    case
        Whose houses and private ground are masked, as its section `[privacy]` says.
    result
        The plan.
    ids
        Its cameras; all that work, without any.
    progress
        Hears of each stage.

    Raises
    ------
    InputError
        If there is no such camera, or the plan is of another town.
    """
    names = [camera.camera_id for camera in result.plan.cameras]
    if result.plan.case != case.name:
        values = {"result": result.plan.case, "case": case.name}
        raise InputError(Problem("result_of_another_case", case.plan_file, values=values))
    for name in ids:
        if name not in names:
            raise unknown_camera(name, names, "camera_unknown_in_plan")
    cameras = [
        camera
        for camera in result.plan.cameras
        if (camera.camera_id in ids if ids else camera.status != "out of service")
    ]
    inputs = case.inputs(progress=progress)
    progress.stage("visibility")
    with in_file(case.plan_file):
        surface = drawn_surface(case.config, inputs)
        drawn = []
        for camera in cameras:
            mounted = mounted_in_plan(result.plan, camera)
            look = look_of_camera(case.config, inputs, mounted)
            masked = masks_of_mounted(case.config, inputs, mounted, surface)
            drawn.append(MaskSheet(camera.camera_id, camera.street, look, masked))
    return MaskSheets(result.plan, tuple(drawn))


def picture_masks(case: Case, look: CameraLook) -> CameraMasks:
    """Return the masks of a camera whose pictures are drawn."""
    inputs = case.inputs()
    surface = drawn_surface(case.config, inputs)
    masked: MaskedCamera = masks_of_mounted(case.config, inputs, look.camera, surface)
    return masked.masks
