"""From a case to a plan: the only room that unpacks the plan file.

`read` opens the inputs, `prepare` turns them into a situation (surface, demand, sites, coverage),
`decide` chooses cameras phase by phase, `answer` does it under a what-if question; `run` does all.
"""

from collections.abc import Callable
from pathlib import Path

from placement import config as plan_files
from placement.errors import in_file
from placement.pipeline.answer import answer
from placement.pipeline.assessment import Assessment, assess
from placement.pipeline.camera_view import CameraView, view_of_camera
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.decision import decide
from placement.pipeline.input_reader import read
from placement.pipeline.mounted_camera import check_camera
from placement.pipeline.place_coverage import covered_places
from placement.pipeline.plan_coverage import PlanSights, coverage_of
from placement.pipeline.preparation import choose_from_the_same, prepare, situation_under_question
from placement.pipeline.program import choose, refuse_impossible
from placement.pipeline.progress import Progress, silent
from placement.pipeline.situation import RobustnessSettings, Situation
from placement.pipeline.uncertainty import ViewProbability, lowest_visible_heights, view_probability
from placement.plan import Plan

__all__ = [
    "Assessment",
    "CameraView",
    "Inputs",
    "PlanSights",
    "Progress",
    "RobustnessSettings",
    "Situation",
    "ViewProbability",
    "answer",
    "assess",
    "check_camera",
    "choose",
    "coverage_of",
    "covered_places",
    "decide",
    "lowest_visible_heights",
    "prepare",
    "read",
    "refuse_impossible",
    "run",
    "silent",
    "situation_under_question",
    "view_of_camera",
    "view_probability",
]


def run(
    case: Path | str,
    *,
    stop: Callable[[], bool] | None = None,
    **overrides: float | str,
) -> Plan:
    """Return the plan of a case, or the answer of its plan file's what-if question.

    Parameters
    ----------
    case
        Folder with a `plan.toml`, or the file itself.
    stop
        Asked now and then while cameras are chosen; once it says yes, the best plan so far is
        completed. `threading.Event.is_set` is one.
    **overrides
        Keys of the `[optimise]` section (seed, gap, time_limit_s, priority) that take the place
        of those in the plan file.

    Raises
    ------
    PlacementError
        If the plan file or an input cannot be used, or no plan is possible.
    """
    file = plan_files.plan_file_of(Path(case))
    config = plan_files.with_optimise_keys(plan_files.load(file), overrides)
    with in_file(file.name):
        free = config.model_copy(update={"what_if": None})
        inputs = read(free, folder=file.parent)
        before = prepare(free, inputs)
        if config.what_if is None:
            return decide(before, stop=stop)
        questioned = plan_files.under_question(config, folder=file.parent)
        if not choose_from_the_same(questioned, free):
            inputs = read(questioned, folder=file.parent)
        return answer(before, situation_under_question(questioned, inputs, before), stop=stop)
