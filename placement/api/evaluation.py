"""Judging cameras: what given ones are worth on a case, and plans by incidents they do not know."""

from collections.abc import Mapping
from datetime import date

import geopandas as gpd
import pandas as pd
from attrs import frozen

from placement.api.case import Case
from placement.api.list_difference import ListDifference, list_difference
from placement.api.results import PlanResult
from placement.api.tables import Table, with_cameras
from placement.errors import in_file
from placement.evaluation.holdout import hold_out
from placement.evaluation.installed import RING_M, evaluate
from placement.inputs.account import Account
from placement.output.validation import Findings
from placement.pipeline import camera_evaluation, existing_cameras
from placement.pipeline.device_masks import find_masks
from placement.pipeline.given_cameras import of_case, read_given_cameras
from placement.pipeline.progress import Progress, silent
from placement.plan.confidence import CrossFittedShare
from placement.plan.evaluated import Basis
from placement.tour.planned_walks import with_walks


@frozen(eq=False, repr=False, slots=False)
class CameraEvaluation(PlanResult):
    """What given cameras see, with the tables, map and files of a plan; nothing was chosen."""

    account: Account | None = None
    """What became of the rows of their list; None for the cameras of the case."""
    not_counted: int = 0
    """Cameras in service of the case that the list does not have."""

    @property
    def cameras(self) -> gpd.GeoDataFrame:
        """Cameras as in a plan, and `lost`: what nobody else sees [incidents/year]."""
        lost = {failure.camera_id: failure.lost for failure in self.plan.sensitivity.failures}
        table = super().cameras
        return table.assign(lost=table["camera_id"].map(lost))

    @property
    def demand_total(self) -> float:
        """Demand of the whole area. [incidents/year]"""
        return self.plan.demand_total

    @property
    def share(self) -> float:
        """Value in parts of all demand. [-]"""
        return self.value / self.demand_total if self.demand_total else 0.0

    @property
    def honest(self) -> CrossFittedShare | None:
        """Share that they may claim, with its 95 % interval; None if too few incidents tell."""
        return self.plan.final.honest

    @property
    def basis(self) -> Basis:
        """What `honest` rests on, as in `plan.evaluated`."""
        return "none" if self.plan.evaluated is None else self.plan.evaluated.basis

    def against(self, planned: PlanResult) -> ListDifference:
        """Return how these cameras differ from a plan's, and what each difference does.

        Parameters
        ----------
        planned
            As `plan_case` or `read_plan` return it; its cameras are seen on the case of these.

        Raises
        ------
        InputError
            If the plan is of another working system.
        ValueError
            If these were read back from a folder: what they see is worked out on their case.
        """
        if self.situation is None:
            raise ValueError("compare what evaluate_cameras returned, not what was read back")
        return list_difference(planned.plan, self.plan, self.situation)

    def __repr__(self) -> str:
        """Say how many cameras see how much, and what that rests on, a line each."""
        lines = [
            f"{self.plan.final.cameras} cameras in {self.plan.case}",
            f"  see {100 * self.share:.1f} % of demand",
        ]
        if self.honest is not None:
            share, low, high = (
                100 * each for each in (self.honest.share, self.honest.low, self.honest.high)
            )
            claim = f"{share:.1f} % ({low:.1f} to {high:.1f} %)"
            lines.append(f"  {REPR[self.basis].format(claim=claim)}")
        return "\n".join(lines)


REPR: Mapping[Basis, str] = {
    "plan": "are those the plan file proposes, and may claim {claim}",
    "as many": "are a plan's, changed; as many planned anew may claim {claim}",
    "independent": "may claim {claim} if placed without knowing the incidents",
}


def evaluate_cameras(
    case: Case,
    cameras: Table | None = None,
    *,
    layer: str | None = None,
    join: bool = False,
    progress: Progress = silent,
) -> CameraEvaluation:
    """Work out what given cameras are worth on a case, without planning anything.

    Parameters
    ----------
    case
        Whose streets, houses and incidents count.
    cameras
        A list as `[inputs.cameras]` takes it, and any list of this tool: a file, or a table such as
        `PlanResult.cameras`. They are the whole network; proposed ones count as if they stood, in
        their phases. None: the cameras of the case.
    layer
        Of a file with several; not needed for `plan.gpkg`.
    join
        Whether the cameras of the case that the list does not name stay beside it.
    progress
        Hears of each stage.

    Returns
    -------
    evaluation
        `value`, `share`, `honest`, `cameras` and all a plan has; `write_plan` writes it.

    Raises
    ------
    InputError
        If a camera or another input cannot be used; with every problem of the list.
    """
    judged = case if cameras is None else with_cameras(case, cameras, layer=layer)
    inputs = case.inputs(progress=progress)
    source = judged.config.inputs.cameras
    account, not_counted = None, 0
    with in_file(case.plan_file):
        if cameras is None or source is None:
            given_cameras = of_case(existing_cameras.table_of(inputs.cameras))
        else:
            reading = read_given_cameras(
                case.folder / source.path,
                config=judged.config,
                folder=case.folder,
                inputs=inputs,
                layer=layer,
            )
            given_cameras, account = reading.table, reading.account
            given_cameras, not_counted = _beside(given_cameras, inputs.cameras, join=join)
        plan, situation = camera_evaluation.evaluate(
            judged.config,
            inputs,
            given_cameras,
            file="" if account is None else account.file,
            situation=lambda: case.situation(progress=progress),
            find_masks=find_masks,
            progress=progress,
        )
    plan = with_walks(plan, inputs.streets)
    return CameraEvaluation(plan, judged, situation, account=account, not_counted=not_counted)


def _beside(
    given_cameras: gpd.GeoDataFrame, own: gpd.GeoDataFrame | None, *, join: bool
) -> tuple[gpd.GeoDataFrame, int]:
    """Return given cameras, with those of the case beside them if asked; else how many are left."""
    if own is None:
        return given_cameras, 0
    others = own[~own["camera_id"].isin(given_cameras["camera_id"])]
    if not join:
        return given_cameras, int((others["status"] == "in service").sum())
    joined = pd.concat([of_case(others), given_cameras], ignore_index=True)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=given_cameras.crs), 0


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
