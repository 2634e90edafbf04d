"""`Person`: an upright body of which a part must be seen, rather than one point.

**One line decides.** Let everything that hides stand on the ground: it hides up to some height
w(t) at each share t of the way from lens to target (the raster at its crossings, a prism over its
footprint). The line to height z of a place is at ``e + t (z - e)`` there, e being the lens; it is
free if that is at least w(t) for all t. For 0 < t its height grows with z, so a line to a higher
point of the same place is higher everywhere: free at z, it is free at every z' > z. The heights
seen are therefore all from some lowest one up, and of a body from `low` to `high` at least a share
s is seen if and only if the point ``high - s (high - low)`` is.

**Crowns float.** A tree's crown hides an interval of heights (`foliage`); below it one looks
through. A height is seen if nothing standing hides it and crowns leave enough of the view there; a
person is seen if the heights seen make up at least the share asked. Let F(z) be how much of the
body above z crowns leave: it falls as z rises, so F of the lowest height that standing things show
is at least s (high - low) if and only if that lowest height is not above the greatest z with
``F(z) >= s (high - low)``. So again one line decides, to that z (`foliage.decisive_m`). What trees
known only as a raster (`canopy`) leave has no closed form: F is then counted in slices of the body.
So it is where buildings float (`raised`), which hide like crowns that nothing shines through.
"""

import math
from typing import Literal

import numpy as np
from attrs import frozen

from placement.errors import InputError, Problem
from placement.units import Booleans, Floats, Integers
from placement.visibility.lines_of_sight import past_standing
from placement.visibility.obstacles import tree_gaps
from placement.visibility.obstacles.trees import SEEN_SHARE
from placement.visibility.surface import Surface

Part = Literal["point", "segment", "share"]
"""What must be seen: one height, all of a body, or a share of it."""
SLICES = 18
"""Into which a body is cut where trees are a raster: their leaves have no closed form. [-]"""
LOWER_M = 1e-6
"""A decisive height this much lower is another line. [m]"""


@frozen
class Person:
    """Of a body from `low_m` to `high_m` above ground, at least `share` must be seen."""

    low_m: float = 0.0
    high_m: float = 1.8
    share: float = 1.0

    def __attrs_post_init__(self) -> None:
        sound = {
            "low_m": math.isfinite(self.low_m) and self.low_m >= 0,
            "high_m": math.isfinite(self.high_m) and self.high_m > self.low_m,
            "share": 0 < self.share <= 1,
        }
        bad = [f"{name} = {getattr(self, name):g}" for name, fits in sound.items() if not fits]
        if bad:
            raise InputError(Problem("person_numbers", values={"names": ", ".join(bad)}))

    @property
    def decisive_m(self) -> float:
        """Height above ground of the point that decides where no tree is in the way. [m]"""
        return self.low_m + (1.0 - self.share) * (self.high_m - self.low_m)


def of_part(
    part: Part, *, low_m: float = 0.0, high_m: float = 1.8, share: float = 0.5
) -> Person | None:
    """Return the body meant by a part; None where one point stands for it.

    Raises
    ------
    InputError
        If the heights are not ``0 <= low < high``, or the share is not in (0, 1].
    """
    if part == "point":
        return None
    return Person(low_m, high_m, share if part == "share" else 1.0)


def raised(feet: Floats, height_m: float | Floats) -> Floats:
    """Return places (N, 3) lifted by a height. [m]"""
    heads = feet.copy()
    heads[:, 2] += height_m
    return heads


def free(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    person: Person,
    *,
    lens: Integers,
    target: Integers,
) -> Booleans:
    """Return of which persons enough is in free sight.

    Parameters
    ----------
    surface
        Raster, houses and trees; holds all places.
    lenses : (S, 3) array
        x, y and height above the datum. [m]
    feet : (I, 3) array
        The same of the ground persons stand on. [m]
    person
        What of them must be seen.
    lens, target : (P,) arrays
        Index of either end of each line, ascending by lens.
    """
    seen = past_standing(surface, lenses, raised(feet, person.decisive_m), lens=lens, target=target)
    asked = np.flatnonzero(seen)
    seen[asked] = past_trees(surface, lenses, feet, person, lens=lens[asked], target=target[asked])
    return seen


def past_trees(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    person: Person,
    *,
    lens: Integers,
    target: Integers,
) -> Booleans:
    """Return of which persons all that floats leaves enough, of those seen at `Person.decisive_m`.

    Arguments as in `free`.
    """
    if not surface.floating:
        return np.ones(lens.size, dtype=np.bool_)
    in_form = surface.canopy is None and surface.raised is None
    find = _decisive_m if in_form else _sampled_m
    decisive_m = find(surface, lenses, feet, person, lens, target)
    seen = ~np.isnan(decisive_m)
    lower = np.flatnonzero(seen & (decisive_m < person.decisive_m - LOWER_M))
    heads = raised(feet[target[lower]], decisive_m[lower])
    seen[lower] = past_standing(
        surface, lenses, heads, lens=lens[lower], target=np.arange(lower.size)
    )
    return seen


def _decisive_m(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    person: Person,
    lens: Integers,
    target: Integers,
) -> Floats:
    """Return the decisive height past single crowns, exactly, (P,); NaN if too little is left."""
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


def _sampled_m(
    surface: Surface,
    lenses: Floats,
    feet: Floats,
    person: Person,
    lens: Integers,
    target: Integers,
) -> Floats:
    """Return the decisive height past trees known as a raster too, to a slice of the body, (P,)."""
    needed = math.ceil(person.share * SLICES - LOWER_M)
    slice_m = (person.high_m - person.low_m) / SLICES
    decisive_m, left = np.full(lens.size, np.nan), np.zeros(lens.size, dtype=np.int64)
    for number in range(SLICES):
        asked = np.flatnonzero(np.isnan(decisive_m))
        heads = raised(feet, person.high_m - (number + 0.5) * slice_m)
        share = surface.leaves_left(lenses, heads, lens=lens[asked], target=target[asked])
        left[asked] += share >= SEEN_SHARE
        enough = asked[left[asked] >= needed]
        decisive_m[enough] = max(person.high_m - (number + 1) * slice_m, person.low_m)
    whole = ~np.isnan(decisive_m) & (decisive_m >= person.decisive_m - slice_m - LOWER_M)
    decisive_m[whole] = person.decisive_m
    return decisive_m
