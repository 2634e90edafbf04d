"""Judging cameras: what given ones are worth on a case, and plans by incidents they do not know."""

from datetime import date

import geopandas as gpd
import pandas as pd
from attrs import evolve

from placement.api.case import Case
from placement.api.tables import with_cameras
from placement.errors import in_file
from placement.evaluation.holdout import hold_out
from placement.evaluation.installed import RING_M, evaluate
from placement.inputs.cameras.vocabulary import status_of
from placement.output.validation import Findings
from placement.pipeline import camera_evaluation
from placement.pipeline.camera_evaluation import CameraEvaluation
from placement.pipeline.progress import Progress, silent

FACING = "facing_deg"


def evaluate_cameras(
    case: Case, cameras: pd.DataFrame | None = None, *, progress: Progress = silent
) -> CameraEvaluation:
    """Work out what given cameras are worth on a case, without planning anything.

    Parameters
    ----------
    case
        Whose streets, houses and incidents count.
    cameras
        A table as `[inputs.cameras]` takes it, such as `PlanResult.cameras` or what pandas reads of
        `cameras.csv`; proposed cameras count as if they stood. None: those of the case. Positions
        count to the millimetre.
    progress
        Hears of each stage.

    Returns
    -------
    evaluation
        `value`, `share`, `recorded` and a row per camera.

    Raises
    ------
    InputError
        If the cameras or another input cannot be used.
    """
    judged = case if cameras is None else with_cameras(case, _standing(cameras))
    inputs = judged.inputs(progress=progress)
    if cameras is not None and FACING in cameras.columns:
        inputs = evolve(inputs, cameras=_facing(inputs.cameras, cameras))
    with in_file(case.plan_file):
        return camera_evaluation.evaluate_cameras(judged.config, inputs, progress=progress)


def _standing(cameras: pd.DataFrame) -> pd.DataFrame:
    """Return cameras as if those proposed stood already."""
    if "status" not in cameras.columns:
        return cameras
    proposed = cameras["status"].map(lambda word: status_of(str(word)) == "not built")
    return cameras.assign(status=cameras["status"].mask(proposed, "in service"))


def _facing(read: gpd.GeoDataFrame | None, table: pd.DataFrame) -> gpd.GeoDataFrame | None:
    """Return cameras as read, with where their walls look as their own table says."""
    if read is None or "camera_id" not in table.columns:
        return read
    facing = table.drop_duplicates("camera_id").set_index("camera_id")[FACING].astype(float)
    before = read[FACING] if FACING in read.columns else pd.Series(float("nan"), read.index)
    return read.assign(**{FACING: read["camera_id"].map(facing).fillna(before)})


def validate_case(
    case: Case,
    *,
    until: date | None = None,
    installed: bool = False,
    new_cameras: int | None = None,
    error_m: float | None = None,
    ring_m: float = RING_M,
    progress: Progress = silent,
) -> Findings:
    """Judge plans for a case by incidents they could not know, or cameras by before and after.

    Parameters
    ----------
    case
        With dates of its incidents.
    until
        Plans know the incidents before this day; those from it on are counted.
    installed
        Whether to compare before and after for cameras with a day of installation.
    new_cameras
        Of every plan; if not given, those and the money of the plan file's phases.
    error_m
        Standard error of recorded positions; from the data if not given. [m]
    ring_m
        How far around installed cameras displaced incidents are looked for. [m]
    progress
        Hears of each stage.

    Raises
    ------
    ValueError
        If neither is asked for.
    InputError
        If an input cannot be used, or holds no such incidents.
    """
    if until is None and not installed:
        raise ValueError("give until, installed, or both")
    config, inputs = case.config, case.inputs(progress=progress)
    validation = changes = None
    with in_file(case.plan_file):
        if until is not None:
            validation = hold_out(
                config,
                inputs,
                until=until,
                new_cameras=new_cameras,
                error_m=error_m,
                seed=config.optimise.seed,
                progress=progress,
            )
        if installed:
            changes = evaluate(config, inputs, ring_m=ring_m, progress=progress)
    sources = config.inputs.sources()
    return Findings(
        case=case.name,
        crs=config.case.crs,
        seed=config.optimise.seed,
        provenance={name: source.provenance for name, source in sources.items()},
        sources={name: source.credit for name, source in sources.items()},
        hold_out=validation,
        installed=changes or (),
    )
