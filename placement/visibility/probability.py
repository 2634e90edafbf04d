"""How sure sight is: samples of a town whose heights and cameras are not known exactly.

Each sample is a town that could be: every house is higher or lower by an error of its own, the
terrain with all that stands on it by errors that are alike nearby, and every camera hangs a little
off its place. The share of samples in which something is seen estimates the probability that it is
(standard error ``sqrt(p (1 - p) / samples)``); `samples` draws the towns.
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
    Errors,
    Town,
    hung,
    places,
)
from placement.visibility.person import Person
from placement.visibility.sights import Targets, check_inside
from placement.visibility.sights import sights as sights_of
from placement.visibility.surface import Surface


@frozen(eq=False)
class Chances:
    """How probable free sight of the cells around a place is, (2n+1, 2n+1)."""

    transform: Affine
    """Frame of the window: (column, row) to (x, y)."""
    chance: Floats = field()
    """Share of the samples in which a cell is seen. [-]"""
    samples: int


@frozen(eq=False)
class SightChances:
    """How probable it is that sites have targets in free sight."""

    pairs: sparse.csr_array
    """(S, I) share of the samples in which a site sees a target. [-]"""
    anyone: Floats = field()
    """(I,) share of the samples in which at least one site does. [-]"""
    samples: int


def around(
    surface: Surface,
    *,
    x_m: float,
    y_m: float,
    height_m: float,
    target_height_m: float,
    range_m: float,
    errors: Errors,
    samples: int = 100,
    seed: int = 0,
    person: Person | None = None,
    facing_deg: float | None = None,
) -> Chances:
    """Return how probable it is that cells are in free sight of a lens; roofs are no target.

    Parameters
    ----------
    surface, x_m, y_m, height_m, target_height_m, range_m, person, facing_deg
        As in `viewshed.around`.
    errors
        What is not known exactly.
    samples
        Towns tried, at least 1.
    seed
        Of the random numbers, 0 or more.

    Raises
    ------
    InputError
        If the place lies outside the surface, or a number is not usable.
    """
    viewshed.check_numbers(surface.grid.cell_m, (height_m, target_height_m), range_m)
    frame = local_window.around(surface, x_m=x_m, y_m=y_m, range_m=range_m)
    town = Town.of(surface)
    one = np.array([[x_m, y_m]])
    drawn = [places(one, errors, seed, number)[0] for number in range(_counted(samples))]
    away_m = max(float(np.abs(some - one).max()) for some in drawn)
    town = town.near(x_m, y_m, range_m + away_m + 2 * surface.grid.cell_m)
    seen = np.zeros(frame.near.shape, dtype=np.int64)
    for number, tried in enumerate(drawn):
        sampled = town.sample(errors, seed, number)
        x, y = hung(sampled, one, tried[None], np.array([height_m]))[0]
        view = viewshed.around(
            sampled,
            x_m=float(x),
            y_m=float(y),
            height_m=height_m,
            target_height_m=target_height_m,
            range_m=range_m,
            person=person,
            facing_deg=facing_deg,
        )
        seen += _shifted(view, frame.transform, surface.grid.cell_m)
    return Chances(frame.transform, seen / samples, samples)


def sights(
    surface: Surface,
    sites: Sites,
    targets: Targets,
    *,
    range_m: float,
    errors: Errors,
    samples: int = 100,
    seed: int = 0,
) -> SightChances:
    """Return how probable it is that sites have targets in free sight within a range.

    Parameters as in `visibility.sights` and `around`.

    Raises
    ------
    InputError
        If a site or a target lies outside the surface, or a number is not usable.
    """
    check_inside(surface, sites, targets)
    town = Town.of(surface)
    shape = (len(sites), targets.x_m.size)
    pairs, anyone = sparse.csr_array(shape, dtype=np.int64), np.zeros(shape[1], dtype=np.int64)
    own = np.column_stack([sites.x_m, sites.y_m])
    for number in range(_counted(samples)):
        sampled = town.sample(errors, seed, number)
        x, y = hung(sampled, own, places(own, errors, seed, number), sites.height_m).T
        found = sights_of(sampled, evolve(sites, x_m=x, y_m=y), targets, range_m=range_m)
        ones = np.ones(found.target.size, dtype=np.int64)
        pairs = pairs + sparse.csr_array((ones, found.target, found.start), shape=shape)
        anyone[np.unique(found.target)] += 1
    shares = sparse.csr_array((pairs.data / samples, pairs.indices, pairs.indptr), shape=shape)
    return SightChances(shares, anyone / samples, samples)


def _counted(samples: int) -> int:
    if samples < 1:
        raise InputError(Problem("error_sizes", values={"names": f"samples = {samples}"}))
    return samples


def _shifted(view: viewshed.Viewshed, frame: Affine, cell_m: float) -> Booleans:
    """Return what is visible on the cells of another frame of the same size and grid."""
    down = round((frame.f - view.transform.f) / cell_m)
    right = round((view.transform.c - frame.c) / cell_m)
    size = view.visible.shape[0]
    rows, columns = np.nonzero(view.visible)
    rows, columns = rows + down, columns + right
    inside = (rows >= 0) & (rows < size) & (columns >= 0) & (columns < size)
    seen = np.zeros_like(view.visible)
    seen[rows[inside], columns[inside]] = True
    return seen
