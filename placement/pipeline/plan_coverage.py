"""What the cameras of a written plan cover, worked out from their poses."""

from collections.abc import Mapping
from typing import Self

import numpy as np
from attrs import evolve, field, frozen

from placement.cameras.masks import Mask
from placement.cameras.model import CameraModel
from placement.demand.demand import Demand
from placement.pipeline.coverage_by_time import coverage_by_time
from placement.pipeline.night_view import NightView
from placement.pipeline.situation import Situation
from placement.plan import Plan, PlannedCamera
from placement.sites import Sites
from placement.units import Booleans, Integers
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.observation import Target
from placement.visibility.sights import (
    Candidates,
    Sights,
    Targets,
    sights,
    without_masked,
)
from placement.visibility.surface import Surface


@frozen(eq=False)
class PlanSights:
    """The demand points that each camera of a plan has in free sight, in the order of the plan."""

    cameras: Candidates
    in_service: Booleans
    """(N,) cameras out of service cover nothing."""
    sights: Sights
    targets: Targets
    models: tuple[CameraModel, ...]
    night: NightView | None = None
    """By what light one sees in a plan for day and night."""
    masks: Mapping[int, tuple[Mask, ...]] = field(factory=dict)
    """Number of a camera in the plan → its masks."""

    @classmethod
    def of(cls, plan: Plan, situation: Situation) -> Self:
        """Return the sights of a plan from the situation it was made in.

        Lines of sight are traced only if the situation does not hold them: if a camera hangs where
        it has no site, or the plan asks for another height, person or range.
        """
        same = plan.models == situation.models and _target(plan) == situation.targets.target
        site = _sites_of(plan, situation.sites) if same else None
        if site is None:
            traced = cls.traced(plan, surface=situation.surface, demand=situation.demand)
            return evolve(traced, night=situation.night)
        by_site = cls._of_sites(plan, site, situation.sights, situation.targets)
        return evolve(by_site, night=situation.night)

    @classmethod
    def traced(cls, plan: Plan, *, surface: Surface, demand: Demand) -> Self:
        """Return the sights of a plan on a surface, traced from its cameras to demand points."""
        targets = Targets(
            demand.x_m,
            demand.y_m,
            demand.weight,
            _target(plan),
            demand.density_px_m,
        )
        reach_m = max(model.range_m for model in plan.models)
        lines = sights(surface, places_of(plan.cameras), targets, range_m=reach_m)
        return cls._of_sites(plan, np.arange(len(plan.cameras)), lines, targets)

    @classmethod
    def _of_sites(cls, plan: Plan, site: Integers, lines: Sights, targets: Targets) -> Self:
        cameras, candidates = plan.cameras, candidates_of(plan, site)
        in_service = np.array([c.status != "out of service" for c in cameras], dtype=np.bool_)
        masks = {number: each.masks for number, each in enumerate(cameras) if each.masks}
        return cls(candidates, in_service, lines, targets, plan.models, masks=masks)

    def coverage(self, required_density_px_m: float) -> CoverageMatrix:
        """Return which camera covers which demand point by day at a pixel density. [px/m]"""
        return self._coverage(required_density_px_m, night=None)

    def coverage_by_time(self, required_density_px_m: float) -> CoverageMatrix:
        """Return the same in the columns of the situation's coverage. [px/m]"""
        return self._coverage(required_density_px_m, night=self.night)

    def _coverage(self, required_density_px_m: float, *, night: NightView | None) -> CoverageMatrix:
        coverage = coverage_by_time(
            self.cameras,
            self.sights,
            self.targets,
            models=self.models,
            required_density_px_m=required_density_px_m,
            night=night,
        )
        coverage = without_masked(
            coverage,
            self.cameras,
            self.sights,
            self.targets,
            masks=self.masks,
            models=self.models,
            required_density_px_m=required_density_px_m,
        )
        covers = coverage.covers.multiply(self.in_service[:, None]).tocsr()
        covers.eliminate_zeros()
        return CoverageMatrix(covers, coverage.weight)


def coverage_of(plan: Plan, *, surface: Surface, demand: Demand) -> CoverageMatrix:
    """Return which camera of a plan covers which demand point; rows in the order of `plan.cameras`.

    Everything is worked out anew from the poses in the plan and the inputs. Cameras out of service
    cover nothing.
    """
    return PlanSights.traced(plan, surface=surface, demand=demand).coverage(
        plan.required_density_px_m
    )


def _target(plan: Plan) -> Target:
    """Return what a plan means to be visible at a demand point."""
    return Target(height_m=plan.target_height_m, person=plan.person)


def _sites_of(plan: Plan, sites: Sites) -> Integers | None:
    """Return the site (N,) at exactly the place of each camera; None if a camera has none."""
    places = zip(*_coordinates(sites), strict=True)
    number_at = {place: number for number, place in enumerate(places)}
    cameras = zip(*_coordinates(places_of(plan.cameras)), strict=True)
    numbers = [number_at.get(place) for place in cameras]
    if any(number is None for number in numbers):
        return None
    return np.array(numbers, dtype=np.int64)


def _coordinates(sites: Sites) -> tuple[list[float], list[float], list[float], list[float]]:
    """Return x, y, height above ground and the direction a wall faces, -1 without a wall."""
    facing_deg = np.nan_to_num(sites.facing_deg, nan=-1.0)
    return sites.x_m.tolist(), sites.y_m.tolist(), sites.height_m.tolist(), facing_deg.tolist()


def places_of(cameras: tuple[PlannedCamera, ...]) -> Sites:
    """Return the place of each camera's lens as a site of its own."""
    facing = [np.nan if camera.facing_deg is None else camera.facing_deg for camera in cameras]
    return Sites(
        np.array([camera.camera_id for camera in cameras], dtype=object),
        np.array([camera.x_m for camera in cameras], dtype=np.float64),
        np.array([camera.y_m for camera in cameras], dtype=np.float64),
        np.array([camera.height_m for camera in cameras], dtype=np.float64),
        np.array([camera.carrier for camera in cameras], dtype=object),
        np.array(facing, dtype=np.float64),
    )


def candidates_of(plan: Plan, site: Integers) -> Candidates:
    """Return the poses of a plan's cameras, each at the site of that number, (N,)."""
    cameras, names = plan.cameras, [model.name for model in plan.models]
    return Candidates(
        site,
        np.array([names.index(camera.model) for camera in cameras], dtype=np.int64),
        np.array([camera.grid_azimuth_deg for camera in cameras], dtype=np.float64),
        np.array([camera.tilt_deg for camera in cameras], dtype=np.float64),
    )
