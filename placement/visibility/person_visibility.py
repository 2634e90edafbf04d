"""Whether enough of a `Person` is visible from a lens, decided by a single line of sight.

**One line decides.** Let every obstacle stand on the ground: it hides up to some height w(t) at
each share t of the way from lens to target (the raster at its crossings, a prism over its
footprint). The line to height z of a place is at ``e + t (z - e)`` there, e being the lens; it is
free if that is at least w(t) for all t. For 0 < t its height grows with z, so a line to a higher
point of the same place is higher everywhere: free at z, it is free at every z' > z. The heights
seen are therefore all from some lowest one up, and of a body from `low` to `high` at least a share
s is seen if and only if the point ``high - s (high - low)`` is.

**Crowns float.** A tree's crown hides an interval of heights (`tree_gaps`); one looks through below
it. A height is visible if no obstacle on the ground hides it and crowns leave enough of the view
there; a person is visible if the visible heights make up at least the share required. Let F(z) be
how much of the body above z the crowns leave: it falls as z rises, so F of the lowest height that
obstacles on the ground leave free is at least s (high - low) if and only if that height is not
above the greatest z with ``F(z) >= s (high - low)``. So again one line decides, to that z
(`tree_gaps.decisive_m`). What trees known only as a raster (`canopy`) leave has no closed form: F
is then counted in slices of the body. So it is for raised buildings (`raised_solids`), which hide
like opaque crowns.
"""

import math

import numpy as np

from placement.units import Booleans, Floats, Integers
from placement.visibility.lines_of_sight import free_of_grounded, lift
from placement.visibility.observation import Person
from placement.visibility.obstacles import tree_gaps
from placement.visibility.obstacles.trees import SEEN_SHARE
from placement.visibility.surface import Surface

SLICES = 18
"""Into which a body is cut where obstacles that float have no closed form. [-]"""
LOWER_M = 1e-6
"""A decisive height lower by more than this needs a line of sight of its own. [m]"""


def free(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    person: Person,
    *,
    lens: Integers,
    target: Integers,
) -> Booleans:
    """Return of which persons enough is visible, (P,).

    Parameters
    ----------
    surface
        Raster, houses and trees; holds all places.
    lenses : (S, 3) array
        x, y and height above the datum. [m]
    feet : (I, 3) array
        The same of the ground persons stand on. [m]
    person
        The body of which a part must be visible.
    lens, target : (P,) arrays
        Index of either end of each line, ascending by lens.
    """
    heads = lift(feet, person.decisive_m)
    visible = free_of_grounded(surface, lenses, heads, lens=lens, target=target)
    line = np.flatnonzero(visible)
    visible[line] = free_of_floating(
        surface, lenses, feet, person, lens=lens[line], target=target[line]
    )
    return visible


def free_of_floating(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    person: Person,
    *,
    lens: Integers,
    target: Integers,
) -> Booleans:
    """Return of which persons trees and raised buildings leave enough visible, (P,).

    Only lines on which `Person.decisive_m` is free of obstacles on the ground; arguments as in
    `free`.
    """
    if not surface.floating:
        return np.ones(lens.size, dtype=np.bool_)
    closed_form = surface.canopy is None and surface.raised is None
    decide = _decisive_m if closed_form else _sampled_decisive_m
    decisive_m = decide(surface, lenses, feet, person, lens, target)
    visible = ~np.isnan(decisive_m)
    lower = np.flatnonzero(visible & (decisive_m < person.decisive_m - LOWER_M))
    heads = lift(feet[target[lower]], decisive_m[lower])
    visible[lower] = free_of_grounded(
        surface, lenses, heads, lens=lens[lower], target=np.arange(lower.size)
    )
    return visible


def _decisive_m(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    person: Person,
    lens: Integers,
    target: Integers,
) -> Floats:
    """Return the decisive height among single crowns, (P,); NaN if they leave too little."""
    if surface.crowns is None:
        return np.full(lens.size, person.decisive_m)
    return tree_gaps.decisive_m(
        surface.crowns,
        lenses,
        feet,
        lens=lens,
        target=target,
        low_m=person.low_m,
        high_m=person.high_m,
        share=person.share,
    )


def _sampled_decisive_m(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    person: Person,
    lens: Integers,
    target: Integers,
) -> Floats:
    """Return the decisive height by slices of the body, (P,); NaN if too little is left."""
    needed = math.ceil(person.share * SLICES - LOWER_M)
    slice_m = (person.high_m - person.low_m) / SLICES
    decisive_m, free_slices = np.full(lens.size, np.nan), np.zeros(lens.size, dtype=np.int64)
    for number in range(SLICES):
        line = np.flatnonzero(np.isnan(decisive_m))
        heads = lift(feet, person.high_m - (number + 0.5) * slice_m)
        share = surface.view_share(lenses, heads, lens=lens[line], target=target[line])
        free_slices[line] += share >= SEEN_SHARE
        enough = line[free_slices[line] >= needed]
        decisive_m[enough] = max(person.high_m - (number + 1) * slice_m, person.low_m)
    whole = ~np.isnan(decisive_m) & (decisive_m >= person.decisive_m - slice_m - LOWER_M)
    decisive_m[whole] = person.decisive_m
    return decisive_m
