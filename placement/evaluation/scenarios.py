"""Scenarios to plan again in: bootstrap samples, other kernel widths, other heights.

Each trial is a situation of its own, in which sites and candidates are those of the plan; only
the demand or what is seen differs, so that planning again is a quick search.
"""

from collections.abc import Iterator

import numpy as np
from attrs import evolve, frozen

from placement.demand.event_source import EventSource
from placement.pipeline.coverage_by_time import coverage_by_time
from placement.pipeline.masked_sights import masked_sights
from placement.pipeline.situation import RobustnessSettings, Situation
from placement.plan.confidence import (
    AS_PLANNED,
    BOOTSTRAP,
    HEIGHTS,
    MOUNTS,
    SIGMA_DOUBLE,
    SIGMA_HALF,
    UNWEIGHTED,
)
from placement.units import Floats
from placement.visibility.coverage_matrix import CoverageMatrix
from placement.visibility.height_samples import (
    UncertainSurface,
    Uncertainty,
    draw_mount_heights,
)

WIDTHS = {SIGMA_HALF: 0.5, SIGMA_DOUBLE: 2.0}
"""Scenario → times the width of the kernel."""


@frozen(eq=False)
class Trial:
    """A situation that differs from that of the plan in demand or heights."""

    name: str
    """Of its scenario; of samples there are several."""
    situation: Situation


def trials(situation: Situation, settings: RobustnessSettings) -> Iterator[Trial]:
    """Yield the situations to plan again in, those of other demand first; none if none differs.

    Without incidents only heights can be tried. The seed is that of the plan file.
    """
    events = situation.demand.events if settings.bootstraps else None
    if events is None and not settings.towns:
        return
    for name, weight in _demands(situation, events, settings.bootstraps):
        yield Trial(name, situation.with_demand_weight(weight))
    yield from _towns(situation, settings)


def _demands(
    situation: Situation, events: EventSource | None, samples: int
) -> Iterator[tuple[str, Floats]]:
    """Yield the weight of the columns of the coverage in each trial, by the name of its scenario.

    Samples of the incidents with replacement are those of Efron (1979), "Bootstrap methods:
    another look at the jackknife", doi:10.1214/aos/1176344552.
    """
    if events is not None:
        draw = np.random.default_rng(situation.seed)
        count = events.mass.size
        times = np.empty((count, samples))
        for number in range(samples):
            times[:, number] = np.bincount(draw.integers(count, size=count), minlength=count)
        for weight in events.resampled_demand(times).T:
            yield BOOTSTRAP, weight
        once = np.ones((count, 1))
        for name, factor in WIDTHS.items():
            yield name, events.with_bandwidths(factor).resampled_demand(once)[:, 0]
    yield AS_PLANNED, situation.coverage.weight
    if events is not None and (unweighted := situation.unweighted) is not None:
        yield UNWEIGHTED, unweighted


def _towns(situation: Situation, settings: RobustnessSettings) -> Iterator[Trial]:
    """Yield towns whose houses and ground, and towns whose cameras have other heights."""
    seed = situation.seed
    uncertainty = Uncertainty(
        building_m=settings.building_error_m, terrain_m=settings.terrain_error_m
    )
    if settings.towns and (uncertainty.building_m or uncertainty.terrain_m):
        uncertain = UncertainSurface.of(situation.surface)
        for number in range(settings.towns):
            surface = uncertain.realisation(uncertainty, seed=seed, number=number)
            yield Trial(HEIGHTS, _with_sights(evolve(situation, surface=surface)))
    if settings.towns and settings.mount_error_m:
        own_m = situation.sites.height_m
        for number in range(settings.towns):
            height_m = draw_mount_heights(own_m, settings.mount_error_m, seed=seed, number=number)
            sites = evolve(situation.sites, height_m=height_m)
            yield Trial(MOUNTS, _with_sights(evolve(situation, sites=sites)))


def _with_sights(situation: Situation) -> Situation:
    """Return a situation of other heights with what its candidates see there."""
    reach_m = max(model.range_m for model in situation.models)
    lines_of_sight = masked_sights(
        situation.config,
        situation.inputs,
        situation.surface,
        situation.sites,
        situation.targets,
        range_m=reach_m,
    )
    coverage = coverage_by_time(
        situation.candidates,
        lines_of_sight,
        situation.targets,
        models=situation.models,
        required_density_px_m=situation.required_density_px_m,
        night=situation.night,
    )
    weight = situation.coverage.weight
    return evolve(
        situation, sights=lines_of_sight, coverage=CoverageMatrix(coverage.covers, weight)
    )
