"""Probability of visibility: the share of realisations of an uncertain surface that show a target.

In each realisation every house is higher or lower by an error of its own, the terrain with all
obstacles on it by errors that are alike nearby, and every camera is a little off its place
(`height_samples` draws them). The share of realisations in which a target is visible estimates its
probability, with a standard error of ``sqrt(p (1 - p) / samples)``.
"""

import numpy as np
from attrs import evolve, field, frozen
from rasterio.transform import Affine
from scipy import sparse

from placement.errors import InputError, Problem
from placement.sites import Sites
from placement.units import Booleans, Floats
from placement.visibility import local_window, viewshed
from placement.visibility.height_samples import (
    UncertainSurface,
    Uncertainty,
    draw_places,
    outdoor_places,
)
from placement.visibility.observation import Observer, Target
from placement.visibility.sights import Targets, check_inside
from placement.visibility.sights import sights as sights_of
from placement.visibility.surface import Surface


@frozen(eq=False)
class VisibilityProbability:
    """The probability that cells around an observer are in free sight, (2n+1, 2n+1)."""

    transform: Affine
    """Frame of the window: (column, row) to (x, y)."""
    probability: Floats = field()
    """Share of the realisations in which a cell is visible. [-]"""
    samples: int


@frozen(eq=False)
class SightProbability:
    """The probability that sites have targets in free sight."""

    by_site: sparse.csr_array
    """(S, I) share of the realisations in which a site sees a target. [-]"""
    by_any_site: Floats = field()
    """(I,) share of the realisations in which at least one site does. [-]"""
    samples: int


def around(
    surface: Surface,
    observer: Observer,
    target: Target,
    *,
    uncertainty: Uncertainty,
    samples: int = 100,
    seed: int = 0,
) -> VisibilityProbability:
    """Return the probability that cells around an observer are visible; roofs are no target.

    Parameters
    ----------
    surface, observer, target
        As in `viewshed.around`.
    uncertainty
        What is not known exactly.
    samples
        Realisations, at least 1.
    seed
        Of the random numbers, 0 or more.

    Raises
    ------
    InputError
        If the observer lies outside the surface, or there are no samples.
    """
    frame = local_window.around(surface, observer)
    uncertain = UncertainSurface.of(surface)
    own = np.array([[observer.x_m, observer.y_m]])
    draws = [
        draw_places(own, uncertainty, seed=seed, number=number)[0]
        for number in range(_usable_count(samples))
    ]
    away_m = max(float(np.abs(places - own).max()) for places in draws)
    uncertain = uncertain.clip(
        x_m=observer.x_m,
        y_m=observer.y_m,
        reach_m=observer.range_m + away_m + 2 * surface.grid.cell_m,
    )
    visible_count = np.zeros(frame.near.shape, dtype=np.int64)
    for number, places in enumerate(draws):
        realisation = uncertain.realisation(uncertainty, seed=seed, number=number)
        height_m = np.array([observer.height_m])
        x, y = outdoor_places(realisation, own, draws=places[None], height_m=height_m)[0]
        view = viewshed.around(realisation, evolve(observer, x_m=float(x), y_m=float(y)), target)
        visible_count += _on_frame(view, frame.transform, surface.grid.cell_m)
    return VisibilityProbability(frame.transform, visible_count / samples, samples)


def sights(
    surface: Surface,
    sites: Sites,
    targets: Targets,
    *,
    range_m: float,
    uncertainty: Uncertainty,
    samples: int = 100,
    seed: int = 0,
) -> SightProbability:
    """Return the probability that sites have targets in free sight within a range.

    Parameters as in `visibility.sights` and `around`.

    Raises
    ------
    InputError
        If a site or a target lies outside the surface, or a number is not usable.
    """
    check_inside(surface, sites, targets)
    uncertain = UncertainSurface.of(surface)
    shape = (len(sites), targets.x_m.size)
    by_site = sparse.csr_array(shape, dtype=np.int64)
    by_any_site = np.zeros(shape[1], dtype=np.int64)
    own = np.column_stack([sites.x_m, sites.y_m])
    for number in range(_usable_count(samples)):
        realisation = uncertain.realisation(uncertainty, seed=seed, number=number)
        draws = draw_places(own, uncertainty, seed=seed, number=number)
        x, y = outdoor_places(realisation, own, draws=draws, height_m=sites.height_m).T
        rays = sights_of(realisation, evolve(sites, x_m=x, y_m=y), targets, range_m=range_m)
        ones = np.ones(rays.target.size, dtype=np.int64)
        by_site = by_site + sparse.csr_array((ones, rays.target, rays.start), shape=shape)
        by_any_site[np.unique(rays.target)] += 1
    shares = sparse.csr_array(
        (by_site.data / samples, by_site.indices, by_site.indptr), shape=shape
    )
    return SightProbability(shares, by_any_site / samples, samples)


def _usable_count(samples: int) -> int:
    if samples < 1:
        raise InputError(Problem("error_sizes", values={"names": f"samples = {samples}"}))
    return samples


def _on_frame(view: viewshed.Viewshed, frame: Affine, cell_m: float) -> Booleans:
    """Return the visible cells of a viewshed on another frame of the same size and grid."""
    down = round((frame.f - view.transform.f) / cell_m)
    right = round((view.transform.c - frame.c) / cell_m)
    size = view.visible.shape[0]
    rows, columns = np.nonzero(view.visible)
    rows, columns = rows + down, columns + right
    inside = (rows >= 0) & (rows < size) & (columns >= 0) & (columns < size)
    visible = np.zeros_like(view.visible)
    visible[rows[inside], columns[inside]] = True
    return visible
