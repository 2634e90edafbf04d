"""What given cameras are worth on a case: demand seen, share of incidents, and each camera's part.

Nothing is planned. Cameras are those of `inputs.cameras`; what is assumed of them is as in a plan.
"""

import math
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
from attrs import frozen

from placement.config.sections import PlanConfig
from placement.demand.event_source import EventSource
from placement.pipeline import existing_cameras
from placement.pipeline.case_inputs import Inputs
from placement.pipeline.cross_fitting import FEWEST_INCIDENTS, cross_fit
from placement.pipeline.demand_points import demand_of
from placement.pipeline.equipment import models_at
from placement.pipeline.night_demand import refuse_night
from placement.pipeline.progress import Progress, silent
from placement.pipeline.surface import surface_of
from placement.plan.confidence import CrossFittedShare
from placement.units import Booleans
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.observation import Target
from placement.visibility.sights import Targets, coverage_matrix, sights


@frozen(eq=False, repr=False)
class CameraEvaluation:
    """What given cameras see of a case's demand."""

    case: str
    cameras: gpd.GeoDataFrame
    """A row per camera: as read, with `model` as used, `azimuth_deg` from true north where known,
    `seen` alone and `lost` if it fails [incidents/year]."""
    value: float
    """Demand that at least one of them sees. [incidents/year]"""
    demand_total: float
    """Demand of the whole area. [incidents/year]"""
    recorded: CrossFittedShare | None
    """Share of the recorded incidents they see, with its 95 % interval; None if too few tell.
    It claims nothing false of cameras that were placed without knowing these incidents."""

    @property
    def share(self) -> float:
        """Value in parts of all demand. [-]"""
        return self.value / self.demand_total if self.demand_total else 0.0

    def __repr__(self) -> str:
        """Say how many cameras see how much, a line each."""
        lines = [
            f"{len(self.cameras)} cameras in {self.case}",
            f"  see {100 * self.share:.1f} % of demand",
        ]
        if self.recorded is not None:
            share, low, high = (
                100 * each for each in (self.recorded.share, self.recorded.low, self.recorded.high)
            )
            lines.append(f"  see {share:.1f} % of recorded incidents ({low:.1f} to {high:.1f} %)")
        return "\n".join(lines)


def evaluate_cameras(
    config: PlanConfig, inputs: Inputs, *, progress: Progress = silent
) -> CameraEvaluation:
    """Return what the existing cameras of some inputs see of their demand.

    Raises
    ------
    ConfigError
        If the plan file is for day and night.
    InputError
        If the inputs do not fit together, or a camera cannot be used.
    """
    refuse_night(config)
    progress.stage("demand")
    demand, _ = demand_of(config, inputs)
    progress.stage("surface")
    surface = surface_of(config, inputs)
    progress.stage("visibility")
    middle = inputs.area.centroid
    models = models_at(config, x_m=middle.x, y_m=middle.y, crs=inputs.grid.crs)
    cameras = existing_cameras.existing_cameras_of(config, inputs)
    viewed = config.viewshed
    targets = Targets(
        demand.x_m,
        demand.y_m,
        demand.weight,
        Target(height_m=viewed.target_height_m, person=viewed.person),
        demand.density_px_m,
    )
    free = sights(surface, cameras.points, targets, range_m=max(model.range_m for model in models))
    density_px_m = viewed.required_density_px_m
    cameras = existing_cameras.with_azimuths(
        cameras, free, targets, config=config, models=models, required_density_px_m=density_px_m
    )
    coverage = coverage_matrix(
        cameras.candidates(), free, targets, models=models, required_density_px_m=density_px_m
    )
    coverage = CoverageMatrix(coverage.covers, demand.weight)
    progress.stage("describe")
    return CameraEvaluation(
        case=config.case.name,
        cameras=_rated(cameras, coverage, [model.name for model in models]),
        value=coverage.value(_everyone(coverage)),
        demand_total=demand.total,
        recorded=_recorded(
            demand.events,
            coverage.covered(_everyone(coverage)),
            seed=config.optimise.seed,
        ),
    )


def _everyone(coverage: CoverageMatrix) -> list[int]:
    return list(range(coverage.covers.shape[0]))


def _rated(
    cameras: existing_cameras.ExistingCameras, coverage: CoverageMatrix, model_names: Sequence[str]
) -> gpd.GeoDataFrame:
    """Return the table of cameras with what each sees, and what nobody else sees."""
    times = coverage.counts(_everyone(coverage))
    seen, lost = np.full((2, len(cameras.table)), np.nan)
    for camera in _everyone(coverage):  # those in service come first
        points = coverage.of(camera)
        seen[camera] = math.fsum(coverage.weight[points])
        lost[camera] = math.fsum(coverage.weight[points[times[points] == 1]])
    names = [model_names[number] for number in cameras.model]
    return cameras.table.assign(model=names, seen=seen, lost=lost)


def _recorded(
    events: EventSource | None, covered: Booleans, *, seed: int
) -> CrossFittedShare | None:
    """Return the share of incidents that happened where somebody looks; None if too few tell."""
    if events is None or np.count_nonzero(events.mass) < FEWEST_INCIDENTS:
        return None
    column = covered[:, np.newaxis]
    return cross_fit(events, lambda _: column, column, seed=seed)[0]
