"""A written plan looked at again: what its cameras cover, from their poses and the inputs alone."""

import numpy as np

from placement.demand import Demand
from placement.plan import Plan, PlannedCamera
from placement.sites import Sites
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.sights import (
    Candidates,
    Targets,
    coverage_matrix,
    sights,
)
from placement.visibility.surface import Surface


def coverage_of(plan: Plan, *, surface: Surface, demand: Demand) -> CoverageMatrix:
    """Return which camera of a plan covers which demand point; rows in the order of `plan.cameras`.

    Cameras out of service cover nothing.
    """
    cameras = plan.cameras
    targets = Targets(
        demand.x_m,
        demand.y_m,
        demand.weight,
        plan.target_height_m,
        demand.density_px_m,
        plan.person,
    )
    names = [model.name for model in plan.models]
    candidates = Candidates(
        np.arange(len(cameras)),
        np.array([names.index(camera.model) for camera in cameras], dtype=np.int64),
        np.array([camera.grid_azimuth_deg for camera in cameras], dtype=np.float64),
        np.array([camera.tilt_deg for camera in cameras], dtype=np.float64),
    )
    seen = sights(
        surface, _sites(cameras), targets, range_m=max(model.range_m for model in plan.models)
    )
    coverage = coverage_matrix(
        candidates,
        seen,
        targets,
        models=plan.models,
        required_density_px_m=plan.required_density_px_m,
    )
    works = np.array([camera.status != "out of service" for camera in cameras], dtype=np.bool_)
    covers = coverage.covers.multiply(works[:, None]).tocsr()
    covers.eliminate_zeros()
    return CoverageMatrix(covers, demand.weight)


def _sites(cameras: tuple[PlannedCamera, ...]) -> Sites:
    facing = [np.nan if camera.facing_deg is None else camera.facing_deg for camera in cameras]
    return Sites(
        np.array([camera.camera_id for camera in cameras], dtype=object),
        np.array([camera.x_m for camera in cameras], dtype=np.float64),
        np.array([camera.y_m for camera in cameras], dtype=np.float64),
        np.array([camera.height_m for camera in cameras], dtype=np.float64),
        np.array([camera.carrier for camera in cameras], dtype=object),
        np.array(facing, dtype=np.float64),
    )
